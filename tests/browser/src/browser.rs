//! A real browser with the built extension.

use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Mutex;

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine as _;
use demo_portals::Portals;
use sandbar::view::badge::{self, Tone};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::prelude::*;
use tokio::process::Child;

use crate::engine::chromium::{self, DevTools};
use crate::engine::{Engine, firefox};
use crate::launch;
use crate::page::Page;
use crate::preset::Preset;
use crate::wait::{Respite, eventually};

/// Where the browser's window is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// Nowhere: the browser draws its pages and no window around them.
    Headless,
    /// On the display with this name, or on the one the environment names.
    Display(Option<String>),
}

/// How to start the browser.
#[derive(Debug, Clone)]
pub struct Options {
    /// Where its window is.
    pub screen: Screen,
    /// Width and height of the window, in CSS pixels.
    pub window: (u32, u32),
    /// The folder of the extension; none starts the browser without it.
    pub extension: Option<PathBuf>,
    /// Whether a start brings back the tabs of the last session.
    pub restore_tabs: bool,
    /// Whether the welcome page, which an installation opens, stays open.
    pub welcome: bool,
    /// What an administrator presets for the extension.
    pub policy: Option<Value>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            screen: Screen::Headless,
            window: (1200, 800),
            extension: Some(built_extension()),
            restore_tabs: false,
            welcome: false,
            policy: None,
        }
    }
}

/// The folder that `./build.sh build` made, or the one named in `SANDBAR_DIST`.
#[must_use]
pub fn built_extension() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist").join(Engine::chosen().folder());
    std::env::var_os("SANDBAR_DIST").map_or(built, PathBuf::from)
}

/// A running browser, its driver, its profile and the demo portals it sees.
pub struct Browser {
    portals: Option<Portals>,
    driver: WebDriver,
    extension: Mutex<Option<Extension>>,
    profile: Option<TempDir>,
    presets: Option<Preset>,
    /// Of Chromium alone.
    devtools: Option<DevTools>,
    /// Where the extension was loaded from.
    folder: Option<PathBuf>,
    /// Ends with this value.
    _process: Child,
}

/// What is known of the loaded extension.
#[derive(Clone)]
struct Extension {
    id: String,
    /// A tab with a page of the extension, to ask the browser from.
    tab: WindowHandle,
}

/// A tab's toolbar button, read back from the browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolbar {
    /// The text on the icon.
    pub badge: String,
    /// The tooltip.
    pub title: String,
    /// The colour behind the text, `#rrggbb`.
    pub color: String,
}

impl Browser {
    /// Starts portals and browser as [`Options::default`] says.
    ///
    /// # Errors
    /// When one of them does not start, or the extension does not load.
    pub async fn start() -> Result<Self> {
        Self::start_with(Options::default()).await
    }

    /// Starts portals and browser.
    ///
    /// # Errors
    /// As [`Browser::start`].
    pub async fn start_with(options: Options) -> Result<Self> {
        let profile = tempfile::Builder::new().prefix("sandbar-profile-").tempdir()?;
        let keep = options.welcome || options.extension.is_none();
        let portals = Portals::start().await?;
        if Engine::chosen() == Engine::Firefox {
            firefox::prepare(&portals, profile.path()).await?;
        }
        let browser = Self::start_on(portals, profile, options).await?;
        if !keep {
            browser.close_welcome().await?;
        }
        Ok(browser)
    }

    /// Closes the page that an installation opens, once it has.
    async fn close_welcome(&self) -> Result<()> {
        let tabs = async || self.panel_tabs("pages/welcome.html").await;
        let opened = eventually("the welcome page has opened", tabs, |tabs| !tabs.is_empty()).await?;
        self.ask(&format!("await browser.tabs.remove({opened:?});")).await.map(drop)
    }

    /// The browser's numbers of the tabs that show this page of the extension.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn panel_tabs(&self, file: &str) -> Result<Vec<i64>> {
        if Engine::chosen() == Engine::Firefox {
            let open = format!(
                "return (await browser.tabs.query({{}})).filter((tab) => tab.url?.startsWith(browser.runtime.getURL('{file}'))).map((tab) => tab.id);"
            );
            return Ok(serde_json::from_value(self.ask(&open).await?)?);
        }
        let open = "return (await browser.runtime.getContexts({ contextTypes: ['TAB'] })).map((page) => [page.documentUrl, page.tabId]);";
        let open = self.ask(open).await?;
        let open = open.as_array().into_iter().flatten();
        let named = open.filter(|page| page[0].as_str().is_some_and(|url| url.ends_with(&format!("/{file}"))));
        Ok(named.filter_map(|page| page[1].as_i64()).collect())
    }

    /// Ends this browser as a person does and starts it again: same profile,
    /// same portals, new process.
    ///
    /// # Errors
    /// As [`Browser::start`].
    pub async fn restart(mut self, options: Options) -> Result<Self> {
        self.driver.clone().quit().await?;
        let portals = self.portals.take().context("the portals")?;
        let profile = self.profile.take().context("the profile")?;
        drop(self);
        Self::start_on(portals, profile, options).await
    }

    async fn start_on(portals: Portals, profile: TempDir, options: Options) -> Result<Self> {
        if let Some(folder) = &options.extension
            && !folder.join("manifest.json").is_file()
        {
            bail!("no extension in {}: run ./build.sh build", folder.display());
        }
        const STARTING: &str = "starting the browser";
        let presets = match (&options.policy, &options.extension, Engine::chosen()) {
            (Some(policy), Some(extension), Engine::Chromium) => Some(Preset::for_chromium(policy, extension)?),
            (Some(policy), _, Engine::Firefox) => Some(Preset::for_firefox(policy)?),
            _ => None,
        };
        let (process, driver, devtools) = match Engine::chosen() {
            Engine::Chromium => {
                let (process, port) = chromium::start_driver(&options.screen, presets.as_ref()).await?;
                let capabilities = chromium::capabilities(&portals, profile.path(), &options)?;
                let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await;
                (process, driver.context(STARTING)?, Some(DevTools::of(profile.path())?))
            }
            Engine::Firefox => {
                let (process, port) = firefox::start_driver(&options.screen).await?;
                let mut capabilities = firefox::capabilities(&portals, profile.path(), &options)?;
                if let Some(presets) = &presets {
                    capabilities.set_firefox_binary(&presets.firefox()?.display().to_string())?;
                }
                let driver =
                    WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await.context(STARTING)?;
                if let Some(folder) = &options.extension
                    && !firefox::is_installed(profile.path())
                {
                    let before = driver.windows().await?.len();
                    firefox::install(&driver, folder).await?;
                    if !options.welcome {
                        // Its driver takes the next tab that opens for the one that it opens itself.
                        let opened = async || Ok(driver.windows().await?.len() > before);
                        eventually("the welcome page has opened", opened, |opened| *opened).await?;
                    }
                }
                (process, driver, None)
            }
        };
        let browser = Self {
            portals: Some(portals),
            driver,
            extension: Mutex::new(None),
            profile: Some(profile),
            presets,
            devtools,
            folder: options.extension.clone(),
            _process: process,
        };
        if options.extension.is_some() {
            browser.driver.window().await?;
            browser.meet_extension(browser.driver.new_tab().await?).await?;
        }
        Ok(browser)
    }

    /// Gives the extension a tab to ask the browser from. Any document of the
    /// extension may; the manifest needs no page of its own.
    async fn meet_extension(&self, tab: WindowHandle) -> Result<()> {
        let id = self.extension_id().await?;
        self.driver.switch_to_window(tab.clone()).await?;
        self.driver.goto(page_of(&id, "manifest.json")).await?;
        *self.extension.lock().map_err(|_| anyhow!("a test has failed"))? = Some(Extension { id, tab });
        Ok(())
    }

    fn forget_extension(&self) -> Result<()> {
        *self.extension.lock().map_err(|_| anyhow!("a test has failed"))? = None;
        Ok(())
    }

    fn extension(&self) -> Result<Extension> {
        let extension = self.extension.lock().map_err(|_| anyhow!("a test has failed"))?;
        extension.clone().context("no extension is loaded")
    }

    /// Has the browser update the extension to what is in its folder now; open
    /// pages stay as they are.
    ///
    /// # Errors
    /// When it does not start again.
    pub async fn reload_extension(&self) -> Result<()> {
        self.reloaded_by(async || match Engine::chosen() {
            Engine::Chromium => self.ask("setTimeout(() => browser.runtime.reload());").await.map(drop),
            Engine::Firefox => firefox::install(&self.driver, self.folder.as_ref().context("a folder")?).await,
        })
        .await
    }

    /// Does what makes the browser load the extension anew, and waits for it.
    pub(crate) async fn reloaded_by(&self, reload: impl AsyncFnOnce() -> Result<()>) -> Result<()> {
        let before = self.extension()?;
        reload().await?;
        let gone = async || Ok(!self.driver.windows().await?.contains(&before.tab));
        eventually("the extension's page is closed", gone, |gone| *gone).await?;
        self.forget_extension()?;
        let rest = self.driver.windows().await?;
        self.driver.switch_to_window(rest.first().context("a window")?.clone()).await?;
        let tab = self.driver.new_tab().await?;
        self.meet_extension(tab).await
    }

    /// The driver, for what the harness has no word for.
    #[must_use]
    pub fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// The browser's profile folder.
    #[must_use]
    pub fn profile(&self) -> Option<&Path> {
        self.profile.as_ref().map(TempDir::path)
    }

    /// What an administrator presets, if anything was when the browser started.
    pub(crate) fn presets(&self) -> Option<&Preset> {
        self.presets.as_ref()
    }

    /// The portals that this browser's host names lead to.
    ///
    /// # Errors
    /// When the browser has ended.
    pub fn portals(&self) -> Result<&Portals> {
        self.portals.as_ref().context("the browser has ended")
    }

    /// Opens an address in a new tab and waits until it has loaded.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn open(&self, url: &str) -> Result<Page<'_>> {
        let page = self.new_tab().await?;
        page.go(url).await?;
        Ok(page)
    }

    /// Opens an empty tab.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn new_tab(&self) -> Result<Page<'_>> {
        let before = self.tab_ids().await?;
        // The tab that the driver last spoke to may be closed; the extension's stays.
        if let Ok(own) = self.own_tab() {
            self.driver.switch_to_window(own).await?;
        }
        let tab = self.driver.new_tab().await?;
        let new = eventually(
            "the new tab is listed",
            async || Ok(self.tab_ids().await?.into_iter().find(|id| !before.contains(id))),
            |id| self.extension().is_err() || id.is_some(),
        );
        Ok(Page::new(self, tab, new.await?))
    }

    /// The browser's numbers of all tabs; none when no extension is there to ask.
    async fn tab_ids(&self) -> Result<Vec<i64>> {
        if self.extension().is_err() {
            return Ok(Vec::new());
        }
        let ids = self.ask("return (await browser.tabs.query({})).map((tab) => tab.id);").await?;
        Ok(ids.as_array().into_iter().flatten().filter_map(Value::as_i64).collect())
    }

    /// The address of a page of the extension.
    ///
    /// # Errors
    /// When no extension is loaded.
    pub fn page_url(&self, file: &str) -> Result<String> {
        Ok(page_of(&self.id()?, file))
    }

    /// The extension's id.
    ///
    /// # Errors
    /// When none is loaded.
    pub fn id(&self) -> Result<String> {
        Ok(self.extension()?.id)
    }

    /// Runs a script in a page of the extension, with its API as `browser`.
    /// The script is the body of an async function.
    ///
    /// # Errors
    /// When it throws.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        let script = format!("globalThis.browser ??= chrome; {script}");
        self.run_in(&self.extension()?.tab, &script).await.context("in the extension's page")
    }

    /// Runs a script in a tab, in front or not; the body of an async function.
    pub(crate) async fn run_in(&self, tab: &WindowHandle, script: &str) -> Result<Value> {
        match &self.devtools {
            Some(devtools) => devtools.run(tab, script).await,
            None => firefox::run(&self.driver, tab, script).await,
        }
    }

    /// Puts a text on the browser's clipboard, as a person does: selected and
    /// copied, in a page that is none of the portals.
    ///
    /// # Errors
    /// When the browser does not copy.
    pub async fn put_on_clipboard(&self, text: &str) -> Result<()> {
        let text = json!(text);
        // Completion off: else the browser keeps the field's text with the session.
        let select = format!(
            "let field = document.querySelector('textarea');
             if (!field) document.body.append(field = document.createElement('textarea'));
             field.autocomplete = 'off'; field.value = {text}; field.focus(); field.select();"
        );
        self.ask(&select).await?;
        self.edit(&self.extension()?.tab, "c", "copy").await?;
        self.ask("document.querySelector('textarea').value = '';").await.map(drop)
    }

    /// A command of the DevTools protocol for a tab.
    pub(crate) async fn devtools(&self, tab: &WindowHandle, method: &str, parameters: Value) -> Result<Value> {
        match &self.devtools {
            Some(devtools) => devtools.tab(tab, method, parameters).await,
            None => firefox::devtools(&self.driver, tab, method, parameters).await,
        }
    }

    /// The addresses of a tab's documents in which the extension has a world of its own.
    pub(crate) async fn entered(&self, tab: &WindowHandle) -> Result<Value> {
        match &self.devtools {
            Some(devtools) => devtools.entered(tab, &self.id()?).await,
            None => firefox::devtools(&self.driver, tab, "Sandbar.entered", json!({ "extension": firefox::ID })).await,
        }
    }

    /// A command of the DevTools protocol for a tab, and the event that
    /// follows it; in Chromium alone.
    pub(crate) async fn devtools_until(
        &self,
        tab: &WindowHandle,
        method: &str,
        parameters: Value,
        event: &str,
    ) -> Result<Value> {
        self.devtools.as_ref().context("Chromium")?.tab_until(tab, method, parameters, event).await
    }

    /// The tab with the extension's own page.
    pub(crate) fn own_tab(&self) -> Result<WindowHandle> {
        Ok(self.extension()?.tab)
    }

    /// Presses Ctrl with a letter in a tab, as the keyboard does in a window
    /// that has the focus.
    pub(crate) async fn edit(&self, tab: &WindowHandle, letter: &str, command: &str) -> Result<()> {
        self.devtools(tab, "Page.bringToFront", json!({})).await?;
        self.devtools(tab, "Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
        let code = format!("Key{}", letter.to_uppercase());
        let key = json!({ "key": letter, "code": code, "modifiers": 2, "windowsVirtualKeyCode": letter.to_uppercase().as_bytes().first() });
        let mut down = key.clone();
        down["type"] = json!("rawKeyDown");
        down["commands"] = json!([command]);
        self.devtools(tab, "Input.dispatchKeyEvent", down).await?;
        let mut up = key;
        up["type"] = json!("keyUp");
        self.devtools(tab, "Input.dispatchKeyEvent", up).await?;
        Ok(())
    }

    /// The toolbar button of the tab at this address.
    ///
    /// # Errors
    /// When there is no such tab.
    pub async fn toolbar(&self, tab: i64) -> Result<Toolbar> {
        let script = format!(
            "const tab = {{ tabId: {tab} }};
             const color = await browser.action.getBadgeBackgroundColor(tab);
             return {{
               badge: await browser.action.getBadgeText(tab), title: await browser.action.getTitle(tab),
               color: '#' + color.slice(0, 3).map((value) => value.toString(16).padStart(2, '0')).join('') }};"
        );
        let seen = self.ask(&script).await?;
        let text = |name: &str| seen.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Ok(Toolbar { badge: text("badge"), title: text("title"), color: text("color") })
    }

    /// A picture of a tab's toolbar button, drawn from what the browser says of
    /// it: where there is no window, there is no toolbar to take a picture of.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn toolbar_drawn(&self, tab: i64) -> Result<Vec<u8>> {
        let Toolbar { badge, title, color } = self.toolbar(tab).await?;
        let tone = Tone::ALL.into_iter().find(|&tone| badge::color(tone) == color).context("a known colour")?;
        let script = format!(
            "const part = (name, style, text = '') => Object.assign(document.createElement(name), {{ style, textContent: text }});
             const icon = part('img', 'width: 32px');
             icon.src = '/icons/{tone}-32.png';
             await icon.decode();
             document.body.style = 'margin: 0; background: #fff';
             const row = part('div', 'display: flex; gap: 12px; align-items: center; padding: 12px; font: 16px sans-serif');
             row.append(icon, part('b', 'background: {color}; color: {ink}; padding: 0 4px', {badge}), part('span', '', {title}));
             document.body.replaceChildren(row);",
            tone = tone.name(),
            ink = badge::ink(tone),
            badge = json!(badge),
            title = json!(title),
        );
        self.ask(&script).await?;
        let tab = self.extension()?.tab;
        self.devtools(&tab, "Page.bringToFront", json!({})).await?;
        let clip = json!({ "x": 0, "y": 0, "width": 800, "height": 56, "scale": 1 });
        let shot = self.devtools(&tab, "Page.captureScreenshot", json!({ "format": "png", "clip": clip })).await?;
        Ok(base64::engine::general_purpose::STANDARD.decode(shot["data"].as_str().context("the picture")?)?)
    }

    /// Whether the extension's worker runs.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn worker_runs(&self) -> Result<bool> {
        match Engine::chosen() {
            Engine::Chromium => Ok(self.worker().await?.is_some()),
            Engine::Firefox => {
                const RUNS: &str =
                    "return WebExtensionPolicy.getByID(arguments[0])?.extension.backgroundState === 'running';";
                Ok(firefox::privileged(&self.driver, RUNS, json!([firefox::ID])).await? == true)
            }
        }
    }

    /// Ends the extension's worker, as the browser does after idling, and
    /// waits until it is gone.
    ///
    /// # Errors
    /// When it does not end.
    pub async fn kill_worker(&self) -> Result<()> {
        // What it had not answered wakes it again, until it is answered.
        let mut respite = Respite::default();
        let gone =
            async || Ok(if respite.is_over() { !self.strike_worker().await? } else { !self.worker_runs().await? });
        eventually("the worker is gone", gone, |gone| *gone).await.map(drop)
    }

    /// Ends the extension's worker, and does not wait: an event that it has
    /// not answered may start it again at once. Says whether there was one.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn strike_worker(&self) -> Result<bool> {
        if Engine::chosen() == Engine::Firefox {
            const END: &str = "const { extension } = WebExtensionPolicy.getByID(arguments[0]);
                const ran = extension.backgroundState === 'running';
                await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
                return ran;";
            return Ok(firefox::privileged(&self.driver, END, json!([firefox::ID])).await? == true);
        }
        let Some(worker) = self.worker().await? else { return Ok(false) };
        self.browser_devtools("Target.closeTarget", json!({ "targetId": worker })).await?;
        Ok(true)
    }

    /// Stops the process in which the extension runs, as a machine that is
    /// too busy for it does, until the value is dropped.
    ///
    /// # Errors
    /// When there is no such process.
    pub async fn stand_still(&self) -> Result<Standstill> {
        if Engine::chosen() == Engine::Firefox {
            let standstill = Standstill(firefox::extension_process(&self.driver).await?);
            standstill.signal("STOP")?;
            return Ok(standstill);
        }
        let profile = self.profile().context("the browser has ended")?.display().to_string();
        for entry in std::fs::read_dir("/proc")? {
            let entry = entry?;
            let Ok(command) = std::fs::read_to_string(entry.path().join("cmdline")) else { continue };
            if command.contains(&profile) && command.contains("--extension-process") {
                let standstill = Standstill(entry.file_name().to_string_lossy().into_owned());
                standstill.signal("STOP")?;
                return Ok(standstill);
            }
        }
        bail!("the extension runs in no process of its own")
    }

    /// A command of the DevTools protocol for the extension's worker; in Chromium alone.
    ///
    /// # Errors
    /// When no worker runs, or the browser refuses it.
    pub async fn worker_devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        let worker = self.worker().await?.context("no worker runs")?;
        self.devtools.as_ref().context("Chromium")?.worker(&worker, method, parameters).await
    }

    async fn worker(&self) -> Result<Option<String>> {
        let targets = self.targets().await?;
        let worker = targets.iter().find(|target| {
            target["type"] == "service_worker"
                && target["url"]
                    .as_str()
                    .is_some_and(|url| url.starts_with("chrome-extension://") && url.ends_with("/background.js"))
        });
        Ok(worker.and_then(|target| target["targetId"].as_str()).map(str::to_owned))
    }

    async fn targets(&self) -> Result<Vec<Value>> {
        let answer = self.browser_devtools("Target.getTargets", json!({})).await?;
        Ok(answer["targetInfos"].as_array().cloned().unwrap_or_default())
    }

    async fn browser_devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        self.devtools.as_ref().context("Chromium")?.browser(method, parameters).await
    }

    /// The name of the extension in its addresses, once it has started.
    async fn extension_id(&self) -> Result<String> {
        eventually("the extension's background has started", async || self.worker_runs().await, |runs| *runs).await?;
        match Engine::chosen() {
            Engine::Chromium => launch::id_of(self.folder.as_ref().context("a folder")?),
            Engine::Firefox => Ok(firefox::PAGES.to_owned()),
        }
    }

    /// Ends the browser and leaves its profile, which goes with the value.
    ///
    /// # Errors
    /// When it does not end.
    pub async fn leave(mut self) -> Result<TempDir> {
        let profile = self.profile.take().context("the profile")?;
        self.driver.clone().quit().await?;
        Ok(profile)
    }

    /// Ends browser and driver.
    ///
    /// # Errors
    /// When they do not end.
    pub async fn end(self) -> Result<()> {
        Ok(self.driver.clone().quit().await?)
    }
}

/// An extension that does not move, until this is dropped. Holds its process's number.
pub struct Standstill(String);

impl Standstill {
    fn signal(&self, name: &str) -> Result<()> {
        let done = std::process::Command::new("kill").args([&format!("-{name}"), &self.0]).status()?;
        if done.success() { Ok(()) } else { bail!("the process {} is gone", self.0) }
    }
}

impl Drop for Standstill {
    fn drop(&mut self) {
        // A process that is gone needs no waking.
        let _ = self.signal("CONT");
    }
}

/// A test that failed half-way leaves no browser behind either.
impl Drop for Browser {
    fn drop(&mut self) {
        // Already ended, or ended here.
        let _ = self.driver.clone().leak();
        let Some(profile) = &self.profile else { return };
        // The lock of a profile names the browser that holds it: `machine-PID`, or `address:+PID`.
        let (lock, before) = match Engine::chosen() {
            Engine::Chromium => ("SingletonLock", '-'),
            Engine::Firefox => ("lock", '+'),
        };
        let holder = std::fs::read_link(profile.path().join(lock)).unwrap_or_default();
        if let Some((_, pid)) = holder.to_string_lossy().rsplit_once(before) {
            let _ = std::process::Command::new("kill").args(["-KILL", pid]).stderr(Stdio::null()).status();
        }
    }
}

fn page_of(id: &str, file: &str) -> String {
    match Engine::chosen() {
        Engine::Chromium => format!("chrome-extension://{id}/{file}"),
        Engine::Firefox => format!("moz-extension://{id}/{file}"),
    }
}
