//! Values that may be keys and don't reveal their environment.
//!
//! Only a nearby name shows what such a value is. So it is looked up, and
//! counts only if it is known.

use super::find::examined;
use super::marked::{may_begin_after, may_end_before};
use super::span::Span;
use crate::catalogue::Vendor;
use crate::catalogue::shape::Marker;
use crate::catalogue::sighted::{SightedShape, letters_of};
use crate::credential::secret::Secret;

/// A value that may be a vendor's key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SightedValue {
    /// Where it is.
    pub span: Span,
    /// The vendor it may belong to.
    pub vendor: &'static Vendor,
    /// The shape it may have.
    pub of: &'static SightedShape,
}

impl SightedValue {
    /// The value, read from the text it was found in.
    #[must_use]
    pub fn secret(&self, text: &str) -> Secret {
        Secret::new(self.span.of(text))
    }
}

/// How many values of a text are looked up per vendor. Each costs a
/// fingerprint.
const MOST: usize = 64;

/// How far before a value the key's or the vendor's name may be, in bytes.
const NEAR: usize = 120;

/// The values in a text that may be keys of these vendors: they have a marker,
/// are the whole text, or follow the key's or the vendor's name.
///
/// The work is linear in the length of the text. Without such a vendor there is
/// none.
#[must_use]
pub fn sighted_values(text: &str, vendors: &[&'static Vendor]) -> Vec<SightedValue> {
    let mut values = Vec::new();
    for vendor in vendors.iter().filter(|vendor| !vendor.sighted.is_empty()) {
        values.append(&mut values_of(text, vendor));
    }
    values
}

fn values_of(text: &str, vendor: &'static Vendor) -> Vec<SightedValue> {
    let mut values = Vec::new();
    let text = examined(text);
    let bytes = text.as_bytes();
    let whole = text.trim();
    let mut at = 0;
    for word in bytes.split(|&byte| !is_word(byte)) {
        let span = Span { start: at, end: at + word.len() };
        at = span.end + 1;
        if word.len() < SHORTEST || values.len() >= MOST {
            continue;
        }
        let (Some(before), Some(after)) = (bytes.get(..span.start), bytes.get(span.end..)) else { continue };
        for of in vendor.sighted {
            if of.of.shape.fits(span.of(text))
                && may_begin_after(before)
                && may_end_before(after)
                && (of.of.shape.marker != Marker::None || span.of(text) == whole || is_named(text, span, vendor, of))
            {
                values.push(SightedValue { span, vendor, of });
            }
        }
    }
    values
}

/// The length of the shortest key, in bytes.
const SHORTEST: usize = 8;

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')
}

fn is_named(text: &str, span: Span, vendor: &Vendor, of: &SightedShape) -> bool {
    let floor = text.ceil_char_boundary(span.start.saturating_sub(NEAR));
    let before = letters_of(text.get(floor..span.start).unwrap_or_default());
    of.labels.iter().chain(vendor.words).any(|name| before.contains(&letters_of(name)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::marked::MarkedShape;
    use crate::catalogue::shape::{Alphabet, Run, Shape};

    static ACME: Vendor = Vendor {
        id: "acme",
        name: "Acme Pay",
        sighted: &[
            SightedShape::of(
                MarkedShape::secret(Shape::plain(&[Run::of(Alphabet::Alphanumeric, 16)])),
                &["transaction key"],
            ),
            SightedShape::of(
                MarkedShape::secret(Shape {
                    marker: Marker::Prefix("acme-"),
                    ..Shape::plain(&[Run::of(Alphabet::Hex, 12)])
                }),
                &[],
            ),
        ],
        words: &["acmepay"],
        ..Vendor::UNKNOWN
    };

    fn values(text: &str) -> Vec<&str> {
        sighted_values(text, &[&ACME]).iter().map(|value| value.span.of(text)).collect()
    }

    const KEY: &str = "7Kq2Zx9wB4mN6tRp";

    #[test]
    fn a_value_needs_its_name_its_vendors_or_nothing_beside_it() {
        for text in [
            KEY.to_owned(),
            format!(" {KEY}\n"),
            format!("TRANSACTION_KEY={KEY}"),
            format!("\"transactionKey\": \"{KEY}\""),
            format!("AcmePay: {{ login: 'x', key: '{KEY}' }}"),
        ] {
            assert_eq!(values(&text), [KEY], "{text}");
        }
        for text in [
            format!("COMMIT={KEY}"),
            format!("transaction key: {KEY}0"),
            format!("transaction key: x-{KEY}"),
            format!("transaction key: {KEY}.js"),
            format!("transaction key:{}{KEY}", " ".repeat(200)),
        ] {
            assert!(values(&text).is_empty(), "{text}");
        }
    }

    #[test]
    fn a_marker_is_a_name() {
        assert_eq!(values("k: acme-0a1b2c3d4e5f."), ["acme-0a1b2c3d4e5f"]);
        assert!(values("k: xacme-0a1b2c3d4e5f, acme-0a1b2c3d4e5g").is_empty());
    }

    #[test]
    fn a_long_text_has_few_values_looked_up() {
        let text = format!("transaction key {KEY} ").repeat(1000);
        assert_eq!(values(&text).len(), MOST);
        assert!(sighted_values(&text, &[]).is_empty());
    }
}
