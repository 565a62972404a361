//! Any labels of a field and its form, and any text next to a pasted key: a
//! page's labels never cause a panic, and give no evidence that isn't in them.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sandbar::credential::fingerprint::{Fingerprinter, InstallationKey};
use sandbar::keyring::Keyring;
use sandbar::verdict::destination::Page;
use sandbar::verdict::{CheckInput, check};
use sandbar_fuzz::catalogue;

const TEXT: &str = "AQ17NZ49WC 8820c99614d65f923df7660276f20e029d73e2ca";

fuzz_target!(|text: &str| {
    let catalogue = catalogue();
    let fingerprinter = Fingerprinter::new(&InstallationKey::from_random([1; 32]));
    let labels: Vec<&str> = text.lines().collect();
    let question = CheckInput { catalogue: &catalogue, text: TEXT, page: Page::Labelled(&labels), neighbours: &labels };
    let report = check(&question, &Keyring::default(), &fingerprinter);
    let is_silent = labels.iter().all(|label| label.trim().is_empty());
    assert!(!is_silent || report.destination.is_none());
    assert!(report.verdicts.is_sorted());
});
