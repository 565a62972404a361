//! Actions on a vendor's pages that cannot be undone.

use crate::messages::ContentKey;

/// An action that cannot be undone in Production.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Irreversible {
    /// Its name in stored data. It never changes.
    pub id: &'static str,
    /// What the control that does it says.
    pub verb: Verb,
    /// What it is done to, which says on which pages the verb counts.
    pub object: Object,
    /// What will happen.
    pub what: ContentKey,
}

/// What the label of a control says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Deletes or revokes.
    Delete,
    /// Puts a new one in its place.
    Regenerate,
    /// Hands in for review.
    Submit,
    /// Makes public.
    Publish,
    /// Takes back what was submitted or published.
    Withdraw,
}

impl Verb {
    /// All.
    pub const ALL: [Self; 5] = [Self::Delete, Self::Regenerate, Self::Submit, Self::Publish, Self::Withdraw];
}

/// What an action is done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// A key: on pages about keys, and on any page that shows some. Sandbar
    /// always asks.
    Key,
    /// What is submitted, or a version of it: on pages about that. Sandbar asks
    /// if the user wants it to.
    Submission,
}
