//! Keys in a table, as in the vendor's screenshots.

use maud::{Markup, html};

use super::List;
use super::controls::{By, copy_button, copy_link};
use crate::visit::Visit;

/// The list.
pub fn show(visit: &Visit, list: &List) -> Markup {
    html! {
        table {
            thead { tr { th { "Name" } th { (list.column) } th { "Actions" } } }
            tbody {
                @for row in &list.rows {
                    @let [(first, public), (second, secret)] = &row.values;
                    tr {
                        td { (row.name) @if let Some(state) = row.state { " (" (state) ")" } }
                        td {
                            div { (first) " " span { (public) } " " (copy_button(By::Selection)) }
                            div { (second) " " span { (secret) } " " (copy_link(By::Clipboard)) }
                        }
                        td { @for action in &row.actions { (action.link(visit)) " " } }
                    }
                }
            }
        }
    }
}
