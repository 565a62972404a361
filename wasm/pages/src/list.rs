//! Lists whose rows are kept by key: rows are added, removed and moved, and a row
//! whose item has changed is updated in place. So the focus, typed text and a
//! held button survive an update.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, Event};

use crate::background::released;
use crate::dom::{self, Build};
use crate::template::{self, Parts};

/// The data of a row.
pub trait Item: PartialEq + 'static {
    /// The ID of the item, which becomes the row's `data-key`.
    fn key(&self) -> String;
    /// The ID of the row's template. If it changes, the row is replaced.
    fn template(&self) -> &'static str;
    /// Writes the item into its row.
    fn fill(&self, row: &Element);
}

/// A row in the page.
struct Row {
    key: String,
    template: &'static str,
    element: Element,
}

/// A required row: its key and its template.
type Wanted = (String, &'static str);

/// A list of rows in one element of the page.
pub struct KeyedList<T> {
    rows: Rows,
    /// The shown items, in order.
    items: RefCell<Vec<T>>,
    /// Items to show once no control in the list is held down.
    postponed: RefCell<Option<Vec<T>>>,
    is_waiting: Cell<bool>,
}

/// The untyped rows, compiled only once for all lists.
struct Rows {
    parent: Option<Element>,
    rows: RefCell<Vec<Row>>,
}

impl<T: Item> KeyedList<T> {
    /// The list in the element with this id.
    pub fn new(id: &str) -> Rc<Self> {
        Rc::new(Self {
            rows: Rows { parent: dom::get(id), rows: RefCell::default() },
            items: RefCell::default(),
            postponed: RefCell::default(),
            is_waiting: Cell::new(false),
        })
    }

    /// Shows these items. While a control in the list is held down, with the
    /// mouse or a key, the list waits: replacing or moving the control between
    /// mousedown and mouseup would swallow the click.
    pub fn render(self: &Rc<Self>, items: Vec<T>) {
        if !self.rows.is_held() {
            return self.render_now(items);
        }
        self.postponed.replace(Some(items));
        if self.is_waiting.replace(true) {
            return;
        }
        let this = Rc::clone(self);
        spawn_local(async move {
            released().await;
            this.is_waiting.set(false);
            if let Some(items) = this.postponed.take() {
                this.render_now(items);
            }
        });
    }

    /// Shows these items immediately, in response to a click or key in the
    /// list.
    pub fn render_now(&self, items: Vec<T>) {
        self.postponed.take();
        let before = self.items.take();
        let wanted = items.iter().map(|item| (item.key(), item.template())).collect();
        let is_same = |old: usize, new: usize| before.get(old) == items.get(new);
        let fill = |new: usize, row: &Element| {
            if let Some(item) = items.get(new) {
                item.fill(row);
            }
        };
        let shown = self.rows.render(wanted, &is_same, &fill);
        let shown = items.into_iter().zip(shown).filter_map(|(item, is_shown)| is_shown.then_some(item));
        self.items.replace(shown.collect());
    }

    /// Focuses a control in the row with this key, or the row's first control
    /// if the row doesn't have that one.
    pub fn focus(&self, key: &str, action: &str) {
        self.rows.focus(key, action);
    }

    /// The row with this key.
    pub fn row(&self, key: &str) -> Option<Element> {
        self.rows.row(key)
    }

    /// The first result of a function on the shown items.
    pub fn find<R>(&self, find: impl FnMut(&T) -> Option<R>) -> Option<R> {
        self.items.borrow().iter().find_map(find)
    }

    /// The number of shown items that meet a condition.
    pub fn count(&self, is_counted: impl Fn(&T) -> bool) -> usize {
        self.items.borrow().iter().filter(|item| is_counted(item)).count()
    }
}

impl Rows {
    /// Whether a control in the list is held down.
    fn is_held(&self) -> bool {
        self.parent.as_ref().is_some_and(|parent| parent.matches(":active").unwrap_or_default())
    }

    /// Adds, removes and moves rows as required, and fills new and changed
    /// ones. Returns which of them exist, because a page may not have the
    /// template.
    fn render(
        &self,
        wanted: Vec<Wanted>,
        is_same: &dyn Fn(usize, usize) -> bool,
        fill: &dyn Fn(usize, &Element),
    ) -> Vec<bool> {
        let Some(parent) = &self.parent else { return Vec::new() };
        let focused = dom::focused().filter(|element| parent.contains(Some(element)));
        // Read this now: once its row is removed, the element has no key.
        let place = focused.as_ref().map(|element| (key_of(element), element.get_attribute("data-action")));
        let mut known: Vec<(usize, Row)> = self.rows.take().into_iter().enumerate().collect();
        known.retain(|(_, row)| {
            let stays = wanted.iter().any(|(key, template)| *key == row.key && *template == row.template);
            if !stays {
                row.element.remove();
            }
            stays
        });
        let mut next = parent.first_element_child();
        let mut rows = Vec::with_capacity(wanted.len());
        let mut shown = Vec::with_capacity(wanted.len());
        for (new, (key, template)) in wanted.into_iter().enumerate() {
            let element = match known.iter().position(|(_, row)| row.key == key) {
                Some(at) => {
                    let (old, row) = known.swap_remove(at);
                    if !is_same(old, new) {
                        fill(new, &row.element);
                    }
                    row.element
                }
                None => {
                    let copy = template::copy(template);
                    shown.push(copy.is_some());
                    let Some(element) = copy else { continue };
                    let element = element.attr("data-key", &key);
                    fill(new, &element);
                    element
                }
            };
            if shown.len() == new {
                shown.push(true);
            }
            if next.as_ref() == Some(&element) {
                next = element.next_element_sibling();
            } else {
                // The element is a child of this list or has no parent yet.
                let _ = parent.insert_before(&element, next.as_deref());
            }
            rows.push(Row { key, template, element });
        }
        self.rows.replace(rows);
        if let (Some(focused), Some((Some(key), action))) = (focused, place) {
            self.keep_focus(&focused, &key, action.as_deref());
        }
        shown
    }

    /// Restores the focus if the update removed it. Moving a row does that, and
    /// so does hiding or replacing the focused control.
    fn keep_focus(&self, focused: &Element, key: &str, action: Option<&str>) {
        let is_usable = focused.is_connected() && focused.closest("[hidden]").ok().flatten().is_none();
        if !is_usable {
            self.focus(key, action.unwrap_or_default());
        } else if dom::focused().as_ref() != Some(focused) {
            dom::focus(Some(focused.clone()));
        }
    }

    fn focus(&self, key: &str, action: &str) {
        let Some(row) = self.row(key) else { return };
        let wanted = row.control(action).filter(|control| !control.has_attribute("hidden"));
        dom::focus(wanted.or_else(|| row.controls().into_iter().next()));
    }

    fn row(&self, key: &str) -> Option<Element> {
        self.rows.borrow().iter().find(|row| row.key == key).map(|row| row.element.clone())
    }
}

/// The key of the row around an element.
pub fn key_of(element: &Element) -> Option<String> {
    element.closest("[data-key]").ok()??.get_attribute("data-key")
}

/// The row and the action of the control that received an event.
pub fn action_of(event: &Event) -> Option<(String, String)> {
    let control = dom::target(event)?.closest("[data-action]").ok()??;
    Some((key_of(&control)?, control.get_attribute("data-action")?))
}
