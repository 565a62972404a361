//! Carrying out what the core wants done.

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

/// How long a page may take to be entered, in milliseconds, before it is
/// answered all the same. One that is blocked by its own dialog would keep
/// everyone waiting, and so would Chromium where access to it was just
/// withdrawn, until the user allows it.
const PAGE_PATIENCE: u32 = 1000;

/// How long registering scripts and sharing items may hold back an answer, in
/// milliseconds. They go on after that.
const PATIENCE: u32 = 3000;

/// Carries out what is left after everything was stored; returns the answer for
/// whoever asked.
///
/// What is done to the tab that asked is done before it is answered. Nothing
/// waits for other tabs: the browser may have put one to sleep, and then it
/// answers when it wakes. What fails after the answer is known (a tab that
/// closed meanwhile) is reported to the console and stops nothing else.
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
            // Before any page gets its view: what one shows now is what the next one begins with.
            effect @ Effect::Register(_) => first.push(effect),
            // Before the next event, which looks at what is in the area.
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
            // Begun in this order, so the last word to a tab is said last.
            spawn_local(attempt(effect, catalogue.clone()));
        }
    }
    Ok(answer)
}

thread_local! {
    /// How many events of each tab were not handled since this module started.
    static ERRORS: RefCell<LiteMap<TabId, usize>> = const { RefCell::new(LiteMap::new()) };
}

/// Counts an event of a tab that was not handled.
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
        // The worker stored these.
        Effect::Save(_) | Effect::Forget(_) | Effect::ForgetPage(_) | Effect::Discard(_) => Ok(()),
        Effect::Answer(_) | Effect::OpenApart(_) => Ok(()),
    }
}

async fn show(tab: TabId, view: &PageView) -> Result<(), BrowserError> {
    let top_frame = object([("frameId", 0.into())]);
    webext::tabs_send_message(tab.0, &timed(to_js(view)?), &top_frame).await.doing("telling a page what to show")?;
    Ok(())
}

/// Writes the local time at which a page's session ended into its view. To
/// write one takes a browser some 8 ms: here that is done once, for all pages.
fn timed(view: JsValue) -> JsValue {
    let ended = property(&property(&view, "session"), "ended");
    if let Some(at) = property(&ended, "at").as_f64() {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&ended, &"time".into(), &local_time(at));
    }
    view
}

thread_local! {
    /// The last time that was written, the day on which it was, and how.
    static WRITTEN: RefCell<(f64, String, JsValue)> = const { RefCell::new((f64::NAN, String::new(), JsValue::NULL)) };
}

/// The local time as the browser's language writes it; with the date if that is another than today's.
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

/// Every frame of the page receives it.
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

/// The popup under its button; where the browser does not open it there, in a
/// window of its own.
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
    /// The tabs whose buttons are being drawn, with what each is to become after that.
    static DRAWING: RefCell<LiteMap<TabId, Option<Toolbar>>> = const { RefCell::new(LiteMap::new()) };
}

/// Sets a toolbar button, as far as it is not so already, and takes it back if
/// the tab went elsewhere meanwhile. A button has several parts, each set by a
/// call of its own: two views are never drawn at once, and the later one stays.
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

/// Draws the button of a tab, or of every tab that has none of its own.
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
    // Last: what is read at a glance is not there before what explains it.
    if !same(|a, b| a.badge == b.badge) {
        webext::action_set_badge_text(&details("text", view.badge.into())).await.doing(DOING)?;
    }
    Ok(())
}

/// Which key was copied, and when.
fn copied(copied: &LastCopied) -> String {
    let time = local_time(copied.at.as_millis() as f64).as_string().unwrap_or_default();
    let arguments: Vec<String> = copied.name.clone().into_iter().chain([time]).collect();
    words::message(copied_word(copied).name(), &arguments)
}

fn icon_paths(tone: Tone) -> JsValue {
    let paths = js_sys::Object::new();
    for size in TOOLBAR_SIZES {
        // Setting a property of a fresh plain object cannot fail.
        let _ = js_sys::Reflect::set_u32(&paths, size, &format!("/{}", icon_file(tone, size)).into());
    }
    paths.into()
}

fn said(text: &ExtensionText) -> String {
    words::message(text.key.name(), &text.args)
}

thread_local! {
    /// The addresses of the watched sites whose scripts the browser refused when scripts were registered last.
    static REFUSED: RefCell<Option<Vec<String>>> = const { RefCell::new(None) };
}

/// The addresses of the watched sites whose scripts the browser refused, if
/// scripts were registered since this was asked last.
pub fn take_refused() -> Option<Vec<String>> {
    REFUSED.take()
}

/// Has the browser keep these page scripts and no others. It refuses all of
/// them for one pattern that it does not accept: then they are registered one by
/// one, without the patterns that it refused.
async fn register(mut scripts: Vec<PageScripts>) -> Result<(), BrowserError> {
    let mut refused: Vec<String> = Vec::new();
    let mut patterns: Vec<String> = Vec::new();
    let mut result = replace_registered(&scripts).await;
    if result.is_err() {
        let mut accepted: Vec<PageScripts> = Vec::new();
        for mut script in std::mem::take(&mut scripts) {
            script.matches.retain(|pattern| !patterns.contains(pattern));
            script.except.retain(|pattern| !patterns.contains(pattern));
            if script.matches.is_empty() {
                continue;
            }
            accepted.push(script);
            let Err(error) = replace_registered(&accepted).await else { continue };
            result = Err(error);
            if let Some(script) = accepted.pop() {
                patterns.extend(script.matches);
                refused.extend(watched_address(&script.id).map(str::to_owned));
            }
        }
    }
    refused.dedup();
    REFUSED.set(Some(refused));
    result
}

/// Registers these scripts and no others. What is registered already is left
/// alone: a page that opens meanwhile finds it.
async fn replace_registered(scripts: &[PageScripts]) -> Result<(), BrowserError> {
    const DOING: &str = "registering page scripts";
    let kept: Array = webext::scripting_registered().await.doing(DOING)?.unchecked_into();
    const EXCEPT: &str = "excludeMatches";
    // Frames without an address of their own (srcdoc, blob:) count as the page that made them.
    const FALLBACK: &str = "matchOriginAsFallback";
    let id = |script: &JsValue| property(script, "id").as_string();
    let said = |script: &JsValue| {
        // Browsers say none, an empty list or nothing at all where nothing is left out.
        let except = property(script, EXCEPT).dyn_into::<Array>().ok().filter(|except| except.length() > 0);
        let parts = ["matches", "js", "allFrames", FALLBACK, "persistAcrossSessions"]
            .map(|name| (name, property(script, name)));
        JSON::stringify(&object(parts.into_iter().chain(except.map(|except| (EXCEPT, except.into())))))
            .ok()
            .map(String::from)
    };
    let (gone, known, new) = (Array::new(), Array::new(), Array::new());
    let mut changed = false;
    for one in kept.iter().filter(|one| scripts.iter().all(|wanted| id(one).as_deref() != Some(&*wanted.id))) {
        gone.push(&property(&one, "id"));
    }
    for wanted in scripts {
        let script = [
            ("id", (&*wanted.id).into()),
            ("matches", to_js(&wanted.matches)?),
            ("js", to_js(&wanted.js)?),
            ("allFrames", wanted.all_frames.into()),
            (FALLBACK, wanted.enters_made_frames().into()),
            ("runAt", "document_start".into()),
            // Chromium takes silence for no when it changes one.
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
    // Together, since what is changed runs after what is left.
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

/// Whether content scripts run in a page. Those that do report again what they
/// see of the session.
async fn answers(tab: TabId) -> bool {
    let top_frame = object([("frameId", 0.into())]);
    let answer = webext::tabs_send_message(tab.0, &"look-again".into(), &top_frame).await;
    answer.is_ok_and(|answer| answer.is_truthy())
}

/// Runs the scripts of a page that opened without them.
async fn enter(tab: TabId, in_frames: &[String], in_page: &[String]) -> Result<(), BrowserError> {
    if !in_frames.is_empty() {
        let target = object([("tabId", tab.0.into()), ("allFrames", true.into())]);
        let injection = object([("target", target), ("files", to_js(&in_frames)?)]);
        webext::scripting_execute(&injection).await.doing(ENTERING)?;
    }
    inject(tab, 0, in_page).await
}
