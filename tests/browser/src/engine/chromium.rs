//! Chromium, driven through the DevTools protocol: how it is started and ended,
//! and how its tabs are opened, moved and asked.
//!
//! No WebDriver is between: it would be one more process for each browser, and
//! it listens to everything that happens in every tab.

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

/// What a test adds to the command line.
const FOR_TESTS: [&str; 12] = [
    "--remote-debugging-port=0",
    // Browsers refuse their own sandbox when started as root. The second keeps the bar that warns of it away.
    "--no-sandbox",
    "--test-type",
    // Pages that are not in front go on as those in front do.
    "--disable-background-timer-throttling",
    "--disable-backgrounding-occluded-windows",
    // Input is not dropped while a page draws its first frame.
    "--allow-pre-commit-input",
    // No question and no message of the browser comes between.
    "--disable-hang-monitor",
    "--disable-popup-blocking",
    "--disable-prompt-on-repost",
    // Nothing is fetched that no test asks for.
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
    /// Starts it on a profile, with one empty tab, and waits until it can be
    /// spoken to.
    ///
    /// # Errors
    /// When it is not there, or does not start.
    pub async fn start(portals: &Portals, profile: &Path, options: &Options, presets: Option<&Preset>) -> Result<Self> {
        let mut command = presets.map_or_else(|| Ok(Command::new(PROGRAM)), Preset::command)?;
        if let Screen::Display(Some(display)) = &options.screen {
            command.env("DISPLAY", display);
        }
        // What it leaves when it is killed goes with the profile.
        command.env("TMPDIR", profile);
        let mut process = command
            .args(launch::prepare(portals, profile, options)?)
            .args(FOR_TESTS)
            // Without an address it shows its page for new tabs, which takes as long as everything else of a start.
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
                // Keep reading, so that the browser never waits for its output to be read.
                tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
                return Ok(Self { process, devtools, profile: profile.to_owned() });
            }
            said += &(line + "\n");
        }
        bail!("Chromium ended before it was ready: {said}")
    }

    /// The DevTools of the browser and its tabs.
    #[must_use]
    pub const fn devtools(&self) -> &DevTools {
        &self.devtools
    }

    /// Ends it as a user does: what it has to keep is written.
    ///
    /// # Errors
    /// When it does not end.
    pub async fn quit(mut self) -> Result<()> {
        self.devtools.browser("Browser.close", json!({})).await?;
        let ended = tokio::time::timeout(PATIENCE, self.process.wait()).await;
        ended.context("the browser did not end")??;
        profile::wait_until_unused(&self.profile)
    }

    /// Ends it at once, for a test that is done with it and with its profile.
    ///
    /// # Errors
    /// When it ended before, which is a crash.
    pub async fn kill(mut self) -> Result<()> {
        if let Some(status) = self.process.try_wait()? {
            bail!("the browser ended by itself: {status}");
        }
        profile::end_users(&self.profile)?;
        self.process.wait().await?;
        Ok(())
    }
}

/// A test that failed leaves no browser behind either.
impl Drop for Chromium {
    fn drop(&mut self) {
        // Without a number, it has ended and was waited for.
        if self.process.id().is_some() {
            // The test has failed already.
            let _ = profile::end_users(&self.profile);
        }
    }
}

/// Connections to the browser and to its tabs, made when they are first needed.
pub struct DevTools {
    port: u16,
    /// The path of the browser as a whole.
    path: String,
    connections: Mutex<HashMap<String, Arc<Mutex<Connection>>>>,
}

impl DevTools {
    fn new(port: u16, path: &str) -> Self {
        Self { port, path: path.to_owned(), connections: Mutex::default() }
    }

    /// A command for the browser as a whole.
    ///
    /// # Errors
    /// When it fails.
    pub async fn browser(&self, method: &str, parameters: Value) -> Result<Value> {
        self.send(&self.path, method, parameters).await
    }

    /// A command for one tab.
    ///
    /// # Errors
    /// When it fails, or the tab is closed.
    pub async fn tab(&self, tab: &WindowHandle, method: &str, parameters: Value) -> Result<Value> {
        self.send(&path_of(tab), method, parameters).await
    }

    /// The addresses of a tab's documents in which an extension has a world of its own.
    ///
    /// # Errors
    /// When the tab is closed.
    pub async fn entered(&self, tab: &WindowHandle, extension: &str) -> Result<Value> {
        // A connection of its own: it is sent of the worlds that there are when it first asks.
        let mut connection = Connection::to(self.port, &path_of(tab)).await?;
        let tree = connection.send("Page.getFrameTree", json!({})).await?["frameTree"].clone();
        connection.send("Runtime.enable", json!({})).await?;
        let origin = format!("chrome-extension://{extension}");
        let created = connection.events.iter().filter(|event| event["method"] == "Runtime.executionContextCreated");
        let worlds = created.map(|event| &event["params"]["context"]).filter(|world| world["origin"] == origin);
        Ok(worlds.map(|world| address_of(&tree, &world["auxData"]["frameId"])).collect())
    }

    /// Runs a script in a tab's world; the body of an async function. Null
    /// where the tab has no world at this moment, being between two pages.
    ///
    /// # Errors
    /// When it throws, or the tab is closed.
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
    /// When it fails, or the event does not come.
    pub async fn tab_until(&self, tab: &WindowHandle, method: &str, parameters: Value, event: &str) -> Result<Value> {
        let connection = self.connection(&path_of(tab)).await?;
        let mut connection = connection.lock().await;
        connection.send(method, parameters).await?;
        within(connection.event(event), event).await
    }

    /// The tabs of every window.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn tabs(&self) -> Result<Vec<WindowHandle>> {
        let targets = self.targets().await?;
        let pages = targets.iter().filter(|target| target["type"] == "page");
        Ok(pages.filter_map(|page| page["targetId"].as_str()).map(|id| WindowHandle::from(id.to_owned())).collect())
    }

    /// Everything that the browser runs and that can be asked: tabs, workers, itself.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn targets(&self) -> Result<Vec<Value>> {
        let answer = self.browser("Target.getTargets", json!({})).await?;
        Ok(answer["targetInfos"].as_array().cloned().unwrap_or_default())
    }

    /// Opens an empty tab in front.
    ///
    /// # Errors
    /// When the browser opens none.
    pub async fn new_tab(&self) -> Result<WindowHandle> {
        let made = self.browser("Target.createTarget", json!({ "url": "about:blank" })).await?;
        Ok(WindowHandle::from(made["targetId"].as_str().context("a tab")?.to_owned()))
    }

    /// Opens an address in a new tab in front, and waits until it has loaded.
    /// An empty tab that goes there would take one more process.
    ///
    /// # Errors
    /// When the address cannot be loaded.
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
            // A tab is empty before its first page.
            if shown["url"] != "about:blank" {
                return Ok(tab);
            }
        }
    }

    /// Navigates a tab and waits until it has loaded.
    ///
    /// # Errors
    /// When the address cannot be loaded.
    pub async fn go(&self, tab: &WindowHandle, url: &str) -> Result<()> {
        let connection = self.connection(&path_of(tab)).await?;
        let mut connection = connection.lock().await;
        let gone = connection.send("Page.navigate", json!({ "url": url })).await?;
        if let Some(error) = gone["errorText"].as_str() {
            bail!("{url}: {error}");
        }
        match &gone["loaderId"] {
            // Another part of the same document.
            Value::Null => Ok(()),
            document => within(connection.loaded_from(&gone["frameId"], document), url).await,
        }
    }

    /// Loads a tab's page again, and waits until it has loaded.
    ///
    /// # Errors
    /// When it does not.
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
    /// When there is no such page.
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
    /// When the browser refuses.
    pub async fn full_screen(&self, tab: &WindowHandle) -> Result<()> {
        let window = self.browser("Browser.getWindowForTarget", json!({ "targetId": tab.to_string() })).await?;
        let bounds = json!({ "windowId": window["windowId"], "bounds": { "windowState": "fullscreen" } });
        self.browser("Browser.setWindowBounds", bounds).await.map(drop)
    }

    /// Closes a tab and waits until it is gone.
    ///
    /// # Errors
    /// When it stays.
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
    /// When it fails, or the worker is gone.
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

/// Waits for what has to come within [`PATIENCE`].
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
    /// Events that came since the last command was sent and are not looked at yet.
    events: VecDeque<Value>,
}

/// The address of a frame, somewhere in a tree of frames.
fn address_of(tree: &Value, frame: &Value) -> Option<Value> {
    if tree["frame"]["id"] == *frame {
        return Some(tree["frame"]["url"].clone());
    }
    tree["childFrames"].as_array()?.iter().find_map(|child| address_of(child, frame))
}

impl Connection {
    async fn to(port: u16, path: &str) -> Result<Self> {
        // The tree of a page with megabytes of text in it is one message.
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

    /// Takes note of everything that was said before now, so that what is
    /// waited for next is not found in it.
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

    /// The next event of this name.
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

    /// Waits until a frame has loaded this document, or the one that took its
    /// place before that: a script may lead on while a page loads.
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

    /// Waits until the tab shows another document than before, and that has
    /// loaded. One that was kept whole comes back as it was.
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
