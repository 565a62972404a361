//! Carries out the core's effects.

use std::cell::RefCell;
use std::rc::Rc;

use js_sys::{Array, Date, Intl, JSON, Reflect};
use litemap::LiteMap;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::spawn_local;

use super::{apart, sync};
use sandbar::app::{Answer, Effect, OpenTab};
use sandbar::catalogue::Catalogue;
use sandbar::content_scripts::{PageScripts, watched_address};
use sandbar::keyring::LastCopied;
use sandbar::messages::{ExtensionText, MessageKey};
use sandbar::protocol::{PageView, TabId};
use sandbar::view::badge::{TOOLBAR_SIZES, Toolbar, copied_word, icon_file, left};
use sandbar::view::theme::Tone;
use webext::{BrowserError, Context, object, property, to_js, words};

/// How long entering a page may delay an answer, in milliseconds. A page that
/// is blocked by its own dialog would otherwise keep everyone waiting. So would
/// Chromium after it has withdrawn access, until the user allows it again.
const PAGE_PATIENCE: u32 = 1000;

/// How long registering scripts and syncing items may delay an answer, in
/// milliseconds. They continue after that.
const PATIENCE: u32 = 3000;

/// Carries out the effects that remain after everything was stored. Returns the
/// answer.
///
/// Effects on the tab that asked are done before the answer. Nothing waits for
/// other tabs, because the browser may have put them to sleep, and they answer
/// only when they wake. Failures after the answer is known, such as a closed
/// tab, are logged to the console and stop nothing else.
pub async fn carry_out(
    effects: Vec<Effect>,
    asked_by: Option<TabId>,
    catalogue: Catalogue,
) -> Result<JsValue, BrowserError> {
    let catalogue = Rc::new(catalogue);
    let mut answer = JsValue::NULL;
    let (mut first, mut rest) = (Vec::new(), Vec::new());
    for effect in effects {
        match effect {
            Effect::Answer(Answer::Popup(mut facts)) => {
                facts.errors = errors_of(facts.tab);
                answer = to_js(&facts)?;
            }
            Effect::Answer(given) => answer = timed(to_js(&given)?),
            Effect::OpenApart(order) => answer = to_js(&apart::open(order).await)?,
            // Before any page gets its view, because its state is what the next
            // page starts with.
            effect @ Effect::Register(_) => first.push(effect),
            // Before the next event, which reads the area.
            effect @ Effect::Share { .. } => first.push(effect),
            effect => rest.push(effect),
        }
    }
    for effect in first {
        webext::wait_at_most(PATIENCE, attempt(effect, catalogue.clone())).await;
    }
    for effect in rest {
        if matches!(&effect, Effect::Inject { tab, .. } if Some(*tab) == asked_by) {
            webext::wait_at_most(PAGE_PATIENCE, attempt(effect, catalogue.clone())).await;
        } else {
            // Start them in this order, so that a tab gets the latest view
            // last.
            spawn_local(attempt(effect, catalogue.clone()));
        }
    }
    Ok(answer)
}

thread_local! {
    /// The number of failed events per tab since this module started.
    static ERRORS: RefCell<LiteMap<TabId, usize>> = const { RefCell::new(LiteMap::new()) };
}

/// Counts a failed event of a tab.
pub fn count_error(tab: Option<TabId>) {
    if let Some(tab) = tab {
        ERRORS.with_borrow_mut(|errors| {
            let count = errors.get(&tab).copied().unwrap_or_default();
            errors.insert(tab, count + 1);
        });
    }
}

fn errors_of(tab: TabId) -> usize {
    ERRORS.with_borrow(|errors| errors.get(&tab).copied().unwrap_or_default())
}

async fn attempt(effect: Effect, catalogue: Rc<Catalogue>) {
    if let Err(error) = carry_out_one(effect, &catalogue).await {
        web_sys::console::info_1(&format!("Sandbar: {error}").into());
    }
}

async fn carry_out_one(effect: Effect, catalogue: &Catalogue) -> Result<(), BrowserError> {
    match effect {
        Effect::Show(tab, view) => show(tab, &view).await,
        Effect::Toolbar(tab, view) => toolbar(catalogue, tab, None, view).await,
        Effect::Everywhere(view) => draw(None, None, &view).await,
        Effect::FallSilent(tab) => fall_silent(tab).await,
        Effect::LookAgain(tab) => look_again(tab).await,
        Effect::Retouch { tab, before, now } => toolbar(catalogue, tab, Some(before), now).await,
        Effect::Register(scripts) => register(scripts).await,
        Effect::Inject { tab, frame, files } => inject(tab, frame, &files).await,
        Effect::Load(tab, files) => inject(tab, 0, &files).await,
        Effect::Enter { tab, in_frames, in_page, if_silent } => {
            if !(if_silent && answers(tab).await) {
                enter(tab, &in_frames, &in_page).await?;
            }
            Ok(())
        }
        Effect::Focus(tab) => focus(tab).await,
        Effect::OpenPopup(tab) => open_popup(tab).await,
        Effect::OpenTab { url, beside } => open_tab(&url, &beside).await,
        Effect::OpenDetails => apart::open_details().await,
        Effect::Welcome => open_page("pages/welcome.html").await,
        Effect::OpenPlaces => open_page("pages/options.html#places").await,
        Effect::OfferMenu(title) => offer_menu(title).await,
        Effect::Share { items, gone } => sync::share(items, gone).await,
        Effect::ReturnAccess(origins) => return_access(&origins).await,
        // The worker has stored these.
        Effect::Save(_) | Effect::Forget(_) | Effect::ForgetPage(_) | Effect::Discard(_) => Ok(()),
        Effect::Answer(_) | Effect::OpenApart(_) => Ok(()),
    }
}

async fn show(tab: TabId, view: &PageView) -> Result<(), BrowserError> {
    let top_frame = object([("frameId", 0.into())]);
    webext::tabs_send_message(tab.0, &timed(to_js(view)?), &top_frame).await.doing("telling a page what to show")?;
    Ok(())
}

/// Adds the local time at which a page's session ended to its view. Formatting
/// a time takes a browser about 8 ms, so it is done once here for all pages.
fn timed(view: JsValue) -> JsValue {
    let ended = property(&property(&view, "session"), "ended");
    if let Some(at) = property(&ended, "at").as_f64() {
        // Setting a property of a fresh plain object can't fail.
        let _ = Reflect::set(&ended, &"time".into(), &local_time(at));
    }
    view
}

thread_local! {
    /// The last formatted time, the day when it was formatted, and the result.
    static WRITTEN: RefCell<(f64, String, JsValue)> = const { RefCell::new((f64::NAN, String::new(), JsValue::NULL)) };
}

/// The local time in the format of the browser's language, with the date if it
/// isn't today.
fn local_time(at: f64) -> JsValue {
    let today = String::from(Date::new_0().to_date_string());
    WRITTEN.with_borrow_mut(|written| {
        if written.0 != at || written.1 != today {
            let then = Date::new(&at.into());
            let date = (then.to_date_string() != today).then_some(("dateStyle", "medium".into()));
            let style = object([("timeStyle", JsValue::from("short"))].into_iter().chain(date));
            let format = Intl::DateTimeFormat::new(&Array::new(), style.unchecked_ref()).format();
            *written = (at, today, format.call1(&JsValue::UNDEFINED, &then).unwrap_or_default());
        }
        written.2.clone()
    })
}

/// Tells all frames of a page to stop.
async fn fall_silent(tab: TabId) -> Result<(), BrowserError> {
    webext::tabs_send_message(tab.0, &"fall-silent".into(), &object([])).await.doing("silencing a page")?;
    Ok(())
}

async fn look_again(tab: TabId) -> Result<(), BrowserError> {
    let top_frame = object([("frameId", 0.into())]);
    webext::tabs_send_message(tab.0, &"look-again".into(), &top_frame).await.doing("asking a page to look again")?;
    Ok(())
}

async fn focus(tab: TabId) -> Result<(), BrowserError> {
    const DOING: &str = "going to a tab";
    let shown = webext::tabs_update(tab.0, &object([("active", true.into())])).await.doing(DOING)?;
    let window = property(&shown, "windowId");
    webext::windows_update(&window, &object([("focused", true.into())])).await.doing(DOING)?;
    Ok(())
}

/// Opens the popup at its button, or in a separate window if the browser
/// doesn't allow that.
async fn open_popup(tab: TabId) -> Result<(), BrowserError> {
    if webext::action_open_popup().await.is_ok() {
        return Ok(());
    }
    let window = [
        ("url", format!("pages/popup.html?tabId={}", tab.0).into()),
        ("type", "popup".into()),
        ("width", 440.into()),
        ("height", 720.into()),
    ];
    webext::windows_create(&object(window)).await.doing("opening the popup")?;
    Ok(())
}

async fn open_tab(url: &str, beside: &OpenTab) -> Result<(), BrowserError> {
    const DOING: &str = "opening a tab";
    let place = [("url", url.into()), ("index", (beside.index + 1).into()), ("openerTabId", beside.id.0.into())];
    webext::tabs_create(&object(place)).await.doing(DOING)?;
    Ok(())
}

/// Opens a page of the extension in a new tab.
async fn open_page(address: &str) -> Result<(), BrowserError> {
    webext::tabs_create(&object([("url", address.into())])).await.doing("opening a page of the extension")?;
    Ok(())
}

async fn return_access(origins: &[String]) -> Result<(), BrowserError> {
    let access = object([("origins", to_js(&origins)?)]);
    webext::permissions_remove(&access).await.doing("giving access back")?;
    Ok(())
}

async fn offer_menu(title: MessageKey) -> Result<(), BrowserError> {
    const DOING: &str = "offering the context menu";
    webext::menus_remove_all().await.doing(DOING)?;
    let item = [
        ("id", "check".into()),
        ("title", words::message(title.name(), &[]).into()),
        ("contexts", to_js(&["selection"])?),
    ];
    webext::menus_create(&object(item)).doing(DOING)?;
    Ok(())
}

thread_local! {
    /// The tabs whose buttons are being drawn, each with its next state.
    static DRAWING: RefCell<LiteMap<TabId, Option<Toolbar>>> = const { RefCell::new(LiteMap::new()) };
}

/// Updates a toolbar button, and resets it if the tab navigated in the
/// meantime. A button has several parts, each with its own call, so only one
/// view is drawn at a time, and the latest one stays.
async fn toolbar(
    catalogue: &Catalogue,
    tab: TabId,
    before: Option<Toolbar>,
    view: Toolbar,
) -> Result<(), BrowserError> {
    let is_busy = DRAWING.with_borrow_mut(|drawing| match drawing.get_mut(&tab) {
        Some(next) => {
            *next = Some(view.clone());
            true
        }
        None => {
            drawing.insert(tab, None);
            false
        }
    });
    if is_busy {
        return Ok(());
    }
    let drawn = draw_to_the_last(catalogue, tab, before, view).await;
    DRAWING.with_borrow_mut(|drawing| drawing.remove(&tab));
    drawn
}

async fn draw_to_the_last(
    catalogue: &Catalogue,
    tab: TabId,
    mut before: Option<Toolbar>,
    mut view: Toolbar,
) -> Result<(), BrowserError> {
    loop {
        draw(Some(tab), before.as_ref(), &view).await?;
        let next = || DRAWING.with_borrow_mut(|drawing| drawing.get_mut(&tab).and_then(Option::take));
        if let Some(next) = next() {
            before = Some(std::mem::replace(&mut view, next));
            continue;
        }
        let shows = webext::tabs_get(tab.0).await.doing("asking about a tab")?;
        let url = property(&shows, "url").as_string().unwrap_or_default();
        let next = next().or_else(|| left(catalogue, &view, &url));
        let Some(next) = next else { return Ok(()) };
        before = None;
        view = next;
    }
}

/// Draws the button of one tab, or the button of all tabs without their own.
async fn draw(tab: Option<TabId>, before: Option<&Toolbar>, view: &Toolbar) -> Result<(), BrowserError> {
    const DOING: &str = "setting the toolbar button";
    let details = |name, value| object(tab.map(|tab| ("tabId", tab.0.into())).into_iter().chain([(name, value)]));
    let same = |part: fn(&Toolbar, &Toolbar) -> bool| before.is_some_and(|before| part(before, view));
    if !same(|a, b| a.title == b.title && a.session == b.session && a.copied == b.copied) {
        let session = view.session.as_ref().map(|text| words::message(text.key.name(), &text.args));
        let copied = view.copied.as_ref().map(copied);
        let title = std::iter::once(said(&view.title)).chain(session).chain(copied).collect::<Vec<_>>().join(" · ");
        webext::action_set_title(&details("title", title.into())).await.doing(DOING)?;
    }
    if !same(|a, b| a.color == b.color) {
        webext::action_set_badge_background_color(&details("color", view.color.into())).await.doing(DOING)?;
    }
    if !same(|a, b| a.ink == b.ink) {
        webext::action_set_badge_text_color(&details("color", view.ink.into())).await.doing(DOING)?;
    }
    if !same(|a, b| a.tone == b.tone) {
        webext::action_set_icon(&details("path", icon_paths(view.tone))).await.doing(DOING)?;
    }
    // Last, so that this text never appears before its explanation.
    if !same(|a, b| a.badge == b.badge) {
        webext::action_set_badge_text(&details("text", view.badge.into())).await.doing(DOING)?;
    }
    Ok(())
}

/// The text about the copied key and the time.
fn copied(copied: &LastCopied) -> String {
    let time = local_time(copied.at.as_millis() as f64).as_string().unwrap_or_default();
    let arguments: Vec<String> = copied.name.clone().into_iter().chain([time]).collect();
    words::message(copied_word(copied).name(), &arguments)
}

fn icon_paths(tone: Tone) -> JsValue {
    let paths = js_sys::Object::new();
    for size in TOOLBAR_SIZES {
        // Setting a property of a fresh plain object can't fail.
        let _ = js_sys::Reflect::set_u32(&paths, size, &format!("/{}", icon_file(tone, size)).into());
    }
    paths.into()
}

fn said(text: &ExtensionText) -> String {
    words::message(text.key.name(), &text.args)
}

thread_local! {
    /// The addresses of the watched sites whose scripts the browser refused at
    /// the last registration.
    static REFUSED: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// Returns the addresses of the watched sites whose scripts the browser
/// refused, if scripts were registered since the last call.
pub fn take_refused() -> Option<Vec<String>> {
    REFUSED.take()
}

/// Registers exactly these content scripts. If one pattern isn't accepted, the
/// browser refuses all of them. Then they are registered one by one, without
/// the refused patterns. Scripts of accepted addresses stay registered
/// meanwhile, because a page may open at any time.
async fn register(mut scripts: Vec<PageScripts>) -> Result<(), BrowserError> {
    let mut refused: Vec<String> = Vec::new();
    let mut patterns: Vec<String> = Vec::new();
    let mut result = replace_registered(&scripts, &[]).await;
    if result.is_err() {
        let staying: Vec<String> = scripts.iter().map(|script| script.id.to_string()).collect();
        let mut accepted: Vec<PageScripts> = Vec::new();
        for mut script in std::mem::take(&mut scripts) {
            script.matches.retain(|pattern| !patterns.contains(pattern));
            script.except.retain(|pattern| !patterns.contains(pattern));
            if script.matches.is_empty() {
                continue;
            }
            accepted.push(script);
            let Err(error) = replace_registered(&accepted, &staying).await else { continue };
            result = Err(error);
            if let Some(script) = accepted.pop() {
                patterns.extend(script.matches);
                refused.extend(watched_address(&script.id).map(str::to_owned));
            }
        }
        // What an earlier list registered under a refused script's ID goes too.
        result = replace_registered(&accepted, &[]).await.and(result);
    }
    refused.dedup();
    REFUSED.set(Some(refused));
    result
}

/// Registers exactly these scripts, and leaves others registered if their IDs
/// are in `staying`. Scripts that are already registered stay, so that they
/// also run in a page that opens in the meantime.
async fn replace_registered(scripts: &[PageScripts], staying: &[String]) -> Result<(), BrowserError> {
    const DOING: &str = "registering page scripts";
    let kept: Array = webext::scripting_registered().await.doing(DOING)?.unchecked_into();
    const EXCEPT: &str = "excludeMatches";
    // Frames without their own address (srcdoc, blob:) count as the page that
    // created them.
    const FALLBACK: &str = "matchOriginAsFallback";
    let id = |script: &JsValue| property(script, "id").as_string();
    let said = |script: &JsValue| {
        // If nothing is excluded, browsers return null, an empty list or
        // undefined.
        let except = property(script, EXCEPT).dyn_into::<Array>().ok().filter(|except| except.length() > 0);
        let parts = ["matches", "js", "allFrames", FALLBACK, "persistAcrossSessions"]
            .map(|name| (name, property(script, name)));
        JSON::stringify(&object(parts.into_iter().chain(except.map(|except| (EXCEPT, except.into())))))
            .ok()
            .map(String::from)
    };
    let (gone, known, new) = (Array::new(), Array::new(), Array::new());
    let mut changed = false;
    for one in kept.iter() {
        let is_wanted = |id: &str| scripts.iter().any(|wanted| wanted.id == id) || staying.iter().any(|one| one == id);
        if !id(&one).is_some_and(|id| is_wanted(&id)) {
            gone.push(&property(&one, "id"));
        }
    }
    for wanted in scripts {
        let script = [
            ("id", (&*wanted.id).into()),
            ("matches", to_js(&wanted.matches)?),
            ("js", to_js(&wanted.js)?),
            ("allFrames", wanted.all_frames.into()),
            (FALLBACK, wanted.enters_made_frames().into()),
            ("runAt", "document_start".into()),
            // When a script is updated, Chromium takes a missing value as
            // false.
            ("persistAcrossSessions", true.into()),
        ];
        let except = if wanted.except.is_empty() { None } else { Some((EXCEPT, to_js(&wanted.except)?)) };
        let script = object(script.into_iter().chain(except));
        match kept.iter().find(|one| id(one).as_deref() == Some(&*wanted.id)) {
            None => new.push(&script),
            Some(one) => {
                changed |= said(&one) != said(&script);
                known.push(&script)
            }
        };
    }
    if gone.length() > 0 {
        webext::scripting_unregister(&object([("ids", gone.into())])).await.doing(DOING)?;
    }
    // Both together, because changed scripts run after the remaining ones.
    if changed {
        webext::scripting_update(&known).await.doing(DOING)?;
    }
    if new.length() > 0 {
        webext::scripting_register(&new).await.doing(DOING)?;
    }
    Ok(())
}

const ENTERING: &str = "entering a page that was open before";

async fn inject(tab: TabId, frame: i64, files: &[String]) -> Result<(), BrowserError> {
    let target = object([("tabId", tab.0.into()), ("frameIds", to_js(&[frame])?)]);
    let injection = object([("target", target), ("files", to_js(&files)?)]);
    webext::scripting_execute(&injection).await.doing(ENTERING)?;
    Ok(())
}

/// Whether content scripts run in a page. If so, they report the signs of its
/// session again.
async fn answers(tab: TabId) -> bool {
    let top_frame = object([("frameId", 0.into())]);
    let answer = webext::tabs_send_message(tab.0, &"look-again".into(), &top_frame).await;
    answer.is_ok_and(|answer| answer.is_truthy())
}

/// Runs the scripts in a page that was opened without them.
async fn enter(tab: TabId, in_frames: &[String], in_page: &[String]) -> Result<(), BrowserError> {
    if !in_frames.is_empty() {
        let target = object([("tabId", tab.0.into()), ("allFrames", true.into())]);
        let injection = object([("target", target), ("files", to_js(&in_frames)?)]);
        webext::scripting_execute(&injection).await.doing(ENTERING)?;
    }
    inject(tab, 0, in_page).await
}
