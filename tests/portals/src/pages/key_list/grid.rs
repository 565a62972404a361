//! Keys in a grid of generic elements with roles. A secret isn't in the page's text until its
//! button is clicked.

use maud::{Markup, html};

use super::List;
use crate::visit::Visit;

/// The list.
pub fn show(visit: &Visit, list: &List) -> Markup {
    html! {
        div.grid role="grid" {
            div role="row" { span role="columnheader" { "Name" } span role="columnheader" { (list.column) } span role="columnheader" { "" } }
            @for row in &list.rows {
                @let [(first, public), (second, secret)] = &row.values;
                div role="row" {
                    span role="gridcell" { (row.name) }
                    span role="gridcell" {
                        span.line { i { (first) } u { (public) } }
                        span.line {
                            i { (second) } u data-mask=(secret) { "••••••••••••••••" }
                            button type="button" data-reveal aria-label="Show" { "👁" }
                            button type="button" data-copies title="Copy" { "⧉" }
                        }
                    }
                    span role="gridcell" { @for action in &row.actions { (action.button(visit)) " " } }
                }
            }
        }
    }
}
