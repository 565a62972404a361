//! Pages written by someone who had not read how Sandbar reads pages (`tests/portals/written/`).
//! What is right is on the pages. One test is one make of portal.

#![allow(clippy::indexing_slicing, reason = "JSON indexed by a name answers null; a wrong index is a failed test")]

use anyhow::{Context as _, Error, Result, ensure};
use browser_tests::demo::{PRODUCTION_KEY, SANDBOX_KEY};
use browser_tests::session::origin;
use browser_tests::watched::site;
use browser_tests::{Browser, Page, eventually};
use demo_portals::sites::CI;
use demo_portals::{Right, Step, WrittenPage, written_pages};
use sandbar::catalogue::Environment::{self, Production, Sandbox};
use sandbar::credential::fingerprint::{Fingerprint, Fingerprinter};
use sandbar::credential::secret::Secret;
use sandbar::keyring::{Belonging, Entry, KeyName, KeyState};
use serde_json::{Value, json};

/// The site of pages on a watched CI server.
const WATCHED: &str = "watched";
/// Secrets of `fixtures/keyring.json`.
const PRODUCTION_SECRET: &str = "c1d94b7e02f6a8835bb07d1e94f2a36580c7e9d1";
const SANDBOX_SECRET: &str = "7ae05f3391c8d24b6f10e7a9c35d82b4f6091e3c";

/// A page of a make in its tab.
struct Open<'b> {
    written: WrittenPage,
    page: Page<'b>,
    environment: Environment,
    prints: Vec<(String, Fingerprint)>,
    /// The values that it has taught.
    taught: Vec<String>,
}

/// Opens a make's pages of one environment, so that all of them settle at the same time, and that
/// no sign-out concerns a page of the other environment. Then goes through each one's steps, and
/// collects what is wrong, so that one run reports all of it.
async fn all_right(make: &str) -> Result<()> {
    let browser = Browser::start().await?;
    let prints = browser.fingerprinter().await?;
    browser.choose("ask-before-submission", json!(make == "switchboard")).await?;
    browser.ask("window.heard = []; browser.runtime.onMessage.addListener((message) => void heard.push(JSON.stringify(message)));").await?;
    let pages = written_pages(make).map_err(Error::msg)?;
    if pages.iter().any(|page| page.site == WATCHED) {
        browser.know(&crate::common::known_to(&prints)).await?;
        browser.grant(CI).await?;
        browser.watch(&site(CI, None)).await?;
    }
    let (sandbox, production): (Vec<_>, Vec<_>) = pages.into_iter().partition(|page| page.site == "sandbox");
    let (mut count, mut wrong) = (0, Vec::new());
    for pages in [production, sandbox] {
        let mut open = Vec::new();
        for written in pages {
            open.push(Open::new(&browser, written, &prints).await?);
        }
        for mut one in open {
            for (step, rights) in one.written.steps.clone() {
                if let Err(error) = one.does(&step).await {
                    wrong.push(format!("{} {step:?}: {error:#}", one.written.name));
                    break;
                }
                for right in rights {
                    count += 1;
                    if let Err(error) = one.check(&right).await {
                        wrong.push(format!("{} after {step:?}: {right:?}: {error:#}", one.written.name));
                    }
                }
            }
            one.page.close().await?;
        }
    }
    println!("{make}: {} of {count} right", count - wrong.len());
    ensure!(wrong.is_empty(), "{} of {count} wrong\n  {}", wrong.len(), wrong.join("\n  "));
    browser.end().await
}

impl<'b> Open<'b> {
    async fn new(browser: &'b Browser, written: WrittenPage, prints: &Fingerprinter) -> Result<Self> {
        let environment = if written.site == "sandbox" { Sandbox } else { Production };
        let prints = written.placeholders().into_iter().map(|name| {
            let print = prints.of(&Secret::new(&written.value(&name)));
            (name, print)
        });
        let prints = prints.collect();
        let origin = if written.site == WATCHED { format!("https://{CI}") } else { origin(environment).to_owned() };
        let page = browser.open(&format!("{origin}{}", written.address())).await?;
        Ok(Self { written, page, environment, prints, taught: Vec::new() })
    }

    async fn does(&mut self, step: &Step) -> Result<()> {
        self.page.show().await?;
        match step {
            // A watched site is ready for a paste at once.
            Step::Load if self.written.site == WATCHED => {}
            Step::Load => self.settled().await?,
            Step::Click(control) => self.press(control).await?,
            Step::Confirm(control) => {
                self.press(control).await?;
                eventually("a question", async || self.is_asked().await, |asked| *asked).await?;
                self.page.press_warning("Continue").await?;
                self.page.warning_gone().await?;
            }
            Step::Type(field, text) => {
                self.page.run(&format!("at({field:?}).focus();")).await?;
                self.page.type_text(&self.filled(text)).await?;
            }
            Step::TypeInFrame(frame, field, text) => {
                let focus = format!(
                    "const inner = at({frame:?}).contentDocument; at({frame:?}).focus(); inner.querySelector({field:?}).focus();"
                );
                self.page.run(&focus).await?;
                self.page.type_text(text).await?;
            }
            Step::Do(script) => self.page.run(&format!("{script};")).await.map(drop)?,
        }
        if !matches!(step, Step::Load) {
            self.page.run("window.touched = performance.now();").await?;
            self.page.settled().await?;
        }
        Ok(())
    }

    /// The text with this page's values.
    fn filled(&self, text: &str) -> String {
        let value = text.strip_prefix('{').and_then(|text| text.strip_suffix('}'));
        value.map_or_else(|| text.to_owned(), |name| self.written.value(name))
    }

    /// Waits until the page has been read: the banner is reported last.
    async fn settled(&self) -> Result<()> {
        let id = self.page.tab_id()?;
        let banner = format!("return (await browser.storage.session.get('tab:{id}'))['tab:{id}']?.banner;");
        let banner = async || self.page.browser().ask(&banner).await;
        eventually("the banner is looked for", banner, |known| *known == "shown" || *known == "missing").await?;
        Ok(())
    }

    async fn check(&mut self, right: &Right) -> Result<()> {
        match right {
            Right::Learns(names) => {
                self.taught.extend(names.iter().cloned());
                let found = async || self.learns(names).await;
                eventually("learned", found, |_| true).await
            }
            Right::Only => self.knows_only(&self.taught).await,
            Right::Nothing => self.knows_only(&[]).await,
            Right::Unlearned(names) => {
                let entries = self.entries().await?;
                let wrong: Vec<_> = entries.iter().map(|(name, _)| name).filter(|name| names.contains(name)).collect();
                ensure!(wrong.is_empty(), "{wrong:?} known");
                Ok(())
            }
            Right::Name(name, of) => {
                let entries = self.entries().await?;
                let (_, entry) = entries.iter().find(|(known, _)| known == of).context("not known")?;
                ensure!(entry.label.as_ref().map(KeyName::text) == Some(name.as_str()), "{:?}", entry.label);
                Ok(())
            }
            Right::Unretired => {
                let entries = self.entries().await?;
                ensure!(entries.iter().all(|(_, entry)| entry.state != KeyState::Retired), "retired");
                Ok(())
            }
            Right::Retired(of) => {
                let is_retired = async || {
                    let entries = self.entries().await?;
                    Ok(entries.iter().any(|(name, entry)| name == of && entry.state == KeyState::Retired))
                };
                eventually("retired", is_retired, |retired| *retired).await.map(drop)
            }
            Right::Session(wanted) => self.shows(wanted).await,
            Right::Checks(checks) => {
                let tone = if *checks {
                    "check"
                } else if self.environment == Sandbox {
                    "sandbox"
                } else {
                    "production"
                };
                // The badge may be missing for a moment while the page redraws it.
                let badge = eventually("the badge", async || self.page.badge().await, Option::is_some).await?;
                let badge = badge.context("the badge")?;
                ensure!(badge.tone == tone, "{}", badge.tone);
                Ok(())
            }
            Right::Asks(control, asks) => self.asks(control, *asks).await,
            Right::Signs(control, signs) => self.signs(control, *signs).await,
            Right::Goes(field, to) => self.goes(field, to).await,
            Right::Unsaved(count) => {
                let unsaved = async || Ok(self.stored("page").await?["unsaved"].as_u64().unwrap_or_default());
                eventually("unsaved fields", unsaved, |unsaved| *unsaved == u64::from(*count)).await.map(drop)
            }
        }
    }

    /// The stored entries of this page's values.
    async fn entries(&self) -> Result<Vec<(String, Entry)>> {
        let entries = self.page.browser().entries().await?;
        let named = |entry: Entry| {
            let (name, _) = self.prints.iter().find(|(_, print)| *print == entry.fingerprint)?;
            Some((name.clone(), entry))
        };
        Ok(entries.into_iter().filter_map(named).collect())
    }

    async fn learns(&self, names: &[String]) -> Result<()> {
        let entries = self.entries().await?;
        for name in names {
            let (_, entry) = entries.iter().find(|(known, _)| known == name).with_context(|| format!("no {name}"))?;
            ensure!(entry.environment == Belonging::from(self.environment), "{name}: {:?}", entry.environment);
            let other = names.iter().find(|other| *other != name);
            let print =
                other.and_then(|other| self.prints.iter().find(|(known, _)| known == other)).map(|(_, print)| *print);
            ensure!(other.is_none() || entry.partner == print, "{name}: no pair");
        }
        Ok(())
    }

    async fn knows_only(&self, names: &[String]) -> Result<()> {
        let entries = self.entries().await?;
        let extra: Vec<_> = entries.iter().map(|(name, _)| name).filter(|name| !names.contains(name)).collect();
        ensure!(extra.is_empty(), "{extra:?} known");
        Ok(())
    }

    /// What is stored about the tab, under `tab` or `page`.
    async fn stored(&self, kind: &str) -> Result<Value> {
        let name = format!("{kind}:{}", self.page.tab_id()?);
        self.page
            .browser()
            .ask(&format!("return (await browser.storage.session.get('{name}'))['{name}'] ?? null;"))
            .await
    }

    async fn shows(&self, wanted: &str) -> Result<()> {
        let is_right = |signs: &str| match wanted {
            "in" => signs == "signed-in",
            "out" => signs == "signed-out" || signs == "sign-in-page",
            "silent" => signs == "neither",
            "not-in" => signs != "signed-in",
            _ => signs != "signed-out" && signs != "sign-in-page",
        };
        let signs = async || Ok(self.stored("page").await?["signs"].as_str().unwrap_or("neither").to_owned());
        if wanted == "in" || wanted == "out" {
            return eventually(wanted, signs, |signs| is_right(signs)).await.map(drop);
        }
        let signs = signs().await?;
        ensure!(is_right(&signs), "{signs}");
        Ok(())
    }

    async fn press(&self, control: &str) -> Result<()> {
        let place = format!(
            "const one = at({control:?}); one.scrollIntoView({{ block: 'center' }});
             const {{ left, top, width, height }} = one.getBoundingClientRect();
             window.clicked = [];
             const [x, y] = [left + width / 2, top + height / 2];
             return [x, y, !!document.elementFromPoint(x, y)?.matches(':root > div')];"
        );
        let place = self.page.run(&place).await?;
        if place[2] == true {
            // A note covers it.
            self.page.press_card("About this page", "Don’t show this again").await?;
            eventually("the note is gone", async || self.page.card("About this page").await, Option::is_none).await?;
        }
        let (x, y) = (place[0].as_f64().context("a place")?, place[1].as_f64().context("a place")?);
        self.page.devtools("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y })).await?;
        self.page.click(x, y).await
    }

    async fn is_asked(&self) -> Result<bool> {
        Ok(self.page.open_warnings().await? > 0)
    }

    async fn is_clicked(&self, control: &str) -> Result<bool> {
        let clicked = format!("return window.clicked.some((path) => path.includes(at({control:?})));");
        Ok(self.page.run(&clicked).await? == true)
    }

    /// Whether a click is held with a question, or reaches the page.
    async fn asks(&self, control: &str, asks: bool) -> Result<()> {
        if self.environment == Production {
            self.page.ready_to_stop().await?;
        }
        self.press(control).await?;
        let seen = async || Ok((self.is_asked().await?, self.is_clicked(control).await?));
        let (asked, _) = eventually("asked or clicked", seen, |(asked, clicked)| *asked || *clicked).await?;
        if asked {
            self.page.press_warning("Cancel").await?;
            self.page.warning_gone().await?;
        }
        ensure!(asked == asks, "{}", if asked { "asked" } else { "not asked" });
        Ok(())
    }

    /// Pastes a key of the other environment, or of each if the field has none.
    async fn goes(&self, field: &str, to: &str) -> Result<()> {
        let focus = format!("at({field:?}).focus(); if (at({field:?}).select) at({field:?}).select();");
        let browser = self.page.browser();
        let pasted = async |text: &str| {
            self.page.run(&focus).await?;
            browser.put_on_clipboard(text).await?;
            self.page.paste().await
        };
        match to {
            "sandbox" => {
                pasted(PRODUCTION_SECRET).await?;
                self.page.warned(PRODUCTION_KEY).await?;
            }
            "production" => {
                pasted(SANDBOX_SECRET).await?;
                self.page.warned(SANDBOX_KEY).await?;
            }
            _ => {
                for (key, name) in [(PRODUCTION_SECRET, "Production"), (SANDBOX_SECRET, "Sandbox")] {
                    pasted(key).await?;
                    self.page.chip_with(&[name]).await?;
                    ensure!(!self.is_asked().await?, "a warning beside the chip");
                }
            }
        }
        // The next field's answer has to be its own.
        self.page.reload().await
    }

    /// Whether a click is reported as the start of a sign-out.
    async fn signs(&self, control: &str, signs: bool) -> Result<()> {
        let browser = self.page.browser();
        browser.ask("heard.length = 0;").await?;
        self.press(control).await?;
        eventually("clicked", async || self.is_clicked(control).await, |clicked| *clicked).await?;
        let begun = async || {
            let heard = browser.ask("return heard.join();").await?;
            Ok(heard.as_str().is_some_and(|heard| heard.contains("\"begun\"")))
        };
        if signs {
            return eventually("a sign-out begins", begun, |begun| *begun).await.map(drop);
        }
        ensure!(!begun().await?, "a sign-out begins");
        Ok(())
    }
}

macro_rules! makes {
    ($($test:ident: $make:literal,)*) => {
        $(
            #[tokio::test(flavor = "multi_thread")]
            async fn $test() -> Result<()> {
                all_right($make).await
            }
        )*
    };
}

makes! {
    tables_from_twenty_years_ago: "antique",
    accounts_devices_and_dialogs: "accounts",
    cards_and_toasts: "cards",
    choices_of_an_environment: "choices",
    comings_and_goings: "comings",
    consoles_that_show_json: "console",
    decoys_of_every_kind: "decoys",
    lists_of_definitions: "deflist",
    forms_for_one_environment: "destinations",
    rows_menus_and_states_in_detail: "details",
    documents_that_quote_keys_and_banners: "documents",
    ways_out_and_look_alikes: "exits",
    grids_and_message_boxes: "fiori",
    drafts_and_what_was_sent: "drafts",
    forms_searches_and_filters: "forms",
    gates_and_errors: "gate",
    headers_and_banners: "headers",
    what_was_saved_or_refused: "labors",
    key_lists_of_many_toolkits: "ledger",
    components_in_components: "lightning",
    fields_with_floating_labels: "material",
    notices_and_banners: "notices",
    secrets_shown_once: "onetime",
    panels_and_static_fields: "panels",
    parts_swapped_by_the_server: "partials",
    other_languages: "polyglot",
    states_and_histories: "states",
    controls_and_fields: "switchboard",
    tabs_and_toasts: "tabs",
    sign_outs_in_more_languages: "tongues",
    values_that_are_not_keys: "traps",
    both_environments_on_one_page: "twoface",
    grids_that_recycle_rows: "virtual",
    menus_and_dialogs_of_sessions: "visits",
    expandable_rows_and_eye_buttons: "vuetify",
}
