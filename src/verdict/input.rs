//! The input of a check: a text, and the page it is going to.

use crate::catalogue::{Catalogue, Environment, Role, Site, Vendor};

/// A text and its destination.
#[derive(Debug, Clone, Copy)]
pub struct CheckInput<'a> {
    /// The known sites.
    pub catalogue: &'a Catalogue,
    /// The text.
    pub text: &'a str,
    /// The page the text is going to.
    pub page: Page<'a>,
    /// The values of the other fields in the same form.
    pub neighbours: &'a [&'a str],
}

/// The page a text is going to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Page<'a> {
    /// No page: the user checks a text in the popup.
    None,
    /// A page of this environment.
    Of(Environment),
    /// A page of this environment where only Composer keys belong.
    Repository(Environment),
    /// A page of a vendor whose keys reveal their environment, with the
    /// environment if the address shows it. It is no evidence for other keys.
    Vendor(&'static Vendor, Option<Environment>, &'a [&'a str]),
    /// A page without an environment, with the labels of the field and its
    /// form, nearest first.
    Labelled(&'a [&'a str]),
    /// A page of a site that the user watches for this environment, with the
    /// labels of the field and its form.
    Watched(Environment, &'a [&'a str]),
}

impl<'a> Page<'a> {
    /// Whether it belongs to this vendor.
    pub(super) fn is_of(&self, vendor: &Vendor) -> bool {
        matches!(self, Self::Vendor(of, ..) if *of == vendor)
    }

    /// The labels of the field and its form.
    pub(super) fn labels(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let labels: &'a [&'a str] = match *self {
            Self::Labelled(labels) | Self::Watched(_, labels) | Self::Vendor(_, _, labels) => labels,
            Self::None | Self::Of(_) | Self::Repository(_) => &[],
        };
        labels.iter().copied()
    }
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
