//! Matches IDs with secrets on a page.

use super::labels::NamedValue;
use super::piece::common;
use crate::credential::{Kind, PairPosition};
use crate::sort::sort_by_key;

/// The keys among these values: for each, its kind and the indices of its first (or
/// only) and its second part. A value without a partner is a key by itself.
pub(super) fn pairs(values: &[NamedValue<'_>]) -> Vec<(Kind, [Option<usize>; 2])> {
    let mut found = Vec::new();
    for kind in Kind::ALL.into_iter().filter(|kind| kind.is_listed()) {
        let of_kind: Vec<usize> =
            values.iter().enumerate().filter(|(_, value)| value.part.kind() == kind).map(|(index, _)| index).collect();
        let firsts = of_kind.iter().copied().filter(|&index| is_first(values, index));
        let joined: Vec<(usize, usize)> =
            firsts.filter_map(|first| Some((first, partner(values, &of_kind, first)?))).collect();
        let is_only = |second: usize| joined.iter().filter(|(_, other)| *other == second).count() == 1;
        for &index in &of_kind {
            let as_first = joined.iter().find(|(first, second)| *first == index && is_only(*second));
            let as_second = joined.iter().any(|(_, second)| *second == index && is_only(*second));
            match as_first {
                Some(&(first, second)) => found.push((kind, [Some(first), Some(second)])),
                None if as_second => {}
                None if is_first(values, index) => found.push((kind, [Some(index), None])),
                None => found.push((kind, [None, Some(index)])),
            }
        }
    }
    sort_by_key(&mut found, |(_, parts)| parts.iter().flatten().copied().min());
    found
}

fn is_first(values: &[NamedValue<'_>], index: usize) -> bool {
    values.get(index).is_some_and(|value| value.part.position() != Some(PairPosition::Second))
}

/// The matching second part: the one in the smallest part of the page around
/// this first part, if there is no doubt.
fn partner(values: &[NamedValue<'_>], of_kind: &[usize], first: usize) -> Option<usize> {
    let own = values.get(first)?;
    let path = own.piece.within;
    let mut parts: Vec<Vec<usize>> =
        vec![of_kind.iter().copied().filter(|&other| is_same_piece(values, first, other)).collect()];
    parts.extend((0..=path.len()).rev().map(|depth| {
        let inside = |&other: &usize| {
            values
                .get(other)
                .is_some_and(|other| path.get(..depth).is_some_and(|part| other.piece.within.starts_with(part)))
        };
        of_kind.iter().copied().filter(inside).collect()
    }));
    let part = parts.into_iter().find(|part| part.iter().any(|&other| !is_first(values, other)))?;
    let seconds =
        |among: &[usize]| -> Vec<usize> { among.iter().copied().filter(|&other| !is_first(values, other)).collect() };
    if let ([only], 1) = (&seconds(&part)[..], part.len() - seconds(&part).len()) {
        return Some(*only);
    }
    // Elsewhere, a value may be drawn over a list that it doesn't belong to.
    let is_even = seconds(&part).len() * 2 == part.len();
    if let Some(second) = in_column(values, &part, first).filter(|_| is_even) {
        return Some(second);
    }
    let beside = |&other: &usize| values.get(other).is_some_and(|other| other.piece.rect.is_beside(own.piece.rect));
    let row: Vec<usize> = part.iter().copied().filter(|other| *other == first || beside(other)).collect();
    match &seconds(&row)[..] {
        [only] if row.len() == 2 && (is_even || !is_apart(values, &part, [first, *only])) => return Some(*only),
        [] => {}
        _ => return in_order(values, &row, first),
    }
    in_order(values, &part, first)
}

fn is_same_piece(values: &[NamedValue<'_>], one: usize, other: usize) -> bool {
    let piece = |index: usize| values.get(index).map(|value| value.index);
    piece(one) == piece(other)
}

/// The second part in the column of a first part, if both are alone there: a
/// table with one column for each key.
fn in_column(values: &[NamedValue<'_>], part: &[usize], first: usize) -> Option<usize> {
    let column = |of: usize, is_wanted: bool| {
        let place = values.get(of)?.piece.rect;
        let is_in = |other: usize| values.get(other).is_some_and(|other| other.piece.rect.is_in_column_of(place));
        let mut found = part.iter().copied().filter(|&other| is_first(values, other) == is_wanted && is_in(other));
        found.next().filter(|_| found.next().is_none())
    };
    let second = column(first, false)?;
    (column(second, true) == Some(first)).then_some(second)
}

/// Whether one of two values is closer to another one of its own part than to
/// the second value: in a list of IDs, next to which one secret is shown.
fn is_apart(values: &[NamedValue<'_>], among: &[usize], [one, other]: [usize; 2]) -> bool {
    let within = |index: usize| values.get(index).map_or(&[][..], |value| value.piece.within);
    let shared = |one: usize, other: usize| common(within(one), within(other));
    let is_closer = |own: usize| {
        let mut like = among.iter().filter(|&&like| like != own && is_first(values, like) == is_first(values, own));
        like.any(|&like| shared(own, like) > shared(one, other))
    };
    is_closer(one) || is_closer(other)
}

/// The partner by order: each key starts with the part that comes first. Used
/// only if the key has one value of each part.
fn in_order(values: &[NamedValue<'_>], part: &[usize], first: usize) -> Option<usize> {
    let opens_with_first = is_first(values, *part.first()?);
    let mut keys: Vec<Vec<usize>> = Vec::new();
    for &index in part {
        match keys.last_mut().filter(|_| is_first(values, index) != opens_with_first) {
            Some(key) => key.push(index),
            None => keys.push(vec![index]),
        }
    }
    let key = keys.into_iter().find(|key| key.contains(&first))?;
    match key[..] {
        [one, other] if is_first(values, one) != is_first(values, other) && !is_apart(values, part, [one, other]) => {
            Some(if one == first { other } else { one })
        }
        _ => None,
    }
}
