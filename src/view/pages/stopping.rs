//! The actions that the user never wants to be asked about.

use crate::catalogue::vendors;
use crate::messages::MessageKey;

/// The name of an action in a vendor's row. Buttons that the user named have
/// none.
#[must_use]
pub fn name_of(action: &str) -> Option<MessageKey> {
    let rows = vendors::ALL.iter().flat_map(|vendor| vendor.irreversible);
    rows.filter(|row| row.id == action).map(|row| row.name).next()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::messages::message;

    #[test]
    fn no_two_actions_have_the_same_id_or_name() {
        let rows: Vec<_> = vendors::ALL.iter().flat_map(|vendor| vendor.irreversible).collect();
        for row in &rows {
            assert_eq!(name_of(row.id), Some(row.name));
            let same = rows.iter().filter(|other| other.id == row.id || other.name == row.name);
            assert_eq!(same.count(), 1, "{}", row.id);
        }
    }

    #[test]
    fn an_action_has_a_name_and_a_button_that_the_user_named_has_none() {
        assert_eq!(name_of("delete-key"), Some(message::STOPPING_NAME_DELETE_KEY));
        for label in ["", "-", "Deploy now", "Delete", "löschen"] {
            assert_eq!(name_of(label), None, "{label}");
        }
    }
}
