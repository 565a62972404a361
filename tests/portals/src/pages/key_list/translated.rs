//! Keys in German. In the source, each label follows its value.

use maud::{Markup, html};

use super::List;
use crate::visit::Visit;

/// The German label for an English one.
fn german(label: &str) -> &'static str {
    match label {
        "App Id:" => "Anwendungs-ID",
        "App Secret:" => "Anwendungsgeheimnis",
        "Public:" => "Öffentlicher Schlüssel",
        _ => "Privater Schlüssel",
    }
}

/// The list.
pub fn show(visit: &Visit, list: &List) -> Markup {
    html! {
        h2 lang="de" { "Ihre Schlüssel" }
        @for row in &list.rows {
            div.panel lang="de" {
                h3 { (row.name) }
                @for (label, value) in &row.values {
                    div.upward { output { (value) } small { (german(label)) } }
                    button type="button" title="Kopieren" { "⧉" }
                }
                @for action in &row.actions { (action.button(visit)) " " }
            }
        }
    }
}
