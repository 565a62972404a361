//! The manifest: `manifest.json` with what the catalogue and `Cargo.toml` know.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use sandbar::badge::{Banner, Tone, toolbar};
use sandbar::scripts::{entered_sites, match_pattern, static_scripts};
use serde_json::{Map, Value, json};

use super::icons::SIZES;
use crate::project::root;

/// Writes the manifest for Chromium.
pub fn write(into: &Path) -> Result<()> {
    let text = serde_json::to_string_pretty(&chromium()?).context("writing the manifest")?;
    fs::write(into.join("manifest.json"), text + "\n").context("writing the manifest")
}

fn chromium() -> Result<Map<String, Value>> {
    let source = fs::read(root().join("manifest.json")).context("reading manifest.json")?;
    let mut manifest: Map<String, Value> = serde_json::from_slice(&source).context("reading manifest.json")?;

    let icons: Map<String, Value> = SIZES
        .iter()
        .map(|size| (size.to_string(), json!(format!("icons/{}-{size}.png", Tone::Neutral.name()))))
        .collect();
    let scripts: Vec<Value> = static_scripts()
        .into_iter()
        .map(|scripts| {
            json!({
                "matches": scripts.matches, "js": scripts.js, "run_at": "document_start",
                "all_frames": scripts.all_frames, "match_about_blank": scripts.all_frames,
            })
        })
        .collect();
    let title = toolbar(None, Banner::Pending).title.key;

    manifest.insert("version".into(), json!(env!("CARGO_PKG_VERSION")));
    manifest.insert("icons".into(), json!(icons));
    manifest.insert("action".into(), json!({ "default_icon": icons, "default_title": format!("__MSG_{title}__") }));
    manifest.insert("host_permissions".into(), entered_sites().map(match_pattern).collect());
    manifest.insert("content_scripts".into(), json!(scripts));
    Ok(manifest)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every change here is a change of what people are asked to allow: its
    /// reason belongs in `docs/permissions.md`.
    #[test]
    fn the_manifest_asks_for_exactly_this() {
        let manifest = chromium().unwrap();
        let keys: Vec<&str> = manifest.keys().map(String::as_str).collect();
        assert_eq!(
            keys,
            [
                "manifest_version",
                "name",
                "description",
                "default_locale",
                "minimum_chrome_version",
                "permissions",
                "action",
                "background",
                "content_security_policy",
                "version",
                "icons",
                "host_permissions",
                "content_scripts",
            ]
        );
        assert_eq!(manifest["permissions"], json!(["cookies", "scripting", "storage"]));
        assert_eq!(
            manifest["host_permissions"],
            json!([
                "https://commercedeveloper.adobe.com/*",
                "https://commercedeveloper-sandbox.adobe.com/*",
                "https://developer.magento.com/*",
                "https://developer-stg.magento.com/*",
                "https://account.magento.com/*",
            ])
        );
        assert_eq!(manifest["background"], json!({ "service_worker": "background.js" }));
        assert_eq!(
            manifest["content_security_policy"],
            json!({
                "extension_pages": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                                    img-src 'self' data:; connect-src 'self'"
            })
        );
    }

    #[test]
    fn page_scripts_run_on_the_portals_and_the_account_site_and_nowhere_else() {
        let manifest = chromium().unwrap();
        let scripts = manifest["content_scripts"].as_array().unwrap();
        let mut hosts: Vec<&str> = scripts
            .iter()
            .flat_map(|scripts| scripts["matches"].as_array().unwrap())
            .map(|pattern| pattern.as_str().unwrap())
            .collect();
        hosts.sort_unstable();
        hosts.dedup();
        assert_eq!(
            hosts,
            [
                "https://account.magento.com/*",
                "https://commercedeveloper-sandbox.adobe.com/*",
                "https://commercedeveloper.adobe.com/*",
                "https://developer-stg.magento.com/*",
                "https://developer.magento.com/*",
            ]
        );
        for scripts in scripts {
            let keys: Vec<&String> = scripts.as_object().unwrap().keys().collect();
            assert_eq!(keys, ["matches", "js", "run_at", "all_frames", "match_about_blank"]);
            assert_eq!(scripts["run_at"], "document_start");
        }
    }

    #[test]
    fn the_badge_is_drawn_in_the_top_frame_alone() {
        let manifest = chromium().unwrap();
        for scripts in manifest["content_scripts"].as_array().unwrap() {
            let files = scripts["js"].as_array().unwrap();
            assert!(scripts["all_frames"] == false || !files.contains(&json!("page/badge.js")), "{scripts}");
        }
    }

    #[test]
    fn every_permission_has_its_reason_in_the_documentation() {
        let reasons = fs::read_to_string(root().join("docs/permissions.md")).unwrap();
        let manifest = chromium().unwrap();
        for list in ["permissions", "host_permissions"] {
            for permission in manifest[list].as_array().unwrap() {
                let permission = permission.as_str().unwrap();
                assert!(reasons.contains(&format!("`{permission}`")), "{permission} has no reason");
            }
        }
    }
}
