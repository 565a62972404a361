//! The question before a sign-out that would end the other environment's
//! session.
//!
//! It is asked only if something would be lost: the session of at least one
//! open page of the *other* environment. Such a page counts if a session of its
//! environment is believed and the page doesn't look signed out. A removed
//! cookie doesn't change that belief: an unnecessary question costs a click, a
//! missing one may cost typed work. If nothing is known about the session, a
//! page counts if it has unsaved input. Pages of the environment in which the
//! user clicked don't count, because the user asked to end that session.

use core::time::Duration;

use serde::{Deserialize, Serialize};

use super::belief::Belief;
use super::document::TabId;
use super::ledger::Ledger;
use super::signs::Signs;
use crate::catalogue::Environment;
use crate::time::Timestamp;

/// How long after the question another click goes through without asking again.
/// Long enough to read the question and look at a tab, short enough that the
/// user still remembers it.
pub const SECOND_CLICK_WINDOW: Duration = Duration::from_secs(60);

/// What is known about an open tab.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabFacts {
    /// The tab.
    pub tab: TabId,
    /// The environment of its page.
    pub environment: Environment,
    /// Its title.
    pub title: String,
    /// The number of fields that were edited but not submitted.
    pub unsaved: u32,
    /// The signs that its page last showed.
    pub signs: Signs,
}

/// A click on a sign-out control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SignOutClick {
    /// The environment of the page.
    pub environment: Environment,
    /// The time of the click.
    pub now: Timestamp,
    /// When the question was last asked there, unless the user chose to stay.
    pub asked_at: Option<Timestamp>,
}

impl SignOutClick {
    /// Whether this click follows the question and goes through.
    #[must_use]
    pub fn is_second(&self) -> bool {
        let time = self.asked_at.and_then(|asked_at| self.now.since(asked_at));
        time.is_some_and(|time| time <= SECOND_CLICK_WINDOW)
    }
}

/// A tab whose session would also end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub struct EndingTab {
    /// The tab.
    pub tab: TabId,
    /// Its title.
    pub title: String,
    /// The number of fields with unsaved input.
    pub unsaved: u32,
}

/// The question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "kebab-case")]
pub struct Question {
    /// The other environment, whose session would also end.
    pub ends: Environment,
    /// The affected tabs, at least one, in the given order.
    pub tabs: Vec<EndingTab>,
}

impl Question {
    /// The number of tabs with unsaved input.
    #[must_use]
    pub fn unsaved_tabs(&self) -> usize {
        self.tabs.iter().filter(|tab| tab.unsaved > 0).count()
    }
}

/// Whether the session of a page with these signs could end: the page doesn't
/// look signed out.
#[must_use]
pub fn would_end(signs: Signs) -> bool {
    !signs.signed_out()
}

/// What pages of an environment would lose with its session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AtStake {
    /// Their session.
    Session,
    /// Unsaved input as well.
    Input,
}

/// Whether a sign-out from a page of this environment asks first. `other` is
/// what the open pages of the other environment that [would end](would_end)
/// would lose; `None` if there are no such pages.
#[must_use]
pub fn asks_before_sign_out(ledger: &Ledger, environment: Environment, other: Option<AtStake>) -> bool {
    let belief = ledger.belief(environment.other());
    match other {
        None => false,
        Some(AtStake::Session) => belief.holds_session(),
        Some(AtStake::Input) => belief.holds_session() || matches!(belief, Belief::Unknown { .. }),
    }
}

/// The question before this click signs out, or `None` if it goes through.
#[must_use]
pub fn question(ledger: &Ledger, tabs: &[TabFacts], click: &SignOutClick) -> Option<Question> {
    let ends = click.environment.other();
    let ending = tabs.iter().filter(|tab| tab.environment == ends && would_end(tab.signs));
    let tabs: Vec<_> =
        ending.map(|facts| EndingTab { tab: facts.tab, title: facts.title.clone(), unsaved: facts.unsaved }).collect();
    let at_stake = tabs.iter().map(|tab| if tab.unsaved > 0 { AtStake::Input } else { AtStake::Session }).max();
    let asks = !click.is_second() && asks_before_sign_out(ledger, click.environment, at_stake);
    asks.then_some(Question { ends, tabs })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Document, News, Observation, SessionScope};
    use Environment::{Production, Sandbox};

    fn seconds(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn ledger(signed_in: &[Environment]) -> Ledger {
        let mut ledger = Ledger::default();
        for &environment in signed_in {
            let document = Document { tab: TabId(1), loaded_at: seconds(1) };
            let site = SessionScope::Environment(environment);
            ledger.apply(&Observation {
                now: seconds(2),
                news: News::PageSeen { site, document, signs: Signs::SignedIn },
            });
        }
        ledger
    }

    fn tab(tab: i32, environment: Environment, unsaved: u32) -> TabFacts {
        TabFacts { tab: TabId(tab), environment, title: format!("Tab {tab}"), unsaved, signs: Signs::SignedIn }
    }

    const CLICK: SignOutClick =
        SignOutClick { environment: Production, now: Timestamp::from_millis(100_000), asked_at: None };

    #[test]
    fn the_question_names_the_other_environments_tabs_with_their_unsaved_input() {
        let tabs = [tab(1, Production, 4), tab(2, Sandbox, 0), tab(3, Sandbox, 2), tab(4, Sandbox, 1)];
        let question = question(&ledger(&Environment::ALL), &tabs, &CLICK).unwrap();
        assert_eq!(question.ends, Sandbox);
        assert_eq!(
            question.tabs.iter().map(|tab| (tab.tab.0, tab.unsaved)).collect::<Vec<_>>(),
            [(2, 0), (3, 2), (4, 1)]
        );
        assert_eq!(question.unsaved_tabs(), 2);
    }

    #[test]
    fn the_question_is_skipped_when_the_other_environment_has_no_open_tab() {
        assert_eq!(question(&ledger(&Environment::ALL), &[tab(1, Production, 4)], &CLICK), None);
    }

    #[test]
    fn where_nothing_is_known_about_the_session_only_unsaved_input_counts() {
        let known = ledger(&[Production]);
        assert_eq!(question(&known, &[tab(2, Sandbox, 0)], &CLICK), None);
        assert!(question(&known, &[tab(2, Sandbox, 4), tab(3, Sandbox, 0)], &CLICK).is_some());
    }

    #[test]
    fn the_question_is_skipped_when_the_other_session_has_ended() {
        let mut ended = ledger(&Environment::ALL);
        let site = SessionScope::Environment(Sandbox);
        let document = Document { tab: TabId(2), loaded_at: seconds(3) };
        let signs = Signs::SignInPage;
        ended.apply(&Observation { now: seconds(4), news: News::PageSeen { site, document, signs } });
        assert_eq!(question(&ended, &[tab(2, Sandbox, 4)], &CLICK), None);
    }

    #[test]
    fn a_tab_that_shows_that_it_is_signed_out_loses_nothing() {
        let signed_out = TabFacts { signs: Signs::SignedOut, ..tab(2, Sandbox, 4) };
        assert_eq!(question(&ledger(&Environment::ALL), &[signed_out], &CLICK), None);
    }

    #[test]
    fn a_removed_cookie_alone_does_not_silence_it() {
        let mut ledger = ledger(&Environment::ALL);
        let site = SessionScope::Environment(Sandbox);
        ledger.apply(&Observation { now: seconds(3), news: News::CookieRemoved { site } });
        assert!(question(&ledger, &[tab(2, Sandbox, 4)], &CLICK).is_some());
    }

    #[test]
    fn a_second_click_goes_through_and_a_much_later_one_asks_again() {
        let (ledger, tabs) = (ledger(&Environment::ALL), [tab(2, Sandbox, 4)]);
        let pressed = |asked_at| question(&ledger, &tabs, &SignOutClick { asked_at: Some(asked_at), ..CLICK });
        assert_eq!(pressed(seconds(40)), None);
        assert!(pressed(seconds(39)).is_some());
    }
}
