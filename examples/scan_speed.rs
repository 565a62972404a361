//! Measures how fast texts are examined: `cargo run --profile speed --example
//! scan_speed`.
//!
//! Prints megabytes per second for texts of one mebibyte, best of several runs:
//! for finding credentials, finding keys that reveal their environment, finding
//! hosts, and for a whole check with a keyring of ten and of ten thousand
//! entries. If sizes in bytes are given as arguments, prints as JSON how fast
//! credentials are found in texts of these sizes, and how fast memory is
//! copied.

mod texts;

use sandbar::catalogue::vendors::OFFERED;
use sandbar::catalogue::{Catalogue, Environment};
use sandbar::credential::Part;
use sandbar::credential::fingerprint::{Fingerprinter, InstallationKey};
use sandbar::credential::secret::Secret;
use sandbar::detect::find::find;
use sandbar::detect::host::hosts_named;
use sandbar::detect::marked::Marks;
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::time::Timestamp;
use sandbar::verdict::{CheckInput, check};
use std::hint::black_box;
use std::time::{Duration, Instant};
use texts::{HEX, Numbers};

const SIZE: usize = 1 << 20;

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    if !sizes.is_empty() {
        return tell(&sizes);
    }
    let texts: Vec<(&str, String)> = texts::names().map(|name| (name, texts::text(name, SIZE))).collect();
    let (few, many) = (keyring(10), keyring(10_000));
    let catalogue = Catalogue::default().offering(OFFERED);
    let marks = Marks::of(catalogue.all_vendors());
    let heads = ["find MB/s", "marks", "hosts", "check 10", "check 10k", "finds"];
    println!("{:<22} {}", "", heads.map(|head| format!("{head:>10}")).join(" "));
    for (name, text) in &texts {
        let finds = find(text).finds.len();
        let find_rate = rate(text, || {
            black_box(find(black_box(text)));
        });
        let mark_rate = rate(text, || {
            black_box(marks.find(black_box(text)));
        });
        let host_rate = rate(text, || {
            black_box(hosts_named(&catalogue, black_box(text)));
        });
        let input = CheckInput { catalogue: &catalogue, text, page: catalogue.sites().next().into(), neighbours: &[] };
        let [with_few, with_many] = [&few, &many].map(|keyring| {
            rate(text, || {
                black_box(check(&input, keyring, &fingerprinter()));
            })
        });
        let rates = [find_rate, mark_rate, host_rate, with_few, with_many].map(|rate| format!("{rate:>10.0}"));
        println!("{name:<22} {} {finds:>10}", rates.join(" "));
    }
}

fn fingerprinter() -> Fingerprinter {
    Fingerprinter::new(&InstallationKey::from_random([1; 32]))
}

fn keyring(size: usize) -> Keyring {
    let mut keyring = Keyring::default();
    let mut n = Numbers(3);
    for _ in 0..size {
        let fingerprint = fingerprinter().of(&Secret::new(&n.of(HEX, 40)));
        let key = Key::one(Part::ApplicationSecret, fingerprint);
        let seen =
            Seen { key, environment: Environment::Sandbox, name: None, account: None, how: SightingKind::Copied };
        keyring.learn(&seen, Timestamp::from_millis(0));
    }
    keyring
}

#[expect(clippy::cast_precision_loss, reason = "a rate for people")]
fn rate(text: &str, run: impl Fn()) -> f64 {
    let best = (0..15)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .min()
        .unwrap_or_default();
    text.len() as f64 / 1e6 / best.as_secs_f64()
}

/// The durations of this work, measured over intervals of a few milliseconds.
fn times(run: impl Fn()) -> Vec<f64> {
    let stretch = |count: u32| {
        let start = Instant::now();
        (0..count).for_each(|_| run());
        start.elapsed()
    };
    let mut count = 1;
    while stretch(count) < Duration::from_millis(4) {
        count *= 2;
    }
    (0..15).map(|_| stretch(count).as_secs_f64() / f64::from(count)).collect()
}

/// Prints the seconds for each text of each size: for finding credentials, and
/// for copying.
fn tell(sizes: &[usize]) {
    let mut rows = Vec::new();
    for &size in sizes {
        for name in texts::names().filter(|name| size == SIZE || texts::SHOWN.contains(name)) {
            let text = texts::text(name, size);
            let found = times(|| drop(black_box(find(black_box(&text)))));
            let copied = times(|| drop(black_box(black_box(&text).clone())));
            rows.push(serde_json::json!({ "text": name, "size": text.len(), "find": found, "copy": copied }));
        }
    }
    println!("{}", serde_json::Value::from(rows));
}
