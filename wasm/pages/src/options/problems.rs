//! Stored data that couldn't be read, with buttons to remove it.

use std::rc::Rc;

use web_sys::Element;

use crate::background::{ask, tell};
use crate::dom::{self, listen};
use crate::list::{Item, KeyedList, action_of};
use crate::run::Runner;
use crate::template::Parts;
use crate::words::word;
use sandbar::protocol::{ExtensionPageMessage, Problems};
use sandbar::view::pages::problem::{StorageProblem, problems};
use webext::BrowserError;

impl Item for StorageProblem {
    fn key(&self) -> String {
        self.text.name().to_owned()
    }

    fn template(&self) -> &'static str {
        "problem-row"
    }

    fn fill(&self, row: &Element) {
        row.set_text("text", &word(self.text));
    }
}

/// The list of problems.
pub struct ProblemList {
    runner: Runner,
    list: Rc<KeyedList<StorageProblem>>,
}

impl ProblemList {
    /// Connects the controls of the list.
    pub fn new(runner: Runner) -> Rc<Self> {
        let problems = Rc::new(Self { runner, list: KeyedList::new("problem-list") });
        let this = Rc::clone(&problems);
        listen("problem-list", "click", move |event| {
            let Some((key, _)) = action_of(event) else { return };
            let names = this.list.find(|problem| (problem.text.name() == key).then(|| problem.names.clone()));
            let list = Rc::clone(&this);
            this.runner.run(async move { list.discard(names.unwrap_or_default()).await });
        });
        problems
    }

    /// Reads the problems and shows them.
    ///
    /// # Errors
    ///
    /// Returns an error if the background doesn't answer.
    pub async fn load(&self) -> Result<(), BrowserError> {
        let Problems { newer, unreadable, refused, nearly_full } = ask(&ExtensionPageMessage::Problems).await?;
        let problems = problems(&unreadable);
        dom::show_id("problem-newer", newer);
        dom::show_id("problem-full", nearly_full);
        dom::show_id("problem-refused", !refused.is_empty());
        dom::set_text("problem-refused-sites", &refused.join(", "));
        dom::show_id("problems", newer || nearly_full || !refused.is_empty() || !problems.is_empty());
        self.list.render(problems);
        Ok(())
    }

    async fn discard(&self, names: Vec<String>) -> Result<(), BrowserError> {
        for name in names {
            tell(&ExtensionPageMessage::Discard { name }).await?;
        }
        self.load().await
    }
}
