//! What each open page shows, as a function of the state.
//!
//! Facts that many pages share are computed once ([`PageViews::new`]), so the
//! views of all pages take time linear in their number.

use super::apart::way::way_from;
use super::effect::Effect;
use super::notes::notes;
use super::sender::CookieStore;
use super::state::{MarkedPage, NewKeys, OpenPage, ShownPage, ShownPages, State, Store, TabState};
use super::stop_page::{stop_page, words_at};
use crate::catalogue::{Environment, Site, host_of};
use crate::content_scripts::{card_files, stop_files};
use crate::messages::{ContentKey, Counted, Text, message};
use crate::protocol::{EndedView, LearnedView, PageView, SessionView, StopView, TabId};
use crate::session::{
    AtStake, Belief, Cause, Ledger, Origin, PageWord, ProfileReminder, SessionScope, SessionWord, asks_before_sign_out,
    would_end,
};
use crate::stop::{StopPage, could_ask};
use crate::time::Timestamp;
use crate::view::apart::offer;
use crate::view::badge::{self, Banner, Toolbar, named_badge, open_badge};
use crate::view::placement::Placement;

/// Computes the views of pages from one state.
pub(super) struct PageViews<'s> {
    state: &'s State,
    /// The environments that have open pages whose session could end, and what
    /// would be lost.
    would_end: Vec<(&'s CookieStore, Environment, AtStake)>,
    /// The environments that are signed in, by cookie store.
    signed_in: Vec<(&'s CookieStore, Environment)>,
}

impl<'s> PageViews<'s> {
    pub(super) fn new(state: &'s State) -> Self {
        let mut ends: Vec<(&CookieStore, Environment, AtStake)> = Vec::new();
        for page in state.sessions.pages.values().filter(|page| would_end(page.signs)) {
            let Some(environment) = page.environment(&state.catalogue) else { continue };
            let at_stake = if page.unsaved > 0 { AtStake::Input } else { AtStake::Session };
            match ends.iter_mut().find(|(store, of, _)| **store == page.store && *of == environment) {
                Some((.., known)) => *known = at_stake.max(*known),
                None => ends.push((&page.store, environment, at_stake)),
            }
        }
        let mut signed_in = Vec::new();
        for Store { name, ledger, .. } in state.sessions.stores.iter().filter(|store| store.awake) {
            let there = |environment: &Environment| matches!(ledger.belief(*environment), Belief::SignedIn { .. });
            signed_in.extend(Environment::ALL.into_iter().filter(there).map(|environment| (name, environment)));
        }
        Self { state, would_end: ends, signed_in }
    }

    /// The views of all open portal pages.
    pub(super) fn all(&self) -> ShownPages {
        // Insert in the order of the tabs, so that each goes to the end.
        // `collect` would link the standard library's sort.
        let mut shown = ShownPages::new();
        for (&tab, page) in &self.state.sessions.pages {
            if let Some(page) = page.marked(&self.state.catalogue) {
                shown.insert(tab, ShownPage { view: self.view(tab, &page), toolbar: self.toolbar(tab, &page) });
            }
        }
        shown
    }

    /// The view of a marked page.
    pub(super) fn view(&self, tab: TabId, page: &MarkedPage) -> PageView {
        let MarkedPage { host, environment, .. } = page;
        let placement = self.state.settings.placement(*environment).drawn();
        let look = self.state.settings.looks.at(*environment);
        let silent_until = self.state.pauses.until(host);
        let session = self.session(tab, page);
        PageView {
            page: self.loaded_at(tab, host),
            badge: named_badge(
                page.vendor().and_then(|vendor| vendor.environment_names),
                *environment,
                self.banner(tab, page),
            )
            .labelled(page.vendor().and_then(|vendor| vendor.environment_names), self.label(page))
            .customized(*environment, look, self.label(page)),
            placement,
            favicon: placement.favicon && silent_until.is_none() && !self.state.refused_icons.contains(host),
            silent_until,
            session: if silent_until.is_some() { session.map(SessionView::silent) } else { session },
            learned: self.learned(tab, page).filter(|_| silent_until.is_none()),
            notes: match silent_until {
                None => notes(self.state, tab, page, self.banner(tab, page)),
                Some(_) => Vec::new(),
            },
            stop: self.stop(tab, page).filter(|_| silent_until.is_none()),
        }
    }

    /// The name of a page's sandbox.
    fn label(&self, page: &MarkedPage) -> Option<&str> {
        self.state.label_of(page)
    }

    /// The clicks that a page watches for.
    fn stop(&self, tab: TabId, page: &MarkedPage) -> Option<StopView> {
        let words = words_at(self.state, page);
        let facts = stop_page(self.state, page, tab, self.banner(tab, page), None);
        let facts = StopPage { words: &words, ..facts };
        could_ask(&facts).then(|| StopView {
            verbs: !facts.rows.is_empty(),
            words: words.clone(),
            quiet_until: self.state.quiet.until(&page.host),
            offers: !self.state.settings.ask_before_submission
                && self.state.tabs.get(&tab).is_some_and(|tab| tab.offers_stop && tab.host == page.host),
        })
    }

    /// The view of a vendor's page whose address doesn't show one environment.
    /// Its badge is placed as in production.
    pub(super) fn open_view(&self, tab: TabId, site: &Site) -> PageView {
        let placement = self.state.settings.placement(Environment::Production).drawn();
        PageView {
            page: self.loaded_at(tab, &site.host),
            badge: open_badge(site.vendor, site.environments),
            placement: Placement { title: false, ..placement },
            favicon: false,
            silent_until: self.state.pauses.until(&site.host),
            session: None,
            learned: None,
            notes: Vec::new(),
            stop: None,
        }
    }

    /// The keys that were last learned from a page.
    fn learned(&self, tab: TabId, page: &MarkedPage) -> Option<LearnedView> {
        let known = self.state.tabs.get(&tab).filter(|known| known.host == page.host)?;
        let NewKeys { count, at, asks_for_places } = known.learned?;
        let plural = match page.environment {
            Environment::Production => message::LEARNED_PRODUCTION,
            Environment::Sandbox => message::LEARNED_SANDBOX,
        };
        let heading = Counted { plural, count };
        let topic = self.open_page(tab, &page.host).and_then(|open| open.about).map(|(topic, _)| topic);
        // Only for keys on the page itself, not in its frames.
        // Where the page contradicts its address, the names would say too much.
        let is_doubtful = page.environment == Environment::Production && self.banner(tab, page) == Banner::Shown;
        let has_env = known.keys_at.is_some()
            && !is_doubtful
            && topic.zip(page.vendor()).is_some_and(|(topic, vendor)| vendor.has_env_on(topic));
        Some(LearnedView { heading, at, asks_for_places, has_env })
    }

    /// The toolbar button of a marked page: environment and session state.
    pub(super) fn toolbar(&self, tab: TabId, page: &MarkedPage) -> Toolbar {
        let copied = self.state.last_copied.clone().filter(|_| page.is_portal());
        let toolbar = badge::toolbar_at(&page.host, page.vendor(), page.environment, self.banner(tab, page));
        let toolbar = Toolbar { copied, ..toolbar }.labelled(&page.host, page.vendor(), self.label(page));
        match self.session(tab, page) {
            Some(session) => toolbar.with_session(session.word, session.ended.is_some()),
            None => toolbar,
        }
    }

    /// The toolbar button of a tab with the page at this address.
    pub(super) fn toolbar_at(&self, tab: TabId, url: &str) -> Effect {
        let toolbar = match self.state.marked_at(url) {
            Some(page) => self.toolbar(tab, &page),
            None if self.state.page_at(url).is_some_and(|page| page.is_mixed()) => {
                badge::toolbar_watched(host_of(url).unwrap_or_default())
            }
            None => badge::toolbar(self.state.catalogue.site_at(url).as_ref(), Banner::default()),
        };
        Effect::Toolbar(tab, toolbar)
    }

    /// Whether the page shows the sandbox banner. The previous page in the tab
    /// doesn't count. Watched sites have no banner, and for some vendors it is
    /// unknown.
    pub(super) fn banner(&self, tab: TabId, page: &MarkedPage) -> Banner {
        let loaded_at = self.open_page(tab, &page.host).map(|page| page.loaded_at);
        let known =
            self.state.tabs.get(&tab).filter(|_| page.vendor().is_some_and(|vendor| vendor.sandbox_banner.is_some()));
        let known = known.filter(|known| known.host == page.host && known.loaded_at >= loaded_at);
        known.map(|known| known.banner).unwrap_or_default()
    }

    /// When the page in this tab started to load, by the latest report.
    fn loaded_at(&self, tab: TabId, host: &str) -> Option<Timestamp> {
        let known = self.state.tabs.get(&tab).filter(|known| known.host == host).and_then(|known| known.loaded_at);
        known.max(self.open_page(tab, host).map(|page| page.loaded_at))
    }

    fn open_page(&self, tab: TabId, host: &str) -> Option<&'s OpenPage> {
        self.state.sessions.page(tab).filter(|page| page.host == host)
    }

    /// What an open portal page shows about its session; `None` until the page
    /// has reported its signs.
    pub(super) fn session(&self, tab: TabId, page: &MarkedPage) -> Option<SessionView> {
        let (environment, host) = (page.environment, &page.host);
        let known = self.state.tabs.get(&tab).filter(|known| known.host == *host).and_then(|known| known.loaded_at);
        let open =
            self.open_page(tab, host).filter(|open| page.has_linked_sessions() && known <= Some(open.loaded_at))?;
        let ledger = self.state.sessions.ledger(&open.store)?;
        let ended = match ledger.page_word(environment, open.counts_from, open.signs) {
            PageWord::Nothing => None,
            PageWord::Ended { cause, at, origin } => {
                let way = way_from(self.state, &open.store).filter(|_| cause == Cause::Linked);
                Some(EndedView { why: why(environment, cause, origin), at, apart: way.map(offer) })
            }
        };
        let is_other = |store: &CookieStore, of: Environment| *store == open.store && of == environment.other();
        let other = self.would_end.iter().find(|(store, of, _)| is_other(store, *of)).map(|&(.., at_stake)| at_stake);
        let ask = self.state.settings.ask_before_sign_out && asks_before_sign_out(ledger, environment, other);
        let signed_in = matches!(ledger.belief(environment), Belief::SignedIn { .. });
        let due = environment == Environment::Sandbox && ledger.profile_reminder() == ProfileReminder::Due;
        let path = page.vendor().and_then(|vendor| vendor.profile_path).filter(|_| due && signed_in && ended.is_none());
        let profile = path.map(|path| format!("https://{host}{path}"));
        let is_apart = signed_in && !ask && self.is_apart(ledger, &open.store, environment.other());
        let word = if is_apart { apart_word(environment) } else { word(environment, ledger.session_word(environment)) };
        Some(SessionView { word, ask, ended, profile })
    }

    /// Whether this environment is signed in, but in another cookie store,
    /// where a sign-out here doesn't affect it.
    fn is_apart(&self, ledger: &Ledger, store: &CookieStore, other: Environment) -> bool {
        let has_pages =
            |store: &CookieStore| self.would_end.iter().any(|&(known, of, _)| known == store && of == other);
        // A session here without pages doesn't count: its tabs moved.
        let is_here = ledger.belief(other).holds_session();
        let is_there = |&(known, of): &(&CookieStore, Environment)| {
            known != store && of == other && (!is_here || has_pages(known))
        };
        !has_pages(store) && self.signed_in.iter().any(is_there)
    }
}

/// The views of the open portal pages before an event.
pub(super) fn shown_before(state: &mut State) -> ShownPages {
    state.shown.take().unwrap_or_else(|| PageViews::new(state).all())
}

/// Updates every open page whose view changed. The tab `answered` gets its view
/// as the answer.
pub(super) fn show_changes(effects: &mut Vec<Effect>, state: &mut State, before: &ShownPages, answered: Option<TabId>) {
    let after = PageViews::new(state).all();
    show_differences(effects, before, &after, answered);
    state.shown = Some(after);
}

fn show_differences(effects: &mut Vec<Effect>, before: &ShownPages, after: &ShownPages, answered: Option<TabId>) {
    // Send the views first, because each page marks its title with its view.
    // Cards need scripts that the page must compile, and a toolbar button takes
    // several calls.
    let (mut cards, mut toolbars) = (Vec::new(), Vec::new());
    for (&tab, now) in after.iter().filter(|&(&tab, _)| Some(tab) != answered) {
        let known = before.get(&tab).filter(|before| before.view.page == now.view.page);
        if known.is_none_or(|before| before.view != now.view) {
            // A page that needed cards before already has their scripts.
            if now.view.needs_cards() && !known.is_some_and(|before| before.view.needs_cards()) {
                cards.push(Effect::Inject { tab, frame: 0, files: card_files() });
            }
            effects.push(Effect::Show(tab, now.view.clone()));
        }
        match known {
            Some(before) if before.toolbar == now.toolbar => {}
            Some(before) => {
                let (before, now) = (before.toolbar.clone(), now.toolbar.clone());
                toolbars.push(Effect::Retouch { tab, before, now });
            }
            None => toolbars.push(Effect::Toolbar(tab, now.toolbar.clone())),
        }
    }
    effects.append(&mut cards);
    effects.append(&mut toolbars);
}

/// Sends every open page its view again, because a worker that stopped may not
/// have sent some.
pub(super) fn show_again(state: &State) -> Vec<Effect> {
    let mut effects = Vec::new();
    show_differences(&mut effects, &ShownPages::new(), &PageViews::new(state).all(), None);
    effects
}

/// The site of the page in a tab, if its address doesn't show one environment.
fn open_site(state: &State, tab: &TabState) -> Option<Site> {
    let site = state.catalogue.site_of_host(&tab.host).filter(|site| site.is_chosen() && site.environment().is_none());
    site.filter(|_| tab.environment.is_none())
}

/// Sends the pages in these tabs their views.
pub(super) fn show_tabs(state: &State, is_meant: &dyn Fn(TabId, &MarkedPage) -> bool) -> Vec<Effect> {
    let views = PageViews::new(state);
    let mut effects = Vec::new();
    for (&tab, known) in state.tabs.iter() {
        if let Some(page) = known.marked(&state.catalogue).filter(|page| is_meant(tab, page)) {
            let view = views.view(tab, &page);
            let stop = view.stop.is_some().then(|| Effect::Load(tab, stop_files()));
            effects.push(Effect::Show(tab, view));
            effects.extend(stop);
        }
        if let Some(site) = open_site(state, known) {
            effects.push(Effect::Show(tab, views.open_view(tab, &site)));
        }
    }
    effects
}

/// The text for a page of this environment when the other one is signed in
/// elsewhere.
const fn apart_word(environment: Environment) -> Text {
    Text::plain(match environment.other() {
        Environment::Production => message::SESSION_SIGNED_IN_APART_PRODUCTION,
        Environment::Sandbox => message::SESSION_SIGNED_IN_APART_SANDBOX,
    })
}

fn word(environment: Environment, word: SessionWord) -> Text {
    Text::plain(match (word, environment.other()) {
        (SessionWord::SignedIn, _) => message::SESSION_SIGNED_IN,
        (SessionWord::SignedOut, _) => message::SESSION_SIGNED_OUT,
        (SessionWord::EndedWithTheOther, Environment::Production) => message::SESSION_ENDED_WITH_PRODUCTION,
        (SessionWord::EndedWithTheOther, Environment::Sandbox) => message::SESSION_ENDED_WITH_SANDBOX,
        (SessionWord::Unknown, _) => message::SESSION_UNKNOWN,
    })
}

/// The text that explains why a session of this environment ended.
const fn why(environment: Environment, cause: Cause, origin: Origin) -> ContentKey {
    match (cause, origin.scope(), environment.other()) {
        (Cause::Here, _, Environment::Sandbox) => message::ENDED_HERE_PRODUCTION,
        (Cause::Here, _, Environment::Production) => message::ENDED_HERE_SANDBOX,
        (Cause::Linked, SessionScope::Account, _) => message::ENDED_BY_ACCOUNT,
        (Cause::Linked, _, other) => match (origin, other) {
            (Origin::SignOut(_), Environment::Production) => message::ENDED_BY_PRODUCTION,
            (Origin::SignOut(_), Environment::Sandbox) => message::ENDED_BY_SANDBOX,
            (_, Environment::Production) => message::ENDED_WITH_PRODUCTION,
            (_, Environment::Sandbox) => message::ENDED_WITH_SANDBOX,
        },
        (Cause::Seen | Cause::Cookie, ..) => message::ENDED_SEEN,
    }
}
