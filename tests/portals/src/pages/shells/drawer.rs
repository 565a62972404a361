//! Components with slots: a label is in its component's shadow root, and its value in the document.
//! A key is in a drawer that stays off the page until it is opened.
//!
//! Expected: nothing is learned before a drawer is opened, and then the key in it, with the name in
//! its header. Not learned: the signature, and the sample below it.

use maud::{Markup, html};

use super::{Shell, either, halves, notice, stray};
use crate::pages::banner;
use crate::pages::key_list::List;
use crate::visit::Visit;

pub const SHELL: Shell = Shell { name: "drawer", body, keys };

fn body(visit: &Visit, content: &Markup) -> Markup {
    html! {
        dev-app {
            @if let Some(words) = banner::words(visit) { dev-alert slot="alert" { (words) } }
            dev-header slot="header" account=[visit.person.map(|person| person.name())] {
                @if visit.person.is_some() {
                    a slot="menu" href="/account/" { "Account Information" }
                    a slot="menu" href="/account/apikeys" { "API Keys" }
                    a slot="menu" href="/account/logout" { "Sign Out" }
                } @else {
                    a slot="links" href="/signup" { "Create Account" }
                    a slot="links" href="/signin" { "Sign In" }
                }
            }
            div slot="content" { (notice(visit, |text| html! { dev-alert { (text) } })) (content) }
        }
    }
}

fn keys(visit: &Visit, list: &List) -> Markup {
    let [first, second] = either(list, ["App Id", "App Secret"], ["Public Key", "Private Key"]);
    let signature = either(list, stray::LONG[0], stray::SHORT[0]);
    html! {
        dev-list {
            @for (index, row) in list.rows.iter().enumerate() {
                dev-row {
                    span { (row.name) }
                    button slot="action" type="button" data-drawer={ "drawer-" (index) } { "View credentials" }
                    @for action in &row.actions { span slot="action" { (action.button(visit)) } }
                }
            }
        }
        @for (index, row) in list.rows.iter().enumerate() {
            @let (public, secret) = halves(row);
            dev-drawer id={ "drawer-" (index) } heading=(row.name) {
                dev-field label=(first) { (public) }
                dev-field label=(second) { (secret) }
                dev-field label="Signature" { (signature) }
                pre slot="sample" { "curl -u '" (stray::NUMBERS[1]) ":" (stray::LONG[1]) "' -X POST …/rest/v1/app/session/token" }
            }
        }
    }
}
