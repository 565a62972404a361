//! Irreversible actions on a vendor's pages.

use super::topic::Topic;
use crate::messages::{ContentKey, MessageKey};

/// An action that can't be undone in Production.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Irreversible {
    /// Its stable name in stored data.
    pub id: &'static str,
    /// The verb on the action's control.
    pub verb: Verb,
    /// The object of the action. The verb counts only on pages about this
    /// object.
    pub object: Object,
    /// Its name, for the list of actions that are never asked about.
    pub name: MessageKey,
    /// The consequence, for the question to the user.
    pub what: ContentKey,
    /// More about the consequence, on pages about one topic.
    pub what_on: &'static [(Topic, ContentKey)],
}

impl Irreversible {
    /// The consequence on a page about this topic.
    #[must_use]
    pub fn consequence(&self, topic: Topic) -> ContentKey {
        self.what_on.iter().find(|(about, _)| *about == topic).map_or(self.what, |&(_, what)| what)
    }
}

/// The verb on a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verb {
    /// Deletes or revokes.
    Delete,
    /// Replaces with a new one.
    Regenerate,
    /// Submits for review.
    Submit,
    /// Publishes.
    Publish,
    /// Withdraws a submission or publication.
    Withdraw,
}

impl Verb {
    /// All verbs.
    pub const ALL: [Self; 5] = [Self::Delete, Self::Regenerate, Self::Submit, Self::Publish, Self::Withdraw];
}

/// The object of an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Object {
    /// A key: on pages about keys, and on any page that shows some. Sandbar
    /// always asks.
    Key,
    /// A submission or a version of it, on pages about submissions. Sandbar
    /// asks only if the user chose that.
    Submission,
}
