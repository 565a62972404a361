//! Keys as a file to copy, in a read-only field. Below it, an old message from the portal with
//! unusual spacing. If the user isn't signed in, the sign-in form is in the header.
//!
//! Expected: nothing is learned, because a file is no list. Never the pair in the message.

use maud::{Markup, html};

use super::{Shell, either, halves, notice, stray};
use crate::pages::banner;
use crate::pages::key_list::List;
use crate::visit::Visit;

pub const SHELL: Shell = Shell { name: "envfile", body, keys };

fn body(visit: &Visit, content: &Markup) -> Markup {
    html! {
        div #wrap {
            div #status {
                @match visit.person {
                    Some(person) => { "Signed in as " b { (person.name()) } " (" a href="/account/logout" { "sign out" } ")" }
                    None => {
                        form.login action="/signin" {
                            input type="text" name="as" placeholder="User name" aria-label="User name";
                            input type="password" placeholder="Password" aria-label="Password";
                            button type="submit" { "Sign In" }
                        }
                    }
                }
            }
            @if let Some(words) = banner::words(visit) { center { (words) } hr; }
            p { a href="/" { "Home" } " / " a href="/account/apikeys" { "API keys" } " / " a href="/account/keys" { "Access keys" } }
            (notice(visit, |text| html! { p { em { (text) } } }))
            (content)
        }
    }
}

fn keys(_: &Visit, list: &List) -> Markup {
    let file: String = match list.kind {
        "api" => list.rows.iter().map(env).collect::<Vec<_>>().join("\n"),
        _ => list.rows.iter().map(auth).collect::<Vec<_>>().join("\n"),
    };
    html! {
        label for="file" { "Copy this into " code { (either(list, ".env", "auth.json")) } ":" }
        br;
        textarea #file readonly rows="12" cols="90" spellcheck="false" { (file) }
        h3 { "Messages" }
        pre.mail {
            "From: Developer Portal <noreply@example.org>\n"
            "Subject: Your new key\n\n"
            "Dear Ada,\n\n"
            (either(list, "App Id     ", "Public     ")) (either(list, stray::NUMBERS[2], stray::SHORT[2])) "\n"
            (either(list, "App Secret ", "Private    ")) (either(list, stray::LONG[2], stray::SHORT[3])) "\n"
        }
    }
}

fn env(row: &super::Row) -> String {
    let (id, secret) = halves(row);
    format!("# {}\nADOBE_EQP_APP_ID={id}\nADOBE_EQP_APP_SECRET={secret}\n", row.name)
}

fn auth(row: &super::Row) -> String {
    let (public, private) = halves(row);
    let entry =
        serde_json::json!({ "http-basic": { "repo.magento.com": { "username": public, "password": private } } });
    format!("{entry:#}\n")
}
