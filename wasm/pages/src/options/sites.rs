//! The list of watched sites, and the form that adds one.

use std::cell::Cell;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use super::row;
use super::undo::{Bar, Undo};
use crate::access;
use crate::background::tell;
use crate::dom::{self, get_as, listen};
use crate::list::{Item, KeyedList, action_of};
use crate::places::Places;
use crate::run::Runner;
use crate::template::Parts;
use crate::words::word;
use sandbar::catalogue::Catalogue;
use sandbar::catalogue::Environment;
use sandbar::catalogue::watched::{Scope, Watched, words_of};
use sandbar::messages::{MessageKey, message};
use sandbar::protocol::{ExtensionPageMessage, WatchedSite};
use sandbar::view::pages::watching::{CHOICES, choice_of, refused_text, site_of};
use webext::BrowserError;

/// A watched site, and whether Sandbar has access.
#[derive(Clone, PartialEq)]
struct SiteRow {
    site: Watched,
    by_policy: bool,
    is_granted: bool,
}

impl Item for SiteRow {
    fn key(&self) -> String {
        self.site.scope.address()
    }

    fn template(&self) -> &'static str {
        // The user can't change a site from managed policy.
        if self.by_policy { "policy-site-row" } else { "site-row" }
    }

    fn fill(&self, row: &Element) {
        let Watched { scope, environment, learning, words } = &self.site;
        let address = scope.address();
        let choice = choice_of(*environment);
        row.set_text("address", &address);
        let about = [
            Some(if self.is_granted { message::SITE_ALLOWED } else { message::SITE_NO_ACCESS }),
            self.site.learns().then_some(message::SITE_LEARNED),
            self.by_policy.then_some(message::SITE_BY_POLICY),
        ];
        let about: Vec<String> = about.into_iter().flatten().map(word).collect();
        row.set_text("about", &about.join(" · "));
        row.set_attribute_of("about", "class", if self.is_granted { "quiet" } else { "missing" });
        row::name_controls(row, &address, &CONTROLS);
        if let Some(allow) = row.control("allow") {
            dom::show(&allow, !self.is_granted);
        }
        if self.by_policy {
            let choice = CHOICES.into_iter().find(|(value, _)| *value == choice);
            row.set_attribute_of(
                "where",
                "class",
                &["environment ", environment.map_or("mixed", Environment::name)].concat(),
            );
            row.set_text("environment", &choice.map(|(_, key)| word(key)).unwrap_or_default());
            return;
        }
        row::connect_menu(row, &address, &address);
        row::show_environment(row, &address, &CHOICES, Some(choice));
        if let Some(field) = control_as::<HtmlInputElement>(row, "learning") {
            field.set_checked(*learning);
        }
        if let Some(field) = control_as::<HtmlInputElement>(row, "words") {
            let words = words.join(", ");
            // Don't change the field while the user is typing in it.
            if field.default_value() != words || field.value().is_empty() {
                field.set_default_value(&words);
                field.set_value(&words);
            }
        }
        row.show_part("learning", environment.is_some());
        row.show_part("words", *environment == Some(Environment::Production));
    }
}

fn control_as<T: JsCast>(row: &Element, action: &str) -> Option<T> {
    row.control(action)?.dyn_into().ok()
}

/// The labels of the other controls in a row.
const CONTROLS: [(&str, MessageKey); 4] = [
    ("allow", message::SITE_ACCESS_ALLOW),
    ("remove", message::SITE_REMOVE),
    ("learning", message::SITE_LEARNING),
    ("words", message::STOPPING_WORDS),
];

/// The watched sites.
pub struct SiteList {
    runner: Runner,
    undo: Rc<Undo>,
    catalogue: Rc<Catalogue>,
    /// The common places that aren't watched yet.
    places: Rc<Places>,
    list: Rc<KeyedList<SiteRow>>,
    /// The number of changes that the user made to sites. An answer from before
    /// a change must not reset its control.
    changes: Cell<u32>,
}

impl SiteList {
    /// Connects the controls of the list and the form.
    pub fn new(runner: Runner, undo: Rc<Undo>, catalogue: Rc<Catalogue>) -> Rc<Self> {
        let places = Places::new(runner.clone(), Rc::clone(&catalogue), true);
        let sites =
            Rc::new(Self { runner, undo, catalogue, places, list: KeyedList::new("watched"), changes: Cell::new(0) });
        listen("watched-environment", "change", |_| show_fitting_controls());
        listen("watched-address", "input", |_| show_error(""));
        let this = Rc::clone(&sites);
        listen("watched-add", "submit", move |event| {
            event.prevent_default();
            this.add();
        });
        let this = Rc::clone(&sites);
        listen("watched", "click", move |event| this.handle_click(event));
        let this = Rc::clone(&sites);
        listen("watched", "change", move |event| this.handle_change(event));
        show_fitting_controls();
        sites
    }

    /// The number of sites that the user watches, which is what an export
    /// contains.
    pub fn count(&self) -> usize {
        self.list.count(|row| !row.by_policy)
    }

    /// Reads the sites and shows them.
    ///
    /// # Errors
    ///
    /// Returns an error if the background or the browser doesn't answer.
    pub async fn load(&self) -> Result<(), BrowserError> {
        let changes = self.changes.get();
        let watched = access::watched_sites().await?;
        if self.changes.get() != changes {
            // A later change reads the sites again.
            return Ok(());
        }
        self.places.show(&watched);
        let row = |(WatchedSite { site, by_policy }, is_granted)| SiteRow { site, by_policy, is_granted };
        let rows: Vec<SiteRow> = watched.into_iter().map(row).collect();
        dom::show_id("watched-empty", rows.is_empty());
        dom::show_id("watched", !rows.is_empty());
        self.list.render(rows);
        Ok(())
    }

    /// Focuses a site in the list, or the form if the site isn't there.
    pub fn focus(&self, scope: &Scope) {
        let key = scope.address();
        match self.list.row(&key) {
            Some(_) => self.list.focus(&key, row::MENU),
            None => dom::focus(dom::get("watched-address")),
        }
    }

    fn row(&self, key: &str) -> Option<SiteRow> {
        self.list.find(|row| (row.key() == key).then(|| row.clone()))
    }

    fn handle_click(self: &Rc<Self>, event: &Event) {
        let Some((key, action)) = action_of(event) else { return };
        let Some(row) = self.row(&key) else { return };
        let this = Rc::clone(self);
        match action.as_str() {
            "allow" => {
                let request = access::request(&row.site.scope);
                self.runner.run(async move {
                    request.answered().await?;
                    this.load().await
                });
            }
            "remove" => self.runner.run(async move { this.remove(row).await }),
            choice if CHOICES.iter().any(|(value, _)| *value == choice) => self.save(row.site, choice),
            _ => {}
        }
    }

    /// Saves the settings of a site from its row.
    fn handle_change(self: &Rc<Self>, event: &Event) {
        let Some((key, _)) = action_of(event) else { return };
        let (Some(row), Some(SiteRow { site, .. })) = (self.list.row(&key), self.row(&key)) else { return };
        let learning = control_as::<HtmlInputElement>(&row, "learning").is_some_and(|field| field.checked());
        let words = control_as::<HtmlInputElement>(&row, "words").map(|field| field.value()).unwrap_or_default();
        let words: Vec<&str> = words.split(',').collect();
        let choice = choice_of(site.environment);
        self.save(Watched { learning, words: words_of(&words), ..site }, choice);
    }

    /// Watches a site with the environment of this choice.
    fn save(self: &Rc<Self>, site: Watched, choice: &str) {
        let site = site_of(site.scope, choice, site.learning, site.words);
        self.changes.set(self.changes.get().wrapping_add(1));
        let this = Rc::clone(self);
        self.runner.run(async move {
            tell(&ExtensionPageMessage::Watch(site)).await?;
            this.load().await
        });
    }

    fn add(self: &Rc<Self>) {
        let Some(field) = get_as::<HtmlInputElement>("watched-address") else { return };
        let scope = match Scope::parse_new(&self.catalogue, &field.value()).map_err(refused_text) {
            Ok(scope) if self.row(&scope.address()).is_some() => Err(message::SITE_KNOWN),
            scope => scope,
        };
        let scope = match scope {
            Ok(scope) => scope,
            Err(reason) => {
                show_error(&word(reason));
                return dom::focus(dom::get("watched-address"));
            }
        };
        let learning = get_as::<HtmlInputElement>("watched-learning").is_some_and(|field| field.checked());
        let site = site_of(scope, &chosen_environment(), learning, Vec::new());
        let request = access::request(&site.scope);
        field.set_value("");
        let this = Rc::clone(self);
        self.runner.run(async move {
            // The site stays in the list regardless of the user's answer.
            tell(&ExtensionPageMessage::Watch(site)).await?;
            this.load().await?;
            request.answered().await?;
            this.load().await
        });
    }

    async fn remove(self: &Rc<Self>, row: SiteRow) -> Result<(), BrowserError> {
        tell(&ExtensionPageMessage::Unwatch(row.site.scope.clone())).await?;
        let this = Rc::clone(self);
        self.undo.offer(Bar::Sites, message::DID_REMOVE_SITE, move || this.put_back(row));
        self.load().await?;
        self.undo.focus_if_lost();
        Ok(())
    }

    fn put_back(self: Rc<Self>, SiteRow { site, is_granted, .. }: SiteRow) {
        // The background gave up the access when it removed the site.
        let request = is_granted.then(|| access::request(&site.scope));
        let this = Rc::clone(&self);
        self.runner.run(async move {
            let scope = site.scope.clone();
            tell(&ExtensionPageMessage::Watch(site)).await?;
            this.undo.confirm(Bar::Sites);
            this.load().await?;
            this.focus(&scope);
            if let Some(request) = request {
                request.answered().await?;
            }
            this.load().await
        });
    }
}

fn chosen_environment() -> String {
    let chosen = dom::every::<HtmlInputElement>("input[name=watched-environment]:checked");
    chosen.first().map(HtmlInputElement::value).unwrap_or_default()
}

/// Shows the controls of the form that apply to its choices. Without an
/// environment, keys can't be learned from a site.
fn show_fitting_controls() {
    dom::show_id("watched-learning-row", chosen_environment() != choice_of(None));
}

fn show_error(text: &str) {
    dom::set_optional_text("watched-said", text);
}
