//! Access to the portals and to watched sites. The browser lets the user withhold it.

use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;

use js_sys::Promise;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::Closure;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

use crate::background::ask;
use crate::dom::{Build, button, fill, paragraph};
use crate::run::Runner;
use crate::words::{word, word_with};
use sandbar::catalogue::host_of;
use sandbar::catalogue::watched::Scope;
use sandbar::messages::message;
use sandbar::protocol::{ExtensionPageMessage, OfferedVendor, WatchedSite};
use sandbar::settings::policy::Policy;
use sandbar::view::pages::vendors::preset_origins;
use webext::permissions::{access_to, wanted_access};
use webext::{BrowserError, Context};

const DOING: &str = "asking for access";

/// The message that access is missing, with a button to ask for it.
pub struct AccessNotice {
    runner: Runner,
    policy: Policy,
}

impl AccessNotice {
    /// The notice in the element `access`.
    pub fn new(runner: Runner, policy: Policy) -> Rc<Self> {
        Rc::new(Self { runner, policy })
    }

    /// Shows the notice if access is missing, and hides it otherwise. The portals
    /// come before the sites and vendors of the managed policy. Says whether nothing is missing.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn update(self: &Rc<Self>) -> Result<bool, BrowserError> {
        let portals = wanted_access()?;
        if !has(&portals).await? {
            self.show(paragraph(&word(message::ACCESS_MISSING)), portals);
            return Ok(false);
        }
        let mut missing = Vec::new();
        for origin in self.preset_origins().await? {
            if !has(&access_to(std::slice::from_ref(&origin))?).await? {
                missing.push(origin);
            }
        }
        if missing.is_empty() {
            fill("access", []);
        } else {
            let hosts: Vec<&str> = missing.iter().filter_map(|origin| host_of(origin)).collect();
            self.show(paragraph(&word_with(message::ACCESS_ADDED, &hosts.join(", "))), access_to(&missing)?);
        }
        Ok(missing.is_empty())
    }

    async fn preset_origins(&self) -> Result<Vec<String>, BrowserError> {
        let vendors: Vec<OfferedVendor> = match self.policy.vendors[..] {
            [] => Vec::new(),
            _ => ask(&ExtensionPageMessage::Vendors).await?,
        };
        Ok(preset_origins(&self.policy, &vendors))
    }

    fn show(self: &Rc<Self>, message: Element, wanted: JsValue) {
        let this = Rc::clone(self);
        let allow = button(message::ACCESS_ALLOW, move |_| {
            // Ask now: browsers accept the request only during the click event.
            let answer = webext::permissions_request(&wanted);
            let notice = Rc::clone(&this);
            this.runner.run(async move {
                JsFuture::from(answer).await.doing(DOING)?;
                notice.update().await.map(drop)
            });
        });
        fill("access", [message, allow.class("first")]);
    }
}

async fn has(wanted: &JsValue) -> Result<bool, BrowserError> {
    Ok(webext::permissions_contains(wanted).await.doing("checking access")?.is_truthy())
}

/// Whether the browser lets Sandbar run on this site.
///
/// # Errors
/// When the browser cannot be asked.
pub async fn is_granted(scope: &Scope) -> Result<bool, BrowserError> {
    has(&access_to(&[scope.origin()])?).await
}

/// The same for all of these origins.
///
/// # Errors
/// When the browser cannot be asked.
pub async fn are_granted(origins: &[String]) -> Result<bool, BrowserError> {
    has(&access_to(origins)?).await
}

/// The watched sites, each with whether the browser lets Sandbar run there.
pub type Watching = Vec<(WatchedSite, bool)>;

/// Reads the watched sites.
///
/// # Errors
/// When the background or the browser does not answer.
pub fn watched_sites() -> Pin<Box<dyn Future<Output = Result<Watching, BrowserError>>>> {
    // Compiled once, for all that wait for it.
    Box::pin(async {
        let sites: Vec<WatchedSite> = ask(&ExtensionPageMessage::Watched).await?;
        let mut watched = Vec::with_capacity(sites.len());
        for site in sites {
            let is_granted = is_granted(&site.site.scope).await?;
            watched.push((site, is_granted));
        }
        Ok(watched)
    })
}

/// A request for access that the user has not answered yet.
pub struct Request(Result<Promise, BrowserError>);

impl Request {
    /// Waits for the user's answer.
    ///
    /// # Errors
    /// When the browser cannot be asked.
    pub async fn answered(self) -> Result<(), BrowserError> {
        JsFuture::from(self.0?).await.doing(DOING).map(drop)
    }
}

/// Asks for access to this site. Browsers accept the request only during a click
/// event, so call this before the first `await`.
pub fn request(scope: &Scope) -> Request {
    request_all(&[scope.origin()])
}

/// The same for all of these origins.
pub fn request_all(origins: &[String]) -> Request {
    Request(access_to(origins).map(|wanted| webext::permissions_request(&wanted)))
}

/// Calls back whenever access is granted or withdrawn.
pub fn on_change(act: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(act);
    let function = listener.as_ref().unchecked_ref();
    webext::on_permission_added(function);
    webext::on_permission_removed(function);
    // The listener lives as long as the page.
    listener.forget();
}
