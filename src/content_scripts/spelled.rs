//! Spells what the user typed, for the first frame.
//!
//! Browsers register files only, so a content script can't contain a label or a
//! color that the user chose. But they run registered files in the order of the
//! list. There is one tiny file for each number below [`COUNT`], and the order
//! in which some of them run spells a value: each stands for its position among
//! those that haven't run yet, and a position has five bits. No file is listed
//! twice, because browsers run it only once.

use crate::catalogue::Environment;
use crate::settings::looks::{CustomLook, LONGEST_BYTES};
use crate::view::color::MarkColors;

/// Starts to read.
pub const SPELL_FILE: &str = "content/spell.js";

/// Applies what was read.
pub const SPELLED_FILE: &str = "content/spelled.js";

/// The bits that a file spells.
pub const BITS: usize = 5;

/// The longest value: flags, two colors and a label.
const LONGEST: usize = 1 + 3 + 3 + LONGEST_BYTES;

/// The number of files. After those of the longest value, enough are left that
/// the last one had a choice of 32.
pub const COUNT: usize = (LONGEST * 8).div_ceil(BITS) + (1 << BITS) - 1;

/// A flag in the first byte: the look belongs to Sandbox.
pub const IS_SANDBOX: u8 = 1;
/// A flag in the first byte: text is white.
pub const IS_WHITE: u8 = 2;
/// A flag in the first byte: two colors follow.
pub const HAS_COLORS: u8 = 4;

/// The file with this number.
#[must_use]
pub fn spelling_file(number: usize) -> String {
    format!("content/spell-{number}.js")
}

/// The files that give the pages of an environment their look; none for
/// Sandbar's own.
#[must_use]
pub fn look_files(environment: Environment, look: &CustomLook) -> Vec<String> {
    if *look == CustomLook::default() {
        return Vec::new();
    }
    let mut files = vec![SPELL_FILE.to_owned()];
    files.extend(spelled(&bytes(environment, look)).into_iter().map(spelling_file));
    files.push(SPELLED_FILE.to_owned());
    files
}

/// A look as bytes: flags, the colors if there are any, the label.
fn bytes(environment: Environment, look: &CustomLook) -> Vec<u8> {
    let colors = look.color().map(MarkColors::of);
    let mut flags = 0;
    if environment == Environment::Sandbox {
        flags |= IS_SANDBOX;
    }
    if let Some(MarkColors { is_white, .. }) = colors {
        flags |= HAS_COLORS | if is_white { IS_WHITE } else { 0 };
    }
    let mut bytes = vec![flags];
    if let Some(MarkColors { fill, hatch, .. }) = colors {
        bytes.extend(fill.parts().into_iter().chain(hatch.parts()));
    }
    bytes.extend(look.label().unwrap_or_default().bytes());
    bytes
}

/// The numbers of the files that spell these bytes, in order. The last one may
/// have unused bits, fewer than a byte.
fn spelled(bytes: &[u8]) -> Vec<usize> {
    let mut left: Vec<usize> = (0..COUNT).collect();
    let mut numbers = Vec::new();
    let (mut value, mut bits) = (0_usize, 0_usize);
    let mut take = |position: usize| {
        // There are always enough (`COUNT`).
        if position < left.len() {
            numbers.push(left.remove(position));
        }
    };
    for &byte in bytes {
        value = (value << 8 | usize::from(byte)) & 0xffff;
        bits += 8;
        while bits >= BITS {
            bits -= BITS;
            take(value >> bits & ((1 << BITS) - 1));
        }
    }
    if bits > 0 {
        take(value << (BITS - bits) & ((1 << BITS) - 1));
    }
    numbers
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::settings::looks::CustomLooks;
    use crate::view::color::Color;
    use proptest::prelude::*;

    /// What the content scripts do (`xtask/src/bundle/first_frame.rs`).
    fn read(numbers: &[usize]) -> Vec<u8> {
        let mut left: Vec<usize> = (0..COUNT).collect();
        let mut bits = String::new();
        for number in numbers {
            let position = left.iter().position(|one| one == number).unwrap();
            left.remove(position);
            assert!(position < 1 << BITS);
            bits.push_str(&format!("{position:05b}"));
        }
        let bytes = bits.as_bytes().chunks_exact(8);
        bytes.map(|byte| u8::from_str_radix(str::from_utf8(byte).unwrap(), 2).unwrap()).collect()
    }

    proptest! {
        #[test]
        fn every_value_can_be_spelled(bytes in prop::collection::vec(any::<u8>(), 0..=LONGEST)) {
            let numbers = spelled(&bytes);
            prop_assert_eq!(read(&numbers), bytes);
            let mut once = numbers.clone();
            once.sort_unstable();
            once.dedup();
            prop_assert_eq!(once.len(), numbers.len());
            prop_assert!(numbers.iter().all(|number| *number < COUNT));
        }

        #[test]
        fn any_look_fits(label in ".{0,60}", color in any::<[u8; 3]>()) {
            let mut looks = CustomLooks::default();
            looks.set_label(Environment::Sandbox, &label);
            looks.set_color(Environment::Sandbox, Color::of(color));
            let look = looks.at(Environment::Sandbox);
            let bytes = bytes(Environment::Sandbox, look);
            prop_assert!(bytes.len() <= LONGEST);
            prop_assert_eq!(read(&spelled(&bytes)), bytes);
        }
    }

    #[test]
    fn a_look_is_its_flags_its_colors_and_its_label() {
        let mut looks = CustomLooks::default();
        assert_eq!(look_files(Environment::Production, looks.at(Environment::Production)), Vec::<String>::new());
        looks.set_label(Environment::Production, "LIVE");
        assert_eq!(bytes(Environment::Production, looks.at(Environment::Production)), b"\0LIVE");
        looks.set_color(Environment::Production, Color::parse("#123456").unwrap());
        let files = look_files(Environment::Production, looks.at(Environment::Production));
        assert_eq!(files.first().map(String::as_str), Some(SPELL_FILE));
        assert_eq!(files.last().map(String::as_str), Some(SPELLED_FILE));
        // 11 bytes.
        assert_eq!(files.len(), 2 + 18);
        looks.set_color(Environment::Sandbox, Color::parse("#eeeeee").unwrap());
        let sandbox = bytes(Environment::Sandbox, looks.at(Environment::Sandbox));
        assert_eq!((sandbox[0], sandbox.len()), (IS_SANDBOX | HAS_COLORS, 7));
    }
}
