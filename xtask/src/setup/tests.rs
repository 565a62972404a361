//! Tests of the setup on machines with the fake programs in `xtask/fakes`.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::PathBuf;

use tempfile::TempDir;

use super::*;

/// A fake machine in a folder: its programs, its packages, its archive.
struct Fake {
    folder: TempDir,
    machine: Machine,
}

impl Fake {
    /// A Debian system with a root user, no installed programs, and an empty
    /// archive.
    fn debian() -> Self {
        let fake = Self::bare();
        fake.add_program("apt-get");
        fake.add_program("apt-cache");
        fake
    }

    /// A system without apt.
    fn bare() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for name in ["bin", "archive", "lists", "installed"] {
            fs::create_dir(folder.path().join(name)).unwrap();
        }
        fs::write(folder.path().join("user"), "0\n").unwrap();
        symlink(fakes().join("program"), folder.path().join("program")).unwrap();
        let bin = folder.path().join("bin");
        for program in ["sh", "env", "cat", "cp", "rm", "ln"] {
            symlink(crate::project::found(program).unwrap(), bin.join(program)).unwrap();
        }
        let variables = vec![("FAKES", folder.path().into())];
        let machine = Machine::new(bin.into(), variables, folder.path().join("tools"));
        let fake = Self { folder, machine };
        fake.add_program("id");
        fake
    }

    fn add_program(&self, name: &str) {
        symlink(fakes().join(name), self.folder.path().join("bin").join(name)).unwrap();
    }

    /// Adds a package to the archive, with a program of this version.
    fn archive(self, package: &str, program: &str, version: &str) -> Self {
        fs::write(self.folder.path().join("archive").join(package), format!("{program} {version}\n")).unwrap();
        self
    }

    /// Adds a package to the package lists.
    fn listed(self, package: &str, program: &str, version: &str) -> Self {
        fs::write(self.folder.path().join("lists").join(package), format!("{program} {version}\n")).unwrap();
        self
    }

    /// Installs a program.
    fn installed(self, program: &str, version: &str) -> Self {
        fs::write(self.folder.path().join("installed").join(program), format!("{program} {version}\n")).unwrap();
        symlink(self.folder.path().join("program"), self.folder.path().join("bin").join(program)).unwrap();
        self
    }

    /// Makes the user unprivileged.
    fn unprivileged(self) -> Self {
        fs::write(self.folder.path().join("user"), "1000\n").unwrap();
        self
    }

    fn satisfy(&self, needs: &[Need]) -> Result<()> {
        satisfy(&self.machine, needs, Mode::Install)
    }

    fn refusal(&self, needs: &[Need]) -> String {
        self.satisfy(needs).unwrap_err().to_string()
    }

    /// The calls of apt-get.
    fn calls(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.folder.path().join("calls")).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }

    fn version(&self, program: &str) -> String {
        fs::read_to_string(self.folder.path().join("installed").join(program)).unwrap().trim().to_owned()
    }

    fn bin(&self, program: &str) -> String {
        self.folder.path().join("bin").join(program).display().to_string()
    }
}

fn fakes() -> PathBuf {
    root().join("xtask/fakes")
}

const INSTALL_CHROMIUM: &str = "install --yes --no-install-recommends chromium";

#[test]
fn lists_older_than_the_archive_are_updated_before_anything_is_installed() {
    let fake = Fake::debian().listed("chromium", "chromium", "147.0.7727.137").archive(
        "chromium",
        "chromium",
        "156.0.8078.79",
    );
    fake.satisfy(&[Need::Chromium]).unwrap();
    assert_eq!(fake.calls(), ["update", INSTALL_CHROMIUM]);
    assert_eq!(fake.version("chromium"), "chromium 156.0.8078.79");
}

#[test]
fn lists_that_are_missing_are_fetched() {
    let fake = Fake::debian().archive("xvfb", "Xvfb", "21.1.7");
    fake.satisfy(&[Need::Xvfb]).unwrap();
    assert_eq!(fake.calls(), ["update", "install --yes --no-install-recommends xvfb"]);
}

#[test]
fn lists_are_updated_once_in_a_run() {
    let fake = Fake::debian().archive("xvfb", "Xvfb", "21.1.7").archive("shellcheck", "shellcheck", "0.9.0");
    fake.satisfy(&[Need::Xvfb]).unwrap();
    fake.satisfy(&[Need::Shellcheck]).unwrap();
    assert_eq!(fake.calls().iter().filter(|call| *call == "update").count(), 1);
}

#[test]
fn packages_that_are_recent_enough_are_left_alone() {
    let fake = Fake::debian().installed("chromium", "121.0.6167.85");
    fake.satisfy(&[Need::Chromium]).unwrap();
    assert_eq!(fake.calls(), [""; 0]);
}

#[test]
fn an_installed_browser_that_is_too_old_is_upgraded() {
    let fake = Fake::debian().installed("chromium", "115.0.5790.170").archive("chromium", "chromium", "156.0.8078.79");
    fake.satisfy(&[Need::Chromium]).unwrap();
    assert_eq!(fake.calls(), ["update", INSTALL_CHROMIUM]);
    assert_eq!(fake.version("chromium"), "chromium 156.0.8078.79");
}

#[test]
fn a_version_that_is_too_old_even_in_the_archive_is_refused_before_it_is_installed() {
    let fake = Fake::debian().archive("chromium", "chromium", "115.0.5790.170");
    assert_eq!(
        fake.refusal(&[Need::Chromium]),
        "Chromium: this system's packages offer 115.0.5790.170 as `chromium`, needed 121 or later. Use a newer release \
         of the system, or install the program another way, so that it is in PATH."
    );
    assert_eq!(fake.calls(), ["update"]);
}

#[test]
fn a_package_that_can_not_be_installed_is_named_with_what_it_is_for() {
    let fake = Fake::debian().installed("geckodriver", "0.37.1");
    assert_eq!(
        fake.refusal(&[Need::Firefox]),
        "Firefox: this system's packages offer nothing as `firefox-esr`, needed 153 or later. Use a newer release of \
         the system, or install the program another way, so that it is in PATH."
    );
    assert_eq!(fake.calls(), ["update"]);
}

#[test]
fn a_program_that_hides_the_installed_package_is_named_with_its_path() {
    let fake = Fake::debian().archive("shellcheck", "another-program", "0.9.0").installed("shellcheck", "0.7.0");
    let refusal = fake.refusal(&[Need::Shellcheck]);
    let found = format!("ShellCheck: found 0.7.0 ({}), needed 0.9 or later", fake.bin("shellcheck"));
    assert!(
        refusal.starts_with("Installed, but still missing or unsuitable.") && refusal.contains(&found),
        "{refusal}"
    );
}

#[test]
fn with_no_install_everything_missing_is_named_and_nothing_is_done() {
    let fake = Fake::debian()
        .installed("chromium", "115.0.5790.170")
        .archive("chromium", "chromium", "156.0.8078.79")
        .archive("xvfb", "Xvfb", "21.1.7");
    let refused = satisfy(&fake.machine, &[Need::Chromium, Need::Firefox, Need::Xvfb], Mode::NameOnly);
    assert_eq!(
        refused.unwrap_err().to_string(),
        format!(
            "Missing or unsuitable on this machine:\n  \
             Chromium: found 115.0.5790.170 ({}), needed 121 or later\n  \
             Firefox: found nothing, needed 153 or later\n  \
             geckodriver: found nothing, needed 0.37.1 or later\n  \
             Xvfb: found nothing, needed any version\n\
             Do this, then run the command again:\n  \
             as root: apt-get update && apt-get install --no-install-recommends chromium firefox-esr xvfb\n  \
             cargo install --debug --locked --version 0.37.1 geckodriver --root target/tools",
            fake.bin("chromium")
        )
    );
    assert_eq!(fake.calls(), [""; 0]);
}

#[test]
fn a_user_who_may_not_install_is_told_what_to_ask_for() {
    let fake = Fake::debian().unprivileged().archive("xvfb", "Xvfb", "21.1.7");
    assert_eq!(
        fake.refusal(&[Need::Xvfb]),
        "Missing or unsuitable on this machine:\n  Xvfb: found nothing, needed any version\n\
         Do this, then run the command again:\n  as root: apt-get update && apt-get install --no-install-recommends xvfb"
    );
    assert_eq!(fake.calls(), [""; 0]);
}

#[test]
fn sudo_is_used_where_it_is_there() {
    let fake = Fake::debian().unprivileged().archive("xvfb", "Xvfb", "21.1.7");
    fake.add_program("sudo");
    fake.satisfy(&[Need::Xvfb]).unwrap();
    assert_eq!(fake.calls(), ["update", "install --yes --no-install-recommends xvfb"]);
}

#[test]
fn on_another_system_the_packages_are_named_by_their_debian_names() {
    let fake = Fake::bare();
    assert_eq!(
        fake.refusal(&[Need::Shellcheck]),
        "Missing or unsuitable on this machine:\n  ShellCheck: found nothing, needed 0.9 or later\n\
         Do this, then run the command again:\n  install these with your system's packages, so that the programs are in \
         PATH: shellcheck (Debian's names)"
    );
}

#[test]
fn requirements_that_setup_cannot_install_are_named_before_anything_is_installed() {
    let fake = Fake::debian().archive("xvfb", "Xvfb", "21.1.7").installed("node", "v18.20.4");
    let refusal = fake.refusal(&[Need::NodePackages, Need::Xvfb]);
    assert!(refusal.contains("Node.js: found 18.20.4 ("), "{refusal}");
    assert!(refusal.contains("needed 20 or later"), "{refusal}");
    assert!(refusal.contains("install Node.js with npm (https://nodejs.org)"), "{refusal}");
    assert_eq!(fake.calls(), [""; 0]);
}

#[test]
fn the_documents_name_the_oldest_versions_of_the_table() {
    let read = |file: &str| fs::read_to_string(root().join(file)).unwrap();
    let [chromium, firefox] = crate::bundle::manifest::Browser::ALL.map(|browser| browser.oldest());
    let readme = read("README.md");
    for stated in [
        format!("Chromium ({chromium} or later)"),
        format!("Firefox ({firefox} or later)"),
        format!("Node.js ({} or later)", tools::NODE),
    ] {
        assert!(readme.contains(&stated), "README.md: {stated}");
    }
    assert!(read("docs/release.md").contains(&format!("Firefox {firefox}.0 and later")));
    assert!(read("docs/review.md").contains(&format!("Node.js {} or later", tools::NODE)));
}
