//! The watched sites as a list.

use std::cell::RefCell;

use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

use super::access;
use super::ask::{ask, catalogue, tell};
use super::dom::{self, Build, element, fill, get_as, listen, paragraph, shape, show};
use super::options::act;
use super::undo::{Back, offer};
use super::words::{word, word_with};
use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::protocol::{PanelMessage, WatchedSite};
use sandbar::view::pages::watching::{CHOICES, choice_of, refused_text, site_of, tone_of};
use webext::{BrowserError, Context};

/// A site, and whether the browser lets Sandbar in.
type Row = (WatchedSite, bool);

thread_local! {
    /// The rows that are drawn.
    static DRAWN: RefCell<Vec<(Row, Element)>> = const { RefCell::new(Vec::new()) };
}

/// Lets the form work that adds a site.
pub fn offer_sites() {
    fill("watched-environment", choices("none"));
    listen("watched-environment", "change", |_| fit());
    listen("watched-address", "input", |_| say(""));
    listen("watched-add", "submit", |event| {
        event.prevent_default();
        add();
    });
    access::on_change(|| act(load()));
    fit();
}

/// How many sites are watched by the person's own wish: those travel in a file.
pub fn count() -> usize {
    DRAWN.with_borrow(|drawn| drawn.iter().filter(|((site, _), _)| !site.by_policy).count())
}

/// Reads the list, and shows it.
pub async fn load() -> Result<(), BrowserError> {
    let sites: Vec<WatchedSite> = ask(&PanelMessage::Watched).await?;
    let mut rows: Vec<Row> = Vec::new();
    for site in sites {
        let granted = access::is_granted(&site.site.scope).await?;
        rows.push((site, granted));
    }
    if let Some(empty) = dom::get("watched-empty") {
        show(&empty, rows.is_empty());
    }
    draw(rows);
    Ok(())
}

/// Draws the rows. One that has not changed stays the element it is: what is
/// drawn anew while it is pressed is not pressed.
fn draw(rows: Vec<Row>) {
    let Some(list) = dom::get("watched") else { return };
    let focused = dom::focused().map(|element| element.id());
    let mut drawn = DRAWN.take();
    drawn.retain(|(row, element)| {
        let stays = rows.contains(row);
        if !stays {
            element.remove();
        }
        stays
    });
    let mut next = list.first_element_child();
    let mut now = Vec::new();
    for row in rows {
        let kept = drawn.iter().find(|(known, _)| *known == row).map(|(_, element)| element.clone());
        let element = kept.unwrap_or_else(|| drawn_row(&row.0, row.1));
        if next.as_ref() == Some(&element) {
            next = element.next_element_sibling();
        } else {
            // Both are children of this list, or none yet.
            let _ = list.insert_before(&element, next.as_deref());
        }
        now.push((row, element));
    }
    show(&list, !now.is_empty());
    DRAWN.set(now);
    if dom::focused().is_none()
        && let Some(again) = focused.filter(|id| !id.is_empty())
    {
        dom::focus(dom::get(&again));
    }
}

/// The ids of a row's controls hold its address: they are found again when the
/// list is drawn anew.
fn id_of(scope: &Scope, control: &str) -> String {
    format!("{control}:{}", scope.address())
}

/// Gives a site of the list the keyboard.
pub fn focus_site(scope: &Scope) {
    dom::focus(dom::get(&id_of(scope, "remove")).or_else(|| dom::get("watched-address")));
}

fn drawn_row(WatchedSite { site, by_policy }: &WatchedSite, granted: bool) -> Element {
    let Watched { scope, environment, .. } = site;
    let address = scope.address();
    let access = match granted {
        true => paragraph(&word("siteAllowed")).class("quiet"),
        false => paragraph(&word("siteNoAccess")).class("missing"),
    };
    let policy = by_policy.then(|| paragraph(&word("siteByPolicy")).class("quiet"));
    let name =
        element("div").class("name").with(&element("b").class("host").text(&address)).with(&access).with_all(policy);
    let controls = if *by_policy { fixed(site) } else { changeable(site) };
    let asked = scope.clone();
    let allow = (!granted).then(|| {
        named(scope, "allow", "siteAccessAllow").on("click", move |_| {
            let asked = access::request(&asked);
            act(async move {
                JsFuture::from(asked?).await.doing("asking for access")?;
                load().await
            });
        })
    });
    let removed = site.clone();
    let remove = (!by_policy)
        .then(|| named(scope, "remove", "siteRemove").on("click", move |_| act(remove(removed.clone(), granted))));
    let class = environment.map_or("", |environment| environment.name());
    let actions = element("div").class("actions").with_all(allow).with_all(remove);
    element("li")
        .class(class)
        .with(&element("span").class("where").with(&shape(tone_of(*environment))))
        .with(&name)
        .with(&controls)
        .with(&actions)
}

/// A button that says, read out alone, which site it is about.
fn named(scope: &Scope, control: &str, key: &str) -> Element {
    let text = word(key);
    element("button")
        .attr("type", "button")
        .attr("id", &id_of(scope, control))
        .attr("aria-label", &format!("{text}: {}", scope.address()))
        .text(&text)
}

fn fixed(site: &Watched) -> Element {
    let choice = CHOICES.into_iter().find(|(value, _)| *value == choice_of(site.environment));
    let environment = choice.map(|(_, key)| paragraph(&word(key)));
    let learning = site.learns().then(|| paragraph(&word("siteLearned")).class("quiet"));
    element("div").class("how").with_all(environment).with_all(learning)
}

fn changeable(site: &Watched) -> Element {
    let scope = &site.scope;
    let (of_environment, of_learning) = (id_of(scope, "environment"), id_of(scope, "learning"));
    let change = {
        let (scope, of_environment, of_learning) = (scope.clone(), of_environment.clone(), of_learning.clone());
        move || {
            let environment = get_as::<HtmlSelectElement>(&of_environment).map(|choice| choice.value());
            let learning = get_as::<HtmlInputElement>(&of_learning).is_some_and(|field| field.checked());
            let site = site_of(scope.clone(), &environment.unwrap_or_default(), learning);
            act(async {
                tell(&PanelMessage::Watch(site)).await?;
                load().await
            });
        }
    };
    let again = change.clone();
    let environment = element("select")
        .attr("id", &of_environment)
        .attr("aria-label", &word_with("siteEnvironmentOf", &scope.address()))
        .with_all(choices(choice_of(site.environment)))
        .on("change", move |_| change());
    let learning = site.environment.map(|_| {
        let mut field = element("input").attr("type", "checkbox").attr("id", &of_learning);
        if site.learning {
            field = field.attr("checked", "");
        }
        let named = format!("{}: {}", word("siteLearning"), scope.address());
        let field = field.attr("aria-label", &named).on("change", move |_| again());
        element("label").class("switch").with(&field).with(&element("span").text(&word("siteLearning")))
    });
    element("div").class("how").with(&environment).with_all(learning)
}

fn choices(chosen: &str) -> impl Iterator<Item = Element> {
    CHOICES.into_iter().map(move |(value, key)| {
        let option = element("option").attr("value", value).text(&word(key));
        if value == chosen { option.attr("selected", "") } else { option }
    })
}

fn value_of_environment() -> String {
    get_as::<HtmlSelectElement>("watched-environment").map(|choice| choice.value()).unwrap_or_default()
}

/// Shows of the form what its choices ask for.
fn fit() {
    if let Some(learning) = dom::get("watched-learning-row") {
        show(&learning, value_of_environment() != "none");
    }
}

fn say(text: &str) {
    if let Some(said) = dom::get("watched-said") {
        said.set_text_content(Some(text));
        show(&said, !text.is_empty());
    }
}

fn add() {
    let Some(field) = get_as::<HtmlInputElement>("watched-address") else { return };
    let known =
        |scope: &Scope| DRAWN.with_borrow(|drawn| drawn.iter().any(|((known, _), _)| known.site.scope == *scope));
    let scope = match Scope::parse_new(&catalogue(), &field.value()).map_err(refused_text) {
        Ok(scope) if known(&scope) => Err("siteKnown"),
        scope => scope,
    };
    let scope = match scope {
        Ok(scope) => scope,
        Err(why) => {
            say(&word(why));
            return dom::focus(dom::get("watched-address"));
        }
    };
    let learning = get_as::<HtmlInputElement>("watched-learning");
    let learns = learning.as_ref().is_some_and(HtmlInputElement::checked);
    let site = site_of(scope, &value_of_environment(), learns);
    // At once: browsers listen only while the press is being handled.
    let asked = access::request(&site.scope);
    field.set_value("");
    act(async move {
        // It stays in the list whatever the answer is.
        tell(&PanelMessage::Watch(site)).await?;
        load().await?;
        JsFuture::from(asked?).await.doing("asking for access")?;
        load().await
    });
}

async fn remove(site: Watched, had_access: bool) -> Result<(), BrowserError> {
    tell(&PanelMessage::Unwatch(site.scope.clone())).await?;
    offer("didRemoveSite", Back::Site { site, had_access });
    load().await?;
    // What had the keyboard is gone: the way back has it.
    if dom::focused().is_none() {
        dom::focus(dom::get("undo"));
    }
    Ok(())
}
