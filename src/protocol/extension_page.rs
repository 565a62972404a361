//! Messages between the extension's own pages and the background.

use serde::{Deserialize, Serialize};

use super::apart::{ApartWay, StoreKind};
use super::catches::CatchLine;
use super::declared::{Declared, Needed, ONCE, PLAIN, about, changing};
use super::page_text::PageText;
use crate::catalogue::Environment;
use crate::catalogue::marked::VendorKey;
use crate::catalogue::watched::{Scope, Watched};
use crate::credential::fingerprint::Fingerprint;
use crate::credential::{Kind, Part};
use crate::keyring::file::PlainContents;
use crate::keyring::{Belonging, Entry, FinePlace, LastCopied};
use crate::session::{Belief, Ledger, Signs, TabId};
use crate::settings::Settings;
use crate::stop::NeverAsked;
use crate::time::Timestamp;
use crate::verdict::Verdict;
use crate::verdict::cause::Response;
use crate::verdict::destination::Destination;
use crate::view::badge::Banner;

/// A request from an extension page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExtensionPageMessage {
    /// The popup's content for this tab: [`PopupFacts`].
    Popup {
        /// The tab.
        tab: TabId,
    },
    /// Opens Sandbox in a separate cookie store:
    /// [`ApartAnswer`](super::ApartAnswer).
    OpenApart {
        /// The tab that the request is about; `None` for the requesting page's
        /// own tab.
        tab: Option<TabId>,
        /// Whether the user has confirmed.
        sure: bool,
    },
    /// Opens the browser's page where the user can allow Sandbar in private
    /// windows.
    OpenDetails,
    /// The numbers of known keys: a list of [`KeyCount`].
    KeyCounts,
    /// Checks a text: [`Checked`].
    Check {
        /// The text.
        text: PageText,
    },
    /// Checks a text as if its keys belonged to this environment: [`Checked`].
    /// Nothing is learned.
    Suppose {
        /// The text.
        text: PageText,
        /// The environment.
        environment: Environment,
    },
    /// The user declares the environment of a text's keys: [`Checked`].
    Remember {
        /// The text.
        text: PageText,
        /// The environment.
        environment: Environment,
    },
    /// Takes the text that the context menu was opened on: [`PageText`] or
    /// nothing.
    TakeText,
    /// Pauses warnings on a site for an hour, or ends the pause.
    Pause {
        /// The site's host.
        host: String,
        /// Whether to pause.
        on: bool,
    },
    /// Turns Sandbar off or on for a portal.
    TurnOff {
        /// The portal's host.
        host: String,
        /// Whether to turn it off.
        off: bool,
    },
    /// The hosts of portals where Sandbar is off, as strings.
    TurnedOff,
    /// The effective settings: [`Settings`].
    Settings,
    /// The managed policy: [`Policy`](crate::settings::policy::Policy).
    Policy,
    /// Saves the user's settings, except for those that managed policy sets.
    Choose(Settings),
    /// All keys: a list of [`Entry`].
    Keyring,
    /// Renames a key and its partner. Returns the previous entries.
    Rename {
        /// The key.
        key: Fingerprint,
        /// The new name; `None` removes the name.
        name: Option<String>,
    },
    /// Moves a key and its partner. Returns the previous entries.
    Relocate {
        /// The key.
        key: Fingerprint,
        /// The new environment.
        environment: Environment,
    },
    /// Removes a key and its partner. Returns the previous entries.
    Forget {
        /// The key.
        key: Fingerprint,
    },
    /// No longer allows a key in a place. Returns the previous entries.
    Disallow {
        /// The key.
        key: Fingerprint,
        /// The place.
        at: FinePlace,
    },
    /// Removes all keys. Returns the previous entries.
    ForgetAll,
    /// Restores the keyring to its state before a change.
    Restore(KeyringUndo),
    /// The contents of an export: [`PlainContents`].
    Export,
    /// Imports the contents of an opened file. Returns the [result](Imported),
    /// or an [`Error`](crate::keyring::file::Error) if nothing was changed.
    Import(PlainContents),
    /// The watched sites: a list of [`WatchedSite`].
    Watched,
    /// Watches a site, or changes its settings.
    Watch(Watched),
    /// Stops watching a site.
    Unwatch(Scope),
    /// The actions that the user never wants to be asked about: a list of
    /// [`NeverAsked`].
    NeverAsked,
    /// Asks about an action again.
    AskAgain(NeverAsked),
    /// The vendors that can be turned on: a list of [`OfferedVendor`].
    Vendors,
    /// Removes the keys that were learned from a vendor's pages.
    ForgetKeysOf {
        /// The vendor's ID.
        vendor: String,
    },
    /// Turns a vendor on or off.
    TurnVendor {
        /// Its ID.
        id: String,
        /// Whether to turn it on.
        on: bool,
    },
    /// Names the sandbox on a host. An empty name removes the name.
    NameSandbox {
        /// The host.
        host: String,
        /// The name.
        label: String,
    },
    /// The state of sync: [`SyncFacts`].
    Sync,
    /// Removes everything that was synced, and turns sync off on every
    /// computer.
    ClearSync,
    /// Deletes the list of last warnings.
    ClearCatches,
    /// Problems with the stored data: [`Problems`].
    Problems,
    /// Removes an item that couldn't be read.
    Discard {
        /// Its name in the storage.
        name: String,
    },
}

impl ExtensionPageMessage {
    /// The properties of this message.
    #[must_use]
    pub fn declared(&self) -> Declared<'_> {
        match self {
            Self::Check { text } | Self::Suppose { text, .. } => about(Needed::InTexts(vec![text])),
            Self::Remember { text, .. } => changing(Needed::InTexts(vec![text])),
            Self::Rename { key, .. }
            | Self::Relocate { key, .. }
            | Self::Forget { key }
            | Self::Disallow { key, .. } => changing(Needed::These(std::slice::from_ref(key))),
            Self::Restore(before) => changing(Needed::These(&before.new)),
            Self::ForgetAll | Self::ForgetKeysOf { .. } | Self::Import(_) => changing(Needed::All),
            Self::KeyCounts | Self::Keyring | Self::Export => about(Needed::All),
            // The text is handed out only once.
            Self::TakeText | Self::OpenApart { .. } => ONCE,
            Self::Popup { .. }
            | Self::OpenDetails
            | Self::Settings
            | Self::Policy
            | Self::Watched
            | Self::NeverAsked
            | Self::AskAgain(_)
            | Self::Vendors
            | Self::Problems
            | Self::ClearCatches
            | Self::Discard { .. }
            | Self::Pause { .. }
            | Self::TurnedOff
            | Self::TurnOff { .. } => PLAIN,
            // Sync looks at everything that it may send.
            Self::Choose(_)
            | Self::Watch(_)
            | Self::Unwatch(_)
            | Self::TurnVendor { .. }
            | Self::NameSandbox { .. }
            | Self::Sync
            | Self::ClearSync => changing(Needed::None),
        }
    }
}

/// The state before a change to the keyring, which undoes the change.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KeyringUndo {
    /// The previous values of changed entries.
    pub entries: Vec<Entry>,
    /// The fingerprints of new entries.
    pub new: Vec<Fingerprint>,
    /// The previous number of imported installation keys, if the change added
    /// some.
    pub imported_keys: Option<usize>,
}

/// The result of an import.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// The number of new or changed keys. A pair counts as one.
    pub keys: usize,
    /// The newly watched sites.
    pub sites: Vec<Scope>,
    /// The previous state of the keyring.
    pub before: KeyringUndo,
}

/// The popup's content for a tab, as facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PopupFacts {
    /// The tab.
    pub tab: TabId,
    /// The address of its page; empty if Sandbar has no access.
    pub url: String,
    /// Whether the page shows the sandbox banner.
    pub banner: Banner,
    /// Whether its session has ended although the page may still look signed
    /// in.
    pub ended: bool,
    /// The number of fields with unsaved input.
    pub unsaved: u32,
    /// The beliefs about its cookie store.
    pub ledger: Ledger,
    /// The open pages of each environment in its cookie store, in the order of [`Environment::ALL`].
    pub open: Vec<OpenCount>,
    /// The watched site that the page belongs to.
    pub watched: Option<WatchedSite>,
    /// The vendor that the page belongs to, if the user can turn it on or has
    /// done so.
    pub vendor: Option<OfferedVendor>,
    /// The name of the page's sandbox: empty if it has none, `None` if the page
    /// belongs to no sandbox that Sandbar works on.
    pub label: Option<String>,
    /// Whether any site is watched.
    pub watches_any: bool,
    /// The key that was copied on a portal in the last ten minutes.
    pub copied: Option<LastCopied>,
    /// The kind of its cookie store.
    pub store: StoreKind,
    /// The environment whose session is in another cookie store, if any.
    pub elsewhere: Option<ApartSession>,
    /// The offer to keep Sandbox separate. `None` if it already is, or if the
    /// sessions aren't linked.
    pub apart: Option<ApartWay>,
    /// The last warnings, oldest first.
    pub catches: Vec<CatchLine>,
    /// The session signs on the page; `None` if it hasn't reported.
    pub signs: Option<Signs>,
    /// The number of keys on the page when it was last read.
    pub keys_read: usize,
    /// The number of reports from the tab that the background couldn't handle.
    pub errors: usize,
    /// Whether the user turned Sandbar off on this site.
    pub off: bool,
    /// The end of the site's pause, if it is paused.
    pub silent_until: Option<Timestamp>,
    /// The number of problems with the stored data.
    pub problems: usize,
    /// The time of these facts.
    pub now: Timestamp,
}

/// An environment's session in a different cookie store than the tab's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApartSession {
    /// The environment.
    pub environment: Environment,
    /// The kind of its cookie store.
    pub kind: StoreKind,
    /// What is believed about it.
    pub belief: Belief,
    /// Its open pages there.
    pub open: OpenCount,
}

/// A watched site, and whether it comes from managed policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct WatchedSite {
    /// The site.
    pub site: Watched,
    /// Whether managed policy adds it, so that the user can't change it.
    pub by_policy: bool,
}

/// A vendor that the user can turn on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OfferedVendor {
    /// Its ID.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The hosts of its portals, as match patterns for requesting access.
    pub origins: Vec<String>,
    /// Whether it is on.
    pub on: bool,
    /// Whether managed policy turns it on, so that the user can't turn it off.
    pub by_policy: bool,
    /// Whether keys are learned from its pages while it is on.
    pub learns: bool,
    /// Whether keys are learned from pages at all.
    pub is_learning: bool,
    /// The environment of the current page, if the address shows one.
    pub environment: Option<Environment>,
    /// Words for such a page: the vendor's term for its environment; the vendor
    /// and both terms if the address doesn't show it; only the vendor if the
    /// page belongs to both.
    pub words: Vec<String>,
}

/// Open pages of an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpenCount {
    /// The number of tabs.
    pub tabs: usize,
    /// The number of tabs with unsaved input.
    pub unsaved: usize,
}

/// The number of known keys of a kind in an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyCount {
    /// The environment.
    pub belonging: Belonging,
    /// The kind.
    pub kind: Kind,
    /// The number; a pair counts as one.
    pub count: usize,
}

/// The result of checking a text for the user. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The credentials.
    pub keys: Vec<CheckedKey>,
    /// The hosts in the text that belong to an environment.
    pub hosts: Vec<(String, Environment)>,
    /// All verdicts, without duplicates.
    pub verdicts: Vec<Verdict>,
    /// The destination of all keys, if it is one environment.
    pub destination: Option<Environment>,
    /// The error response of the vendor's servers in the text.
    pub response: Option<Response>,
    /// The lifetime of its session token in seconds, if the text contains it.
    pub lifetime: Option<u32>,
    /// Whether it requests reports from a Sandbox API.
    pub asks_for_reports: bool,
    /// Whether only the start of the text was examined.
    pub truncated: bool,
}

/// A part of a credential in a checked text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedKey {
    /// Which part.
    pub part: Part,
    /// At most its last four characters.
    pub hint: String,
    /// The key's name.
    pub label: Option<String>,
    /// The environment it belongs to, if known.
    pub belonging: Option<Belonging>,
    /// Whether it was regenerated or deleted.
    pub retired: bool,
    /// Its line number, starting at 1.
    pub line: usize,
    /// Its destination.
    pub destination: Option<Destination>,
    /// The verdicts on it.
    pub verdicts: Vec<Verdict>,
    /// The description of a vendor's key that reveals its environment.
    pub vendor_key: Option<VendorKey>,
}

/// The state of sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SyncFacts {
    /// The number of items waiting to be sent.
    pub pending: usize,
    /// The number of items that don't fit; a pair of keys counts as one.
    pub left: usize,
    /// Whether the sync area contains anything, from any computer.
    pub holds_anything: bool,
    /// Whether more installations have sent their keys than can be kept.
    pub too_many_installations: bool,
}

/// Problems with the stored data.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Problems {
    /// Whether a newer version wrote the data, so that it is left unchanged.
    pub newer: bool,
    /// The names of unreadable items that were set aside.
    pub unreadable: Vec<String>,
    /// The addresses of the watched sites whose scripts the browser refuses.
    #[serde(default)]
    pub refused: Vec<String>,
    /// Whether the store is nearly full.
    #[serde(default)]
    pub nearly_full: bool,
}
