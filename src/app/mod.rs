//! The whole as one function: state, event → state, effects.
//!
//! The background feeds it one event at a time, saves what it says to save,
//! then carries out the other effects. Every effect can be repeated without
//! harm, so a worker that dies half-way leaves nothing wrong behind.
//!
//! Each part of what Sandbar does is a module of its own:
//!
//! - [`badges`]: the badges, and where the person put them
//! - [`keys`]: keys, learned and looked up
//! - [`sessions`]: who is signed in where, and what open pages are told of it
//! - [`pauses`]: the hosts where the person wants silence for a while
//! - [`watching`]: the sites besides the portals that are watched
//! - [`panel`]: what the extension's own pages ask for
//! - [`preset`]: what an administrator presets
//! - [`transfer`]: the keyring, out to a file and in from one
//! - [`sync`]: other computers, told and heard

mod access;
mod badges;
mod keys;
mod panel;
mod pauses;
mod preset;
mod sessions;
pub mod sync;
pub mod transfer;
mod watching;

use litemap::LiteMap;
use serde::{Deserialize, Serialize};

use crate::catalogue::watched::{Scope, Watched, watched_at};
use crate::catalogue::{Catalogue, Environment, Role, Site};
use crate::content_scripts::{Chosen, PageScripts, chosen_scripts};
use crate::counterpart::same_page_in_the_other_environment;
use crate::credential::fingerprint::{Fingerprint, InstallationKey};
use crate::keyring::Entry;
use crate::keyring::file::{self, PlainContents};
use crate::messages::Text;
use crate::protocol::{
    Checked, Imported, KeyCount, Message, PageText, PageView, PanelMessage, PopupFacts, Problems, QuestionView,
    SyncFacts, TabId, WatchedSite,
};
use crate::session::Ledger;
use crate::settings::Settings;
use crate::settings::policy::Policy;
use crate::sync::Stamps;
use crate::time::Timestamp;
use crate::view::badge::{Banner, Toolbar};
use crate::view::warning::Warning;

pub use keys::{Keys, Wanted};
pub use pauses::Pauses;
pub use sessions::{OpenPage, Sessions, Store};

/// What is known of an open portal page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct Tab {
    /// Its host, as the catalogue names it.
    pub host: String,
    /// When its page began to load, if that told. What is known of a page says
    /// nothing of the next one in its tab.
    #[serde(default)]
    pub loaded_at: Option<Timestamp>,
    /// Whether its page shows the sandbox banner.
    pub banner: Banner,
    /// The environment that its site is watched for; none on a portal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub environment: Option<Environment>,
    /// The key whose Regenerate or Delete was pressed, until its page confirms it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ending: Vec<Fingerprint>,
}

impl Tab {
    /// A tab that shows this site, of whose page nothing is known yet.
    #[must_use]
    pub fn of(site: &Site) -> Self {
        Self::at(&site.host)
    }

    fn at(host: &str) -> Self {
        let ending = Vec::new();
        Self { host: host.to_owned(), loaded_at: None, banner: Banner::Pending, environment: None, ending }
    }

    /// What is marked there, if anything is.
    #[must_use]
    pub fn marked(&self, catalogue: &Catalogue) -> Option<Marked> {
        let watched = || Some(Marked { host: self.host.clone(), environment: self.environment?, portal: None });
        Portal::at_host(catalogue, &self.host).map(Marked::from).or_else(watched)
    }
}

/// A page with badges: a portal's, or one of a site that is watched for an
/// environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Marked {
    /// Its host.
    pub host: String,
    /// Its environment.
    pub environment: Environment,
    /// The portal, if it is one.
    pub portal: Option<Portal>,
}

impl Marked {
    fn tab(&self) -> Tab {
        Tab { environment: Some(self.environment).filter(|_| self.portal.is_none()), ..Tab::at(&self.host) }
    }
}

impl From<Portal> for Marked {
    fn from(portal: Portal) -> Self {
        Self { host: portal.site.host.clone().into_owned(), environment: portal.environment, portal: Some(portal) }
    }
}

/// What a page that texts are pasted into is, by its address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ground {
    /// Its host.
    pub host: String,
    /// Its environment, if it has one of its own.
    pub environment: Option<Environment>,
    /// Whether keys are learned from what it shows.
    pub learns: bool,
    /// The portal, if it is one.
    pub portal: Option<Portal>,
}

impl Ground {
    fn marked(&self) -> Option<Marked> {
        Some(Marked { host: self.host.clone(), environment: self.environment?, portal: self.portal.clone() })
    }

    fn tab(&self) -> Tab {
        self.marked().map_or_else(|| Tab::at(&self.host), |page| page.tab())
    }
}

/// Everything the core remembers.
#[derive(Default)]
pub struct State {
    /// The sites that are known: the built-in ones, and those that managed
    /// policy adds.
    pub catalogue: Catalogue,
    /// What counts: what was chosen, beneath what is preset.
    pub settings: Settings,
    /// Durable: what the person chose.
    pub chosen: Settings,
    /// What an administrator presets. Never kept: the browser has it.
    pub policy: Policy,
    /// Durable: the sites that the person watches.
    pub watched: Vec<Watched>,
    /// Durable.
    pub keys: Keys,
    /// What other computers were told, and told.
    pub sync: sync::Sync,
    /// What is believed of sessions, and the pages that are told.
    pub sessions: Sessions,
    /// Until the browser closes.
    pub tabs: LiteMap<TabId, Tab>,
    /// Until the browser closes.
    pub pauses: Pauses,
    /// What is wrong with what is stored.
    pub problems: Problems,
    /// What the context menu was opened on, until the popup takes it. Never kept.
    pub handed: Option<(PageText, Timestamp)>,
    /// Until the browser closes: hosts whose policy refuses a marked favicon.
    /// Each refusal may be reported to the site, so it is tried only once.
    pub refused_icons: Vec<String>,
}

impl State {
    /// Takes what an administrator presets in place of what was preset before.
    pub fn adopt(&mut self, policy: Policy) {
        self.catalogue = Catalogue::with_added(&policy.portals);
        self.settings = policy.over(&self.chosen);
        self.policy = policy;
    }

    /// Takes settings that the person chose; what is preset stays as it is.
    fn choose(&mut self, settings: &Settings) -> Effect {
        self.chosen = self.policy.beneath(settings, &self.chosen);
        self.settle()
    }

    /// Has what was chosen count, beneath what is preset.
    fn settle(&mut self) -> Effect {
        self.settings = self.policy.over(&self.chosen);
        Effect::Save(Item::Settings(self.chosen.clone()))
    }

    /// Every site that is watched. Where an administrator and the person watch
    /// the same one, the administrator says how.
    pub fn watched_sites(&self) -> impl Iterator<Item = &Watched> {
        let own = self.watched.iter().filter(|site| !self.policy.watches(&site.scope));
        self.policy.watched.iter().chain(own)
    }

    /// The watched site with the page at this address, if there is one.
    #[must_use]
    pub fn watched_at(&self, url: &str) -> Option<&Watched> {
        // A site of the person's may have become a portal by policy.
        watched_at(self.watched_sites().filter(|site| !self.is_portal_now(site)), url)
    }

    /// What the page at this address is, if Sandbar looks at what is pasted there.
    #[must_use]
    pub fn ground(&self, url: &str) -> Option<Ground> {
        if let Some(portal) = Portal::at(&self.catalogue, url) {
            let (host, environment) = (portal.site.host.clone().into_owned(), Some(portal.environment));
            return Some(Ground { host, environment, learns: true, portal: Some(portal) });
        }
        self.watched_at(url).map(|site| Ground {
            host: site.scope.host().to_owned(),
            environment: site.environment,
            learns: site.learns(),
            portal: None,
        })
    }

    /// What is marked at this address, if anything is.
    #[must_use]
    pub fn marked_at(&self, url: &str) -> Option<Marked> {
        self.ground(url)?.marked()
    }

    /// Whether a watched site has become a portal by managed policy.
    fn is_portal_now(&self, site: &Watched) -> bool {
        site.scope.is_entered(&self.catalogue)
    }

    /// Whether this is the host of a portal or of a watched site.
    fn works_on(&self, host: &str) -> bool {
        Portal::at_host(&self.catalogue, host).is_some() || self.watched_sites().any(|site| site.scope.host() == host)
    }
}

/// A tab as the browser lists it. The URL is missing where Sandbar has no
/// access.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct OpenTab {
    /// The tab.
    pub id: TabId,
    /// Its page's address.
    #[serde(default)]
    pub url: String,
    /// Its page's title.
    #[serde(default)]
    pub title: String,
    /// Whether it is in a private window.
    #[serde(default)]
    pub incognito: bool,
    /// Its place in its window, from 0.
    #[serde(default)]
    pub index: i32,
}

/// A set of cookies that pages share: the normal windows, the private ones, a
/// container. The browser's own name for it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct CookieStore(pub String);

/// Who sent a message: the browser's own word, never the message's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender {
    /// The tab.
    pub tab: TabId,
    /// The frame in it; 0 is the page itself.
    pub frame: i64,
    /// The address of the page or frame.
    pub url: String,
    /// The tab's cookie store.
    pub store: CookieStore,
    /// Whether Sandbar may enter what the tab shows now. Not so when a report
    /// was on its way while access was withdrawn or the tab went elsewhere:
    /// then it tells of the past, and nothing is shown of it.
    pub entered: bool,
}

/// A portal's site with its environment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// The site.
    pub site: Site,
    /// Its environment.
    pub environment: Environment,
}

impl Portal {
    /// The portal at this address, if there is one.
    #[must_use]
    pub fn at(catalogue: &Catalogue, url: &str) -> Option<Self> {
        Self::of(catalogue.site_at(url)?)
    }

    /// The portal with this host, if there is one.
    fn at_host(catalogue: &Catalogue, host: &str) -> Option<Self> {
        Self::of(catalogue.site_of_host(host)?)
    }

    fn of(site: Site) -> Option<Self> {
        let environment = site.environment().filter(|_| site.role == Role::Portal)?;
        Some(Self { site, environment })
    }
}

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A page script reports.
    Message(Sender, Message),
    /// A page of the extension itself asks for something.
    Panel(PanelMessage),
    /// The popup asks about a tab of this cookie store.
    Popup(OpenTab, CookieStore),
    /// The person watches a site, or changes how; these tabs are open.
    Watch(Watched, Vec<OpenTab>),
    /// The person watches a site no longer; these tabs are open.
    Unwatch(Scope, Vec<OpenTab>),
    /// The user imports the contents of a keyring file; these tabs are open.
    Import(PlainContents, Vec<OpenTab>),
    /// An administrator presets something else; these tabs are open.
    Managed(Policy, Vec<OpenTab>),
    /// A control that signs out was pressed and is held; these tabs are open.
    Pressed(Sender, Vec<OpenTab>),
    /// A cookie was removed, and not by being overwritten.
    CookieRemoved {
        /// Where.
        store: CookieStore,
        /// Its host, as the browser writes it.
        host: String,
    },
    /// The browser's sync area has changed.
    AreaChanged,
    /// The last private window was closed.
    PrivateWindowsClosed,
    /// The context menu was opened on a selected text and the check chosen.
    Selected(OpenTab, PageText),
    /// The person wants the same page in the other environment.
    Jump(OpenTab),
    /// A tab was closed.
    Closed(TabId),
    /// The browser started; its restored tabs may not have loaded yet.
    Started {
        /// Whether Sandbar may enter every site that it works on.
        complete: bool,
        /// The open tabs.
        tabs: Vec<OpenTab>,
    },
    /// The person granted access to sites, or withdrew it.
    Access {
        /// Whether Sandbar may enter every site that it works on.
        complete: bool,
        /// The open tabs.
        tabs: Vec<OpenTab>,
    },
    /// The extension was installed or updated; pages that were open before
    /// have no page script, or a cut-off one.
    Installed {
        /// Whether it is here for the first time.
        first: bool,
        /// Whether Sandbar may enter every site that it works on.
        complete: bool,
        /// The open tabs.
        tabs: Vec<OpenTab>,
    },
}

impl Event {
    /// The cookie store whose ledger this event is about.
    #[must_use]
    pub fn store(&self) -> Option<&CookieStore> {
        match self {
            Self::Message(sender, Message::Session(_)) | Self::Pressed(sender, _) => Some(&sender.store),
            Self::CookieRemoved { store, .. } | Self::Popup(_, store) => Some(store),
            _ => None,
        }
    }
}

/// Something the core wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Keep this.
    Save(Item),
    /// Forget what was kept of a tab.
    Forget(TabId),
    /// Remove what could not be read and was set aside.
    Discard(String),
    /// Forget what was kept of the session of a tab's page.
    ForgetPage(TabId),
    /// Bring a tab to the front.
    Focus(TabId),
    /// Answer the page that reported.
    Answer(Answer),
    /// Tell a page what to show.
    Show(TabId, PageView),
    /// Set a tab's toolbar button.
    Toolbar(TabId, Toolbar),
    /// Set the toolbar button of every tab that has none of its own.
    Everywhere(Toolbar),
    /// Have a tab's page scripts stop, and take away what they drew.
    FallSilent(TabId),
    /// Show the popup of a tab.
    OpenPopup(TabId),
    /// Open an address in a new tab beside another.
    OpenTab {
        /// The address.
        url: String,
        /// The other.
        beside: OpenTab,
    },
    /// Show the welcome page.
    Welcome,
    /// Offer to check a selected text, in these words.
    OfferMenu(Text),
    /// Change a tab's toolbar button where it differs: each part costs a call.
    Retouch {
        /// The tab.
        tab: TabId,
        /// What it shows.
        before: Toolbar,
        /// What it is to show.
        now: Toolbar,
    },
    /// Replace all registered page scripts.
    Register(Vec<PageScripts>),
    /// Remove items from the browser's sync area, then put these there: names
    /// and JSON. What fails is tried again with a later event.
    Share {
        /// What to put there.
        items: Vec<(String, String)>,
        /// What to remove.
        gone: Vec<String>,
    },
    /// Give back the access to these sites: patterns as the browser matches them.
    ReturnAccess(Vec<String>),
    /// Run page scripts in a frame of a tab.
    Inject {
        /// The tab.
        tab: TabId,
        /// The frame; 0 is the page itself.
        frame: i64,
        /// The files, in order.
        files: Vec<String>,
    },
}

/// What a page is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// What to show.
    View(PageView),
    /// What to say about a text, if anything.
    Warning(Option<Warning>),
    /// What to ask before a held press signs out; nothing lets it go.
    Question(Option<QuestionView>),
    /// Which fields are not to be copied: they hold credentials.
    LeftOut(Vec<bool>),
    /// What the popup shows.
    Popup(Box<PopupFacts>),
    /// How many keys are known.
    KeyCounts(Vec<KeyCount>),
    /// What is in a text.
    Checked(Checked),
    /// A text, if there is one.
    Text(Option<PageText>),
    /// What the person chose.
    Settings(Settings),
    /// Keys.
    Entries(Vec<Entry>),
    /// What is wrong with what is stored.
    Problems(Problems),
    /// What an administrator presets.
    Policy(Policy),
    /// The sites that are watched.
    Watched(Vec<WatchedSite>),
    /// How it stands with other computers.
    Sync(SyncFacts),
    /// What an export holds.
    Exported(PlainContents),
    /// What an import brought.
    Imported(Result<Imported, file::Error>),
    /// It is done.
    Done {},
}

/// Something to keep.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// The settings, durably.
    Settings(Settings),
    /// The sites that the person watches, durably.
    Watched(Vec<Watched>),
    /// What an administrator preset when it was last carried out, durably.
    Policy(Policy),
    /// What is known of credentials, durably.
    Entries(Vec<Entry>),
    /// That nothing is known of these credentials any more.
    NoEntries(Vec<Fingerprint>),
    /// What other computers were told, and told; durably.
    Stamps(Stamps),
    /// The keys of other installations, durably.
    ImportedKeys(Vec<InstallationKey>),
    /// A cookie store's ledger; durably, unless it is of private windows.
    Ledger(CookieStore, Box<Ledger>),
    /// That nothing is known of a cookie store any more.
    NoLedger(CookieStore),
    /// The stores whose ledgers know that the browser started, until it closes.
    Awake(Vec<CookieStore>),
    /// The session of a tab's page, until the browser closes.
    Page(TabId, OpenPage),
    /// A tab, until the browser closes.
    Tab(TabId, Tab),
    /// The hosts that refuse a marked favicon, until the browser closes.
    RefusedIcons(Vec<String>),
    /// The hosts where the person wants silence, until the browser closes.
    Pauses(Pauses),
}

/// The key of the words in the context menu.
const MENU_WORD: &str = "menuCheck";

/// Takes one event into account.
pub fn step(state: &mut State, event: Event, now: Timestamp) -> Vec<Effect> {
    let mut effects = pauses::end(state, now);
    effects.extend(event.store().map(|store| sessions::awaken(state, store, now)).unwrap_or_default());
    effects.extend(taken(state, event, now));
    effects
}

/// What to do once after the first event that a worker has taken which began
/// with a state read back: every open page is told again. The worker before it
/// may have died between keeping something and telling it.
#[must_use]
pub fn resumed(state: &State) -> Vec<Effect> {
    sessions::told_again(state)
}

fn taken(state: &mut State, event: Event, now: Timestamp) -> Vec<Effect> {
    match event {
        Event::Message(sender, Message::Session(message)) => sessions::message(state, &sender, &message, now),
        Event::Pressed(sender, open) => sessions::pressed(state, &sender, &open, now),
        Event::CookieRemoved { store, host } => sessions::cookie_removed(state, &store, &host, now),
        // What follows from it follows from any event: `sync::follow`.
        Event::AreaChanged => Vec::new(),
        Event::PrivateWindowsClosed => sessions::private_windows_closed(state),
        Event::Message(sender, message) => match (message, state.ground(&sender.url)) {
            (Message::Badge(message), Some(ground)) => match ground.marked() {
                Some(page) => badges::message(state, &sender, &page, &message),
                None => Vec::new(),
            },
            (Message::Keys(message), Some(ground)) => keys::message(state, &sender, &ground, &message, now),
            (Message::Session(_), _) | (_, None) => Vec::new(),
        },
        Event::Watch(site, open) => watching::watch(state, site, &open),
        Event::Unwatch(scope, open) => watching::unwatch(state, &scope, &open),
        Event::Import(contents, open) => transfer::handle_import(state, contents, &open, now),
        Event::Managed(policy, open) => preset::changed(state, policy, &open),
        Event::Panel(message) => panel::message(state, message, now),
        Event::Popup(tab, store) => panel::popup(state, &tab, &store, now),
        Event::Selected(tab, text) => {
            state.handed = Some((text, now));
            vec![Effect::OpenPopup(tab.id)]
        }
        Event::Jump(tab) => {
            let url = same_page_in_the_other_environment(&state.catalogue, &tab.url);
            url.map(|url| Effect::OpenTab { url, beside: tab }).into_iter().collect()
        }
        Event::Closed(tab) => {
            let forgotten = state.tabs.remove(&tab).map(|_| Effect::Forget(tab));
            forgotten.into_iter().chain(sessions::closed(state, tab)).collect()
        }
        Event::Started { complete, tabs } => tabs
            .iter()
            .map(|tab| badges::toolbar_of(state, tab.id, &tab.url))
            .chain([registered(state), Effect::Everywhere(access::button(complete))])
            .collect(),
        Event::Access { complete, tabs } => access::changed(state, complete, &tabs),
        Event::Installed { first, complete, tabs } => {
            let everywhere = Effect::Everywhere(access::button(complete));
            let menu = Effect::OfferMenu(Text::plain(MENU_WORD));
            let welcome = first.then_some(Effect::Welcome);
            let entered = access::enter(state, &tabs);
            [registered(state), everywhere, menu].into_iter().chain(entered).chain(welcome).collect()
        }
    }
}

/// The keyring's entries that have to be read before this event is taken.
#[must_use]
pub fn wanted(state: &State, event: &Event) -> Wanted {
    match event {
        event if sync::wants_all(state, event) => Wanted::All,
        Event::Message(_, message) => keys::wanted(&state.keys, &message.declared().entries),
        Event::Panel(message) => keys::wanted(&state.keys, &message.declared().entries),
        Event::Import(..) => Wanted::All,
        _ => Wanted::Entries(Vec::new()),
    }
}

/// The page scripts that the settings ask for, as a whole.
fn registered(state: &State) -> Effect {
    Effect::Register(chosen_scripts(&Chosen {
        catalogue: &state.catalogue,
        settings: &state.settings,
        paused: state.pauses.hosts().collect(),
        watched: state.watched_sites().filter(|site| !state.is_portal_now(site)).collect(),
    }))
}

/// A tab as the browser would list it.
#[cfg(test)]
fn open_tab(id: i32, url: &str) -> OpenTab {
    OpenTab { id: TabId(id), url: url.into(), title: String::new(), incognito: false, index: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::protocol::BadgeMessage;
    use crate::view::badge::{Fold, Tone};

    const SANDBOX: &str = "https://developer-stg.magento.com/extensions/";
    const PRODUCTION: &str = "https://developer.magento.com/extensions/";

    fn step(state: &mut State, event: Event) -> Vec<Effect> {
        super::step(state, event, Timestamp::from_millis(0))
    }

    fn message(tab: i32, url: &str, message: BadgeMessage) -> Event {
        let store = CookieStore("0".into());
        Event::Message(
            Sender { tab: TabId(tab), frame: 0, url: url.into(), store, entered: true },
            Message::Badge(message),
        )
    }

    fn seen(tab: i32, url: &str, banner: Banner) -> Event {
        loaded(tab, url, 0, banner)
    }

    fn loaded(tab: i32, url: &str, at: u64, banner: Banner) -> Event {
        message(tab, url, BadgeMessage::Seen { loaded_at: Timestamp::from_millis(at), banner })
    }

    fn answer(effects: &[Effect]) -> Option<&PageView> {
        effects.iter().find_map(|effect| match effect {
            Effect::Answer(Answer::View(view)) => Some(view),
            _ => None,
        })
    }

    #[test]
    fn a_page_is_answered_by_its_address_alone() {
        let mut state = State::default();
        let effects = step(&mut state, seen(1, SANDBOX, Banner::Pending));
        assert_eq!(answer(&effects).unwrap().badge.tone, Tone::Sandbox);
        let effects = step(&mut state, seen(1, PRODUCTION, Banner::Pending));
        assert_eq!(answer(&effects).unwrap().badge.tone, Tone::Production);
    }

    #[test]
    fn a_page_that_is_no_portal_is_not_answered() {
        for url in ["https://example.org/", "http://developer.magento.com/", "https://account.magento.com/", ""] {
            assert_eq!(step(&mut State::default(), seen(1, url, Banner::Shown)), []);
        }
    }

    #[test]
    fn what_is_saved_comes_before_what_is_answered() {
        let mut state = State::default();
        let effects = step(&mut state, seen(1, SANDBOX, Banner::Shown));
        assert!(matches!(effects[..], [Effect::Save(_), Effect::Answer(_), Effect::Toolbar(..)]));
    }

    #[test]
    fn seeing_the_same_again_saves_nothing() {
        let mut state = State::default();
        step(&mut state, seen(1, SANDBOX, Banner::Shown));
        let effects = step(&mut state, seen(1, SANDBOX, Banner::Shown));
        assert!(effects.iter().all(|effect| !matches!(effect, Effect::Save(_))));
    }

    #[test]
    fn folding_in_one_tab_folds_the_others_of_that_environment() {
        let mut state = State::default();
        for (tab, url) in [(1, SANDBOX), (2, SANDBOX), (3, PRODUCTION)] {
            step(&mut state, seen(tab, url, Banner::Pending));
        }
        let effects = step(&mut state, message(1, SANDBOX, BadgeMessage::Fold));
        assert_eq!(answer(&effects).unwrap().placement.fold, Fold::Folded);
        let shown: Vec<_> = effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Show(tab, view) => Some((tab.0, view.placement.fold)),
                _ => None,
            })
            .collect();
        assert_eq!(shown, [(2, Fold::Folded)]);
        assert_eq!(state.settings.production, Default::default());
    }

    #[test]
    fn what_a_page_showed_says_nothing_of_the_next_one_in_its_tab() {
        let mut state = State::default();
        step(&mut state, loaded(1, PRODUCTION, 1, Banner::Shown));
        assert_eq!(tone(&state, 1), Tone::Check);
        let store = CookieStore("0".into());
        let sender = Sender { tab: TabId(1), frame: 0, url: PRODUCTION.into(), store, entered: true };
        let next = crate::protocol::SessionMessage::Seen {
            loaded_at: Timestamp::from_millis(2),
            visible: Vec::new(),
            hidden: Vec::new(),
            settled: false,
            unsaved: 0,
        };
        step(&mut state, Event::Message(sender, Message::Session(next)));
        assert_eq!(tone(&state, 1), Tone::Production);
        step(&mut state, loaded(1, PRODUCTION, 2, Banner::Shown));
        assert_eq!(tone(&state, 1), Tone::Check);
    }

    fn tone(state: &State, tab: i32) -> Tone {
        badges::view(state, TabId(tab), &Portal::at(&state.catalogue, PRODUCTION).unwrap().into()).badge.tone
    }

    #[test]
    fn a_favicon_that_was_refused_is_not_tried_on_that_host_again() {
        let mut state = State::default();
        step(&mut state, message(1, SANDBOX, BadgeMessage::IconRefused));
        let favicon = |effects: &[Effect]| answer(effects).unwrap().favicon;
        assert!(!favicon(&step(&mut state, seen(2, SANDBOX, Banner::Pending))));
        assert!(favicon(&step(&mut state, seen(2, PRODUCTION, Banner::Pending))));
    }

    #[test]
    fn a_closed_tab_is_forgotten_once() {
        let mut state = State::default();
        step(&mut state, seen(1, SANDBOX, Banner::Pending));
        assert_eq!(step(&mut state, Event::Closed(TabId(1))), [Effect::Forget(TabId(1))]);
        assert_eq!(step(&mut state, Event::Closed(TabId(1))), []);
    }

    #[test]
    fn after_a_start_every_tab_has_its_toolbar() {
        let tabs = [(1, SANDBOX), (2, "")].map(|(id, url)| open_tab(id, url));
        let effects = step(&mut State::default(), Event::Started { complete: true, tabs: tabs.into() });
        let tones: Vec<_> = effects
            .iter()
            .filter_map(|effect| match effect {
                Effect::Toolbar(tab, view) => Some((tab.0, view.tone)),
                _ => None,
            })
            .collect();
        assert_eq!(tones, [(1, Tone::Sandbox), (2, Tone::Neutral)]);
    }

    #[test]
    fn after_an_install_only_open_portal_pages_get_scripts() {
        let tabs = [(1, SANDBOX), (2, "https://example.org/")].map(|(id, url)| open_tab(id, url));
        let effects = step(&mut State::default(), Event::Installed { first: false, complete: true, tabs: tabs.into() });
        assert!(
            matches!(&effects[..], [Effect::Register(_), Effect::Everywhere(_), Effect::OfferMenu(_), Effect::Inject { tab: TabId(1), files, .. }] if files.contains(&"content/site-sandbox.js".to_owned()))
        );
    }
}
