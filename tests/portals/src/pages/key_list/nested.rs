//! Keys in tables inside tables, an old layout technique.

use maud::{Markup, html};

use super::List;
use crate::visit::Visit;

/// The list.
pub fn show(visit: &Visit, list: &List) -> Markup {
    html! {
        table cellpadding="4" {
            @for row in &list.rows {
                @let [(first, public), (second, secret)] = &row.values;
                tr {
                    td valign="top" { font { b { (row.name) } } }
                    td {
                        table {
                            tr { td nowrap { font { (first.trim_end_matches(':')) } } td { tt { (public) } } }
                            tr { td nowrap { font { (second.trim_end_matches(':')) } " " small { "(never share it)" } } td { tt { (secret) } } }
                        }
                    }
                    td { @for action in &row.actions { (action.link(visit)) " | " } }
                }
            }
        }
    }
}
