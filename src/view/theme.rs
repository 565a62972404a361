//! The looks of Sandbar: colors, shapes, and the marks in titles.
//!
//! Icons, style sheets and content scripts are generated from this module. The
//! build prepends the colors as custom properties to the content scripts' style
//! sheets, and writes them to `pages/theme.css` for the extension pages.

use serde::Serialize;

use crate::catalogue::Environment;
use crate::catalogue::vendor::EnvironmentNames;

/// The look of a badge: color, shape and pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    /// Not a portal.
    Neutral,
    /// Solid blue-violet, a disc.
    Production,
    /// Amber with diagonal hatching, a diamond.
    Sandbox,
    /// Red, a triangle: address and page disagree.
    Check,
}

impl Tone {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Neutral, Self::Production, Self::Sandbox, Self::Check];

    /// The wire name, as in icon file names.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Neutral => "neutral",
            Self::Production => "production",
            Self::Sandbox => "sandbox",
            Self::Check => "check",
        }
    }
}

/// The look of an environment.
#[must_use]
pub const fn tone_of(environment: Environment) -> Tone {
    match environment {
        Environment::Production => Tone::Production,
        Environment::Sandbox => Tone::Sandbox,
    }
}

/// The short text for the tab title and a collapsed badge.
#[must_use]
pub const fn mark(environment: Environment) -> &'static str {
    EnvironmentNames::COMMON.mark(environment)
}

/// The mark of a page whose address and banner disagree.
pub const CHECK_MARK: &str = "CHECK";

/// The prefix in the title of a page whose session has ended.
pub const ENDED_MARK: &str = "ENDED";

/// The toolbar text for this mark. Browsers cut off what doesn't fit under a
/// 16-pixel icon. In Chromium, this is anything wider than 23 pixels in bold
/// 9-pixel type (`icon_with_badge_image_source.cc`).
#[must_use]
pub fn toolbar_text(mark: &str) -> &str {
    match mark {
        "PROD" => "PRD",
        "DEMO" => "DEM",
        "PLAY" => "PLY",
        "TEST" => "TST",
        CHECK_MARK => UNSURE_MARK,
        ENDED_MARK => "END",
        fits => fits,
    }
}

/// The mark of a vendor's page whose environment is unknown.
pub const UNSURE_MARK: &str = "?";

/// The toolbar text if Sandbar has no access.
pub const NO_ACCESS_TEXT: &str = "!";

/// Whether this is a mark that Sandbar puts before the title of a portal page
/// with the common terms.
#[must_use]
pub fn is_title_mark(word: &str) -> bool {
    [mark(Environment::Production), mark(Environment::Sandbox), CHECK_MARK, ENDED_MARK].contains(&word)
}

/// The main color of a look, `#rrggbb`, for page styles and icons.
#[must_use]
pub const fn color(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "#5b6170",
        Tone::Production => "#4a3fd1",
        Tone::Sandbox => "#ffb224",
        Tone::Check => "#b3001e",
    }
}

/// The color of text and shapes on top of [`color`].
#[must_use]
pub const fn ink(tone: Tone) -> &'static str {
    match tone {
        Tone::Sandbox => "#241500",
        Tone::Neutral | Tone::Production | Tone::Check => "#ffffff",
    }
}

/// The second color of the hatching for Sandbox.
pub const HATCH: &str = "#f09d00";

/// The edge of a mark: two lines, so that one of them is visible on any page.
/// The style sheet of the badge contains both.
pub const RIM: [&str; 2] = ["#ffffff", "#1c1e26"];

/// The background of a mark in CSS: solid, or hatched for Sandbox.
#[must_use]
pub fn mark_fill(tone: Tone, color: &str, hatch: &str) -> String {
    match tone {
        Tone::Sandbox => format!("repeating-linear-gradient(135deg,{color} 0 8px,{hatch} 8px 16px)"),
        // The stripe of a card is an image.
        Tone::Production => format!("linear-gradient({color},{color})"),
        Tone::Neutral | Tone::Check => color.to_owned(),
    }
}

/// The shape of a look in a badge and in extension pages, as an SVG path in a
/// box of 14 units.
#[must_use]
pub const fn badge_shape(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => {
            "M.5 .5L5.7 .5L5.7 13.5L.5 13.5zM8.3 1.8L9.6 .5L12.2 .5L8.3 4.4zM8.3 7L13.5 1.8L13.5 4.4L8.3 9.6zM8.3 12.2L13.5 7L13.5 9.6L9.6 13.5L8.3 13.5zM12.2 13.5L13.5 12.2L13.5 13.5z"
        }
        Tone::Production => "M7 0a7 7 0 1 1 0 14A7 7 0 0 1 7 0",
        Tone::Sandbox => "M7 0l7 7-7 7-7-7z",
        Tone::Check => "M7 .5L14 13.5H0zM6.2 5v4h1.6V5zm0 5v1.6h1.6V10z",
    }
}

/// The same for an icon, in a box of 32 units.
#[must_use]
pub const fn icon_shape(tone: Tone) -> &'static str {
    match tone {
        // One solid bar and one hatched bar, on whole pixels at size 16.
        Tone::Neutral => {
            "M6 6L14 6L14 26L6 26zM18 8L20 6L24 6L18 12zM18 16L26 8L26 12L18 20zM18 24L26 16L26 20L20 26L18 26zM24 26L26 24L26 26z"
        }
        Tone::Production => "M16 6a10 10 0 1 1 0 20a10 10 0 0 1 0-20z",
        Tone::Sandbox => "M16 5l11 11l-11 11l-11-11z",
        Tone::Check => "M16 4L28 26H4zM14.5 12v7h3v-7zM14.5 20.5v3h3v-3z",
    }
}

/// A color: its custom property, and its values in a light and in a dark color
/// scheme.
#[derive(Clone, Copy)]
struct Surface {
    name: &'static str,
    light: &'static str,
    dark: &'static str,
}

const fn surface(name: &'static str, light: &'static str, dark: &'static str) -> Surface {
    Surface { name, light, dark }
}

/// The colors of the in-page interface.
const SURFACES: [Surface; 11] = [
    surface("paper", "#fff", "#24262f"),
    surface("ink", "#1c1e26", "#f0f1f5"),
    surface("line", "#0003", "#fff3"),
    surface("button", "#767b8a", "#9a9fae"),
    surface("hover", "#eef0f5", "#343745"),
    surface("accent", "#2c303b", "#e4e6ee"),
    surface("accent-hover", "#454a58", "#ffffff"),
    surface("on-accent", "#fff", "#16181f"),
    surface("alarm", "#b3001e", "#ff5c6c"),
    surface("question", "#0b57c2", "#8ab8ff"),
    surface("focus", "#0b57c2", "#8ab8ff"),
];

/// The colors of the extension pages.
const PAGE_SURFACES: [Surface; 14] = [
    // Backgrounds: cards, the page, and a control under the mouse.
    surface("paper", "#ffffff", "#24262f"),
    surface("ground", "#f4f5f8", "#1a1c23"),
    surface("hover", "#eceef4", "#343745"),
    // Text, and text of less importance.
    surface("ink", "#1c1e26", "#f0f1f5"),
    surface("soft", "#555b69", "#b4b8c5"),
    // Separators, and the edges of controls.
    surface("line", "#d9dce4", "#3c3f4b"),
    surface("edge", "#767b8a", "#8d92a1"),
    // The primary button and selected controls, their text, and links.
    surface("first", "#2c303b", "#e4e6ee"),
    surface("first-ink", "#ffffff", "#16181f"),
    surface("link", "#0b57c2", "#8ab8ff"),
    // Problems and success.
    surface("alarm", "#b3001e", "#ff8f9b"),
    surface("good", "#17683a", "#7fd6a0"),
    // The environments as lines and shapes on the backgrounds above.
    surface("lane-production", color(Tone::Production), "#a49bff"),
    surface("lane-sandbox", "#a86200", color(Tone::Sandbox)),
];

/// One CSS declaration for each color.
fn declarations(surfaces: &[Surface], color: fn(&Surface) -> &str) -> String {
    surfaces.iter().map(|surface| format!("--{}:{};", surface.name, color(surface))).collect()
}

/// The theme as a style sheet for a shadow root.
#[must_use]
pub fn style_sheet() -> String {
    let light = declarations(&SURFACES, |surface| surface.light);
    let dark = declarations(&SURFACES, |surface| surface.dark);
    format!(":host{{{light}}}@media (prefers-color-scheme:dark){{:host{{color-scheme:dark;{dark}}}}}")
}

/// The theme as a style sheet for the extension pages, with the colors of the
/// tones.
#[must_use]
pub fn page_style_sheet() -> String {
    let tone = |tone: Tone| format!("--{0}:{1};--{0}-ink:{2};", tone.name(), color(tone), ink(tone));
    let tones: String = Tone::ALL.into_iter().map(tone).collect();
    let light = declarations(&PAGE_SURFACES, |surface| surface.light);
    let dark = declarations(&PAGE_SURFACES, |surface| surface.dark);
    format!(":root{{--hatch:{HATCH};{tones}{light}}}\n@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Relative luminance of `#rrggbb`, from WCAG 2.2.
    fn luminance(color: &str) -> f64 {
        let channel = |range| {
            let value = f64::from(u8::from_str_radix(&color[range], 16).unwrap()) / 255.0;
            if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
        };
        0.2126 * channel(1..3) + 0.7152 * channel(3..5) + 0.0722 * channel(5..7)
    }

    fn contrast(a: &str, b: &str) -> f64 {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    #[test]
    fn the_badge_has_the_edge_for_any_page() {
        let css = include_str!("../../extension/content/badge.css");
        let [inner, outer] = RIM;
        assert!(css.contains(&format!("border: 1px solid {}", inner.replace("ffffff", "fff"))));
        assert!(css.contains(&format!("0 0 0 1px {outer}")));
    }

    #[test]
    fn the_toolbar_has_its_own_short_texts() {
        let texts = ["PROD", "SBX", ENDED_MARK, CHECK_MARK].map(toolbar_text);
        assert_eq!(texts, ["PRD", "SBX", "END", "?"]);
    }

    #[test]
    fn every_tone_is_readable() {
        for tone in Tone::ALL {
            assert!(contrast(color(tone), ink(tone)) >= 4.5, "{tone:?}");
        }
        assert!(contrast(HATCH, ink(Tone::Sandbox)) >= 4.5);
    }

    /// The hue in degrees, unless the color is nearly gray.
    fn hue(color: &str) -> Option<f64> {
        let [red, green, blue] =
            [1..3, 3..5, 5..7].map(|range| f64::from(u8::from_str_radix(&color[range], 16).unwrap()));
        let (most, least) = (red.max(green).max(blue), red.min(green).min(blue));
        let chroma = most - least;
        let sixth = if most == red {
            (green - blue) / chroma
        } else if most == green {
            2.0 + (blue - red) / chroma
        } else {
            4.0 + (red - green) / chroma
        };
        (chroma > 40.0).then(|| (sixth * 60.0).rem_euclid(360.0))
    }

    #[test]
    fn nothing_but_the_environments_is_violet_or_amber() {
        let of_environments = [color(Tone::Production), color(Tone::Sandbox), HATCH];
        let others = SURFACES.iter().chain(PAGE_SURFACES.iter().filter(|surface| !surface.name.starts_with("lane-")));
        for surface in others {
            for value in [surface.light, surface.dark].into_iter().filter(|value| value.len() == 7) {
                let Some(own) = hue(value) else { continue };
                for of in of_environments.map(|color| hue(color).unwrap()) {
                    let apart = (own - of).abs().min(360.0 - (own - of).abs());
                    assert!(apart >= 25.0, "{} is {value}, {apart:.0} degrees from an environment", surface.name);
                }
            }
        }
    }

    #[track_caller]
    fn assert_contrast(front: &str, back: &str, least: f64) {
        let find = |name: &str| PAGE_SURFACES.into_iter().find(|surface| surface.name == name).unwrap();
        let (front, back) = (find(front), find(back));
        for (front_color, back_color) in [(front.light, back.light), (front.dark, back.dark)] {
            let contrast = contrast(front_color, back_color);
            assert!(contrast >= least, "{} on {}: {contrast:.2}", front.name, back.name);
        }
    }

    /// WCAG 2.2, 1.4.3: 4.5 to 1.
    #[test]
    fn text_of_the_extension_pages_is_readable_on_every_background() {
        for back in ["paper", "ground", "hover"] {
            for front in ["ink", "soft", "link", "alarm", "good"] {
                assert_contrast(front, back, 4.5);
            }
        }
        assert_contrast("first-ink", "first", 4.5);
    }

    /// WCAG 2.2, 1.4.11: 3 to 1.
    #[test]
    fn edges_and_shapes_of_the_extension_pages_are_visible_on_every_background() {
        for back in ["paper", "ground"] {
            for front in ["edge", "lane-production", "lane-sandbox"] {
                assert_contrast(front, back, 3.0);
            }
        }
    }
}
