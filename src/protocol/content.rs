//! Messages from content scripts to the background.

use serde::Deserialize;

use super::catches::Choice;
use super::declared::{Declared, Needed, ONCE, PLAIN, SHOWS_PAGE, SyncedPart, about, changing};
use super::page_text::PageText;
use crate::catalogue::Environment;
use crate::detect::keys_page::piece::{Piece, PieceKind, Rect, Region};
use crate::session::TabId;
use crate::time::Timestamp;
use crate::view::badge::Banner;
use crate::view::placement::Corner;

/// A message from a content script, by topic.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Message {
    /// The badge and the marks on the tab.
    Badge(BadgeMessage),
    /// Keys: learning and lookup.
    Keys(KeysMessage),
    /// Sessions: who is signed in, and what a sign-out would end.
    Session(SessionMessage),
    /// Clicks on irreversible actions.
    Stop(StopMessage),
}

/// A message about keys.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum KeysMessage {
    /// A text is going into a field: pasted, dropped or filled in by the
    /// browser.
    Going {
        /// The text.
        text: PageText,
        /// The values of the other fields in the same form.
        #[serde(default)]
        beside: Vec<PageText>,
        /// The labels of the field and its form. Only on watched sites.
        #[serde(default)]
        labels: Vec<PageText>,
    },
    /// The user declares something about the keys in a text, or undoes the last
    /// declaration on this page.
    Belongs {
        /// The text.
        text: PageText,
        /// The values of the other fields in the same form.
        #[serde(default)]
        beside: Vec<PageText>,
        /// The labels of the field and its form. Only on watched sites.
        #[serde(default)]
        labels: Vec<PageText>,
        /// The declaration.
        claim: Claim,
    },
    /// The user reacted to the last warning.
    Chose {
        /// The reaction.
        choice: Choice,
    },
    /// The user switches to the same page in the other environment.
    OtherPage,
    /// The scripts that draw warnings are missing in this frame.
    Draw,
    /// A page of a watched site opened. It has no badge to report about.
    Here,
    /// The page shows values with the shape of a key, or a notice about a key.
    Listed {
        /// When the page started to load.
        loaded_at: Timestamp,
        /// The name of the account, if the page shows it.
        account: Option<String>,
        /// The regions of the page around the values.
        regions: Vec<PageRegion>,
        /// New notices about keys.
        notices: Vec<String>,
        /// What the user clicked on this page to end a key, unless another
        /// action followed.
        after_end: Option<AfterEnd>,
    },
    /// The page shows a value with the shape of a key and must be read.
    Read,
    /// A value was copied that the page doesn't show.
    Copied {
        /// The value.
        text: PageText,
        /// The region around the control that copied it.
        around: PageRegion,
    },
    /// Values were copied that the page shows.
    CopiedShown {
        /// The values, one per line.
        text: PageText,
    },
    /// A control that ends a key (Regenerate, Delete, Disable) was clicked.
    EndClicked {
        /// When the page started to load.
        loaded_at: Timestamp,
        /// The region around the control.
        around: PageRegion,
    },
    /// The user canceled the last such click (Cancel, Escape).
    EndCancelled,
    /// The user copies the keys on the page as an `.env` file.
    Env {
        /// The regions of the page around the values.
        regions: Vec<PageRegion>,
    },
    /// The user wants to choose places where keys are pasted.
    Places,
}

/// A user's declaration about the keys in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// They belong to Production.
    Production,
    /// They belong to Sandbox.
    Sandbox,
    /// They are allowed here, although they belong to the other environment.
    Fine,
    /// The last declaration is undone.
    Undo,
}

impl Claim {
    /// The declared environment, if any.
    #[must_use]
    pub const fn environment(self) -> Option<Environment> {
        match self {
            Self::Production => Some(Environment::Production),
            Self::Sandbox => Some(Environment::Sandbox),
            Self::Fine | Self::Undo => None,
        }
    }
}

impl From<Environment> for Claim {
    fn from(environment: Environment) -> Self {
        match environment {
            Environment::Production => Self::Production,
            Environment::Sandbox => Self::Sandbox,
        }
    }
}

/// The user's clicks since a click that ends a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum AfterEnd {
    /// No further click.
    Clicked,
    /// The user confirmed the page's question.
    Answered,
}

/// A region of a page, as a content script observed it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct PageRegion {
    /// The headings above it, nearest first.
    pub headings: Vec<PageText>,
    /// Whether it is a comment, a quotation or similar.
    pub aside: bool,
    /// Whether its text runs from right to left.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub right_to_left: bool,
    /// What is chosen in the tabs, lists and switches above it.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<PageText>>"))]
    pub chosen: Vec<PageText>,
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
    /// The IDs of the elements around it, outermost first.
    pub within: Vec<u32>,
    /// Its kind.
    pub kind: PieceKind,
    /// Its names in the markup.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<PageText>>"))]
    pub names: Vec<PageText>,
    /// The headings above a value, nearest first.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<PageText>>"))]
    pub under: Vec<PageText>,
    /// Whether it is the clicked control.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    pub clicked: bool,
}

impl PageRegion {
    /// The region, in the form that is read.
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
        Region {
            headings: texts(&self.headings),
            chosen: texts(&self.chosen),
            is_aside: self.aside,
            is_keys_page: false,
            pieces: pieces.collect(),
        }
    }

    /// A keys page with these lines from top to bottom. A line of one word is a
    /// control, and a `!` at the end marks the clicked one. A `#` marks a
    /// heading.
    #[cfg(test)]
    pub(crate) fn of_lines(lines: &str) -> Self {
        let pieces = lines.lines().zip(0..).map(|(line, index): (&str, i32)| {
            let text = line.trim_end_matches('!').trim_start_matches("# ");
            let is_control = ["Copy", "Delete", "Regenerate", "Disable", "Enable"].contains(&text);
            let kind = match line.starts_with('#') {
                true => PieceKind::Heading,
                false if is_control || line.ends_with('!') => PieceKind::Control,
                false => PieceKind::Text,
            };
            PagePiece {
                text: text.to_owned().into(),
                at: [0, index * 20, 400, 16],
                within: vec![1],
                kind,
                names: Vec::new(),
                under: Vec::new(),
                clicked: line.ends_with('!'),
            }
        });
        Self { headings: vec!["Manage API Keys".to_owned().into()], pieces: pieces.collect(), ..Self::default() }
    }

    /// All texts that may contain a value.
    pub fn texts(&self) -> impl Iterator<Item = &PageText> {
        self.pieces.iter().map(|piece| &piece.text)
    }
}

/// A message about sessions from a portal or the account site. Times are from
/// the page's clock, which is the same as the background's.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SessionMessage {
    /// The page's signs were read.
    Seen {
        /// When the page started to load.
        loaded_at: Timestamp,
        /// The visible labels of controls that may relate to a session.
        visible: Vec<String>,
        /// The same for controls in closed menus.
        hidden: Vec<String>,
        /// Whether it has a sign-in form: one password field and a sign-in
        /// control.
        sign_in_form: bool,
        /// Whether the page has loaded and has stopped changing.
        settled: bool,
        /// The number of fields edited since it was loaded or submitted.
        unsaved: u32,
    },
    /// A field was edited, or a form was submitted.
    Edited {
        /// When the page started to load.
        loaded_at: Timestamp,
        /// The number of edited fields.
        unsaved: u32,
    },
    /// The pointer or the focus is on a sign-out control whose click would be
    /// held. This wakes the core in time.
    Near,
    /// A sign-out control was clicked. The click is held until the answer.
    SignOutClicked,
    /// A click on a sign-out control went through.
    Begun {
        /// When the page started to load.
        loaded_at: Timestamp,
        /// The time of the click.
        at: Timestamp,
    },
    /// The page navigates to an address that may sign the user out.
    Going {
        /// The target address.
        url: String,
        /// The time of the navigation.
        at: Timestamp,
    },
    /// The page was left.
    Left {
        /// When the page started to load.
        loaded_at: Timestamp,
    },
    /// The user answered the question with "stay".
    Stay,
    /// The user answered the question with "go to the unsaved tab".
    GoTo {
        /// The unsaved tab.
        tab: TabId,
    },
    /// The user marked the sandbox profile as set up.
    ProfileRebuilt,
    /// The user wants Sandbox in a separate cookie store.
    OpenApart {
        /// Whether the user has confirmed.
        sure: bool,
    },
    /// The user wants to allow Sandbar in private windows.
    OpenDetails,
    /// The user wants to copy what they typed.
    Copy {
        /// The edited fields, as name and value.
        fields: Vec<(PageText, PageText)>,
    },
}

/// A control that may be irreversible.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StopControl {
    /// Its own labels: its names in the markup, and its text.
    pub labels: Vec<String>,
    /// Whether it is in the row of a key.
    #[serde(default)]
    pub is_in_row: bool,
}

/// A message about a control that may be irreversible.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum StopMessage {
    /// The pointer or the focus is on it, or its click is held. Asks for the
    /// question, if any.
    Near(StopControl),
    /// A click on it goes through.
    Passed(StopControl),
    /// The user wants no questions on this site for a while.
    Quiet,
    /// The user never wants to be asked about this on this site.
    Never(StopControl),
    /// A held click went through, but the page doesn't seem to have reacted.
    /// The user must be told to click again.
    Stuck,
    /// The user answered the offer to ask before submissions.
    Offered {
        /// Whether they accepted.
        yes: bool,
    },
}

/// A message about the badge.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum BadgeMessage {
    /// The page's banner was looked for.
    Seen {
        /// When the page started to load.
        loaded_at: Timestamp,
        /// Whether it shows the sandbox banner.
        banner: Banner,
    },
    /// The page's policy refused the marked favicon.
    IconRefused,
    /// The user clicked *Move*.
    Move,
    /// The user dragged the badge to a corner.
    Place {
        /// The corner.
        corner: Corner,
    },
    /// The pointer moves over the page for the first time.
    Near,
    /// The user clicked *Collapse* or *Expand*.
    Fold,
    /// The user permanently hid a note.
    HideNote {
        /// The message key of the note.
        note: String,
    },
}

impl Message {
    /// The properties of this message.
    #[must_use]
    pub fn declared(&self) -> Declared<'_> {
        match self {
            Self::Badge(message) => match message {
                BadgeMessage::Seen { .. } => SHOWS_PAGE,
                BadgeMessage::IconRefused | BadgeMessage::HideNote { .. } | BadgeMessage::Near => PLAIN,
                // Each of these moves the badge one step, and its placement is
                // a setting.
                BadgeMessage::Move | BadgeMessage::Fold => Declared { changes: SyncedPart::Settings, ..ONCE },
                BadgeMessage::Place { .. } => Declared { changes: SyncedPart::Settings, ..PLAIN },
            },
            Self::Keys(message) => match message {
                KeysMessage::Going { text, .. } | KeysMessage::CopiedShown { text } => {
                    about(Needed::InTexts(vec![text]))
                }
                // After it, the text is judged differently. A repetition
                // would be about other keys.
                KeysMessage::Belongs { text, .. } => {
                    Declared { repeatable: false, ..changing(Needed::InTexts(vec![text])) }
                }
                KeysMessage::Env { regions } => {
                    about(Needed::InTexts(regions.iter().flat_map(PageRegion::texts).collect()))
                }
                KeysMessage::Listed { regions, .. } => {
                    changing(Needed::InTexts(regions.iter().flat_map(PageRegion::texts).collect()))
                }
                KeysMessage::Copied { text, .. } => changing(Needed::InTexts(vec![text])),
                KeysMessage::EndClicked { around, .. } => about(Needed::InTexts(around.texts().collect())),
                KeysMessage::EndCancelled | KeysMessage::Draw | KeysMessage::Read | KeysMessage::Chose { .. } => PLAIN,
                // A repeated message may open the page twice, which is better
                // than not at all.
                KeysMessage::OtherPage => PLAIN,
                // It opens a page.
                KeysMessage::Places => ONCE,
                KeysMessage::Here => SHOWS_PAGE,
            },
            Self::Session(message) => match message {
                SessionMessage::Seen { .. } => SHOWS_PAGE,
                SessionMessage::Edited { .. }
                | SessionMessage::Near
                | SessionMessage::SignOutClicked
                | SessionMessage::Begun { .. }
                | SessionMessage::Going { .. }
                | SessionMessage::Left { .. }
                | SessionMessage::Stay
                | SessionMessage::GoTo { .. }
                | SessionMessage::ProfileRebuilt
                | SessionMessage::OpenDetails
                | SessionMessage::Copy { .. } => PLAIN,
                // It opens windows and tabs.
                SessionMessage::OpenApart { .. } => ONCE,
            },
            Self::Stop(message) => match message {
                StopMessage::Near(_)
                | StopMessage::Passed(_)
                | StopMessage::Quiet
                | StopMessage::Never(_)
                | StopMessage::Stuck
                // This setting isn't synced.
                | StopMessage::Offered { .. } => PLAIN,
            },
        }
    }
}

/// At least one message of each kind, as content scripts send it.
#[cfg(test)]
pub(super) const SAMPLES: &str = r#"[
    {"badge": {"seen": {"loadedAt": 0, "banner": "pending"}}},
    {"badge": "icon-refused"},
    {"badge": "move"},
    {"badge": {"place": {"corner": "top-left"}}},
    {"badge": "near"},
    {"badge": "fold"},
    {"badge": {"hide-note": {"note": ""}}},
    {"keys": {"going": {"text": "", "beside": [], "labels": []}}},
    {"keys": {"belongs": {"text": "", "beside": [], "labels": [], "claim": "sandbox"}}},
    {"keys": {"chose": {"choice": "removed"}}},
    {"keys": "other-page"},
    {"keys": "draw"},
    {"keys": "here"},
    {"keys": {"listed": {"loadedAt": 0, "account": null, "regions": [], "notices": [], "afterEnd": "answered"}}},
    {"keys": "read"},
    {"keys": {"copied": {"text": "", "around": {"headings": [], "aside": false, "pieces": []}}}},
    {"keys": {"copied-shown": {"text": ""}}},
    {"keys": {"end-clicked": {"loadedAt": 0, "around": {"headings": [], "aside": false, "pieces": []}}}},
    {"keys": "end-cancelled"},
    {"keys": {"env": {"regions": []}}},
    {"keys": "places"},
    {"session": {"seen": {"loadedAt": 0, "visible": [], "hidden": [], "signInForm": false, "settled": true, "unsaved": 0}}},
    {"session": {"edited": {"loadedAt": 0, "unsaved": 0}}},
    {"session": "near"},
    {"session": "sign-out-clicked"},
    {"session": {"begun": {"loadedAt": 0, "at": 0}}},
    {"session": {"going": {"url": "", "at": 0}}},
    {"session": {"left": {"loadedAt": 0}}},
    {"session": "stay"},
    {"session": {"go-to": {"tab": 0}}},
    {"session": "profile-rebuilt"},
    {"session": {"open-apart": {"sure": false}}},
    {"session": "open-details"},
    {"session": {"copy": {"fields": []}}},
    {"stop": {"near": {"labels": [], "isInRow": false}}},
    {"stop": {"passed": {"labels": [], "isInRow": false}}},
    {"stop": "quiet"},
    {"stop": {"never": {"labels": [], "isInRow": false}}},
    {"stop": "stuck"},
    {"stop": {"offered": {"yes": true}}}
]"#;
