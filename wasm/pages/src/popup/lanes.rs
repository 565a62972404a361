//! The session of each environment, the number of its keys, and a picture of
//! the last sign-ins and sign-outs.

use std::cell::{Cell, RefCell};

use web_sys::Element;

use crate::background::ask;
use crate::dom::{self, Build, element, fill, link, paragraph, svg};
use crate::template::Parts;
use crate::words::{counted, time, word, word_with};
use sandbar::catalogue::Environment;
use sandbar::credential::Kind;
use sandbar::keyring::Belonging;
use sandbar::messages::message;
use sandbar::protocol::{ExtensionPageMessage, KeyCount, OpenCount, PopupFacts};
use sandbar::time::Timestamp;
use sandbar::view::credential::count_words;
use sandbar::view::pages::first_steps::next_step;
use sandbar::view::pages::lanes::{Lane, apart_words, is_blank, lane_beside};
use sandbar::view::pages::timeline::{Column, Mark, Timeline, timeline};
use sandbar::view::pages::watching::tone_of;
use webext::BrowserError;

/// The two lanes.
#[derive(Default)]
pub struct Lanes {
    /// The numbers of keys; `None` until they are counted.
    keys: RefCell<Option<Vec<KeyCount>>>,
    /// Whether there is nothing to say about the sessions.
    is_blank: Cell<bool>,
    /// The open pages of each environment, in the order of [`Environment::ALL`].
    open: RefCell<Vec<OpenCount>>,
}

impl Lanes {
    /// Renders both lanes and the timeline.
    pub fn render(&self, facts: &PopupFacts) {
        for environment in Environment::ALL {
            render_lane(environment, facts);
        }
        let elsewhere = facts.elsewhere.as_ref();
        let open = Environment::ALL.into_iter().zip(&facts.open);
        let apart = |environment| elsewhere.filter(|apart| apart.environment == environment).map(|apart| apart.open);
        self.open.replace(open.map(|(environment, open)| apart(environment).unwrap_or(*open)).collect());
        let is_blank = elsewhere.is_none() && is_blank(&facts.ledger, &facts.open);
        if let Some(lanes) = dom::get("lanes") {
            drop(lanes.class(if is_blank { "blank" } else { "" }));
        }
        dom::show_id("sessions-none", is_blank);
        self.is_blank.set(is_blank);
        render_timeline(&timeline(facts.ledger.history()), facts);
        self.render_counts();
        self.render_next(facts);
    }

    /// Counts the keys and shows their number.
    ///
    /// # Errors
    ///
    /// Returns an error if the background doesn't answer.
    pub async fn load_keys(&self) -> Result<(), BrowserError> {
        self.keys.replace(Some(ask(&ExtensionPageMessage::KeyCounts).await?));
        self.render_counts();
        Ok(())
    }

    fn render_counts(&self) {
        let counts = self.keys.borrow();
        let has_keys = counts.as_ref().is_some_and(|counts| !counts.is_empty());
        dom::show_id("lanes", has_keys || !self.is_blank.get());
        let of = |belonging: Belonging| counts.iter().flatten().filter(move |count| count.belonging == belonging);
        for (environment, open) in Environment::ALL.into_iter().zip(&*self.open.borrow()) {
            let mut here: Vec<&KeyCount> = of(environment.into()).collect();
            here.sort_by_key(|count| count.kind as u8);
            let keys = here.iter().map(|count| count_of_kind(count.kind, count.count));
            let texts: Vec<String> = counts_of_tabs(*open).chain(keys).collect();
            if let Some(lane) = element_of(environment) {
                lane.set_text("counts", &texts.join(" · "));
            }
        }
        let contested: usize = of(Belonging::Conflict).map(|count| count.count).sum();
        let message = (contested > 0).then(|| counted(message::KEYS_CONTESTED, contested));
        fill("contested", message.map(|text| paragraph(&text)));
    }

    /// Shows the user's next step for Sandbar to catch keys. Until the keys are
    /// counted, it is unknown.
    pub fn render_next(&self, facts: &PopupFacts) {
        let counts = self.keys.borrow();
        let step = counts.as_deref().and_then(|counts| next_step(counts, facts.watches_any));
        let step = step.map(|step| {
            let text = element("span").text(&format!("{} ", word(step.text)));
            [text, link(step.page, &word(step.label))]
        });
        fill("next", step.into_iter().flatten());
    }
}

fn element_of(environment: Environment) -> Option<Element> {
    dom::get(&format!("lane-{}", environment.name()))
}

/// The number of open pages, and of those with unsaved changes.
fn counts_of_tabs(open: OpenCount) -> impl Iterator<Item = String> {
    let tabs = (open.tabs > 0).then(|| counted(message::TABS, open.tabs));
    let unsaved = (open.unsaved > 0).then(|| counted(message::UNSAVED, open.unsaved));
    tabs.into_iter().chain(unsaved)
}

fn render_lane(environment: Environment, facts: &PopupFacts) {
    let Some(element) = element_of(environment) else { return };
    let elsewhere = facts.elsewhere.as_ref();
    let Lane { state, text, at } = lane_beside(&facts.ledger, elsewhere, environment);
    let apart = apart_words(facts.store, elsewhere, environment).into_iter().map(word);
    element.set_text("apart", &apart.collect::<Vec<_>>().join(" "));
    let text = match at {
        Some(at) => word_with(text, &time(at, facts.now)),
        None => word(text),
    };
    element.set_shape(tone_of(Some(environment)));
    element.set_text("state", &text);
    drop(element.class(&format!("lane {} {}", environment.name(), state.name())));
}

fn count_of_kind(kind: Kind, count: usize) -> String {
    counted(count_words(kind), count)
}

/// The width of the timeline and the heights of its lines and labels, in the
/// picture's units.
const WIDTH: i32 = 368;
const LINES: [i32; 2] = [18, 50];
const LABELS: i32 = 84;

fn render_timeline(timeline: &Timeline, facts: &PopupFacts) {
    dom::show_id("history", !timeline.columns.is_empty());
    let count = i32::try_from(timeline.columns.len()).unwrap_or(1);
    let x = |index: i32| (2 * index + 1) * WIDTH / (2 * count);
    let number = |number: i32| number.to_string();
    let mut parts = Vec::new();
    for ((environment, y), sessions) in Environment::ALL.into_iter().zip(LINES).zip(&timeline.sessions) {
        for (index, &is_signed_in) in (0..).zip(sessions) {
            let from = if index == 0 { 0 } else { x(index - 1) };
            let to = if index == count { WIDTH } else { x(index) };
            let class = format!("{} {}", environment.name(), if is_signed_in { "held" } else { "free" });
            let line = svg("line").attr("x1", &number(from)).attr("x2", &number(to));
            parts.push(line.attr("y1", &number(y)).attr("y2", &number(y)).attr("class", &class));
        }
    }
    let texts: Vec<String> =
        timeline.columns.iter().map(|Column { at, mark }| word_with(mark.text(), &time(*at, facts.now))).collect();
    for ((index, column), text) in (0..).zip(&timeline.columns).zip(&texts) {
        let title = svg("title").text(text);
        parts.push(mark(column.mark, x(index)).with(&title));
        let label = svg("text").attr("x", &number(x(index))).attr("y", &number(LABELS)).attr("text-anchor", "middle");
        parts.push(label.text(&short_time(column.at, facts)));
    }
    let picture = svg("svg")
        .attr("viewBox", &format!("0 0 {WIDTH} 92"))
        .attr("role", "img")
        .attr("aria-label", &texts.join(". "))
        .with_all(parts);
    fill("timeline", [picture]);
}

/// The time of day, or only the date for another day, because there is no room
/// for both.
fn short_time(at: Timestamp, facts: &PopupFacts) -> String {
    let whole = time(at, facts.now);
    let is_same_day = time(at, at) == whole;
    if is_same_day { whole } else { whole.split([',', ' ']).take(2).collect::<Vec<_>>().join(" ") }
}

fn mark(mark: Mark, x: i32) -> Element {
    let [top, bottom] = LINES;
    let y = |environment| if environment == Environment::Production { top } else { bottom };
    let group = |class: &str| svg("g").attr("class", class);
    match mark {
        Mark::In(environment) => {
            let y = y(environment);
            let shape = match environment {
                Environment::Production => format!("M{x} {}a7 7 0 1 1 0 14a7 7 0 0 1 0-14", y - 7),
                Environment::Sandbox => format!("M{x} {}l8 8l-8 8l-8-8z", y - 8),
            };
            group(&format!("in {}", environment.name())).with(&svg("path").attr("d", &shape))
        }
        Mark::Out(environment) => {
            let y = y(environment);
            let square = format!("M{} {}h12v12h-12z", x - 6, y - 6);
            group("out").with(&svg("path").attr("d", &square))
        }
        Mark::OutOfBoth => {
            let bar = svg("rect").attr("x", &(x - 7).to_string()).attr("y", &(top - 9).to_string());
            let bar = bar.attr("width", "14").attr("height", &(bottom - top + 18).to_string()).attr("rx", "3");
            group("out both").with(&bar)
        }
    }
}
