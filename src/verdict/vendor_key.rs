//! Keys of the vendors that the user can turn on.
//!
//! Most reveal their environment through their shape and need no keyring.
//! Others were learned on a page of a vendor that is on, which shows their
//! environment. Their destination is judged as for other keys, with the
//! vendor's hosts and terms, nearest first. Such a key never gets the verdict
//! *fits*: its environment is known, but not its account.

use zeroize::Zeroizing;

use super::aside::is_aside;
use super::choice::leave_choices;
use super::destination::{Destination, Source, own};
use super::environment_word::Named;
use super::evidence::{Evidence, NEAR};
use super::input::{CheckInput, Page};
use super::key_row::NamedRow;
use super::key_word::{called, name_of, of_key_name};
use super::name::split;
use super::option::Dialect;
use super::other_label::is_about_other;
use super::replaced::is_replaced_by;
use super::report::{Finding, Known};
use super::verdicts::Verdict;
use crate::catalogue::marked::{Secrecy, VendorKey};
use crate::catalogue::vendor::EnvironmentNames;
use crate::catalogue::{Catalogue, Environment, Role, Vendor};
use crate::credential::fingerprint::{Fingerprint, Fingerprinter};
use crate::credential::{Kind, Part};
use crate::detect::find::examined;
use crate::detect::found::Found;
use crate::detect::host::hosts_named;
use crate::detect::marked::{MarkedFind, Marks, VendorMark};
use crate::detect::scan::contains_words;
use crate::detect::sighted::sighted_values;
use crate::detect::span::Span;
use crate::keyring::{KeyState, Keyring};
use crate::sort::sort_by_key;

/// How many keys are examined to determine whether all of them are in comments.
const BESIDE: usize = 64;

/// The verdicts on each key in the text that reveals its environment.
pub(super) fn findings(
    input: &CheckInput<'_>,
    scanned: &Found,
    keyring: &Keyring,
    fingerprinter: &Fingerprinter,
) -> Vec<Finding> {
    // Other vendors' keys don't belong on a portal page.
    if matches!(input.page, Page::Of(_) | Page::Repository(_)) {
        return Vec::new();
    }
    let text = examined(input.text);
    let marks = Marks::of(input.catalogue.all_vendors());
    let mut found = marks.find(input.text);
    let mut others = marks.find_encoded(text, &scanned.texts);
    others.append(&mut learned(input.catalogue, text, keyring, fingerprinter));
    // The key's own shape outweighs what a page showed.
    let is_apart = |other: &MarkedFind| {
        let Span { start, end } = other.find.span;
        let next = found.partition_point(|one| one.find.span.end <= start);
        found.get(next).is_none_or(|one| end <= one.find.span.start)
    };
    others.retain(is_apart);
    if !others.is_empty() {
        found.append(&mut others);
        sort_by_key(&mut found, |one| one.find.span.start);
    }
    if found.is_empty() {
        return Vec::new();
    }
    let beside: Vec<&str> = input.neighbours.iter().copied().chain(input.page.labels()).collect();
    let is_beside =
        |vendor: &&Vendor| input.page.is_of(vendor) || beside.iter().any(|place| names(examined(place), vendor));
    let beside: Vec<&Vendor> = input.catalogue.all_vendors().filter(is_beside).collect();
    found.retain_mut(|one| leave(one, text, &beside));
    if let Page::Vendor(vendor, ..) = input.page {
        // On a vendor's page, only that vendor's keys belong.
        found.retain_mut(|one| {
            one.marks.retain(|mark| mark.vendor == vendor);
            !one.marks.is_empty()
        });
    }
    // Words inside a key show its environment, not its destination.
    let rest = without(text, &found);
    let rest = super::plain::plain(&rest).unwrap_or(rest);
    let mut families: Vec<Family<'_>> = Vec::new();
    let mut findings = Vec::new();
    for one in &found {
        let vendors: Vec<&'static Vendor> = one.marks.iter().map(|mark| mark.vendor).collect();
        let known = families.iter().position(|family| family.vendors == vendors);
        let at = known.unwrap_or_else(|| {
            families.push(Family::new(text, &rest, input, vendors));
            families.len() - 1
        });
        findings.extend(families.get(at).and_then(|family| family.finding(one, &found, keyring, fingerprinter)));
    }
    // The statements are the same for all of them.
    if let Some(family) = families.first() {
        leave_choices(&mut findings, &family.evidence);
    }
    findings
}

/// The fingerprints of the keys in the text that reveal their environment,
/// under every installation key. The keyring has only those that the user
/// allows somewhere.
pub(super) fn prints_of_marked(
    catalogue: &Catalogue,
    text: &str,
    scanned: &Found,
    fingerprinter: &Fingerprinter,
) -> Vec<Fingerprint> {
    let marks = Marks::of(catalogue.all_vendors());
    let text = examined(text);
    let found = marks.find(text).into_iter().chain(marks.find_encoded(text, &scanned.texts));
    found.flat_map(|one| fingerprinter.candidates(&one.find.secret(text)).collect::<Vec<_>>()).collect()
}

/// The values in a text that were learned on pages of vendors that are on, if
/// they were seen in one environment only.
fn learned(catalogue: &Catalogue, text: &str, keyring: &Keyring, fingerprinter: &Fingerprinter) -> Vec<MarkedFind> {
    let values = sighted_values(text, catalogue.on());
    let known = values.iter().filter_map(|value| {
        let entry = fingerprinter.candidates(&value.secret(text)).find_map(|one| keyring.get(one))?;
        let is_its = entry.part == Part::VendorKey && entry.vendor.as_deref() == Some(value.vendor.id);
        let environment = entry.environment.environment().filter(|_| is_its)?;
        Some(MarkedFind::at(value.span, VendorMark::learned(value.vendor, &value.of.of, environment)))
    });
    known.collect()
}

/// The text with each value replaced by a row of one letter.
fn without(text: &str, found: &[MarkedFind]) -> Zeroizing<String> {
    let mut rest = Zeroizing::new(String::with_capacity(text.len()));
    for Span { start, end } in found.iter().map(|one| one.find.span) {
        let done = rest.len();
        rest.push_str(text.get(done..start).unwrap_or_default());
        rest.extend(std::iter::repeat_n('x', end.saturating_sub(start.max(done))));
    }
    let done = rest.len();
    rest.push_str(text.get(done..).unwrap_or_default());
    rest
}

/// Merges these findings with others, in text order.
pub(super) fn merge(findings: &mut Vec<Finding>, others: Vec<Finding>) {
    let starts: Vec<usize> = findings.iter().map(|finding| finding.start).collect();
    for finding in findings.iter_mut() {
        let start = finding.partner.and_then(|partner| starts.get(partner));
        let before = start.map_or(0, |&start| others.partition_point(|other| other.start < start));
        finding.partner = finding.partner.map(|partner| partner + before);
    }
    findings.extend(others);
    sort_by_key(findings, |finding| finding.start);
}

/// Removes the marks that can't apply. Returns whether any remain. Some shapes
/// count only near a word for their vendor; among several vendors, the one that
/// is named nearby remains.
fn leave(one: &mut MarkedFind, text: &str, beside: &[&Vendor]) -> bool {
    let Span { start, end } = one.find.span;
    let floor = text.ceil_char_boundary(start.saturating_sub(NEAR));
    let limit = text.floor_char_boundary(text.len().min(end + NEAR));
    // A key may contain its vendor's name.
    let around = [text.get(floor..start), text.get(end..limit)];
    let is_near = |mark: &VendorMark| {
        beside.contains(&mark.vendor) || around.into_iter().flatten().any(|part| names(part, mark.vendor))
    };
    let near: Vec<VendorMark> = one.marks.iter().copied().filter(is_near).collect();
    match near.is_empty() {
        true => one.marks.retain(|mark| !mark.of.needs_vendor),
        false => one.marks = near,
    }
    !one.marks.is_empty()
}

fn names(text: &str, vendor: &Vendor) -> bool {
    vendor.words.iter().any(|word| contains_words(text, word))
}

/// Vendors whose keys look alike, with the evidence for them in the text and
/// the page.
struct Family<'t> {
    vendors: Vec<&'static Vendor>,
    /// The text. In `rest`, its values are replaced.
    text: &'t str,
    rest: &'t str,
    /// The evidence in the rest, including these vendors' hosts and options.
    evidence: Evidence<'t>,
    /// Their terms for the environments.
    names: Vec<EnvironmentNames>,
    /// The environment of the hosts in the form's other fields.
    beside: Named,
    /// The environment of the nearest label that names one.
    label: Named,
    /// The environment that the page's site is watched for.
    page: Option<Environment>,
}

impl<'t> Family<'t> {
    fn new(text: &'t str, rest: &'t str, input: &CheckInput<'_>, vendors: Vec<&'static Vendor>) -> Self {
        let catalogue = Catalogue::new(&vendors, &[]);
        let names: Vec<EnvironmentNames> = vendors.iter().map(|vendor| vendor.names()).collect();
        let words: Vec<&'static str> = vendors.iter().flat_map(|vendor| vendor.words).copied().collect();
        let dialect = Dialect { vendors: &words, names: &names };
        let hosts = input.neighbours.iter().flat_map(|text| hosts_named(&catalogue, examined(text)));
        let api = hosts.filter(|named| named.site.role == Role::Api);
        let beside = api.fold(Named::None, |all, named| all.and(named.site.environment().into()));
        let page = match input.page {
            Page::Watched(environment, _) => Some(environment),
            Page::Vendor(_, environment, _) => environment,
            _ => None,
        };
        let mut evidence = Evidence::in_dialect(rest, &hosts_named(&catalogue, rest), Some(&dialect));
        evidence.statements.number_lines_of(text);
        let family = Self { vendors, text, rest, evidence, names, beside, label: Named::None, page };
        let terms: Vec<&str> = family.names.iter().flat_map(|of| [of.production, of.sandbox]).collect();
        let is_about_it = |label: &&str| !is_about_other(label, &words, &terms);
        let labels = input.page.labels().filter(is_about_it);
        let label = labels.map(|label| family.named(label)).find(|named| *named != Named::None);
        Self { label: label.unwrap_or_default(), ..family }
    }

    fn finding(
        &self,
        one: &MarkedFind,
        all: &[MarkedFind],
        keyring: &Keyring,
        fingerprinter: &Fingerprinter,
    ) -> Option<Finding> {
        let mark = one.marks.first()?;
        let (environment, names, span) = (mark.environment, mark.vendor.names(), one.find.span);
        let secret = one.find.secret(self.text);
        // It may be one vendor's public key that looks like another vendor's
        // secret.
        let is_secret = one.marks.iter().all(|mark| mark.of.secrecy == Secrecy::Secret);
        let secrecy = match mark.of.secrecy {
            Secrecy::Secret if !is_secret => Secrecy::Publishable,
            secrecy => secrecy,
        };
        let vendor = match self.vendors[..] {
            [only] => Some(only.name.to_owned()),
            _ => None,
        };
        let destination = self.destination(one, all);
        Some(Finding {
            kind: Kind::VendorKey,
            part: Part::VendorKey,
            start: span.start,
            end: span.end,
            line: self.evidence.statements.line_number(span.start),
            hint: secret.hint(),
            name: None,
            partner: None,
            known: Some(Known { environment: environment.into(), state: KeyState::Active, label: None }),
            destination,
            verdicts: self.verdicts(one, all, destination.is_some_and(|to| to.environment != environment)),
            vendor_key: Some(VendorKey {
                vendor,
                secrecy,
                names: [environment, environment.other()].map(|one| names.name(one).to_owned()),
            }),
            fingerprint: keyring.recognize(fingerprinter, &secret),
        })
    }

    fn verdicts(&self, one: &MarkedFind, all: &[MarkedFind], is_wrong: bool) -> Vec<Verdict> {
        let is_aside = |other: &MarkedFind| is_aside(&self.evidence, other.find.span);
        if is_aside(one) && all.iter().take(BESIDE).any(|other| !is_aside(other)) {
            return Vec::new();
        }
        let index = all.partition_point(|other| other.find.span.start < one.find.span.start);
        let facts = |of: &MarkedFind| of.marks.first().map(|mark| (mark.vendor.name, mark.of.secrecy));
        let is_other = |other: &MarkedFind| other.find.span != one.find.span && facts(other) == facts(one);
        if is_replaced_by(self.rest, all, index, |of| of.find.span, is_other) {
            return Vec::new();
        }
        let said = [(Verdict::WrongEnvironment, is_wrong), (Verdict::HiddenCharacters, one.find.hides)];
        said.into_iter().filter(|(_, is)| *is).map(|(verdict, _)| verdict).collect()
    }

    /// The destination of a key, from the first of these that names one
    /// environment: its name, its statement, the objects around it, the fields
    /// and labels next to the target field, the page, the heading above it, the
    /// hosts in the whole text.
    fn destination(&self, one: &MarkedFind, all: &[MarkedFind]) -> Option<Destination> {
        let at = one.find.span.start;
        if self.evidence.statements.is_removed(at) || self.evidence.is_asked(one.find.span) {
            return None;
        }
        let by = |source: Source| move |environment| Destination { environment, source };
        let named = match self.named_by_row(one, all) {
            Named::None => self.named(name_of(self.rest, at)),
            named => named,
        };
        let named = if named == Named::None { self.named_by_column(at) } else { named };
        if let Some(environment) = named.one() {
            return Some(by(Source::Name)(environment));
        }
        let statement = own(&self.evidence, &one.find, None, |at| self.named_around(at));
        if named == Named::Both {
            // In `PROD_STRIPE_TEST_KEY`, the common words are only half of the name.
            return statement.destination.filter(|to| matches!(to.source, Source::Host | Source::Option));
        }
        if statement.contradicts || statement.destination.is_some() {
            return statement.destination;
        }
        let source = if self.beside == Named::None { Source::Label } else { Source::Neighbour };
        match self.beside.and(self.label) {
            Named::One(environment) => return Some(by(source)(environment)),
            Named::Both => return None,
            Named::None => {}
        }
        if let Some(environment) = self.page {
            return Some(by(Source::Page)(environment));
        }
        let titled = || self.evidence.titled_around(at).one();
        if let Some(environment) = titled().or_else(|| self.evidence.heading_of(at).one()) {
            return Some(by(Source::Heading)(environment));
        }
        let mentions = self.evidence.mentions_in(self.evidence.whole(), at, false);
        let host = mentions.hosts.and(mentions.told).one()?;
        // If a sentence mentions one environment's keys, a host elsewhere
        // doesn't decide.
        let line = self.evidence.words_of_line(at);
        (line == Named::None || line == Named::One(host)).then(|| by(Source::Text)(host))
    }

    fn named(&self, name: &str) -> Named {
        of_key_name(name, &self.names)
    }

    /// The environment in the first cell of a key's row. If the columns have
    /// environments too, or the row has keys of both, it decides nothing.
    fn named_by_row(&self, one: &MarkedFind, all: &[MarkedFind]) -> Named {
        let Some(row) = NamedRow::around(self.rest, one.find.span.start) else { return Named::None };
        let facts = |one: &MarkedFind| one.marks.first().map(|mark| (mark.of.secrecy, mark.environment));
        let first = all.partition_point(|other| other.find.span.start < row.span.start);
        let keys = all.get(first..).unwrap_or_default().iter().take_while(|key| key.find.span.start < row.span.end);
        let is_other = |(secrecy, environment)| facts(one).is_some_and(|(own, of)| own == secrecy && of != environment);
        let has_other = keys.filter_map(facts).any(is_other);
        let is_for_both = || has_other || row.columns().any(|column| self.named(column) != Named::None);
        match self.named(row.name) {
            Named::One(_) if is_for_both() => Named::Both,
            named => named,
        }
    }

    /// The environment at the top of a key's column, in the vendors' terms and
    /// nothing else: `| | Test | Live |`.
    fn named_by_column(&self, at: usize) -> Named {
        let Some(row) = NamedRow::around(self.rest, at) else { return Named::None };
        row.named_by_column(|column| called(&self.names, column).into())
    }

    /// The environment named by the objects and sections around a place, also in
    /// the vendors' terms. The innermost that names one decides.
    fn named_around(&self, at: usize) -> Named {
        let named = self.evidence.names_around(at).into_iter().map(|name| match self.named_by(name) {
            Named::None => self.evidence.named_by(name),
            named => named,
        });
        named.into_iter().find(|named| *named != Named::None).unwrap_or_default()
    }

    /// The environment in the name of an object or a section: `live: {…}`,
    /// `[test]`.
    fn named_by(&self, name: Span) -> Named {
        let is_call = self.rest.as_bytes().get(name.end) == Some(&b'(');
        let name = name.of(self.rest).trim_matches(|sign: char| !sign.is_alphanumeric());
        let is_identifier = name.chars().all(|sign| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.'));
        // `test(…)` and `/^sk_live_/.test(…)` are functions.
        let is_function = || is_call && name.rsplit('.').next().is_some_and(|last| split(last).len() == 1);
        if is_identifier && !is_function() { self.named(name) } else { Named::None }
    }
}
