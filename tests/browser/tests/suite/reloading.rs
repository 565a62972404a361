//! The browser that `./build.sh run` opens reloads the extension.

use std::fs;
use std::os::unix::fs::MetadataExt as _;

use anyhow::Result;
use browser_tests::browser::built_extension;
use browser_tests::{Engine, Options, copy_folder, eventually, launch, reload};
use demo_portals::Portals;
use serde_json::{Value, json};

#[tokio::test(flavor = "multi_thread")]
async fn a_reload_brings_what_was_built_since() -> Result<()> {
    if Engine::chosen() != Engine::Chromium {
        return Ok(());
    }
    let folder = tempfile::tempdir()?;
    let (extension, profile) = (folder.path().join("extension"), folder.path().join("profile"));
    copy_folder(&built_extension(), &extension)?;
    let portals = Portals::start().await?;
    let options = Options { extension: Some(extension.clone()), ..Options::default() };
    let mut arguments = launch::prepare(&portals, &profile, &options)?;
    if fs::metadata(folder.path())?.uid() == 0 {
        arguments.push("--no-sandbox".into());
    }
    let (_browser, mut pipe) = reload::start(&arguments)?;
    let version = "chrome.runtime.getManifest().version";
    let loaded =
        eventually("the extension", async || pipe.evaluate(&extension, version).await, Value::is_string).await?;

    let manifest = extension.join("manifest.json");
    let mut changed: Value = serde_json::from_slice(&fs::read(&manifest)?)?;
    assert_eq!(changed["version"], loaded);
    changed["version"] = json!("9.9.9");
    fs::write(&manifest, changed.to_string())?;
    pipe.reload(&extension).await?;
    let is_new = |version: &Value| *version == json!("9.9.9");
    eventually("the changed extension", async || pipe.evaluate(&extension, version).await, is_new).await.map(drop)
}
