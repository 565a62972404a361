//! The keyring as a table of which only the rows in sight exist.

use std::cell::RefCell;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, HtmlInputElement, KeyboardEvent};

use super::ask::ask;
use super::dom::{self, Build, announce, element, fill, get_as, listen, paragraph, shape, show};
use super::options::act;
use super::undo::{Back, offer};
use super::words::{counted, day, word, word_with, word_with_both};
use sandbar::catalogue::Environment;
use sandbar::credential::fingerprint::Fingerprint;
use sandbar::keyring::{Belonging, Entry};
use sandbar::protocol::{Before, PanelMessage};
use sandbar::view::badge::Tone;
use sandbar::view::pages::keyring::{Row, found, in_sight, rows};
use webext::BrowserError;

/// What the table shows.
#[derive(Default)]
struct Table {
    rows: Vec<Row>,
    /// The places of the rows that fit the search.
    found: Vec<usize>,
    /// The rows that exist.
    drawn: Vec<Drawn>,
    /// The row whose buttons the Tab key reaches.
    current: Option<Fingerprint>,
    /// The row that is being renamed.
    renaming: Option<Fingerprint>,
}

struct Drawn {
    row: Row,
    renaming: bool,
    element: Element,
}

thread_local! {
    static TABLE: RefCell<Table> = RefCell::new(Table::default());
}

/// Lets table, search and "forget all" work.
pub fn offer_table() {
    listen("search", "input", |_| {
        // Another list begins at its top.
        TABLE.with_borrow_mut(|table| table.current = None);
        if let Some(scroller) = dom::get("keyring-box") {
            scroller.set_scroll_top(0);
        }
        search();
    });
    listen("keyring-box", "scroll", |_| draw());
    dom::on_resize(draw);
    listen("keyring-rows", "click", clicked);
    listen("keyring-rows", "keydown", pressed);
    listen("keyring-rows", "focusin", |event| {
        if let Some(key) = dom::target(event).and_then(|element| key_of(&element)) {
            TABLE.with_borrow_mut(|table| table.current = Some(key));
            reach_current();
        }
    });
    listen("forget-all", "click", |_| {
        if let Some(dialog) = dialog() {
            let _ = dialog.show_modal();
        }
    });
    listen("forget-go", "click", |_| {
        if let Some(dialog) = dialog() {
            dialog.close();
        }
        act(async {
            let before: Vec<Entry> = ask(&PanelMessage::ForgetAll).await?;
            done("didForgetAll", before).await
        });
    });
}

fn dialog() -> Option<HtmlDialogElement> {
    get_as("forget-dialog")
}

/// Reads the keyring, and shows it.
pub async fn load() -> Result<(), BrowserError> {
    let entries = match ask::<Vec<Entry>>(&PanelMessage::Keyring).await {
        Ok(entries) => entries,
        Err(error) => {
            let again = dom::button("tryAgain", |_| act(load()));
            fill("keyring-status", [paragraph(&word("keyringFailed")), again]);
            return Err(error);
        }
    };
    let rows = rows(entries, word);
    TABLE.with_borrow_mut(|table| table.rows = rows);
    search();
    Ok(())
}

/// How many keys are known.
pub fn count() -> usize {
    TABLE.with_borrow(|table| table.rows.len())
}

fn search() {
    let text = get_as::<HtmlInputElement>("search").map(|field| field.value()).unwrap_or_default();
    let (count, fitting) = TABLE.with_borrow_mut(|table| {
        table.found = found(&table.rows, &text);
        let fits =
            |key: &Fingerprint| table.found.iter().any(|&at| table.rows.get(at).is_some_and(|row| row.key == *key));
        table.renaming = table.renaming.filter(fits);
        table.current = table.current.filter(fits);
        (table.rows.len(), table.found.len())
    });
    let status = match (count, fitting) {
        (0, _) => Some("keyringEmpty"),
        (_, 0) => Some("keyringNotFound"),
        _ => None,
    };
    fill("keyring-status", status.map(|key| paragraph(&word(key)).class("quiet")));
    for (id, shown) in [("keyring", fitting > 0), ("keyring-tools", count > 0), ("forget-all", count > 0)] {
        if let Some(element) = dom::get(id) {
            show(&element, shown);
        }
    }
    if let Some(said) = dom::get("keyring-count") {
        said.set_text_content(Some(&if fitting == count {
            counted("keyringOne", "keyringCount", count)
        } else {
            word_with_both("keyringFound", &fitting.to_string(), &count.to_string())
        }));
    }
    if let (Some(grid), Some(rows)) = (dom::get("keyring"), dom::get("keyring-rows")) {
        // The head is a row too.
        let _ = grid.set_attribute("aria-rowcount", &(fitting + 1).to_string());
        dom::set_number(&rows, "--count", fitting);
    }
    draw();
}

/// Draws the rows in sight, and the one that has the keyboard. A row that has
/// not changed stays the element it is, with focus and typed text.
fn draw() {
    let (Some(scroller), Some(parent)) = (dom::get("keyring-box"), dom::get("keyring-rows")) else { return };
    let focused = dom::focused().filter(|element| parent.contains(Some(element)));
    let focused = focused.and_then(|element| Some((key_of(&element)?, element.get_attribute("data-action")?)));
    TABLE.with_borrow_mut(|table| {
        let Table { rows, found, drawn, current, renaming } = table;
        let count = found.len();
        #[allow(clippy::cast_precision_loss, reason = "rows are far fewer than a float can count")]
        let height = parent.get_bounding_client_rect().height() / count.max(1) as f64;
        let sight = in_sight(scroller.scroll_top().into(), scroller.client_height().into(), height, count);
        if current.is_none() {
            *current = found.first().and_then(|&at| rows.get(at)).map(|row| row.key);
        }
        let places = found.iter().enumerate().filter_map(|(place, &at)| Some((place, rows.get(at)?)));
        let wanted: Vec<(usize, &Row)> = places
            .filter(|(place, row)| sight.contains(place) || Some(row.key) == *current || Some(row.key) == *renaming)
            .collect();
        let stays = |one: &Drawn| {
            wanted.iter().any(|(_, row)| **row == one.row) && one.renaming == (Some(one.row.key) == *renaming)
        };
        drawn.retain(|one| {
            let stays = stays(one);
            if !stays {
                one.element.remove();
            }
            stays
        });
        let mut next = parent.first_element_child();
        for (place, row) in wanted {
            let renaming = Some(row.key) == *renaming;
            let known = drawn.iter().find(|one| one.row.key == row.key).map(|one| one.element.clone());
            let element = known.unwrap_or_else(|| {
                let element = if renaming { rename_row(row) } else { plain_row(row) };
                drawn.push(Drawn { row: row.clone(), renaming, element: element.clone() });
                element
            });
            // The head is row 1.
            let _ = element.set_attribute("aria-rowindex", &(place + 2).to_string());
            dom::set_number(&element, "--place", place);
            if next.as_ref() == Some(&element) {
                next = element.next_element_sibling();
            } else {
                let _ = parent.insert_before(&element, next.as_deref());
            }
        }
    });
    reach_current();
    let lost = |(key, action): &(Fingerprint, String)| focused_action().as_ref() != Some(&(*key, action.clone()));
    if let Some((key, action)) = focused.filter(lost) {
        focus_on(key, &action);
    }
}

fn focused_action() -> Option<(Fingerprint, String)> {
    let element = dom::focused()?;
    Some((key_of(&element)?, element.get_attribute("data-action")?))
}

/// The Tab key goes through the current row and on: through ten thousand rows
/// nobody would come out again.
fn reach_current() {
    TABLE.with_borrow(|table| {
        for one in &table.drawn {
            let index = if Some(one.row.key) == table.current { "0" } else { "-1" };
            for control in controls(&one.element) {
                let _ = control.set_attribute("tabindex", index);
            }
        }
    });
}

fn controls(row: &Element) -> Vec<Element> {
    let Ok(found) = row.query_selector_all("[data-action]") else { return Vec::new() };
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

fn key_of(element: &Element) -> Option<Fingerprint> {
    Fingerprint::from_text(&element.closest("[data-key]").ok()??.get_attribute("data-key")?)
}

fn element_of(key: Fingerprint) -> Option<Element> {
    TABLE.with_borrow(|table| table.drawn.iter().find(|one| one.row.key == key).map(|one| one.element.clone()))
}

fn focus_on(key: Fingerprint, action: &str) {
    let row = element_of(key);
    let wanted = row.as_ref().and_then(|row| row.query_selector(&format!("[data-action={action}]")).ok().flatten());
    dom::focus(wanted.or_else(|| row.and_then(|row| controls(&row).into_iter().next())));
}

/// Brings a key into sight and gives it the keyboard; without one, the search has it.
pub fn focus_key(key: Option<Fingerprint>) {
    // Of a pair one part has the row.
    let shown = TABLE.with_borrow(|table| {
        let row = table.rows.iter().find(|row| Some(row.key) == key);
        row.filter(|_| !table.found.is_empty()).map(|row| row.key)
    });
    match shown {
        Some(key) => {
            TABLE.with_borrow_mut(|table| table.current = Some(key));
            draw();
            focus_on(key, "rename");
        }
        None => dom::focus(dom::get("search")),
    }
}

fn base_row(row: &Row) -> Element {
    element("div").attr("role", "row").attr("data-key", &row.key.to_text())
}

fn cell() -> Element {
    element("div").attr("role", "gridcell")
}

fn line(text: &str) -> Element {
    element("span").class("line").attr("title", text).text(text)
}

fn control(action: &str, text: &str) -> Element {
    element("button").attr("type", "button").attr("data-action", action).text(text)
}

fn plain_row(row: &Row) -> Element {
    let name = match &row.label {
        Some(label) => line(label).class("line name"),
        None => line(&word("keyNoName")).class("line quiet"),
    };
    let called = row.label.clone().unwrap_or_else(|| word("keyNoName"));
    let moves = row.elsewhere().into_iter().map(|environment| {
        let key = match environment {
            Environment::Production => "moveToProduction",
            Environment::Sandbox => "moveToSandbox",
        };
        labelled(control(&format!("move-{}", environment.name()), &word(key)), &called)
    });
    let actions = cell()
        .class("actions")
        .with(&labelled(control("rename", &word("rename")), &called))
        .with_all(moves)
        .with(&labelled(control("forget", &word("forget")), &called));
    base_row(row).with(&cell().with(&name).with_all(origin(row))).with_all(facts(row)).with(&actions)
}

/// Read out alone, a button has to say which key it is about.
fn labelled(button: Element, called: &str) -> Element {
    let text = button.text_content().unwrap_or_default();
    button.attr("aria-label", &format!("{text}: {called}"))
}

fn rename_row(row: &Row) -> Element {
    let field = element("input")
        .attr("type", "text")
        .attr("data-action", "name")
        .attr("autocomplete", "off")
        .attr("maxlength", "200")
        .attr("aria-label", &word("renameLabel"))
        .attr("value", row.label.as_deref().unwrap_or_default());
    let actions = cell()
        .class("actions")
        .with(&control("save", &word("renameSave")))
        .with(&control("cancel", &word("renameCancel")));
    base_row(row).class("renaming").with(&cell().with(&field).with_all(origin(row))).with_all(facts(row)).with(&actions)
}

fn origin(row: &Row) -> [Element; 2] {
    let parts = [Some(row.kind), row.only].into_iter().flatten().map(word);
    [parts.collect::<Vec<_>>().join(": "), word(row.how)].map(|text| line(&text).class("line quiet"))
}

fn facts(row: &Row) -> [Element; 2] {
    let (tone, class) = match row.belonging {
        Belonging::Production => (Tone::Production, "where production"),
        Belonging::Sandbox => (Tone::Sandbox, "where sandbox"),
        Belonging::Conflict => (Tone::Check, "where check"),
    };
    let text = line(&word(row.belonging()));
    let place = element("span").class(class).with(&shape(tone)).with(&text);
    let state = line(&word(row.state())).class(if row.retired { "line retired" } else { "line quiet" });
    let seen = |key, at| line(&word_with(key, &day(at))).class("line quiet");
    let seen = cell().with(&seen("seenFirst", row.first)).with(&seen("seenLast", row.last));
    [cell().with(&place).with(&state), seen]
}

fn clicked(event: &Event) {
    let Some(button) = dom::target(event).and_then(|element| element.closest("button").ok()?) else { return };
    if let (Some(key), Some(action)) = (key_of(&button), button.get_attribute("data-action")) {
        do_this(key, &action);
    }
}

fn do_this(key: Fingerprint, action: &str) {
    match action {
        "rename" => {
            rename(Some(key));
            focus_on(key, "name");
            if let Some(field) = element_of(key).and_then(|row| name_field(&row)) {
                field.select();
            }
        }
        "save" => act(save_name(key)),
        "cancel" => {
            rename(None);
            focus_on(key, "rename");
        }
        "move-production" => act(relocate(key, Environment::Production)),
        "move-sandbox" => act(relocate(key, Environment::Sandbox)),
        "forget" => act(async move {
            let before: Vec<Entry> = ask(&PanelMessage::Forget { key }).await?;
            done("didForget", before).await
        }),
        _ => {}
    }
}

fn rename(key: Option<Fingerprint>) {
    TABLE.with_borrow_mut(|table| {
        table.renaming = key;
        table.current = key.or(table.current);
    });
    draw();
}

fn name_field(row: &Element) -> Option<HtmlInputElement> {
    row.query_selector("input").ok().flatten()?.dyn_into().ok()
}

async fn save_name(key: Fingerprint) -> Result<(), BrowserError> {
    let Some(field) = element_of(key).and_then(|row| name_field(&row)) else { return Ok(()) };
    let name = Some(field.value()).filter(|name| !name.trim().is_empty());
    let before: Vec<Entry> = ask(&PanelMessage::Rename { key, name }).await?;
    rename(None);
    done("didRename", before).await?;
    focus_on(key, "rename");
    Ok(())
}

async fn relocate(key: Fingerprint, environment: Environment) -> Result<(), BrowserError> {
    let before: Vec<Entry> = ask(&PanelMessage::Relocate { key, environment }).await?;
    let said = match environment {
        Environment::Production => "didMoveToProduction",
        Environment::Sandbox => "didMoveToSandbox",
    };
    done(said, before).await?;
    // The button that was pressed is another one now.
    focus_on(key, &format!("move-{}", environment.other().name()));
    Ok(())
}

/// Shows what was done. What had the keyboard may be gone: then the way back has it.
async fn done(said: &str, before: Vec<Entry>) -> Result<(), BrowserError> {
    offer(said, Back::Keys(Before { entries: before, ..Before::default() }, Vec::new()));
    load().await?;
    if dom::focused().is_none() {
        dom::focus(dom::get("undo"));
    }
    Ok(())
}

fn pressed(event: &Event) {
    let (Some(event), Some(target)) = (event.dyn_ref::<KeyboardEvent>(), dom::target(event)) else { return };
    let Some(key) = key_of(&target) else { return };
    let is_field = target.tag_name() == "INPUT";
    match event.key().as_str() {
        "Enter" if is_field => do_this(key, "save"),
        "Escape" => do_this(key, "cancel"),
        "ArrowDown" if !is_field => go(&target, |place, _| place + 1),
        "ArrowUp" if !is_field => go(&target, |place, _| place.saturating_sub(1)),
        "Home" if !is_field => go(&target, |_, _| 0),
        "End" if !is_field => go(&target, |_, last| last),
        _ => return,
    }
    event.prevent_default();
}

/// Takes the keyboard to the same button of another row.
fn go(from: &Element, to: impl Fn(usize, usize) -> usize) {
    let (Some(key), Some(action)) = (key_of(from), from.get_attribute("data-action")) else { return };
    let there = TABLE.with_borrow_mut(|table| {
        let Table { rows, found, .. } = &*table;
        let place = found.iter().position(|&at| rows.get(at).is_some_and(|row| row.key == key))?;
        let last = found.len().saturating_sub(1);
        let key = rows.get(*found.get(to(place, last).min(last))?)?.key;
        table.current = Some(key);
        Some(key)
    });
    if let Some(there) = there {
        draw();
        focus_on(there, &action);
    }
}

/// Says that the keys are being looked up.
pub fn say_loading() {
    announce("keyring-status", [paragraph(&word("keyringLoading")).class("quiet")]);
}
