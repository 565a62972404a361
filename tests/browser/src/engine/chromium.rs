//! Chromium, by chromedriver and by the DevTools protocol: how it is started,
//! and how a tab is spoken to that is not in front.

use std::collections::HashMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use demo_portals::Portals;
use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use thirtyfour::ChromeCapabilities;
use thirtyfour::prelude::*;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio::sync::Mutex;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::browser::{Options, Screen};
use crate::launch;
use crate::preset::Preset;

/// The driver's program.
pub const DRIVER: &str = "chromedriver";

/// Starts the driver on a free port. The browser inherits its display.
///
/// # Errors
/// When it is not there, or does not start.
pub async fn start_driver(screen: &Screen, presets: Option<&Preset>) -> Result<(Child, u16)> {
    loop {
        let mut command = presets.map_or_else(|| Ok(Command::new(DRIVER)), Preset::driver)?;
        if let Screen::Display(Some(display)) = screen {
            command.env("DISPLAY", display);
        }
        if let Some(started) = started(command.arg("--port=0")).await? {
            return Ok(started);
        }
    }
}

/// The driver and its port; none when another program took the port between
/// its finding one of IPv6 and its taking the same of IPv4.
async fn started(command: &mut Command) -> Result<Option<(Child, u16)>> {
    let mut process = command
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .context("starting chromedriver: run ./build.sh setup")?;
    let output = process.stdout.take().context("the driver's output")?;
    let mut lines = BufReader::new(output).lines();
    let mut said = String::new();
    while let Some(line) = lines.next_line().await? {
        if let Some(port) = line.split("started successfully on port ").nth(1) {
            let port = port.trim_end_matches('.').parse()?;
            // Keep reading, so that the driver never waits for its output to be read.
            tokio::spawn(async move { while let Ok(Some(_)) = lines.next_line().await {} });
            return Ok(Some((process, port)));
        }
        if line.contains("IPv4 port not available") {
            return Ok(None);
        }
        said += &(line + "\n");
    }
    bail!("chromedriver ended before it was ready: {said}")
}

/// What the driver is told of the browser to start.
///
/// # Errors
/// When it cannot be said.
pub fn capabilities(portals: &Portals, profile: &Path, options: &Options) -> Result<ChromeCapabilities> {
    let mut capabilities = DesiredCapabilities::chrome();
    for argument in launch::prepare(portals, profile, options)? {
        capabilities.add_arg(&argument)?;
    }
    // Browsers refuse their own sandbox when started as root; only tests do that.
    capabilities.add_arg("--no-sandbox")?;
    capabilities.add_experimental_option(
        "excludeSwitches",
        [
            "disable-extensions",
            "disable-component-extensions-with-background-pages",
            "enable-automation", // its bar would push the page down
        ],
    )?;
    Ok(capabilities)
}

/// Connections to the browser and to its tabs, made when they are first needed.
pub struct DevTools {
    /// Port and path, as the browser wrote them into its profile.
    port: u16,
    path: String,
    connections: Mutex<HashMap<String, Arc<Mutex<Connection>>>>,
}

impl DevTools {
    /// Those of the browser that runs on this profile.
    ///
    /// # Errors
    /// When none does.
    pub fn of(profile: &Path) -> Result<Self> {
        let told = std::fs::read_to_string(profile.join("DevToolsActivePort")).context("where the browser listens")?;
        let (port, path) = told.split_once('\n').context("port and path")?;
        Ok(Self { port: port.trim().parse()?, path: path.trim().to_owned(), connections: Mutex::default() })
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
        self.send(&format!("/devtools/page/{tab}"), method, parameters).await
    }

    /// The addresses of a tab's documents in which an extension has a world of its own.
    ///
    /// # Errors
    /// When the tab is closed.
    pub async fn entered(&self, tab: &WindowHandle, extension: &str) -> Result<Value> {
        // A connection of its own: it is told of the worlds that there are when it first asks.
        let mut connection = Connection::to(self.port, &format!("/devtools/page/{tab}")).await?;
        let tree = connection.send("Page.getFrameTree", json!({})).await?["frameTree"].clone();
        connection.send("Runtime.enable", json!({})).await?;
        let origin = format!("chrome-extension://{extension}");
        let told = connection.told.iter().filter(|event| event["method"] == "Runtime.executionContextCreated");
        let worlds = told.map(|event| &event["params"]["context"]).filter(|world| world["origin"] == origin);
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
        let connection = self.connection(&format!("/devtools/page/{tab}")).await?;
        let mut connection = connection.lock().await;
        connection.send(method, parameters).await?;
        let told = tokio::time::timeout(PATIENCE, connection.event(event)).await;
        told.with_context(|| format!("{event} did not come"))?
    }

    /// A command for a worker.
    ///
    /// # Errors
    /// When it fails, or the worker is gone.
    pub async fn worker(&self, worker: &str, method: &str, parameters: Value) -> Result<Value> {
        let mut made = Connection::to(self.port, &format!("/devtools/page/{worker}")).await?;
        let answer = tokio::time::timeout(PATIENCE, made.send(method, parameters)).await;
        answer.with_context(|| format!("{method} was not answered"))?
    }

    async fn send(&self, path: &str, method: &str, parameters: Value) -> Result<Value> {
        let connection = self.connection(path).await?;
        let mut connection = connection.lock().await;
        let answer = tokio::time::timeout(PATIENCE, connection.send(method, parameters)).await;
        answer.with_context(|| format!("{method} was not answered"))?
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

struct Connection {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    last: u64,
    /// What it was told while it waited for the last answer.
    told: Vec<Value>,
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
        let (socket, _) = tokio_tungstenite::connect_async(format!("ws://127.0.0.1:{port}{path}"))
            .await
            .context("speaking to a tab")?;
        Ok(Self { socket, last: 0, told: Vec::new() })
    }

    async fn send(&mut self, method: &str, parameters: Value) -> Result<Value> {
        self.last += 1;
        self.told.clear();
        let command = json!({ "id": self.last, "method": method, "params": parameters });
        self.socket.send(Message::text(command.to_string())).await?;
        while let Some(message) = self.socket.next().await {
            let Message::Text(text) = message? else { continue };
            let answer: Value = serde_json::from_str(&text)?;
            if answer["id"] != self.last {
                self.told.push(answer); // an event, or the answer to what was given up
                continue;
            }
            return match answer.get("error") {
                Some(error) => bail!("{method}: {}", error["message"].as_str().unwrap_or_default()),
                None => Ok(answer["result"].clone()),
            };
        }
        bail!("the tab is closed")
    }

    /// The next event of this name.
    async fn event(&mut self, name: &str) -> Result<Value> {
        while let Some(message) = self.socket.next().await {
            let Message::Text(text) = message? else { continue };
            let told: Value = serde_json::from_str(&text)?;
            if told["method"] == name {
                return Ok(told["params"].clone());
            }
        }
        bail!("the tab is closed")
    }
}
