//! The form for checking a text, and its result.

use std::rc::Rc;
use std::time::Duration;

use js_sys::Date;
use web_sys::{Element, HtmlTextAreaElement};

use crate::background::ask;
use crate::dom::{Build, button, element, fill, get_as, listen, paragraph};
use crate::run::Runner;
use crate::template::{self, Parts};
use crate::words::{extension_text, time, word, word_with};
use sandbar::catalogue::Environment;
use sandbar::catalogue::vendors;
use sandbar::keyring::Belonging;
use sandbar::messages::{ExtensionText, message};
use sandbar::protocol::{Checked, CheckedKey, ExtensionPageMessage, PageText};
use sandbar::time::Timestamp;
use sandbar::verdict::Verdict;
use sandbar::view::credential::{ended_word, part_word};
use sandbar::view::pages::checked::summarize;
use sandbar::view::pages::place::environment_word;
use sandbar::view::vendor_key::{environment_of, item_text, name_of};
use sandbar::view::warning::{belonging_word, item_words};
use webext::BrowserError;

/// The form for checking a text.
pub struct Check {
    runner: Runner,
}

impl Check {
    /// Connects the form's controls.
    pub fn start(runner: Runner) -> Rc<Self> {
        let check = Rc::new(Self { runner });
        let this = Rc::clone(&check);
        listen("check-form", "submit", move |event| {
            event.prevent_default();
            this.run();
        });
        let this = Rc::clone(&check);
        listen("checkExample", "click", move |_| {
            let example = vendors::ALL.iter().find_map(|vendor| vendor.example);
            this.check(example.unwrap_or_default());
        });
        listen("checkClear", "click", |_| {
            if let Some(field) = field() {
                field.set_value("");
                let _ = field.focus();
            }
            fill("checked", []);
        });
        check
    }

    /// Checks this text as if the user had pasted it.
    pub fn check(self: &Rc<Self>, text: &str) {
        if let Some(field) = field() {
            field.set_value(text);
            field.scroll_into_view();
            self.run();
        }
    }

    fn run(self: &Rc<Self>) {
        let this = Rc::clone(self);
        self.runner.run(async move { this.check_field().await });
    }

    async fn check_field(self: &Rc<Self>) -> Result<(), BrowserError> {
        let Some(field) = field() else { return Ok(()) };
        let text = PageText::from(field.value());
        if text.as_str().trim().is_empty() {
            fill("checked", []);
            let _ = field.focus();
            return Ok(());
        }
        let checked: Checked = ask(&ExtensionPageMessage::Check { text }).await?;
        let offers = summarize(&checked).offers_to_remember;
        self.show(&checked, offers);
        Ok(())
    }

    async fn remember(self: &Rc<Self>, environment: Environment) -> Result<(), BrowserError> {
        let Some(field) = field() else { return Ok(()) };
        let text = PageText::from(field.value());
        let checked: Checked = ask(&ExtensionPageMessage::Remember { text, environment }).await?;
        // The buttons stay, so that the user can correct a wrong click.
        self.show(&checked, true);
        Ok(())
    }

    fn show(self: &Rc<Self>, checked: &Checked, offers_to_remember: bool) {
        let remember = |environment, key| {
            let this = Rc::clone(self);
            button(key, move |_| {
                let check = Rc::clone(&this);
                this.runner.run(async move { check.remember(environment).await });
            })
        };
        let buttons = element("div")
            .class("row")
            .with(&remember(Environment::Production, message::REMEMBER_PRODUCTION))
            .with(&remember(Environment::Sandbox, message::REMEMBER_SANDBOX));
        show_summary("checked", checked, offers_to_remember.then_some(buttons));
    }
}

/// Shows the result of checking a text in the element with this ID, followed by
/// `buttons`.
pub fn show_summary(id: &str, checked: &Checked, buttons: Option<Element>) {
    let summary = summarize(checked);
    let heading = element("h3").text(&extension_text(&summary.heading));
    let reasons = summary.reasons.iter().map(|reason| paragraph(&extension_text(reason)));
    let response = summary.response.iter().map(|text| paragraph(&word_with(text.key, &text.args.concat())));
    let expires = checked.lifetime.map(|seconds| {
        // It was issued before now.
        let now = Timestamp::from_js(Date::now());
        let at = now.after(Duration::from_secs(seconds.into()));
        paragraph(&word_with(message::CHECKED_EXPIRES, &time(at, now)))
    });
    let has_lines = checked.keys.iter().any(|key| key.line > 1);
    let keys = checked.keys.iter().filter_map(|key| key_row(key, has_lines));
    let hosts = checked.hosts.iter().filter_map(|(host, environment)| {
        row(environment.name(), &word(message::CHECKED_HOST), host, &word(environment_word(*environment)))
    });
    // The list may scroll, so the keyboard must be able to reach it.
    let list = element("ul").attr("tabindex", "0").with_all(keys.chain(hosts));
    let card = element("div")
        .class(&format!("outcome {}", summary.outcome.name()))
        .attr("role", "status")
        .with(&heading)
        .with_all(reasons.chain(response).chain(expires))
        .with_all(list.has_child_nodes().then_some(list))
        .with_all(buttons);
    fill(id, [card]);
}

fn field() -> Option<HtmlTextAreaElement> {
    get_as("check-text")
}

fn key_row(key: &CheckedKey, has_lines: bool) -> Option<Element> {
    let line = has_lines.then(|| word_with(message::ITEM_LINE, &key.line.to_string()));
    let is_new = |verdict: &Verdict| !matches!(verdict, Verdict::Fits | Verdict::Retired);
    let worst = key.verdicts.iter().copied().find(is_new);
    let vendor = key.vendor_key.as_ref();
    let verdict = worst.and_then(|verdict| {
        let of_vendor = vendor.and_then(|vendor| item_text(vendor, verdict)).map(|text| text.into());
        of_vendor.or_else(|| item_words(verdict, key.part.kind(), key.destination).map(|key| key.in_extension().into()))
    });
    let verdict = verdict.map(|text: ExtensionText| extension_text(&text));
    let label = vendor.map_or(key.label.as_ref(), |vendor| vendor.vendor.as_ref());
    let name = label.map(|label| word_with(message::KEY_NAMED, label));
    let known =
        || key.belonging.map_or(message::BELONGS_TO_NOBODY, |belonging| belonging_word(belonging).in_extension());
    let belonging = vendor.map_or_else(|| known().into(), |vendor| environment_of(vendor).into());
    let belonging = extension_text(&belonging);
    let retired = key.retired.then(|| word(ended_word(key.part.kind())));
    let facts: Vec<String> = line.into_iter().chain([belonging]).chain(name).chain(retired).chain(verdict).collect();
    let class = key.belonging.map_or("", |belonging| match belonging {
        Belonging::Production => "production",
        Belonging::Sandbox => "sandbox",
        Belonging::Conflict => "check",
    });
    row(class, &word(vendor.map_or(part_word(key.part), name_of)), &key.hint, &facts.join(" · "))
}

fn row(class: &str, kind: &str, value: &str, facts: &str) -> Option<Element> {
    let row = template::copy("checked-row")?.class(class);
    row.set_text("kind", kind);
    row.set_text("value", value);
    row.set_text("facts", facts);
    Some(row)
}
