//! The table of everything that a command may need on a machine, with versions.

use anyhow::{Context, Result};

use super::Need;
use super::machine::Found;
use super::version::Version;
use crate::bundle::manifest::Browser;
use crate::rust;

/// Something that must be on the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tool {
    /// The need that it belongs to.
    pub need: Need,
    /// Its name in messages.
    pub name: &'static str,
    /// How to find it.
    pub check: Check,
    /// How to get it.
    pub source: Source,
}

/// How to find a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Check {
    /// The first of these programs in `target/tools/bin` or `PATH`.
    Program(&'static [&'static str], Required),
    /// The standard library of the wasm target.
    WasmTarget,
    /// `node_modules`, as listed in `package-lock.json`.
    NpmPackages,
}

/// The required version of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Required {
    /// The program can't print a version, so its presence is enough.
    Present,
    /// Any version, as long as the program starts. rustup's proxies exist even
    /// if the program that they start doesn't.
    Starts,
    /// This version or a later one.
    AtLeast(Version),
    /// Exactly this version.
    Exactly(Version),
}

/// How to get a tool.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// As a Debian package, which changes the system.
    Apt(&'static str),
    /// With rustup, using these arguments.
    Rustup(&'static [&'static str]),
    /// With npm, from its lock file.
    NpmLock,
    /// As a crate in exactly this version, compiled into `target/tools`.
    Crate(&'static str, Version),
    /// The user has to get it, as described.
    User(&'static str),
}

impl Tool {
    /// Whether the found version is sufficient.
    pub fn accepts(&self, found: &Found) -> bool {
        let (version, required) = match (found, &self.check) {
            (Found::Nothing | Found::Unusable(_), _) => return false,
            (Found::Present, _) => return true,
            (Found::Version(version, _), Check::Program(_, required)) => (version, required),
            (Found::Version(..), Check::WasmTarget | Check::NpmPackages) => return true,
        };
        match required {
            Required::Present | Required::Starts => true,
            Required::AtLeast(least) => version >= least,
            Required::Exactly(exact) => version == exact,
        }
    }

    /// The requirement, for messages.
    pub fn requirement(&self) -> String {
        match &self.check {
            Check::Program(_, Required::Present | Required::Starts) => "any version".to_owned(),
            Check::Program(_, Required::AtLeast(least)) => format!("{least} or later"),
            Check::Program(_, Required::Exactly(exact)) => exact.to_string(),
            Check::WasmTarget => "its standard library".to_owned(),
            Check::NpmPackages => "what package-lock.json lists".to_owned(),
        }
    }

    /// The oldest sufficient version, if the requirement is only a minimum.
    pub fn oldest(&self) -> Option<&Version> {
        match &self.check {
            Check::Program(_, Required::AtLeast(least)) => Some(least),
            _ => None,
        }
    }

    /// The Debian package that contains it, if any.
    pub fn package(&self) -> Option<&'static str> {
        match self.source {
            Source::Apt(package) => Some(package),
            _ => None,
        }
    }
}

/// The rows for these needs.
///
/// # Errors
///
/// Returns an error if `rust-toolchain.toml` can't be read.
pub fn needed(needs: &[Need]) -> Result<Vec<Tool>> {
    Ok(table()?.into_iter().filter(|tool| needs.contains(&tool.need)).collect())
}

/// The oldest supported major version of Node.js, which is the oldest that the
/// npm packages support.
pub const NODE: u32 = 20;

const GECKODRIVER: [u32; 3] = [0, 37, 1];
const NODE_HELP: &str = "install Node.js with npm (https://nodejs.org)";

fn table() -> Result<Vec<Tool>> {
    use Check::{NpmPackages, Program, WasmTarget};
    use Required::{AtLeast, Exactly, Present, Starts};
    use Source::{Apt, Crate, NpmLock, Rustup, User};

    let at_least = |numbers: &[u32]| AtLeast(Version::from(numbers));
    let oldest = |browser: Browser| at_least(&[browser.oldest()]);
    let pinned = Version::in_output(&rust::pinned()?).context("reading the version in rust-toolchain.toml")?;
    let row = |need, name, check, source| Tool { need, name, check, source };
    Ok(vec![
        row(
            Need::Wasm,
            "Rust",
            Program(&["rustc"], Exactly(pinned)),
            User("run `rustup toolchain install` in this folder (https://rustup.rs)"),
        ),
        row(Need::Wasm, rust::WASM_TARGET, WasmTarget, Rustup(&["target", "add", rust::WASM_TARGET])),
        row(Need::RustTools, "rustfmt", Program(&["rustfmt"], Starts), Rustup(&["component", "add", "rustfmt"])),
        row(Need::RustTools, "clippy", Program(&["cargo-clippy"], Starts), Rustup(&["component", "add", "clippy"])),
        row(Need::NodePackages, "Node.js", Program(&["node"], at_least(&[NODE])), User(NODE_HELP)),
        row(Need::Npm, "npm", Program(&["npm"], at_least(&[9])), User(NODE_HELP)),
        row(Need::NodePackages, "npm packages", NpmPackages, NpmLock),
        row(Need::Chromium, "Chromium", Program(&["chromium"], oldest(Browser::Chromium)), Apt("chromium")),
        row(
            Need::Firefox,
            "Firefox",
            Program(&["firefox-esr", "firefox"], oldest(Browser::Firefox)),
            Apt("firefox-esr"),
        ),
        row(
            Need::Firefox,
            "geckodriver",
            Program(&["geckodriver"], at_least(&GECKODRIVER)),
            Crate("geckodriver", Version::from(GECKODRIVER.as_slice())),
        ),
        row(Need::Xvfb, "Xvfb", Program(&["Xvfb"], Present), Apt("xvfb")),
        row(Need::Shellcheck, "ShellCheck", Program(&["shellcheck"], at_least(&[0, 9])), Apt("shellcheck")),
    ])
}
