//! The options page.
//!
//! - `settings`: the forms with the settings
//! - `sites`: the watched sites
//! - `keyring`: the table of keys
//! - `contents`: which section of the page is current
//! - `exceptions`: where Sandbar is off, and where a key is allowed
//! - `undo`: undoes the last change to a key or a site
//! - `stopping`: the actions that are never asked about
//! - `sync`: the state of syncing, and how to end it
//! - `file`: export and import
//! - `problems`: stored data that couldn't be read
//! - `about`: version, shortcuts, and how to report a problem
//! - `row`: shared code for the rows of keys and sites

mod about;
mod contents;
mod exceptions;
mod file;
mod keyring;
mod problems;
mod row;
mod settings;
mod sites;
mod stopping;
mod sync;
mod undo;

use std::rc::Rc;

use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::spawn_local;

use crate::access;
use crate::background::{self, Start, on_change_of};
use crate::dom::{self, Build, announce, paragraph};
use crate::refresh::Refresh;
use crate::run::{Runner, log};
use crate::vendors::VendorList;
use crate::words::word;
use exceptions::ExceptionList;
use file::KeyringFile;
use keyring::KeyringTable;
use problems::ProblemList;
use sandbar::messages::message;
use sandbar::sync::{CLEARED, INSTALLATION, SETTING};
use sandbar::worker::names::{
    ENTRY_PREFIX, NEVER_ASKED_KEY, OFF_KEY, POLICY_KEY, SETTINGS_KEY, UNREADABLE_KEY, WATCHED_KEY,
};
use settings::SettingsForm;
use sites::SiteList;
use sync::SyncStatus;
use undo::Undo;
use webext::BrowserError;

/// The prefixes of the stored items that the page depends on.
const FOLLOWED: [&str; 10] = [
    SETTINGS_KEY,
    OFF_KEY,
    WATCHED_KEY,
    NEVER_ASKED_KEY,
    POLICY_KEY,
    ENTRY_PREFIX,
    UNREADABLE_KEY,
    SETTING,
    INSTALLATION,
    CLEARED,
];

/// How long to wait for more changes before a refresh, in milliseconds.
const REFRESH_DELAY: u32 = 100;

/// The state of the options page.
struct OptionsPage {
    runner: Runner,
    settings: Rc<SettingsForm>,
    vendors: Rc<VendorList>,
    sites: Rc<SiteList>,
    keyring: Rc<KeyringTable>,
    exceptions: Rc<ExceptionList>,
    sync: Rc<SyncStatus>,
    problems: Rc<ProblemList>,
}

impl OptionsPage {
    /// Creates the parts of the page and connects their controls.
    fn new(Start { policy, catalogue }: Start) -> Rc<Self> {
        let settings = SettingsForm::new(policy);
        let runner = runner(&settings);
        settings.listen(&runner);
        let undo = Undo::new();
        let sites = SiteList::new(runner.clone(), Rc::clone(&undo), catalogue);
        let keyring = KeyringTable::new(runner.clone(), Rc::clone(&undo));
        let exceptions = ExceptionList::new(runner.clone(), Rc::clone(&keyring));
        KeyringFile::start(runner.clone(), undo, Rc::clone(&sites), Rc::clone(&keyring));
        let sync = SyncStatus::new(runner.clone());
        let problems = ProblemList::new(runner.clone());
        let vendors = VendorList::new(runner.clone());
        about::listen(runner.clone());
        contents::follow();
        Rc::new(Self { runner, settings, vendors, sites, keyring, exceptions, sync, problems })
    }

    async fn refresh(&self) -> Result<(), BrowserError> {
        self.settings.load().await?;
        self.sync.load().await?;
        stopping::load(self.runner.clone()).await?;
        self.vendors.load().await?;
        let keys = self.keyring.load().await;
        // The sites can be shown even if the keyring can't be read.
        self.sites.load().await?;
        self.exceptions.load().await?;
        keys?;
        about::load(self.keyring.count(), self.sites.count()).await?;
        // Problems in the keyring are known only after it was read.
        self.problems.load().await?;
        // The sections have their heights.
        contents::show_current();
        Ok(())
    }

    fn start_refresh(self: &Rc<Self>) {
        let this = Rc::clone(self);
        self.runner.run(async move { this.refresh().await });
    }
}

/// Runs work for the user. If it fails, shows the error and the settings that
/// still apply, because a control may show a value that wasn't saved.
fn runner(settings: &Rc<SettingsForm>) -> Runner {
    let settings = Rc::clone(settings);
    Runner::new(move |result| match result {
        Ok(()) => announce("trouble", []),
        Err(error) => {
            log(&error);
            let settings = Rc::clone(&settings);
            spawn_local(async move {
                // The first error is the one to show.
                let _ = settings.load().await;
                let key = if error.is_unsure { message::PANEL_UNSURE } else { message::PANEL_REFUSED };
                announce("trouble", [paragraph(&word(key)).class("notice")]);
            });
        }
    })
}

/// Starts the options page and keeps it up to date while it is open.
///
/// # Errors
///
/// Returns an error if the background doesn't answer.
#[wasm_bindgen]
pub async fn options() -> Result<(), JsValue> {
    let start = background::start().await?;
    dom::fill_page_messages();
    let page = OptionsPage::new(start);
    page.settings.show_languages();
    page.settings.show_policy();
    page.settings.load().await?;
    page.keyring.show_loading();
    dom::show_page();
    let this = Rc::clone(&page);
    let refresh = Refresh::new(REFRESH_DELAY, move || this.start_refresh());
    on_change_of(&FOLLOWED, move || refresh.schedule());
    let this = Rc::clone(&page);
    access::on_change(move || {
        let page = Rc::clone(&this);
        this.runner.run(async move {
            page.vendors.load().await?;
            page.sites.load().await
        });
    });
    page.start_refresh();
    dom::scroll_to_named();
    Ok(())
}
