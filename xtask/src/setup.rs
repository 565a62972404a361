//! Gets what is missing on this machine. A second run finds everything and
//! does nothing.

use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::{asked, command, found, root, run, step};
use crate::rust;

/// What a recipe needs beyond Rust.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// npm packages: wasm-opt, esbuild, the type checker, the linter of Firefox's store.
    NodePackages,
    /// A compiler for the wasm target.
    Wasm,
    /// A browser and its driver.
    Chromium,
    /// The other browser and its driver.
    Firefox,
    /// A display without a screen, for the browser's own window.
    Xvfb,
    /// The linter for shell scripts.
    Shellcheck,
}

/// Everything any recipe needs.
pub fn everything() -> Result<()> {
    needs(&[Need::NodePackages, Need::Wasm, Need::Chromium, Need::Firefox, Need::Xvfb, Need::Shellcheck])?;
    println!("✓ nothing is missing");
    Ok(())
}

/// Gets these, as far as they are missing.
pub fn needs(needs: &[Need]) -> Result<()> {
    // All packages at once, so that a person who has to get them hears of all.
    let missing: Vec<&str> = needs.iter().flat_map(|need| need.missing()).collect();
    if !missing.is_empty() {
        install(&missing)?;
    }
    for need in needs {
        match need {
            Need::NodePackages => node_packages()?,
            Need::Wasm => rust::ensure_wasm_target()?,
            Need::Firefox => geckodriver()?,
            Need::Chromium | Need::Xvfb | Need::Shellcheck => {}
        }
    }
    Ok(())
}

impl Need {
    /// The Debian packages of the programs that are not found.
    fn missing(self) -> Vec<&'static str> {
        let programs: &[(&str, &str)] = match self {
            Self::Chromium => &[("chromium", "chromium"), ("chromedriver", "chromium-driver")],
            Self::Firefox => &[("firefox-esr", "firefox-esr")],
            Self::Xvfb => &[("Xvfb", "xvfb")],
            Self::Shellcheck => &[("shellcheck", "shellcheck")],
            Self::NodePackages | Self::Wasm => &[],
        };
        programs.iter().filter(|(program, _)| found(program).is_none()).map(|&(_, package)| package).collect()
    }
}

/// The npm packages as locked, unless they are already there.
fn node_packages() -> Result<()> {
    if found("npm").is_none() {
        bail!("Node.js with npm is missing. Get Node.js 20 or later (https://nodejs.org), then run this again.");
    }
    let lock = std::fs::read(root().join("package-lock.json")).context("reading package-lock.json")?;
    let mark = root().join("node_modules/.locked");
    if std::fs::read(&mark).is_ok_and(|installed| installed == lock) {
        return Ok(());
    }
    step("npm packages", || run(&mut command("npm", &["ci", "--no-fund", "--no-audit"])))?;
    std::fs::write(&mark, lock).context("marking the npm packages as installed")
}

/// Firefox's driver, which Debian has no package of: where tests look for it,
/// unless it is in `PATH`.
fn geckodriver() -> Result<()> {
    const VERSION: &str = "0.37.1";
    let place = root().join("target/tools");
    if place.join("bin/geckodriver").is_file() || found("geckodriver").is_some() {
        return Ok(());
    }
    step("geckodriver", || {
        let install = ["install", "--locked", "--version", VERSION, "geckodriver", "--root"];
        run(command("cargo", &install).arg(&place))
    })
}

/// How packages can be installed on this machine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Means {
    /// With apt-get, as root.
    Root,
    /// With apt-get and sudo.
    Sudo,
    /// There is apt-get, but no right to use it.
    Apt,
    /// This is no Debian system.
    None,
}

impl Means {
    fn of_this_machine() -> Self {
        if found("apt-get").is_none() {
            Self::None
        } else if asked(Command::new("id").args(["-u"])).is_some_and(|id| id == "0") {
            Self::Root
        } else if found("sudo").is_some() {
            Self::Sudo
        } else {
            Self::Apt
        }
    }
}

/// Installs Debian packages, or says what is missing and how to get it.
fn install(packages: &[&str]) -> Result<()> {
    let means = Means::of_this_machine();
    let mut prefix = match means {
        Means::Root => vec!["env"],
        Means::Sudo => vec!["sudo"],
        Means::Apt | Means::None => bail!(missing(packages, means)),
    };
    prefix.extend(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "Dpkg::Use-Pty=0"]);
    let apt = |arguments: &[&str]| {
        let words: Vec<&str> = prefix.iter().chain(arguments).copied().collect();
        let (program, rest) = words.split_first().context("a command")?;
        run(Command::new(program).args(rest))
    };
    step(&format!("Debian packages: {}", packages.join(" ")), || {
        let install = [&["install", "--yes", "--no-install-recommends"], packages].concat();
        // Package lists may be missing or old: fetch them and try once more.
        apt(&install).or_else(|_| apt(&["update"]).and_then(|()| apt(&install)))
    })
}

/// What to tell a person who has to install packages.
fn missing(packages: &[&str], means: Means) -> String {
    let names = packages.join(" ");
    match means {
        Means::None => format!(
            "missing: {names} (Debian's names). This is no Debian system: install the same programs with your \
             system's packages so that they are in PATH, then run this again."
        ),
        Means::Root | Means::Sudo | Means::Apt => {
            format!("missing: {names}. As root: apt-get install {names}. Then run this again.")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_cannot_install_hears_what_is_missing_and_how_to_get_it() {
        assert_eq!(
            missing(&["chromium", "xvfb"], Means::Apt),
            "missing: chromium xvfb. As root: apt-get install chromium xvfb. Then run this again."
        );
        assert_eq!(
            missing(&["chromium", "xvfb"], Means::None),
            "missing: chromium xvfb (Debian's names). This is no Debian system: install the same programs with your \
             system's packages so that they are in PATH, then run this again."
        );
    }
}
