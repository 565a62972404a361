//! The source archive: all committed files, so that a reviewer can build the
//! packages from it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::archive::Entry;
use crate::project::asked;

/// The files of a git checkout, inside a folder with the name `inside`; `None`
/// if `top` isn't the top of a checkout, as in an unpacked source archive.
pub fn files(top: &Path, inside: &str) -> Result<Option<Vec<Entry>>> {
    let git = |arguments: &[&str]| asked(Command::new("git").arg("-C").arg(top).args(arguments));
    let checkout = git(&["rev-parse", "--show-toplevel"]).map(PathBuf::from);
    if checkout.and_then(|path| path.canonicalize().ok()) != Some(top.canonicalize().context("finding the project")?) {
        return Ok(None);
    }
    if git(&["status", "--porcelain"]).is_none_or(|changes| !changes.is_empty()) {
        println!("  there are uncommitted changes: use these packages for testing only, not for a store");
    }
    let listed = git(&["ls-files", "--stage", "-z"]).context("asking git for its files")?;
    let entries = listed.split('\0').filter(|line| !line.is_empty()).map(|line| {
        let (about, name) = line.split_once('\t').context("a line of git ls-files")?;
        let content = fs::read(top.join(name)).with_context(|| format!("reading {name}"))?;
        Ok(Entry { name: format!("{inside}/{name}"), executable: about.starts_with("100755"), content })
    });
    entries.collect::<Result<_>>().map(Some)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::archive::{Pressed, zip};
    use crate::project::root;

    fn git(folder: &Path, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.arg("-C").arg(folder).args(["-c", "user.name=test", "-c", "user.email=test@localhost"]).args(arguments);
        assert!(git.output().unwrap().status.success(), "git {arguments:?}");
    }

    /// A separate checkout, because the project itself may be an unpacked
    /// archive without git.
    fn checkout() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "--quiet"]);
        for name in ["build.sh", "Cargo.toml", ".gitignore", "src/lib.rs"] {
            fs::create_dir_all(folder.path().join("src")).unwrap();
            fs::copy(root().join(name), folder.path().join(name)).unwrap();
        }
        git(folder.path(), &["add", "."]);
        git(folder.path(), &["commit", "--quiet", "--message", "first"]);
        folder
    }

    #[test]
    fn two_clones_of_a_commit_in_two_folders_make_the_same_archive() {
        let origin = checkout();
        let clones = tempfile::tempdir().unwrap();
        let archives = ["one", "another folder"].map(|name| {
            let clone = clones.path().join(name);
            git(origin.path(), &["clone", "--quiet", ".", &clone.to_string_lossy()]);
            zip(files(&clone, "sandbar").unwrap().unwrap(), Pressed::Usual).unwrap()
        });
        assert_eq!(archives[0], archives[1]);
    }

    #[test]
    fn the_archive_holds_what_is_committed_and_nothing_that_lies_beside_it() {
        let checkout = checkout();
        fs::create_dir(checkout.path().join("target")).unwrap();
        fs::write(checkout.path().join("target/built"), "built").unwrap();
        let entries = files(checkout.path(), "sandbar").unwrap().unwrap();
        let mut names: Vec<_> = entries.iter().map(|entry| (entry.name.as_str(), entry.executable)).collect();
        names.sort_unstable();
        assert_eq!(
            names,
            [
                ("sandbar/.gitignore", false),
                ("sandbar/Cargo.toml", false),
                ("sandbar/build.sh", true),
                ("sandbar/src/lib.rs", false),
            ]
        );
    }

    #[test]
    fn a_folder_within_a_checkout_is_no_checkout() {
        let checkout = checkout();
        assert_eq!(files(&checkout.path().join("src"), "sandbar").unwrap(), None);
    }

    #[test]
    fn a_folder_without_git_has_no_archive() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(files(folder.path(), "sandbar").unwrap(), None);
    }
}
