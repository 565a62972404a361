//! Sessions: what pages and cookies tell of them, what open pages are told.
//!
//! One ledger per cookie store. What a page shows is a function of its ledger
//! and of what the page reported, so after every event the views of all open
//! pages are computed anew, and those that changed are shown.

use serde::{Deserialize, Serialize};

use super::{Answer, CookieStore, Effect, Item, OpenTab, Portal, Sender, State, badges};
use crate::catalogue::{Catalogue, Environment, PROFILE_PATH, Role};
use crate::content_scripts::card_files;
use crate::credential::Part;
use crate::detect::find::find;
use crate::messages::Text;
use crate::protocol::{EndedView, OpenCount, PageText, PageView, QuestionView, SessionMessage, SessionView, TabId};
use crate::session::{
    self, Belief, Cause, Document, Event as Told, How, Ledger, News, Origin, PageWord, Press, ProfileReminder,
    Question, Scope, SessionWord, Signs, TabFacts, looks_like_sign_out, signs_of,
};
use crate::time::Timestamp;
use crate::view::badge::Toolbar;

/// How much older than its arrival a page's own time may be. Less than the
/// ledger's patience for late events, beyond which it would believe that the
/// clock was set back.
const LATEST: u64 = 4_000;

/// What the core knows of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sessions {
    /// What is believed of each cookie store that was met. Durable, but for
    /// those of private windows, which end with them.
    pub stores: Vec<Store>,
    /// The open portal pages, until the browser closes.
    pub pages: Vec<(TabId, OpenPage)>,
}

/// A cookie store with what is believed of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Store {
    /// Its name.
    pub name: CookieStore,
    /// What is believed.
    pub ledger: Ledger,
    /// Whether the ledger knows that the browser started.
    pub awake: bool,
}

impl Sessions {
    /// The ledger of a cookie store, if it was met.
    #[must_use]
    pub fn ledger(&self, store: &CookieStore) -> Option<&Ledger> {
        self.stores.iter().find(|known| known.name == *store).map(|known| &known.ledger)
    }

    fn store(&mut self, store: &CookieStore) -> Option<&mut Store> {
        self.stores.iter_mut().find(|known| known.name == *store)
    }

    /// The names of the stores whose ledgers know that the browser started.
    #[must_use]
    pub fn awake(&self) -> Vec<CookieStore> {
        self.stores.iter().filter(|known| known.awake).map(|known| known.name.clone()).collect()
    }

    /// What is known of a tab's page.
    #[must_use]
    pub fn page(&self, tab: TabId) -> Option<&OpenPage> {
        self.pages.iter().find(|(known, _)| *known == tab).map(|(_, page)| page)
    }

    fn forget_page(&mut self, tab: TabId) {
        self.pages.retain(|(known, _)| *known != tab);
    }
}

/// What is known of the session of an open portal page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct OpenPage {
    /// Its host, as the catalogue names it.
    pub host: String,
    /// Its cookie store.
    pub store: CookieStore,
    /// When its loading began.
    pub loaded_at: Timestamp,
    /// What its words last said.
    pub signs: Signs,
    /// How many fields were edited since it was loaded or submitted.
    pub unsaved: u32,
    /// When a question was last asked there and not answered by "stay".
    pub asked_at: Option<Timestamp>,
}

impl OpenPage {
    fn portal(&self, catalogue: &Catalogue) -> Option<Portal> {
        Portal::at_host(catalogue, &self.host)
    }
}

impl CookieStore {
    /// Whether this is the store of private windows, by its names in Chromium
    /// and in Firefox. Nothing of it is kept beyond them.
    #[must_use]
    pub fn is_private(&self) -> bool {
        matches!(self.0.as_str(), "1" | "firefox-private")
    }
}

/// Whose page this address is, if it tells of sessions.
fn scope_at(catalogue: &Catalogue, url: &str) -> Option<Scope> {
    let site = catalogue.site_at(url)?;
    match site.role {
        Role::Portal => site.environment().map(Scope::Environment),
        Role::Account => Some(Scope::Account),
        _ => None,
    }
}

/// A page reports about its session.
pub(super) fn message(state: &mut State, sender: &Sender, message: &SessionMessage, now: Timestamp) -> Vec<Effect> {
    let Some(site) = scope_at(&state.catalogue, &sender.url).filter(|_| sender.frame == 0) else { return Vec::new() };
    let before = views(state);
    let mut effects = taken(state, sender, site, message, now);
    // Who reports what it shows is answered; all others are told.
    let answered = matches!(message, SessionMessage::Seen { .. }).then_some(sender.tab);
    follow(&mut effects, state, &before, answered);
    effects
}

fn taken(state: &mut State, sender: &Sender, site: Scope, message: &SessionMessage, now: Timestamp) -> Vec<Effect> {
    let (tab, store) = (sender.tab, &sender.store);
    match message {
        SessionMessage::Seen { loaded_at, visible, hidden, settled, unsaved } => {
            let document = Document { tab, loaded_at: *loaded_at };
            let signs = signs_shown(visible, hidden, *settled);
            let mut effects = arrived(state, sender, site, document, now);
            effects.extend(tell(state, store, now, News::PageSeen { site, document, signs }));
            if let Some(portal) = Portal::at(&state.catalogue, &sender.url).filter(|_| sender.entered) {
                effects.extend(keep_page(state, sender, &portal, document, signs, *unsaved));
                effects.extend(view_of(state, tab, &portal));
            }
            effects
        }
        SessionMessage::Edited { loaded_at, unsaved } => change_page(state, tab, &|page| {
            if page.loaded_at == *loaded_at {
                page.unsaved = *unsaved;
            }
        }),
        // A press comes as an event of its own, with the open tabs.
        SessionMessage::Near | SessionMessage::Pressed => Vec::new(),
        SessionMessage::Begun { loaded_at, at } => {
            let how = How::Click(Document { tab, loaded_at: *loaded_at });
            tell(state, store, in_time(*at, now), News::SignOutBegun { site, how })
        }
        SessionMessage::Going { url, at } => {
            let Some(site) = scope_at(&state.catalogue, url).filter(|_| looks_like_sign_out(url)) else {
                return Vec::new();
            };
            tell(state, store, in_time(*at, now), News::SignOutBegun { site, how: How::Navigation(tab) })
        }
        SessionMessage::Left { loaded_at } => {
            match state.sessions.page(tab).is_some_and(|page| page.loaded_at == *loaded_at) {
                true => forget_page(state, tab),
                false => Vec::new(),
            }
        }
        SessionMessage::Stay => change_page(state, tab, &|page| page.asked_at = None),
        SessionMessage::GoTo { tab } => match state.sessions.page(*tab).is_some_and(|page| page.store == *store) {
            true => vec![Effect::Focus(*tab)],
            false => Vec::new(),
        },
        SessionMessage::ProfileRebuilt => tell(state, store, now, News::ProfileRebuilt),
        SessionMessage::Copy { fields } => {
            let left_out = fields.iter().map(|(name, value)| holds_credential(name, value)).collect();
            vec![Effect::Answer(Answer::LeftOut(left_out))]
        }
    }
}

/// A control that signs out was pressed and is held: asks, or lets it go.
pub(super) fn pressed(state: &mut State, sender: &Sender, open: &[OpenTab], now: Timestamp) -> Vec<Effect> {
    let go = vec![Effect::Answer(Answer::Question(None))];
    let Some(portal) = Portal::at(&state.catalogue, &sender.url).filter(|_| sender.frame == 0) else { return go };
    if !state.settings.ask_before_sign_out || state.pauses.until(&portal.site.host).is_some() {
        return go;
    }
    let Some(ledger) = state.sessions.ledger(&sender.store) else { return go };
    let asked_at = state.sessions.page(sender.tab).and_then(|page| page.asked_at);
    let facts = facts(state, &sender.store, &|tab, host| {
        let open = open.iter().find(|open| open.id == tab)?;
        let there = state.catalogue.site_at(&open.url).is_some_and(|site| site.host == host);
        there.then(|| bare_title(&open.title).to_owned())
    });
    let press = Press { environment: portal.environment, now, asked_at };
    let Some(question) = session::question(ledger, &facts, &press) else { return go };
    let mut effects = change_page(state, sender.tab, &|page| page.asked_at = Some(now));
    effects.push(Effect::Inject { tab: sender.tab, frame: 0, files: card_files() });
    effects.push(Effect::Answer(Answer::Question(Some(worded(question, portal.environment)))));
    effects
}

/// A cookie of this host was removed, and not by being overwritten.
pub(super) fn cookie_removed(state: &mut State, store: &CookieStore, host: &str, now: Timestamp) -> Vec<Effect> {
    let host = host.strip_prefix('.').unwrap_or(host);
    let Some(site) = scope_at(&state.catalogue, &format!("https://{host}/")) else { return Vec::new() };
    let before = views(state);
    let mut effects = tell(state, store, now, News::CookieRemoved { site });
    follow(&mut effects, state, &before, None);
    effects
}

/// A tab was closed.
pub(super) fn closed(state: &mut State, tab: TabId) -> Vec<Effect> {
    if state.sessions.page(tab).is_none() {
        return Vec::new();
    }
    let before = views(state);
    let mut effects = forget_page(state, tab);
    follow(&mut effects, state, &before, None);
    effects
}

fn forget_page(state: &mut State, tab: TabId) -> Vec<Effect> {
    state.sessions.forget_page(tab);
    vec![Effect::ForgetPage(tab)]
}

/// The last private window was closed: its cookies are gone, and with them
/// everything that was believed of it.
pub(super) fn private_windows_closed(state: &mut State) -> Vec<Effect> {
    let private: Vec<_> = state.sessions.awake().into_iter().filter(CookieStore::is_private).collect();
    if private.is_empty() {
        return Vec::new();
    }
    state.sessions.stores.retain(|known| !known.name.is_private());
    let awake = Effect::Save(Item::Awake(state.sessions.awake()));
    private.into_iter().map(|store| Effect::Save(Item::NoLedger(store))).chain([awake]).collect()
}

/// Before the first event of a cookie store since the browser started: its
/// ledger hears of the start.
pub(super) fn awaken(state: &mut State, store: &CookieStore, now: Timestamp) -> Vec<Effect> {
    match state.sessions.store(store) {
        Some(known) if known.awake => return Vec::new(),
        Some(known) => known.awake = true,
        None => state.sessions.stores.push(Store { name: store.clone(), ledger: Ledger::default(), awake: true }),
    }
    let mut effects = tell(state, store, now, News::BrowserStarted);
    effects.push(Effect::Save(Item::Awake(state.sessions.awake())));
    effects
}

/// What an address says by itself: that this page is the one that signs out.
fn arrived(state: &mut State, sender: &Sender, site: Scope, document: Document, now: Timestamp) -> Vec<Effect> {
    let young = now.since(document.loaded_at).is_some_and(|age| age.as_millis() <= u128::from(LATEST));
    if !looks_like_sign_out(&sender.url) {
        return Vec::new();
    }
    match site {
        Scope::Account => tell(state, &sender.store, now, News::SignOutPageLoaded { document }),
        // An older one has said so when it was younger.
        Scope::Environment(_) if young => {
            let how = How::Navigation(sender.tab);
            tell(state, &sender.store, document.loaded_at, News::SignOutBegun { site, how })
        }
        Scope::Environment(_) => Vec::new(),
    }
}

/// A page's own time, unless it is no time that a report could take.
fn in_time(at: Timestamp, now: Timestamp) -> Timestamp {
    let earliest = Timestamp::from_millis(now.as_millis().saturating_sub(LATEST));
    at.clamp(earliest, now)
}

/// What can be seen decides. The menu under the person's name is closed most
/// of the time: only where nothing else tells, what is in it does. Until it
/// stands still, a page that will know who is there may offer to sign in.
fn signs_shown(visible: &[String], hidden: &[String], settled: bool) -> Signs {
    let signs = |labels: &[String]| signs_of(&labels.iter().map(String::as_str).collect::<Vec<_>>());
    match signs(visible) {
        Signs::Neither => signs(hidden),
        Signs::SignedOut if !settled => Signs::Neither,
        seen => seen,
    }
}

fn tell(state: &mut State, store: &CookieStore, now: Timestamp, news: News) -> Vec<Effect> {
    let Some(Store { ledger, .. }) = state.sessions.store(store) else { return Vec::new() };
    let before = ledger.clone();
    ledger.apply(&Told { now, news });
    match *ledger == before {
        true => Vec::new(),
        false => vec![Effect::Save(Item::Ledger(store.clone(), Box::new(ledger.clone())))],
    }
}

fn keep_page(
    state: &mut State,
    sender: &Sender,
    portal: &Portal,
    document: Document,
    signs: Signs,
    unsaved: u32,
) -> Vec<Effect> {
    let before = state.sessions.page(sender.tab);
    let asked_at = before.filter(|page| page.loaded_at == document.loaded_at).and_then(|page| page.asked_at);
    let (host, store) = (portal.site.host.clone().into_owned(), sender.store.clone());
    let page = OpenPage { host, store, loaded_at: document.loaded_at, signs, unsaved, asked_at };
    if before == Some(&page) {
        return Vec::new();
    }
    state.sessions.forget_page(sender.tab);
    state.sessions.pages.push((sender.tab, page.clone()));
    state.sessions.pages.sort_unstable_by_key(|(tab, _)| *tab);
    vec![Effect::Save(Item::Page(sender.tab, page))]
}

fn change_page(state: &mut State, tab: TabId, change: &dyn Fn(&mut OpenPage)) -> Vec<Effect> {
    let Some((_, page)) = state.sessions.pages.iter_mut().find(|(known, _)| *known == tab) else { return Vec::new() };
    let before = page.clone();
    change(page);
    if *page == before { Vec::new() } else { vec![Effect::Save(Item::Page(tab, page.clone()))] }
}

/// The answer to a page that reported, with the scripts that it needs.
fn view_of(state: &State, tab: TabId, portal: &Portal) -> Vec<Effect> {
    let view = badges::view(state, tab, &portal.clone().into());
    let inject = needs_cards(&view).then(|| Effect::Inject { tab, frame: 0, files: card_files() });
    let toolbar = Effect::Toolbar(tab, badges::toolbar(state, tab, Some(&portal.site)));
    inject.into_iter().chain([Effect::Answer(Answer::View(view)), toolbar]).collect()
}

/// Everything that is shown of the open pages.
type Views = Vec<(TabId, PageView, Toolbar)>;

fn views(state: &State) -> Views {
    let mut views = Vec::new();
    for (tab, page) in &state.sessions.pages {
        if let Some(portal) = page.portal(&state.catalogue) {
            let toolbar = badges::toolbar(state, *tab, Some(&portal.site));
            views.push((*tab, badges::view(state, *tab, &portal.into()), toolbar));
        }
    }
    views
}

/// Lets every open page follow whose view is another than before.
fn follow(effects: &mut Vec<Effect>, state: &State, before: &Views, answered: Option<TabId>) {
    // The pages first: each marks its title with what it has. Cards bring scripts
    // that a page compiles, and draw themselves; a toolbar button takes several calls.
    let (mut cards, mut toolbars) = (Vec::new(), Vec::new());
    for (tab, view, now) in views(state) {
        if Some(tab) == answered {
            continue;
        }
        let known = before.iter().find(|(known, view_before, _)| *known == tab && view_before.page == view.page);
        if known.is_none_or(|(_, before, _)| *before != view) {
            // What needed them before has them.
            if needs_cards(&view) && !known.is_some_and(|(_, before, _)| needs_cards(before)) {
                cards.push(Effect::Inject { tab, frame: 0, files: card_files() });
            }
            effects.push(Effect::Show(tab, view));
        }
        match known {
            Some((.., before)) if *before == now => {}
            Some((.., before)) => toolbars.push(Effect::Retouch { tab, before: before.clone(), now }),
            None => toolbars.push(Effect::Toolbar(tab, now)),
        }
    }
    effects.append(&mut cards);
    effects.append(&mut toolbars);
}

/// Every open page is told what it was told, and what it may have missed.
pub(super) fn told_again(state: &State) -> Vec<Effect> {
    let mut effects = Vec::new();
    follow(&mut effects, state, &Vec::new(), None);
    effects
}

fn needs_cards(view: &PageView) -> bool {
    view.session.as_ref().is_some_and(SessionView::needs_cards)
}

/// What is known of the open pages of a cookie store. `title` says what each
/// is called, or that it is not there any more.
fn facts(state: &State, store: &CookieStore, title: &dyn Fn(TabId, &str) -> Option<String>) -> Vec<TabFacts> {
    let pages = state.sessions.pages.iter().filter(|(_, page)| page.store == *store);
    pages
        .filter_map(|&(tab, ref page)| {
            let environment = page.portal(&state.catalogue)?.environment;
            let title = title(tab, &page.host)?;
            Some(TabFacts { tab, environment, title, unsaved: page.unsaved, signs: page.signs })
        })
        .collect()
}

/// The open pages of an environment in a cookie store.
pub(super) fn open(state: &State, store: &CookieStore, environment: Environment) -> OpenCount {
    let facts = facts(state, store, &|_, _| Some(String::new()));
    let there = facts.iter().filter(|facts| facts.environment == environment);
    let unsaved = there.clone().filter(|facts| facts.unsaved > 0).count();
    OpenCount { tabs: there.count(), unsaved }
}

/// What an open page shows of its session; none until it was looked at.
pub(super) fn view(state: &State, tab: TabId, portal: &Portal) -> Option<SessionView> {
    let &Portal { environment, ref site } = portal;
    let known = state.tabs.get(&tab).filter(|known| known.host == site.host).and_then(|known| known.loaded_at);
    let page = state.sessions.page(tab).filter(|page| page.host == site.host && known <= Some(page.loaded_at))?;
    let ledger = state.sessions.ledger(&page.store)?;
    let ended = match ledger.page_word(environment, page.loaded_at, page.signs) {
        PageWord::Nothing => None,
        PageWord::Ended { cause, at, origin } => Some(EndedView { why: why(environment, cause, origin), at }),
    };
    // Asked for the present: a second press goes through by the core's word when it comes.
    let press = Press { environment, now: page.loaded_at, asked_at: None };
    let ask = state.settings.ask_before_sign_out
        && session::question(ledger, &facts(state, &page.store, &|_, _| Some(String::new())), &press).is_some();
    let signed_in = matches!(ledger.belief(environment), Belief::SignedIn { .. });
    let due = environment == Environment::Sandbox && ledger.profile_reminder() == ProfileReminder::Due;
    let profile = (due && signed_in && ended.is_none()).then(|| format!("https://{}{PROFILE_PATH}", site.host));
    Some(SessionView { word: word(environment, ledger.session_word(environment)), ask, ended, profile })
}

fn word(environment: Environment, word: SessionWord) -> Text {
    Text::plain(match (word, environment.other()) {
        (SessionWord::SignedIn, _) => "sessionSignedIn",
        (SessionWord::SignedOut, _) => "sessionSignedOut",
        (SessionWord::EndedWithTheOther, Environment::Production) => "sessionEndedWithProduction",
        (SessionWord::EndedWithTheOther, Environment::Sandbox) => "sessionEndedWithSandbox",
        (SessionWord::Unknown, _) => "sessionUnknown",
    })
}

/// The sentence that says why a page of this environment has ended.
const fn why(environment: Environment, cause: Cause, origin: Origin) -> &'static str {
    match (cause, origin.scope(), environment.other()) {
        (Cause::Here, _, Environment::Sandbox) => "endedHereProduction",
        (Cause::Here, _, Environment::Production) => "endedHereSandbox",
        (Cause::Linked, Scope::Account, _) => "endedByAccount",
        (Cause::Linked, _, other) => match (origin, other) {
            (Origin::SignOut(_), Environment::Production) => "endedByProduction",
            (Origin::SignOut(_), Environment::Sandbox) => "endedBySandbox",
            (_, Environment::Production) => "endedWithProduction",
            (_, Environment::Sandbox) => "endedWithSandbox",
        },
        (Cause::Seen | Cause::Cookie, ..) => "endedSeen",
    }
}

/// The question in words.
fn worded(question: Question, here: Environment) -> QuestionView {
    let (heading, body) = match here {
        Environment::Production => ("askHeadingProduction", "askBodyProduction"),
        Environment::Sandbox => ("askHeadingSandbox", "askBodySandbox"),
    };
    let unsaved = match question.unsaved_tabs() {
        0 => None,
        1 => Some(Text::plain("askUnsavedOne")),
        tabs => Some(Text::with("askUnsavedMany", tabs.to_string())),
    };
    QuestionView { heading: Text::plain(heading), body: Text::plain(body), question, unsaved }
}

/// A title without the marks that Sandbar put before it.
fn bare_title(title: &str) -> &str {
    let mut bare = title;
    while let Some((mark, rest)) = bare.split_once(" · ") {
        if !matches!(mark, "ENDED" | "CHECK" | "PROD" | "SBX") {
            break;
        }
        bare = rest;
    }
    bare
}

/// Parts of names of fields whose values are not for the clipboard, in the
/// languages of the sign-out labels.
const SECRET_NAMES: &[&str] = &[
    "password",
    "passwort",
    "passcode",
    "passphrase",
    "kennwort",
    "mot de passe",
    "contraseñ",
    "wachtwoord",
    "secret",
    "token",
    "api key",
    "apikey",
    "api_key",
    "private key",
    "access key",
    "credential",
    "authorization",
];

/// Letters and digits in a row that are too many for a word.
const LONGEST_WORD: usize = 32;

/// Whether a field's value is not to be copied: it is called a secret, holds a
/// credential, or has the shape of one. A word of ten capitals alone is none.
fn holds_credential(name: &PageText, value: &PageText) -> bool {
    let called = name.as_str().to_ascii_lowercase();
    let mut words = value.as_str().split(|letter: char| !letter.is_ascii_alphanumeric());
    if SECRET_NAMES.iter().any(|name| called.contains(name)) || words.any(|word| word.len() >= LONGEST_WORD) {
        return true;
    }
    let text = PageText::from(format!("{}: {}", name.as_str(), value.as_str()));
    let found = find(text.as_str());
    found.is_truncated() || found.finds.iter().any(|find| find.is_asserted() || find.part != Some(Part::ApplicationId))
}

#[cfg(test)]
mod tests;
