//! Reads and writes the stored keys of the extension directly.

use anyhow::{Context, Result, anyhow};
use sandbar::credential::fingerprint::{Fingerprint, Fingerprinter, InstallationKey};
use sandbar::credential::secret::Secret;
use sandbar::keyring::{Entry, Keyring};
use serde_json::{Map, Value, json};

use crate::browser::Browser;
use crate::wait::eventually;

impl Browser {
    /// Computes fingerprints with this installation's key.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no installation key.
    pub async fn fingerprinter(&self) -> Result<Fingerprinter> {
        let read = "return (await browser.storage.local.get('installation-key'))['installation-key'] ?? null;";
        let key = eventually("the installation key", async || self.ask(read).await, |key| key.is_string()).await?;
        let key = key.as_str().and_then(InstallationKey::from_storage).context("the installation key is readable")?;
        Ok(Fingerprinter::new(&key))
    }

    /// This installation's fingerprint of a value.
    ///
    /// # Errors
    ///
    /// Returns an error if the value is empty, or there is no installation key.
    pub async fn fingerprint(&self, value: &str) -> Result<Fingerprint> {
        Ok(self.fingerprinter().await?.of(&Secret::new(value)))
    }

    /// Every stored entry of the keyring, sorted.
    ///
    /// # Errors
    ///
    /// Returns an error if an entry can't be read.
    pub async fn entries(&self) -> Result<Vec<Entry>> {
        let read = "return Object.entries(await browser.storage.local.get()).filter(([name]) => name.startsWith('key:')).map(([, entry]) => entry);";
        let mut entries: Vec<Entry> = serde_json::from_value(self.ask(read).await?)?;
        entries.sort_by_key(|entry| entry.fingerprint);
        Ok(entries)
    }

    /// Stores these keys, and restarts the extension's worker so that it knows them.
    ///
    /// # Errors
    ///
    /// Returns an error if they can't be stored.
    pub async fn know(&self, keyring: &Keyring) -> Result<()> {
        let items: Result<Map<String, Value>> = keyring
            .entries()
            .map(|entry| Ok((format!("key:{}", entry.fingerprint.to_text()), serde_json::to_value(entry)?)))
            .collect();
        self.ask(&format!("await browser.storage.local.set({});", json!(items?))).await?;
        self.start_worker_anew().await
    }

    /// Stops the worker, and waits for an answer from a new one.
    async fn start_worker_anew(&self) -> Result<()> {
        self.kill_worker().await?;
        self.strict_paste(false).await
    }

    /// Turns *Check before pasting* on or off, as the options page does.
    ///
    /// # Errors
    ///
    /// Returns an error if the core doesn't answer.
    pub async fn strict_paste(&self, on: bool) -> Result<()> {
        self.choose("strict-paste", on.into()).await
    }

    /// Removes all stored keys behind the extension's back.
    ///
    /// # Errors
    ///
    /// Returns an error if they can't be removed.
    pub async fn forget_keys(&self) -> Result<()> {
        let remove =
            "const names = Object.keys(await browser.storage.local.get()).filter((name) => name.startsWith('key:'));
             await browser.storage.local.remove(names);";
        self.ask(remove).await?;
        self.start_worker_anew().await
    }

    /// Starts counting changes to stored entries.
    ///
    /// # Errors
    ///
    /// Returns an error if the extension's page can't listen.
    pub async fn count_changes(&self) -> Result<()> {
        let listen = "window.changed = [];
             browser.storage.local.onChanged.addListener((changes) =>
               changed.push(...Object.keys(changes).filter((name) => name.startsWith('key:'))));";
        self.ask(listen).await.map(drop)
    }

    /// The stored entries that changed since counting started, once per change.
    ///
    /// # Errors
    ///
    /// Returns an error if counting has not been started.
    pub async fn changes(&self) -> Result<Vec<String>> {
        serde_json::from_value(self.ask("return changed;").await?).map_err(|error| anyhow!(error))
    }
}
