//! What is stored: one change of one stored item.

use super::sender::CookieStore;
use super::state::{OpenPage, Pauses, TabState};
use crate::catalogue::watched::Watched;
use crate::credential::fingerprint::{Fingerprint, InstallationKey};
use crate::keyring::{Entry, LastCopied};
use crate::protocol::{CatchLine, TabId};
use crate::session::Ledger;
use crate::settings::Settings;
use crate::settings::policy::Policy;
use crate::stop::NeverAsked;
use crate::sync::stamps::Stamps;

/// A change of a stored item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Persist {
    /// The settings, durably.
    Settings(Settings),
    /// The sites that the user watches, durably.
    Watched(Vec<Watched>),
    /// The hosts of portals on which the user turned Sandbar off, durably.
    Off(Vec<String>),
    /// The actions about which the user never wants to be asked, durably.
    NeverAsked(Vec<NeverAsked>),
    /// That the user was asked where keys are pasted, durably.
    PlacesOffered,
    /// That the user was offered to be asked before submissions, durably.
    SubmissionsOffered,
    /// The managed policy that was applied last, durably.
    Policy(Policy),
    /// What is known of credentials, durably.
    Entries(Vec<Entry>),
    /// That nothing is known of these credentials any more.
    NoEntries(Vec<Fingerprint>),
    /// The versions of the items that were sent or received, durably.
    Stamps(Stamps),
    /// The keys of other installations, durably.
    ImportedKeys(Vec<InstallationKey>),
    /// A cookie store's ledger; durably, unless it is of private windows.
    Ledger(CookieStore, Box<Ledger>),
    /// That nothing is known of a cookie store any more.
    NoLedger(CookieStore),
    /// The container that was made for Sandbox, durably.
    Container(Option<CookieStore>),
    /// The stores whose ledgers know that the browser started, until it closes.
    Awake(Vec<CookieStore>),
    /// The session of a tab's page, until the browser closes.
    Page(TabId, OpenPage),
    /// A tab, until the browser closes.
    Tab(TabId, TabState),
    /// The hosts that refuse a marked favicon, until the browser closes.
    RefusedIcons(Vec<String>),
    /// The watched sites whose scripts the browser refuses, until the browser closes.
    RefusedSites(Vec<String>),
    /// The last warnings, until the browser closes. They are never synced.
    Catches(Vec<CatchLine>),
    /// The key that was copied last, until the browser closes.
    LastCopied(Option<LastCopied>),
    /// The hosts where the user wants silence, until the browser closes.
    Pauses(Pauses),
    /// The hosts where the user wants nothing asked for a while, until the browser closes.
    Quiet(Pauses),
}
