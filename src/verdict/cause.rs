//! An error response of the vendor's servers in a text, and its likely cause.

use super::report::Finding;
pub use super::response::{Refusal, RefusalCause, Response};
use super::verdicts::Verdict;
use crate::catalogue::vendors;
use crate::credential::Kind;
use crate::detect::scan::words_at;
use memchr::memmem;

/// Words of any server's error responses, in lower case.
const WORDS: &[(&str, Refusal)] = &[
    ("401 unauthorized", Refusal::Unauthorized),
    ("http/1.1 401", Refusal::Unauthorized),
    ("http/2 401", Refusal::Unauthorized),
    ("\"code\":401", Refusal::Unauthorized),
    ("\"code\": 401", Refusal::Unauthorized),
    ("returned error: 401", Refusal::Unauthorized),
    ("status code 401", Refusal::Unauthorized),
    ("status: 401", Refusal::Unauthorized),
    ("403 forbidden", Refusal::Forbidden),
    ("http/1.1 403", Refusal::Forbidden),
    ("http/2 403", Refusal::Forbidden),
    ("\"code\":403", Refusal::Forbidden),
    ("\"code\": 403", Refusal::Forbidden),
    ("returned error: 403", Refusal::Forbidden),
    ("status code 403", Refusal::Forbidden),
    ("status: 403", Refusal::Forbidden),
];

/// The error response in a text, with its likely cause. `None` if the text has
/// neither a credential nor a host of the vendor: then it is about something
/// else.
pub(super) fn response(text: &str, findings: &[Finding], names_vendor: bool) -> Option<Response> {
    if findings.is_empty() && !names_vendor {
        return None;
    }
    // Nearly every text has neither such a number nor such words.
    let bytes = text.as_bytes();
    let has = |needle: &[u8]| memmem::find(bytes, needle).is_some();
    if !(has(b"401") || has(b"403") || has(b"redentials") || has(b"authorized")) {
        return None;
    }
    let mut known = vendors::ALL.iter().flat_map(|vendor| vendor.texts.refusals).chain(WORDS);
    let (at, error) = known.find_map(|(words, error)| words_at(text, words).next().map(|at| (at, error)))?;
    let line = 1 + memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count();
    Some(Response { error: *error, line, cause: cause(*error, findings) })
}

fn cause(error: Refusal, findings: &[Finding]) -> RefusalCause {
    let concerns = |finding: &&Finding| (error == Refusal::ComposerCredentials) == (finding.kind == Kind::ComposerKey);
    let verdicts = |finding: &Finding| finding.worst().filter(|&verdict| verdict < Verdict::Contested);
    let of_kind = findings.iter().filter(concerns).filter_map(verdicts).min();
    // An API key where a Composer key belongs is the wrong kind.
    let any = || findings.iter().filter_map(verdicts).min();
    if let Some(verdict) = of_kind.or_else(any) {
        return RefusalCause::Verdict(verdict);
    }
    let is_known = findings.iter().any(|finding| finding.known.is_some());
    match error {
        Refusal::Unauthorized if findings.iter().any(|finding| finding.kind == Kind::SessionToken) => {
            RefusalCause::ExpiredToken
        }
        Refusal::Forbidden if is_known => RefusalCause::NotAllowed,
        _ => RefusalCause::Unknown,
    }
}
