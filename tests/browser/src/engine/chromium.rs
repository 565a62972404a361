//! Drives Chromium through the DevTools protocol: starts and ends it, and controls its tabs.
//!
//! This doesn't use WebDriver, which would be one more process per browser, and which listens to
//! everything that happens in every tab.

use std::collections::{HashMap, VecDeque};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use demo_portals::Portals;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use thirtyfour::WindowHandle;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::sync::Mutex;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::browser::{Options, Screen};
use crate::launch;
use crate::preset::Preset;
use crate::profile;

/// The program.
pub const PROGRAM: &str = "chromium";

/// Additional command line options for tests.
const FOR_TESTS: [&str; 12] = [
    "--remote-debugging-port=0",
    // Browsers don't start their own sandbox as root. The second option hides the warning about
    // that.
    "--no-sandbox",
    "--test-type",
    // Background pages behave like those in front.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    // Input isn't dropped while a page draws its first frame.
    "--allow-pre-commit-input",
    // No question or message of the browser gets in the way.
    "--disable-hang-monitor",
    "--disable-popup-blocking",
    "--disable-prompt-on-repost",
    // Nothing is downloaded that a test doesn't ask for.
    "--disable-client-side-phishing-detection",
    "--disable-default-apps",
    "--no-service-autorun",
];

/// A running Chromium.
pub struct Chromium {
    process: Child,
    devtools: DevTools,
    profile: PathBuf,
}

impl Chromium {
    /// Starts it with a profile and one empty tab, and waits until it accepts connections.
    ///
    /// # Errors
    ///
    /// Returns an error if it isn't there, or doesn't start.
    pub async fn start(portals: &Portals, profile: &Path, options: &Options, presets: Option<&Preset>) -> Result<Self> {
        let mut command = presets.map_or_else(|| Ok(Command::new(PROGRAM)), Preset::command)?;
        if let Screen::Display(Some(display)) = &options.screen {
            command.env("DISPLAY", display);
        }
        // Files that it leaves behind when it is killed are removed with the profile.
        command.env("TMPDIR", profile);
        let mut process = command
            .args(launch::prepare(portals, profile, options)?)
            .args(FOR_TESTS)
            // Without an address, it would show its new tab page, which takes as long as the rest
            // of the start.
            .arg("about:blank")
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("starting chromium: run ./build.sh setup")?;
        let output = process.stderr.take().context("the browser's output")?;
        let mut lines = BufReader::new(output).lines();
        let mut said = String::new();
        while let Some(line) = lines.next_line().await? {
            if let Some(address) = line.strip_prefix("DevTools listening on ws://127.0.0.1:") {
                let (port, path) = address.trim().split_once('/').context("port and path")?;
                let devtools = DevTools::new(port.parse()?, &format!("/{path}"));
                // Keep reading, so that the browser never blocks on its output.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self { process, devtools, profile: profile.to_owned() });
            }
            said += &(line + "\n");
        }
        bail!("Chromium ended before it was ready: {said}")
    }

    /// The DevTools connections.
    #[must_use]
    pub const fn devtools(&self) -> &DevTools {
        &self.devtools
    }

    /// Quits it as a user does, so that everything is written to the profile.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't end.
    pub async fn quit(mut self) -> Result<()> {
        self.devtools.browser("Browser.close", json!({})).await?;
        let ended = tokio::time::timeout(PATIENCE, self.process.wait()).await;
        ended.context("the browser did not end")??;
        profile::wait_until_unused(&self.profile)
    }

    /// Kills it, when a test no longer needs it or its profile.
    ///
    /// # Errors
    ///
    /// Returns an error if it has already ended, which means that it crashed.
    pub async fn kill(mut self) -> Result<()> {
        if let Some(status) = self.process.try_wait()? {
            bail!("the browser ended by itself: {status}");
        }
        profile::end_users(&self.profile)?;
        self.process.wait().await?;
        Ok(())
    }
}

/// A failed test leaves no browser behind either.
impl Drop for Chromium {
    fn drop(&mut self) {
        // Without a process ID, it has already ended.
        if self.process.id().is_some() {
            // The test has already failed.
            let _ = profile::end_users(&self.profile);
        }
    }
}

/// The DevTools connections to the browser and its tabs, opened on first use.
pub struct DevTools {
    port: u16,
    /// The path of the connection to the browser itself.
    path: String,
    connections: Mutex<HashMap<String, Arc<Mutex<Connection>>>>,
}

impl DevTools {
    fn new(port: u16, path: &str) -> Self {
        Self { port, path: path.to_owned(), connections: Mutex::default() }
    }

    /// A command for the browser itself.
    ///
    /// # Errors
    ///
    /// Returns an error if it fails.
    pub async fn browser(&self, method: &str, parameters: Value) -> Result<Value> {
        self.send(&self.path, method, parameters).await
    }

    /// A command for one tab.
    ///
    /// # Errors
    ///
    /// Returns an error if it fails, or the tab is closed.
    pub async fn tab(&self, tab: &WindowHandle, method: &str, parameters: Value) -> Result<Value> {
        self.send(&path_of(tab), method, parameters).await
    }

    /// The addresses of a tab's documents that contain an extension's scripts.
    ///
    /// # Errors
    ///
    /// Returns an error if the tab is closed.
    pub async fn entered(&self, tab: &WindowHandle, extension: &str) -> Result<Value> {
        // Use a new connection, because only a new one is told about all existing worlds.
        let mut connection = Connection::to(self.port, &path_of(tab)).await?;
        let tree = connection.send("Page.getFrameTree", json!({})).await?["frameTree"].clone();
        connection.send("Runtime.enable", json!({})).await?;
        let origin = format!("chrome-extension://{extension}");
        let created = connection.events.iter().filter(|event| event["method"] == "Runtime.executionContextCreated");
        let worlds = created.map(|event| &event["params"]["context"]).filter(|world| world["origin"] == origin);
        Ok(worlds.map(|world| address_of(&tree, &world["auxData"]["frameId"])).collect())
    }

    /// Runs a script in a tab. The script is the body of an async function. Returns null if the tab
    /// is just navigating.
    ///
    /// # Errors
    ///
    /// Returns an error if it throws, or the tab is closed.
    pub async fn run(&self, tab: &WindowHandle, script: &str) -> Result<Value> {
        let expression = format!("(async () => {{ {script} }})()");
        let call = json!({ "expression": expression, "awaitPromise": true, "returnByValue": true });
        let answer = match self.tab(tab, "Runtime.evaluate", call).await {
            Err(error) if error.to_string().contains("Cannot find default execution context") => {
                return Ok(Value::Null);
            }
            answer => answer?,
        };
        if let Some(thrown) = answer.get("exceptionDetails") {
            let error = thrown["exception"]["description"].as_str().or(thrown["text"].as_str());
            bail!("{}", error.unwrap_or_default());
        }
        Ok(answer["result"]["value"].clone())
    }

    /// A command for one tab, and the event that follows it.
    ///
    /// # Errors
    ///
    /// Returns an error if it fails, or if the event doesn't arrive.
    pub async fn tab_until(&self, tab: &WindowHandle, method: &str, parameters: Value, event: &str) -> Result<Value> {
        let connection = self.connection(&path_of(tab)).await?;
        let mut connection = connection.lock().await;
        connection.send(method, parameters).await?;
        within(connection.event(event), event).await
    }

    /// The tabs of all windows.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn tabs(&self) -> Result<Vec<WindowHandle>> {
        let targets = self.targets().await?;
        let pages = targets.iter().filter(|target| target["type"] == "page");
        Ok(pages.filter_map(|page| page["targetId"].as_str()).map(|id| WindowHandle::from(id.to_owned())).collect())
    }

    /// All debugging targets: tabs, workers, the browser itself.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn targets(&self) -> Result<Vec<Value>> {
        let answer = self.browser("Target.getTargets", json!({})).await?;
        Ok(answer["targetInfos"].as_array().cloned().unwrap_or_default())
    }

    /// Opens an empty tab in front.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser opens no tab.
    pub async fn new_tab(&self) -> Result<WindowHandle> {
        let made = self.browser("Target.createTarget", json!({ "url": "about:blank" })).await?;
        Ok(WindowHandle::from(made["targetId"].as_str().context("a tab")?.to_owned()))
    }

    /// Opens an address in a new tab in front, and waits until it has loaded. Opening an empty tab
    /// first would start one more process.
    ///
    /// # Errors
    ///
    /// Returns an error if the address can't be loaded.
    pub async fn open(&self, url: &str) -> Result<WindowHandle> {
        let made = self.browser("Target.createTarget", json!({ "url": url })).await?;
        let frame = &made["targetId"];
        let tab = WindowHandle::from(frame.as_str().context("a tab")?.to_owned());
        let connection = self.connection(&path_of(&tab)).await?;
        let mut connection = connection.lock().await;
        loop {
            within(connection.loaded(frame), url).await?;
            let shown = connection.send("Page.getFrameTree", json!({})).await?["frameTree"]["frame"].clone();
            if shown["unreachableUrl"].is_string() {
                bail!("{url} cannot be loaded");
            }
            // A new tab is empty before its first page.
            if shown["url"] != "about:blank" {
                return Ok(tab);
            }
        }
    }

    /// Navigates a tab and waits until it has loaded.
    ///
    /// # Errors
    ///
    /// Returns an error if the address can't be loaded.
    pub async fn go(&self, tab: &WindowHandle, url: &str) -> Result<()> {
        let connection = self.connection(&path_of(tab)).await?;
        let mut connection = connection.lock().await;
        let gone = connection.send("Page.navigate", json!({ "url": url })).await?;
        if let Some(error) = gone["errorText"].as_str() {
            bail!("{url}: {error}");
        }
        match &gone["loaderId"] {
            // A fragment of the same document.
            Value::Null => Ok(()),
            document => within(connection.loaded_from(&gone["frameId"], document), url).await,
        }
    }

    /// Reloads a tab's page, and waits until it has loaded.
    ///
    /// # Errors
    ///
    /// Returns an error if that fails.
    pub async fn reload(&self, tab: &WindowHandle) -> Result<()> {
        let connection = self.connection(&path_of(tab)).await?;
        let mut connection = connection.lock().await;
        connection.forget_events().await?;
        connection.send("Page.reload", json!({})).await?;
        within(connection.replaced(), "loading again").await
    }

    /// Goes back (-1) or forward (1) in a tab's history, and waits until the page is there.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such page.
    pub async fn travel(&self, tab: &WindowHandle, steps: i64) -> Result<()> {
        let connection = self.connection(&path_of(tab)).await?;
        let mut connection = connection.lock().await;
        let history = connection.send("Page.getNavigationHistory", json!({})).await?;
        let index = history["currentIndex"].as_i64().map(|index| usize::try_from(index + steps));
        let entry = &history["entries"][index.context("a place in the history")??]["id"];
        connection.send("Page.navigateToHistoryEntry", json!({ "entryId": entry })).await?;
        within(connection.replaced(), "the other page of the history").await
    }

    /// Shows a tab's window in full screen.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn full_screen(&self, tab: &WindowHandle) -> Result<()> {
        let window = self.browser("Browser.getWindowForTarget", json!({ "targetId": tab.to_string() })).await?;
        let bounds = json!({ "windowId": window["windowId"], "bounds": { "windowState": "fullscreen" } });
        self.browser("Browser.setWindowBounds", bounds).await.map(drop)
    }

    /// Closes a tab, and waits until it is gone.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't close.
    pub async fn close(&self, tab: &WindowHandle) -> Result<()> {
        let path = path_of(tab);
        let connection = self.connection(&path).await?;
        self.browser("Target.closeTarget", json!({ "targetId": tab.to_string() })).await?;
        within(connection.lock().await.ended(), "the tab is closed").await?;
        self.connections.lock().await.remove(&path);
        Ok(())
    }

    /// A command for a worker.
    ///
    /// # Errors
    ///
    /// Returns an error if it fails, or the worker is gone.
    pub async fn worker(&self, worker: &str, method: &str, parameters: Value) -> Result<Value> {
        let mut made = Connection::to(self.port, &format!("/devtools/page/{worker}")).await?;
        within(made.send(method, parameters), method).await
    }

    async fn send(&self, path: &str, method: &str, parameters: Value) -> Result<Value> {
        let connection = self.connection(path).await?;
        let mut connection = connection.lock().await;
        within(connection.send(method, parameters), method).await
    }

    async fn connection(&self, path: &str) -> Result<Arc<Mutex<Connection>>> {
        Ok({
            let mut connections = self.connections.lock().await;
            match connections.get(path) {
                Some(connection) => Arc::clone(connection),
                None => {
                    let mut made = Connection::to(self.port, path).await?;
                    if path != self.path {
                        made.send("Page.enable", json!({})).await?;
                        made.send("Page.setLifecycleEventsEnabled", json!({ "enabled": true })).await?;
                    }
                    let made = Arc::new(Mutex::new(made));
                    connections.insert(path.to_owned(), Arc::clone(&made));
                    made
                }
            }
        })
    }
}

/// How long a command may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// Waits for something that must happen within [`PATIENCE`].
async fn within<T>(work: impl Future<Output = Result<T>>, what: &str) -> Result<T> {
    let outcome = tokio::time::timeout(PATIENCE, work).await;
    outcome.with_context(|| format!("{what}: nothing within {} s", PATIENCE.as_secs()))?
}

fn path_of(tab: &WindowHandle) -> String {
    format!("/devtools/page/{tab}")
}

struct Connection {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last: u64,
    /// Events that arrived since the last command and haven't been examined yet.
    events: VecDeque<Value>,
}

/// The address of a frame in a tree of frames.
fn address_of(tree: &Value, frame: &Value) -> Option<Value> {
    if tree["frame"]["id"] == *frame {
        return Some(tree["frame"]["url"].clone());
    }
    tree["childFrames"].as_array()?.iter().find_map(|child| address_of(child, frame))
}

impl Connection {
    async fn to(port: u16, path: &str) -> Result<Self> {
        // The tree of a page with megabytes of text is a single message.
        let unlimited = WebSocketConfig::default().max_message_size(None).max_frame_size(None);
        let url = format!("ws://127.0.0.1:{port}{path}");
        let (socket, _) = tokio_tungstenite::connect_async_with_config(url, Some(unlimited), false)
            .await
            .context("speaking to a tab")?;
        Ok(Self { socket, last: 0, events: VecDeque::new() })
    }

    async fn send(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.last += 1;
        self.events.clear();
        let command = json!({ "id": self.last, "method": method, "params": parameters });
        self.socket.send(Message::text(command.to_string())).await?;
        loop {
            let answer = self.receive().await?;
            if answer["id"] != self.last {
                self.events.push_back(answer); // an event, or the answer to what was given up
                continue;
            }
            return match answer.get("error") {
                Some(error) => bail!("{method}: {}", error["message"].as_str().unwrap_or_default()),
                None => Ok(answer["result"].clone()),
            };
        }
    }

    async fn receive(&mut self) -> Result<Value> {
        while let Some(message) = self.socket.next().await {
            if let Message::Text(text) = message? {
                return Ok(serde_json::from_str(&text)?);
            }
        }
        bail!("the tab is closed")
    }

    /// Drops all events so far, so that the next wait can't find them.
    async fn forget_events(&mut self) -> Result<()> {
        self.send("Page.getNavigationHistory", json!({})).await?;
        self.events.clear();
        Ok(())
    }

    async fn next_event(&mut self) -> Result<Value> {
        match self.events.pop_front() {
            Some(event) => Ok(event),
            None => self.receive().await,
        }
    }

    /// The next event with this name.
    async fn event(&mut self, name: &str) -> Result<Value> {
        loop {
            let event = self.next_event().await?;
            if event["method"] == name {
                return Ok(event["params"].clone());
            }
        }
    }

    /// Waits until a frame has loaded its document.
    async fn loaded(&mut self, frame: &Value) -> Result<()> {
        loop {
            let seen = self.event("Page.lifecycleEvent").await?;
            if seen["frameId"] == *frame && seen["name"] == "load" {
                return Ok(());
            }
        }
    }

    /// Waits until a frame has loaded this document, or one that replaced it: a script may navigate
    /// while a page loads.
    async fn loaded_from(&mut self, frame: &Value, document: &Value) -> Result<()> {
        loop {
            let seen = self.event("Page.lifecycleEvent").await?;
            if seen["loaderId"] == *document {
                if seen["frameId"] == *frame && seen["name"] == "load" {
                    return Ok(());
                }
                return self.loaded(frame).await;
            }
        }
    }

    /// Waits until the tab shows a different document that has loaded. A cached page needs no
    /// loading.
    async fn replaced(&mut self) -> Result<()> {
        loop {
            let event = self.next_event().await?;
            let frame = &event["params"]["frame"];
            if event["method"] == "Page.navigatedWithinDocument" {
                return Ok(());
            }
            if event["method"] != "Page.frameNavigated" || frame["parentId"].is_string() {
                continue;
            }
            if event["params"]["type"] == "BackForwardCacheRestore" {
                return Ok(());
            }
            return self.loaded(&frame["id"]).await;
        }
    }

    /// Waits until the tab is closed.
    async fn ended(&mut self) -> Result<()> {
        while self.socket.next().await.is_some_and(|message| message.is_ok()) {}
        Ok(())
    }
}
