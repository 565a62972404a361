//! Keys in read-only fields, in a view that is hidden until a class opens it.

use maud::{Markup, html};

use super::List;
use crate::visit::Visit;

/// The list.
pub fn show(visit: &Visit, list: &List) -> Markup {
    html! {
        @for (index, row) in list.rows.iter().enumerate() {
            @let [(first, public), (second, secret)] = &row.values;
            p { (row.name) " " button type="button" data-opens={ "sheet-" (index) } { "View" } }
            div.sheet id={ "sheet-" (index) } role="dialog" aria-label=(row.name) {
                div { label { (first.trim_end_matches(':')) " " input readonly value=(public); } }
                div { span id={ "second-" (index) } { (second) } textarea readonly rows="1" aria-labelledby={ "second-" (index) } { (secret) } }
                @for action in &row.actions { (action.button(visit)) " " }
            }
        }
    }
}
