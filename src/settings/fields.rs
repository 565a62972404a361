//! The settings, one row each.
//!
//! A row has a setting's name in storage, in the options form, in the sync area
//! and in managed policy. A new setting needs a member of [`Settings`] with a
//! default, a row in this table, a control in `options.html` and a key in
//! `policies.json`. Tests compare the four.

use serde::{Deserialize, Serialize};

use super::labels::{SandboxLabel, SandboxLabels};
use super::language::Language;
use crate::catalogue::Environment;
use crate::sort::sort;
use crate::view::badge::{Corner, Fold, Placement, Size};

/// The settings, as stored. Missing members have their defaults, so settings
/// from an older version can be read.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", default)]
pub struct Settings {
    /// How production pages are marked.
    pub production: Placement,
    /// How sandbox pages are marked.
    pub sandbox: Placement,
    /// Whether a paste is held until it is known to fit or the user confirms
    /// it.
    pub strict_paste: bool,
    /// Whether keys are learned from portal pages.
    pub learning: bool,
    /// The interface language; `None` for the browser's.
    pub language: Option<Language>,
    /// Whether a click that would end the other environment's session asks first.
    pub ask_before_sign_out: bool,
    /// Whether submitting, publishing, withdrawing and deleting in Production ask first.
    pub ask_before_submission: bool,
    /// Whether settings and watched sites are synced.
    pub sync: bool,
    /// Whether the keyring is synced too.
    pub sync_keyring: bool,
    /// The IDs of the vendors that the user turned on, sorted. A later version
    /// may know vendors that this one doesn't.
    pub vendors: Vec<String>,
    /// The names that the user gave to sandboxes, by host.
    pub labels: SandboxLabels,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            production: Placement::default(),
            sandbox: Placement::default(),
            strict_paste: false,
            learning: true,
            language: None,
            ask_before_sign_out: true,
            ask_before_submission: false,
            sync: false,
            sync_keyring: false,
            vendors: Vec::new(),
            labels: SandboxLabels::default(),
        }
    }
}

impl Settings {
    /// Turns a vendor on or off.
    pub fn turn_vendor(&mut self, id: &str, on: bool) {
        self.vendors.retain(|known| known != id);
        if on && self.vendors.len() < MOST_VENDORS {
            self.vendors.push(id.to_owned());
            sort(&mut self.vendors);
        }
    }

    /// How pages of this environment are marked.
    #[must_use]
    pub const fn placement(&self, environment: Environment) -> Placement {
        match environment {
            Environment::Production => self.production,
            Environment::Sandbox => self.sandbox,
        }
    }

    /// How pages of this environment are marked, for changes.
    pub const fn placement_mut(&mut self, environment: Environment) -> &mut Placement {
        match environment {
            Environment::Production => &mut self.production,
            Environment::Sandbox => &mut self.sandbox,
        }
    }
}

/// More than the number of vendors. Data from other computers may contain
/// anything.
const MOST_VENDORS: usize = 100;

/// A row of the table.
struct Field {
    /// Its name in storage, sync and policy. Controls of page marks append the
    /// part: `production-corner`.
    name: &'static str,
    travels: Travels,
    slot: Slot,
}

/// Whether sync sends a setting to other computers.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Travels {
    Yes,
    /// No, because it concerns only this browser.
    No,
}

/// The type of a setting, and its place in [`Settings`].
enum Slot {
    Switch(fn(&mut Settings) -> &mut bool),
    Marks(fn(&mut Settings) -> &mut Placement),
    Language(fn(&mut Settings) -> &mut Option<Language>),
    /// The options page has a list for it rather than a form control.
    Vendors,
    /// The popup has a field for it on the pages of a sandbox.
    Labels,
}

const fn field(name: &'static str, travels: Travels, slot: Slot) -> Field {
    Field { name, travels, slot }
}

/// The table. Sync sends and reads the settings in this order.
const FIELDS: &[Field] = &[
    field("production", Travels::Yes, Slot::Marks(|settings| &mut settings.production)),
    field("sandbox", Travels::Yes, Slot::Marks(|settings| &mut settings.sandbox)),
    field("strict-paste", Travels::Yes, Slot::Switch(|settings| &mut settings.strict_paste)),
    field("learning", Travels::Yes, Slot::Switch(|settings| &mut settings.learning)),
    field("ask-before-sign-out", Travels::Yes, Slot::Switch(|settings| &mut settings.ask_before_sign_out)),
    field("vendors", Travels::Yes, Slot::Vendors),
    field("labels", Travels::Yes, Slot::Labels),
    // Browsers may have different languages.
    field("language", Travels::No, Slot::Language(|settings| &mut settings.language)),
    // Like the list of actions that are never asked about, each computer has
    // its own.
    field("ask-before-submission", Travels::No, Slot::Switch(|settings| &mut settings.ask_before_submission)),
    // The user turns on sync on each computer.
    field("sync", Travels::No, Slot::Switch(|settings| &mut settings.sync)),
    field("sync-keyring", Travels::No, Slot::Switch(|settings| &mut settings.sync_keyring)),
];

/// A setting that is synced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct SyncedSetting(usize);

impl SyncedSetting {
    /// All synced settings, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        let travels = |(_, field): &(usize, &Field)| field.travels == Travels::Yes;
        FIELDS.iter().enumerate().filter(travels).map(|(index, _)| Self(index))
    }

    /// The synced setting with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|setting| setting.name() == name)
    }

    /// Its name.
    #[must_use]
    pub fn name(self) -> &'static str {
        FIELDS.get(self.0).map_or("", |field| field.name)
    }

    /// Its value in these settings.
    #[must_use]
    pub fn value(self, settings: &Settings) -> Option<SettingValue> {
        let mut settings = settings.clone();
        match FIELDS.get(self.0)?.slot {
            Slot::Switch(slot) => Some(SettingValue::Switch(*slot(&mut settings))),
            Slot::Marks(slot) => Some(SettingValue::Marks(*slot(&mut settings))),
            Slot::Vendors => Some(SettingValue::Vendors(settings.vendors)),
            Slot::Labels => Some(SettingValue::Labels(settings.labels)),
            Slot::Language(_) => None,
        }
    }

    /// Sets it to a value of its type; `None` if the value can't be read.
    #[must_use]
    pub fn set(self, settings: &mut Settings, read: &impl ReadSetting) -> Option<()> {
        match FIELDS.get(self.0)?.slot {
            Slot::Switch(slot) => *slot(settings) = read.switch()?,
            Slot::Marks(slot) => *slot(settings) = read.marks()?,
            Slot::Vendors => {
                let ids = read.vendors()?;
                settings.vendors.clear();
                for id in ids {
                    settings.turn_vendor(&id, true);
                }
            }
            Slot::Labels => settings.labels = SandboxLabels::of(read.labels()?),
            Slot::Language(_) => return None,
        }
        Some(())
    }
}

/// A value that can be read as the type of a setting.
pub trait ReadSetting {
    /// On or off.
    fn switch(&self) -> Option<bool>;
    /// How pages are marked.
    fn marks(&self) -> Option<Placement>;
    /// The IDs of vendors.
    fn vendors(&self) -> Option<Vec<String>>;
    /// The names of sandboxes.
    fn labels(&self) -> Option<Vec<SandboxLabel>>;
}

/// The value of a setting.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum SettingValue {
    /// How pages are marked.
    Marks(Placement),
    /// On or off.
    Switch(bool),
    /// The IDs of vendors.
    Vendors(Vec<String>),
    /// The names of sandboxes.
    Labels(SandboxLabels),
}

/// Whether the control with this name and value is on; `None` if there is no
/// such control.
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

/// The settings after the control with this name and value is turned on or off;
/// `None` if there is no such control.
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

/// The kind of the control with this name; `None` if there is no such control.
#[must_use]
pub fn control_kind(name: &str) -> Option<ControlKind> {
    Some(match control(&mut Settings::default(), name)? {
        Control::Switch(_) | Control::Folded(_) => ControlKind::Switch,
        Control::Corner(_) | Control::Size(_) | Control::Language(_) => ControlKind::OneOf,
    })
}

/// A kind of control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlKind {
    /// A switch that is on or off.
    Switch,
    /// A choice of one among several values.
    OneOf,
}

/// Copies the value of the control with this name to other settings.
pub fn carry(from: &Settings, to: &mut Settings, name: &str) {
    let mut from = from.clone();
    match (control(to, name), control(&mut from, name)) {
        (Some(Control::Switch(to)), Some(Control::Switch(from))) => *to = *from,
        (Some(Control::Folded(to)), Some(Control::Folded(from))) => *to = *from,
        (Some(Control::Corner(to)), Some(Control::Corner(from))) => *to = *from,
        (Some(Control::Size(to)), Some(Control::Size(from))) => *to = *from,
        (Some(Control::Language(to)), Some(Control::Language(from))) => *to = *from,
        // The name is the same, so the kinds are too.
        _ => {}
    }
}

/// The setting of a control.
enum Control<'s> {
    Switch(&'s mut bool),
    Folded(&'s mut Fold),
    Corner(&'s mut Corner),
    Size(&'s mut Size),
    /// One language out of several.
    Language(&'s mut Option<Language>),
}

/// The value for the browser's language.
const BROWSERS: &str = "browser";

/// The control with this name: of a row, or of a part of a row's page marks.
fn control<'s>(settings: &'s mut Settings, name: &str) -> Option<Control<'s>> {
    FIELDS
        .iter()
        .find_map(|field| match field.slot {
            Slot::Marks(_) => name.strip_prefix(field.name)?.strip_prefix('-').map(|part| (field, part)),
            Slot::Switch(_) | Slot::Language(_) => (field.name == name).then_some((field, "")),
            Slot::Vendors | Slot::Labels => None,
        })
        .and_then(|(field, part)| match field.slot {
            Slot::Switch(slot) => Some(Control::Switch(slot(settings))),
            Slot::Language(slot) => Some(Control::Language(slot(settings))),
            Slot::Marks(slot) => part_of_marks(slot(settings), part),
            Slot::Vendors | Slot::Labels => None,
        })
}

fn part_of_marks<'s>(placement: &'s mut Placement, part: &str) -> Option<Control<'s>> {
    Some(match part {
        "corner" => Control::Corner(&mut placement.corner),
        "size" => Control::Size(&mut placement.size),
        "folded" => Control::Folded(&mut placement.fold),
        "title" => Control::Switch(&mut placement.title),
        "favicon" => Control::Switch(&mut placement.favicon),
        _ => return None,
    })
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// The controls on the options page, by name and value.
    fn controls() -> Vec<(String, String)> {
        let page = include_str!("../../extension/pages/options.html");
        // The form that adds a site is no setting.
        let inputs = page.split("<input").skip(1).filter_map(|rest| rest.split('>').next());
        let inputs = inputs.filter(|input| !input.contains("name=\"watched-environment\""));
        let attribute = |input: &str, name: &str| {
            let value = input.split(&format!(" {name}=\"")).nth(1)?;
            Some(value.split('"').next()?.to_owned())
        };
        // One control in a template is repeated for each language.
        let (languages, inputs): (Vec<_>, Vec<_>) = inputs.partition(|input| input.contains("data-part=\"choice\""));
        assert_eq!(languages.len(), 1);
        let languages = Language::ALL.map(|language| ("language".to_owned(), language.code().to_owned()));
        let named = inputs
            .into_iter()
            .filter_map(|input| Some((attribute(input, "name")?, attribute(input, "value").unwrap_or("on".into()))));
        named.chain(languages).collect()
    }

    /// The names of the controls on the options page.
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
            assert!(control_kind(&name).is_some());
        }
        assert_eq!(control_kind("elsewhere"), None);
    }

    #[test]
    fn every_control_of_the_page_is_known_and_does_something_that_can_be_undone() {
        let controls = controls();
        assert_eq!(controls.len(), 2 * (4 + 3 + 3) + 4 + 1 + Language::ALL.len() + 2);
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
            "ask-before-submission",
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
    fn an_unknown_control_changes_nothing() {
        for (name, value) in [("", ""), ("sandbox-", ""), ("sandbox-corner", "middle"), ("elsewhere-title", "on")] {
            assert_eq!(turned(&Settings::default(), name, value, true), None, "{name} {value}");
        }
    }

    #[test]
    fn every_setting_has_a_row_under_the_name_that_it_is_stored_by() {
        let stored = serde_json::to_value(Settings::default()).unwrap();
        let mut names: Vec<_> = FIELDS.iter().map(|field| field.name.to_owned()).collect();
        names.sort();
        let mut stored: Vec<_> = stored.as_object().unwrap().keys().cloned().collect();
        stored.sort();
        assert_eq!(stored, names);
    }

    #[test]
    fn every_row_has_a_control_and_every_control_a_row() {
        let row = |name: &String| {
            let is_row = |field: &&Field| match field.slot {
                Slot::Marks(_) => name.strip_prefix(field.name).is_some_and(|part| part.starts_with('-')),
                _ => name == field.name,
            };
            FIELDS.iter().find(is_row).map(|field| field.name)
        };
        let mut with_controls: Vec<_> = names().iter().map(|name| row(name).unwrap()).collect();
        with_controls.sort();
        with_controls.dedup();
        let in_forms = FIELDS.iter().filter(|field| !matches!(field.slot, Slot::Vendors | Slot::Labels));
        let mut rows: Vec<_> = in_forms.map(|field| field.name).collect();
        rows.sort();
        assert_eq!(with_controls, rows);
    }

    #[test]
    fn a_synced_setting_is_set_alone() {
        struct Other;
        impl ReadSetting for Other {
            fn switch(&self) -> Option<bool> {
                Some(true)
            }
            fn marks(&self) -> Option<Placement> {
                Some(Placement { corner: Corner::TopLeft, ..Placement::default() })
            }
            fn labels(&self) -> Option<Vec<SandboxLabel>> {
                let label = |host: &str, label: &str| SandboxLabel { host: host.to_owned(), label: label.to_owned() };
                Some(vec![label("b.example", " uat "), label("a.example", "dev"), label("", "x")])
            }
            fn vendors(&self) -> Option<Vec<String>> {
                Some(vec!["stripe".to_owned(), "paddle".to_owned(), "stripe".to_owned()])
            }
        }
        let off = Settings { learning: false, ask_before_sign_out: false, ..Settings::default() };
        for setting in SyncedSetting::all() {
            let mut settings = off.clone();
            setting.set(&mut settings, &Other).unwrap();
            let is_other = |one: &SyncedSetting| one.value(&settings) != one.value(&off);
            assert_eq!(SyncedSetting::all().filter(is_other).collect::<Vec<_>>(), [setting]);
            assert_eq!(SyncedSetting::named(setting.name()), Some(setting));
        }
        assert_eq!(SyncedSetting::named("language"), None);
        let mut settings = off;
        SyncedSetting::named("vendors").unwrap().set(&mut settings, &Other).unwrap();
        assert_eq!(settings.vendors, ["paddle", "stripe"]);
        SyncedSetting::named("labels").unwrap().set(&mut settings, &Other).unwrap();
        let at = |host: &str| settings.labels.at(host).map(str::to_owned);
        assert_eq!([at("a.example"), at("b.example"), at("")], [Some("dev".into()), Some("uat".into()), None]);
    }
}
