//! Watched sites: adds them as the extension's pages do, grants and withdraws access, and reads
//! back what the browser reports.

use anyhow::{Context, Result, ensure};
use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::catalogue::{Catalogue, Environment};
use sandbar::content_scripts::{Chosen, PageScripts, chosen_scripts};
use sandbar::protocol::WatchedSite;
use sandbar::settings::Settings;
use serde_json::{Value, json};

use crate::browser::Browser;
use crate::engine::{Engine, firefox};
use crate::page::{Page, attribute, find_all};
use crate::wait::eventually;

/// A chip, which only shows the environment of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chip {
    /// The accessible role.
    pub role: String,
    /// The accessible name.
    pub name: String,
    /// Its text, one line per key.
    pub text: String,
}

/// A site to watch.
#[must_use]
#[allow(clippy::expect_used, reason = "a test with a wrong address fails")]
pub fn site(address: &str, environment: Option<Environment>) -> Watched {
    Watched { scope: Scope::parse(address).expect("an address"), environment, learning: false, words: Vec::new() }
}

impl Browser {
    /// Watches a site or changes its settings, as the extension's pages do.
    ///
    /// # Errors
    ///
    /// Returns an error if the core doesn't answer.
    pub async fn watch(&self, site: &Watched) -> Result<()> {
        self.ask_core(&json!({ "watch": site })).await.map(drop)
    }

    /// Stops watching a site.
    ///
    /// # Errors
    ///
    /// Returns an error if the core doesn't answer.
    pub async fn unwatch(&self, site: &Watched) -> Result<()> {
        self.ask_core(&json!({ "unwatch": site.scope })).await.map(drop)
    }

    /// The watched sites, as the extension's pages see them.
    ///
    /// # Errors
    ///
    /// Returns an error if the core doesn't answer.
    pub async fn watched(&self) -> Result<Vec<Watched>> {
        let sites: Vec<WatchedSite> = serde_json::from_value(self.ask_core(&json!("watched")).await?)?;
        Ok(sites.into_iter().map(|listed| listed.site).collect())
    }

    /// Gives the extension access to a host that it may request, without a question. In Chromium,
    /// access is first given on the browser's own page, and then requested.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn grant(&self, host: &str) -> Result<()> {
        let pattern = format!("https://{host}/*");
        if Engine::chosen() == Engine::Firefox {
            return firefox::allow_origin(self.driver()?, &pattern, true).await;
        }
        self.site_access("addHostPermission", &pattern).await?;
        let ask = format!("chrome.permissions.request({{ origins: ['{pattern}'] }})");
        let pressed = json!({ "expression": ask, "awaitPromise": true, "returnByValue": true, "userGesture": true });
        let answer = self.devtools(&self.own_tab()?, "Runtime.evaluate", pressed).await?;
        ensure!(answer["result"]["value"] == true, "{answer}");
        Ok(())
    }

    /// Withdraws that access, as the browser's own page does.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn withdraw(&self, host: &str) -> Result<()> {
        let pattern = format!("https://{host}/*");
        match Engine::chosen() {
            Engine::Firefox => firefox::allow_origin(self.driver()?, &pattern, false).await,
            Engine::Chromium => self.site_access("removeHostPermission", &pattern).await,
        }
    }

    /// Changes the access to one site on Chromium's extensions page.
    async fn site_access(&self, change: &str, pattern: &str) -> Result<()> {
        let page = self.open("chrome://extensions/").await?;
        page.run(&format!("await chrome.developerPrivate.{change}('{}', '{pattern}');", self.id()?)).await?;
        page.close().await
    }

    /// Whether the extension has access to this host.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn may_enter(&self, host: &str) -> Result<bool> {
        let contains = format!("return browser.permissions.contains({{ origins: ['https://{host}/*'] }});");
        Ok(self.ask(&contains).await? == true)
    }

    /// Waits until the registered scripts are exactly those for these watched sites.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn keeps_scripts_of(&self, sites: &[&Watched]) -> Result<()> {
        let settings: Settings = serde_json::from_value(self.ask_core(&json!("settings")).await?)?;
        let catalogue = Catalogue::default();
        let chosen = Chosen { catalogue: &catalogue, settings: &settings, paused: Vec::new(), watched: sites.to_vec() };
        let mut wanted: Vec<Value> = chosen_scripts(&chosen).iter().map(kept).collect();
        wanted.sort_by_key(|scripts| scripts["id"].to_string());
        let read = "const scripts = await browser.scripting.getRegisteredContentScripts();
            return scripts.map(({ id, matches, excludeMatches, js, allFrames, persistAcrossSessions }) =>
              ({ id, matches: matches.sort(), except: (excludeMatches ?? []).sort(), js: js.map((file) => file.replace(/^.*?(?=page\\/)/, '')), allFrames, persistAcrossSessions }))
              .sort((one, other) => JSON.stringify(one.id) < JSON.stringify(other.id) ? -1 : 1);";
        let wanted = Value::from(wanted);
        eventually(&format!("the browser keeps {wanted}"), async || self.ask(read).await, |seen| *seen == wanted)
            .await
            .map(drop)
    }

    /// An extension page with a button that requests access to a host.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't open.
    pub async fn asking_page(&self, host: &str) -> Result<Page<'_>> {
        let page = self.open(&self.page_url("manifest.json")?).await?;
        let script = format!(
            "const button = document.createElement('button');
             button.id = 'ask'; button.textContent = 'Ask'; button.style = 'position: fixed; inset: 40px auto auto 40px; font-size: 30px';
             window.answer = 'none yet';
             button.onclick = () => button.blur() ?? (globalThis.browser ?? chrome).permissions.request({{ origins: ['https://{host}/*'] }})
               .then((granted) => (window.answer = granted), (error) => (window.answer = String(error)));
             document.body.append(button);"
        );
        page.run(&script).await?;
        Ok(page)
    }
}

fn kept(scripts: &PageScripts) -> Value {
    let sorted = |patterns: &[String]| {
        let mut patterns = patterns.to_vec();
        patterns.sort();
        patterns
    };
    json!({
        "id": scripts.id, "matches": sorted(&scripts.matches), "except": sorted(&scripts.except), "js": scripts.js, "allFrames": scripts.all_frames,
        "persistAcrossSessions": true,
    })
}

impl Page<'_> {
    /// The visible chip, if there is one, including in frames.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn chip(&self) -> Result<Option<Chip>> {
        let document = self.document().await?;
        let chips = find_all(&document, &|node| attribute(node, "class") == Some("chip"));
        let Some(chip) = chips.into_iter().find(|node| attribute(node, "hidden").is_none()) else { return Ok(None) };
        let node = chip["nodeId"].clone();
        let tree =
            self.devtools("Accessibility.getPartialAXTree", json!({ "nodeId": node, "fetchRelatives": false })).await?;
        let said = |what: &str| tree["nodes"][0][what]["value"].as_str().unwrap_or_default().to_owned();
        let read = "function () { return [...this.querySelectorAll('li')].map((line) => line.innerText.replace(/\\s+/g, ' ')).join('\\n'); }";
        let text = self.call_on(&node, read).await?;
        let text = text.as_str().context("its text")?.to_owned();
        Ok(Some(Chip { role: said("role"), name: said("name"), text }))
    }

    /// Waits for a chip that contains all of these texts.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none in time.
    pub async fn chip_with(&self, parts: &[&str]) -> Result<Chip> {
        let says =
            |chip: &Option<Chip>| chip.as_ref().is_some_and(|chip| parts.iter().all(|part| chip.text.contains(part)));
        let what = format!("a chip that says {parts:?}");
        eventually(&what, async || self.chip().await, says).await?.context("a chip")
    }

    /// The addresses of this page's documents, including frames, that contain the extension's
    /// scripts. Elsewhere, the extension can't listen to anything.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn entered(&self) -> Result<Vec<String>> {
        let mut entered: Vec<String> = serde_json::from_value(self.browser().entered(self.handle()).await?)?;
        entered.sort();
        Ok(entered)
    }
}
