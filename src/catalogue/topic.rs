//! The topics of portal pages.

use serde::{Deserialize, Serialize};

/// The topic of a portal page, as far as its address shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Topic {
    /// API keys.
    ApiKeys,
    /// Composer access keys.
    ComposerKeys,
    /// The user's profile.
    Profile,
    /// Submissions: extensions, themes, shared packages, apps.
    Submissions,
    /// Reports on sales and views.
    Reports,
    /// Anything else.
    Other,
}
