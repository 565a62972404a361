//! The folder of a browser's profile, and the processes that use it.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use rustix::process::{Pid, Signal, kill_process};
use tempfile::TempDir;

/// A file system in memory.
const MEMORY: &str = "/dev/shm";
/// The required free space in bytes. With less than this, Chromium itself doesn't use it either
/// (`/etc/chromium.d/dev-shm` in Debian).
const ROOM: u64 = 4_080_218_931;

/// Creates a folder for a profile, in memory if there is space. A start writes about two hundred
/// small files, and removing them from a disk takes a third of a second.
///
/// # Errors
///
/// Returns an error if no folder can be made.
pub fn folder() -> Result<TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("sandbar-profile-");
    let has_room = rustix::fs::statvfs(MEMORY).is_ok_and(|at| at.f_bavail.saturating_mul(at.f_frsize) >= ROOM);
    if has_room && let Ok(made) = folder.tempdir_in(MEMORY) {
        return Ok(made);
    }
    Ok(folder.tempdir()?)
}

/// Ends every Chromium process that uses a profile, and waits until they are gone. A process that
/// outlives the browser's main process could still write.
///
/// # Errors
///
/// Returns an error if a process doesn't end.
pub fn end_users(profile: &Path) -> Result<()> {
    until_unused(profile, |process| {
        // A process that ended in the meantime needs no signal.
        let _ = kill_process(process, Signal::KILL);
    })
}

/// Waits until no process of Chromium uses a profile.
///
/// # Errors
///
/// Returns an error if that takes too long.
pub fn wait_until_unused(profile: &Path) -> Result<()> {
    until_unused(profile, |_| {})
}

fn until_unused(profile: &Path, act: impl Fn(Pid)) -> Result<()> {
    const PATIENCE: Duration = Duration::from_secs(20);
    let begun = Instant::now();
    loop {
        let users = users(profile);
        if users.is_empty() {
            return Ok(());
        }
        if begun.elapsed() > PATIENCE {
            bail!("processes that still use {}: {users:?}", profile.display());
        }
        users.into_iter().for_each(&act);
        std::thread::sleep(Duration::from_millis(2));
    }
}

/// The processes that were started for a profile. Without `/proc`, none are found.
fn users(profile: &Path) -> Vec<Pid> {
    let argument = format!("--user-data-dir={}", profile.display());
    let argument = argument.as_bytes();
    let processes = fs::read_dir("/proc").into_iter().flatten().flatten();
    let uses = |process: &fs::DirEntry| {
        let command = fs::read(process.path().join("cmdline")).unwrap_or_default();
        command.windows(argument.len()).any(|part| part == argument)
    };
    let number = |process: &fs::DirEntry| process.file_name().to_str()?.parse().ok().and_then(Pid::from_raw);
    processes
        .filter(|process| number(process).is_some() && uses(process))
        .filter_map(|process| number(&process))
        .collect()
}

#[cfg(test)]
mod tests {
    use std::process::Command;

    use super::*;

    #[test]
    fn only_processes_that_use_the_profile_are_ended() -> Result<()> {
        let [one, other] = [folder()?, folder()?];
        let start = |profile: &TempDir| {
            let argument = format!("--user-data-dir={}", profile.path().display());
            Command::new("sh").args(["-c", "read line", &argument]).stdin(std::process::Stdio::piped()).spawn()
        };
        let (mut ended, mut left) = (start(&one)?, start(&other)?);
        while users(one.path()).is_empty() || users(other.path()).is_empty() {}
        end_users(one.path())?;
        assert!(!ended.wait()?.success());
        assert_eq!(left.try_wait()?, None);
        left.kill()?;
        left.wait()?;
        wait_until_unused(other.path())
    }
}
