//! The actions that the user never wants to be asked about.

/// The key of the message about an action: `stopDeleteKey` for `delete-key`.
/// Labels that the user added have none.
#[must_use]
pub fn message_name(action: &str) -> String {
    let mut name = "stop".to_owned();
    for word in action.split('-') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.push_str(letters.as_str());
    }
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::vendors;

    #[test]
    fn each_action_of_a_vendor_has_its_message_and_no_two_have_one_name() {
        let rows: Vec<_> = vendors::ALL.iter().flat_map(|vendor| vendor.irreversible).collect();
        for row in &rows {
            assert_eq!(message_name(row.id), row.what.name());
            assert_eq!(rows.iter().filter(|other| other.id == row.id).count(), 1, "{}", row.id);
        }
    }

    #[test]
    fn any_label_has_a_name() {
        for label in ["", "-", "Deploy now", "löschen", "ß-ß"] {
            assert!(message_name(label).starts_with("stop"));
        }
    }
}
