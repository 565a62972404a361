//! Checks whether `node_modules` matches `package-lock.json`.

use std::fs;
use std::path::Path;

use serde_json::{Map, Value};

/// Whether the packages in this folder are installed as its lock file lists
/// them. npm records what it has installed.
pub fn is_current(folder: &Path) -> bool {
    let read = |file: &str| {
        let lock: Value = serde_json::from_slice(&fs::read(folder.join(file)).ok()?).ok()?;
        Some(lock.get("packages")?.as_object()?.clone())
    };
    match (read("package-lock.json"), read("node_modules/.package-lock.json")) {
        (Some(locked), Some(installed)) => agree(&locked, &installed),
        _ => false,
    }
}

/// Whether all locked packages are installed, except for optional ones (those
/// for other systems), and no others.
fn agree(locked: &Map<String, Value>, installed: &Map<String, Value>) -> bool {
    let same = |one: &Value, other: &Value| ["version", "integrity"].iter().all(|key| one.get(key) == other.get(key));
    let optional = |package: &Value| package.get("optional") == Some(&Value::Bool(true));
    // The entry with an empty name is the project itself.
    let complete = locked
        .iter()
        .filter(|(path, _)| !path.is_empty())
        .all(|(path, package)| installed.get(path).map_or_else(|| optional(package), |there| same(package, there)));
    complete && installed.keys().all(|path| locked.contains_key(path))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn agree(locked: Value, installed: Value) -> bool {
        super::agree(locked.as_object().unwrap(), installed.as_object().unwrap())
    }

    #[test]
    fn packages_as_locked_are_current_and_those_for_other_systems_may_be_missing() {
        let locked = json!({
            "": { "name": "tools" },
            "node_modules/a": { "version": "1.0.0", "integrity": "x", "dev": true },
            "node_modules/b": { "version": "1.0.0", "optional": true },
        });
        assert!(agree(locked, json!({ "node_modules/a": { "version": "1.0.0", "integrity": "x" } })));
    }

    #[test]
    fn another_version_or_content_or_package_is_not_current() {
        let locked = || json!({ "node_modules/a": { "version": "1.0.0", "integrity": "x" } });
        assert!(!agree(locked(), json!({})));
        assert!(!agree(locked(), json!({ "node_modules/a": { "version": "1.0.1", "integrity": "x" } })));
        assert!(!agree(locked(), json!({ "node_modules/a": { "version": "1.0.0", "integrity": "y" } })));
        assert!(!agree(json!({}), locked()));
    }

    #[test]
    fn a_folder_where_nothing_was_installed_is_not_current() {
        assert!(!is_current(tempfile::tempdir().unwrap().path()));
    }
}
