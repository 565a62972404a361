//! The session of each environment, as messages.

use crate::catalogue::Environment;
use crate::messages::{MessageKey, message};
use crate::protocol::{ApartSession, OpenCount, StoreKind};
use crate::session::{Belief, Ledger, Origin, SessionScope};
use crate::time::Timestamp;
use crate::view::apart::{leaves_word, place_word};

/// The state of a session, for its style.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LaneState {
    /// The user is signed in.
    In,
    /// The user is signed out.
    Out,
    /// The session ended with the other environment's.
    Ended,
    /// It is not known whether there is a session.
    Unknown,
}

impl LaneState {
    /// The class in the style sheet.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::In => "in",
            Self::Out => "out",
            Self::Ended => "ended",
            Self::Unknown => "unknown",
        }
    }
}

/// The text about an environment's session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lane {
    /// The state of the session.
    pub state: LaneState,
    /// The message. Its placeholder is the time below, if there is one.
    pub text: MessageKey,
    /// The time of the sign-in or sign-out.
    pub at: Option<Timestamp>,
}

/// The messages for what is believed about an environment in one cookie store.
#[must_use]
pub fn lane(ledger: &Ledger, environment: Environment) -> Lane {
    lane_of(*ledger.belief(environment), environment)
}

/// The text about an environment's session, in whichever cookie store it is.
#[must_use]
pub fn lane_beside(ledger: &Ledger, elsewhere: Option<&ApartSession>, environment: Environment) -> Lane {
    match elsewhere.filter(|apart| apart.environment == environment) {
        Some(apart) => lane_of(apart.belief, environment),
        None => lane(ledger, environment),
    }
}

/// The texts if an environment's session is in another cookie store than the
/// tab's: where it is, and what a sign-out leaves signed in. `store` is the
/// tab's.
#[must_use]
pub fn apart_words(store: StoreKind, elsewhere: Option<&ApartSession>, environment: Environment) -> Vec<MessageKey> {
    let Some(apart) = elsewhere else { return Vec::new() };
    if apart.environment == environment {
        return vec![place_word(apart.kind)];
    }
    let own = (store != StoreKind::Normal).then(|| place_word(store));
    let leaves = matches!(apart.belief, Belief::SignedIn { .. }).then(|| leaves_word(apart.environment));
    own.into_iter().chain(leaves).collect()
}

fn lane_of(belief: Belief, environment: Environment) -> Lane {
    let lane = |state, text, at| Lane { state, text, at };
    match belief {
        Belief::Unknown { .. } => lane(LaneState::Unknown, message::LANE_UNKNOWN, None),
        Belief::SignedIn { since, .. } => lane(LaneState::In, message::LANE_SIGNED_IN, Some(since)),
        Belief::Doubted { .. } => lane(LaneState::Unknown, message::LANE_UNKNOWN, None),
        Belief::ProbablySignedOut { at, .. } => lane(LaneState::Unknown, message::LANE_PROBABLY_SIGNED_OUT, Some(at)),
        Belief::FoundSignedOut { at } => lane(LaneState::Out, message::LANE_FOUND_SIGNED_OUT, Some(at)),
        Belief::SignedOut(end) => {
            let (state, text) = cause(end.origin, environment);
            lane(state, text, Some(end.at))
        }
    }
}

/// Whether nothing is known about either environment, and none of their pages
/// is open.
#[must_use]
pub fn is_blank(ledger: &Ledger, open: &[OpenCount]) -> bool {
    let is_unknown = |environment| lane(ledger, environment).text == message::LANE_UNKNOWN;
    Environment::ALL.into_iter().all(is_unknown) && open.iter().all(|count| count.tabs == 0)
}

/// Why the session of an environment ended.
fn cause(origin: Origin, environment: Environment) -> (LaneState, MessageKey) {
    match (origin, origin.scope(), environment) {
        (_, SessionScope::Account, _) => (LaneState::Ended, message::LANE_ENDED_ON_ACCOUNT),
        (_, SessionScope::Environment(other), _) if other != environment => match other {
            Environment::Production => (LaneState::Ended, message::LANE_ENDED_WITH_PRODUCTION),
            Environment::Sandbox => (LaneState::Ended, message::LANE_ENDED_WITH_SANDBOX),
        },
        (Origin::SignOut(_), ..) => (LaneState::Out, message::LANE_SIGNED_OUT),
        (Origin::Seen(_) | Origin::Cookie(_), ..) => (LaneState::Out, message::LANE_FOUND_SIGNED_OUT),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::session::{Document, News, Observation, SignOutTrigger, Signs, TabId};
    use Environment::{Production, Sandbox};

    fn seconds(seconds: u64) -> Timestamp {
        Timestamp::from_millis(seconds * 1000)
    }

    fn seen(ledger: &mut Ledger, environment: Environment, at: u64, signs: Signs) {
        let document = Document { tab: TabId(i32::from(environment == Sandbox)), loaded_at: seconds(at) };
        let site = SessionScope::Environment(environment);
        ledger.apply(&Observation { now: seconds(at), news: News::PageSeen { site, document, signs } });
    }

    fn both_signed_in() -> Ledger {
        let mut ledger = Ledger::default();
        seen(&mut ledger, Production, 1, Signs::SignedIn);
        seen(&mut ledger, Sandbox, 2, Signs::SignedIn);
        ledger
    }

    fn texts(ledger: &Ledger) -> [(LaneState, MessageKey, Option<u64>); 2] {
        Environment::ALL.map(|environment| {
            let Lane { state, text, at } = lane(ledger, environment);
            (state, text, at.map(|at| at.as_millis() / 1000))
        })
    }

    #[test]
    fn nothing_is_known_of_a_new_store() {
        assert_eq!(texts(&Ledger::default()), [(LaneState::Unknown, message::LANE_UNKNOWN, None); 2]);
    }

    #[test]
    fn only_a_store_without_sessions_and_tabs_shows_nothing() {
        let open = |tabs| [OpenCount { tabs, unsaved: 0 }, OpenCount { tabs: 0, unsaved: 0 }];
        assert!(is_blank(&Ledger::default(), &open(0)));
        assert!(!is_blank(&Ledger::default(), &open(1)));
        assert!(!is_blank(&both_signed_in(), &open(0)));
    }

    #[test]
    fn a_sign_out_names_its_side_in_the_other_lane() {
        let mut ledger = both_signed_in();
        let how = SignOutTrigger::Navigation(TabId(1));
        let news = News::SignOutBegun { site: SessionScope::Environment(Sandbox), how };
        ledger.apply(&Observation { now: seconds(5), news });
        seen(&mut ledger, Sandbox, 6, Signs::SignedOut);
        assert_eq!(
            texts(&ledger),
            [
                (LaneState::Ended, message::LANE_ENDED_WITH_SANDBOX, Some(6)),
                (LaneState::Out, message::LANE_SIGNED_OUT, Some(6))
            ]
        );
    }

    #[test]
    fn the_account_site_ends_both() {
        let mut ledger = both_signed_in();
        let document = Document { tab: TabId(9), loaded_at: seconds(7) };
        ledger.apply(&Observation { now: seconds(7), news: News::SignOutPageLoaded { document } });
        assert_eq!(texts(&ledger), [(LaneState::Ended, message::LANE_ENDED_ON_ACCOUNT, Some(7)); 2]);
    }

    #[test]
    fn a_first_visit_that_is_signed_out_reports_no_end() {
        let mut ledger = Ledger::default();
        seen(&mut ledger, Sandbox, 3, Signs::SignedOut);
        assert_eq!(
            texts(&ledger),
            [
                (LaneState::Unknown, message::LANE_UNKNOWN, None),
                (LaneState::Out, message::LANE_FOUND_SIGNED_OUT, Some(3))
            ]
        );
    }

    #[test]
    fn separate_sessions_say_where_they_are_and_what_a_sign_out_leaves() {
        let ledger = both_signed_in();
        let apart = |environment, kind| ApartSession {
            environment,
            kind,
            belief: *ledger.belief(environment),
            open: OpenCount::default(),
        };
        let words = |store, elsewhere: &ApartSession| {
            Environment::ALL.map(|environment| apart_words(store, Some(elsewhere), environment))
        };
        let contained = apart(Sandbox, StoreKind::Container);
        assert_eq!(
            words(StoreKind::Normal, &contained),
            [vec![message::LANE_LEAVES_SANDBOX], vec![message::LANE_IN_CONTAINER]]
        );
        assert_eq!(
            words(StoreKind::Container, &apart(Production, StoreKind::Normal)),
            [vec![message::LANE_IN_NORMAL], vec![message::LANE_IN_CONTAINER, message::LANE_LEAVES_PRODUCTION]]
        );
        assert_eq!(
            words(StoreKind::Private, &apart(Production, StoreKind::Normal)),
            [vec![message::LANE_IN_NORMAL], vec![message::LANE_IN_PRIVATE, message::LANE_LEAVES_PRODUCTION]]
        );
        // Nobody is signed in there, so a sign-out leaves nothing.
        let empty = ApartSession { belief: Belief::UNKNOWN, ..contained };
        assert_eq!(words(StoreKind::Normal, &empty), [vec![], vec![message::LANE_IN_CONTAINER]]);
        assert_eq!(Environment::ALL.map(|one| apart_words(StoreKind::Container, None, one)), [vec![], vec![]]);
    }

    #[test]
    fn the_lane_of_a_session_elsewhere_is_that_of_its_store() {
        let elsewhere = ApartSession {
            environment: Sandbox,
            kind: StoreKind::Container,
            belief: *both_signed_in().belief(Sandbox),
            open: OpenCount::default(),
        };
        let lane = |environment| lane_beside(&Ledger::default(), Some(&elsewhere), environment).state;
        assert_eq!(Environment::ALL.map(lane), [LaneState::Unknown, LaneState::In]);
    }
}
