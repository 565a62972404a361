//! How the hosts in a text are used, and which names they are assigned to.

use super::environment_word::{Named, of_name};
use super::name::{NAME, split, without_scheme};
use super::only_named::is_only_named;
use crate::catalogue::{Environment, Role};
use crate::detect::host::NamedHost;
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// How a host is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum HostUsage {
    /// An API host that requests go to.
    Api,
    /// A portal host that requests go to.
    PortalAsApi,
    /// A host that packages come from.
    Composer,
    /// Anything else. A link is no evidence about a key.
    Link,
}

/// A host in a text.
#[derive(Debug, Clone, Copy)]
pub(super) struct HostAt {
    pub usage: HostUsage,
    pub environment: Option<Environment>,
    pub span: Span,
    /// Whether its name mentions an environment, as in `SANDBOX_URL`, or is also
    /// that of a host of the other one. Then it is one of several options.
    pub is_choice: bool,
    /// The object or section around it, if its name mentions an environment.
    /// Then the host applies only there.
    pub owner: Option<Span>,
    /// Whether it is only mentioned.
    pub told: Told,
    /// Whether it belongs to a key of its own. It decides about no other key,
    /// but makes another host's environment undecided.
    pub is_taken: bool,
}

/// Where a host is mentioned that no request goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Told {
    /// Nowhere: it is used.
    #[default]
    No,
    /// In a sentence.
    Said,
    /// In a comment.
    Comment,
    /// In a commented-out assignment, next to another host for the same name.
    Off,
}

pub(super) fn host_at(text: &str, statements: &Statements, named: &NamedHost) -> HostAt {
    let key = key_before(text, named.span.start);
    let texts = &named.site.vendor.texts;
    let is_api_name = is_api_name(key, texts.api_name);
    let rest = text.get(named.span.end..).unwrap_or_default();
    let rest = rest.trim_start_matches("\\").trim_start_matches(":443");
    let is_api_path = texts.api_root.is_some_and(|root| begins_with_segment(rest, root));
    // A portal page, such as the list of keys.
    let is_page = rest
        .strip_prefix('/')
        .is_some_and(|path| path.starts_with(|sign: char| sign.is_ascii_alphabetic()) && !path.starts_with("api"));
    // In `https://HOST@example.org`, the second host is the real one.
    let is_user = rest.starts_with('@');
    let usage = match named.site.role {
        _ if is_user || is_only_named(text, statements, named.span, key) => HostUsage::Link,
        Role::Api => HostUsage::Api,
        Role::Portal if (is_api_name && !is_page) || is_api_path => HostUsage::PortalAsApi,
        Role::Composer => HostUsage::Composer,
        _ => HostUsage::Link,
    };
    HostAt {
        usage,
        environment: named.site.environment(),
        span: named.span,
        is_choice: of_name(key) != Named::None || split(key).iter().any(|word| CHOOSES.contains(&word.as_str())),
        owner: None,
        told: Told::No,
        is_taken: false,
    }
}

/// Words in names of hosts that make a host one of several options.
const CHOOSES: &[&str] = &["test", "tests", "testing", "live", "stage", "dev", "development"];
/// Words in names of pages, documents and sources.
const PAGES: &[&str] = &["docs", "doc", "documentation", "swagger", "help", "source", "keys"];
/// Words in names of a portal's address, if none is for an API.
const PORTAL: &[&str] = &[
    "portal",
    "admin",
    "login",
    "signin",
    "home",
    "homepage",
    "page",
    "site",
    "ui",
    "web",
    "playwright",
    "cypress",
    "selenium",
    "browser",
];
/// Whether a name is for the address of an API: `EQP_API_URL`, `restEndpoint`,
/// or `EQP_HOST`, if the vendor's API is called so.
fn is_api_name(name: &str, api_name: Option<&str>) -> bool {
    let words = split(name);
    let has = |word: &str| words.iter().any(|known| known == word);
    let has_any = |list: &[&str]| list.iter().any(|word| has(word));
    let is_api = |word: &String| {
        word.ends_with("api")
            || word.strip_prefix("api").is_some_and(|of| ["url", "uri", "host", "base", "root", "server"].contains(&of))
            || word.contains("endpoint")
            || word == "rest"
    };
    let joined = words.concat();
    let is_base = || joined.contains("baseurl") || (api_name.is_some_and(has) && (has("url") || has("host")));
    !has_any(PAGES) && (words.iter().any(is_api) || (is_base() && !has_any(PORTAL)))
}

/// The URL that contains a host in its path, query or fragment. The host
/// applies only within that URL.
pub(super) fn url_around(text: &str, host: Span) -> Option<Span> {
    let ends =
        |sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '`' | '<' | '>' | '(' | ')' | '|' | ',');
    let floor = text.ceil_char_boundary(host.start.saturating_sub(4 * NAME));
    let before = text.get(floor..host.start).unwrap_or_default();
    let url = before.rsplit(ends).next().unwrap_or(before);
    let (around, authority) = url.rsplit_once("://").unwrap_or(("", url));
    let rest = text.get(host.end..).unwrap_or_default();
    let is_behind = url.contains("://") && authority.contains(['/', '?', '#']);
    let is_inside = is_behind || around.contains("://") || around.contains('?');
    let end = host.end + rest.find(ends).unwrap_or(rest.len());
    is_inside.then_some(Span { start: host.start - url.len(), end })
}

/// Whether a path starts with this segment, plain or escaped.
fn begins_with_segment(path: &str, segment: &str) -> bool {
    ["/", "\\/", "%2F"].into_iter().any(|slash| {
        let after = path.strip_prefix(slash).and_then(|rest| rest.strip_prefix(segment));
        after.is_some_and(|after| {
            let ends = after.starts_with(['"', '\'']) || after.trim_end().is_empty();
            after.starts_with(slash) || (slash == "/" && ends)
        })
    })
}

/// The name that a host is assigned to: `API_URL = 'https://`.
pub(super) fn key_before(text: &str, start: usize) -> &str {
    let floor = text.ceil_char_boundary(start.saturating_sub(NAME));
    let before = text.get(floor..start).unwrap_or_default();
    let before = without_scheme(before);
    let name = before.trim_end_matches(['"', '\'', ' ', '\t', '\\', '`']);
    let Some(name) = name.strip_suffix("=>").or_else(|| name.strip_suffix([':', '=', '|', ','])) else { return "" };
    let name = name.trim_end_matches(['"', '\'', ' ', '\t', '\\', ']', '`', '*']);
    let start = name
        .rfind(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-' | '.')))
        .map_or(0, |at| at + name.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    name.get(start..).unwrap_or_default()
}

/// A test's text with an API host in place of `$`, its statements, and the
/// host's place.
#[cfg(test)]
pub(super) fn with_host(text: &str) -> (String, Statements, Span) {
    const HOST: &str = "commercedeveloper-api.adobe.com";
    let start = text.find('$').unwrap_or_default();
    let text = text.replace('$', HOST);
    let statements = Statements::of(&text);
    (text, statements, Span { start, end: start + HOST.len() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::detect::host::hosts_named;

    fn usage(text: &str) -> HostUsage {
        let catalogue = Catalogue::default();
        let hosts = hosts_named(&catalogue, text);
        host_at(text, &Statements::of(text), &hosts[hosts.len() - 1]).usage
    }

    #[test]
    fn a_portal_is_used_as_an_api_only_under_such_a_name() {
        for name in ["EQP_API_URL", "eqpApiUrl", "EQP_APIURL", "endpoint", "rest", "BASE_URL", "baseUrl", "EQP_HOST"] {
            assert_eq!(usage(&format!("{name}=https://commercedeveloper.adobe.com")), HostUsage::PortalAsApi, "{name}");
        }
        for name in [
            "EQP_PORTAL_URL",
            "EQP_ADMIN_URL",
            "eqpLoginUrl",
            "eqp_homepage_url",
            "EQP_API_DOCS",
            "EQP_API_KEY_SOURCE",
            "PLAYWRIGHT_BASE_URL",
            "restart_url",
            "capital",
        ] {
            assert_eq!(usage(&format!("{name}=https://commercedeveloper.adobe.com")), HostUsage::Link, "{name}");
        }
    }
}
