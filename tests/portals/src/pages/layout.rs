//! The layout around the content of every page.

use maud::{DOCTYPE, Markup, html};

use crate::pages::{banner, shells};
use crate::policy::ICON_HOST;
use crate::session::Person;
use crate::switches::{Banner, Flag, Icon, Menu, Rebuild, SignOut, SignedOut, Switches, Title};
use crate::visit::Visit;

/// The navigation for signed-in users.
const NAVIGATION: &[(&str, &str)] = &[
    ("Apps", "/apps/"),
    ("Extensions", "/extensions/"),
    ("Themes", "/themes/"),
    ("Shared Packages", "/shared-packages/"),
    ("Reports", "/reports/sales"),
    ("Resources", "/resources/"),
    ("Support", "/support/"),
    ("Community", "/community/"),
];

/// The user menu, above Sign Out.
const MENU: &[(&str, &str)] = &[
    ("Account Information", "/account/"),
    ("Marketplace Profile", "/account/profile"),
    ("Manage API Keys", "/account/apikeys"),
    ("Access Keys", "/account/keys"),
];

/// A complete page.
pub fn page(visit: &Visit, title: &str, content: &Markup) -> Markup {
    shells::page(visit, title, content).unwrap_or_else(|| own(visit, title, content))
}

fn own(visit: &Visit, title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(&visit.switches, title))
            body {
                (banner::top(visit))
                (header(visit))
                main {
                    @if let Some(message) = &visit.message { p.message role="status" { (message) } }
                    (content)
                    (banner::quotation(visit))
                    (controls(&visit.switches))
                    @if let Some(delay) = visit.switches.slow.or(visit.switches.slowimage) {
                        p { img src={ "/assets/slow/picture.svg?ms=" (delay.millis()) } alt="" width="48" height="8"; }
                    }
                }
                footer { p { "Developer Portal, a demonstration. Nothing here is real." } }
            }
        }
    }
}

/// A page without layout, for a frame.
pub fn bare(visit: &Visit, title: &str, content: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang="en" {
            (head(&visit.switches, title))
            body.bare { (content) }
        }
    }
}

fn head(switches: &Switches, title: &str) -> Markup {
    html! {
        head {
            meta charset="utf-8";
            meta name="viewport" content="width=device-width";
            title { (title) " | Developer Portal" }
            @match switches.icon {
                Icon::Own => { link rel="icon" type="image/svg+xml" href="/assets/icon.svg"; }
                Icon::CrossOrigin => { link rel="icon" type="image/svg+xml" href={ "https://" (ICON_HOST) "/assets/icon.svg" }; }
                Icon::None => {}
            }
            link rel="stylesheet" href="/assets/site.css";
            @if let Some(delay) = switches.slow {
                link rel="stylesheet" href={ "/assets/slow/style.css?ms=" (delay.millis()) };
            }
            @if let Some(delay) = switches.slowscript {
                script src={ "/assets/slow/script.js?ms=" (delay.millis()) } {}
            }
            @for script in scripts(switches) { script src={ "/assets/" (script) } defer {} }
        }
    }
}

/// The scripts that this page needs.
fn scripts(switches: &Switches) -> impl Iterator<Item = &'static str> {
    [
        (matches!(switches.signout, SignOut::Script | SignOut::Spa), "sign-out.js"),
        (switches.rebuild != Rebuild::Never, "rebuild.js"),
        (switches.banner == Banner::Late, "late-banner.js"),
        (switches.title == Title::Changing, "title.js"),
        (switches.spa == Flag::On, "spa.js"),
    ]
    .into_iter()
    .filter_map(|(needed, script)| needed.then_some(script))
}

/// Buttons for switches that act on a click.
fn controls(switches: &Switches) -> Markup {
    html! {
        @if switches.rebuild != Rebuild::Never {
            p.controls {
                button #rebuild type="button" data-how=[rebuild_word(switches.rebuild)] { "Rebuild the page" }
            }
        }
        @if switches.title == Title::Changing {
            p.controls {
                button #change-title type="button" { "Change the title" } " "
                button #change-icon type="button" { "Change the icon" } " "
                button #replace-head type="button" { "Replace title and icon elements" }
            }
        }
    }
}

const fn rebuild_word(rebuild: Rebuild) -> Option<&'static str> {
    match rebuild {
        Rebuild::Never => None,
        Rebuild::Replace => Some("replace"),
        Rebuild::Write => Some("write"),
        Rebuild::Hostile => Some("hostile"),
    }
}

fn header(visit: &Visit) -> Markup {
    let ambiguous = visit.switches.signedout == SignedOut::Ambiguous;
    html! {
        header.top {
            a.brand href="/" { "Developer Portal" }
            @if visit.person.is_some() {
                nav aria-label="Main" {
                    @for (word, path) in NAVIGATION { a href=(path) { (word) } }
                }
            }
            div.who {
                @if visit.person.is_none() || ambiguous {
                    a href="/signup" { "Create Account" }
                    a href="/signin" { "Sign In" }
                }
                @match visit.person {
                    Some(person) => { (menu(visit, person)) }
                    None if ambiguous => { (sign_out(visit.switches.signout)) }
                    None => {}
                }
            }
        }
    }
}

fn menu(visit: &Visit, person: Person) -> Markup {
    html! {
        details.menu open[visit.switches.menu == Menu::Open] {
            summary { (person_icon()) (person.name()) }
            ul {
                @for (word, path) in MENU { li { a href=(path) { (word) } } }
                li { (sign_out(visit.switches.signout)) }
            }
        }
    }
}

fn sign_out(kind: SignOut) -> Markup {
    const PATH: &str = "/account/logout";
    html! {
        @match kind {
            SignOut::Link => { a href=(PATH) { "Sign Out" } }
            SignOut::Form => { form method="post" action=(PATH) { button.plain type="submit" { "Sign Out" } } }
            SignOut::Script => { span.plain role="menuitem" tabindex="0" data-sign-out="move" { "Sign Out" } }
            SignOut::Spa => { button.plain type="button" data-sign-out="redraw" { "Sign Out" } }
        }
    }
}

fn person_icon() -> Markup {
    html! {
        svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" {
            circle cx="8" cy="5" r="3.2" fill="currentColor" {}
            path d="M1.5 15a6.5 5.6 0 0 1 13 0z" fill="currentColor" {}
        }
    }
}
