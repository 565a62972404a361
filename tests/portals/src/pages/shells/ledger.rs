//! Twenty-year-old server markup: tables for everything, a key's name in a cell that spans rows,
//! and each label as a header to the left of its value.
//!
//! Expected: both keys are learned with their names. Not learned: the fingerprints below them in
//! the same column, the checksums of packages with the visibility "Public" or "Private", the
//! invoice numbers. The banner is a table row at the top.

use maud::{Markup, html};

use super::{Shell, either, halves, notice, stray};
use crate::pages::banner;
use crate::pages::key_list::List;
use crate::visit::Visit;

pub const SHELL: Shell = Shell { name: "ledger", body, keys };

fn body(visit: &Visit, content: &Markup) -> Markup {
    html! {
        @if let Some(words) = banner::words(visit) {
            table.strip width="100%" cellpadding="6" { tr { td align="center" { b { "Notice: " } (words) } } }
        }
        table.masthead width="100%" cellpadding="6" {
            tr {
                td { a href="/" { b { "Developer Portal" } } }
                td align="right" nowrap {
                    @match visit.person {
                        Some(person) => {
                            "Welcome, " b { (person.name()) } "! [ " a href="/account/" { "My Account" } " | "
                            a href="/account/logout" { "Log Out" } " ]"
                        }
                        None => { "Welcome, guest! [ " a href="/signup" { "Register" } " | " a href="/signin" { "Log In" } " ]" }
                    }
                }
            }
            tr {
                td colspan="2" {
                    a href="/extensions/" { "Extensions" } " | " a href="/reports/sales" { "Reports" } " | "
                    a href="/account/apikeys" { "API Keys" } " | " a href="/account/keys" { "Access Keys" }
                }
            }
        }
        table.content width="100%" cellpadding="12" {
            tr { td { (notice(visit, |text| html! { font color="#226622" { b { (text) } } br; })) (content) } }
        }
    }
}

fn keys(visit: &Visit, list: &List) -> Markup {
    let [first, second] = either(list, ["App Id", "App Secret"], ["Public", "Private"]);
    let prints = either(list, stray::LONG, stray::SHORT);
    html! {
        table.ledger border="1" cellspacing="0" cellpadding="4" {
            thead { tr { th { "Name" } th colspan="2" { (list.column) } th { "Issued" } th { "Actions" } } }
            @for (row, print) in list.rows.iter().zip(prints) {
                @let (public, secret) = halves(row);
                tbody {
                    tr {
                        th rowspan="3" scope="rowgroup" { (row.name) @if let Some(state) = row.state { br; small { (state) } } }
                        th scope="row" align="left" { (first) } td { tt { (public) } }
                        td rowspan="3" { "2026-03-02" }
                        td rowspan="3" { @for action in &row.actions { (action.button(visit)) " " } }
                    }
                    tr { th scope="row" align="left" { (second) } td { tt { (secret) } } }
                    tr { th scope="row" align="left" { "Fingerprint" } td { tt { (print) } } }
                }
            }
        }
        h3 { "Latest packages" }
        table.ledger border="1" cellspacing="0" cellpadding="4" {
            thead { tr { th { "Package" } th { "Visibility" } th { "Checksum" } th { "Invoice" } } }
            tbody {
                tr {
                    th rowspan="2" { "sample/module-stock" }
                    td { "Public" } td { tt { (stray::SHORT[2]) } } td rowspan="2" { (stray::NUMBERS[0]) }
                }
                tr { td { "Private" } td { tt { (stray::SHORT[3]) } } }
            }
        }
    }
}
