//! Builds the files for the stores: a zip for each browser, and a source
//! archive that reviewers can build them from.

pub mod archive;
mod lint;
mod source;

use std::fs;
use std::io::Cursor;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest as _, Sha256};
use zip::ZipArchive;

use archive::Pressed;

use crate::bundle::manifest::Browser;
use crate::bundle::renewed;
use crate::project::{dist, root, run, step};

/// The version, from `Cargo.toml`.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Packages the build, after Firefox's linter has found nothing.
pub fn pack() -> Result<()> {
    step("what Firefox's store says", || lint::firefox(&dist().join(Browser::Firefox.name())))?;
    let place = dist().join("packages");
    step("packages", || {
        renewed(&place, |staging| {
            for browser in Browser::ALL {
                let entries = archive::folder(&dist().join(browser.name()))?;
                save(staging, &package(browser), entries, Pressed::Hard)?;
            }
            match source::files(&root(), &format!("sandbar-{VERSION}"))? {
                Some(files) => save(staging, &source_archive(), files, Pressed::Usual)?,
                None => println!("  not a git checkout, so there is no source archive"),
            }
            Ok(())
        })
    })?;
    println!("✓ {}", place.display());
    Ok(())
}

/// Packages again, from the source archive unpacked in another folder, as a
/// reviewer does. The packages must be byte-identical.
pub fn compare() -> Result<()> {
    let source = dist().join("packages").join(source_archive());
    let source = fs::read(source).context("reading the source archive, which is built only in a git checkout")?;
    // A path with a space, and longer than usual.
    let elsewhere = tempfile::Builder::new().prefix("sandbar in the folder of a reviewer ").tempdir()?;
    ZipArchive::new(Cursor::new(source))?.extract(elsewhere.path()).context("unpacking the source archive")?;
    let top = elsewhere.path().join(format!("sandbar-{VERSION}"));
    step("the same packages from the source archive", || {
        let mut build = std::process::Command::new("./build.sh");
        run(build.arg("package").current_dir(&top).env_remove("CARGO_TARGET_DIR"))
    })?;
    for browser in Browser::ALL {
        let name = package(browser);
        same(&dist().join("packages").join(&name), &top.join("dist/packages").join(&name))?;
    }
    println!("✓ the packages from both folders are identical");
    Ok(())
}

/// The path of the package for a browser.
pub fn packed(browser: Browser) -> PathBuf {
    dist().join("packages").join(package(browser))
}

fn package(browser: Browser) -> String {
    format!("sandbar-{VERSION}-{}.zip", browser.name())
}

fn source_archive() -> String {
    format!("sandbar-{VERSION}-source.zip")
}

fn save(folder: &Path, name: &str, entries: Vec<archive::Entry>, pressed: Pressed) -> Result<()> {
    let packed = archive::zip(entries, pressed)?;
    let sum: String = Sha256::digest(&packed).iter().map(|byte| format!("{byte:02x}")).collect();
    println!("  {sum}  {name}  {} KB", packed.len().div_ceil(1024));
    fs::write(folder.join(name), packed).with_context(|| format!("writing {name}"))
}

/// Fails with the names of the files that differ between two packages.
fn same(one: &Path, other: &Path) -> Result<()> {
    let read = |path: &PathBuf| fs::read(path).with_context(|| format!("reading {}", path.display()));
    let (one, other) = (one.to_owned(), other.to_owned());
    let (first, second) = (read(&one)?, read(&other)?);
    ensure!(first == second, "{} differs in {}", one.display(), differing(first, second)?.join(", "));
    Ok(())
}

fn differing(one: Vec<u8>, other: Vec<u8>) -> Result<Vec<String>> {
    let (one, other) = (contents(one)?, contents(other)?);
    let only = |in_one: &[(String, u32)], other: &[(String, u32)]| {
        in_one.iter().filter(|file| !other.contains(file)).map(|(name, _)| name.clone()).collect::<Vec<_>>()
    };
    let mut names = [only(&one, &other), only(&other, &one)].concat();
    names.sort();
    names.dedup();
    Ok(names)
}

/// The names and checksums of the files in an archive.
fn contents(archive: Vec<u8>) -> Result<Vec<(String, u32)>> {
    let mut archive = ZipArchive::new(Cursor::new(archive)).context("reading a package")?;
    let files = (0..archive.len()).map(|index| {
        let file = archive.by_index(index)?;
        Ok((file.name()?.into_owned(), file.crc32()))
    });
    files.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use archive::{Entry, Pressed};

    #[test]
    fn packages_that_differ_are_reported_with_their_files() {
        let entry =
            |name: &str, content: &str| Entry { name: name.to_owned(), executable: false, content: content.into() };
        let zip = |entries: Vec<Entry>| archive::zip(entries, Pressed::Usual).unwrap();
        let one = zip(vec![entry("same", "1"), entry("changed", "2"), entry("gone", "3")]);
        let other = zip(vec![entry("same", "1"), entry("changed", "4"), entry("new", "3")]);
        assert_eq!(differing(one, other).unwrap(), ["changed", "gone", "new"]);
    }

    #[test]
    fn a_package_holds_a_build_whole_and_nothing_else() {
        let built = dist().join(Browser::Firefox.name());
        let entries = archive::folder(&built).unwrap();
        assert!(entries.iter().any(|entry| entry.name == "manifest.json"), "run ./build.sh build");
        let mut names: Vec<String> = entries.iter().map(|entry| entry.name.clone()).collect();
        names.sort();
        let packed: Vec<String> = contents(archive::zip(entries, Pressed::Usual).unwrap())
            .unwrap()
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        assert_eq!(packed, names);
    }
}
