//! Any managed policy: the usable parts are used, and can be stored and read
//! back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sandbar::app::State;
use sandbar::settings::Settings;
use sandbar::settings::managed::Managed;
use sandbar::settings::policy::{MOST_PAIRS, MOST_WATCHED, Policy};

fuzz_target!(|text: &str| {
    let Ok(managed) = serde_json::from_str::<Managed>(text) else { return };
    let policy = Policy::read(&managed);
    assert!(policy.watched.len() <= MOST_WATCHED && policy.portals.len() <= MOST_PAIRS);
    let settings = policy.over(&Settings::default());
    assert_eq!(policy.over(&settings), settings);
    let stored = serde_json::to_string(&policy).expect("a policy can be stored");
    assert_eq!(serde_json::from_str::<Policy>(&stored).ok().as_ref(), Some(&policy));
    let mut state = State::default();
    state.adopt(policy);
    assert!(state.policy.origins().iter().all(|origin| origin.starts_with("https://")));
});
