//! Real editors from their npm packages, each bundled for its test page.

use std::path::Path;

use anyhow::{Context, Result, ensure};
use serde_json::Value;
use tokio::process::Command;

use crate::browser::Browser;
use crate::page::Page;
use crate::wait::eventually;

impl Browser {
    /// Opens a page with this editor. `name` is a module in `editors/`, optionally with options:
    /// `monaco#edit-context`.
    ///
    /// # Errors
    ///
    /// Returns an error if it can't be bundled or doesn't start.
    pub async fn editor(&self, host: &str, name: &str) -> Result<Page<'_>> {
        let (module, options) = name.split_once('#').unwrap_or((name, ""));
        let script = bundle(module).await?;
        let page = self.open(&format!("https://{host}/editor#{options}")).await?;
        page.start_editor(name, &script).await?;
        Ok(page)
    }
}

/// The module with all its imports, as one script.
async fn bundle(name: &str) -> Result<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let module = format!("tests/browser/editors/{name}.js");
    let made = Command::new(root.join("node_modules/.bin/esbuild"))
        .current_dir(&root)
        .args([&module, "--bundle", "--minify", "--format=esm", "--loader:.css=text", "--loader:.ttf=empty"])
        .args(["--define:process.env.NODE_ENV=\"production\"", "--define:import.meta.url=location.href"])
        .args(["--conditions=production", "--log-level=error", "--target=es2022"])
        .output()
        .await
        .with_context(|| format!("bundling {module}"))?;
    ensure!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    String::from_utf8(made.stdout).context("a script")
}

impl Page<'_> {
    /// Puts this editor at the start of the page's content. Options are the page's hash.
    ///
    /// # Errors
    ///
    /// Returns an error if it can't be bundled or doesn't start.
    pub async fn put_editor(&self, name: &str) -> Result<()> {
        let (module, options) = name.split_once('#').unwrap_or((name, ""));
        let script = bundle(module).await?;
        let place = "const place = document.createElement('div');
            place.id = 'editor';
            place.style.height = '300px';
            document.querySelector('main').prepend(place);";
        self.run(&format!("location.hash = {options:?}; {place}")).await?;
        self.start_editor(name, &script).await
    }

    async fn start_editor(&self, name: &str, script: &str) -> Result<()> {
        self.run(&format!("{script}\nawait globalThis.editorStarted;")).await?;
        let ready = async || self.run("return typeof globalThis.model === 'function';").await;
        eventually(&format!("{name} has started"), ready, |ready| *ready == true).await.map(drop)
    }

    /// The text in the model of the page's editor.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
    pub async fn model(&self) -> Result<String> {
        match self.run("return globalThis.model();").await? {
            Value::String(text) => Ok(text),
            other => Err(anyhow::anyhow!("no text: {other}")),
        }
    }
}
