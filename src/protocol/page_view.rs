//! What content scripts show, as computed by the core.

use serde::Serialize;

use super::apart::ApartOffer;
use crate::messages::{ContentKey, Counted, Text};
use crate::session::Question;
use crate::time::Timestamp;
use crate::view::badge::PageBadge;
use crate::view::placement::Placement;

/// What a page shows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct PageView {
    /// The load time of the page that this view is for, because its tab may
    /// have moved on. `None` if no page of the site has reported; then no page
    /// shows it.
    pub page: Option<Timestamp>,
    /// The badge.
    pub badge: PageBadge,
    /// The badge's placement.
    pub placement: Placement,
    /// Whether to mark the favicon.
    pub favicon: bool,
    /// The end of the pause, if the user paused the site.
    #[serde(rename = "silentUntil")]
    pub silent_until: Option<Timestamp>,
    /// Its session; `None` until the page's signs were read.
    pub session: Option<SessionView>,
    /// The keys that were just learned from it, if any.
    pub learned: Option<LearnedView>,
    /// The notes for the page, except those that the user hid, each with the
    /// address of its link.
    pub notes: Vec<Text>,
    /// The clicks to watch because they may be irreversible; `None` if there
    /// are none.
    pub stop: Option<StopView>,
}

impl PageView {
    /// Whether it needs scripts that a quiet page doesn't have.
    #[must_use]
    pub fn needs_cards(&self) -> bool {
        self.learned.is_some()
            || !self.notes.is_empty()
            || self.stop.as_ref().is_some_and(|stop| stop.offers)
            || self.session.as_ref().is_some_and(SessionView::needs_cards)
    }
}

/// The announcement of learned keys. It disappears by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LearnedView {
    /// The number of keys and their environment.
    pub heading: Counted,
    /// The time of learning.
    pub at: Timestamp,
    /// Whether to ask where the user pastes keys.
    pub asks_for_places: bool,
    /// Whether they can be copied as an `.env` file.
    pub has_env: bool,
}

/// What a page shows about its session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct SessionView {
    /// The state of the environment's session.
    pub word: Text,
    /// Whether a click on a sign-out control must ask first.
    pub ask: bool,
    /// The end of the page's session, if it has ended. The background adds the
    /// local time as text.
    #[cfg_attr(test, ts(type = "(EndedView & { time: string }) | null"))]
    pub ended: Option<EndedView>,
    /// The address of the sandbox profile while it has to be set up.
    pub profile: Option<String>,
}

impl SessionView {
    /// The same view while Sandbar is paused.
    #[must_use]
    pub fn silent(self) -> Self {
        Self { ask: false, ended: None, profile: None, ..self }
    }

    const fn needs_cards(&self) -> bool {
        self.ask || self.ended.is_some() || self.profile.is_some()
    }
}

/// The end of a page's session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct EndedView {
    /// The message key of the reason. Its argument is the local time.
    #[cfg_attr(test, ts(type = "ContentKey"))]
    pub why: ContentKey,
    /// The time of the end.
    pub at: Timestamp,
    /// The offer that prevents this, if a sign-out in the other environment
    /// ended it.
    pub apart: Option<ApartOffer>,
}

/// The clicks that a page watches because they may be irreversible.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StopView {
    /// Whether to watch the controls that portals have.
    pub verbs: bool,
    /// Labels that the user added.
    pub words: Vec<String>,
    /// The end of the time without questions.
    pub quiet_until: Option<Timestamp>,
    /// Whether to offer to ask before submissions.
    pub offers: bool,
}

/// The question before an irreversible action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StopQuestion {
    /// The action and the environment.
    pub heading: Text,
    /// The page.
    pub page: Text,
    /// The consequence.
    pub what: Text,
    /// The label that says so.
    pub label: String,
    /// The [name](crate::stop::Irrevocable::name) of the action.
    pub action: String,
}

/// The answer to a held click: a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct QuestionView {
    /// The heading.
    pub heading: Text,
    /// The text about the consequence.
    pub body: Text,
    /// The question as data.
    pub question: Question,
    /// The text about the number of tabs with unsaved input.
    pub unsaved: Option<Counted>,
}
