//! The last warnings and what the user did about them, for a list in the popup.
//! The list stays on this computer and is never synced or exported.

use std::time::Duration;

use super::effect::Effect;
use super::persist::Persist;
use super::sender::Sender;
use super::state::{PageContext, State};
use crate::messages::Text;
use crate::protocol::{CatchFields, CatchLine, Choice};
use crate::time::Timestamp;
use crate::view::warning::{Route, Urgency, Warning};

/// The maximum number of warnings.
const MOST: usize = 10;
/// The same warning within this time is one catch, because a page may take a
/// text twice.
const SAME: Duration = Duration::from_secs(60);

/// Records this warning if it is about something that won't work. The record is
/// kept until the browser closes. It isn't stored durably, because a full store
/// must not block the answer to a paste. Nothing is recorded in a private
/// window.
pub(super) fn note(
    state: &mut State,
    sender: &Sender,
    page: &PageContext,
    warning: Option<&Warning>,
    now: Timestamp,
) -> Option<Effect> {
    let shown = warning.filter(|shown| shown.urgency == Urgency::Alarm && !sender.store.is_private())?;
    let (from, what, to) = match &shown.route {
        Some(Route { from, to }) => (from.look.environment.name(), &from.text, Some(&to.text)),
        None => ("", &shown.heading, None),
    };
    let fields = CatchFields {
        at: now,
        host: &page.host,
        from,
        what: message_of(what),
        to: to.map(message_of).unwrap_or_default(),
        name: shown.items.first().and_then(|item| item.label.as_deref()).unwrap_or_default(),
        choice: "",
    };
    let is_same = |last: &CatchLine| {
        let last = last.fields();
        now.since(last.at).is_some_and(|age| age < SAME) && CatchFields { at: now, ..last } == fields
    };
    if state.catches.last().is_some_and(is_same) {
        state.catches.pop();
    } else if state.catches.len() >= MOST {
        state.catches.remove(0);
    }
    state.catches.push(CatchLine::of(&fields));
    Some(save(state))
}

fn message_of(text: &Text) -> [&str; 2] {
    [text.key.name(), text.args.first().map_or("", String::as_str)]
}

/// Records what the user did about the last warning on this site.
pub(super) fn choose(state: &mut State, page: &PageContext, choice: Choice) -> Option<Effect> {
    let last = state.catches.iter_mut().rfind(|known| known.fields().host == page.host)?;
    let next = CatchLine::of(&CatchFields { choice: choice.name(), ..last.fields() });
    *last = next;
    Some(save(state))
}

/// Deletes all records.
pub(super) fn clear(state: &mut State) -> Effect {
    state.catches.clear();
    save(state)
}

fn save(state: &State) -> Effect {
    Effect::Save(Persist::Catches(state.catches.clone()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::sender::open_tab;
    use crate::app::{Answer, CookieStore, Event, Keys, step};
    use crate::catalogue::Environment;
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::protocol::{Claim, ExtensionPageMessage, KeysMessage, Message, PopupFacts, TabId};

    const URL: &str = "https://commercedeveloper.adobe.com/account/profile";
    const PAIR: &str = "App Id: AR28PM50XD\nApp Secret: 7931d0a725e76fa34ea8771387f31fa3ae84f3db";

    fn knowing() -> State {
        let key = InstallationKey::from_random([7; 32]);
        let mut state = State {
            keys: Keys { fingerprinter: Some(Fingerprinter::new(&key)), ..Keys::default() },
            ..State::default()
        };
        let remember =
            ExtensionPageMessage::Remember { text: PAIR.to_owned().into(), environment: Environment::Sandbox };
        step(&mut state, Event::ExtensionPage(remember), Timestamp::from_millis(1));
        state
    }

    fn send(state: &mut State, at: u64, store: &str, message: KeysMessage) -> Vec<Effect> {
        let store = CookieStore(store.into());
        let sender = Sender::page(TabId(1), URL, store);
        step(state, Event::Message(sender, Message::Keys(message)), Timestamp::from_millis(at))
    }

    fn going(text: &str) -> KeysMessage {
        KeysMessage::Going { text: text.to_owned().into(), beside: Vec::new(), labels: Vec::new() }
    }

    fn claims(claim: Claim) -> KeysMessage {
        KeysMessage::Belongs { text: PAIR.to_owned().into(), beside: Vec::new(), labels: Vec::new(), claim }
    }

    fn listed(state: &mut State) -> Vec<(u64, String)> {
        let event = Event::Popup(open_tab(1, URL), CookieStore("0".into()));
        let effects = step(state, event, Timestamp::from_millis(1_000_000));
        let facts: Option<PopupFacts> = effects.into_iter().find_map(|effect| match effect {
            Effect::Answer(Answer::Popup(facts)) => Some(*facts),
            _ => None,
        });
        let fields = |line: &CatchLine| (line.fields().at.as_millis(), line.fields().choice.to_owned());
        facts.unwrap().catches.iter().map(fields).collect()
    }

    #[test]
    fn a_catch_records_the_finding_the_site_and_the_choice_but_no_part_of_the_key() {
        let mut state = knowing();
        let effects = send(&mut state, 10, "0", going(PAIR));
        let [Effect::Save(Persist::Catches(kept)), Effect::Answer(_)] = &effects[..] else { panic!("{effects:?}") };
        let fields = kept[0].fields();
        assert_eq!((fields.host, fields.from), ("commercedeveloper.adobe.com", "sandbox"));
        assert_eq!([fields.what[0], fields.to[0]], ["routeKeySandbox", "routePageProduction"]);
        let stored = serde_json::to_string(kept).unwrap();
        assert!(!["50XD", "f3db"].iter().any(|end| stored.contains(end)), "{stored}");
        assert_eq!(listed(&mut state), [(10, String::new())]);
        send(&mut state, 11, "0", KeysMessage::Chose { choice: Choice::Removed });
        assert_eq!(listed(&mut state), [(10, "removed".to_owned())]);
    }

    #[test]
    fn a_statement_about_the_key_is_recorded_as_the_choice() {
        let mut state = knowing();
        send(&mut state, 10, "0", going(PAIR));
        send(&mut state, 11, "0", claims(Claim::Fine));
        assert_eq!(listed(&mut state), [(10, "fine".to_owned())]);
        // After an undo, the warning is shown again and is open.
        send(&mut state, 12, "0", claims(Claim::Undo));
        assert_eq!(listed(&mut state), [(10, "fine".to_owned()), (12, String::new())]);
        send(&mut state, 13, "0", claims(Claim::Production));
        assert_eq!(listed(&mut state), [(10, "fine".to_owned()), (12, "marked".to_owned())]);
    }

    #[test]
    fn the_same_paste_repeated_at_once_is_one_catch_and_a_later_one_is_another() {
        let mut state = knowing();
        for at in [10, 20, 70_000, 200_000] {
            send(&mut state, at, "0", going(PAIR));
        }
        assert_eq!(listed(&mut state), [(20, String::new()), (70_000, String::new()), (200_000, String::new())]);
    }

    #[test]
    fn catches_that_are_no_alarm_or_in_a_private_window_are_not_kept() {
        let mut state = knowing();
        send(&mut state, 10, "0", going("App Id: ZX5K1RW08N App Secret: d0a4f79c3b8e1265f7c0d9b4a3e18f5602c7d8e9"));
        send(&mut state, 10, "1", going(PAIR));
        send(&mut state, 11, "1", KeysMessage::Chose { choice: Choice::Kept });
        assert!(listed(&mut state).is_empty());
    }

    #[test]
    fn the_newest_catches_are_kept_up_to_the_limit_and_all_can_be_cleared() {
        let mut state = knowing();
        for number in 0..30 {
            send(&mut state, number * 100_000, "0", going(PAIR));
        }
        assert_eq!(listed(&mut state).len(), MOST);
        assert_eq!(listed(&mut state)[0].0, 20 * 100_000);
        let effects = step(
            &mut state,
            Event::ExtensionPage(ExtensionPageMessage::ClearCatches),
            Timestamp::from_millis(9_000_000),
        );
        assert_eq!(effects, [Effect::Save(Persist::Catches(Vec::new())), Effect::Answer(Answer::Done {})]);
        assert!(listed(&mut state).is_empty());
    }
}
