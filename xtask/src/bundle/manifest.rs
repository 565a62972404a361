//! Generates the manifest from `manifest.json`, the catalogue, `Cargo.toml` and
//! the differences between browsers.

use std::fs;

use anyhow::{Context, Result};
use sandbar::catalogue::Catalogue;
use sandbar::content_scripts::{entered_sites, match_pattern, static_scripts};
use sandbar::view::badge::{Banner, icon_file, toolbar};
use sandbar::view::theme::Tone;
use serde_json::{Map, Value, json};

use super::icons::OWN_SIZES;
use crate::project::root;

/// A browser with its own build. The builds differ only in their manifest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Browser {
    /// Chromium and browsers based on it.
    Chromium,
    /// Firefox.
    Firefox,
}

impl Browser {
    /// Both browsers.
    pub const ALL: [Self; 2] = [Self::Chromium, Self::Firefox];

    /// Its name in folders and packages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Chromium => "chromium",
            Self::Firefox => "firefox",
        }
    }

    /// The oldest supported version (decision 13). The README, the release
    /// instructions and the setup are checked against it.
    pub const fn oldest(self) -> u32 {
        match self {
            Self::Chromium => 121,
            Self::Firefox => 153,
        }
    }

    /// The manifest keys that only this browser has.
    fn own(self) -> Vec<(&'static str, Value)> {
        match self {
            Self::Chromium => vec![
                ("minimum_chrome_version", json!(self.oldest().to_string())),
                ("background", json!({ "service_worker": "background.js" })),
                // The schema of managed policy. Firefox needs no such file.
                ("storage", json!({ "managed_schema": SCHEMA_FILE })),
            ],
            Self::Firefox => vec![
                // Containers, which keep Sandbox separate (decision 30).
                // Chromium has none.
                ("permissions", json!(FIREFOX_PERMISSIONS)),
                // An event page has no `importScripts`, so the core's glue is
                // listed before the script that needs it.
                ("background", json!({ "scripts": ["core/background.js", "background.js"] })),
                (
                    "browser_specific_settings",
                    json!({ "gecko": {
                        "id": FIREFOX_ID,
                        "strict_min_version": format!("{}.0", self.oldest()),
                        "data_collection_permissions": { "required": ["none"] },
                    } }),
                ),
            ],
        }
    }
}

/// The schema of managed policy (src/settings/policy.rs).
pub const SCHEMA_FILE: &str = "policies.json";

/// The permissions in `manifest.json`, and containers, which show no prompt and
/// therefore can't be optional.
const FIREFOX_PERMISSIONS: [&str; 6] =
    ["activeTab", "contextMenus", "contextualIdentities", "cookies", "scripting", "storage"];

/// The extension's ID in Firefox. It must never change, because updates use it.
const FIREFOX_ID: &str = "sandbar@sandbar-extension";

/// The manifest for a browser, as JSON.
pub fn text(browser: Browser) -> Result<String> {
    Ok(serde_json::to_string(&of(browser)?).context("writing the manifest")? + "\n")
}

fn of(browser: Browser) -> Result<Map<String, Value>> {
    let catalogue = Catalogue::default();
    let source = fs::read(root().join("manifest.json")).context("reading manifest.json")?;
    let mut manifest: Map<String, Value> = serde_json::from_slice(&source).context("reading manifest.json")?;

    let icons: Map<String, Value> =
        OWN_SIZES.iter().map(|&size| (size.to_string(), json!(icon_file(Tone::Neutral, size)))).collect();
    let scripts: Vec<Value> = static_scripts(&catalogue)
        .into_iter()
        .map(|scripts| {
            json!({
                "matches": scripts.matches, "js": scripts.js, "run_at": "document_start",
                "all_frames": scripts.all_frames, "match_origin_as_fallback": scripts.enters_made_frames(),
            })
        })
        .collect();
    let title = toolbar(None, Banner::Pending).title.key.name();

    manifest.insert("version".into(), json!(env!("CARGO_PKG_VERSION")));
    manifest.insert("icons".into(), json!(icons));
    if let Some(action) = manifest.get_mut("action").and_then(Value::as_object_mut) {
        action.insert("default_icon".into(), json!(icons));
        action.insert("default_title".into(), format!("__MSG_{title}__").into());
    }
    manifest.insert("host_permissions".into(), entered_sites(&catalogue).map(match_pattern).collect());
    manifest.insert("content_scripts".into(), json!(scripts));
    manifest.extend(browser.own().into_iter().map(|(key, value)| (key.to_owned(), value)));
    Ok(manifest)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Every change here changes what users are asked to allow, so its reason
    /// belongs in `docs/permissions.md`.
    #[test]
    fn the_manifests_ask_for_exactly_this() {
        let shared = ["activeTab", "contextMenus", "cookies", "scripting", "storage"];
        asks_for_exactly_this(&of(Browser::Chromium).unwrap(), &shared);
        let with_containers = ["activeTab", "contextMenus", "contextualIdentities", "cookies", "scripting", "storage"];
        asks_for_exactly_this(&of(Browser::Firefox).unwrap(), &with_containers);
    }

    /// The welcome page's list of permissions, with Firefox's additional one.
    #[test]
    fn the_welcome_page_names_every_permission() {
        let page = fs::read_to_string(root().join("extension/pages/welcome.html")).unwrap();
        let named: BTreeSet<_> =
            page.split("<dt data-word=\"welcomeMay").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let manifest = of(Browser::Firefox).unwrap();
        let permissions = manifest["permissions"].as_array().unwrap().iter().map(|one| match one.as_str().unwrap() {
            "activeTab" => "Tab",
            "contextMenus" => "Menu",
            "contextualIdentities" => "Containers",
            "cookies" => "Cookies",
            "scripting" => "Scripting",
            "storage" => "Storage",
            other => panic!("{other} needs a row on the welcome page"),
        });
        assert_eq!(named, permissions.chain(["Portals"]).collect::<BTreeSet<_>>());
    }

    fn asks_for_exactly_this(manifest: &Map<String, Value>, permissions: &[&str]) {
        let keys: Vec<&str> = manifest.keys().map(String::as_str).collect();
        let own = ["minimum_chrome_version", "browser_specific_settings", "background", "storage"];
        let shared: Vec<&str> = keys.iter().copied().filter(|key| !own.contains(key)).collect();
        assert_eq!(
            shared,
            [
                "manifest_version",
                "name",
                "description",
                "default_locale",
                "permissions",
                "optional_host_permissions",
                "action",
                "options_ui",
                "commands",
                "content_security_policy",
                "version",
                "icons",
                "host_permissions",
                "content_scripts",
            ]
        );
        assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(manifest["permissions"], json!(permissions));
        assert_eq!(manifest["optional_host_permissions"], json!(["https://*/*"]));
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
        assert_eq!(
            manifest["content_security_policy"],
            json!({
                "extension_pages": "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
                                    img-src 'self' data:; connect-src 'self'"
            })
        );
    }

    #[test]
    fn the_manifests_differ_only_in_the_background_and_in_browser_specific_keys() {
        let (mut chromium, mut firefox) = (of(Browser::Chromium).unwrap(), of(Browser::Firefox).unwrap());
        let own = |manifest: &mut Map<String, Value>, key: &str| manifest.remove(key).unwrap();
        assert_eq!(own(&mut chromium, "minimum_chrome_version"), "121");
        assert_eq!(own(&mut chromium, "background"), json!({ "service_worker": "background.js" }));
        assert_eq!(own(&mut chromium, "storage"), json!({ "managed_schema": "policies.json" }));
        assert_eq!(own(&mut firefox, "background"), json!({ "scripts": ["core/background.js", "background.js"] }));
        assert_eq!(
            own(&mut firefox, "browser_specific_settings"),
            json!({ "gecko": {
                "id": "sandbar@sandbar-extension", "strict_min_version": "153.0",
                "data_collection_permissions": { "required": ["none"] },
            } })
        );
        let permissions = |manifest: &mut Map<String, Value>| -> Vec<String> {
            serde_json::from_value(own(manifest, "permissions")).unwrap()
        };
        let (in_chromium, in_firefox) = (permissions(&mut chromium), permissions(&mut firefox));
        let more: Vec<&String> = in_firefox.iter().filter(|permission| !in_chromium.contains(permission)).collect();
        assert_eq!(more, ["contextualIdentities"]);
        assert_eq!(in_firefox.len(), in_chromium.len() + 1);
        assert_eq!(chromium, firefox);
    }

    #[test]
    fn page_scripts_run_on_the_portals_and_the_account_site_and_nowhere_else() {
        let manifest = of(Browser::Chromium).unwrap();
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
            assert_eq!(keys, ["matches", "js", "run_at", "all_frames", "match_origin_as_fallback"]);
            assert_eq!(scripts["run_at"], "document_start");
        }
    }

    #[test]
    fn the_badge_is_drawn_in_the_top_frame_alone() {
        let manifest = of(Browser::Chromium).unwrap();
        for scripts in manifest["content_scripts"].as_array().unwrap() {
            let files = scripts["js"].as_array().unwrap();
            let is_account = scripts["matches"] == json!(["https://account.magento.com/*"]);
            let draws = files.contains(&json!("content/portal.js"));
            assert!(!draws || (scripts["all_frames"] == false && !is_account), "{scripts}");
        }
    }

    #[test]
    fn every_permission_has_its_reason_in_the_documentation() {
        let reasons = fs::read_to_string(root().join("docs/permissions.md")).unwrap();
        for manifest in Browser::ALL.map(|browser| of(browser).unwrap()) {
            for list in ["permissions", "host_permissions", "optional_host_permissions"] {
                for permission in manifest[list].as_array().unwrap() {
                    let permission = permission.as_str().unwrap();
                    assert!(reasons.contains(&format!("`{permission}`")), "{permission} has no reason");
                }
            }
        }
    }
}
