//! Secrets are shown only once, at the end of the steps that create a key, in elements for program
//! output, with placeholders until they are loaded. The list contains only their last characters.
//! The menu is next to the page.
//!
//! Expected: the ID of each key in the list is learned; for a new key, both parts with the chosen
//! name. Not learned: the samples that repeat the key, and the token in them.

use maud::{Markup, html};

use super::{Shell, either, halves, just_created, notice, stray};
use crate::pages::banner;
use crate::pages::key_list::{List, Row};
use crate::visit::Visit;

pub const SHELL: Shell = Shell { name: "wizard", body, keys };

fn body(visit: &Visit, content: &Markup) -> Markup {
    html! {
        div.topline {
            button.burger type="button" aria-label="Open menu" aria-expanded="false" { "☰" }
            a href="/" { "Developer Portal" }
        }
        div.aside inert {
            @match visit.person {
                Some(person) => {
                    p { (person.name()) }
                    a href="/account/apikeys" { "API Keys" } a href="/account/keys" { "Access Keys" }
                    a href="/account/logout" { "Sign Out" }
                }
                None => { a href="/signin" { "Sign In" } a href="/signup" { "Create Account" } }
            }
        }
        @if let Some(words) = banner::words(visit) { div.infobar role="note" { p { strong { (words) } } } }
        div.sheet { (notice(visit, |text| html! { div.done role="alert" { (text) } })) (content) }
    }
}

fn keys(visit: &Visit, list: &List) -> Markup {
    let titles = either(list, ["App ID", "App Secret"], ["Public Key", "Private Key"]);
    html! {
        @match list.rows.last() {
            Some(row) if just_created(visit) => { (last_step(list, row)) }
            _ => {}
        }
        table.list {
            thead { tr { th { "Name" } th { (titles[0]) } th { (titles[1]) } th { "Actions" } } }
            tbody {
                @for row in &list.rows {
                    @let (public, secret) = halves(row);
                    tr {
                        td { (row.name) } td { (public) }
                        td { "•••• " (secret.get(secret.len().saturating_sub(4)..).unwrap_or_default()) br; small { "Shown once when it was created" } }
                        td { @for action in &row.actions { (action.button(visit)) " " } }
                    }
                }
            }
        }
    }
}

fn last_step(list: &List, row: &Row) -> Markup {
    let (public, secret) = halves(row);
    html! {
        ol.steps { li { "Name" } li { "Terms" } li aria-current="step" { "Save your key" } }
        div #fresh.card aria-busy="true" { @for _ in 0..4 { span.bar {} } }
        template #fresh-content {
            h2 { "Save your new key" }
            p { "You will not be able to see it again." }
            div.kv { span { "API Key Name" } b { (row.name) } }
            @if list.kind == "api" {
                div.kv { span { "Application ID" } output { (public) } }
                div.kv { span { "Application Secret" } samp { (secret) } }
            } @else {
                div.kv { span { "Public Key" } kbd { (public) } }
                div.kv { span { "Private Key" } kbd { (secret) } }
            }
            h3 { "Try it" }
            pre { kbd { "curl -u '" (public) ":" (secret) "' -d '{\"grant_type\":\"session\",\"expires_in\":7200}' …" } }
            pre { samp { "{\"mage_id\":\"MAG100000001\",\"ust\":\"" (stray::TOKEN) "\",\"expires_in\":7200}" } }
            p { "Request ID: " samp { (stray::NUMBERS[3]) } }
        }
    }
}
