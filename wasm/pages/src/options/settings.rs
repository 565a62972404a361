//! The forms with the settings: marks on pages, Sandbar's behavior, syncing.

use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement};

use crate::background::{ask, tell};
use crate::dom::{self, Build, announce, element, fill, listen, paragraph};
use crate::run::Runner;
use crate::template::{self, Parts as _};
use crate::words::word;
use sandbar::catalogue::Environment;
use sandbar::messages::message;
use sandbar::protocol::ExtensionPageMessage;
use sandbar::settings::fields::{is_on, text_of, turned};
use sandbar::settings::policy::Policy;
use sandbar::settings::{Language, Settings};
use webext::{BrowserError, words};

/// A control that the user changed.
struct Change {
    name: String,
    value: String,
    is_on: bool,
}

/// The forms, and the changes that are being sent to the background.
pub struct SettingsForm {
    policy: Policy,
    /// Changes that aren't saved yet, oldest first.
    unsaved: RefCell<VecDeque<Change>>,
    is_saving: Cell<bool>,
    /// The number of changes that the user made. An answer from before a change
    /// must not reset its control.
    changes: Cell<u32>,
}

impl SettingsForm {
    /// Creates the forms for this managed policy.
    pub fn new(policy: Policy) -> Rc<Self> {
        Rc::new(Self { policy, unsaved: RefCell::default(), is_saving: Cell::new(false), changes: Cell::new(0) })
    }

    /// Adds a control for each language, with the language's own name for itself.
    pub fn show_languages(&self) {
        let Some(choices) = dom::get("languages") else { return };
        let choice = |language: Language| {
            let choice = template::copy("language-choice")?;
            choice.set_attribute_of("choice", "value", language.code());
            choice.set_text("name", language.name());
            choice.set_attribute_of("name", "lang", language.code());
            Some(choice)
        };
        drop(choices.with_all(Language::ALL.into_iter().filter_map(choice)));
    }

    /// Starts saving every change of a control.
    pub fn listen(self: &Rc<Self>, runner: &Runner) {
        for form in ["marks", "behavior", "sync"] {
            let (this, runner) = (Rc::clone(self), runner.clone());
            listen(form, "change", move |event| this.handle_change(event, &runner));
        }
        for environment in Environment::ALL {
            let (this, runner) = (Rc::clone(self), runner.clone());
            listen(&reset_button(environment), "click", move |_| {
                for name in look_fields(environment) {
                    let value = text_of(&Settings::default(), &name).unwrap_or_default();
                    this.change(Change { name, value, is_on: true }, &runner);
                }
            });
        }
    }

    fn handle_change(self: &Rc<Self>, event: &Event, runner: &Runner) {
        let Some(input) = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok()) else { return };
        self.change(Change { name: input.name(), value: input.value(), is_on: input.checked() }, runner);
    }

    fn change(self: &Rc<Self>, change: Change, runner: &Runner) {
        self.unsaved.borrow_mut().push_back(change);
        self.changes.set(self.changes.get().wrapping_add(1));
        if !self.is_saving.replace(true) {
            let this = Rc::clone(self);
            runner.run(async move {
                let saved = this.save().await;
                this.is_saving.set(false);
                saved?;
                this.load().await
            });
        }
    }

    /// Saves the changes one by one, each based on the result of the previous
    /// one.
    async fn save(&self) -> Result<(), BrowserError> {
        loop {
            let Some(Change { name, value, is_on }) = self.unsaved.borrow_mut().pop_front() else { return Ok(()) };
            let settings: Settings = ask(&ExtensionPageMessage::Settings).await?;
            let wanted = turned(&settings, &name, &value, is_on);
            // Only a color may be refused.
            let refused = wanted.is_none().then(|| paragraph(&word(message::MARK_COLOR_TAKEN)));
            announce(&format!("{name}-said"), refused);
            if let Some(wanted) = wanted {
                tell(&ExtensionPageMessage::Choose(wanted)).await?;
            }
        }
    }

    /// Reads the settings and shows them.
    ///
    /// # Errors
    ///
    /// Returns an error if the background doesn't answer.
    pub async fn load(&self) -> Result<(), BrowserError> {
        let changes = self.changes.get();
        let settings: Settings = ask(&ExtensionPageMessage::Settings).await?;
        if self.is_saving.get() || self.changes.get() != changes {
            // The controls already show the changes that are saved next, and
            // will be read again after that.
            return Ok(());
        }
        if settings.language != words::chosen() || ask::<Policy>(&ExtensionPageMessage::Policy).await? != self.policy {
            // All messages change with the language, and a new policy locks
            // other controls.
            dom::reload_page();
        }
        for input in dom::every::<HtmlInputElement>("#marks input, #behavior input, #sync input") {
            match text_of(&settings, &input.name()) {
                Some(text) => show_text(&input, &text),
                None => input.set_checked(is_on(&settings, &input.name(), &input.value()).unwrap_or_default()),
            }
        }
        for environment in Environment::ALL {
            let is_own = |name: &String| text_of(&settings, name) != text_of(&Settings::default(), name);
            dom::show_id(&reset_button(environment), look_fields(environment).iter().any(is_own));
        }
        Ok(())
    }

    /// Shows which settings the managed policy sets, and its unusable parts.
    pub fn show_policy(&self) {
        for preset in &self.policy.preset {
            lock(&preset.name);
        }
        let problems = self.policy.problems.iter().map(|problem| {
            let place = match problem.entry {
                Some(entry) => format!("{} {entry}", problem.key),
                None => problem.key.clone(),
            };
            let place = element("code").text(&place);
            let value = element("span").text(&format!(" {} ", problem.value));
            element("li").with(&place).with(&value).with(&element("span").text(&word(problem.reason.word())))
        });
        fill("policy-problems", problems);
        dom::show_id("policy", !self.policy.problems.is_empty());
    }
}

/// The names of the fields with the label and the color of an environment's
/// marks.
fn look_fields(environment: Environment) -> [String; 2] {
    ["label", "color"].map(|part| format!("{}-{part}", environment.name()))
}

/// The ID of the button that clears them.
fn reset_button(environment: Environment) -> String {
    format!("{}-look-reset", environment.name())
}

/// Shows a text in its field. A text that the user is typing stays.
fn show_text(input: &HtmlInputElement, text: &str) {
    let is_shown = input.get_attribute("data-shown").is_some_and(|shown| shown == text);
    let is_typed = input.type_() == "text" && dom::focused().is_some_and(|focused| focused == ***input);
    if !(is_shown && is_typed) && input.value() != text {
        input.set_value(text);
    }
    drop(Element::from(input.clone()).attr("data-shown", text));
}

/// Disables the controls of a setting that the managed policy sets, and
/// explains it.
fn lock(name: &str) {
    let inputs = dom::every::<HtmlInputElement>(&format!("input[name={name}]"));
    for input in &inputs {
        input.set_disabled(true);
    }
    let Some(group) = inputs.last().and_then(|input| input.closest("[role=radiogroup], .look, label").ok().flatten())
    else {
        return;
    };
    let id = format!("{name}-preset");
    let note = element("span").class("quiet preset").attr("id", &id).text(&word(message::POLICY_SET));
    // The note describes a single control, or a group of choices.
    let is_group = group.has_attribute("role");
    let described = inputs.first().filter(|_| !is_group).map_or(&group, |input| input.as_ref());
    let before = described.get_attribute("aria-describedby").unwrap_or_default();
    let ids = format!("{before} {id}");
    drop(described.clone().attr("aria-describedby", ids.trim()));
    drop(group.with(&note));
}
