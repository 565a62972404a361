//! Keys as lines in a paragraph: an icon's letter, a hint in brackets and a line break are between
//! label and value.

use maud::{Markup, html};

use super::List;
use crate::visit::Visit;

/// The list.
pub fn show(visit: &Visit, list: &List) -> Markup {
    html! {
        @for row in &list.rows {
            @let [(first, public), (second, secret)] = &row.values;
            h3 { (row.name) }
            p {
                (first.trim_end_matches(':')) " " span role="img" aria-label="What is this?" { "i" } br; (public) br;
                (second.trim_end_matches(':')) " (never share it)" br; (secret)
            }
            @for action in &row.actions { (action.button(visit)) " " }
        }
    }
}
