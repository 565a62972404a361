//! Hosts that a text only names: in lists of allowed or forbidden hosts, under
//! names such as `docs`, and in commands that look a host up. No request with a
//! key goes there.

use super::command::is_command;
use super::name::{NAME, split, without_scheme};
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// Words in names of other values that no request goes to.
const NO_DESTINATION: &[&str] = &[
    "proxy",
    "origins",
    "referer",
    "referrer",
    "cert",
    "docs",
    "documentation",
    "swagger",
    "comment",
    "description",
    "note",
    "old",
    "previous",
    "was",
    "former",
    "formerly",
    "unused",
    "disabled",
    "superseded",
    "retired",
    "bisher",
    "vorher",
];

/// Words directly before a host that only say where it is found or allowed.
const LISTS: &[&str] = &["dstdomain", "--resolve", "--connect-to"];

/// Programs that look up a host, connect to it without a key, or search for it.
const PROBES: &[&str] = &[
    "ping",
    "dig",
    "nslookup",
    "traceroute",
    "tracert",
    "mtr",
    "nc",
    "telnet",
    "openssl",
    "nmap",
    "whois",
    "ssh-keyscan",
    "grep",
    "rg",
    "ag",
];

/// Words before the name of a program.
const BEFORE_PROGRAM: &[&str] = &["", "sudo", "until", "while", "if", "!", "do", "then"];

/// Whether a host is only named, in a list such as `NO_PROXY` or under a name
/// such as `docs`, and no request goes to it.
pub(super) fn is_only_named(text: &str, statements: &Statements, host: Span, key: &str) -> bool {
    let start = host.start;
    let floor = text.ceil_char_boundary(start.saturating_sub(16 * NAME));
    let before = text.get(floor..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or(before);
    let own = without_scheme(line);
    let own = own.trim_end_matches(['"', '\'', ' ', '\t', '\\', '`']);
    let rest = text.get(host.end..).unwrap_or_default();
    // If the host has a name of its own, that name decides.
    if own.ends_with([':', '=']) || own.ends_with("=>") {
        return names_no_destination(key)
            || is_hint(line)
            || MATCHES.contains(&key)
            || is_allowed(text, statements, start);
    }
    (own.ends_with('|') && names_no_destination(key))
        || is_in_list(line)
        || (is_alone(own, rest) && is_item(text, statements, start))
        || is_looked_up(line, rest)
}

/// Names of hosts in network policies, certificates, reports and examples.
const MATCHES: &[&str] = &[
    "matchName",
    "matchPattern",
    "matchHost",
    "CN",
    "DNS",
    "ComputerName",
    "server_name",
    "COOKIE_DOMAIN",
    "example",
    "examples",
];

/// Words in names of lists and objects that allow or forbid hosts, whatever a
/// host in them is called.
const ALLOWS: &[&str] = &[
    "egress",
    "allow",
    "allowed",
    "allowlist",
    "whitelist",
    "noproxy",
    "cors",
    "csp",
    "trusted",
    "deny",
    "denied",
    "denylist",
    "blocked",
    "blocklist",
    "blacklist",
    "forbidden",
    "disallowed",
];

/// The same, if they are the whole name or with one of [`HOSTS`].
const SKIPS: &[&str] = &["excluded", "exclude", "skip", "ignored"];
const HOSTS: &[&str] = &["host", "hosts", "urls", "domain", "domains", "origins", "list"];

/// Whether a host is in an object that allows or forbids hosts: `allowed_hosts: - host: HOST`.
fn is_allowed(text: &str, statements: &Statements, at: usize) -> bool {
    names_around(text, statements, at).filter(|name| !is_code_name(name)).any(|name| allows(&split(name)))
}

/// Whether the name of a group is the head of a class or a function.
fn is_code_name(name: &str) -> bool {
    ["class", "function", "interface", "trait", "struct", "def", "fn", "func"]
        .iter()
        .any(|keyword| name.split_whitespace().any(|word| word == *keyword))
}

/// Whether a name of these words is of something that allows or forbids hosts.
/// `SKIP_CACHE_URL` is another thing.
fn allows(words: &[String]) -> bool {
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    has(ALLOWS) || (has(SKIPS) && (words.len() == 1 || has(HOSTS)))
}

/// Whether a line contains nothing but a host, with the signs of a list.
fn is_alone(before: &str, rest: &str) -> bool {
    let is_sign = |sign: char| sign.is_whitespace() || matches!(sign, '-' | '*' | '[' | '{' | '"' | '\'');
    let after = rest.lines().next().unwrap_or_default();
    let after = [" //", " #"].iter().fold(after, |after, comment| after.split(comment).next().unwrap_or(after));
    before.trim_matches(is_sign).is_empty() && !(after.contains(char::is_alphabetic) && after.contains(' '))
}

/// The names of the two smallest objects and sections around a place, unless
/// they are long.
fn names_around<'t>(text: &'t str, statements: &Statements, at: usize) -> impl Iterator<Item = &'t str> {
    let groups = statements.groups(at).filter_map(|group| group.name).take(2);
    let sections = statements.sections(at).filter_map(|section| section.name).take(2);
    groups.chain(sections).filter(|name| name.end - name.start <= NAME).map(|name| name.of(text))
}

/// Whether a host without a name of its own is an item of a list over several
/// lines: `ALLOWED_HOSTS = [` or `no_proxy:`.
fn is_item(text: &str, statements: &Statements, at: usize) -> bool {
    let mut names = names_around(text, statements, at);
    names.any(|name| names_no_destination(name) || name.trim().ends_with("-src"))
}

/// Whether a word has the signs of an IP address.
fn is_ip_address(word: &str) -> bool {
    word.contains(['.', ':']) && word.bytes().all(|byte| byte.is_ascii_hexdigit() || matches!(byte, b'.' | b':'))
}

/// Whether a line tells a browser to connect early.
fn is_hint(line: &str) -> bool {
    line.contains("preconnect") || line.contains("dns-prefetch")
}

/// Whether a line only looks up a host, pins its address or its key, or allows
/// it. `rest` is the text after the host.
fn is_looked_up(line: &str, rest: &str) -> bool {
    let signs = ['$', '#', '%', '(', '"', '\'', ';', '='];
    let words = || line.split_whitespace().map(|word| word.trim_matches(signs)).filter(|word| !word.is_empty());
    // Only the last command of a line has the host.
    let command = line.rsplit([';', '|', '&', '(']).next().unwrap_or(line);
    let mut parts = command.split_whitespace().map(|word| word.trim_matches(['$', '#', '%', '"', '\'']));
    let program = parts.find(|word| !BEFORE_PROGRAM.contains(word));
    let is_probe = || program.is_some_and(|word| PROBES.contains(&word)) || words().any(|word| word.ends_with("-src"));
    let is_apart = line.ends_with([' ', '\t', '"', '\'', '=']);
    let before = words().next_back().filter(|_| is_apart);
    let is_listed = before.is_some_and(|word| LISTS.contains(&word) || names_no_destination(word));
    // A line of a hosts file: an address, and the names for it.
    let is_name = |word: &str| word.contains('.') && !word.contains([':', '/', '[']);
    let mut names = words();
    let is_address = names.next().is_some_and(is_ip_address) && names.all(is_name);
    let after = rest.lines().next().unwrap_or_default();
    let is_known_host = line.trim().is_empty()
        && after.split_whitespace().any(|word| word.starts_with("ssh-") || word.starts_with("ecdsa-"));
    is_listed || is_address || is_known_host || is_hint(line) || (is_probe() && !is_command(line))
}

/// Whether no request goes to what has this name. `PROXY_TARGET` is where a
/// proxy sends requests.
fn names_no_destination(name: &str) -> bool {
    let words = split(name);
    let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.as_str()));
    (allows(&words) || has(NO_DESTINATION)) && !has(&["target"])
}

/// Whether a host at the end of this text is an item of such a list:
/// `NO_PROXY=localhost,HOST`, `"allowedHosts": ["localhost", "HOST"]`.
fn is_in_list(line: &str) -> bool {
    // A mark of a scheme, a port or an IPv6 address begins no list.
    let is_mark = |at: usize, mark: &str| {
        let rest = line.get(at + 1..).unwrap_or_default();
        mark != ":" || !(rest.starts_with(['/', ':']) || rest.starts_with(|sign: char| sign.is_ascii_digit()))
    };
    let Some((at, mark)) = line.match_indices([':', '=', '[']).rev().find(|&(at, mark)| is_mark(at, mark)) else {
        return false;
    };
    let items = line.get(at + 1..).unwrap_or_default();
    let is_list = (mark == "[" || items.contains([',', '|', ';']))
        && !items.contains([']', '}', '{', '(', ')'])
        && !["\" ", "' "].iter().any(|end| items.contains(end));
    let name = line.get(..at).unwrap_or_default().trim_end_matches(['"', '\'', ' ', ':', '=', '>']);
    let name = name.rsplit(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-'))).next();
    is_list && name.is_some_and(names_no_destination)
}

#[cfg(test)]
mod tests {
    use super::super::named_host::{HostUsage, host_at};
    use super::*;
    use crate::catalogue::Catalogue;
    use crate::detect::host::hosts_named;

    /// The use of the host in a text, where `$` stands for the host.
    fn usage(text: &str) -> HostUsage {
        let text = text.replace('$', "commercedeveloper-api.adobe.com");
        let hosts = hosts_named(&Catalogue::default(), &text);
        host_at(&text, &Statements::of(&text), &hosts[hosts.len() - 1]).usage
    }

    #[test]
    fn a_host_in_a_list_of_hosts_is_no_destination() {
        for text in [
            "NO_PROXY=localhost,$",
            "ALLOWED_HOSTS=$",
            "\"allowedHosts\": [\"localhost\", \"$\"]",
            "\"noProxy\": \"localhost,$\"",
            "CORS_ORIGIN=https://$",
            "\"docs\": \"https://$/doc\"",
            "'allowed_hosts' => ['localhost', '$']",
            "-Dhttp.nonProxyHosts=localhost|$",
            "ALLOWED_HOSTS = [\n    'localhost',\n    '$',\n]",
            "no_proxy:\n  - localhost\n  - $",
            "cors:\n  allowed_origins:\n    - https://$",
            "egress:\n  - toFQDNs:\n      - matchName: $",
            "allowed_hosts:\n  - host: $",
            "const trustedHosts = [\n  '$', // the API\n];",
            "ping -c1 $",
            "openssl s_client -connect $:443",
            "52.1.2.3    $",
            "10.1.0.4 example.org $",
            "acl shop dstdomain $",
            "add_header Content-Security-Policy \"connect-src 'self' https://$\"",
            "<link rel=preconnect href=https://$>",
        ] {
            assert_eq!(usage(text), HostUsage::Link, "{text}");
        }
        for text in [
            "EQP_URL=https://$",
            "hosts: [\"$\"]",
            "url: https://$/rest",
            "curl -H \"Origin: https://example.org\" https://$/rest",
            "curl --proxy localhost:8080 https://$/rest",
            "old_key: x, url: https://$",
            "{\"description\":\"EQP\",\"baseUrl\":\"https://$\"",
            "{ note: ci, url: https://$",
            "[{\"note\":\"ci\",\"url\":\"https://$\"",
            "const ORIGIN = 'https://$'",
            "EQP_PROXY_TARGET=https://$",
            "docs:\n  script:\n    - curl https://$",
            "class DocsClient {\n  send() { post('https://$/rest') }\n}",
            "printf x | openssl base64; submit https://$",
            "machine $",
            "set host $",
            "POST https://$",
            "proxy:\n  target: https://$",
            "AUTH=$(printf 'a:b' | openssl base64); curl https://$",
        ] {
            assert_eq!(usage(text), HostUsage::Api, "{text}");
        }
    }
}
