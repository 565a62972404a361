//! How Chromium is told to find the portals and to load the extension, by the
//! driver or by hand.

use std::path::Path;

use anyhow::{Context, Result};
use demo_portals::Portals;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::browser::{Options, Screen};

/// The command line, but for what a driver adds.
///
/// # Errors
/// When the extension's folder is not there.
pub fn arguments(portals: &Portals, profile: &Path, options: &Options) -> Result<Vec<String>> {
    let (width, height) = options.window;
    let mut arguments = vec![
        format!("--user-data-dir={}", profile.display()),
        format!("--host-resolver-rules={}", portals.host_resolver_rules()),
        format!("--ignore-certificate-errors-spki-list={}", portals.spki_fingerprint()),
        format!("--window-size={width},{height}"),
        "--window-position=0,0".into(),
    ];
    let fixed = [
        "--no-first-run",
        "--no-default-browser-check",
        "--disable-quic",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
        "--disable-features=HttpsUpgrades", // plain http stays what it is
        "--disable-search-engine-choice-screen",
        "--password-store=basic",
    ];
    arguments.extend(fixed.map(String::from));
    if options.screen == Screen::Headless {
        arguments.push("--headless=new".into());
    }
    if let Some(folder) = &options.extension {
        let folder = folder.canonicalize().with_context(|| format!("finding {}", folder.display()))?;
        arguments.push(format!("--load-extension={}", folder.display()));
    }
    Ok(arguments)
}

/// The preferences of a fresh profile: the extension's button stands in the toolbar.
///
/// # Errors
/// When the extension's folder is not there.
pub fn preferences(options: &Options) -> Result<Value> {
    let start = if options.restore_tabs { 1 } else { 5 }; // 1: the last session's tabs; 5: a new tab
    let pinned = options.extension.as_deref().map(id_of).transpose()?;
    Ok(json!({
        "session": { "restore_on_startup": start },
        "extensions": {
            "ui": { "developer_mode": true }, // else an unpacked extension may not load anew
            "pinned_extensions": pinned.as_slice(),
        },
    }))
}

/// The id that Chromium gives an extension loaded from this folder: the first
/// 128 bits of its path's SHA-256, in the letters a to p.
///
/// # Errors
/// When the folder is not there.
pub fn id_of(folder: &Path) -> Result<String> {
    let folder = folder.canonicalize().with_context(|| format!("finding {}", folder.display()))?;
    let hash = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    let letter = |half: u8| char::from(b'a' + half);
    Ok(hash.iter().take(16).flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]).collect())
}
