//! Keys in a frame from the same host.

use maud::{Markup, html};

use super::List;

/// The frame.
pub fn show(list: &List) -> Markup {
    html! { iframe.keys src={ "/demo/key-frame?kind=" (list.kind) } title=(list.column) width="900" height="400" {} }
}
