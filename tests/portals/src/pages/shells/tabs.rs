//! Tabs: API keys, access keys and activity in one document, of which one is visible. The account
//! menu is rendered when it is opened.
//!
//! Expected: the keys in the visible tab are learned with their names, and the others when their
//! tab is opened. Not learned: anything in the activity log, whether or not it is open.

use maud::{Markup, html};

use super::{Shell, either, halves, notice, stray};
use crate::pages::key_list::{List, Row};
use crate::pages::{api_keys, banner, composer_keys};
use crate::visit::Visit;

pub const SHELL: Shell = Shell { name: "tabs", body, keys };

fn body(visit: &Visit, content: &Markup) -> Markup {
    html! {
        div.app {
            @if let Some(words) = banner::words(visit) {
                div.callout role="status" {
                    svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" { circle cx="7" cy="7" r="6" {} }
                    div.callout-text { (words) }
                }
            }
            div.bar {
                a.logo href="/" aria-label="Developer Portal" { "◆ Dev" }
                div.spacer {}
                @match visit.person {
                    Some(person) => {
                        div.account data-name=(person.name()) {
                            button type="button" aria-haspopup="menu" aria-expanded="false" aria-label={ "Account menu, " (person.name()) } { "AS" }
                        }
                    }
                    None => { button.cta type="button" data-go="/signin" { "Sign in" } }
                }
            }
            div.page { (notice(visit, |text| html! { div.toast role="status" { (text) } })) (content) }
        }
    }
}

fn keys(visit: &Visit, list: &List) -> Markup {
    let Some(person) = visit.person else { return html! {} };
    let (api, composer) = (api_keys::list(visit, person), composer_keys::list(visit, person));
    let shown = list.kind;
    let tabs = [("api", "API keys"), ("composer", "Access keys"), ("activity", "Activity")];
    html! {
        div.tabs role="tablist" aria-label="Credentials" {
            @for (id, word) in tabs {
                button type="button" role="tab" id={ "tab-" (id) } aria-controls={ "panel-" (id) } aria-selected=(id == shown) { (word) }
            }
        }
        (panel("api", shown, &cards(visit, &api)))
        (panel("composer", shown, &cards(visit, &composer)))
        (panel("activity", shown, &activity()))
    }
}

fn panel(id: &str, shown: &str, content: &Markup) -> Markup {
    let active = id == shown;
    html! {
        div.panel.is-active[active] role="tabpanel" id={ "panel-" (id) } aria-labelledby={ "tab-" (id) } aria-hidden=(!active) { (content) }
    }
}

fn cards(visit: &Visit, list: &List) -> Markup {
    html! {
        @if list.rows.is_empty() { p { (list.empty) } }
        @for row in &list.rows { (card(visit, list, row)) }
    }
}

fn card(visit: &Visit, list: &List, row: &Row) -> Markup {
    let [first, second] = either(list, ["App ID", "App Secret"], ["Public key", "Private key"]);
    let (public, secret) = halves(row);
    html! {
        section.credential {
            div.credential-head { h3 { (row.name) } span.chip { (row.state.unwrap_or("Active")) } }
            @for (word, value) in [(first, public), (second, secret)] {
                div.field {
                    span.caption { (word) }
                    div.box { code { (value) } button type="button" aria-label={ "Copy " (word) } { "⧉" } }
                }
            }
            div.credential-foot { @for action in &row.actions { (action.button(visit)) " " } }
        }
    }
}

/// The latest actions on keys, whose IDs have been replaced since.
fn activity() -> Markup {
    html! {
        ol.log {
            @for (number, request) in stray::NUMBERS.iter().zip(stray::SHORT) {
                li {
                    time { "09:14" } " " b { "Token issued" } " "
                    span.caption { "App ID" } " " code { (number) } " "
                    span.caption { "Request" } " " code { (request) }
                }
            }
        }
    }
}
