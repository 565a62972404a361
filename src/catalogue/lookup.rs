//! The catalogue as a value: finds the site of an address.

use std::borrow::Cow;

use super::address::{host_of, path_of, without_dot};
use super::environment::Environments;
use super::role::{Generation, Role};
use super::site::{AddedPortals, Site};
use super::vendor::{Door, Host, Segment, Vendor};
use super::vendors;

/// The longest host name that DNS allows, in bytes.
const LONGEST_HOST: usize = 253;

/// All known sites: those of the built-in vendors and those that managed policy
/// adds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalogue {
    /// The vendors, except those that managed policy adds.
    vendors: Vec<&'static Vendor>,
    /// The vendors that the user can turn on.
    offered: &'static [&'static Vendor],
    /// The offered vendors that are on.
    on: Vec<&'static Vendor>,
    /// The pages of the vendors that are on. Their hosts aren't searched for in
    /// texts, because they matter only to these vendors' own keys.
    chosen: Vec<SiteEntry>,
    /// In the order in which they are tried.
    entries: Vec<SiteEntry>,
    /// The last labels of all hosts, without duplicates.
    endings: Vec<Cow<'static, str>>,
    /// The length of the longest host that can match.
    longest_host: usize,
}

/// An address and its site. The page's host must be the site's host or a
/// subdomain of it.
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

    /// The same for a vendor that the user turned on.
    fn chosen(door: &Door, vendor: &'static Vendor) -> Self {
        Self::of(&Door { generation: Generation::Chosen, ..*door }, vendor)
    }

    /// The site of this host, if this entry matches it.
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
    /// Creates a catalogue of these vendors and of the portals that managed
    /// policy adds.
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

    /// Creates a catalogue of the built-in vendors and of the portals that
    /// managed policy adds.
    #[must_use]
    pub fn with_added(added: &[AddedPortals]) -> Self {
        Self::new(vendors::ALL, added)
    }

    /// Adds vendors that are off. Only their keys, and their hosts in texts,
    /// are recognized.
    #[must_use]
    pub fn offering(self, offered: &'static [&'static Vendor]) -> Self {
        Self { offered, ..self }
    }

    /// Turns on the offered vendors with these IDs, and all others off.
    #[must_use]
    pub fn with_on(mut self, ids: &[String]) -> Self {
        self.turn_on(ids);
        self
    }

    /// Turns on the offered vendors with these IDs, and all others off.
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

    /// The offered vendors that are on.
    #[must_use]
    pub fn on(&self) -> &[&'static Vendor] {
        &self.on
    }

    /// The site of an offered vendor at this address, whether the vendor is on
    /// or off, with the environment if the address shows it.
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

    /// The known vendors and the offered ones.
    pub fn all_vendors(&self) -> impl Iterator<Item = &'static Vendor> {
        self.vendors.iter().chain(self.offered).copied()
    }

    /// Every site with a complete, known host name. Sites with a host pattern
    /// or a path can only be found by address.
    pub fn sites(&self) -> impl Iterator<Item = &Site> {
        let is_host = |entry: &&SiteEntry| !entry.is_below && entry.path.is_empty();
        self.entries.iter().filter(is_host).map(|entry| &entry.site)
    }

    /// The site of this URL. Only `https:` URLs have one.
    #[must_use]
    pub fn site_at(&self, url: &str) -> Option<Site> {
        self.site_of(host_of(url)?, path_of(url))
    }

    /// The portal of this URL.
    #[must_use]
    pub fn portal_at(&self, url: &str) -> Option<Site> {
        self.site_at(url).filter(|site| site.role == Role::Portal)
    }

    /// The site with this host and path. The host may have any case and a
    /// trailing dot, but no port.
    #[must_use]
    pub fn site_of(&self, host: &str, path: &str) -> Option<Site> {
        let host = without_dot(host);
        let found = |entries: &[SiteEntry]| {
            entries.iter().filter(|entry| entry.leads_to(path)).find_map(|entry| entry.site(host))
        };
        found(&self.entries).or_else(|| found(&self.chosen))
    }

    /// The site that a host alone determines, or `None` if it depends on the
    /// path. Accepts the same hosts as [`Catalogue::site_of`].
    #[must_use]
    pub fn site_of_host(&self, host: &str) -> Option<Site> {
        self.site_named(host).or_else(|| of_host(&self.chosen, host))
    }

    /// The same for a host that a text mentions.
    #[must_use]
    pub fn site_named(&self, host: &str) -> Option<Site> {
        of_host(&self.entries, host)
    }

    /// The last labels, such as `com`, of all hosts that are searched for in
    /// texts, without duplicates.
    pub fn endings(&self) -> impl Iterator<Item = &str> {
        self.endings.iter().map(|ending| &**ending)
    }

    /// The length of the longest host that can match, in bytes.
    #[must_use]
    pub const fn longest_host(&self) -> usize {
        self.longest_host
    }
}

/// Whether Sandbar runs on this host by default, regardless of managed policy.
#[must_use]
pub fn is_entered_by_default(host: &str) -> bool {
    let host = without_dot(host);
    let doors =
        vendors::ALL.iter().flat_map(|&vendor| vendor.doors.iter().map(move |door| SiteEntry::of(door, vendor)));
    doors.filter_map(|entry| entry.site(host)).any(|site| site.is_entered())
}

/// The site that these entries have for a host alone.
fn of_host(entries: &[SiteEntry], host: &str) -> Option<Site> {
    let host = without_dot(host);
    let mut sites = entries.iter().filter_map(|entry| Some((entry.site(host)?, entry.path.is_empty())));
    let (first, has_any_path) = sites.next()?;
    // The first match decides, and it must apply to every page of the host.
    let is_certain = has_any_path || sites.all(|(other, _)| other.environments == first.environments);
    Some(if is_certain { first } else { Site { environments: Environments::Ask, ..first } })
}

fn last_label(host: &str) -> &str {
    host.rsplit('.').next().unwrap_or(host)
}
