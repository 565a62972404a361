//! The actions that the user never wants to be asked about, with buttons to ask
//! again.

use web_sys::Element;

use crate::background::{ask, tell};
use crate::dom::{self, Build, button, element, fill, name, paragraph};
use crate::run::Runner;
use crate::words::{word, word_with};
use sandbar::messages::message;
use sandbar::protocol::ExtensionPageMessage;
use sandbar::stop::NeverAsked;
use sandbar::view::pages::stopping::name_of;
use webext::BrowserError;

/// Reads the actions and shows them.
///
/// # Errors
///
/// Returns an error if the background doesn't answer.
pub async fn load(runner: Runner) -> Result<(), BrowserError> {
    let actions: Vec<NeverAsked> = ask(&ExtensionPageMessage::NeverAsked).await?;
    // Hidden notes are listed among the exceptions.
    let actions: Vec<_> = actions.into_iter().filter(|action| !action.is_note()).collect();
    dom::show_id("never-asked", !actions.is_empty());
    fill("never-asked-list", actions.into_iter().map(|action| row(action, &runner)));
    Ok(())
}

fn row(action: NeverAsked, runner: &Runner) -> Element {
    let what = name_of(&action.action).map_or_else(|| word_with(message::STOPPING_NAME_LABEL, &action.action), word);
    let host = element("b").class("host").with(&name(&action.host));
    let runner = runner.clone();
    let again = button(message::STOPPING_ASK_AGAIN, move |_| {
        let (action, next) = (action.clone(), runner.clone());
        runner.run(async move {
            tell(&ExtensionPageMessage::AskAgain(action)).await?;
            load(next).await
        });
    });
    let texts = element("div").class("name").with(&host).with(&paragraph(&what).class("quiet"));
    element("li").with(&texts).with(&again)
}
