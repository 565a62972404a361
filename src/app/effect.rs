//! Effects: what the reducer returns, and the background carries out.

use serde::Serialize;

use super::apart::order::ApartOrder;
use super::persist::Persist;
use super::sender::OpenTab;
use crate::content_scripts::PageScripts;
use crate::keyring::Entry;
use crate::keyring::file::{self, PlainContents};
use crate::messages::MessageKey;
use crate::protocol::{
    ApartAnswer, Checked, Imported, KeyCount, OfferedVendor, PageText, PageView, PopupFacts, Problems, QuestionView,
    StopQuestion, SyncFacts, TabId, WatchedSite,
};
use crate::settings::Settings;
use crate::settings::policy::Policy;
use crate::stop::NeverAsked;
use crate::view::badge::Toolbar;
use crate::view::warning::Warning;

/// An action for the background.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Store a change.
    Save(Persist),
    /// Remove what is stored about a tab.
    Forget(TabId),
    /// Remove a stored item that couldn't be read and was set aside.
    Discard(String),
    /// Remove what is stored about the session of a tab's page.
    ForgetPage(TabId),
    /// Bring a tab to the front.
    Focus(TabId),
    /// Answer the page that reported.
    Answer(Answer),
    /// Send a page its view.
    Show(TabId, PageView),
    /// Ask a tab's page to report the signs of its session again.
    LookAgain(TabId),
    /// Set a tab's toolbar button.
    Toolbar(TabId, Toolbar),
    /// Set the toolbar button of all tabs without their own.
    Everywhere(Toolbar),
    /// Stop a tab's content scripts, and remove what they drew.
    FallSilent(TabId),
    /// Open the popup for a tab.
    OpenPopup(TabId),
    /// Open an address in a new tab next to another.
    OpenTab {
        /// The address.
        url: String,
        /// The other tab.
        beside: OpenTab,
    },
    /// Open Sandbox separately. The result is the answer.
    OpenApart(ApartOrder),
    /// Show the browser's page where the user can allow Sandbar in private
    /// windows.
    OpenDetails,
    /// Show the welcome page.
    Welcome,
    /// Show the list of common places where keys are pasted.
    OpenPlaces,
    /// Add a context menu entry with this text, which checks a selected text.
    OfferMenu(MessageKey),
    /// Update the parts of a tab's toolbar button that differ, because each
    /// costs a call.
    Retouch {
        /// The tab.
        tab: TabId,
        /// Its current state.
        before: Toolbar,
        /// Its new state.
        now: Toolbar,
    },
    /// Replace all registered content scripts.
    Register(Vec<PageScripts>),
    /// Remove items from the browser's sync area, then write these, as names
    /// and JSON. What fails is retried after a later event.
    Share {
        /// The items to write.
        items: Vec<(String, String)>,
        /// The items to remove.
        gone: Vec<String>,
    },
    /// Give up access to these sites, as match patterns.
    ReturnAccess(Vec<String>),
    /// Run content scripts in a page that was opened without them.
    Enter {
        /// The tab.
        tab: TabId,
        /// The files for every accessible frame, in order.
        in_frames: Vec<String>,
        /// The files for the top frame, in order, which run after the others.
        in_page: Vec<String>,
        /// Whether to skip a page whose scripts answer.
        if_silent: bool,
    },
    /// Run content scripts in a tab's page without blocking on them, because
    /// nothing waits for the result.
    Load(TabId, Vec<String>),
    /// Run content scripts in a frame of a tab.
    Inject {
        /// The tab.
        tab: TabId,
        /// The frame; 0 is the top frame.
        frame: i64,
        /// The files, in order.
        files: Vec<String>,
    },
}

/// An answer to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// The page's view.
    View(PageView),
    /// The warning about a text, or `None` if there is nothing to warn about.
    Warning(Option<Warning>),
    /// The question before a held click signs out; `None` lets the click
    /// through.
    Question(Option<QuestionView>),
    /// The question before an irreversible action; `None` lets the click
    /// through.
    Stop(Option<StopQuestion>),
    /// The result of opening Sandbox separately.
    Apart(ApartAnswer),
    /// For each field, whether it must not be copied because it holds a
    /// credential.
    LeftOut(Vec<bool>),
    /// The content of the popup.
    Popup(Box<PopupFacts>),
    /// The numbers of known keys.
    KeyCounts(Vec<KeyCount>),
    /// The result of checking a text.
    Checked(Checked),
    /// A text, if there is one.
    Text(Option<PageText>),
    /// The user's settings.
    Settings(Settings),
    /// Hosts.
    Hosts(Vec<String>),
    /// Keys.
    Entries(Vec<Entry>),
    /// Problems with the stored data.
    Problems(Problems),
    /// The actions that the user never wants to be asked about.
    NeverAsked(Vec<NeverAsked>),
    /// The managed policy.
    Policy(Policy),
    /// The watched sites.
    Watched(Vec<WatchedSite>),
    /// The vendors that can be turned on.
    Vendors(Vec<OfferedVendor>),
    /// The state of sync.
    Sync(SyncFacts),
    /// The contents of an export.
    Exported(PlainContents),
    /// The result of an import.
    Imported(Result<Imported, file::Error>),
    /// The event could not be handled. Content scripts treat this like an event
    /// that failed.
    Failed {
        /// Always `true`.
        failed: bool,
    },
    /// Confirmation without data.
    Done {},
}
