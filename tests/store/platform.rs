//! A fake browser whose storage refuses, delays and loses writes.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::future::{pending, poll_fn};
use std::pin::pin;
use std::task::{Context, Poll, Waker};

use sandbar::app::OpenTab;
use sandbar::keyring::file::Json;
use sandbar::settings::policy::Policy;
use sandbar::worker::platform::{Items, Platform, StorageArea};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

pub struct Native;

impl Json for Native {
    fn read<T: DeserializeOwned>(text: &str) -> Option<T> {
        serde_json::from_str(text).ok()
    }

    fn print<T: Serialize>(value: &T) -> Option<String> {
        serde_json::to_string(value).ok()
    }
}

/// What is stored.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Disk {
    pub durable: BTreeMap<String, Value>,
    pub session: BTreeMap<String, Value>,
    pub synced: BTreeMap<String, String>,
    /// The capacity of the durable area in bytes.
    pub limit: Option<usize>,
    /// Whether the sync area can't be read.
    pub is_sync_refused: bool,
}

impl Disk {
    fn area(&mut self, area: StorageArea) -> &mut BTreeMap<String, Value> {
        match area {
            StorageArea::Durable => &mut self.durable,
            StorageArea::Session => &mut self.session,
        }
    }

    /// The size as Chromium counts it: names and JSON.
    pub fn bytes(&self) -> usize {
        self.durable.iter().map(|(name, value)| name.len() + value.to_string().len()).sum()
    }
}

/// The fault of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    None,
    /// It fails without effect.
    Refused,
    /// It takes a while.
    Delayed,
    /// It has no effect, and the worker ends before it learns that.
    Lost,
    /// It takes effect, and the worker ends before it learns that.
    Unheard,
}

pub const FAULTS: [Fault; 4] = [Fault::Refused, Fault::Delayed, Fault::Lost, Fault::Unheard];

/// The kind of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Call {
    Read,
    Write,
    Delete,
}

/// A call, the kind of its item, and its fault.
pub type Met = (Call, String, Fault);

pub struct Faulty<'f> {
    pub disk: RefCell<Disk>,
    /// Decides the fault of a call from its number.
    fault: RefCell<Box<dyn FnMut(usize) -> Fault + 'f>>,
    pub calls: Cell<usize>,
    pub met: RefCell<BTreeSet<Met>>,
}

impl<'f> Faulty<'f> {
    pub fn new(disk: Disk, fault: impl FnMut(usize) -> Fault + 'f) -> Self {
        Self {
            disk: RefCell::new(disk),
            fault: RefCell::new(Box::new(fault)),
            calls: Cell::new(0),
            met: RefCell::default(),
        }
    }

    async fn call<T>(
        &self,
        call: Call,
        names: &[String],
        act: impl FnOnce(&mut Disk) -> Result<T, String>,
    ) -> Result<T, String> {
        let number = self.calls.replace(self.calls.get() + 1);
        let fault = (self.fault.borrow_mut())(number);
        let kinds = names.iter().map(|name| (call, kind(name), fault));
        self.met.borrow_mut().extend(kinds);
        match fault {
            Fault::None => act(&mut self.disk.borrow_mut()),
            Fault::Refused => Err(format!("call {number} was refused")),
            Fault::Delayed => {
                for _ in 0..3 {
                    wait_once().await;
                }
                act(&mut self.disk.borrow_mut())
            }
            Fault::Lost => pending().await,
            Fault::Unheard => {
                let _ = act(&mut self.disk.borrow_mut());
                pending().await
            }
        }
    }
}

/// The kind of an item: the prefix of its name.
pub fn kind(name: &str) -> String {
    name.split_inclusive(':').next().unwrap_or_default().to_owned()
}

async fn wait_once() {
    let mut is_over = false;
    poll_fn(|_| if std::mem::replace(&mut is_over, true) { Poll::Ready(()) } else { Poll::Pending }).await;
}

/// The result of some work; `None` if it never completes, so that the worker ends.
pub fn run<T>(work: impl Future<Output = T>) -> Option<T> {
    let mut work = pin!(work);
    let mut context = Context::from_waker(Waker::noop());
    for _ in 0..1000 {
        if let Poll::Ready(result) = work.as_mut().poll(&mut context) {
            return Some(result);
        }
    }
    None
}

impl Platform for Faulty<'_> {
    type Item = Value;
    type Error = String;
    type Json = Native;

    async fn get(&self, area: StorageArea, names: Option<&[&str]>) -> Result<Items<Value>, String> {
        let asked: Option<Vec<String>> = names.map(|names| names.iter().map(|&name| name.to_owned()).collect());
        let named = asked.clone().unwrap_or_else(|| vec!["everything".to_owned()]);
        let wanted = |name: &String| asked.as_ref().is_none_or(|asked| asked.contains(name));
        let read = |disk: &mut Disk| {
            let stored = disk.area(area).iter().filter(|(name, _)| wanted(name));
            Ok(stored.map(|(name, value)| (name.clone(), value.clone())).collect())
        };
        self.call(Call::Read, &named, read).await
    }

    async fn set(&self, area: StorageArea, items: Items<Value>) -> Result<(), String> {
        let names: Vec<String> = items.iter().map(|(name, _)| name.clone()).collect();
        let write = |disk: &mut Disk| {
            let mut after = disk.clone();
            after.area(area).extend(items);
            if area == StorageArea::Durable && disk.limit.is_some_and(|limit| after.bytes() > limit) {
                return Err("the store is full".to_owned());
            }
            *disk = after;
            Ok(())
        };
        self.call(Call::Write, &names, write).await
    }

    async fn remove(&self, area: StorageArea, names: Vec<String>) -> Result<(), String> {
        let delete = |disk: &mut Disk| {
            names.iter().for_each(|name| drop(disk.area(area).remove(name)));
            Ok(())
        };
        self.call(Call::Delete, &names, delete).await
    }

    async fn bytes_in_use(&self) -> Option<f64> {
        Some(self.disk.borrow().bytes() as f64)
    }

    async fn synced(&self) -> Result<Vec<(String, String)>, String> {
        self.call(Call::Read, &["sync".to_owned()], |disk| match disk.is_sync_refused {
            true => Err("the sync area was refused".to_owned()),
            false => Ok(disk.synced.clone().into_iter().collect()),
        })
        .await
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
