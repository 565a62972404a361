//! Tests a vendor that the user turns on and off: an invented one with every kind of door. Only its
//! row describes it.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

mod common;

use Environment::{Production, Sandbox};
use sandbar::app::{Answer, CookieStore, Effect, Event, OpenTab, Persist, Sender, State, step};
use sandbar::catalogue::marked::MarkedShape;
use sandbar::catalogue::shape::{Alphabet, Run, Shape};
use sandbar::catalogue::sighted::SightedShape;
use sandbar::catalogue::vendor::{Door, EnvironmentNames, Host, Segment, Sources};
use sandbar::catalogue::watched::StoredSite;
use sandbar::catalogue::{Catalogue, Environment, Environments, Role, SessionRule, Vendor};
use sandbar::content_scripts::PageScripts;
use sandbar::messages::{ExtensionText, Text, message};
use sandbar::protocol::{
    BadgeMessage, ExtensionPageMessage, KeysMessage, Message, OfferedVendor, PageText, PageView, PopupFacts,
    SessionMessage, TabId,
};
use sandbar::settings::Settings;
use sandbar::settings::managed::Managed;
use sandbar::settings::policy::{Policy, Reason};
use sandbar::time::Timestamp;
use sandbar::view::badge::{Banner, Toolbar};
use sandbar::view::placement::Corner;
use sandbar::view::theme::{Tone, toolbar_text};
use sandbar::view::warning::{Urgency, Warning};
use serde_json::json;

const KEY: &[Run] = &[Run::of(Alphabet::Hex, 24)];

static ACME: Vendor = Vendor {
    id: "acme",
    name: "Acme Pay",
    doors: &[
        Door {
            path: &[Segment::Is("play")],
            ..Door::at("dash.acme.example", Role::Portal, Environments::Only(Sandbox))
        },
        Door {
            path: &[Segment::Starts("acct_"), Segment::Is("play")],
            ..Door::at("dash.acme.example", Role::Portal, Environments::Only(Sandbox))
        },
        Door::at("dash.acme.example", Role::Portal, Environments::Ask),
        Door::at("real.acme.example", Role::Portal, Environments::Only(Production)),
        Door::at("play.acme.example", Role::Portal, Environments::Only(Sandbox)),
        Door::at("keys.acme.example", Role::Portal, Environments::Both),
        Door { host: Host::Below("play.my.acme.example"), ..Door::at("", Role::Portal, Environments::Only(Sandbox)) },
        Door { host: Host::Below("my.acme.example"), ..Door::at("", Role::Portal, Environments::Ask) },
        Door::at("api.acme.example", Role::Api, Environments::Only(Production)),
        Door::at("api.play.acme.example", Role::Api, Environments::Only(Sandbox)),
    ],
    sessions: SessionRule::OneLogin,
    marks: &[
        MarkedShape::secret(Shape::prefixed("acme_real_", KEY, Environments::Only(Production))),
        MarkedShape::secret(Shape::prefixed("acme_play_", KEY, Environments::Only(Sandbox))),
    ],
    sighted: &[SightedShape::of(
        MarkedShape::secret(Shape::plain(&[Run::between(Alphabet::Alphanumeric, 16, 34)])),
        &["signing secret"],
    )],
    words: &["acme"],
    environment_names: Some(EnvironmentNames::of(["Real", "Play"], ["REAL", "PLAY"])),
    sources: Sources::of("2026-11-26", &["https://docs.acme.example/"]),
    ..Vendor::UNKNOWN
};

/// Two unrelated accounts; nothing is said about sessions.
static SEPARATE: Vendor = Vendor { id: "separate", sessions: SessionRule::Separate, ..ACME_AGAIN };
static UNKNOWN: Vendor = Vendor { id: "unknown", sessions: SessionRule::Unknown, ..ACME_AGAIN };
const ACME_AGAIN: Vendor = Vendor {
    name: "Acme Bank",
    doors: &[
        Door::at("real.acme.example", Role::Portal, Environments::Only(Production)),
        Door::at("play.acme.example", Role::Portal, Environments::Only(Sandbox)),
    ],
    environment_names: Some(EnvironmentNames::of(["Real", "Play"], ["REAL", "PLAY"])),
    ..Vendor::UNKNOWN
};

static OFFERED: &[&Vendor] = &[&ACME];
static ALL: &[&Vendor] = &[&ACME, &SEPARATE, &UNKNOWN];

const REAL: &str = "https://real.acme.example/orders";
const PLAY: &str = "https://play.acme.example/orders";
const TOGGLE: &str = "https://dash.acme.example/orders";
const PATH: &str = "https://dash.acme.example/play/orders";
const BOTH: &str = "https://keys.acme.example/";
const PLAY_KEY: &str = "acme_play_7c1e94b05d2f8a3366e10bd9";
const REAL_KEY: &str = "acme_real_7c1e94b05d2f8a3366e10bd9";

fn off() -> State {
    let fingerprinter = Some(common::fingerprinter());
    let mut state = State { catalogue: Catalogue::default().offering(OFFERED), ..State::default() };
    state.keys.fingerprinter = fingerprinter;
    state
}

fn on() -> State {
    let mut state = off();
    turn(&mut state, "acme", true, &[]);
    state
}

fn at(milliseconds: u64) -> Timestamp {
    Timestamp::from_millis(milliseconds)
}

fn open_tab(tab: i32, url: &str) -> OpenTab {
    OpenTab { id: TabId(tab), url: url.into(), title: String::new(), incognito: false, index: 0 }
}

fn turn(state: &mut State, id: &str, on: bool, open: &[OpenTab]) -> Vec<Effect> {
    step(state, Event::TurnVendor { id: id.into(), on, open: open.to_vec() }, at(3))
}

fn from(tab: i32, url: &str, message: Message) -> Event {
    let store = CookieStore("0".into());
    Event::Message(Sender::page(TabId(tab), url, store), message)
}

/// The answer to a page that reports itself: its view and its button.
fn seen(state: &mut State, tab: i32, url: &str) -> Option<(PageView, Toolbar)> {
    let message = Message::Badge(BadgeMessage::Seen { loaded_at: at(5), banner: Banner::Pending });
    let effects = step(state, from(tab, url, message), at(6));
    let view = effects.iter().find_map(|effect| match effect {
        Effect::Answer(Answer::View(view)) => Some(view.clone()),
        _ => None,
    })?;
    let toolbar = effects.iter().find_map(|effect| match effect {
        Effect::Toolbar(_, toolbar) => Some(toolbar.clone()),
        _ => None,
    })?;
    Some((view, toolbar))
}

fn registered(effects: &[Effect]) -> Vec<PageScripts> {
    let found = effects.iter().find_map(|effect| match effect {
        Effect::Register(scripts) => Some(scripts.clone()),
        _ => None,
    });
    found.unwrap()
}

fn popup(state: &mut State, url: &str) -> PopupFacts {
    let effects = step(state, Event::Popup(open_tab(1, url), CookieStore("0".into())), at(9));
    effects
        .into_iter()
        .find_map(|effect| match effect {
            Effect::Answer(Answer::Popup(facts)) => Some(*facts),
            _ => None,
        })
        .unwrap()
}

fn vendors(state: &mut State) -> Vec<OfferedVendor> {
    let effects = step(state, Event::ExtensionPage(ExtensionPageMessage::Vendors), at(9));
    effects
        .into_iter()
        .find_map(|effect| match effect {
            Effect::Answer(Answer::Vendors(vendors)) => Some(vendors),
            _ => None,
        })
        .unwrap()
}

fn paste(state: &mut State, url: &str, text: &str, label: &str) -> Option<Warning> {
    let [text, label] = [text, label].map(|text| PageText::from(text.to_owned()));
    let going = Message::Keys(KeysMessage::Going { text, beside: Vec::new(), labels: vec![label] });
    step(state, from(1, url, going), at(7)).into_iter().find_map(|effect| match effect {
        Effect::Answer(Answer::Warning(warning)) => warning,
        _ => None,
    })
}

#[test]
fn a_vendor_that_is_off_runs_no_script_and_answers_no_message() {
    let mut state = off();
    let effects = step(&mut state, Event::Started { complete: true, tabs: vec![open_tab(1, REAL)] }, at(1));
    assert_eq!(registered(&effects), []);
    let installed = Event::Installed { first: false, complete: true, tabs: vec![open_tab(1, REAL), open_tab(2, PATH)] };
    assert!(!step(&mut state, installed, at(2)).iter().any(|effect| matches!(effect, Effect::Enter { .. })));
    for url in [REAL, PLAY, TOGGLE, PATH, BOTH] {
        assert_eq!(seen(&mut state, 1, url), None, "{url}");
        assert_eq!(paste(&mut state, url, PLAY_KEY, "Real key"), None, "{url}");
        assert!(!state.works_on(url.split('/').nth(2).unwrap()), "{url}");
    }
    assert!(state.tabs.is_empty());
}

#[test]
fn turning_a_vendor_on_saves_it_first_and_enters_its_open_pages() {
    let mut state = off();
    let open = [open_tab(1, REAL), open_tab(2, PATH), open_tab(3, "https://example.org/"), open_tab(4, TOGGLE)];
    let effects = turn(&mut state, "acme", true, &open);
    let Effect::Save(Persist::Settings(settings)) = &effects[0] else { panic!("saved first: {effects:?}") };
    assert_eq!(
        (settings.vendors.as_slice(), &effects[1]),
        (["acme".to_owned()].as_slice(), &Effect::Answer(Answer::Done {}))
    );
    let entered: Vec<_> = effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Enter { tab, in_page, .. } => Some((tab.0, in_page[1].as_str())),
            _ => None,
        })
        .collect();
    let expected =
        [(1, "content/vendor-production.js"), (2, "content/vendor-sandbox.js"), (4, "content/vendor-open.js")];
    assert_eq!(entered, expected);
    // Unknown and built-in vendors are ignored, and so are repeated requests.
    for id in ["acme", "nobody", "adobe-commerce"] {
        assert_eq!(turn(&mut state, id, true, &open), [Effect::Answer(Answer::Done {})], "{id}");
    }
}

#[test]
fn turning_a_vendor_off_leaves_nothing_behind() {
    let mut state = on();
    for (tab, url) in [(1, REAL), (2, TOGGLE)] {
        seen(&mut state, tab, url).unwrap();
    }
    let host = "real.acme.example".to_owned();
    step(&mut state, Event::ExtensionPage(ExtensionPageMessage::Pause { host: host.clone(), on: true }), at(3));
    // This door matches all subdomains of a name.
    let below = "shop.my.acme.example".to_owned();
    step(&mut state, Event::ExtensionPage(ExtensionPageMessage::Pause { host: below.clone(), on: true }), at(3));
    assert!(state.pauses.until(&host).is_some() && state.pauses.until(&below).is_some());
    let open = [open_tab(1, REAL), open_tab(2, TOGGLE), open_tab(3, "https://example.org/")];
    let effects = turn(&mut state, "acme", false, &open);
    for tab in [1, 2] {
        assert!(effects.contains(&Effect::FallSilent(TabId(tab))) && effects.contains(&Effect::Forget(TabId(tab))));
    }
    assert!(!effects.contains(&Effect::FallSilent(TabId(3))));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Enter { .. })));
    assert_eq!(registered(&effects), []);
    let returned = effects.iter().find_map(|effect| match effect {
        Effect::ReturnAccess(origins) => Some(origins.as_slice()),
        _ => None,
    });
    assert_eq!(returned.unwrap(), vendors(&mut off())[0].origins);
    assert!(state.pauses.until(&below).is_none());
    assert!(state.pauses.until(&host).is_none() && state.settings == Settings::default());
    assert_eq!(seen(&mut state, 1, REAL), None);
}

#[test]
fn access_stays_where_something_else_needs_it() {
    let mut state = on();
    let site = sandbar::catalogue::watched::StoredSite {
        address: "shop.my.acme.example".into(),
        environment: None,
        learning: false,
        words: Vec::new(),
    };
    state.watched.push(site.parse().unwrap());
    let effects = turn(&mut state, "acme", false, &[]);
    let returned = effects.iter().find_map(|effect| match effect {
        Effect::ReturnAccess(origins) => Some(origins.clone()),
        _ => None,
    });
    let returned = returned.unwrap();
    assert!(!returned.contains(&"https://*.my.acme.example/*".to_owned()), "{returned:?}");
    assert!(returned.contains(&"https://*.play.my.acme.example/*".to_owned()), "{returned:?}");
}

#[test]
fn marks_use_the_vendors_words_and_never_guess() {
    let mut state = on();
    let named = |name: &str| Text::with(message::ENVIRONMENT_NAMED, name);
    let open = |key| Text { key, args: ["Acme Pay", "Real", "Play"].map(str::to_owned).into() };
    for (url, tone, word, mark) in [
        (REAL, Tone::Production, named("Real"), "REAL"),
        (PLAY, Tone::Sandbox, named("Play"), "PLAY"),
        (PATH, Tone::Sandbox, named("Play"), "PLAY"),
        ("https://dash.acme.example/acct_7/play/keys", Tone::Sandbox, named("Play"), "PLAY"),
        ("https://a.play.my.acme.example/x", Tone::Sandbox, named("Play"), "PLAY"),
        (TOGGLE, Tone::Neutral, open(message::ENVIRONMENT_ASK), "?"),
        ("https://dash.acme.example/playground", Tone::Neutral, open(message::ENVIRONMENT_ASK), "?"),
        ("https://dash.acme.example/real/orders", Tone::Neutral, open(message::ENVIRONMENT_ASK), "?"),
        ("https://shop.my.acme.example/", Tone::Neutral, open(message::ENVIRONMENT_ASK), "?"),
        (BOTH, Tone::Neutral, named("Acme Pay"), "?"),
    ] {
        let (view, toolbar) = seen(&mut state, 1, url).unwrap();
        assert_eq!((view.badge.tone, &view.badge.word, &*view.badge.mark), (tone, &word, mark), "{url}");
        assert_eq!((toolbar.tone, toolbar.badge), (tone, toolbar_text(mark)), "{url}");
        // Title and icon show the environment, or nothing.
        assert_eq!((view.placement.title, view.favicon), (tone != Tone::Neutral, tone != Tone::Neutral), "{url}");
        let host = url.split('/').nth(2).unwrap();
        let expected = match word.args.as_slice() {
            [name] if tone != Tone::Neutral => {
                let args = [host, "Acme Pay", name].map(str::to_owned).into();
                ExtensionText { key: message::TOOLBAR_VENDOR, args }
            }
            _ => word.into(),
        };
        assert_eq!(toolbar.title, expected, "{url}");
        assert!(view.session.is_none() && toolbar.session.is_none());
    }
    for look_alike in [
        "https://real.acme.example.evil.example/",
        "https://xreal.acme.example/",
        "https://xplay.my.acme.example.evil.example/",
        "https://xmy.acme.example/",
        "https://my.acme.example/",
        "http://real.acme.example/",
        "https://api.acme.example/",
    ] {
        assert_eq!(seen(&mut state, 1, look_alike), None, "{look_alike}");
    }
}

#[test]
fn a_page_that_changes_its_address_changes_its_mark() {
    let mut state = on();
    for (url, tone) in [(TOGGLE, Tone::Neutral), (PATH, Tone::Sandbox), (TOGGLE, Tone::Neutral)] {
        let (view, toolbar) = seen(&mut state, 1, url).unwrap();
        assert_eq!((view.badge.tone, toolbar.tone), (tone, tone), "{url}");
    }
}

#[test]
fn the_address_that_counts_is_the_one_that_the_tab_shows() {
    let mut state = on();
    let mut said = |url: &str, shown: &str, message: Message| {
        let Event::Message(sender, message) = from(1, url, message) else { panic!("a message") };
        step(&mut state, Event::Message(Sender { shown: Some(shown.into()), ..sender }, message), at(6))
    };
    let seen = || Message::Badge(BadgeMessage::Seen { loaded_at: at(5), banner: Banner::Pending });
    for (url, shown, tone) in [
        (PATH, TOGGLE, Tone::Neutral),
        (TOGGLE, PATH, Tone::Sandbox),
        // A late report from the previous page.
        (TOGGLE, PLAY, Tone::Neutral),
        (REAL, "https://example.org/", Tone::Production),
    ] {
        let effects = said(url, shown, seen());
        assert!(
            effects
                .iter()
                .any(|effect| matches!(effect, Effect::Answer(Answer::View(view)) if view.badge.tone == tone)),
            "{url} {shown}"
        );
    }
    let going = || {
        let text = PageText::from(REAL_KEY.to_owned());
        Message::Keys(KeysMessage::Going { text, beside: Vec::new(), labels: Vec::new() })
    };
    let alarms = |effects: &[Effect]| {
        effects.iter().any(|effect| {
            matches!(effect, Effect::Answer(Answer::Warning(Some(warning))) if warning.urgency == Urgency::Alarm)
        })
    };
    assert!(alarms(&said(TOGGLE, PATH, going())) && !alarms(&said(PATH, TOGGLE, going())));
}

#[test]
fn the_badge_of_a_page_that_asks_moves_with_those_of_production() {
    let mut state = on();
    for (tab, url) in [(1, TOGGLE), (2, PATH), (3, REAL)] {
        seen(&mut state, tab, url).unwrap();
    }
    let effects = step(&mut state, from(1, TOGGLE, Message::Badge(BadgeMessage::Move)), at(8));
    let Some(Effect::Answer(Answer::View(view))) = effects.get(1) else { panic!("{effects:?}") };
    assert_eq!((view.placement.corner, view.placement.title), (Corner::BottomLeft, false));
    assert_eq!(view.badge.tone, Tone::Neutral);
    let shown = effects.iter().filter_map(|effect| match effect {
        Effect::Show(tab, view) => Some((tab.0, view.placement.corner)),
        _ => None,
    });
    assert!(shown.clone().any(|one| one == (3, Corner::BottomLeft)) && shown.clone().all(|(tab, _)| tab != 2));
    assert_eq!(state.settings.vendors, ["acme"]);
    // A pause applies to it too.
    let pause = ExtensionPageMessage::Pause { host: "dash.acme.example".into(), on: true };
    let effects = step(&mut state, Event::ExtensionPage(pause), at(9));
    let silent = |tab| {
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Show(shown, view) if shown.0 == tab && view.silent_until.is_some()))
    };
    assert!(silent(1) && silent(2) && !silent(3), "{effects:?}");
}

#[test]
fn scripts_run_where_a_door_is_and_the_first_one_counts() {
    let mut state = off();
    let scripts = registered(&turn(&mut state, "acme", true, &[]));
    let of = |id: &str| scripts.iter().find(|scripts| scripts.id == id).unwrap();
    let frames = of("vendor:acme");
    assert!(frames.all_frames && frames.enters_made_frames());
    let hosts = ["dash", "real", "play", "keys", "*.play.my", "*.my"];
    assert_eq!(frames.matches, hosts.map(|host| format!("https://{host}.acme.example/*")));
    assert_eq!(frames.matches, vendors(&mut state)[0].origins);
    let path = ["", "?*", "/*"].map(|end| format!("https://dash.acme.example/play{end}"));
    assert_eq!(
        (of("vendor:acme#a").matches.as_slice(), of("vendor:acme#a").js[1].as_str()),
        (path.as_slice(), "content/vendor-sandbox.js")
    );
    // No pattern can express the start of a segment, so the core tells such a page its environment.
    assert!(scripts.iter().all(|scripts| scripts.id != "vendor:acme#b"));
    let toggle = of("vendor:acme#c");
    assert_eq!(
        (toggle.matches.as_slice(), toggle.js[1].as_str()),
        (["https://dash.acme.example/*".to_owned()].as_slice(), "content/vendor-open.js")
    );
    assert!(path.iter().all(|path| toggle.except.contains(path)));
    // The parent host itself belongs to no vendor.
    let below = of("vendor:acme#h");
    assert_eq!(below.except, ["https://*.play.my.acme.example/*", "https://my.acme.example/*"]);
    assert_eq!(frames.except, ["https://my.acme.example/*"]);
    // Sandbar doesn't run on API hosts.
    assert!(scripts.iter().flat_map(|scripts| &scripts.matches).all(|pattern| !pattern.contains("api.")));
    // The user's settings apply to these pages too.
    let strict = Settings { strict_paste: true, ..state.settings.clone() };
    let scripts = registered(&step(&mut state, Event::ExtensionPage(ExtensionPageMessage::Choose(strict)), at(3)));
    let strict = scripts.iter().find(|scripts| scripts.id == "strict").unwrap();
    assert!(strict.matches.contains(&"https://real.acme.example/*".to_owned()));
    assert!(scripts.iter().any(|scripts| scripts.id == "vendor:acme"), "the vendor stays on");
}

#[test]
fn keys_are_judged_on_the_pages_of_their_vendor_and_no_others_are() {
    let mut state = on();
    for (url, text, label, urgency) in [
        (REAL, PLAY_KEY, "", Some(Urgency::Alarm)),
        (PLAY, REAL_KEY, "", Some(Urgency::Alarm)),
        (PATH, REAL_KEY, "", Some(Urgency::Alarm)),
        (TOGGLE, REAL_KEY, "Play key", Some(Urgency::Alarm)),
        (REAL, "sk_test_51H7ePq3LmZxV8nRtK2wYcB9sDfG4hJ", "", None),
        // A key of the built-in portals means nothing here, and this page is no evidence for it.
        (PLAY, "App Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db", "", None),
    ] {
        let said = paste(&mut state, url, text, label).map(|warning| warning.urgency);
        let said = said.filter(|urgency| *urgency == Urgency::Alarm);
        assert_eq!(said, urgency, "{url} {text} {label}");
    }
    for (url, text) in [(REAL, REAL_KEY), (PLAY, PLAY_KEY)] {
        let urgency = paste(&mut state, url, text, "").map(|warning| warning.urgency);
        assert!(urgency.is_none_or(|urgency| urgency == Urgency::Chip), "{url} {urgency:?}");
    }
}

#[test]
fn a_host_of_a_vendor_that_is_on_says_nothing_of_other_vendors_keys() {
    use sandbar::detect::host::hosts_named;
    let text = "https://api.acme.example/v1 https://real.acme.example";
    assert!(hosts_named(&on().catalogue, text).is_empty());
    assert_eq!(on().catalogue.endings().collect::<Vec<_>>(), off().catalogue.endings().collect::<Vec<_>>());
}

#[test]
fn sessions_that_are_not_linked_are_not_followed() {
    for vendor in ["acme", "separate", "unknown"] {
        let mut state = State { catalogue: Catalogue::default().offering(ALL), ..State::default() };
        turn(&mut state, vendor, true, &[]);
        for (tab, url) in [(1, REAL), (2, PLAY)] {
            seen(&mut state, tab, url).unwrap();
            let signs = SessionMessage::Seen {
                loaded_at: at(10),
                visible: vec!["Sign Out".into()],
                hidden: Vec::new(),
                sign_in_form: false,
                settled: true,
                unsaved: 1,
            };
            let effects = step(&mut state, from(tab, url, Message::Session(signs)), at(11));
            assert!(!effects.iter().any(|effect| matches!(effect, Effect::Save(Persist::Page(..)))), "{vendor} {url}");
        }
        let Event::Message(sender, _) = from(1, REAL, Message::Keys(KeysMessage::Here)) else { panic!("a message") };
        let open = vec![open_tab(1, REAL), open_tab(2, PLAY)];
        let clicked = step(&mut state, Event::SignOutClicked(sender, open), at(12));
        assert!(!clicked.iter().any(|effect| matches!(effect, Effect::Answer(Answer::Question(Some(_))))), "{vendor}");
        for host in ["real.acme.example", ".acme.example"] {
            let removed = Event::CookieRemoved { store: CookieStore("0".into()), host: host.into(), http_only: true };
            let effects = step(&mut state, removed, at(13));
            assert!(!effects.iter().any(|effect| matches!(effect, Effect::Show(..))), "{vendor} {host}");
        }
        assert!(state.sessions.pages.is_empty(), "{vendor}");
    }
}

#[test]
fn the_popup_is_told_of_a_page_whether_its_vendor_is_on_or_off() {
    for (mut state, is_on) in [(off(), false), (on(), true)] {
        for (url, environment, words) in [
            (REAL, Some(Production), &["Real"][..]),
            (PATH, Some(Sandbox), &["Play"]),
            (TOGGLE, None, &["Acme Pay", "Real", "Play"]),
            (BOTH, None, &["Acme Pay"]),
        ] {
            let page = popup(&mut state, url).vendor.unwrap();
            assert_eq!((page.environment, page.on), (environment, is_on), "{url}");
            assert_eq!(page.words, words, "{url}");
        }
        for url in ["https://api.acme.example/", "https://example.org/", "https://developer.magento.com/", ""] {
            assert_eq!(popup(&mut state, url).vendor, None, "{url}");
        }
    }
}

/// A page with these lines below a heading, each with its position.
fn listed(heading: &str, lines: &[&str]) -> Message {
    let piece = |(line, index): (&&str, usize)| {
        let kind = if *line == "Copy" { "control" } else { "text" };
        json!({ "text": line, "at": [0, index * 20, 400, 16], "within": [1], "kind": kind })
    };
    let pieces: Vec<_> = lines.iter().zip(0..).map(piece).collect();
    let region = json!({ "headings": [heading], "aside": false, "pieces": pieces });
    let listed = json!({ "listed": {
        "loadedAt": 5, "account": null, "regions": [region], "notices": [], "afterEnd": null,
    } });
    Message::Keys(serde_json::from_value(listed).unwrap())
}

const SIGNING: &str = "t7Kq2Zx9wB4mN6pRs8";
const WATCHED: &str = "https://ci.example.com/settings";

/// The same, and watches a site.
fn watching() -> State {
    let mut state = on();
    let site = StoredSite { address: "ci.example.com".into(), environment: None, learning: false, words: Vec::new() };
    state.watched.push(site.parse().unwrap());
    state
}

fn known(state: &State) -> Vec<(sandbar::keyring::Belonging, Option<&str>)> {
    state.keys.ring.entries().map(|entry| (entry.environment, entry.vendor.as_deref())).collect()
}

fn forget(state: &mut State) -> Vec<Effect> {
    step(state, Event::ExtensionPage(ExtensionPageMessage::ForgetKeysOf { vendor: "acme".into() }), at(8))
}

#[test]
fn a_key_that_does_not_tell_its_environment_is_learned_where_its_page_shows_it() {
    let mut state = watching();
    let pasted = |state: &mut State| {
        [
            paste(state, WATCHED, SIGNING, "Acme real secret key"),
            paste(state, WATCHED, &format!("ACME_REAL_SECRET={SIGNING}"), "Value"),
            paste(state, REAL, SIGNING, "Signing secret"),
        ]
    };
    assert_eq!(pasted(&mut state), [None, None, None]);
    for lines in [
        &["Signing secret", SIGNING][..],
        &["Signing secret: ", SIGNING, "Copy"],
        &[&*format!("Signing secret: {SIGNING}")],
    ] {
        let mut state = watching();
        let effects = step(&mut state, from(1, PLAY, listed("API keys", lines)), at(7));
        assert!(matches!(&effects[..], [Effect::Save(Persist::Entries(saved))] if saved.len() == 1), "{effects:?}");
        assert!(!format!("{effects:?}").contains(SIGNING));
        assert_eq!(known(&state), [(Sandbox.into(), Some("acme"))]);
        for warning in pasted(&mut state) {
            let warning = warning.unwrap();
            assert_eq!(warning.urgency, Urgency::Alarm);
            assert!(format!("{warning:?}").contains("Play"), "{warning:?}");
        }
        // In its own environment: no warning. If the destination is unknown, a chip shows the key's
        // environment.
        assert_eq!(paste(&mut state, WATCHED, SIGNING, "Acme play secret key"), None);
        assert_eq!(paste(&mut state, WATCHED, SIGNING, "Signing secret").unwrap().urgency, Urgency::Chip);
        let own = paste(&mut state, PLAY, SIGNING, "Signing secret");
        assert!(own.is_none_or(|own| own.urgency == Urgency::Chip));
        assert_eq!(paste(&mut state, WATCHED, "u7Kq2Zx9wB4mN6pRs8", "Acme real secret key"), None);
        // Repeating the report changes nothing.
        assert_eq!(step(&mut state, from(1, PLAY, listed("API keys", lines)), at(9)), []);
    }
}

#[test]
fn nothing_is_learned_where_a_page_may_show_keys_of_both() {
    let lines = ["Signing secret", SIGNING];
    let both = format!("{PLAY_KEY}0a1B");
    for (url, heading, lines) in [
        // The address doesn't show the environment, or only its path does.
        (TOGGLE, "API keys", &lines[..]),
        (PATH, "API keys", &lines),
        (BOTH, "API keys", &lines),
        ("https://shop.my.acme.example/", "API keys", &lines),
        // The page mentions the other environment, or both.
        (PLAY, "Real API keys", &lines),
        (PLAY, "Real and play API keys", &lines),
        (PLAY, "API keys", &["Real signing secret", SIGNING]),
        // No list, no label, a different label, no value.
        (PLAY, "Orders", &lines),
        (PLAY, "API keys", &[SIGNING]),
        (PLAY, "API keys", &["Order", SIGNING]),
        (PLAY, "API keys", &["Signing secret", "Orders", SIGNING]),
        (PLAY, "API keys", &["Signing secret", "xxxxxxxxxxxxxxxxxx"]),
        (PLAY, "API keys", &["Signing secret", "yourSigningSecretGoesHere"]),
        (PLAY, "API keys", &["Use the signing secret t7Kq2Zx9wB4mN6pRs8 for this"]),
        // It reveals its environment itself.
        (PLAY, "API keys", &["Signing secret", PLAY_KEY]),
        (PLAY, "API keys", &["Signing secret", &both]),
    ] {
        let mut state = watching();
        step(&mut state, from(1, url, listed(heading, lines)), at(7));
        assert_eq!(known(&state), [], "{url} {heading} {lines:?}");
    }
    let mut state = watching();
    state.settings.learning = false;
    step(&mut state, from(1, PLAY, listed("API keys", &lines)), at(7));
    assert_eq!(known(&state), []);
    let mut state = off();
    step(&mut state, from(1, PLAY, listed("API keys", &lines)), at(7));
    assert_eq!(known(&state), []);
}

#[test]
fn a_key_that_was_seen_on_both_sides_is_of_both() {
    let mut state = watching();
    for url in [PLAY, REAL] {
        step(&mut state, from(1, url, listed("API keys", &["Signing secret", SIGNING])), at(7));
    }
    assert_eq!(known(&state), [(sandbar::keyring::Belonging::Conflict, Some("acme"))]);
    assert_eq!(paste(&mut state, WATCHED, SIGNING, "Acme real secret key"), None);
    assert_eq!(paste(&mut state, PLAY, SIGNING, "Signing secret"), None);
}

#[test]
fn keys_of_a_vendor_that_is_turned_off_are_kept_or_forgotten() {
    let learned = || {
        let mut state = watching();
        step(&mut state, from(1, PLAY, listed("API keys", &["Signing secret", SIGNING])), at(7));
        turn(&mut state, "acme", false, &[]);
        state
    };
    let is_wrong = |state: &mut State| paste(state, WATCHED, SIGNING, "Acme real secret key").is_some();
    let mut kept = learned();
    assert!(known(&kept).len() == 1 && !is_wrong(&mut kept), "nothing is said while it is off");
    turn(&mut kept, "acme", true, &[]);
    assert!(is_wrong(&mut kept));

    let mut forgotten = learned();
    let effects = forget(&mut forgotten);
    let [Effect::Save(Persist::NoEntries(gone)), Effect::Answer(Answer::Done {})] = &effects[..] else {
        panic!("{effects:?}")
    };
    assert_eq!((gone.len(), known(&forgotten).len()), (1, 0));
    turn(&mut forgotten, "acme", true, &[]);
    assert!(!is_wrong(&mut forgotten));
    // Other vendors' keys stay.
    let mut state = watching();
    step(&mut state, from(1, PLAY, listed("API keys", &["Signing secret", SIGNING])), at(7));
    let other = ExtensionPageMessage::ForgetKeysOf { vendor: "other".into() };
    assert_eq!(step(&mut state, Event::ExtensionPage(other), at(8)), [Effect::Answer(Answer::Done {})]);
    assert_eq!(known(&state).len(), 1);
}

#[test]
fn pages_that_teach_are_read_and_no_others() {
    let mut state = off();
    let open = [REAL, PLAY, TOGGLE, PATH, BOTH].map(|url| open_tab(1, url));
    let effects = turn(&mut state, "acme", true, &open);
    let reads = |files: &[String]| files.iter().any(|file| file == "content/watched-learning.js");
    let entered = effects.iter().filter_map(|effect| match effect {
        Effect::Enter { in_page, .. } => Some(reads(in_page)),
        _ => None,
    });
    assert_eq!(entered.collect::<Vec<_>>(), [true, true, false, false, false]);
    let scripts = registered(&effects);
    let read = scripts.iter().filter(|scripts| reads(&scripts.js)).flat_map(|scripts| &scripts.matches);
    let hosts = ["https://real.acme.example/*", "https://play.acme.example/*", "https://*.play.my.acme.example/*"];
    assert_eq!(read.collect::<Vec<_>>(), hosts);
}

/// Names the sandbox on a host.
fn name(state: &mut State, host: &str, label: &str) -> Vec<Effect> {
    let message = ExtensionPageMessage::NameSandbox { host: host.into(), label: label.into() };
    step(state, Event::ExtensionPage(message), at(8))
}

#[test]
fn a_sandbox_has_the_name_that_the_user_gives_it() {
    let mut state = watching();
    let host = "play.acme.example";
    seen(&mut state, 1, PLAY).unwrap();
    seen(&mut state, 2, REAL).unwrap();
    assert_eq!(popup(&mut state, PLAY).label.as_deref(), Some(""));
    let effects = name(&mut state, host, " uat ");
    let Effect::Save(Persist::Settings(settings)) = &effects[0] else { panic!("{effects:?}") };
    assert_eq!(settings.labels.at(host), Some("uat"));
    // The open page is updated, and no other.
    let shown = effects.iter().filter_map(|effect| match effect {
        Effect::Show(tab, view) => Some((tab.0, view.badge.word.args.concat(), view.badge.mark.clone().into_owned())),
        _ => None,
    });
    assert_eq!(shown.collect::<Vec<_>>(), [(1, "Play: uat".to_owned(), "PLAY uat".to_owned())]);
    let (view, toolbar) = seen(&mut state, 1, PLAY).unwrap();
    assert_eq!(
        (view.badge.tone, view.badge.word),
        (Tone::Sandbox, Text::with(message::ENVIRONMENT_NAMED, "Play: uat"))
    );
    assert_eq!(
        (toolbar.badge, toolbar.title.args),
        (toolbar_text("PLAY"), vec![host.to_owned(), "Play: uat".to_owned()])
    );
    assert_eq!(popup(&mut state, PLAY).label.as_deref(), Some("uat"));
    let warning = paste(&mut state, PLAY, REAL_KEY, "Key").unwrap();
    assert_eq!(warning.route.unwrap().to.text, Text::with(message::ENVIRONMENT_NAMED, "Play: uat"));
    // Production has no name, and neither has a page that may belong to either environment.
    for url in [REAL, TOGGLE, "https://example.org/"] {
        assert_eq!(popup(&mut state, url).label, None, "{url}");
    }
    assert_eq!(name(&mut state, "example.org", "uat"), [Effect::Answer(Answer::Done {})]);
    name(&mut state, "real.acme.example", "uat");
    assert_eq!(seen(&mut state, 2, REAL).unwrap().0.badge.mark, "REAL");
    // Changing other settings keeps the name, and an empty name removes it.
    let settings = Settings { learning: false, ..Settings::default() };
    step(&mut state, Event::ExtensionPage(ExtensionPageMessage::Choose(settings)), at(9));
    assert_eq!(seen(&mut state, 1, PLAY).unwrap().0.badge.mark, "PLAY uat");
    name(&mut state, host, "");
    assert_eq!(seen(&mut state, 1, PLAY).unwrap().0.badge.mark, "PLAY");
}

#[test]
fn managed_policy_turns_vendors_on_for_good() {
    let read = |managed| Policy::read(&serde_json::from_value::<Managed>(managed).unwrap());
    let policy = read(json!({ "vendors": ["stripe", "paddle", "stripe", "nobody", 7] }));
    assert_eq!(policy.vendors, ["paddle", "stripe"]);
    let reasons: Vec<_> = policy.problems.iter().map(|problem| problem.reason).collect();
    assert_eq!(reasons, [Reason::Twice, Reason::Value, Reason::Form]);

    let mut state = State::default();
    state.adopt(Policy::default());
    turn(&mut state, "clerk", true, &[]);
    let open = [open_tab(1, "https://vendors.paddle.com/")];
    let effects = step(&mut state, Event::Managed(policy, open.to_vec()), at(2));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Enter { tab: TabId(1), .. })), "{effects:?}");
    assert_eq!(state.settings.vendors, ["clerk", "paddle", "stripe"]);
    // The user can't turn it off, and it isn't added to the user's own choices.
    assert_eq!(turn(&mut state, "paddle", false, &[]), [Effect::Answer(Answer::Done {})]);
    let settings = Settings { learning: false, ..state.settings.clone() };
    step(&mut state, Event::ExtensionPage(ExtensionPageMessage::Choose(settings)), at(3));
    assert_eq!(state.chosen.vendors, ["clerk"]);
    let rows = vendors(&mut state);
    let row = |id: &str| rows.iter().find(|row| row.id == id).map(|row| (row.on, row.by_policy));
    assert_eq!(
        [row("paddle"), row("clerk"), row("adyen")],
        [Some((true, true)), Some((true, false)), Some((false, false))]
    );

    let effects = step(&mut state, Event::Managed(Policy::default(), open.to_vec()), at(4));
    assert_eq!(state.settings.vendors, ["clerk"]);
    assert!(effects.contains(&Effect::FallSilent(TabId(1))));
    let returned = effects.iter().any(|effect| {
        matches!(effect, Effect::ReturnAccess(origins) if origins.contains(&"https://vendors.paddle.com/*".to_owned()))
    });
    assert!(returned, "{effects:?}");
}

#[test]
fn every_vendor_with_portals_is_offered_with_its_own_hosts() {
    let mut state = State::default();
    state.adopt(Policy::default());
    let rows = vendors(&mut state);
    let with_portals = sandbar::catalogue::vendors::OFFERED
        .iter()
        .filter(|vendor| vendor.doors.iter().any(|door| door.role == Role::Portal));
    assert_eq!(rows.len(), with_portals.count());
    for row in rows {
        assert!(!row.on && !row.origins.is_empty(), "{row:?}");
        assert!(row.origins.iter().all(|origin| !origin.contains("api.")), "{row:?}");
    }
}
