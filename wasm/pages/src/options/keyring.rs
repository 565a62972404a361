//! The table of keys. Only the rows in view exist.

use std::cell::RefCell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlDialogElement, HtmlInputElement, KeyboardEvent};

use super::row;
use super::undo::{Bar, Undo};
use crate::background::{ask, tell};
use crate::dom::{self, Build, announce, fill, get_as, listen, paragraph};
use crate::list::{Item, KeyedList, action_of, key_of};
use crate::run::Runner;
use crate::template::Parts;
use crate::words::{counted, day, word, word_with, word_with_both};
use sandbar::catalogue::Environment;
use sandbar::credential::fingerprint::Fingerprint;
use sandbar::keyring::{Belonging, Entry};
use sandbar::messages::{MessageKey, message};
use sandbar::protocol::{ExtensionPageMessage, KeyringUndo};
use sandbar::view::pages::exceptions::{FineRow, fine_rows};
use sandbar::view::pages::keyring::{KeyRow, key_rows, matching_rows, rows_in_view};
use webext::BrowserError;

/// A row that exists in the page.
#[derive(Clone, PartialEq)]
struct TableRow {
    row: KeyRow,
    /// The index among the keys that match the search.
    place: usize,
    /// Whether the Tab key reaches the controls of the row.
    is_current: bool,
    is_renaming: bool,
}

impl Item for TableRow {
    fn key(&self) -> String {
        self.row.key.to_text()
    }

    fn template(&self) -> &'static str {
        if self.is_renaming { "renaming-row" } else { "key-row" }
    }

    fn fill(&self, element: &Element) {
        // The header is row 1.
        let _ = element.set_attribute("aria-rowindex", &(self.place + 2).to_string());
        dom::set_number(element, "--place", self.place);
        if !self.is_renaming {
            self.fill_texts(element);
        }
        // In a table of ten thousand keys, leaving the table with Tab would
        // otherwise take forever.
        let index = if self.is_current { "0" } else { "-1" };
        for control in dom::every_in::<Element>(element, "[data-action]") {
            drop(control.attr("tabindex", index));
        }
    }
}

impl TableRow {
    fn fill_texts(&self, element: &Element) {
        let row = &self.row;
        let name = row.label.clone().unwrap_or_else(|| word(message::KEY_NO_NAME));
        element.set_line("name", &name);
        let class = if row.label.is_some() { "line name" } else { "line quiet" };
        element.set_attribute_of("name", "class", class);
        let alarms = [(row.belonging == Belonging::Conflict).then(|| word(row.belonging())), row.ended.map(word)];
        let alarms: String = alarms.into_iter().flatten().map(|alarm| alarm + " · ").collect();
        let kind: Vec<String> = [Some(row.kind), row.only].into_iter().flatten().map(word).collect();
        let last = word_with(message::SEEN_LAST, &day(row.last));
        let about = [kind.join(": "), word(row.how), last].join(" · ");
        element.set_attribute_of("line", "title", &[&*alarms, &*about].concat());
        element.set_text("state", &alarms);
        element.set_text("about", &about);
        let first = word_with(message::SEEN_FIRST, &day(row.first));
        let facts: Vec<String> = row.ended.map(word).into_iter().chain([first]).collect();
        element.set_text("facts", &facts.join(" · "));
        row::connect_menu(element, &self.key(), &name);
        row::name_controls(element, &name, &[("rename", message::RENAME), ("forget", message::FORGET)]);
        row::show_environment(element, &name, &CHOICES, row.belonging.environment().map(action_to));
    }
}

/// The buttons of the environment control, as action and label.
const CHOICES: [(&str, MessageKey); 2] = [
    (action_to(Environment::Production), message::ENVIRONMENT_PRODUCTION.in_extension()),
    (action_to(Environment::Sandbox), message::ENVIRONMENT_SANDBOX.in_extension()),
];

/// The action that moves a key to an environment.
const fn action_to(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "move-production",
        Environment::Sandbox => "move-sandbox",
    }
}

/// The content of the table.
#[derive(Default)]
struct State {
    rows: Vec<KeyRow>,
    /// The places where keys are allowed.
    fine: Vec<FineRow>,
    /// The indexes of the rows that match the search.
    found: Vec<usize>,
    /// The row whose controls the Tab key reaches.
    current: Option<Fingerprint>,
    renaming: Option<Fingerprint>,
}

impl State {
    fn found_rows(&self) -> impl Iterator<Item = &KeyRow> {
        self.found.iter().filter_map(|&at| self.rows.get(at))
    }

    fn is_found(&self, key: Fingerprint) -> bool {
        self.found_rows().any(|row| row.key == key)
    }
}

/// The table of keys, with its search and the button that removes all.
pub struct KeyringTable {
    runner: Runner,
    undo: Rc<Undo>,
    state: RefCell<State>,
    list: Rc<KeyedList<TableRow>>,
}

impl KeyringTable {
    /// Connects the controls of the table.
    pub fn new(runner: Runner, undo: Rc<Undo>) -> Rc<Self> {
        let table = Rc::new(Self { runner, undo, state: RefCell::default(), list: KeyedList::new("keyring-rows") });
        let this = Rc::clone(&table);
        listen("search", "input", move |_| {
            // A new search starts at the top.
            this.state.borrow_mut().current = None;
            if let Some(scroller) = dom::get("keyring-box") {
                scroller.set_scroll_top(0);
            }
            this.search();
        });
        let this = Rc::clone(&table);
        listen("keyring-box", "scroll", move |_| this.render());
        let this = Rc::clone(&table);
        dom::on_resize(move || this.render());
        let this = Rc::clone(&table);
        listen("keyring-rows", "click", move |event| {
            if let Some((key, action)) = action_of(event).and_then(|(key, action)| Some((parse(&key)?, action))) {
                this.act(key, &action);
            }
        });
        let this = Rc::clone(&table);
        listen("keyring-rows", "keydown", move |event| this.handle_key(event));
        let this = Rc::clone(&table);
        listen("keyring-rows", "focusin", move |event| {
            if let Some(key) = dom::target(event).and_then(|element| parse(&key_of(&element)?)) {
                this.state.borrow_mut().current = Some(key);
                this.render_now();
            }
        });
        table.listen_to_forget_all();
        table
    }

    fn listen_to_forget_all(self: &Rc<Self>) {
        listen("forget-all", "click", |_| {
            if let Some(dialog) = dialog() {
                let _ = dialog.show_modal();
            }
        });
        let this = Rc::clone(self);
        listen("forget-go", "click", move |_| {
            if let Some(dialog) = dialog() {
                dialog.close();
            }
            let table = Rc::clone(&this);
            this.runner.run(async move {
                let before: Vec<Entry> = ask(&ExtensionPageMessage::ForgetAll).await?;
                table.show_done(message::DID_FORGET_ALL, before).await
            });
        });
    }

    /// Shows that the keys are being read.
    pub fn show_loading(&self) {
        announce("keyring-status", [paragraph(&word(message::KEYRING_LOADING)).class("quiet")]);
    }

    /// Reads the keyring and shows it.
    ///
    /// # Errors
    ///
    /// Returns an error if the background doesn't answer.
    pub async fn load(self: &Rc<Self>) -> Result<(), BrowserError> {
        let entries = match ask::<Vec<Entry>>(&ExtensionPageMessage::Keyring).await {
            Ok(entries) => entries,
            Err(error) => {
                let this = Rc::clone(self);
                let again = dom::button(message::TRY_AGAIN, move |_| {
                    let table = Rc::clone(&this);
                    this.runner.run(async move { table.load().await });
                });
                fill("keyring-status", [paragraph(&word(message::KEYRING_FAILED)), again]);
                return Err(error);
            }
        };
        let fine = fine_rows(&entries);
        let rows = key_rows(entries, word);
        {
            let mut state = self.state.borrow_mut();
            (state.rows, state.fine) = (rows, fine);
        }
        self.search();
        Ok(())
    }

    /// The places where keys are allowed, as last read.
    pub fn fine_rows(&self) -> Vec<FineRow> {
        self.state.borrow().fine.clone()
    }

    /// The number of keys. A pair counts as one.
    pub fn count(&self) -> usize {
        self.state.borrow().rows.len()
    }

    /// Finds the keys that match the search field, and shows them.
    fn search(&self) {
        let (count, matching) = {
            let mut state = self.state.borrow_mut();
            state.found = matching_rows(&state.rows, &dom::value_of("search"));
            state.renaming = state.renaming.filter(|&key| state.is_found(key));
            state.current = state.current.filter(|&key| state.is_found(key));
            (state.rows.len(), state.found.len())
        };
        let status = match (count, matching) {
            (0, _) => Some(message::KEYRING_EMPTY),
            (_, 0) => Some(message::KEYRING_NOT_FOUND),
            _ => None,
        };
        fill("keyring-status", status.map(|key| paragraph(&word(key)).class("quiet")));
        for (id, is_shown) in [("keyring", matching > 0), ("keyring-tools", count > 0), ("forget-all", count > 0)] {
            dom::show_id(id, is_shown);
        }
        let text = if matching == count {
            counted(message::KEYRING_COUNT, count)
        } else {
            word_with_both(message::KEYRING_FOUND, &matching.to_string(), &count.to_string())
        };
        dom::set_text("keyring-count", &text);
        if let (Some(grid), Some(rows)) = (dom::get("keyring"), dom::get("keyring-rows")) {
            // The header is a row too.
            let _ = grid.set_attribute("aria-rowcount", &(matching + 1).to_string());
            dom::set_number(&rows, "--count", matching);
        }
        self.render();
    }

    /// Shows the visible rows, the current row and the row that is being
    /// renamed.
    fn render(&self) {
        if let Some(rows) = self.existing_rows() {
            self.list.render(rows);
        }
    }

    /// The same immediately, in response to a click or key in the table.
    fn render_now(&self) {
        if let Some(rows) = self.existing_rows() {
            self.list.render_now(rows);
        }
    }

    fn existing_rows(&self) -> Option<Vec<TableRow>> {
        let (scroller, parent) = (dom::get("keyring-box")?, dom::get("keyring-rows")?);
        let mut state = self.state.borrow_mut();
        let count = state.found.len();
        #[allow(clippy::cast_precision_loss, reason = "a float can count far more rows")]
        let height = parent.get_bounding_client_rect().height() / count.max(1) as f64;
        let view = rows_in_view(scroller.scroll_top().into(), scroller.client_height().into(), height, count);
        if state.current.is_none() {
            let first = state.found_rows().next().map(|row| row.key);
            state.current = first;
        }
        let rows = state.found_rows().enumerate().map(|(place, row)| {
            let (is_current, is_renaming) = (Some(row.key) == state.current, Some(row.key) == state.renaming);
            (place, row, is_current, is_renaming)
        });
        let existing =
            rows.filter(|(place, _, is_current, is_renaming)| view.contains(place) || *is_current || *is_renaming);
        let copied = existing.map(|(place, row, is_current, is_renaming)| TableRow {
            row: row.clone(),
            place,
            is_current,
            is_renaming,
        });
        Some(copied.collect())
    }

    /// Scrolls to a key and focuses it. Without a key, focuses the search
    /// field.
    pub fn focus(&self, key: Option<Fingerprint>) {
        // A pair's row has the fingerprint of one of its parts.
        let key = key.filter(|&key| self.state.borrow().is_found(key));
        match key {
            Some(key) => {
                self.state.borrow_mut().current = Some(key);
                self.render_now();
                self.focus_on(key, row::MENU);
            }
            None => dom::focus(dom::get("search")),
        }
    }

    fn focus_on(&self, key: Fingerprint, action: &str) {
        self.list.focus(&key.to_text(), action);
    }

    fn act(self: &Rc<Self>, key: Fingerprint, action: &str) {
        let this = Rc::clone(self);
        match action {
            "rename" => {
                let name = self.state.borrow().rows.iter().find(|row| row.key == key).and_then(|row| row.label.clone());
                self.set_renaming(Some(key));
                self.focus_on(key, "name");
                if let Some(field) = self.name_field(key) {
                    field.set_value(&name.unwrap_or_default());
                    field.select();
                }
            }
            "save" => self.runner.run(async move { this.save_name(key).await }),
            "cancel" => {
                self.set_renaming(None);
                self.focus_on(key, row::MENU);
            }
            "forget" => self.runner.run(async move {
                let before: Vec<Entry> = ask(&ExtensionPageMessage::Forget { key }).await?;
                this.show_done(message::DID_FORGET, before).await
            }),
            _ => {
                let there = Environment::ALL.into_iter().find(|&environment| action == action_to(environment));
                if let Some(environment) = there.filter(|_| self.belonging_of(key) != there) {
                    self.runner.run(async move { this.relocate(key, environment).await });
                }
            }
        }
    }

    /// The environment of a key, if it is known to belong to one.
    fn belonging_of(&self, key: Fingerprint) -> Option<Environment> {
        self.state.borrow().rows.iter().find(|row| row.key == key).and_then(|row| row.belonging.environment())
    }

    fn set_renaming(&self, key: Option<Fingerprint>) {
        {
            let mut state = self.state.borrow_mut();
            state.renaming = key;
            state.current = key.or(state.current);
        }
        self.render_now();
    }

    fn name_field(&self, key: Fingerprint) -> Option<HtmlInputElement> {
        self.list.row(&key.to_text())?.control("name")?.dyn_into().ok()
    }

    async fn save_name(self: &Rc<Self>, key: Fingerprint) -> Result<(), BrowserError> {
        let Some(field) = self.name_field(key) else { return Ok(()) };
        let name = Some(field.value()).filter(|name| !name.trim().is_empty());
        let before: Vec<Entry> = ask(&ExtensionPageMessage::Rename { key, name }).await?;
        self.set_renaming(None);
        self.show_done(message::DID_RENAME, before).await?;
        self.focus_on(key, row::MENU);
        Ok(())
    }

    async fn relocate(self: &Rc<Self>, key: Fingerprint, environment: Environment) -> Result<(), BrowserError> {
        let before: Vec<Entry> = ask(&ExtensionPageMessage::Relocate { key, environment }).await?;
        let done = match environment {
            Environment::Production => message::DID_MOVE_TO_PRODUCTION,
            Environment::Sandbox => message::DID_MOVE_TO_SANDBOX,
        };
        self.show_done(done, before).await
    }

    /// Shows what was done, with a button that undoes it.
    async fn show_done(self: &Rc<Self>, done: MessageKey, before: Vec<Entry>) -> Result<(), BrowserError> {
        let this = Rc::clone(self);
        self.undo.offer(Bar::Keyring, done, move || {
            let table = Rc::clone(&this);
            this.runner.run(async move { table.restore(before).await });
        });
        self.load().await?;
        self.undo.focus_if_lost();
        Ok(())
    }

    async fn restore(self: &Rc<Self>, entries: Vec<Entry>) -> Result<(), BrowserError> {
        let first = entries.first().map(|entry| entry.fingerprint);
        tell(&ExtensionPageMessage::Restore(KeyringUndo { entries, ..KeyringUndo::default() })).await?;
        self.undo.confirm(Bar::Keyring);
        self.load().await?;
        self.focus(first);
        Ok(())
    }

    fn handle_key(self: &Rc<Self>, event: &Event) {
        let (Some(event), Some(target)) = (event.dyn_ref::<KeyboardEvent>(), dom::target(event)) else { return };
        let Some(key) = key_of(&target).and_then(|key| parse(&key)) else { return };
        // A text field handles its own keys, and so does an open menu.
        let is_field = target.tag_name() == "INPUT" || target.closest("[popover]").ok().flatten().is_some();
        let is_renaming = self.state.borrow().renaming == Some(key);
        match event.key().as_str() {
            "Enter" if is_renaming && is_field => self.act(key, "save"),
            "Escape" if is_renaming => self.act(key, "cancel"),
            "ArrowDown" if !is_field => self.go_from(&target, key, |place, _| place + 1),
            "ArrowUp" if !is_field => self.go_from(&target, key, |place, _| place.saturating_sub(1)),
            "Home" if !is_field => self.go_from(&target, key, |_, _| 0),
            "End" if !is_field => self.go_from(&target, key, |_, last| last),
            _ => return,
        }
        event.prevent_default();
    }

    /// Moves the focus to the same control in another row. `to` gets the index
    /// of this row and that of the last one.
    fn go_from(&self, control: &Element, key: Fingerprint, to: impl Fn(usize, usize) -> usize) {
        let Some(action) = control.get_attribute("data-action") else { return };
        let there = {
            let mut state = self.state.borrow_mut();
            let last = state.found.len().saturating_sub(1);
            let place = state.found_rows().position(|row| row.key == key);
            let there = place.and_then(|place| state.found_rows().nth(to(place, last).min(last)).map(|row| row.key));
            state.current = there.or(state.current);
            there
        };
        if let Some(there) = there {
            self.render_now();
            self.focus_on(there, &action);
        }
    }
}

fn dialog() -> Option<HtmlDialogElement> {
    get_as("forget-dialog")
}

fn parse(key: &str) -> Option<Fingerprint> {
    Fingerprint::from_text(key)
}
