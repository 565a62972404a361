//! Changes to stored items.

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

/// A change to a stored item.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Persist {
    /// Durable: the settings.
    Settings(Settings),
    /// Durable: the sites that the user watches.
    Watched(Vec<Watched>),
    /// Durable: the hosts of portals where the user turned Sandbar off.
    Off(Vec<String>),
    /// Durable: the actions that the user never wants to be asked about.
    NeverAsked(Vec<NeverAsked>),
    /// Durable: the user was asked where keys are pasted.
    PlacesOffered,
    /// Durable: Sandbar has offered to ask before submissions.
    SubmissionsOffered,
    /// Durable: the managed policy that was last applied.
    Policy(Policy),
    /// Durable: these entries of the keyring.
    Entries(Vec<Entry>),
    /// Removes these entries of the keyring.
    NoEntries(Vec<Fingerprint>),
    /// Durable: the versions of the items that were sent or received.
    Stamps(Stamps),
    /// Durable: the keys of other installations.
    ImportedKeys(Vec<InstallationKey>),
    /// A cookie store's ledger. Durable, except for private windows.
    Ledger(CookieStore, Box<Ledger>),
    /// Removes a cookie store's ledger.
    NoLedger(CookieStore),
    /// Durable: the container that was created for Sandbox.
    Container(Option<CookieStore>),
    /// Until the browser closes: the stores whose ledgers have processed the
    /// browser start.
    Awake(Vec<CookieStore>),
    /// Until the browser closes: the session of a tab's page.
    Page(TabId, OpenPage),
    /// Until the browser closes: a tab.
    Tab(TabId, TabState),
    /// Until the browser closes: the hosts that refuse a marked favicon.
    RefusedIcons(Vec<String>),
    /// Until the browser closes: the watched sites whose scripts the browser
    /// refuses.
    RefusedSites(Vec<String>),
    /// Until the browser closes: the last warnings, which are never synced.
    Catches(Vec<CatchLine>),
    /// Until the browser closes: the key that was copied last.
    LastCopied(Option<LastCopied>),
    /// Until the browser closes: the paused hosts.
    Pauses(Pauses),
    /// Until the browser closes: the hosts where nothing is asked for a while.
    Quiet(Pauses),
}
