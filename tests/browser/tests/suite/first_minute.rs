//! The first minute of a new user, from the installation to the first warning, with every click
//! counted. Also if something is missing.

use std::cell::Cell;

use anyhow::{Context as _, Result, ensure};
use browser_tests::engine::firefox;
use browser_tests::session::origin;
use browser_tests::{Browser, Engine, Options, Page, eventually};
use demo_portals::Person;
use demo_portals::sites::CI;
use sandbar::catalogue::Environment::{self, Production, Sandbox};
use serde_json::{Value, json};

/// The most clicks between the installation and the first warning.
const MOST_CLICKS: usize = 8;

/// A new user, who is signed in to portals, and whose clicks are counted.
struct User {
    browser: Browser,
    clicks: Cell<usize>,
}

impl User {
    /// Installs Sandbar for a user with accounts in these environments.
    async fn new(environments: &[Environment], welcome: bool) -> Result<Self> {
        let browser = Browser::start_with(Options { welcome, ..Options::default() }).await?;
        let user = Self { browser, clicks: Cell::new(0) };
        for &environment in environments {
            let page = user.browser.open(&format!("{}/signin?as=ada&next=/resources/", origin(environment))).await?;
            let path = async || page.run("return location.pathname;").await;
            eventually("signed in", path, |path| *path == "/resources/").await?;
            page.close().await?;
        }
        if Engine::chosen() == Engine::Firefox {
            firefox::ask_for_access(user.browser.driver()?).await?;
        }
        Ok(user)
    }

    fn count(&self) {
        self.clicks.set(self.clicks.get() + 1);
    }

    async fn click(&self, page: &Page<'_>, selector: &str) -> Result<()> {
        self.count();
        page.press(selector).await
    }

    /// Clicks a button that makes the browser ask for access to this host, and then an answer.
    /// Chromium asks in a window that no page's tools can reach, so there access is given in
    /// advance, and both clicks still count.
    async fn add(&self, page: &Page<'_>, selector: &str, host: &str) -> Result<()> {
        if Engine::chosen() == Engine::Chromium {
            self.browser.grant(host).await?;
        }
        self.click(page, selector).await?;
        self.count();
        if Engine::chosen() == Engine::Firefox {
            self.answer(host, true).await?;
        }
        Ok(())
    }

    /// Answers Firefox's question about access.
    async fn answer(&self, host: &str, allow: bool) -> Result<()> {
        let driver = self.browser.driver()?;
        let question = async || firefox::access_question(driver).await;
        let question = eventually("the browser asks", question, Option::is_some).await?.context("a question")?;
        ensure!(question.contains(host), "{question}");
        firefox::answer_access_question(driver, allow).await
    }

    /// Clicks *Allow access* and an answer. In Chromium, both clicks are on the browser's own page.
    async fn allow_portals(&self, page: &Page<'_>, allow: bool) -> Result<()> {
        match Engine::chosen() {
            Engine::Firefox => {
                self.click(page, "#access button").await?;
                self.answer("commercedeveloper.adobe.com", allow).await?;
            }
            Engine::Chromium => {
                self.count();
                self.browser.allow_access(allow).await?;
            }
        }
        self.count();
        Ok(())
    }

    /// Adds the CI server by its address.
    async fn adds_the_ci_server(&self, page: &Page<'_>) -> Result<()> {
        self.click(page, "#place-address").await?;
        page.type_text(CI).await?;
        self.add(page, "#placeAdd", CI).await?;
        page.says(&format!("#places [data-key=\"{CI}\"]"), "Checked").await.map(drop)
    }

    /// Pastes a secret of the user's first API key in an environment into a field of the CI server:
    /// clicks its tab and the field.
    async fn pastes(&self, of: Environment, field: &str) -> Result<Page<'_>> {
        let keys = self.browser.portals().api_keys(of, Person::Ada);
        let secret = keys.first().context("a key")?.secret.clone();
        self.count();
        let page = self.browser.open(&format!("https://{CI}/fleet/shop/secrets/each")).await?;
        self.count();
        self.browser.paste_text(&page, field, &secret).await?;
        Ok(page)
    }

    fn has_clicked_at_most(&self, most: usize) -> Result<()> {
        println!("{} clicks", self.clicks.get());
        ensure!(self.clicks.get() <= most, "{} clicks, and {most} were allowed", self.clicks.get());
        Ok(())
    }
}

/// A field with a label that says Production.
const PRODUCTION_FIELD: &str = "#by-wrapping-label textarea";
/// A field with a label that says Sandbox.
const SANDBOX_FIELD: &str = "#v1";

/// The completed steps of the welcome page.
async fn done(welcome: &Page<'_>) -> Result<Value> {
    welcome
        .run("return [...document.querySelectorAll('.steps > li')].map((step) => step.dataset.done).join(' ');")
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn from_the_installation_to_the_first_warning_it_takes_eight_clicks() -> Result<()> {
    let user = User::new(&[Production, Sandbox], true).await?;
    user.browser.allow_access(false).await?;
    let welcome = user.browser.panel("pages/welcome.html").await?;
    welcome.says("#access", "needs your permission").await?;
    ensure!(done(&welcome).await? == "no no no");
    user.allow_portals(&welcome, true).await?;
    welcome.says("#access-done", "can work on the portals").await?;
    ensure!(welcome.text_of("#access").await?.is_empty());

    // Both pages open behind this one, which shows what was learned.
    user.click(&welcome, "#openBothKeys").await?;
    welcome.says("#learned-production", "2 Production keys learned").await?;
    welcome.says("#learned-sandbox", "2 Sandbox keys learned").await?;
    ensure!(done(&welcome).await? == "yes yes no");

    user.adds_the_ci_server(&welcome).await?;
    eventually("all steps are done", async || done(&welcome).await, |steps| *steps == "yes yes yes").await?;
    let page = user.pastes(Sandbox, PRODUCTION_FIELD).await?;
    page.warned("This is a Sandbox key").await?;
    user.has_clicked_at_most(MOST_CLICKS)?;
    user.browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn with_access_refused_the_page_says_so_and_goes_on_once_it_is_given() -> Result<()> {
    let user = User::new(&[Production, Sandbox], true).await?;
    user.browser.allow_access(false).await?;
    let welcome = user.browser.panel("pages/welcome.html").await?;
    user.allow_portals(&welcome, false).await?;
    welcome.says("#access", "needs your permission").await?;
    // Without access nothing is learned, and the page shows nothing as done.
    let known = user.browser.ask("return (await browser.tabs.query({})).map(({ id }) => id);").await?;
    let loaded = format!(
        "const tabs = await browser.tabs.query({{ status: 'complete' }});
         return tabs.filter(({{ id }}) => !{known}.includes(id)).length;"
    );
    user.click(&welcome, "#openBothKeys").await?;
    eventually("both pages have loaded", async || user.browser.ask(&loaded).await, |count| *count == 2).await?;
    welcome.says("#learned-production", "No keys learned yet").await?;
    ensure!(done(&welcome).await? == "no no no");
    ensure!(user.browser.entries().await?.is_empty());

    // The open pages are read then.
    user.allow_portals(&welcome, true).await?;
    welcome.says("#learned-production", "2 Production keys learned").await?;
    welcome.says("#learned-sandbox", "2 Sandbox keys learned").await?;
    user.adds_the_ci_server(&welcome).await?;
    user.pastes(Sandbox, PRODUCTION_FIELD).await?.warned("This is a Sandbox key").await?;
    // The refusal and its answer are two more clicks.
    user.has_clicked_at_most(MOST_CLICKS + 2)?;
    user.browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn with_the_welcome_page_closed_at_once_the_popup_leads_back_to_it() -> Result<()> {
    let user = User::new(&[Production, Sandbox], false).await?;
    let page = user.browser.open(&format!("{}/", origin(Production))).await?;
    // A click on the toolbar button.
    user.count();
    let popup = user.browser.popup_of(&page).await?;
    popup.says("#next", "only after it has seen it").await?;
    user.click(&popup, "#next a").await?;
    let open = async || user.browser.panel_tabs("pages/welcome.html").await;
    eventually("the welcome page has opened", open, |open| open.len() == 1).await?;
    let welcome = user.browser.panel("pages/welcome.html").await?;
    user.click(&welcome, "#openBothKeys").await?;
    welcome.says("#learned-sandbox", "2 Sandbox keys learned").await?;
    // The popup shows the next step while it is open.
    popup.says("#next", "Where else do you paste keys?").await?;
    user.adds_the_ci_server(&welcome).await?;
    eventually("nothing is left to do", async || popup.text_of("#next").await, String::is_empty).await?;
    user.pastes(Sandbox, PRODUCTION_FIELD).await?.warned("This is a Sandbox key").await?;
    user.has_clicked_at_most(MOST_CLICKS)?;
    user.browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn with_no_account_on_sandbox_the_keys_of_production_are_enough() -> Result<()> {
    let user = User::new(&[Production], true).await?;
    let welcome = user.browser.panel("pages/welcome.html").await?;
    welcome.says("#step-keys", "No Sandbox account?").await?;
    user.click(&welcome, "#open-production a").await?;
    welcome.says("#learned-production", "2 Production keys learned").await?;
    welcome.says("#learned-sandbox", "No keys learned yet").await?;
    ensure!(done(&welcome).await? == "yes yes no", "the step counts as done");
    // Back from the tab with the keys.
    user.count();
    user.adds_the_ci_server(&welcome).await?;
    user.pastes(Production, SANDBOX_FIELD).await?.warned("This is a Production key").await?;
    user.has_clicked_at_most(MOST_CLICKS)?;
    user.browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_common_place_is_added_with_one_click_and_taken_back_with_another() -> Result<()> {
    const GITHUB: &str = "#places [data-key=\"github.com\"]";
    let user = User::new(&[], true).await?;
    let welcome = user.browser.panel("pages/welcome.html").await?;
    welcome.says("#places", "CircleCI").await?;
    ensure!(user.browser.watched().await?.is_empty() && !user.browser.may_enter("github.com").await?);
    user.add(&welcome, &format!("{GITHUB} [data-action=add]"), "github.com").await?;
    welcome.says(GITHUB, "Checked").await?;
    let watched = user.browser.watched().await?;
    ensure!(watched.iter().map(|site| site.scope.address()).collect::<Vec<_>>() == ["github.com"], "{watched:?}");
    ensure!(user.browser.may_enter("github.com").await?);
    user.has_clicked_at_most(2)?;
    // The options list it, and offer the others.
    let options = user.browser.panel("pages/options.html").await?;
    options.says("#watched", "github.com").await?;
    options.says("#places", "GitLab").await?;
    ensure!(!options.text_of("#places").await?.contains("GitHub"));

    user.click(&welcome, &format!("{GITHUB} [data-action=remove]")).await?;
    welcome.says(GITHUB, "Add").await?;
    eventually("the access goes back", async || user.browser.may_enter("github.com").await, |may| !may).await?;
    options.says("#places", "GitHub").await?;
    ensure!(user.browser.watched().await?.is_empty());

    // An invalid address is rejected with a reason.
    welcome.press("#place-address").await?;
    welcome.type_text("http://ci.example.com").await?;
    welcome.press("#placeAdd").await?;
    welcome.says("#place-said", "begins with https").await?;
    ensure!(user.browser.watched().await?.is_empty());
    user.browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_page_says_once_which_keys_were_learned_and_asks_where_they_are_pasted() -> Result<()> {
    const HEADING: &str = "Sandbar learned 2 Sandbox keys";
    let user = User::new(&[Sandbox], false).await?;
    let keys = format!("{}/account/apikeys", origin(Sandbox));
    let page = user.browser.open(&keys).await?;
    let card = eventually("the card", async || page.card(HEADING).await, Option::is_some).await?.context("a card")?;
    ensure!(card.text.contains("Where else do you paste keys?"), "{card:?}");
    page.press_card(HEADING, "Choose sites").await?;
    eventually("the card is gone", async || page.card(HEADING).await, Option::is_none).await?;
    let open = async || user.browser.panel_tabs("pages/options.html#places").await;
    eventually("the options have opened", open, |open| open.len() == 1).await?;

    // Only one of the page's two keys is new now. Nothing is asked again.
    let known = user.browser.entries().await?;
    let first = known.first().context("a key")?.fingerprint.to_text();
    user.browser.ask_core(&json!({ "forget": { "key": first } })).await?;
    let page = user.browser.open(&keys).await?;
    const ONE: &str = "Sandbar learned a Sandbox key";
    let card = eventually("the card", async || page.card(ONE).await, Option::is_some).await?.context("a card")?;
    ensure!(!card.text.contains("Where else") && card.controls == ["Hide", "Copy as .env"], "{card:?}");
    // The card disappears by itself.
    eventually("the card is gone", async || page.card(ONE).await, Option::is_none).await?;
    user.browser.end().await
}
