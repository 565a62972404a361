//! The sites that a text mentions.

use super::escape::escape_length;
use super::span::Span;
use crate::catalogue::{Catalogue, Site};
use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;

/// A site that a text mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedHost {
    /// The site.
    pub site: Site,
    /// The place of its host name.
    pub span: Span,
}

/// Every site of the catalogue that the text mentions, in order, including in
/// URLs, e-mail addresses, and escaped or URL-encoded text.
///
/// Only a whole host name counts: part of a longer one is a different host, and
/// a scope that begins with a host is a name. The number of steps per dot in the
/// text is bounded.
#[must_use]
pub fn hosts_named(catalogue: &Catalogue, text: &str) -> Vec<NamedHost> {
    let bytes = text.as_bytes();
    let longest = catalogue.longest_host();
    let mut hosts = Vec::new();
    for dot in memchr::memchr_iter(b'.', bytes) {
        let after = bytes.get(dot + 1..).unwrap_or_default();
        let ends = |ending: &&str| {
            let (is, rest) = after.split_at_checked(ending.len()).unwrap_or_default();
            is.eq_ignore_ascii_case(ending.as_bytes()) && ends_here(rest)
        };
        // At most one fits, because it must be followed by a character that no
        // name has.
        let Some(end) = catalogue.endings().find(|ending| ends(ending)).map(|ending| dot + 1 + ending.len()) else {
            continue;
        };
        // One byte more than the longest name shows whether the name is longer.
        let floor = end.saturating_sub(longest + 4);
        let before = bytes.get(floor..end).unwrap_or_default();
        let start = floor + before.iter().rposition(|&byte| !is_host_byte(byte)).map_or(0, |at| at + 1);
        let name = bytes.get(start..end).unwrap_or_default();
        let start = start + escape_length(bytes.get(..start).unwrap_or_default(), name);
        let span = Span { start, end };
        let rest = text.get(end..).unwrap_or_default();
        if let Some(site) = catalogue.site_named(span.of(text))
            && !site.vendor.texts.names.iter().any(|path| begins_with_path(rest, path))
        {
            hosts.push(NamedHost { site, span });
        }
    }
    hosts
}

/// Whether a text begins with a slash and this path. Its slashes may be escaped
/// or URL-encoded.
fn begins_with_path(text: &str, path: &str) -> bool {
    let after = path.split('/').try_fold(text, |rest, segment| {
        let rest = rest.trim_start_matches('\\');
        let rest = ["/", "%2F", "%2f"].into_iter().find_map(|slash| rest.strip_prefix(slash))?;
        rest.strip_prefix(segment)
    });
    after.is_some()
}

/// The base64 form of `https://`, without the last letter, which depends on the
/// host.
const ENCODED: &str = "aHR0cHM6Ly";

/// The longest encoded URL that is read, in bytes.
const ENCODED_LENGTH: usize = 256;

/// Every site whose URL is in the text in base64, as in the `data:` of a
/// Kubernetes secret. The span is that of the encoded URL.
#[must_use]
pub fn hosts_encoded(catalogue: &Catalogue, text: &str) -> Vec<NamedHost> {
    let starts = memchr::memmem::find_iter(text.as_bytes(), ENCODED);
    let host = |start: usize| {
        let rest = text.as_bytes().get(start..)?;
        let is_run = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
        let length = rest.iter().take(ENCODED_LENGTH).take_while(is_run).count();
        let url = STANDARD_NO_PAD.decode(rest.get(..length)?).ok()?;
        let named = hosts_named(catalogue, std::str::from_utf8(&url).ok()?).into_iter().next()?;
        Some(NamedHost { span: Span { start, end: start + length }, ..named })
    };
    starts.filter_map(host).collect()
}

const fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_')
}

/// Whether a name ends before these bytes. A full stop may follow it.
fn ends_here(after: &[u8]) -> bool {
    match *after {
        [] | [b'.'] => true,
        [b'.', next, ..] | [next, ..] => !is_host_byte(next),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::AddedPortals;

    fn named(text: &str) -> Vec<&str> {
        named_in(&Catalogue::default(), text)
    }

    fn named_in<'t>(catalogue: &Catalogue, text: &'t str) -> Vec<&'t str> {
        hosts_named(catalogue, text).iter().map(|named| named.span.of(text)).collect()
    }

    #[test]
    fn the_slashes_of_a_path_may_be_escaped() {
        for text in ["/oauth/scope", r"\/oauth\/scope\/x", "%2Foauth%2Fscope", "%2foauth%2fscope&x", "/oauth/scope x"] {
            assert!(begins_with_path(text, "oauth/scope"), "{text}");
        }
        for text in ["", "oauth/scope", "/oauth", "/oauth2/scope", "/x/oauth/scope", "/OAuth/scope"] {
            assert!(!begins_with_path(text, "oauth/scope"), "{text}");
        }
    }

    #[test]
    fn hosts_are_found_in_any_surroundings() {
        for text in [
            "https://developer-api.magento.com/rest/v1",
            "API at developer-api.magento.com.",
            "developer-api.magento.com:443",
            "url=https%3A%2F%2Fdeveloper-api.magento.com%2Frest",
            r"https:\/\/developer-api.magento.com\/rest",
            r"first\ndeveloper-api.magento.com\n",
            "„developer-api.magento.com“",
            "mail@developer-api.magento.com",
        ] {
            assert_eq!(named(text), ["developer-api.magento.com"], "{text}");
        }
        assert_eq!(named("HTTPS://Developer.Magento.COM/"), ["Developer.Magento.COM"]);
    }

    #[test]
    fn every_host_of_a_text_is_found_in_order() {
        assert_eq!(
            named("from developer.magento.com to developer-stg.magento.com"),
            ["developer.magento.com", "developer-stg.magento.com"]
        );
    }

    #[test]
    fn a_part_of_a_longer_name_is_another_host() {
        for text in [
            "x.developer.magento.com",
            "xdeveloper.magento.com",
            "developer.magento.com.example.org",
            "developer.magento.community",
            "developer.magento.com-x",
            "adobe.com",
            "....com",
            ".com.com.com.com.com.com.com.com.com.com.com.com.com.com.com.com.com.com.com",
        ] {
            assert!(named(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn added_hosts_are_found_whatever_they_end_in() {
        let texts =
            ["curl https://api.portal.example/rest", "portal.intern:8443", "PORTAL.EXAMPLE.", "x@a-b.co.example"];
        assert!(texts.iter().all(|text| named(text).is_empty()));
        let added = Catalogue::with_added(&[AddedPortals {
            production: "portal.example".into(),
            sandbox: "portal.intern".into(),
            production_api: vec!["api.portal.example".into()],
            sandbox_api: vec!["a-b.co.example".into()],
            vendor: None,
        }]);
        let found: Vec<_> = texts.iter().flat_map(|text| named_in(&added, text)).collect();
        assert_eq!(found, ["api.portal.example", "portal.intern", "PORTAL.EXAMPLE", "a-b.co.example"]);
        for text in ["portal.examples", "xportal.example", "x.portal.example", "portal.example.com", ".example", "."] {
            assert!(named_in(&added, text).is_empty(), "{text}");
        }
        assert_eq!(named_in(&added, "developer.magento.com"), ["developer.magento.com"]);
    }

    #[test]
    fn every_site_of_the_catalogue_is_found() {
        for site in Catalogue::default().sites() {
            assert_eq!(named(&format!("<{}>", site.host)), [&*site.host]);
        }
    }
}
