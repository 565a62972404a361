//! Elements.

use gloo::events::{EventListener, EventListenerOptions, EventListenerPhase};
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::{Element, Event, EventTarget, HtmlElement};

use super::words::word;
use sandbar::view::badge::Tone;
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
    #[wasm_bindgen(thread_local_v2, js_name = globalThis)]
    static WINDOW: EventTarget;
}

/// A form that is sent by the page must not leave it.
const REFUSABLE: EventListenerOptions = EventListenerOptions { phase: EventListenerPhase::Bubble, passive: false };

/// Building an element in one expression.
pub trait Build: Sized {
    /// With an attribute.
    fn attr(self, name: &str, value: &str) -> Self;
    /// With a class.
    fn class(self, name: &str) -> Self {
        self.attr("class", name)
    }
    /// With this text in it.
    fn text(self, text: &str) -> Self;
    /// With a child at its end.
    fn with(self, child: &Element) -> Self;
    /// With children at its end.
    fn with_all(self, children: impl IntoIterator<Item = Element>) -> Self {
        children.into_iter().fold(self, |parent, child| parent.with(&child))
    }
    /// With something to do on an event, for as long as it lives.
    fn on(self, event: &'static str, act: impl FnMut(&Event) + 'static) -> Self;
}

impl Build for Element {
    fn attr(self, name: &str, value: &str) -> Self {
        // The names are ours, so they are names.
        let _ = self.set_attribute(name, value);
        self
    }

    fn text(self, text: &str) -> Self {
        self.set_text_content(Some(text));
        self
    }

    fn with(self, child: &Element) -> Self {
        // A new element is nobody's ancestor, so it can be put anywhere.
        let _ = self.append_child(child);
        self
    }

    fn on(self, event: &'static str, act: impl FnMut(&Event) + 'static) -> Self {
        EventListener::new_with_options(&self, event, REFUSABLE, act).forget();
        self
    }
}

/// A new element.
pub fn element(tag: &str) -> Element {
    create(tag)
}

/// A new element of a picture.
pub fn drawn(tag: &str) -> Element {
    create_in("http://www.w3.org/2000/svg", tag)
}

/// A paragraph.
pub fn paragraph(text: &str) -> Element {
    element("p").text(text)
}

/// A button with the word of this key, which is its id too.
pub fn button(key: &str, act: impl FnMut(&Event) + 'static) -> Element {
    element("button").attr("type", "button").attr("id", key).text(&word(key)).on("click", act)
}

/// A link that opens beside this page.
pub fn link(address: &str, text: &str) -> Element {
    element("a").attr("href", address).attr("target", "_blank").attr("rel", "noreferrer").text(text)
}

/// The shape of a look.
pub fn shape(tone: Tone) -> Element {
    let path = match tone {
        Tone::Neutral => "M2 3h10v1.6H2zM3.5 6.2h7v1.6h-7zM2 9.4h10V11H2z",
        Tone::Production => "M7 0a7 7 0 1 1 0 14A7 7 0 0 1 7 0",
        Tone::Sandbox => "M7 0l7 7-7 7-7-7z",
        Tone::Check => "M7 .5L14 13.5H0zM6.2 5v4h1.6V5zm0 5v1.6h1.6V10z",
    };
    let path = drawn("path").attr("d", path).attr("fill-rule", "evenodd");
    drawn("svg").attr("viewBox", "0 0 14 14").attr("aria-hidden", "true").attr("class", "shape").with(&path)
}

/// The element with this id, if the page has one.
pub fn get(id: &str) -> Option<Element> {
    by_id(id)
}

/// The same, as what it is.
pub fn get_as<T: JsCast>(id: &str) -> Option<T> {
    by_id(id)?.dyn_into().ok()
}

/// Replaces what is in the element with this id; the focus stays where it was
/// if what has it, and is drawn again, has an id.
pub fn fill(id: &str, children: impl IntoIterator<Item = Element>) {
    let Some(parent) = by_id(id) else { return };
    let focused = focused().map(|element| element.id());
    parent.set_text_content(None);
    let parent = parent.with_all(children);
    show(&parent, parent.has_child_nodes());
    if let Some(again) = focused.filter(|id| !id.is_empty()).and_then(|id| get_as::<HtmlElement>(&id)) {
        let _ = again.focus();
    }
}

/// What has the keyboard, or will have it when the person comes back to this window.
pub fn focused() -> Option<Element> {
    DOCUMENT.with(Document::active_element).filter(|element| element.local_name() != "body")
}

/// Whether a control is held down, with the mouse or a key.
pub fn is_any_pressed() -> bool {
    all(":active").length() > 0
}

/// Gives an element the keyboard, if it takes it.
pub fn focus(element: Option<Element>) {
    if let Some(element) = element.and_then(|element| element.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// Does something on an event in the element with this id.
pub fn listen(id: &str, event: &'static str, act: impl FnMut(&Event) + 'static) {
    if let Some(element) = by_id(id) {
        element.on(event, act);
    }
}

/// Does something whenever the window has another size.
pub fn on_resize(mut act: impl FnMut() + 'static) {
    WINDOW.with(|window| EventListener::new(window, "resize", move |_| act()).forget());
}

/// The element that an event happened in.
pub fn target(event: &Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}

/// Gives an element's style a number to reckon with.
pub fn set_number(element: &Element, name: &str, value: usize) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        // The names are ours, so they are names.
        let _ = element.style().set_property(name, &value.to_string());
    }
}

/// Puts children into a status, which assistive technology reads out when they
/// change: it stays in the page even when it is empty.
pub fn announce(id: &str, children: impl IntoIterator<Item = Element>) {
    if let Some(parent) = by_id(id) {
        parent.set_text_content(None);
        parent.with_all(children);
    }
}

/// Every element that fits a selector.
pub fn every<T: JsCast>(selector: &str) -> Vec<T> {
    let found = all(selector);
    (0..found.length()).filter_map(|at| found.get(at)?.dyn_into().ok()).collect()
}

/// Shows an element or hides it.
pub fn show(element: &Element, shown: bool) {
    let _ = if shown { element.remove_attribute("hidden") } else { element.set_attribute("hidden", "") };
}

/// Puts the words into the page, in the language that is spoken: an element
/// says in `data-word` which one is its text, in `data-label` which one is its
/// accessible name, in `data-hint` which one stands in it while it is empty.
pub fn fill_words() {
    let each = |selector: &str, say: &dyn Fn(&Element)| every::<Element>(selector).iter().for_each(say);
    let key = |element: &Element, name: &str| element.get_attribute(name).unwrap_or_default();
    each("[data-word]", &|element| element.set_text_content(Some(&word(&key(element, "data-word")))));
    each("[data-label]", &|element| drop(element.set_attribute("aria-label", &word(&key(element, "data-label")))));
    each("[data-hint]", &|element| drop(element.set_attribute("placeholder", &word(&key(element, "data-hint")))));
    let language = words::language();
    ROOT.with(|root| drop(root.set_attribute("lang", &language)));
}

/// Shows the page, whose skeleton was hidden until now.
pub fn show_page() {
    ROOT.with(|root| drop(root.set_attribute("data-state", "ready")));
}

/// Begins the page anew.
pub fn load_anew() {
    reload();
}

/// Says on the page that something failed.
pub fn show_failure() {
    if let Some(failure) = by_id("failure") {
        show(&failure, true);
    }
}
