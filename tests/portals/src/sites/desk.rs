//! A help desk: its fields are in dialogs, menus and forms that interfere with anything that an
//! extension draws.

use axum::Router;
use axum::response::Response;
use axum::routing::get;
use maud::{DOCTYPE, Markup, html};

use super::page;

/// One page per obstacle; the script does the rest, depending on the path.
pub fn router() -> Router {
    let pages = PAGES.iter().map(|&(path, title, content)| (path, get(move || shown(title, content))));
    pages
        .fold(Router::new(), |router, (path, answer)| router.route(path, answer))
        .route("/sent", get(sent))
        .route("/editor", get(editor))
}

type Content = fn() -> Markup;

const PAGES: &[(&str, &str, Content)] = &[
    ("/dialog", "A modal dialog", dialog),
    ("/popover", "A popover", popover),
    ("/fullscreen", "A full-screen element", fullscreen),
    ("/clobbered", "Names of members", clobbered),
    ("/menu", "A menu that closes on a click outside", menu),
    ("/trap", "A trap for the focus", menu),
    ("/effects", "Effects on the whole page", menu),
    ("/fields", "Fields that come and go", fields),
    ("/roots", "Fields in closed shadow roots", roots),
    ("/frames", "Frames without an address", frames),
    ("/small", "A small frame", small),
    ("/field", "One field", field),
    ("/upload", "Files", upload),
];

async fn shown(title: &'static str, content: Content) -> Response {
    let body = html! { main { h1 { "Production" } p { (title) } (content()) } };
    page(title, "frame-src 'self' blob:", &["desk.js"], &body)
}

/// A place for an editor, which brings its own styles, so this page has no policy.
async fn editor() -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            head { meta charset="utf-8"; title { "An editor" } }
            body { main { h1 { "Production" } div #editor style="height: 240px; border: 1px solid" {} input #after aria-label="After"; } }
        }
    }
}

async fn sent() -> Response {
    page("Sent", "", &[], &html! { h1 { "Sent" } })
}

fn dialog() -> Markup {
    html! {
        dialog #layer {
            form action="/sent" {
                label { "Secret " input #secret name="secret"; }
                button #send { "Add secret" }
            }
        }
    }
}

fn popover() -> Markup {
    html! {
        button #opener popovertarget="layer" { "Add a secret" }
        div #layer popover { label { "Secret " input #secret name="secret"; } }
    }
}

fn fullscreen() -> Markup {
    html! { div #layer { button #enter { "Full screen" } label { "Secret " textarea #secret {} } } }
}

/// A form's fields become its members, and these hide the ones that scripts read.
fn clobbered() -> Markup {
    html! {
        form action="/sent" {
            @for name in ["labels", "matches", "parentElement", "closest", "isConnected", "assignedSlot", "getBoundingClientRect", "checkVisibility", "appendChild", "requestSubmit"] {
                input type="hidden" name=(name);
            }
            label { "Secret " textarea #secret name="t" {} }
            button #send { "Add secret" }
        }
    }
}

fn menu() -> Markup {
    html! { div #layer { label { "Secret " input #secret; } button #other { "Other" } } p #outside { "Outside" } }
}

fn fields() -> Markup {
    html! {
        form #layer action="/sent" {
            label { "Secret " input #secret name="secret"; }
            button #set type="button" { "Paste" }
            button #send { "Add secret" }
        }
        label { "Formatted " input #formatted; }
        div #parts { @for part in 0..10 { input maxlength="4" aria-label={ "Part " (part + 1) }; } }
        label { "Stubborn " input #stubborn; }
        div #painted tabindex="0" { "" }
    }
}

fn roots() -> Markup {
    html! { div #closed {} div #inside-closed {} }
}

fn frames() -> Markup {
    html! {
        iframe #srcdoc title="srcdoc" srcdoc="<body><label>Secret <input id=secret></label>" {}
        iframe #blank title="about:blank" {}
        iframe #blob title="blob" {}
        iframe #design title="designMode" {}
    }
}

fn small() -> Markup {
    html! { iframe #narrow title="A small frame" src="/field" {} }
}

fn field() -> Markup {
    html! { input #secret aria-label="Secret"; }
}

fn upload() -> Markup {
    html! {
        label { "File " input #file type="file"; }
        div #dropzone { "Drop files here" }
        form { label { "Secret " input #secret; } }
    }
}
