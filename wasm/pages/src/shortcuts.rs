//! The keyboard shortcuts of the manifest's commands, on the welcome page and
//! in the options.

use js_sys::Array;

use crate::dom;
use crate::words::word;
use sandbar::messages::message;
use webext::{BrowserError, Context, property};

/// The commands whose shortcuts are shown, in order.
const COMMANDS: [&str; 2] = ["_execute_action", "other-environment"];

/// Shows the current shortcuts and returns them; a command without one has an
/// empty text. The user can change each, and the browser doesn't grant one that
/// is already taken.
///
/// # Errors
///
/// Returns an error if the browser doesn't answer.
pub async fn show() -> Result<[String; 2], BrowserError> {
    let commands = webext::commands_get_all().await.doing("asking for the shortcuts")?;
    let mut shortcuts: [String; 2] = Default::default();
    for command in Array::from(&commands).iter() {
        let text = |name| property(&command, name).as_string().unwrap_or_default();
        let Some(at) = COMMANDS.iter().position(|known| *known == text("name")) else { continue };
        if let Some(shortcut) = shortcuts.get_mut(at) {
            *shortcut = text("shortcut");
        }
    }
    for (at, shortcut) in shortcuts.iter().enumerate() {
        let shown = if shortcut.is_empty() { word(message::SHORTCUT_NONE) } else { shortcut.clone() };
        dom::set_text(&format!("shortcut-{at}"), &shown);
    }
    Ok(shortcuts)
}
