//! Where a credential is going.
//!
//! The levels are tried in this order. The first that names exactly one
//! environment decides. A level that names both decides nothing:
//!
//! 1. the credential's own statement: its line (name, API host, option), then
//!    the object, section or block around it and its partner, including the
//!    names of the objects and sections around that
//! 2. the field and the page that the text is going to: the page's environment
//!    and the API hosts in other fields of the same form; on a watched site, also
//!    the labels of the field and its form
//! 3. the heading above it, and the wider statements around it
//! 4. the whole text
//!
//! An option decides only if no nearer word is for the other environment. An
//! option that is only mentioned, or that is a program's, decides nothing, but
//! leaves levels 2 to 4 undecided if it is for the other environment. A key that
//! is only mentioned goes nowhere.

use super::environment_word::{Named, of_label};
use super::evidence::{Evidence, Mentions};
use super::input::CheckInput;
pub use super::input::Page;
use super::key_word::of_key_name;
use super::other_label::is_about_other;
use crate::catalogue::{Environment, Role};
use crate::detect::find::examined;
use crate::detect::found::Find;
use crate::detect::host::{NamedHost, hosts_named};
use crate::detect::span::Span;
use crate::detect::statement::Form;
use serde::{Deserialize, Serialize};

/// An environment that something is going to, and the evidence for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Destination {
    /// The environment.
    pub environment: Environment,
    /// The evidence.
    pub source: Source,
}

/// The evidence for a destination.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// An API host in the credential's statement.
    Host,
    /// The credential's name, or that of the object or section around it.
    Name,
    /// An option in its statement.
    Option,
    /// The site of the page.
    Page,
    /// An API host in another field of the same form.
    Neighbour,
    /// A word in a label or name of the field or its form.
    Label,
    /// The heading above it. It is enough for a warning, but not as proof.
    Heading,
    /// A host or an option elsewhere in the text.
    Text,
}

/// The evidence from the page and the field: the second level.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Surroundings {
    page: Named,
    neighbours: Named,
    labels: Named,
    /// Whether a neighboring field names an API host, and whether one names a
    /// Composer repository.
    pub names: (bool, bool),
    /// Whether only Composer keys belong on the page.
    pub is_repository: bool,
}

impl Surroundings {
    pub(super) fn of(input: &CheckInput<'_>) -> Self {
        let hosts = |text: &&str| hosts_named(input.catalogue, examined(text));
        let beside: Vec<NamedHost> = input.neighbours.iter().flat_map(hosts).collect();
        let has = |role: Role| beside.iter().any(|named| named.site.role == role);
        let api = beside.iter().filter(|named| named.site.role == Role::Api);
        let of_labels = |labels: &[&str]| {
            let is_about_it = |label: &&&str| !is_about_other(label, &[], &[]);
            labels.iter().filter(is_about_it).fold(Named::None, |all, label| all.and(of_label(label)))
        };
        let (page, labels) = match input.page {
            Page::None | Page::Vendor(..) => (Named::None, Named::None),
            Page::Of(environment) | Page::Repository(environment) => (Named::One(environment), Named::None),
            // A site for Production may have a field for Sandbox, too. A form for both is as if it named none.
            Page::Watched(environment, labels) => (Named::One(environment), of_labels(labels).one().into()),
            Page::Labelled(labels) => (Named::None, of_labels(labels)),
        };
        Self {
            page,
            neighbours: api.fold(Named::None, |all, named| all.and(named.site.environment().into())),
            labels,
            names: (has(Role::Api), has(Role::Composer)),
            is_repository: matches!(input.page, Page::Repository(_)),
        }
    }

    /// The destination of a credential whose own statement names none.
    pub(super) fn destination(&self) -> Option<Destination> {
        let environment = self.page.and(self.neighbours).and(self.labels).one()?;
        let sources = [(self.page, Source::Page), (self.neighbours, Source::Neighbour), (self.labels, Source::Label)];
        let source = sources.into_iter().find(|(named, _)| *named != Named::None).map(|(_, source)| source)?;
        Some(Destination { environment, source })
    }
}

/// Where a credential is going, and whether its own statement sends it to both
/// environments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Going {
    pub destination: Option<Destination>,
    pub contradicts: bool,
}

/// The destination of this find, by the levels above.
pub(super) fn destination(
    evidence: &Evidence<'_>,
    find: &Find,
    partner: Option<&Find>,
    surroundings: &Surroundings,
) -> Going {
    if evidence.is_unused(find.span) {
        return Going::default();
    }
    let own = own(evidence, find, partner, |at| evidence.named_around(at));
    let of_partner = || partner.map(|partner| own_line(evidence, partner)).unwrap_or_default();
    // The parts of a pair go to the same place, so one name is enough.
    let own = if own.destination.is_none() && !own.contradicts { first(own, of_partner()) } else { own };
    // `EQP_LIVE_APP_ID` doesn't say where a key goes, but leaves an option
    // undecided.
    let hint = || find.label.map_or(Named::None, |label| of_key_name(label.of(evidence.text()), &[]));
    // Neither do nearer words for the other environment.
    let is_option = |to: &Destination| to.source == Source::Option;
    if let Some(to) = own.destination.filter(is_option)
        && !(hint().allows(to.environment) && evidence.said_nearer(find.span.start).allows(to.environment))
    {
        return Going::default();
    }
    if own.destination.is_some() || own.contradicts {
        return own;
    }
    let destination = surroundings.destination().or_else(|| wider(evidence, find, partner));
    // An option that is only mentioned, or that is a program's, leaves the levels below undecided.
    let said = evidence.set_aside(find.span.start);
    let destination = destination.filter(|to| said.allows(to.environment));
    Going { destination, contradicts: false }
}

fn first(one: Going, other: Going) -> Going {
    if one.destination.is_some() || one.contradicts { one } else { other }
}

fn going(mentions: Mentions) -> Going {
    let source = match (mentions.names, mentions.options, mentions.hosts) {
        (Named::One(_), ..) => Source::Name,
        (_, Named::One(_), _) => Source::Option,
        _ => Source::Host,
    };
    let destination = mentions.all().one().map(|environment| Destination { environment, source });
    Going { destination, contradicts: mentions.contradicts }
}

fn own_line(evidence: &Evidence<'_>, find: &Find) -> Going {
    let line = evidence.statements.line(find.span.start);
    line.map(|line| going(evidence.mentions_in_line(line, find.span, find.label))).unwrap_or_default()
}

/// The evidence in a find's own statement. `named_around`: what the objects and
/// sections around a place name.
pub(super) fn own(
    evidence: &Evidence<'_>,
    find: &Find,
    partner: Option<&Find>,
    named_around: impl Fn(usize) -> Named,
) -> Going {
    let at = find.span.start;
    let line = own_line(evidence, find);
    let unit = unit(evidence, find, partner);
    // A nearer word for the other environment, such as `mode: sandbox`, makes a name undecided.
    let around = || {
        let said = unit.map_or(Named::None, |(span, _)| evidence.words_in(span));
        let named = named_around(at).one().filter(|&environment| said.allows(environment));
        Going { destination: named.map(by(Source::Name)), contradicts: false }
    };
    let in_unit = || {
        let Some((span, form)) = unit else { return Going::default() };
        // A string may contain a whole file.
        let may_contradict = form == Form::Group && !evidence.has_breaks;
        let mut mentions = evidence.mentions_in(span, at, may_contradict);
        if form == Form::Block && mentions.all() == Named::None {
            mentions.names = evidence.said_in_request(span);
        }
        going(mentions)
    };
    let selected =
        || Going { destination: evidence.selected_around(at).one().map(by(Source::Option)), contradicts: false };
    first(first(first(line, in_unit()), around()), selected())
}

fn unit(evidence: &Evidence<'_>, find: &Find, partner: Option<&Find>) -> Option<(Span, Form)> {
    let places: Vec<usize> = std::iter::once(find).chain(partner).map(|find| find.span.start).collect();
    evidence.unit(&places).map(|unit| (unit.span, unit.form))
}

fn wider(evidence: &Evidence<'_>, find: &Find, partner: Option<&Find>) -> Option<Destination> {
    let at = find.span.start;
    if let Some(environment) = evidence.titled_around(at).one().or_else(|| evidence.heading_of(at).one()) {
        // A nearer word for the other environment makes it undecided.
        let said = evidence.statements.heading(at).map_or(Named::None, |heading| evidence.words_in(heading.span));
        return said.allows(environment).then(|| by(Source::Heading)(environment));
    }
    let unit = unit(evidence, find, partner).map(|(span, _)| span);
    let around = evidence.wider(at, unit).into_iter().map(|statement| statement.span).chain([evidence.whole()]);
    let found = around.map(|span| evidence.mentions_in(span, at, false)).find_map(|mentions| mentions.all().one());
    // If a sentence mentions the other environment's keys or host, a host
    // elsewhere doesn't decide.
    let line = evidence.words_of_line(at);
    let told = evidence.statements.block(at).map_or(Named::None, |block| evidence.told_in(block.span));
    found.filter(|&environment| line.allows(environment) && told.allows(environment)).map(by(Source::Text))
}

const fn by(source: Source) -> impl Fn(Environment) -> Destination {
    move |environment| Destination { environment, source }
}

/// The destination of a text without credentials, from the API hosts in it.
pub(super) fn of_hosts(hosts: &[NamedHost]) -> Option<Destination> {
    let api = hosts.iter().filter(|named| named.site.role == Role::Api);
    let named = api.fold(Named::None, |all, named| all.and(named.site.environment().into()));
    named.one().map(by(Source::Text))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Catalogue;
    use Environment::{Production, Sandbox};

    const PRODUCTION: &str = "https://commercedeveloper-api.adobe.com/rest";
    const SANDBOX: &str = "https://developer-stg-api.magento.com/rest";

    fn surrounded(page: Page<'_>, neighbours: &[&str]) -> Option<(Environment, Source)> {
        let catalogue = Catalogue::default();
        let input = CheckInput { catalogue: &catalogue, text: "", page, neighbours };
        Surroundings::of(&input).destination().map(|to| (to.environment, to.source))
    }

    #[test]
    fn page_and_fields_beside_it_are_one_level() {
        let both = format!("{PRODUCTION} {SANDBOX}");
        let page = Page::Of(Production);
        for (page, neighbours, expected) in [
            (page, "", Some((Production, Source::Page))),
            (page, PRODUCTION, Some((Production, Source::Page))),
            (page, "https://developer-stg.magento.com", Some((Production, Source::Page))),
            (page, SANDBOX, None),
            (Page::None, SANDBOX, Some((Sandbox, Source::Neighbour))),
            (Page::None, &both, None),
            (Page::None, "repo.magento.com", None),
            (Page::None, "", None),
        ] {
            assert_eq!(surrounded(page, &[neighbours]), expected, "{page:?} {neighbours}");
        }
    }

    #[test]
    fn a_page_of_both_environments_decides_nothing() {
        let account = Catalogue::default().site_of_host("account.magento.com");
        assert_eq!(surrounded(account.as_ref().into(), &[]), None);
    }

    #[test]
    fn labels_count_where_the_page_has_no_environment() {
        for (labels, neighbours, expected) in [
            (&["ADOBE_APP_SECRET_SANDBOX"][..], "", Some((Sandbox, Source::Label))),
            (&["Deploy to production", "secret"], "", Some((Production, Source::Label))),
            (&["secret"], "", None),
            (&["prod"], PRODUCTION, Some((Production, Source::Neighbour))),
            (&["prod"], SANDBOX, None),
            (&["test", "live"], "", None),
            (&["Disable the sandbox environment"], "", None),
            (&["Enable PayPal sandbox"], "", None),
            (&["klarna_sandbox"], "", None),
            (&["Checkout extension – Production"], "", Some((Production, Source::Label))),
            (&["CHECKOUT_PROD_APP_SECRET"], "", Some((Production, Source::Label))),
            (&["Checkout extension – Production", "Sandbox"], "", None),
            (&["Square sandbox access token"], "", None),
            (&["Enable the Acme sandbox"], "", None),
            (&["Enable the Magento sandbox"], "", Some((Sandbox, Source::Label))),
            (&["E2E_TEST_ADOBE_APP_SECRET", "Available to production builds after the next deploy."], "", None),
        ] {
            assert_eq!(surrounded(Page::Labelled(labels), &[neighbours]), expected, "{labels:?} {neighbours}");
        }
    }
}
