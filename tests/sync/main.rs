//! Tests that several computers synchronize their changes and end up with the same data.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

mod world;

use proptest::prelude::*;
use sandbar::app::Event;
use sandbar::catalogue::Environment::{self, Production, Sandbox};
use sandbar::protocol::ExtensionPageMessage;
use sandbar::settings::Settings;
use sandbar::view::placement::Corner;
use world::World;

const KNOWN: &str = "App Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db\n";
const NEW: &str = "App Id: BR28PM50XD\nApp Secret: 6642d0a725e76fa34ea8771387f31fa3ae84f3db\n";
const KNOWN_ID: &str = "AR28PM50XD";
const NEW_ID: &str = "BR28PM50XD";
const NEW_SECRET: &str = "6642d0a725e76fa34ea8771387f31fa3ae84f3db";

/// The six edits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Edit {
    Learn,
    Forget,
    Rename,
    Watch,
    Unwatch,
    Set,
}

const SIX: [Edit; 6] = [Edit::Learn, Edit::Forget, Edit::Rename, Edit::Watch, Edit::Unwatch, Edit::Set];

impl Edit {
    fn make(self, world: &mut World, at: usize) {
        let key = world.computers[at].knows(KNOWN_ID).map(|entry| entry.fingerprint);
        match (self, key) {
            (Self::Learn, _) => world.remember(at, NEW, Production),
            (Self::Forget, Some(key)) => world.ask(at, ExtensionPageMessage::Forget { key }),
            (Self::Rename, Some(key)) => {
                world.ask(at, ExtensionPageMessage::Rename { key, name: Some("Laptop".into()) })
            }
            (Self::Forget | Self::Rename, None) => {}
            (Self::Watch, _) => world.watch(at, "ci.example.com/team", Some(Sandbox)),
            (Self::Unwatch, _) => world.unwatch(at, "wiki.example.com"),
            (Self::Set, _) => {
                let settings = Settings { strict_paste: true, ..world.computers[at].settings().clone() };
                world.ask(at, ExtensionPageMessage::Choose(settings));
            }
        }
    }
}

/// Two computers that know a key and watch a site.
fn two() -> World {
    let mut world = World::of(2, true);
    world.remember(0, KNOWN, Sandbox);
    world.watch(0, "wiki.example.com", None);
    world.settle();
    world.assert_in_step(&"the beginning");
    assert!(world.computers[1].knows(KNOWN_ID).is_some());
    world
}

/// Called with each world and the edits that led to it.
type End<'e> = dyn FnMut(World, &[(Edit, usize)]) + 'e;

/// Continues in every possible way: with each of the remaining edits, on either computer.
fn go_on(world: &World, done: &[(Edit, usize)], end: &mut End<'_>) {
    if done.len() == SIX.len() {
        return end(world.clone(), done);
    }
    for edit in SIX.into_iter().filter(|edit| done.iter().all(|(other, _)| other != edit)) {
        for at in 0..2 {
            let mut world = world.clone();
            edit.make(&mut world, at);
            go_on(&world, &[done, &[(edit, at)]].concat(), end);
        }
    }
}

/// What must be true after all six edits have arrived everywhere.
fn assert_nothing_is_lost(mut world: World, done: &[(Edit, usize)]) {
    world.settle();
    world.assert_in_step(&done);
    let when = |edit| done.iter().position(|(other, _)| *other == edit);
    for computer in &world.computers {
        assert!(computer.knows(NEW_ID).is_some() && computer.knows(NEW_SECRET).is_some(), "{done:?}");
        assert!(computer.watches("ci.example.com/team").is_some(), "{done:?}");
        assert!(computer.watches("wiki.example.com").is_none(), "{done:?}");
        assert!(computer.settings().strict_paste, "{done:?}");
        // A removed key exists only where it was renamed later.
        let named = when(Edit::Rename) > when(Edit::Forget);
        assert!(named || computer.knows(KNOWN_ID).is_none(), "{done:?}");
    }
}

#[test]
fn two_computers_converge_in_every_interleaving_of_six_edits() {
    let mut ways = 0;
    // Nothing arrives until all are done, so that each order is different.
    go_on(&two(), &[], &mut |world, done| {
        ways += 1;
        assert_nothing_is_lost(world, done);
    });
    assert_eq!(ways, 720 * 64);
}

/// A text with this many different pairs.
fn many(from: usize, count: usize) -> String {
    let pair = |number: usize| {
        format!("App Id: {number:05}NZ49W\nApp Secret: {number:05}c99614d65f923df7660276f20e029d73e2c\n")
    };
    (from..from + count).map(pair).collect()
}

#[test]
fn a_full_area_loses_nothing_that_is_here_and_says_how_much_does_not_fit() {
    let mut world = two();
    let key = world.computers[0].knows(KNOWN_ID).unwrap().fingerprint;
    world.ask(0, ExtensionPageMessage::Rename { key, name: Some("Office".into()) });
    for part in 0..10 {
        world.remember(0, &many(part * 20, 20), Sandbox);
        world.wait(1000);
    }
    world.settle();
    let here = world.computers[0].keyring_size();
    assert_eq!(here, 2 * 201);
    let bytes = world::bytes(&world.computers[0].area);
    assert!(bytes > 101_000, "it is nearly full: {bytes}");
    let there = world.computers[1].keyring_size();
    let facts = world.facts(0);
    assert_eq!((facts.pending, facts.left), (0, (here - there).div_ceil(2)));
    assert!(facts.left > 20);
    // This computer keeps working, and a change to an existing item is sent if it needs no more
    // space.
    world.remember(0, NEW, Production);
    assert!(world.computers[0].knows(NEW_ID).is_some());
    world.ask(0, ExtensionPageMessage::Rename { key, name: Some("Laptop".into()) });
    world.settle();
    assert_eq!(world.computers[1].knows(KNOWN_ID).unwrap().label.as_ref().unwrap().text(), "Laptop");
    assert!(world.computers[1].knows(NEW_ID).is_none());
    // When something is removed, there is space for others.
    world.ask(1, ExtensionPageMessage::ForgetAll);
    world.settle();
    assert!(world.computers[0].knows(KNOWN_ID).is_none());
    assert!(world.computers[0].knows(NEW_ID).is_some() && world.computers[1].knows(NEW_ID).is_some());
    assert_eq!(world.facts(0), world.facts(1));
    world.assert_in_step(&"forgotten");
}

#[test]
fn a_clock_that_went_back_loses_no_edit() {
    let mut world = two();
    world.computers[0].ahead = 40_000_000;
    let key = world.computers[0].knows(KNOWN_ID).unwrap().fingerprint;
    world.ask(0, ExtensionPageMessage::Rename { key, name: Some("ahead".into()) });
    world.settle();
    world.ask(1, ExtensionPageMessage::Rename { key, name: Some("behind".into()) });
    world.settle();
    world.assert_in_step(&"after it");
    assert_eq!(world.computers[0].knows(KNOWN_ID).unwrap().label.as_ref().unwrap().text(), "behind");
    world.computers[0].ahead = 0;
    world.ask(0, ExtensionPageMessage::Rename { key, name: Some("set back".into()) });
    world.settle();
    assert_eq!(world.computers[1].knows(KNOWN_ID).unwrap().label.as_ref().unwrap().text(), "set back");
}

#[test]
fn a_version_more_than_a_day_ahead_freezes_nothing() {
    let mut world = two();
    world.watch(0, "wiki.example.com", None);
    world.settle();
    let future = |text: &str| {
        let mut item: serde_json::Value = serde_json::from_str(text).unwrap();
        item["at"] = 9_007_199_254_740_000_u64.into();
        item["gone"] = true.into();
        item.to_string()
    };
    for computer in &mut world.computers {
        computer.area.iter_mut().for_each(|(_, text)| *text = future(text));
    }
    world.settle();
    assert!((0..2).all(|at| world.computers[at].watches("wiki.example.com").is_some()), "it was believed");
    assert!((0..2).all(|at| world.computers[at].knows(KNOWN_ID).is_some()), "it was believed");
    world.watch(1, "wiki.example.com", Some(Sandbox));
    let key = world.computers[0].knows(KNOWN_ID).unwrap().fingerprint;
    world.ask(0, ExtensionPageMessage::Rename { key, name: Some("later".into()) });
    world.settle();
    for computer in &world.computers {
        assert_eq!(computer.watches("wiki.example.com").unwrap().environment, Some(Sandbox));
        assert_eq!(computer.knows(KNOWN_ID).unwrap().label.as_ref().unwrap().text(), "later");
    }
}

#[test]
fn two_computers_whose_clocks_are_days_apart_stop_writing() {
    let mut world = two();
    world.computers[0].ahead = 1_000_000_000;
    for (at, name) in [(0, "ahead"), (1, "behind"), (0, "again")] {
        let key = world.computers[at].knows(KNOWN_ID).unwrap().fingerprint;
        world.ask(at, ExtensionPageMessage::Rename { key, name: Some(name.into()) });
        world.settle();
    }
}

#[test]
fn without_its_switch_neither_keys_nor_what_they_are_recognized_by_travel() {
    let mut world = World::of(2, false);
    world.remember(0, KNOWN, Sandbox);
    world.watch(0, "wiki.example.com", None);
    world.settle();
    assert!(world.computers[1].watches("wiki.example.com").is_some());
    assert!(world.names(0).iter().all(|name| name.starts_with("setting:") || name.starts_with("watched:")));
    // If sync is turned on later, earlier keys are sent too.
    world.switch(0, true, true);
    world.switch(1, true, true);
    world.settle();
    assert!(world.computers[1].knows(KNOWN_ID).is_some());
}

#[test]
fn nothing_is_written_or_taken_while_it_is_off() {
    let mut world = two();
    world.switch(1, false, true);
    let writes = world.computers[1].writes;
    world.remember(1, NEW, Production);
    let settings = Settings { strict_paste: true, ..world.computers[0].settings().clone() };
    world.ask(0, ExtensionPageMessage::Choose(settings));
    world.settle();
    assert_eq!(world.computers[1].writes, writes);
    assert!(!world.computers[1].settings().strict_paste);
    assert!(world.computers[0].knows(NEW_ID).is_none());
}

#[test]
fn a_computer_that_joins_takes_over_the_settings_and_both_keep_their_keys() {
    let mut world = two();
    world.switch(1, false, false);
    world.remember(1, NEW, Production);
    let settings = Settings { strict_paste: true, ..world.computers[0].settings().clone() };
    world.ask(0, ExtensionPageMessage::Choose(settings));
    let settings = Settings { learning: false, ..world.computers[1].settings().clone() };
    world.ask(1, ExtensionPageMessage::Choose(settings));
    world.settle();
    world.switch(1, true, true);
    world.settle();
    world.assert_in_step(&"joined");
    for computer in &world.computers {
        assert!(computer.settings().strict_paste && computer.settings().learning);
        assert!(computer.knows(KNOWN_ID).is_some() && computer.knows(NEW_ID).is_some());
    }
}

#[test]
fn removing_what_was_synced_ends_it_everywhere_and_takes_nothing_from_a_computer() {
    let mut world = two();
    world.switch(1, false, false);
    world.ask(1, ExtensionPageMessage::ClearSync);
    world.settle();
    assert_eq!(world.names(0), ["cleared".to_owned()].into());
    for computer in &world.computers {
        assert!(!computer.settings().sync && !computer.settings().sync_keyring);
        assert!(computer.knows(KNOWN_ID).is_some() && computer.watches("wiki.example.com").is_some());
    }
    // Sync can be turned on again.
    world.switch(0, true, true);
    world.switch(1, true, true);
    world.settle();
    world.assert_in_step(&"begun anew");
    assert!(world.computers[1].settings().sync && world.names(1).len() > 5);
}

#[test]
fn removals_are_remembered_for_half_a_year() {
    let mut world = two();
    world.unwatch(0, "wiki.example.com");
    world.ask(0, ExtensionPageMessage::ForgetAll);
    world.settle();
    let is_gone = |world: &World| world.computers[0].area.values().filter(|text| text.contains("gone")).count();
    assert_eq!(is_gone(&world), 3);
    world.wait(179 * 24 * 60 * 60 * 1000);
    world.settle();
    assert_eq!(is_gone(&world), 3);
    world.wait(2 * 24 * 60 * 60 * 1000);
    world.settle();
    assert_eq!(is_gone(&world), 0);
    world.assert_in_step(&"aged");
    assert!(world.computers[1].knows(KNOWN_ID).is_none());
}

#[test]
fn items_of_a_newer_version_are_left_unchanged() {
    let mut world = two();
    let name = world.names(0).into_iter().find(|name| name.starts_with("key:")).unwrap();
    for (name, text) in [(name.as_str(), r#"{"version":9}"#), ("setting:strict-paste", "7"), ("new:1", "{}")] {
        world.computers[0].area.insert(name.to_owned(), text.to_owned());
    }
    let area = world.computers[0].area.clone();
    world.ask(0, ExtensionPageMessage::ForgetAll);
    let settings = Settings { strict_paste: true, ..world.computers[0].settings().clone() };
    world.ask(0, ExtensionPageMessage::Choose(settings));
    for name in [name.as_str(), "setting:strict-paste", "new:1"] {
        assert_eq!(world.computers[0].area[name], area[name], "{name}");
    }
}

#[test]
fn an_events_changes_are_one_write_and_receiving_them_is_none() {
    let mut world = two();
    let writes: Vec<usize> = world.computers.iter().map(|computer| computer.writes).collect();
    world.remember(0, &many(0, 30), Sandbox);
    world.settle();
    assert_eq!(world.computers[0].writes, writes[0] + 1);
    assert_eq!(world.computers[1].writes, writes[1]);
    // Another sighting on a later day is no news.
    world.wait(3 * 24 * 60 * 60 * 1000);
    world.remember(1, &many(0, 30), Sandbox);
    world.settle();
    assert_eq!(world.computers[1].writes, writes[1]);
}

#[test]
fn writes_that_the_browser_refused_are_sent_with_a_later_event() {
    let mut world = two();
    world.computers[0].refused = true;
    world.remember(0, NEW, Production);
    assert_eq!(world.facts(0).pending, 2);
    world.computers[0].refused = false;
    let settings = Settings { strict_paste: true, ..world.computers[0].settings().clone() };
    world.ask(0, ExtensionPageMessage::Choose(settings));
    assert_eq!(world.facts(0).pending, 0);
    world.settle();
    assert!(world.computers[1].knows(NEW_ID).is_some());
}

#[test]
fn an_item_says_nothing_in_full_of_a_secret() {
    let world = two();
    for text in world.computers[0].area.values() {
        assert!(!text.contains("7931d0a725") && !text.contains(KNOWN_ID), "{text}");
    }
}

/// An action of computers that sync.
#[derive(Debug, Clone)]
enum Happening {
    Remember(usize, usize, Environment),
    Shows(usize, Vec<usize>),
    Forget(usize, usize),
    ForgetAll(usize),
    Rename(usize, usize, &'static str),
    Relocate(usize, usize, Environment),
    Watch(usize, usize, Option<Environment>),
    Unwatch(usize, usize),
    Corner(usize, Corner),
    Learning(usize, bool),
    /// A change arrives, in any order, and possibly more than once.
    Arrives(usize, usize, bool),
    /// The clock is set.
    Clock(usize, u64),
    /// The browser refuses to write, or accepts writes again.
    Refuses(usize, bool),
    /// The worker dies after this many effects of a received change.
    Dies(usize, usize),
    Switch(usize, bool, bool),
}

const SITES: [&str; 3] = ["ci.example.com", "ci.example.com/team", "wiki.example.com"];

fn id(key: usize) -> String {
    format!("{}R28PM50XD", ["A", "B", "C", "D"][key])
}

fn pair(key: usize) -> String {
    format!(
        "{}\nApp Id: {}\nApp Secret: {}931d0a725e76fa34ea8771387f31fa3ae84f3db\n",
        ["One", "Two", "Three", "Four"][key],
        id(key),
        key + 1
    )
}

fn happening() -> impl Strategy<Value = Happening> {
    let at = 0..3_usize;
    let key = 0..4_usize;
    let environment = || prop::sample::select(vec![Production, Sandbox]);
    prop_oneof![
        3 => (at.clone(), key.clone(), environment()).prop_map(|(at, key, to)| Happening::Remember(at, key, to)),
        2 => (at.clone(), prop::collection::btree_set(key.clone(), 1..4)).prop_map(|(at, keys)| Happening::Shows(at, keys.into_iter().collect())),
        2 => (at.clone(), key.clone()).prop_map(|(at, key)| Happening::Forget(at, key)),
        1 => at.clone().prop_map(Happening::ForgetAll),
        2 => (at.clone(), key.clone(), prop::sample::select(vec!["a", "b"])).prop_map(|(at, key, name)| Happening::Rename(at, key, name)),
        1 => (at.clone(), key, environment()).prop_map(|(at, key, to)| Happening::Relocate(at, key, to)),
        2 => (at.clone(), 0..3_usize, prop::option::of(environment())).prop_map(|(at, site, of)| Happening::Watch(at, site, of)),
        2 => (at.clone(), 0..3_usize).prop_map(|(at, site)| Happening::Unwatch(at, site)),
        1 => (at.clone(), prop::sample::select(Corner::ALL.to_vec())).prop_map(|(at, corner)| Happening::Corner(at, corner)),
        1 => (at.clone(), any::<bool>()).prop_map(|(at, on)| Happening::Learning(at, on)),
        6 => (at.clone(), 0..50_usize, prop::bool::weighted(0.2)).prop_map(|(at, which, again)| Happening::Arrives(at, which, again)),
        1 => (at.clone(), 0..1_000_000_u64).prop_map(|(at, ahead)| Happening::Clock(at, ahead)),
        1 => (at.clone(), any::<bool>()).prop_map(|(at, refuses)| Happening::Refuses(at, refuses)),
        1 => (at.clone(), 0..4_usize).prop_map(|(at, effects)| Happening::Dies(at, effects)),
        1 => (at, any::<bool>(), any::<bool>()).prop_map(|(at, sync, keyring)| Happening::Switch(at, sync, keyring)),
    ]
}

impl Happening {
    fn happen(&self, world: &mut World) {
        let known = |world: &World, at: usize, key| world.computers[at].knows(&id(key)).map(|entry| entry.fingerprint);
        match self {
            Self::Remember(at, key, environment) => world.remember(*at, &pair(*key), *environment),
            Self::Shows(at, keys) => world.shows(*at, &keys.iter().map(|&key| pair(key)).collect::<String>()),
            Self::Forget(at, key) => {
                if let Some(key) = known(world, *at, *key) {
                    world.ask(*at, ExtensionPageMessage::Forget { key });
                }
            }
            Self::ForgetAll(at) => world.ask(*at, ExtensionPageMessage::ForgetAll),
            Self::Rename(at, key, name) => {
                if let Some(key) = known(world, *at, *key) {
                    world.ask(*at, ExtensionPageMessage::Rename { key, name: Some((*name).to_owned()) });
                }
            }
            Self::Relocate(at, key, environment) => {
                if let Some(key) = known(world, *at, *key) {
                    world.ask(*at, ExtensionPageMessage::Relocate { key, environment: *environment });
                }
            }
            Self::Watch(at, site, environment) => world.watch(*at, SITES[*site], *environment),
            Self::Unwatch(at, site) => world.unwatch(*at, SITES[*site]),
            Self::Corner(at, corner) => {
                let mut settings = world.computers[*at].settings().clone();
                settings.production.corner = *corner;
                world.ask(*at, ExtensionPageMessage::Choose(settings));
            }
            Self::Learning(at, learning) => {
                let settings = Settings { learning: *learning, ..world.computers[*at].settings().clone() };
                world.ask(*at, ExtensionPageMessage::Choose(settings));
            }
            Self::Arrives(at, which, again) => world.arrives(*at, *which, *again),
            Self::Clock(at, ahead) => world.computers[*at].ahead = *ahead,
            Self::Refuses(at, refuses) => world.computers[*at].refused = *refuses,
            Self::Dies(at, effects) => world.happens_until(*at, Event::AreaChanged, *effects),
            Self::Switch(at, sync, keyring) => world.switch(*at, *sync, *keyring),
        }
    }
}

/// The keys that were ever learned, and those that were ever removed.
#[derive(Default)]
struct Fate {
    learned: [bool; 4],
    forgotten: [bool; 4],
}

impl Fate {
    fn note(&mut self, happening: &Happening, world: &World) {
        match happening {
            Happening::Remember(_, key, _) => self.learned[*key] = true,
            Happening::Shows(at, keys) if world.computers[*at].settings().learning => {
                keys.iter().for_each(|&key| self.learned[key] = true);
            }
            Happening::Forget(_, key) => self.forgotten[*key] = true,
            Happening::ForgetAll(_) => self.forgotten = [true; 4],
            _ => {}
        }
    }
}

proptest! {
    #[test]
    fn computers_converge_whatever_arrives_when(happenings in prop::collection::vec(happening(), 0..40)) {
        let mut world = World::of(3, true);
        let mut fate = Fate::default();
        for happening in &happenings {
            fate.note(happening, &world);
            happening.happen(&mut world);
        }
        for at in 0..3 {
            world.computers[at].refused = false;
            world.switch(at, true, true);
        }
        world.settle();
        world.assert_in_step(&happenings);
        for key in (0..4).filter(|&key| fate.learned[key] && !fate.forgotten[key]) {
            for computer in &world.computers {
                prop_assert!(computer.knows(&id(key)).is_some(), "key {key} is lost");
            }
        }
    }
}
