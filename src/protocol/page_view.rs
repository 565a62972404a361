//! What content scripts show, as the core sends it.

use serde::Serialize;

use super::apart::ApartOffer;
use crate::messages::{ContentKey, Counted, Text};
use crate::session::Question;
use crate::time::Timestamp;
use crate::view::badge::{PageBadge, Placement};

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
    /// The keys that were just learned from it, if any were.
    pub learned: Option<LearnedView>,
    /// What is worth knowing there, without what the user hid: each text with the
    /// address that the link after it leads to.
    pub notes: Vec<Text>,
    /// Which clicks are looked at because they may do what cannot be undone; none
    /// where nothing is.
    pub stop: Option<StopView>,
}

impl PageView {
    /// Whether it needs scripts that a quiet page does not have.
    #[must_use]
    pub fn needs_cards(&self) -> bool {
        self.learned.is_some()
            || !self.notes.is_empty()
            || self.stop.as_ref().is_some_and(|stop| stop.offers)
            || self.session.as_ref().is_some_and(SessionView::needs_cards)
    }
}

/// That keys were learned from a page. It goes away by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct LearnedView {
    /// How many, and of which environment.
    pub heading: Counted,
    /// When.
    pub at: Timestamp,
    /// Whether to ask where keys are pasted.
    pub asks_for_places: bool,
    /// Whether they can be copied as an `.env` file.
    pub has_env: bool,
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

    const fn needs_cards(&self) -> bool {
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
    /// What to offer so that it does not happen again, if a sign-out elsewhere ended it.
    pub apart: Option<ApartOffer>,
}

/// Which clicks a page looks at because they may do what cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct StopView {
    /// Whether those on the controls that portals have.
    pub verbs: bool,
    /// Labels that the user chose.
    pub words: Vec<String>,
    /// Until when the user wants nothing asked.
    pub quiet_until: Option<Timestamp>,
    /// Whether to offer to ask before submissions.
    pub offers: bool,
}

/// What to ask before a click does what cannot be undone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct StopQuestion {
    /// What was clicked, and in which environment.
    pub heading: Text,
    /// The page.
    pub page: Text,
    /// What will happen.
    pub what: Text,
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
    pub unsaved: Option<Counted>,
}
