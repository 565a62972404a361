//! The options: how pages are marked, what Sandbar does, the watched sites, the
//! keyring, and what is wrong with what is stored.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::future::Future;

use gloo::timers::callback::Timeout;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, Event, HtmlInputElement};

use super::ask::{ask, on_change_of, speak, tell};
use super::dom::{self, Build, announce, element, fill, listen, paragraph};
use super::words::word;
use super::{sites, table, transfer};
use crate::background::{ENTRY_PREFIX, SETTINGS_KEY, UNREADABLE_KEY, WATCHED_KEY};
use crate::browser::BrowserError;
use crate::browser::words;
use crate::panel::choice::{is_on, turned};
use crate::panel::problem::problems;
use crate::protocol::{PanelMessage, Problems};
use crate::settings::Settings;

/// A control that was turned: its name, its value, and whether it is on now.
type Turn = (String, String, bool);

thread_local! {
    /// What was chosen and is not kept yet, in its order.
    static TURNS: RefCell<VecDeque<Turn>> = const { RefCell::new(VecDeque::new()) };
    /// Whether somebody is keeping it.
    static KEEPING: Cell<bool> = const { Cell::new(false) };
    /// The problems that are shown.
    static DRAWN: RefCell<Problems> = const { RefCell::new(Problems { newer: false, unreadable: Vec::new() }) };
    /// Whether a change is about to be looked at.
    static LOOKING: Cell<bool> = const { Cell::new(false) };
}

/// Fills the options and keeps them up to date while they are open.
///
/// # Errors
/// When the background does not answer.
#[wasm_bindgen]
pub async fn options() -> Result<(), JsValue> {
    speak().await?;
    dom::fill_words();
    for form in ["marks", "behaviour"] {
        listen(form, "change", choose);
    }
    sites::offer_sites();
    table::offer_table();
    transfer::offer_transfer();
    draw_settings().await?;
    table::say_loading();
    dom::show_page();
    on_change_of(&[SETTINGS_KEY, WATCHED_KEY, ENTRY_PREFIX, UNREADABLE_KEY], || {
        if !LOOKING.replace(true) {
            Timeout::new(100, || {
                LOOKING.set(false);
                act(draw());
            })
            .forget();
        }
    });
    act(draw());
    Ok(())
}

/// Does what the person asked for; says on the page when it fails, and shows
/// what is true.
pub fn act(work: impl Future<Output = Result<(), BrowserError>> + 'static) {
    wasm_bindgen_futures::spawn_local(async {
        let trouble = match work.await {
            Ok(()) => None,
            Err(error) => {
                web_sys::console::error_1(&format!("Sandbar: {error}").into());
                // A control may show what was not kept.
                let _ = draw_settings().await;
                Some(paragraph(&word("panelRefused")).class("notice"))
            }
        };
        announce("trouble", trouble);
    });
}

async fn draw() -> Result<(), BrowserError> {
    draw_settings().await?;
    sites::load().await?;
    table::load().await?;
    // What of the keyring cannot be read is known once it was read.
    draw_problems().await
}

async fn draw_settings() -> Result<(), BrowserError> {
    let settings: Settings = ask(&PanelMessage::Settings).await?;
    if settings.language != words::chosen() {
        // Every word is another.
        dom::load_anew();
    }
    for input in dom::every::<HtmlInputElement>("#marks input, #behaviour input") {
        if let Some(on) = is_on(&settings, &input.name(), &input.value()) {
            input.set_checked(on);
        }
    }
    Ok(())
}

fn choose(event: &Event) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    TURNS.with_borrow_mut(|turns| turns.push_back((input.name(), input.value(), input.checked())));
    if !KEEPING.replace(true) {
        act(async {
            let kept = keep().await;
            KEEPING.set(false);
            kept
        });
    }
}

/// One after the other: each starts from what the one before left.
async fn keep() -> Result<(), BrowserError> {
    while let Some((name, value, on)) = TURNS.with_borrow_mut(VecDeque::pop_front) {
        let settings: Settings = ask(&PanelMessage::Settings).await?;
        if let Some(settings) = turned(&settings, &name, &value, on) {
            tell(&PanelMessage::Choose(settings)).await?;
        }
    }
    Ok(())
}

async fn draw_problems() -> Result<(), BrowserError> {
    let stored: Problems = ask(&PanelMessage::Problems).await?;
    // A button that is drawn anew while it is pressed is not pressed.
    if DRAWN.with_borrow(|drawn| *drawn == stored) {
        return Ok(());
    }
    let newer = stored.newer.then(|| element("div").class("notice").with(&paragraph(&word("problemNewer"))));
    let items = problems(&stored.unreadable).into_iter().map(|problem| {
        let names = problem.names;
        let remove = element("button").attr("type", "button").text(&word("problemRemove"));
        let remove = remove.on("click", move |_| act(discard(names.clone())));
        element("div").class("notice row").with(&paragraph(&word(problem.text))).with(&remove)
    });
    let items: Vec<Element> = newer.into_iter().chain(items).collect();
    if let Some(card) = dom::get("problems") {
        dom::show(&card, !items.is_empty());
    }
    fill("problem-list", items);
    DRAWN.set(stored);
    Ok(())
}

async fn discard(names: Vec<String>) -> Result<(), BrowserError> {
    for name in names {
        tell(&PanelMessage::Discard { name }).await?;
    }
    draw_problems().await
}
