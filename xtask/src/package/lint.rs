//! Runs the linter of Firefox's store on a build. Any message is a failure,
//! even a notice.

use std::path::Path;

use anyhow::{Context, Result, bail};
use serde_json::Value;

use crate::project::command;

/// Lints a folder like the store does.
pub fn firefox(folder: &Path) -> Result<()> {
    let options = ["lint", "--self-hosted=false", "--no-config-discovery", "--no-input", "--boring", "--output=json"];
    let mut lint = command("node_modules/.bin/web-ext", &options);
    // The linter must not check for a newer version of itself.
    lint.arg("--source-dir").arg(folder).env("NO_UPDATE_NOTIFIER", "1");
    let output = lint.output().context("starting web-ext")?;
    let report = String::from_utf8_lossy(&output.stdout);
    let complaints = complaints(&report).with_context(|| String::from_utf8_lossy(&output.stderr).into_owned())?;
    if !complaints.is_empty() {
        bail!("web-ext lint:\n{}", complaints.join("\n"));
    }
    println!("  web-ext lint: 0 errors, 0 warnings, 0 notices");
    Ok(())
}

/// The complaints in a linter report, one per line.
fn complaints(report: &str) -> Result<Vec<String>> {
    let report: Value = serde_json::from_str(report).context("reading the linter's report")?;
    let mut said = Vec::new();
    for kind in ["errors", "warnings", "notices"] {
        for one in report.get(kind).and_then(Value::as_array).with_context(|| format!("the report has no {kind}"))? {
            let part = |name: &str| one.get(name).and_then(Value::as_str).unwrap_or_default();
            said.push(format!("{kind}: {} {}: {}", part("file"), part("code"), part("description")));
        }
    }
    Ok(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_report_without_a_complaint_passes() {
        assert_eq!(complaints(r#"{"errors":[],"notices":[],"warnings":[]}"#).unwrap(), Vec::<String>::new());
    }

    #[test]
    fn a_notice_is_a_complaint_like_an_error() {
        let report =
            r#"{"errors":[{"code":"E","file":"a.js","description":"bad"}],"notices":[{"code":"N"}],"warnings":[]}"#;
        assert_eq!(complaints(report).unwrap(), ["errors: a.js E: bad", "notices:  N: "]);
    }

    #[test]
    fn a_linter_that_reports_nothing_at_all_does_not_pass() {
        complaints("").unwrap_err();
        complaints("{}").unwrap_err();
    }
}
