//! A browser without rendering, for tests: it keeps cookies per host and follows redirects.

use std::collections::HashMap;

use crate::known::SITES;
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use http_body_util::BodyExt as _;
use sandbar::catalogue::{Environment, Generation, Role};
use tower::ServiceExt as _;

use crate::hosts;
use crate::world::World;

/// The answer to a request.
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub text: String,
    /// The host of the last answer.
    pub host: String,
    /// The path and query of the last answer.
    pub address: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).map(|value| value.to_str().unwrap())
    }

    /// Whether the page offers to sign out, and not to sign in.
    pub fn looks_signed_in(&self) -> bool {
        self.text.contains(">Sign Out<") && !self.text.contains(">Sign In<")
    }
}

/// One cookie store.
pub struct Browser {
    router: Router,
    cookies: HashMap<String, HashMap<String, String>>,
}

impl Browser {
    pub fn new(world: &World) -> Self {
        Self { router: hosts::encrypted(world), cookies: HashMap::new() }
    }

    pub async fn open(&mut self, host: &str, address: &str) -> Answer {
        self.send(Method::GET, host, address, "").await
    }

    pub async fn post(&mut self, host: &str, address: &str, form: &str) -> Answer {
        self.send(Method::POST, host, address, form).await
    }

    pub async fn sign_in(&mut self, host: &str, user: &str) -> Answer {
        self.open(host, &format!("/signin?as={user}")).await
    }

    pub fn cookie(&self, host: &str, name: &str) -> Option<&str> {
        self.cookies.get(host)?.get(name).map(String::as_str)
    }

    async fn send(&mut self, method: Method, host: &str, address: &str, form: &str) -> Answer {
        let (mut method, mut host, mut address) = (method, host.to_owned(), address.to_owned());
        let mut form = form.to_owned();
        for _ in 0..8 {
            let answer = self.send_once(&method, &host, &address, form).await;
            let Some(next) = answer.header("location").map(str::to_owned) else { return answer };
            match next.strip_prefix("https://").map(|next| next.split_once('/').unwrap()) {
                Some((other, rest)) => (host, address) = (other.to_owned(), format!("/{rest}")),
                None => address = next,
            }
            (method, form) = (Method::GET, String::new());
        }
        panic!("too many redirects");
    }

    async fn send_once(&mut self, method: &Method, host: &str, address: &str, form: String) -> Answer {
        let jar = self.cookies.entry(host.to_owned()).or_default();
        let cookies: Vec<_> = jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let request = Request::builder()
            .method(method)
            .uri(address)
            .header(header::HOST, host)
            .header(header::COOKIE, cookies.join("; "))
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(form))
            .unwrap();
        let (head, body) = self.router.clone().oneshot(request).await.unwrap().into_parts();
        for cookie in head.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            if cookie.contains("Max-Age=0") {
                jar.remove(name);
            } else {
                jar.insert(name.to_owned(), value.to_owned());
            }
        }
        let text = String::from_utf8_lossy(&body.collect().await.unwrap().to_bytes()).into_owned();
        Answer { status: head.status, headers: head.headers, text, host: host.to_owned(), address: address.to_owned() }
    }
}

/// The portal's host of an environment.
pub fn portal(environment: Environment, generation: Generation) -> &'static str {
    let mut portals = SITES.iter().filter(|site| site.role == Role::Portal && site.generation == generation);
    &portals.find(|site| site.environment() == Some(environment)).unwrap().host
}

/// The first host with this role.
pub fn host(role: Role) -> &'static str {
    &SITES.iter().find(|site| site.role == role).unwrap().host
}
