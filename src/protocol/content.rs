//! What crosses between the content scripts and the background.

use serde::{Deserialize, Serialize};

use super::page_text::PageText;
use crate::catalogue::Environment;
use crate::detect::keys_page::piece::{Piece, PieceKind, Rect, Region};
use crate::messages::{ContentKey, Text};
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
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
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
    /// The user says which environment the keys in a text belong to, or takes
    /// back what they said of them last on this page.
    Belongs {
        /// The text.
        text: PageText,
        /// The values of the other fields of the same form.
        #[serde(default)]
        beside: Vec<PageText>,
        /// What the field and its form are called; on a watched site alone.
        #[serde(default)]
        labels: Vec<PageText>,
        /// The environment; none takes it back.
        environment: Option<Environment>,
    },
    /// The scripts that draw warnings are missing in this frame.
    Draw,
    /// A page of a watched site has opened, which has no badge to report of.
    Here,
    /// The page shows values that have a key's shape, or says what became of a key.
    Listed {
        /// When the page's loading began.
        loaded_at: Timestamp,
        /// The name of the account, where the page shows it.
        account: Option<String>,
        /// The parts of the page around the values.
        regions: Vec<PageRegion>,
        /// Sentences about keys that were not there before.
        notices: Vec<String>,
        /// What was clicked on this page to end a key, unless the user did
        /// something else since.
        after_end: Option<AfterEnd>,
    },
    /// The page shows a value that has a key's shape, and is to be read.
    Read,
    /// A value was copied that the page does not show.
    Copied {
        /// The value.
        text: PageText,
        /// The part of the page around the control that copied it.
        around: PageRegion,
    },
    /// A control that ends a key (Regenerate, Delete, Disable) was clicked.
    EndClicked {
        /// When the page's loading began.
        loaded_at: Timestamp,
        /// The part of the page around it.
        around: PageRegion,
    },
    /// The user took the last such click back (Cancel, Escape).
    EndCancelled,
}

/// The clicks of the user on a page since one that ends a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum AfterEnd {
    /// None.
    Clicked,
    /// The page asked, and the user said yes.
    Answered,
}

/// A part of a page, as a content script observed it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PageRegion {
    /// The headings that it is under, from the nearest.
    pub headings: Vec<PageText>,
    /// Whether it is a comment, a quotation or the like.
    pub aside: bool,
    /// Whether its text runs from right to left.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub right_to_left: bool,
    /// Its pieces, in document order.
    pub pieces: Vec<PagePiece>,
}

/// A piece of a page: a run of text, a field or a control.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PagePiece {
    /// Its text.
    pub text: PageText,
    /// Left, top, width and height on the page, in CSS pixels.
    pub at: [i32; 4],
    /// The elements that it is in, by number, from the outside.
    pub within: Vec<u32>,
    /// What it is.
    pub kind: PieceKind,
    /// What the markup calls it.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<PageText>>"))]
    pub names: Vec<PageText>,
    /// The headings that a value is under, from the nearest.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<PageText>>"))]
    pub under: Vec<PageText>,
    /// Whether it is the control that was clicked.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub clicked: bool,
}

impl PageRegion {
    /// The region, to be read.
    #[must_use]
    pub fn region(&self) -> Region<'_> {
        fn texts(texts: &[PageText]) -> Vec<&str> {
            texts.iter().map(PageText::as_str).collect()
        }
        let pieces = self.pieces.iter().map(|piece| Piece {
            text: piece.text.as_str(),
            rect: if self.right_to_left { Rect::new(piece.at).mirrored() } else { Rect::new(piece.at) },
            within: &piece.within,
            kind: piece.kind,
            names: texts(&piece.names),
            headings: texts(&piece.under),
            is_clicked: piece.clicked,
        });
        Region { headings: texts(&self.headings), is_aside: self.aside, pieces: pieces.collect() }
    }

    /// A keys page that shows these lines, one below the other. A line of one
    /// word is a control; the one that ends with `!` was clicked.
    #[cfg(test)]
    pub(crate) fn of_lines(lines: &str) -> Self {
        let pieces = lines.lines().zip(0..).map(|(line, index): (&str, i32)| {
            let is_control =
                ["Copy", "Delete", "Regenerate", "Disable", "Enable"].contains(&line.trim_end_matches('!'));
            PagePiece {
                text: line.trim_end_matches('!').to_owned().into(),
                at: [0, index * 20, 400, 16],
                within: vec![1],
                kind: if is_control { PieceKind::Control } else { PieceKind::Text },
                names: Vec::new(),
                under: Vec::new(),
                clicked: line.ends_with('!'),
            }
        });
        Self { headings: vec!["Manage API Keys".to_owned().into()], pieces: pieces.collect(), ..Self::default() }
    }

    /// All texts that can hold a value.
    pub fn texts(&self) -> impl Iterator<Item = &PageText> {
        self.pieces.iter().map(|piece| &piece.text)
    }
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
    #[cfg_attr(test, ts(type = "ContentKey"))]
    pub why: ContentKey,
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
