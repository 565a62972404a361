//! Any stored data: one item per line, with name and JSON separated by a tab. A
//! worker starts, answers, and never overwrites an unreadable value.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sandbar::app::Event;
use sandbar::protocol::ExtensionPageMessage;
use sandbar::settings::Settings;
use sandbar::time::Timestamp;
use sandbar::worker::names::UNREADABLE_PREFIX;
use sandbar::worker::{Worker, handle};
use sandbar_fuzz::platform::{Disk, Fault, Faulty, run};

fuzz_target!(|text: &str| {
    let mut disk = Disk::default();
    for (name, json) in text.lines().filter_map(|line| line.split_once('\t')) {
        let Ok(value) = serde_json::from_str(json) else { continue };
        let is_session = ["tab:", "page:", "awake", "pauses", "refused-"].iter().any(|start| name.starts_with(start));
        let area = if is_session { &mut disk.session } else { &mut disk.durable };
        area.insert(name.to_owned(), value);
    }
    let before = disk.durable.clone();
    let memory = Faulty::new(disk, |_| Fault::None);
    let mut worker = Worker::default();
    let asked = [
        ExtensionPageMessage::Problems,
        ExtensionPageMessage::Keyring,
        ExtensionPageMessage::Choose(Settings::default()),
    ];
    for message in asked {
        let now = Timestamp::from_millis(1_700_000_000_000);
        let is_newer = worker.state().is_some_and(|state| state.problems.newer);
        let result = run(handle(&mut worker, &memory, Event::ExtensionPage(message), now));
        assert!(matches!(result, Some(Ok(_))) || is_newer || worker.state().is_none());
    }
    // Unreadable values are still there, under their own name or set aside.
    let after = memory.disk.into_inner().durable;
    for (name, value) in before.iter().filter(|(name, value)| name.starts_with("key:") && !value.is_null()) {
        let aside = format!("{UNREADABLE_PREFIX}{name}:");
        assert!(
            after.get(name) == Some(value) || after.iter().any(|(name, set)| name.starts_with(&aside) && set == value)
        );
    }
});
