//! Drives Firefox with geckodriver, and answers the DevTools commands of the harness with WebDriver
//! and with privileged scripts.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use anyhow::{Context, Result, bail};
use demo_portals::Portals;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use thirtyfour::common::capabilities::firefox::FirefoxPreferences;
use thirtyfour::common::command::FormatRequestData;
use thirtyfour::extensions::addons::firefox::FirefoxTools;
use thirtyfour::prelude::*;
use thirtyfour::{FirefoxCapabilities, RequestData, SessionId};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::OnceCell;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::browser::{Options, Screen, built_extension};
use crate::copy_folder;
use crate::preset::Preset;
use crate::wait::eventually;

/// The extension's ID in the manifest.
pub const ID: &str = "sandbar@sandbar-extension";
/// The host of its pages, which would otherwise be random.
pub const PAGES: &str = "5a4dba20-0000-4000-8000-5a4dba205a4d";

/// A running Firefox and its driver.
pub struct Firefox {
    driver: WebDriver,
    profile: PathBuf,
    /// The driver's process. It ends when this is dropped.
    _process: Child,
}

impl Firefox {
    /// Starts it with a profile, and with the extension if there is one.
    ///
    /// # Errors
    ///
    /// Returns an error if the driver or the browser doesn't start, or the
    /// extension is refused.
    pub async fn start(portals: &Portals, profile: &Path, options: &Options, presets: Option<&Preset>) -> Result<Self> {
        let (process, port) = start_driver(&options.screen).await?;
        let mut capabilities = capabilities(portals, profile, options)?;
        if let Some(presets) = presets {
            capabilities.set_firefox_binary(&presets.firefox()?.display().to_string())?;
        }
        let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await;
        let firefox =
            Self { driver: driver.context("starting the browser")?, profile: profile.to_owned(), _process: process };
        if let Some(folder) = &options.extension
            && !is_installed(profile)
        {
            let before = firefox.tabs().await?.len();
            install(&firefox.driver, folder).await?;
            // An extension that a test loads from elsewhere may not open a welcome page.
            if !options.welcome || *folder == built_extension() {
                // The driver would mistake the next opened tab for its own.
                let opened = async || Ok(firefox.tabs().await?.len() > before);
                eventually("the welcome page has opened", opened, |opened| *opened).await?;
            }
        }
        Ok(firefox)
    }

    /// The driver.
    #[must_use]
    pub const fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// The driver, switched to this tab.
    async fn at(&self, tab: &WindowHandle) -> Result<&WebDriver> {
        self.driver.switch_to_window(tab.clone()).await?;
        Ok(&self.driver)
    }

    /// The tabs of all windows.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn tabs(&self) -> Result<Vec<WindowHandle>> {
        Ok(self.driver.windows().await?)
    }

    /// Opens an empty tab in the window of `beside`, because the driver's current tab may be
    /// closed.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser opens no tab.
    pub async fn new_tab(&self, beside: Option<&WindowHandle>) -> Result<WindowHandle> {
        match beside {
            Some(tab) => Ok(self.at(tab).await?.new_tab().await?),
            None => Ok(self.driver.new_tab().await?),
        }
    }

    /// Navigates a tab and waits until it has loaded.
    ///
    /// # Errors
    ///
    /// Returns an error if the address can't be loaded.
    pub async fn go(&self, tab: &WindowHandle, url: &str) -> Result<()> {
        Ok(self.at(tab).await?.goto(url).await?)
    }

    /// Reloads a tab's page, and waits until it has loaded.
    ///
    /// # Errors
    ///
    /// Returns an error if that fails.
    pub async fn reload(&self, tab: &WindowHandle) -> Result<()> {
        Ok(self.at(tab).await?.refresh().await?)
    }

    /// Goes back (-1) or forward (1) in a tab's history and waits until the page is there.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such page.
    pub async fn travel(&self, tab: &WindowHandle, steps: i64) -> Result<()> {
        let driver = self.at(tab).await?;
        for _ in 0..steps.unsigned_abs() {
            if steps < 0 { driver.back().await? } else { driver.forward().await? }
        }
        Ok(())
    }

    /// Shows a tab's window in full screen.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn full_screen(&self, tab: &WindowHandle) -> Result<()> {
        Ok(self.at(tab).await?.fullscreen_window().await?)
    }

    /// Closes a tab.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't close.
    pub async fn close(&self, tab: &WindowHandle) -> Result<()> {
        Ok(self.at(tab).await?.close_window().await?)
    }

    /// Quits it as a user does, so that everything is written to the profile.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't end.
    pub async fn quit(self) -> Result<()> {
        Ok(self.driver.clone().quit().await?)
    }
}

/// A failed test leaves no browser behind either.
impl Drop for Firefox {
    fn drop(&mut self) {
        // It has already ended, or ends here.
        let _ = self.driver.clone().leak();
        // The lock of a profile contains the process ID: `address:+PID`.
        let holder = fs::read_link(self.profile.join("lock")).unwrap_or_default();
        if let Some((_, process)) = holder.to_string_lossy().rsplit_once('+') {
            let _ = std::process::Command::new("kill").args(["-KILL", process]).stderr(Stdio::null()).status();
        }
    }
}

/// Starts the driver on a free port. The browser inherits its display.
async fn start_driver(screen: &Screen) -> Result<(Child, u16)> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/tools/bin/geckodriver");
    let program = if own.is_file() { own } else { PathBuf::from("geckodriver") };
    let mut command = Command::new(program);
    if let Screen::Display(Some(display)) = screen {
        command.env("DISPLAY", display);
    }
    let mut process = command
        // System access is needed for extension pages and privileged scripts.
        .args(["--port", "0", "--websocket-port", "0", "--allow-system-access"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("starting geckodriver: run ./build.sh setup")?;
    let output = process.stdout.take().context("the driver's output")?;
    let mut lines = BufReader::new(output).lines();
    while let Some(line) = lines.next_line().await? {
        if let Some((_, address)) = line.split_once("Listening on ") {
            let port = address.rsplit(':').next().context("a port")?.trim().parse()?;
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok((process, port));
        }
    }
    bail!("geckodriver ended before it was ready")
}

/// Copies a profile that Firefox has already started with. The first start takes longer than many
/// tests, so it is done only once per version of Firefox and of this file.
///
/// # Errors
///
/// Returns an error if Firefox doesn't start.
pub async fn prepare(portals: &Portals, profile: &Path) -> Result<()> {
    static FIRST: OnceCell<PathBuf> = OnceCell::const_new();
    copy_folder(FIRST.get_or_try_init(async || first_profile(portals).await).await?, profile)
}

async fn first_profile(portals: &Portals) -> Result<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let program = std::env::split_paths(&path).map(|folder| folder.join("firefox")).find(|program| program.is_file());
    let program = program.context("finding firefox: run ./build.sh setup")?.canonicalize()?;
    let made = program.metadata()?.modified()?;
    let name: String = Sha256::digest(format!("{} {made:?} {}", program.display(), include_str!("firefox.rs")))
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let place = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/firefox-profiles");
    fs::create_dir_all(&place)?;
    let kept = place.join(name);
    if kept.is_dir() {
        return Ok(kept);
    }
    let made = tempfile::tempdir_in(&place)?;
    let options = Options::default();
    let (_process, port) = start_driver(&options.screen).await?;
    let capabilities = capabilities(portals, made.path(), &options)?;
    let driver = WebDriver::new(format!("http://127.0.0.1:{port}"), capabilities).await.context("a first start")?;
    driver.quit().await?;
    // Each test has its own tabs to restore.
    for file in ["sessionstore.jsonlz4", "sessionCheckpoints.json"] {
        let _ = fs::remove_file(made.path().join(file));
    }
    // Another test program may have been faster.
    match fs::rename(made.path(), &kept) {
        Err(error) if !kept.is_dir() => Err(error).context("keeping a profile"),
        _ => Ok(kept),
    }
}

/// The capabilities for starting the browser.
fn capabilities(portals: &Portals, profile: &Path, options: &Options) -> Result<FirefoxCapabilities> {
    let mut preferences = FirefoxPreferences::new();
    // All hosts resolve to this machine.
    preferences.set("network.dns.forceResolve", portals.https().ip().to_string())?;
    let ports = format!("443={};80={}", portals.https().port(), portals.http().port());
    preferences.set("network.socket.forcePort", ports)?;
    preferences.set("extensions.webextensions.uuids", json!({ ID: PAGES }).to_string())?;
    // The extended support release accepts extensions without a store's signature, and keeps them.
    preferences.set("xpinstall.signatures.required", false)?;
    preferences.set("extensions.webextOptionalPermissionPrompts", false)?;
    preferences.set("devtools.jsonview.enabled", false)?;
    // Frames of other sites stay in the page's process, where the harness can see them.
    preferences.set("fission.autostart", false)?;
    preferences.set("fission.webContentIsolationStrategy", 0)?;
    preferences.set("dom.security.https_first", false)?;
    preferences.set("dom.security.https_only_mode", false)?;
    preferences.set("security.enterprise_roots.enabled", false)?;
    preferences.set("network.http.http3.enable", false)?;
    preferences.set("network.prefetch-next", false)?;
    preferences.set("network.captive-portal-service.enabled", false)?;
    preferences.set("network.connectivity-service.enabled", false)?;
    preferences.set("datareporting.policy.dataSubmissionEnabled", false)?;
    preferences.set("browser.startup.page", if options.restore_tabs { 3 } else { 0 })?;
    preferences.set("browser.sessionstore.resume_from_crash", false)?;
    // Restored tabs load immediately, not when they are first shown.
    preferences.set("browser.sessionstore.restore_on_demand", false)?;
    preferences.set("privacy.userContext.enabled", true)?;
    preferences.set("intl.accept_languages", "en")?;
    let mut capabilities = DesiredCapabilities::firefox();
    capabilities.set_preferences(preferences)?;
    capabilities.accept_insecure_certs(true)?;
    let (width, height) = options.window;
    capabilities.add_arg("-profile")?;
    capabilities.add_arg(&profile.display().to_string())?;
    capabilities.add_arg(&format!("--width={width}"))?;
    capabilities.add_arg(&format!("--height={height}"))?;
    if options.screen == Screen::Headless {
        capabilities.add_arg("-headless")?;
    }
    Ok(capabilities)
}

/// Permanently installs the extension from its folder, as a store does, or updates it to the
/// folder's content.
///
/// # Errors
///
/// Returns an error if the browser rejects the command.
pub async fn install(driver: &WebDriver, folder: &Path) -> Result<()> {
    let package = tempfile::Builder::new().suffix(".xpi").tempfile()?;
    pack(folder, package.as_file())?;
    let path = package.path().to_str().context("a path in UTF-8")?;
    FirefoxTools::new(driver.handle().clone()).install_addon(path, Some(false)).await?;
    // Puts its button into the toolbar instead of the extensions panel.
    const PIN: &str = "const [id] = arguments;
        const { CustomizableUI } = window;
        CustomizableUI.addWidgetToArea(`${id.replace(/[^a-z0-9_-]/g, '_')}-browser-action`, CustomizableUI.AREA_NAVBAR);";
    privileged(driver, PIN, json!([ID])).await.map(drop)
}

/// Whether a profile already contains the extension.
fn is_installed(profile: &Path) -> bool {
    profile.join("extensions").join(ID).with_extension("xpi").is_file()
}

/// Packages a folder for installation.
fn pack(folder: &Path, into: &File) -> Result<()> {
    let mut archive = ZipWriter::new(into);
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).with_context(|| format!("reading {}", next.display()))? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let name = path.strip_prefix(folder)?.to_str().context("a name in UTF-8")?;
            let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            archive.start_file(name, stored)?;
            archive.write_all(&fs::read(&path)?)?;
        }
    }
    archive.finish().context("packing the extension").map(drop)
}

/// A driver command that the library doesn't provide.
#[derive(Debug)]
struct Raw(&'static str, Value);

impl FormatRequestData for Raw {
    fn format_request(&self, session: &SessionId) -> RequestData {
        let url = format!("/session/{session}/{}", self.0);
        RequestData::new(http::Method::POST, url).add_body(self.1.clone())
    }
}

/// Runs a privileged script in the browser's window. The script is the body of an async function,
/// with `arguments`.
///
/// # Errors
///
/// Returns an error if the script throws.
pub async fn privileged(driver: &WebDriver, script: &str, arguments: Value) -> Result<Value> {
    driver.handle().cmd(Raw("moz/context", json!({ "context": "chrome" }))).await?;
    let wrapped = format!(
        "const done = arguments[1]; const given = arguments[0];
         (async function () {{ {script} }}).apply(null, given).then(
           (value) => done({{ value: value ?? null }}), (error) => done({{ error: String(error) }}));"
    );
    let answer = driver.execute_async(wrapped, vec![arguments]).await;
    driver.handle().cmd(Raw("moz/context", json!({ "context": "content" }))).await?;
    let answer = answer?.json().clone();
    match answer.get("error") {
        Some(error) => bail!("{}", error.as_str().unwrap_or_default()),
        None => Ok(answer["value"].clone()),
    }
}

/// The ID of the process with the extension's pages.
///
/// # Errors
///
/// Returns an error if there is none.
pub async fn extension_process(driver: &WebDriver) -> Result<String> {
    const FIND: &str = "const { children } = await ChromeUtils.requestProcInfo();
        return children.find(({ type }) => type === 'extension').pid;";
    Ok(privileged(driver, FIND, json!([])).await?.to_string())
}

/// Allows the extension in private windows. The browser reloads it for that.
///
/// # Errors
///
/// Returns an error if the browser rejects the command.
pub async fn allow_private_windows(driver: &WebDriver) -> Result<()> {
    const ALLOW: &str = "const [id] = arguments;
        const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
        const { AddonManager } = ChromeUtils.importESModule('resource://gre/modules/AddonManager.sys.mjs');
        await ExtensionPermissions.add(id, { permissions: ['internal:privateBrowsingAllowed'], origins: [] });
        await (await AddonManager.getAddonByID(id)).reload();";
    privileged(driver, ALLOW, json!([ID])).await.map(drop)
}

/// Grants or withdraws access to every site in the manifest.
///
/// # Errors
///
/// Returns an error if the browser rejects the command.
pub async fn allow_access(driver: &WebDriver, allowed: bool) -> Result<()> {
    const ALLOW: &str = "const [id, allowed] = arguments;
        const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
        const { extension } = WebExtensionPolicy.getByID(id);
        const origins = extension.manifest.host_permissions;
        await ExtensionPermissions[allowed ? 'add' : 'remove'](id, { permissions: [], origins }, extension);";
    privileged(driver, ALLOW, json!([ID, allowed])).await.map(drop)
}

/// Grants or withdraws access to one site that the extension may request.
///
/// # Errors
///
/// Returns an error if the browser rejects the command.
pub async fn allow_origin(driver: &WebDriver, pattern: &str, allowed: bool) -> Result<()> {
    const ALLOW: &str = "const [id, pattern, allowed] = arguments;
        const { ExtensionPermissions } = ChromeUtils.importESModule('resource://gre/modules/ExtensionPermissions.sys.mjs');
        const { extension } = WebExtensionPolicy.getByID(id);
        await ExtensionPermissions[allowed ? 'add' : 'remove'](id, { permissions: [], origins: [pattern] }, extension);";
    privileged(driver, ALLOW, json!([ID, pattern, allowed])).await.map(drop)
}

/// Makes the browser ask the user when an extension requests access, as it does outside of tests.
///
/// # Errors
///
/// Returns an error if the browser rejects the command.
pub async fn ask_for_access(driver: &WebDriver) -> Result<()> {
    const ASK: &str = "Services.prefs.setBoolPref('extensions.webextOptionalPermissionPrompts', true);
        Services.prefs.setIntPref('security.notification_enable_delay', 0);";
    privileged(driver, ASK, json!([])).await.map(drop)
}

/// The text of the browser's question about access, while it is open.
///
/// # Errors
///
/// Returns an error if the browser doesn't answer.
pub async fn access_question(driver: &WebDriver) -> Result<Option<String>> {
    const READ: &str = "const question = document.getElementById('addon-webext-permissions-notification');
        return question && PopupNotifications.isPanelOpen ? question.textContent + (question.getAttribute('label') ?? '') : null;";
    Ok(privileged(driver, READ, json!([])).await?.as_str().map(str::to_owned))
}

/// Answers that question by clicking a button.
///
/// # Errors
///
/// Returns an error if there is no such question.
pub async fn answer_access_question(driver: &WebDriver, allow: bool) -> Result<()> {
    const PRESS: &str = "const question = document.getElementById('addon-webext-permissions-notification');
        (arguments[0] ? question.button : question.secondaryButton).click();";
    privileged(driver, PRESS, json!([allow])).await.map(drop)
}

/// Creates a container, and returns its cookie store ID.
///
/// # Errors
///
/// Returns an error if the browser rejects the command.
pub async fn new_container(driver: &WebDriver) -> Result<String> {
    const MAKE: &str = "const { ContextualIdentityService } = ChromeUtils.importESModule('resource://gre/modules/ContextualIdentityService.sys.mjs');
        return ContextualIdentityService.create('Beside', 'circle', 'blue').userContextId;";
    let id = privileged(driver, MAKE, json!([])).await?;
    Ok(format!("firefox-container-{id}"))
}

/// Turns containers on or off, as in the browser's settings.
///
/// # Errors
///
/// Returns an error if the browser rejects the command.
pub async fn allow_containers(driver: &WebDriver, allowed: bool) -> Result<()> {
    const TURN: &str = "Services.prefs.setBoolPref('privacy.userContext.enabled', arguments[0]);";
    privileged(driver, TURN, json!([allowed])).await.map(drop)
}

/// Deletes a container, by its cookie store ID, as in the browser's settings.
///
/// # Errors
///
/// Returns an error if the browser rejects the command.
pub async fn delete_container(driver: &WebDriver, store: &str) -> Result<()> {
    const DELETE: &str = "const { ContextualIdentityService } = ChromeUtils.importESModule('resource://gre/modules/ContextualIdentityService.sys.mjs');
        ContextualIdentityService.closeContainerTabs(Number(arguments[0]));
        ContextualIdentityService.remove(Number(arguments[0]));";
    let id = store.trim_start_matches("firefox-container-");
    privileged(driver, DELETE, json!([id])).await.map(drop)
}

/// The address that a tab's icon was loaded from, among those in its page. The browser itself keeps
/// only the loaded image.
///
/// # Errors
///
/// Returns an error if an icon can't be loaded.
pub async fn icon_source(driver: &WebDriver, icon: &str, named: &Value) -> Result<Option<String>> {
    const FIND: &str = "const [icon, named] = arguments;
        for (const url of named) {
          const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());
          if (icon.endsWith(`;base64,${bytes.toBase64()}`)) return url;
        }";
    let found = privileged(driver, FIND, json!([icon, named])).await?;
    Ok(found.as_str().map(str::to_owned))
}

/// A command of the DevTools protocol for a tab.
///
/// # Errors
///
/// Returns an error if it fails, or isn't implemented for Firefox.
pub async fn devtools(driver: &WebDriver, tab: &WindowHandle, method: &str, parameters: Value) -> Result<Value> {
    match method {
        // In Firefox, a click is enough for access to the clipboard.
        "Page.enable" | "Emulation.setFocusEmulationEnabled" | "Browser.grantPermissions" => Ok(json!({})),
        "Page.addScriptToEvaluateOnNewDocument" => {
            // Runs once the root element exists, because extension pages have no API before that.
            // It uses the window, because a tab changes its process with its pages.
            const EACH: &str = "const frame = `
                  const source = ${JSON.stringify(arguments[1])};
                  addEventListener('DOMDocElementInserted', ({ target }) => {
                    const page = target.defaultView;
                    const isOfTab = page.browsingContext.browserId === ${browserOf(arguments[0]).browserId};
                    if (isOfTab && page.top === page && page.location.href !== 'about:blank')
                      Cu.evalInSandbox(source, new Cu.Sandbox(page, { sandboxPrototype: page, wantXrays: false }));
                  }, true);`;
                window.messageManager.loadFrameScript('data:,' + encodeURIComponent(frame), true);";
            privileged(driver, &format!("{FIND} {EACH}"), json!([tab.to_string(), parameters["source"]])).await
        }
        "Page.bringToFront" => {
            driver.switch_to_window(tab.clone()).await?;
            Ok(json!({}))
        }
        "Page.captureScreenshot" => {
            driver.switch_to_window(tab.clone()).await?;
            Ok(json!({ "data": driver.screenshot_as_png_base64().await? }))
        }
        "Input.dispatchKeyEvent" => {
            driver.switch_to_window(tab.clone()).await?;
            key(driver, &parameters).await
        }
        "Input.dispatchMouseEvent" => {
            driver.switch_to_window(tab.clone()).await?;
            mouse(driver, &parameters).await
        }
        // One at a time, because Firefox doesn't report to extensions that all were removed.
        "Network.clearBrowserCookies" => {
            const CLEAR: &str = "for (const { host, name, path, originAttributes } of Services.cookies.cookies)
                  Services.cookies.remove(host, name, path, originAttributes);";
            privileged(driver, CLEAR, json!([])).await
        }
        "Browser.setDownloadBehavior" => {
            const FOLDER: &str = "Services.prefs.setIntPref('browser.download.folderList', 2);
                Services.prefs.setStringPref('browser.download.dir', arguments[0]);
                Services.prefs.setBoolPref('browser.download.useDownloadDir', true);
                Services.prefs.setBoolPref('browser.download.always_ask_before_handling_new_types', false);";
            privileged(driver, FOLDER, json!([parameters["downloadPath"]])).await
        }
        "Emulation.setEmulatedMedia" => {
            const MEDIA: &str = "const { media, features = [] } = arguments[1];
                const context = browserOf(arguments[0]).browsingContext;
                if (media !== undefined) context.mediumOverride = media;
                for (const { name, value } of features) {
                  if (name === 'prefers-color-scheme') context.prefersColorSchemeOverride = value === 'no-preference' ? 'none' : value;
                  if (name === 'prefers-reduced-motion') Services.prefs.setIntPref('ui.prefersReducedMotion', value === 'reduce' ? 1 : 0);
                  if (name === 'forced-colors') Services.prefs.setIntPref('browser.display.document_color_use', value === 'active' ? 2 : 1);
                }";
            privileged(driver, &format!("{FIND} {MEDIA}"), json!([tab.to_string(), parameters])).await
        }
        "Emulation.setDeviceMetricsOverride" => {
            const SIZE: &str = "const { width, height, deviceScaleFactor } = arguments[1];
                const browser = browserOf(arguments[0]);
                for (const part of ['width', 'min-width', 'max-width']) browser.style.setProperty(part, `${width}px`);
                for (const part of ['height', 'min-height', 'max-height']) browser.style.setProperty(part, `${height}px`);
                browser.browsingContext.overrideDPPX = deviceScaleFactor;
                await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));";
            driver.switch_to_window(tab.clone()).await?;
            privileged(driver, &format!("{FIND} {SIZE}"), json!([tab.to_string(), parameters])).await
        }
        _ => {
            let script = include_str!("firefox.js");
            in_tab(
                driver,
                tab,
                script,
                json!([method, parameters]),
                json!({ "sandboxName": "system", "newSandbox": false }),
            )
            .await
        }
    }
}

/// Runs a script in a tab, whether or not it is in front. The script is the body of an async
/// function.
///
/// # Errors
///
/// Returns an error if it throws, or the tab is closed.
pub async fn run(driver: &WebDriver, tab: &WindowHandle, script: &str) -> Result<Value> {
    in_tab(driver, tab, &format!("return (async () => {{ {script} }})();"), json!([]), json!({})).await
}

/// The browser element of a tab, by the driver's handle. The module with these handles differs
/// between Firefox versions.
const FIND: &str = "const browserOf = (tab) => {
      const shared = (name) => ChromeUtils.importESModule(`chrome://remote/content/shared/${name}.sys.mjs`)[name];
      const tabs = shared('TabManager');
      return (tabs.getBrowserById ? tabs : shared('NavigableManager')).getBrowserById(tab);
    };";

async fn in_tab(driver: &WebDriver, tab: &WindowHandle, script: &str, given: Value, world: Value) -> Result<Value> {
    const ASK: &str = "const [tab, script, given, world] = arguments;
        const { getMarionetteCommandsActorProxy } = ChromeUtils.importESModule(
          'chrome://remote/content/marionette/actors/MarionetteCommandsParent.sys.mjs');
        const page = browserOf(tab)?.browsingContext;
        return getMarionetteCommandsActorProxy(() => page).executeScript(script, given, { timeout: 60000, ...world });";
    privileged(driver, &format!("{FIND} {ASK}"), json!([tab.to_string(), script, given, world])).await
}

async fn actions(driver: &WebDriver, actions: Value) -> Result<Value> {
    driver.handle().cmd(Raw("actions", json!({ "actions": [actions] }))).await?;
    Ok(json!({}))
}

/// A key press or release, with modifier keys.
async fn key(driver: &WebDriver, event: &Value) -> Result<Value> {
    let key = event["key"].as_str().context("a key")?;
    let value = match key {
        "Tab" => "\u{e004}",
        "Enter" => "\u{e007}",
        "Escape" => "\u{e00c}",
        "End" => "\u{e010}",
        "Home" => "\u{e011}",
        "ArrowLeft" => "\u{e012}",
        "ArrowUp" => "\u{e013}",
        "ArrowRight" => "\u{e014}",
        "ArrowDown" => "\u{e015}",
        "Delete" => "\u{e017}",
        other => other,
    };
    let down = !matches!(event["type"].as_str(), Some("keyUp"));
    let held = event["modifiers"].as_u64().unwrap_or_default();
    let modifiers = [(1, "\u{e00a}"), (2, "\u{e009}"), (8, "\u{e008}")];
    let mut held: Vec<&str> = modifiers.iter().filter(|(bit, _)| held & bit != 0).map(|(_, key)| *key).collect();
    let act = |kind: &str, value: &str| json!({ "type": kind, "value": value });
    let list: Vec<Value> = if down {
        held.push(value);
        held.iter().map(|key| act("keyDown", key)).collect()
    } else {
        std::iter::once(value).chain(held).map(|key| act("keyUp", key)).collect()
    };
    actions(driver, json!({ "type": "key", "id": "keyboard", "actions": list })).await
}

async fn mouse(driver: &WebDriver, event: &Value) -> Result<Value> {
    let place = |name: &str| event[name].as_f64().unwrap_or_default();
    #[allow(clippy::cast_possible_truncation, reason = "whole pixels within a window")]
    let to =
        json!({ "type": "pointerMove", "duration": 0, "x": place("x").round() as i64, "y": place("y").round() as i64 });
    let list = match event["type"].as_str() {
        Some("mousePressed") => json!([to, { "type": "pointerDown", "button": 0 }]),
        Some("mouseReleased") => json!([to, { "type": "pointerUp", "button": 0 }]),
        _ => json!([to]),
    };
    actions(
        driver,
        json!({ "type": "pointer", "id": "mouse", "parameters": { "pointerType": "mouse" }, "actions": list }),
    )
    .await
}
