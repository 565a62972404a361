//! Creates, finds and updates DOM elements.

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, Event, EventTarget, HtmlElement, HtmlInputElement};

use crate::words::{word, word_named};
use sandbar::messages::MessageKey;
use sandbar::view::theme::{Tone, badge_shape};
use webext::words;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = document, js_name = createElement)]
    fn create(tag: &str) -> Element;
    #[wasm_bindgen(js_namespace = document, js_name = createElementNS)]
    fn create_in(namespace: &str, tag: &str) -> Element;
    #[wasm_bindgen(js_namespace = document, js_name = getElementById)]
    fn by_id(id: &str) -> Option<Element>;
    #[wasm_bindgen(js_namespace = document, js_name = querySelectorAll)]
    fn all(selector: &str) -> web_sys::NodeList;
    #[wasm_bindgen(thread_local_v2, js_namespace = document, js_name = documentElement)]
    static ROOT: Element;
    type Document;
    #[wasm_bindgen(thread_local_v2, js_name = document)]
    static DOCUMENT: Document;
    #[wasm_bindgen(method, getter, js_name = activeElement)]
    fn active_element(this: &Document) -> Option<Element>;
    #[wasm_bindgen(js_namespace = location, js_name = reload)]
    fn reload();
    type Location;
    #[wasm_bindgen(thread_local_v2, js_name = location)]
    static LOCATION: Location;
    #[wasm_bindgen(method, getter)]
    fn hash(this: &Location) -> String;
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static WINDOW: EventTarget;
}

/// Listeners may prevent the default action: submitting a form must not leave
/// the page.
const REFUSABLE: EventListenerOptions = EventListenerOptions { phase: EventListenerPhase::Bubble, passive: false };

/// Builds an element in one expression.
pub trait Build: Sized {
    /// Sets an attribute.
    fn attr(self, name: &str, value: &str) -> Self;
    /// Sets the classes.
    fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }
    /// Replaces the content with this text.
    fn text(self, text: &str) -> Self;
    /// Appends a child.
    fn with(self, child: &Element) -> Self;
    /// Appends children.
    fn with_all(self, children: impl IntoIterator<Item = Element>) -> Self {
        children.into_iter().fold(self, |parent, child| parent.with(&child))
    }
    /// Adds an event listener, which lives as long as the element.
    fn on(self, event: &'static str, act: impl FnMut(&Event) + 'static) -> Self;
}

impl Build for Element {
    fn attr(self, name: &str, value: &str) -> Self {
        // The names are constants and valid.
        let _ = self.set_attribute(name, value);
        self
    }

    fn text(self, text: &str) -> Self {
        self.set_text_content(Some(text));
        self
    }

    fn with(self, child: &Element) -> Self {
        // A new element has no descendants, so it can be inserted anywhere.
        let _ = self.append_child(child);
        self
    }

    fn on(self, event: &'static str, act: impl FnMut(&Event) + 'static) -> Self {
        EventListener::new_with_options(&self, event, REFUSABLE, act).forget();
        self
    }
}

/// Creates an HTML element.
pub fn element(tag: &str) -> Element {
    create(tag)
}

/// Creates an SVG element.
pub fn svg(tag: &str) -> Element {
    create_in("http://www.w3.org/2000/svg", tag)
}

/// Creates a paragraph.
pub fn paragraph(text: &str) -> Element {
    element("p").text(text)
}

/// Creates a name or an address. Its direction is its own: a name that is written
/// from right to left does not move what is around it.
pub fn name(text: &str) -> Element {
    element("bdi").text(text)
}

/// Creates a paragraph with an address.
pub fn address(text: &str) -> Element {
    element("p").class("host").with(&name(text))
}

/// Creates a button. The name of its message is also its id.
pub fn button(key: MessageKey, act: impl FnMut(&Event) + 'static) -> Element {
    element("button").attr("type", "button").attr("id", key.name()).text(&word(key)).on("click", act)
}

/// Creates a link that opens in a new tab.
pub fn link(address: &str, text: &str) -> Element {
    element("a").attr("href", address).attr("target", "_blank").attr("rel", "noreferrer").text(text)
}

/// Creates an image with the shape of a tone.
pub fn shape(tone: Tone) -> Element {
    let path = svg("path").attr("d", badge_shape(tone)).attr("fill-rule", "evenodd");
    svg("svg").attr("viewBox", "0 0 14 14").attr("aria-hidden", "true").attr("class", "shape").with(&path)
}

/// The element with this id, if the page has one.
pub fn get(id: &str) -> Option<Element> {
    by_id(id)
}

/// The element with this id, if the page has one of this type.
pub fn get_as<T: JsCast>(id: &str) -> Option<T> {
    by_id(id)?.dyn_into().ok()
}

/// The value of an input field; empty if the page has no such field.
pub fn value_of(id: &str) -> String {
    get_as::<HtmlInputElement>(id).map(|field| field.value()).unwrap_or_default()
}

/// Replaces the children of the element with this ID, and hides the element if
/// there are none. If the focused element had the same ID as a new child, the
/// child gets the focus.
pub fn fill(id: &str, children: impl IntoIterator<Item = Element>) {
    let Some(parent) = by_id(id) else { return };
    let focused = focused().map(|element| element.id());
    parent.set_text_content(None);
    let parent = parent.with_all(children);
    show(&parent, parent.has_child_nodes());
    if let Some(id) = focused.filter(|id| !id.is_empty()) {
        focus(get(&id));
    }
}

/// The focused element, or the one that will have the focus when the user
/// returns to this window.
pub fn focused() -> Option<Element> {
    DOCUMENT.with(Document::active_element).filter(|element| element.local_name() != "body")
}

/// Whether a control is held down, with the mouse or a key.
pub fn is_any_held() -> bool {
    all(":active").length() > 0
}

/// Focuses an element, if it is focusable.
pub fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Adds an event listener to the element with this id.
pub fn listen(id: &str, event: &'static str, act: impl FnMut(&Event) + 'static) {
    if let Some(element) = by_id(id) {
        element.on(event, act);
    }
}

/// Calls a function whenever the size of the window changes.
pub fn on_resize(act: impl FnMut() + 'static) {
    on_window("resize", act);
}

/// Calls a function at each event of this name that reaches the window.
pub fn on_window(event: &'static str, mut act: impl FnMut() + 'static) {
    WINDOW.with(|window| EventListener::new(window, event, move |_| act()).forget());
}

/// The height of the window, and how far it is scrolled through the page: from 0 to 1.
pub fn view() -> (f64, f64) {
    ROOT.with(|root| {
        let height = root.client_height();
        let rest = root.scroll_height() - height;
        let scrolled = if rest > 0 { f64::from(root.scroll_top()) / f64::from(rest) } else { 0.0 };
        (f64::from(height), scrolled)
    })
}

/// What the page's address says behind `#`, or an empty text.
pub fn fragment() -> String {
    LOCATION.with(|location| location.hash()).trim_start_matches('#').to_owned()
}

/// The element that an event happened on.
pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Sets a custom property of an element's style to a number.
pub fn set_number(element: &Element, name: &str, value: usize) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // The names are constants and valid.
        let _ = element.style().set_property(name, &value.to_string());
    }
}

/// Replaces the children of a live region, which assistive technology
/// announces. The region stays in the page even if it is empty.
pub fn announce(id: &str, children: impl IntoIterator<Item = Element>) {
    if let Some(parent) = by_id(id) {
        parent.set_text_content(None);
        parent.with_all(children);
    }
}

/// Every element that matches a selector.
pub fn every<T: JsCast>(selector: &str) -> Vec<T> {
    collect(&all(selector))
}

/// Every descendant of an element that matches a selector.
pub fn every_in<T: JsCast>(parent: &Element, selector: &str) -> Vec<T> {
    parent.query_selector_all(selector).map(|found| collect(&found)).unwrap_or_default()
}

fn collect<T: JsCast>(found: &web_sys::NodeList) -> Vec<T> {
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// Shows or hides an element.
pub fn show(element: &Element, shown: bool) {
    let _ = if shown { element.remove_attribute("hidden") } else { element.set_attribute("hidden", "") };
}

/// Shows or hides the element with this ID.
pub fn show_id(id: &str, shown: bool) {
    if let Some(element) = by_id(id) {
        show(&element, shown);
    }
}

/// Sets the text of the element with this id.
pub fn set_text(id: &str, text: &str) {
    if let Some(element) = by_id(id) {
        element.set_text_content(Some(text));
    }
}

/// Sets the text of the element with this ID, and hides the element if the text
/// is empty.
pub fn set_optional_text(id: &str, text: &str) {
    set_text(id, text);
    show_id(id, !text.is_empty());
}

/// Writes the messages into the page, in the user's language.
pub fn fill_page_messages() {
    ROOT.with(fill_messages);
    let language = words::language();
    ROOT.with(|root| drop(root.set_attribute("lang", &language)));
}

/// Writes the messages into an element and its descendants. An attribute names
/// the message: `data-word` for the text, `data-label` for the accessible name,
/// `data-tip` for that and the tooltip of a button with an icon, `data-hint` for
/// the placeholder.
pub fn fill_messages(parent: &Element) {
    let each = |attribute: &str, write: &dyn Fn(&Element, String)| {
        let inside = every_in::<Element>(parent, &format!("[{attribute}]"));
        let own = parent.has_attribute(attribute).then(|| parent.clone());
        for element in own.into_iter().chain(inside) {
            write(&element, word_named(&element.get_attribute(attribute).unwrap_or_default()));
        }
    };
    each("data-word", &|element, text| element.set_text_content(Some(&text)));
    each("data-label", &|element, text| drop(element.set_attribute("aria-label", &text)));
    each("data-tip", &|element, text| drop(element.clone().attr("aria-label", &text).attr("title", &text)));
    each("data-hint", &|element, text| drop(element.set_attribute("placeholder", &text)));
}

/// Scrolls to the element in the address's fragment. The browser did this
/// before the page had its messages, and therefore its final height.
pub fn scroll_to_named() {
    if let Some(element) = get(&fragment()) {
        element.scroll_into_view();
    }
}

/// Sets or removes a state attribute for the style sheet.
pub fn set_state(name: &str, is_on: bool) {
    // The names are constants and valid.
    ROOT.with(|root| drop(root.toggle_attribute_with_force(&format!("data-{name}"), is_on)));
}

/// Shows the page, which the style sheet has hidden until now.
pub fn show_page() {
    ROOT.with(|root| drop(root.set_attribute("data-state", "ready")));
}

/// Reloads the page.
pub fn reload_page() {
    reload();
}
