//! Access to the portals and to watched sites, which the user can withhold.

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
use crate::dom::{self, Build, button, fill, paragraph};
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

/// The element for the sites and vendors of the managed policy, on the welcome
/// page.
const ADDED: &str = "access-added";

/// The notice that access is missing, with a button to request it.
pub struct AccessNotice {
    runner: Runner,
    policy: Policy,
}

impl AccessNotice {
    /// The notice in the element `access`.
    pub fn new(runner: Runner, policy: Policy) -> Rc<Self> {
        Rc::new(Self { runner, policy })
    }

    /// Shows the notice if access is missing, and hides it otherwise. The
    /// portals come before the sites and vendors of the managed policy, which
    /// have their own place on the welcome page. Returns whether access to the
    /// portals is there.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser doesn't answer.
    pub async fn update(self: &Rc<Self>) -> Result<bool, BrowserError> {
        let portals = wanted_access()?;
        if !has(&portals).await? {
            fill(ADDED, []);
            self.show("access", paragraph(&word(message::ACCESS_MISSING)), portals);
            return Ok(false);
        }
        fill("access", []);
        let added = if dom::get(ADDED).is_some() { ADDED } else { "access" };
        let mut missing = Vec::new();
        for origin in self.preset_origins().await? {
            if !has(&access_to(std::slice::from_ref(&origin))?).await? {
                missing.push(origin);
            }
        }
        if missing.is_empty() {
            fill(added, []);
        } else {
            let hosts: Vec<&str> = missing.iter().filter_map(|origin| host_of(origin)).collect();
            let text = paragraph(&word_with(message::ACCESS_ADDED, &hosts.join(", ")));
            self.show(added, text, access_to(&missing)?);
        }
        Ok(true)
    }

    async fn preset_origins(&self) -> Result<Vec<String>, BrowserError> {
        let vendors: Vec<OfferedVendor> = match self.policy.vendors[..] {
            [] => Vec::new(),
            _ => ask(&ExtensionPageMessage::Vendors).await?,
        };
        Ok(preset_origins(&self.policy, &vendors))
    }

    fn show(self: &Rc<Self>, id: &str, message: Element, wanted: JsValue) {
        let this = Rc::clone(self);
        let allow = button(message::ACCESS_ALLOW, move |_| {
            // Ask now, because browsers accept the request only during the
            // click event.
            let answer = webext::permissions_request(&wanted);
            let notice = Rc::clone(&this);
            this.runner.run(async move {
                JsFuture::from(answer).await.doing(DOING)?;
                notice.update().await.map(drop)
            });
        });
        fill(id, [message, allow.class("first")]);
    }
}

async fn has(wanted: &JsValue) -> Result<bool, BrowserError> {
    Ok(webext::permissions_contains(wanted).await.doing("checking access")?.is_truthy())
}

/// Whether Sandbar has access to this site.
///
/// # Errors
///
/// Returns an error if the browser doesn't answer.
pub async fn is_granted(scope: &Scope) -> Result<bool, BrowserError> {
    has(&access_to(&[scope.origin()])?).await
}

/// Whether Sandbar has access to all of these origins.
///
/// # Errors
///
/// Returns an error if the browser doesn't answer.
pub async fn are_granted(origins: &[String]) -> Result<bool, BrowserError> {
    has(&access_to(origins)?).await
}

/// The watched sites, each with whether Sandbar has access.
pub type Watching = Vec<(WatchedSite, bool)>;

/// Reads the watched sites.
///
/// # Errors
///
/// Returns an error if the background or the browser doesn't answer.
pub fn watched_sites() -> Pin<Box<dyn Future<Output = Result<Watching, BrowserError>>>> {
    // Boxed, so that it is compiled only once for all callers.
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

/// A request for access that the user hasn't answered yet.
pub struct Request(Result<Promise, BrowserError>);

impl Request {
    /// Waits for the user's answer.
    ///
    /// # Errors
    ///
    /// Returns an error if the browser refuses the request.
    pub async fn answered(self) -> Result<(), BrowserError> {
        JsFuture::from(self.0?).await.doing(DOING).map(drop)
    }
}

/// Requests access to this site. Browsers accept the request only during a
/// click event, so call this before the first `await`.
pub fn request(scope: &Scope) -> Request {
    request_all(&[scope.origin()])
}

/// Requests access to all of these origins.
pub fn request_all(origins: &[String]) -> Request {
    Request(access_to(origins).map(|wanted| webext::permissions_request(&wanted)))
}

/// Calls a function whenever access is granted or withdrawn.
pub fn on_change(act: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut()>::new(act);
    let function = listener.as_ref().unchecked_ref();
    webext::on_permission_added(function);
    webext::on_permission_removed(function);
    // The listener lives as long as the page.
    listener.forget();
}
