//! The settings, one row each.
//!
//! A row has a setting's name in storage, in the options form, in the sync area
//! and in managed policy. A new setting needs a member of [`Settings`] with a
//! default, a row in this table, a control in `options.html` and a key in
//! `policies.json`. Tests compare the four.

use serde::{Deserialize, Serialize};

use super::labels::{SandboxLabel, SandboxLabels};
use super::language::Language;
use super::looks::CustomLooks;
use crate::catalogue::Environment;
use crate::sort::sort;
use crate::view::color::Color;
use crate::view::placement::{Corner, Fold, MarkKind, Placement, Size};

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
    /// The label and the color of each environment's marks.
    pub looks: CustomLooks,
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
            looks: CustomLooks::default(),
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
    /// Controls append the environment and the part, in front of which the name
    /// is left out: `production-label`.
    Looks,
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
    field("looks", Travels::Yes, Slot::Looks),
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
            Slot::Looks => Some(SettingValue::Looks(settings.looks)),
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
            Slot::Looks => settings.looks = CustomLooks::of(&read.looks()?),
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
    /// Labels and colors of marks.
    fn looks(&self) -> Option<CustomLooks>;
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
    /// Labels and colors of marks.
    Looks(CustomLooks),
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
        Control::Mark(mark) => mark.name() == value,
        Control::Label(looks, of) => looks.at(of).label().unwrap_or_default() == value,
        Control::Color(looks, of) => looks.color(of).to_text() == value,
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
        Control::Mark(mark) => *mark = MarkKind::ALL.into_iter().find(|one| one.name() == value)?,
        Control::Label(looks, of) => looks.set_label(of, value),
        Control::Color(looks, of) => {
            if !looks.set_color(of, Color::parse(value)?) {
                return None;
            }
        }
    }
    Some(settings)
}

/// The text in the field with this name; `None` for other controls.
#[must_use]
pub fn text_of(settings: &Settings, name: &str) -> Option<String> {
    let mut settings = settings.clone();
    match control(&mut settings, name)? {
        Control::Label(looks, of) => Some(looks.at(of).label().unwrap_or_default().to_owned()),
        Control::Color(looks, of) => Some(looks.color(of).to_text()),
        _ => None,
    }
}

/// Removes a color that would keep the control with this name from this value,
/// because the other environment has one like it.
pub fn make_room(settings: &mut Settings, name: &str, value: &str) {
    if let (Some(Control::Color(looks, of)), Some(color)) = (control(settings, name), Color::parse(value)) {
        looks.make_room(of, color);
    }
}

/// The kind of the control with this name; `None` if there is no such control.
#[must_use]
pub fn control_kind(name: &str) -> Option<ControlKind> {
    Some(match control(&mut Settings::default(), name)? {
        Control::Switch(_) | Control::Folded(_) => ControlKind::Switch,
        Control::Corner(_) | Control::Size(_) | Control::Mark(_) | Control::Language(_) => ControlKind::OneOf,
        Control::Label(..) | Control::Color(..) => ControlKind::Text,
    })
}

/// A kind of control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ControlKind {
    /// A switch that is on or off.
    Switch,
    /// A choice of one among several values.
    OneOf,
    /// A field for a text or a color.
    Text,
}

/// Copies the value of the control with this name to other settings.
pub fn carry(from: &Settings, to: &mut Settings, name: &str) {
    let mut from = from.clone();
    match (control(to, name), control(&mut from, name)) {
        (Some(Control::Switch(to)), Some(Control::Switch(from))) => *to = *from,
        (Some(Control::Folded(to)), Some(Control::Folded(from))) => *to = *from,
        (Some(Control::Corner(to)), Some(Control::Corner(from))) => *to = *from,
        (Some(Control::Size(to)), Some(Control::Size(from))) => *to = *from,
        (Some(Control::Mark(to)), Some(Control::Mark(from))) => *to = *from,
        (Some(Control::Label(to, of)), Some(Control::Label(from, _))) => {
            to.set_label(of, from.at(of).label().unwrap_or_default());
        }
        (Some(Control::Color(to, of)), Some(Control::Color(from, _))) => {
            let color = from.color(of);
            to.make_room(of, color);
            to.set_color(of, color);
        }
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
    Mark(&'s mut MarkKind),
    /// The label of an environment's marks.
    Label(&'s mut CustomLooks, Environment),
    /// The color of an environment's marks.
    Color(&'s mut CustomLooks, Environment),
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
            Slot::Marks(_) => {
                let part = name.strip_prefix(field.name)?.strip_prefix('-')?;
                (!LOOK_PARTS.contains(&part)).then_some((field, part))
            }
            Slot::Looks => name.rsplit_once('-').filter(|(_, part)| LOOK_PARTS.contains(part)).map(|_| (field, "")),
            Slot::Switch(_) | Slot::Language(_) => (field.name == name).then_some((field, "")),
            Slot::Vendors | Slot::Labels => None,
        })
        .and_then(|(field, part)| match field.slot {
            Slot::Switch(slot) => Some(Control::Switch(slot(settings))),
            Slot::Language(slot) => Some(Control::Language(slot(settings))),
            Slot::Marks(slot) => part_of_marks(slot(settings), part),
            Slot::Looks => {
                let (environment, part) = name.rsplit_once('-')?;
                let of = Environment::ALL.into_iter().find(|one| one.name() == environment)?;
                let looks = &mut settings.looks;
                Some(if part == LABEL { Control::Label(looks, of) } else { Control::Color(looks, of) })
            }
            Slot::Vendors | Slot::Labels => None,
        })
}

/// The part of a control's name for the label of a mark.
const LABEL: &str = "label";
/// The parts of a look.
const LOOK_PARTS: [&str; 2] = [LABEL, "color"];

fn part_of_marks<'s>(placement: &'s mut Placement, part: &str) -> Option<Control<'s>> {
    Some(match part {
        "corner" => Control::Corner(&mut placement.corner),
        "size" => Control::Size(&mut placement.size),
        "mark" => Control::Mark(&mut placement.mark),
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
        assert_eq!(controls.len(), 2 * (3 + 4 + 3 + 3 + 2) + 4 + 1 + Language::ALL.len() + 2);
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
    fn a_label_and_a_color_are_texts() {
        let settings = Settings::default();
        let texts = |settings: &Settings| {
            ["production-label", "production-color", "sandbox-label", "sandbox-color"]
                .map(|name| text_of(settings, name).unwrap())
        };
        assert_eq!(texts(&settings), ["", "#4a3fd1", "", "#ffb224"]);
        assert_eq!(text_of(&settings, "production-mark"), None);
        let settings = turned(&settings, "production-label", " LIVE ", true).unwrap();
        let settings = turned(&settings, "production-color", "#D00000", true).unwrap();
        assert_eq!(texts(&settings), ["LIVE", "#d00000", "", "#ffb224"]);
        for (name, value) in [
            ("sandbox-color", "#d00010"),
            ("sandbox-color", "red"),
            ("production-color", "#ffb224"),
            ("looks-label", ""),
            ("-label", ""),
            ("label", ""),
        ] {
            assert_eq!(turned(&settings, name, value, true), None, "{name} {value}");
        }
        let reset = turned(&settings, "production-label", "", true).unwrap();
        let reset = turned(&reset, "production-color", "#4a3fd1", true).unwrap();
        assert_eq!(reset, Settings::default());
        let mut other = turned(&Settings::default(), "sandbox-color", "#d00000", true).unwrap();
        carry(&settings, &mut other, "production-color");
        assert_eq!(texts(&other), ["", "#d00000", "", "#ffb224"]);
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
                Slot::Looks => LOOK_PARTS.iter().any(|part| name.ends_with(&format!("-{part}"))),
                Slot::Marks(_) => {
                    let part = name.strip_prefix(field.name).and_then(|part| part.strip_prefix('-'));
                    part.is_some_and(|part| !LOOK_PARTS.contains(&part))
                }
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
            fn looks(&self) -> Option<CustomLooks> {
                let mut looks = CustomLooks::default();
                looks.set_label(Environment::Production, "LIVE");
                Some(looks)
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
