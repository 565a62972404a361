//! The reducer: [`step`] applies one event to the state and returns the
//! effects.
//!
//! The background passes one event at a time, stores what changed, and then
//! carries out the other effects. Every effect can be repeated safely, so a
//! worker that stops halfway does no damage.
//!
//! Below the handlers:
//!
//! - [`sender`]: tabs, cookie stores and senders, as the browser reports them
//! - [`state`]: everything that is remembered
//! - [`persist`], [`effect`], [`event`]: stored changes, the reducer's output
//!   and its input
//! - `scanned_event`: an event with the credentials found in its texts
//! - `registration`, `page_views`: registered scripts and page views, as
//!   functions of the state
//!
//! The handlers, one per feature:
//!
//! - `badges`, `keys`, `sessions`: reports from pages
//! - `labels`: names that the user gives to sandboxes
//! - `entries`: changes to the keyring, and their undo data
//! - `new_keys`: announces learned keys
//! - `notes`: advice on a page; `note_changes`: when it changes
//! - `copies`: shows which key was copied
//! - `learn`: learns keys within limits
//! - `sightings`: learns other vendors' keys from their pages
//! - [`apart`]: keeps Sandbox in a separate cookie store
//! - `stop`: clicks on irreversible actions
//! - `going`: a text on its way into a field; `fine_here`: places where the
//!   user allows a key; `catches`: the last warnings
//! - `settings`, `pauses`, `turned_off`, `watched_sites`, `vendors`,
//!   `managed_policy`, `access`: what Sandbar does on which sites
//! - `extension_pages`: requests from the popup, options and welcome page;
//!   `check`: the check of a text
//! - [`import_export`]: exports the keyring to a file, and imports it
//! - [`sync`]: syncs with other computers after each event

mod access;
pub mod apart;
mod badges;
mod catches;
mod check;
mod copies;
pub mod effect;
mod entries;
pub mod event;
mod extension_pages;
mod fine_here;
mod going;
pub mod import_export;
mod key_ends;
mod keys;
mod labels;
mod learn;
mod managed_policy;
mod new_keys;
mod note_changes;
mod notes;
mod page_views;
mod pauses;
pub mod persist;
mod registration;
mod scanned_event;
pub mod sender;
mod sessions;
mod settings;
mod sightings;
pub mod state;
mod stop;
mod stop_page;
pub mod sync;
mod turned_off;
mod vendors;
mod watched_sites;

use crate::counterpart::same_page_in_the_other_environment;
use crate::protocol::{KeysMessage, Message, StopMessage, TabId};
use crate::time::Timestamp;
use crate::verdict::ScannedText;
use page_views::PageViews;
use scanned_event::needed;

pub use effect::{Answer, Effect};
pub use event::Event;
pub use persist::Persist;
pub use scanned_event::ScannedEvent;
pub use sender::{CookieStore, OpenTab, Sender};
pub use state::{Keys, MarkedPage, OpenPage, PageContext, Sessions, State, Store, TabState, Wanted};

/// Applies one event to the state. Returns the effects in the order in which
/// they must be carried out.
pub fn step(state: &mut State, event: impl Into<ScannedEvent>, now: Timestamp) -> Vec<Effect> {
    apply(state, event.into(), now)
}

/// [`step`], compiled only once.
fn apply(state: &mut State, ScannedEvent { event, texts }: ScannedEvent, now: Timestamp) -> Vec<Effect> {
    if is_from_where_it_is_off(state, &event) {
        return Vec::new();
    }
    let mut effects = pauses::end_pauses(state, now);
    effects.extend(copies::end(state, now));
    effects.extend(event.store().map(|store| sessions::awaken(state, store, now)).unwrap_or_default());
    if !effects.is_empty() || !keeps_views(&event) {
        state.shown = None;
    }
    effects.extend(handle(state, event, &texts, now));
    effects
}

/// Whether a page reports from a portal where the user turned Sandbar off.
fn is_from_where_it_is_off(state: &State, event: &Event) -> bool {
    match event {
        Event::Message(sender, _) | Event::SignOutClicked(sender, _) => state.is_off_at(&sender.url),
        _ => false,
    }
}

/// Whether the handler of this event keeps [`State::shown`] up to date, or
/// changes nothing that a page shows.
fn keeps_views(event: &Event) -> bool {
    match event {
        Event::Message(_, Message::Session(_)) | Event::SignOutClicked(..) | Event::CookieRemoved { .. } => true,
        Event::Message(_, Message::Stop(StopMessage::Near { .. } | StopMessage::Passed { .. })) => true,
        Event::Message(_, Message::Keys(message)) => {
            matches!(message, KeysMessage::Going { .. } | KeysMessage::Draw | KeysMessage::Chose { .. })
        }
        _ => false,
    }
}

/// Additional effects after the first event of a worker that restored its
/// state: every open page gets its view. The previous worker may have stopped
/// between saving a change and showing it.
#[must_use]
pub fn restored(state: &State) -> Vec<Effect> {
    page_views::show_again(state)
}

/// The table of handlers, by event.
fn handle(state: &mut State, event: Event, texts: &[ScannedText], now: Timestamp) -> Vec<Effect> {
    match event {
        Event::Message(sender, message) => {
            let sender = sender_at_present(state, sender);
            handle_message(state, &sender, message, texts, now)
        }
        Event::SignOutClicked(sender, open) => sessions::handle_sign_out_click(state, &sender, &open, now),
        Event::CookieRemoved { store, host, http_only: true } => {
            sessions::handle_cookie_removed(state, &store, &host, now)
        }
        Event::CookieRemoved { store, host, http_only: false } => sessions::look_again(state, &store, &host),
        // `sync::follow` reads the area after the event.
        Event::AreaChanged => Vec::new(),
        Event::SitesRefused(addresses) => watched_sites::handle_refused(state, addresses),
        Event::PrivateWindowsClosed => sessions::handle_private_windows_closed(state),
        Event::OpenApart(request, open) => apart::open_apart(state, &request, &open),
        Event::ContainerOpened(store) => apart::handle_container_opened(state, store),
        Event::ContainerRemoved(store) => apart::handle_container_removed(state, &store),
        Event::Watch(site, open) => watched_sites::watch(state, site, &open),
        Event::Unwatch(scope, open) => watched_sites::unwatch(state, &scope, &open),
        Event::TurnOff { host, off, open } => turned_off::turn(state, &host, off, &open),
        Event::TurnVendor { id, on, open } => vendors::turn(state, &id, on, &open),
        Event::Import(contents, open) => import_export::handle_import(state, contents, &open, now),
        Event::Managed(policy, open) => managed_policy::handle_policy_change(state, policy, &open),
        Event::ExtensionPage(message) => extension_pages::handle_request(state, message, texts, now),
        Event::Popup(tab, store) => extension_pages::handle_popup(state, &tab, &store, now),
        Event::Selected(tab, text) => {
            state.pending_text = Some((text, now));
            vec![Effect::OpenPopup(tab.id)]
        }
        Event::Jump(tab) => {
            let url = same_page_in_the_other_environment(&state.catalogue, &tab.url);
            url.map(|url| Effect::OpenTab { url, beside: tab }).into_iter().collect()
        }
        Event::Closed(tab) => handle_closed(state, tab),
        Event::Started { complete, tabs } => handle_start(state, complete, &tabs),
        Event::Access { complete, tabs } => access::handle_access_change(state, complete, &tabs),
        Event::CoreLoaded { complete, tabs } => access::catch_up(state, complete, &tabs),
        Event::Installed { first, complete, tabs } => handle_install(state, first, complete, &tabs),
    }
}

/// The sender, with the address that decides for its page. If a vendor's paths
/// tell its environments apart, this is the current address, because such pages
/// change it without loading.
fn sender_at_present(state: &State, sender: Sender) -> Sender {
    let is_chosen = state.catalogue.site_at(&sender.url).is_some_and(|site| site.is_chosen());
    if is_chosen { sender.at_present() } else { sender }
}

fn handle_message(
    state: &mut State,
    sender: &Sender,
    message: Message,
    texts: &[ScannedText],
    now: Timestamp,
) -> Vec<Effect> {
    if let Message::Session(message) = message {
        return sessions::handle_session_message(state, sender, &message, now);
    }
    let Some(page) = state.page_at(&sender.url) else {
        // A sandboxed frame has no origin. No answer would mean that the text
        // was checked.
        return match message {
            Message::Keys(KeysMessage::Going { .. } | KeysMessage::Belongs { .. }) => {
                vec![Effect::Answer(Answer::Failed { failed: true })]
            }
            _ => Vec::new(),
        };
    };
    match message {
        Message::Badge(message) => match page.marked() {
            Some(page) => badges::handle_badge_message(state, sender, &page, &message),
            None => badges::handle_open_message(state, sender, &page, &message),
        },
        Message::Keys(message) => keys::handle_keys_message(state, sender, &page, &message, texts, now),
        Message::Session(_) => Vec::new(),
        // The effect of a click depends on what the page shows now. Its address
        // may have changed.
        Message::Stop(message) => stop::handle_stop_message(state, &sender.clone().at_present(), &message, now),
    }
}

fn handle_closed(state: &mut State, tab: TabId) -> Vec<Effect> {
    let forgotten = state.tabs.remove(&tab).map(|_| Effect::Forget(tab));
    forgotten.into_iter().chain(sessions::leave_page(state, tab)).collect()
}

fn handle_start(state: &State, complete: bool, tabs: &[OpenTab]) -> Vec<Effect> {
    let views = PageViews::new(state);
    let mut effects: Vec<Effect> = tabs.iter().map(|tab| views.toolbar_at(tab.id, &tab.url)).collect();
    effects.push(registration::register_scripts(state));
    effects.push(Effect::Everywhere(access::default_button(complete)));
    effects
}

fn handle_install(state: &State, first: bool, complete: bool, tabs: &[OpenTab]) -> Vec<Effect> {
    let everywhere = Effect::Everywhere(access::default_button(complete));
    let mut effects = vec![registration::register_scripts(state), everywhere, settings::offer_menu()];
    effects.append(&mut access::enter_tabs(state, tabs));
    effects.extend(first.then_some(Effect::Welcome));
    effects
}

/// The keyring entries that must be read before this event is handled.
#[must_use]
pub fn wanted(state: &State, scanned: &ScannedEvent) -> Wanted {
    let ScannedEvent { event, texts } = scanned;
    if sync::wants_all(state, event) || matches!(event, Event::Import(..)) {
        return Wanted::All;
    }
    let ending = match event {
        Event::Message(sender, _) => {
            state.tabs.get(&sender.tab).and_then(|tab| tab.end.as_ref()).map_or(&[][..], |end| &end.parts)
        }
        _ => &[],
    };
    keys::wanted(&state.keys, &state.catalogue, &needed(event), texts, ending)
}

/// The entries that must be read after the [wanted](wanted) ones: all of them
/// if something new is learned, because the limits depend on what is known.
#[must_use]
pub fn wanted_to_learn(state: &State, scanned: &ScannedEvent) -> Wanted {
    match &scanned.event {
        Event::Message(_, Message::Keys(message))
            if keys::teaches(&state.keys, state.catalogue.on(), message, &scanned.texts) =>
        {
            Wanted::All
        }
        _ => Wanted::Entries(Vec::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::sender::open_tab;
    use crate::catalogue::Environment;
    use crate::protocol::BadgeMessage;
    use crate::protocol::PageView;
    use crate::settings::Settings;
    use crate::view::badge::Banner;
    use crate::view::placement::{Corner, Fold, MarkKind};
    use crate::view::theme::Tone;

    const SANDBOX: &str = "https://developer-stg.magento.com/extensions/";
    const PRODUCTION: &str = "https://developer.magento.com/extensions/";

    fn step(state: &mut State, event: Event) -> Vec<Effect> {
        super::step(state, event, Timestamp::from_millis(0))
    }

    fn message(tab: i32, url: &str, message: BadgeMessage) -> Event {
        let store = CookieStore("0".into());
        Event::Message(Sender::page(TabId(tab), url, store), Message::Badge(message))
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
    fn a_text_in_a_frame_without_a_site_is_not_answered_as_checked() {
        let sender = Sender::page(TabId(1), "null", CookieStore("0".into()));
        let going = KeysMessage::Going { text: "x".to_owned().into(), beside: Vec::new(), labels: Vec::new() };
        let event = Event::Message(sender, Message::Keys(going));
        let effects = step(&mut State::default(), event);
        assert_eq!(effects, [Effect::Answer(Answer::Failed { failed: true })]);
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
    fn a_banner_that_was_shown_is_not_missed_until_the_next_page() {
        let mut state = State::default();
        let banner = |state: &State| state.tabs.get(&TabId(1)).map(|tab| tab.banner);
        step(&mut state, loaded(1, SANDBOX, 1, Banner::Shown));
        step(&mut state, loaded(1, SANDBOX, 1, Banner::Missing));
        assert_eq!(banner(&state), Some(Banner::Shown));
        step(&mut state, loaded(1, SANDBOX, 2, Banner::Missing));
        assert_eq!(banner(&state), Some(Banner::Missing));
        step(&mut state, loaded(1, PRODUCTION, 3, Banner::Shown));
        step(&mut state, loaded(1, PRODUCTION, 3, Banner::Missing));
        assert_eq!(banner(&state), Some(Banner::Missing));
    }

    #[test]
    fn a_change_is_saved_before_it_is_answered() {
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
    fn a_badge_is_dragged_to_any_corner() {
        let mut state = State::default();
        for (tab, url) in [(1, SANDBOX), (2, SANDBOX)] {
            step(&mut state, seen(tab, url, Banner::Pending));
        }
        let corner = Corner::TopRight;
        let effects = step(&mut state, message(1, SANDBOX, BadgeMessage::Place { corner }));
        assert_eq!(answer(&effects).unwrap().placement.corner, corner);
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Show(TabId(2), _))));
        assert_eq!((state.settings.sandbox.corner, state.settings.production.corner), (corner, Corner::BottomRight));
        let near = step(&mut state, message(1, SANDBOX, BadgeMessage::Near));
        let files = vec!["content/pointer.js".to_owned()];
        assert_eq!(near, [Effect::Inject { tab: TabId(1), frame: 0, files }]);
        assert_eq!(step(&mut state, message(1, "https://example.org/", BadgeMessage::Near)), []);
    }

    #[test]
    fn a_chosen_mark_is_loaded_into_open_pages_and_shown() {
        let mut state = State::default();
        for (tab, url) in [(1, SANDBOX), (2, PRODUCTION)] {
            step(&mut state, seen(tab, url, Banner::Pending));
        }
        let mut settings = Settings::default();
        settings.sandbox.mark = MarkKind::Bar;
        settings.looks.set_label(Environment::Sandbox, "Play");
        let effects = settings::handle_choice(&mut state, &settings);
        let files = vec!["content/mark-bar.js".to_owned()];
        let loads = effects
            .iter()
            .position(|effect| *effect == Effect::Inject { tab: TabId(1), frame: 0, files: files.clone() });
        let shows = effects.iter().position(|effect| matches!(effect, Effect::Show(TabId(1), _)));
        assert!(loads.is_some() && loads < shows, "{effects:?}");
        assert!(!effects.contains(&Effect::Inject { tab: TabId(2), frame: 0, files }));
        let effects = step(&mut state, seen(1, SANDBOX, Banner::Pending));
        let view = answer(&effects).unwrap();
        // A bar's badge is at the top.
        assert_eq!((view.placement.mark, view.placement.corner), (MarkKind::Bar, Corner::TopRight));
        assert_eq!(
            (view.badge.word.args.as_slice(), view.badge.mark.as_ref()),
            (["Play".to_owned()].as_slice(), "SBX")
        );
        step(&mut state, message(1, SANDBOX, BadgeMessage::Move));
        assert_eq!(state.settings.sandbox.corner, Corner::TopLeft);
    }

    #[test]
    fn what_a_page_showed_is_not_applied_to_the_next_page_in_its_tab() {
        let mut state = State::default();
        step(&mut state, loaded(1, PRODUCTION, 1, Banner::Shown));
        assert_eq!(tone(&state, 1), Tone::Check);
        let store = CookieStore("0".into());
        let sender = Sender::page(TabId(1), PRODUCTION, store);
        let next = crate::protocol::SessionMessage::Seen {
            loaded_at: Timestamp::from_millis(2),
            visible: Vec::new(),
            hidden: Vec::new(),
            sign_in_form: false,
            settled: false,
            unsaved: 0,
        };
        step(&mut state, Event::Message(sender, Message::Session(next)));
        assert_eq!(tone(&state, 1), Tone::Production);
        step(&mut state, loaded(1, PRODUCTION, 2, Banner::Shown));
        assert_eq!(tone(&state, 1), Tone::Check);
    }

    fn tone(state: &State, tab: i32) -> Tone {
        PageViews::new(state).view(TabId(tab), &state.marked_at(PRODUCTION).unwrap()).badge.tone
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
            matches!(&effects[..], [Effect::Register(_), Effect::Everywhere(_), Effect::OfferMenu(_), Effect::Enter { tab: TabId(1), in_page, if_silent: false, .. }] if in_page.contains(&"content/site-adobe-commerce-sandbox.js".to_owned()))
        );
    }
}
