//! Keys in read-only fields: the values aren't in the text of the page.

use maud::{Markup, html};

use super::List;
use super::controls::{By, copy_button};
use crate::visit::Visit;

/// The list.
pub fn show(visit: &Visit, list: &List) -> Markup {
    html! {
        @for (index, row) in list.rows.iter().enumerate() {
            @let [(first, public), (second, secret)] = &row.values;
            fieldset {
                legend { (row.name) @if let Some(state) = row.state { " (" (state) ")" } }
                p {
                    label for={ "a" (index) } { (first) }
                    span.row { input id={ "a" (index) } readonly value=(public); (copy_button(By::Selection)) }
                }
                p {
                    label for={ "b" (index) } { (second) }
                    span.row { input id={ "b" (index) } readonly value=(secret); (copy_button(By::Clipboard)) }
                }
                @for action in &row.actions { (action.button(visit)) " " }
            }
        }
    }
}
