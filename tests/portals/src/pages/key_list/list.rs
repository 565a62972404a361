//! Keys in nested lists.

use maud::{Markup, html};

use super::List;
use super::controls::{By, copy_button, copy_icon};
use crate::visit::Visit;

/// The list.
pub fn show(visit: &Visit, list: &List) -> Markup {
    html! {
        ul {
            @for row in &list.rows {
                @let [(first, public), (second, secret)] = &row.values;
                li {
                    strong { (row.name) } @if let Some(state) = row.state { " " em { (state) } }
                    ul {
                        li { b { (first) } " " code { (public) } (copy_icon(By::Selection)) }
                        li { b { (second) } " " code { (secret) } (copy_button(By::Clipboard)) }
                    }
                    @for action in &row.actions { (action.button(visit)) " " }
                }
            }
        }
    }
}
