//! The machine that commands run on: finds and starts programs.

use std::ffi::OsString;
use std::fmt;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicBool, Ordering};

use crate::project::root;
use crate::rust;

use super::npm;
use super::tools::{Check, Required, Tool};
use super::version::Version;

/// A machine. Tests create one that has only fake programs.
pub struct Machine {
    /// The folders with programs, as in `PATH`.
    path: OsString,
    /// Additional environment variables for started programs.
    variables: Vec<(&'static str, OsString)>,
    /// The folder for tools that are compiled here.
    pub tools: PathBuf,
    /// Whether the package lists have been updated in this run.
    lists_updated: AtomicBool,
}

/// The state of a tool on the machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Found {
    /// It is missing.
    Nothing,
    /// It is there, but has no version.
    Present,
    /// A program that can't be started or states no version.
    Unusable(PathBuf),
    /// A program with this version.
    Version(Version, PathBuf),
}

impl fmt::Display for Found {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => out.write_str("nothing"),
            Self::Present => out.write_str("present"),
            Self::Unusable(path) => write!(out, "{}, which does not start", path.display()),
            Self::Version(version, path) => write!(out, "{version} ({})", path.display()),
        }
    }
}

impl Machine {
    /// This machine.
    pub fn this() -> Self {
        Self::new(std::env::var_os("PATH").unwrap_or_default(), Vec::new(), root().join("target/tools"))
    }

    pub fn new(path: OsString, variables: Vec<(&'static str, OsString)>, tools: PathBuf) -> Self {
        Self { path, variables, tools, lists_updated: AtomicBool::new(false) }
    }

    /// Returns whether the package lists have to be updated, which is only true
    /// at the first call.
    pub fn lists_are_due(&self) -> bool {
        !self.lists_updated.swap(true, Ordering::Relaxed)
    }

    /// A command that runs in the project's root folder.
    pub fn command(&self, program: &str, arguments: &[&str]) -> Command {
        let program = self.find(program).unwrap_or_else(|| PathBuf::from(program));
        let mut command = Command::new(program);
        command.args(arguments).current_dir(root()).env("PATH", &self.path);
        command.envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
    }

    /// The standard output of a command; `None` if it fails or is missing.
    pub fn output(&self, program: &str, arguments: &[&str]) -> Option<String> {
        let mut command = self.command(program, arguments);
        // The output is parsed, so it has to be English.
        command.env("LC_ALL", "C").stdin(Stdio::null()).stderr(Stdio::null());
        let output = command.output().ok()?;
        output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
    }

    /// The path of a program.
    pub fn find(&self, program: &str) -> Option<PathBuf> {
        let own = self.tools.join("bin");
        let folders = std::iter::once(own).chain(std::env::split_paths(&self.path));
        folders.map(|folder| folder.join(program)).find(|path| path.is_file())
    }

    /// The state of a tool.
    pub fn look_for(&self, tool: &Tool) -> Found {
        match &tool.check {
            Check::Program(programs, required) => self.look_for_program(programs, required),
            Check::WasmTarget => present(rust::has_wasm_target()),
            Check::NpmPackages => present(npm::is_current(&root())),
        }
    }

    fn look_for_program(&self, programs: &[&str], required: &Required) -> Found {
        let Some((program, path)) = programs.iter().find_map(|program| Some((*program, self.find(program)?))) else {
            return Found::Nothing;
        };
        if *required == Required::Present {
            return Found::Present;
        }
        match self.output(program, &["--version"]).and_then(|output| Version::in_output(&output)) {
            Some(version) => Found::Version(version, path),
            None => Found::Unusable(path),
        }
    }
}

fn present(is: bool) -> Found {
    if is { Found::Present } else { Found::Nothing }
}
