//! The words of a keys page in the interface languages.
//!
//! - `fold`: texts as words that can be compared
//! - `parts`: labels of the parts of a key
//! - `environments`: the names of the environments
//! - `headings`: headings of lists of keys, and of other things
//! - `verbs`: verbs on the controls of a key
//! - `controls`: controls of a key, and of other things
//! - `remarks`: texts around keys: bylines, times, examples and masks
//! - `states`: the states of keys
//! - `notices`: notices that a key was made or has ended, or that there are none
//! - `hints`: what content scripts search for
//!
//! All comparisons use [`fold`]: lower case, no accents, no punctuation.

mod controls;
mod environments;
mod fold;
mod headings;
mod hints;
mod notices;
mod parts;
mod remarks;
mod states;
mod verbs;

pub use self::controls::{Act, act_of, ends_key};
pub(super) use self::controls::{SELECTED, answers, copies, enables, is_about_keys, is_key_control, is_number};
pub(crate) use self::controls::{acts_on_part, is_about_part, is_phrase_with};
pub(super) use self::environments::ENVIRONMENTS;
pub(super) use self::fold::has;
pub(crate) use self::fold::{fold, without_brackets};
pub(crate) use self::headings::OWN_CONTROLS;
pub(super) use self::headings::{
    FOR, MANAGE, TO_DO, denies_keys, heads_checksums, heads_own_controls, heads_talk, is_in_other_script,
    is_keys_heading, is_topic, is_unsure_heading, may_head_keys,
};
pub use self::hints::{Hints, hints, sighted_pattern, value_pattern};
pub(super) use self::notices::announces_new_key;
pub use self::notices::{is_end_notice, is_none_notice};
pub(crate) use self::parts::KEY;
pub(super) use self::parts::{
    CREDENTIALS, PartLabel, label_at_end, names_another_key, names_callback, names_key, part_label,
};
pub(super) use self::remarks::{
    AGO, announces_example, before_mask, is_filler, is_mask, is_name_and_time, is_prose, is_short_note, is_unit,
    names_author,
};
pub(super) use self::states::{
    denies_state, heads_ended_keys, is_dated, is_month, labels_over, labels_state, marks_name_over, says_off, says_over,
};
pub(super) use self::verbs::{ARTICLES, COPY, NEW, SHOW};
pub(crate) use self::verbs::{CLEAR, DELETE, ENDS_FOR_GOOD, FOR_GOOD};
