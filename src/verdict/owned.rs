//! Hosts that have a key of their own. They say nothing about other keys.

use super::evidence::{Evidence, counts_of};
use super::named_host::HostUsage;
use crate::detect::span::Span;

impl Evidence<'_> {
    /// Makes each host that requests go to belong to the known pairs in its line
    /// or, failing that, in its unit. `keys` are the places of the pairs' parts,
    /// in order.
    pub(super) fn assign_hosts(&mut self, keys: &[usize]) {
        let has_key = |span: &Span| {
            let first = keys.partition_point(|&at| at < span.start);
            keys.get(first).is_some_and(|&at| at < span.end)
        };
        let owner_of = |at: usize| {
            let line = self.statements.line(at).map(|line| line.span).filter(has_key);
            line.or_else(|| self.unit(&[at]).map(|unit| unit.span).filter(has_key))
        };
        let owners: Vec<Option<Span>> = self
            .hosts
            .iter()
            .map(|host| match host.usage {
                HostUsage::Api | HostUsage::PortalAsApi => host.owner.or_else(|| owner_of(host.span.start)),
                HostUsage::Composer | HostUsage::Link => host.owner,
            })
            .collect();
        for (host, owner) in self.hosts.iter_mut().zip(owners) {
            host.is_taken |= host.owner.is_none() && owner.is_some();
            host.owner = owner;
        }
        self.counts = counts_of(&self.hosts);
    }
}
