//! The product that the object or section around a credential belongs to.
//!
//! `lark: {app_id, app_secret}` has the names and shapes of a credential, but
//! its name shows that it belongs to another product.

use super::evidence::Evidence;
use super::product::is_product;
use crate::detect::found::Find;
use crate::detect::span::Span;

/// Whether the nearest object or section around a credential is named after an
/// unknown product. Names that describe the content, and names of environments
/// or of vendors in the catalogue, don't count.
pub(super) fn is_of_other_product(text: &str, evidence: &Evidence<'_>, find: &Find) -> bool {
    let member = find.label.and_then(|label| object_of(text, label));
    let around = || evidence.nearest_name(find.span.start).map(|name| last_identifier(name.of(text)));
    member.or_else(around).is_some_and(is_product)
}

/// The object that a name is a member of: `elastic.app_id`.
fn object_of(text: &str, label: Span) -> Option<&str> {
    let name = label.of(text);
    let (object, _) = name.rsplit_once('.')?;
    object.rsplit('.').next().filter(|object| !object.is_empty())
}

/// The identifier at the end of a name: `const api = new Feishu` gives
/// `Feishu`.
fn last_identifier(name: &str) -> &str {
    let name = name.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    let start = name.rfind(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.')));
    start.and_then(|at| name.get(at..)).unwrap_or(name).trim_start_matches(|sign: char| !sign.is_alphanumeric())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_identifier_names_an_object() {
        for (text, name) in [
            ("const api = new Feishu(", "Feishu"),
            ("\"lazada\": ", "lazada"),
            ("lark", "lark"),
            ("x => (", "x"),
            ("({", ""),
        ] {
            assert_eq!(last_identifier(text), name, "{text}");
        }
    }
}
