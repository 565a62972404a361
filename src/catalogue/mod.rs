//! The catalogue of vendors and sites, and the question it answers: which site
//! is this?
//!
//! - [`environment`]: production and sandbox
//! - [`irreversible`]: what cannot be undone
//! - [`label`]: what vendors call the parts of credentials
//! - [`marked`]: keys that tell their environment
//! - [`vendor`]: the type of a vendor's row
//! - [`vendors`]: the rows, one file for each vendor
//! - [`sighted`]: keys that do not tell it
//! - [`shape`]: what the values of a credential look like
//! - [`role`]: what a host is for
//! - [`site`]: a host with what is known of it
//! - [`lookup`]: [`Catalogue`], which finds the site of an address
//! - [`address`]: hosts and paths of addresses
//! - [`normal`]: hosts and paths in the form that browsers give them
//! - [`watched`]: the sites that the user watches
//! - [`places`]: common sites to watch
//!
//! Everything that needs a host name (the manifest, the content scripts, the
//! documentation) is generated from the rows or checked against them. A host
//! matches as a whole: the portal's own name is a prefix, a suffix or a near
//! spelling of many others that are not the portal.
//!
//! A [`Catalogue`] is a value. Managed policy adds portals to it (decision 22),
//! so whoever asks passes the one that is in effect.

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
