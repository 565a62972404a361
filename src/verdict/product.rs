//! Names of products that aren't in the catalogue.

use super::environment_word::{Named, of_name};
use super::name::split;
use crate::catalogue::vendors;
use crate::detect::name_words::plain_prefixes;
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// The length of the longest name that is read, in bytes. A longer one is a
/// sentence or code.
const LONGEST: usize = 32;

/// The most words in a product's name.
const WORDS: usize = 2;

/// Words in names that describe the content of an object or section.
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
    "workflow",
];

/// What may follow such a word in one word.
const ENDINGS: &[&str] = &[
    "s",
    "es",
    "er",
    "ers",
    "ed",
    "ing",
    "ings",
    "or",
    "ion",
    "ions",
    "ation",
    "ig",
    "igs",
    "iguration",
    "igurations",
    "ential",
    "entials",
    "id",
    "ids",
    "key",
    "keys",
    "name",
    "names",
    "url",
    "urls",
    "base",
    "eter",
    "eters",
    "iable",
    "iables",
    "ironment",
    "ironments",
    "ault",
    "aults",
    "ernal",
    "egration",
    "egrations",
    "erface",
    "ication",
    "ications",
    "list",
    "info",
    "orization",
    "entication",
    "ner",
    "ning",
    "ping",
    "ped",
];

/// Services that aren't in the catalogue and have their own test environments.
const SERVICES: &[&str] = &[
    "algolia",
    "amazon",
    "avalara",
    "bugsnag",
    "datadog",
    "dhl",
    "dpd",
    "easypost",
    "fedex",
    "gls",
    "honeybadger",
    "klarna",
    "klaviyo",
    "mailchimp",
    "mailgun",
    "mollie",
    "newrelic",
    "pagerduty",
    "payone",
    "paypal",
    "rollbar",
    "salesforce",
    "sendgrid",
    "sentry",
    "servicenow",
    "shippo",
    "shopify",
    "shopware",
    "signifyd",
    "taxjar",
    "ups",
    "usps",
    "vertex",
    "worldpay",
    "yotpo",
];

/// Whether a name is neither a description of a content nor the name of an
/// environment or of a vendor in the catalogue.
pub(super) fn is_product(name: &str) -> bool {
    if name.is_empty() || name.len() > LONGEST || !name.is_ascii() || name.contains('.') || of_name(name) != Named::None
    {
        return false;
    }
    let words = split(name);
    let is_plain = |word: &String| word.len() < 3 || is_plain_word(word);
    let lower = name.to_ascii_lowercase();
    let is_vendors = vendors::ALL.iter().any(|vendor| vendor.words.iter().any(|word| lower.contains(word)));
    words.len() <= WORDS && !is_vendors && !words.iter().any(is_plain)
}

/// Whether a word describes a content, alone, with an ending, or joined with
/// another such word: `server`, `servers`, `appserver`. `newrelic` does not.
fn is_plain_word(word: &str) -> bool {
    let rests = PLAIN.iter().copied().chain(plain_prefixes()).filter_map(|plain| word.strip_prefix(plain));
    let is_ending = |rest: &str| {
        rest.is_empty()
            || ENDINGS.contains(&rest)
            || rest.bytes().all(|byte| byte.is_ascii_digit())
            || rest.len() > 2 && is_plain_word(rest)
    };
    rests.into_iter().any(is_ending)
}

/// Whether a name of one or two words contains the name of a service: `PayPal`,
/// `dhl_express`.
pub(super) fn is_service(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let words: Vec<&str> = lower.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let mut services = vendors::OFFERED.iter().flat_map(|vendor| vendor.words).chain(SERVICES);
    name.len() <= LONGEST && words.len() <= WORDS && services.any(|word| words.contains(word))
}

/// The heading above an option, with the lines below it, if it names another
/// service: `## PayPal`. The option applies only there, unless its line names
/// the portal's API.
pub(super) fn heading_of_other(text: &str, statements: &Statements, option: usize) -> Option<Span> {
    let heading = statements.heading(option)?;
    let line = statements.line(option)?.span.of(text);
    (is_service(heading.name?.of(text)) && !is_own(line)).then_some(heading.span)
}

/// Whether a text has a word for a portal that has an API.
pub(super) fn is_own(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let portals = vendors::ALL.iter().filter(|vendor| vendor.texts.api_name.is_some());
    portals.flat_map(|vendor| vendor.words.iter().chain(&vendor.texts.api_name)).any(|word| lower.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn services_are_told_from_words() {
        for name in ["PayPal", "DHL", "dhl_express", "Stripe"] {
            assert!(is_service(name), "{name}");
        }
        for name in ["Setup", "Details", "Credentials", "EQP", "", "How we use PayPal in the shop"] {
            assert!(!is_service(name), "{name}");
        }
    }

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
