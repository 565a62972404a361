//! Who is signed in where, and which sessions a sign-out ends.
//!
//! Signing out of one environment also ends the other environment's session,
//! according to the vendor's documentation, but pages that are already open may
//! still look signed in. The [`Ledger`] of a cookie store records what Sandbar
//! believes about both environments, and why. It sees no cookie value and asks no
//! server. It weighs what pages and the browser show, and says Unknown if that
//! isn't enough.
//!
//! - [`signs`]: what a page's labels and an address show about a session
//! - [`document`]: documents, by tab and load time
//! - [`event`]: observations and the resulting changes
//! - [`belief`]: what Sandbar believes, and how a session ended
//! - [`order`]: the order of events when the clock can't be trusted
//! - [`history`]: the last 200 events
//! - [`ledger`]: what is believed about one cookie store
//! - `unsaved_input`: fields that have none
//! - `rules`: [`Ledger::apply`], which processes an observation
//! - [`page`]: what a page and the toolbar show
//! - [`mod@question`]: the question before a sign-out
//!
//! # The weights of evidence
//!
//! In this table, a page *counts* if it was loaded after the last sign-out, and no
//! document that was loaded later has counted. Everything else is stale and changes
//! nothing: a tab left open, a page from the back/forward cache (which keeps its
//! original load time), a report that arrives late.
//!
//! | evidence | alone | with a sign-out started at most [`CONFIRMATION_WINDOW`] ago |
//! |---|---|---|
//! | trusted click on a sign-out control | starts a sign-out | replaces it: a click is a new intention |
//! | navigation that looks like a sign-out | starts a sign-out | in the same tab: a redirect of it, so nothing new |
//! | account site's sign-out page loaded; counts for both | ends both | started earlier in the same tab: ends both, attributed to that one |
//! | page of an environment, signed out, counts; a session was believed | doubted; ends both if it is a sign-in page, or if it has looked so for [`DOUBT_STANDS`] and a removed cookie agrees, or a page loaded after that which also looks so [`DOUBT_STANDS`] after loading | ends both, attributed to the one started |
//! | the same; no session was believed | found signed out; shows nothing about the other | ends both if started here or on the account site, and the page is newer or is the one that was clicked in |
//! | page of the account site, signed out | nothing | ends both if it was loaded after the start, and the tab is the same or the sign-out was started on the account site |
//! | sign-in page of the account site, in the tab of the newest evidence and newer than it | ends both | ends both |
//! | cookie removed | signed in → probably signed out; doubted for [`DOUBT_STANDS`] → ends both | ends both if both were at one site, or either at the account site, and no page loaded since shows a session |
//! | page signed in, counts | signed in | signed in |
//! | page with both signs, counts | unknown | unknown; confirms nothing |
//! | page with neither sign, counts | nothing, unless this page had caused doubt (signed in again); signed out → unknown, except on a page loaded sooner than [`DOUBT_STANDS`] after the end | the same |
//! | page left | withdraws the doubt that it raised less than [`DOUBT_STANDS`] ago | the same |
//! | browser started | signed in → unknown | forgets the started sign-out |
//!
//! # Decisions
//!
//! - **A first visit that finds an environment signed out ends nothing.** It is
//!   [`Belief::FoundSignedOut`]: no session was believed, so none is known to have
//!   ended, and no page gets a notice. It shows nothing about the other
//!   environment, which may still be signed in.
//! - **A sign-out on the account site is *linked* for both environments**, because
//!   the user clicked in neither.
//! - **A doubt needs time.** A header that learns late who the user is looks
//!   signed out on each page, so a second such page is a second sign only if it
//!   was loaded when the first had looked so for [`DOUBT_STANDS`], and only when
//!   it looks so for as long. If the first page no longer looks so by then, the
//!   doubt is over.
//! - **An end that was only seen is taken back.** If a newer page of the same
//!   environment shows neither sign within [`CONFIRMATION_WINDOW`], the end was
//!   probably wrong in both.
//! - **A removed cookie followed by a page that stays signed out also ends the
//!   other session.** A sign-out whose control was not recognized looks exactly
//!   like this. Missing it costs typed work; a mistake costs a notice that disappears
//!   with the next page that is seen signed in.
//! - **A session that has ended doesn't end again.** The first end keeps its time
//!   and cause. A later sign-out only moves the time after which a page must have
//!   been loaded to count as signed in.
//! - **An end has the time of its confirmation**, not of the click: a page loaded
//!   in between may still show the old session.
//! - **A page with both signs makes the session Unknown**, if it counts, because
//!   the newest evidence contradicts itself. Older pages still show that their
//!   session ended, because no new sign-in was seen.
//! - **After a new sign-in, older pages work again.** All pages share the session
//!   cookie, so an old page's next request succeeds.
//! - **A browser start makes *signed in* Unknown**, because session cookies may or
//!   may not survive it. *Signed out* stays, because no user signs in while
//!   the browser is closed. A restored tab is a new document.
pub mod belief;
pub mod document;
mod environment_session;
pub mod event;
pub mod history;
#[cfg(test)]
mod javascript;
pub mod ledger;
pub mod order;
pub mod page;
pub mod question;
mod rules;
pub mod signs;
mod unsaved_input;

pub use belief::{Belief, Cause, End, Origin, ProfileReminder, SessionScope};
pub use document::{Document, TabId};
pub use event::{Change, News, Observation, SignOutTrigger};
pub use history::{AffectedEnvironments, History, Moment, What};
pub use ledger::{CONFIRMATION_WINDOW, DOUBT_STANDS, Ledger};
pub use page::{PageWord, SessionWord};
pub use question::{
    AtStake, EndingTab, Question, SECOND_CLICK_WINDOW, SignOutClick, TabFacts, asks_before_sign_out, question,
    would_end,
};
pub use signs::{
    STEMS, Signs, connects_pattern, devices_pattern, is_static, looks_like_sign_in, looks_like_sign_out,
    may_sign_in_pattern, session_end_pattern, sign_out_pattern, signs_of, tells_end,
};
pub use unsaved_input::{
    all_saved_pattern, failure_pattern, group_pattern, hint_pattern, label_pattern, over_table_pattern, save_pattern,
};
