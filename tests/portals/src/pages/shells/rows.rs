//! A page rendered by one script: rows are placed by coordinates, only visible rows exist, and
//! their elements are reused for other rows. The source order of cells differs from the order on
//! the screen and from that of their headers. The header says "Sign In" until the script knows the
//! user.
//!
//! Expected: the visible key is learned first, and the next one when it is scrolled into view; when
//! the organization is selected, its keys too, each secret with its own ID. Not learned: values
//! that are only in the state in the page's source. The user counts as signed in, in spite of the
//! initial header.

use maud::{Markup, PreEscaped, html};
use serde_json::json;

use super::{Shell, either, halves, notice};
use crate::pages::key_list::List;
use crate::pages::{api_keys, banner, composer_keys};
use crate::session::Person;
use crate::visit::Visit;

pub const SHELL: Shell = Shell { name: "rows", body, keys };

fn body(visit: &Visit, content: &Markup) -> Markup {
    html! {
        div #root class="min-h-screen flex flex-col" {
            @if let Some(words) = banner::words(visit) {
                div class="sticky top-0 z-50 w-full px-4 py-2 text-xs text-center bg-slate-200" { span { (words) } }
            }
            div class="flex items-center h-14 px-6 border-b" {
                a class="font-semibold" href="/" { "Developer Portal" }
                div #account class="ml-auto" data-user=[visit.person.map(|person| person.name())] {
                    a class="text-sm font-medium" href="/signin" { "Sign In" }
                }
            }
            div class="px-6 py-8" {
                (notice(visit, |text| html! { div class="rounded px-3 py-2 bg-green-50" role="status" { (text) } }))
                (content)
            }
        }
    }
}

fn keys(visit: &Visit, list: &List) -> Markup {
    let titles = either(list, ["App ID", "App Secret"], ["Public Key", "Private Key"]);
    let members = Person::ALL.map(|person| match list.kind {
        "api" => rows(&api_keys::list(visit, person)),
        _ => rows(&composer_keys::list(visit, person)),
    });
    let state = json!({ "own": rows(list), "organization": members.concat() });
    html! {
        label class="text-sm" {
            "Display access keys for: "
            select #owner { option value="own" { "Myself" } option value="organization" { "Sample Organization" } }
        }
        div class="mt-4 border rounded" {
            div class="flex text-xs uppercase h-10 items-center" {
                div class="w-32 px-3 order-1" { "Name" }
                div class="w-80 px-3 order-3" { (titles[1]) }
                div class="w-64 px-3 order-2" { (titles[0]) }
                div class="w-32 px-3 order-4" { "Actions" }
            }
            div #viewport class="relative overflow-auto h-15" tabindex="0" { div #track {} }
        }
        script #state type="application/json" { (PreEscaped(state.to_string().replace('<', "\\u003c"))) }
    }
}

fn rows(list: &List) -> Vec<serde_json::Value> {
    let row = |row| {
        let (public, secret) = halves(row);
        json!({ "name": row.name, "public": public, "secret": secret })
    };
    list.rows.iter().map(row).collect()
}
