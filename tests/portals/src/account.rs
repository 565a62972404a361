//! The account site: the shared login of both environments.

use crate::known::site_of_host;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Form, Router};
use maud::{DOCTYPE, Markup, html};
use sandbar::catalogue::{Role, Site};
use serde::Deserialize;

use crate::session::{Person, Token};
use crate::switches::Switches;
use crate::world::World;
use crate::{cookies, policy};

const LOGIN: &str = "/customer/account/login/";
const LOGOUT: &str = "/customer/account/logout/";
const LOGIN_COOKIE: &str = "account_login";

/// The pages of the account site.
pub fn router(world: &World) -> Router {
    Router::new()
        .route("/", get(overview))
        .route("/customer/account/", get(overview))
        .route(LOGIN, get(ask).post(log_in))
        .route("/customer/account/login", get(ask).post(log_in))
        .route(LOGOUT, get(log_out).post(log_out))
        .route("/customer/account/logout", get(log_out).post(log_out))
        .with_state(world.clone())
}

/// The page that asked for the login.
#[derive(Deserialize)]
struct Asked {
    #[serde(rename = "return")]
    back: Option<String>,
    /// A user name for signing in without a form, for tests of other things.
    #[serde(rename = "as")]
    user: Option<String>,
}

#[derive(Deserialize)]
struct Credentials {
    user: String,
    #[expect(dead_code, reason = "any password is accepted, but one must be given")]
    password: String,
}

async fn overview(State(world): State<World>, headers: HeaderMap) -> Response {
    let person = login_of(&world, &headers).map(|(_, person)| person);
    page(
        "My Account",
        &html! {
            h1 { "My Account" }
            @if let Some(person) = person {
                p { "Signed in as " strong { (person.name()) } "." }
                p { a href=(LOGOUT) { "Sign Out" } }
            } @else {
                p { "You are not signed in." }
                p { a href=(LOGIN) { "Sign In" } }
            }
        },
    )
}

async fn ask(State(world): State<World>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let back = asked.back.as_deref().and_then(Return::read);
    let running = login_of(&world, &headers);
    match (running, asked.user.as_deref().map(Person::of_user_name)) {
        (running, Some(wanted)) => {
            let login = match running {
                Some((login, person)) if person == wanted => login,
                Some((login, _)) => {
                    world.sessions().end_login(&login);
                    world.sessions().log_in(wanted)
                }
                None => world.sessions().log_in(wanted),
            };
            go_back(&world, &login, back.as_ref())
        }
        (Some((login, _)), None) => go_back(&world, &login, back.as_ref()),
        (None, None) => page("Customer Login", &form()),
    }
}

async fn log_in(State(world): State<World>, Query(asked): Query<Asked>, Form(given): Form<Credentials>) -> Response {
    let login = world.sessions().log_in(Person::of_user_name(&given.user));
    go_back(&world, &login, asked.back.as_deref().and_then(Return::read).as_ref())
}

async fn log_out(State(world): State<World>, headers: HeaderMap) -> Response {
    if let Some(login) = cookies::read(&headers, LOGIN_COOKIE).map(Token::from) {
        world.sessions().end_login(&login);
    }
    let content = html! {
        h1 { "You are signed out" }
        p { a href=(LOGIN) { "Sign In" } }
    };
    with_cookie(page("You are signed out", &content), &cookies::clear(LOGIN_COOKIE))
}

fn login_of(world: &World, headers: &HeaderMap) -> Option<(Token, Person)> {
    let login = Token::from(cookies::read(headers, LOGIN_COOKIE)?);
    let person = world.sessions().person_of_login(&login)?;
    Some((login, person))
}

/// A portal's address to return to. No other site gets a code.
struct Return {
    address: String,
    site: &'static Site,
}

impl Return {
    fn read(address: &str) -> Option<Self> {
        let host = address.strip_prefix("https://")?.split(['/', '?', '#', '\\']).next()?;
        let site = site_of_host(host).filter(|site| site.role == Role::Portal)?;
        Some(Self { address: address.to_owned(), site })
    }
}

/// Stores the login on this host, and redirects to the portal with a code.
fn go_back(world: &World, login: &Token, back: Option<&Return>) -> Response {
    let environment = back.and_then(|back| Some((back, back.site.environment()?)));
    let to = match environment {
        None => "/customer/account/".to_owned(),
        Some((back, environment)) => {
            let code = world.sessions().issue_code(login, environment);
            let joint = if back.address.contains('?') { '&' } else { '?' };
            format!("{}{joint}code={}", back.address, code.as_str())
        }
    };
    with_cookie(Redirect::to(&to).into_response(), &cookies::set(LOGIN_COOKIE, login.as_str()))
}

fn with_cookie(mut response: Response, cookie: &str) -> Response {
    if let Ok(value) = HeaderValue::from_str(cookie) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
    response
}

fn form() -> Markup {
    html! {
        h1 { "Customer Login" }
        form method="post" {
            p {
                label for="user" { "User name" }
                input #user name="user" required autocomplete="username" autofocus;
            }
            p {
                label for="password" { "Password" }
                input #password name="password" type="password" required autocomplete="current-password";
            }
            p { button type="submit" { "Sign In" } }
        }
        p.aside {
            "This is a demonstration: every password is right. Sign in as "
            @for (index, person) in Person::ALL.iter().enumerate() {
                @if index > 0 { " or " }
                code { (person.user_name()) }
            }
            "."
        }
    }
}

fn page(title: &str, content: &Markup) -> Response {
    let markup = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width";
                title { (title) }
                link rel="icon" href="/assets/icon.svg";
                link rel="stylesheet" href="/assets/site.css";
            }
            body {
                header.top { a.brand href="/" { "Account" } }
                main.narrow { (content) }
            }
        }
    };
    let mut response = markup.into_response();
    let policy = policy::header(&Switches::default()).and_then(|policy| policy.parse().ok());
    response.headers_mut().extend(policy.map(|policy| (header::CONTENT_SECURITY_POLICY, policy)));
    response
}
