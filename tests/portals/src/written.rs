//! Pages written by someone who had not read how Sandbar reads pages, with what is right on them.
//!
//! They are the files in `tests/portals/written/`, one for each make of portal. `?written=MAKE/PAGE`
//! serves a page, at any address:
//!
//! - `#### NAME | sandbox | /account/apikeys` begins a page, with its site, its path, and the status
//!   of the answer if it isn't 200. The site `watched` is a CI server.
//! - `= STEP: RIGHT | RIGHT` is a step of the user and what is right after it. [`Right`] and [`Step`]
//!   list them.
//! - The rest is the content of the body. `{ID1}` and `{SECRET1}` are the parts of an API key,
//!   `{PUBLIC1}` and `{PRIVATE1}` those of a Composer key, `{MD51}` and `{SHA1}` look like them.
//!   `{SECRET1:wbr8}` has a line break opportunity after each 8 characters, `{SECRET1:span4}` an
//!   element around each 4.

use axum::http::{StatusCode, Uri, header};
use axum::response::{IntoResponse as _, Response};

const MAKES: &[(&str, &str)] = &[
    ("accounts", include_str!("../written/accounts.txt")),
    ("antique", include_str!("../written/antique.txt")),
    ("cards", include_str!("../written/cards.txt")),
    ("choices", include_str!("../written/choices.txt")),
    ("comings", include_str!("../written/comings.txt")),
    ("console", include_str!("../written/console.txt")),
    ("decoys", include_str!("../written/decoys.txt")),
    ("deflist", include_str!("../written/deflist.txt")),
    ("destinations", include_str!("../written/destinations.txt")),
    ("details", include_str!("../written/details.txt")),
    ("documents", include_str!("../written/documents.txt")),
    ("drafts", include_str!("../written/drafts.txt")),
    ("exits", include_str!("../written/exits.txt")),
    ("fiori", include_str!("../written/fiori.txt")),
    ("forms", include_str!("../written/forms.txt")),
    ("gate", include_str!("../written/gate.txt")),
    ("headers", include_str!("../written/headers.txt")),
    ("labors", include_str!("../written/labors.txt")),
    ("ledger", include_str!("../written/ledger.txt")),
    ("lightning", include_str!("../written/lightning.txt")),
    ("material", include_str!("../written/material.txt")),
    ("notices", include_str!("../written/notices.txt")),
    ("onetime", include_str!("../written/onetime.txt")),
    ("panels", include_str!("../written/panels.txt")),
    ("partials", include_str!("../written/partials.txt")),
    ("polyglot", include_str!("../written/polyglot.txt")),
    ("states", include_str!("../written/states.txt")),
    ("switchboard", include_str!("../written/switchboard.txt")),
    ("tabs", include_str!("../written/tabs.txt")),
    ("tongues", include_str!("../written/tongues.txt")),
    ("traps", include_str!("../written/traps.txt")),
    ("twoface", include_str!("../written/twoface.txt")),
    ("virtual", include_str!("../written/virtual.txt")),
    ("visits", include_str!("../written/visits.txt")),
    ("vuetify", include_str!("../written/vuetify.txt")),
];

/// A page.
pub struct WrittenPage {
    /// Its make and its name.
    pub name: String,
    /// `sandbox`, `production` or `watched`.
    pub site: String,
    /// Its path.
    pub path: String,
    status: StatusCode,
    /// The steps, and what is right after each.
    pub steps: Vec<(Step, Vec<Right>)>,
    body: String,
}

/// What the user does. A selector may go through shadow roots: `#host>>button`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// `load`: opens the page.
    Load,
    /// `click SELECTOR`.
    Click(String),
    /// `confirm SELECTOR`: clicks it, and then *Continue* in the question.
    Confirm(String),
    /// `type SELECTOR TEXT`.
    Type(String, String),
    /// `typeframe SELECTOR INNER TEXT`: types into a frame.
    TypeInFrame(String, String, String),
    /// `do SCRIPT`: the page changes itself.
    Do(String),
}

/// What is right after a step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Right {
    /// `learn ID1 SECRET1`: these parts are known, as a pair. `learn ID1`: this part is.
    Learns(Vec<String>),
    /// `only`: nothing is known but what the page has taught up to here.
    Only,
    /// `nothing`: nothing is known.
    Nothing,
    /// `unlearned ID1 SECRET1`: these aren't known.
    Unlearned(Vec<String>),
    /// `name "CI" ID1`: the key has this name.
    Name(String, String),
    /// `unretired`: nothing is retired.
    Unretired,
    /// `retired ID1`.
    Retired(String),
    /// `in`, `out`, `silent`, `not-in`, `not-out`: what the page shows about its session.
    Session(String),
    /// `env ok` and `env check`: whether the badge asks to check the environment.
    Checks(bool),
    /// `asks SELECTOR` and `lets SELECTOR`: whether a click on it is asked about.
    Asks(String, bool),
    /// `signs SELECTOR` and `plain SELECTOR`: whether a click on it starts a sign-out.
    Signs(String, bool),
    /// `unsaved 2`: the number of fields with unsaved input.
    Unsaved(u32),
    /// `goes #field sandbox`, `goes #field production`, `goes #field nowhere`: where what is pasted
    /// into a field goes, as far as the page says.
    Goes(String, String),
}

impl Step {
    fn read(text: &str) -> Option<Self> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let owned = |text: &str| text.to_owned();
        Some(match word {
            "load" => Self::Load,
            "click" => Self::Click(owned(rest)),
            "confirm" => Self::Confirm(owned(rest)),
            "do" => Self::Do(owned(rest)),
            "type" => rest.split_once(' ').map(|(field, text)| Self::Type(owned(field), owned(text)))?,
            "typeframe" => match rest.splitn(3, ' ').collect::<Vec<_>>()[..] {
                [frame, field, text] => Self::TypeInFrame(owned(frame), owned(field), owned(text)),
                _ => return None,
            },
            _ => return None,
        })
    }
}

impl Right {
    fn read(text: &str) -> Option<Self> {
        let (word, rest) = text.split_once(' ').unwrap_or((text, ""));
        let owned = || rest.to_owned();
        let all = || rest.split(' ').map(str::to_owned).collect();
        Some(match word {
            "learn" => Self::Learns(all()),
            "unlearned" => Self::Unlearned(all()),
            "only" => Self::Only,
            "nothing" => Self::Nothing,
            "unretired" => Self::Unretired,
            "retired" => Self::Retired(owned()),
            "name" => {
                rest.rsplit_once(' ').map(|(name, of)| Self::Name(name.trim_matches('"').to_owned(), of.to_owned()))?
            }
            "in" | "out" | "silent" | "not-in" | "not-out" => Self::Session(word.to_owned()),
            "env" => Self::Checks(rest == "check"),
            "asks" | "lets" => Self::Asks(owned(), word == "asks"),
            "signs" | "plain" => Self::Signs(owned(), word == "signs"),
            "unsaved" => Self::Unsaved(rest.parse().ok()?),
            "goes" => rest.rsplit_once(' ').map(|(field, to)| Self::Goes(field.to_owned(), to.to_owned()))?,
            _ => return None,
        })
    }
}

/// The pages of a make.
///
/// # Errors
///
/// Returns the line that can't be read, if there is one.
pub fn written_pages(make: &str) -> Result<Vec<WrittenPage>, String> {
    let text = MAKES.iter().find(|(name, _)| *name == make).map_or("", |(_, text)| text);
    text.split("#### ").filter(|page| !page.trim().is_empty()).map(|page| read(make, page)).collect()
}

fn read(make: &str, page: &str) -> Result<WrittenPage, String> {
    let (head, rest) = page.split_once('\n').unwrap_or_default();
    let mut facts = head.split(" | ").map(str::to_owned);
    let mut next = || facts.next().unwrap_or_default();
    let (name, site, path, status) = (next(), next(), next(), next());
    let (steps, body): (Vec<&str>, Vec<&str>) = rest.lines().partition(|line| line.starts_with("= "));
    let steps = steps.into_iter().map(|line| {
        let read = line.trim_start_matches("= ").rmatch_indices(": ").find_map(|(at, _)| {
            let (step, rights) = line.get(2..)?.split_at(at);
            let rights = rights.trim_start_matches(": ").split(" | ").map(Right::read).collect::<Option<Vec<_>>>()?;
            Some((Step::read(step)?, rights))
        });
        read.ok_or_else(|| format!("{make}/{name}: {line}"))
    });
    let steps = steps.collect::<Result<_, String>>()?;
    let status = status.parse().ok().and_then(|code| StatusCode::from_u16(code).ok()).unwrap_or(StatusCode::OK);
    Ok(WrittenPage { steps, name: format!("{make}/{name}"), site, path, status, body: body.join("\n") })
}

impl WrittenPage {
    /// Its path and query.
    #[must_use]
    pub fn address(&self) -> String {
        format!("{}?written={}", self.path, self.name)
    }

    /// The value of a placeholder, such as `ID1`. Every page has its own values.
    #[must_use]
    pub fn value(&self, placeholder: &str) -> String {
        let (letters, length): (&[u8], usize) =
            match placeholder.trim_end_matches(|letter: char| letter.is_ascii_digit()) {
                "ID" => (b"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", 10),
                "SECRET" | "SHA" => (b"0123456789abcdef", 40),
                _ => (b"0123456789abcdef", 32),
            };
        // FNV-1a, and then a generator of Lehmer's.
        let seed = self.name.bytes().chain(placeholder.bytes());
        let mut state =
            seed.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3));
        let mut next = || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let at = usize::try_from(state >> 40).unwrap_or_default() % letters.len();
            letters.get(at).copied().map(char::from).unwrap_or_default()
        };
        let value: String = (0..length).map(|_| next()).collect();
        // A word has no digit.
        if length == 10 { format!("{}7", value.get(..9).unwrap_or_default()) } else { value }
    }

    /// The placeholders on the page.
    #[must_use]
    pub fn placeholders(&self) -> Vec<String> {
        let mut found: Vec<String> = Vec::new();
        for part in self.body.split('{').skip(1) {
            let name: String = part.chars().take_while(char::is_ascii_alphanumeric).collect();
            let is_one = ["ID", "SECRET", "PUBLIC", "PRIVATE", "MD5", "SHA"].iter().any(|kind| {
                name.strip_prefix(kind)
                    .is_some_and(|rest| !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit()))
            });
            if is_one && !found.contains(&name) {
                found.push(name);
            }
        }
        found
    }

    fn html(&self) -> String {
        let mut body = self.body.clone();
        for name in self.placeholders() {
            let value = self.value(&name);
            let groups = |length: usize| -> Vec<&str> {
                (0..value.len())
                    .step_by(length)
                    .filter_map(|at| value.get(at..(at + length).min(value.len())))
                    .collect()
            };
            let spans: String = groups(4).iter().map(|part| format!("<span>{part}</span>")).collect();
            body = body
                .replace(&format!("{{{name}:wbr8}}"), &groups(8).join("<wbr>"))
                .replace(&format!("{{{name}:span4}}"), &spans)
                .replace(&format!("{{{name}}}"), &value);
        }
        format!(
            "<!doctype html><html lang=en><head><meta charset=utf-8><title>Developer Portal</title>
             <link rel=icon href=/assets/icon.svg>{PRELUDE}</head><body>{body}</body></html>"
        )
    }
}

/// Finds elements, also in shadow roots, records clicks, and lets none of them leave the page.
const PRELUDE: &str = "<script>
    window.at = (path) => path.split('>>').reduce((root, part) => (root.shadowRoot ?? root).querySelector(part), document);
    window.clicked = [];
    addEventListener('click', (event) => {
      clicked.push(event.composedPath());
      if (event.composedPath().some((node) => node.localName === 'a')) event.preventDefault();
    });
    addEventListener('submit', (event) => event.preventDefault());
    </script>";

/// The page that an address selects.
pub fn answer(uri: &Uri) -> Option<Response> {
    let name = uri.query()?.strip_prefix("written=")?;
    let (make, _) = name.split_once('/')?;
    let page = written_pages(make).ok()?.into_iter().find(|page| page.name == name)?;
    Some((page.status, [(header::CONTENT_TYPE, "text/html; charset=utf-8")], page.html()).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_is_read_and_has_its_own_values() {
        let pages: Vec<WrittenPage> = MAKES.iter().flat_map(|(make, _)| written_pages(make).unwrap()).collect();
        assert!(pages.len() > 150, "{}", pages.len());
        let mut values: Vec<String> = Vec::new();
        for page in &pages {
            assert!(
                ["sandbox", "production", "watched"].contains(&&*page.site) && !page.steps.is_empty(),
                "{}",
                page.name
            );
            for name in page.placeholders() {
                let value = page.value(&name);
                assert!(
                    page.html().contains(value.get(..4).unwrap_or_default()) && !values.contains(&value),
                    "{value}"
                );
                values.push(value);
            }
        }
    }
}
