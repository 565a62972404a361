//! A real browser with the built extension.

use std::path::{Path, PathBuf};
use std::sync::Mutex;

use anyhow::{Context, Result, anyhow, bail};
use base64::Engine as _;
use demo_portals::Portals;

use sandbar::view::theme::{self, Tone};
use serde_json::{Value, json};
use tempfile::TempDir;
use thirtyfour::{WebDriver, WindowHandle};

use crate::engine::chromium::Chromium;
use crate::engine::firefox::{self, Firefox};
use crate::engine::{Engine, Running};
use crate::launch;
use crate::page::Page;
use crate::preset::Preset;
use crate::profile;
use crate::wait::{Respite, eventually};

/// The screen for the browser's window.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Screen {
    /// None: the browser renders its pages without a window.
    Headless,
    /// The display with this name, or the one in the environment.
    Display(Option<String>),
}

/// The options for starting a browser.
#[derive(Debug, Clone)]
pub struct Options {
    /// The screen for its window.
    pub screen: Screen,
    /// Width and height of the window, in CSS pixels.
    pub window: (u32, u32),
    /// The folder of the extension; `None` starts the browser without it.
    pub extension: Option<PathBuf>,
    /// Whether the tabs of the last session are restored.
    pub restore_tabs: bool,
    /// Whether the welcome page, which opens after installation, stays open.
    pub welcome: bool,
    /// The managed policy for the extension.
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

/// The folder from `./build.sh build`, or the one in `SANDBAR_DIST`.
#[must_use]
pub fn built_extension() -> PathBuf {
    let built = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../dist").join(Engine::chosen().folder());
    std::env::var_os("SANDBAR_DIST").map_or(built, PathBuf::from)
}

/// A running browser, its profile and its demo portals.
pub struct Browser {
    /// Declared before the profile, so that the browser is dropped before its profile.
    running: Running,
    profile: TempDir,
    portals: Portals,
    extension: Mutex<Option<Extension>>,
    presets: Option<Preset>,
    /// The folder that the extension was loaded from.
    folder: Option<PathBuf>,
}

/// What is known about the loaded extension.
#[derive(Clone)]
struct Extension {
    id: String,
    /// A tab with an extension page, for calling the browser's API.
    tab: WindowHandle,
}

/// A tab's toolbar button, as the browser reports it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toolbar {
    /// The text on the icon.
    pub badge: String,
    /// The tooltip.
    pub title: String,
    /// The background color of the text, `#rrggbb`.
    pub color: String,
}

impl Browser {
    /// Starts the portals and a browser with [`Options::default`].
    ///
    /// # Errors
    ///
    /// Returns an error if one of them doesn't start, or the extension doesn't
    /// load.
    pub async fn start() -> Result<Self> {
        Self::start_with(Options::default()).await
    }

    /// Starts the portals and a browser.
    ///
    /// # Errors
    ///
    /// The same as for [`Browser::start`].
    pub async fn start_with(options: Options) -> Result<Self> {
        let profile = profile::folder()?;
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

    /// Closes the welcome page once it has opened.
    async fn close_welcome(&self) -> Result<()> {
        let tabs = async || self.panel_tabs("pages/welcome.html").await;
        let opened = eventually("the welcome page has opened", tabs, |tabs| !tabs.is_empty()).await?;
        self.ask(&format!("await browser.tabs.remove({opened:?});")).await.map(drop)
    }

    /// The browser's IDs of the tabs with this extension page.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
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

    /// Quits this browser as a user does, and starts it again with the same profile and portals.
    ///
    /// # Errors
    ///
    /// The same as for [`Browser::start`].
    pub async fn restart(self, options: Options) -> Result<Self> {
        let Self { running, profile, portals, .. } = self;
        running.quit().await?;
        Self::start_on(portals, profile, options).await
    }

    async fn start_on(portals: Portals, profile: TempDir, options: Options) -> Result<Self> {
        if let Some(folder) = &options.extension
            && !folder.join("manifest.json").is_file()
        {
            bail!("no extension in {}: run ./build.sh build", folder.display());
        }
        let presets = match (&options.policy, &options.extension, Engine::chosen()) {
            (Some(policy), Some(extension), Engine::Chromium) => Some(Preset::for_chromium(policy, extension)?),
            (Some(policy), _, Engine::Firefox) => Some(Preset::for_firefox(policy)?),
            _ => None,
        };
        let running = match Engine::chosen() {
            Engine::Chromium => {
                Running::Chromium(Chromium::start(&portals, profile.path(), &options, presets.as_ref()).await?)
            }
            Engine::Firefox => {
                Running::Firefox(Firefox::start(&portals, profile.path(), &options, presets.as_ref()).await?)
            }
        };
        let folder = options.extension.clone();
        let browser = Self { running, profile, portals, extension: Mutex::new(None), presets, folder };
        if options.extension.is_some() {
            browser.meet_extension(None).await?;
        }
        Ok(browser)
    }

    /// Opens a tab for calling the browser's API, once a background other than `before` has
    /// started. Any document of the extension works, so the manifest needs no page for this.
    async fn meet_extension(&self, before: Option<String>) -> Result<()> {
        let other = |now: &Option<String>| now.is_some() && *now != before;
        eventually("the extension's background has started", async || self.background().await, other).await?;
        let id = match Engine::chosen() {
            Engine::Chromium => launch::id_of(self.folder.as_ref().context("a folder")?)?,
            Engine::Firefox => firefox::PAGES.to_owned(),
        };
        let beside = self.running.tabs().await?.into_iter().next();
        let tab = self.running.open(&page_of(&id, "manifest.json"), beside.as_ref()).await?;
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

    /// Updates the extension to the current content of its folder. Open pages stay as they are.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't start again.
    pub async fn reload_extension(&self) -> Result<()> {
        self.reloaded_by(async || match Engine::chosen() {
            Engine::Chromium => self.ask("setTimeout(() => browser.runtime.reload());").await.map(drop),
            Engine::Firefox => firefox::install(self.driver()?, self.folder.as_ref().context("a folder")?).await,
        })
        .await
    }

    /// Does something that makes the browser reload the extension, and waits for the new one.
    pub(crate) async fn reloaded_by(&self, reload: impl AsyncFnOnce() -> Result<()>) -> Result<()> {
        let before = self.extension()?;
        let background = match &self.running {
            Running::Chromium(_) => self.background().await?,
            // Firefox doesn't name backgrounds, but the old one is gone when the new one is
            // installed.
            Running::Firefox(_) => None,
        };
        reload().await?;
        let gone = async || Ok(!self.running.tabs().await?.contains(&before.tab));
        eventually("the extension's page is closed", gone, |gone| *gone).await?;
        self.forget_extension()?;
        self.meet_extension(background).await
    }

    /// Firefox's driver, for what the harness doesn't provide.
    ///
    /// # Errors
    ///
    /// Returns an error in Chromium, which has none.
    pub fn driver(&self) -> Result<&WebDriver> {
        match &self.running {
            Running::Firefox(firefox) => Ok(firefox.driver()),
            Running::Chromium(_) => bail!("only Firefox has a driver"),
        }
    }

    /// The running browser.
    pub(crate) const fn running(&self) -> &Running {
        &self.running
    }

    /// The browser's profile folder.
    #[must_use]
    pub fn profile(&self) -> &Path {
        self.profile.path()
    }

    /// The managed policy, if the browser was started with one.
    pub(crate) fn presets(&self) -> Option<&Preset> {
        self.presets.as_ref()
    }

    /// The portals that this browser's host names resolve to.
    #[must_use]
    pub const fn portals(&self) -> &Portals {
        &self.portals
    }

    /// Opens an address in a new tab and waits until it has loaded.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser fails.
    pub async fn open(&self, url: &str) -> Result<Page<'_>> {
        self.numbered(async |beside| self.running.open(url, beside).await).await
    }

    /// Opens an empty tab.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser fails.
    pub async fn new_tab(&self) -> Result<Page<'_>> {
        self.numbered(async |beside| self.running.new_tab(beside).await).await
    }

    /// The tab that the browser opens because of this action, in any window.
    ///
    /// # Errors
    ///
    /// Returns an error if it opens no tab.
    pub async fn tab_opened_by(&self, act: impl AsyncFnOnce() -> Result<()>) -> Result<Page<'_>> {
        let (tabs, ids) = (self.running.tabs().await?, self.tab_ids().await?);
        act().await?;
        let id = async || Ok(self.tab_ids().await?.into_iter().find(|id| !ids.contains(id)));
        let id = eventually("the new tab is listed", id, Option::is_some).await?;
        let tab = async || Ok(self.running.tabs().await?.into_iter().find(|tab| !tabs.contains(tab)));
        let tab = eventually("the new tab can be driven", tab, Option::is_some).await?.context("a tab")?;
        Ok(Page::new(self, tab, id))
    }

    /// Opens a tab next to the extension's, and finds its ID in the browser.
    async fn numbered(
        &self,
        open: impl AsyncFnOnce(Option<&WindowHandle>) -> Result<WindowHandle>,
    ) -> Result<Page<'_>> {
        let before = self.tab_ids().await?;
        let tab = open(self.own_tab().ok().as_ref()).await?;
        let new = eventually(
            "the new tab is listed",
            async || Ok(self.tab_ids().await?.into_iter().find(|id| !before.contains(id))),
            |id| self.extension().is_err() || id.is_some(),
        );
        Ok(Page::new(self, tab, new.await?))
    }

    /// The browser's IDs of all tabs; empty if no extension is loaded.
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
    ///
    /// Returns an error if no extension is loaded.
    pub fn page_url(&self, file: &str) -> Result<String> {
        Ok(page_of(&self.id()?, file))
    }

    /// The extension's id.
    ///
    /// # Errors
    ///
    /// Returns an error if no extension is loaded.
    pub fn id(&self) -> Result<String> {
        Ok(self.extension()?.id)
    }

    /// Runs a script in an extension page, with the API as `browser`. The script is the body of an
    /// async function.
    ///
    /// # Errors
    ///
    /// Returns an error if the script throws.
    pub async fn ask(&self, script: &str) -> Result<Value> {
        let script = format!("globalThis.browser ??= chrome; {script}");
        self.run_in(&self.extension()?.tab, &script).await.context("in the extension's page")
    }

    /// Runs a script in a tab, whether or not it is in front. The script is the body of an async
    /// function.
    pub(crate) async fn run_in(&self, tab: &WindowHandle, script: &str) -> Result<Value> {
        self.running.run(tab, script).await
    }

    /// Puts a text on the browser's clipboard as a user does: selects and copies it, in a page
    /// outside the portals.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't copy.
    pub async fn put_on_clipboard(&self, text: &str) -> Result<()> {
        let text = json!(text);
        // Turn autocomplete off, because otherwise the browser stores the field's text with the
        // session.
        let select = format!(
            "let field = document.querySelector('textarea');
             if (!field) document.body.append(field = document.createElement('textarea'));
             field.autocomplete = 'off'; field.value = {text}; field.focus(); field.select();"
        );
        self.ask(&select).await?;
        self.edit(&self.extension()?.tab, "c", "copy").await?;
        self.ask("document.querySelector('textarea').value = '';").await.map(drop)
    }

    /// A DevTools command for a tab.
    pub(crate) async fn devtools(&self, tab: &WindowHandle, method: &str, parameters: Value) -> Result<Value> {
        self.running.command(tab, method, parameters).await
    }

    /// The addresses of a tab's documents that contain the extension's scripts.
    pub(crate) async fn entered(&self, tab: &WindowHandle) -> Result<Value> {
        match &self.running {
            Running::Chromium(chromium) => chromium.devtools().entered(tab, &self.id()?).await,
            Running::Firefox(_) => {
                self.running.command(tab, "Sandbar.entered", json!({ "extension": firefox::ID })).await
            }
        }
    }

    /// A DevTools command for a tab, and the event that follows it. Chromium only.
    pub(crate) async fn devtools_until(
        &self,
        tab: &WindowHandle,
        method: &str,
        parameters: Value,
        event: &str,
    ) -> Result<Value> {
        self.running.devtools()?.tab_until(tab, method, parameters, event).await
    }

    /// The tab with an extension page.
    pub(crate) fn own_tab(&self) -> Result<WindowHandle> {
        Ok(self.extension()?.tab)
    }

    /// Presses Ctrl with a letter in a tab, as with the keyboard in a focused window.
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
    ///
    /// Returns an error if there is no such tab.
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

    /// A picture of a tab's toolbar button, drawn from the browser's data, because there is no
    /// toolbar without a window.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn toolbar_drawn(&self, tab: i64) -> Result<Vec<u8>> {
        let Toolbar { badge, title, color } = self.toolbar(tab).await?;
        let tone = Tone::ALL.into_iter().find(|&tone| theme::color(tone) == color).context("a known color")?;
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
            ink = theme::ink(tone),
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

    /// Whether the extension's worker is running.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn worker_runs(&self) -> Result<bool> {
        Ok(self.background().await?.is_some())
    }

    /// The ID of the running background: that of Chromium's worker, or Firefox's state.
    async fn background(&self) -> Result<Option<String>> {
        match &self.running {
            Running::Chromium(_) => self.worker().await,
            Running::Firefox(firefox) => {
                const STATE: &str = "return WebExtensionPolicy.getByID(arguments[0])?.extension.backgroundState;";
                let state = firefox::privileged(firefox.driver(), STATE, json!([firefox::ID])).await?;
                Ok(state.as_str().filter(|state| *state == "running").map(str::to_owned))
            }
        }
    }

    /// Stops the extension's worker as the browser does when it is idle, and waits until it is
    /// gone.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't end.
    pub async fn kill_worker(&self) -> Result<()> {
        // Events that it hasn't answered wake it again until they are answered.
        let mut respite = Respite::default();
        let gone =
            async || Ok(if respite.is_over() { !self.strike_worker().await? } else { !self.worker_runs().await? });
        eventually("the worker is gone", gone, |gone| *gone).await.map(drop)
    }

    /// Stops the extension's worker without waiting. An unanswered event may start it again
    /// immediately. Returns whether one was running.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn strike_worker(&self) -> Result<bool> {
        if Engine::chosen() == Engine::Firefox {
            const END: &str = "const { extension } = WebExtensionPolicy.getByID(arguments[0]);
                const ran = extension.backgroundState === 'running';
                await extension.terminateBackground({ ignoreDevToolsAttached: true, disableResetIdleForTest: true });
                return ran;";
            return Ok(firefox::privileged(self.driver()?, END, json!([firefox::ID])).await? == true);
        }
        let Some(worker) = self.worker().await? else { return Ok(false) };
        self.running.devtools()?.browser("Target.closeTarget", json!({ "targetId": worker })).await?;
        Ok(true)
    }

    /// Suspends the extension's process, like an overloaded machine, until the returned value is
    /// dropped.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such process.
    pub async fn stand_still(&self) -> Result<Standstill> {
        if Engine::chosen() == Engine::Firefox {
            let standstill = Standstill(firefox::extension_process(self.driver()?).await?);
            standstill.signal("STOP")?;
            return Ok(standstill);
        }
        let profile = self.profile().display().to_string();
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

    /// A DevTools command for the extension's worker. Chromium only.
    ///
    /// # Errors
    ///
    /// Returns an error if no worker runs, or the browser refuses it.
    pub async fn worker_devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        let worker = self.worker().await?.context("no worker runs")?;
        self.running.devtools()?.worker(&worker, method, parameters).await
    }

    /// Runs a script in the extension's background, which is `scope`. The script is the body of an
    /// async function.
    ///
    /// # Errors
    ///
    /// Returns an error if no background runs, or the script throws.
    pub async fn in_background(&self, script: &str) -> Result<Value> {
        if Engine::chosen() == Engine::Firefox {
            return self.ask(&format!("const scope = await browser.runtime.getBackgroundPage(); {script}")).await;
        }
        let expression = format!("(async () => {{ const scope = globalThis; {script} }})()");
        let call = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = self.worker_devtools("Runtime.evaluate", call).await?;
        match answer.get("exceptionDetails") {
            Some(thrown) => bail!("{thrown}"),
            None => Ok(answer["result"]["value"].clone()),
        }
    }

    async fn worker(&self) -> Result<Option<String>> {
        let targets = self.running.devtools()?.targets().await?;
        let worker = targets.iter().find(|target| {
            target["type"] == "service_worker"
                && target["url"]
                    .as_str()
                    .is_some_and(|url| url.starts_with("chrome-extension://") && url.ends_with("/background.js"))
        });
        Ok(worker.and_then(|target| target["targetId"].as_str()).map(str::to_owned))
    }

    /// Quits the browser as a user does. The profile exists until the returned value is dropped.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't end.
    pub async fn leave(self) -> Result<TempDir> {
        self.running.quit().await?;
        Ok(self.profile)
    }

    /// Ends the browser and removes its profile.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't end, or has ended before.
    pub async fn end(self) -> Result<()> {
        self.running.end().await
    }
}

/// Keeps the extension's process suspended until it is dropped. Holds the process ID.
pub struct Standstill(String);

impl Standstill {
    fn signal(&self, name: &str) -> Result<()> {
        let done = std::process::Command::new("kill").args([&format!("-{name}"), &self.0]).status()?;
        if done.success() { Ok(()) } else { bail!("the process {} is gone", self.0) }
    }
}

impl Drop for Standstill {
    fn drop(&mut self) {
        // A process that has ended doesn't have to be resumed.
        let _ = self.signal("CONT");
    }
}

fn page_of(id: &str, file: &str) -> String {
    match Engine::chosen() {
        Engine::Chromium => format!("chrome-extension://{id}/{file}"),
        Engine::Firefox => format!("moz-extension://{id}/{file}"),
    }
}
