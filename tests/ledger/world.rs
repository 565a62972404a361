//! A simulated user with a browser: tabs, a clock, and random events.

use std::ops::Range;

use proptest::prelude::*;
use sandbar::catalogue::Environment;
use sandbar::session::{Document, News, Observation, SessionScope, SignOutTrigger, Signs, TabId};
use sandbar::time::Timestamp;

/// The number of cookie stores: normal windows, private windows, a container.
pub const STORES: usize = 3;

/// An action of the user, a page or the browser. Numbers select from what exists.
#[derive(Debug, Clone, Copy)]
pub enum Action {
    Wait(u64),
    SetBack(u64),
    SetTo(u64),
    Open {
        tab: i32,
        site: SessionScope,
        signs: Signs,
    },
    LookAgain {
        which: usize,
        signs: Signs,
    },
    Leave {
        which: usize,
    },
    Click {
        which: usize,
    },
    Navigate {
        tab: i32,
        site: SessionScope,
    },
    SignOutPage {
        tab: i32,
    },
    OldSignOutPage {
        which: usize,
    },
    LoseCookie {
        site: SessionScope,
    },
    StartBrowser,
    RebuildProfile,
    /// An earlier event is reported again, with its old time.
    Repeat {
        which: usize,
    },
    /// The next event arrives with a time that is this much earlier.
    Delay(u64),
}

#[derive(Debug, Clone, Copy)]
pub struct Step {
    pub store: usize,
    /// Whether the worker dies before it.
    pub dies: bool,
    pub action: Action,
}

#[derive(Debug, Default, Clone)]
struct Store {
    /// Every document in the order of loading, with its site.
    documents: Vec<Document>,
    sites: Vec<SessionScope>,
    /// How many of them belong to an earlier run of the browser.
    gone: usize,
    events: Vec<Observation>,
}

#[derive(Debug, Clone)]
pub struct World {
    clock: u64,
    delay: u64,
    stores: [Store; STORES],
}

impl Default for World {
    fn default() -> Self {
        Self { clock: 1_000_000, delay: 0, stores: Default::default() }
    }
}

impl World {
    pub fn documents(&self, store: usize) -> &[Document] {
        &self.stores[store].documents
    }

    /// The event in this store that the action causes, if any.
    pub fn event(&mut self, store: usize, action: Action) -> Option<Observation> {
        let (clock, stored) = (Timestamp::from_millis(self.clock), &mut self.stores[store]);
        let picked = |which: usize| {
            let among = stored.documents.len().checked_sub(stored.gone).filter(|&among| among > 0)?;
            let index = stored.gone + which % among;
            Some((stored.documents[index], stored.sites[index]))
        };
        let news = match action {
            Action::Wait(millis) => return self.set(self.clock.saturating_add(millis)),
            Action::SetBack(millis) => return self.set(self.clock.saturating_sub(millis)),
            Action::SetTo(millis) => return self.set(millis),
            Action::Delay(millis) => {
                self.delay = millis;
                return None;
            }
            Action::Repeat { which } => {
                let among = stored.events.len();
                return (among > 0).then(|| stored.events[which % among]);
            }
            Action::Open { tab, site, signs } => {
                let document = Document { tab: TabId(tab), loaded_at: clock };
                stored.documents.push(document);
                stored.sites.push(site);
                News::PageSeen { site, document, signs }
            }
            Action::LookAgain { which, signs } => {
                let (document, site) = picked(which)?;
                News::PageSeen { site, document, signs }
            }
            Action::Leave { which } => {
                let (document, site) = picked(which)?;
                News::PageLeft { site, document }
            }
            Action::Click { which } => {
                let (document, site) = picked(which)?;
                News::SignOutBegun { site, how: SignOutTrigger::Click(document) }
            }
            Action::Navigate { tab, site } => News::SignOutBegun { site, how: SignOutTrigger::Navigation(TabId(tab)) },
            Action::SignOutPage { tab } => {
                let document = Document { tab: TabId(tab), loaded_at: clock };
                stored.documents.push(document);
                stored.sites.push(SessionScope::Account);
                News::SignOutPageLoaded { document }
            }
            Action::OldSignOutPage { which } => News::SignOutPageLoaded { document: picked(which)?.0 },
            Action::LoseCookie { site } => News::CookieRemoved { site },
            Action::StartBrowser => {
                stored.gone = stored.documents.len();
                News::BrowserStarted
            }
            Action::RebuildProfile => News::ProfileRebuilt,
        };
        let now = Timestamp::from_millis(self.clock.saturating_sub(std::mem::take(&mut self.delay)));
        stored.events.push(Observation { now, news });
        Some(Observation { now, news })
    }

    fn set(&mut self, millis: u64) -> Option<Observation> {
        self.clock = millis;
        None
    }
}

fn site() -> impl Strategy<Value = SessionScope> + Clone {
    prop_oneof![
        3 => Just(SessionScope::Environment(Environment::Production)),
        3 => Just(SessionScope::Environment(Environment::Sandbox)),
        1 => Just(SessionScope::Account),
    ]
}

fn signs() -> impl Strategy<Value = Signs> + Clone {
    prop_oneof![
        6 => Just(Signs::SignedIn),
        4 => Just(Signs::SignedOut),
        1 => Just(Signs::SignInPage),
        1 => Just(Signs::Both),
        1 => Just(Signs::Neither),
    ]
}

/// From a moment to longer than every time window.
fn wait() -> impl Strategy<Value = u64> + Clone {
    prop_oneof![0..3_u64, 1..2_000_u64, 1_000..40_000_u64, Just(30_000), 60_000..5_000_000_u64]
}

/// Actions with a clock that runs correctly or is set back.
fn honest() -> impl Strategy<Value = Action> {
    let which = 0..1_000_usize;
    prop_oneof![
        4 => wait().prop_map(Action::Wait),
        1 => prop_oneof![1..5_001_u64, 1_000..100_000_u64, 60_000..5_000_000_u64].prop_map(Action::SetBack),
        6 => (1..4, site(), signs()).prop_map(|(tab, site, signs)| Action::Open { tab, site, signs }),
        4 => (which.clone(), signs()).prop_map(|(which, signs)| Action::LookAgain { which, signs }),
        2 => which.clone().prop_map(|which| Action::Leave { which }),
        3 => which.prop_map(|which| Action::Click { which }),
        2 => (1..4, site()).prop_map(|(tab, site)| Action::Navigate { tab, site }),
        1 => (1..4).prop_map(|tab| Action::SignOutPage { tab }),
        3 => site().prop_map(|site| Action::LoseCookie { site }),
        1 => Just(Action::StartBrowser),
        1 => Just(Action::RebuildProfile),
    ]
}

/// Additional actions with late, duplicate or wrong reports.
fn unruly() -> impl Strategy<Value = Action> {
    let which = 0..1_000_usize;
    prop_oneof![
        12 => honest(),
        2 => which.clone().prop_map(|which| Action::Repeat { which }),
        2 => (0..7_000_u64).prop_map(Action::Delay),
        1 => which.prop_map(|which| Action::OldSignOutPage { which }),
        1 => prop_oneof![10 => 0..3_000_000_u64, 1 => any::<u64>()].prop_map(Action::SetTo),
    ]
}

pub fn steps(length: Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    let store = prop_oneof![6 => Just(0), 1 => Just(1), 1 => Just(2)];
    let step = (store, prop::bool::weighted(0.2), unruly());
    prop::collection::vec(step.prop_map(|(store, dies, action)| Step { store, dies, action }), length)
}

pub fn honest_steps(length: Range<usize>) -> impl Strategy<Value = Vec<Step>> {
    prop::collection::vec(honest().prop_map(|action| Step { store: 0, dies: false, action }), length)
}
