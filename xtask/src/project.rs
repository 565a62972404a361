//! The project's folders, and functions that run and report steps.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// The root folder of the project.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_path_buf()
}

/// The build output: a folder for each browser, and the packages.
pub fn dist() -> PathBuf {
    root().join("dist")
}

/// Runs a step. Prints its name, a sign of life every few seconds, and how long
/// it took.
pub fn step<T>(name: &str, work: impl FnOnce() -> Result<T>) -> Result<T> {
    const HEARTBEAT: Duration = Duration::from_secs(8);
    println!("▸ {name}");
    let begun = Instant::now();
    let (done, waiting) = mpsc::channel::<()>();
    let teller = {
        let name = name.to_owned();
        thread::spawn(move || {
            while waiting.recv_timeout(HEARTBEAT) == Err(mpsc::RecvTimeoutError::Timeout) {
                println!("  … {name}: {} s", begun.elapsed().as_secs());
            }
        })
    };
    let outcome = work();
    drop(done);
    // The other thread only prints, so its result doesn't matter.
    let _ = teller.join();
    let result = outcome.with_context(|| format!("{name} failed"))?;
    // If the list is poisoned, only its last line is missing.
    DONE.lock().unwrap_or_else(PoisonError::into_inner).push((name.to_owned(), begun.elapsed()));
    if begun.elapsed() > Duration::from_secs(2) {
        println!("  {name}: done in {:.0} s", begun.elapsed().as_secs_f64());
    }
    Ok(result)
}

/// The completed steps and their durations.
static DONE: Mutex<Vec<(String, Duration)>> = Mutex::new(Vec::new());

/// The durations of the completed steps, as a table.
pub fn parts() -> String {
    let done = DONE.lock().unwrap_or_else(PoisonError::into_inner);
    let whole = ("together".to_owned(), done.iter().map(|(_, took)| *took).sum());
    let line = |(name, took): &(String, Duration)| format!("{:>6.0} s  {name}", took.as_secs_f64());
    done.iter().chain([&whole]).map(line).collect::<Vec<_>>().join("\n")
}

/// A command that runs in the project's root folder.
pub fn command(program: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root());
    command
}

/// Runs a command and shows its output.
pub fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("starting {}", described(command)))?;
    if !status.success() {
        bail!("`{}` ended with {status}", described(command));
    }
    Ok(())
}

/// Runs a command and returns its output; `None` if it failed or doesn't exist.
pub fn asked(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The path of a program, if it is found.
#[cfg(test)]
pub fn found(program: &str) -> Option<PathBuf> {
    let paths = std::env::var_os("PATH")?;
    std::env::split_paths(&paths).map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn described(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(|word| word.to_string_lossy()).collect::<Vec<_>>().join(" ")
}
