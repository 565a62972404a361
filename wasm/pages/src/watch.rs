//! In the popup: watching the site of a page, and how.

use std::cell::RefCell;

use wasm_bindgen_futures::JsFuture;
use web_sys::{Element, HtmlInputElement};

use super::access;
use super::ask::{catalogue, run, tell};
use super::dom::{self, Build, button, element, get_as, listen, paragraph, show};
use super::popup::{draw, draw_anew};
use super::words::{word, word_with};
use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::protocol::{PanelMessage, TabId, WatchedSite};
use sandbar::view::pages::place::environment_word;
use sandbar::view::pages::watching::{Standing, changes, choice_of, refused_text, said, scope_at, site_of};
use webext::{BrowserError, Context};

/// What the form is about.
#[derive(Clone, PartialEq, Eq)]
struct Form {
    /// The address of the page.
    page: String,
    /// The site of the page, or how it is watched.
    site: Watched,
    /// Where it was watched before, if it was.
    before: Option<Scope>,
}

thread_local! {
    /// The form that is shown.
    static FORM: RefCell<Option<Form>> = const { RefCell::new(None) };
}

/// Lets the form work.
pub fn offer(tab: TabId) {
    listen("watch-form", "change", |_| fit());
    // While it is typed, not when the field is left: the button would slip away
    // from under the press.
    listen("watch-form", "input", |_| write("watch-said", ""));
    listen("watch-form", "submit", move |event| {
        event.prevent_default();
        submit(tab);
    });
    listen("watch-cancel", "click", |_| {
        FORM.take();
        hide();
        dom::focus(dom::get("watchChange"));
    });
}

/// Shows what there is to do about watching. What is typed stays while it is
/// about the same page.
pub fn show_standing(standing: &Standing, page: &str) {
    match standing {
        Standing::Free(scope) => {
            let site = site_of(scope.clone(), "none", false);
            let form = Form { page: page.to_owned(), site, before: None };
            if FORM.with_borrow(|shown| shown.as_ref() != Some(&form)) {
                show_form(form);
            }
        }
        Standing::Watched(WatchedSite { site, by_policy: false })
            if FORM.with_borrow(|form| form.as_ref().is_some_and(|form| form.before.as_ref() == Some(&site.scope))) => {
        }
        Standing::Nothing | Standing::Watched(_) => {
            FORM.take();
            hide();
        }
        Standing::Hidden => say_only("watchHidden"),
        Standing::Refused(refused) => say_only(refused_text(*refused)),
    }
}

fn hide() {
    set_shown("watch", false);
}

fn set_shown(id: &str, shown: bool) {
    if let Some(element) = dom::get(id) {
        show(&element, shown);
    }
}

fn write(id: &str, text: &str) {
    if let Some(element) = dom::get(id) {
        element.set_text_content(Some(text));
        show(&element, !text.is_empty());
    }
}

fn say_only(key: &str) {
    FORM.take();
    write("watch-heading", &word("watchHeading"));
    write("watch-told", &word(key));
    set_shown("watch-form", false);
    set_shown("watch", true);
}

fn show_form(form: Form) {
    let is_new = form.before.is_none();
    let scope = &form.site.scope;
    write("watch-heading", &word(if is_new { "watchHeading" } else { "watchChangeHeading" }));
    write("watch-told", &if is_new { word("watchMeaning") } else { String::new() });
    write("watch-path-label", &word_with("watchPathField", scope.host()));
    write("watchNow", &word(if is_new { "watchNow" } else { "renameSave" }));
    write("watch-said", "");
    set_shown("watch-cancel", !is_new);
    // Of a page the whole host is offered: its path is there to be cut.
    let part = if is_new || scope.path().is_empty() { "host" } else { "path" };
    check("watch-scope", part);
    check("watch-environment", choice_of(form.site.environment));
    if let Some(field) = field("watch-path") {
        field.set_value(if scope.path().is_empty() { "/" } else { scope.path() });
    }
    if let Some(learning) = field("watch-learning") {
        learning.set_checked(form.site.learning);
    }
    FORM.set(Some(form));
    fit();
    set_shown("watch-form", true);
    set_shown("watch", true);
}

/// Shows of the form what its choices ask for.
fn fit() {
    set_shown("watch-path-row", chosen("watch-scope") == "path");
    set_shown("watch-learning-row", chosen("watch-environment") != "none");
}

fn field(id: &str) -> Option<HtmlInputElement> {
    get_as(id)
}

fn check(name: &str, value: &str) {
    for input in dom::every::<HtmlInputElement>(&format!("input[name={name}]")) {
        input.set_checked(input.value() == value);
    }
}

fn chosen(name: &str) -> String {
    let checked = dom::every::<HtmlInputElement>(&format!("input[name={name}]:checked"));
    checked.first().map(HtmlInputElement::value).unwrap_or_default()
}

fn submit(tab: TabId) {
    let Some(Form { page, site, before }) = FORM.with_borrow(Clone::clone) else { return };
    let path = field("watch-path").filter(|_| chosen("watch-scope") == "path").map(|field| field.value());
    let scope = match scope_at(&catalogue(), &page, site.scope.host(), path.as_deref()) {
        Ok(scope) => scope,
        Err(wrong) => {
            write("watch-said", &word(wrong));
            return dom::focus(dom::get("watch-path"));
        }
    };
    let learning = field("watch-learning").is_some_and(|field| field.checked());
    let now = site_of(scope, &chosen("watch-environment"), learning);
    // At once: browsers listen only while the press is being handled.
    let asked = access::request(&now.scope);
    run(async move {
        // Before the answer: the browser's question may close the popup, and
        // what was asked for stays, whatever the answer is.
        for message in changes(before.as_ref(), now) {
            tell(&message).await?;
        }
        JsFuture::from(asked?).await.doing("asking for access")?;
        FORM.take();
        draw_anew(tab).await?;
        dom::focus(dom::get("watchChange"));
        Ok(())
    });
}

/// What is said and offered on a page of a watched site.
pub fn here(watched: &WatchedSite, page: &str, granted: bool, tab: TabId) -> Vec<Element> {
    let site = &watched.site;
    let heading = site.environment.map_or("watchedPlace", environment_word);
    let kind = site.environment.map(|_| paragraph(&word("watchedPlace")));
    let address = paragraph(&site.scope.address()).class("host");
    let said = said(watched).into_iter().map(|key| paragraph(&word(key)).class("quiet"));
    let missing = (!granted).then(|| missing(&site.scope, tab));
    let controls = (!watched.by_policy).then(|| {
        let form = Form { page: page.to_owned(), site: site.clone(), before: Some(site.scope.clone()) };
        let change = button("watchChange", move |_| {
            show_form(form.clone());
            dom::focus(dom::every("input[name=watch-scope]:checked").into_iter().next());
        });
        let scope = site.scope.clone();
        let stop = button("watchStop", move |_| run(stop(scope.clone(), tab)));
        element("div").class("row").with(&change).with(&stop)
    });
    let heading = [element("h1").text(&word(heading)), address];
    heading.into_iter().chain(kind).chain(said).chain(missing).chain(controls).collect()
}

fn missing(scope: &Scope, tab: TabId) -> Element {
    let text = paragraph(&word_with("siteAccessMissing", scope.host()));
    let scope = scope.clone();
    let allow = button("siteAccessAllow", move |_| {
        let asked = access::request(&scope);
        run(async move {
            JsFuture::from(asked?).await.doing("asking for access")?;
            draw(tab).await
        });
    });
    element("div").attr("id", "watch-access").class("notice row").with(&text).with(&allow.class("first"))
}

async fn stop(scope: Scope, tab: TabId) -> Result<(), BrowserError> {
    tell(&PanelMessage::Unwatch(scope)).await?;
    draw(tab).await?;
    // The button that was pressed is gone.
    dom::focus(dom::get("watchNow"));
    Ok(())
}
