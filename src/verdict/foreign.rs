//! Whether a credential belongs to another vendor's host, or goes there.

use super::command::{COMMAND, is_command};
use super::evidence::{Evidence, NEAR, holds, length};
use super::name::{NAME, split};
use super::named_host::{HostAt, HostUsage, key_before};
use super::other_host::{COMPOSER_CONFIG, is_host_name, is_other_host, logs_in_to};
use crate::catalogue::vendors;
use crate::credential::Kind;
use crate::detect::span::Span;

/// Options and headers for a proxy's login.
const PROXY: &[&str] = &["--proxy-user", "--proxy-password", "proxy-user", "proxy-password", "proxy-authorization"];

impl Evidence<'_> {
    /// Whether the words near a place name another vendor: its object or URL
    /// belongs to another host, or its line mentions another vendor.
    pub(super) fn is_foreign(&self, credential: Span) -> bool {
        let line = self.statements.line(credential.start).map_or(credential, |line| line.span);
        let start = line.start.max(credential.start.saturating_sub(NEAR));
        let end = line.end.min(credential.end + NEAR);
        let first = self.others.partition_point(|word| word.start < start);
        let is_near_other = self.others.get(first).is_some_and(|word| word.end <= end);
        let object = self.statements.groups(credential.start).next().and_then(|group| group.name);
        let names_other_host = |name: Span| {
            let name_text = name.of(self.text());
            let dotted =
                name_text.split(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '.' | '-'))).any(is_host_name);
            dotted && self.hosts_in(name).next().is_none()
        };
        // In `"bearer": {"packages.example.com": "…"}`, the key is the host.
        let is_bearer = || object.is_some_and(|name| name.of(self.text()).contains("bearer"));
        let key = key_before(self.text(), credential.start);
        is_near_other
            || object.is_some_and(names_other_host)
            || (is_other_host(key) && is_bearer())
            || self.is_in_other_url(credential)
            || self.is_setting_of_other_host(credential)
    }

    /// Whether the command around a credential sends it to a host that isn't
    /// the vendor's.
    pub(super) fn goes_elsewhere(&self, credential: Span) -> bool {
        let Some(line) = self.statements.line(credential.start).map(|line| line.span) else { return false };
        let command = line.of(self.text());
        if length(line) > COMMAND {
            return false;
        }
        if self.is_in_other_url(credential) || self.is_for_proxy(credential) {
            return true;
        }
        let is_request = is_command(command) && command.contains("://");
        let mut repositories = vendors::ALL.iter().flat_map(|vendor| vendor.texts.usage_words);
        let names_repository = repositories.any(|(kind, words)| *kind == Kind::ComposerKey && command.contains(words))
            && !logs_in_to(command).is_some_and(is_other_host);
        let is_login = command.contains(COMPOSER_CONFIG) && !names_repository;
        let is_destination = |host: &HostAt| {
            host.usage != HostUsage::Link && host.owner.is_none_or(|owner| holds(owner, credential.start))
        };
        (is_request || is_login) && !self.hosts_in(line).any(is_destination)
    }

    /// Whether this is a proxy's login: `--proxy-user ID:SECRET`.
    fn is_for_proxy(&self, credential: Span) -> bool {
        let Some(line) = self.statements.line(credential.start).map(|line| line.span) else { return false };
        let start = line.start.max(self.text().ceil_char_boundary(credential.start.saturating_sub(NEAR)));
        let before = self.text().get(start..credential.start).unwrap_or_default();
        let is_curl = before.contains("curl ");
        // The option or scheme before the value's own word, and the header before that.
        let mut words = before.rsplit([' ', '=']).skip(1).take(2);
        let is_short = |word: &str| word.starts_with('-') && !word.starts_with("--") && word.ends_with('U');
        let is_sign = |sign: char| !(sign.is_ascii_alphanumeric() || sign == '-');
        let is_long = |word: &str| PROXY.contains(&word.trim_matches(is_sign).to_ascii_lowercase().as_str());
        let is_option = words.clone().next().is_some_and(|word| is_curl && is_short(word)) || words.any(is_long);
        // `PROXY_USER=ID`, `-Dhttps.proxyUser=ID`, `proxy: { auth: { username: ID } }`
        let names = self.names_around(credential.start).into_iter().map(|name| name.of(self.text()));
        let mut names = names.chain([key_before(self.text(), credential.start)]).filter(|name| name.len() <= NAME);
        is_option || names.any(|name| split(name).iter().any(|word| word == "proxy"))
    }

    /// Whether this is a setting for another host, as in `.npmrc`:
    /// `//nexus.example.org/npm/:_auth=…`.
    fn is_setting_of_other_host(&self, credential: Span) -> bool {
        let floor = self.text().ceil_char_boundary(credential.start.saturating_sub(NEAR));
        let before = self.text().get(floor..credential.start).unwrap_or_default();
        let word = before.rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '`')).next();
        let Some((address, _)) = word.and_then(|word| word.rsplit_once("/:_")) else { return false };
        let Some((_, host)) = address.split_once("//") else { return false };
        let start = credential.start - word.map_or(0, str::len);
        host.split(['/', ':']).next().is_some_and(is_host_name)
            && self.hosts_in(Span { start, end: credential.start }).next().is_none()
    }

    /// Whether this is the user or password in another host's URL.
    fn is_in_other_url(&self, credential: Span) -> bool {
        let limit = self.text().floor_char_boundary(credential.end + NEAR);
        let rest = self.text().get(credential.end..limit).unwrap_or_default();
        let ends = |sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '/' | '`' | '<' | '>');
        let end = rest.find(ends).unwrap_or(rest.len());
        let authority = rest.get(..end).unwrap_or_default();
        let Some(at) = authority.find('@') else { return false };
        let floor = self.text().ceil_char_boundary(credential.start.saturating_sub(NEAR));
        let before = self.text().get(floor..credential.start).unwrap_or_default();
        let word = before
            .rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '`' | '='))
            .next()
            .unwrap_or(before);
        let host = Span { start: credential.end + at + 1, end: credential.end + end };
        word.contains("://") && self.hosts_in(host).next().is_none()
    }
}
