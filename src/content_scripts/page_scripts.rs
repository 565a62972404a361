//! Registered scripts, and the parts that all kinds of sites share.

use std::borrow::Cow;

use serde::Serialize;

use crate::session::{
    STEMS, all_saved_pattern, connects_pattern, devices_pattern, failure_pattern, group_pattern, hint_pattern,
    label_pattern, may_sign_in_pattern, over_table_pattern, save_pattern, session_end_pattern, sign_out_pattern,
};
use crate::view::badge::PageBadge;
use crate::view::placement::Placement;

/// Content scripts for the pages of some sites. They run before the page's own
/// scripts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageScripts {
    /// Their ID in the browser.
    pub id: Cow<'static, str>,
    /// Match patterns of the sites.
    pub matches: Vec<String>,
    /// Match patterns of excluded pages.
    pub except: Vec<String>,
    /// The files, in order.
    pub js: Vec<String>,
    /// Whether they run in all frames of a page.
    pub all_frames: bool,
}

impl PageScripts {
    /// Whether they also run in frames without an address, which a page fills
    /// by script. Browsers allow this only for whole hosts.
    #[must_use]
    pub fn enters_made_frames(&self) -> bool {
        self.all_frames && self.matches.iter().all(|pattern| is_of_whole_host(pattern))
    }
}

/// Whether a match pattern is about every path of its hosts.
#[must_use]
pub fn is_of_whole_host(pattern: &str) -> bool {
    pattern.ends_with("/*") && pattern.matches('/').count() == 3
}

/// What a content script knows before the core answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FirstView {
    /// The badge for the first frame.
    pub badge: PageBadge,
    /// The badge's default placement.
    pub placement: Placement,
    /// The text of the sandbox banner, if one is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub banner: Option<&'static str>,
    /// The signs of a session.
    pub session: SessionWords,
}

/// The texts that show the state of a session. Content scripts report them, and
/// the core judges them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SessionWords {
    /// A regular expression that matches the labels of controls that sign out.
    pub sign_out: String,
    /// A regular expression that matches every label and address that may show
    /// the state of a session.
    pub stems: String,
    /// A regular expression whose group is the part of a dialog's text that says
    /// that the session has ended.
    pub ended: String,
    /// A regular expression for the headings of forms that sign in to something
    /// else.
    pub connects: String,
    /// A regular expression for labels that may offer to sign in, or to do
    /// something else.
    pub may_sign_in: String,
    /// A regular expression for headings above the user's sessions on other
    /// devices.
    pub devices: String,
    /// The words of fields that have no unsaved input.
    pub fields: FieldWords,
}

/// Regular expressions for the texts of fields that have no unsaved input: those
/// that search or filter what a page shows, and those that were saved. Ignore
/// case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FieldWords {
    /// The hint in a field.
    pub hint: String,
    /// A field's label.
    pub label: String,
    /// The title of a group of fields.
    pub group: String,
    /// The hint in a field over a table, or its label.
    pub over_table: String,
    /// The label of a control that saves what is in fields.
    pub saves: String,
    /// A message that everything is saved.
    pub saved: String,
    /// A message that something was not saved.
    pub fails: String,
}

/// The texts that content scripts search for.
#[must_use]
pub fn session_words() -> SessionWords {
    SessionWords {
        sign_out: sign_out_pattern(),
        stems: STEMS.join("|"),
        ended: session_end_pattern(),
        connects: connects_pattern(),
        may_sign_in: may_sign_in_pattern(),
        devices: devices_pattern(),
        fields: FieldWords {
            hint: hint_pattern(),
            label: label_pattern(),
            group: group_pattern(),
            over_table: over_table_pattern(),
            saves: save_pattern(),
            saved: all_saved_pattern(),
            fails: failure_pattern(),
        },
    }
}

/// Checks what is pasted or typed, in every frame of a watched site's page.
const WATCHED_FRAME_FILE: &str = "content/watched-frame.js";

/// The files for every frame of a page of a watched site, in order.
#[must_use]
pub fn watched_frame_files() -> Vec<String> {
    vec![WATCHED_FRAME_FILE.to_owned()]
}

/// Marks a page without banner and session: of a watched site with an
/// environment, or of a vendor that is on.
pub(super) const MARKED_FILE: &str = "content/watched-marked.js";

/// Finds key values on a marked page of a watched site or a vendor.
pub(super) const LEARNING_FILE: &str = "content/watched-learning.js";
