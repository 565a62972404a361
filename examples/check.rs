//! Finds the credentials in a text, and checks whether they belong where the
//! text goes.
//!
//! ```text
//! cargo run --example check -- [--keyring FILE] [--at HOST] < text
//! ```
//!
//! Prints one JSON object. `FILE` is a JSON list of keys with `environment`,
//! `kind`, `values` in the order of the kind's parts, and optionally `label`
//! and `retired`. `HOST` is the site of the page that the text is going to. If
//! the input can't be read, the reason is printed on standard error, and the
//! exit code is 2.

use sandbar::catalogue::vendors::OFFERED;
use sandbar::catalogue::{Catalogue, Environment, Site};
use sandbar::credential::Kind;
use sandbar::credential::fingerprint::{Fingerprinter, InstallationKey};
use sandbar::credential::secret::Secret;
use sandbar::keyring::{Key, Keyring, Seen, SightingKind};
use sandbar::time::Timestamp;
use sandbar::verdict::{CheckInput, check};
use std::io::Read;
use std::process::ExitCode;

fn main() -> ExitCode {
    match run(std::env::args().skip(1)) {
        Ok(json) => {
            println!("{json}");
            ExitCode::SUCCESS
        }
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::from(2)
        }
    }
}

fn run(arguments: impl Iterator<Item = String>) -> Result<String, String> {
    let options = options(arguments)?;
    // Nothing is stored, so the key doesn't have to be random.
    let fingerprinter = Fingerprinter::new(&InstallationKey::from_random([0; 32]));
    let keyring = match options.keyring {
        Some(path) => read_keyring(&path, &fingerprinter)?,
        None => Keyring::default(),
    };
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes).map_err(|error| format!("The text cannot be read: {error}."))?;
    let text = String::from_utf8(bytes).map_err(|_| "The text is not UTF-8.".to_owned())?;
    let catalogue = Catalogue::default().offering(OFFERED);
    let page = options.page.as_ref().into();
    let input = CheckInput { catalogue: &catalogue, text: &text, page, neighbours: &[] };
    let report = check(&input, &keyring, &fingerprinter);
    serde_json::to_string(&report.summary()).map_err(|error| format!("The report cannot be written: {error}."))
}

#[derive(Default)]
struct Options {
    keyring: Option<String>,
    page: Option<Site>,
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    while let Some(argument) = arguments.next() {
        let mut value = || arguments.next().ok_or_else(|| format!("{argument} is not followed by a value."));
        match argument.as_str() {
            "--keyring" => options.keyring = Some(value()?),
            "--at" => {
                let host = value()?;
                options.page =
                    Some(Catalogue::default().site_of_host(&host).ok_or_else(|| format!("{host} is no known site."))?);
            }
            _ => return Err(format!("{argument} is not understood: check [--keyring FILE] [--at HOST] < text")),
        }
    }
    Ok(options)
}

#[derive(serde::Deserialize)]
struct Given {
    environment: Environment,
    kind: Kind,
    values: Vec<String>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    retired: bool,
}

fn read_keyring(path: &str, fingerprinter: &Fingerprinter) -> Result<Keyring, String> {
    let json = std::fs::read_to_string(path).map_err(|error| format!("The keyring {path} cannot be read: {error}."))?;
    let list: Vec<Given> =
        serde_json::from_str(&json).map_err(|error| format!("The keyring {path} cannot be read: {error}."))?;
    let now = Timestamp::from_millis(0);
    let mut keyring = Keyring::default();
    for (index, given) in list.into_iter().enumerate() {
        if given.values.is_empty() || given.values.len() > given.kind.parts().len() {
            return Err(format!(
                "The keyring {path} cannot be read: key {} has {} values.",
                index + 1,
                given.values.len()
            ));
        }
        let values: Vec<_> = given.values.iter().map(|value| fingerprinter.of(&Secret::new(value))).collect();
        let key = Key::of(given.kind, &values);
        let seen =
            Seen { key, environment: given.environment, name: given.label, account: None, how: SightingKind::KeysPage };
        keyring.learn(&seen, now);
        if given.retired {
            values.iter().for_each(|&value| drop(keyring.retire(value)));
        }
    }
    Ok(keyring)
}
