//! The data that one user's computers exchange.
//!
//! They use the browser's sync area: a few named items that the browser copies
//! between the computers of one account, in any order, late, repeatedly, and
//! overwriting each other. One item holds one thing: a setting, a watched site,
//! a key. Each has a version, the [`Stamp`], and the later version wins, so the
//! order of arrival doesn't matter. Deleted items leave a tombstone.
//!
//! The data on this computer remains the source of truth. The version of every
//! item that it sent or received is stored next to it ([`crate::app::sync`]).

pub mod stamps;

use std::marker::PhantomData;
use std::time::Duration;

use litemap::LiteMap;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::catalogue::watched::{Scope, Watched};
use crate::credential::fingerprint::{Fingerprint, Fingerprinter, InstallationKey};
use crate::keyring::Entry;
use crate::keyring::file::Json;
use crate::settings::Settings;
use crate::settings::fields::{ReadSetting, SettingValue, SyncedSetting};
use crate::settings::labels::SandboxLabel;
use crate::settings::looks::CustomLooks;
use crate::time::Timestamp;
use crate::view::placement::Placement;

/// The capacity of the area in bytes, for names and JSON. Set by browsers.
pub const MOST_BYTES: usize = 102_400;
/// The capacity of an item in bytes, for its name and JSON. Set by browsers.
pub const MOST_ITEM_BYTES: usize = 8_192;
/// The maximum number of items. Set by browsers.
pub const MOST_ITEMS: usize = 512;

/// How far the clocks of two computers may differ.
pub const MOST_AHEAD: Duration = Duration::from_secs(24 * 60 * 60);

/// Space that stays free, so that [`ItemName::Cleared`] can be written to a
/// full area.
const RESERVED_BYTES: usize = 128;
/// The size of our smallest item in bytes. With less free space, none is tried.
const SMALLEST: usize = 50;

/// The random ID of an installation. It reveals nothing about the computer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Machine(String);

impl Machine {
    /// The ID of this installation, derived from its random key.
    #[must_use]
    pub fn of(fingerprinter: &Fingerprinter) -> Self {
        Self(fingerprinter.of_name("sync machine").to_text().chars().take(8).collect())
    }
}

/// The version of an item: when it was written, and by which installation. For
/// equal times, the ID decides.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// The time on that computer's clock, but always later than the replaced
    /// version.
    pub at: Timestamp,
    /// The installation.
    pub by: Machine,
}

impl Stamp {
    /// The version that replaces this one. It is later even if a clock went
    /// back, or the other computer's clock is ahead.
    #[must_use]
    pub fn next(before: Option<&Self>, now: Timestamp, by: Machine) -> Self {
        let after = before.map(|before| Timestamp::from_millis(before.at.as_millis().saturating_add(1)));
        Self { at: after.map_or(now, |after| after.max(now)), by }
    }

    /// Whether it is more than a [day](MOST_AHEAD) ahead of this computer's
    /// clock.
    #[must_use]
    pub fn is_ahead(&self, now: Timestamp) -> bool {
        self.at > now.after(MOST_AHEAD)
    }
}

/// The name of an item. Items are received and sent in this order, so an
/// installation key comes before the keys that need it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ItemName {
    /// Everything was removed, and every computer must turn sync off.
    Cleared,
    /// A setting.
    Setting(SyncedSetting),
    /// An installation key, named by its fingerprint under itself.
    Installation(Fingerprint),
    /// A watched site.
    Watched(Scope),
    /// A key of the keyring.
    Key(Fingerprint),
}

/// The name of [`ItemName::Cleared`].
pub const CLEARED: &str = "cleared";
/// The prefix of setting names.
pub const SETTING: &str = "setting:";
/// The prefix of installation key names.
pub const INSTALLATION: &str = "installation:";
/// The prefix of watched site names.
pub const WATCHED: &str = "watched:";
const KEY: &str = "key:";

impl ItemName {
    /// The name in the area.
    #[must_use]
    pub fn to_text(&self) -> String {
        match self {
            Self::Cleared => CLEARED.to_owned(),
            Self::Setting(setting) => format!("{SETTING}{}", setting.name()),
            Self::Installation(id) => format!("{INSTALLATION}{}", id.to_text()),
            Self::Watched(scope) => format!("{WATCHED}{}", scope.address()),
            Self::Key(fingerprint) => format!("{KEY}{}", fingerprint.to_text()),
        }
    }

    /// Parses a name; `None` if it isn't one of ours.
    #[must_use]
    pub fn from_text(text: &str) -> Option<Self> {
        if text == CLEARED {
            Some(Self::Cleared)
        } else if let Some(name) = text.strip_prefix(SETTING) {
            SyncedSetting::named(name).map(Self::Setting)
        } else if let Some(id) = text.strip_prefix(INSTALLATION) {
            Fingerprint::from_text(id).map(Self::Installation)
        } else if let Some(address) = text.strip_prefix(WATCHED) {
            Scope::parse(address).ok().filter(|scope| scope.address() == address).map(Self::Watched)
        } else {
            Fingerprint::from_text(text.strip_prefix(KEY)?).map(Self::Key)
        }
    }

    /// Whether it is synced with these settings.
    #[must_use]
    pub const fn travels(&self, settings: &Settings) -> bool {
        settings.sync && (settings.sync_keyring || !self.is_of_keyring())
    }

    /// Whether it is synced only with the keyring.
    #[must_use]
    pub const fn is_of_keyring(&self) -> bool {
        matches!(self, Self::Installation(_) | Self::Key(_))
    }
}

impl Serialize for ItemName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.to_text())
    }
}

impl<'de> Deserialize<'de> for ItemName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::from_text(&text).ok_or_else(|| serde::de::Error::custom("no name of a synced item"))
    }
}

/// The names of all installation keys, in the order of
/// [`Fingerprinter::installation_keys`].
pub fn installation_names(fingerprinter: &Fingerprinter) -> impl Iterator<Item = ItemName> {
    fingerprinter.candidates_of_name("sync installation").map(ItemName::Installation)
}

/// The value of an item.
#[derive(Debug, Clone)]
pub enum ItemValue<'v> {
    /// The value of a setting.
    Setting(SettingValue),
    /// A watched site.
    Watched(&'v Watched),
    /// An installation key.
    Installation(&'v InstallationKey),
    /// A key of the keyring.
    Entry(&'v Entry),
    /// It was deleted.
    Gone,
}

/// An item in its stored form.
#[derive(Serialize)]
struct Written<'v> {
    at: Timestamp,
    by: &'v Machine,
    #[serde(skip_serializing_if = "Option::is_none")]
    gone: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<Wire<'v>>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Wire<'v> {
    Setting(SettingValue),
    Watched(&'v Watched),
    Installation(String),
    Entry(&'v Entry),
}

/// The JSON of an item; `None` if it can't be printed.
#[must_use]
pub fn print<J: Json>(stamp: &Stamp, value: ItemValue<'_>) -> Option<String> {
    let (gone, value) = match value {
        ItemValue::Gone => (Some(true), None),
        ItemValue::Setting(value) => (None, Some(Wire::Setting(value))),
        ItemValue::Watched(site) => (None, Some(Wire::Watched(site))),
        ItemValue::Installation(key) => (None, Some(Wire::Installation(key.reveal_for_storage()))),
        ItemValue::Entry(entry) => (None, Some(Wire::Entry(entry))),
    };
    J::print(&Written { at: stamp.at, by: &stamp.by, gone, value })
}

/// The part that is read from every item.
#[derive(Deserialize)]
struct Head {
    at: Timestamp,
    by: Machine,
    #[serde(default)]
    gone: bool,
}

/// An item in the area.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// Its version; `None` if it can't be read, for example because a newer
    /// version of Sandbar wrote it. Then the item is left unchanged.
    pub stamp: Option<Stamp>,
    /// Whether it is a tombstone.
    pub gone: bool,
    /// Whether its version is too far in the future, so that no change could be
    /// later for a long time. It isn't applied, and a change on this computer
    /// replaces it.
    pub is_ahead: bool,
    text: String,
}

impl Kept {
    fn read<J: Json>(text: String) -> Self {
        // Nothing could ever be later than the maximum.
        let head = J::read::<Head>(&text).filter(|head| head.at < Timestamp::MAX);
        let gone = head.as_ref().is_some_and(|head| head.gone);
        Self { stamp: head.map(|Head { at, by, .. }| Stamp { at, by }), gone, is_ahead: false, text }
    }

    /// Its value, if it can be read.
    #[must_use]
    pub fn value<J: Json, T: DeserializeOwned>(&self) -> Option<T> {
        #[derive(Deserialize)]
        struct Read<T> {
            value: T,
        }
        J::read::<Read<T>>(&self.text).map(|read| read.value)
    }
}

/// An item that can be read as the value of a setting.
pub struct AsSetting<'k, J>(&'k Kept, PhantomData<J>);

impl<'k, J> AsSetting<'k, J> {
    /// Wraps this item.
    #[must_use]
    pub const fn of(kept: &'k Kept) -> Self {
        Self(kept, PhantomData)
    }
}

impl<J: Json> ReadSetting for AsSetting<'_, J> {
    fn switch(&self) -> Option<bool> {
        self.0.value::<J, bool>()
    }

    fn marks(&self) -> Option<Placement> {
        self.0.value::<J, Placement>()
    }

    fn vendors(&self) -> Option<Vec<String>> {
        self.0.value::<J, Vec<String>>()
    }

    fn labels(&self) -> Option<Vec<SandboxLabel>> {
        self.0.value::<J, Vec<SandboxLabel>>()
    }

    fn looks(&self) -> Option<CustomLooks> {
        self.0.value::<J, CustomLooks>()
    }
}

/// The size of an item in bytes. Chromium's JSON escapes some characters as six
/// bytes.
fn size(name: &str, text: &str) -> usize {
    let longer = |sign| match sign {
        '<' | '>' => 5,
        '\u{2028}' | '\u{2029}' => 3,
        _ => 0,
    };
    name.len() + text.len() + text.chars().map(longer).sum::<usize>()
}

/// The share of an item in the total size, in bytes. Firefox counts the area as
/// one JSON object, with two quotes, a colon and a comma more per item.
fn share(name: &str, text: &str) -> usize {
    size(name, text) + 4
}

/// The content of the area.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Area {
    /// The items with names of ours.
    pub items: LiteMap<ItemName, Kept>,
    /// The names of all other items.
    pub foreign: Vec<String>,
    bytes: usize,
}

impl Area {
    /// Parses the area from the names and JSON of its items.
    pub fn read<J: Json>(stored: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut area = Self::default();
        for (name, text) in stored {
            area.bytes += share(&name, &text);
            match ItemName::from_text(&name) {
                Some(name) => drop(area.items.insert(name, Kept::read::<J>(text))),
                None => area.foreign.push(name),
            }
        }
        area
    }

    /// Marks versions that are more than a [day](MOST_AHEAD) ahead of this
    /// computer's clock as unusable.
    pub fn refuse_future(&mut self, now: Timestamp) {
        for (_, kept) in self.items.iter_mut() {
            if kept.stamp.as_ref().is_some_and(|stamp| stamp.is_ahead(now)) {
                kept.stamp = None;
                kept.is_ahead = true;
            }
        }
    }

    /// The version of an item.
    #[must_use]
    pub fn stamp(&self, name: &ItemName) -> Option<&Stamp> {
        self.items.get(name)?.stamp.as_ref()
    }

    /// Whether it contains anything except [`ItemName::Cleared`].
    #[must_use]
    pub fn holds_anything(&self) -> bool {
        !self.foreign.is_empty() || self.items.keys().any(|name| *name != ItemName::Cleared)
    }

    /// Selects as many of these items as fit after `gone` is removed, in this
    /// order. `print` returns the JSON of an item.
    pub fn fit(
        &self,
        gone: &[ItemName],
        wanted: Vec<(ItemName, Stamp)>,
        mut print: impl FnMut(&ItemName, &Stamp) -> Option<String>,
    ) -> Plan {
        let size_of = |name: &ItemName| self.items.get(name).map_or(0, |kept| share(&name.to_text(), &kept.text));
        let mut bytes = self.bytes - gone.iter().map(size_of).sum::<usize>().min(self.bytes);
        let is_there = |name: &ItemName| self.items.contains_key(name);
        let mut count = self.items.len() + self.foreign.len() - gone.iter().filter(|name| is_there(name)).count();
        let mut plan = Plan::default();
        for (name, stamp) in wanted {
            let before = size_of(&name);
            let room = (MOST_BYTES - RESERVED_BYTES + before).saturating_sub(bytes);
            // Printing takes time, so skip it if thousands of items don't fit
            // anyway.
            let is_hopeless = room < SMALLEST || (count >= MOST_ITEMS - 1 && !is_there(&name));
            let text = if is_hopeless { None } else { print(&name, &stamp) };
            let needed = text.as_deref().map(|text| share(&name.to_text(), text));
            match text.zip(needed) {
                Some((text, needed)) if needed <= room.min(MOST_ITEM_BYTES) => {
                    bytes = bytes + needed - before.min(bytes);
                    count += usize::from(!is_there(&name));
                    plan.sent.push((name, stamp, text));
                }
                _ => plan.left.push(name),
            }
        }
        plan
    }
}

/// The items to send, and those that don't fit.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// Items as name, version and JSON.
    pub sent: Vec<(ItemName, Stamp, String)>,
    /// The items that don't fit.
    pub left: Vec<ItemName>,
}
