//! The product that the object or section around a credential belongs to.
//!
//! `lark: {app_id, app_secret}` has the names and shapes of a credential, but
//! its name shows that it belongs to another product.

use super::environment_word::{Named, of_name};
use super::evidence::Evidence;
use crate::catalogue::vendors;
use crate::detect::found::Find;
use crate::detect::name_words::is_plain_prefix;
use crate::detect::span::Span;

/// The length of the longest name that is read, in bytes. A longer one is a
/// sentence or code.
const LONGEST: usize = 32;

/// The most words in a product's name.
const WORDS: usize = 2;

/// Prefixes of names that describe the content of an object or section.
const PLAIN: &[&str] = &[
    "account",
    "arg",
    "build",
    "commerce",
    "connect",
    "container",
    "context",
    "data",
    "deploy",
    "developer",
    "entry",
    "export",
    "extension",
    "field",
    "form",
    "function",
    "group",
    "header",
    "import",
    "init",
    "input",
    "item",
    "job",
    "list",
    "login",
    "map",
    "metadata",
    "module",
    "object",
    "option",
    "page",
    "pair",
    "param",
    "payload",
    "portal",
    "product",
    "profile",
    "project",
    "props",
    "publish",
    "record",
    "request",
    "response",
    "result",
    "return",
    "row",
    "run",
    "script",
    "seller",
    "server",
    "service",
    "session",
    "setting",
    "shop",
    "site",
    "spec",
    "stage",
    "state",
    "step",
    "store",
    "string",
    "team",
    "token",
    "upload",
    "user",
    "value",
    "vault",
    "vendor",
    "with",
    "work",
];

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

fn is_product(name: &str) -> bool {
    if name.is_empty() || name.len() > LONGEST || !name.is_ascii() || name.contains('.') || of_name(name) != Named::None
    {
        return false;
    }
    let words: Vec<String> = words(name).collect();
    let is_plain = |word: &String| {
        word.len() < 3 || is_plain_prefix(word.as_bytes()) || PLAIN.iter().any(|plain| word.starts_with(plain))
    };
    let lower = name.to_ascii_lowercase();
    let is_vendors = vendors::ALL.iter().any(|vendor| vendor.words.iter().any(|word| lower.contains(word)));
    words.len() <= WORDS && !is_vendors && !words.iter().any(is_plain)
}

/// The words of a name, in lower case.
fn words(name: &str) -> impl Iterator<Item = String> {
    let parts = name.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    parts.flat_map(|part| {
        let bytes = part.as_bytes();
        let begins = |at: &usize| {
            let is_upper = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_uppercase);
            *at == 0 || (is_upper(*at) && !is_upper(at - 1))
        };
        let starts: Vec<usize> = (0..part.len()).filter(begins).collect();
        let ends = starts.iter().skip(1).copied().chain([part.len()]).collect::<Vec<_>>();
        starts.into_iter().zip(ends).filter_map(|(start, end)| part.get(start..end).map(str::to_ascii_lowercase))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_products_are_told_from_names_of_contents() {
        for name in ["lark", "lazada", "Feishu", "elastic", "TikTok", "line_bot", "TIKTOK"] {
            assert!(is_product(name), "{name}");
        }
        for name in [
            "",
            "eqp",
            "adobe_api",
            "sandbox",
            "production",
            "prodKeys",
            "config",
            "credentials",
            "secrets",
            "env",
            "apiClient",
            "MyExtension",
            "settings",
            "stringData",
            "x",
            "services",
            "a_b_c_d",
            "keys",
            "magento2",
            "app",
            "default",
            "repo.magento.com",
        ] {
            assert!(!is_product(name), "{name}");
        }
    }

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
