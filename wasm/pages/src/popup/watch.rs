//! The form for watching the site of a page, and the card about a watched site.

use std::cell::RefCell;
use std::rc::Rc;

use web_sys::{Element, HtmlInputElement};

use super::handle::Handle;
use crate::access;
use crate::background::tell;
use crate::dom::{self, Build, button, element, get_as, listen, paragraph, set_optional_text, show_id};
use crate::words::{word, word_with};
use sandbar::catalogue::Catalogue;
use sandbar::catalogue::places::CommonPlace;
use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::messages::{MessageKey, message};
use sandbar::protocol::{ExtensionPageMessage, WatchedSite};
use sandbar::view::pages::place::environment_word;
use sandbar::view::pages::watching::{Standing, changes, choice_of, refused_text, scope_at, site_of, watched_messages};
use webext::BrowserError;

/// The site in the form.
#[derive(Clone, PartialEq, Eq)]
struct Subject {
    /// The address of the page.
    page: String,
    /// The site of the page, with its settings.
    site: Watched,
    /// The previous scope, if the site was watched.
    before: Option<Scope>,
}

/// The form, and its site while it is shown.
pub struct WatchForm {
    popup: Handle,
    catalogue: Rc<Catalogue>,
    subject: RefCell<Option<Subject>>,
}

impl WatchForm {
    /// Connects the controls of the form.
    pub fn new(popup: Handle, catalogue: Rc<Catalogue>) -> Rc<Self> {
        let form = Rc::new(Self { popup, catalogue, subject: RefCell::default() });
        listen("watch-form", "change", |_| show_fitting_controls());
        // On input, not on change: when the field loses the focus, the button
        // would move away under the mouse.
        listen("watch-form", "input", |_| show_error(""));
        let this = Rc::clone(&form);
        listen("watch-form", "submit", move |event| {
            event.prevent_default();
            this.submit();
        });
        let this = Rc::clone(&form);
        listen("watch-cancel", "click", move |_| {
            this.hide();
            dom::focus(dom::get("watchChange"));
        });
        form
    }

    /// Shows the form or the message for a page. What the user typed stays
    /// while the form is about the same page.
    pub fn show_standing(&self, standing: &Standing, page: &str) {
        match standing {
            Standing::Free(scope) => {
                let site = site_of(scope.clone(), choice_of(None), false, Vec::new());
                let subject = Subject { page: page.to_owned(), site, before: None };
                if self.subject.borrow().as_ref() != Some(&subject) {
                    self.show(subject);
                }
            }
            Standing::Watched(WatchedSite { site, by_policy: false }) if self.changes(&site.scope) => {}
            Standing::Nothing | Standing::Watched(_) => self.hide(),
            Standing::Hidden => self.show_message(message::WATCH_HIDDEN),
            Standing::Refused(refused) => self.show_message(refused_text(*refused)),
        }
    }

    /// Whether the form changes an existing site.
    fn changes(&self, scope: &Scope) -> bool {
        self.subject.borrow().as_ref().is_some_and(|subject| subject.before.as_ref() == Some(scope))
    }

    fn hide(&self) {
        self.subject.take();
        show_id("watch", false);
    }

    fn show_message(&self, key: MessageKey) {
        self.subject.take();
        set_optional_text("watch-heading", &word(message::WATCH_HEADING));
        set_optional_text("watch-told", &word(key));
        show_id("watch-form", false);
        show_id("watch", true);
    }

    fn show(&self, subject: Subject) {
        let is_new = subject.before.is_none();
        let scope = &subject.site.scope;
        let place = CommonPlace::of_page(&subject.page);
        let heading = match place {
            Some(place) if is_new => word_with(message::WATCH_HEADING_NAMED, place.name),
            _ => word(if is_new { message::WATCH_HEADING } else { message::WATCH_CHANGE_HEADING }),
        };
        set_optional_text("watch-heading", &heading);
        // For a new site, one click is enough.
        open_details(!is_new);
        set_optional_text("watch-told", &if is_new { word(message::WATCH_MEANING) } else { String::new() });
        set_optional_text("watch-path-label", &word_with(message::WATCH_PATH_FIELD, scope.host()));
        set_optional_text("watchNow", &word(if is_new { message::WATCH_NOW } else { message::RENAME_SAVE }));
        show_error("");
        show_id("watch-cancel", !is_new);
        // For a new site, the whole host is preselected, and the field contains
        // the page's path for the user to shorten.
        let part = if is_new || scope.path().is_empty() { "host" } else { "path" };
        choose("watch-scope", part);
        choose("watch-environment", choice_of(subject.site.environment));
        if let Some(field) = field("watch-path") {
            field.set_value(if scope.path().is_empty() { "/" } else { scope.path() });
        }
        if let Some(learning) = field("watch-learning") {
            learning.set_checked(subject.site.learning);
        }
        self.subject.replace(Some(subject));
        show_fitting_controls();
        show_id("watch-form", true);
        show_id("watch", true);
    }

    fn submit(self: &Rc<Self>) {
        let Some(Subject { page, site, before }) = self.subject.borrow().clone() else { return };
        let path = field("watch-path").filter(|_| chosen("watch-scope") == "path").map(|field| field.value());
        let scope = match scope_at(&self.catalogue, &page, site.scope.host(), path.as_deref()) {
            Ok(scope) => scope,
            Err(reason) => {
                show_error(&word(reason));
                open_details(true);
                return dom::focus(dom::get("watch-path"));
            }
        };
        let learning = field("watch-learning").is_some_and(|field| field.checked());
        let now = site_of(scope, &chosen("watch-environment"), learning, site.words);
        let request = access::request(&now.scope);
        let this = Rc::clone(self);
        self.popup.run(async move {
            // Save before the user answers, because the browser's question may
            // close the popup. The site stays watched regardless of the answer.
            for message in changes(before.as_ref(), now) {
                tell(&message).await?;
            }
            request.answered().await?;
            this.subject.take();
            this.popup.rerender().await?;
            dom::focus(dom::get("watchChange"));
            Ok(())
        });
    }

    /// The content of the card on a page of a watched site.
    pub fn card(self: &Rc<Self>, watched: &WatchedSite, page: &str, is_granted: bool) -> Vec<Element> {
        let site = &watched.site;
        let heading = site.environment.map_or(message::WATCHED_PLACE, environment_word);
        let kind = site.environment.map(|_| paragraph(&word(message::WATCHED_PLACE)));
        let address = dom::address(&site.scope.address());
        let facts = watched_messages(watched).into_iter().map(|key| paragraph(&word(key)).class("quiet"));
        let missing = (!is_granted).then(|| self.missing_access(&site.scope));
        let controls = (!watched.by_policy).then(|| self.controls(site, page));
        let heading = [element("h1").text(&word(heading)), address];
        heading.into_iter().chain(kind).chain(facts).chain(missing).chain(controls).collect()
    }

    fn controls(self: &Rc<Self>, site: &Watched, page: &str) -> Element {
        let subject = Subject { page: page.to_owned(), site: site.clone(), before: Some(site.scope.clone()) };
        let this = Rc::clone(self);
        let change = button(message::WATCH_CHANGE, move |_| {
            this.show(subject.clone());
            dom::focus(dom::every("input[name=watch-scope]:checked").into_iter().next());
        });
        let (this, scope) = (Rc::clone(self), site.scope.clone());
        let stop = button(message::WATCH_STOP, move |_| {
            let (form, scope) = (Rc::clone(&this), scope.clone());
            this.popup.run(async move { form.stop(scope).await });
        });
        element("div").class("row").with(&change).with(&stop)
    }

    fn missing_access(self: &Rc<Self>, scope: &Scope) -> Element {
        let text = paragraph(&word_with(message::SITE_ACCESS_MISSING, scope.host()));
        let (popup, scope) = (self.popup.clone(), scope.clone());
        let allow = button(message::SITE_ACCESS_ALLOW, move |_| {
            let request = access::request(&scope);
            let this = popup.clone();
            popup.run(async move {
                request.answered().await?;
                this.rerender().await
            });
        });
        element("div").attr("id", "watch-access").class("notice row").with(&text).with(&allow.class("first"))
    }

    async fn stop(&self, scope: Scope) -> Result<(), BrowserError> {
        tell(&ExtensionPageMessage::Unwatch(scope)).await?;
        self.popup.rerender().await?;
        // The clicked button is gone.
        dom::focus(dom::get("watchNow"));
        Ok(())
    }
}

/// Opens or closes the part of the form with the scope and the settings.
fn open_details(is_open: bool) {
    if let Some(details) = dom::get("watch-more") {
        // The name is a constant and valid.
        let _ = details.toggle_attribute_with_force("open", is_open);
    }
}

fn show_error(text: &str) {
    set_optional_text("watch-said", text);
}

/// Shows the controls that apply to the choices in the form.
fn show_fitting_controls() {
    show_id("watch-path-row", chosen("watch-scope") == "path");
    show_id("watch-learning-row", chosen("watch-environment") != choice_of(None));
}

fn field(id: &str) -> Option<HtmlInputElement> {
    get_as(id)
}

fn choose(name: &str, value: &str) {
    for input in dom::every::<HtmlInputElement>(&format!("input[name={name}]")) {
        input.set_checked(input.value() == value);
    }
}

fn chosen(name: &str) -> String {
    let checked = dom::every::<HtmlInputElement>(&format!("input[name={name}]:checked"));
    checked.first().map(HtmlInputElement::value).unwrap_or_default()
}
