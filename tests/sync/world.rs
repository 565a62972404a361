//! The computers of one account, and a network that delays, repeats and reorders changes. As in
//! browsers, what one computer writes to its area overwrites the other's items there.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic)]

use std::collections::{BTreeMap, BTreeSet};

use sandbar::app::{CookieStore, Effect, Event, Keys, Persist, Sender, State, step, sync};
use sandbar::catalogue::Environment;
use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::credential::fingerprint::{Fingerprint, Fingerprinter, InstallationKey};
use sandbar::credential::secret::Secret;
use sandbar::detect::keys_page::piece::PieceKind;
use sandbar::keyring::file::Json;
use sandbar::keyring::{Entry, Keyring};
use sandbar::protocol::{ExtensionPageMessage, KeysMessage, Message, PagePiece, PageRegion, SyncFacts, TabId};
use sandbar::settings::Settings;
use sandbar::sync::stamps::Stamps;
use sandbar::sync::{Area, MOST_BYTES, MOST_ITEM_BYTES, MOST_ITEMS};
use sandbar::time::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;

pub struct Serde;

impl Json for Serde {
    fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    fn print<T: Serialize>(value: &T) -> Option<String> {
        serde_json::to_string(value).ok()
    }
}

/// A change to an item on its way to another computer; `None` if it was removed.
pub type Change = (String, Option<String>);

/// The data that survives a worker.
#[derive(Default, Clone)]
struct Disk {
    settings: Settings,
    watched: Vec<Watched>,
    entries: BTreeMap<Fingerprint, Entry>,
    stamps: Stamps,
}

#[derive(Clone)]
pub struct Computer {
    /// With the imported keys from the disk.
    fingerprinter: Fingerprinter,
    disk: Disk,
    pub area: BTreeMap<String, String>,
    /// The changes on their way to this computer.
    pub arriving: Vec<Change>,
    /// How far its clock is ahead.
    pub ahead: u64,
    /// Whether the browser refuses to write, as it does after too many writes.
    pub refused: bool,
    /// The number of writes.
    pub writes: usize,
    facts: SyncFacts,
}

impl Computer {
    fn new(seed: u8) -> Self {
        let fingerprinter = Fingerprinter::new(&InstallationKey::from_random([seed; 32]));
        let (area, arriving, facts) = (BTreeMap::new(), Vec::new(), SyncFacts::default());
        Self { fingerprinter, disk: Disk::default(), area, arriving, ahead: 0, refused: false, writes: 0, facts }
    }

    /// The state of a worker that has just started.
    fn wake(&self) -> State {
        let disk = &self.disk;
        let ring: Keyring = disk.entries.values().cloned().collect();
        State {
            settings: disk.settings.clone(),
            chosen: disk.settings.clone(),
            watched: disk.watched.clone(),
            keys: Keys { fingerprinter: Some(self.fingerprinter.clone()), ring, complete: true, ..Keys::default() },
            sync: sandbar::app::state::SyncState { stamps: disk.stamps.clone(), area: None },
            ..State::default()
        }
    }

    fn keep(&mut self, item: Persist) {
        let disk = &mut self.disk;
        match item {
            Persist::Settings(settings) => disk.settings = settings,
            Persist::Watched(sites) => disk.watched = sites,
            Persist::Entries(entries) => {
                disk.entries.extend(entries.into_iter().map(|entry| (entry.fingerprint, entry)))
            }
            Persist::NoEntries(gone) => gone.iter().for_each(|one| drop(disk.entries.remove(one))),
            Persist::ImportedKeys(keys) => assert!(self.fingerprinter.import(&keys)),
            Persist::Stamps(stamps) => disk.stamps = stamps,
            _ => {}
        }
    }

    /// Writes items to the area, if the browser allows it.
    fn put(&mut self, items: Vec<(String, String)>, gone: Vec<String>) -> Vec<Change> {
        let mut changes: Vec<Change> = Vec::new();
        if self.refused {
            return changes;
        }
        self.writes += usize::from(!items.is_empty()) + usize::from(!gone.is_empty());
        let mut area = self.area.clone();
        for name in gone {
            if area.remove(&name).is_some() {
                changes.push((name, None));
            }
        }
        for (name, text) in items {
            assert!(name.len() + text.len() <= MOST_ITEM_BYTES, "an item too large: {name}");
            area.insert(name.clone(), text.clone());
            changes.push((name, Some(text)));
        }
        assert!(bytes(&area) <= MOST_BYTES && area.len() <= MOST_ITEMS, "the browser would refuse this");
        self.area = area;
        changes
    }

    /// The entry for a value on this computer.
    pub fn knows(&self, value: &str) -> Option<&Entry> {
        let secret = Secret::new(value);
        self.fingerprinter.candidates(&secret).find_map(|one| self.disk.entries.get(&one))
    }

    pub fn settings(&self) -> &Settings {
        &self.disk.settings
    }

    pub fn watches(&self, address: &str) -> Option<&Watched> {
        self.disk.watched.iter().find(|site| site.scope.address() == address)
    }

    pub fn keyring_size(&self) -> usize {
        self.disk.entries.len()
    }

    /// The data that must be the same everywhere, line by line. Each computer has its own last
    /// sightings.
    fn shared(&self) -> BTreeSet<String> {
        let Disk { settings, watched, entries, .. } = &self.disk;
        let local = Settings::default();
        let settings =
            Settings { language: None, sync: local.sync, sync_keyring: local.sync_keyring, ..settings.clone() };
        let watched = watched.iter().map(|site| format!("{site:?}"));
        let entries = entries.values().cloned().map(|mut entry| {
            entry.last.at = Timestamp::MAX;
            format!("{entry:?}")
        });
        let area = self.area.iter().map(|(name, text)| format!("{name} {text}"));
        watched.chain(entries).chain(area).chain([format!("{settings:?}")]).collect()
    }
}

/// The size as Firefox counts it, which is larger than Chromium's: the JSON of everything.
pub fn bytes(area: &BTreeMap<String, String>) -> usize {
    area.iter().map(|(name, text)| name.len() + text.len() + 4).sum::<usize>() + 1
}

#[derive(Clone)]
pub struct World {
    pub computers: Vec<Computer>,
    now: u64,
}

impl World {
    /// Creates this many computers that sync, with or without their keyrings.
    pub fn of(count: u8, keyring: bool) -> Self {
        let computers = (1..=count).map(Computer::new).collect();
        let mut world = Self { computers, now: 1_700_000_000_000 };
        for at in 0..world.computers.len() {
            world.switch(at, true, keyring);
            world.settle();
        }
        world
    }

    /// Advances the time.
    pub fn wait(&mut self, millis: u64) {
        self.now += millis;
    }

    pub fn switch(&mut self, at: usize, sync: bool, sync_keyring: bool) {
        let settings = Settings { sync, sync_keyring, ..self.computers[at].settings().clone() };
        self.ask(at, ExtensionPageMessage::Choose(settings));
    }

    pub fn ask(&mut self, at: usize, message: ExtensionPageMessage) {
        self.happens(at, Event::ExtensionPage(message));
    }

    /// The state of sync, as the options page sees it.
    pub fn facts(&mut self, at: usize) -> SyncFacts {
        self.ask(at, ExtensionPageMessage::Sync);
        self.computers[at].facts
    }

    pub fn shows(&mut self, at: usize, page: &str) {
        let sender = Sender::page(
            TabId(1),
            "https://commercedeveloper-sandbox.adobe.com/account/apikeys",
            CookieStore("0".into()),
        );
        let pieces = page.lines().zip(0..).map(|(line, index): (&str, i32)| PagePiece {
            text: line.to_owned().into(),
            at: [0, index * 20, 400, 16],
            within: vec![1],
            kind: PieceKind::Text,
            names: Vec::new(),
            under: Vec::new(),
            clicked: false,
        });
        let headings = vec!["Manage API Keys".to_owned().into()];
        let region = PageRegion { headings, pieces: pieces.collect(), ..PageRegion::default() };
        let list = KeysMessage::Listed {
            loaded_at: Timestamp::from_millis(1),
            account: Some("Ada".into()),
            regions: vec![region],
            notices: Vec::new(),
            after_end: None,
        };
        self.happens(at, Event::Message(sender, Message::Keys(list)));
    }

    pub fn remember(&mut self, at: usize, text: &str, environment: Environment) {
        self.ask(at, ExtensionPageMessage::Remember { text: text.to_owned().into(), environment });
    }

    pub fn watch(&mut self, at: usize, address: &str, environment: Option<Environment>) {
        let site = Watched { scope: Scope::parse(address).unwrap(), environment, learning: false, words: Vec::new() };
        self.happens(at, Event::Watch(site, Vec::new()));
    }

    pub fn unwatch(&mut self, at: usize, address: &str) {
        self.happens(at, Event::Unwatch(Scope::parse(address).unwrap(), Vec::new()));
    }

    pub fn happens(&mut self, at: usize, event: Event) {
        self.happens_until(at, event, usize::MAX);
    }

    /// An event happens, and the worker dies after this many effects.
    pub fn happens_until(&mut self, at: usize, event: Event, effects: usize) {
        // Time passes, but possibly less than the clocks show.
        self.now += 1;
        let computer = &mut self.computers[at];
        let now = Timestamp::from_millis(self.now + computer.ahead);
        let mut state = computer.wake();
        let before = sync::snapshot(&state, &event);
        let mut all = step(&mut state, event, now);
        if let Some(before) = before.filter(|before| sync::is_due(&state, before, &all)) {
            state.sync.area = Some(Area::read::<Serde>(computer.area.clone()));
            all = sync::follow::<Serde>(&mut state, &before, all, &[], now);
        }
        let mut changes = Vec::new();
        // In the same order as in the background: stored changes come first.
        let (shared, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| matches!(one, Effect::Share { .. }));
        for effect in others.into_iter().chain(shared).take(effects) {
            match effect {
                Effect::Save(item) => computer.keep(item),
                Effect::Share { items, gone } => changes.extend(computer.put(items, gone)),
                Effect::Answer(sandbar::app::Answer::Sync(facts)) => computer.facts = facts,
                _ => {}
            }
        }
        if !changes.is_empty() {
            for other in (0..self.computers.len()).filter(|&other| other != at) {
                self.computers[other].arriving.extend(changes.iter().cloned());
            }
            // The browser also notifies a computer of its own changes.
            self.happens(at, Event::AreaChanged);
        }
    }

    /// One of the changes arrives, and may arrive again.
    pub fn arrives(&mut self, at: usize, which: usize, again: bool) {
        let arriving = &mut self.computers[at].arriving;
        if arriving.is_empty() {
            return;
        }
        let which = which % arriving.len();
        let change = if again { arriving[which].clone() } else { arriving.remove(which) };
        self.receive(at, vec![change]);
    }

    /// All changes on their way there arrive.
    pub fn all_arrives(&mut self, at: usize) {
        let changes = std::mem::take(&mut self.computers[at].arriving);
        if !changes.is_empty() {
            self.receive(at, changes);
        }
    }

    fn receive(&mut self, at: usize, changes: Vec<Change>) {
        let area = &mut self.computers[at].area;
        for (name, text) in changes {
            match text {
                Some(text) => drop(area.insert(name, text)),
                None => drop(area.remove(&name)),
            }
        }
        self.happens(at, Event::AreaChanged);
    }

    /// All changes arrive everywhere, until none is on its way. However they overwrote each other,
    /// in the end the browser has the same content in every area: that of one of them.
    pub fn settle(&mut self) {
        let count = self.computers.len();
        for round in 0..20 * count {
            for at in 0..count {
                self.all_arrives(at);
                // What was refused or interrupted is tried again with the next event.
                self.happens(at, Event::AreaChanged);
            }
            let is_quiet = self.computers.iter().all(|computer| computer.arriving.is_empty());
            let area = self.computers[round % count].area.clone();
            let differs: Vec<usize> = (0..count).filter(|&at| self.computers[at].area != area).collect();
            if is_quiet && differs.is_empty() {
                return;
            }
            if is_quiet {
                for at in differs {
                    self.computers[at].area.clone_from(&area);
                    self.happens(at, Event::AreaChanged);
                }
            }
        }
        panic!("the computers never stop telling each other");
    }

    /// Checks that all computers have the same data.
    pub fn assert_in_step(&self, told: &dyn std::fmt::Debug) {
        let first = self.computers[0].shared();
        for other in &self.computers[1..] {
            let other = other.shared();
            let differ: Vec<_> = first.symmetric_difference(&other).collect();
            assert!(differ.is_empty(), "{told:?}\n{differ:#?}");
        }
    }

    /// The names in a computer's area, sorted.
    pub fn names(&self, at: usize) -> BTreeSet<String> {
        self.computers[at].area.keys().cloned().collect()
    }
}
