//! Gets what is missing on this machine. A second run finds everything and
//! does nothing.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::project::{asked, command, found, root, run, step};

pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// What a recipe needs beyond Rust.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// npm packages: wasm-opt and the type checker.
    NodePackages,
    /// A compiler for the wasm target.
    Wasm,
    /// A browser and its driver.
    Chromium,
    /// The linter for shell scripts.
    Shellcheck,
}

/// Everything any recipe needs.
pub fn everything() -> Result<()> {
    needs(&[Need::NodePackages, Need::Wasm, Need::Chromium, Need::Shellcheck])
}

/// Gets these, as far as they are missing.
pub fn needs(needs: &[Need]) -> Result<()> {
    for need in needs {
        match need {
            Need::NodePackages => node_packages()?,
            Need::Wasm => {
                WasmCompiler::get()?;
            }
            Need::Chromium => programs(&["chromium", "chromedriver"], &["chromium", "chromium-driver"])?,
            Need::Shellcheck => programs(&["shellcheck"], &["shellcheck"])?,
        }
    }
    Ok(())
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

/// A compiler that can build for the wasm target.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum WasmCompiler {
    /// The one in use has the target's standard library.
    Ready,
    /// Debian's, which builds that library itself.
    Debian { linker: PathBuf },
}

impl WasmCompiler {
    /// The way named in `SANDBAR_WASM` (`rustup` or `debian`), or else the
    /// first that works.
    pub fn get() -> Result<Self> {
        match std::env::var("SANDBAR_WASM").as_deref() {
            Ok("debian") => Self::debian(),
            Ok("rustup") => match Self::ready() {
                true => Ok(Self::Ready),
                false => Self::rustup().context("rustup could not add the wasm target"),
            },
            Ok(other) => bail!("SANDBAR_WASM is `{other}`; it can be `rustup` or `debian`"),
            Err(_) if Self::ready() => Ok(Self::Ready),
            Err(_) => Self::rustup().or_else(|error| {
                println!("  rustup could not add the wasm target ({error:#}); trying Debian's packages");
                Self::debian()
            }),
        }
    }

    fn ready() -> bool {
        asked(&mut command("rustc", &["--print", "target-libdir", "--target", WASM_TARGET]))
            .is_some_and(|folder| Path::new(&folder).is_dir())
    }

    fn rustup() -> Result<Self> {
        if found("rustup").is_none() {
            bail!("rustup is not here");
        }
        step("wasm target from rustup", || run(&mut command("rustup", &["target", "add", WASM_TARGET])))?;
        match Self::ready() {
            true => Ok(Self::Ready),
            false => bail!("rustup added the target to another toolchain than the one in use"),
        }
    }

    fn debian() -> Result<Self> {
        packages(&["/usr/bin/rustc", "/usr/bin/cargo"], &["rustc-web", "cargo-web"])?;
        packages(&["/usr/src/rustc-*/library/std/Cargo.toml"], &["rust-web-src"])?;
        packages(&["/usr/bin/wasm-ld-*"], &["lld-22"])?;
        let linker = first_match("/usr/bin/wasm-ld-*").context("Debian's lld has no wasm-ld")?;
        Ok(Self::Debian { linker })
    }

    /// The `cargo` to build with: release profile, wasm target.
    pub fn cargo(&self) -> Command {
        let build = ["build", "--locked", "--release", "--lib", "--target", WASM_TARGET];
        match self {
            Self::Ready => command("cargo", &build),
            Self::Debian { linker } => {
                let mut cargo = command("/usr/bin/cargo", &build);
                cargo
                    .args(["-Z", "build-std=std,panic_abort"])
                    .env("RUSTC", "/usr/bin/rustc")
                    .env("RUSTC_BOOTSTRAP", "1");
                // The cargo that runs this tool may be rustup's, which tells its children which toolchain to use.
                cargo.env_remove("RUSTUP_TOOLCHAIN").env_remove("CARGO");
                cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", linker);
                cargo
            }
        }
    }

    /// The folder of this compiler's output, apart from the other's.
    pub fn target_folder(&self) -> PathBuf {
        root().join(match self {
            Self::Ready => "target/core",
            Self::Debian { .. } => "target/core-debian",
        })
    }
}

fn first_match(pattern: &str) -> Option<PathBuf> {
    asked(Command::new("sh").args(["-c", &format!("ls -d {pattern} | head -1")]))
        .filter(|path| !path.is_empty())
        .map(PathBuf::from)
}

/// Installs Debian packages unless every program is found.
fn programs(wanted: &[&str], packages: &[&str]) -> Result<()> {
    if wanted.iter().all(|program| found(program).is_some()) { Ok(()) } else { install(packages) }
}

/// Installs Debian packages unless every file is there.
fn packages(files: &[&str], packages: &[&str]) -> Result<()> {
    if files.iter().all(|file| first_match(file).is_some()) { Ok(()) } else { install(packages) }
}

/// Installs Debian packages, or says what is missing and how to get it.
fn install(packages: &[&str]) -> Result<()> {
    let names = packages.join(" ");
    if found("apt-get").is_none() {
        bail!(
            "missing: {names} (Debian's names). This is no Debian system: install the same programs with your \
             system's packages so that they are in PATH, then run this again."
        );
    }
    let root_already = asked(&mut Command::new("id").args(["-u"])).is_some_and(|id| id == "0");
    if !root_already && found("sudo").is_none() {
        bail!("missing: {names}. As root: apt-get install {names}. Then run this again.");
    }
    let apt = |arguments: &[&str]| {
        let mut apt = if root_already { Command::new("env") } else { Command::new("sudo") };
        apt.args(["DEBIAN_FRONTEND=noninteractive", "apt-get", "-q", "-o", "Dpkg::Use-Pty=0"]).args(arguments);
        run(&mut apt)
    };
    step(&format!("Debian packages: {names}"), || {
        let install: Vec<&str> =
            ["install", "--yes", "--no-install-recommends"].into_iter().chain(packages.iter().copied()).collect();
        // Package lists may be missing or old: fetch them and try once more.
        apt(&install).or_else(|_| apt(&["update"]).and_then(|()| apt(&install)))
    })
}
