//! Tests the worker with a store that refuses, delays and loses writes, over random histories in
//! which workers end. The code is the same as in the background.
//!
//! After every event:
//!
//! - *done*: the store contains what it would contain without faults, and the worker's state is
//!   what a new worker would read.
//! - *refused*: the durable store and the session store are unchanged. The worker has no state.
//! - *unknown*, because the worker ended: everything or nothing is in the durable store.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, clippy::expect_used)]
#![allow(clippy::cast_possible_truncation, clippy::cast_possible_wrap, clippy::print_stdout)]

mod history;
mod platform;

use std::collections::{BTreeMap, BTreeSet};

use history::{Dice, PAIRS, event, rows, sender};
use platform::{Call, Disk, FAULTS, Fault, Faulty, Met, kind, run};
use sandbar::app::{Answer, Effect, Event, State};
use sandbar::catalogue::Environment;
use sandbar::protocol::{BadgeMessage, ExtensionPageMessage, KeyringUndo, KeysMessage, Message};
use sandbar::settings::Settings;
use sandbar::time::Timestamp;
use sandbar::view::badge::Banner;
use sandbar::worker::{Worker, handle};
use serde_json::{Value, json};

const START: u64 = 1_700_000_000_000;

/// The outcome of an event.
#[derive(Debug, Clone, PartialEq)]
enum End {
    Done(Vec<Effect>),
    Refused(String),
    /// The worker ended before the answer.
    Unknown,
}

/// A worker with its store.
#[derive(Default)]
struct World {
    disk: Disk,
    worker: Worker<Value>,
    met: BTreeSet<Met>,
    calls: usize,
    /// Whether the sync area failed during the last event, which counts without it.
    is_sync_refused: bool,
}

impl World {
    fn of(disk: Disk) -> Self {
        Self { disk, ..Self::default() }
    }

    /// The stored data, plus what the worker still has to write to the session store.
    fn stored(&self) -> Disk {
        let mut disk = self.disk.clone();
        for (name, value) in self.worker.late() {
            disk.session.insert(name.to_owned(), value.cloned().unwrap_or(Value::Null));
        }
        for area in [&mut disk.durable, &mut disk.session] {
            area.retain(|_, value| !value.is_null());
        }
        disk
    }

    fn happens(&mut self, event: Event, now: Timestamp, fault: impl FnMut(usize) -> Fault) -> End {
        let platform = Faulty::new(std::mem::take(&mut self.disk), fault);
        let end = match run(handle(&mut self.worker, &platform, event, now)) {
            Some(Ok(effects)) => End::Done(effects),
            Some(Err(error)) => End::Refused(error),
            None => End::Unknown,
        };
        self.calls = platform.calls.get();
        self.is_sync_refused = platform.met.borrow().contains(&(Call::Read, "sync".to_owned(), Fault::Refused));
        self.met.append(&mut platform.met.borrow_mut());
        self.disk = platform.disk.into_inner();
        if end == End::Unknown {
            self.worker = Worker::default();
        }
        end
    }

    /// The stored data after an event without faults, except for a failed sync area. Sync sends
    /// keys only if all of them were read.
    fn after(mut disk: Disk, was: &Self, knew_all: bool, event: Event, now: Timestamp) -> Disk {
        disk.is_sync_refused = was.is_sync_refused;
        let mut other = Self::of(disk);
        if knew_all {
            other.happens(Event::ExtensionPage(ExtensionPageMessage::Keyring), now, |_| Fault::None);
        }
        other.happens(event, now, |_| Fault::None);
        other.disk.is_sync_refused = false;
        other.stored()
    }

    /// Checks that this worker's state is what a new worker would read.
    fn assert_believes_what_is_stored(&self, now: Timestamp, told: &dyn std::fmt::Debug) {
        let mut new = Self::of(self.stored());
        new.disk.limit = None;
        let end = new.happens(Event::ExtensionPage(ExtensionPageMessage::Keyring), now, |_| Fault::None);
        assert!(matches!(end, End::Done(_)), "{end:?}");
        let (new, old) = (new.worker.state().unwrap(), self.worker.state().unwrap());
        assert_eq!(beliefs(old), beliefs(new), "{told:?}");
        for entry in old.keys.ring.entries() {
            assert_eq!(new.keys.ring.get(entry.fingerprint), Some(entry), "{told:?}");
        }
        if old.keys.complete {
            assert_eq!(old.keys.ring.len(), new.keys.ring.len(), "{told:?}");
        }
        for store in &old.sessions.stores {
            let name = format!("ledger:{}", store.name.0);
            let stored = self.stored();
            let area = if store.name.is_private() { &stored.session } else { &stored.durable };
            let ledger = area.get(&name).map(|item| serde_json::from_value(item.clone()).unwrap()).unwrap_or_default();
            assert_eq!(store.ledger, ledger, "{told:?}");
        }
    }
}

/// The state that a worker reads at its start, as text.
fn beliefs(state: &State) -> String {
    let imported = state.keys.fingerprinter.as_ref().map(|known| known.imported_keys());
    let imported: Option<Vec<_>> = imported.map(|keys| keys.iter().map(|key| key.reveal_for_storage()).collect());
    format!(
        "{:#?}",
        (
            (
                &state.chosen,
                &state.watched,
                &state.off,
                &state.settings.vendors,
                (state.places_offered, state.submissions_offered, &state.never_asked),
                &state.container,
                &state.policy,
                &state.sync.stamps,
                imported
            ),
            (&state.tabs, &state.sessions.pages, &state.pauses, &state.refused_icons),
            (&state.catches, &state.last_copied, &state.quiet),
        )
    )
}

/// Statistics of some histories.
#[derive(Default)]
struct Figures {
    histories: usize,
    ends: BTreeMap<&'static str, usize>,
    faults: BTreeMap<(Call, Fault), usize>,
    met: BTreeSet<Met>,
}

impl Figures {
    fn count(&mut self, end: &End) {
        let name = match end {
            End::Done(_) => "done",
            End::Refused(_) => "refused",
            End::Unknown => "unknown",
        };
        *self.ends.entry(name).or_default() += 1;
    }
}

/// Checks the answer to an event against the stored data.
fn assert_consistent(
    world: &World,
    [before, after]: [&Disk; 2],
    end: &End,
    now: Timestamp,
    told: &dyn std::fmt::Debug,
) {
    let stored = world.stored();
    match end {
        End::Done(_) => {
            assert_eq!(stored.durable, after.durable, "done, but not stored: {told:?}");
            assert_eq!(stored.session, after.session, "done, but not stored: {told:?}");
            world.assert_believes_what_is_stored(now, told);
        }
        End::Refused(why) => {
            assert_eq!(stored.durable, before.durable, "refused, but stored: {why} {told:?}");
            assert_eq!(stored.session, before.session, "refused, but stored: {why} {told:?}");
            assert!(world.worker.state().is_none(), "refused, but believed: {told:?}");
        }
        End::Unknown => assert!(
            [&before.durable, &after.durable].contains(&&stored.durable),
            "half stored: {told:?}\n{stored:#?}\n{before:#?}\n{after:#?}"
        ),
    }
}

/// Runs one history: what was answered with "done" stays, and what was refused never happened.
fn history(seed: u64, figures: &mut Figures) {
    let mut dice = Dice::new(seed);
    let mut world = World::default();
    let mut now = START;
    let mut undo: Option<KeyringUndo> = None;
    // How often a call fails in this history.
    let rarity = [3, 8, 30][dice.below(3)];
    figures.histories += 1;
    // First the installation key: without one nothing is checked, and the answer says so.
    while !world.disk.durable.contains_key("installation-key") {
        world.happens(Event::ExtensionPage(ExtensionPageMessage::Export), Timestamp::from_millis(now), |_| {
            if dice.one_in(2) { FAULTS[dice.below(FAULTS.len())] } else { Fault::None }
        });
    }
    world.worker = Worker::default();
    for number in 0..6 + dice.below(14) {
        now += 1 + dice.below(60_000) as u64;
        if dice.one_in(8) {
            world.worker = Worker::default();
        }
        world.disk.limit = match dice.below(6) {
            0 => Some(world.disk.bytes() + dice.below(200)),
            _ => None,
        };
        let at = Timestamp::from_millis(now);
        let event = event(&mut dice, &mut world.disk, &undo, at);
        let before = world.stored();
        let knew_all = world.worker.state().is_some_and(|state| state.keys.complete);
        let rolls: Vec<Fault> =
            (0..40).map(|_| if dice.one_in(rarity) { FAULTS[dice.below(FAULTS.len())] } else { Fault::None }).collect();
        let told = (seed, number, event.clone());
        let end = world.happens(event.clone(), at, |call| rolls.get(call).copied().unwrap_or(Fault::None));
        let after = World::after(before.clone(), &world, knew_all, event, at);
        figures.count(&end);
        assert_consistent(&world, [&before, &after], &end, at, &told);
        if let End::Done(effects) = &end {
            for effect in effects {
                match effect {
                    Effect::Answer(Answer::Entries(entries)) => {
                        undo = Some(KeyringUndo { entries: entries.clone(), ..KeyringUndo::default() });
                    }
                    Effect::Share { items, gone } => {
                        gone.iter().for_each(|name| drop(world.disk.synced.remove(name)));
                        world.disk.synced.extend(items.clone());
                    }
                    _ => {}
                }
            }
        }
    }
    figures.met.append(&mut world.met);
}

#[test]
fn nothing_done_is_lost_and_nothing_refused_is_believed_in_ten_thousand_histories() {
    let workers = std::thread::available_parallelism().map_or(2, usize::from).min(8);
    let parts: Vec<Figures> = std::thread::scope(|scope| {
        let part = |number: usize| {
            let mut figures = Figures::default();
            (0..10_000).filter(|seed| seed % workers == number).for_each(|seed| history(seed as u64, &mut figures));
            figures
        };
        let parts: Vec<_> = (0..workers).map(|number| scope.spawn(move || part(number))).collect();
        parts.into_iter().map(|part| part.join().unwrap()).collect()
    });
    let mut all = Figures::default();
    for part in parts {
        all.histories += part.histories;
        part.ends.into_iter().for_each(|(name, count)| *all.ends.entry(name).or_default() += count);
        all.met.extend(part.met);
    }
    for (call, _, fault) in &all.met {
        *all.faults.entry((*call, *fault)).or_default() += 1;
    }
    println!("{} histories: {:?}", all.histories, all.ends);
    println!("kinds of items per call and fault: {:?}", all.faults);
    let expected = [
        "settings",
        "watched",
        "places-offered",
        "off",
        "key:",
        "synced",
        "never-asked",
        "container",
        "policy",
        "imported-keys",
        "installation-key",
        "schema",
        "ledger:",
        "awake",
        "page:",
        "tab:",
        "pauses",
        "refused-icons",
        "refused-sites",
        "catches",
        "last-copied",
        "quiet",
    ];
    for name in expected {
        for fault in FAULTS {
            assert!(all.met.contains(&(Call::Write, name.to_owned(), fault)), "no write of {name} was {fault:?}");
        }
    }
    for name in ["key:", "page:", "tab:"] {
        for fault in FAULTS {
            assert!(all.met.contains(&(Call::Delete, name.to_owned(), fault)), "no delete of {name} was {fault:?}");
        }
    }
    for fault in FAULTS {
        for name in ["everything", "key:", "ledger:", "settings", "sync"] {
            assert!(all.met.contains(&(Call::Read, name.to_owned(), fault)), "no read of {name} was {fault:?}");
        }
    }
}

/// A store with a few items of every kind.
fn lived_in() -> World {
    let mut world = World::default();
    let mut dice = Dice::new(4);
    for number in 0..60 {
        let at = Timestamp::from_millis(START + number * 1000);
        let event = event(&mut dice, &mut world.disk, &None, at);
        world.happens(event, at, |_| Fault::None);
    }
    world
}

#[test]
fn every_call_of_every_event_may_fail_in_every_way() {
    let lived_in = lived_in();
    let mut tried = 0;
    for seed in 0..300 {
        let at = Timestamp::from_millis(START + 100_000);
        let mut disk = lived_in.disk.clone();
        let event = event(&mut Dice::new(seed), &mut disk, &None, at);
        let mut plain = World::of(disk.clone());
        let before = plain.stored();
        plain.happens(event.clone(), at, |_| Fault::None);
        for call in 0..plain.calls {
            for fault in FAULTS {
                let mut world = World::of(disk.clone());
                let end = world.happens(event.clone(), at, |number| if number == call { fault } else { Fault::None });
                let after = World::after(before.clone(), &world, false, event.clone(), at);
                assert_consistent(&world, [&before, &after], &end, at, &(&event, call, fault));
                tried += 1;
            }
        }
    }
    println!("{tried} single failures");
}

fn declare(environment: Environment) -> Event {
    Event::ExtensionPage(ExtensionPageMessage::Remember { text: rows(&PAIRS[..1]).into(), environment })
}

fn refuse_writes(world: &mut World, event: Event) -> End {
    world.disk.limit = Some(world.disk.bytes());
    let end = world.happens(event, Timestamp::from_millis(START), |_| Fault::None);
    world.disk.limit = None;
    end
}

fn done(world: &mut World, event: Event) -> Vec<Effect> {
    match world.happens(event, Timestamp::from_millis(START), |_| Fault::None) {
        End::Done(effects) => effects,
        end => panic!("{end:?}"),
    }
}

/// The environment of a pasted pair, as a new worker knows it.
fn known(world: &World) -> Vec<Option<Environment>> {
    let mut world = World::of(world.disk.clone());
    let text = rows(&PAIRS[..1]).into();
    let effects = done(&mut world, Event::ExtensionPage(ExtensionPageMessage::Check { text }));
    let checked = effects.iter().find_map(|effect| match effect {
        Effect::Answer(Answer::Checked(checked)) => Some(checked),
        _ => None,
    });
    let environment = |key: &sandbar::protocol::CheckedKey| key.belonging.and_then(|known| known.environment());
    checked.unwrap().keys.iter().map(environment).collect()
}

#[test]
fn writes_that_a_full_store_refused_are_repeated_once_there_is_room() {
    let mut world = World::default();
    done(&mut world, Event::ExtensionPage(ExtensionPageMessage::Settings));
    assert!(matches!(refuse_writes(&mut world, declare(Environment::Sandbox)), End::Refused(_)));
    assert_eq!(known(&world), [None, None]);
    done(&mut world, declare(Environment::Sandbox));
    assert_eq!(known(&world), [Some(Environment::Sandbox); 2]);
}

#[test]
fn keys_that_a_full_store_refused_are_learned_once_there_is_room() {
    let mut world = World::default();
    done(&mut world, Event::ExtensionPage(ExtensionPageMessage::Settings));
    let listed = || {
        let list = history::listed(&rows(&PAIRS[..1]), None, None, Timestamp::from_millis(1));
        let url = "https://commercedeveloper-sandbox.adobe.com/account/apikeys";
        Event::Message(sender(1, url, "0"), Message::Keys(list))
    };
    assert!(matches!(refuse_writes(&mut world, listed()), End::Refused(_)));
    done(&mut world, listed());
    assert_eq!(known(&world), [Some(Environment::Sandbox); 2]);
}

#[test]
fn a_full_store_with_an_unreadable_value_loses_that_value_alone() {
    let damages = [
        ("settings", json!("damaged")),
        ("watched", json!({ "no": "list" })),
        ("imported-keys", json!(7)),
        ("places-offered", json!("damaged")),
        ("off", json!("damaged")),
        ("ledger:0", json!("damaged")),
        ("synced", json!("damaged")),
        ("policy", json!([1])),
        ("key:", json!("damaged")),
    ];
    for (name, damage) in damages {
        let mut world = World::default();
        done(&mut world, declare(Environment::Sandbox));
        let mut settings = Settings::default();
        settings.production.title = false;
        done(&mut world, Event::ExtensionPage(ExtensionPageMessage::Choose(settings.clone())));
        let name = match name {
            // Of the other pair, because the first one must stay known.
            "key:" => {
                let other = ExtensionPageMessage::Remember {
                    text: rows(&PAIRS[1..2]).into(),
                    environment: Environment::Sandbox,
                };
                let before: BTreeSet<String> = world.disk.durable.keys().cloned().collect();
                done(&mut world, Event::ExtensionPage(other));
                world.disk.durable.keys().find(|name| kind(name) == "key:" && !before.contains(*name)).unwrap().clone()
            }
            name => name.to_owned(),
        };
        world.disk.durable.insert(name.clone(), damage.clone());
        world.worker = Worker::default();
        world.disk.limit = Some(world.disk.bytes());
        let sender = sender(1, "https://commercedeveloper.adobe.com/", "0");
        let tab = serde_json::from_value(json!({ "id": 1, "url": sender.url })).unwrap();
        let popup = done(&mut world, Event::Popup(tab, sender.store.clone()));
        let Effect::Answer(Answer::Popup(facts)) = &popup[0] else { panic!("{popup:?}") };
        let counted = facts.problems;
        let banner = BadgeMessage::Seen { loaded_at: Timestamp::from_millis(START), banner: Banner::Shown };
        done(&mut world, Event::Message(sender.clone(), Message::Badge(banner)));
        let going = KeysMessage::Going { text: rows(&PAIRS[..1]).into(), beside: Vec::new(), labels: Vec::new() };
        let warning = done(&mut world, Event::Message(sender, Message::Keys(going)));
        assert!(matches!(warning[0], Effect::Answer(Answer::Warning(Some(_)))), "{name}");
        done(&mut world, Event::ExtensionPage(ExtensionPageMessage::Settings));
        done(&mut world, Event::ExtensionPage(ExtensionPageMessage::Keyring));
        assert_eq!(known(&world), [Some(Environment::Sandbox); 2], "{name}");
        let effects = done(&mut world, Event::ExtensionPage(ExtensionPageMessage::Problems));
        let problems = effects.iter().find_map(|effect| match effect {
            Effect::Answer(Answer::Problems(problems)) => Some(problems.unreadable.clone()),
            _ => None,
        });
        let is_quiet = ["synced", "policy", "places-offered"].contains(&name.as_str());
        // A ledger is read when an event concerns its cookie store.
        let listed = if name == "ledger:0" { counted } else { problems.unwrap().len() };
        assert_eq!(listed, usize::from(!is_quiet), "{name}");
        if is_quiet {
            continue;
        }
        assert_eq!(world.disk.durable.get(&name), Some(&damage), "{name} was overwritten");
        // Once there is space, a new value moves the old one aside in a single call.
        world.disk.limit = None;
        let chosen = Event::ExtensionPage(ExtensionPageMessage::Choose(settings));
        done(&mut world, chosen);
        if name == "settings" {
            let aside = world.disk.durable.iter().find(|(name, _)| name.starts_with("unreadable:settings:"));
            assert_eq!(aside.map(|(_, value)| value), Some(&damage));
            assert_ne!(world.disk.durable.get("settings"), Some(&damage));
        }
    }
}

#[test]
fn a_value_that_could_not_be_set_aside_can_be_removed() {
    let mut world = World::default();
    done(&mut world, declare(Environment::Sandbox));
    world.disk.durable.insert("settings".to_owned(), json!("damaged"));
    world.worker = Worker::default();
    world.disk.limit = Some(world.disk.bytes());
    done(&mut world, Event::ExtensionPage(ExtensionPageMessage::Problems));
    done(&mut world, Event::ExtensionPage(ExtensionPageMessage::Discard { name: "unreadable:settings".to_owned() }));
    assert_eq!(world.disk.durable.get("settings"), None);
    assert_eq!(world.worker.state().unwrap().problems, sandbar::protocol::Problems::default());
}

#[test]
fn one_address_that_no_browser_takes_costs_that_site_alone() {
    let mut world = World::default();
    done(&mut world, declare(Environment::Sandbox));
    let sites = json!([{ "address": "10.0.0.300" }, { "address": "ci.example.com/team", "environment": "sandbox" }]);
    world.disk.durable.insert("watched".to_owned(), sites.clone());
    world.worker = Worker::default();
    done(&mut world, Event::ExtensionPage(ExtensionPageMessage::Watched));
    let state = world.worker.state().unwrap();
    let watched: Vec<String> = state.watched.iter().map(|site| site.scope.address()).collect();
    assert_eq!(watched, ["ci.example.com/team"]);
    assert_eq!(state.problems.unreadable.len(), 1);
    let aside = world.disk.durable.iter().find(|(name, _)| name.starts_with("unreadable:watched:"));
    assert_eq!(aside.map(|(_, value)| value), Some(&sites));
}

#[test]
fn a_store_that_refuses_the_installation_key_checks_nothing_and_says_so() {
    let mut world = World::default();
    world.disk.limit = Some(0);
    done(&mut world, Event::ExtensionPage(ExtensionPageMessage::Settings));
    let check = || Event::ExtensionPage(ExtensionPageMessage::Check { text: rows(&PAIRS[..1]).into() });
    assert!(matches!(world.happens(check(), Timestamp::from_millis(START), |_| Fault::None), End::Refused(_)));
    world.disk.limit = None;
    done(&mut world, check());
}
