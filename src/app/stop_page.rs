//! What is known about a page whose control is clicked.

use super::state::{MarkedPage, PathMark, State, TabState};
use crate::catalogue::address::path_of;
use crate::catalogue::topic::Topic;
use crate::catalogue::watched::Watched;
use crate::protocol::TabId;
use crate::stop::StopPage;
use crate::view::badge::Banner;

/// What is known about a page. Its topic is known only with an address.
pub(super) fn stop_page<'a>(
    state: &'a State,
    page: &'a MarkedPage,
    tab: TabId,
    banner: Banner,
    url: Option<&str>,
) -> StopPage<'a> {
    let vendor = page.vendor();
    let topic = vendor.zip(url).map_or(Topic::Other, |(vendor, url)| vendor.topic_of(path_of(url)));
    let site = url.filter(|_| !page.is_portal()).and_then(|url| state.watched_at(url));
    let words = site.map_or(&[][..], |site| &site.words);
    // A page whose address changed may show something else now.
    let is_there = |at: Option<PathMark>| at.zip(url).is_none_or(|(at, url)| at == PathMark::of(url));
    let is_read = |tab: &TabState| tab.host == page.host && tab.keys_read > 0 && is_there(tab.keys_at);
    let shows_keys = state.tabs.get(&tab).is_some_and(is_read);
    StopPage {
        // A Production address with the sandbox banner counts as neither
        // environment.
        environment: Some(page.environment).filter(|_| banner != Banner::Shown),
        rows: vendor.map_or(&[], |vendor| vendor.irreversible),
        topic,
        shows_keys,
        is_in_row: false,
        words,
        asks_for_submissions: state.settings.ask_before_submission,
        is_quiet: false,
        never: &state.never_asked,
        host: &page.host,
    }
}

/// The labels that the user chose for sites on this host. Which site a page
/// belongs to is determined at the click.
pub(super) fn words_at(state: &State, page: &MarkedPage) -> Vec<String> {
    let is_there = |site: &&Watched| site.scope.host() == page.host && site.environment == Some(page.environment);
    let sites = state.watched_sites().filter(is_there).filter(|_| !page.is_portal());
    sites.flat_map(|site| &site.words).cloned().collect()
}
