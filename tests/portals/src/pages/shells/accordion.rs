//! Sections of which only one is open, in French, Spanish or Dutch: terms and definitions, with an
//! image between a label and its value, and no-break spaces before colons. The banner is the
//! vendor's, in English.
//!
//! Expected: the key in the open section is learned with the name in its header; the others are
//! learned when their section is opened, and the first stays known. Not learned: the checksums in
//! the last section.

use maud::{Markup, html};

use super::{Shell, either, halves, notice, stray};
use crate::pages::banner;
use crate::pages::key_list::List;
use crate::switches::{Language, Shell as Wanted};
use crate::visit::Visit;

pub const SHELL: Shell = Shell { name: "accordion", body, keys };

struct Words {
    api: [&'static str; 2],
    composer: [&'static str; 2],
    actions: &'static [(&'static str, &'static str)],
    copy: &'static str,
    account: &'static str,
    sign_in: &'static str,
    sign_out: &'static str,
    register: &'static str,
    packages: &'static str,
}

const FRENCH: Words = Words {
    api: ["Identifiant de l’application", "Secret de l’application"],
    composer: ["Clé publique", "Clé privée"],
    actions: &[("Regenerate", "Régénérer"), ("Delete", "Supprimer"), ("Disable", "Désactiver"), ("Enable", "Activer")],
    copy: "Copier",
    account: "Mon compte",
    sign_in: "Se connecter",
    sign_out: "Se déconnecter",
    register: "Créer un compte",
    packages: "Derniers paquets",
};

const SPANISH: Words = Words {
    api: ["ID de la aplicación", "Secreto de la aplicación"],
    composer: ["Clave pública", "Clave privada"],
    actions: &[("Regenerate", "Regenerar"), ("Delete", "Eliminar"), ("Disable", "Desactivar"), ("Enable", "Activar")],
    copy: "Copiar",
    account: "Mi cuenta",
    sign_in: "Iniciar sesión",
    sign_out: "Cerrar sesión",
    register: "Crear cuenta",
    packages: "Últimos paquetes",
};

const DUTCH: Words = Words {
    api: ["Applicatie-ID", "Applicatiegeheim"],
    composer: ["Openbare sleutel", "Privésleutel"],
    actions: &[
        ("Regenerate", "Opnieuw genereren"),
        ("Delete", "Verwijderen"),
        ("Disable", "Uitschakelen"),
        ("Enable", "Inschakelen"),
    ],
    copy: "Kopiëren",
    account: "Mijn account",
    sign_in: "Inloggen",
    sign_out: "Uitloggen",
    register: "Account aanmaken",
    packages: "Laatste pakketten",
};

const fn words(visit: &Visit) -> &'static Words {
    match visit.switches.language {
        Language::French => &FRENCH,
        Language::Spanish => &SPANISH,
        Language::Dutch => &DUTCH,
    }
}

/// The language of this page, in any markup.
pub const fn language(visit: &Visit) -> &'static str {
    match (visit.switches.shell, visit.switches.language) {
        (Wanted::Accordion, Language::French) => "fr",
        (Wanted::Accordion, Language::Spanish) => "es",
        (Wanted::Accordion, Language::Dutch) => "nl",
        _ => "en",
    }
}

fn body(visit: &Visit, content: &Markup) -> Markup {
    let words = words(visit);
    html! {
        @if let Some(text) = banner::words(visit) { section.bandeau aria-label="Environment" { p lang="en" { (text) } } }
        header role="banner" {
            a href="/" { "Developer Portal" }
            @match visit.person {
                Some(person) => {
                    details.compte {
                        summary { (words.account) }
                        p { (person.name()) }
                        form method="post" action="/account/logout" { button type="submit" { (words.sign_out) } }
                    }
                }
                None => { span { a href="/signin" { (words.sign_in) } " · " a href="/signup" { (words.register) } } }
            }
        }
        main { (notice(visit, |text| html! { p role="status" { (text) } })) (content) }
    }
}

fn keys(visit: &Visit, list: &List) -> Markup {
    let words = words(visit);
    let labels = either(list, words.api, words.composer);
    let sums = either(list, stray::LONG, stray::SHORT);
    html! {
        @for (index, row) in list.rows.iter().enumerate() {
            @let (public, secret) = halves(row);
            details.cle name="cles" open[index == 0] {
                summary { (row.name) }
                dl {
                    @for (label, value) in labels.into_iter().zip([public, secret]) {
                        div {
                            dt { (label) "\u{a0}:" }
                            (picture())
                            dd { span { (value) } " " button type="button" title=(words.copy) { (picture()) } }
                        }
                    }
                }
                @for action in &row.actions { (action.button_saying(visit, translated(words, action.word()))) " " }
            }
        }
        details.cle name="cles" {
            summary { (words.packages) }
            dl {
                div { dt { "module-stock.zip\u{a0}:" } (picture()) dd { span { (sums[0]) } } }
                div { dt { "module-prices.zip\u{a0}:" } (picture()) dd { span { (sums[1]) } } }
            }
        }
    }
}

fn translated(words: &Words, english: &'static str) -> &'static str {
    words.actions.iter().find(|(word, _)| *word == english).map_or(english, |(_, word)| word)
}

fn picture() -> Markup {
    html! { svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true" { path d="M1 6h10M6 1v10" stroke="currentColor" {} } }
}
