//! The last warnings as the rows of a list.

use crate::catalogue::Environment;
use crate::messages::{MessageKey, message};
use crate::protocol::{CatchFields, Choice};

/// The environment of the key, if the environment was wrong.
#[must_use]
pub fn origin(fields: &CatchFields<'_>) -> Option<Environment> {
    Environment::ALL.into_iter().find(|environment| environment.name() == fields.from)
}

/// The text for what the user did.
#[must_use]
pub fn choice_word(fields: &CatchFields<'_>) -> Option<MessageKey> {
    let choice = Choice::ALL.into_iter().find(|choice| choice.name() == fields.choice)?;
    Some(match choice {
        Choice::Removed => message::CATCH_REMOVED,
        Choice::Kept => message::CATCH_KEPT,
        Choice::Opened => message::CATCH_OPENED,
        Choice::Marked => message::CATCH_MARKED,
        Choice::Fine => message::CATCH_FINE,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_has_a_text_and_an_unknown_one_has_none() {
        let word = |choice| choice_word(&CatchFields { choice, ..CatchFields::EMPTY });
        assert_eq!(Choice::ALL.iter().filter(|choice| word(choice.name()).is_some()).count(), 5);
        for unknown in ["", "eaten"] {
            assert_eq!(word(unknown), None);
        }
        let from = |from| origin(&CatchFields { from, ..CatchFields::EMPTY });
        assert_eq!([from("sandbox"), from("")], [Some(Environment::Sandbox), None]);
    }
}
