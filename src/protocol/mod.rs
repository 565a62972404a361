//! What crosses between the page, the background and the panels.
//!
//! A message never says where it comes from: the browser does, and the core
//! decides from that alone which environment it concerns.
//!
//! On the wire a message is an object with one key, its name: `{ keys: { going:
//! { text, beside } } }`, or just the name where nothing belongs to it: `{
//! badge: "move" }`.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

use crate::catalogue::Environment;
use crate::catalogue::watched::{Scope, Watched};
use crate::credential::fingerprint::Fingerprint;
use crate::credential::{Kind, Part};
use crate::keyring::file::PlainContents;
use crate::keyring::{Belonging, Entry};
use crate::messages::Text;
use crate::session::{Ledger, Question};
use crate::settings::Settings;
use crate::time::Timestamp;
use crate::verdict::Verdict;
use crate::verdict::cause::Response;
use crate::verdict::destination::Destination;
use crate::view::badge::{Banner, PageBadge, Placement};

pub use crate::session::TabId;

/// What a page script reports, by what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// The badge and the marks on the tab.
    Badge(BadgeMessage),
    /// Keys: learned, looked up.
    Keys(KeysMessage),
    /// Who is signed in, and what a sign-out would end.
    Session(SessionMessage),
}

impl Message {
    /// Whether it says what a page shows, from which follows what is shown of it.
    #[must_use]
    pub const fn shows_page(&self) -> bool {
        matches!(
            self,
            Self::Badge(BadgeMessage::Seen { .. })
                | Self::Keys(KeysMessage::Here)
                | Self::Session(SessionMessage::Seen { .. })
        )
    }
}

/// What a page script reports about keys.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum KeysMessage {
    /// A text goes into a field: pasted, dropped or filled in by the browser.
    Going {
        /// The text.
        text: PageText,
        /// What stands in the other fields of the same form.
        #[serde(default)]
        beside: Vec<PageText>,
        /// What the field and its form are called; on a watched site alone.
        #[serde(default)]
        labels: Vec<PageText>,
    },
    /// The person says whose the keys in a text are.
    Belongs {
        /// The text.
        text: PageText,
        /// What stands in the other fields of the same form.
        #[serde(default)]
        beside: Vec<PageText>,
        /// What the field and its form are called; on a watched site alone.
        #[serde(default)]
        labels: Vec<PageText>,
        /// Whose they are.
        environment: Environment,
    },
    /// The warning is to be drawn in this frame, and its script is missing.
    Draw,
    /// A page of a watched site has opened, which has no badge to report of.
    Here,
    /// The page shows something that looks like a list of keys.
    Listed {
        /// Its visible text, line by line.
        text: PageText,
        /// The name of the account, where the page tells it.
        account: Option<String>,
        /// Whether the page has loaded and stands still.
        finished: bool,
    },
    /// Something was copied.
    Copied {
        /// What.
        text: PageText,
        /// The text around it.
        around: PageText,
    },
    /// A control that says "Copy" was pressed.
    CopyPressed {
        /// The text around it.
        near: PageText,
    },
    /// A control that ends a key ("Regenerate", "Delete") was pressed.
    EndPressed {
        /// The text around it.
        near: PageText,
    },
}

/// What a page script of a portal or the account site reports about a session.
/// Times are readings of the page's clock, which is the background's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SessionMessage {
    /// The page was looked at, or looked at again.
    Seen {
        /// When its loading began.
        loaded_at: Timestamp,
        /// Those labels of its controls that could tell of a session, if they can be seen.
        visible: Vec<String>,
        /// The same of controls in closed menus.
        hidden: Vec<String>,
        /// Whether the page has loaded and stands still.
        settled: bool,
        /// How many fields were edited since it was loaded or submitted.
        unsaved: u32,
    },
    /// A field was edited, or a form submitted.
    Edited {
        /// When the page's loading began.
        loaded_at: Timestamp,
        /// How many fields are edited now.
        unsaved: u32,
    },
    /// Pointer or focus is on a control that signs out, whose press would be
    /// held: the core is awake when it comes.
    Near,
    /// Such a control was pressed, and is held until this is answered.
    Pressed,
    /// A control that signs out was pressed, and the press took effect.
    Begun {
        /// When the page's loading began.
        loaded_at: Timestamp,
        /// When it was pressed.
        at: Timestamp,
    },
    /// The page goes to an address that could sign out.
    Going {
        /// Where to.
        url: String,
        /// When.
        at: Timestamp,
    },
    /// The page is gone.
    Left {
        /// When its loading began.
        loaded_at: Timestamp,
    },
    /// The question was answered by "stay".
    Stay,
    /// The question was answered by "go to the tab with unsaved input".
    GoTo {
        /// That tab.
        tab: TabId,
    },
    /// The person marked the sandbox profile as rebuilt.
    ProfileRebuilt,
    /// The person wants a copy of what they typed.
    Copy {
        /// The edited fields: name and value.
        fields: Vec<(PageText, PageText)>,
    },
}

/// What a page of the extension itself asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PanelMessage {
    /// What the popup shows of this tab: [`PopupFacts`].
    Popup {
        /// The tab.
        tab: TabId,
    },
    /// How many keys are known: a list of [`KeyCount`].
    KeyCounts,
    /// What is in a text: [`Checked`].
    Check {
        /// The text.
        text: PageText,
    },
    /// The person says whose the keys in a text are: [`Checked`].
    Remember {
        /// The text.
        text: PageText,
        /// Whose they are.
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
    /// What counts of the settings: [`Settings`].
    Settings,
    /// What an administrator presets: [`Policy`](crate::settings::policy::Policy).
    Policy,
    /// What the person chooses from now on; what is preset stays as it is.
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
    /// Forgets all keys; the entries as they were before.
    ForgetAll,
    /// Brings the keyring back to what it was before.
    Restore(Before),
    /// Everything that an export holds: [`PlainContents`].
    Export,
    /// Adds the contents of an opened file: what it [brought](Imported), or an
    /// [`Error`](crate::keyring::file::Error), and then nothing was changed.
    Import(PlainContents),
    /// The sites that are watched: a list of [`WatchedSite`].
    Watched,
    /// Watches a site, or changes how.
    Watch(Watched),
    /// Watches a site no longer.
    Unwatch(Scope),
    /// How it stands with other computers: [`SyncFacts`].
    Sync,
    /// Removes what was synced, and ends it on every computer.
    ClearSync,
    /// What is wrong with what is stored: [`Problems`].
    Problems,
    /// Removes an item that could not be read.
    Discard {
        /// Its name in the storage.
        name: String,
    },
}

/// What a change of the keyring found, and what takes it back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Before {
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
    pub before: Before,
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
    /// What is believed in its cookie store.
    pub ledger: Ledger,
    /// The open pages of each environment in its cookie store, in the order of [`Environment::ALL`].
    pub open: Vec<OpenCount>,
    /// The watched site that it is a page of, if it is one.
    pub watched: Option<WatchedSite>,
    /// Until when its site is silent, if the person paused it.
    pub silent_until: Option<Timestamp>,
    /// How many things are wrong with what is stored.
    pub problems: usize,
    /// When this was.
    pub now: Timestamp,
}

/// A site that is watched, and by whose wish.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct WatchedSite {
    /// The site.
    pub site: Watched,
    /// Whether an administrator wants it: then the person cannot change it.
    pub by_policy: bool,
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

/// What is in a text that the person asked about. It holds no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// The credentials.
    pub keys: Vec<CheckedKey>,
    /// The hosts that the text names and that belong to an environment.
    pub hosts: Vec<(String, Environment)>,
    /// What there is to say.
    pub verdicts: Vec<Verdict>,
    /// The one environment that all of them are going to.
    pub destination: Option<Environment>,
    /// The error of the vendor's servers that is in the text.
    pub response: Option<Response>,
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
    /// What there is to say about it.
    pub verdicts: Vec<Verdict>,
}

/// How it stands with other computers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SyncFacts {
    /// How many things are on their way.
    pub pending: usize,
    /// How many do not fit; a pair of keys counts as one.
    pub left: usize,
    /// Whether anything was synced, by this computer or another.
    pub holds_anything: bool,
    /// Whether more installations told of their keys than are kept.
    pub too_many_installations: bool,
}

/// What is wrong with what is stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Problems {
    /// Whether a newer version wrote it: then it is left as it is.
    pub newer: bool,
    /// The names of the items that could not be read and were set aside.
    pub unreadable: Vec<String>,
}

/// A text from a page. It may hold a secret, so it is never printed, and it is
/// wiped when it is done with.
#[derive(Clone, PartialEq, Eq)]
pub struct PageText(Zeroizing<String>);

impl PageText {
    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for PageText {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl fmt::Debug for PageText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "PageText({} bytes)", self.0.len())
    }
}

impl Serialize for PageText {
    /// Only ever on its way to the background.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for PageText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

/// What a page script reports about its badge.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum BadgeMessage {
    /// The page was looked at, or looked at again.
    Seen {
        /// When the page's loading began.
        loaded_at: Timestamp,
        /// Whether it shows the sandbox banner.
        banner: Banner,
    },
    /// The page's policy refused the marked favicon.
    IconRefused,
    /// The person pressed the badge's "move".
    Move,
    /// The person pressed the badge's "fold" or "unfold".
    Fold,
}

/// What the background tells a page to show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageView {
    /// When the page that it is meant for began to load: its tab may have moved
    /// on meanwhile. None if no page of the site told, and then it is nobody's.
    pub page: Option<Timestamp>,
    /// The badge.
    pub badge: PageBadge,
    /// Where the badge is.
    pub placement: Placement,
    /// Whether to mark the favicon.
    pub favicon: bool,
    /// Until when nothing is shown there, if the person paused it.
    #[serde(rename = "silentUntil")]
    pub silent_until: Option<Timestamp>,
    /// Its session; none until the page was looked at.
    pub session: Option<SessionView>,
}

/// What a page shows of its session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SessionView {
    /// The state of the environment's session.
    pub word: Text,
    /// Whether a press on a control that signs out must ask first.
    pub ask: bool,
    /// That the page's session has ended, if it has.
    pub ended: Option<EndedView>,
    /// The address of the sandbox profile, while it has to be rebuilt.
    pub profile: Option<String>,
}

impl SessionView {
    /// The same where the person wants silence.
    #[must_use]
    pub fn silent(self) -> Self {
        Self { ask: false, ended: None, profile: None, ..self }
    }

    /// Whether it needs scripts that a quiet page does not have.
    #[must_use]
    pub const fn needs_cards(&self) -> bool {
        self.ask || self.ended.is_some() || self.profile.is_some()
    }
}

/// That a page's session has ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndedView {
    /// Why: the key of a sentence, whose one placeholder is the local time.
    pub why: &'static str,
    /// When.
    pub at: Timestamp,
}

/// What a held press is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionView {
    /// The heading.
    pub heading: Text,
    /// What would happen.
    pub body: Text,
    /// The question itself.
    pub question: Question,
    /// How many of its tabs hold unsaved input, in words.
    pub unsaved: Option<Text>,
}
