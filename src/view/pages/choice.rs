//! The settings as controls of a form: each has a name and a value.

use crate::catalogue::Environment;
use crate::settings::{Language, Settings};
use crate::view::badge::{Corner, Fold, Size};

/// Whether the control of this name and value is on; none if there is no such
/// control.
#[must_use]
pub fn is_on(settings: &Settings, name: &str, value: &str) -> Option<bool> {
    let mut settings = settings.clone();
    Some(match control(&mut settings, name)? {
        Control::Switch(on) => *on,
        Control::Folded(fold) => *fold == Fold::Folded,
        Control::Corner(corner) => corner.name() == value,
        Control::Size(size) => size.name() == value,
        Control::Language(language) => language.map_or(BROWSERS, Language::code) == value,
    })
}

/// The settings once the control of this name and value was turned on or off;
/// none if there is no such control.
#[must_use]
pub fn turned(settings: &Settings, name: &str, value: &str, on: bool) -> Option<Settings> {
    let mut settings = settings.clone();
    match control(&mut settings, name)? {
        Control::Switch(setting) => *setting = on,
        Control::Folded(fold) => *fold = if on { Fold::Folded } else { Fold::Open },
        Control::Corner(corner) => *corner = Corner::ALL.into_iter().find(|one| one.name() == value)?,
        Control::Language(language) if value == BROWSERS => *language = None,
        Control::Language(language) => {
            *language = Some(Language::ALL.into_iter().find(|one| one.code() == value)?);
        }
        Control::Size(size) => *size = Size::ALL.into_iter().find(|one| one.name() == value)?,
    }
    Some(settings)
}

/// What a control of this name is; none if there is none.
#[must_use]
pub fn of(name: &str) -> Option<Choice> {
    Some(match control(&mut Settings::default(), name)? {
        Control::Switch(_) | Control::Folded(_) => Choice::Switch,
        Control::Corner(_) | Control::Size(_) | Control::Language(_) => Choice::OneOf,
    })
}

/// A sort of control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// It is on or off.
    Switch,
    /// It has one of several values.
    OneOf,
}

/// Gives the control of this name the value that it has in other settings.
pub fn carry(from: &Settings, to: &mut Settings, name: &str) {
    let mut from = from.clone();
    match (control(to, name), control(&mut from, name)) {
        (Some(Control::Switch(to)), Some(Control::Switch(from))) => *to = *from,
        (Some(Control::Folded(to)), Some(Control::Folded(from))) => *to = *from,
        (Some(Control::Corner(to)), Some(Control::Corner(from))) => *to = *from,
        (Some(Control::Size(to)), Some(Control::Size(from))) => *to = *from,
        (Some(Control::Language(to)), Some(Control::Language(from))) => *to = *from,
        // A name is one control: the sorts are the same.
        _ => {}
    }
}

/// What a control is about.
enum Control<'s> {
    Switch(&'s mut bool),
    Folded(&'s mut Fold),
    Corner(&'s mut Corner),
    Size(&'s mut Size),
    /// The one language of several.
    Language(&'s mut Option<Language>),
}

/// The value of the control that leaves the language to the browser.
const BROWSERS: &str = "browser";

/// By its name: `learning`, `production-corner`.
fn control<'s>(settings: &'s mut Settings, name: &str) -> Option<Control<'s>> {
    let of_environment = Environment::ALL
        .into_iter()
        .find_map(|environment| Some((environment, name.strip_prefix(environment.name())?.strip_prefix('-')?)));
    if let Some((environment, field)) = of_environment {
        let placement = settings.placement_mut(environment);
        return Some(match field {
            "corner" => Control::Corner(&mut placement.corner),
            "size" => Control::Size(&mut placement.size),
            "folded" => Control::Folded(&mut placement.fold),
            "title" => Control::Switch(&mut placement.title),
            "favicon" => Control::Switch(&mut placement.favicon),
            _ => return None,
        });
    }
    Some(match name {
        "language" => Control::Language(&mut settings.language),
        "learning" => Control::Switch(&mut settings.learning),
        "strict-paste" => Control::Switch(&mut settings.strict_paste),
        "ask-before-sign-out" => Control::Switch(&mut settings.ask_before_sign_out),
        "sync" => Control::Switch(&mut settings.sync),
        "sync-keyring" => Control::Switch(&mut settings.sync_keyring),
        _ => return None,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The controls of the page, by name and value.
    fn controls() -> Vec<(String, String)> {
        let page = include_str!("../../../extension/options.html");
        let inputs = page.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
        let attribute = |input: &str, name: &str| {
            let value = input.split(&format!(" {name}=\"")).nth(1)?;
            Some(value.split('"').next()?.to_owned())
        };
        inputs
            .filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value").unwrap_or("on".into()))))
            .collect()
    }

    /// The names of the controls of the page.
    pub fn names() -> Vec<String> {
        let mut names: Vec<_> = controls().into_iter().map(|(name, _)| name).collect();
        names.sort();
        names.dedup();
        names
    }

    #[test]
    fn a_value_is_carried_over_alone() {
        let other = Settings { learning: false, strict_paste: true, ..Settings::default() };
        for name in names() {
            let mut settings = Settings::default();
            carry(&other, &mut settings, &name);
            assert_eq!(is_on(&settings, &name, "on"), is_on(&other, &name, "on"), "{name}");
            assert_eq!(
                settings == Settings::default(),
                !["learning", "strict-paste"].contains(&name.as_str()),
                "{name}"
            );
            assert!(of(&name).is_some());
        }
        assert_eq!(of("elsewhere"), None);
    }

    #[test]
    fn every_control_of_the_page_is_known_and_does_something_that_can_be_undone() {
        let controls = controls();
        assert_eq!(controls.len(), 2 * (4 + 3 + 3) + 3 + 6 + 2);
        let settings = Settings::default();
        for (name, value) in controls {
            let was = is_on(&settings, &name, &value).unwrap();
            let other = if was { None } else { Some(turned(&settings, &name, &value, true).unwrap()) };
            if let Some(other) = other {
                assert_ne!(other, settings, "{name} {value}");
                assert_eq!(is_on(&other, &name, &value), Some(true), "{name} {value}");
            }
        }
    }

    #[test]
    fn a_switch_turns_both_ways() {
        let settings = Settings::default();
        for name in [
            "learning",
            "strict-paste",
            "ask-before-sign-out",
            "sync",
            "sync-keyring",
            "sandbox-favicon",
            "sandbox-folded",
        ] {
            let before = is_on(&settings, name, "on").unwrap();
            let other = turned(&settings, name, "on", !before).unwrap();
            assert_eq!(is_on(&other, name, "on"), Some(!before), "{name}");
            assert_eq!(turned(&other, name, "on", before).unwrap(), settings, "{name}");
        }
    }

    #[test]
    fn one_environment_changes_without_the_other() {
        let moved = turned(&Settings::default(), "sandbox-corner", "top-left", true).unwrap();
        assert_eq!(moved.sandbox.corner, Corner::TopLeft);
        assert_eq!(moved.production, Settings::default().production);
    }

    #[test]
    fn what_is_no_control_changes_nothing() {
        for (name, value) in [("", ""), ("sandbox-", ""), ("sandbox-corner", "middle"), ("elsewhere-title", "on")] {
            assert_eq!(turned(&Settings::default(), name, value, true), None, "{name} {value}");
        }
    }
}
