//! Export and import of keyring files. A file is sealed and opened here, so its
//! plain contents never reach the disk, and the background needs neither Argon2
//! nor ChaCha20.

use std::future::Future;
use std::rc::Rc;

use js_sys::{Array, JsString};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Element, File, HtmlElement, HtmlInputElement, Url};

use super::keyring::KeyringTable;
use super::sites::SiteList;
use super::undo::{Bar, Undo};
use crate::background::{ask, tell};
use crate::dom::{self, Build, announce, element, get_as, listen, value_of};
use crate::run::Runner;
use crate::words::{counted, word, word_with};
use keyring_file::{MOST_BYTES, NONCE_BYTES, Random, SALT_BYTES, read, write};
use sandbar::catalogue::watched::Scope;
use sandbar::keyring::file::{Error, PlainContents};
use sandbar::messages::message;
use sandbar::protocol::{ExtensionPageMessage, Imported, KeyringUndo, PageText};
use sandbar::view::pages::passphrase::{MIN_LENGTH, problem_with};
use webext::{BrowserError, BrowserJson, Context};

const FILE_NAME: &str = "sandbar-keyring.json";

/// The IDs of the elements with the results.
const EXPORT_RESULT: &str = "export-said";
const IMPORT_RESULT: &str = "import-said";

/// The two forms for keyring files.
pub struct KeyringFile {
    runner: Runner,
    undo: Rc<Undo>,
    sites: Rc<SiteList>,
    keyring: Rc<KeyringTable>,
}

impl KeyringFile {
    /// Connects both forms.
    pub fn start(runner: Runner, undo: Rc<Undo>, sites: Rc<SiteList>, keyring: Rc<KeyringTable>) {
        let this = Rc::new(Self { runner, undo, sites, keyring });
        let file = Rc::clone(&this);
        listen("export", "submit", move |event| {
            event.prevent_default();
            let work = Rc::clone(&file);
            file.runner.run(while_busy("export-save", async move { work.export().await }));
        });
        listen("import", "submit", move |event| {
            event.prevent_default();
            let work = Rc::clone(&this);
            this.runner.run(while_busy("import-take", async move { work.import().await }));
        });
    }

    async fn export(&self) -> Result<(), BrowserError> {
        if self.keyring.count() + self.sites.count() == 0 {
            show_result(EXPORT_RESULT, "notice", &word(message::EXPORT_NOTHING));
            return Ok(());
        }
        let passphrase = PageText::from(value_of("export-first"));
        let again = PageText::from(value_of("export-again"));
        if let Some(key) = problem_with(passphrase.as_str(), again.as_str()) {
            let field = if key == message::PASSPHRASE_SHORT { "export-first" } else { "export-again" };
            refuse(EXPORT_RESULT, &word_with(key, &MIN_LENGTH.to_string()), field);
            return Ok(());
        }
        show_result(EXPORT_RESULT, "quiet", &word(message::EXPORT_WORKING));
        let sealed = seal(passphrase).await;
        clear_result(EXPORT_RESULT);
        match sealed? {
            Ok(text) => {
                download(text.as_str())?;
                clear_fields(&["export-first", "export-again"]);
                show_result(EXPORT_RESULT, "good", &word(message::EXPORT_DONE));
            }
            Err(error) => show_result(EXPORT_RESULT, "notice", &message_of(error)),
        }
        Ok(())
    }

    async fn import(self: &Rc<Self>) -> Result<(), BrowserError> {
        let file = get_as::<HtmlInputElement>("import-file").and_then(|field| field.files()?.get(0));
        let Some(file) = file else {
            refuse(IMPORT_RESULT, &word(message::IMPORT_NO_FILE), "import-file");
            return Ok(());
        };
        show_result(IMPORT_RESULT, "quiet", &word(message::IMPORT_WORKING));
        let answer = open(file).await;
        clear_result(IMPORT_RESULT);
        let unchanged = |reason: &str| format!("{reason} {}", word(message::IMPORT_UNCHANGED));
        match answer? {
            None => refuse(IMPORT_RESULT, &unchanged(&word(message::IMPORT_UNREADABLE)), "import-file"),
            Some(Err(error @ (Error::NoPassphrase | Error::NotOpened))) => {
                refuse(IMPORT_RESULT, &unchanged(&message_of(error)), "import-passphrase");
            }
            Some(Err(error)) => refuse(IMPORT_RESULT, &unchanged(&message_of(error)), "import-file"),
            Some(Ok(imported)) => self.show_imported(imported).await?,
        }
        Ok(())
    }

    async fn show_imported(self: &Rc<Self>, imported: Imported) -> Result<(), BrowserError> {
        let Imported { keys, sites, before } = imported;
        clear_fields(&["import-file", "import-passphrase"]);
        let keys = match (keys, sites.len()) {
            (0, 0) => Some(word(message::IMPORT_NOTHING)),
            (0, _) => None,
            (keys, _) => Some(counted(message::IMPORT, keys)),
        };
        let new_sites = (!sites.is_empty()).then(|| counted(message::IMPORT_SITES, sites.len()));
        let messages: Vec<String> = keys.into_iter().chain(new_sites).collect();
        show_result(IMPORT_RESULT, "good", &messages.join(" "));
        if before != KeyringUndo::default() || !sites.is_empty() {
            let this = Rc::clone(self);
            self.undo.offer(Bar::Keyring, message::DID_IMPORT, move || {
                let file = Rc::clone(&this);
                this.runner.run(async move { file.take_back(before, sites).await });
            });
        }
        self.sites.load().await?;
        self.keyring.load().await
    }

    /// Undoes the last import.
    async fn take_back(&self, before: KeyringUndo, sites: Vec<Scope>) -> Result<(), BrowserError> {
        let first = before.entries.first().map(|entry| entry.fingerprint);
        tell(&ExtensionPageMessage::Restore(before)).await?;
        for scope in sites {
            tell(&ExtensionPageMessage::Unwatch(scope)).await?;
        }
        self.undo.confirm(Bar::Keyring);
        // The previous result no longer applies.
        announce(IMPORT_RESULT, []);
        self.sites.load().await?;
        self.keyring.load().await?;
        self.keyring.focus(first);
        Ok(())
    }
}

/// Does the work of a form, unless the form is already working. A second click
/// would repeat it.
async fn while_busy(button: &str, work: impl Future<Output = Result<(), BrowserError>>) -> Result<(), BrowserError> {
    let set_busy = |is_busy: bool| {
        if let Some(button) = dom::get(button) {
            drop(button.attr("aria-disabled", if is_busy { "true" } else { "false" }));
        }
    };
    if dom::get(button).is_some_and(|button| button.get_attribute("aria-disabled").as_deref() == Some("true")) {
        return Ok(());
    }
    set_busy(true);
    let result = work.await;
    set_busy(false);
    result
}

fn clear_fields(ids: &[&str]) {
    for field in ids.iter().filter_map(|id| get_as::<HtmlInputElement>(id)) {
        field.set_value("");
    }
}

fn show_result(id: &str, class: &str, text: &str) {
    if let Some(result) = dom::get(id) {
        drop(result.class(class).text(text));
    }
}

fn clear_result(id: &str) {
    show_result(id, "", "");
}

/// Shows why nothing was done, and focuses the field to correct.
fn refuse(id: &str, text: &str, field: &str) {
    show_result(id, "notice", text);
    dom::focus(dom::get(field));
}

fn message_of(error: Error) -> String {
    let text = error.text();
    match text.args.first() {
        Some(argument) => word_with(text.key, argument),
        None => word(text.key),
    }
}

/// Seals the whole keyring. Returns the text of the file.
async fn seal(passphrase: PageText) -> Result<Result<PageText, Error>, BrowserError> {
    const DOING: &str = "exporting the keyring";
    let contents: PlainContents = ask(&ExtensionPageMessage::Export).await?;
    let mut random = Random { salt: [0; SALT_BYTES], nonce: [0; NONCE_BYTES] };
    webext::fill_random(&mut random.salt).doing(DOING)?;
    webext::fill_random(&mut random.nonce).doing(DOING)?;
    painted().await;
    Ok(write::<BrowserJson>(&contents, composed(&passphrase).as_str(), random).map(PageText::from))
}

/// Opens a file and sends its contents to the background. `None` if the browser
/// can't read the file, because it no longer exists or is a folder.
async fn open(file: File) -> Result<Option<Result<Imported, Error>>, BrowserError> {
    #[allow(clippy::cast_precision_loss, reason = "the limit is far below what a float holds exactly")]
    if file.size() > MOST_BYTES as f64 {
        return Ok(Some(Err(Error::NotAKeyring)));
    }
    let Ok(text) = JsFuture::from(file.text()).await else { return Ok(None) };
    let text = PageText::from(text.as_string().unwrap_or_default());
    let passphrase = composed(&value_of("import-passphrase").into());
    painted().await;
    match read::<BrowserJson>(text.as_str(), passphrase.as_str()) {
        Ok(contents) => ask(&ExtensionPageMessage::Import(contents)).await.map(Some),
        Err(error) => Ok(Some(Err(error))),
    }
}

/// Waits until the page shows its changes, because Argon2 blocks this thread
/// for a few hundred milliseconds.
async fn painted() {
    // A frame takes 17 ms at 60 Hz. `requestAnimationFrame` doesn't fire in a
    // background tab.
    webext::pause(50).await;
}

/// The passphrase in Unicode's composed form. On another system, the same
/// passphrase may contain an umlaut as one character or as two.
fn composed(passphrase: &PageText) -> PageText {
    String::from(JsString::from(passphrase.as_str()).normalize("NFC")).into()
}

/// Makes the browser save a text as a file.
fn download(text: &str) -> Result<(), BrowserError> {
    const DOING: &str = "saving the file";
    let blob = Blob::new_with_str_sequence(&Array::of1(&text.into())).doing(DOING)?;
    let address = Url::create_object_url_with_blob(&blob).doing(DOING)?;
    let link: Element = element("a").attr("href", &address).attr("download", FILE_NAME);
    if let Some(link) = link.dyn_ref::<HtmlElement>() {
        link.click();
    }
    // The download has started and no longer needs the address.
    Url::revoke_object_url(&address).doing(DOING)
}
