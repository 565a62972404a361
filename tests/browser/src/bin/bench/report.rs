//! The table of results, and the document that contains it.

use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use crate::root;

/// A result, compared with its goal.
pub struct Row {
    /// The measured thing.
    pub what: String,
    /// The result.
    pub measured: String,
    /// The goal.
    pub goal: String,
    /// Whether the goal was reached; `None` if there is no goal.
    pub reached: Option<bool>,
}

impl Row {
    /// A row with a goal.
    pub fn new(what: impl Into<String>, measured: impl Into<String>, goal: impl Into<String>, reached: bool) -> Self {
        Self { what: what.into(), measured: measured.into(), goal: goal.into(), reached: Some(reached) }
    }

    /// A row without a goal, for comparison.
    pub fn told(what: impl Into<String>, measured: impl Into<String>) -> Self {
        Self { what: what.into(), measured: measured.into(), goal: String::new(), reached: None }
    }

    fn mark(&self) -> &'static str {
        match self.reached {
            Some(true) => "reached",
            Some(false) => "**missed**",
            None => "",
        }
    }

    /// Prints the row.
    pub fn print(&self) {
        println!("  {}: {}  [{}] {}", self.what, self.measured, self.goal, self.mark());
    }
}

/// The rows as a table in Markdown.
pub fn table<'a>(rows: impl IntoIterator<Item = &'a Row>) -> String {
    let mut text = "| what | measured | to reach | |\n|---|---|---|---|\n".to_owned();
    for row in rows {
        let _ = writeln!(text, "| {} | {} | {} | {} |", row.what, row.measured, row.goal, row.mark());
    }
    text
}

/// The rows that users would notice, by the start of their names.
const NOTICED: [&str; 9] = [
    "first paint of a portal page",
    "content scripts of a Production page, first two seconds",
    "50,000 elements, 1,000 changes a second, Production, with keys",
    "paste to warning, 10 keys",
    "longest task at a paste of 1 MiB",
    "paste to warning while another tab floods",
    "dead worker to first answer",
    "confirmed sign-out to the last",
    "package",
];

/// Writes the tables into `docs/benchmarks.md`. The handwritten text there stays.
pub fn write(rows: &[Row]) -> Result<()> {
    let path = root().join("docs/benchmarks.md");
    let page = fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))?;
    let noticed: Vec<&Row> =
        NOTICED.iter().flat_map(|what| rows.iter().filter(move |row| row.what.starts_with(what))).collect();
    let page = placed(&page, "noticed", &format!("{}\n{}", machine(), table(noticed)))?;
    let page = placed(&page, "measured", &table(rows))?;
    fs::write(&path, page).with_context(|| format!("writing {}", path.display()))?;
    println!("✓ {}", path.display());
    Ok(())
}

/// The page with this text between the markers of a place.
fn placed(page: &str, place: &str, text: &str) -> Result<String> {
    let begin = format!("<!-- {place}: written by ./build.sh bench -->\n");
    let end = format!("<!-- {place}: end -->\n");
    let split = page.split_once(&begin).and_then(|(head, rest)| Some((head, rest.split_once(&end)?.1)));
    let (head, tail) = split.with_context(|| format!("docs/benchmarks.md has lost the place `{place}`"))?;
    Ok(format!("{head}{begin}\n{text}\n{end}{tail}"))
}

/// The machine, the browser and the date.
fn machine() -> String {
    let cpu = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpu.lines().find_map(|line| line.strip_prefix("model name")).and_then(|line| line.split_once(':'));
    let memory = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory: u64 = memory.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse().ok()).unwrap_or_default();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    format!(
        "{}. {}, {cores} cores, {} GiB, load at the end {}. {}, {}, {}.\n",
        asked("date", &["-u", "+%Y-%m-%d %H:%M UTC"]),
        model.map_or("an unknown processor", |(_, model)| model.trim()),
        memory / (1 << 20),
        load.split(' ').next().unwrap_or("unknown"),
        asked("chromium", &["--version"]).trim(),
        asked("rustc", &["--version"]),
        asked("node", &["--version"]),
    )
}

fn asked(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program).args(arguments).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).trim().to_owned()).unwrap_or_default();
    if text.is_empty() { format!("{program} unknown") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_takes_the_place_of_the_one_before_and_of_nothing_else() -> Result<()> {
        let page = "one\n<!-- noticed: written by ./build.sh bench -->\nold\n<!-- noticed: end -->\ntwo\n";
        let written = placed(page, "noticed", &table(&[Row::told("size", "5 KB")]))?;
        assert!(written.starts_with("one\n<!--") && written.ends_with("end -->\ntwo\n") && !written.contains("old"));
        assert!(written.contains("| size | 5 KB |"));
        assert!(placed("no place", "noticed", "").is_err());
        Ok(())
    }
}
