//! Prepares Chromium to find the portals and to load the extension, with or without a driver.

use std::path::Path;

use anyhow::{Context, Result};
use demo_portals::Portals;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::browser::{Options, Screen};

/// Prepares the profile. Returns the command line, without the driver's options.
///
/// # Errors
///
/// Returns an error if the extension's folder isn't there, or the profile can't
/// be written.
pub fn prepare(portals: &Portals, profile: &Path, options: &Options) -> Result<Vec<String>> {
    let stays = write_preferences(profile, options)?;
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
        // Plain http isn't upgraded. An address is loaded exactly as often as it is opened, and not
        // in advance. The pages below the address bar would cost each start a fifth of its time.
        "--disable-features=HttpsUpgrades,IgnoreDuplicateNavs,Prewarm,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
        "--disable-search-engine-choice-screen",
        "--password-store=basic",
    ];
    arguments.extend(fixed.map(String::from));
    if options.screen == Screen::Headless {
        arguments.push("--headless=new".into());
    }
    if let Some(folder) = &options.extension
        && !stays
    {
        let folder = folder.canonicalize().with_context(|| format!("finding {}", folder.display()))?;
        arguments.push(format!("--load-extension={}", folder.display()));
    }
    Ok(arguments)
}

/// Chromium's code for an extension that was loaded permanently from a folder on its extensions
/// page. An extension on the command line has code 8 and is installed again at every start, so it
/// loses its registrations and granted access.
const LOADED_TO_STAY: i64 = 4;

/// Writes the profile's preferences: the extension's button is in the toolbar. An extension that
/// was already in the profile stays, like one that a user loaded. Returns whether there is one.
fn write_preferences(profile: &Path, options: &Options) -> Result<bool> {
    let folder = profile.join("Default");
    let file = folder.join("Preferences");
    let mut preferences: Value =
        if file.is_file() { serde_json::from_slice(&std::fs::read(&file)?)? } else { json!({}) };
    // 1: the last session's tabs; 5: a new tab.
    preferences["session"]["restore_on_startup"] = json!(if options.restore_tabs { 1 } else { 5 });
    // Otherwise an extension from a folder may not be loaded again.
    preferences["extensions"]["ui"]["developer_mode"] = json!(true);
    let mut stays = false;
    if let Some(extension) = &options.extension {
        let id = id_of(extension)?;
        preferences["extensions"]["pinned_extensions"] = json!([id]);
        if let Some(known) = preferences.pointer_mut(&format!("/extensions/settings/{id}")) {
            known["location"] = json!(LOADED_TO_STAY);
            stays = true;
        }
    }
    std::fs::create_dir_all(&folder).context("making a profile")?;
    std::fs::write(&file, preferences.to_string()).context("writing the profile's preferences")?;
    Ok(stays)
}

/// The ID that Chromium gives an extension from this folder: the first 128 bits of its path's
/// SHA-256, as letters from a to p.
///
/// # Errors
///
/// Returns an error if the folder isn't there.
pub fn id_of(folder: &Path) -> Result<String> {
    let folder = folder.canonicalize().with_context(|| format!("finding {}", folder.display()))?;
    let hash = Sha256::digest(folder.as_os_str().as_encoded_bytes());
    let letter = |half: u8| char::from(b'a' + half);
    Ok(hash.iter().take(16).flat_map(|byte| [letter(byte >> 4), letter(byte & 15)]).collect())
}
