//! `build.sh bench loop`: measures how long a change takes to reach the
//! development build, from the command to the last byte.

use std::fs;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::bundle::Profile;
use crate::bundle::manifest::Browser;
use crate::project::{command, root};

/// A change to a source file.
struct Change {
    name: &'static str,
    file: &'static str,
    /// The text that the change is inserted after; `None` for the end of the
    /// file.
    after: Option<&'static str>,
    /// The inserted text; `{}` becomes a new number each time.
    text: &'static str,
    /// The built file that has to change.
    built: &'static str,
    /// The time limit on two idle cores.
    limit: Duration,
}

const CHANGES: [Change; 3] = [
    Change {
        name: "a style sheet",
        file: "extension/pages/popup.css",
        after: None,
        text: "\n/* {} */\n",
        built: "pages/popup.css",
        limit: Duration::from_secs(1),
    },
    Change {
        name: "a content script",
        file: "extension/content/badge.ts",
        after: None,
        text: "\nconsole.debug({});\n",
        built: "content/portal.js",
        limit: Duration::from_secs(2),
    },
    Change {
        name: "the core",
        file: "src/app/mod.rs",
        after: Some("\npub fn step("),
        text: "\n    std::hint::black_box({});\n",
        built: "core/background.wasm",
        limit: Duration::from_secs(15),
    },
];

/// How often each change is made.
const ROUNDS: usize = 3;

/// Makes each change a few times, builds, and prints the times.
///
/// # Errors
///
/// Returns an error if a build fails, a change doesn't reach the build, or a
/// limit is exceeded.
pub fn measure() -> Result<()> {
    build()?;
    let mut missed = Vec::new();
    for change in CHANGES {
        let mut times = (0..ROUNDS).map(|round| time(&change, round)).collect::<Result<Vec<_>>>()?;
        times.sort();
        let each: Vec<String> = times.iter().map(|time| format!("{:.2}", time.as_secs_f64())).collect();
        let median = times.get(ROUNDS / 2).copied().unwrap_or_default();
        let reached = median <= change.limit;
        println!(
            "{} {}: {:.2} s (each: {} s), limit {} s",
            if reached { "✓" } else { "✗" },
            change.name,
            median.as_secs_f64(),
            each.join(", "),
            change.limit.as_secs()
        );
        if !reached {
            missed.push(change.name);
        }
    }
    if let Ok(load) = fs::read_to_string("/proc/loadavg") {
        println!("  load of this machine: {}", load.trim());
    }
    build()?;
    if !missed.is_empty() {
        bail!("too slow: {}. The limits are for two idle cores.", missed.join(", "));
    }
    Ok(())
}

/// A source file whose content is restored at the end.
struct Borrowed {
    path: PathBuf,
    content: String,
}

impl Drop for Borrowed {
    fn drop(&mut self) {
        if let Err(error) = fs::write(&self.path, &self.content) {
            eprintln!("✗ {} was not restored: {error}", self.path.display());
        }
    }
}

fn time(change: &Change, round: usize) -> Result<Duration> {
    let built = Profile::Dev.dist().join(Browser::Chromium.name()).join(change.built);
    let reading = || format!("reading {}", built.display());
    let before = fs::read(&built).with_context(reading)?;
    let path = root().join(change.file);
    let content = fs::read_to_string(&path).with_context(|| format!("reading {}", change.file))?;
    let file = Borrowed { path, content };
    fs::write(&file.path, changed(change, &file.content, round)?)
        .with_context(|| format!("changing {}", change.file))?;
    let begun = Instant::now();
    build()?;
    let took = begun.elapsed();
    ensure!(fs::read(&built).with_context(reading)? != before, "{}: {} did not change", change.name, change.built);
    Ok(took)
}

fn changed(change: &Change, content: &str, round: usize) -> Result<String> {
    // Different from the numbers of earlier measurements, which may be in the
    // stamps.
    let number = std::process::id() as usize * ROUNDS + round;
    let text = change.text.replace("{}", &number.to_string());
    let Some(after) = change.after else { return Ok(format!("{content}{text}")) };
    let (before, rest) = content.split_once(after).with_context(|| format!("no `{after}` in {}", change.file))?;
    // After the first brace: in the body of the function.
    let (head, body) = rest.split_once("{\n").with_context(|| format!("no body after `{after}` in {}", change.file))?;
    Ok(format!("{before}{after}{head}{{{text}{body}"))
}

fn build() -> Result<()> {
    let output = command("./build.sh", &["build", "--dev"]).output().context("starting build.sh")?;
    if !output.status.success() {
        bail!("build.sh build --dev: {}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_change_can_be_made_to_its_file() {
        for change in CHANGES {
            let content = fs::read_to_string(root().join(change.file)).unwrap();
            let [one, two] = [0, 1].map(|round| changed(&change, &content, round).unwrap());
            assert!(one != content && one != two, "{}", change.name);
        }
    }
}
