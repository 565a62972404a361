//! What crosses between the content scripts and the background.

use serde::{Deserialize, Serialize};

use super::page_text::PageText;
use crate::catalogue::Environment;
use crate::messages::Text;
use crate::session::{Question, TabId};
use crate::time::Timestamp;
use crate::view::badge::{Banner, PageBadge, Placement};

/// What a content script reports, by what it is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// The badge and the marks on the tab.
    Badge(BadgeMessage),
    /// Keys: learned, looked up.
    Keys(KeysMessage),
    /// Who is signed in, and what a sign-out would end.
    Session(SessionMessage),
}

/// What a content script reports about keys.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum KeysMessage {
    /// A text goes into a field: pasted, dropped or filled in by the browser.
    Going {
        /// The text.
        text: PageText,
        /// The values of the other fields of the same form.
        #[serde(default)]
        beside: Vec<PageText>,
        /// What the field and its form are called; on a watched site alone.
        #[serde(default)]
        labels: Vec<PageText>,
    },
    /// The user says which environment the keys in a text belong to.
    Belongs {
        /// The text.
        text: PageText,
        /// The values of the other fields of the same form.
        #[serde(default)]
        beside: Vec<PageText>,
        /// What the field and its form are called; on a watched site alone.
        #[serde(default)]
        labels: Vec<PageText>,
        /// The environment.
        environment: Environment,
    },
    /// The scripts that draw warnings are missing in this frame.
    Draw,
    /// A page of a watched site has opened, which has no badge to report of.
    Here,
    /// The page shows something that looks like a list of keys.
    Listed {
        /// Its visible text, line by line.
        text: PageText,
        /// The name of the account, where the page shows it.
        account: Option<String>,
        /// Whether the page has loaded and has stopped changing.
        finished: bool,
    },
    /// Something was copied.
    Copied {
        /// What.
        text: PageText,
        /// The text around it.
        around: PageText,
    },
    /// A control that says "Copy" was clicked.
    CopyPressed {
        /// The text around it.
        near: PageText,
    },
    /// A control that ends a key ("Regenerate", "Delete") was clicked.
    EndPressed {
        /// The text around it.
        near: PageText,
    },
}

/// What a content script of a portal or the account site reports about a session.
/// Times are readings of the page's clock, which is the background's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SessionMessage {
    /// The page was looked at, or looked at again.
    Seen {
        /// When its loading began.
        loaded_at: Timestamp,
        /// The visible labels of its controls that may be about a session.
        visible: Vec<String>,
        /// The same of controls in closed menus.
        hidden: Vec<String>,
        /// Whether it has a form to sign in with: one password and a control that signs in.
        sign_in_form: bool,
        /// Whether the page has loaded and has stopped changing.
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
    /// Pointer or focus is on a control that signs out, whose click would be
    /// held: the core is awake when it comes.
    Near,
    /// Such a control was clicked, and is held until this is answered.
    Pressed,
    /// A control that signs out was clicked, and the click took effect.
    Begun {
        /// When the page's loading began.
        loaded_at: Timestamp,
        /// When it was clicked.
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
    /// The user marked the sandbox profile as rebuilt.
    ProfileRebuilt,
    /// The user wants a copy of what they typed.
    Copy {
        /// The edited fields: name and value.
        fields: Vec<(PageText, PageText)>,
    },
}

/// What a content script reports about its badge.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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
    /// The user clicked the badge's "move".
    Move,
    /// The user clicked the badge's "fold" or "unfold".
    Fold,
}

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PageView {
    /// When the page that it is meant for began to load: its tab may have moved
    /// on meanwhile. None if no page of the site reported, and then no page shows it.
    pub page: Option<Timestamp>,
    /// The badge.
    pub badge: PageBadge,
    /// Where the badge is.
    pub placement: Placement,
    /// Whether to mark the favicon.
    pub favicon: bool,
    /// Until when nothing is shown there, if the user paused it.
    #[serde(rename = "silentUntil")]
    pub silent_until: Option<Timestamp>,
    /// Its session; none until the page was looked at.
    pub session: Option<SessionView>,
}

/// What a page shows of its session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SessionView {
    /// The state of the environment's session.
    pub word: Text,
    /// Whether a click on a control that signs out must ask first.
    pub ask: bool,
    /// That the page's session has ended, if it has. The background adds the
    /// local time in words.
    #[cfg_attr(test, ts(type = "(EndedView & { time: string }) | null"))]
    pub ended: Option<EndedView>,
    /// The address of the sandbox profile, while it has to be rebuilt.
    pub profile: Option<String>,
}

impl SessionView {
    /// The same while Sandbar is paused.
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
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EndedView {
    /// Why: the key of a sentence, whose one placeholder is the local time.
    #[cfg_attr(test, ts(type = "MessageKey"))]
    pub why: &'static str,
    /// When.
    pub at: Timestamp,
}

/// The answer to a held click.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
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
