//! Everything that the reducer remembers.
//!
//! - [`page`]: a page by its address, and the page in a tab
//! - [`keys`]: the part of the keyring that was read
//! - [`sessions`]: beliefs about sessions, and the open portal pages
//! - [`shown`]: what open portal pages show
//! - [`pauses`]: paused hosts
//! - [`sync`]: what sync has sent and received

pub mod keys;
pub mod page;
pub mod pauses;
pub mod sessions;
pub mod shown;
pub mod sync;

use litemap::LiteMap;

use crate::app::sender::CookieStore;
use crate::catalogue::watched::{Watched, watched_at};
use crate::catalogue::{Catalogue, Role, Site, vendors};
use crate::keyring::LastCopied;
use crate::protocol::{CatchLine, PageText, Problems, TabId};
use crate::settings::Settings;
use crate::settings::policy::Policy;
use crate::stop::NeverAsked;
use crate::time::Timestamp;

pub use keys::{Keys, Wanted};
pub use page::{MarkedPage, NewKeys, PageContext, PageKind, PassedAction, PathMark, TabState};
pub use pauses::Pauses;
pub use sessions::{OpenPage, Sessions, Store};
pub use shown::{ShownPage, ShownPages};
pub use sync::SyncState;

/// Everything that the core remembers.
#[derive(Default)]
pub struct State {
    /// The known sites: the built-in ones, and those that managed policy adds.
    pub catalogue: Catalogue,
    /// Effective settings: the user's choices, overridden by managed policy.
    pub settings: Settings,
    /// Durable: the user's choices.
    pub chosen: Settings,
    /// The managed policy that is in effect.
    pub policy: Policy,
    /// Durable: the sites that the user watches.
    pub watched: Vec<Watched>,
    /// Durable: whether the user was asked where keys are pasted.
    pub places_offered: bool,
    /// Durable: whether Sandbar has offered to ask before submissions.
    pub submissions_offered: bool,
    /// Durable: the part of the keyring that was read.
    pub keys: Keys,
    /// What sync has sent and received.
    pub sync: SyncState,
    /// Beliefs about sessions, and the open portal pages.
    pub sessions: Sessions,
    /// Durable: the container that was created for Sandbox. The user may have
    /// deleted it.
    pub container: Option<CookieStore>,
    /// Until the browser closes: the pages in tabs.
    pub tabs: LiteMap<TabId, TabState>,
    /// Durable: the hosts of portals on which the user turned Sandbar off, sorted.
    pub off: Vec<String>,
    /// Until the browser closes: the last warnings, oldest first.
    pub catches: Vec<CatchLine>,
    /// Until the browser closes, but at most ten minutes: the key that was
    /// copied last.
    pub last_copied: Option<LastCopied>,
    /// Until the browser closes: the paused hosts.
    pub pauses: Pauses,
    /// Durable: the actions that the user never wants to be asked about.
    pub never_asked: Vec<NeverAsked>,
    /// Until the browser closes: the hosts where nothing is asked for a while.
    pub quiet: Pauses,
    /// The last action that went through after its question. Never stored.
    pub passed: Option<PassedAction>,
    /// Problems with the stored data.
    pub problems: Problems,
    /// The names of unreadable stored items that couldn't be set aside yet.
    /// Each is also a problem.
    pub unmoved: Vec<String>,
    /// The text that the context menu was opened on, until the popup takes it.
    /// Never stored.
    pub pending_text: Option<(PageText, Timestamp)>,
    /// Until the browser closes: hosts whose policy refuses a marked favicon.
    /// Each refusal may be reported to the site, so Sandbar tries only once.
    pub refused_icons: Vec<String>,
    /// What the open portal pages show, if it was computed after the last
    /// change that affects it. Never stored.
    pub shown: Option<ShownPages>,
}

impl State {
    /// Replaces the managed policy.
    pub fn adopt(&mut self, policy: Policy) {
        self.catalogue = Catalogue::with_added(&policy.portals).offering(vendors::OFFERED);
        self.policy = policy;
        self.apply_choices();
    }

    /// Makes the user's choices effective, overridden by managed policy.
    pub fn apply_choices(&mut self) {
        self.settings = self.policy.over(&self.chosen);
        self.catalogue.turn_on(&self.settings.vendors);
    }

    /// Every watched site. If both an administrator and the user watch a site,
    /// the administrator's choices apply.
    pub fn watched_sites(&self) -> impl Iterator<Item = &Watched> {
        let own = self.watched.iter().filter(|site| !self.policy.watches(&site.scope));
        self.policy.watched.iter().chain(own)
    }

    /// The watched site of the page at this address.
    #[must_use]
    pub fn watched_at(&self, url: &str) -> Option<&Watched> {
        // Managed policy may have turned one of the user's sites into a portal.
        watched_at(self.watched_sites().filter(|site| !self.is_portal_now(site)), url)
    }

    /// The page at this address, if Sandbar works on it.
    #[must_use]
    pub fn page_at(&self, url: &str) -> Option<PageContext> {
        let is_open = |site: &Site| site.is_chosen() || site.environment().is_some();
        if let Some(site) = self.catalogue.portal_at(url).filter(is_open) {
            return Some(PageContext {
                environment: site.environment(),
                kind: PageKind::Portal(site.vendor),
                learns: site.vendor.learns() || site.vendor.sights_keys(&site.host, site.environments),
                host: site.host.into_owned(),
            });
        }
        self.watched_at(url).map(|site| PageContext {
            host: site.scope.host().to_owned(),
            kind: PageKind::Watched,
            environment: site.environment,
            learns: site.learns(),
        })
    }

    /// The page at this address, if it has a badge.
    #[must_use]
    pub fn marked_at(&self, url: &str) -> Option<MarkedPage> {
        self.page_at(url)?.marked()
    }

    /// Whether the user turned Sandbar off on the portal with this host.
    #[must_use]
    pub fn is_off(&self, host: &str) -> bool {
        self.off.iter().any(|off| off == host)
    }

    /// Whether the user turned Sandbar off on the portal with this page.
    #[must_use]
    pub fn is_off_at(&self, url: &str) -> bool {
        !self.off.is_empty() && self.catalogue.portal_at(url).is_some_and(|site| self.is_off(&site.host))
    }

    /// Whether managed policy has turned a watched site into a portal.
    #[must_use]
    pub fn is_portal_now(&self, site: &Watched) -> bool {
        site.scope.is_entered(&self.catalogue)
    }

    /// Whether this is the host of a portal or of a watched site.
    #[must_use]
    pub fn works_on(&self, host: &str) -> bool {
        let is_open = |site: Site| site.role == Role::Portal && (site.is_chosen() || site.environment().is_some());
        self.catalogue.site_of_host(host).is_some_and(is_open)
            || self.watched_sites().any(|site| site.scope.host() == host)
    }

    /// The name of a page's sandbox.
    #[must_use]
    pub fn label_of(&self, page: &MarkedPage) -> Option<&str> {
        self.settings.labels.at(&page.host).filter(|_| self.has_own_sandbox_host(page))
    }

    /// Whether a page's sandbox is the only one on its host. A name applies to
    /// a host, so it would be wrong for sandboxes that share one and differ in
    /// their paths.
    #[must_use]
    pub fn has_own_sandbox_host(&self, page: &MarkedPage) -> bool {
        page.environment == crate::catalogue::Environment::Sandbox
            && match page.vendor() {
                // The portal with linked sessions has only one sandbox.
                Some(vendor) => !vendor.tells_by_path_at(&page.host) && !page.has_linked_sessions(),
                None => {
                    !self.watched_sites().any(|site| site.scope.host() == page.host && !site.scope.path().is_empty())
                }
            }
    }
}
