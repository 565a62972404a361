//! The input of the reducer: one event at a time.

use super::apart::order::ApartRequest;
use super::sender::{CookieStore, OpenTab, Sender};
use crate::catalogue::watched::{Scope, Watched};
use crate::keyring::file::PlainContents;
use crate::protocol::{ExtensionPageMessage, Message, PageText, SyncedPart, TabId};
use crate::settings::policy::Policy;

/// An event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Event {
    /// A content script sent a message.
    Message(Sender, Message),
    /// An extension page sent a request.
    ExtensionPage(ExtensionPageMessage),
    /// The popup asks about a tab with this cookie store.
    Popup(OpenTab, CookieStore),
    /// The user watches a site or changes its settings. Includes the open tabs.
    Watch(Watched, Vec<OpenTab>),
    /// The user stops watching a site. Includes the open tabs.
    Unwatch(Scope, Vec<OpenTab>),
    /// The user turns Sandbar off or on for the portal on this host.
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
    /// The user imports a keyring file. Includes the open tabs.
    Import(PlainContents, Vec<OpenTab>),
    /// The managed policy changed. Includes the open tabs.
    Managed(Policy, Vec<OpenTab>),
    /// The user clicked a sign-out control, and the click is held. Includes the
    /// open tabs.
    SignOutClicked(Sender, Vec<OpenTab>),
    /// A cookie was removed without being replaced.
    CookieRemoved {
        /// Its cookie store.
        store: CookieStore,
        /// Its host, as the browser reports it.
        host: String,
        /// Whether it is an HttpOnly cookie, which scripts can't read, and
        /// whose time was not over.
        http_only: bool,
    },
    /// The browser's sync area has changed.
    AreaChanged,
    /// The browser refuses scripts for the watched sites with these addresses,
    /// and for no others.
    SitesRefused(Vec<String>),
    /// The last private window was closed.
    PrivateWindowsClosed,
    /// The user wants Sandbox in a separate cookie store. Includes the open
    /// tabs.
    OpenApart(ApartRequest, Vec<OpenTab>),
    /// Sandbox was opened in this container.
    ContainerOpened(CookieStore),
    /// The user deleted this container.
    ContainerRemoved(CookieStore),
    /// The user chose the check in the context menu of a selected text.
    Selected(OpenTab, PageText),
    /// The user switches to the same page in the other environment.
    Jump(OpenTab),
    /// A tab was closed.
    Closed(TabId),
    /// The browser started. Restored tabs may not have loaded yet.
    Started {
        /// Whether Sandbar has access to every site that it works on.
        complete: bool,
        /// The open tabs.
        tabs: Vec<OpenTab>,
    },
    /// The user granted or withdrew access to sites.
    Access {
        /// Whether Sandbar has access to every site that it works on.
        complete: bool,
        /// The open tabs.
        tabs: Vec<OpenTab>,
    },
    /// The core was loaded, and its first event is done. The previous core may
    /// have stopped in the middle of an event, or after storing a change but
    /// before carrying out its effects.
    CoreLoaded {
        /// Whether Sandbar has access to every site that it works on.
        complete: bool,
        /// The open tabs.
        tabs: Vec<OpenTab>,
    },
    /// The extension was installed or updated. Pages that were open before have
    /// no content scripts, or ones that lost their connection.
    Installed {
        /// Whether this is a new installation.
        first: bool,
        /// Whether Sandbar has access to every site that it works on.
        complete: bool,
        /// The open tabs.
        tabs: Vec<OpenTab>,
    },
}

impl Event {
    /// The cookie store whose ledger this event concerns.
    #[must_use]
    pub fn store(&self) -> Option<&CookieStore> {
        match self {
            Self::Message(sender, Message::Session(_)) | Self::SignOutClicked(sender, _) => Some(&sender.store),
            Self::CookieRemoved { store, .. } | Self::Popup(_, store) => Some(store),
            _ => None,
        }
    }

    /// The synced data that the event may change.
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
