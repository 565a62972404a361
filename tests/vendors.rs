//! Tests what follows from a vendor's row, with an invented vendor whose facts are all known, and
//! with portals of which only the hosts are known.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test")]

mod common;

use Environment::{Production, Sandbox};
use sandbar::app::{Answer, CookieStore, Effect, Event, OpenTab, Persist, Sender, State, step};
use sandbar::catalogue::marked::MarkedShape;
use sandbar::catalogue::shape::{Alphabet, Run, Shape};
use sandbar::catalogue::vendor::{
    CredentialShape, Door, EnvironmentNames, Host, KeysPages, Notice, SamePage, Segment, Sources,
};
use sandbar::catalogue::{AddedPortals, Catalogue, Environment, Environments, Generation, Role, SessionRule, Vendor};
use sandbar::content_scripts::{Chosen, chosen_scripts, static_scripts};
use sandbar::counterpart::same_page_in_the_other_environment;
use sandbar::credential::Part;
use sandbar::detect::host::hosts_named;
use sandbar::detect::keys_page::{hints, is_end_notice, read_region, value_pattern};
use sandbar::keyring::Keyring;
use sandbar::messages::{Text, message};
use sandbar::protocol::{BadgeMessage, Message, PageView, SessionMessage, TabId};
use sandbar::session::Signs;
use sandbar::settings::Settings;
use sandbar::settings::managed::Managed;
use sandbar::settings::policy::Policy;
use sandbar::time::Timestamp;
use sandbar::verdict::input::Page;
use sandbar::verdict::{CheckInput, Report, Verdict, check};
use sandbar::view::badge::Banner;
use sandbar::view::pages::place::{Where, whereabouts};
use sandbar::view::theme::Tone;
use sandbar::view::warning::{Urgency, warning};
use serde_json::{Value, json};

/// A vendor with every kind of door, and every fact.
static ACME: Vendor = Vendor {
    id: "acme",
    name: "Acme Pay",
    doors: &[
        Door {
            path: &[Segment::Is("test")],
            ..Door::at("dash.acme.example", Role::Portal, Environments::Only(Sandbox))
        },
        Door {
            path: &[Segment::Starts("acct_"), Segment::Is("test")],
            ..Door::at("dash.acme.example", Role::Portal, Environments::Only(Sandbox))
        },
        Door::at("dash.acme.example", Role::Portal, Environments::Ask),
        Door::at("live.acme.example", Role::Portal, Environments::Only(Production)),
        Door::at("play.acme.example", Role::Portal, Environments::Only(Sandbox)),
        Door::at("api.acme.example", Role::Api, Environments::Only(Production)),
        Door::at("api.play.acme.example", Role::Api, Environments::Only(Sandbox)),
        Door {
            host: Host::Below("sandbox.my.acme.example"),
            path: &[],
            role: Role::Portal,
            environments: Environments::Only(Sandbox),
            generation: Generation::Legacy,
        },
    ],
    sandbox_banner: Some("you are playing"),
    user_menu: &["my account"],
    profile_path: Some("/me"),
    sessions: SessionRule::Linked,
    same_page: Some(SamePage::SwapHost { listed: &[("/orders/", "/orders")] }),
    keys_pages: KeysPages { notices: &[("your key is gone", Notice::Deleted)], not_names: &["nickname"] },
    credentials: &[CredentialShape {
        part: Part::ApplicationSecret,
        shape: Shape::prefixed("acme_live_", &[Run::of(Alphabet::Hex, 24)], Environments::Ask),
        sample: None,
    }],
    marks: &[
        MarkedShape::secret(Shape::prefixed(
            "acme_live_",
            &[Run::of(Alphabet::Hex, 24)],
            Environments::Only(Production),
        )),
        MarkedShape::secret(Shape::prefixed("acme_test_", &[Run::of(Alphabet::Hex, 24)], Environments::Only(Sandbox))),
    ],
    words: &["acme"],
    environment_names: Some(EnvironmentNames::of(["Real", "Play"], ["REAL", "PLAY"])),
    sources: Sources::of("2026-11-25", &["https://docs.acme.example/"]),
    ..Vendor::UNKNOWN
};

/// The same vendor, off.
static ACME_OFFERED: &[&Vendor] = &[&ACME];

fn acme() -> Catalogue {
    Catalogue::new(&[&ACME], &[])
}

fn with(catalogue: Catalogue) -> State {
    State { catalogue, ..State::default() }
}

fn at(milliseconds: u64) -> Timestamp {
    Timestamp::from_millis(milliseconds)
}

fn sender(tab: i32, url: &str) -> Sender {
    Sender::page(TabId(tab), url, CookieStore("0".into()))
}

fn open_tab(tab: i32, url: &str) -> OpenTab {
    OpenTab { id: TabId(tab), url: url.into(), title: String::new(), incognito: false, index: 0 }
}

fn shown(effects: &[Effect]) -> Option<&PageView> {
    effects.iter().find_map(|effect| match effect {
        Effect::Answer(Answer::View(view)) => Some(view),
        _ => None,
    })
}

/// The badge's tone on a page with this banner state.
fn tone(state: &mut State, url: &str, banner: Banner) -> Option<Tone> {
    let message = Message::Badge(BadgeMessage::Seen { loaded_at: at(1), banner });
    let effects = step(state, Event::Message(sender(1, url), message), at(2));
    let toolbar = effects.iter().find_map(|effect| match effect {
        Effect::Toolbar(_, toolbar) => Some(toolbar.tone),
        _ => None,
    });
    let badge = shown(&effects).map(|view| view.badge.tone);
    assert_eq!(badge, toolbar, "{url}");
    badge
}

/// A page reports that a user is signed in.
fn sign_in(state: &mut State, tab: i32, url: &str) -> Vec<Effect> {
    let seen = SessionMessage::Seen {
        loaded_at: at(10),
        visible: vec!["Sign Out".into()],
        sign_in_form: false,
        hidden: Vec::new(),
        settled: true,
        unsaved: 1,
    };
    step(state, Event::Message(sender(tab, url), Message::Session(seen)), at(11))
}

/// Clicks Sign Out on the page in one tab while a page of the other environment is open in another.
/// Returns whether Sandbar asks.
fn is_asked(state: &mut State, here: &str, other: &str) -> bool {
    let open = [open_tab(1, here), open_tab(2, other)];
    let effects = step(state, Event::SignOutClicked(sender(1, here), open.to_vec()), at(20));
    effects.iter().any(|effect| matches!(effect, Effect::Answer(Answer::Question(Some(_)))))
}

fn saves_a_ledger(effects: &[Effect]) -> bool {
    effects.iter().any(|effect| matches!(effect, Effect::Save(Persist::Ledger(_, ledger)) if Environment::ALL.iter().any(|&environment| ledger.belief(environment).holds_session())))
}

#[test]
fn doors_are_distinguished_by_host_suffix_and_path() {
    let catalogue = acme();
    for (url, environments) in [
        ("https://dash.acme.example/test", Some(Environments::Only(Sandbox))),
        ("https://dash.acme.example/test/keys?x=1", Some(Environments::Only(Sandbox))),
        ("https://dash.acme.example/acct_12/test/keys", Some(Environments::Only(Sandbox))),
        ("https://dash.acme.example/acct_12/testing", Some(Environments::Ask)),
        ("https://dash.acme.example/tests", Some(Environments::Ask)),
        ("https://dash.acme.example", Some(Environments::Ask)),
        ("https://dash.acme.example?/test", Some(Environments::Ask)),
        ("https://live.acme.example/test", Some(Environments::Only(Production))),
        ("https://shop--uat.sandbox.my.acme.example/x", Some(Environments::Only(Sandbox))),
        ("https://A.b.SANDBOX.my.acme.example.:8443/", Some(Environments::Only(Sandbox))),
        ("https://sandbox.my.acme.example/", None),
        ("https://xsandbox.my.acme.example/", None),
        ("https://.sandbox.my.acme.example/", None),
        ("https://a..sandbox.my.acme.example/", None),
        ("https://shop.sandbox.my.acme.example.evil.example/", None),
        ("https://acme.example/", None),
        ("http://live.acme.example/", None),
    ] {
        assert_eq!(catalogue.site_at(url).map(|site| site.environments), environments, "{url}");
    }
    let shop = catalogue.site_at("https://Shop--UAT.sandbox.my.acme.example/x").unwrap();
    assert_eq!((&*shop.host, shop.vendor.id), ("shop--uat.sandbox.my.acme.example", "acme"));
    // Without its path, this host shows no environment.
    let dash = catalogue.site_of_host("dash.acme.example").unwrap();
    assert_eq!((dash.environments, dash.environment()), (Environments::Ask, None));
}

#[test]
fn hosts_are_found_in_text_behind_a_pattern_too() {
    let text = "curl https://api.play.acme.example/v1 -H x; open https://shop--uat.sandbox.my.acme.example, \
                not sandbox.my.acme.example or x.api.acme.example";
    let catalogue = acme();
    let named: Vec<_> = hosts_named(&catalogue, text).into_iter().map(|named| named.site.host).collect();
    assert_eq!(named, ["api.play.acme.example", "shop--uat.sandbox.my.acme.example"]);
    let long = format!("{}.sandbox.my.acme.example", "a".repeat(300));
    assert!(hosts_named(&catalogue, &long).is_empty());
}

#[test]
fn a_row_is_all_that_a_badge_needs() {
    let mut state = with(acme());
    for (url, banner, expected) in [
        ("https://live.acme.example/", Banner::Missing, Some(Tone::Production)),
        ("https://live.acme.example/", Banner::Shown, Some(Tone::Check)),
        ("https://play.acme.example/", Banner::Shown, Some(Tone::Sandbox)),
        ("https://play.acme.example/", Banner::Missing, Some(Tone::Sandbox)),
        // The address doesn't show the environment, so nothing is marked.
        ("https://dash.acme.example/", Banner::Shown, None),
        ("https://commercedeveloper.adobe.com/", Banner::Shown, None),
    ] {
        assert_eq!(tone(&mut state, url, banner), expected, "{url} {banner:?}");
    }
}

#[test]
fn a_row_with_linked_sessions_asks_before_a_sign_out() {
    let (live, play) = ("https://live.acme.example/", "https://play.acme.example/");
    let mut state = with(acme());
    assert!(saves_a_ledger(&sign_in(&mut state, 1, live)));
    let effects = sign_in(&mut state, 2, play);
    let profile = shown(&effects).unwrap().session.as_ref().unwrap().profile.clone();
    assert_eq!(profile.as_deref(), Some("https://play.acme.example/me"));
    assert!(is_asked(&mut state, live, play));
}

#[test]
fn a_row_leads_to_the_same_page_and_reads_its_keys_pages() {
    let catalogue = acme();
    let other = |url| same_page_in_the_other_environment(&catalogue, url);
    assert_eq!(other("https://live.acme.example/orders/7").as_deref(), Some("https://play.acme.example/orders"));
    assert_eq!(other("https://play.acme.example/x?y").as_deref(), Some("https://live.acme.example/x?y"));
    assert_eq!(other("https://dash.acme.example/test"), None);

    let page = "CI\nNickname\nApp Id: AB12CD34EF\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db";
    let name = |vendors: &[&Vendor]| read_region(vendors, &common::region_of_lines(page.lines()))[0].name.clone();
    assert_eq!(name(catalogue.vendors()).as_deref(), Some("CI"));
    assert_eq!(name(&[]).as_deref(), Some("Nickname"));
    assert!(is_end_notice(catalogue.vendors(), "Your key is gone.", None));
    assert!(!is_end_notice(catalogue.vendors(), "If you want, your key is gone.", None));
    assert!(!is_end_notice(&[], "Your key is gone.", None));
    let looked_for = hints(catalogue.vendors());
    assert!(value_pattern(catalogue.vendors()).contains("acme_live_[0-9a-fA-F]{24}"));
    assert!(looked_for.notices.ends_with("[^a-z0-9]+gone"), "{}", looked_for.notices);
    assert_eq!(looked_for.menu, ["my account"]);
}

const PLAY_KEY: &str = "acme_test_7c1e94b05d2f8a3366e10bd9";

/// The report on a text on a page with these labels.
fn report_on(catalogue: &Catalogue, text: &str, labels: &[&str]) -> Report {
    let input = CheckInput { catalogue, text, page: Page::Labelled(labels), neighbours: &[] };
    check(&input, &Keyring::default(), &common::fingerprinter())
}

#[test]
fn a_row_is_all_that_its_keys_need_to_tell_their_environment() {
    // The vendor is on, or off.
    for catalogue in [acme(), Catalogue::new(&[], &[]).offering(ACME_OFFERED)] {
        for (text, label, wrong) in [
            (PLAY_KEY, "Real secret key", true),
            (PLAY_KEY, "Play secret key", false),
            (PLAY_KEY, "Secret key", false),
            ("curl -u acme_test_7c1e94b05d2f8a3366e10bd9: https://api.acme.example/v1", "", true),
            ("curl -u acme_test_7c1e94b05d2f8a3366e10bd9: https://api.play.acme.example/v1", "", false),
        ] {
            let report = report_on(&catalogue, text, &[label]);
            assert_eq!(report.verdicts.contains(&Verdict::WrongEnvironment), wrong, "{text} {label}");
            assert_eq!(report.findings[0].environment(), Some(Sandbox));
        }
        let text = format!("ACME_KEY={}", PLAY_KEY.replace("test", "prod"));
        assert_eq!(report_on(&catalogue, &text, &["Real secret key"]).findings, []);
    }
}

#[test]
fn a_warning_uses_the_words_of_the_row() {
    let shown = warning(&report_on(&acme(), PLAY_KEY, &["Real secret key"])).unwrap();
    assert_eq!(shown.urgency, Urgency::Alarm);
    assert_eq!(shown.heading, Text::with(message::WARN_VENDOR_KEY, "Play"));
    assert_eq!(shown.reasons, [Text::with(message::WARN_VENDOR_PLACE, "Real")]);
    assert_eq!(shown.items[0].belonging, Some(Text::with(message::ENVIRONMENT_NAMED, "Play")));
    assert_eq!(shown.items[0].label.as_deref(), Some("Acme Pay"));
    // The user isn't asked.
    assert!(shown.settled);
    let chip = warning(&report_on(&acme(), PLAY_KEY, &[])).unwrap();
    assert_eq!(chip.urgency, Urgency::Chip);
}

#[test]
fn the_scripts_of_a_row_run_on_its_portals() {
    let scripts = static_scripts(&acme());
    let of = |id: &str| scripts.iter().find(|scripts| scripts.id == id).unwrap();
    assert_eq!(of("acme-production").matches, ["https://live.acme.example/*"]);
    assert_eq!(of("acme-sandbox").matches, ["https://play.acme.example/*"]);
}

const PORTAL: &str = "https://portal.example/";
const SANDBOX_PORTAL: &str = "https://portal-sandbox.example/";

fn added(vendor: Option<&str>) -> State {
    let mut pair = json!({ "production": "portal.example", "sandbox": "portal-sandbox.example" });
    if let Some(vendor) = vendor {
        pair["vendor"] = vendor.into();
    }
    let managed: Value = json!({ "portals": [pair] });
    let policy = Policy::read(&serde_json::from_value::<Managed>(managed).unwrap());
    assert_eq!(policy.problems, []);
    let mut state = State::default();
    state.adopt(policy);
    state
}

#[test]
fn a_banner_is_no_reason_to_check_where_none_is_known() {
    for banner in [Banner::Missing, Banner::Shown, Banner::Pending] {
        assert_eq!(tone(&mut added(None), SANDBOX_PORTAL, banner), Some(Tone::Sandbox), "{banner:?}");
        assert_eq!(tone(&mut added(None), PORTAL, banner), Some(Tone::Production), "{banner:?}");
        let Where::Portal(here) = whereabouts(&added(None).catalogue, SANDBOX_PORTAL, banner, Some(Signs::SignedIn))
        else {
            panic!("a portal")
        };
        assert_eq!((here.tone, here.banner), (Tone::Sandbox, None));
    }
    assert_eq!(tone(&mut added(Some("adobe-commerce")), PORTAL, Banner::Shown), Some(Tone::Check));
}

#[test]
fn sessions_are_not_followed_where_nothing_is_known_about_them() {
    let mut state = added(None);
    for (tab, url) in [(1, PORTAL), (2, SANDBOX_PORTAL)] {
        let effects = sign_in(&mut state, tab, url);
        assert!(!saves_a_ledger(&effects) && shown(&effects).is_none(), "{url}");
    }
    assert!(!is_asked(&mut state, PORTAL, SANDBOX_PORTAL));
    let removed =
        Event::CookieRemoved { store: CookieStore("0".into()), host: "portal.example".into(), http_only: true };
    assert!(!saves_a_ledger(&step(&mut state, removed, at(30))));
    assert!(state.sessions.pages.is_empty());

    let mut state = added(Some("adobe-commerce"));
    sign_in(&mut state, 1, PORTAL);
    let effects = sign_in(&mut state, 2, SANDBOX_PORTAL);
    assert!(shown(&effects).unwrap().session.as_ref().unwrap().profile.is_some());
    assert!(is_asked(&mut state, PORTAL, SANDBOX_PORTAL));
}

#[test]
fn added_portals_know_no_more_than_their_vendor() {
    let scripts = |vendor: Option<&str>| {
        let state = added(vendor);
        let chosen =
            Chosen { catalogue: &state.catalogue, settings: &Settings::default(), paused: vec![], watched: vec![] };
        let scripts = chosen_scripts(&chosen).into_iter().find(|scripts| !scripts.all_frames).unwrap();
        (scripts.id.into_owned(), scripts.js[0].clone())
    };
    assert_eq!(scripts(None), ("added-production".into(), "content/site-production.js".into()));
    assert_eq!(
        scripts(Some("adobe-commerce")),
        ("added-adobe-commerce-production".into(), "content/site-adobe-commerce-production.js".into())
    );
    // Stored by a version that knew a vendor that this version doesn't.
    let portals = AddedPortals {
        production: "portal.example".into(),
        sandbox: "portal-sandbox.example".into(),
        production_api: Vec::new(),
        sandbox_api: Vec::new(),
        vendor: Some("forgotten".into()),
    };
    assert_eq!(Catalogue::with_added(&[portals]).site_at(PORTAL).unwrap().vendor.sandbox_banner, None);
}
