//! What crosses between the extension's own pages and the background.

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

/// What a page of the extension itself asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ExtensionPageMessage {
    /// What the popup shows of this tab: [`PopupFacts`].
    Popup {
        /// The tab.
        tab: TabId,
    },
    /// Opens Sandbox in a cookie store of its own: [`ApartAnswer`](super::ApartAnswer).
    OpenApart {
        /// The tab that it is about; none for the tab of the page that asks.
        tab: Option<TabId>,
        /// Whether the user has decided what there was to decide.
        sure: bool,
    },
    /// Shows where the user lets Sandbar into private windows.
    OpenDetails,
    /// How many keys are known: a list of [`KeyCount`].
    KeyCounts,
    /// What is in a text: [`Checked`].
    Check {
        /// The text.
        text: PageText,
    },
    /// What would be said about a text if its keys belonged to this environment:
    /// [`Checked`]. Nothing is learned from it.
    Suppose {
        /// The text.
        text: PageText,
        /// The environment.
        environment: Environment,
    },
    /// The user says which environment the keys in a text belong to: [`Checked`].
    Remember {
        /// The text.
        text: PageText,
        /// The environment.
        environment: Environment,
    },
    /// The text that the context menu was opened on, once: [`PageText`] or nothing.
    TakeText,
    /// Silence on a site for an hour, or its end.
    Pause {
        /// The site's host.
        host: String,
        /// Whether to pause.
        on: bool,
    },
    /// Turns Sandbar off on a portal, or on again.
    TurnOff {
        /// The portal's host.
        host: String,
        /// Whether to turn it off.
        off: bool,
    },
    /// The hosts of the portals where Sandbar is off: a list of texts.
    TurnedOff,
    /// What counts of the settings: [`Settings`].
    Settings,
    /// The managed policy: [`Policy`](crate::settings::policy::Policy).
    Policy,
    /// The user's new settings. Those that managed policy sets stay as they are.
    Choose(Settings),
    /// All keys: a list of [`Entry`].
    Keyring,
    /// Names a key and its partner; the entries as they were before.
    Rename {
        /// Which.
        key: Fingerprint,
        /// Its name; none takes the name away.
        name: Option<String>,
    },
    /// Moves a key and its partner; the entries as they were before.
    Relocate {
        /// Which.
        key: Fingerprint,
        /// Where to.
        environment: Environment,
    },
    /// Forgets a key and its partner; the entries as they were before.
    Forget {
        /// Which.
        key: Fingerprint,
    },
    /// Takes back that a key is fine in a place; the entries as they were before.
    Disallow {
        /// Which.
        key: Fingerprint,
        /// Where.
        at: FinePlace,
    },
    /// Forgets all keys; the entries as they were before.
    ForgetAll,
    /// Brings the keyring back to what it was before.
    Restore(KeyringUndo),
    /// Everything that an export holds: [`PlainContents`].
    Export,
    /// Adds the contents of an opened file: what it [brought](Imported), or an
    /// [`Error`](crate::keyring::file::Error), and then nothing was changed.
    Import(PlainContents),
    /// The sites that are watched: a list of [`WatchedSite`].
    Watched,
    /// Watches a site, or changes how.
    Watch(Watched),
    /// Stops watching a site.
    Unwatch(Scope),
    /// The actions about which the user never wants to be asked: a list of [`NeverAsked`].
    NeverAsked,
    /// Asks about an action again.
    AskAgain(NeverAsked),
    /// The vendors that can be turned on: a list of [`OfferedVendor`].
    Vendors,
    /// Forgets the keys that were learned from a vendor's pages.
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
    /// Gives the sandbox at a host a name; an empty one takes it away.
    NameSandbox {
        /// The host.
        host: String,
        /// What the user calls it.
        label: String,
    },
    /// The state of sync: [`SyncFacts`].
    Sync,
    /// Removes what was synced, and ends it on every computer.
    ClearSync,
    /// Forgets the last warnings.
    ClearCatches,
    /// What is wrong with what is stored: [`Problems`].
    Problems,
    /// Removes an item that could not be read.
    Discard {
        /// Its name in the storage.
        name: String,
    },
}

impl ExtensionPageMessage {
    /// What it asks of those who carry it.
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
            // It is given away once.
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
            // Sync looks at all that it may send.
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

/// What a change of the keyring found, and what takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct KeyringUndo {
    /// The entries that it changed, as they were.
    pub entries: Vec<Entry>,
    /// Those that there were none of.
    pub new: Vec<Fingerprint>,
    /// How many keys of other installations were known, where it brought more.
    pub imported_keys: Option<usize>,
}

/// What a file brought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Imported {
    /// How many keys are new or changed; a pair counts as one.
    pub keys: usize,
    /// The sites that are watched from now on.
    pub sites: Vec<Scope>,
    /// What of the keyring was there before.
    pub before: KeyringUndo,
}

/// What the popup shows of a tab, in facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PopupFacts {
    /// The tab.
    pub tab: TabId,
    /// The address of its page; empty where Sandbar has no access.
    pub url: String,
    /// Whether the page shows the sandbox banner.
    pub banner: Banner,
    /// Whether its session has ended and it may still look signed in.
    pub ended: bool,
    /// How many of its fields hold unsaved input.
    pub unsaved: u32,
    /// What is believed in its cookie store.
    pub ledger: Ledger,
    /// The open pages of each environment in its cookie store, in the order of [`Environment::ALL`].
    pub open: Vec<OpenCount>,
    /// The watched site that it is a page of, if it is one.
    pub watched: Option<WatchedSite>,
    /// The page of a vendor that it is, if the user can turn that on or has done so.
    pub vendor: Option<OfferedVendor>,
    /// What the user calls the sandbox that the page is of; none if it is of no sandbox
    /// on whose pages Sandbar works, and empty if it has no name.
    pub label: Option<String>,
    /// Whether any site is watched.
    pub watches_any: bool,
    /// The key that was copied on a portal in the last ten minutes.
    pub copied: Option<LastCopied>,
    /// Which cookies it has.
    pub store: StoreKind,
    /// The environment whose session is in another cookie store, if one is.
    pub elsewhere: Option<ApartSession>,
    /// What to offer to keep Sandbox apart; nothing where it is, and where sessions are not linked.
    pub apart: Option<ApartWay>,
    /// The last warnings, the oldest first.
    pub catches: Vec<CatchLine>,
    /// What the page showed of its session; none if it did not report.
    pub signs: Option<Signs>,
    /// How many keys were read on the page when it was read last.
    pub keys_read: usize,
    /// How many reports of the tab the background could not handle.
    pub errors: usize,
    /// Whether the user turned Sandbar off there.
    pub off: bool,
    /// Until when its site is silent, if the user paused it.
    pub silent_until: Option<Timestamp>,
    /// How many things are wrong with what is stored.
    pub problems: usize,
    /// When this was.
    pub now: Timestamp,
}

/// That the session of an environment is not in the cookie store of a tab.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApartSession {
    /// The environment.
    pub environment: Environment,
    /// Where it is.
    pub kind: StoreKind,
    /// What is believed of it there.
    pub belief: Belief,
    /// Its open pages there.
    pub open: OpenCount,
}

/// A watched site, and who watches it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct WatchedSite {
    /// The site.
    pub site: Watched,
    /// Whether an administrator wants it: then the user cannot change it.
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
    /// The hosts of its portals, as the browser is asked for them.
    pub origins: Vec<String>,
    /// Whether it is on.
    pub on: bool,
    /// Whether an administrator wants it on: then the user cannot turn it off.
    pub by_policy: bool,
    /// Whether keys are learned from its pages while it is on.
    pub learns: bool,
    /// The environment of its page that this is about, if the address tells one.
    pub environment: Option<Environment>,
    /// What such a page is called: the vendor's word for its environment, the vendor
    /// and both words where the address does not tell, or the vendor where the page
    /// is of both.
    pub words: Vec<String>,
}

/// Open pages of an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OpenCount {
    /// How many.
    pub tabs: usize,
    /// How many of them hold unsaved input.
    pub unsaved: usize,
}

/// How many keys of a kind are known to belong somewhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyCount {
    /// Where.
    pub belonging: Belonging,
    /// Which kind.
    pub kind: Kind,
    /// How many; a pair counts as one.
    pub count: usize,
}

/// What is in a text that the user asked about. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The credentials.
    pub keys: Vec<CheckedKey>,
    /// The hosts that the text names and that belong to an environment.
    pub hosts: Vec<(String, Environment)>,
    /// All verdicts.
    pub verdicts: Vec<Verdict>,
    /// The one environment that all of them are going to.
    pub destination: Option<Environment>,
    /// The error of the vendor's servers that is in the text.
    pub response: Option<Response>,
    /// For how many seconds its session token is valid once it is issued, if it says so.
    pub lifetime: Option<u32>,
    /// Whether it asks a Sandbox API for reports.
    pub asks_for_reports: bool,
    /// Whether only the beginning of the text was examined.
    pub truncated: bool,
}

/// A credential part in a text that was checked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckedKey {
    /// Which part.
    pub part: Part,
    /// At most its last four characters.
    pub hint: String,
    /// What the key is called.
    pub label: Option<String>,
    /// Where it belongs, if it is known.
    pub belonging: Option<Belonging>,
    /// Whether it was regenerated or deleted.
    pub retired: bool,
    /// The number of its line, from 1.
    pub line: usize,
    /// Where it is going.
    pub destination: Option<Destination>,
    /// The verdicts about it.
    pub verdicts: Vec<Verdict>,
    /// What the row of its vendor says, if it tells its environment itself.
    pub vendor_key: Option<VendorKey>,
}

/// The state of sync.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SyncFacts {
    /// How many things are on their way.
    pub pending: usize,
    /// How many do not fit; a pair of keys counts as one.
    pub left: usize,
    /// Whether anything was synced, by this computer or another.
    pub holds_anything: bool,
    /// Whether more installations sent their keys than are kept.
    pub too_many_installations: bool,
}

/// What is wrong with what is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Problems {
    /// Whether a newer version wrote it: then it is left as it is.
    pub newer: bool,
    /// The names of the items that could not be read and were set aside.
    pub unreadable: Vec<String>,
    /// The addresses of the watched sites whose scripts the browser refuses.
    #[serde(default)]
    pub refused: Vec<String>,
    /// Whether the store has little room left.
    #[serde(default)]
    pub nearly_full: bool,
}
