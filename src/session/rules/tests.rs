//! Tests of one rule each. Times are in seconds; a page reports half a second
//! after it starts loading, unless a test says otherwise.

use super::*;
use crate::catalogue::Environment::{Production, Sandbox};
use crate::session::{Cause, PageWord, SessionWord, TabId};

fn at(seconds: f64) -> Timestamp {
    Timestamp::from_js(seconds * 1000.0)
}

fn page(tab: i32, loaded_at: f64) -> Document {
    Document { tab: TabId(tab), loaded_at: at(loaded_at) }
}

const PRODUCTION: SessionScope = SessionScope::Environment(Production);
const SANDBOX: SessionScope = SessionScope::Environment(Sandbox);

/// A ledger, and what its last event changed.
#[derive(Default)]
struct Story {
    ledger: Ledger,
    changes: Vec<Change>,
}

impl Story {
    /// Both environments were seen signed in, in tab 1 at 1 s and tab 2 at 2 s.
    fn signed_in() -> Self {
        Self::default().sees(PRODUCTION, page(1, 1.0), Signs::SignedIn).sees(SANDBOX, page(2, 2.0), Signs::SignedIn)
    }

    fn at(mut self, now: f64, news: News) -> Self {
        self.changes = self.ledger.apply(&Observation { now: at(now), news });
        self
    }

    fn sees(self, site: SessionScope, document: Document, signs: Signs) -> Self {
        let now = document.loaded_at.as_millis() as f64 / 1000.0 + 0.5;
        self.sees_at(now, site, document, signs)
    }

    fn sees_at(self, now: f64, site: SessionScope, document: Document, signs: Signs) -> Self {
        self.at(now, News::PageSeen { site, document, signs })
    }

    fn clicks(self, now: f64, site: SessionScope, document: Document) -> Self {
        self.at(now, News::SignOutBegun { site, how: SignOutTrigger::Click(document) })
    }

    fn goes(self, now: f64, site: SessionScope, tab: i32) -> Self {
        self.at(now, News::SignOutBegun { site, how: SignOutTrigger::Navigation(TabId(tab)) })
    }

    fn loses_cookie(self, now: f64, site: SessionScope) -> Self {
        self.at(now, News::CookieRemoved { site })
    }

    fn belief(&self, environment: Environment) -> Belief {
        *self.ledger.belief(environment)
    }

    fn causes(&self) -> [Option<Cause>; 2] {
        Environment::ALL.map(|environment| match self.belief(environment) {
            Belief::SignedOut(end) => Some(end.origin.cause_in(environment)),
            _ => None,
        })
    }

    fn words(&self) -> [SessionWord; 2] {
        Environment::ALL.map(|environment| self.ledger.session_word(environment))
    }

    fn whats(&self) -> Vec<What> {
        self.ledger.history().moments().map(|moment| moment.what).collect()
    }
}

const HERE_AND_LINKED: [Option<Cause>; 2] = [Some(Cause::Here), Some(Cause::Linked)];
const BOTH_IN: [SessionWord; 2] = [SessionWord::SignedIn; 2];
const NOT_OUT: [Option<Cause>; 2] = [None; 2];

mod signing_in {
    use super::*;

    #[test]
    fn a_page_seen_signed_in_is_believed() {
        let story = Story::default().sees(PRODUCTION, page(1, 1.0), Signs::SignedIn);
        assert_eq!(story.belief(Production), Belief::SignedIn { since: at(1.5), evidence: page(1, 1.0) });
        assert_eq!(story.changes, [Change::SignedIn { environment: Production, first_time: true }]);
    }

    #[test]
    fn signing_in_on_one_side_says_nothing_about_the_other() {
        let story = Story::default().sees(PRODUCTION, page(1, 1.0), Signs::SignedIn);
        assert_eq!(story.belief(Sandbox), Belief::UNKNOWN);
    }

    #[test]
    fn the_first_sign_in_to_sandbox_brings_the_profile_reminder_and_no_other_does() {
        let story = Story::default().sees(PRODUCTION, page(1, 1.0), Signs::SignedIn);
        assert_eq!(story.ledger.profile_reminder(), ProfileReminder::NotYet);
        let story = story.sees(SANDBOX, page(2, 2.0), Signs::SignedIn);
        assert!(story.changes.contains(&Change::Profile(ProfileReminder::Due)));
    }

    #[test]
    fn a_reminder_marked_as_done_never_comes_again() {
        let story = Story::signed_in().at(3.0, News::ProfileRebuilt).clicks(4.0, SANDBOX, page(2, 2.0));
        let story = story.sees(SANDBOX, page(2, 5.0), Signs::SignedOut).sees(SANDBOX, page(2, 60.0), Signs::SignedIn);
        assert_eq!(story.words()[1], SessionWord::SignedIn);
        assert_eq!(story.ledger.profile_reminder(), ProfileReminder::Done);
    }

    #[test]
    fn a_second_sign_in_is_not_the_first() {
        let story = Story::signed_in().sees(PRODUCTION, page(1, 5.0), Signs::SignInPage);
        let story = story.sees(PRODUCTION, page(1, 60.0), Signs::SignedIn);
        assert_eq!(story.changes, [Change::SignedIn { environment: Production, first_time: false }]);
    }

    #[test]
    fn a_document_loaded_before_the_sign_out_changes_nothing() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0));
        let story = story.sees(PRODUCTION, page(1, 4.0), Signs::SignedOut);
        let before = story.ledger.clone();
        let story = story.sees_at(10.0, SANDBOX, page(2, 2.0), Signs::SignedIn);
        assert_eq!((story.changes.len(), &story.ledger.session(Sandbox)), (0, &before.session(Sandbox)));
    }

    #[test]
    fn a_page_loaded_between_click_and_confirmation_is_too_old_to_count() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0));
        let story = story.loses_cookie(4.0, PRODUCTION).sees_at(4.5, SANDBOX, page(2, 3.5), Signs::SignedIn);
        assert_eq!(story.causes(), HERE_AND_LINKED);
    }
}

mod signing_out {
    use super::*;

    #[test]
    fn a_sign_out_that_only_began_ends_nothing() {
        assert_eq!(Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0)).words(), BOTH_IN);
    }

    #[test]
    fn a_click_and_a_signed_out_page_end_both() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0));
        let story = story.sees(PRODUCTION, page(1, 4.0), Signs::SignedOut);
        assert_eq!(story.causes(), HERE_AND_LINKED);
        assert_eq!(story.words(), [SessionWord::SignedOut, SessionWord::EndedWithTheOther]);
    }

    #[test]
    fn a_click_and_a_signed_out_page_in_sandbox_end_both() {
        let story = Story::signed_in().clicks(3.0, SANDBOX, page(2, 2.0));
        let story = story.sees(SANDBOX, page(2, 4.0), Signs::SignedOut);
        assert_eq!(story.causes(), [Some(Cause::Linked), Some(Cause::Here)]);
    }

    #[test]
    fn a_click_and_a_removed_cookie_end_both() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0)).loses_cookie(3.5, PRODUCTION);
        assert_eq!(story.causes(), HERE_AND_LINKED);
    }

    #[test]
    fn the_other_environments_cookie_confirms_nothing() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0)).loses_cookie(3.5, SANDBOX);
        assert_eq!(story.causes(), NOT_OUT);
    }

    #[test]
    fn a_cookie_removed_after_a_page_was_seen_signed_in_again_confirms_nothing() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0));
        let story = story.sees(PRODUCTION, page(1, 4.0), Signs::SignedIn).loses_cookie(5.0, PRODUCTION);
        assert_eq!(story.causes(), NOT_OUT);
    }

    #[test]
    fn a_second_removed_cookie_after_a_page_was_seen_signed_in_again_confirms_nothing() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0));
        let story = story.sees(PRODUCTION, page(1, 4.0), Signs::SignedIn);
        assert_eq!(story.loses_cookie(5.0, PRODUCTION).loses_cookie(5.0, PRODUCTION).causes(), NOT_OUT);
    }

    #[test]
    fn the_page_in_which_it_was_clicked_may_turn_signed_out_without_loading() {
        let story = Story::signed_in().sees(PRODUCTION, page(3, 2.5), Signs::SignedIn);
        let story = story.clicks(4.0, PRODUCTION, page(1, 1.0));
        let story = story.sees_at(5.0, PRODUCTION, page(1, 1.0), Signs::SignedOut);
        assert_eq!(story.causes(), HERE_AND_LINKED);
    }

    #[test]
    fn a_navigation_begins_it_as_a_click_does() {
        let story = Story::signed_in().goes(3.0, SANDBOX, 2).sees(SANDBOX, page(2, 3.5), Signs::SignedOut);
        assert_eq!(story.causes(), [Some(Cause::Linked), Some(Cause::Here)]);
    }

    #[test]
    fn redirects_in_the_same_tab_belong_to_the_click() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0));
        let story = story.goes(3.1, PRODUCTION, 1).goes(3.2, SessionScope::Account, 1);
        let story = story.at(3.6, News::SignOutPageLoaded { document: page(1, 3.3) });
        assert_eq!(story.causes(), HERE_AND_LINKED);
    }

    #[test]
    fn a_click_elsewhere_is_a_new_intention() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0)).clicks(9.0, SANDBOX, page(2, 2.0));
        let story = story.sees(SANDBOX, page(2, 10.0), Signs::SignedOut);
        assert_eq!(story.causes(), [Some(Cause::Linked), Some(Cause::Here)]);
    }

    #[test]
    fn the_other_environment_turning_signed_out_confirms_it_too() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0));
        let story = story.sees(SANDBOX, page(2, 4.0), Signs::SignedOut);
        assert_eq!(story.causes(), HERE_AND_LINKED);
    }

    #[test]
    fn landing_on_the_account_sites_sign_in_page_confirms_it() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0));
        let story = story.sees(SessionScope::Account, page(1, 4.0), Signs::SignedOut);
        assert_eq!(story.causes(), HERE_AND_LINKED);
    }

    #[test]
    fn the_account_sites_sign_in_page_by_itself_says_nothing() {
        let story = Story::signed_in().sees(SessionScope::Account, page(1, 4.0), Signs::SignedOut);
        assert_eq!(story.words(), BOTH_IN);
    }

    #[test]
    fn a_sign_out_on_the_account_site_is_linked_for_both() {
        let story = Story::signed_in().at(4.0, News::SignOutPageLoaded { document: page(3, 3.0) });
        assert_eq!(story.causes(), [Some(Cause::Linked); 2]);
        assert_eq!(story.words(), [SessionWord::SignedOut; 2]);
    }

    #[test]
    fn a_sign_out_page_from_the_back_forward_cache_ends_nothing() {
        let story = Story::default().at(1.0, News::SignOutPageLoaded { document: page(3, 0.5) });
        let story = story.sees(PRODUCTION, page(1, 60.0), Signs::SignedIn);
        let story = story.at(70.0, News::SignOutPageLoaded { document: page(3, 0.5) });
        assert_eq!(story.words()[0], SessionWord::SignedIn);
    }

    #[test]
    fn after_the_confirmation_window_an_end_counts_as_only_seen() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0));
        let story = story.sees(PRODUCTION, page(1, 33.0), Signs::SignInPage);
        assert_eq!(story.causes(), [Some(Cause::Seen), Some(Cause::Linked)]);
    }

    #[test]
    fn a_report_of_a_click_that_arrives_after_the_end_begins_nothing() {
        let story = Story::signed_in().sees(PRODUCTION, page(1, 4.0), Signs::SignInPage);
        let story = story.clicks(3.0, PRODUCTION, page(1, 1.0)).sees(PRODUCTION, page(1, 8.0), Signs::SignedIn);
        assert_eq!(story.loses_cookie(9.0, PRODUCTION).causes(), [None, Some(Cause::Linked)]);
    }

    #[test]
    fn the_end_of_both_sessions_is_one_event() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0)).loses_cookie(3.5, PRODUCTION);
        let origin = Origin::SignOut(PRODUCTION);
        assert_eq!(
            story.whats()[2..],
            [What::SignOutBegun(PRODUCTION), What::Ended { span: AffectedEnvironments::Both, origin }]
        );
    }

    #[test]
    fn a_signed_out_session_does_not_end_again() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0)).loses_cookie(3.5, PRODUCTION);
        let beliefs = Environment::ALL.map(|environment| story.belief(environment));
        let story = story.clicks(60.0, SANDBOX, page(2, 2.0)).sees(SANDBOX, page(2, 61.0), Signs::SignedOut);
        assert_eq!(Environment::ALL.map(|environment| story.belief(environment)), beliefs);
    }

    #[test]
    fn a_repeated_sign_out_still_makes_older_pages_stale() {
        let story = Story::signed_in().loses_cookie(2.9, PRODUCTION).sees(PRODUCTION, page(1, 3.0), Signs::SignInPage);
        let story = story.clicks(20.0, PRODUCTION, page(1, 3.0)).loses_cookie(21.0, PRODUCTION);
        assert_eq!(story.sees_at(22.0, PRODUCTION, page(4, 19.0), Signs::SignedIn).words()[0], SessionWord::SignedOut);
    }
}

mod seeing {
    use super::*;

    #[test]
    fn one_page_that_looks_signed_out_ends_nothing() {
        let story = Story::signed_in().sees(SANDBOX, page(2, 9.0), Signs::SignedOut);
        assert_eq!(story.causes(), [None, None]);
        assert_eq!(story.words(), [SessionWord::SignedIn, SessionWord::Unknown]);
        let story = story.sees_at(10.0, SANDBOX, page(2, 9.0), Signs::SignedOut);
        assert_eq!(story.causes(), [None, None], "the same page is no second sign");
    }

    #[test]
    fn a_second_page_a_removed_cookie_or_a_page_to_sign_in_at_ends_both() {
        let doubted = || Story::signed_in().sees(SANDBOX, page(2, 9.0), Signs::SignedOut);
        let ended = [Some(Cause::Linked), Some(Cause::Seen)];
        assert_eq!(doubted().sees_at(19.5, SANDBOX, page(3, 14.5), Signs::SignedOut).causes(), ended);
        assert_eq!(doubted().sees(SANDBOX, page(2, 12.0), Signs::SignInPage).causes(), ended);
        assert_eq!(doubted().loses_cookie(14.5, SANDBOX).causes(), [Some(Cause::Linked), Some(Cause::Cookie)]);
        assert_eq!(Story::signed_in().sees(SANDBOX, page(2, 9.0), Signs::SignInPage).causes(), ended);
    }

    #[test]
    fn a_doubted_session_that_is_seen_again_goes_on() {
        let doubted = Story::signed_in().sees(SANDBOX, page(2, 9.0), Signs::SignedOut);
        let story = doubted.sees_at(11.5, SANDBOX, page(2, 9.0), Signs::SignedIn);
        assert_eq!(story.belief(Sandbox), Belief::SignedIn { since: at(2.5), evidence: page(2, 9.0) });
        assert_eq!(story.changes, []);
    }

    #[test]
    fn a_doubt_ends_when_the_page_that_raised_it_looks_otherwise() {
        let doubted = || Story::signed_in().sees(SANDBOX, page(2, 9.0), Signs::SignedOut);
        let story = doubted().sees_at(12.0, SANDBOX, page(2, 9.0), Signs::Neither);
        assert_eq!(story.belief(Sandbox), Belief::SignedIn { since: at(2.5), evidence: page(2, 9.0) });
        let story = doubted().sees_at(12.0, SANDBOX, page(3, 10.0), Signs::Neither);
        assert_eq!(story.words()[1], SessionWord::Unknown, "another page");
    }

    #[test]
    fn a_page_found_signed_out_that_looks_otherwise_is_not_known() {
        let found = || Story::default().sees(SANDBOX, page(2, 9.0), Signs::SignedOut);
        assert_eq!(found().sees_at(12.0, SANDBOX, page(2, 9.0), Signs::Neither).words()[1], SessionWord::Unknown);
        let story = found().sees_at(12.0, SANDBOX, page(3, 8.0), Signs::Neither);
        assert_eq!(story.words()[1], SessionWord::SignedOut, "an older page");
        let story = found().sees_at(12.0, SANDBOX, page(3, 10.0), Signs::Neither);
        assert_eq!(story.words()[1], SessionWord::Unknown, "the page after a sign-in, with a closed menu");
        let story = story.sees_at(13.0, SANDBOX, page(2, 9.0), Signs::SignedOut);
        assert_eq!(story.words()[1], SessionWord::Unknown, "the older page looks again");
    }

    #[test]
    fn two_pages_opened_at_once_that_look_signed_out_end_nothing() {
        let story = Story::signed_in().sees_at(10.0, SANDBOX, page(2, 9.0), Signs::SignedOut);
        let story = story.sees_at(10.3, SANDBOX, page(3, 9.2), Signs::SignedOut);
        let story = story.sees_at(12.4, SANDBOX, page(4, 11.4), Signs::SignedOut);
        assert_eq!(story.causes(), NOT_OUT);
        // Their headers learn who the user is.
        let story = story.sees_at(11.5, SANDBOX, page(2, 9.0), Signs::Neither);
        assert_eq!((story.causes(), story.words()[1]), (NOT_OUT, SessionWord::Unknown));
        let story = story.sees_at(13.9, SANDBOX, page(4, 11.4), Signs::Neither);
        assert_eq!(story.words(), BOTH_IN);
    }

    /// Two pages whose headers learn their user this many seconds after loading,
    /// the second page loaded this long after the first. Each page is read when
    /// it has settled, and again 5.5 s later.
    fn two_late(late: f64, apart: f64) -> Story {
        let mut reports = Vec::new();
        for document in [page(2, 9.0), page(3, 9.0 + apart)] {
            let loaded = document.loaded_at.as_millis() as f64 / 1000.0;
            for after in [1.0, 6.5, late] {
                let signs = if after < late { Signs::SignedOut } else { Signs::Neither };
                reports.push((loaded + after, document, signs));
            }
        }
        reports.sort_by(|(one, ..), (other, ..)| one.total_cmp(other));
        reports.into_iter().fold(Story::signed_in(), |story, (now, document, signs)| {
            let story = story.sees_at(now, SANDBOX, document, signs);
            assert_eq!(story.causes(), NOT_OUT, "{late} s late, {apart} s apart, at {now} s");
            story
        })
    }

    #[test]
    fn two_pages_whose_headers_are_late_end_nothing() {
        for late in [1.5, 3.0, 4.5, 6.0, 7.5, 9.0, 10.5, 12.0] {
            for apart in [0.0, 0.3, 1.5, 3.0, 4.5, 6.0, 7.5, 9.0, 10.5, 12.0] {
                assert_eq!(two_late(late, apart).words(), BOTH_IN, "{late} s late, {apart} s apart");
            }
        }
    }

    #[test]
    fn a_session_that_expired_on_the_server_ends_with_the_second_page_that_stays_signed_out() {
        let second = |story: Story, loaded_at: f64| {
            let story = story.sees_at(loaded_at + 1.0, SANDBOX, page(2, loaded_at), Signs::SignedOut);
            assert_eq!(story.causes(), NOT_OUT);
            story.sees_at(loaded_at + 6.5, SANDBOX, page(2, loaded_at), Signs::SignedOut).causes()
        };
        let ended = [Some(Cause::Linked), Some(Cause::Seen)];
        let doubted = || Story::signed_in().sees(SANDBOX, page(2, 9.0), Signs::SignedOut);
        let leaves =
            |story: Story, at: f64, from: f64| story.at(at, News::PageLeft { site: SANDBOX, document: page(2, from) });
        assert_eq!(second(leaves(doubted(), 15.0, 9.0), 15.0), ended);
        // A page in between that was left too soon changes nothing.
        let passed_by = leaves(doubted(), 15.0, 9.0).sees(SANDBOX, page(2, 15.0), Signs::SignedOut);
        assert_eq!(second(leaves(passed_by, 17.0, 15.0), 17.0), ended);
    }

    #[test]
    fn a_page_that_was_left_before_it_could_know_its_user_doubts_nothing() {
        let left = |after: f64| {
            let story = Story::signed_in().sees_at(10.0, SANDBOX, page(2, 9.0), Signs::SignedOut);
            story.at(10.0 + after, News::PageLeft { site: SANDBOX, document: page(2, 9.0) })
        };
        assert_eq!(left(1.5).words(), BOTH_IN);
        let later = |story: Story| story.sees_at(25.5, SANDBOX, page(2, 20.0), Signs::SignedOut).causes();
        assert_eq!(later(left(1.5)), NOT_OUT);
        assert_eq!(later(left(5.0)), [Some(Cause::Linked), Some(Cause::Seen)], "it looked signed out to the end");
    }

    #[test]
    fn an_end_that_was_only_seen_is_taken_back_in_both_environments() {
        let ended = || {
            let doubted = Story::signed_in().sees(SANDBOX, page(2, 9.0), Signs::SignedOut);
            doubted.sees_at(20.5, SANDBOX, page(3, 15.0), Signs::SignedOut)
        };
        assert_eq!(ended().causes(), [Some(Cause::Linked), Some(Cause::Seen)]);
        // Each page counts as loaded when it no longer looks signed out.
        let nothing = ended().sees_at(23.0, SANDBOX, page(3, 23.0), Signs::Neither);
        assert_eq!((nothing.causes(), nothing.words()), (NOT_OUT, [SessionWord::Unknown; 2]));
        let named = ended().sees_at(23.0, SANDBOX, page(3, 23.0), Signs::SignedIn);
        assert_eq!(named.causes(), [Some(Cause::Linked), None], "perhaps signed in again, only here");
        let much_later = ended().sees(SANDBOX, page(3, 90.0), Signs::Neither);
        assert_eq!(much_later.causes(), [Some(Cause::Linked), None], "too late to have been wrong");
        for environment in Environment::ALL {
            assert_eq!(nothing.ledger.page_word(environment, at(2.0), Signs::SignedIn), PageWord::Nothing);
        }
    }

    #[test]
    fn after_a_sign_out_a_later_page_without_signs_is_not_known_and_older_pages_keep_the_notice() {
        let out = || Story::signed_in().clicks(3.0, SANDBOX, page(2, 2.0)).loses_cookie(3.5, SANDBOX);
        let landed = out().sees(SANDBOX, page(2, 4.0), Signs::Neither);
        assert_eq!(landed.words()[1], SessionWord::SignedOut, "the page that says goodbye");
        let story = out().sees(SANDBOX, page(2, 20.0), Signs::Neither);
        assert_eq!(story.words()[1], SessionWord::Unknown);
        assert_ne!(story.ledger.page_word(Sandbox, at(2.0), Signs::SignedIn), PageWord::Nothing);
    }

    #[test]
    fn a_portal_that_leads_its_tab_to_the_account_sites_sign_in_page_has_lost_its_session() {
        let story = Story::signed_in().sees(SessionScope::Account, page(2, 9.0), Signs::SignInPage);
        assert_eq!(story.causes(), [Some(Cause::Linked), Some(Cause::Seen)]);
        let story = Story::signed_in().sees(SessionScope::Account, page(7, 9.0), Signs::SignInPage);
        assert_eq!(story.causes(), [None, None], "another tab");
    }

    #[test]
    fn a_first_visit_signed_out_ends_nothing() {
        let story = Story::default().sees(PRODUCTION, page(1, 1.0), Signs::SignedIn);
        let story = story.sees(SANDBOX, page(2, 2.0), Signs::SignedOut);
        assert_eq!(story.words(), [SessionWord::SignedIn, SessionWord::SignedOut]);
        assert_eq!(story.changes, [Change::FoundSignedOut { environment: Sandbox }]);
        assert_eq!(story.ledger.page_word(Sandbox, at(0.5), Signs::Neither), PageWord::Nothing);
    }

    #[test]
    fn an_old_page_that_offers_to_sign_in_does_not_undo_a_later_sign_in() {
        let story = Story::default().sees(PRODUCTION, page(1, 1.0), Signs::SignedOut);
        let story = story.sees(PRODUCTION, page(2, 60.0), Signs::SignedIn);
        assert_eq!(
            story.sees_at(70.0, PRODUCTION, page(1, 1.0), Signs::SignedOut).words()[0],
            SessionWord::SignedIn,
            "tab 1 comes back from the back/forward cache"
        );
    }

    #[test]
    fn both_signs_on_one_page_make_the_session_unknown() {
        let story = Story::signed_in().sees(PRODUCTION, page(1, 5.0), Signs::Both);
        assert_eq!(story.words(), [SessionWord::Unknown, SessionWord::SignedIn]);
    }

    #[test]
    fn both_signs_on_an_old_page_say_nothing() {
        let story = Story::signed_in().sees_at(5.0, PRODUCTION, page(3, 0.5), Signs::Both);
        assert_eq!(story.words(), BOTH_IN);
    }

    #[test]
    fn neither_sign_says_nothing() {
        let story = Story::signed_in().sees(PRODUCTION, page(1, 5.0), Signs::Neither);
        assert_eq!((story.words(), story.changes), (BOTH_IN, vec![]));
    }

    #[test]
    fn unknown_after_an_end_goes_back_to_it_when_seen_signed_out() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0)).loses_cookie(3.5, PRODUCTION);
        let ended = story.belief(Sandbox);
        let story = story.sees(SANDBOX, page(2, 5.0), Signs::Both);
        assert_eq!(story.words()[1], SessionWord::Unknown);
        assert_eq!(story.sees(SANDBOX, page(2, 6.0), Signs::SignedOut).belief(Sandbox), ended);
    }
}

mod cookies {
    use super::*;

    #[test]
    fn a_removed_cookie_alone_only_lowers_belief() {
        let story = Story::signed_in().loses_cookie(9.0, PRODUCTION);
        assert_eq!(story.belief(Production), Belief::ProbablySignedOut { since: at(1.5), at: at(9.0) });
        assert_eq!(story.words(), [SessionWord::Unknown, SessionWord::SignedIn]);
    }

    #[test]
    fn the_account_sites_cookie_lowers_both() {
        assert_eq!(Story::signed_in().loses_cookie(9.0, SessionScope::Account).words(), [SessionWord::Unknown; 2]);
    }

    #[test]
    fn only_a_page_loaded_after_the_cookie_was_removed_raises_belief_again() {
        let story = Story::signed_in().loses_cookie(9.0, PRODUCTION);
        let story = story.sees_at(10.0, PRODUCTION, page(1, 8.0), Signs::SignedIn);
        assert_eq!(story.words()[0], SessionWord::Unknown);
        let story = story.sees(PRODUCTION, page(1, 11.0), Signs::SignedIn);
        assert_eq!(story.belief(Production), Belief::SignedIn { since: at(1.5), evidence: page(1, 11.0) });
    }

    #[test]
    fn a_page_that_stays_signed_out_after_a_removed_cookie_ends_both() {
        let story = || {
            let story = Story::signed_in().loses_cookie(9.0, PRODUCTION);
            story.sees(PRODUCTION, page(1, 11.0), Signs::SignedOut)
        };
        assert_eq!(story().causes(), NOT_OUT, "its header may be late");
        let ended = [Some(Cause::Cookie), Some(Cause::Linked)];
        assert_eq!(story().sees_at(16.5, PRODUCTION, page(1, 11.0), Signs::SignedOut).causes(), ended);
        assert_eq!(story().sees(PRODUCTION, page(1, 17.0), Signs::SignedOut).causes(), ended);
        assert_eq!(story().sees_at(12.0, PRODUCTION, page(1, 11.0), Signs::SignInPage).causes(), ended);
        let left = story().at(12.0, News::PageLeft { site: PRODUCTION, document: page(1, 11.0) });
        assert_eq!(left.belief(Production), Belief::ProbablySignedOut { since: at(1.5), at: at(11.5) });
    }

    #[test]
    fn a_cookie_removed_from_a_page_whose_header_is_late_ends_nothing() {
        let story = Story::signed_in().sees(PRODUCTION, page(1, 9.0), Signs::SignedOut).loses_cookie(10.0, PRODUCTION);
        assert_eq!(story.causes(), NOT_OUT);
        assert_eq!(story.sees_at(11.5, PRODUCTION, page(1, 9.0), Signs::Neither).words(), BOTH_IN);
    }

    #[test]
    fn a_cookie_removed_before_the_newest_page_was_loaded_says_nothing() {
        let story = Story::default().sees(PRODUCTION, page(1, 9.5), Signs::SignedIn).loses_cookie(9.0, PRODUCTION);
        assert_eq!(story.words()[0], SessionWord::SignedIn);
    }
}

mod restarts {
    use super::*;

    #[test]
    fn after_a_browser_start_nobody_is_known_to_be_signed_in() {
        assert_eq!(Story::signed_in().at(60.0, News::BrowserStarted).words(), [SessionWord::Unknown; 2]);
    }

    #[test]
    fn a_signed_out_session_stays_signed_out_after_a_restart() {
        let story = Story::signed_in().clicks(3.0, PRODUCTION, page(1, 1.0)).loses_cookie(3.5, PRODUCTION);
        assert_eq!(story.at(60.0, News::BrowserStarted).causes(), HERE_AND_LINKED);
    }

    #[test]
    fn a_restored_tab_is_loaded_again_and_counts() {
        let story = Story::signed_in().at(60.0, News::BrowserStarted);
        assert_eq!(story.sees(PRODUCTION, page(7, 61.0), Signs::SignedIn).words()[0], SessionWord::SignedIn);
    }

    #[test]
    fn a_sign_out_begun_before_a_restart_is_forgotten() {
        let story = Story::signed_in().clicks(59.0, PRODUCTION, page(1, 1.0)).at(60.0, News::BrowserStarted);
        assert_eq!(story.loses_cookie(61.0, PRODUCTION).causes(), NOT_OUT);
    }
}

mod clocks {
    use super::*;

    /// Signed out at 1000.5 s, then the clock was set back to 400 s.
    fn set_back() -> Story {
        let story = Story::default().sees(PRODUCTION, page(1, 500.0), Signs::SignedIn);
        let story = story.clicks(1000.0, PRODUCTION, page(1, 500.0)).loses_cookie(1000.5, PRODUCTION);
        story.sees_at(400.0, PRODUCTION, page(3, 400.0), Signs::Neither)
    }

    #[test]
    fn setting_the_clock_back_ends_and_begins_nothing() {
        assert_eq!(set_back().causes(), HERE_AND_LINKED);
        assert_eq!(set_back().whats().last(), Some(&What::ClockSetBack));
    }

    #[test]
    fn a_page_of_uncertain_age_makes_the_session_unknown() {
        let story = set_back().sees_at(600.0, PRODUCTION, page(1, 500.0), Signs::SignedIn);
        assert_eq!(story.words()[0], SessionWord::Unknown);
    }

    #[test]
    fn a_page_loaded_before_the_sign_out_in_either_pass_still_says_that_its_session_ended() {
        let word = set_back().ledger.page_word(Production, at(300.0), Signs::SignedIn);
        assert!(matches!(word, PageWord::Ended { cause: Cause::Here, .. }));
    }

    #[test]
    fn a_page_loaded_after_the_clock_has_caught_up_is_believed() {
        let story = set_back().sees(PRODUCTION, page(1, 1001.0), Signs::SignedIn);
        assert_eq!(story.words()[0], SessionWord::SignedIn);
    }

    #[test]
    fn a_page_loaded_after_a_browser_start_is_believed() {
        let story = set_back().at(410.0, News::BrowserStarted).sees(PRODUCTION, page(1, 411.0), Signs::SignedIn);
        assert_eq!(story.words()[0], SessionWord::SignedIn);
    }

    #[test]
    fn a_sign_out_by_click_is_recognized_after_the_clock_was_set_back() {
        let story = Story::signed_in().sees(PRODUCTION, page(1, 1000.0), Signs::SignedIn);
        let story = story.clicks(400.0, PRODUCTION, page(1, 1000.0)).sees(PRODUCTION, page(1, 401.0), Signs::SignedOut);
        assert_eq!(story.causes(), HERE_AND_LINKED);
    }
}

mod pages {
    use super::*;

    fn ended() -> Story {
        Story::signed_in().clicks(3.0, SANDBOX, page(2, 2.0)).loses_cookie(3.5, SANDBOX)
    }

    #[test]
    fn an_open_page_of_either_environment_says_that_its_session_ended_and_where_it_began() {
        let origin = Origin::SignOut(SANDBOX);
        for (environment, cause) in [(Production, Cause::Linked), (Sandbox, Cause::Here)] {
            let word = ended().ledger.page_word(environment, at(2.0), Signs::SignedIn);
            assert_eq!(word, PageWord::Ended { cause, at: at(3.5), origin });
        }
    }

    #[test]
    fn a_page_loaded_since_the_end_gets_no_notice() {
        assert_eq!(ended().ledger.page_word(Production, at(3.6), Signs::SignedIn), PageWord::Nothing);
    }

    #[test]
    fn a_page_that_shows_the_end_itself_gets_no_notice() {
        assert_eq!(ended().ledger.page_word(Production, at(2.0), Signs::SignedOut), PageWord::Nothing);
    }

    #[test]
    fn a_new_sign_in_clears_the_notice_on_that_environments_older_pages_only() {
        let story = ended().sees(PRODUCTION, page(1, 60.0), Signs::SignedIn);
        assert_eq!(story.ledger.page_word(Production, at(2.0), Signs::SignedIn), PageWord::Nothing);
        assert_ne!(story.ledger.page_word(Sandbox, at(2.0), Signs::SignedIn), PageWord::Nothing);
    }

    #[test]
    fn older_pages_keep_the_notice_while_the_session_is_unknown() {
        let story = ended().sees(PRODUCTION, page(1, 60.0), Signs::Both);
        assert_ne!(story.ledger.page_word(Production, at(2.0), Signs::SignedIn), PageWord::Nothing);
    }
}
