//! Access to sites, which the user may withhold, grant and withdraw while pages
//! are open.

use super::effect::Effect;
use super::registration::register_scripts;
use super::sender::OpenTab;
use super::sessions::leave_page;
use super::state::{MarkedPage, State};
use crate::catalogue::{Environment, Role, Site};
use crate::content_scripts::vendors::vendor_page_files;
use crate::content_scripts::{
    STRICT_FILE, account_files, frame_files, portal_files, watched_frame_files, watched_page_files, words_files,
};
use crate::messages::{ExtensionText, message};
use crate::protocol::TabId;
use crate::view::badge::{Banner, Toolbar, toolbar};
use crate::view::theme::NO_ACCESS_TEXT;

/// The toolbar button of tabs without their own.
pub fn default_button(complete: bool) -> Toolbar {
    let idle = toolbar(None, Banner::default());
    if complete {
        idle
    } else {
        Toolbar { badge: NO_ACCESS_TEXT, title: ExtensionText::plain(message::TOOLBAR_NO_ACCESS), ..idle }
    }
}

/// Handles granted or withdrawn access. `open` contains addresses only for tabs
/// that Sandbar has access to now.
pub fn handle_access_change(state: &mut State, complete: bool, open: &[OpenTab]) -> Vec<Effect> {
    let (new, mut effects) = follow_access(state, complete, open);
    leave_outside(state, complete, open, &mut effects);
    effects.extend(enter_tabs(state, &new));
    effects
}

/// Leaves every open tab without access, even if that was done before: the
/// worker may have stopped between forgetting a tab and the other steps.
fn leave_outside(state: &State, complete: bool, open: &[OpenTab], effects: &mut Vec<Effect>) {
    let outside = open.iter().filter(|tab| !is_entered(state, tab));
    let left = outside.flat_map(|tab| [Effect::FallSilent(tab.id), Effect::Toolbar(tab.id, default_button(complete))]);
    let missing: Vec<Effect> = left.filter(|effect| !effects.contains(effect)).collect();
    effects.extend(missing);
}

/// Repeats what the previous core may not have finished: registers the content
/// scripts, leaves tabs without access, and enters unknown tabs. `open`
/// contains addresses only for tabs that Sandbar has access to now.
pub fn catch_up(state: &mut State, complete: bool, open: &[OpenTab]) -> Vec<Effect> {
    let (new, mut effects) = follow_access(state, complete, open);
    // Each tab costs calls to the browser and the core starts often, so do this
    // only if access is missing.
    if !complete {
        leave_outside(state, complete, open, &mut effects);
    }
    // A page that has just opened has its scripts, and its first report is on
    // its way.
    effects.extend(new.iter().filter_map(|tab| enter(state, tab, true)));
    effects
}

/// Leaves tabs without access. Returns the unknown tabs with access.
fn follow_access(state: &mut State, complete: bool, open: &[OpenTab]) -> (Vec<OpenTab>, Vec<Effect>) {
    let may_enter = |tab: TabId| open.iter().any(|open| open.id == tab && is_entered(state, open));
    let pages = state.sessions.pages.iter().map(|(tab, _)| *tab);
    let mut known: Vec<TabId> = pages.filter(|tab| state.tabs.get(tab).is_none()).collect();
    known.extend(state.tabs.keys());
    let mut effects = vec![Effect::Everywhere(default_button(complete)), register_scripts(state)];
    let new: Vec<OpenTab> =
        open.iter().filter(|tab| is_entered(state, tab) && !known.contains(&tab.id)).cloned().collect();
    let left: Vec<TabId> = known.into_iter().filter(|&tab| !may_enter(tab)).collect();
    for tab in left {
        effects.extend(leave_tab(state, tab));
        let is_open = open.iter().any(|open| open.id == tab);
        effects.extend(is_open.then(|| Effect::Toolbar(tab, default_button(complete))));
    }
    (new, effects)
}

/// Stops the content scripts of a tab, and forgets its page.
pub fn leave_tab(state: &mut State, tab: TabId) -> Vec<Effect> {
    let forgotten = state.tabs.remove(&tab).map(|_| Effect::Forget(tab));
    forgotten.into_iter().chain(leave_page(state, tab)).chain([Effect::FallSilent(tab)]).collect()
}

fn is_entered(state: &State, tab: &OpenTab) -> bool {
    state.catalogue.site_at(&tab.url).as_ref().is_some_and(Site::is_entered) || state.watched_at(&tab.url).is_some()
}

/// Runs the content scripts in pages that were opened without them.
pub fn enter_tabs(state: &State, open: &[OpenTab]) -> Vec<Effect> {
    open.iter().filter_map(|tab| enter(state, tab, false)).collect()
}

/// Runs the content scripts in the page of a tab, if Sandbar works there.
fn enter(state: &State, tab: &OpenTab, if_silent: bool) -> Option<Effect> {
    if state.is_off_at(&tab.url) {
        return None;
    }
    // Registered choices only affect later pages, so here they run before the
    // files that need them.
    let marks = |environment: Option<Environment>| {
        environment.map(|environment| state.settings.placement(environment).scripts()).unwrap_or_default()
    };
    let strict = state.settings.strict_paste.then(|| STRICT_FILE.to_owned());
    let in_each_frame = |files: Vec<String>| -> Vec<String> {
        state.settings.language.into_iter().flat_map(words_files).chain(strict).chain(files).collect()
    };
    let chosen_site = state.catalogue.site_at(&tab.url).filter(Site::is_chosen);
    let (in_frames, in_page): (Vec<String>, Vec<String>) =
        if let Some(Site { vendor, environments, host, .. }) = chosen_site {
            let files = vendor_page_files(vendor, &host, environments);
            let environment = environments.only().unwrap_or(Environment::Production);
            (in_each_frame(watched_frame_files()), files.into_iter().chain(marks(Some(environment))).collect())
        } else if let Some(page) = MarkedPage::portal_at(&state.catalogue, &tab.url) {
            let files = portal_files(page.vendor()?, page.environment);
            (in_each_frame(frame_files()), files.into_iter().chain(marks(Some(page.environment))).collect())
        } else if let Some(site) = state.watched_at(&tab.url) {
            let (frame, files) = (in_each_frame(watched_frame_files()), watched_page_files(site));
            let files = files.into_iter().chain(marks(site.environment));
            match site.scope.path().is_empty() {
                true => (frame, files.collect()),
                // Other frames may be outside the path.
                false => (Vec::new(), frame.into_iter().chain(files).collect()),
            }
        } else if state.catalogue.site_at(&tab.url).is_some_and(|site| site.role == Role::Account) {
            (Vec::new(), account_files())
        } else {
            return None;
        };
    Some(Effect::Enter { tab: tab.id, in_frames, in_page, if_silent })
}

#[cfg(test)]
mod tests {
    use super::super::{CookieStore, Event, Sender, TabState, step};
    use super::*;
    use crate::app::sender::open_tab;
    use crate::catalogue::Catalogue;
    use crate::protocol::{BadgeMessage, KeysMessage, Message, SessionMessage};
    use crate::settings::{Language, Settings};
    use crate::time::Timestamp;

    const PORTAL: &str = "https://developer.magento.com/extensions/";

    fn access(state: &mut State, complete: bool, tabs: &[OpenTab]) -> Vec<Effect> {
        step(state, Event::Access { complete, tabs: tabs.into() }, Timestamp::from_millis(1))
    }

    #[test]
    fn pages_opened_before_access_was_granted_get_the_scripts() {
        let tabs = [open_tab(1, PORTAL), open_tab(2, "https://example.org/"), open_tab(3, "")];
        let effects = access(&mut State::default(), true, &tabs);
        let entered: Vec<i32> = effects
            .iter()
            .filter_map(|effect| if let Effect::Enter { tab, .. } = effect { Some(tab.0) } else { None })
            .collect();
        assert_eq!(entered, [1]);
        assert!(effects.contains(&Effect::Everywhere(default_button(true))));
    }

    #[test]
    fn choices_apply_in_every_frame_of_a_page_that_is_entered() {
        let settings = Settings { strict_paste: true, language: Some(Language::De), ..Settings::default() };
        let state = State { settings, ..State::default() };
        let entered = enter_tabs(&state, &[open_tab(1, PORTAL)]);
        let [Effect::Enter { in_frames, .. }] = &entered[..] else { panic!("{entered:?}") };
        for file in [STRICT_FILE, "content/words-de.js"] {
            assert!(in_frames.iter().any(|one| one == file), "{file}: {in_frames:?}");
        }
    }

    #[test]
    fn the_next_core_cleans_up_a_tab_that_was_forgotten_but_never_silenced() {
        let tabs = [open_tab(1, ""), open_tab(2, PORTAL)];
        let left = |complete| {
            let event = Event::CoreLoaded { complete, tabs: tabs.as_slice().into() };
            let effects = step(&mut State::default(), event, Timestamp::from_millis(1)).into_iter();
            let is_of_leaving = |effect: &Effect| matches!(effect, Effect::Toolbar(..) | Effect::FallSilent(_));
            effects.filter(is_of_leaving).collect::<Vec<_>>()
        };
        let button = Effect::Toolbar(TabId(1), default_button(false));
        assert_eq!(left(false), [Effect::FallSilent(TabId(1)), button]);
        assert_eq!(left(true), []);
    }

    #[test]
    fn the_next_core_finishes_what_the_last_one_did_not() {
        let mut state = State::default();
        let sites: Vec<Site> = state.catalogue.sites().cloned().collect();
        for tab in [1, 2] {
            state.tabs.insert(TabId(tab), TabState::at(&sites[0].host));
        }
        // One tab is known, one has lost access, one has access but was never
        // entered.
        let tabs = [open_tab(1, PORTAL), open_tab(2, ""), open_tab(3, PORTAL), open_tab(4, "https://example.org/")];
        let event = Event::CoreLoaded { complete: true, tabs: tabs.into() };
        let effects = step(&mut state, event, Timestamp::from_millis(1));
        let recovered = effects.iter().filter_map(|effect| match effect {
            Effect::Enter { tab, in_page, if_silent, .. } => {
                Some((*tab, *if_silent, in_page.contains(&"content/portal.js".to_owned())))
            }
            _ => None,
        });
        assert_eq!(recovered.collect::<Vec<_>>(), [(TabId(3), true, true)]);
        assert!(effects.contains(&Effect::FallSilent(TabId(2))) && !effects.contains(&Effect::FallSilent(TabId(1))));
        assert!(effects.contains(&Effect::Everywhere(default_button(true))));
        assert!(effects.iter().any(|effect| matches!(effect, Effect::Register(_))));
        // Tabs that are already right aren't touched.
        let buttons = effects.iter().filter(|effect| matches!(effect, Effect::Toolbar(..)));
        assert_eq!(buttons.collect::<Vec<_>>(), [&Effect::Toolbar(TabId(2), default_button(true))]);
        assert!(
            !effects
                .iter()
                .any(|effect| matches!(effect, Effect::Inject { .. } | Effect::Enter { if_silent: false, .. }))
        );
    }

    #[test]
    fn the_account_site_is_entered_too() {
        let catalogue = Catalogue::default();
        let account = catalogue.sites().find(|site| site.role == Role::Account).unwrap();
        assert_eq!(enter_tabs(&State::default(), &[open_tab(1, &format!("https://{}/", account.host))]).len(), 1);
    }

    #[test]
    fn a_page_to_which_access_was_withdrawn_falls_silent_and_is_forgotten() {
        let mut state = State::default();
        let sites: Vec<Site> = state.catalogue.sites().cloned().collect();
        state.tabs.insert(TabId(1), TabState::at(&sites[0].host));
        state.tabs.insert(TabId(2), TabState::at(&sites[1].host));
        // The browser reveals the address of only one tab, which still has
        // access.
        let open = [open_tab(1, ""), open_tab(2, &format!("https://{}/", sites[1].host))];
        let effects = access(&mut state, false, &open);
        assert_eq!(state.tabs.keys().copied().collect::<Vec<_>>(), [TabId(2)]);
        assert!(effects.contains(&Effect::FallSilent(TabId(1))) && effects.contains(&Effect::Forget(TabId(1))));
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::FallSilent(TabId(2)) | Effect::Enter { .. })));
        assert!(effects.contains(&Effect::Everywhere(default_button(false))));
    }

    #[test]
    fn a_report_in_flight_when_access_was_withdrawn_shows_nothing() {
        let url = format!("https://{}/", Catalogue::default().sites().next().unwrap().host);
        let late = Sender { entered: false, ..Sender::page(TabId(1), &url, CookieStore("0".into())) };
        let seen = SessionMessage::Seen {
            loaded_at: Timestamp::from_millis(1),
            visible: vec!["Sign Out".into()],
            hidden: Vec::new(),
            sign_in_form: false,
            settled: true,
            unsaved: 0,
        };
        let badge = BadgeMessage::Seen { loaded_at: Timestamp::from_millis(1), banner: Banner::Shown };
        let here = Message::Keys(KeysMessage::Here);
        for message in [Message::Badge(badge), here, Message::Session(seen)] {
            let mut state = State::default();
            access(&mut state, false, &[open_tab(1, "")]);
            let effects = step(&mut state, Event::Message(late.clone(), message), Timestamp::from_millis(2));
            assert!(
                !effects.iter().any(|effect| matches!(effect, Effect::Toolbar(..) | Effect::Show(..))),
                "{effects:?}"
            );
            assert!(state.tabs.keys().next().is_none() && state.sessions.pages.is_empty());
        }
    }

    #[test]
    fn a_change_reported_in_two_events_ends_as_the_second_one_says() {
        let mut state = State::default();
        let sites: Vec<Site> = state.catalogue.sites().cloned().collect();
        state.tabs.insert(TabId(1), TabState::at(&sites[0].host));
        for complete in [true, false] {
            let effects = access(&mut state, complete, &[open_tab(1, "")]);
            assert!(effects.contains(&Effect::Toolbar(TabId(1), default_button(complete))), "{effects:?}");
        }
    }

    #[test]
    fn a_page_that_was_entered_already_is_not_entered_twice() {
        let mut state = State::default();
        let sites: Vec<Site> = state.catalogue.sites().cloned().collect();
        state.tabs.insert(TabId(1), TabState::at(&sites[0].host));
        let effects = access(
            &mut state,
            true,
            &[open_tab(1, &format!("https://{}/", Catalogue::default().sites().next().unwrap().host))],
        );
        assert!(
            !effects
                .iter()
                .any(|effect| matches!(effect, Effect::Inject { .. } | Effect::Enter { if_silent: false, .. }))
        );
    }
}
