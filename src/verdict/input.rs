//! What is asked about: a text, and the page that it is going to.

use crate::catalogue::{Catalogue, Environment, Role, Site};

/// A text, and where it is going.
#[derive(Debug, Clone, Copy)]
pub struct CheckInput<'a> {
    /// The sites that are known.
    pub catalogue: &'a Catalogue,
    /// The text.
    pub text: &'a str,
    /// The page that it is going to.
    pub page: Page<'a>,
    /// The values of the other fields of the same form.
    pub neighbours: &'a [&'a str],
}

/// The page that a text is going to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page<'a> {
    /// There is none: somebody asks about a text.
    None,
    /// It belongs to this environment.
    Of(Environment),
    /// It belongs to this environment, and only Composer keys belong there.
    Repository(Environment),
    /// It has no environment of its own; its field and form have labels.
    Labelled(&'a [&'a str]),
}

impl From<Option<&Site>> for Page<'_> {
    fn from(site: Option<&Site>) -> Self {
        let of = |site: &Site| match site.role {
            Role::Composer => Self::Repository,
            _ => Self::Of,
        };
        site.and_then(|site| site.environment().map(of(site))).unwrap_or(Self::None)
    }
}
