//! Keys in unusual markup that still looks right on the screen.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use maud::{Markup, html};

use crate::keys::ApiKey;
use crate::visit::Member;
use crate::world::World;

/// `/demo/odd-keys/<kind>`.
pub fn routes() -> Router<World> {
    Router::new().route("/demo/odd-keys/{kind}", get(show))
}

async fn show(Member { visit, person }: Member, Path(kind): Path<String>) -> Response {
    let keys = visit.world.keys().api_keys(visit.environment, person).to_vec();
    let list = match kind.as_str() {
        "areas" => areas(&keys),
        "floats" => floats(&keys),
        "labels" => labels(&keys),
        "references" => references(&keys),
        "right-to-left" => right_to_left(&keys),
        "sticky" => sticky(&keys),
        "zoomed" => zoomed(&keys),
        "columns" => columns(&keys),
        "shortened" => shortened(&keys),
        "buttons" => buttons(&keys),
        "broken" => broken(&keys),
        "generated" => generated(&keys),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    visit.page("API keys", &html! { h1 { "API keys" } (list) })
}

/// All values first, and then all labels. Grid areas arrange them.
fn areas(keys: &[ApiKey]) -> Markup {
    html! {
        @for key in keys {
            div.areas {
                output.d { (key.secret) } output.b { (key.id) } small.c { "App Secret" } small.a { "App Id" }
                button.e { "Regenerate" }
            }
        }
    }
}

/// Terms that float next to their definitions.
fn floats(keys: &[ApiKey]) -> Markup {
    html! {
        @for key in keys {
            dl.floating { dt { "App Id" } dd { (key.id) } dt { "App Secret" } dd { (key.secret) } }
        }
    }
}

/// Label elements that belong to no field.
fn labels(keys: &[ApiKey]) -> Markup {
    html! {
        @for (index, key) in keys.iter().enumerate() {
            p { label for={ "id-" (index) } { "Application ID" } " " output id={ "id-" (index) } { (key.id) } }
            p { label for={ "secret-" (index) } { "Application Secret" } " " output id={ "secret-" (index) } { (key.secret) } }
        }
    }
}

/// Labels that are connected with their values only by the markup.
fn references(keys: &[ApiKey]) -> Markup {
    html! {
        p { b #first { "App Id" } " " b #second { "App Secret" } }
        @for key in keys {
            hr;
            p.apart { code aria-labelledby="first" { (key.id) } }
            p.apart { code aria-labelledby="second" { (key.secret) } }
        }
    }
}

/// Labels to the right of their values.
fn right_to_left(keys: &[ApiKey]) -> Markup {
    html! {
        div dir="rtl" {
            @for key in keys {
                table {
                    tr { td { "App Id" } td { bdi { (key.id) } } }
                    tr { td { "App Secret" } td { bdi { (key.secret) } } }
                }
            }
        }
    }
}

/// A header that stays in place while its rows scroll.
fn sticky(keys: &[ApiKey]) -> Markup {
    html! {
        div.scroller tabindex="0" {
            table {
                thead { tr { th { "Name" } th { "App Id" } th { "App Secret" } } }
                tbody { @for key in keys { tr { td { (key.name) } td { (key.id) } td { (key.secret) } } } }
            }
        }
    }
}

/// Zoomed compared with the rest of the page.
fn zoomed(keys: &[ApiKey]) -> Markup {
    html! {
        div.zoomed { @for key in keys { p { span { "App Id" } br; b { (key.id) } } p { span { "App Secret" } br; b { (key.secret) } } } }
    }
}

/// Several keys below one row of labels, in generic elements.
fn columns(keys: &[ApiKey]) -> Markup {
    html! {
        div.columns {
            div { "Name" } div { "App Id" } div { "App Secret" } div {}
            @for key in keys {
                div { (key.name) } div { (key.id) } div { (key.secret) }
                div { button { svg width="10" height="10" { title { "Delete" } circle cx="5" cy="5" r="4" {} } } }
            }
        }
    }
}

/// The start and end of each secret, with the whole secret in a title.
fn shortened(keys: &[ApiKey]) -> Markup {
    html! {
        @for key in keys {
            @let (start, end) = (key.secret.get(..6).unwrap_or_default(), key.secret.get(36..).unwrap_or_default());
            p { "App Id: " b { (key.id) } }
            p { "App Secret: " b title=(key.secret) { (start) "…" (end) } }
        }
    }
}

/// Buttons that show a value and copy it.
fn buttons(keys: &[ApiKey]) -> Markup {
    html! {
        @for key in keys {
            div.pair { div { "App Id" } button title="Copy" { (key.id) } }
            div.pair { div { "App Secret" } button title="Copy" { (key.secret) } }
        }
    }
}

/// Values with optional line breaks.
fn broken(keys: &[ApiKey]) -> Markup {
    html! {
        @for key in keys {
            @let (start, end) = key.secret.split_at_checked(20).unwrap_or_default();
            p { "App Id: " (key.id) }
            p { "App Secret: " (start) wbr; (end) }
        }
    }
}

/// Labels from the style sheet.
fn generated(keys: &[ApiKey]) -> Markup {
    html! {
        ul { @for key in keys { li { div.generated data-label="App Id" { (key.id) } div.generated data-label="App Secret" { (key.secret) } } } }
    }
}
