//! Hosts and paths of addresses.

/// The host of an absolute `https:` URL, as written, without user and port.
///
/// Follows the WHATWG URL standard where hosts could be confused: `\` ends the
/// host like `/` does, and anything before the last `@` of the authority isn't
/// part of the host. Names that become a known host only after decoding
/// (percent signs, full-width letters, tabs) are left unchanged and match
/// nothing, because browsers pass URLs that are already decoded.
#[must_use]
pub fn host_of(url: &str) -> Option<&str> {
    const SCHEME: &str = "https://";
    let scheme = url.get(..SCHEME.len())?;
    if !scheme.eq_ignore_ascii_case(SCHEME) {
        return None;
    }
    let rest = url.get(SCHEME.len()..)?;
    let authority = rest.split(['/', '\\', '?', '#']).next()?;
    let host_and_port = authority.rsplit('@').next()?;
    match host_and_port.split_once(':') {
        None => Some(host_and_port),
        Some((host, port)) => port.bytes().all(|byte| byte.is_ascii_digit()).then_some(host),
    }
}

/// The path of an absolute URL, without query and fragment.
#[must_use]
pub fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or("", |(_, rest)| rest);
    let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or_default();
    match rest.find(['?', '#']).zip(rest.find('/')) {
        Some((end, start)) if end < start => "",
        _ => path.split(['?', '#']).next().unwrap_or_default(),
    }
}

/// A host name without the trailing dot of a fully qualified name.
#[must_use]
pub fn without_dot(host: &str) -> &str {
    host.strip_suffix('.').unwrap_or(host)
}
