//! The pages where the user allows a key.

use crate::catalogue::Environment;
use crate::credential::fingerprint::Fingerprint;
use crate::keyring::{Entry, FinePlace};

/// A page where a key is allowed. A pair is one row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FineRow {
    /// The fingerprint of the key, or of one part of a pair.
    pub key: Fingerprint,
    /// The place.
    pub at: FinePlace,
    /// The environment of the key.
    pub environment: Environment,
    /// The key's name.
    pub label: Option<String>,
}

/// The pages where keys are allowed, sorted by address.
#[must_use]
pub fn fine_rows(entries: &[Entry]) -> Vec<FineRow> {
    let mut rows: Vec<FineRow> = Vec::new();
    for entry in entries {
        for at in entry.fine.iter().flat_map(|fine| &fine.places) {
            let row = FineRow {
                key: entry.fingerprint,
                at: at.clone(),
                // The key's environment is the other one.
                environment: at.to.other(),
                label: entry.label.as_ref().map(|name| name.text().to_owned()),
            };
            let order = |row: &FineRow| (row.at.clone(), row.label.clone(), row.key);
            match rows.iter().position(|known| Some(known.key) == entry.partner && known.at == *at) {
                // The row of its partner exists already, and either part can
                // end the permission.
                Some(known) => {
                    if let Some(known) = rows.get_mut(known) {
                        known.key = known.key.min(entry.fingerprint);
                    }
                }
                // There are only a few.
                None => rows.insert(rows.iter().take_while(|known| order(known) < order(&row)).count(), row),
            }
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credential::Kind;
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::keyring::{Key, Keyring};
    use crate::time::Timestamp;

    fn place(path: &str) -> FinePlace {
        FinePlace { place: format!("ci.example.com{path}"), to: Environment::Production }
    }

    #[test]
    fn a_pair_has_one_row_for_each_page() {
        let print = |seed: u8| Fingerprinter::new(&InstallationKey::from_random([1; 32])).of_bytes(&[seed]);
        let mut ring = Keyring::default();
        let now = Timestamp::from_millis(1);
        for (seeds, name) in [([1, 2], "CI"), ([3, 4], "Laptop")] {
            let key = Key::of(Kind::ApiKey, &seeds.map(print));
            ring.declare(key, Environment::Sandbox, Some(name.to_owned()), now);
        }
        ring.allow(print(2), &place("/b"), now);
        ring.allow(print(1), &place("/a"), now);
        ring.allow(print(3), &place("/a"), now);
        let entries: Vec<Entry> = ring.entries().cloned().collect();
        let rows: Vec<_> = fine_rows(&entries).into_iter().map(|row| (row.at, row.label.unwrap())).collect();
        let wanted = [("/a", "CI"), ("/a", "Laptop"), ("/b", "CI")];
        assert_eq!(rows, wanted.map(|(path, name)| (place(path), name.to_owned())));
        assert_eq!(fine_rows(&[]), []);
    }
}
