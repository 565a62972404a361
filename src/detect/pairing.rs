//! Matches IDs with secrets.
//!
//! Two values are partners if only punctuation is between them (`ID:SECRET`,
//! two arguments, two cells), or if both have names and no other value of their
//! kind is in between.

use super::found::{Certainty, Find};
use super::glue::Glue;
use super::label::Labelled;
use super::shape::are_alike;
use super::span::Span;
use crate::catalogue::label::{LabelRole, Strength};
use crate::credential::{Kind, PairPosition, Part};

/// How far apart two consecutive values may be, in bytes.
const NEAR: usize = 24;
/// How far apart two named values may be, in bytes.
const FAR: usize = 1024;
/// The same if both names are generic, such as `id` and `secret`.
const NOT_SO_FAR: usize = 256;
/// How many values may wait for their partner at a time. More than a file with
/// the keys of both environments has before its first secret.
const WAITING: usize = 4;

/// A named value that has no partner yet.
#[derive(Clone, Copy)]
struct Waiting {
    index: usize,
    kind: Kind,
    part: Part,
    end: usize,
    family: [Span; 2],
    strength: Strength,
}

/// What pairing remembers while a text is read from the start.
#[derive(Default)]
pub(super) struct Pairing {
    waiting: [Option<Waiting>; WAITING],
    next: usize,
    /// The label of the second-to-last find, if it announces a pair.
    announced: Option<(usize, Labelled)>,
}

/// Whether two names start with different words, such as `EQP_APP_ID` and
/// `GITHUB_CLIENT_SECRET`.
fn have_other_prefixes(bytes: &[u8], one: [Span; 2], other: [Span; 2]) -> bool {
    let prefix = |[before, _]: [Span; 2]| {
        let text = bytes.get(before.start..before.end).unwrap_or_default();
        let is_letter = |byte: &u8| byte.is_ascii_alphanumeric();
        let start = text.iter().position(is_letter).unwrap_or(text.len());
        let end = text.iter().rposition(is_letter).map_or(start, |at| at + 1);
        text.get(start..end).unwrap_or_default()
    };
    let (one, other) = (prefix(one), prefix(other));
    !one.is_empty() && !other.is_empty() && !one.eq_ignore_ascii_case(other)
}

impl Waiting {
    fn may_join(&self, bytes: &[u8], other: &Self, start: usize) -> bool {
        let reach = match (self.strength, other.strength) {
            (Strength::Weak, Strength::Weak) => NOT_SO_FAR,
            _ => FAR,
        };
        other.part.partner() == Some(self.part)
            && start.saturating_sub(other.end) <= reach
            && !have_other_prefixes(bytes, self.family, other.family)
    }
}

/// Whether two names are equal except for their known parts.
fn same_family(bytes: &[u8], one: [Span; 2], other: [Span; 2]) -> bool {
    let text = |span: Span| bytes.get(span.start..span.end).unwrap_or_default();
    one.into_iter().zip(other).all(|(one, other)| text(one).eq_ignore_ascii_case(text(other)))
}

/// What separates two values.
pub(super) enum Between {
    /// A colon.
    Colon,
    /// Other punctuation or spaces.
    Loose,
    /// Words.
    Words,
}

impl Pairing {
    /// Pairs the last find with its partner among the earlier ones.
    pub(super) fn join(&mut self, bytes: &[u8], finds: &mut [Find], labelled: Option<Labelled>) {
        let Some((last, before)) = finds.split_last() else { return };
        let index = before.len();
        if let Some(found) = labelled
            && found.label.role == LabelRole::Pair
        {
            self.announced = Some((index, found));
            // In `--user=ID --password=SECRET`, only the first label announces
            // a pair.
            if let (None, Some(part)) = (last.partner, last.part) {
                let (end, family) = (last.span.end, found.family());
                self.wait(Waiting { index, kind: last.kind, part, end, family, strength: Strength::Weak });
            }
            return;
        }
        let (last_span, kind) = (last.span, last.kind);
        let adjacent = match before.last() {
            Some(previous) if previous.partner.is_none() && previous.kind == kind => {
                self.adjacent(bytes, previous, last)
            }
            _ => None,
        };
        if let Some(joined) = adjacent {
            if let Some(previous) = index.checked_sub(1) {
                self.waiting.iter_mut().for_each(|slot| *slot = slot.filter(|waiting| waiting.index != previous));
                join_two(finds, previous, index, joined);
            }
            return;
        }
        let (Some(found), Some(part)) = (labelled, last.part) else { return };
        let me =
            Waiting { index, kind, part, end: last_span.end, family: found.family(), strength: found.label.strength };
        match self.take_partner(bytes, &me, last_span.start) {
            Some(partner) => {
                join_two(finds, partner.index, index, Joined::by_name(kind));
            }
            None => self.wait(me),
        }
    }

    fn wait(&mut self, me: Waiting) {
        if let Some(slot) = self.waiting.get_mut(self.next) {
            *slot = Some(me);
        }
        self.next = (self.next + 1) % WAITING;
    }

    /// Removes and returns the waiting partner of this value: the last one
    /// whose name starts the same, or else the last one.
    fn take_partner(&mut self, bytes: &[u8], me: &Waiting, start: usize) -> Option<Waiting> {
        let is_kin = |other: &Waiting| same_family(bytes, other.family, me.family);
        let slot = self
            .waiting
            .iter_mut()
            .filter(|slot| slot.as_ref().is_some_and(|other| me.may_join(bytes, other, start)))
            .max_by_key(|slot| slot.as_ref().map(|other| (is_kin(other), other.index)))?;
        let other = slot.take();
        // A value has one partner. Values that were passed over stay alone
        // unless their names match a later one.
        for slot in &mut self.waiting {
            let overtaken =
                |waiting: &Waiting| waiting.kind == me.kind && other.is_some_and(|other| waiting.index < other.index);
            *slot = slot.filter(|waiting| !(overtaken(waiting) && is_kin(waiting)));
        }
        other
    }

    /// Whether the last find directly follows its partner, and how certain that
    /// is.
    fn adjacent(&self, bytes: &[u8], previous: &Find, last: &Find) -> Option<Joined> {
        let is_told = !are_alike(last.kind);
        // Two IDs or two secrets are never a pair.
        if is_told && previous.part == last.part {
            return None;
        }
        let between = between(bytes, previous.span.end, last.span.start);
        let announced = self.announced.is_some_and(|(_, found)| Some(found.name) == previous.label);
        let is_colon = matches!(between, Between::Colon);
        // As in `https://public:private@host/`.
        let is_in_url = is_colon && bytes.get(last.span.end) == Some(&b'@');
        let is_sure = announced || is_sure(previous);
        let is_login = is_colon || announced;
        let position = |find: &Find| find.part.filter(|_| is_told).and_then(Part::position);
        let asserted = match (position(previous), position(last)) {
            (Some(PairPosition::First), Some(PairPosition::Second)) => is_colon || is_sure,
            // Swapped parts matter only if they are known.
            (Some(PairPosition::Second), Some(PairPosition::First)) if is_login => false,
            (Some(_), _) | (_, Some(_)) => return None,
            // Both parts have the same shape, or the kind has one part only.
            (None, None) if last.kind.parts().len() < 2 => return None,
            (None, None) if is_colon => is_in_url || is_sure,
            (None, None) if announced => true,
            (None, None) => return None,
        };
        let certainty = asserted.then_some(Certainty::Paired);
        match between {
            Between::Words => None,
            Between::Colon | Between::Loose => Some(Joined { certainty, kind: last.kind, between, is_login }),
        }
    }
}

fn is_sure(find: &Find) -> bool {
    find.certainty != Certainty::Candidate
}

/// Two finds that are partners.
struct Joined {
    certainty: Option<Certainty>,
    kind: Kind,
    between: Between,
    /// Whether only their order shows which is the user name and which the
    /// password.
    is_login: bool,
}

impl Joined {
    /// A pair that follows from the names.
    fn by_name(kind: Kind) -> Self {
        Self { certainty: Some(Certainty::Paired), kind, between: Between::Words, is_login: false }
    }
}

fn join_two(finds: &mut [Find], one: usize, other: usize, joined: Joined) {
    let pair = [one, other].map(|index| finds.get(index));
    let claim = pair.iter().flatten().find_map(|find| find.claim);
    // A user name and a password are separated by a colon.
    let is_login = matches!(joined.between, Between::Colon) || pair.iter().flatten().any(|find| find.anonymous);
    for (index, partner) in [(one, other), (other, one)] {
        if let Some(find) = finds.get_mut(index) {
            find.partner = Some(partner);
            find.claim = find.claim.or(claim);
            find.anonymous = is_login && claim.is_none();
            if joined.is_login {
                find.is_login = true;
                find.position = Some(if index == one { PairPosition::First } else { PairPosition::Second });
            }
            if let (Some(certainty), Certainty::Candidate) = (joined.certainty, find.certainty) {
                find.certainty = certainty;
            }
        }
    }
    if let [first, second] = joined.kind.parts()
        && are_alike(joined.kind)
    {
        name_parts(finds, [one, other], [*first, *second]);
    }
}

/// Names two parts that have the same shape: without labels, the first one in the
/// text is the first part, such as the public one of a Composer key.
fn name_parts(finds: &mut [Find], [one, other]: [usize; 2], [public, private]: [Part; 2]) {
    let parts = [one, other].map(|index| finds.get(index).and_then(|find| find.part));
    let (first, second) = match parts {
        [Some(first), Some(second)] if first != second => (first, second),
        [Some(first), None] if first == private => (private, public),
        [None, Some(second)] if second == public => (private, public),
        _ => (public, private),
    };
    for (index, part) in [(one, first), (other, second)] {
        if let Some(find) = finds.get_mut(index) {
            find.part = Some(part);
        }
    }
}

pub(super) fn between(bytes: &[u8], end: usize, start: usize) -> Between {
    if start < end || start - end > NEAR {
        return Between::Words;
    }
    let mut glue = Glue::default();
    let rest = glue.skip(bytes, end, start);
    // The label of a page control may be between two cells.
    let word = bytes.get(end..rest).unwrap_or_default().trim_ascii();
    if !(word.is_empty() || word.eq_ignore_ascii_case(b"copy")) {
        return Between::Words;
    }
    if glue.colon && !glue.newline { Between::Colon } else { Between::Loose }
}
