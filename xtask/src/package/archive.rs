//! Zip archives whose bytes depend only on their contents.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use anyhow::{Context, Result};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// A file to be archived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path, with `/` between folders.
    pub name: String,
    /// Whether it is executable.
    pub executable: bool,
    /// Its content.
    pub content: Vec<u8>,
}

/// The compression of the archive.
#[derive(Debug, Clone, Copy)]
pub enum Pressed {
    /// The highest level of ordinary deflate.
    Usual,
    /// Zopfli, which searches for the shortest encoding: 3 % smaller, but it
    /// takes seconds.
    Hard,
}

impl Pressed {
    /// Beyond 9, this is the number of search iterations.
    const fn level(self) -> i64 {
        match self {
            Self::Usual => 9,
            Self::Hard => 9 + 15,
        }
    }
}

/// The files as a zip: sorted by name, dated at the start of the format's
/// calendar, and with the permissions of a fresh checkout.
pub fn zip(mut entries: Vec<Entry>, pressed: Pressed) -> Result<Vec<u8>> {
    entries.sort_by(|one, other| one.name.cmp(&other.name));
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for Entry { name, executable, content } in entries {
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .compression_level(Some(pressed.level()))
            .last_modified_time(DateTime::DEFAULT)
            .unix_permissions(if executable { 0o755 } else { 0o644 });
        archive.start_file(&name, options).with_context(|| format!("packing {name}"))?;
        archive.write_all(&content).with_context(|| format!("packing {name}"))?;
    }
    Ok(archive.finish().context("finishing an archive")?.into_inner())
}

/// All files of a folder.
pub fn folder(top: &Path) -> Result<Vec<Entry>> {
    let mut found = Vec::new();
    let mut folders = vec![top.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(top)?.to_str().context("the file name is not UTF-8")?.to_owned();
            let content = fs::read(&path).with_context(|| format!("reading {}", path.display()))?;
            found.push(Entry { name, executable: false, content });
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use zip::ZipArchive;

    fn entry(name: &str, executable: bool) -> Entry {
        Entry { name: name.to_owned(), executable, content: name.repeat(50).into_bytes() }
    }

    #[test]
    fn the_order_in_which_a_machine_lists_its_files_leaves_no_trace() {
        let (one, two) = (entry("a/one.js", false), entry("two.js", true));
        let packed = |entries: Vec<Entry>| zip(entries, Pressed::Hard).unwrap();
        assert_eq!(packed(vec![one.clone(), two.clone()]), packed(vec![two, one]));
    }

    #[test]
    fn when_a_file_was_written_leaves_no_trace() {
        let folder = tempfile::tempdir().unwrap();
        let packed = |text: &str| {
            fs::create_dir_all(folder.path().join("page")).unwrap();
            fs::write(folder.path().join("page/file.js"), text).unwrap();
            zip(super::folder(folder.path()).unwrap(), Pressed::Usual).unwrap()
        };
        let before = packed("same");
        let long_ago = std::time::SystemTime::UNIX_EPOCH + std::time::Duration::from_secs(1_000_000_000);
        let file = fs::File::options().write(true).open(folder.path().join("page/file.js")).unwrap();
        file.set_modified(long_ago).unwrap();
        assert_eq!(zip(super::folder(folder.path()).unwrap(), Pressed::Usual).unwrap(), before);
        assert_ne!(packed("another"), before);
    }

    #[test]
    fn packed_files_unpack_unchanged_and_stay_executable() {
        let packed = zip(vec![entry("build.sh", true), entry("docs/a page.md", false)], Pressed::Usual).unwrap();
        let folder = tempfile::tempdir().unwrap();
        ZipArchive::new(Cursor::new(packed)).unwrap().extract(folder.path()).unwrap();
        let mut names: Vec<_> = super::folder(folder.path()).unwrap().into_iter().map(|entry| entry.name).collect();
        names.sort();
        assert_eq!(names, ["build.sh", "docs/a page.md"]);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |name: &str| fs::metadata(folder.path().join(name)).unwrap().permissions().mode() & 0o111;
            assert_ne!(mode("build.sh"), 0);
            assert_eq!(mode("docs/a page.md"), 0);
        }
    }
}
