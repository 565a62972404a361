//! The colors of what Sandbar draws in pages, as custom properties.
//!
//! The build writes them in front of the style sheets of the content scripts.

/// A color of the in-page interface: its custom property, then its value in a
/// light and in a dark color scheme.
struct Surface {
    name: &'static str,
    light: &'static str,
    dark: &'static str,
}

const fn surface(name: &'static str, light: &'static str, dark: &'static str) -> Surface {
    Surface { name, light, dark }
}

/// All of them.
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

/// The theme as a style sheet for a shadow root.
#[must_use]
pub fn style_sheet() -> String {
    let rules = |color: fn(&Surface) -> &str| -> String {
        SURFACES.iter().map(|surface| format!("--{}:{};", surface.name, color(surface))).collect()
    };
    let (light, dark) = (rules(|surface| surface.light), rules(|surface| surface.dark));
    format!(":host{{{light}}}@media (prefers-color-scheme:dark){{:host{{color-scheme:dark;{dark}}}}}")
}
