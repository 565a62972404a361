//! Managed policies from real policy files that only one browser sees. Other browsers on this
//! machine aren't affected, and nothing is left behind.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, symlink};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::process::Command;

use crate::browser::Browser;
use crate::engine::firefox::ID;
use crate::engine::{Engine, chromium};
use crate::launch;

/// Chromium's folder for policies.
const CHROMIUM: &str = "/etc/chromium";

/// A folder with a policy file. It is removed when this is dropped.
pub struct Preset {
    folder: TempDir,
    file: PathBuf,
    id: String,
}

impl Preset {
    /// Creates a policy for Chromium, in the structure of its policy folder.
    ///
    /// # Errors
    ///
    /// Returns an error if the file can't be written.
    pub fn for_chromium(policy: &Value, extension: &Path) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("sandbar-policies-").tempdir()?;
        let managed = folder.path().join("policies/managed");
        fs::create_dir_all(&managed)?;
        let preset = Self { file: managed.join("sandbar.json"), folder, id: launch::id_of(extension)? };
        preset.set(policy)?;
        Ok(preset)
    }

    /// Creates a policy for Firefox, which looks for policies next to its program: a folder with
    /// the program, and links to everything else in its installation.
    ///
    /// # Errors
    ///
    /// Returns an error if Firefox isn't found, or the folder can't be filled.
    pub fn for_firefox(policy: &Value) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("sandbar-firefox-").tempdir()?;
        let program = installed()?;
        let home = program.parent().context("its folder")?;
        for entry in fs::read_dir(home)? {
            let (path, name) = {
                let entry = entry?;
                (entry.path(), entry.file_name())
            };
            if name == "distribution" {
                continue;
            }
            let place = folder.path().join(&name);
            // Firefox looks for its folder at the program's real location, so the program can't be
            // a link.
            if path == program { fs::copy(&path, &place).map(drop)? } else { symlink(&path, &place)? }
        }
        fs::create_dir(folder.path().join("distribution"))?;
        let preset = Self { file: folder.path().join("distribution/policies.json"), folder, id: ID.to_owned() };
        preset.set(policy)?;
        Ok(preset)
    }

    /// Changes the policy. Chromium notices immediately, Firefox at its next start.
    ///
    /// # Errors
    ///
    /// Returns an error if the file can't be written.
    pub fn set(&self, policy: &Value) -> Result<()> {
        let file = match Engine::chosen() {
            Engine::Chromium => json!({ "3rdparty": { "extensions": { &self.id: policy } } }),
            Engine::Firefox => json!({ "policies": { "3rdparty": { "Extensions": { &self.id: policy } } } }),
        };
        fs::write(&self.file, file.to_string()).context("writing policies")
    }

    /// The Firefox program that sees the policy.
    ///
    /// # Errors
    ///
    /// Returns an error if its path is unknown.
    pub fn firefox(&self) -> Result<PathBuf> {
        Ok(self.folder.path().join(installed()?.file_name().context("a name")?))
    }

    /// A command that starts Chromium with this folder mounted over its policy folder, only for
    /// this process and its children.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such folder.
    pub fn command(&self) -> Result<Command> {
        ensure!(Path::new(CHROMIUM).is_dir(), "no {CHROMIUM} on this machine");
        let mut command = Command::new("unshare");
        if fs::metadata("/proc/self")?.uid() != 0 {
            command.args(["--user", "--map-root-user"]);
        }
        let cover = format!("mount --bind \"$0\" {CHROMIUM} && exec {} \"$@\"", chromium::PROGRAM);
        command.args(["--mount", "--", "sh", "-c", &cover]).arg(self.folder.path());
        Ok(command)
    }
}

/// The installed Firefox's program itself, not a script that starts it.
fn installed() -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let programs =
        ["firefox-esr", "firefox"].iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    let mut programs = programs.filter_map(|program| program.canonicalize().ok());
    let has_all = |program: &PathBuf| program.parent().is_some_and(|home| home.join("application.ini").is_file());
    programs.find(has_all).context("finding Firefox: run ./build.sh setup")
}

impl Browser {
    /// Changes the policy while the browser runs. Chromium only.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser was started without a policy.
    pub fn preset(&self, policy: &Value) -> Result<()> {
        self.presets().context("no policies")?.set(policy)
    }
}
