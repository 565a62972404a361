//! The option `mode`, which many programs have. It is a vendor's only in a
//! section or a path that is named after the vendor: `stripe: {mode: live}`.

use super::option::{MODE, Selection};
use crate::detect::statement::Statements;

/// Whether an option is the mode of a program, and not that of one of these
/// vendors.
pub(super) fn is_mode_of_program(text: &str, statements: &Statements, option: &Selection, vendors: &[&str]) -> bool {
    let name = text.get(option.begin..option.span.start).unwrap_or_default();
    let name = name.trim_end_matches(|sign: char| !sign.is_alphanumeric()).to_ascii_lowercase();
    let Some(path) = name.strip_suffix(MODE) else { return false };
    let is_vendors = |word: &str| vendors.iter().any(|vendor| vendor.eq_ignore_ascii_case(word));
    if path.ends_with('.') {
        return !path.split('.').any(is_vendors);
    }
    let around = statements.groups(option.begin).chain(statements.sections(option.begin));
    let nearest = around.filter(|one| one.name.is_some()).min_by_key(|one| one.span.end - one.span.start);
    let is_sign = |sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '-'));
    let last = nearest.and_then(|one| one.name?.of(text).rsplit(is_sign).find(|word| !word.is_empty()));
    path.is_empty() && !last.is_some_and(is_vendors)
}
