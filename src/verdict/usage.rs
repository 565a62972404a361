//! The kind of a user name and password that no specific name describes.

use super::destination::Surroundings;
use super::evidence::Evidence;
use super::named_host::key_before;
use super::other_host::COMPOSER_CONFIG;
use crate::catalogue::vendors;
use crate::credential::{Kind, Service};
use crate::detect::found::Find;
use crate::detect::scan::{contains_words, words_at};
use crate::detect::span::Span;
use crate::detect::statement::Statement;
use crate::sort::sort_by_key;

/// Determines the kind of a credential from the smallest statement around it
/// that names an API host or a Composer repository.
pub(super) struct Usage<'e, 't> {
    evidence: &'e Evidence<'t>,
    beside: (bool, bool),
    /// The words that a vendor uses only for API keys, in order, and those only
    /// for Composer keys.
    api_words: Vec<Span>,
    composer_words: Vec<Span>,
    /// What the whole text names.
    whole: (bool, bool),
}

/// The longest statement that is searched for words, in bytes.
const WORDS_IN: usize = 8192;

impl<'e, 't> Usage<'e, 't> {
    pub(super) fn new(text: &'t str, evidence: &'e Evidence<'t>, surroundings: &Surroundings) -> Self {
        let (api, composer) = evidence.names_api_and_composer(evidence.whole());
        let api_words = words_of(text, Kind::ApiKey);
        let composer_words = words_of(text, Kind::ComposerKey);
        let whole = (api || !api_words.is_empty(), composer || contains_words(text, COMPOSER_CONFIG));
        Self { evidence, beside: surroundings.names, api_words, composer_words, whole }
    }

    /// The kind of key that the find is used as: from its name, or else from
    /// its statement.
    pub(super) fn of(&self, find: &Find) -> Option<Kind> {
        let named = || self.is_named_after_composer(find).then_some(Kind::ComposerKey);
        find.claim
            .or_else(named)
            .or_else(|| self.kind(find).filter(|_| find.anonymous && find.kind != Kind::SessionToken))
    }

    /// Whether a value's name belongs to a repository login: `COMPOSER_USER`,
    /// `SHOP_REPO_USERNAME`.
    fn is_named_after_composer(&self, find: &Find) -> bool {
        let name = key_before(self.evidence.text(), find.span.start).to_ascii_lowercase();
        ["composer", "repo_", "_repo"].iter().any(|word| name.contains(word))
    }

    fn kind(&self, find: &Find) -> Option<Kind> {
        let of = |(api, composer): (bool, bool)| match (api, composer) {
            (true, false) => Some(Kind::ApiKey),
            (false, true) => Some(Kind::ComposerKey),
            _ => None,
        };
        let mut around = self.around(find);
        // There is only one Composer repository, so an API host makes a
        // Composer key wrong only in its own statement.
        if find.kind == Kind::ComposerKey {
            let own = self.own(find).into_iter().find_map(|span| of(self.named_in(span)));
            let mut wider = || around.find_map(|span| of(self.named_in(span))).or_else(|| of(self.whole));
            let is_composer = |kind: &Kind| *kind == Kind::ComposerKey;
            return own.or_else(|| wider().filter(is_composer)).or_else(|| of(self.beside));
        }
        around.find_map(|span| of(self.named_in(span))).or_else(|| of(self.whole)).or_else(|| of(self.beside))
    }

    /// The line of a find, and the smallest object or section around it, or
    /// else its block.
    fn own(&self, find: &Find) -> Vec<Span> {
        let at = find.span.start;
        let statements = &self.evidence.statements;
        let around = statements.groups(at).next().into_iter().chain(statements.sections(at).next());
        let length = |one: &&Statement| one.span.end - one.span.start;
        let smallest = around.min_by_key(length).or_else(|| statements.block(at));
        let line = statements.line(at).filter(|line| smallest.is_none_or(|one| length(line) <= length(&one)));
        line.into_iter().chain(smallest).map(|one| one.span).collect()
    }

    /// Whether its own statement contains a vendor's host or path for this
    /// kind. A user and password in the body of a request belong to someone
    /// else, not to the request.
    pub(super) fn names_vendor(&self, find: &Find) -> bool {
        let named = self.around(find).map(|span| self.named_in(span)).find(|&(api, composer)| api || composer);
        let (api, composer) = named.unwrap_or(self.beside);
        match find.kind.service() {
            Service::Api => api || composer,
            Service::Repository => composer || (api && (find.is_login || find.claim == Some(Kind::ComposerKey))),
        }
    }

    /// The statements around a find that may show its kind: its line, the names
    /// and spans of its objects, its block.
    fn around(&self, find: &Find) -> impl Iterator<Item = Span> {
        let at = find.span.start;
        let statements = &self.evidence.statements;
        let line = statements.line(at).map(|line| line.span);
        let groups = statements.groups(at).take(3).flat_map(|group| [group.name, Some(group.span)]).flatten();
        let sections = statements.sections(at).take(2).flat_map(|section| [section.name, Some(section.span)]).flatten();
        let block = statements.block(at).map(|block| block.span);
        line.into_iter().chain(groups).chain(sections).chain(block)
    }

    fn named_in(&self, span: Span) -> (bool, bool) {
        let (api, composer) = self.evidence.names_api_and_composer(span);
        let has = |words: &[Span]| {
            let first = words.partition_point(|word| word.start < span.start);
            let is_short = span.end - span.start <= WORDS_IN;
            is_short && words.get(first).is_some_and(|word| word.end <= span.end)
        };
        (api || has(&self.api_words), composer || has(&self.composer_words))
    }
}

/// The words in a text that a vendor uses only for this kind of key, in order.
fn words_of(text: &str, kind: Kind) -> Vec<Span> {
    let words = vendors::ALL.iter().flat_map(|vendor| vendor.texts.usage_words).filter(|&&(of, _)| of == kind);
    let found =
        words.flat_map(|(_, words)| words_at(text, words).map(|start| Span { start, end: start + words.len() }));
    let mut found: Vec<Span> = found.collect();
    sort_by_key(&mut found, |word| word.start);
    found
}
