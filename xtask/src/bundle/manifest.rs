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

    let text = serde_json::to_string_pretty(&manifest).context("writing the manifest")?;
    fs::write(into.join("manifest.json"), text + "\n").context("writing the manifest")
}
