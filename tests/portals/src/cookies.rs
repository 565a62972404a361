//! Reading and writing cookies.

use axum::http::{HeaderMap, header};

/// Long enough to survive a browser restart in a test.
const DAY: u32 = 24 * 60 * 60;

/// The value of this cookie, if the request has it.
pub fn read<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|line| line.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find_map(|(key, value)| (key == name).then_some(value))
}

/// A `Set-Cookie` value for this host only.
pub fn set(name: &str, value: &str) -> String {
    format!("{name}={value}; Path=/; Max-Age={DAY}; Secure; HttpOnly; SameSite=Lax")
}

/// A `Set-Cookie` value that removes this cookie.
pub fn clear(name: &str) -> String {
    format!("{name}=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Lax")
}
