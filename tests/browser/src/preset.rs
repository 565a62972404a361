//! The managed policy, as real files of policies that one browser
//! alone sees: no other on this machine hears of them, and nothing is left.

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

/// Where Chromium looks for policies, and more.
const CHROMIUM: &str = "/etc/chromium";

/// A folder with a file of policies. It goes with the value.
pub struct Preset {
    folder: TempDir,
    file: PathBuf,
    id: String,
}

impl Preset {
    /// For Chromium: what it is to find where it looks for policies.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn for_chromium(policy: &Value, extension: &Path) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("sandbar-policies-").tempdir()?;
        let managed = folder.path().join("policies/managed");
        fs::create_dir_all(&managed)?;
        let preset = Self { file: managed.join("sandbar.json"), folder, id: launch::id_of(extension)? };
        preset.set(policy)?;
        Ok(preset)
    }

    /// For Firefox, which looks for policies beside itself: a folder with the
    /// program and links to everything else of its installation.
    ///
    /// # Errors
    /// When Firefox is not found, or the folder cannot be filled.
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
            // It looks for its folder where the program really is: that one is no link.
            if path == program { fs::copy(&path, &place).map(drop)? } else { symlink(&path, &place)? }
        }
        fs::create_dir(folder.path().join("distribution"))?;
        let preset = Self { file: folder.path().join("distribution/policies.json"), folder, id: ID.to_owned() };
        preset.set(policy)?;
        Ok(preset)
    }

    /// Presets something else. Chromium hears of it, Firefox at its next start.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn set(&self, policy: &Value) -> Result<()> {
        let file = match Engine::chosen() {
            Engine::Chromium => json!({ "3rdparty": { "extensions": { &self.id: policy } } }),
            Engine::Firefox => json!({ "policies": { "3rdparty": { "Extensions": { &self.id: policy } } } }),
        };
        fs::write(&self.file, file.to_string()).context("writing policies")
    }

    /// The Firefox that sees them.
    ///
    /// # Errors
    /// When its name is not known.
    pub fn firefox(&self) -> Result<PathBuf> {
        Ok(self.folder.path().join(installed()?.file_name().context("a name")?))
    }

    /// A command that starts Chromium where that folder is covered by this one,
    /// for this process and its children alone.
    ///
    /// # Errors
    /// When there is no such folder to be covered.
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

/// The program of the installed Firefox itself, not what starts it.
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
    /// Presets something else while the browser runs; in Chromium alone.
    ///
    /// # Errors
    /// When nothing was preset when it started.
    pub fn preset(&self, policy: &Value) -> Result<()> {
        self.presets().context("no policies")?.set(policy)
    }
}
