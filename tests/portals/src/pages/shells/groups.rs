//! Values in groups of characters, each group in its own element, with search matches highlighted.
//! Secrets are masked until they are revealed: an application secret in a field, a private key in
//! groups again.
//!
//! Expected: each ID is learned at first, with its full name, and its secret once it is revealed.
//! Not learned: the key in the conversation with support next to the list.

use maud::{Markup, html};

use super::{Shell, either, halves, notice, stray};
use crate::pages::banner;
use crate::pages::key_list::List;
use crate::visit::Visit;

pub const SHELL: Shell = Shell { name: "groups", body, keys };

/// The text that the user searched for.
const WANTED: char = 'a';

fn body(visit: &Visit, content: &Markup) -> Markup {
    html! {
        @if let Some(words) = banner::words(visit) { aside.ribbon { p { (words) } } }
        header.head {
            h2 { a href="/" { "Developer Portal" } }
            nav {
                ul {
                    li { a href="/extensions/" { "Extensions" } }
                    @match visit.person {
                        Some(person) => {
                            li.has-sub {
                                a href="/account/" { "Hello, " (person.name()) }
                                ul.sub { li { a href="/account/profile" { "Profile" } } li { a href="/account/logout" { "Logout" } } }
                            }
                        }
                        None => { li { a href="/signin" { "Login / Register" } } }
                    }
                }
            }
        }
        main.columns { div.left { (notice(visit, |text| html! { p.flash { strong { (text) } } })) (content) } (support()) }
    }
}

fn keys(visit: &Visit, list: &List) -> Markup {
    let [first, second] = either(list, ["App Id", "App Secret"], ["Public Key", "Private Key"]);
    html! {
        form.search { input type="search" name="q" value=(WANTED) aria-label="Search your keys"; }
        @for row in &list.rows {
            @let (public, secret) = halves(row);
            div.key {
                h4 { (marked(&row.name)) }
                p.k { (first) }
                p.v { @for group in groups(public) { span.g { (marked(group)) } } }
                p.k { (second) }
                div.secret data-as=(list.kind) data-secret=(secret) data-label=(second) {
                    span.dots { "••••••••••••••••" }
                    button type="button" data-reveal { "Reveal" }
                }
                p.does { @for action in &row.actions { (action.button(visit)) " " } }
            }
        }
    }
}

/// Groups of eight characters.
fn groups(text: &str) -> impl Iterator<Item = &str> {
    (0..text.len()).step_by(8).filter_map(|start| text.get(start..text.len().min(start + 8)))
}

/// A text with search matches highlighted.
fn marked(text: &str) -> Markup {
    html! {
        @for letter in text.chars() {
            @if letter.eq_ignore_ascii_case(&WANTED) { mark { (letter) } } @else { (letter) }
        }
    }
}

/// A message by another user, on every page.
fn support() -> Markup {
    html! {
        div.right {
            h4 { "Support" }
            div.talk {
                div.who { "Grace, yesterday" }
                div.said { "Which key does your server use?" }
                div.who { "You, yesterday" }
                div.said { div { "App Id: " (stray::NUMBERS[2]) } div { "App Secret: " (stray::LONG[2]) } }
                div.said { div { "Public Key: " (stray::SHORT[0]) } div { "Private Key: " (stray::SHORT[1]) } }
            }
        }
    }
}
