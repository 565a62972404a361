//! The question before a sign-out.

use super::open_pages::{change_page, tab_facts};
use crate::app::effect::{Answer, Effect};
use crate::app::sender::{OpenTab, Sender};
use crate::app::state::{MarkedPage, State};
use crate::catalogue::Environment;
use crate::content_scripts::card_files;
use crate::messages::{Counted, Text, message};
use crate::protocol::QuestionView;
use crate::session::{self, Question, SignOutClick};
use crate::time::Timestamp;
use crate::view::theme::is_title_mark;

/// Handles a held click on a sign-out control: asks, or lets it through.
pub(in crate::app) fn handle_sign_out_click(
    state: &mut State,
    sender: &Sender,
    open: &[OpenTab],
    now: Timestamp,
) -> Vec<Effect> {
    let go = vec![Effect::Answer(Answer::Question(None))];
    let portal = MarkedPage::portal_at(&state.catalogue, &sender.url).filter(MarkedPage::has_linked_sessions);
    let Some(portal) = portal.filter(|_| sender.frame == 0) else { return go };
    if !state.settings.ask_before_sign_out || state.pauses.until(&portal.host).is_some() {
        return go;
    }
    let Some(ledger) = state.sessions.ledger(&sender.store) else { return go };
    let asked_at = state.sessions.page(sender.tab).and_then(|page| page.asked_at);
    let facts = tab_facts(state, &sender.store, &|tab, host| {
        let open = open.iter().find(|open| open.id == tab)?;
        let there = state.catalogue.site_at(&open.url).is_some_and(|site| site.host == host);
        there.then(|| bare_title(&open.title).to_owned())
    });
    let click = SignOutClick { environment: portal.environment, now, asked_at };
    let Some(question) = session::question(ledger, &facts, &click) else { return go };
    let mut effects = change_page(state, sender.tab, &|page| page.asked_at = Some(now));
    effects.push(Effect::Inject { tab: sender.tab, frame: 0, files: card_files() });
    effects.push(Effect::Answer(Answer::Question(Some(question_view(question, portal.environment)))));
    effects
}

/// The text of the question.
fn question_view(question: Question, here: Environment) -> QuestionView {
    let (heading, body) = match here {
        Environment::Production => (message::ASK_HEADING_PRODUCTION, message::ASK_BODY_PRODUCTION),
        Environment::Sandbox => (message::ASK_HEADING_SANDBOX, message::ASK_BODY_SANDBOX),
    };
    let unsaved = match question.unsaved_tabs() {
        0 => None,
        count => Some(Counted { plural: message::ASK_UNSAVED, count }),
    };
    QuestionView { heading: Text::plain(heading), body: Text::plain(body), question, unsaved }
}

/// A title without Sandbar's prefix.
fn bare_title(title: &str) -> &str {
    let mut bare = title;
    while let Some((mark, rest)) = bare.split_once(" · ") {
        if !is_title_mark(mark) {
            break;
        }
        bare = rest;
    }
    bare
}
