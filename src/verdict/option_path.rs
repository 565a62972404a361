//! The object that an option is a member of: `dhl.environment`.

use super::name::split;
use super::product::{is_product, is_service};
use crate::catalogue::vendors;
use crate::detect::span::Span;

/// The length of the longest path that is read, in bytes.
const LONGEST: usize = 64;

/// The shortest word for a vendor that counts as a part of another word.
const SHORT: usize = 4;

/// Objects that belong to no product, in lower case.
const OBJECTS: &[&str] = &[
    "advanced",
    "api",
    "args",
    "base",
    "cli",
    "connection",
    "ctx",
    "default",
    "deployment",
    "endpoints",
    "environment",
    "environments",
    "gateway",
    "general",
    "github",
    "global",
    "globalthis",
    "hosts",
    "http",
    "inputs",
    "local",
    "locals",
    "options",
    "opts",
    "os",
    "payment",
    "payments",
    "process",
    "quarkus",
    "rails",
    "rest",
    "sdk",
    "self",
    "settings",
    "spring",
    "stores",
    "submission",
    "submit",
    "submitter",
    "sys",
    "system",
    "target",
    "this",
    "tool",
    "urls",
    "var",
    "vars",
    "websites",
    "window",
];

/// Whose object an option is a member of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PathOwner {
    /// Nobody's, or that of the vendors whose options are read.
    Own,
    /// Another vendor's in the catalogue.
    Vendor,
    /// A product's that isn't in the catalogue, or one of the user's own.
    Unknown,
}

/// Whose object the option or choice in this span is a member of:
/// `Klarna::Config.env`, `$dhl->environment`, `carriers/dhl/sandbox_mode`. The last
/// part of the path that names a product decides. `own`: the words for the
/// vendors whose options are read; empty for the portal's own.
pub(super) fn owner_of(text: &str, option: Span, own: &[&str]) -> PathOwner {
    let floor = text.ceil_char_boundary(option.start.saturating_sub(LONGEST));
    let before = text.get(floor..option.start).unwrap_or_default();
    // Folders may have any name, so only those of known services count.
    let is_folder = before.ends_with('/');
    let is_in_path = |sign: char| {
        sign.is_alphanumeric() || matches!(sign, '_' | '.' | ':' | '>' | '-' | '\\') || (is_folder && sign == '/')
    };
    let is_joined = ["::", "->", ".", "/"].iter().any(|joint| before.ends_with(joint));
    let path = if is_joined { before.get(before.trim_end_matches(is_in_path).len()..) } else { None };
    let path = [path.unwrap_or_default(), option.of(text)].concat();
    let mut parts =
        path.split(['.', ':', '>', '\\', '/']).map(|part| part.trim_matches('-')).filter(|part| !part.is_empty());
    // The option or the environment itself.
    parts.next_back();
    for part in parts.rev() {
        let name = part.to_ascii_lowercase();
        let words = split(part);
        let is_word = |word: &&str| match word.len() < SHORT {
            true => words.iter().any(|one| one == word),
            false => name.contains(*word),
        };
        let is_own = match own {
            [] => vendors::ALL
                .iter()
                .filter(|vendor| vendor.texts.api_name.is_some())
                .any(|vendor| vendor.words.iter().chain(&vendor.texts.api_name).any(&is_word)),
            own => own.iter().any(&is_word),
        };
        if is_own {
            return PathOwner::Own;
        }
        let is_vendors = vendors::OFFERED.iter().any(|vendor| vendor.words.iter().any(&is_word));
        if is_vendors {
            return PathOwner::Vendor;
        }
        let is_other = if is_folder { is_service(part) } else { is_product(part) };
        if is_other && !OBJECTS.contains(&name.as_str()) {
            return PathOwner::Unknown;
        }
    }
    PathOwner::Own
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_others(text: &str, own: &[&str]) -> bool {
        let start = text
            .rfind("->")
            .map(|at| at + 2)
            .or_else(|| text.rfind("::").map(|at| at + 2))
            .or_else(|| text.rfind('/').map(|at| at + 1))
            .unwrap_or(0);
        owner_of(text, Span { start, end: text.len() }, own) != PathOwner::Own
    }

    #[test]
    fn an_option_of_another_products_object_is_told_from_ones_own() {
        for text in [
            "adyen.environment",
            "spring.dhl.env",
            "payment.paypal.environment",
            "payment/braintree/environment",
            "$dhl->environment",
            "Klarna::Config.env",
            "Dhl.Environment.SANDBOX",
            "paypalHosts.sandbox",
        ] {
            assert!(is_others(text, &[]), "{text}");
        }
        for text in [
            "environment",
            "eqp.environment",
            "quarkus.eqp.environment",
            "services.api.environment",
            "Environment.PRODUCTION",
            "Api.Env.SANDBOX",
            "HOSTS.sandbox",
            "EQP::Environment::SANDBOX",
            "$this->environment",
            "process.env.EQP_ENVIRONMENT",
            "config.environment",
            "acme_eqp/general/environment",
            "acme/general/environment",
        ] {
            assert!(!is_others(text, &[]), "{text}");
        }
        assert!(!is_others("payment.stripe.environment", &["stripe"]));
        assert!(is_others("payment.paypal.environment", &["stripe"]));
    }
}
