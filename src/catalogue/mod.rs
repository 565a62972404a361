//! The catalogue of vendors and sites. It finds the site of an address.
//!
//! - [`environment`]: production and sandbox
//! - [`irreversible`]: irreversible actions
//! - [`label`]: the vendors' names for the parts of credentials
//! - [`marked`]: keys that reveal their environment
//! - [`topic`]: the topics of portal pages
//! - [`vendor`]: the type of a vendor's row
//! - [`vendors`]: the rows, one file per vendor
//! - [`sighted`]: keys that don't reveal their environment
//! - [`shape`]: the shapes of credential values
//! - [`role`]: the purpose of a host
//! - [`site`]: a host and what is known about it
//! - [`lookup`]: [`Catalogue`], which finds the site of an address
//! - [`address`]: hosts and paths of addresses
//! - [`normal`]: normalizes hosts and paths as browsers do
//! - [`watched`]: the sites that the user watches
//! - [`places`]: common sites to watch
//!
//! Everything that needs a host name (the manifest, the content scripts, the
//! documentation) is generated from the rows or checked against them. Only
//! whole host names match: many hosts outside the portal contain its name or
//! one that looks similar.
//!
//! A [`Catalogue`] is a value. Managed policy adds portals to it (decision 22),
//! so callers pass the one that is in effect.

pub mod address;
pub mod environment;
pub mod irreversible;
pub mod label;
pub mod lookup;
pub mod marked;
pub mod normal;
pub mod places;
pub mod role;
pub mod shape;
pub mod sighted;
pub mod site;
pub mod topic;
pub mod vendor;
pub mod vendors;
pub mod watched;

pub use address::host_of;
pub use environment::{Environment, Environments};
pub use lookup::Catalogue;
pub use role::{Generation, Role};
pub use site::{AddedPortals, Site};
pub use vendor::{SessionRule, Vendor};

#[cfg(test)]
mod tests;
