//! The rules for pages that perhaps don't know their user yet: which doubts and
//! ends they withdraw.

use super::{Turn, stands};
use crate::catalogue::Environment;
use crate::session::belief::{Belief, End, Origin};
use crate::session::document::Document;
use crate::session::event::Change;
use crate::session::history::What;
use crate::session::ledger::CONFIRMATION_WINDOW;
use crate::session::order::Age;
use crate::time::Timestamp;

impl Turn<'_> {
    pub(super) fn doubt(&mut self, environment: Environment, since: Timestamp, by: Document, after_cookie: bool) {
        self.believe(environment, Belief::Doubted { since, by, at: self.present, after_cookie });
        self.changes.push(Change::Lowered { environment });
    }

    /// Withdraws the doubt that this page raised if it didn't stand long
    /// enough: its header may not have known its user yet.
    pub(super) fn page_left(&mut self, environment: Environment, document: Document) {
        match self.belief(environment) {
            Belief::Doubted { since, by, at, after_cookie } if by == document && !stands(at, self.present) => {
                let before = match after_cookie {
                    true => Belief::ProbablySignedOut { since, at },
                    false => Belief::SignedIn { since, evidence: document },
                };
                self.believe(environment, before);
            }
            _ => {}
        }
    }

    /// Revokes what this page showed, because it now looks different, or what
    /// older pages showed, because this one no longer offers to sign in. For
    /// example, a header may offer to sign in until it knows its user.
    pub(super) fn page_says_nothing(&mut self, environment: Environment, document: Document) {
        match self.belief(environment) {
            Belief::Doubted { by, .. } if by == document => return self.page_signed_in(environment, document),
            _ if self.age(environment, document) != Age::Fresh => return,
            Belief::FoundSignedOut { .. } => self.unsure(environment, What::Contradicted(environment)),
            Belief::SignedOut(End { origin: Origin::Seen(own), .. }) if own == environment => {
                self.take_back(environment);
                self.forget_end(environment);
            }
            // The page that follows a sign-out may show neither sign.
            Belief::SignedOut(end) if stands(end.at, document.loaded_at) => {
                self.unsure(environment, What::Contradicted(environment));
            }
            _ => return,
        }
        self.count(environment, document);
    }

    /// Takes the end that was only seen in this environment back in the other
    /// one too, because a page contradicts it so soon. A page that offers to
    /// sign out doesn't: someone may have signed in to this environment.
    fn take_back(&mut self, environment: Environment) {
        if let Belief::SignedOut(end) = self.belief(environment)
            && end.origin == Origin::Seen(environment)
            && self.belief(environment.other()) == Belief::SignedOut(end)
            && self.present.since(end.at).is_some_and(|time| time <= CONFIRMATION_WINDOW)
        {
            self.forget_end(environment.other());
        }
    }

    fn forget_end(&mut self, environment: Environment) {
        self.believe(environment, Belief::UNKNOWN);
        self.note(What::Contradicted(environment));
        self.changes.push(Change::Unsure { environment });
    }
}
