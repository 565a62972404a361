//! The page policy: what browsers may load and run in a page.

use crate::switches::{Icon, Policy, Switches};

/// A site without an owner, for an icon from another origin.
pub const ICON_HOST: &str = "icons.example.org";

/// The value of `Content-Security-Policy`, if the page has one.
pub fn header(switches: &Switches) -> Option<String> {
    let mut rules = match switches.policy {
        Policy::None => return None,
        Policy::Strict => vec!["default-src 'self'", "script-src 'self'", "style-src 'self'"],
        Policy::Frozen => vec![
            "default-src 'none'",
            "script-src 'self'",
            "style-src 'self'",
            "connect-src 'self'",
            "frame-src 'self'",
            "form-action 'self'",
            "base-uri 'none'",
        ],
    }
    .into_iter()
    .map(str::to_owned)
    .collect::<Vec<_>>();
    match (switches.icon, switches.policy) {
        (Icon::CrossOrigin, _) => rules.push(format!("img-src 'self' https://{ICON_HOST}")),
        (_, Policy::Frozen) => rules.push("img-src 'self'".to_owned()),
        _ => {}
    }
    rules.push("report-uri /policy-report".to_owned());
    Some(rules.join("; "))
}
