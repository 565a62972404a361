//! The sandbox banner, and the ways in which it can be wrong.

use crate::known::{SANDBOX_BANNER, SITES};
use maud::{Markup, html};
use sandbar::catalogue::{Environment, Generation, Role};

use crate::switches::Banner;
use crate::visit::Visit;

/// The banner at the top of this page, if it has one.
pub fn top(visit: &Visit) -> Markup {
    let Some(sentences) = sentences(visit) else { return html! {} };
    let strip = html! { div.notice-strip { @for sentence in sentences { p { (sentence) } } } };
    match visit.switches.banner {
        Banner::Late => html! { template #late-banner { (strip) } },
        _ => strip,
    }
}

/// The text of this page's banner, for an element in other markup.
pub fn words(visit: &Visit) -> Option<Markup> {
    sentences(visit).map(|[first, second]| html! { (first) " " (second) })
}

/// The text as in documentation screenshots of 2020 and 2023, on pages with a banner.
fn sentences(visit: &Visit) -> Option<[Markup; 2]> {
    let sandbox = visit.environment == Environment::Sandbox;
    match visit.switches.banner {
        Banner::Missing => None,
        Banner::Misplaced => (!sandbox).then(|| written(&phrase())),
        Banner::Split => sandbox.then(|| written(&split_phrase())),
        Banner::Right | Banner::Quoted | Banner::Late => sandbox.then(|| written(&phrase())),
    }
}

/// Content that mentions the banner, on any page: an article, a paragraph, a table, a list and a
/// ticket.
pub fn quotation(visit: &Visit) -> Markup {
    if visit.switches.banner != Banner::Quoted {
        return html! {};
    }
    html! {
        section.panel {
            h2 { "Testing your submission" }
            p { "Every page there says “This environment is " (SANDBOX_BANNER) ".” You can ignore it." }
            p { "This environment is " (SANDBOX_BANNER) "." }
            ul { li { "This environment is " (SANDBOX_BANNER) "." } }
            table { tr { td { "Banner" } td { "This environment is " (SANDBOX_BANNER) "." } } }
            div.ticket { div { b { "Ada" } " wrote:" } div { "This environment is " (SANDBOX_BANNER) "." } }
        }
        article.panel {
            h2 { "How do I know that I am in the sandbox?" }
            p { "Every page of the sandbox carries a banner at its top, which says:" }
            blockquote { "This environment is " (SANDBOX_BANNER) "." }
            p { "A script can look for the words " code { "This environment is " (SANDBOX_BANNER) } " to tell." }
            pre { code { "if (text.includes(\"" (SANDBOX_BANNER) "\")) { /* sandbox */ }" } }
            p {
                label for="quotation" { "A note about it" }
                textarea #quotation rows="2" { "This environment is " (SANDBOX_BANNER) "." }
            }
        }
    }
}

fn written(phrase: &Markup) -> [Markup; 2] {
    let production = SITES.iter().find(|site| {
        site.role == Role::Portal
            && site.generation == Generation::Legacy
            && site.environment() == Some(Environment::Production)
    });
    [
        html! {
            "This environment is " (phrase) ". The expected use for \"sandbox mode\" is for developers to practice "
            "using the public DevPortal REST API."
        },
        html! {
            @if let Some(site) = production {
                "To access production mode, please visit " a href={ "https://" (site.host) "/" } { (site.host) } "."
            }
        },
    ]
}

fn phrase() -> Markup {
    html! { (SANDBOX_BANNER) }
}

fn split_phrase() -> Markup {
    html! {
        @for (index, word) in SANDBOX_BANNER.split(' ').enumerate() {
            @if index > 0 { "\n    " }
            @if index % 2 == 0 { span { (word) } } @else { b { i { (word) } } }
        }
    }
}
