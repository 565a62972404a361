//! Checks the dependencies for known vulnerabilities, with the data on this
//! machine. Only the workflow downloads anything. Whatever could not be checked
//! is reported.

use std::path::PathBuf;

use anyhow::{Result, bail};
use serde_json::Value;

use crate::project::command;

/// The result of a check.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    /// No vulnerability is known.
    Clean,
    /// These vulnerabilities are known.
    Found(String),
    /// The check was not possible, for this reason.
    Unknown(String),
}

/// Checks the crates and the npm packages.
///
/// # Errors
///
/// Returns an error if one of them has a known vulnerability.
pub fn audit() -> Result<()> {
    let mut found = Vec::new();
    for (what, outcome) in [("Rust crates", crates()), ("npm packages", packages())] {
        match outcome {
            Outcome::Clean => println!("  {what}: no known vulnerability"),
            Outcome::Unknown(why) => println!("  {what}: not checked for known vulnerabilities ({why})"),
            Outcome::Found(which) => found.push(format!("{what}:\n{which}")),
        }
    }
    if !found.is_empty() {
        bail!("known vulnerabilities in {}", found.join("\n"));
    }
    Ok(())
}

/// Runs `cargo audit` with the database from an earlier run.
fn crates() -> Outcome {
    let cargo_home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = cargo_home.or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    if !home.is_some_and(|home| home.join("advisory-db").is_dir()) {
        return Outcome::Unknown("run `cargo install cargo-audit` and `cargo audit` once to get the data".into());
    }
    let looked = command("cargo", &["audit", "--no-fetch", "--stale", "--json"]).output();
    match looked {
        Ok(output) => of_crates(&String::from_utf8_lossy(&output.stdout)),
        Err(error) => Outcome::Unknown(error.to_string()),
    }
}

fn of_crates(report: &str) -> Outcome {
    let Ok(report) = serde_json::from_str::<Value>(report) else {
        return Outcome::Unknown("cargo audit gave no report".into());
    };
    let Some(listed) = report.pointer("/vulnerabilities/list").and_then(Value::as_array) else {
        return Outcome::Unknown("cargo audit gave an unexpected report".into());
    };
    let named = listed.iter().map(|one| {
        let [name, version, id] = ["/package/name", "/package/version", "/advisory/id"].map(|part| text(one, part));
        format!("  {name} {version}: {id}")
    });
    of_list(named.collect())
}

/// Runs `npm audit`, which queries the registry, only in the workflow.
fn packages() -> Outcome {
    if std::env::var_os("CI").is_none() {
        return Outcome::Unknown("npm audit queries the registry, which only the workflow does".into());
    }
    let looked = command("npm", &["audit", "--json", "--fetch-retries=0", "--fetch-timeout=10000"]).output();
    match looked {
        Ok(output) => of_packages(&String::from_utf8_lossy(&output.stdout)),
        Err(error) => Outcome::Unknown(error.to_string()),
    }
}

fn of_packages(report: &str) -> Outcome {
    let Ok(report) = serde_json::from_str::<Value>(report) else {
        return Outcome::Unknown("npm audit gave no report".into());
    };
    let Some(listed) = report.get("vulnerabilities").and_then(Value::as_object) else {
        return Outcome::Unknown("the registry did not answer".into());
    };
    // None of these packages ship, so only high and critical severity is a
    // failure.
    let severe = listed.iter().filter(|(_, one)| ["high", "critical"].contains(&text(one, "/severity")));
    of_list(severe.map(|(name, one)| format!("  {name}: {}", text(one, "/severity"))).collect())
}

fn text<'v>(value: &'v Value, part: &str) -> &'v str {
    value.pointer(part).and_then(Value::as_str).unwrap_or("?")
}

fn of_list(named: Vec<String>) -> Outcome {
    if named.is_empty() { Outcome::Clean } else { Outcome::Found(named.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_are_named() {
        let crates = r#"{"vulnerabilities": {"list": [
            {"package": {"name": "one", "version": "1.0.0"}, "advisory": {"id": "RUSTSEC-2026-0001"}}]}}"#;
        assert_eq!(of_crates(crates), Outcome::Found("  one 1.0.0: RUSTSEC-2026-0001".into()));
        let packages = r#"{"vulnerabilities": {"two": {"severity": "high"}, "three": {"severity": "low"}}}"#;
        assert_eq!(of_packages(packages), Outcome::Found("  two: high".into()));
    }

    #[test]
    fn nothing_is_clean_that_was_not_looked_at() {
        assert_eq!(of_crates(r#"{"vulnerabilities": {"list": []}}"#), Outcome::Clean);
        assert_eq!(of_packages(r#"{"vulnerabilities": {}}"#), Outcome::Clean);
        for report in ["", "{}", r#"{"error": {"code": "ENOTFOUND"}}"#] {
            assert!(matches!(of_crates(report), Outcome::Unknown(_)), "{report}");
            assert!(matches!(of_packages(report), Outcome::Unknown(_)), "{report}");
        }
    }
}
