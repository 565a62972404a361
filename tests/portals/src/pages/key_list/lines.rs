//! Keys in lines of one paragraph: between label and value are an icon's letter, a hint in brackets and a line break.

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
