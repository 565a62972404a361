//! Names of products that aren't in the catalogue.

use super::environment_word::{Named, of_name};
use super::name::split;
use crate::catalogue::vendors;
use crate::detect::name_words::is_plain_prefix;
use crate::detect::span::Span;
use crate::detect::statement::Statements;

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

/// Whether a name is neither a description of a content nor the name of an
/// environment or of a vendor in the catalogue.
pub(super) fn is_product(name: &str) -> bool {
    if name.is_empty() || name.len() > LONGEST || !name.is_ascii() || name.contains('.') || of_name(name) != Named::None
    {
        return false;
    }
    let words = split(name);
    let is_plain = |word: &String| {
        word.len() < 3 || is_plain_prefix(word.as_bytes()) || PLAIN.iter().any(|plain| word.starts_with(plain))
    };
    let lower = name.to_ascii_lowercase();
    let is_vendors = vendors::ALL.iter().any(|vendor| vendor.words.iter().any(|word| lower.contains(word)));
    words.len() <= WORDS && !is_vendors && !words.iter().any(is_plain)
}

/// The heading above a place, with the lines below it, if it is about another
/// product: `## PayPal`. What it says holds nowhere else.
pub(super) fn heading_of_other(text: &str, statements: &Statements, at: usize) -> Option<Span> {
    let heading = statements.heading(at)?;
    let name = heading.name?.of(text);
    let words = split(name);
    let is_offered = |word: &&str| words.len() <= WORDS && words.iter().any(|one| one == word);
    let is_other = vendors::OFFERED.iter().any(|vendor| vendor.words.iter().any(is_offered));
    (is_other || is_product(name)).then_some(heading.span)
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
}
