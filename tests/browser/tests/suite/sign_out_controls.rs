//! Sign-out controls in places that an ordinary listener can't see, and cookies that are
//! irrelevant.

use anyhow::{Context as _, Result, ensure};
use browser_tests::session::origin;
use browser_tests::{Browser, Engine, Page, eventually};
use sandbar::catalogue::Environment::{Production, Sandbox};
use serde_json::json;

const QUESTION: &str = "Signing out of Production signs you out of Sandbox too";

/// Two signed-in tabs: one of Sandbox, and one of Production with what the script adds at its top.
async fn with_control<'b>(browser: &'b Browser, script: &str) -> Result<(Page<'b>, Page<'b>)> {
    let other = browser.sign_in(Sandbox, "/extensions/").await?;
    let page = browser.sign_in(Production, "/?menu=open").await?;
    page.run(&format!(
        "const put = (name) => {{ const made = document.createElement(name); document.querySelector('main').prepend(made); return made; }};
         {script}"
    ))
    .await?;
    page.ready_to_ask().await?;
    Ok((other, page))
}

/// A click there causes a question; "stay" stays, and "sign out" also ends the other session.
async fn asks(page: &Page<'_>, other: &Page<'_>, click: impl AsyncFn() -> Result<()>) -> Result<()> {
    click().await?;
    page.warned(QUESTION).await?;
    page.press_warning("Stay signed in").await?;
    page.warning_gone().await?;
    other.session_when(Sandbox, "signed in").await?;
    click().await?;
    page.warned(QUESTION).await?;
    page.press_warning("Sign out of both").await?;
    other.ended("You signed out of Production at ").await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_is_known_by_what_it_shows_in_any_markup() -> Result<()> {
    let browser = Browser::start().await?;
    let (_other, page) = with_control(&browser, "").await?;
    for markup in [
        "<button name=logout value=1>Sign Out</button>",
        "<button><span aria-hidden=true>logout</span>Sign Out</button>",
        "<button><i class=icon>exit_to_app</i>Sign Out</button>",
        "<button><svg width=9 height=9><title>Log out</title></svg> Sign Out</button>",
        "<button aria-label=\"Sign out of your account\">Leave</button>",
        "<button>Sign Out (Ada)</button>",
        "<button>Sign Out →</button>",
        "<button>Sign-out</button>",
        "<a href=/account/logout><svg width=20 height=20></svg></a>",
        "<button>Cerrar sesion</button>",
        "<button>Déconnexion</button>",
        "<button>Salir</button>",
        "<button>Log uit</button>",
        "<div tabindex=0>Sign Out</div>",
        "<li onclick=\"\">Sign Out</li>",
        "<ui-item>Sign Out</ui-item>",
    ] {
        make(&page, markup).await?;
        page.run("document.querySelector('#made').firstElementChild.dataset.made = '';").await?;
        page.press("[data-made]").await?;
        page.warned(QUESTION).await.context(markup)?;
        page.press_warning("Stay signed in").await?;
        page.warning_gone().await?;
    }
    browser.end().await
}

/// Puts this markup at the top of the page, in place of what was there before. What follows an
/// element of the class `far` is further down. The page's policy forbids style attributes.
async fn make(page: &Page<'_>, markup: &str) -> Result<()> {
    let script = format!(
        "document.querySelector('#made')?.remove();
         const box = document.createElement('div');
         box.id = 'made';
         box.setHTMLUnsafe({});
         for (const far of box.querySelectorAll('.far')) far.style.height = '300px';
         document.body.prepend(box);",
        json!(markup)
    );
    page.run(&script).await.map(drop)
}

#[tokio::test(flavor = "multi_thread")]
async fn a_word_with_a_second_meaning_signs_out_only_where_the_site_has_its_own_controls() -> Result<()> {
    let browser = Browser::start().await?;
    let (_other, page) = with_control(&browser, "").await?;
    page.run("addEventListener('click', ({ isTrusted }) => (window.reached = isTrusted), true);").await?;
    for (markup, asks) in [
        ("<header><button data-made>Abmelden</button></header>", true),
        (
            "<header><x-menu data-made><template shadowrootmode=open><button>Abmelden</button></template></x-menu></header>",
            true,
        ),
        (
            "<nav><button aria-controls=menu>Ada</button></nav><div class=far></div><div id=menu><button data-made>Afmelden</button></div>",
            true,
        ),
        (
            "<header>Ada</header><div class=far></div><div role=menu><button role=menuitem data-made>Abmelden</button></div>",
            true,
        ),
        ("<div class=far></div><aside><button data-made>Abmelden</button></aside>", true),
        ("<div class=far></div><a href=/account/logout data-made>Salir</a>", true),
        ("<main><form action=/account/logout><button data-made>Sign off</button></form></main>", true),
        ("<main><button data-made aria-label='Cerrar sesión'>Salir</button></main>", true),
        ("<main><button data-made>Abmelden</button></main>", false),
        (
            "<main><x-letter data-made><template shadowrootmode=open><button>Abmelden</button></template></x-letter></main>",
            false,
        ),
        (
            "<main><nav><button aria-controls=menu>Ada</button></nav><p id=menu><button data-made>Afmelden</button></p></main>",
            false,
        ),
        (
            "<main><button aria-controls=menu>More</button></main><div class=far></div><div role=menu id=menu><button role=menuitem data-made>Abmelden</button></div>",
            false,
        ),
        ("<main><a href=/newsletter data-made>Afmelden</a></main>", false),
        ("<div class=far></div><div><button data-made>Salir</button></div>", false),
        ("<div role=dialog><button data-made>Log off</button></div>", false),
    ] {
        make(&page, markup).await?;
        let top =
            page.run("return document.querySelector('[data-made]').getBoundingClientRect().top + scrollY;").await?;
        let is_far = top.as_f64().is_some_and(|top| top > 160.0);
        ensure!(is_far == markup.contains("far"), "{top}: {markup}");
        page.run("window.reached = null; document.querySelector('#made a')?.addEventListener('click', (event) => event.preventDefault());").await?;
        page.press("[data-made]").await?;
        if asks {
            page.warned(QUESTION).await.context(markup)?;
            page.press_warning("Stay signed in").await?;
            page.warning_gone().await?;
            continue;
        }
        let reached = async || Ok((page.run("return window.reached;").await?, page.warning().await?.is_some()));
        let (reached, asked) =
            eventually("clicked or asked", reached, |(reached, asked)| *reached == true || *asked).await?;
        ensure!(reached == true && !asked, "{markup}");
    }
    browser.end().await
}

/// Such as a link in a newsletter's notice, in another language than the header's.
#[tokio::test(flavor = "multi_thread")]
async fn a_word_with_a_second_meaning_in_the_content_says_nothing_about_the_session() -> Result<()> {
    let browser = Browser::start().await?;
    let page = browser.open(&format!("{}/", origin(Production))).await?;
    page.session_when(Production, "signed out").await?;
    browser
        .ask("window.heard = []; browser.runtime.onMessage.addListener((message) => void heard.push(JSON.stringify(message)));")
        .await?;
    page.run(
        "const footer = document.createElement('footer');
         footer.innerHTML = '<button>Abmelden</button>';
         document.body.append(footer);
         const header = document.createElement('header');
         header.innerHTML = '<a href=/login>Anmelden</a>';
         document.body.prepend(header);",
    )
    .await?;
    let heard = async || browser.ask("return heard.find((one) => one.includes('Anmelden'));").await;
    let heard = eventually("the page is read", heard, |heard| heard.is_string()).await?.to_string();
    ensure!(!heard.contains("Abmelden"), "{heard}");
    page.session_when(Production, "signed out").await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_in_a_closed_shadow_root_is_asked_about() -> Result<()> {
    let browser = Browser::start().await?;
    let script = "const host = put('x-menu');
        host.id = 'menu';
        host.style.display = 'inline-block';
        const button = document.createElement('button');
        button.textContent = 'Sign Out';
        button.onclick = () => location.assign('/account/logout');
        host.attachShadow({ mode: 'closed' }).append(button);";
    let (other, page) = with_control(&browser, script).await?;
    asks(&page, &other, async || page.press("#menu").await).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_whose_label_is_slotted_into_a_closed_root_is_asked_about() -> Result<()> {
    let browser = Browser::start().await?;
    let script = "const host = put('x-button');
        host.id = 'button';
        host.textContent = 'Sign Out';
        host.style.display = 'inline-block';
        const button = document.createElement('button');
        button.append(document.createElement('slot'));
        button.onclick = () => location.assign('/account/logout');
        host.attachShadow({ mode: 'closed' }).append(button);";
    let (other, page) = with_control(&browser, script).await?;
    asks(&page, &other, async || page.press("#button").await).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_control_in_a_frame_of_the_same_site_is_asked_about() -> Result<()> {
    let browser = Browser::start().await?;
    let script = "const frame = put('iframe');
        frame.id = 'frame';
        frame.style.cssText = 'border: 0; width: 300px; height: 60px';
        const made = frame.contentDocument;
        const link = made.createElement('a');
        link.href = '/account/logout';
        link.textContent = 'Sign Out';
        link.style.cssText = 'display: block; height: 50px';
        made.body.append(link);";
    let (other, page) = with_control(&browser, script).await?;
    asks(&page, &other, async || page.press("#frame").await).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_middle_click_is_asked_about() -> Result<()> {
    if Engine::Chromium.alone("has its middle button sent by the harness") {
        return Ok(());
    }
    let browser = Browser::start().await?;
    let (other, page) = with_control(&browser, "").await?;
    let click = async || {
        let (x, y) = page.place_of("a[href='/account/logout']").await?;
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "middle", "clickCount": 1 });
            page.devtools("Input.dispatchMouseEvent", event).await?;
        }
        Ok(())
    };
    asks(&page, &other, click).await?;
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn where_the_other_session_is_not_known_unsaved_input_is_asked_about() -> Result<()> {
    let browser = Browser::start().await?;
    let other = browser.sign_in(Sandbox, "/demo/form30").await?;
    other.type_into("#f1", "ab").await?;
    browser.unsaved_reported(1).await?;
    // A newer page with both signs makes it unknown.
    browser.open(&format!("{}/?signedout=ambiguous&menu=open", origin(Sandbox))).await?;
    other.session_when(Sandbox, "sign-in status unknown").await?;
    let page = browser.sign_in(Production, "/?menu=open").await?;
    page.press_sign_out("a[href='/account/logout']").await?;
    let question = page.warned(QUESTION).await?;
    ensure!(question.description.contains("1 unsaved field"), "{question:?}");
    browser.end().await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_removed_cookie_that_scripts_can_read_says_nothing() -> Result<()> {
    let browser = Browser::start().await?;
    let other = browser.sign_in(Sandbox, "/extensions/").await?;
    let page = browser.sign_in(Production, "/demo/form30").await?;
    page.run("document.cookie = 'consent=all; path=/'; document.cookie = 'consent=; path=/; max-age=0';").await?;
    // Another page's later report is handled after it.
    page.type_into("#f1", "ab").await?;
    browser.unsaved_reported(1).await?;
    let ledger = browser.ledger(Engine::chosen().store()).await?.to_string();
    ensure!(!ledger.contains("lowered") && !ledger.contains("probably"), "{ledger}");
    page.session_when(Production, "signed in").await?;
    other.session_when(Sandbox, "signed in").await?;
    browser.end().await
}
