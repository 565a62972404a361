//! Reloads the extension in a developer's browser after each development build. The browser is
//! controlled through a pipe, because a port would be open to everything on this machine.

use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::process::{Child, ChildStdin, ChildStdout, Command};
use tokio::time::{sleep, timeout};

use crate::launch::id_of;

/// Starts Chromium with the DevTools protocol on a pipe.
///
/// # Errors
///
/// Returns an error if it can't be started.
pub fn start(arguments: &[String]) -> Result<(Child, Pipe)> {
    // Chromium reads from 3 and writes to 4, but a child process can only be given 0, 1 and 2.
    const REDIRECT: &str = r#"exec chromium --remote-debugging-pipe "$@" 3<&0 4>&1 </dev/null >/dev/null 2>&1"#;
    let mut child = Command::new("sh")
        .args(["-c", REDIRECT, "chromium"])
        .args(arguments)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .context("starting chromium: run ./build.sh setup")?;
    let requests = child.stdin.take().context("the pipe to the browser")?;
    let answers = child.stdout.take().context("the pipe from the browser")?;
    Ok((child, Pipe { requests, answers: BufReader::new(answers), last: 0 }))
}

/// The DevTools protocol on a pipe: JSON, with a zero byte after each message.
#[derive(Debug)]
pub struct Pipe {
    requests: ChildStdin,
    answers: BufReader<ChildStdout>,
    last: u64,
}

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

impl Pipe {
    /// Calls a method of the browser, or of a page if there is a `session`.
    async fn call(&mut self, method: &str, parameters: Value, session: Option<&str>) -> Result<Value> {
        self.last += 1;
        let mut message = json!({ "id": self.last, "method": method, "params": parameters });
        if let Some(session) = session {
            message["sessionId"] = session.into();
        }
        self.requests.write_all(format!("{message}\0").as_bytes()).await.with_context(|| format!("asking {method}"))?;
        let answer = timeout(PATIENCE, self.answer(session)).await;
        answer.with_context(|| format!("{method}: no answer"))?.with_context(|| method.to_owned())
    }

    /// Waits for the answer to the last call, or for the end of the page.
    async fn answer(&mut self, session: Option<&str>) -> Result<Value> {
        loop {
            let mut bytes = Vec::new();
            if self.answers.read_until(0, &mut bytes).await? == 0 {
                bail!("the browser ended");
            }
            bytes.pop();
            let mut message: Value = serde_json::from_slice(&bytes).context("reading an answer")?;
            if message["id"] == self.last {
                if let Some(error) = message["error"]["message"].as_str() {
                    bail!("{error}");
                }
                return Ok(message["result"].take());
            }
            let gone = message["method"] == "Target.detachedFromTarget";
            if gone && session.is_some() && message["params"]["sessionId"].as_str() == session {
                return Ok(Value::Null);
            }
        }
    }

    /// Reloads the extension from this folder, whether or not its worker is running.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser or the extension doesn't answer.
    pub async fn reload(&mut self, folder: &Path) -> Result<()> {
        self.evaluate(folder, "void chrome.runtime.reload()").await.map(drop)
    }

    /// The value of an expression in a page of the extension, which is closed afterwards; null if
    /// it closed itself.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser or the extension doesn't answer.
    pub async fn evaluate(&mut self, folder: &Path, expression: &str) -> Result<Value> {
        let page = format!("chrome-extension://{}/manifest.json", id_of(folder)?);
        let target = self.call("Target.createTarget", json!({ "url": page, "background": true }), None).await?;
        let attach = json!({ "targetId": target["targetId"], "flatten": true });
        let attached = self.call("Target.attachToTarget", attach, None).await?;
        let session = attached["sessionId"].as_str().context("no session with the page")?.to_owned();
        // At first, the tab contains an empty document that isn't a page of the extension.
        let expression = format!("globalThis.chrome?.runtime?.id ? [{expression}] : null");
        let parameters = json!({ "expression": expression, "returnByValue": true });
        let value = async {
            loop {
                let mut answer = self.call("Runtime.evaluate", parameters.clone(), Some(&session)).await?;
                if answer.is_null() {
                    return anyhow::Ok(Value::Null);
                }
                if let Some([value]) = answer["result"]["value"].as_array_mut().map(Vec::as_mut_slice) {
                    return Ok(value.take());
                }
                sleep(Duration::from_millis(20)).await;
            }
        };
        let value = timeout(PATIENCE, value).await.context("the extension does not answer")??;
        // A page that closed itself no longer exists.
        let _ = self.call("Target.closeTarget", json!({ "targetId": target["targetId"] }), None).await;
        Ok(value)
    }
}

/// Reloads the extension whenever a build replaces `folder`, and prints that. Never returns.
pub async fn after_each_build(mut pipe: Pipe, folder: PathBuf) {
    const LOOK_EVERY: Duration = Duration::from_millis(200);
    let mut loaded = build_in(&folder);
    loop {
        sleep(LOOK_EVERY).await;
        let built = build_in(&folder);
        // During a replacement, there is no folder.
        if built.is_some() && built != loaded {
            loaded = built;
            match pipe.reload(&folder).await {
                Ok(()) => println!("  reloaded the extension"),
                // A broken build must not close the browser.
                Err(error) => println!("  the extension could not be reloaded: {error:#}"),
            }
        }
    }
}

/// The identity of a build in a folder: each build has a new folder with its own inode.
fn build_in(folder: &Path) -> Option<(u64, i64)> {
    let about = folder.metadata().ok()?;
    Some((about.ino(), about.ctime()))
}
