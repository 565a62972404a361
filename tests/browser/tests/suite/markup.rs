//! Portals with different markup (`?shell=`): the keys that are learned from their pages, the
//! session in their headers, and their banners. The right answers are documented in
//! `tests/portals/src/pages/shells/`.

use anyhow::{Context as _, Result, ensure};
use browser_tests::session::{PROFILE, origin, word};
use browser_tests::{Browser, Engine, Page, eventually};
use demo_portals::Person;
use sandbar::catalogue::Environment::{self, Production, Sandbox};
use sandbar::credential::Part;
use sandbar::credential::fingerprint::{Fingerprint, Fingerprinter};
use sandbar::credential::secret::Secret;
use sandbar::keyring::KeyName;

/// The two pages with keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Api,
    Composer,
}
use Kind::{Api, Composer};

impl Kind {
    const fn path(self) -> &'static str {
        match self {
            Api => "/account/apikeys",
            Composer => "/account/keys",
        }
    }
}

/// A key on a page, by its index in its owner's list.
#[derive(Debug, Clone, Copy)]
enum Known {
    /// Both parts, as a pair.
    Pair(Kind, Person, usize),
    /// Only its first part.
    First(Kind, Person, usize),
}

const fn pair(kind: Kind, index: usize) -> Known {
    Known::Pair(kind, Person::Ada, index)
}

const fn first(kind: Kind, index: usize) -> Known {
    Known::First(kind, Person::Ada, index)
}

/// An action of the user.
#[derive(Debug, Clone, Copy)]
enum Does {
    /// Opens the page and looks at it.
    Look,
    /// Clicks the element with this selector.
    Click(&'static str),
    /// Another action, as a script.
    Script(&'static str),
}
use Does::{Click, Look, Script};

/// An action of the user on the page, and everything that must be known afterwards.
struct Step {
    does: Does,
    known: Vec<Known>,
}

fn step(does: Does, known: impl Into<Vec<Known>>) -> Step {
    Step { does, known: known.into() }
}

/// A key on the portal.
struct Key {
    name: String,
    halves: [(Part, String); 2],
}

fn keys(browser: &Browser, kind: Kind, environment: Environment, person: Person) -> Vec<Key> {
    let portals = browser.portals();
    match kind {
        Api => {
            let made = portals.api_keys(environment, person).into_iter().map(|key| Key {
                name: key.name,
                halves: [(Part::ApplicationId, key.id), (Part::ApplicationSecret, key.secret)],
            });
            made.collect()
        }
        Composer => {
            let made = portals.composer_keys(environment, person).into_iter().map(|key| Key {
                name: key.name,
                halves: [(Part::PublicKey, key.public), (Part::PrivateKey, key.private)],
            });
            made.collect()
        }
    }
}

/// A stored entry in a form that can be compared and read.
type Fact = (Fingerprint, String);

fn fact(
    fingerprint: Fingerprint,
    part: Part,
    home: Environment,
    name: Option<&str>,
    partner: Option<Fingerprint>,
) -> Fact {
    let (name, partner) = (name.unwrap_or("no name"), partner.map(|partner| partner.to_text()));
    (fingerprint, format!("{part:?} of {name} in {}, with {partner:?}", word(home)))
}

fn facts_of(browser: &Browser, prints: &Fingerprinter, environment: Environment, known: Known) -> Result<Vec<Fact>> {
    let (Known::Pair(kind, person, index) | Known::First(kind, person, index)) = known;
    let of = |value: &str| prints.of(&Secret::new(value));
    let key = keys(browser, kind, environment, person).into_iter().nth(index).context("the key")?;
    let [(first, id), (second, secret)] = &key.halves;
    let one = |part: Part, value: &str, partner: Option<&str>| {
        fact(of(value), part, environment, Some(&key.name), partner.map(of))
    };
    Ok(match known {
        Known::Pair(..) => vec![one(*first, id, Some(secret)), one(*second, secret, Some(id))],
        Known::First(..) => vec![one(*first, id, None)],
    })
}

/// The stored entries as facts.
async fn stored(browser: &Browser) -> Result<Vec<Fact>> {
    let entries = browser.entries().await?.into_iter().map(|entry| {
        let home = entry.environment.environment().context("an environment")?;
        Ok(fact(entry.fingerprint, entry.part, home, entry.label.as_ref().map(KeyName::text), entry.partner))
    });
    entries.collect()
}

/// The missing and the surplus entries, by their values.
async fn wrong(browser: &Browser, environment: Environment, known: &[Known]) -> Result<String> {
    let prints = browser.fingerprinter().await?;
    let mut right = Vec::new();
    for one in known {
        right.extend(facts_of(browser, &prints, environment, *one)?);
    }
    let stored = stored(browser).await?;
    let missing = right.iter().filter(|one| !stored.contains(one)).map(|(_, what)| format!("not known: {what}"));
    let extra = stored.iter().filter(|one| !right.contains(one)).map(|(_, what)| format!("known: {what}"));
    Ok(missing.chain(extra).collect::<Vec<_>>().join("\n      "))
}

/// Counts the right results, and collects the wrong ones, so that one run reports all of them.
#[derive(Default)]
struct Checks {
    count: usize,
    wrong: Vec<String>,
}

impl Checks {
    fn take(&mut self, what: &str, outcome: Result<()>) {
        self.count += 1;
        if let Err(error) = outcome {
            self.wrong.push(format!("{what}: {error:#}"));
        }
    }

    fn all_right(&self) -> Result<()> {
        let right = self.count - self.wrong.len();
        println!("{right} of {} right", self.count);
        ensure!(self.wrong.is_empty(), "{right} of {} right\n  {}", self.count, self.wrong.join("\n  "));
        Ok(())
    }
}

/// Checks what a key page teaches at each step, and that this stays right after the page has
/// settled.
async fn learns(
    checks: &mut Checks,
    page: &Page<'_>,
    environment: Environment,
    at: &str,
    kind: Kind,
    steps: &[Step],
) -> Result<()> {
    let browser = page.browser();
    browser.forget_keys().await?;
    page.go(&format!("{}{}{at}", origin(environment), kind.path())).await?;
    for Step { does, known } in steps {
        page.show().await?;
        page.run("window.touched = performance.now();").await?;
        match *does {
            Look => {}
            // Use the keyboard, because one of our cards may be in front of it.
            Click(selector) => {
                page.run(&format!("document.querySelector({selector:?}).focus();")).await?;
                page.key("Enter", 0).await?;
            }
            Script(script) => page.run(script).await.map(drop)?,
        }
        page.settled().await?;
        let outcome = wrong(browser, environment, known).await?;
        let what = format!("{environment:?} {}{at} after {does:?}", kind.path());
        checks.take(&what, if outcome.is_empty() { Ok(()) } else { Err(anyhow::anyhow!("\n      {outcome}")) });
    }
    Ok(())
}

/// Both key pages of one markup in one environment.
async fn key_pages(environment: Environment, at: &str, steps: impl Fn(Kind) -> Vec<Step>) -> Result<Checks> {
    let browser = Browser::start().await?;
    let mut checks = Checks::default();
    let page = browser.sign_in(environment, "/extensions/").await?;
    if environment == Sandbox {
        // The reminder would cover what is clicked.
        eventually("the reminder", async || page.card(PROFILE).await, Option::is_some).await?;
        page.press_card(PROFILE, "Mark as done").await?;
    }
    for kind in [Api, Composer] {
        learns(&mut checks, &page, environment, at, kind, &steps(kind)).await?;
    }
    browser.end().await?;
    Ok(checks)
}

/// Both key pages of one markup in both environments, with one browser each, because they mostly
/// wait for pages to settle.
async fn make(at: &str, steps: impl Fn(Environment, Kind) -> Vec<Step>) -> Result<()> {
    let (sandbox, production) = tokio::try_join!(
        key_pages(Sandbox, at, |kind| steps(Sandbox, kind)),
        key_pages(Production, at, |kind| steps(Production, kind)),
    )?;
    Checks { count: sandbox.count + production.count, wrong: [sandbox.wrong, production.wrong].concat() }.all_right()
}

#[tokio::test(flavor = "multi_thread")]
async fn names_span_the_rows_of_a_ledger() -> Result<()> {
    make("?shell=ledger", |_, kind| vec![step(Look, [pair(kind, 0), pair(kind, 1)])]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_are_learned_once_their_tab_is_opened() -> Result<()> {
    make("?shell=tabs", |_, kind| {
        let own = [pair(kind, 0), pair(kind, 1)];
        let all = [pair(Api, 0), pair(Api, 1), pair(Composer, 0), pair(Composer, 1)];
        let other = match kind {
            Api => "#tab-composer",
            Composer => "#tab-api",
        };
        vec![step(Look, own), step(Click("#tab-activity"), own), step(Click(other), all)]
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_key_in_a_drawer_is_learned_once_it_is_opened() -> Result<()> {
    make("?shell=drawer", |_, kind| {
        vec![
            step(Look, []),
            step(Click("[data-drawer=drawer-1]"), [pair(kind, 1)]),
            step(Script("document.querySelector('#drawer-1').removeAttribute('open');"), [pair(kind, 1)]),
            step(Click("[data-drawer=drawer-0]"), [pair(kind, 0), pair(kind, 1)]),
        ]
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn rows_used_again_keep_each_secret_with_its_own_id() -> Result<()> {
    make("?shell=rows", |environment, kind| {
        let own = [pair(kind, 0), pair(kind, 1)];
        let mut all = own.to_vec();
        // Ben has no API key in Sandbox.
        if (environment, kind) != (Sandbox, Api) {
            all.push(Known::Pair(kind, Person::Ben, 0));
        }
        vec![
            step(Look, [pair(kind, 0)]),
            step(Script("document.querySelector('#viewport').scrollTop = 60;"), own),
            step(
                Script(
                    "const owner = document.querySelector('#owner');
                 owner.value = 'organization';
                 owner.dispatchEvent(new Event('change'));
                 document.querySelector('#viewport').scrollTop = 120;",
                ),
                all,
            ),
        ]
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn values_in_groups_are_read_and_secrets_once_they_are_revealed() -> Result<()> {
    make("?shell=groups", |_, kind| {
        vec![
            step(Look, [first(kind, 0), first(kind, 1)]),
            step(Click(".key:nth-of-type(2) [data-reveal]"), [first(kind, 0), pair(kind, 1)]),
            step(Click(".key:nth-of-type(1) [data-reveal]"), [pair(kind, 0), pair(kind, 1)]),
        ]
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_new_key_is_learned_from_the_last_step_of_a_wizard() -> Result<()> {
    const CREATE: &str = "document.querySelector('#key-name').value = 'Robot';
        document.querySelector('#key-name').form.submit();";
    let browser = Browser::start().await?;
    let mut checks = Checks::default();
    for environment in [Sandbox, Production] {
        let page = browser.sign_in(environment, "/extensions/").await?;
        for kind in [Api, Composer] {
            let listed = step(Look, [first(kind, 0), first(kind, 1)]);
            learns(&mut checks, &page, environment, "?shell=wizard", kind, &[listed]).await?;
            let form = if kind == Api { "/account/apikeys/create" } else { kind.path() };
            page.go(&format!("{}{form}?shell=wizard", origin(environment))).await?;
            page.run(CREATE).await?;
            let ready = async || page.run("return !!document.querySelector('#fresh h2');").await;
            eventually("the new key is shown", ready, |ready| *ready == true).await?;
            page.settled().await?;
            let outcome = wrong(&browser, environment, &[first(kind, 0), first(kind, 1), pair(kind, 2)]).await?;
            let what = format!("{environment:?} {kind:?}: a new key");
            checks.take(&what, if outcome.is_empty() { Ok(()) } else { Err(anyhow::anyhow!("\n      {outcome}")) });
        }
        page.close().await?;
    }
    checks.all_right()?;
    browser.end().await
}

async fn accordion(language: &str) -> Result<()> {
    make(&format!("?shell=accordion&language={language}"), |_, kind| {
        let both = [pair(kind, 0), pair(kind, 1)];
        vec![
            step(Look, [pair(kind, 0)]),
            step(Click(".cle:nth-of-type(2) summary"), both),
            step(Click(".cle:nth-of-type(3) summary"), both),
        ]
    })
    .await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_read_once_it_is_opened_in_french() -> Result<()> {
    accordion("fr").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_read_once_it_is_opened_in_spanish() -> Result<()> {
    accordion("es").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_section_is_read_once_it_is_opened_in_dutch() -> Result<()> {
    accordion("nl").await
}

#[tokio::test(flavor = "multi_thread")]
async fn labels_in_one_column_belong_to_the_values_in_another() -> Result<()> {
    make("?shell=split", |_, kind| vec![step(Look, [pair(kind, 0), pair(kind, 1)])]).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_file_is_no_list_of_keys() -> Result<()> {
    make("?shell=envfile", |_, _| vec![step(Look, [])]).await
}

/// Every markup, in every language it has.
const SHELLS: [&str; 11] = [
    "ledger",
    "tabs",
    "drawer",
    "rows",
    "groups",
    "wizard",
    "accordion&language=fr",
    "accordion&language=es",
    "accordion&language=nl",
    "split",
    "envfile",
];

/// Markups whose menu is not in the document until it is opened, so nothing on their pages shows
/// who is signed in.
const CLOSED: [&str; 2] = ["tabs", "rows"];

/// Opens a page of each markup, so that all of them settle at the same time.
async fn opened(
    browser: &Browser,
    environment: Environment,
    address: impl Fn(&str) -> String,
) -> Result<Vec<Page<'_>>> {
    let mut pages = Vec::new();
    for shell in SHELLS {
        pages.push(browser.open(&format!("{}{}", origin(environment), address(shell))).await?);
    }
    Ok(pages)
}

/// The banner's state on the tab's page, once it was determined.
async fn banner(browser: &Browser, page: &Page<'_>) -> Result<String> {
    let known = format!("return (await browser.storage.session.get('tab:{0}'))['tab:{0}']?.banner;", page.tab_id()?);
    let known = async || browser.ask(&known).await;
    let known = eventually("the banner is looked for", known, |known| *known == "shown" || *known == "missing").await?;
    Ok(known.as_str().unwrap_or_default().to_owned())
}

fn is(seen: &str, right: &str) -> Result<()> {
    ensure!(seen == right, "{seen:?}, not {right:?}");
    Ok(())
}

/// While signed in, there is no notice, each banner is recognized, and the badge shows the session
/// if the page does.
async fn signed_in(environment: Environment) -> Result<()> {
    let browser = Browser::start().await?;
    let mut checks = Checks::default();
    let signed_in_at = |shell: &str| format!("/signin?as=ada&next=/%3Fshell={}", shell.replace('&', "%26"));
    for (shell, page) in SHELLS.iter().zip(opened(&browser, environment, signed_in_at).await?) {
        page.show().await?;
        page.settled().await?;
        let outcome = async {
            page.not_ended().await?;
            let name = page.badge().await?.context("the badge")?.name;
            let signed_in = format!("{}, signed in", word(environment));
            ensure!(name == signed_in || CLOSED.contains(shell) && !name.contains("out"), "the badge says {name}");
            Ok(())
        };
        checks.take(&format!("{shell}, signed in"), outcome.await);
        if environment == Sandbox {
            checks.take(&format!("{shell}, banner"), is(&banner(&browser, &page).await?, "shown"));
        }
    }
    let history = browser.ledger(Engine::chosen().store()).await?["history"].to_string();
    let raised = ["ended", "found-signed-out", "lowered", "contradicted"];
    checks.take("the history", {
        let found: Vec<_> = raised.iter().filter(|what| history.contains(**what)).collect();
        if found.is_empty() { Ok(()) } else { Err(anyhow::anyhow!("{found:?} in {history}")) }
    });
    checks.all_right()?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_raised_while_signed_in_to_production() -> Result<()> {
    signed_in(Production).await
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_raised_while_signed_in_to_sandbox() -> Result<()> {
    signed_in(Sandbox).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_visitor_is_signed_out_and_nothing_has_ended() -> Result<()> {
    let browser = Browser::start().await?;
    let mut checks = Checks::default();
    for environment in [Production, Sandbox] {
        let pages = opened(&browser, environment, |shell| format!("/?shell={shell}")).await?;
        for (shell, page) in SHELLS.iter().zip(pages) {
            page.show().await?;
            page.settled().await?;
            let outcome = async {
                page.not_ended().await?;
                let name = page.badge().await?.context("the badge")?.name;
                ensure!(name == format!("{}, signed out", word(environment)), "the badge says {name}");
                Ok(())
            };
            checks.take(&format!("{environment:?} {shell}, a visitor"), outcome.await);
        }
    }
    checks.all_right()?;
    browser.end().await
}

/// After a sign-out elsewhere, each reloaded page shows in its own way that the session is over,
/// and the card about it is gone.
#[tokio::test(flavor = "multi_thread")]
async fn a_page_that_says_it_is_signed_out_is_believed() -> Result<()> {
    let browser = Browser::start().await?;
    let mut checks = Checks::default();
    browser.sign_in(Sandbox, "/extensions/").await?.close().await?;
    let pages = opened(&browser, Sandbox, |shell| format!("/?shell={shell}")).await?;
    let production = browser.sign_in(Production, "/extensions/?signout=form").await?;
    production.run("document.querySelector('form[action=\"/account/logout\"]').requestSubmit();").await?;
    // Before that, a page would still be signed in after its reload.
    production.session_when(Production, "signed out").await?;
    for page in &pages {
        page.show().await?;
        page.reload().await?;
    }
    for (shell, page) in SHELLS.iter().zip(&pages) {
        page.show().await?;
        let outcome = async {
            page.not_ended().await?;
            page.settled().await?;
            page.not_ended().await?;
            let name = page.badge().await?.context("the badge")?.name;
            ensure!(name == "Sandbox, signed out with Production", "the badge says {name}");
            Ok(())
        };
        checks.take(&format!("{shell}, signed out"), outcome.await);
    }
    checks.all_right()?;
    browser.end().await
}

/// On a Production host, the banner of each markup is a contradiction.
#[tokio::test(flavor = "multi_thread")]
async fn a_sandbox_banner_in_production_is_seen_in_every_make() -> Result<()> {
    let browser = Browser::start().await?;
    let mut checks = Checks::default();
    let pages = opened(&browser, Production, |shell| format!("/?banner=misplaced&shell={shell}")).await?;
    for (shell, page) in SHELLS.iter().zip(&pages) {
        page.show().await?;
        let seen = page.badge_when("a contradiction", |badge| badge.tone == "check").await.map(drop);
        checks.take(&format!("{shell}, misplaced"), seen);
        page.go(&format!("{}/?shell={shell}", origin(Production))).await?;
    }
    for (shell, page) in SHELLS.iter().zip(&pages) {
        page.show().await?;
        page.settled().await?;
        let tone = page.badge().await?.context("the badge")?.tone;
        checks.take(&format!("{shell}, none"), is(&tone, "production"));
    }
    checks.all_right()?;
    browser.end().await
}
