//! Any data in the sync area from another computer, or from an attacker with
//! access to the account: one item per line, with name and JSON separated by a
//! tab.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sandbar::app::sync::{follow, snapshot};
use sandbar::app::{Effect, Event, Keys, State};
use sandbar::credential::fingerprint::{Fingerprinter, InstallationKey};
use sandbar::settings::Settings;
use sandbar::sync::{Area, MOST_AHEAD, MOST_BYTES};
use sandbar::time::Timestamp;
use sandbar_fuzz::Native;

fuzz_target!(|text: &str| {
    let items =
        || text.lines().filter_map(|line| line.split_once('\t')).map(|(name, json)| (name.to_owned(), json.to_owned()));
    let settings = Settings { sync: true, sync_keyring: true, ..Settings::default() };
    let fingerprinter = Fingerprinter::new(&InstallationKey::from_random([1; 32]));
    let keys = Keys { fingerprinter: Some(fingerprinter), complete: true, ..Keys::default() };
    let mut state = State { settings: settings.clone(), chosen: settings, keys, ..State::default() };
    let now = Timestamp::from_millis(1_700_000_000_000);
    for _ in 0..2 {
        let event = Event::AreaChanged;
        state.sync.area = Some(Area::read::<Native>(items()));
        let Some(known) = snapshot(&state, &event) else { return };
        let effects = follow::<Native>(&mut state, &known, Vec::new(), &[], now);
        assert!(state.sync.stamps.values().all(|stamp| stamp.at <= now.after(MOST_AHEAD)));
        for effect in &effects {
            if let Effect::Share { items, .. } = effect {
                assert!(items.iter().map(|(name, text)| name.len() + text.len()).sum::<usize>() <= MOST_BYTES);
            }
        }
    }
});
