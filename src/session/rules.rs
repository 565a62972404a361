//! The ledger's rules: applies one event and returns the changes.
//!
//! They implement the table in [the parent module](super).

use super::belief::{Belief, End, Origin, ProfileReminder, SessionScope};
use super::document::Document;
use super::event::{Change, News, Observation, SignOutTrigger};
use super::history::{AffectedEnvironments, Moment, What};
use super::ledger::{Begun, CONFIRMATION_WINDOW, DOUBT_STANDS, Ledger};
use super::order::{Age, Reading};
use super::signs::Signs;
use crate::catalogue::Environment;
use crate::time::Timestamp;

impl Ledger {
    /// Applies one event and returns what it changed.
    ///
    /// The result depends only on the ledger and the event. Applying the same
    /// event again changes nothing.
    pub fn apply(&mut self, event: &Observation) -> Vec<Change> {
        let mut turn = Turn::new(self, event.now);
        match event.news {
            News::PageSeen { site: SessionScope::Environment(environment), document, signs } => match signs {
                Signs::SignedIn => turn.page_signed_in(environment, document),
                Signs::SignedOut | Signs::SignInPage => turn.page_signed_out(environment, document, signs),
                Signs::Both => turn.page_contradicts_itself(environment, document),
                Signs::Neither => turn.page_says_nothing(environment, document),
            },
            News::PageSeen { site: SessionScope::Account, document, signs } if signs.signed_out() => {
                turn.account_page_signed_out(document, signs);
            }
            News::PageLeft { site: SessionScope::Environment(environment), document } => {
                turn.page_left(environment, document);
            }
            News::PageSeen { site: SessionScope::Account, .. } | News::PageLeft { site: SessionScope::Account, .. } => {
            }
            News::SignOutBegun { site, how } => turn.sign_out_begun(Begun { at: event.now, site, how }),
            News::SignOutPageLoaded { document } => turn.sign_out_page_loaded(document),
            News::CookieRemoved { site } => turn.cookie_removed(site),
            News::BrowserStarted => turn.browser_started(),
            News::ProfileRebuilt => turn.profile(ProfileReminder::Done),
        }
        turn.changes
    }
}

/// The processing of one event.
struct Turn<'a> {
    ledger: &'a mut Ledger,
    /// The event's own time.
    now: Timestamp,
    /// The ledger's time: never earlier than that of the previous event, unless
    /// the clock was set back.
    present: Timestamp,
    changes: Vec<Change>,
}

impl<'a> Turn<'a> {
    fn new(ledger: &'a mut Ledger, now: Timestamp) -> Self {
        let (present, edge) = match ledger.order.read(now) {
            Reading::Present(present) => (present, None),
            Reading::SetBack(edge) => (now, Some(edge)),
        };
        let mut turn = Self { ledger, now, present, changes: Vec::new() };
        if let Some(edge) = edge {
            Environment::ALL.iter().for_each(|&environment| turn.ledger.session_mut(environment).set_back(edge));
            turn.ledger.begun = None;
            turn.note(What::ClockSetBack);
        }
        turn
    }

    fn page_signed_in(&mut self, environment: Environment, document: Document) {
        let age = self.age(environment, document);
        match (age, self.belief(environment)) {
            (Age::Stale, _) => return,
            (Age::Doubtful, Belief::SignedOut(_) | Belief::FoundSignedOut { .. }) => {
                return self.unsure(environment, What::Contradicted(environment));
            }
            (Age::Doubtful, _) => return,
            (Age::Fresh, Belief::ProbablySignedOut { at, .. }) if !self.surely_after(document, at) => return,
            (Age::Fresh, Belief::SignedIn { since, .. } | Belief::Doubted { since, .. }) => {
                self.believe(environment, Belief::SignedIn { since, evidence: document });
            }
            (Age::Fresh, before) => {
                let since = match before {
                    Belief::ProbablySignedOut { since, .. } => since,
                    _ => self.present,
                };
                self.believe(environment, Belief::SignedIn { since, evidence: document });
                let session = self.ledger.session_mut(environment);
                let first_time = !core::mem::replace(&mut session.visited, true);
                self.note(What::SignedIn(environment));
                self.changes.push(Change::SignedIn { environment, first_time });
            }
        }
        self.count(environment, document);
        if environment == Environment::Sandbox && self.ledger.profile == ProfileReminder::NotYet {
            self.profile(ProfileReminder::Due);
        }
    }

    fn page_signed_out(&mut self, environment: Environment, document: Document, signs: Signs) {
        let age = self.age(environment, document);
        if let Some(begun) = self.confirmed_by(environment, document, age) {
            return self.end(Origin::SignOut(begun.site));
        }
        match (age, self.belief(environment)) {
            (Age::Stale, _) => return,
            (Age::Doubtful, belief) if belief.holds_session() => {
                return self.unsure(environment, What::Contradicted(environment));
            }
            (Age::Doubtful, _) => return,
            (Age::Fresh, Belief::Doubted { by, at, after_cookie, since }) => {
                let is_later = stands(at, document.loaded_at);
                // The page itself agrees only after the cookie was removed. The
                // header of another page may be as late as that of the first.
                let is_second = if by == document {
                    after_cookie && stands(at, self.present)
                } else {
                    is_later && (after_cookie || stands(document.loaded_at, self.present))
                };
                match (signs, after_cookie) {
                    // The first page counts until then: it may learn its user.
                    (Signs::SignedOut, _) if is_later && by != document && !is_second => return,
                    (Signs::SignedOut, _) if !is_second => {
                        if by != document {
                            self.doubt(environment, since, document, after_cookie);
                        }
                    }
                    (_, true) => self.end(Origin::Cookie(environment)),
                    (_, false) => self.end(Origin::Seen(environment)),
                }
            }
            (Age::Fresh, Belief::SignedIn { since, .. }) if signs == Signs::SignedOut => {
                self.doubt(environment, since, document, false);
            }
            (Age::Fresh, Belief::ProbablySignedOut { since, .. }) if signs == Signs::SignedOut => {
                self.doubt(environment, since, document, true);
            }
            (Age::Fresh, Belief::SignedIn { .. }) => self.end(Origin::Seen(environment)),
            (Age::Fresh, Belief::ProbablySignedOut { .. }) => self.end(Origin::Cookie(environment)),
            (Age::Fresh, Belief::Unknown { after: Some(end) }) => {
                self.found_signed_out(environment, Belief::SignedOut(end));
            }
            (Age::Fresh, Belief::Unknown { after: None }) => {
                self.found_signed_out(environment, Belief::FoundSignedOut { at: self.present });
            }
            (Age::Fresh, Belief::SignedOut(_) | Belief::FoundSignedOut { .. }) => {}
        }
        self.count(environment, document);
    }

    fn page_contradicts_itself(&mut self, environment: Environment, document: Document) {
        if self.age(environment, document) == Age::Fresh {
            self.unsure(environment, What::Contradicted(environment));
            self.count(environment, document);
        }
    }

    fn account_page_signed_out(&mut self, document: Document, signs: Signs) {
        let confirmed = self.begun().filter(|begun| {
            document.loaded_at >= begun.at && (begun.site == SessionScope::Account || begun.tab() == document.tab)
        });
        if let Some(begun) = confirmed {
            return self.end(Origin::SignOut(begun.site));
        }
        // When its session has expired, a portal redirects its own tab to the
        // sign-in page.
        let led_here = |environment: Environment| {
            let (Belief::SignedIn { evidence: last, .. } | Belief::Doubted { by: last, .. }) = self.belief(environment)
            else {
                return false;
            };
            last.tab == document.tab && self.age(environment, document) == Age::Fresh && last != document
        };
        if signs == Signs::SignInPage
            && let Some(environment) = Environment::ALL.into_iter().find(|&environment| led_here(environment))
        {
            self.end(Origin::Seen(environment));
        }
    }

    fn sign_out_page_loaded(&mut self, document: Document) {
        let redirected = self.begun().filter(|begun| document.loaded_at >= begun.at && begun.tab() == document.tab);
        if let Some(begun) = redirected {
            self.end(Origin::SignOut(begun.site));
        } else if Environment::ALL.iter().all(|&environment| self.age(environment, document) == Age::Fresh) {
            self.end(Origin::SignOut(SessionScope::Account));
        }
    }

    fn sign_out_begun(&mut self, begun: Begun) {
        // A late report about a sign-out that is already complete starts
        // nothing.
        let over = Environment::ALL.iter().filter(|&&environment| begun.site.covers(environment)).any(|&environment| {
            self.ledger.session(environment).signed_out_by.is_some_and(|sign_out| sign_out >= begun.at)
        });
        let earlier = self.begun();
        let part_of_earlier = earlier.is_some_and(|earlier| match begun.how {
            SignOutTrigger::Navigation(tab) => earlier.tab() == tab,
            SignOutTrigger::Click(_) => matches!(earlier.how, SignOutTrigger::Click(_)) && earlier.at > begun.at,
        });
        if !over && !part_of_earlier && self.ledger.begun != Some(begun) {
            self.ledger.begun = Some(begun);
            self.note(What::SignOutBegun(begun.site));
        }
    }

    fn cookie_removed(&mut self, site: SessionScope) {
        let confirmed = self.begun().filter(|begun| {
            let meets = begun.site == site || begun.site == SessionScope::Account || site == SessionScope::Account;
            meets && self.now >= begun.at && !self.seen_signed_in_after(begun.at)
        });
        if let Some(begun) = confirmed {
            return self.end(Origin::SignOut(begun.site));
        }
        let covered = Environment::ALL.into_iter().filter(|&environment| {
            let newest = self.ledger.session(environment).newest;
            site.covers(environment) && newest.is_none_or(|newest| newest < self.now)
        });
        let covered: Vec<Environment> = covered.collect();
        let is_doubted = |&environment: &Environment| matches!(self.belief(environment), Belief::Doubted { at, .. } if stands(at, self.present));
        if let Some(&environment) = covered.iter().find(|environment| is_doubted(environment)) {
            return self.end(Origin::Cookie(environment));
        }
        for environment in covered {
            match self.belief(environment) {
                Belief::SignedIn { since, .. } => {
                    self.believe(environment, Belief::ProbablySignedOut { since, at: self.present });
                    self.note(What::Lowered(environment));
                    self.changes.push(Change::Lowered { environment });
                }
                Belief::Doubted { since, by, at, .. } => {
                    self.believe(environment, Belief::Doubted { since, by, at, after_cookie: true });
                }
                _ => {}
            }
        }
    }

    fn browser_started(&mut self) {
        self.ledger.begun = self.ledger.begun.filter(|begun| begun.at > self.now);
        if self.now == self.present {
            self.ledger.order.forget_documents();
        }
        for environment in Environment::ALL {
            let seen_since = self.ledger.session(environment).newest.is_some_and(|newest| newest >= self.now);
            if self.belief(environment).holds_session() && !seen_since {
                self.unsure(environment, What::BrowserStarted(environment));
            }
        }
    }

    fn profile(&mut self, reminder: ProfileReminder) {
        if core::mem::replace(&mut self.ledger.profile, reminder) != reminder {
            self.changes.push(Change::Profile(reminder));
        }
    }

    /// The sign-out that this signed-out page confirms.
    fn confirmed_by(&self, environment: Environment, document: Document, age: Age) -> Option<Begun> {
        self.begun().filter(|begun| {
            let younger = age != Age::Stale && document.loaded_at >= begun.at;
            let covered = begun.site.covers(environment) && (younger || begun.pressed_in(document));
            covered || (age == Age::Fresh && self.belief(environment).holds_session())
        })
    }

    /// The sign-out that can still be confirmed.
    fn begun(&self) -> Option<Begun> {
        self.ledger.begun.filter(|begun| self.present.since(begun.at).is_some_and(|time| time <= CONFIRMATION_WINDOW))
    }

    /// Ends the sessions of both environments.
    fn end(&mut self, origin: Origin) {
        let end = End { at: self.present, origin };
        let ended = Environment::ALL.map(|environment| self.end_in(environment, end));
        self.ledger.begun = None;
        let span = match ended {
            [true, true] => AffectedEnvironments::Both,
            [true, false] => AffectedEnvironments::Only(Environment::Production),
            [false, true] => AffectedEnvironments::Only(Environment::Sandbox),
            [false, false] => return,
        };
        self.note(What::Ended { span, origin });
    }

    /// Ends this environment's session. Returns whether that changed what is
    /// believed.
    fn end_in(&mut self, environment: Environment, end: End) -> bool {
        let session = self.ledger.session_mut(environment);
        session.signed_out_by = session.signed_out_by.max(Some(end.at));
        let ends = match session.belief {
            Belief::SignedOut(_) => false,
            Belief::FoundSignedOut { .. } => end.origin == Origin::SignOut(SessionScope::Environment(environment)),
            _ => true,
        };
        if ends {
            session.belief = Belief::SignedOut(end);
            let End { at, origin } = end;
            self.changes.push(Change::Ended { environment, cause: origin.cause_in(environment), origin, at });
        }
        ends
    }

    fn found_signed_out(&mut self, environment: Environment, belief: Belief) {
        self.believe(environment, belief);
        self.note(What::FoundSignedOut(environment));
        self.changes.push(Change::FoundSignedOut { environment });
    }

    fn unsure(&mut self, environment: Environment, why: What) {
        let before = self.belief(environment);
        let unknown = Belief::Unknown { after: before.end() };
        if before != unknown {
            self.believe(environment, unknown);
            self.note(why);
            self.changes.push(Change::Unsure { environment });
        }
    }

    fn age(&self, environment: Environment, document: Document) -> Age {
        self.ledger.session(environment).age(document.loaded_at, &self.ledger.order)
    }

    fn surely_after(&self, document: Document, at: Timestamp) -> bool {
        at < document.loaded_at && !self.ledger.order.may_be_reversed_now(at, document.loaded_at)
    }

    /// Whether the belief in a session comes from a page loaded after this.
    fn seen_signed_in_after(&self, at: Timestamp) -> bool {
        let sessions = Environment::ALL.map(|environment| self.ledger.session(environment));
        sessions
            .iter()
            .any(|session| session.belief.holds_session() && session.newest.is_some_and(|newest| newest > at))
    }

    fn count(&mut self, environment: Environment, document: Document) {
        self.ledger.session_mut(environment).count(document.loaded_at, self.present);
    }

    fn belief(&self, environment: Environment) -> Belief {
        *self.ledger.belief(environment)
    }

    fn believe(&mut self, environment: Environment, belief: Belief) {
        self.ledger.session_mut(environment).belief = belief;
    }

    fn note(&mut self, what: What) {
        self.ledger.history.push(Moment { at: self.present, what });
    }
}

/// Whether at this time, a page has looked signed out for long enough, or an
/// end is old enough.
fn stands(at: Timestamp, now: Timestamp) -> bool {
    now.since(at).is_some_and(|time| time >= DOUBT_STANDS)
}

mod doubt;
#[cfg(test)]
mod tests;
