//! The catalogue as a value, and the question it answers: which site is this?

use std::borrow::Cow;

use super::address::{host_of, path_of, without_dot};
use super::environment::Environments;
use super::role::{Generation, Role};
use super::site::{AddedPortals, Site};
use super::vendor::{Door, Host, Segment, Vendor};
use super::vendors;

/// The longest host name that DNS allows, in bytes.
const LONGEST_HOST: usize = 253;

/// Every known site: those of the built-in vendors and those that managed
/// policy adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    /// The vendors, without those that managed policy adds.
    vendors: Vec<&'static Vendor>,
    /// The vendors that the user can turn on.
    offered: &'static [&'static Vendor],
    /// Those of them that are on.
    on: Vec<&'static Vendor>,
    /// Their pages. What a text says of their hosts matters to their keys alone,
    /// so these hosts are not looked for in texts.
    chosen: Vec<SiteEntry>,
    /// In the order in which they are tried.
    entries: Vec<SiteEntry>,
    /// The last labels of all hosts, each once.
    endings: Vec<Cow<'static, str>>,
    /// The length of the longest host that can match.
    longest_host: usize,
}

/// An address with the site that it leads to. The site's host is the name that
/// the page's host has to be, or be below.
#[derive(Debug, Clone, PartialEq, Eq)]
struct SiteEntry {
    site: Site,
    is_below: bool,
    path: &'static [Segment],
}

impl SiteEntry {
    fn of(door: &Door, vendor: &'static Vendor) -> Self {
        let Door { host, path, role, environments, generation } = *door;
        let site = Site { host: Cow::Borrowed(host.name()), role, environments, generation, vendor };
        Self { site, is_below: matches!(host, Host::Below(_)), path }
    }

    /// The same, of a vendor that the user turned on.
    fn chosen(door: &Door, vendor: &'static Vendor) -> Self {
        Self::of(&Door { generation: Generation::Chosen, ..*door }, vendor)
    }

    /// The site with this host, if it is one of this entry.
    fn site(&self, host: &str) -> Option<Site> {
        let name = &*self.site.host;
        if !self.is_below {
            return host.eq_ignore_ascii_case(name).then(|| self.site.clone());
        }
        let start = host.len().checked_sub(name.len())?;
        let (labels, end) = host.split_at_checked(start)?;
        let is_whole = labels.strip_suffix('.').is_some_and(|labels| labels.split('.').all(|label| !label.is_empty()));
        let is_below = is_whole && host.len() <= LONGEST_HOST && end.eq_ignore_ascii_case(name);
        is_below.then(|| Site { host: Cow::Owned(host.to_ascii_lowercase()), ..self.site.clone() })
    }

    fn leads_to(&self, path: &str) -> bool {
        let mut segments = path.strip_prefix('/').unwrap_or(path).split('/');
        self.path.iter().all(|wanted| segments.next().is_some_and(|segment| wanted.matches(segment)))
    }
}

impl Default for Catalogue {
    /// The built-in vendors.
    fn default() -> Self {
        Self::with_added(&[])
    }
}

impl Catalogue {
    /// A catalogue of these vendors and of the portals that managed policy adds.
    #[must_use]
    pub fn new(known: &[&'static Vendor], added: &[AddedPortals]) -> Self {
        let doors = known.iter().flat_map(|&vendor| vendor.doors.iter().map(move |door| SiteEntry::of(door, vendor)));
        let added = added.iter().enumerate().flat_map(|(number, portals)| {
            let vendor = portals.vendor.as_deref().and_then(|id| known.iter().copied().find(|vendor| vendor.id == id));
            let vendor = vendor.unwrap_or(&vendors::ADDED);
            portals.hosts().map(move |(host, role, environment)| SiteEntry {
                site: Site {
                    host: Cow::Owned(host.to_owned()),
                    role,
                    environments: Environments::Only(environment),
                    generation: Generation::Added(number),
                    vendor,
                },
                is_below: false,
                path: &[],
            })
        });
        Self::of(known.to_vec(), doors.chain(added).collect())
    }

    /// The built-in vendors, and the portals that managed policy adds.
    #[must_use]
    pub fn with_added(added: &[AddedPortals]) -> Self {
        Self::new(vendors::ALL, added)
    }

    /// The same, with vendors that are off: of them, only keys and hosts in texts
    /// are known.
    #[must_use]
    pub fn offering(self, offered: &'static [&'static Vendor]) -> Self {
        Self { offered, ..self }
    }

    /// The same, with those of the offered vendors on that have one of these IDs,
    /// and no others.
    #[must_use]
    pub fn with_on(mut self, ids: &[String]) -> Self {
        self.turn_on(ids);
        self
    }

    /// Turns on those of the offered vendors that have one of these IDs, and no
    /// others.
    pub fn turn_on(&mut self, ids: &[String]) {
        self.on.clear();
        self.chosen.clear();
        for &vendor in self.offered {
            if ids.iter().any(|id| id == vendor.id) {
                self.on.push(vendor);
                for door in vendor.entered_doors() {
                    self.chosen.push(SiteEntry::chosen(door, vendor));
                }
            }
        }
    }

    fn of(vendors: Vec<&'static Vendor>, entries: Vec<SiteEntry>) -> Self {
        let mut endings: Vec<Cow<'static, str>> = Vec::new();
        for SiteEntry { site, .. } in &entries {
            let ending = match &site.host {
                Cow::Borrowed(host) => Cow::Borrowed(last_label(host)),
                Cow::Owned(host) => Cow::Owned(last_label(host).to_owned()),
            };
            if !endings.contains(&ending) {
                endings.push(ending);
            }
        }
        let length = |entry: &SiteEntry| if entry.is_below { LONGEST_HOST } else { entry.site.host.len() };
        let longest_host = entries.iter().map(length).max().unwrap_or_default();
        Self { vendors, offered: &[], on: Vec::new(), chosen: Vec::new(), entries, endings, longest_host }
    }

    /// The known vendors.
    #[must_use]
    pub fn vendors(&self) -> &[&'static Vendor] {
        &self.vendors
    }

    /// The vendors that the user can turn on.
    #[must_use]
    pub const fn offered(&self) -> &'static [&'static Vendor] {
        self.offered
    }

    /// Those of them that are on.
    #[must_use]
    pub fn on(&self) -> &[&'static Vendor] {
        &self.on
    }

    /// The vendor that the user can turn on, or has turned on, with a page at this
    /// address, and which of its environments the address tells.
    #[must_use]
    pub fn offered_at(&self, url: &str) -> Option<Site> {
        let (host, path) = (without_dot(host_of(url)?), path_of(url));
        for &vendor in self.offered {
            for door in vendor.entered_doors() {
                let entry = SiteEntry::chosen(door, vendor);
                if let Some(site) = entry.site(host).filter(|_| entry.leads_to(path)) {
                    return Some(site);
                }
            }
        }
        None
    }

    /// The known vendors, and those that are off.
    pub fn all_vendors(&self) -> impl Iterator<Item = &'static Vendor> {
        self.vendors.iter().chain(self.offered).copied()
    }

    /// Every site that is a whole host whose name is known. Sites behind a host
    /// pattern or below a path are found by address only.
    pub fn sites(&self) -> impl Iterator<Item = &Site> {
        let is_host = |entry: &&SiteEntry| !entry.is_below && entry.path.is_empty();
        self.entries.iter().filter(is_host).map(|entry| &entry.site)
    }

    /// The site that this URL is on. Only `https:` pages are ever on one.
    #[must_use]
    pub fn site_at(&self, url: &str) -> Option<Site> {
        self.site_of(host_of(url)?, path_of(url))
    }

    /// The portal that this URL is on.
    #[must_use]
    pub fn portal_at(&self, url: &str) -> Option<Site> {
        self.site_at(url).filter(|site| site.role == Role::Portal)
    }

    /// The site with this host and this path: any case, with or without the
    /// trailing dot of a fully qualified name, no port.
    #[must_use]
    pub fn site_of(&self, host: &str, path: &str) -> Option<Site> {
        let host = without_dot(host);
        let found = |entries: &[SiteEntry]| {
            entries.iter().filter(|entry| entry.leads_to(path)).find_map(|entry| entry.site(host))
        };
        found(&self.entries).or_else(|| found(&self.chosen))
    }

    /// What is known of a host by itself, as [`Catalogue::site_of`] has it.
    /// Where paths tell the environments apart, the host alone does not.
    #[must_use]
    pub fn site_of_host(&self, host: &str) -> Option<Site> {
        self.site_named(host).or_else(|| of_host(&self.chosen, host))
    }

    /// The same for a host that a text names.
    #[must_use]
    pub fn site_named(&self, host: &str) -> Option<Site> {
        of_host(&self.entries, host)
    }

    /// The last labels of all hosts that a text may name, such as `com`, each once.
    pub fn endings(&self) -> impl Iterator<Item = &str> {
        self.endings.iter().map(|ending| &**ending)
    }

    /// The length of the longest host that can match, in bytes.
    #[must_use]
    pub const fn longest_host(&self) -> usize {
        self.longest_host
    }
}

/// Whether Sandbar runs on this host's pages by itself, whatever managed policy
/// adds.
#[must_use]
pub fn is_entered_by_default(host: &str) -> bool {
    let host = without_dot(host);
    let doors =
        vendors::ALL.iter().flat_map(|&vendor| vendor.doors.iter().map(move |door| SiteEntry::of(door, vendor)));
    doors.filter_map(|entry| entry.site(host)).any(|site| site.is_entered())
}

/// What these entries say of a host by itself.
fn of_host(entries: &[SiteEntry], host: &str) -> Option<Site> {
    let host = without_dot(host);
    let mut sites = entries.iter().filter_map(|entry| Some((entry.site(host)?, entry.path.is_empty())));
    let (first, has_any_path) = sites.next()?;
    // The first that fits counts, and it fits each page of the host.
    let is_certain = has_any_path || sites.all(|(other, _)| other.environments == first.environments);
    Some(if is_certain { first } else { Site { environments: Environments::Ask, ..first } })
}

fn last_label(host: &str) -> &str {
    host.rsplit('.').next().unwrap_or(host)
}
