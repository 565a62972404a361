//! Whether to ask about an unknown value.
//!
//! A shape is no proof, and neither is a common name. Two independent signs
//! must agree. A name that only this vendor uses counts as two, for the vendor
//! and for the part. The other signs are a common name, a partner, a login with
//! the shapes of both parts, and a host of the vendor next to it.

use super::assessed::Assessed;
use super::evidence::Evidence;
use super::name::NAME;
use super::owner::is_of_other_product;
use super::usage::Usage;
use crate::credential::{Kind, Part};
use crate::detect::found::{Certainty, Encoding, Find, Naming};
use crate::detect::shape::is_placeholder;

/// The required number of signs.
const ENOUGH: usize = 2;

/// Whether an unknown value is certainly a credential of this vendor.
pub(super) fn is_sure(
    text: &str,
    evidence: &Evidence<'_>,
    one: &Assessed<'_>,
    finds: &[Find],
    usage: &Usage<'_, '_>,
) -> bool {
    let find = one.find;
    let partner = one.partner.and_then(|partner| finds.get(partner));
    let pair = || std::iter::once(find).chain(partner);
    let is_excluded = |find: &Find| {
        is_nobodys(text, find)
            || find.naming(text) == Naming::Foreign
            || evidence.statements.is_removed(find.span.start)
    };
    if pair().any(is_excluded)
        || evidence.is_foreign(find.span)
        || evidence.goes_elsewhere(find.span)
        || is_plain_word(find, partner, usage)
    {
        return false;
    }
    // A pair with a name that isn't the vendor's, such as `Secret Key:`, is another product's. It is no sign, and cancels
    // one, as a name of another product does.
    let has_other_name = pair().any(|one| has_other_name(text, one));
    let enough = ENOUGH + usize::from(has_other_name || is_of_other_product(text, evidence, find));
    let has_partner = partner.is_some() && !has_other_name;
    pair().map(|one| signs(text, one, has_partner, usage)).max().is_some_and(|signs| signs >= enough)
}

fn signs(text: &str, find: &Find, has_partner: bool, usage: &Usage<'_, '_>) -> usize {
    let name = match find.naming(text) {
        Naming::Vendor => 2,
        Naming::Common => 1,
        // "App Id “…” – App Secret “…”": two common names without a colon.
        Naming::Nothing => usize::from(find.claim == Some(Kind::ApiKey) && find.kind == Kind::ApiKey && has_partner),
        Naming::Foreign => 0,
    };
    let shape = match find.kind {
        // Few other tokens have a dot in this position.
        Kind::SessionToken => 1 + usize::from(find.claim == Some(Kind::SessionToken)),
        // Only this vendor's IDs and secrets are written as one login.
        Kind::ApiKey => usize::from(has_partner && (find.is_login || find.encoding == Encoding::EncodedPair)),
        // Hashes look the same.
        _ => 0,
    };
    let host = usize::from(usage.names_vendor(find));
    name + shape + host + usize::from(has_partner && find.certainty != Certainty::Candidate)
}

/// Whether a value has a name that is none of the vendor's: `Secret Key: …`.
fn has_other_name(text: &str, find: &Find) -> bool {
    let floor = text.ceil_char_boundary(find.span.start.saturating_sub(NAME));
    let before = text.get(floor..find.span.start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or(before);
    let name = line.trim_end_matches(' ').strip_suffix(':').filter(|_| line.ends_with(' '));
    let name = name.and_then(|line| line.rsplit([':', ',', ';', '|']).next()).unwrap_or_default().trim();
    let is_words = name.chars().all(|sign| sign.is_alphabetic() || sign == ' ');
    find.naming(text) == Naming::Nothing && !name.is_empty() && is_words
}

/// Whether an ID is a ten-letter word, without a name and a partner that
/// suggest otherwise.
fn is_plain_word(find: &Find, partner: Option<&Find>, usage: &Usage<'_, '_>) -> bool {
    let id = [Some(find), partner].into_iter().flatten().find(|find| find.part == Some(Part::ApplicationId));
    let Some(id) = id.filter(|id| id.is_word) else { return false };
    let is_named = id.label.is_some() || usage.names_vendor(id) || id.encoding != Encoding::Plain;
    !(is_named && partner.is_some_and(|partner| partner.kind == id.kind))
}

/// Whether a value is no key at all: a placeholder, a sample, the name of a
/// variable.
pub(super) fn is_nobodys(text: &str, find: &Find) -> bool {
    find.is_reference || is_placeholder(&find.secret(text))
}
