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
            Need::Wasm => drop(WasmCompiler::get()?),
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
        if Self::debian_library().is_none() {
            install(&["rustc-web", "cargo-web", "rust-web-src"])?;
            Self::debian_library().context("Debian's rustc does not find its library's source")?;
        }
        const LINKER: &str = "/usr/bin/wasm-ld-*";
        if first_match(LINKER).is_none() {
            install(&["lld-22"])?;
        }
        let linker = first_match(LINKER).context("Debian's lld has no wasm-ld")?;
        Ok(Self::Debian { linker })
    }

    /// The source of the standard library that belongs to Debian's compiler:
    /// one of another version does not build.
    fn debian_library() -> Option<PathBuf> {
        found_at("/usr/bin/cargo")?;
        let sysroot = asked(&mut command("/usr/bin/rustc", &["--print", "sysroot"]))?;
        found_at(&format!("{sysroot}/lib/rustlib/src/rust/library/std/Cargo.toml"))
    }

    /// The compiler of the other way, where this machine can have it.
    pub fn other(&self) -> Result<Self> {
        match self {
            Self::Ready => match Means::of_this_machine() {
                Means::Root | Means::Sudo => Self::debian(),
                Means::Apt | Means::None => bail!("it needs Debian, as root or with sudo"),
            },
            Self::Debian { .. } if Self::ready() => Ok(Self::Ready),
            Self::Debian { .. } => Self::rustup(),
        }
    }

    /// The `cargo` to build with: release profile, wasm target.
    pub fn cargo(&self) -> Command {
        self.cargo_for(&["--lib"])
    }

    /// The same for another part of the crate.
    pub fn cargo_for(&self, part: &[&str]) -> Command {
        let build = [&["build", "--locked", "--release", "--target", WASM_TARGET], part].concat();
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

    /// What it calls itself: name, version and commit.
    pub fn version(&self) -> Result<String> {
        asked(&mut command(self.rustc(), &["--version"])).context("asking rustc for its version")
    }

    /// The folder that the source of its standard library is in, if that is
    /// installed.
    pub fn library_source(&self) -> Result<PathBuf> {
        let sysroot = asked(&mut command(self.rustc(), &["--print", "sysroot"])).context("asking rustc where it is")?;
        Ok(PathBuf::from(sysroot).join("lib/rustlib/src/rust"))
    }

    /// The name that the same source has where it is not installed.
    pub fn library_name(&self) -> Result<String> {
        let said = asked(&mut command(self.rustc(), &["-vV"])).context("asking rustc for its commit")?;
        let commit = said.lines().find_map(|line| line.strip_prefix("commit-hash: "));
        Ok(format!("/rustc/{}", commit.unwrap_or("unknown")))
    }

    const fn rustc(&self) -> &'static str {
        match self {
            Self::Ready => "rustc",
            Self::Debian { .. } => "/usr/bin/rustc",
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

fn found_at(path: &str) -> Option<PathBuf> {
    Some(PathBuf::from(path)).filter(|path| path.exists())
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
