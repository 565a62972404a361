//! Keys on cards, whose values a script fills in after the page has loaded.

use maud::{Markup, html};

use super::List;
use super::controls::{By, copy_button, copy_icon};
use crate::visit::Visit;

/// The list, without its values.
pub fn show(visit: &Visit, list: &List, source: &str) -> Markup {
    html! {
        div.tiles data-fill=(source) {
            @for row in &list.rows {
                @let [(first, _), (second, _)] = &row.values;
                div.panel {
                    div { b { (row.name) } } @if let Some(state) = row.state { div { (state) } }
                    div.pair { div { (first) } div data-slot { "…" } (copy_icon(By::Clipboard)) }
                    div.pair { div { (second) } div data-slot { "…" } (copy_button(By::Selection)) }
                    div { @for action in &row.actions { (action.button(visit)) " " } }
                }
            }
        }
    }
}
