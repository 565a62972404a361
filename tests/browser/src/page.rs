//! One tab, as users and assistive technology perceive it.

use anyhow::{Context, Result};
use base64::Engine as _;
use serde_json::{Value, json};
use thirtyfour::WindowHandle;

use crate::browser::{Browser, Toolbar};
use crate::engine::{Engine, firefox};
use crate::wait::{eventually, still};

/// A tab.
pub struct Page<'b> {
    browser: &'b Browser,
    tab: WindowHandle,
    id: Option<i64>,
}

/// The in-page badge.
#[derive(Debug, Clone, PartialEq)]
pub struct Badge {
    /// `production`, `sandbox` or `check`.
    pub tone: String,
    /// `open` (expanded) or `folded` (collapsed).
    pub fold: String,
    /// The accessible name.
    pub name: String,
    /// The visible text.
    pub text: String,
    /// Left, top, right and bottom, in CSS pixels of the window.
    pub rect: [f64; 4],
}

impl<'b> Page<'b> {
    pub(crate) fn new(browser: &'b Browser, tab: WindowHandle, id: Option<i64>) -> Self {
        Self { browser, tab, id }
    }

    /// The browser of the tab.
    #[must_use]
    pub const fn browser(&self) -> &'b Browser {
        self.browser
    }

    /// The driver's handle of the tab.
    pub(crate) const fn handle(&self) -> &WindowHandle {
        &self.tab
    }

    /// Navigates, and waits until the page has loaded.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser fails.
    pub async fn go(&self, url: &str) -> Result<()> {
        self.browser.running().go(&self.tab, url).await
    }

    /// Goes back in the tab's history, and waits until the page is there.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
    pub async fn back(&self) -> Result<()> {
        self.browser.running().travel(&self.tab, -1).await
    }

    /// Goes forward in the tab's history and waits until the page is there.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
    pub async fn forward(&self) -> Result<()> {
        self.browser.running().travel(&self.tab, 1).await
    }

    /// Reloads the page, and waits until it has loaded.
    ///
    /// # Errors
    ///
    /// Returns an error if that fails.
    pub async fn reload(&self) -> Result<()> {
        self.browser.running().reload(&self.tab).await
    }

    /// Shows the tab's window in full screen.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn full_screen(&self) -> Result<()> {
        self.browser.running().full_screen(&self.tab).await
    }

    /// The tab's title.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn title(&self) -> Result<String> {
        let title = self.run("return document.title;").await?;
        Ok(title.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in the page's own world, once the page has loaded. The script is the body of
    /// an async function.
    ///
    /// # Errors
    ///
    /// Returns an error if the script throws.
    pub async fn run(&self, script: &str) -> Result<Value> {
        let ready = format!(
            "return Object.getOwnPropertyDescriptor(Document.prototype, 'readyState').get.call(document) === 'complete'
             ? {{ done: await (async () => {{ {script} }})() ?? null }} : null;"
        );
        // If the script throws, the exception is the result, so that the script runs only once.
        let run = async || Ok(self.browser.run_in(&self.tab, &ready).await);
        let done = eventually("the page has loaded", run, |done| !matches!(done, Ok(Value::Null))).await??;
        Ok(done["done"].clone())
    }

    /// Waits until the page counts as settled, because it has loaded and hasn't changed for a
    /// while. A test that changes the page sets `window.touched` to the time.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn settled(&self) -> Result<()> {
        let script = "const [load] = performance.getEntriesByType('navigation');
            const since = Math.max(load?.loadEventEnd ?? -Infinity, window.touched ?? -Infinity);
            return document.readyState === 'complete' && performance.now() - since > 3200;";
        eventually("the page is settled", async || self.run(script).await, |settled| *settled == true).await.map(drop)
    }

    /// A DevTools command for this tab.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        self.browser.devtools(&self.tab, method, parameters).await
    }

    /// A DevTools command for this tab, and the event that follows it. Chromium only.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser refuses it, or the event doesn't come.
    pub async fn devtools_until(&self, method: &str, parameters: Value, event: &str) -> Result<Value> {
        self.browser.devtools_until(&self.tab, method, parameters, event).await
    }

    /// The browser's ID of this tab, as the extension sees it.
    ///
    /// # Errors
    ///
    /// Returns an error if no extension is loaded.
    pub fn tab_id(&self) -> Result<i64> {
        self.id.context("no extension is loaded to number the tabs")
    }

    /// This tab's toolbar button.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn toolbar(&self) -> Result<Toolbar> {
        self.browser.toolbar(self.tab_id()?).await
    }

    /// The badge, if there is one.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn badge(&self) -> Result<Option<Badge>> {
        let document = self.document().await?;
        let Some(note) = find(&document, &|node| {
            attribute(node, "role") == Some("note")
                && attribute(node, "class").is_some_and(|class| class.starts_with("badge "))
        }) else {
            return Ok(None);
        };
        let class: Vec<&str> = attribute(note, "class").unwrap_or_default().split(' ').collect();
        let node = note["nodeId"].clone();
        let model = self.devtools("DOM.getBoxModel", json!({ "nodeId": node })).await;
        // Without a box, it exists but isn't drawn (print, full screen).
        let Ok(model) = model else { return Ok(None) };
        let corner = |index: usize| model["model"]["border"][index].as_f64().unwrap_or_default();
        let tree =
            self.devtools("Accessibility.getPartialAXTree", json!({ "nodeId": node, "fetchRelatives": false })).await?;
        Ok(Some(Badge {
            tone: class.get(1).copied().unwrap_or_default().into(),
            fold: class.get(2).copied().unwrap_or_default().into(),
            name: tree["nodes"][0]["name"]["value"].as_str().unwrap_or_default().into(),
            text: text_of(note),
            rect: [corner(0), corner(1), corner(4), corner(5)],
        }))
    }

    /// Waits for a badge that meets this condition.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none in time.
    pub async fn badge_when(&self, what: &str, wanted: impl Fn(&Badge) -> bool) -> Result<Badge> {
        let seen = eventually(what, async || self.badge().await, |badge| badge.as_ref().is_some_and(&wanted)).await?;
        seen.context("a badge")
    }

    /// Brings the tab to the front of its window.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser fails.
    pub async fn show(&self) -> Result<()> {
        self.devtools("Page.bringToFront", json!({})).await.map(drop)
    }

    /// The corner of the window that is closest to a badge.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn corner_of(&self, badge: &Badge) -> Result<String> {
        let size = self.run("return [innerWidth, innerHeight];").await?;
        let [left, top, right, bottom] = badge.rect;
        let side = |near: f64, far: f64, length: &Value| near + far > length.as_f64().unwrap_or_default();
        let vertical = if side(top, bottom, &size[1]) { "bottom" } else { "top" };
        let horizontal = if side(left, right, &size[0]) { "right" } else { "left" };
        Ok(format!("{vertical} {horizontal}"))
    }

    /// The address of the tab's icon, as the browser reports it.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn icon(&self) -> Result<String> {
        let icon =
            self.browser.ask(&format!("return (await browser.tabs.get({})).favIconUrl;", self.tab_id()?)).await?;
        let icon = icon.as_str().unwrap_or_default();
        if Engine::chosen() == Engine::Firefox {
            let named = self.run("return [...document.querySelectorAll('link[rel~=icon]')].map((link) => link.href);");
            let source = firefox::icon_source(self.browser.driver()?, icon, &named.await?).await?;
            return Ok(source.unwrap_or_default());
        }
        Ok(icon.to_owned())
    }

    /// The number of elements next to head and body under the page's root: everything that an
    /// extension may have added.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn additions(&self) -> Result<u64> {
        let count = "return [...document.documentElement.children].filter((child) => !/^(head|body)$/i.test(child.localName)).length;";
        self.run(count).await?.as_u64().context("a number")
    }

    /// Focuses a field by its selector, and pastes the clipboard at the caret, with the keyboard.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such field.
    pub async fn paste_into(&self, selector: &str) -> Result<()> {
        self.run(&format!("document.querySelector({selector:?}).focus();")).await?;
        self.paste().await
    }

    /// Clicks one of the badge's controls with the mouse.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
    pub async fn press_badge(&self, control: &str) -> Result<()> {
        let [left, top, right, bottom] = self.control(control).await?;
        self.click((left + right) / 2.0, (top + bottom) / 2.0).await
    }

    /// The position of one of the badge's controls: left, top, right and bottom, in CSS pixels of
    /// the window.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
    pub async fn control(&self, control: &str) -> Result<[f64; 4]> {
        // The badge grows when the state of the session arrives.
        still("the badge stands still", async || self.control_now(control).await).await
    }

    async fn control_now(&self, control: &str) -> Result<[f64; 4]> {
        let document = self.document().await?;
        let button =
            find(&document, &|node| node["localName"] == "button" && attribute(node, "class") == Some(control))
                .with_context(|| format!("the badge's control `{control}`"))?;
        let model = self.devtools("DOM.getBoxModel", json!({ "nodeId": button["nodeId"] })).await?;
        let corner = |index: usize| model["model"]["border"][index].as_f64().unwrap_or_default();
        Ok([corner(0), corner(1), corner(4), corner(5)])
    }

    /// Clicks the element with this selector with the mouse, once it has stopped moving.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such element, or it doesn't stop moving.
    pub async fn press(&self, selector: &str) -> Result<()> {
        let (x, y) = self.place_of(selector).await?;
        self.click(x, y).await
    }

    /// Brings the page to the front. Returns the center of the element with this selector, in CSS
    /// pixels of the window, once it has stopped moving: a page may re-render a part when its data
    /// changes.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn place_of(&self, selector: &str) -> Result<(f64, f64)> {
        self.show().await?;
        let place = async || {
            let document = self.document().await?;
            let query = json!({ "nodeId": document["nodeId"], "selector": selector });
            let found = self.devtools("DOM.querySelector", query).await?;
            self.devtools("DOM.scrollIntoViewIfNeeded", json!({ "nodeId": found["nodeId"] })).await?;
            self.middle_of(&found["nodeId"]).await
        };
        still(&format!("{selector} stands still"), place).await
    }

    /// Clicks a node with the mouse.
    pub(crate) async fn click_node(&self, node: &Value) -> Result<()> {
        self.devtools("DOM.scrollIntoViewIfNeeded", json!({ "nodeId": node })).await?;
        let (x, y) = self.middle_of(node).await?;
        self.click(x, y).await
    }

    /// Clicks with the mouse, at a position in CSS pixels of the window.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn click(&self, x: f64, y: f64) -> Result<()> {
        self.show().await?;
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.devtools("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// The center of a node, in CSS pixels of the window.
    pub(crate) async fn middle_of(&self, node: &Value) -> Result<(f64, f64)> {
        let model = self.devtools("DOM.getBoxModel", json!({ "nodeId": node })).await?;
        let corner = |index: usize| model["model"]["border"][index].as_f64().unwrap_or_default();
        Ok(((corner(0) + corner(4)) / 2.0, (corner(1) + corner(5)) / 2.0))
    }

    /// Calls a function in the page's world with a node as `this`.
    pub(crate) async fn call_on(&self, node: &Value, function: &str) -> Result<Value> {
        let object = self.devtools("DOM.resolveNode", json!({ "nodeId": node })).await?;
        let call =
            json!({ "objectId": object["object"]["objectId"], "functionDeclaration": function, "returnByValue": true });
        Ok(self.devtools("Runtime.callFunctionOn", call).await?["result"]["value"].clone())
    }

    /// Presses a key in the focused field or control. `modifiers`: 2 is Ctrl, 8 is Shift.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn key(&self, key: &str, modifiers: u8) -> Result<()> {
        self.devtools("Page.bringToFront", json!({})).await?;
        self.devtools("Emulation.setFocusEmulationEnabled", json!({ "enabled": true })).await?;
        let (code, number, text) = match key {
            "Tab" => ("Tab", 9, None),
            "Enter" => ("Enter", 13, Some("\r")),
            "Escape" => ("Escape", 27, None),
            " " => ("Space", 32, Some(" ")),
            "End" => ("End", 35, None),
            "Home" => ("Home", 36, None),
            "ArrowLeft" => ("ArrowLeft", 37, None),
            "ArrowUp" => ("ArrowUp", 38, None),
            "ArrowRight" => ("ArrowRight", 39, None),
            "ArrowDown" => ("ArrowDown", 40, None),
            _ => ("", 0, Some(key)),
        };
        let mut down = json!({ "type": "keyDown", "key": key, "code": code, "modifiers": modifiers, "windowsVirtualKeyCode": number });
        if let Some(text) = text {
            down["text"] = json!(text);
        }
        self.devtools("Input.dispatchKeyEvent", down.clone()).await?;
        down["type"] = json!("keyUp");
        self.devtools("Input.dispatchKeyEvent", down).await.map(drop)
    }

    /// Types letters into the focused field, one at a time.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        for letter in text.chars() {
            self.key(&letter.to_string(), 0).await?;
        }
        Ok(())
    }

    /// Focuses a field and types into it, as a user does.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such field.
    pub async fn type_into(&self, selector: &str, text: &str) -> Result<()> {
        self.run(&format!("document.querySelector({selector:?}).focus();")).await?;
        self.type_text(text).await
    }

    /// Copies the selection, with Ctrl+C.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn copy(&self) -> Result<()> {
        self.browser.edit(&self.tab, "c", "copy").await
    }

    /// Undoes the last edit, with Ctrl+Z.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn undo(&self) -> Result<()> {
        self.browser.edit(&self.tab, "z", "undo").await
    }

    /// Pastes at the focus.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn paste(&self) -> Result<()> {
        self.browser.edit(&self.tab, "v", "paste").await
    }

    /// The value of a field.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
    pub async fn value(&self, selector: &str) -> Result<String> {
        let read =
            format!("const field = document.querySelector({selector:?}); return field.value ?? field.innerText;");
        Ok(self.run(&read).await?.as_str().unwrap_or_default().to_owned())
    }

    /// The page's nodes, including frames and closed shadow roots.
    pub(crate) async fn document(&self) -> Result<Value> {
        let document = self.devtools("DOM.getDocument", json!({ "depth": -1, "pierce": true })).await?;
        Ok(document["root"].clone())
    }

    /// The accessible name of the focused element.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn focused(&self) -> Result<String> {
        let tree = self.devtools("Accessibility.getFullAXTree", json!({})).await?;
        let has_focus = |node: &&Value| {
            let properties = node["properties"].as_array().into_iter().flatten();
            node["role"]["value"] != "RootWebArea"
                && properties.into_iter().any(|one| one["name"] == "focused" && one["value"]["value"] == true)
        };
        let focused = tree["nodes"].as_array().into_iter().flatten().find(has_focus);
        Ok(focused.and_then(|node| node["name"]["value"].as_str()).unwrap_or_default().to_owned())
    }

    /// Lays the page out as in a window of this size, with `scale` device pixels per CSS pixel,
    /// like zooming.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn resize(&self, width: u32, height: u32, scale: f64) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
    }

    /// A PNG picture of the visible part.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser can't take a picture.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        self.show().await?;
        let shot = self.devtools("Page.captureScreenshot", json!({ "format": "png" })).await?;
        let data = shot["data"].as_str().context("the picture")?;
        Ok(base64::engine::general_purpose::STANDARD.decode(data)?)
    }

    /// Closes the tab.
    ///
    /// # Errors
    ///
    /// Returns an error if it can't be closed.
    pub async fn close(self) -> Result<()> {
        self.browser.running().close(&self.tab).await?;
        // Firefox's driver accepts commands for other tabs only after it has switched to one.
        match (self.browser.driver(), self.browser.own_tab()) {
            (Ok(driver), Ok(own)) => Ok(driver.switch_to_window(own).await?),
            _ => Ok(()),
        }
    }
}

/// The first node that matches, including in frames and closed shadow roots.
pub(crate) fn find<'n>(node: &'n Value, fits: &dyn Fn(&Value) -> bool) -> Option<&'n Value> {
    if fits(node) {
        return Some(node);
    }
    let parts = ["shadowRoots", "children"].into_iter().filter_map(|part| node[part].as_array()).flatten();
    parts.chain(node.get("contentDocument")).find_map(|part| find(part, fits))
}

/// Every node that matches, except for those inside another match.
pub(crate) fn find_all<'n>(node: &'n Value, fits: &dyn Fn(&Value) -> bool) -> Vec<&'n Value> {
    if fits(node) {
        return vec![node];
    }
    let parts = ["shadowRoots", "children"].into_iter().filter_map(|part| node[part].as_array()).flatten();
    parts.chain(node.get("contentDocument")).flat_map(|part| find_all(part, fits)).collect()
}

pub(crate) fn attribute<'n>(node: &'n Value, name: &str) -> Option<&'n str> {
    let list = node["attributes"].as_array()?;
    list.chunks_exact(2).find(|pair| pair.first().is_some_and(|key| key == name))?.last()?.as_str()
}

fn text_of(node: &Value) -> String {
    let own = node["nodeValue"].as_str().unwrap_or_default().to_owned();
    let parts = node["children"].as_array().into_iter().flatten().map(text_of).filter(|text| !text.is_empty());
    std::iter::once(own).filter(|text| !text.is_empty()).chain(parts).collect::<Vec<_>>().join(" ")
}
