//! Cards side by side. In each, all labels are in one column and all values in another, and only
//! their vertical positions connect them.
//!
//! Expected: each card's key is learned with the name in its header. Not learned: the last build's
//! commit and number, and the search service's key, which has the same label.

use maud::{Markup, html};

use super::{Shell, either, halves, notice, stray};
use crate::pages::banner;
use crate::pages::key_list::List;
use crate::visit::Visit;

pub const SHELL: Shell = Shell { name: "split", body, keys };

fn body(visit: &Visit, content: &Markup) -> Markup {
    html! {
        div.frame {
            div.head {
                div.line {
                    a href="/" { "Developer Portal" }
                    div role="menubar" {
                        a role="menuitem" href="/extensions/" { "Extensions" }
                        @match visit.person {
                            Some(person) => {
                                span role="menuitem" aria-haspopup="true" tabindex="0" title=(person.name()) { "My Account" }
                                a role="menuitem" href="/account/logout" aria-label="Sign out" title="Sign out" { (door()) }
                            }
                            None => { a role="menuitem" href="/signin" aria-label="Sign in" title="Sign in" { (door()) } }
                        }
                    }
                }
                @if let Some(words) = banner::words(visit) { div.line.mode { (words) } }
            }
            (notice(visit, |text| html! { div.line role="status" { (text) } }))
            div.inner { (content) }
        }
    }
}

fn keys(visit: &Visit, list: &List) -> Markup {
    let labels = either(list, ["App Id", "App Secret"], ["Public", "Private"]);
    let build = either(list, stray::LONG[3], stray::SHORT[3]);
    html! {
        div.deck {
            @for row in &list.rows {
                @let (public, secret) = halves(row);
                @let foot = html! { @for action in &row.actions { (action.link(visit)) " " } };
                (card(&row.name, &[labels[0], labels[1], "Owner"], &[public, secret, "MAG100000001"], &foot))
            }
            (card("Last build", &["Number", "Commit", "Result"], &[stray::NUMBERS[0], build, "Passed"], &html! {}))
            (card(
                "Search service (Algolia)",
                &["Application ID", "Search API Key", "Index"],
                &[stray::NUMBERS[1], stray::SHORT[2], "products"],
                &html! {},
            ))
        }
    }
}

fn card(name: &str, labels: &[&str; 3], values: &[&str; 3], foot: &Markup) -> Markup {
    html! {
        section.card {
            h3 { (name) }
            div.body {
                div.names { @for label in labels { div { (label) } } }
                div.values { @for value in values { div { (value) } } }
            }
            div.foot { (foot) }
        }
    }
}

fn door() -> Markup {
    html! { svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" { path d="M2 1h7v12H2z" {} } }
}
