//! Who is signed in where, and what a sign-out ends.
//!
//! Signing out of one environment ends the session of the other at the same
//! moment (the vendor's documentation says so), and pages that are already
//! open may go on looking signed in. The [`Ledger`] of a cookie store keeps
//! what is believed of both environments, and why. It sees no cookie's value
//! and asks no server: it weighs what pages and the browser let it see, and
//! says Unknown where that does not suffice.
//!
//! - [`signs`]: what a page's words and an address say about a session
//! - [`document`]: documents, by tab and load time
//! - [`event`]: observations and the changes that follow
//! - [`belief`]: what it believes, and how a session ended
//! - [`order`]: which came first, when the clock cannot be trusted
//! - [`history`]: what happened, the last 200
//! - [`ledger`]: one cookie store's beliefs
//! - `rules`: [`Ledger::apply`], which takes an event
//! - [`page`]: what a page and the toolbar should say
//! - [`mod@question`]: what to ask before signing out
//!
//! # The weights of evidence
//!
//! "Counts" below means: the document was loaded after the last sign-out, and
//! no document loaded after it has counted before. Everything else is stale
//! and changes nothing: a tab left open, a page from the back/forward cache
//! (which keeps its old load time), a report that arrives late.
//!
//! | evidence | alone | with a sign-out begun at most [`CONFIRMATION_WINDOW`] ago |
//! |---|---|---|
//! | trusted click on a sign-out control | begins a sign-out | replaces it: a click is a new intention |
//! | navigation that looks like a sign-out | begins one | in the same tab: a redirect of it, nothing new |
//! | account site's sign-out page loaded, counts for both | ends both | begun earlier in the same tab: ends both by that one |
//! | page of an environment, signed out, counts; a session was believed | doubted; ends both if another page or a removed cookie agrees, or if the page is where one signs in | ends both, by the one begun |
//! | the same; no session was believed | found signed out; says nothing of the other | ends both if begun here or on the account site, and the page is younger or the very one clicked in |
//! | page of the account site, signed out | nothing | ends both if it is younger than the beginning, and the tab is the same or it was begun on the account site |
//! | page of the account site where one signs in, in the tab of the newest evidence, younger than it | ends both | ends both |
//! | cookie removed | signed in → probably signed out; doubted → ends both | ends both if both were at one site, or either at the account site, and no session is believed on the word of a page loaded since |
//! | page signed in, counts | signed in | signed in |
//! | page with both signs, counts | unknown | unknown; confirms nothing |
//! | page with neither sign | nothing, unless this page is what made it doubted (signed in again) or found signed out (unknown) | the same |
//! | browser started | signed in → unknown | forgets what was begun |
//!
//! # Decisions
//!
//! - **A first visit that finds an environment signed out ends nothing.** It
//!   is [`Belief::FoundSignedOut`]: no session was believed, so none is known
//!   to have ended, no page gets a notice, and nothing follows for the other
//!   environment, which may well be signed in.
//! - **A sign-out on the account site is *linked* for both**: it was clicked
//!   in neither.
//! - **A removed cookie followed by a signed-out page ends the other too.** A
//!   sign-out whose control was not recognized looks exactly like this. To
//!   miss it costs typed work; to be wrong costs a notice that goes away at
//!   the next page seen signed in.
//! - **What is signed out does not end again.** The first end keeps its time
//!   and cause; a later sign-out only moves the moment after which a page must
//!   have been loaded to count as signed in.
//! - **An end is dated to its confirmation**, not to the click: a page loaded
//!   in between may still show the old session.
//! - **A page with both signs makes it Unknown**, if it counts: the newest
//!   evidence contradicts itself. Older pages go on saying that their session
//!   ended, for nobody was seen signing in.
//! - **Signed in again, older pages are fine again**: the session is in a
//!   cookie that all pages share, so the next request of an old page works.
//! - **A browser start makes *signed in* Unknown**: the cookies of a session
//!   may or may not outlive the browser. *Signed out* stays: nobody signs in
//!   while the browser is closed. A restored tab is a new document.

pub mod belief;
pub mod document;
mod environment_session;
pub mod event;
pub mod history;
pub mod ledger;
pub mod order;
pub mod page;
pub mod question;
mod rules;
pub mod signs;

pub use belief::{Belief, Cause, End, Origin, ProfileReminder, SessionScope};
pub use document::{Document, TabId};
pub use event::{Change, News, Observation, SignOutTrigger};
pub use history::{AffectedEnvironments, History, Moment, What};
pub use ledger::{CONFIRMATION_WINDOW, Ledger};
pub use page::{PageWord, SessionWord};
pub use question::{
    AtStake, EndingTab, Question, SECOND_CLICK_WINDOW, SignOutClick, TabFacts, asks_before_sign_out, question,
    would_end,
};
pub use signs::{OFFERS_SIGN_OUT, STEMS, Signs, looks_like_sign_in, looks_like_sign_out, signs_of};
