//! Carrying out what the core wants done.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::store;
use crate::badge::{TOOLBAR_SIZES, Tone, Toolbar, icon_file, left};
use crate::browser::{self, BrowserError, Context, object, property, to_js, words};
use crate::guard::{Effect, OpenTab};
use crate::portal::place_of;
use crate::protocol::{PageView, TabId};
use crate::scripts::PageScripts;
use crate::text::Text;

/// Saves first, then does the rest; returns the answer for whoever asked.
///
/// What is done to the tab that asked is done before it is answered. Nothing
/// waits for other tabs: the browser may have put one to sleep, and then it
/// answers when it wakes. What fails after the answer is known (a tab that
/// closed meanwhile) is reported to the console and stops nothing else.
pub async fn carry_out(effects: Vec<Effect>, asked_by: Option<TabId>) -> Result<JsValue, BrowserError> {
    let mut answer = JsValue::NULL;
    let mut rest = Vec::new();
    for effect in effects {
        match effect {
            Effect::Save(item) => store::save(&item).await?,
            Effect::Forget(tab) => store::forget(tab).await?,
            Effect::ForgetPage(tab) => store::forget_page(tab).await?,
            Effect::Discard(name) => store::discard(&name).await?,
            Effect::Answer(given) => answer = to_js(&given)?,
            effect => rest.push(effect),
        }
    }
    for effect in rest {
        if matches!(&effect, Effect::Inject { tab, .. } if Some(*tab) == asked_by)
            || matches!(effect, Effect::Register(_))
        {
            attempt(effect).await;
        } else {
            // Begun in this order, so the last word to a tab is said last.
            spawn_local(attempt(effect));
        }
    }
    Ok(answer)
}

async fn attempt(effect: Effect) {
    if let Err(error) = carry_out_one(effect).await {
        web_sys::console::info_1(&format!("Sandbar: {error}").into());
    }
}

async fn carry_out_one(effect: Effect) -> Result<(), BrowserError> {
    match effect {
        Effect::Show(tab, view) => show(tab, &view).await,
        Effect::Toolbar(tab, view) => toolbar(tab, None, &view).await,
        Effect::Retouch { tab, before, now } => toolbar(tab, Some(before), &now).await,
        Effect::Register(scripts) => register(scripts).await,
        Effect::Inject { tab, frame, files } => inject(tab, frame, &files).await,
        Effect::Focus(tab) => focus(tab).await,
        Effect::OpenPopup(tab) => open_popup(tab).await,
        Effect::OpenTab { url, beside } => open_tab(&url, &beside).await,
        Effect::Welcome => welcome().await,
        Effect::OfferMenu(title) => offer_menu(&title).await,
        Effect::Save(_) | Effect::Forget(_) | Effect::ForgetPage(_) | Effect::Discard(_) | Effect::Answer(_) => Ok(()),
    }
}

async fn show(tab: TabId, view: &PageView) -> Result<(), BrowserError> {
    let top_frame = object([("frameId", 0.into())]);
    browser::tabs_send_message(tab.0, &to_js(view)?, &top_frame).await.doing("telling a page what to show")?;
    Ok(())
}

async fn focus(tab: TabId) -> Result<(), BrowserError> {
    const DOING: &str = "going to a tab";
    let shown = browser::tabs_update(tab.0, &object([("active", true.into())])).await.doing(DOING)?;
    let window = property(&shown, "windowId");
    browser::windows_update(&window, &object([("focused", true.into())])).await.doing(DOING)?;
    Ok(())
}

/// The popup under its button; where the browser does not open it there, in a
/// window of its own.
async fn open_popup(tab: TabId) -> Result<(), BrowserError> {
    if browser::action_open_popup().await.is_ok() {
        return Ok(());
    }
    let window = [
        ("url", format!("popup.html?tabId={}", tab.0).into()),
        ("type", "popup".into()),
        ("width", 440.into()),
        ("height", 720.into()),
    ];
    browser::windows_create(&object(window)).await.doing("opening the panel")?;
    Ok(())
}

async fn open_tab(url: &str, beside: &OpenTab) -> Result<(), BrowserError> {
    const DOING: &str = "opening a tab";
    let place = [("url", url.into()), ("index", (beside.index + 1).into()), ("openerTabId", beside.id.0.into())];
    browser::tabs_create(&object(place)).await.doing(DOING)?;
    Ok(())
}

async fn welcome() -> Result<(), BrowserError> {
    browser::tabs_create(&object([("url", "welcome.html".into())])).await.doing("opening the welcome page")?;
    Ok(())
}

async fn offer_menu(title: &Text) -> Result<(), BrowserError> {
    const DOING: &str = "offering the context menu";
    browser::menus_remove_all().await.doing(DOING)?;
    let item = [("id", "check".into()), ("title", said(title).into()), ("contexts", to_js(&["selection"])?)];
    browser::menus_create(&object(item)).doing(DOING)?;
    Ok(())
}

/// Sets a toolbar button, as far as it is not so already, and takes it back if
/// the tab went elsewhere meanwhile.
async fn toolbar(tab: TabId, before: Option<Toolbar>, view: &Toolbar) -> Result<(), BrowserError> {
    draw(tab, before.as_ref(), view).await?;
    let shows = browser::tabs_get(tab.0).await.doing("asking about a tab")?;
    let url = property(&shows, "url").as_string().unwrap_or_default();
    match left(view, place_of(&url)) {
        Some(now) => draw(tab, None, &now).await,
        None => Ok(()),
    }
}

async fn draw(tab: TabId, before: Option<&Toolbar>, view: &Toolbar) -> Result<(), BrowserError> {
    const DOING: &str = "setting the toolbar button";
    let details = |name, value| object([("tabId", tab.0.into()), (name, value)]);
    let same = |part: fn(&Toolbar, &Toolbar) -> bool| before.is_some_and(|before| part(before, view));
    if !same(|a, b| a.title == b.title && a.session == b.session) {
        let parts = std::iter::once(&view.title).chain(&view.session).map(said);
        let title = parts.collect::<Vec<_>>().join(" · ");
        browser::action_set_title(&details("title", title.into())).await.doing(DOING)?;
    }
    if !same(|a, b| a.color == b.color) {
        browser::action_set_badge_background_color(&details("color", view.color.into())).await.doing(DOING)?;
    }
    if !same(|a, b| a.ink == b.ink) {
        browser::action_set_badge_text_color(&details("color", view.ink.into())).await.doing(DOING)?;
    }
    if !same(|a, b| a.tone == b.tone) {
        browser::action_set_icon(&details("path", icon_paths(view.tone))).await.doing(DOING)?;
    }
    // Last: what is read at a glance is not there before what explains it.
    if !same(|a, b| a.badge == b.badge) {
        browser::action_set_badge_text(&details("text", view.badge.into())).await.doing(DOING)?;
    }
    Ok(())
}

fn icon_paths(tone: Tone) -> JsValue {
    let paths = js_sys::Object::new();
    for size in TOOLBAR_SIZES {
        // Setting a property of a fresh plain object cannot fail.
        let _ = js_sys::Reflect::set_u32(&paths, size, &format!("/{}", icon_file(tone, size)).into());
    }
    paths.into()
}

fn said(text: &Text) -> String {
    words::message(text.key, &text.args)
}

async fn register(scripts: Vec<PageScripts>) -> Result<(), BrowserError> {
    const DOING: &str = "registering page scripts";
    browser::scripting_unregister_all().await.doing(DOING)?;
    let wanted = Array::new();
    for scripts in scripts {
        wanted.push(&object([
            ("id", scripts.id.into()),
            ("matches", to_js(&scripts.matches)?),
            ("js", to_js(&scripts.js)?),
            ("allFrames", scripts.all_frames.into()),
            ("runAt", "document_start".into()),
        ]));
    }
    if wanted.length() > 0 {
        browser::scripting_register(&wanted).await.doing(DOING)?;
    }
    Ok(())
}

async fn inject(tab: TabId, frame: i32, files: &[String]) -> Result<(), BrowserError> {
    let target = object([("tabId", tab.0.into()), ("frameIds", to_js(&[frame])?)]);
    let injection = object([("target", target), ("files", to_js(&files)?)]);
    browser::scripting_execute(&injection).await.doing("entering a page that was open before")?;
    Ok(())
}
