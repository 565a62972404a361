//! What the reducer returns: effects, which the background carries out.

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

/// Something the core wants done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Store this.
    Save(Persist),
    /// Forget what was kept of a tab.
    Forget(TabId),
    /// Remove what could not be read and was set aside.
    Discard(String),
    /// Forget what was kept of the session of a tab's page.
    ForgetPage(TabId),
    /// Bring a tab to the front.
    Focus(TabId),
    /// Answer the page that reported.
    Answer(Answer),
    /// Send a page its view.
    Show(TabId, PageView),
    /// Ask a tab's page to report again what it shows of its session.
    LookAgain(TabId),
    /// Set a tab's toolbar button.
    Toolbar(TabId, Toolbar),
    /// Set the toolbar button of every tab that has none of its own.
    Everywhere(Toolbar),
    /// Have a tab's content scripts stop, and take away what they drew.
    FallSilent(TabId),
    /// Show the popup of a tab.
    OpenPopup(TabId),
    /// Open an address in a new tab beside another.
    OpenTab {
        /// The address.
        url: String,
        /// The other.
        beside: OpenTab,
    },
    /// Open Sandbox apart; what comes of it is the answer.
    OpenApart(ApartOrder),
    /// Show where the user lets Sandbar into private windows.
    OpenDetails,
    /// Show the welcome page.
    Welcome,
    /// Show the list of places where keys are pasted.
    OpenPlaces,
    /// Offer to check a selected text, in these words.
    OfferMenu(MessageKey),
    /// Change a tab's toolbar button where it differs: each part costs a call.
    Retouch {
        /// The tab.
        tab: TabId,
        /// What it shows.
        before: Toolbar,
        /// What it is to show.
        now: Toolbar,
    },
    /// Replace all registered content scripts.
    Register(Vec<PageScripts>),
    /// Remove items from the browser's sync area, then put these there: names
    /// and JSON. What fails is tried again with a later event.
    Share {
        /// What to put there.
        items: Vec<(String, String)>,
        /// What to remove.
        gone: Vec<String>,
    },
    /// Give back the access to these sites: patterns as the browser matches them.
    ReturnAccess(Vec<String>),
    /// Run content scripts in a page that opened without them.
    Enter {
        /// The tab.
        tab: TabId,
        /// The files for every frame that may be entered, in order.
        in_frames: Vec<String>,
        /// The files for the page itself, in order, after those.
        in_page: Vec<String>,
        /// Whether a page in which scripts answer is left alone.
        if_silent: bool,
    },
    /// Run content scripts in the page of a tab that has time for them: nothing
    /// waits for it.
    Load(TabId, Vec<String>),
    /// Run content scripts in a frame of a tab.
    Inject {
        /// The tab.
        tab: TabId,
        /// The frame; 0 is the page itself.
        frame: i64,
        /// The files, in order.
        files: Vec<String>,
    },
}

/// The answer to a page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Answer {
    /// What to show.
    View(PageView),
    /// The warning about a text, if there is one.
    Warning(Option<Warning>),
    /// What to ask before a held click signs out; nothing lets it go.
    Question(Option<QuestionView>),
    /// What to ask before a click does what cannot be undone; nothing lets it go.
    Stop(Option<StopQuestion>),
    /// What came of opening Sandbox apart.
    Apart(ApartAnswer),
    /// Which fields are not to be copied: they hold credentials.
    LeftOut(Vec<bool>),
    /// What the popup shows.
    Popup(Box<PopupFacts>),
    /// How many keys are known.
    KeyCounts(Vec<KeyCount>),
    /// What is in a text.
    Checked(Checked),
    /// A text, if there is one.
    Text(Option<PageText>),
    /// What the user chose.
    Settings(Settings),
    /// Hosts.
    Hosts(Vec<String>),
    /// Keys.
    Entries(Vec<Entry>),
    /// What is wrong with what is stored.
    Problems(Problems),
    /// The actions about which the user never wants to be asked.
    NeverAsked(Vec<NeverAsked>),
    /// The managed policy.
    Policy(Policy),
    /// The sites that are watched.
    Watched(Vec<WatchedSite>),
    /// The vendors that can be turned on.
    Vendors(Vec<OfferedVendor>),
    /// The state of sync.
    Sync(SyncFacts),
    /// What an export holds.
    Exported(PlainContents),
    /// What an import brought.
    Imported(Result<Imported, file::Error>),
    /// It is done.
    Done {},
}
