//! Whatever is stored: one item for each line, name and JSON apart by a tab. A
//! worker starts, answers, and overwrites nothing that it can't read.

#![no_main]

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use libfuzzer_sys::fuzz_target;
use sandbar::app::{Event, OpenTab};
use sandbar::protocol::PanelMessage;
use sandbar::settings::Settings;
use sandbar::settings::policy::Policy;
use sandbar::time::Timestamp;
use sandbar::worker::names::UNREADABLE_PREFIX;
use sandbar::worker::platform::{Items, Platform, StorageArea};
use sandbar::worker::{Worker, handle};
use sandbar_fuzz::Native;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

#[derive(Default)]
struct Memory {
    durable: RefCell<BTreeMap<String, Value>>,
    session: RefCell<BTreeMap<String, Value>>,
}

impl Memory {
    fn area(&self, area: StorageArea) -> &RefCell<BTreeMap<String, Value>> {
        if area == StorageArea::Durable { &self.durable } else { &self.session }
    }
}

impl Platform for Memory {
    type Item = Value;
    type Error = String;
    type Json = Native;

    async fn get(&self, area: StorageArea, names: Option<&[&str]>) -> Result<Items<Value>, String> {
        let stored = self.area(area).borrow();
        let wanted = stored.iter().filter(|(name, _)| names.is_none_or(|names| names.contains(&name.as_str())));
        Ok(wanted.map(|(name, value)| (name.clone(), value.clone())).collect())
    }

    async fn set(&self, area: StorageArea, items: Items<Value>) -> Result<(), String> {
        self.area(area).borrow_mut().extend(items);
        Ok(())
    }

    async fn remove(&self, area: StorageArea, names: Vec<String>) -> Result<(), String> {
        self.area(area).borrow_mut().retain(|name, _| !names.contains(name));
        Ok(())
    }

    async fn bytes_in_use(&self) -> Option<f64> {
        None
    }

    async fn synced(&self) -> Result<Vec<(String, String)>, String> {
        Ok(Vec::new())
    }

    async fn open_tabs(&self) -> Result<Vec<OpenTab>, String> {
        Ok(Vec::new())
    }

    async fn policy(&self) -> Policy {
        Policy::default()
    }

    fn encode(&self, value: &impl Serialize) -> Result<Value, String> {
        serde_json::to_value(value).map_err(|error| error.to_string())
    }

    fn decode<T: DeserializeOwned>(&self, item: &Value) -> Option<T> {
        serde_json::from_value(item.clone()).ok()
    }

    fn random(&self) -> Result<[u8; 32], String> {
        Ok([7; 32])
    }

    fn error(&self, cause: &'static str) -> String {
        cause.to_owned()
    }

    fn warn(&self, _: &str) {}
}

fn run<T>(work: impl Future<Output = T>) -> T {
    match pin!(work).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result,
        Poll::Pending => unreachable!("nothing here waits"),
    }
}

fuzz_target!(|text: &str| {
    let memory = Memory::default();
    for (name, json) in text.lines().filter_map(|line| line.split_once('\t')) {
        let Ok(value) = serde_json::from_str(json) else { continue };
        let is_session = ["tab:", "page:", "awake", "pauses", "refused-"].iter().any(|start| name.starts_with(start));
        let area = if is_session { StorageArea::Session } else { StorageArea::Durable };
        memory.area(area).borrow_mut().insert(name.to_owned(), value);
    }
    let before = memory.durable.borrow().clone();
    let mut worker = Worker::default();
    let asked = [PanelMessage::Problems, PanelMessage::Keyring, PanelMessage::Choose(Settings::default())];
    for message in asked {
        let now = Timestamp::from_millis(1_700_000_000_000);
        let is_newer = worker.state().is_some_and(|state| state.problems.newer);
        let result = run(handle(&mut worker, &memory, Event::Panel(message), now));
        assert!(result.is_ok() || is_newer || worker.state().is_none());
    }
    // What can't be read is still there, under its own name or set aside.
    let after = memory.durable.borrow();
    for (name, value) in before.iter().filter(|(name, value)| name.starts_with("key:") && !value.is_null()) {
        let aside = format!("{UNREADABLE_PREFIX}{name}:");
        assert!(after.get(name) == Some(value) || after.iter().any(|(name, set)| name.starts_with(&aside) && set == value));
    }
});
