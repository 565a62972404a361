//! Portals with other markup. The real portal's markup is unknown, so `?shell=` builds the whole
//! page differently: header, account menu, banner, both key pages, and content that only looks like
//! keys.
//!
//! Each was written without knowing how Sandbar reads pages, and its file documents the expected
//! result. Unless it says otherwise: the keys in the list are learned with their names, and no
//! other values are; signed-in users aren't reported as signed out; and the banner is recognized.

mod accordion;
mod drawer;
mod envfile;
mod groups;
mod ledger;
mod rows;
mod split;
mod tabs;
mod wizard;

use maud::{DOCTYPE, Markup, html};

use super::key_list::{List, Row};
use crate::switches;
use crate::visit::Visit;

/// The markup of a portal.
struct Shell {
    /// The name of its style sheet and its script.
    name: &'static str,
    /// The body of every page, around its content.
    body: fn(&Visit, &Markup) -> Markup,
    /// The content of a key page, below its heading.
    keys: fn(&Visit, &List) -> Markup,
}

fn of(visit: &Visit) -> Option<Shell> {
    match visit.switches.shell {
        switches::Shell::Own => None,
        switches::Shell::Accordion => Some(accordion::SHELL),
        switches::Shell::Drawer => Some(drawer::SHELL),
        switches::Shell::Envfile => Some(envfile::SHELL),
        switches::Shell::Groups => Some(groups::SHELL),
        switches::Shell::Ledger => Some(ledger::SHELL),
        switches::Shell::Rows => Some(rows::SHELL),
        switches::Shell::Split => Some(split::SHELL),
        switches::Shell::Tabs => Some(tabs::SHELL),
        switches::Shell::Wizard => Some(wizard::SHELL),
    }
}

/// A complete page, if other markup is selected.
pub fn page(visit: &Visit, title: &str, content: &Markup) -> Option<Markup> {
    let shell = of(visit)?;
    Some(html! {
        (DOCTYPE)
        html lang=(accordion::language(visit)) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) " | Developer Portal" }
                link rel="icon" type="image/svg+xml" href="/assets/icon.svg";
                link rel="stylesheet" href={ "/assets/shell-" (shell.name) ".css" };
                script src={ "/assets/shell-" (shell.name) ".js" } defer {}
            }
            body { ((shell.body)(visit, content)) }
        }
    })
}

/// The content of a key page, if other markup is selected.
pub fn keys(visit: &Visit, list: &List) -> Option<Markup> {
    Some((of(visit)?.keys)(visit, list))
}

/// The notice about the last action, in this markup's element.
fn notice(visit: &Visit, around: fn(&str) -> Markup) -> Markup {
    html! { @if let Some(message) = &visit.message { (around(message)) } }
}

/// Whether the last key in the list was just created.
fn just_created(visit: &Visit) -> bool {
    visit.message.as_ref().is_some_and(|message| message.contains("created successfully"))
}

/// The variant for API keys or for Composer keys.
fn either<T>(list: &List, api: T, composer: T) -> T {
    if list.kind == "api" { api } else { composer }
}

/// Both parts of a key.
const fn halves(row: &Row) -> (&String, &String) {
    let [(_, first), (_, second)] = &row.values;
    (first, second)
}

/// Values that have the shape of a key's part, but aren't keys.
mod stray {
    /// Ten capitals and digits each, like order numbers.
    pub const NUMBERS: [&str; 4] = ["42CFSUOSG0", "WP8I8ZZXXN", "NV3VZ21F17", "A5IC8M89F0"];
    /// 40 hex digits each, like checksums and commits.
    pub const LONG: [&str; 4] = [
        "8f3fdac38985a856b66c90e4ebdd830c1a4c4e72",
        "348111e01485652fe8a810b90eb9283bcf53a2f6",
        "0090e5d27f5e9749ce86b5799569ed4a7d771aae",
        "a5c512d10f53e29edd55324e60f2bf5cedebf136",
    ];
    /// 32 hex digits each, like checksums and request IDs.
    pub const SHORT: [&str; 4] = [
        "a7718f7ffd2e6008e29b2e6496eda0fa",
        "8e34c940e54f1964db2c2b30cc116788",
        "19ebf7817d8275d691f8c258a9b31470",
        "0461e0808759b99653fa9f6ebf66bf8d",
    ];
    /// A session token.
    pub const TOKEN: &str = "q7WcX0tYpZ4uVn2LmKs8RbGd1JhEf5Aa.Bz3Tr9Yq6Uo0";
}
