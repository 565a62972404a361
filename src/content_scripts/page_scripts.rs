//! What scripts for pages are, and what those of all kinds of sites share.

use std::borrow::Cow;

use serde::Serialize;

use crate::session::{OFFERS_SIGN_OUT, STEMS};
use crate::view::badge::{PageBadge, Placement};

/// Scripts for the pages of some sites, run before anything of the page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PageScripts {
    /// The name under which the browser keeps them.
    pub id: Cow<'static, str>,
    /// Match patterns of the sites.
    pub matches: Vec<String>,
    /// Match patterns of what among them is left out.
    pub except: Vec<String>,
    /// The files, in order.
    pub js: Vec<String>,
    /// Whether they run in the frames of a page too.
    pub all_frames: bool,
}

impl PageScripts {
    /// Whether they run in frames without an address of their own too, which a
    /// page fills by script. Browsers allow that for whole hosts alone.
    #[must_use]
    pub fn enters_made_frames(&self) -> bool {
        self.all_frames && self.matches.iter().all(|pattern| pattern.matches('/').count() == 3)
    }
}

/// What a page script knows before the core answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct FirstView {
    /// The badge to draw on the first frame.
    pub badge: PageBadge,
    /// Where it is unless the user chose.
    pub placement: Placement,
    /// The phrase of the sandbox banner to look for, if there is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub banner: Option<&'static str>,
    /// What shows the state of a session.
    pub session: SessionWords,
}

/// What a content script looks for to learn the state of a session. The core
/// weighs what it finds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "camelCase")]
pub struct SessionWords {
    /// Labels of controls that sign out, in lower case.
    pub sign_out: &'static [&'static str],
    /// A regular expression that every label and every address fits that tells
    /// of a session.
    pub stems: String,
}

/// What the content scripts know about sessions.
#[must_use]
pub fn session_words() -> SessionWords {
    SessionWords { sign_out: OFFERS_SIGN_OUT, stems: STEMS.join("|") }
}

/// Checks what goes into a field, in every frame of a page of a watched site.
const WATCHED_FRAME_FILE: &str = "content/watched-frame.js";

/// The files for every frame of a page of a watched site, in order.
#[must_use]
pub fn watched_frame_files() -> Vec<String> {
    vec![WATCHED_FRAME_FILE.to_owned()]
}

/// Marks a page that has no banner and no session: of a watched site that has an
/// environment, or of a vendor that is on.
pub(super) const MARKED_FILE: &str = "content/watched-marked.js";

/// Finds values of keys on a marked page of a watched site, or of a vendor.
pub(super) const LEARNING_FILE: &str = "content/watched-learning.js";
