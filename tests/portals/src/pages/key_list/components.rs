//! Keys in components: the first value in an open shadow root, the second in a closed one inside
//! it.

use maud::{Markup, html};

use super::List;
use crate::visit::Visit;

/// The list.
pub fn show(visit: &Visit, list: &List) -> Markup {
    html! {
        @for row in &list.rows {
            @let [(first, public), (second, secret)] = &row.values;
            demo-key data-first=(first) data-public=(public) data-second=(second) data-secret=(secret) {
                span { (row.name) }
                span slot="actions" { @for action in &row.actions { (action.button(visit)) " " } }
            }
        }
    }
}
