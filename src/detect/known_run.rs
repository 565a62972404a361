//! The kind and part that a run of letters and digits can be, from the shapes in
//! the vendors' rows.

use super::scan::is_hex;
use super::shape::{LONG, base64_length, has_alike_parts, is_same, plain_run};
use crate::catalogue::shape::{Alphabet, Run};
use crate::credential::{Kind, Part};

/// What a run of this shape can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct KnownRun {
    run: Run,
    /// The kind that has this shape.
    pub(super) kind: Kind,
    /// The part; none if both parts of the kind have this shape.
    pub(super) part: Option<Part>,
}

impl KnownRun {
    fn fits(&self, bytes: &[u8]) -> bool {
        self.run.min <= bytes.len() && bytes.len() <= self.run.max && is_of(self.run, bytes)
    }

    /// Whether a base64-encoded value can have this length, with or without a line
    /// end.
    pub(super) fn fits_base64(&self, length: usize) -> bool {
        (base64_length(self.run.min)..=base64_length(self.run.max + 1)).contains(&length)
    }

    /// Whether its values are hexadecimal digits.
    pub(super) fn is_hex(&self) -> bool {
        self.run.alphabet == Alphabet::Hex
    }
}

/// Whether a run consists of these characters. Hexadecimal digits may be capitals.
fn is_of(run: Run, bytes: &[u8]) -> bool {
    match run.alphabet {
        Alphabet::Hex => is_hex(bytes),
        alphabet => bytes.iter().all(|&byte| alphabet.has(byte)),
    }
}

/// What a whole run of at least [`LONG`] letters and digits can be.
pub(super) fn known_run(bytes: &[u8]) -> Option<&'static KnownRun> {
    KNOWN.iter().find(|known| known.fits(bytes))
}

/// Whether a value has the shape of this part.
pub(super) fn fits(part: Part, value: &[u8]) -> bool {
    plain_run(part).is_some_and(|run| (run.min..=run.max).contains(&value.len()) && is_of(run, value))
}

/// The row for the part with this index: none if the scan does not report its
/// values as whole runs, or if the part before it has the same shape.
const fn known(kind: Kind, index: usize) -> Option<KnownRun> {
    let (part, is_second) = match (kind.parts(), index) {
        ([part, ..], 0) => (*part, false),
        ([_, part], 1) => (*part, true),
        _ => return None,
    };
    let is_told = !has_alike_parts(kind);
    match plain_run(part) {
        Some(run) if run.min >= LONG && (is_told || !is_second) => {
            Some(KnownRun { run, kind, part: if is_told { Some(part) } else { None } })
        }
        _ => None,
    }
}

/// The number of rows.
const COUNT: usize = {
    let mut count = 0;
    let mut kinds: &[Kind] = &Kind::ALL;
    while let [kind, others @ ..] = kinds {
        count += known(*kind, 0).is_some() as usize + known(*kind, 1).is_some() as usize;
        kinds = others;
    }
    count
};

/// The shapes of all values that are one run. No two kinds share one.
#[expect(clippy::indexing_slicing, reason = "evaluated by the compiler, which then refuses to build")]
pub(super) static KNOWN: [KnownRun; COUNT] = {
    let mut all = [KnownRun { run: Run::of(Alphabet::Hex, 0), kind: Kind::VendorKey, part: None }; COUNT];
    let mut next = 0;
    let mut kinds: &[Kind] = &Kind::ALL;
    while let [kind, others @ ..] = kinds {
        let mut index = 0;
        while index < 2 {
            if let Some(one) = known(*kind, index) {
                let mut earlier = 0;
                while earlier < next {
                    if is_same(all[earlier].run, one.run) {
                        panic!("two kinds of credentials have the same shape");
                    }
                    earlier += 1;
                }
                all[next] = one;
                next += 1;
            }
            index += 1;
        }
        kinds = others;
    }
    all
};

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::vendors;
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD_NO_PAD;

    #[test]
    fn a_run_is_known_by_length_and_alphabet() {
        let known =
            |length: usize, digit: &str| known_run(digit.repeat(length).as_bytes()).map(|it| (it.kind, it.part));
        assert_eq!(known(40, "a"), Some((Kind::ApiKey, Some(Part::ApplicationSecret))));
        assert_eq!(known(40, "A"), Some((Kind::ApiKey, Some(Part::ApplicationSecret))));
        assert_eq!(known(32, "a"), Some((Kind::ComposerKey, None)));
        assert_eq!((known(40, "g"), known(41, "a"), known(33, "a")), (None, None, None));
    }

    #[test]
    fn the_list_of_kinds_has_those_of_every_vendor() {
        let shapes = vendors::ALL.iter().flat_map(|vendor| vendor.credentials);
        let missing: Vec<Part> =
            shapes.map(|shape| shape.part).filter(|part| !Kind::ALL.contains(&part.kind())).collect();
        assert_eq!(missing, []);
    }

    #[test]
    fn base64_is_known_by_its_length() {
        for known in &KNOWN {
            for bytes in [known.run.max, known.run.max + 1] {
                let encoded = STANDARD_NO_PAD.encode(vec![b'a'; bytes]);
                assert!(known.fits_base64(encoded.len()), "{known:?}");
            }
            let others = [known.run.min - 1, known.run.max + 2].map(|bytes| STANDARD_NO_PAD.encode(vec![b'a'; bytes]));
            assert!(others.iter().all(|encoded| !known.fits_base64(encoded.len())), "{known:?}");
        }
    }
}
