//! Whether a click on an irreversible action in Production asks first.
//!
//! Only the clicked control's own label counts, and only on a page that is
//! certainly a Production page about the object of the action. A false alarm
//! teaches users to dismiss the next question, so in doubt Sandbar doesn't ask.
//!
//! - [`words`]: the labels of such controls

pub mod words;

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::catalogue::Environment;
use crate::catalogue::irreversible::{Irreversible, Object};
use crate::catalogue::topic::Topic;
use crate::catalogue::watched::MAX_LABEL;
use words::{is_same_label, label_says};

/// How long the user can turn off questions on a site.
pub const QUIET: Duration = Duration::from_secs(15 * 60);

/// The facts about a page with a clicked control.
#[derive(Debug, Clone, Copy)]
pub struct StopPage<'a> {
    /// Its environment; `None` if it is unknown, or if the page contradicts its
    /// address.
    pub environment: Option<Environment>,
    /// The irreversible actions of its vendor.
    pub rows: &'static [Irreversible],
    /// Its topic.
    pub topic: Topic,
    /// Whether it shows keys.
    pub shows_keys: bool,
    /// Whether the control is in the row of a key.
    pub is_in_row: bool,
    /// Labels that the user added for this site.
    pub words: &'a [String],
    /// Whether to ask before submissions.
    pub asks_for_submissions: bool,
    /// Whether the user turned off questions for now.
    pub is_quiet: bool,
    /// The actions that the user never wants to be asked about here.
    pub never: &'a [NeverAsked],
    /// Its host.
    pub host: &'a str,
}

/// An action on a site that the user never wants to be asked about, or a note
/// that the user hid.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct NeverAsked {
    /// The host of the site; empty for a note, which is hidden on all sites.
    pub host: String,
    /// The action: the [ID](Irreversible::id) in a vendor's row, or a label
    /// that the user added. For a note, its message key.
    pub action: String,
}

impl NeverAsked {
    /// The entry for a hidden note.
    #[must_use]
    pub fn note(message: &str) -> Self {
        Self { host: String::new(), action: message.to_owned() }
    }

    /// Whether it is a hidden note.
    #[must_use]
    pub const fn is_note(&self) -> bool {
        self.host.is_empty()
    }
}

/// The action of a control.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Irrevocable<'a> {
    /// An action in the vendor's row.
    Row(&'static Irreversible),
    /// An action that the user added, by its label.
    Word(&'a str),
}

impl Irrevocable<'_> {
    /// Its name in [`NeverAsked`].
    #[must_use]
    pub const fn name(&self) -> &str {
        match self {
            Self::Row(row) => row.id,
            Self::Word(word) => word,
        }
    }
}

/// Whether a page is about the object of an action.
const fn is_on(object: Object, page: &StopPage<'_>) -> bool {
    match object {
        Object::Key => page.shows_keys || matches!(page.topic, Topic::ApiKeys | Topic::ComposerKeys),
        Object::Submission => matches!(page.topic, Topic::Submissions),
    }
}

/// The irreversible action of a control with this label on a page, regardless
/// of what the user wants to be asked about.
#[must_use]
pub fn action_of<'a>(page: &StopPage<'a>, label: &str) -> Option<Irrevocable<'a>> {
    if page.environment != Some(Environment::Production) || label.len() > MAX_LABEL {
        return None;
    }
    let word = page.words.iter().find(|word| is_same_label(word, label));
    let row = || {
        let here = page.rows.iter().filter(|row| is_on(row.object, page));
        here.into_iter().find(|row| label_says(label, page.is_in_row, row.verb, row.object))
    };
    word.map(|word| Irrevocable::Word(word)).or_else(|| row().map(Irrevocable::Row))
}

/// The action that a click on a control with this label asks about.
#[must_use]
pub fn asks_before<'a>(page: &StopPage<'a>, label: &str) -> Option<Irrevocable<'a>> {
    let action = action_of(page, label).filter(|_| !page.is_quiet)?;
    let is_never = |known: &NeverAsked| known.host == page.host && known.action == action.name();
    let is_wanted = match action {
        Irrevocable::Row(row) => row.object == Object::Key || page.asks_for_submissions,
        Irrevocable::Word(_) => true,
    };
    (is_wanted && !page.never.iter().any(is_never)).then_some(action)
}

/// Whether any control on this page could ask, so that clicks must be watched.
#[must_use]
pub fn could_ask(page: &StopPage<'_>) -> bool {
    page.environment == Some(Environment::Production) && !(page.rows.is_empty() && page.words.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::Environment::{Production, Sandbox};
    use crate::catalogue::vendors;
    use proptest::prelude::*;

    const HOST: &str = "portal.example";

    fn page(topic: Topic) -> StopPage<'static> {
        StopPage {
            environment: Some(Production),
            rows: vendors::by_id("adobe-commerce").unwrap().irreversible,
            topic,
            shows_keys: false,
            is_in_row: false,
            words: &[],
            asks_for_submissions: true,
            is_quiet: false,
            never: &[],
            host: HOST,
        }
    }

    fn asked(page: &StopPage<'_>, label: &str) -> Option<String> {
        asks_before(page, label).map(|action| action.name().to_owned())
    }

    #[test]
    fn each_action_is_asked_about_on_the_pages_that_it_belongs_to() {
        use Topic::{ApiKeys, ComposerKeys, Other, Profile, Reports, Submissions};
        for (topic, label, wanted) in [
            (ApiKeys, "Delete", Some("delete-key")),
            (ApiKeys, "Regenerate", Some("regenerate-key")),
            (ComposerKeys, "Delete", Some("delete-key")),
            (Submissions, "Delete", Some("delete-submission")),
            (Submissions, "Submit", Some("submit")),
            (Submissions, "Publish", Some("publish")),
            (Submissions, "Withdraw", Some("withdraw")),
            (ApiKeys, "Submit", None),
            (Submissions, "Regenerate", None),
            (Other, "Delete", None),
            (Profile, "Delete", None),
            (Reports, "Submit", None),
        ] {
            assert_eq!(asked(&page(topic), label).as_deref(), wanted, "{topic:?} {label}");
        }
    }

    #[test]
    fn a_page_that_shows_keys_is_about_keys_wherever_it_is() {
        let page = StopPage { shows_keys: true, ..page(Topic::Other) };
        assert_eq!(asked(&page, "Regenerate").as_deref(), Some("regenerate-key"));
    }

    #[test]
    fn submissions_are_asked_about_only_if_the_user_wants_it() {
        let page = StopPage { asks_for_submissions: false, ..page(Topic::Submissions) };
        for label in ["Submit", "Publish", "Withdraw", "Delete"] {
            assert_eq!(asked(&page, label), None, "{label}");
            assert!(action_of(&page, label).is_some(), "{label}: it can be offered");
        }
        let keys = StopPage { topic: Topic::ApiKeys, ..page };
        assert!(asked(&keys, "Delete").is_some());
    }

    #[test]
    fn never_ask_covers_one_action_on_one_site() {
        let never = [NeverAsked { host: HOST.to_owned(), action: "delete-key".to_owned() }];
        let here = StopPage { never: &never, ..page(Topic::ApiKeys) };
        assert_eq!(asked(&here, "Delete"), None);
        assert!(asked(&here, "Regenerate").is_some());
        assert!(asked(&StopPage { host: "other.example", ..here }, "Delete").is_some());
    }

    #[test]
    fn a_user_label_applies_where_it_was_given() {
        let words = ["Deploy".to_owned()];
        let site = StopPage { rows: &[], words: &words, topic: Topic::Other, ..page(Topic::Other) };
        assert_eq!(asked(&site, "deploy").as_deref(), Some("Deploy"));
        assert_eq!(asked(&site, "Deploy to staging"), None);
        assert_eq!(asked(&StopPage { words: &[], ..site }, "Deploy"), None);
        assert!(could_ask(&site) && !could_ask(&StopPage { words: &[], ..site }));
    }

    fn topics() -> impl Strategy<Value = Topic> {
        use Topic::{ApiKeys, ComposerKeys, Other, Profile, Reports, Submissions};
        prop::sample::select(vec![ApiKeys, ComposerKeys, Other, Profile, Reports, Submissions])
    }

    fn labels() -> impl Strategy<Value = String> {
        let verbs = vec!["delete", "Regenerate", "löschen", "submit", "publier", "retirar", "indienen"];
        prop_oneof![
            prop::sample::select(verbs).prop_map(str::to_owned),
            ".{0,40}",
            "(the |this )?(delete|submit)( (key|extension|filter))?"
        ]
    }

    proptest! {
        #[test]
        fn nothing_is_asked_in_sandbox_or_where_the_environment_is_unknown(
            topic in topics(), shows_keys: bool, label in labels(), environment in prop::option::of(Just(Sandbox)),
        ) {
            let words = [label.clone()];
            let page = StopPage { environment, shows_keys, words: &words, ..page(topic) };
            prop_assert_eq!(asked(&page, &label), None);
            prop_assert!(!could_ask(&page));
        }

        #[test]
        fn nothing_is_asked_while_the_user_wants_silence(topic in topics(), shows_keys: bool, label in labels()) {
            let words = [label.clone()];
            let page = StopPage { is_quiet: true, shows_keys, words: &words, ..page(topic) };
            prop_assert_eq!(asked(&page, &label), None);
        }

        #[test]
        fn sentences_with_the_words_ask_nothing(
            topic in topics(),
            before in "[a-z]{1,9}( [a-z]{1,9}){0,4}",
            verb in prop::sample::select(vec!["delete", "regenerate", "submit", "publish"]),
            after in "[a-z]{2,9}( [a-z]{2,9}){3,9}",
        ) {
            // Longer than any control's label.
            let sentence = format!("If you {before} {verb} it, {after}.");
            let page = StopPage { shows_keys: true, ..page(topic) };
            prop_assert_eq!(asked(&page, &sentence), None);
        }

        #[test]
        fn a_question_is_always_about_a_row_that_fits_the_page(topic in topics(), shows_keys: bool, label in labels()) {
            let page = StopPage { shows_keys, ..page(topic) };
            if let Some(Irrevocable::Row(row)) = asks_before(&page, &label) {
                prop_assert!(is_on(row.object, &page));
                prop_assert!(label_says(&label, false, row.verb, row.object));
            }
        }
    }
}
