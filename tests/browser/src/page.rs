//! One tab, as a user and as assistive technology see it.

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
    /// `open` or `folded`.
    pub fold: String,
    /// The accessible name.
    pub name: String,
    /// The text that is drawn.
    pub text: String,
    /// Left, top, right and bottom in CSS pixels of the window.
    pub rect: [f64; 4],
}

impl<'b> Page<'b> {
    pub(crate) fn new(browser: &'b Browser, tab: WindowHandle, id: Option<i64>) -> Self {
        Self { browser, tab, id }
    }

    /// The browser that it is in.
    #[must_use]
    pub const fn browser(&self) -> &'b Browser {
        self.browser
    }

    /// The driver's name of it.
    pub(crate) const fn handle(&self) -> &WindowHandle {
        &self.tab
    }

    /// Navigates and waits until loaded.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn go(&self, url: &str) -> Result<()> {
        self.browser.running().go(&self.tab, url).await
    }

    /// Goes back in the tab's history and waits until the page is there.
    ///
    /// # Errors
    /// When there is none.
    pub async fn back(&self) -> Result<()> {
        self.browser.running().travel(&self.tab, -1).await
    }

    /// Goes forward in the tab's history and waits until the page is there.
    ///
    /// # Errors
    /// When there is none.
    pub async fn forward(&self) -> Result<()> {
        self.browser.running().travel(&self.tab, 1).await
    }

    /// Loads the page again and waits until it has loaded.
    ///
    /// # Errors
    /// When it does not.
    pub async fn reload(&self) -> Result<()> {
        self.browser.running().reload(&self.tab).await
    }

    /// Shows the tab's window in full screen.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn full_screen(&self) -> Result<()> {
        self.browser.running().full_screen(&self.tab).await
    }

    /// The tab's title.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn title(&self) -> Result<String> {
        let title = self.run("return document.title;").await?;
        Ok(title.as_str().unwrap_or_default().to_owned())
    }

    /// Runs a script in the page's own world, once that has loaded; the body
    /// of an async function.
    ///
    /// # Errors
    /// When it throws.
    pub async fn run(&self, script: &str) -> Result<Value> {
        let ready = format!(
            "return Object.getOwnPropertyDescriptor(Document.prototype, 'readyState').get.call(document) === 'complete'
             ? {{ done: await (async () => {{ {script} }})() ?? null }} : null;"
        );
        // What the script throws is its answer: it runs once.
        let run = async || Ok(self.browser.run_in(&self.tab, &ready).await);
        let done = eventually("the page has loaded", run, |done| !matches!(done, Ok(Value::Null))).await??;
        Ok(done["done"].clone())
    }

    /// Waits until the page has been loaded and left alone for so long that it counts as settled. A test that does
    /// something to it notes when in `window.touched`.
    ///
    /// # Errors
    /// When it never is.
    pub async fn settled(&self) -> Result<()> {
        let script = "const [load] = performance.getEntriesByType('navigation');
            const since = Math.max(load?.loadEventEnd ?? -Infinity, window.touched ?? -Infinity);
            return document.readyState === 'complete' && performance.now() - since > 3200;";
        eventually("the page is settled", async || self.run(script).await, |settled| *settled == true).await.map(drop)
    }

    /// A command of the DevTools protocol for this tab.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn devtools(&self, method: &str, parameters: Value) -> Result<Value> {
        self.browser.devtools(&self.tab, method, parameters).await
    }

    /// A command of the DevTools protocol for this tab, and the event that
    /// follows it; in Chromium alone.
    ///
    /// # Errors
    /// When the browser refuses it, or the event does not come.
    pub async fn devtools_until(&self, method: &str, parameters: Value, event: &str) -> Result<Value> {
        self.browser.devtools_until(&self.tab, method, parameters, event).await
    }

    /// The browser's number of this tab, as the extension knows it.
    ///
    /// # Errors
    /// When no extension is loaded.
    pub fn tab_id(&self) -> Result<i64> {
        self.id.context("no extension is loaded to number the tabs")
    }

    /// This tab's toolbar button.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn toolbar(&self) -> Result<Toolbar> {
        self.browser.toolbar(self.tab_id()?).await
    }

    /// The badge, or none.
    ///
    /// # Errors
    /// When the browser cannot be asked.
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
        // Without a box it is there but not drawn (print, full screen).
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

    /// The badge, once there is one that fits.
    ///
    /// # Errors
    /// When there never is.
    pub async fn badge_when(&self, what: &str, wanted: impl Fn(&Badge) -> bool) -> Result<Badge> {
        let seen = eventually(what, async || self.badge().await, |badge| badge.as_ref().is_some_and(&wanted)).await?;
        seen.context("a badge")
    }

    /// Brings the tab to the front of its window.
    ///
    /// # Errors
    /// When the browser cannot.
    pub async fn show(&self) -> Result<()> {
        self.devtools("Page.bringToFront", json!({})).await.map(drop)
    }

    /// The corner of the window that a badge is nearest to.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn corner_of(&self, badge: &Badge) -> Result<String> {
        let size = self.run("return [innerWidth, innerHeight];").await?;
        let [left, top, right, bottom] = badge.rect;
        let side = |near: f64, far: f64, length: &Value| near + far > length.as_f64().unwrap_or_default();
        let vertical = if side(top, bottom, &size[1]) { "bottom" } else { "top" };
        let horizontal = if side(left, right, &size[0]) { "right" } else { "left" };
        Ok(format!("{vertical} {horizontal}"))
    }

    /// The address of the tab's icon, as the browser shows it.
    ///
    /// # Errors
    /// When the browser cannot be asked.
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

    /// What stands beside head and body under the page's root: all that an
    /// extension could have put there.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn additions(&self) -> Result<u64> {
        let count = "return [...document.documentElement.children].filter((child) => !/^(head|body)$/i.test(child.localName)).length;";
        self.run(count).await?.as_u64().context("a number")
    }

    /// Focuses a field by its selector and pastes what is on the clipboard
    /// with the keyboard, where the caret is.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn paste_into(&self, selector: &str) -> Result<()> {
        self.run(&format!("document.querySelector({selector:?}).focus();")).await?;
        self.paste().await
    }

    /// Presses one of the badge's controls with the mouse.
    ///
    /// # Errors
    /// When there is none.
    pub async fn press_badge(&self, control: &str) -> Result<()> {
        let [left, top, right, bottom] = self.control(control).await?;
        self.click((left + right) / 2.0, (top + bottom) / 2.0).await
    }

    /// Where one of the badge's controls is: left, top, right and bottom in CSS
    /// pixels of the window.
    ///
    /// # Errors
    /// When there is none.
    pub async fn control(&self, control: &str) -> Result<[f64; 4]> {
        // The badge grows when the state of the session comes.
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

    /// Presses what this selector finds in the page with the mouse.
    ///
    /// # Errors
    /// When there never is anything that has stopped changing.
    pub async fn press(&self, selector: &str) -> Result<()> {
        let (x, y) = self.place_of(selector).await?;
        self.click(x, y).await
    }

    /// Brings the page to the front, and says where the middle of what this
    /// selector finds is, in CSS pixels of the window, once it has stopped changing: a
    /// panel draws a part again when what it shows has changed.
    ///
    /// # Errors
    /// When it never does.
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

    /// Presses a node with the mouse.
    pub(crate) async fn click_node(&self, node: &Value) -> Result<()> {
        self.devtools("DOM.scrollIntoViewIfNeeded", json!({ "nodeId": node })).await?;
        let (x, y) = self.middle_of(node).await?;
        self.click(x, y).await
    }

    /// Clicks with the mouse, at CSS pixels of the window.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn click(&self, x: f64, y: f64) -> Result<()> {
        self.show().await?;
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.devtools("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    }

    /// The middle of a node, in CSS pixels of the window.
    pub(crate) async fn middle_of(&self, node: &Value) -> Result<(f64, f64)> {
        let model = self.devtools("DOM.getBoxModel", json!({ "nodeId": node })).await?;
        let corner = |index: usize| model["model"]["border"][index].as_f64().unwrap_or_default();
        Ok(((corner(0) + corner(4)) / 2.0, (corner(1) + corner(5)) / 2.0))
    }

    /// Calls a function of the page's world with a node as `this`.
    pub(crate) async fn call_on(&self, node: &Value, function: &str) -> Result<Value> {
        let object = self.devtools("DOM.resolveNode", json!({ "nodeId": node })).await?;
        let call =
            json!({ "objectId": object["object"]["objectId"], "functionDeclaration": function, "returnByValue": true });
        Ok(self.devtools("Runtime.callFunctionOn", call).await?["result"]["value"].clone())
    }

    /// Presses a key in the focused field or control, as the keyboard does.
    /// `modifiers`: 2 is Ctrl, 8 is Shift.
    ///
    /// # Errors
    /// When the browser refuses it.
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

    /// Types letters into the focused field, one key after the other.
    ///
    /// # Errors
    /// When the browser refuses them.
    pub async fn type_text(&self, text: &str) -> Result<()> {
        for letter in text.chars() {
            self.key(&letter.to_string(), 0).await?;
        }
        Ok(())
    }

    /// Puts the keyboard into a field and types, as a user does.
    ///
    /// # Errors
    /// When there is no such field.
    pub async fn type_into(&self, selector: &str, text: &str) -> Result<()> {
        self.run(&format!("document.querySelector({selector:?}).focus();")).await?;
        self.type_text(text).await
    }

    /// Copies what is selected, with Ctrl+C.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn copy(&self) -> Result<()> {
        self.browser.edit(&self.tab, "c", "copy").await
    }

    /// Takes the last edit back, with Ctrl+Z.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn undo(&self) -> Result<()> {
        self.browser.edit(&self.tab, "z", "undo").await
    }

    /// Pastes where the focus is.
    ///
    /// # Errors
    /// When the browser refuses it.
    pub async fn paste(&self) -> Result<()> {
        self.browser.edit(&self.tab, "v", "paste").await
    }

    /// What stands in a field.
    ///
    /// # Errors
    /// When there is none.
    pub async fn value(&self, selector: &str) -> Result<String> {
        let read =
            format!("const field = document.querySelector({selector:?}); return field.value ?? field.innerText;");
        Ok(self.run(&read).await?.as_str().unwrap_or_default().to_owned())
    }

    /// The page's nodes, through frames and closed shadow roots.
    pub(crate) async fn document(&self) -> Result<Value> {
        let document = self.devtools("DOM.getDocument", json!({ "depth": -1, "pierce": true })).await?;
        Ok(document["root"].clone())
    }

    /// The accessible name of what has the keyboard.
    ///
    /// # Errors
    /// When the browser cannot be asked.
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

    /// Lays the page out as in a window of this size, each CSS pixel being
    /// `scale` pixels wide, as zooming does.
    ///
    /// # Errors
    /// When the browser refuses.
    pub async fn resize(&self, width: u32, height: u32, scale: f64) -> Result<()> {
        let metrics = json!({ "width": width, "height": height, "deviceScaleFactor": scale, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await.map(drop)
    }

    /// A PNG picture of what is visible.
    ///
    /// # Errors
    /// When the browser cannot take one.
    pub async fn picture(&self) -> Result<Vec<u8>> {
        self.show().await?;
        let shot = self.devtools("Page.captureScreenshot", json!({ "format": "png" })).await?;
        let data = shot["data"].as_str().context("the picture")?;
        Ok(base64::engine::general_purpose::STANDARD.decode(data)?)
    }

    /// Closes the tab.
    ///
    /// # Errors
    /// When it cannot be closed.
    pub async fn close(self) -> Result<()> {
        self.browser.running().close(&self.tab).await?;
        // Firefox's driver speaks to no tab until it is given another.
        match (self.browser.driver(), self.browser.own_tab()) {
            (Ok(driver), Ok(own)) => Ok(driver.switch_to_window(own).await?),
            _ => Ok(()),
        }
    }
}

/// The first node that fits, through frames and closed shadow roots.
pub(crate) fn find<'n>(node: &'n Value, fits: &dyn Fn(&Value) -> bool) -> Option<&'n Value> {
    if fits(node) {
        return Some(node);
    }
    let parts = ["shadowRoots", "children"].into_iter().filter_map(|part| node[part].as_array()).flatten();
    parts.chain(node.get("contentDocument")).find_map(|part| find(part, fits))
}

/// Every node that fits; none inside another that does.
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
