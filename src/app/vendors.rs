//! Vendors that the user turns on and off.
//!
//! Sandbar runs no scripts on the pages of a vendor that is off, has no access
//! to them and doesn't mark them. When it is turned on, its pages are treated
//! like portal pages. When it is turned off, everything is removed from open
//! pages, and access to its hosts is given up unless something else needs it.

use super::badges::forget_refused_icon;
use super::effect::{Answer, Effect};
use super::pauses::forget_pause;
use super::registration::register_scripts;
use super::sender::OpenTab;
use super::settings::apply_choices;
use super::state::State;
use super::watched_sites::reenter_tabs;
use crate::catalogue::{Catalogue, Environments, Site, Vendor, host_of};
use crate::content_scripts::vendors::vendor_origins;
use crate::protocol::OfferedVendor;

/// All vendors that can be turned on.
pub(super) fn list_vendors(state: &State) -> Vec<OfferedVendor> {
    let has_portals = |vendor: &&&'static Vendor| vendor.entered_doors().next().is_some();
    state.catalogue.offered().iter().filter(has_portals).map(|vendor| offered(state, vendor)).collect()
}

/// The vendor of the page at this address, if it can be turned on.
pub(super) fn vendor_page(state: &State, url: &str) -> Option<OfferedVendor> {
    // Portals from managed policy, and vendors that are always on, take
    // precedence.
    if state.catalogue.site_at(url).is_some_and(|site| !site.is_chosen()) {
        return None;
    }
    let Site { environments, vendor, .. } = state.catalogue.offered_at(url)?;
    let names = vendor.names();
    let words: &[&str] = match environments {
        Environments::Only(environment) => &[names.name(environment)],
        Environments::Ask => &[vendor.name, names.production, names.sandbox],
        Environments::Both | Environments::Neither => &[vendor.name],
    };
    Some(OfferedVendor {
        environment: environments.only(),
        words: words.iter().map(|&word| word.to_owned()).collect(),
        ..offered(state, vendor)
    })
}

fn offered(state: &State, vendor: &Vendor) -> OfferedVendor {
    OfferedVendor {
        id: vendor.id.to_owned(),
        name: vendor.name.to_owned(),
        origins: vendor_origins(vendor),
        on: state.settings.vendors.iter().any(|id| id == vendor.id),
        by_policy: state.policy.turns_on(vendor.id),
        learns: vendor.entered_doors().any(|door| vendor.sights_keys(door.host.name(), door.environments)),
        is_learning: state.settings.learning,
        environment: None,
        words: Vec::new(),
    }
}

/// Turns a vendor on or off. Updates open pages.
#[inline(never)]
pub(super) fn turn(state: &mut State, id: &str, on: bool, open: &[OpenTab]) -> Vec<Effect> {
    let done = Effect::Answer(Answer::Done {});
    let is_known = state.catalogue.offered().iter().any(|vendor| vendor.id == id);
    // The user can't turn off what managed policy turns on.
    if !is_known || state.policy.turns_on(id) || state.chosen.vendors.iter().any(|known| known == id) == on {
        return vec![done];
    }
    let before = state.catalogue.on().to_vec();
    state.chosen.turn_vendor(id, on);
    let saved = apply_choices(state);
    // Do this first: if a pause ends with the access, its script must not
    // remain.
    let mut followed = follow(state, &before, open);
    let mut effects = vec![saved, done, register_scripts(state)];
    effects.append(&mut followed);
    effects
}

/// Updates open pages after the set of active vendors changed, and gives up
/// unneeded access.
#[inline(never)]
pub(super) fn follow(state: &mut State, before: &[&'static Vendor], open: &[OpenTab]) -> Vec<Effect> {
    let now = state.catalogue.on().to_vec();
    let is_other = |vendor: &Vendor| before.contains(&vendor) != now.contains(&vendor);
    if !before.iter().chain(&now).any(|vendor| is_other(vendor)) {
        return Vec::new();
    }
    let is_there = |tab: &&OpenTab| is_of_other(&state.catalogue, &tab.url, &is_other);
    let there: Vec<OpenTab> = open.iter().filter(is_there).cloned().collect();
    let mut effects = reenter_tabs(state, &there);
    let gone: Vec<&'static Vendor> = before.iter().copied().filter(|vendor| !now.contains(vendor)).collect();
    effects.append(&mut give_back(state, &gone));
    effects
}

fn is_of_other(catalogue: &Catalogue, url: &str, is_other: &dyn Fn(&Vendor) -> bool) -> bool {
    catalogue.offered_at(url).is_some_and(|site| is_other(site.vendor))
}

/// Gives up access to the hosts of these vendors, and removes the data about
/// them, unless something else needs them.
pub(super) fn give_back(state: &mut State, gone: &[&'static Vendor]) -> Vec<Effect> {
    let mut origins: Vec<String> = Vec::new();
    for vendor in gone {
        origins.append(&mut vendor_origins(vendor));
    }
    origins.retain(|origin| !is_needed(state, origin));
    let mut effects = Vec::new();
    // By host, because an origin pattern may cover all subdomains.
    let noted = state.pauses.0.keys().chain(&state.refused_icons);
    let left: Vec<String> = noted.filter(|host| !state.works_on(host)).cloned().collect();
    for host in left {
        effects.extend(forget_pause(state, &host));
        effects.extend(forget_refused_icon(state, &host));
    }
    effects.extend((!origins.is_empty()).then_some(Effect::ReturnAccess(origins)));
    effects
}

/// Whether access to this origin is still needed.
fn is_needed(state: &State, origin: &str) -> bool {
    let Some(host) = host_of(origin) else { return false };
    match host.strip_prefix('*') {
        None => state.works_on(host),
        Some(end) => state.watched_sites().any(|site| site.scope.host().ends_with(end)),
    }
}
