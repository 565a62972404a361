//! Normalizes hosts and paths as browsers do.
//!
//! Follows the WHATWG URL standard for the addresses that a user can type and a
//! match pattern can hold. A host that browsers reject must be rejected here
//! too: one such host makes the browser reject all match patterns.

/// The longest host name that DNS allows, in bytes.
const LONGEST_HOST: usize = 253;
/// The longest label of a host name that DNS allows, in bytes.
const LONGEST_LABEL: usize = 63;

/// Normalizes a host: lower case, no trailing dot, IPv4 addresses as four
/// numbers. `None` unless it is a host of ASCII letters, digits, `-`, `_` and
/// dots that browsers accept.
#[must_use]
pub fn normal_host(host: &str) -> Option<String> {
    let host = host.strip_suffix('.').unwrap_or(host).to_ascii_lowercase();
    if host.len() > LONGEST_HOST || !host.split('.').all(is_label) {
        return None;
    }
    match host.rsplit('.').next() {
        // If the last label is a number, the host must be a valid IPv4 address.
        Some(last) if is_number(last) => ipv4(&host),
        _ => Some(host),
    }
}

fn is_label(label: &str) -> bool {
    let is_known = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    !label.is_empty() && label.len() <= LONGEST_LABEL && label.bytes().all(is_known)
}

fn is_number(label: &str) -> bool {
    label.bytes().all(|byte| byte.is_ascii_digit()) || number(label).is_some()
}

/// Parses a number as the standard does: decimal, `0x` hexadecimal, `0` octal.
fn number(label: &str) -> Option<u64> {
    let (digits, radix) = match (label.strip_prefix("0x"), label.strip_prefix('0')) {
        (Some(digits), _) => (digits, 16),
        (None, Some(digits)) if !digits.is_empty() => (digits, 8),
        _ => (label, 10),
    };
    if digits.is_empty() {
        return (radix == 16).then_some(0);
    }
    // The standard library would also accept a sign.
    digits.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| u64::from_str_radix(digits, radix).ok())?
}

/// Parses an IPv4 address of up to four numbers. The last one fills the
/// remaining bytes.
fn ipv4(host: &str) -> Option<String> {
    let numbers: Vec<u64> = host.split('.').map(number).collect::<Option<_>>()?;
    let (&last, first) = numbers.split_last()?;
    if first.len() > 3 || first.iter().any(|&number| number > 255) || last >= 1 << (8 * (4 - first.len())) {
        return None;
    }
    let shifted = first.iter().zip([24, 16, 8]).map(|(number, shift)| number << shift);
    let address = shifted.sum::<u64>() + last;
    let [.., a, b, c, d] = address.to_be_bytes();
    Some(format!("{a}.{b}.{c}.{d}"))
}

/// Normalizes a path: `\` becomes `/`, `.` and `..` are resolved, and reserved
/// characters are percent-encoded.
#[must_use]
pub fn normal_path(path: &str) -> String {
    const HEX: &[u8; 16] = b"0123456789ABCDEF";
    let mut encoded = String::with_capacity(path.len());
    for byte in path.bytes().filter(|byte| !matches!(byte, b'\t' | b'\n' | b'\r')) {
        match byte {
            b'\\' => encoded.push('/'),
            b' ' | b'"' | b'#' | b'<' | b'>' | b'?' | b'^' | b'`' | b'{' | b'}' | ..=0x1F | 0x7F.. => {
                let digit = |four: u8| HEX.get(usize::from(four)).map_or('0', |&digit| char::from(digit));
                encoded.extend(['%', digit(byte >> 4), digit(byte & 15)]);
            }
            byte => encoded.push(char::from(byte)),
        }
    }
    let mut segments: Vec<&str> = Vec::new();
    let mut parts = encoded.strip_prefix('/').unwrap_or(&encoded).split('/').peekable();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        match part.to_ascii_lowercase().replace("%2e", ".").as_str() {
            ".." => drop(segments.pop()),
            "." => {}
            _ => {
                segments.push(part);
                continue;
            }
        }
        if is_last {
            segments.push("");
        }
    }
    if encoded.is_empty() { encoded } else { format!("/{}", segments.join("/")) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn hosts_are_as_a_browser_writes_them() {
        for (written, host) in [
            ("CI.Example.com.", Some("ci.example.com")),
            ("localhost", Some("localhost")),
            ("my_host.corp", Some("my_host.corp")),
            ("10.0.0.3", Some("10.0.0.3")),
            ("10.3", Some("10.0.0.3")),
            ("0x7f.1", Some("127.0.0.1")),
            ("0x", Some("0.0.0.0")),
            ("010.0.0.1", Some("8.0.0.1")),
            ("4294967295", Some("255.255.255.255")),
            ("build.corp.1a", Some("build.corp.1a")),
            ("10.0.0.300", None),
            ("10.256.1", None),
            ("10.0.0.0.1", None),
            ("4294967296", None),
            ("08.0.0.1", None),
            ("build.corp.1", None),
            ("build.corp.0x1", None),
            ("a..b", None),
            (".a", None),
            ("a..", None),
            ("", None),
            (".", None),
            ("ci example", None),
            ("b\u{fc}cher.example", None),
            ("99999999999999999999999999.1", None),
        ] {
            assert_eq!(normal_host(written).as_deref(), host, "{written}");
        }
        assert_eq!(normal_host(&"a".repeat(64)), None);
        assert_eq!(normal_host(&"a.".repeat(127)), Some("a.".repeat(127).trim_end_matches('.').to_owned()));
    }

    #[test]
    fn paths_are_as_a_browser_writes_them() {
        for (written, path) in [
            ("", ""),
            ("/", "/"),
            ("/\u{dc}bersicht", "/%C3%9Cbersicht"),
            ("/my team/a", "/my%20team/a"),
            ("/%C3%9Cbersicht", "/%C3%9Cbersicht"),
            ("/a/./b/../c", "/a/c"),
            ("/a/%2E%2e/c/.", "/c/"),
            ("/../..", "/"),
            ("/a\\b", "/a/b"),
            ("/a\tb", "/ab"),
            ("/<a>\"`{}^", "/%3Ca%3E%22%60%7B%7D%5E"),
        ] {
            assert_eq!(normal_path(written), path, "{written}");
        }
    }

    proptest! {
        #[test]
        fn a_normalized_address_does_not_change(host in "[0-9a-fx._-]{0,20}", path in "/.{0,30}") {
            if let Some(host) = normal_host(&host) {
                prop_assert_eq!(normal_host(&host), Some(host.clone()));
            }
            let path = normal_path(&path);
            prop_assert!(path.is_ascii() && path.starts_with('/'));
            prop_assert_eq!(normal_path(&path), path);
        }
    }
}
