//! What content scripts report to the background.

use serde::Deserialize;

use super::catches::Choice;
use super::declared::{Declared, Needed, ONCE, PLAIN, SHOWS_PAGE, SyncedPart, about, changing};
use super::page_text::PageText;
use crate::catalogue::Environment;
use crate::detect::keys_page::piece::{Piece, PieceKind, Rect, Region};
use crate::session::TabId;
use crate::time::Timestamp;
use crate::view::badge::Banner;

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
    /// Clicks on actions that cannot be undone.
    Stop(StopMessage),
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
    /// The user says something about the keys in a text, or takes back what they
    /// said of them last on this page.
    Belongs {
        /// The text.
        text: PageText,
        /// The values of the other fields of the same form.
        #[serde(default)]
        beside: Vec<PageText>,
        /// What the field and its form are called; on a watched site alone.
        #[serde(default)]
        labels: Vec<PageText>,
        /// What the user says.
        claim: Claim,
    },
    /// What the user did about the warning that was shown last.
    Chose {
        /// That.
        choice: Choice,
    },
    /// The user wants the same page in the other environment.
    OtherPage,
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
    /// Values that the page shows were copied.
    CopiedShown {
        /// The values, one in each line.
        text: PageText,
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
    /// The user wants the keys that the page shows as an `.env` file.
    Env {
        /// The parts of the page around the values.
        regions: Vec<PageRegion>,
    },
    /// The user wants to choose the places where keys are pasted.
    Places,
}

/// What the user says about the keys in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub enum Claim {
    /// They belong to Production.
    Production,
    /// They belong to Sandbox.
    Sandbox,
    /// They are fine in this place, though of the other environment.
    Fine,
    /// What was said last is taken back.
    Undo,
}

impl Claim {
    /// The environment that they belong to, if it says so.
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
    SignOutClicked,
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
    /// The user wants Sandbox in a cookie store of its own.
    OpenApart {
        /// Whether they have decided what there was to decide.
        sure: bool,
    },
    /// The user wants to let Sandbar into private windows.
    OpenDetails,
    /// The user wants a copy of what they typed.
    Copy {
        /// The edited fields: name and value.
        fields: Vec<(PageText, PageText)>,
    },
}

/// What a content script reports about a control that may do what cannot be
/// undone. The label is the control's own.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum StopMessage {
    /// Pointer or focus is on it, or it was clicked and is held: what to ask
    /// before the click goes through.
    Near {
        /// Its label.
        label: String,
    },
    /// A click on it goes through.
    Passed {
        /// Its label.
        label: String,
    },
    /// The user wants nothing asked on this site for a while.
    Quiet,
    /// The user never wants to be asked about this on this site.
    Never {
        /// Its label.
        label: String,
    },
    /// The user was offered to be asked before submissions.
    Offered {
        /// Whether they want it.
        yes: bool,
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
    /// The user hid something worth knowing, for good.
    HideNote {
        /// The key of its message.
        note: String,
    },
}

impl Message {
    /// What it asks of those who carry it.
    #[must_use]
    pub fn declared(&self) -> Declared<'_> {
        match self {
            Self::Badge(message) => match message {
                BadgeMessage::Seen { .. } => SHOWS_PAGE,
                BadgeMessage::IconRefused | BadgeMessage::HideNote { .. } => PLAIN,
                // Each takes the badge one step further, and its place is a setting.
                BadgeMessage::Move | BadgeMessage::Fold => Declared { changes: SyncedPart::Settings, ..ONCE },
            },
            Self::Keys(message) => match message {
                KeysMessage::Going { text, .. } | KeysMessage::CopiedShown { text } => {
                    about(Needed::InTexts(vec![text]))
                }
                KeysMessage::Belongs { text, .. } => changing(Needed::InTexts(vec![text])),
                KeysMessage::Env { regions } => {
                    about(Needed::InTexts(regions.iter().flat_map(PageRegion::texts).collect()))
                }
                KeysMessage::Listed { regions, .. } => {
                    changing(Needed::InTexts(regions.iter().flat_map(PageRegion::texts).collect()))
                }
                KeysMessage::Copied { text, .. } => changing(Needed::InTexts(vec![text])),
                KeysMessage::EndClicked { around, .. } => about(Needed::InTexts(around.texts().collect())),
                KeysMessage::EndCancelled | KeysMessage::Draw | KeysMessage::Read | KeysMessage::Chose { .. } => PLAIN,
                // Rarely a page is opened twice: better than not at all.
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
                StopMessage::Near { .. }
                | StopMessage::Passed { .. }
                | StopMessage::Quiet
                | StopMessage::Never { .. }
                // The setting is of this computer alone.
                | StopMessage::Offered { .. } => PLAIN,
            },
        }
    }
}

/// One message or more of each kind, as content scripts send it.
#[cfg(test)]
pub(super) const SAMPLES: &str = r#"[
    {"badge": {"seen": {"loadedAt": 0, "banner": "pending"}}},
    {"badge": "icon-refused"},
    {"badge": "move"},
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
    {"stop": {"near": {"label": ""}}},
    {"stop": {"passed": {"label": ""}}},
    {"stop": "quiet"},
    {"stop": {"never": {"label": ""}}},
    {"stop": {"offered": {"yes": true}}}
]"#;
