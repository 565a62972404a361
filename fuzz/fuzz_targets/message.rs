//! Any messages from a page's scripts, or from an attacker who controls them:
//! one message per line. The state can always be stored and read back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sandbar::app::{CookieStore, Effect, Event, Keys, Persist, Sender, State, step};
use sandbar::catalogue::Environment;
use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::credential::fingerprint::{Fingerprinter, InstallationKey};
use sandbar::keyring::Entry;
use sandbar::protocol::{Message, TabId};
use sandbar::time::Timestamp;

const URLS: [&str; 4] = [
    "https://commercedeveloper.adobe.com/account/apikeys",
    "https://commercedeveloper-sandbox.adobe.com/",
    "https://account.magento.com/",
    "https://ci.example.com/team",
];

fuzz_target!(|text: &str| {
    let fingerprinter = Fingerprinter::new(&InstallationKey::from_random([1; 32]));
    let keys = Keys { fingerprinter: Some(fingerprinter), complete: true, ..Keys::default() };
    let scope = Scope::parse("ci.example.com").expect("an address");
    let watched = vec![Watched { scope, environment: Some(Environment::Sandbox), learning: true, words: Vec::new() }];
    let mut state = State { keys, watched, ..State::default() };
    for (number, line) in text.lines().take(20).enumerate() {
        let Ok(message) = serde_json::from_str::<Message>(line) else { continue };
        let url = URLS[(line.len() + number) % URLS.len()];
        let sender = Sender::page(TabId(number as i32 % 3), url, CookieStore("0".to_owned()));
        let now = Timestamp::from_millis(1_700_000_000_000 + number as u64);
        for effect in step(&mut state, Event::Message(sender, message), now) {
            match effect {
                Effect::Save(Persist::Entries(entries)) => {
                    let stored = serde_json::to_string(&entries).expect("entries can be stored");
                    assert_eq!(serde_json::from_str::<Vec<Entry>>(&stored).ok(), Some(entries));
                }
                Effect::Save(Persist::Ledger(_, ledger)) => {
                    let stored = serde_json::to_string(&ledger).expect("a ledger can be stored");
                    assert_eq!(serde_json::from_str(&stored).ok(), Some(*ledger));
                }
                _ => {}
            }
        }
    }
});
