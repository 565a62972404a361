//! What pages show about their sessions, and ways to sign in and out.

use anyhow::{Context, Result, ensure};
use sandbar::catalogue::Environment;
use serde_json::{Value, json};
use thirtyfour::WindowHandle;

use crate::browser::Browser;
use crate::engine::{Engine, firefox};
use crate::page::{Page, attribute, find};
use crate::wait::eventually;
use crate::warning::is_steady;

/// The current portal of an environment.
#[must_use]
pub const fn origin(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "https://commercedeveloper.adobe.com",
        Environment::Sandbox => "https://commercedeveloper-sandbox.adobe.com",
    }
}

/// The environment's name on pages.
#[must_use]
pub const fn word(environment: Environment) -> &'static str {
    match environment {
        Environment::Production => "Production",
        Environment::Sandbox => "Sandbox",
    }
}

/// The badge's text for a session while the other environment is signed in in another cookie store.
fn apart(environment: Environment) -> String {
    format!("signed in, separate from {}", word(environment.other()))
}

/// The address that signs in and continues to this path.
fn signing_in(environment: Environment, path: &str) -> String {
    let next = path.replace('?', "%3F").replace('&', "%26");
    format!("{}/signin?as=ada&next={next}", origin(environment))
}

/// A visible card.
#[derive(Debug, Clone, PartialEq)]
pub struct Card {
    /// The accessible name.
    pub name: String,
    /// All of its text.
    pub text: String,
    /// The labels of its links and buttons.
    pub controls: Vec<String>,
    /// The targets of its links.
    pub links: Vec<String>,
    /// Left, top, right and bottom, in CSS pixels of the window.
    pub rect: [f64; 4],
}

/// The name of the card about an ended session.
pub const ENDED: &str = "This page’s session has ended";
/// The name of the reminder about the profile.
pub const PROFILE: &str = "New to Sandbox? Set up your profile here";

impl Browser {
    /// Signs in to an environment in a new tab, which continues to this path.
    ///
    /// # Errors
    ///
    /// Returns an error if the page doesn't show that the user is signed in.
    pub async fn sign_in(&self, environment: Environment, path: &str) -> Result<Page<'_>> {
        let page = self.open(&signing_in(environment, path)).await?;
        page.signed_in_when(environment).await?;
        Ok(page)
    }

    /// The stored ledger of a cookie store, by the browser's ID of the store.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn ledger(&self, store: &str) -> Result<Value> {
        let key = format!("ledger:{store}");
        let area = if store == Engine::chosen().private_store() { "session" } else { "local" };
        self.ask(&format!("return (await browser.storage.{area}.get('{key}'))['{key}'] ?? null;")).await
    }

    /// Allows the extension in private windows, as on the browser's extensions page. The browser
    /// reloads it for that.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn allow_private_windows(&self) -> Result<()> {
        self.reloaded_by(async || match Engine::chosen() {
            Engine::Chromium => self.configure(json!({ "incognitoAccess": true })).await,
            Engine::Firefox => firefox::allow_private_windows(self.driver()?).await,
        })
        .await
    }

    /// Withholds or grants access to all sites, as the browser's own pages do. The extension is
    /// notified.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn allow_access(&self, allowed: bool) -> Result<()> {
        match Engine::chosen() {
            Engine::Chromium => {
                let access = if allowed { "ON_ALL_SITES" } else { "ON_CLICK" };
                self.configure(json!({ "hostAccess": access })).await
            }
            Engine::Firefox => firefox::allow_access(self.driver()?, allowed).await,
        }
    }

    /// Changes a setting on Chromium's extensions page.
    async fn configure(&self, change: Value) -> Result<()> {
        let page = self.open("chrome://extensions/").await?;
        let mut change = change;
        change["extensionId"] = json!(self.id()?);
        page.run(&format!("await chrome.developerPrivate.updateExtensionConfiguration({change});")).await?;
        // The extension may have been reloaded, so its own tab, which the driver would return to,
        // may be gone.
        page.devtools("Page.close", json!({})).await.map(drop)
    }

    /// An empty tab in a new container. Firefox only.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser opens no tab.
    pub async fn container_tab(&self) -> Result<Page<'_>> {
        let before = self.running().tabs().await?;
        let container = firefox::new_container(self.driver()?).await?;
        let opened =
            format!("return (await browser.tabs.create({{ cookieStoreId: '{container}', url: 'about:blank' }})).id;");
        self.tab_that_opens(&opened, &before).await
    }

    /// Turns containers on or off. Firefox only.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn allow_containers(&self, allowed: bool) -> Result<()> {
        firefox::allow_containers(self.driver()?, allowed).await
    }

    /// Deletes the container with this cookie store. Firefox only.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser rejects the command.
    pub async fn delete_container(&self, store: &str) -> Result<()> {
        firefox::delete_container(self.driver()?, store).await
    }

    /// The browser's ID of a tab's cookie store.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn store_of(&self, page: &Page<'_>) -> Result<String> {
        let tab = self.ask(&format!("return await browser.tabs.get({});", page.tab_id()?)).await?;
        let named = tab["cookieStoreId"].as_str().map(str::to_owned);
        let of_window = if tab["incognito"] == json!(true) { "1" } else { "0" };
        Ok(named.unwrap_or_else(|| of_window.to_owned()))
    }

    async fn tab_that_opens(&self, opened: &str, before: &[WindowHandle]) -> Result<Page<'_>> {
        let id = self.ask(opened).await?.as_i64();
        let new = async || Ok(self.running().tabs().await?.into_iter().find(|window| !before.contains(window)));
        let window = eventually("the new tab", new, Option::is_some).await?.context("a tab")?;
        Ok(Page::new(self, window, id))
    }

    /// An empty tab in a new private window.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser opens no tab.
    pub async fn private_tab(&self) -> Result<Page<'_>> {
        let before = self.running().tabs().await?;
        let opened = "const made = await browser.windows.create({ incognito: true, url: 'about:blank' });
            return made.tabs[0].id;";
        self.tab_that_opens(opened, &before).await
    }

    /// The text on the clipboard, as a user reads it: pasted into a field of a page outside the
    /// portals.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't paste.
    pub async fn clipboard(&self) -> Result<String> {
        self.ask("const field = document.createElement('textarea'); document.body.append(field); field.focus();")
            .await?;
        self.edit(&self.own_tab()?, "v", "paste").await?;
        let text = async || self.ask("return [...document.querySelectorAll('textarea')].at(-1).value;").await;
        let text = eventually("pasted", text, |text| text.as_str().is_some_and(|text| !text.is_empty())).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until a page has reported this many edited fields. Pages collect edits before they
    /// report them.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn unsaved_reported(&self, fields: u32) -> Result<()> {
        let reported = format!("\"unsaved\":{fields}");
        let stored = async || self.stored().await;
        eventually("the edits are reported", stored, |stored| stored.contains(&reported)).await.map(drop)
    }

    /// Everything that the extension has stored, as text.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn stored(&self) -> Result<String> {
        let all = self.ask("return [await browser.storage.local.get(null), await browser.storage.session.get(null)];");
        Ok(all.await?.to_string())
    }
}

impl Page<'_> {
    /// Signs in and continues to this path.
    ///
    /// # Errors
    ///
    /// Returns an error if the page doesn't show that the user is signed in.
    pub async fn sign_in(&self, environment: Environment, path: &str) -> Result<()> {
        self.go(&signing_in(environment, path)).await?;
        self.signed_in_when(environment).await
    }

    /// Whether a click on a sign-out control would be held for a question.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn holds_presses(&self) -> Result<bool> {
        let script = format!(
            "const [{{ result }}] = await browser.scripting.executeScript({{
               target: {{ tabId: {} }}, func: () => {{
                 const {{ run }} = globalThis[Symbol.for('sandbar')] ?? {{}};
                 return !!(run?.hold && run.askFirst && run.view?.session?.ask);
               }} }});
             return result;",
            self.tab_id()?
        );
        Ok(self.browser().ask(&script).await? == true)
    }

    /// Whether clicks on irreversible actions are watched.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn holds_stops(&self) -> Result<bool> {
        let script = format!(
            "const [{{ result }}] = await browser.scripting.executeScript({{
               target: {{ tabId: {} }}, func: () => {{
                 const {{ run }} = globalThis[Symbol.for('sandbar')] ?? {{}};
                 return !!(run?.holdsStops && run.view?.stop);
               }} }});
             return result;",
            self.tab_id()?
        );
        Ok(self.browser().ask(&script).await? == true)
    }

    /// Whether the script that draws questions is in the page.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn draws_cards(&self) -> Result<bool> {
        let script = format!(
            "const [{{ result }}] = await browser.scripting.executeScript({{
               target: {{ tabId: {} }}, func: () => !!globalThis[Symbol.for('sandbar')]?.run?.askFirst }});
             return result;",
            self.tab_id()?
        );
        Ok(self.browser().ask(&script).await? == true)
    }

    /// Brings the tab to the front, and waits until clicks on irreversible actions are watched.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn ready_to_stop(&self) -> Result<()> {
        self.show().await?;
        eventually("clicks are looked at", async || self.holds_stops().await, |holds| *holds).await.map(drop)
    }

    /// Brings the tab to the front, and waits until a click on a sign-out control would cause a
    /// question.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn ready_to_ask(&self) -> Result<()> {
        self.show().await?;
        eventually("Sandbar would ask about a click", async || self.holds_presses().await, |holds| *holds)
            .await
            .map(drop)
    }

    /// Moves the mouse to a sign-out control, and clicks it once that would cause a question.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn press_sign_out(&self, control: &str) -> Result<()> {
        self.ready_to_ask().await?;
        self.point_at(control).await?;
        self.press(control).await
    }

    /// Whether this text is anywhere in the page, including closed shadow roots.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn says_anywhere(&self, text: &str) -> Result<bool> {
        let says = |node: &Value| node["nodeValue"].as_str().is_some_and(|said| said.contains(text));
        Ok(find(&self.document().await?, &says).is_some())
    }

    /// Whether a control or image in the page has this accessible name, including closed shadow
    /// roots.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn says_anywhere_in_names(&self, name: &str) -> Result<bool> {
        let named = |node: &Value| attribute(node, "aria-label").or(attribute(node, "title")) == Some(name);
        Ok(find(&self.document().await?, &named).is_some())
    }

    /// Makes the browser deny this page's site access to the clipboard.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser isn't known.
    pub async fn refuse_clipboard(&self) -> Result<()> {
        let origin = self.run("return location.origin;").await?;
        let refused = json!({ "origin": origin, "permission": { "name": "clipboard-write" }, "setting": "denied" });
        self.devtools("Browser.setPermission", refused).await.map(drop)
    }

    /// Waits until the badge shows this state of the session.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn session_when(&self, environment: Environment, state: &str) -> Result<()> {
        let name = format!("{}, {state}", word(environment));
        self.badge_when(&name, |badge| badge.name == name).await.map(drop)
    }

    /// Waits until the badge shows that this environment is signed in, and the other one is signed
    /// in in another cookie store.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn apart_when(&self, environment: Environment) -> Result<()> {
        self.session_when(environment, &apart(environment)).await
    }

    /// Waits until the badge shows that this environment is signed in, separate from the other
    /// environment or not.
    async fn signed_in_when(&self, environment: Environment) -> Result<()> {
        let names = ["signed in", &apart(environment)].map(|state| format!("{}, {state}", word(environment)));
        self.badge_when(&names[0], |badge| names.contains(&badge.name)).await.map(drop)
    }

    /// The card with this name, if there is one.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn card(&self, name: &str) -> Result<Option<Card>> {
        let document = self.document().await?;
        let Some(found) = find(&document, &|node| {
            attribute(node, "class").is_some_and(|class| class.starts_with("card "))
                && attribute(node, "aria-label") == Some(name)
        }) else {
            return Ok(None);
        };
        let read = "function () {
            const { left, top, right, bottom } = this.getBoundingClientRect();
            return {
              text: this.innerText,
              controls: [...this.querySelectorAll('a, button')].map((control) => control.ariaLabel ?? control.textContent),
              links: [...this.querySelectorAll('a')].map((link) => link.href),
              rect: [left, top, right, bottom],
            }; }";
        let seen = self.call_on(&found["nodeId"], read).await?;
        Ok(Some(Card {
            name: name.to_owned(),
            text: seen["text"].as_str().unwrap_or_default().to_owned(),
            controls: serde_json::from_value(seen["controls"].clone())?,
            links: serde_json::from_value(seen["links"].clone())?,
            rect: serde_json::from_value(seen["rect"].clone())?,
        }))
    }

    /// Waits until the card about the ended session has this text.
    ///
    /// # Errors
    ///
    /// Returns an error if that doesn't happen in time.
    pub async fn ended(&self, why: &str) -> Result<Card> {
        let fits = |card: &Option<Card>| card.as_ref().is_some_and(|card| card.text.contains(why));
        eventually(why, async || self.card(ENDED).await, fits).await?.context("a card")
    }

    /// Waits until there is no card about an ended session.
    ///
    /// # Errors
    ///
    /// Returns an error if it doesn't disappear in time.
    pub async fn not_ended(&self) -> Result<()> {
        eventually("no notice", async || self.card(ENDED).await, Option::is_none).await?;
        eventually("no mark", async || self.title().await, |title| !title.starts_with("ENDED")).await.map(drop)
    }

    /// Clicks a control of a card with the mouse, once it accepts clicks.
    ///
    /// # Errors
    ///
    /// Returns an error if there is none.
    pub async fn press_card(&self, card: &str, label: &str) -> Result<()> {
        self.show().await?;
        let node = async || self.card_control(card, label).await;
        let node = eventually(&format!("{label} takes clicks"), node, |_| true).await?;
        self.click_node(&node).await
    }

    /// The node of a card's control, once it accepts clicks.
    async fn card_control(&self, card: &str, label: &str) -> Result<Value> {
        let document = self.document().await?;
        let found = find(&document, &|node| {
            attribute(node, "class").is_some_and(|class| class.starts_with("card "))
                && attribute(node, "aria-label") == Some(card)
        });
        let says = |node: &Value| {
            matches!(node["localName"].as_str(), Some("button" | "a"))
                && (node["children"][0]["nodeValue"] == label || attribute(node, "aria-label") == Some(label))
        };
        let control = found.and_then(|found| find(found, &says)).with_context(|| format!("the control {label}"))?;
        ensure!(control["localName"] == "a" || is_steady(control), "{label} takes no clicks yet");
        Ok(control["nodeId"].clone())
    }

    /// Moves the mouse to the element with this selector, as before a click.
    ///
    /// # Errors
    ///
    /// Returns an error if there is no such element.
    pub async fn point_at(&self, selector: &str) -> Result<()> {
        let document = self.document().await?;
        let query = json!({ "nodeId": document["nodeId"], "selector": selector });
        let found = self.devtools("DOM.querySelector", query).await.with_context(|| format!("finding {selector}"))?;
        let (x, y) = self.middle_of(&found["nodeId"]).await?;
        self.devtools("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y })).await.map(drop)
    }
}
