//! A form with thirty fields of all kinds, for unsaved input.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{Markup, html};

use crate::visit::Visit;
use crate::world::World;

/// A value with the shape of a session token that no API knows.
const TOKEN_LIKE: &str = "DemoDemoDemoDemoDemoDemoDemoDemo.DemoDemoDemo";

/// The kind of a field in the form.
enum Field {
    Input { kind: &'static str, value: &'static str },
    Area,
    Choice { many: bool, options: &'static [&'static str] },
    Editable,
}

const fn input(kind: &'static str) -> Field {
    Field::Input { kind, value: "" }
}

const fn one_of(options: &'static [&'static str]) -> Field {
    Field::Choice { many: false, options }
}

/// The label, name and kind of each field. The field with index 0 has the ID `f1`.
const FIELDS: &[(&str, &str, Field)] = &[
    ("Name", "name", input("text")),
    ("Subtitle", "subtitle", input("text")),
    ("Version", "version", input("text")),
    ("Vendor", "vendor", Field::Input { kind: "text", value: "Sample Extensions" }),
    ("Composer package", "package", input("text")),
    ("Short description", "short", Field::Area),
    ("Long description", "long", Field::Area),
    ("Release notes", "notes", Field::Area),
    ("Licence text", "licence-text", Field::Area),
    ("Category", "category", one_of(&["Marketing", "Shipping", "Site search"])),
    ("Edition", "edition", one_of(&["Open Source", "Commerce", "Both"])),
    ("Platforms", "platforms", Field::Choice { many: true, options: &["2.4.6", "2.4.7", "2.4.8"] }),
    ("Works with the cloud", "cloud", input("checkbox")),
    ("Has a demo", "demo", input("checkbox")),
    ("Licence: MIT", "licence", Field::Input { kind: "radio", value: "mit" }),
    ("Licence: Apache 2.0", "licence", Field::Input { kind: "radio", value: "apache" }),
    ("Licence: other", "licence", Field::Input { kind: "radio", value: "other" }),
    ("Support e-mail", "email", input("email")),
    ("Price", "price", input("number")),
    ("Installation price", "installation", input("number")),
    ("Release date", "date", input("date")),
    ("Documentation", "documentation", input("url")),
    ("Demo address", "demo-address", input("url")),
    ("Telephone", "telephone", input("tel")),
    ("Search words", "words", input("search")),
    ("Feature list", "features", Field::Editable),
    ("Demo password", "demo-password", input("password")),
    ("Form key", "form-key", Field::Input { kind: "hidden", value: "8f3a1c" }),
    ("Draft number", "draft", Field::Input { kind: "hidden", value: "1047" }),
    ("API token", "token", Field::Input { kind: "text", value: TOKEN_LIKE }),
];

/// `/demo/form30`.
pub fn routes() -> Router<World> {
    Router::new().route("/demo/form30", get(show))
}

async fn show(visit: Visit) -> Response {
    visit.page(
        "Submission",
        &html! {
            h1 { "Submission" }
            form.fields method="post" action="/demo/submitted" novalidate {
                @for (index, (label, name, field)) in FIELDS.iter().enumerate() {
                    (labelled(&format!("f{}", index + 1), label, name, field))
                }
                p { button #send type="submit" { "Submit" } }
            }
        },
    )
}

fn labelled(id: &str, label: &str, name: &str, field: &Field) -> Markup {
    html! {
        @match field {
            Field::Input { kind: "hidden", value } => { input id=(id) type="hidden" name=(name) value=(value); }
            Field::Input { kind: kind @ ("checkbox" | "radio"), value } => {
                p { label.inline { input id=(id) type=(kind) name=(name) value=[(!value.is_empty()).then_some(value)]; " " (label) } }
            }
            Field::Input { kind, value } => {
                label for=(id) { (label) }
                input id=(id) type=(kind) name=(name) value=(value) autocomplete="off";
            }
            Field::Area => { label for=(id) { (label) } textarea id=(id) name=(name) rows="2" {} }
            Field::Choice { many, options } => {
                label for=(id) { (label) }
                select id=(id) name=(name) multiple[*many] { @for option in *options { option { (option) } } }
            }
            Field::Editable => {
                span.label id={ (id) "-label" } { (label) }
                div.panel id=(id) contenteditable="true" role="textbox" aria-multiline="true" aria-labelledby={ (id) "-label" } {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::FIELDS;

    #[test]
    fn there_are_thirty_fields() {
        assert_eq!(FIELDS.len(), 30);
    }
}
