//! Measures one event with many open portal pages, natively in the core.

use std::time::Instant;

use anyhow::{Result, ensure};
use sandbar::app::{CookieStore, Effect, Event, Sender, State, step};
use sandbar::protocol::{Message, SessionMessage, TabId};
use sandbar::time::Timestamp;

use crate::report::Row;
use crate::sample::{Sample, short};

const FEW: i32 = 250;
const MANY: i32 = 1000;
const EVENTS: u64 = 40;

/// A page's report of its signs.
fn shows(tab: i32, host: &str, label: &str, at: u64) -> Event {
    let sender = Sender {
        tab: TabId(tab),
        frame: 0,
        url: format!("https://{host}/extensions/"),
        store: CookieStore("0".into()),
        entered: true,
        shown: None,
    };
    let seen = SessionMessage::Seen {
        loaded_at: Timestamp::from_millis(at),
        visible: vec![label.into()],
        hidden: Vec::new(),
        sign_in_form: false,
        settled: true,
        unsaved: 0,
    };
    Event::Message(sender, Message::Session(seen))
}

/// The milliseconds for an event that changes every page's view, with this many open tabs.
fn of(tabs: i32) -> Result<Sample> {
    let hosts = ["commercedeveloper.adobe.com", "commercedeveloper-sandbox.adobe.com"];
    let mut state = State::default();
    let mut now = 1_000_000;
    for (tab, host) in (0..tabs).zip(hosts.into_iter().cycle()) {
        now += 1;
        step(&mut state, shows(tab, host, "Sign Out", now), Timestamp::from_millis(now));
    }
    let mut times = Vec::new();
    for round in 0..EVENTS {
        // A page that was loaded later is signed out, then signed in again.
        let label = if round % 2 == 0 { "Sign In" } else { "Sign Out" };
        now += 1000;
        let event = shows(0, hosts[0], label, now);
        let begun = Instant::now();
        let effects = step(&mut state, event, Timestamp::from_millis(now));
        times.push(begun.elapsed().as_secs_f64() * 1000.0);
        let shown = effects.iter().filter(|effect| matches!(effect, Effect::Show(..))).count();
        ensure!(shown > usize::try_from(tabs / 4)?, "{shown} of {tabs} pages were shown something new");
    }
    Ok(times.into_iter().collect())
}

/// Measures with few and with many tabs. The time must grow linearly.
pub fn measure() -> Result<Vec<Row>> {
    let (few, many) = (of(FEW)?, of(MANY)?);
    let growth = many.median() / few.median();
    Ok(vec![Row::new(
        format!("an event that concerns all of {MANY} portal tabs, native"),
        format!("{many} ms; {} × as with {FEW} tabs", short(growth)),
        "≤ 20 ms, linear",
        many.at(0.95) <= 20.0 && growth <= 6.0,
    )])
}
