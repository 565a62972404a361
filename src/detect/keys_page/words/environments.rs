//! The names of the environments.

use crate::catalogue::Environment;

/// Words that are whole headings. `staging` and `test` are left out, because a
/// key may be named after a shop's own environments.
pub(in crate::detect::keys_page) const ENVIRONMENTS: &[(&str, Environment)] = {
    use Environment::{Production, Sandbox};
    &[
        ("production", Production),
        ("prod", Production),
        ("produktion", Production),
        ("produktiv", Production),
        ("produktionsumgebung", Production),
        ("produktivumgebung", Production),
        ("produccion", Production),
        ("productie", Production),
        ("productieomgeving", Production),
        ("sandbox", Sandbox),
        ("sbx", Sandbox),
        ("sandboxumgebung", Sandbox),
        ("sandboxomgeving", Sandbox),
        ("zandbak", Sandbox),
    ]
};
