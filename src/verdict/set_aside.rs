//! Options that are contradicted, that are only mentioned, or that are a
//! program's, and what they leave undecided.

use super::environment_word::Named;
use super::evidence::{Evidence, MOST, NEAR, holds, length};
use super::option::Selection;
use super::product::is_own;
use crate::catalogue::Environment;
use crate::detect::span::Span;
use crate::detect::statement::Statement;
use crate::sort::sort_by_key;

impl Evidence<'_> {
    /// The environment selected by options directly in the objects and sections
    /// around a place. The innermost that selects one decides, unless its hosts
    /// are for the other environment.
    pub(super) fn selected_around(&self, at: usize) -> Named {
        let mut around: Vec<&Statement> = self.statements.groups(at).chain(self.statements.sections(at)).collect();
        sort_by_key(&mut around, |statement| length(statement.span));
        let mut mentions = around.into_iter().map(|statement| self.mentions_in(statement.span, at, false));
        let selected = mentions.find(|mentions| mentions.options != Named::None).unwrap_or_default();
        let is_for_other = |environment: Environment| selected.hosts == Named::One(environment.other());
        selected.options.one().filter(|&environment| !is_for_other(environment)).into()
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
