//! What the reducer is given: one event at a time.

use super::apart::order::ApartRequest;
use super::sender::{CookieStore, OpenTab, Sender};
use crate::catalogue::watched::{Scope, Watched};
use crate::keyring::file::PlainContents;
use crate::protocol::{ExtensionPageMessage, Message, PageText, SyncedPart, TabId};
use crate::settings::policy::Policy;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A content script reports.
    Message(Sender, Message),
    /// A page of the extension itself asks for something.
    ExtensionPage(ExtensionPageMessage),
    /// The popup asks about a tab of this cookie store.
    Popup(OpenTab, CookieStore),
    /// The user watches a site, or changes how it is watched; these tabs are open.
    Watch(Watched, Vec<OpenTab>),
    /// The user stops watching a site; these tabs are open.
    Unwatch(Scope, Vec<OpenTab>),
    /// The user turns Sandbar off on the portal with this host, or on again.
    TurnOff {
        /// The host.
        host: String,
        /// Whether to turn it off.
        off: bool,
        /// The open tabs.
        open: Vec<OpenTab>,
    },
    /// The user turns a vendor on or off.
    TurnVendor {
        /// Its ID.
        id: String,
        /// Whether to turn it on.
        on: bool,
        /// The open tabs.
        open: Vec<OpenTab>,
    },
    /// The user imports the contents of a keyring file; these tabs are open.
    Import(PlainContents, Vec<OpenTab>),
    /// The managed policy changed; these tabs are open.
    Managed(Policy, Vec<OpenTab>),
    /// A control that signs out was clicked and is held; these tabs are open.
    SignOutClicked(Sender, Vec<OpenTab>),
    /// A cookie was removed, and not by being overwritten.
    CookieRemoved {
        /// Where.
        store: CookieStore,
        /// Its host, as the browser writes it.
        host: String,
        /// Whether scripts of its site could not read it.
        http_only: bool,
    },
    /// The browser's sync area has changed.
    AreaChanged,
    /// The browser refused the scripts of the watched sites with these addresses, and of no others.
    SitesRefused(Vec<String>),
    /// The last private window was closed.
    PrivateWindowsClosed,
    /// The user wants Sandbox in a cookie store of its own; these tabs are open.
    OpenApart(ApartRequest, Vec<OpenTab>),
    /// Sandbox was opened in this container.
    ContainerOpened(CookieStore),
    /// The user deleted this container.
    ContainerRemoved(CookieStore),
    /// The context menu was opened on a selected text and the check chosen.
    Selected(OpenTab, PageText),
    /// The user wants the same page in the other environment.
    Jump(OpenTab),
    /// A tab was closed.
    Closed(TabId),
    /// The browser started; its restored tabs may not have loaded yet.
    Started {
        /// Whether Sandbar may enter every site that it works on.
        complete: bool,
        /// The open tabs.
        tabs: Vec<OpenTab>,
    },
    /// The user granted access to sites, or withdrew it.
    Access {
        /// Whether Sandbar may enter every site that it works on.
        complete: bool,
        /// The open tabs.
        tabs: Vec<OpenTab>,
    },
    /// The core was loaded, and its first event is done. The core before it may
    /// have stopped between storing a change and carrying it out, or in the
    /// middle of an event.
    CoreLoaded {
        /// Whether Sandbar may enter every site that it works on.
        complete: bool,
        /// The open tabs.
        tabs: Vec<OpenTab>,
    },
    /// The extension was installed or updated; pages that were open before
    /// have no content script, or one that was cut off.
    Installed {
        /// Whether it is here for the first time.
        first: bool,
        /// Whether Sandbar may enter every site that it works on.
        complete: bool,
        /// The open tabs.
        tabs: Vec<OpenTab>,
    },
}

impl Event {
    /// The cookie store whose ledger this event is about.
    #[must_use]
    pub fn store(&self) -> Option<&CookieStore> {
        match self {
            Self::Message(sender, Message::Session(_)) | Self::SignOutClicked(sender, _) => Some(&sender.store),
            Self::CookieRemoved { store, .. } | Self::Popup(_, store) => Some(store),
            _ => None,
        }
    }

    /// What it may change of what sync sends.
    #[must_use]
    pub fn changes(&self) -> SyncedPart {
        match self {
            Self::Message(_, message) => message.declared().changes,
            Self::ExtensionPage(message) => message.declared().changes,
            Self::Watch(..) | Self::Unwatch(..) | Self::TurnVendor { .. } => SyncedPart::Settings,
            Self::Import(..) => SyncedPart::Keyring,
            Self::Popup(..)
            | Self::TurnOff { .. }
            | Self::Managed(..)
            | Self::SignOutClicked(..)
            | Self::CookieRemoved { .. }
            | Self::AreaChanged
            | Self::SitesRefused(_)
            | Self::PrivateWindowsClosed
            | Self::OpenApart(..)
            | Self::ContainerOpened(_)
            | Self::ContainerRemoved(_)
            | Self::Selected(..)
            | Self::Jump(_)
            | Self::Closed(_)
            | Self::Started { .. }
            | Self::Access { .. }
            | Self::CoreLoaded { .. }
            | Self::Installed { .. } => SyncedPart::Nothing,
        }
    }
}
