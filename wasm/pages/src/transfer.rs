//! The keyring as a file: exported and imported. The file is sealed and opened
//! here, so that its plain contents never reach the disk and the background needs
//! neither Argon2 nor ChaCha20.

use std::future::Future;

use js_sys::{Array, JsString};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Element, File, HtmlElement, HtmlInputElement, Url};

use super::ask::ask;
use super::dom::{self, Build, element, get_as, listen};
use super::options::act;
use super::undo::{self, Back};
use super::words::{counted, word, word_with};
use super::{sites, table};
use keyring_file::{MOST_BYTES, NONCE_BYTES, Random, SALT_BYTES, read, write};
use sandbar::keyring::file::{Error, PlainContents};
use sandbar::protocol::{Before, Imported, PageText, PanelMessage};
use sandbar::view::pages::passphrase::{FEWEST, objection};
use webext::{BrowserError, BrowserJson, Context};

const FILE_NAME: &str = "sandbar-keyring.json";

/// Lets both forms work.
pub fn offer_transfer() {
    listen("export", "submit", |event| {
        event.prevent_default();
        act(while_busy("export-save", export()));
    });
    listen("import", "submit", |event| {
        event.prevent_default();
        act(while_busy("import-take", import()));
    });
}

/// A second press while the first is at work would do it twice.
async fn while_busy(button: &str, work: impl Future<Output = Result<(), BrowserError>>) -> Result<(), BrowserError> {
    let busy = |is_busy: bool| {
        if let Some(button) = dom::get(button) {
            let _ = button.set_attribute("aria-disabled", if is_busy { "true" } else { "false" });
        }
    };
    if dom::get(button).is_some_and(|button| button.get_attribute("aria-disabled").as_deref() == Some("true")) {
        return Ok(());
    }
    busy(true);
    let done = work.await;
    busy(false);
    done
}

fn field(id: &str) -> Option<HtmlInputElement> {
    get_as(id)
}

fn value(id: &str) -> PageText {
    field(id).map(|field| field.value()).unwrap_or_default().into()
}

fn clear(ids: &[&str]) {
    for field in ids.iter().filter_map(|id| field(id)) {
        field.set_value("");
    }
}

fn say(id: &str, class: &str, text: &str) {
    if let Some(said) = dom::get(id) {
        said.class(class).text(text);
    }
}

/// Says why something was not done, and takes the person to where it can be mended.
fn refuse(id: &str, text: &str, mend: &str) {
    say(id, "notice", text);
    dom::focus(dom::get(mend));
}

fn sentence(error: Error) -> String {
    let text = error.text();
    match text.args.first() {
        Some(argument) => word_with(text.key, argument),
        None => word(text.key),
    }
}

async fn export() -> Result<(), BrowserError> {
    const SAID: &str = "export-said";
    if table::count() + sites::count() == 0 {
        say(SAID, "notice", &word("exportNothing"));
        return Ok(());
    }
    let passphrase = value("export-first");
    if let Some(key) = objection(passphrase.as_str(), value("export-again").as_str()) {
        let mend = if key == "passphraseShort" { "export-first" } else { "export-again" };
        refuse(SAID, &word_with(key, &FEWEST.to_string()), mend);
        return Ok(());
    }
    say(SAID, "quiet", &word("exportWorking"));
    let sealed = seal(passphrase).await;
    say(SAID, "", "");
    match sealed? {
        Ok(text) => {
            hand_over(text.as_str())?;
            clear(&["export-first", "export-again"]);
            say(SAID, "good", &word("exportDone"));
        }
        Err(error) => say(SAID, "notice", &sentence(error)),
    }
    Ok(())
}

/// The text of a file with the whole keyring.
async fn seal(passphrase: PageText) -> Result<Result<PageText, Error>, BrowserError> {
    const DOING: &str = "exporting the keyring";
    let contents: PlainContents = ask(&PanelMessage::Export).await?;
    let mut random = Random { salt: [0; SALT_BYTES], nonce: [0; NONCE_BYTES] };
    webext::fill_random(&mut random.salt).doing(DOING)?;
    webext::fill_random(&mut random.nonce).doing(DOING)?;
    painted().await;
    Ok(write::<BrowserJson>(&contents, composed(&passphrase).as_str(), random).map(PageText::from))
}

/// Waits until the page shows what was written to it: Argon2 keeps this thread
/// busy for about a second.
async fn painted() {
    // One frame at 60 Hz is 17 ms; `requestAnimationFrame` never comes in a background tab.
    webext::pause(50).await;
}

/// The passphrase in Unicode's composed form. The same passphrase typed on
/// another system may have an umlaut as one character or as two.
fn composed(passphrase: &PageText) -> PageText {
    String::from(JsString::from(passphrase.as_str()).normalize("NFC")).into()
}

/// Has the browser save a text as a file.
fn hand_over(text: &str) -> Result<(), BrowserError> {
    const DOING: &str = "saving the file";
    let blob = Blob::new_with_str_sequence(&Array::of1(&text.into())).doing(DOING)?;
    let address = Url::create_object_url_with_blob(&blob).doing(DOING)?;
    let link: Element = element("a").attr("href", &address).attr("download", FILE_NAME);
    if let Some(link) = link.dyn_ref::<HtmlElement>() {
        link.click();
    }
    // The browser has begun to save; the address itself is not needed any more.
    Url::revoke_object_url(&address).doing(DOING)
}

async fn import() -> Result<(), BrowserError> {
    const SAID: &str = "import-said";
    let Some(file) = field("import-file").and_then(|field| field.files()?.get(0)) else {
        refuse(SAID, &word("importNoFile"), "import-file");
        return Ok(());
    };
    say(SAID, "quiet", &word("importWorking"));
    let answer = take_in(file).await;
    say(SAID, "", "");
    let unchanged = |why: &str| format!("{why} {}", word("importUnchanged"));
    match answer? {
        None => refuse(SAID, &unchanged(&word("importUnreadable")), "import-file"),
        Some(Err(error @ (Error::NoPassphrase | Error::NotOpened))) => {
            refuse(SAID, &unchanged(&sentence(error)), "import-passphrase");
        }
        Some(Err(error)) => refuse(SAID, &unchanged(&sentence(error)), "import-file"),
        Some(Ok(Imported { keys, sites, before })) => {
            clear(&["import-file", "import-passphrase"]);
            let keys = match (keys, sites.len()) {
                (0, 0) => Some(word("importNothing")),
                (0, _) => None,
                (keys, _) => Some(counted("importOne", "importMany", keys)),
            };
            let new = (!sites.is_empty()).then(|| counted("importSitesOne", "importSitesMany", sites.len()));
            say(SAID, "good", &keys.into_iter().chain(new).collect::<Vec<_>>().join(" "));
            if before != Before::default() || !sites.is_empty() {
                undo::offer("didImport", Back::Keys(before, sites));
            }
            sites::load().await?;
            table::load().await?;
        }
    }
    Ok(())
}

/// What a file brought; none if the browser cannot read it.
async fn take_in(file: File) -> Result<Option<Result<Imported, Error>>, BrowserError> {
    #[allow(clippy::cast_precision_loss, reason = "a limit far below what a float holds exactly")]
    if file.size() > MOST_BYTES as f64 {
        return Ok(Some(Err(Error::NotAKeyring)));
    }
    // It may be gone, or be a folder.
    let Ok(text) = JsFuture::from(file.text()).await else { return Ok(None) };
    let text = PageText::from(text.as_string().unwrap_or_default());
    let passphrase = composed(&value("import-passphrase"));
    painted().await;
    match read::<BrowserJson>(text.as_str(), passphrase.as_str()) {
        Ok(contents) => ask(&PanelMessage::Import(contents)).await.map(Some),
        Err(error) => Ok(Some(Err(error))),
    }
}
