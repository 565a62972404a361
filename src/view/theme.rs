//! The colors of what Sandbar draws in pages and of the extension pages, as custom
//! properties.
//!
//! The build writes the former in front of the style sheets of the content scripts,
//! the latter to `pages/theme.css`.

use super::badge::{HATCH, Tone, color, ink};

/// A color: its custom property, then its value in a light and in a dark color
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
    surface("accent", "#3a30b8", "#b9b3ff"),
    surface("accent-hover", "#2d2596", "#d4d0ff"),
    surface("on-accent", "#fff", "#16133d"),
    surface("alarm", "#b3001e", "#ff5c6c"),
    surface("question", "#4a3fd1", "#9d95ff"),
    surface("focus", "#4a3fd1", "#b9b3ff"),
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
    // Lines between parts, and edges of controls.
    surface("line", "#d9dce4", "#3c3f4b"),
    surface("edge", "#767b8a", "#8d92a1"),
    // The primary button and chosen controls, their text, and links.
    surface("first", "#3a30b8", "#b9b3ff"),
    surface("first-ink", "#ffffff", "#16133d"),
    surface("link", "#3a30b8", "#b9b3ff"),
    // Trouble and success.
    surface("alarm", "#b3001e", "#ff8f9b"),
    surface("good", "#17683a", "#7fd6a0"),
    // The environments as lines and shapes on the backgrounds above.
    surface("lane-production", color(Tone::Production), "#a49bff"),
    surface("lane-sandbox", "#a86200", color(Tone::Sandbox)),
];

/// One declaration for each color.
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
    use crate::view::badge::tests::contrast;

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
