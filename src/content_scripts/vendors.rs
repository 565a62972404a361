//! The scripts on the pages of vendors that are on.
//!
//! They are the same as on watched sites, because there is no banner and no
//! session to look for, but the badge uses the vendor's terms. If the address
//! doesn't show the environment, the badge says so. The first frame depends on
//! the address at load time; after that, the core decides, because many of
//! these pages change their address without loading.

use super::page_scripts::{LEARNING_FILE, MARKED_FILE, PageScripts, watched_frame_files};
use crate::catalogue::vendor::{Door, Host, Segment};
use crate::catalogue::{Catalogue, Environment, Environments, Vendor};

/// The looks that vendors' pages need, and the badges of each vendor.
pub const VENDOR_LOOKS_FILE: &str = "content/vendor-looks.js";

/// Patterns for the keys that vendors' pages are searched for because they
/// don't reveal their environment.
pub const VENDOR_SHAPES_FILE: &str = "content/vendor-shapes.js";

/// Reports again when a page changes its address.
const VENDOR_FILE: &str = "content/vendor.js";

/// The hosts of a vendor's portals, as match patterns for requesting access.
#[must_use]
pub fn vendor_origins(vendor: &Vendor) -> Vec<String> {
    let mut origins: Vec<String> = Vec::new();
    for door in vendor.entered_doors() {
        let mut origin = host_pattern(door.host);
        origin.push_str("/*");
        if !origins.contains(&origin) {
            origins.push(origin);
        }
    }
    origins
}

fn host_pattern(host: Host) -> String {
    let mut pattern = String::from(if matches!(host, Host::Below(_)) { "https://*." } else { "https://" });
    pattern.push_str(host.name());
    pattern
}

/// Adds match patterns for exactly the pages behind a door. Returns whether any
/// exist. No pattern can express the start of a segment, because a `*` in a
/// path also matches slashes.
fn add_patterns(door: &Door, patterns: &mut Vec<String>) -> bool {
    let mut address = host_pattern(door.host);
    for segment in door.path {
        let Segment::Is(whole) = segment else { return false };
        address.push('/');
        address.push_str(whole);
    }
    let ends: &[&str] = if door.path.is_empty() { &["/*"] } else { &["", "?*", "/*"] };
    for end in ends {
        let mut pattern = address.clone();
        pattern.push_str(end);
        patterns.push(pattern);
    }
    true
}

/// Whether a pattern for one host could match pages of the other, more general
/// one.
fn overlap(one: Host, general: Host) -> bool {
    let labels = one.name().strip_suffix(general.name());
    labels.is_some_and(|labels| labels.is_empty() || (labels.ends_with('.') && matches!(general, Host::Below(_))))
}

/// Adds the host that a door's patterns match although only its subdomains
/// belong to the door.
fn add_outside(door: &Door, patterns: &mut Vec<String>) {
    if let Host::Below(name) = door.host {
        let mut pattern = host_pattern(Host::Exact(name));
        pattern.push_str("/*");
        patterns.push(pattern);
    }
}

/// Adds the scripts of the vendors that are on.
pub(super) fn add_vendor_scripts(catalogue: &Catalogue, scripts: &mut Vec<PageScripts>) {
    for vendor in catalogue.on() {
        let mut outside = Vec::new();
        for door in vendor.entered_doors() {
            // No vendor's, unless another door has this host.
            if catalogue.site_of_host(door.host.name()).is_none() {
                add_outside(door, &mut outside);
            }
        }
        // Browsers run scripts by ID or in list order, so the frame scripts
        // come first.
        scripts.push(PageScripts {
            id: name_of(vendor, None).into(),
            matches: vendor_origins(vendor),
            except: outside,
            js: watched_frame_files(),
            all_frames: true,
        });
        for (number, door) in vendor.entered_doors().enumerate() {
            let mut matches = Vec::new();
            if !add_patterns(door, &mut matches) {
                continue;
            }
            let mut except = Vec::new();
            // The first matching door counts.
            for other in vendor.entered_doors().take(number) {
                if overlap(other.host, door.host) {
                    add_patterns(other, &mut except);
                }
            }
            add_outside(door, &mut except);
            scripts.push(PageScripts {
                id: name_of(vendor, Some(number)).into(),
                matches,
                except,
                js: vendor_page_files(vendor, door.host.name(), door.environments),
                all_frames: false,
            });
        }
    }
}

/// The ID of a vendor's scripts: those for frames, or those behind the door
/// with this number.
fn name_of(vendor: &Vendor, door: Option<usize>) -> String {
    let mut name = String::from("vendor:");
    name.push_str(vendor.id);
    if let Some(number) = door {
        name.push('#');
        // There are fewer doors than letters.
        name.push(char::from(b'a'.saturating_add(u8::try_from(number).unwrap_or_default())));
    }
    name
}

/// Adds the pages of vendors that are on, for one environment or any. A page
/// that doesn't show its environment is placed as in production.
pub(super) fn add_vendor_patterns(catalogue: &Catalogue, of: Option<Environment>, patterns: &mut Vec<String>) {
    for door in catalogue.on().iter().flat_map(|vendor| vendor.entered_doors()) {
        if of.is_none_or(|of| door.environments.only().unwrap_or(Environment::Production) == of) {
            add_patterns(door, patterns);
        }
    }
}

/// All files for a vendor's page on this host, in order.
#[must_use]
pub fn vendor_page_files(vendor: &Vendor, host: &str, environments: Environments) -> Vec<String> {
    let learning: &[&str] =
        if vendor.sights_keys(host, environments) { &[VENDOR_SHAPES_FILE, LEARNING_FILE] } else { &[] };
    let files = [VENDOR_LOOKS_FILE, vendor_side_file(environments), MARKED_FILE, VENDOR_FILE];
    files.iter().chain(learning).map(|&file| file.to_owned()).collect()
}

/// The file that selects which of its vendor's badges a page shows on the first
/// frame.
#[must_use]
pub const fn vendor_side_file(environments: Environments) -> &'static str {
    match environments.only() {
        Some(Environment::Production) => "content/vendor-production.js",
        Some(Environment::Sandbox) => "content/vendor-sandbox.js",
        None => "content/vendor-open.js",
    }
}
