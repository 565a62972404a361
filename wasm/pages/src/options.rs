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

use super::ask::{ask, on_change_of, policy, speak, tell};
use super::dom::{self, Build, announce, element, fill, listen, paragraph};
use super::words::word;
use super::{sites, sync, table, transfer};
use sandbar::protocol::{PanelMessage, Problems};
use sandbar::settings::Settings;
use sandbar::settings::policy::Policy;
use sandbar::sync::{CLEARED, INSTALLATION, SETTING};
use sandbar::view::pages::choice::{is_on, turned};
use sandbar::view::pages::problem::problems;
use webext::BrowserError;
use webext::storage::{ENTRY_PREFIX, POLICY_KEY, SETTINGS_KEY, UNREADABLE_KEY, WATCHED_KEY};
use webext::words;

/// A control that was turned: its name, its value, and whether it is on now.
type Turn = (String, String, bool);

thread_local! {
    /// What was chosen and is not kept yet, in its order.
    static TURNS: RefCell<VecDeque<Turn>> = const { RefCell::new(VecDeque::new()) };
    /// Whether somebody is keeping it.
    static KEEPING: Cell<bool> = const { Cell::new(false) };
    /// How often something was chosen.
    static CHOSEN: Cell<u32> = const { Cell::new(0) };
    /// The problems that are shown.
    static DRAWN: RefCell<Problems> = const { RefCell::new(Problems { newer: false, unreadable: Vec::new() }) };
    /// Whether a change is about to be looked at.
    static LOOKING: Cell<bool> = const { Cell::new(false) };
}

/// What is stored that the options follow, by the beginnings of the names.
const CHANGES: [&str; 8] =
    [SETTINGS_KEY, WATCHED_KEY, POLICY_KEY, ENTRY_PREFIX, UNREADABLE_KEY, SETTING, INSTALLATION, CLEARED];

/// Fills the options and keeps them up to date while they are open.
///
/// # Errors
/// When the background does not answer.
#[wasm_bindgen]
pub async fn options() -> Result<(), JsValue> {
    speak().await?;
    dom::fill_words();
    for form in ["marks", "behaviour", "sync"] {
        listen(form, "change", choose);
    }
    sites::offer_sites();
    table::offer_table();
    sync::offer_removal();
    transfer::offer_transfer();
    draw_policy();
    draw_settings().await?;
    table::say_loading();
    dom::show_page();
    on_change_of(&CHANGES, || {
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
    sync::draw().await?;
    let keys = table::load().await;
    // They are there even when the keyring is not.
    sites::load().await?;
    keys?;
    // What of the keyring cannot be read is known once it was read.
    draw_problems().await
}

async fn draw_settings() -> Result<(), BrowserError> {
    let chosen = CHOSEN.get();
    let settings: Settings = ask(&PanelMessage::Settings).await?;
    if KEEPING.get() || CHOSEN.get() != chosen {
        // The controls show what is kept next: then they are drawn.
        return Ok(());
    }
    if settings.language != words::chosen() || ask::<Policy>(&PanelMessage::Policy).await? != policy() {
        // Every word is another, or what is the person's to choose.
        dom::load_anew();
    }
    for input in dom::every::<HtmlInputElement>("#marks input, #behaviour input, #sync input") {
        if let Some(on) = is_on(&settings, &input.name(), &input.value()) {
            input.set_checked(on);
        }
    }
    Ok(())
}

/// Says which settings are not the person's to choose, and what of the policy
/// could not be used.
fn draw_policy() {
    let policy = policy();
    for preset in &policy.preset {
        let name = &preset.name;
        let inputs = dom::every::<HtmlInputElement>(&format!("input[name={name}]"));
        for input in &inputs {
            input.set_disabled(true);
        }
        let Some(group) = inputs.last().and_then(|input| input.closest("[role=radiogroup], label").ok().flatten())
        else {
            continue;
        };
        let id = format!("{name}-preset");
        let note = element("span").class("quiet preset").attr("id", &id).text(&word("policySet"));
        // What is said of a switch is said with it; of several, with their group.
        let described = inputs.first().filter(|_| group.local_name() == "label").map_or(&group, |input| input.as_ref());
        let before = described.get_attribute("aria-describedby").unwrap_or_default();
        let told = format!("{before} {id}");
        drop(described.clone().attr("aria-describedby", told.trim()));
        drop(group.with(&note));
    }
    let problems = policy.problems.iter().map(|problem| {
        let place = match problem.entry {
            Some(entry) => format!("{} {entry}", problem.key),
            None => problem.key.clone(),
        };
        let place = element("code").text(&place);
        let value = element("span").text(&format!(" {} ", problem.value));
        element("li").with(&place).with(&value).with(&element("span").text(&word(problem.reason.word())))
    });
    fill("policy-problems", problems);
    if let Some(card) = dom::get("policy") {
        dom::show(&card, !policy.problems.is_empty());
    }
}

fn choose(event: &Event) {
    let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
    TURNS.with_borrow_mut(|turns| turns.push_back((input.name(), input.value(), input.checked())));
    CHOSEN.set(CHOSEN.get().wrapping_add(1));
    if !KEEPING.replace(true) {
        act(async {
            let kept = keep().await;
            KEEPING.set(false);
            kept?;
            draw_settings().await
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
