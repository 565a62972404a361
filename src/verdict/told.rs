//! Hosts that are only mentioned: "While developing, use HOST instead."
//!
//! Such a host decides nothing. But if it is the host nearest to a key, no other
//! host decides against it either.

use super::environment_word::Named;
use super::evidence::{Evidence, MOST, holds};
use super::named_host::{HostAt, HostUsage, Told};
use crate::detect::span::Span;

impl Evidence<'_> {
    /// The environment of the host nearest to a place in a span, if that host
    /// is only mentioned.
    pub(super) fn told_near(&self, span: Span, at: usize) -> Named {
        let place = |offset: usize| self.hosts.partition_point(|host| host.span.start < offset);
        let is_request = |host: &&HostAt| {
            let applies = match host.told {
                Told::No => host.owner.is_none_or(|owner| holds(owner, at)),
                Told::Said | Told::Comment => true,
                Told::Off => false,
            };
            matches!(host.usage, HostUsage::Api | HostUsage::PortalAsApi) && applies
        };
        let above = self.hosts.get(place(span.start)..place(at)).unwrap_or_default();
        let mut above = above.iter().rev().take(MOST).filter(is_request);
        // A URL that is commented out doesn't count against the one in use.
        let used = above.clone().find(|host| host.told != Told::Comment);
        let mut below = self.hosts_in(Span { start: at, end: span.end }).take(MOST).filter(is_request).peekable();
        let first = below.peek().copied();
        let used_below = || below.find(|host| host.told != Told::Comment);
        let nearest = used.or_else(|| above.next()).or_else(used_below).or(first);
        nearest.filter(|host| host.told != Told::No).map_or(Named::None, |host| host.environment.into())
    }

    /// The environments of the hosts that a span only mentions.
    pub(super) fn told_in(&self, span: Span) -> Named {
        let is_told = |host: &&HostAt| matches!(host.told, Told::Said | Told::Comment) && host.usage == HostUsage::Api;
        let told = self.hosts_in(span).take(MOST).filter(is_told);
        told.fold(Named::None, |all, host| all.and(host.environment.into()))
    }
}
