//! Colors that the user chooses, and the text that can be read on them.

use serde::{Deserialize, Serialize};

/// A color: red, green and blue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Color([u8; 3]);

impl Color {
    const WHITE: Self = Self([255; 3]);
    const BLACK: Self = Self([0; 3]);

    /// The color with these parts.
    #[must_use]
    pub const fn of(parts: [u8; 3]) -> Self {
        Self(parts)
    }

    /// Its parts.
    #[must_use]
    pub const fn parts(self) -> [u8; 3] {
        self.0
    }

    /// Reads `#rrggbb`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?.as_bytes();
        let &[a, b, c, d, e, f] = digits else { return None };
        let part = |high: u8, low: u8| {
            let digit = |sign: u8| char::from(sign).to_digit(16);
            u8::try_from(digit(high)? * 16 + digit(low)?).ok()
        };
        Some(Self([part(a, b)?, part(c, d)?, part(e, f)?]))
    }

    /// The color as `#rrggbb`.
    #[must_use]
    pub fn to_text(self) -> String {
        let mut text = String::from("#");
        for digit in self.0.into_iter().flat_map(|part| [part >> 4, part & 15]) {
            text.extend(char::from_digit(digit.into(), 16));
        }
        text
    }

    /// The relative luminance (WCAG 2.2).
    fn luminance(self) -> f64 {
        let [red, green, blue] = self.0.map(linear);
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    }

    /// The contrast with another color (WCAG 2.2): 1 to 21.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }

    /// The same color with less light; `percent` is what remains.
    fn darker(self, percent: u16) -> Self {
        Self(self.0.map(|part| u8::try_from(u16::from(part) * percent / 100).unwrap_or(part)))
    }

    /// The same color, mixed with this percentage of white.
    fn lighter(self, percent: u16) -> Self {
        Self(self.0.map(|part| part.saturating_add(u8::try_from(u16::from(255 - part) * percent / 100).unwrap_or(0))))
    }

    /// Whether two environments in these colors could be confused at a glance.
    ///
    /// The distance weighs red, green and blue roughly as the eye does, from 0
    /// for equal colors to 765 for black and white. Neighboring hues of the
    /// same lightness, such as blue and violet, are about 110 apart, and
    /// Sandbar's violet and amber 458.
    #[must_use]
    pub fn is_like(self, other: Self) -> bool {
        let [red, green, blue] = self.0.map(i32::from);
        let [other_red, other_green, other_blue] = other.0.map(i32::from);
        let mean = i32::midpoint(red, other_red);
        let square = |part: i32, other: i32| (part - other) * (part - other);
        let distance = (((512 + mean) * square(red, other_red)) >> 8)
            + 4 * square(green, other_green)
            + (((767 - mean) * square(blue, other_blue)) >> 8);
        distance < ALIKE * ALIKE
    }
}

/// The distance below which two colors are alike.
const ALIKE: i32 = 170;

/// The contrast of a text with its background that WCAG 2.2 requires (1.4.3).
const READABLE: f64 = 4.5;

/// Below this contrast, black is used instead of white: a color would have to
/// be darkened until it isn't recognized.
const NEARLY_READABLE: f64 = 3.0;

/// One part of a color as an amount of light, 0 to 1. Calculated without
/// `powf`, which would add kilobytes to the modules.
fn linear(part: u8) -> f64 {
    let value = f64::from(part) / 255.0;
    if value <= 0.04045 {
        return value / 12.92;
    }
    let base = (value + 0.055) / 1.055;
    let square = base * base;
    // base^2.4 = base² · ⁵√(base²), with the root by Newton's method.
    let mut root = 1.0;
    for _ in 0..16 {
        let fourth = root * root * root * root;
        root = (4.0 * root + square / fourth) / 5.0;
    }
    square * root
}

/// The colors of a mark, derived from the chosen one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MarkColors {
    /// The background.
    pub fill: Color,
    /// The second color of the hatching.
    pub hatch: Color,
    /// Whether text and shapes are white, otherwise black.
    pub is_white: bool,
}

impl MarkColors {
    /// The colors of a mark for which the user chose this one. White text is
    /// preferred: the color is darkened slightly if that is enough to read it.
    /// Any other color gets black text.
    #[must_use]
    pub fn of(chosen: Color) -> Self {
        let is_white = chosen.contrast(Color::WHITE) >= NEARLY_READABLE;
        let mut fill = chosen;
        while is_white && fill.contrast(Color::WHITE) < READABLE {
            fill = fill.darker(97);
        }
        // A dark color has no room for a darker one.
        let is_dark = fill.contrast(Color::WHITE) > 12.0;
        Self { fill, hatch: if is_dark { fill.lighter(18) } else { fill.darker(86) }, is_white }
    }

    /// The color of text and shapes.
    #[must_use]
    pub const fn ink(self) -> Color {
        if self.is_white { Color::WHITE } else { Color::BLACK }
    }
}

impl From<Color> for String {
    fn from(color: Color) -> Self {
        color.to_text()
    }
}

impl TryFrom<String> for Color {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text).ok_or("no color")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::view::theme::{HATCH, RIM, Tone, color};
    use proptest::prelude::*;

    fn parse(text: &str) -> Color {
        Color::parse(text).unwrap()
    }

    fn any_color() -> impl Strategy<Value = Color> {
        any::<[u8; 3]>().prop_map(Color)
    }

    #[test]
    fn a_color_is_read_and_written_in_one_form() {
        assert_eq!(parse("#fFb224").to_text(), "#ffb224");
        assert_eq!(serde_json::to_value(parse("#4a3fd1")).unwrap(), "#4a3fd1");
        for text in ["", "#", "#fff", "4a3fd1", "#4a3fd", "#4a3fd11", "#4a3fdg", "#4a3f d", "#+a3fd1", "red", "#é3fd1"]
        {
            assert_eq!(Color::parse(text), None, "{text}");
            assert!(serde_json::from_value::<Color>(text.into()).is_err(), "{text}");
        }
    }

    #[test]
    fn light_is_calculated_as_the_standard_says() {
        for part in 0..=255 {
            let value = f64::from(part) / 255.0;
            let exact = if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
            assert!((linear(part) - exact).abs() < 1e-9, "{part}");
        }
        assert!((Color::WHITE.contrast(Color::BLACK) - 21.0).abs() < 1e-9);
    }

    /// Each of the 16.8 million colors is checked by its parts in steps, and
    /// at random below.
    #[test]
    fn text_is_readable_on_every_color() {
        let steps = || (0..=255_u8).step_by(5);
        for chosen in steps().flat_map(|red| steps().flat_map(move |green| steps().map(move |blue| [red, green, blue])))
        {
            assert_readable(Color(chosen));
        }
    }

    fn assert_readable(chosen: Color) {
        let colors = MarkColors::of(chosen);
        for back in [colors.fill, colors.hatch] {
            assert!(back.contrast(colors.ink()) >= READABLE, "{chosen:?}: {colors:?}");
        }
        assert_ne!(colors.fill, colors.hatch, "{chosen:?}");
        // Only as much darker as needed, and never lighter.
        assert!(chosen.0.iter().zip(colors.fill.0).all(|(chosen, fill)| fill <= *chosen), "{chosen:?}: {colors:?}");
        if chosen.contrast(colors.ink()) >= READABLE {
            assert_eq!(colors.fill, chosen);
        }
        assert!(colors.fill.is_like(chosen), "{chosen:?} became {:?}", colors.fill);
    }

    proptest! {
        #[test]
        fn text_is_readable_on_any_color(chosen in any_color()) {
            assert_readable(chosen);
            prop_assert_eq!(Color::parse(&chosen.to_text()), Some(chosen));
        }

        /// The edge of a mark consists of two lines. On any page, one of them
        /// has the contrast that WCAG 2.2 requires (1.4.11).
        #[test]
        fn the_edge_is_visible_on_any_page(page in any_color()) {
            let lines = RIM.map(|line| parse(line).contrast(page));
            prop_assert!(lines.into_iter().any(|contrast| contrast >= 3.0), "{:?}: {:?}", page, lines);
        }

        #[test]
        fn being_alike_is_mutual(one in any_color(), other in any_color()) {
            prop_assert!(one.is_like(one));
            prop_assert_eq!(one.is_like(other), other.is_like(one));
        }
    }

    #[test]
    fn colors_that_could_be_confused_are_alike() {
        let violet = color(Tone::Production);
        let amber = color(Tone::Sandbox);
        for (one, other, alike) in [
            (violet, amber, false),
            (violet, "#0b57c2", true),
            (violet, "#d00000", false),
            (amber, HATCH, true),
            (amber, "#ffd34d", true),
            (amber, "#d00000", false),
            (amber, "#2e7d32", false),
            ("#d00000", "#2e7d32", false),
            ("#d00000", "#b00020", true),
            ("#000000", "#303030", true),
            ("#006400", "#90ee90", false),
        ] {
            assert_eq!(parse(one).is_like(parse(other)), alike, "{one} {other}");
        }
    }
}
