//! Keys as terms and definitions: label and value are siblings, not nested.

use maud::{Markup, html};

use super::List;
use super::controls::{By, copy_icon, copy_link};
use crate::visit::Visit;

/// The list.
pub fn show(visit: &Visit, list: &List) -> Markup {
    html! {
        @for row in &list.rows {
            @let [(first, public), (second, secret)] = &row.values;
            section {
                h2 { (row.name) @if let Some(state) = row.state { " · " (state) } }
                dl.facts {
                    dt { (first) } dd { kbd { (public) } " " (copy_link(By::Selection)) }
                    dt { (second) } dd { kbd { (secret) } " " (copy_icon(By::Clipboard)) }
                }
                p { @for action in &row.actions { (action.link(visit)) " " } }
            }
        }
    }
}
