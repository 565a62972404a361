//! Carrying out what the core wants done.

use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;

use super::store;
use crate::badge::{Tone, Toolbar};
use crate::browser::{self, BrowserError, Context, object, property, to_js};
use crate::guard::Effect;
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
            Effect::Answer(given) => answer = to_js(&given)?,
            Effect::Show(..) | Effect::Toolbar(..) | Effect::Register(_) | Effect::Inject { .. } | Effect::Focus(_) => {
                rest.push(effect)
            }
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
        Effect::Toolbar(tab, view) => toolbar(tab, &view).await,
        Effect::Register(scripts) => register(scripts).await,
        Effect::Inject { tab, frame, files } => inject(tab, frame, &files).await,
        Effect::Focus(tab) => focus(tab).await,
        Effect::Save(_) | Effect::Forget(_) | Effect::ForgetPage(_) | Effect::Answer(_) => Ok(()),
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

async fn toolbar(tab: TabId, view: &Toolbar) -> Result<(), BrowserError> {
    const DOING: &str = "setting the toolbar button";
    let details = |name, value| object([("tabId", tab.0.into()), (name, value)]);
    let parts = std::iter::once(&view.title).chain(&view.session).map(said);
    let title = parts.collect::<Vec<_>>().join(" · ");
    browser::action_set_icon(&details("path", icon_paths(view.tone))).await.doing(DOING)?;
    browser::action_set_title(&details("title", title.into())).await.doing(DOING)?;
    browser::action_set_badge_text(&details("text", view.badge.into())).await.doing(DOING)?;
    browser::action_set_badge_background_color(&details("color", view.color.into())).await.doing(DOING)?;
    browser::action_set_badge_text_color(&details("color", view.ink.into())).await.doing(DOING)?;
    Ok(())
}

fn icon_paths(tone: Tone) -> JsValue {
    object(["16", "32"].map(|size| (size, format!("/icons/{}-{size}.png", tone.name()).into())))
}

fn said(text: &Text) -> String {
    let arguments: Array = text.args.iter().map(|argument| JsValue::from_str(argument)).collect();
    browser::i18n_message(text.key, &arguments)
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
