//! What is asked about: a text, and the page that it is going to.

use crate::catalogue::{Catalogue, Environment, Role, Site, Vendor};

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
    /// It is of the portal of a vendor whose keys tell their environment, and of
    /// this environment if its address tells. It says nothing of other keys.
    Vendor(&'static Vendor, Option<Environment>, &'a [&'a str]),
    /// It has no environment of its own; its field and form have labels, the
    /// nearest first.
    Labelled(&'a [&'a str]),
    /// It is of a site that the user watches for this environment; its field and
    /// form have labels.
    Watched(Environment, &'a [&'a str]),
}

impl<'a> Page<'a> {
    /// Whether it is of this vendor's portal.
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
