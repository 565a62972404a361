//! The label and the color that the user chooses for the marks of an
//! environment.

use serde::{Deserialize, Serialize};

use super::labels::cleaned;
use crate::catalogue::Environment;
use crate::view::color::Color;
use crate::view::theme::{color, tone_of};

/// The length of the longest label in UTF-8. Labels are spelled by content
/// scripts, which limits them ([`crate::content_scripts::spelled`]).
pub const LONGEST_BYTES: usize = 48;

/// What the user chose for an environment.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomLook {
    /// The label, instead of the environment's name; empty for that name.
    label: String,
    /// The color; `None` for Sandbar's.
    color: Option<Color>,
}

impl CustomLook {
    /// The label, if there is one.
    #[must_use]
    pub fn label(&self) -> Option<&str> {
        Some(self.label.as_str()).filter(|label| !label.is_empty())
    }

    /// The color, if it isn't Sandbar's.
    #[must_use]
    pub const fn color(&self) -> Option<Color> {
        self.color
    }
}

/// The same for both environments. Their colors always differ.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct CustomLooks {
    production: CustomLook,
    sandbox: CustomLook,
}

impl CustomLooks {
    /// Keeps what is valid in these.
    #[must_use]
    pub fn of(read: &Self) -> Self {
        let mut all = Self::default();
        for environment in Environment::ALL {
            let CustomLook { label, color } = read.at(environment);
            all.set_label(environment, label);
            if let Some(color) = color {
                all.set_color(environment, *color);
            }
        }
        all
    }

    /// What was chosen for this environment.
    #[must_use]
    pub const fn at(&self, environment: Environment) -> &CustomLook {
        match environment {
            Environment::Production => &self.production,
            Environment::Sandbox => &self.sandbox,
        }
    }

    const fn at_mut(&mut self, environment: Environment) -> &mut CustomLook {
        match environment {
            Environment::Production => &mut self.production,
            Environment::Sandbox => &mut self.sandbox,
        }
    }

    /// The color of this environment: the chosen one, or Sandbar's.
    #[must_use]
    pub fn color(&self, environment: Environment) -> Color {
        self.at(environment).color.unwrap_or_else(|| own_color(environment))
    }

    /// Sets the label. An empty one removes it.
    pub fn set_label(&mut self, environment: Environment, label: &str) {
        let mut label = cleaned(label);
        while label.len() > LONGEST_BYTES {
            label.pop();
        }
        self.at_mut(environment).label = label.trim_end().to_owned();
    }

    /// Sets the color, unless it could be confused with the other
    /// environment's. Returns whether it is set. Sandbar's own color removes
    /// the choice.
    pub fn set_color(&mut self, environment: Environment, color: Color) -> bool {
        let is_free = !color.is_like(self.color(environment.other()));
        if is_free {
            self.at_mut(environment).color = Some(color).filter(|color| *color != own_color(environment));
        }
        is_free
    }

    /// Removes the color of the other environment if it could be confused with
    /// this one.
    pub(super) fn make_room(&mut self, environment: Environment, color: Color) {
        let other = self.at_mut(environment.other());
        other.color = other.color.filter(|other| !other.is_like(color));
    }
}

/// Sandbar's color of an environment.
#[must_use]
pub fn own_color(environment: Environment) -> Color {
    // A test reads both.
    Color::parse(color(tone_of(environment))).unwrap_or(Color::of([0; 3]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};

    fn parse(text: &str) -> Color {
        Color::parse(text).unwrap()
    }

    #[test]
    fn sandbars_own_colors_can_be_read() {
        assert_eq!(own_color(Production).to_text(), "#4a3fd1");
        assert_eq!(own_color(Sandbox).to_text(), "#ffb224");
    }

    #[test]
    fn a_label_is_short_and_on_one_line() {
        for (label, expected) in [
            (" LIVE –  careful\n", Some("LIVE – careful")),
            ("", None),
            (" \t", None),
            ("a label that is longer than the badge has room for", Some("a label that is longer t")),
            ("本番環境本番環境本番環境本番環境本番環境本番環境", Some("本番環境本番環境本番環境本番環境")),
            ("🚨🚨🚨🚨🚨🚨🚨🚨🚨🚨🚨🚨🚨", Some("🚨🚨🚨🚨🚨🚨🚨🚨🚨🚨🚨🚨")),
        ] {
            let mut looks = CustomLooks::default();
            looks.set_label(Production, label);
            assert_eq!(looks.at(Production).label(), expected, "{label:?}");
            assert_eq!(looks.at(Sandbox).label(), None);
        }
    }

    #[test]
    fn the_environments_keep_different_colors() {
        let mut looks = CustomLooks::default();
        let (red, amber, green) = (parse("#d00000"), own_color(Sandbox), parse("#2e7d32"));
        assert!(!looks.set_color(Production, amber));
        assert!(looks.set_color(Production, red));
        assert!(!looks.set_color(Sandbox, parse("#c00010")));
        assert_eq!(looks.color(Sandbox), amber);
        assert!(looks.set_color(Sandbox, green));
        assert!(looks.set_color(Production, amber));
        // Production has Sandbox's own color now.
        assert!(!looks.set_color(Sandbox, amber));
        assert!(looks.set_color(Production, own_color(Production)));
        assert_eq!(looks.at(Production).color(), None);
        looks.make_room(Production, green);
        assert_eq!(looks.at(Sandbox).color(), None);
    }

    #[test]
    fn what_was_read_is_checked() {
        let read = |value| CustomLooks::of(&serde_json::from_value(value).unwrap());
        let looks = read(serde_json::json!({
            "production": { "label": " LIVE ", "color": "#d00000" },
            "sandbox": { "label": "x".repeat(99), "color": "#d00010" },
        }));
        assert_eq!(looks.at(Production).label(), Some("LIVE"));
        assert_eq!(looks.at(Sandbox).label().map(str::len), Some(24));
        assert_eq!((looks.color(Production), looks.color(Sandbox)), (parse("#d00000"), own_color(Sandbox)));
        assert_eq!(read(serde_json::json!({})), CustomLooks::default());
        assert_eq!(CustomLooks::of(&looks), looks);
    }
}
