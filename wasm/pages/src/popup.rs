//! The popup: where you are, both sessions, a text to check, what is worth
//! knowing.

use std::cell::{Cell, RefCell};

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;

use super::ask::{ask, asked, catalogue, on_stored_change, run, speak, tell};
use super::dom::{self, Build, button, drawn, element, fill, link, paragraph, shape};
use super::words::{counted, time, word, word_with};
use super::{access, check, watch};
use sandbar::catalogue::{Catalogue, Environment};
use sandbar::counterpart::same_page_in_the_other_environment;
use sandbar::credential::Kind;
use sandbar::keyring::Belonging;
use sandbar::protocol::{KeyCount, PageText, PanelMessage, PopupFacts, TabId};
use sandbar::view::badge::Tone;
use sandbar::view::pages::lanes::{Lane, lane};
use sandbar::view::pages::place::{Here, Where, environment_word, portal_address, whereabouts};
use sandbar::view::pages::timeline::{Column, Mark, Timeline, timeline};
use sandbar::view::pages::watching::{self, standing};
use webext::{BrowserError, Context};

thread_local! {
    /// What is drawn, and whether the browser lets Sandbar into the watched site.
    static DRAWN: RefCell<Option<(PopupFacts, bool)>> = const { RefCell::new(None) };
    /// Whether a change is about to be looked at.
    static LOOKING: Cell<bool> = const { Cell::new(false) };
}

/// Fills the popup and keeps it up to date while it is open.
///
/// # Errors
/// When the background does not answer.
#[wasm_bindgen]
pub async fn popup() -> Result<(), JsValue> {
    speak().await?;
    dom::fill_words();
    check::offer();
    let facts: PopupFacts = asked("popup").await?;
    let tab = facts.tab;
    watch::offer(tab);
    show(facts, tab).await?;
    dom::show_page();
    let look = move || {
        if !LOOKING.replace(true) {
            Timeout::new(50, move || {
                LOOKING.set(false);
                run(async move {
                    draw(tab).await?;
                    draw_keys().await
                });
            })
            .forget();
        }
    };
    on_stored_change(look);
    access::on_change(look);
    // What changed before anybody listened.
    draw(tab).await?;
    access::offer().await?;
    if let Some(text) = ask::<Option<PageText>>(&PanelMessage::TakeText).await? {
        check::check_this(text.as_str());
    }
    draw_keys().await?;
    Ok(())
}

/// Draws what changed.
///
/// # Errors
/// When the background does not answer.
pub async fn draw(tab: TabId) -> Result<(), BrowserError> {
    show(ask(&PanelMessage::Popup { tab }).await?, tab).await
}

/// Draws all, whether it changed or not.
///
/// # Errors
/// As [`draw`].
pub async fn draw_anew(tab: TabId) -> Result<(), BrowserError> {
    DRAWN.take();
    draw(tab).await
}

/// Draws what is not drawn so already.
async fn show(facts: PopupFacts, tab: TabId) -> Result<(), BrowserError> {
    let granted = match &facts.watched {
        Some(watched) => access::is_granted(&watched.site.scope).await?,
        None => false,
    };
    let same = |(drawn, was_granted): &(PopupFacts, bool)| {
        PopupFacts { now: facts.now, ..drawn.clone() } == facts && *was_granted == granted
    };
    if DRAWN.with_borrow(|drawn| drawn.as_ref().is_some_and(same)) {
        return Ok(());
    }
    let catalogue = catalogue();
    let place = whereabouts(&catalogue, &facts.url, facts.banner);
    draw_place(&catalogue, &place, &facts, granted, tab);
    watch::show_standing(&standing(&catalogue, &facts.url, facts.watched.as_ref()), &facts.url);
    draw_lanes(&facts);
    draw_advice(&place, &facts.url);
    draw_footer(&place, &facts, tab);
    DRAWN.set(Some((facts, granted)));
    Ok(())
}

fn draw_place(catalogue: &Catalogue, place: &Where, facts: &PopupFacts, granted: bool, tab: TabId) {
    let tone = match (place, &facts.watched) {
        (Where::Portal(here), _) => here.tone,
        (Where::Elsewhere, Some(watched)) => watching::tone_of(watched.site.environment),
        (Where::Account | Where::Elsewhere, _) => Tone::Neutral,
    };
    let children = match (place, &facts.watched) {
        (Where::Portal(here), _) => on_portal(catalogue, here, facts),
        (Where::Elsewhere, Some(watched)) => watch::here(watched, &facts.url, granted, tab),
        (Where::Account, _) => {
            vec![element("h1").text(&word("placeAccount")), paragraph(&word("placeAccountMeaning"))]
        }
        (Where::Elsewhere, None) => {
            let links = Environment::ALL.into_iter().filter_map(|environment| {
                let key = match environment {
                    Environment::Production => "openProduction",
                    Environment::Sandbox => "openSandbox",
                };
                Some(link(&portal_address(catalogue, environment)?, &word(key)).class("button").attr("id", key))
            });
            vec![
                element("h1").text(&word("placeElsewhere")),
                paragraph(&word("placeElsewhereMeaning")),
                element("div").class("row").with_all(links),
            ]
        }
    };
    let silent = facts.silent_until.zip(host_of(place, facts)).map(|(until, host)| {
        let again = button("pauseEnd", move |_| run(pause(host.clone(), false, tab)));
        let text = paragraph(&word_with("pausedUntil", &time(until, facts.now)));
        element("div").class("notice row").with(&text).with(&again)
    });
    if let Some(card) = dom::get("here") {
        let _ = card.set_attribute("class", tone.name());
    }
    let body = element("div").class("grow").with_all(children).with_all(silent);
    fill("here", [shape(tone), body]);
}

/// The host that can be paused.
fn host_of(place: &Where, facts: &PopupFacts) -> Option<String> {
    match (place, &facts.watched) {
        (Where::Portal(here), _) => Some(here.site.host.clone().into_owned()),
        (Where::Elsewhere, Some(watched)) => Some(watched.site.scope.host().to_owned()),
        (Where::Account | Where::Elsewhere, _) => None,
    }
}

fn on_portal(catalogue: &Catalogue, here: &Here, facts: &PopupFacts) -> Vec<Element> {
    let host = paragraph(&here.site.host).class("host");
    let address = paragraph(&word(here.generation()));
    let banner = paragraph(&word(here.banner)).class(if here.tone == Tone::Check { "notice" } else { "quiet" });
    let ended = facts.ended.then(|| paragraph(&word("placeEnded")).class("notice"));
    let other = same_page_in_the_other_environment(catalogue, &facts.url).map(|address| {
        let key = match here.environment {
            Environment::Production => "samePageInSandbox",
            Environment::Sandbox => "samePageInProduction",
        };
        element("p").with(&link(&address, &word(key)).attr("id", key))
    });
    let heading = element("h1").text(&word(here.word()));
    [heading, host, address, banner].into_iter().chain(ended).chain(other).collect()
}

fn draw_lanes(facts: &PopupFacts) {
    let lanes = Environment::ALL.into_iter().zip(&facts.open).map(|(environment, open)| {
        let Lane { state, text, at } = lane(&facts.ledger, environment);
        let text = match at {
            Some(at) => word_with(text, &time(at, facts.now)),
            None => word(text),
        };
        let tabs = match open.tabs {
            0 => word("tabsNone"),
            tabs => counted("tabsOne", "tabsMany", tabs),
        };
        let unsaved = (open.unsaved > 0).then(|| counted("unsavedOne", "unsavedMany", open.unsaved));
        let counts = [Some(tabs), unsaved].into_iter().flatten().collect::<Vec<_>>().join(" · ");
        let name = environment_word(environment);
        let heading = element("h3").with(&shape(tone_of(environment))).with(&element("span").text(&word(name)));
        element("article")
            .class(&format!("lane {} {}", environment.name(), state.name()))
            .attr("id", &format!("lane-{}", environment.name()))
            .with(&heading)
            .with(&paragraph(&text).class("state"))
            .with(&paragraph(&counts).class("quiet"))
            .with(&paragraph("").class("quiet keys"))
    });
    fill("lanes", lanes);
    draw_timeline(&timeline(facts.ledger.history()), facts);
    KEYS.with_borrow(|counts| write_keys(counts));
}

const fn tone_of(environment: Environment) -> Tone {
    match environment {
        Environment::Production => Tone::Production,
        Environment::Sandbox => Tone::Sandbox,
    }
}

/// Measures of the picture, in its own units.
const WIDTH: i32 = 368;
const LANE: [i32; 2] = [18, 50];
const LABELS: i32 = 84;

fn draw_timeline(timeline: &Timeline, facts: &PopupFacts) {
    if timeline.columns.is_empty() {
        return fill("timeline", [paragraph(&word("timelineEmpty")).class("quiet")]);
    }
    let count = i32::try_from(timeline.columns.len()).unwrap_or(1);
    let x = |index: i32| (2 * index + 1) * WIDTH / (2 * count);
    let number = |number: i32| number.to_string();
    let mut parts = Vec::new();
    for ((environment, y), sessions) in Environment::ALL.into_iter().zip(LANE).zip(&timeline.sessions) {
        for (index, &held) in (0..).zip(sessions) {
            let from = if index == 0 { 0 } else { x(index - 1) };
            let to = if index == count { WIDTH } else { x(index) };
            let class = format!("{} {}", environment.name(), if held { "held" } else { "free" });
            let line = drawn("line").attr("x1", &number(from)).attr("x2", &number(to));
            parts.push(line.attr("y1", &number(y)).attr("y2", &number(y)).attr("class", &class));
        }
    }
    let said: Vec<String> =
        timeline.columns.iter().map(|Column { at, mark }| word_with(mark.text(), &time(*at, facts.now))).collect();
    for ((index, column), said) in (0..).zip(&timeline.columns).zip(&said) {
        let title = drawn("title").text(said);
        parts.push(mark(column.mark, x(index)).with(&title));
        let label = drawn("text").attr("x", &number(x(index))).attr("y", &number(LABELS)).attr("text-anchor", "middle");
        parts.push(label.text(&short_time(column.at, facts)));
    }
    let picture = drawn("svg")
        .attr("viewBox", &format!("0 0 {WIDTH} 92"))
        .attr("role", "img")
        .attr("aria-label", &said.join(". "))
        .with_all(parts);
    fill("timeline", [picture]);
}

/// Without the day, if that is another: there is no room for it.
fn short_time(at: sandbar::time::Timestamp, facts: &PopupFacts) -> String {
    let whole = time(at, facts.now);
    let same_day = time(at, at) == whole;
    if same_day { whole } else { whole.split([',', ' ']).take(2).collect::<Vec<_>>().join(" ") }
}

fn mark(mark: Mark, x: i32) -> Element {
    let [top, bottom] = LANE;
    let y = |environment| if environment == Environment::Production { top } else { bottom };
    let group = |class: &str| drawn("g").attr("class", class);
    match mark {
        Mark::In(environment) => {
            let y = y(environment);
            let shape = match environment {
                Environment::Production => format!("M{x} {}a7 7 0 1 1 0 14a7 7 0 0 1 0-14", y - 7),
                Environment::Sandbox => format!("M{x} {}l8 8l-8 8l-8-8z", y - 8),
            };
            group(&format!("in {}", environment.name())).with(&drawn("path").attr("d", &shape))
        }
        Mark::Out(environment) => {
            let y = y(environment);
            let cross = format!("M{} {}h12v12h-12z", x - 6, y - 6);
            group("out").with(&drawn("path").attr("d", &cross))
        }
        Mark::OutOfBoth => {
            let bar = drawn("rect").attr("x", &(x - 7).to_string()).attr("y", &(top - 9).to_string());
            let bar = bar.attr("width", "14").attr("height", &(bottom - top + 18).to_string()).attr("rx", "3");
            group("out both").with(&bar)
        }
    }
}

thread_local! {
    /// How many keys are known, once they were counted.
    static KEYS: RefCell<Vec<KeyCount>> = const { RefCell::new(Vec::new()) };
}

async fn draw_keys() -> Result<(), BrowserError> {
    let counts: Vec<KeyCount> = ask(&PanelMessage::KeyCounts).await?;
    write_keys(&counts);
    KEYS.set(counts);
    Ok(())
}

fn write_keys(counts: &[KeyCount]) {
    let said = |belonging: Belonging| {
        let mut there: Vec<_> = counts.iter().filter(|count| count.belonging == belonging).collect();
        there.sort_by_key(|count| count.kind as u8);
        let said: Vec<String> = there.iter().map(|count| kind_counted(count.kind, count.count)).collect();
        if said.is_empty() { word("keysNone") } else { said.join(" · ") }
    };
    for environment in Environment::ALL {
        if let Some(lane) = dom::get(&format!("lane-{}", environment.name()))
            && let Ok(Some(line)) = lane.query_selector(".keys")
        {
            line.set_text_content(Some(&said(environment.into())));
        }
    }
    let contested: usize =
        counts.iter().filter(|count| count.belonging == Belonging::Conflict).map(|count| count.count).sum();
    fill("contested", (contested > 0).then(|| paragraph(&counted("keysContestedOne", "keysContestedMany", contested))));
}

fn kind_counted(kind: Kind, count: usize) -> String {
    match kind {
        Kind::ApiKey => counted("apiKeysOne", "apiKeysMany", count),
        Kind::ComposerKey => counted("composerKeysOne", "composerKeysMany", count),
        Kind::SessionToken => counted("tokensOne", "tokensMany", count),
    }
}

fn draw_advice(place: &Where, url: &str) {
    let Where::Portal(here) = place else { return fill("advice-list", []) };
    let items = here.advice(url).map(|advice| {
        let source = link(&advice.source(), &word("adviceSource")).attr("id", advice.text);
        element("li").text(&format!("{} ", word(advice.text))).with(&source)
    });
    fill("advice-list", items);
    if let (Some(section), Some(list)) = (dom::get("advice"), dom::get("advice-list")) {
        dom::show(&section, list.has_child_nodes());
    }
}

fn draw_footer(place: &Where, facts: &PopupFacts, tab: TabId) {
    let host = host_of(place, facts).filter(|_| facts.silent_until.is_none());
    let pause = host.map(|host| button("pause", move |_| run(pause(host.clone(), true, tab))));
    let options = button("optionsOpen", |_| {
        run(async { webext::runtime_open_options().await.doing("opening the options").map(drop) });
    });
    let problems = (facts.problems > 0).then(|| paragraph(&word("problemsHint")).class("notice"));
    fill("footer", problems.into_iter().chain(pause).chain([options]));
}

async fn pause(host: String, on: bool, tab: TabId) -> Result<(), BrowserError> {
    tell(&PanelMessage::Pause { host, on }).await?;
    draw(tab).await
}
