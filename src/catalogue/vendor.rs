//! The type of a vendor's row: everything that Sandbar knows about one vendor.
//!
//! A row is data. Everything except the doors is optional, and a missing fact
//! means that Sandbar says nothing about it.

use std::fmt;

use super::environment::Environments;
use super::site::{Generation, Role};

/// A vendor with a production and a sandbox side.
pub struct Vendor {
    /// Its name in policies and stored data. It never changes.
    pub id: &'static str,
    /// Its name for users.
    pub name: &'static str,
    /// The addresses of its sites. The first one that matches counts, so the
    /// more specific ones come first.
    pub doors: &'static [Door],
}

impl Vendor {
    /// A vendor of which nothing is known. Rows start from it.
    pub const UNKNOWN: Self = Self { id: "", name: "", doors: &[] };
}

impl PartialEq for Vendor {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Vendor {}

impl fmt::Debug for Vendor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Vendor").field(&self.id).finish()
    }
}

/// An address that leads to a site of a vendor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Door {
    /// Its host.
    pub host: Host,
    /// What its path begins with; empty for any path.
    pub path: &'static [Segment],
    /// What the site is for.
    pub role: Role,
    /// Which environments the site belongs to.
    pub environments: Environments,
    /// Whether this is its current or an old address.
    pub generation: Generation,
}

impl Door {
    /// A door at exactly this host, with any path, under its current name.
    #[must_use]
    pub const fn at(host: &'static str, role: Role, environments: Environments) -> Self {
        Self { host: Host::Exact(host), path: &[], role, environments, generation: Generation::Current }
    }

    /// A door at exactly this host, with any path, under an old name.
    #[must_use]
    pub const fn legacy(host: &'static str, role: Role, environments: Environments) -> Self {
        Self { generation: Generation::Legacy, ..Self::at(host, role, environments) }
    }
}

/// The host of a door: lower case, no port, no trailing dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Host {
    /// This host alone.
    Exact(&'static str),
    /// Every host with at least one label more before this name.
    Below(&'static str),
}

impl Host {
    /// The name, without what may come before it.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Exact(name) | Self::Below(name) => name,
        }
    }
}

/// One whole segment of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Segment {
    /// This segment.
    Is(&'static str),
    /// Any segment that begins like this, such as one with an account's ID.
    Starts(&'static str),
}

impl Segment {
    /// Whether this segment of a path is one.
    #[must_use]
    pub fn matches(self, segment: &str) -> bool {
        match self {
            Self::Is(whole) => segment == whole,
            Self::Starts(start) => segment.starts_with(start),
        }
    }
}
