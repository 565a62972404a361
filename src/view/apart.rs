//! Texts about keeping Sandbox separate.

use crate::catalogue::Environment;
use crate::messages::{ContentKey, MessageKey, Text, message};
use crate::protocol::{ApartAnswer, ApartOffer, ApartOutcome, ApartWay, StoreKind};

/// The offer to open Sandbox separately.
#[must_use]
pub const fn offer(way: ApartWay) -> ApartOffer {
    match way {
        ApartWay::Container => ApartOffer {
            why: message::APART_WHY_CONTAINER,
            open: message::APART_OPEN_CONTAINER,
            refused: message::APART_REFUSED_CONTAINER,
        },
        ApartWay::PrivateWindow => ApartOffer {
            why: message::APART_WHY_PRIVATE,
            open: message::APART_OPEN_PRIVATE,
            refused: message::APART_REFUSED_PRIVATE,
        },
    }
}

/// The texts for the result of a click on the offer.
#[must_use]
pub fn outcome_texts(way: ApartWay, outcome: ApartOutcome) -> Vec<Text> {
    let plain = |key| vec![Text::plain(key)];
    match (outcome, way) {
        (ApartOutcome::Opened, ApartWay::Container) => plain(message::APART_DONE_CONTAINER),
        (ApartOutcome::Opened, ApartWay::PrivateWindow) => plain(message::APART_DONE_PRIVATE),
        (ApartOutcome::Refused, _) => plain(offer(way).refused),
        (ApartOutcome::Asks { unsaved, disallowed }, _) => {
            let unsaved = (unsaved > 0).then(|| Text::plain(message::APART_UNSAVED));
            unsaved.into_iter().chain(disallowed.then(|| Text::plain(message::APART_DISALLOWED))).collect()
        }
    }
}

/// The button that continues anyway, if Sandbar asked.
#[must_use]
pub const fn anyway(outcome: ApartOutcome) -> Option<ContentKey> {
    match outcome {
        ApartOutcome::Asks { .. } => Some(message::APART_ANYWAY),
        ApartOutcome::Opened | ApartOutcome::Refused => None,
    }
}

/// The button that opens the browser's page for allowing Sandbar in private
/// windows.
#[must_use]
pub const fn details(outcome: ApartOutcome) -> Option<ContentKey> {
    match outcome {
        ApartOutcome::Asks { disallowed: true, .. } => Some(message::APART_DETAILS),
        _ => None,
    }
}

/// The other way to keep Sandbox separate, to mention where this one didn't
/// work at once.
#[must_use]
pub const fn other_way(outcome: ApartOutcome) -> Option<MessageKey> {
    match outcome {
        ApartOutcome::Refused | ApartOutcome::Asks { disallowed: true, .. } => Some(message::WELCOME_APART_PROFILE),
        ApartOutcome::Opened | ApartOutcome::Asks { .. } => None,
    }
}

/// The answer to a click on the offer.
#[must_use]
pub fn answer(way: ApartWay, outcome: ApartOutcome) -> ApartAnswer {
    ApartAnswer { way, outcome, texts: outcome_texts(way, outcome) }
}

/// The text for the place of a session in another cookie store.
#[must_use]
pub const fn place_word(kind: StoreKind) -> MessageKey {
    match kind {
        StoreKind::Normal => message::LANE_IN_NORMAL,
        StoreKind::Container => message::LANE_IN_CONTAINER,
        StoreKind::Private => message::LANE_IN_PRIVATE,
    }
}

/// The text that a sign-out in this tab's cookie store leaves this environment
/// signed in.
#[must_use]
pub const fn leaves_word(left: Environment) -> MessageKey {
    match left {
        Environment::Production => message::LANE_LEAVES_PRODUCTION,
        Environment::Sandbox => message::LANE_LEAVES_SANDBOX,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const CONTAINER: ApartWay = ApartWay::Container;
    const PRIVATE: ApartWay = ApartWay::PrivateWindow;

    #[test]
    fn containers_and_private_windows_have_different_texts() {
        assert_ne!(offer(CONTAINER), offer(PRIVATE));
        for outcome in [ApartOutcome::Opened, ApartOutcome::Refused] {
            assert_ne!(outcome_texts(CONTAINER, outcome), outcome_texts(PRIVATE, outcome));
            assert_eq!((anyway(outcome), details(outcome)), (None, None));
        }
    }

    #[test]
    fn every_open_decision_has_a_text_and_a_button() {
        let asks = |unsaved, disallowed| ApartOutcome::Asks { unsaved, disallowed };
        let keys =
            |outcome| -> Vec<ContentKey> { outcome_texts(PRIVATE, outcome).into_iter().map(|text| text.key).collect() };
        assert_eq!(keys(asks(1, false)), [message::APART_UNSAVED]);
        assert_eq!(keys(asks(2, true)), [message::APART_UNSAVED, message::APART_DISALLOWED]);
        assert_eq!(keys(asks(0, true)), [message::APART_DISALLOWED]);
        for outcome in [asks(1, false), asks(0, true)] {
            assert_eq!(anyway(outcome), Some(message::APART_ANYWAY));
        }
        assert_eq!(details(asks(1, false)), None);
        assert_eq!(details(asks(0, true)), Some(message::APART_DETAILS));
        for (outcome, has_other) in [
            (ApartOutcome::Opened, false),
            (ApartOutcome::Refused, true),
            (asks(1, false), false),
            (asks(1, true), true),
        ] {
            assert_eq!(other_way(outcome).is_some(), has_other, "{outcome:?}");
        }
    }
}
