//! The welcome page: the first steps, each of which shows when it is done, and
//! an example that stores nothing.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::access::{self, AccessNotice};
use crate::apart::Apart;
use crate::background::{self, Start, ask, on_change_of};
use crate::check::show_summary;
use crate::dom::{self, Build, element, fill, link, listen};
use crate::places::Places;
use crate::refresh::Refresh;
use crate::run::Runner;
use crate::shortcuts;
use crate::template::Parts;
use crate::vendors::VendorList;
use crate::words::{counted, word};
use sandbar::catalogue::{Catalogue, Environment, vendors};
use sandbar::credential::Kind;
use sandbar::messages::message;
use sandbar::protocol::{ApartWay, Checked, ExtensionPageMessage, KeyCount, PageText};
use sandbar::view::pages::first_steps::{key_pages, learned, learned_words};
use sandbar::view::pages::place::environment_word;
use sandbar::view::pages::watching::tone_of;
use sandbar::worker::names::{ENTRY_PREFIX, SETTINGS_KEY, WATCHED_KEY};
use webext::{BrowserError, Context, object};

/// How long to wait for more changes before a refresh, in milliseconds.
const REFRESH_DELAY: u32 = 50;

/// The state of the welcome page.
struct Welcome {
    runner: Runner,
    access: Rc<AccessNotice>,
    places: Rc<Places>,
    vendors: Rc<VendorList>,
}

impl Welcome {
    /// Updates every step.
    async fn update(&self) -> Result<(), BrowserError> {
        let has_access = self.access.update().await?;
        mark_done("access", has_access);
        dom::show_id("access-done", has_access);
        let counts: Vec<KeyCount> = ask(&ExtensionPageMessage::KeyCounts).await?;
        let has_any = Environment::ALL.iter().any(|&environment| learned(&counts, environment) > 0);
        for environment in Environment::ALL {
            show_learned(&counts, environment, has_any);
        }
        mark_done("keys", has_any);
        mark_done("places", self.places.load().await? > 0);
        self.vendors.load().await?;
        Ok(())
    }

    /// Shows the result for the example as if its key were a Production key.
    /// Nothing is learned.
    async fn show_example() -> Result<(), BrowserError> {
        let Some(text) = example() else { return Ok(()) };
        let suppose = ExtensionPageMessage::Suppose {
            text: PageText::from(text.to_owned()),
            environment: Environment::Production,
        };
        let checked: Checked = ask(&suppose).await?;
        show_summary("tried", &checked, None);
        dom::show_id("tried-nothing", true);
        Ok(())
    }
}

/// Marks a step as done or as open.
fn mark_done(step: &str, is_done: bool) {
    if let Some(step) = dom::get(&format!("step-{step}")) {
        drop(step.attr("data-done", if is_done { "yes" } else { "no" }));
    }
}

/// Shows how many keys of an environment were learned. `has_any` is whether
/// keys of any environment were.
fn show_learned(counts: &[KeyCount], environment: Environment, has_any: bool) {
    let count = learned(counts, environment);
    let text = match (count, has_any) {
        (0, false) => word(message::FIRST_KEYS_NONE),
        (0, true) => word(message::FIRST_KEYS_OTHER),
        _ => counted(learned_words(environment), count),
    };
    let id = format!("learned-{}", environment.name());
    dom::set_text(&id, &text);
    if let Some(element) = dom::get(&id) {
        drop(element.attr("data-done", if count > 0 { "yes" } else { "no" }));
    }
}

/// Shows the shape of an environment, and the links to the pages with its keys.
fn show_key_pages(catalogue: &Catalogue, environment: Environment) {
    if let Some(lane) = dom::get(&format!("lane-{}", environment.name())) {
        lane.set_shape(tone_of(Some(environment)));
    }
    let links = key_pages(catalogue, environment).into_iter().map(|page| {
        let (label, name) = (word(page.label()), word(environment_word(environment)));
        link(&page.address, &label).attr("aria-label", &format!("{label}, {name}")).class("button")
    });
    fill(&format!("open-{}", environment.name()), links);
}

/// Opens the API keys of both environments in tabs behind this one, so that the
/// user can see here that the keys are learned.
async fn open_both(catalogue: Rc<Catalogue>) -> Result<(), BrowserError> {
    for environment in Environment::ALL {
        let Some(page) = key_pages(&catalogue, environment).into_iter().find(|page| page.kind == Kind::ApiKey) else {
            continue;
        };
        let tab = [("url", page.address.into()), ("active", false.into())];
        webext::tabs_create(&object(tab)).await.doing("opening a page with keys")?;
    }
    Ok(())
}

/// The example request with an invented key.
fn example() -> Option<&'static str> {
    vendors::ALL.iter().find_map(|vendor| vendor.example)
}

/// Starts the welcome page and keeps it up to date while it is open.
///
/// # Errors
///
/// Returns an error if the background or the browser doesn't answer.
#[wasm_bindgen]
pub async fn welcome() -> Result<(), JsValue> {
    let Start { policy, catalogue } = background::start().await?;
    dom::fill_page_messages();
    let runner = Runner::with_general_error();
    let page = Rc::new(Welcome {
        access: AccessNotice::new(runner.clone(), policy),
        places: Places::new(runner.clone(), Rc::clone(&catalogue), false),
        vendors: VendorList::new(runner.clone()),
        runner,
    });
    for environment in Environment::ALL {
        show_key_pages(&catalogue, environment);
    }
    let in_firefox = webext::runtime_url("").starts_with("moz-extension:");
    dom::show_id("pin-firefox", in_firefox);
    dom::show_id("pin-chromium", !in_firefox);
    dom::show_id("may-containers", in_firefox);
    let way = if in_firefox { ApartWay::Container } else { ApartWay::PrivateWindow };
    Apart::new(page.runner.clone(), None).show(way);
    fill("example", example().map(|text| element("code").text(text)));
    let runner = page.runner.clone();
    listen("tryNow", "click", move |_| runner.run(Welcome::show_example()));
    let runner = page.runner.clone();
    listen("openBothKeys", "click", move |_| runner.run(open_both(Rc::clone(&catalogue))));
    page.update().await?;
    shortcuts::show().await?;
    dom::show_page();
    dom::scroll_to_named();
    let this = Rc::clone(&page);
    let refresh = Refresh::new(REFRESH_DELAY, move || {
        let page = Rc::clone(&this);
        this.runner.run(async move { page.update().await });
    });
    let changed = refresh.clone();
    on_change_of(&[ENTRY_PREFIX, SETTINGS_KEY, WATCHED_KEY], move || changed.schedule());
    access::on_change(move || refresh.schedule());
    // Something may have changed before the listeners were added.
    page.update().await?;
    Ok(())
}
