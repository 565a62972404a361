//! Signs in through the account site, and signs out.

use crate::known::SITES;
use axum::Router;
use axum::extract::Query;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use maud::html;
use sandbar::catalogue::Role;
use serde::Deserialize;

use crate::cookies;
use crate::pages::local;
use crate::session::Token;
use crate::visit::{SESSION_COOKIE, Visit};
use crate::world::World;

/// `/signin`, the return from the account site, and `/account/logout`.
pub fn routes() -> Router<World> {
    Router::new()
        .route("/signin", get(sign_in))
        .route("/signin/return", get(come_back))
        .route("/account/logout", get(sign_out).post(sign_out))
}

#[derive(Deserialize)]
struct Wish {
    next: Option<String>,
    #[serde(rename = "as")]
    user: Option<String>,
}

#[derive(Deserialize)]
struct Back {
    code: String,
    next: Option<String>,
}

/// Sends the user to the account site, which sends them back with a code.
async fn sign_in(visit: Visit, Query(wish): Query<Wish>) -> Response {
    let next = wish.next.as_deref().and_then(local).map(|next| [("next", next)]);
    let here = format!("https://{}/signin/return{}", visit.site.host, query(&next.unwrap_or([("next", "")])));
    let mut asked = vec![("return", here.as_str())];
    asked.extend(wish.user.as_deref().map(|user| ("as", user)));
    match SITES.iter().find(|site| site.role == Role::Account) {
        Some(account) => {
            let to = format!("https://{}/customer/account/login/{}", account.host, query(&asked));
            visit.answer(Redirect::to(&to).into_response())
        }
        None => visit.page("Sign in", &html! { p { "There is no account site." } }),
    }
}

fn query(pairs: &[(&str, &str)]) -> String {
    let pairs: Vec<_> = pairs.iter().filter(|(_, value)| !value.is_empty()).collect();
    match serde_urlencoded::to_string(&pairs) {
        Ok(text) if !text.is_empty() => format!("?{text}"),
        _ => String::new(),
    }
}

async fn come_back(visit: Visit, Query(back): Query<Back>) -> Response {
    let redeemed = visit.world.sessions().redeem(&Token::from(back.code.as_str()), visit.environment);
    let Some((session, person)) = redeemed else {
        return visit.page(
            "Sign in",
            &html! {
                h1 { "That did not work" }
                p { "The way back from the account site was used up. " a href="/signin" { "Sign In" } }
            },
        );
    };
    let new_here = visit.world.profiles().get(visit.environment, person).is_none();
    let next = match back.next.as_deref().and_then(local) {
        Some(next) => next,
        None if new_here => "/account/profile",
        None => "/",
    };
    with_session(Redirect::to(next).into_response(), &cookies::set(SESSION_COOKIE, session.as_str()))
}

/// Ends the sessions of both environments. Other open pages aren't notified.
async fn sign_out(visit: Visit) -> Response {
    if let Some(session) = &visit.session {
        visit.world.sessions().sign_out(session);
    }
    let response = visit.answer(Redirect::to("/").into_response());
    with_session(response, &cookies::clear(SESSION_COOKIE))
}

fn with_session(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

/// The page for users who aren't signed in.
pub fn needed(visit: &Visit) -> Response {
    let address = format!("/signin{}", query(&[("next", &visit.address)]));
    visit.page(
        "Sign in",
        &html! {
            h1 { "Please sign in" }
            p.lead { "This page is for developers who are signed in." }
            p { a.button href=(address) { "Sign In" } }
        },
    )
}
