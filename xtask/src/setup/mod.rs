//! Compares this machine with the requirements in `tools`, and installs what is
//! missing or too old. A second run finds everything and does nothing.

mod apt;
mod machine;
mod npm;
#[cfg(test)]
mod tests;
mod tools;
mod version;

use std::sync::OnceLock;

use anyhow::{Result, bail};

use crate::project::{root, run, step};
use apt::Access;
use machine::{Found, Machine};
use tools::{Source, Tool};

/// Something that a command needs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// The pinned compiler, with the wasm target.
    Wasm,
    /// The formatter and the linter for Rust.
    RustTools,
    /// npm packages: wasm-opt, esbuild, the type checker, biome, the linter of
    /// Firefox's store.
    NodePackages,
    /// npm itself, if its packages aren't installed as locked.
    Npm,
    /// A browser and its driver.
    Chromium,
    /// The other browser and its driver.
    Firefox,
    /// A virtual display, for the browser's own window.
    Xvfb,
    /// The linter for shell scripts.
    Shellcheck,
}

impl Need {
    const ALL: [Self; 8] = [
        Self::Wasm,
        Self::RustTools,
        Self::NodePackages,
        Self::Npm,
        Self::Chromium,
        Self::Firefox,
        Self::Xvfb,
        Self::Shellcheck,
    ];
}

/// What to do about missing tools.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// Install them.
    Install,
    /// Only report them.
    NameOnly,
}

/// The option that sets [`Mode::NameOnly`].
pub const NO_INSTALL: &str = "--no-install";

static MODE: OnceLock<Mode> = OnceLock::new();
static THIS: OnceLock<Machine> = OnceLock::new();

/// Sets the mode for this run. Only the first call counts; the default is to
/// install.
pub fn set_mode(mode: Mode) {
    MODE.get_or_init(|| mode);
}

/// The option that gives a subprocess of this tool the same mode.
pub fn mode_option() -> Option<&'static str> {
    (MODE.get() == Some(&Mode::NameOnly)).then_some(NO_INSTALL)
}

/// Everything that any command needs.
pub fn everything() -> Result<()> {
    needs(&Need::ALL)?;
    let machine = THIS.get_or_init(Machine::this);
    for tool in tools::needed(&Need::ALL)? {
        println!("  {}: {}", tool.name, machine.look_for(&tool));
    }
    println!("✓ everything is installed");
    Ok(())
}

/// Makes sure that these are available in a sufficient version.
///
/// # Errors
///
/// Returns an error if something is missing that can't or may not be installed.
/// The message lists everything that was found, what is needed, and what to do.
pub fn needs(needs: &[Need]) -> Result<()> {
    satisfy(THIS.get_or_init(Machine::this), needs, *MODE.get_or_init(|| Mode::Install))
}

fn satisfy(machine: &Machine, needs: &[Need], mode: Mode) -> Result<()> {
    let mut needs = needs.to_vec();
    if needs.contains(&Need::NodePackages) && !npm::is_current(&root()) {
        needs.push(Need::Npm);
    }
    let tools = tools::needed(&needs)?;
    let problems = look(machine, &tools);
    if problems.is_empty() {
        return Ok(());
    }
    let stuck = problems.iter().any(|problem| !can_install(machine, problem.tool));
    if mode == Mode::NameOnly || stuck {
        bail!(report(machine, &problems));
    }
    install(machine, &problems)?;
    let left = look(machine, &tools);
    if !left.is_empty() {
        bail!("Installed, but still missing or unsuitable.\n{}", report(machine, &left));
    }
    Ok(())
}

/// A missing tool, or one in an unsuitable version.
struct Problem<'a> {
    tool: &'a Tool,
    found: Found,
}

fn look<'a>(machine: &Machine, tools: &'a [Tool]) -> Vec<Problem<'a>> {
    let problem = |tool: &'a Tool| {
        let found = machine.look_for(tool);
        (!tool.accepts(&found)).then_some(Problem { tool, found })
    };
    tools.iter().filter_map(problem).collect()
}

fn can_install(machine: &Machine, tool: &Tool) -> bool {
    match tool.source {
        Source::Apt(_) => matches!(Access::of(machine), Access::Root | Access::Sudo),
        Source::Rustup(_) => machine.find("rustup").is_some(),
        Source::NpmLock | Source::Crate(..) => true,
        Source::User(_) => false,
    }
}

/// The list of missing tools, and what to do.
fn report(machine: &Machine, problems: &[Problem<'_>]) -> String {
    let mut lines = vec!["Missing or unsuitable on this machine:".to_owned()];
    for Problem { tool, found } in problems {
        lines.push(format!("  {}: found {found}, needed {}", tool.name, tool.requirement()));
    }
    lines.push("Do this, then run the command again:".to_owned());
    let packages: Vec<&str> = problems.iter().filter_map(|problem| problem.tool.package()).collect();
    if !packages.is_empty() {
        let names = packages.join(" ");
        lines.push(match Access::of(machine) {
            Access::NoApt => format!(
                "  install these with your system's packages, so that the programs are in PATH: {names} (Debian's names)"
            ),
            Access::Root | Access::Sudo | Access::Denied => {
                format!("  as root: apt-get update && apt-get install --no-install-recommends {names}")
            }
        });
    }
    for Problem { tool, .. } in problems {
        let action = match &tool.source {
            Source::Apt(_) => continue,
            Source::Rustup(arguments) if machine.find("rustup").is_none() => {
                format!("install Rust with rustup (https://rustup.rs), then run `rustup {}`", arguments.join(" "))
            }
            Source::Rustup(arguments) => format!("rustup {}", arguments.join(" ")),
            Source::NpmLock => "npm ci".to_owned(),
            Source::Crate(name, version) => {
                format!("cargo install --debug --locked --version {version} {name} --root target/tools")
            }
            Source::User(action) => (*action).to_owned(),
        };
        let line = format!("  {action}");
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    lines.join("\n")
}

fn install(machine: &Machine, problems: &[Problem<'_>]) -> Result<()> {
    let packages: Vec<(&Tool, &'static str)> =
        problems.iter().filter_map(|problem| Some((problem.tool, problem.tool.package()?))).collect();
    // All at once, so that it is one transaction.
    if !packages.is_empty() {
        apt::install(machine, &packages)?;
    }
    for Problem { tool, .. } in problems {
        match &tool.source {
            Source::Apt(_) | Source::User(_) => {}
            Source::Rustup(arguments) => {
                step(&format!("{} from rustup", tool.name), || run(&mut machine.command("rustup", arguments)))?;
            }
            Source::NpmLock => {
                step(tool.name, || run(&mut machine.command("npm", &["ci", "--no-fund", "--no-audit"])))?;
            }
            Source::Crate(name, version) => step(name, || {
                let version = version.to_string();
                // It only passes messages on: optimizing it takes longer than it saves.
                let install = ["install", "--debug", "--locked", "--version", &version, name, "--root"];
                run(machine.command("cargo", &install).arg(&machine.tools))
            })?,
        }
    }
    Ok(())
}
