//! The welcome page: what Sandbar does and stores, and a key to try.

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::access::AccessNotice;
use crate::background::{self, Start};
use crate::check::Check;
use crate::dom::{self, Build, element, fill, link};
use crate::run::Runner;
use crate::words::word;
use sandbar::catalogue::Environment;
use sandbar::messages::message;
use sandbar::settings::policy::Policy;
use sandbar::view::pages::place::portal_address;

/// The state of the welcome page.
struct Welcome {
    access: Rc<AccessNotice>,
}

impl Welcome {
    fn new(policy: Policy) -> Self {
        let runner = Runner::with_general_error();
        Check::start(runner.clone());
        Self { access: AccessNotice::new(runner, policy) }
    }
}

/// Starts the welcome page.
///
/// # Errors
/// When the background does not answer, or the browser cannot be asked about access.
#[wasm_bindgen]
pub async fn welcome() -> Result<(), JsValue> {
    let Start { policy, catalogue } = background::start().await?;
    let page = Welcome::new(policy);
    dom::fill_page_messages();
    let links = Environment::ALL.into_iter().filter_map(|environment| {
        let key = match environment {
            Environment::Production => message::OPEN_PRODUCTION,
            Environment::Sandbox => message::OPEN_SANDBOX,
        };
        Some(link(&portal_address(&catalogue, environment)?, &word(key)).class("button"))
    });
    fill("portals", [element("div").class("row").with_all(links)]);
    page.access.update().await?;
    dom::show_page();
    Ok(())
}
