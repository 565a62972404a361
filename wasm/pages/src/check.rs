//! A text to check, and what was found in it.

use web_sys::HtmlTextAreaElement;

use super::ask::{ask, run};
use super::dom::{self, Build, button, element, fill, get_as, paragraph};
use super::words::{word, word_with};
use sandbar::catalogue::Environment;
use sandbar::keyring::Belonging;
use sandbar::protocol::{Checked, PageText, PanelMessage};
use sandbar::view::pages::checked::said;
use sandbar::view::pages::place::environment_word;
use sandbar::view::warning::{belonging_word, part_word};
use webext::BrowserError;

/// A request as the vendor's documentation shows it, with an invented key: the
/// sample key of the documentation is nobody's.
const EXAMPLE: &str = "curl -X POST \\\n  -u 'AR28PM50XD:7931d0a725e76fa34ea8771387f31fa3ae84f3db' \\\n  -d '{ \"grant_type\": \"session\" }' \\\n  https://commercedeveloper-sandbox-api.adobe.com/rest/v1/app/session/token";

/// Lets the form of the check work.
pub fn offer() {
    if let Some(form) = dom::get("check-form") {
        form.on("submit", |event| {
            event.prevent_default();
            run(check());
        });
    }
    if let Some(example) = dom::get("checkExample") {
        example.on("click", |_| check_this(EXAMPLE));
    }
    if let Some(clear) = dom::get("checkClear") {
        clear.on("click", |_| {
            if let Some(field) = field() {
                field.set_value("");
                let _ = field.focus();
            }
            fill("checked", []);
        });
    }
}

fn field() -> Option<HtmlTextAreaElement> {
    get_as("check-text")
}

/// Checks this text, as if it had been pasted.
pub fn check_this(text: &str) {
    if let Some(field) = field() {
        field.set_value(text);
        field.scroll_into_view();
        run(check());
    }
}

async fn check() -> Result<(), BrowserError> {
    let Some(field) = field() else { return Ok(()) };
    let text = PageText::from(field.value());
    if text.as_str().trim().is_empty() {
        fill("checked", []);
        let _ = field.focus();
        return Ok(());
    }
    let checked: Checked = ask(&PanelMessage::Check { text }).await?;
    draw_checked(&checked);
    Ok(())
}

async fn remember(environment: Environment) -> Result<(), BrowserError> {
    let Some(field) = field() else { return Ok(()) };
    let text = PageText::from(field.value());
    let checked: Checked = ask(&PanelMessage::Remember { text, environment }).await?;
    draw_checked(&checked);
    Ok(())
}

fn draw_checked(checked: &Checked) {
    let said = said(checked);
    let heading = element("h3").text(&word(said.heading));
    let reasons = said.reasons.iter().map(|reason| paragraph(&word(reason)));
    let keys = checked.keys.iter().map(|key| {
        let mut known: Vec<String> = Vec::new();
        known.extend(key.label.as_ref().map(|label| word_with("keyNamed", label)));
        known.push(key.belonging.map_or_else(|| word("belongsToNobody"), |belonging| word(belonging_word(belonging))));
        known.extend(key.retired.then(|| word("keyRetired")));
        let class = key.belonging.map_or("", |belonging| match belonging {
            Belonging::Production => "production",
            Belonging::Sandbox => "sandbox",
            Belonging::Conflict => "check",
        });
        element("li")
            .class(class)
            .with(&element("b").text(&word(part_word(key.part))))
            .with(&element("code").text(&key.hint))
            .with(&element("span").text(&known.join(" · ")))
    });
    let hosts = checked.hosts.iter().map(|(host, environment)| {
        element("li")
            .class(environment.name())
            .with(&element("b").text(&word("checkedHost")))
            .with(&element("code").text(host))
            .with(&element("span").text(&word(environment_word(*environment))))
    });
    let list = element("ul").with_all(keys.chain(hosts));
    let offer = said.offers_to_remember.then(|| {
        let offer = |environment, key| button(key, move |_| run(remember(environment)));
        element("div")
            .class("row")
            .with(&offer(Environment::Production, "rememberProduction"))
            .with(&offer(Environment::Sandbox, "rememberSandbox"))
    });
    let card = element("div")
        .class(&format!("outcome {}", said.outcome.name()))
        .attr("role", "status")
        .with(&heading)
        .with_all(reasons)
        .with_all(list.has_child_nodes().then_some(list))
        .with_all(offer);
    fill("checked", [card]);
}
