//! Options that are contradicted, that are only mentioned, or that are a
//! program's, and what they leave undecided.

use super::environment_word::Named;
use super::evidence::{Evidence, MOST, NEAR, holds, length};
use super::name::split;
use super::named_host::{HostAt, HostUsage, Told, key_before};
use super::option::Selection;
use super::product::is_own;
use crate::catalogue::Environment;
use crate::detect::span::Span;
use crate::detect::statement::Statement;
use crate::sort::sort_by_key;

/// Words of names that hosts have if requests go to them.
const HOSTS: &[&str] = &["base", "api", "rest", "url", "host", "endpoint", "uri", "baseurl", "server"];

impl Evidence<'_> {
    /// The environment selected by options directly in the objects and sections
    /// around a place. The innermost that selects one decides, unless the hosts
    /// that are its own members are for the other environment.
    pub(super) fn selected_around(&self, at: usize) -> Named {
        let mut around: Vec<&Statement> = self.statements.groups(at).chain(self.statements.sections(at)).collect();
        sort_by_key(&mut around, |statement| length(statement.span));
        let mut mentions = around.into_iter().map(|one| (one.span, self.mentions_in(one.span, at, false)));
        let Some((span, selected)) = mentions.find(|(_, one)| one.options != Named::None) else { return Named::None };
        let is_for_other = |environment: Environment| self.own_hosts(span) == Named::One(environment.other());
        selected.options.one().filter(|&environment| !is_for_other(environment)).into()
    }

    /// The environments of the hosts that are members of an object or section,
    /// under names such as `base_url`, and not `sandbox_url` or `fallback`.
    fn own_hosts(&self, span: Span) -> Named {
        let is_used = |host: &&HostAt| {
            let name = split(key_before(self.text(), host.span.start));
            let is_name = name.last().is_some_and(|last| HOSTS.contains(&last.as_str()));
            is_name && name.iter().all(|word| HOSTS.contains(&word.as_str()) || is_own(word))
        };
        let api = self.hosts_in(span).take(MOST).filter(|host| host.told == Told::No);
        let api = api.filter(|host| matches!(host.usage, HostUsage::Api | HostUsage::PortalAsApi));
        let direct = api.filter(|host| self.statements.owner(host.span.start) == Some(span)).filter(is_used);
        direct.fold(Named::None, |all, host| all.and(host.environment.into()))
    }

    /// The environments of the options above a key, or in its block, that are
    /// only mentioned or are a program's. They don't say where the key goes, but
    /// leave what is farther away undecided.
    pub(super) fn set_aside(&self, at: usize) -> Named {
        let end = self.statements.block(at).map_or(at, |block| block.span.end);
        let last = self.options.partition_point(|(option, _)| option.span.start < end);
        let near = self.options.get(..last).unwrap_or_default().iter().rev().take(MOST).map(|(option, _)| option);
        let is_around = |place: usize| self.statements.owner(place).is_none_or(|owner| holds(owner, at));
        let aside = near.filter(|option| option.is_mentioned || self.is_programs(option, at));
        let aside = aside.filter(|option| is_around(option.span.start));
        aside.fold(Named::None, |all, option| all.and(Named::One(option.environment)))
    }

    /// Whether an option says nothing about where a key at a place goes: it is a
    /// program's, or the key is in an object that is named after the portal and
    /// doesn't contain the option.
    pub(super) fn is_programs(&self, option: &Selection, at: usize) -> bool {
        if option.is_programs || !option.is_bare {
            return option.is_programs;
        }
        let around = |place: usize| self.statements.groups(place).chain(self.statements.sections(place));
        let is_own_name = |name: Span| length(name) <= NEAR && is_own(name.of(self.text()));
        if around(option.span.start).any(|one| one.name.is_some_and(is_own_name)) {
            return false;
        }
        // In one line, what is before an object counts as its name, too.
        let is_portals = |name: Span| {
            let name = name.of(self.text()).trim_end_matches(|sign: char| !sign.is_alphanumeric());
            let last = name.rsplit(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '-'))).next();
            last.is_some_and(is_own)
        };
        around(at).any(|one| one.name.is_some_and(is_portals))
    }
}
