//! A request to a portal: the site, the user and the switches.

use crate::known::site_of_host;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse as _, Redirect, Response};
use maud::Markup;
use sandbar::catalogue::{Environment, Site};

use crate::log::host_of;
use crate::pages::{layout, signin};
use crate::session::{Person, Token};
use crate::switches::{self, Cache, Sticky, Switches};
use crate::world::World;
use crate::{cookies, policy};

/// The cookie with a portal's session.
pub const SESSION_COOKIE: &str = "portal_session";

/// A request to a portal page, signed in or not.
pub struct Visit {
    /// Everything the portals remember.
    pub world: World,
    /// The portal.
    pub site: &'static Site,
    /// Its environment.
    pub environment: Environment,
    /// The requested path and query.
    pub address: String,
    /// How the page behaves.
    pub switches: Switches,
    /// The signed-in user, if any.
    pub person: Option<Person>,
    /// The session cookie, valid or not.
    pub session: Option<Token>,
    /// The notice about the last action.
    pub message: Option<String>,
    sticky: Option<Sticky>,
}

impl Visit {
    /// The query of this page, to be preserved by its forms and links.
    pub fn query(&self) -> &str {
        self.address.split_once('?').map_or("", |(_, query)| query)
    }

    /// An address of this portal with this page's query.
    pub fn to(&self, path: &str) -> String {
        match self.query() {
            "" => path.to_owned(),
            query => format!("{path}?{query}"),
        }
    }

    /// A page with header, navigation and banner around this content.
    pub fn page(&self, title: &str, content: &Markup) -> Response {
        self.answer(layout::page(self, title, content).into_response())
    }

    /// A page without layout, for a frame.
    pub fn bare(&self, title: &str, content: &Markup) -> Response {
        self.answer(layout::bare(self, title, content).into_response())
    }

    /// Redirects to another page of this portal, with a notice there.
    pub fn move_on(&self, path: &str, message: &str) -> Response {
        if let Some(session) = &self.session {
            self.world.sessions().leave_message(session, message);
        }
        self.answer(Redirect::to(&self.to(path)).into_response())
    }

    /// Adds the headers of all portal answers.
    pub fn answer(&self, mut response: Response) -> Response {
        let headers = response.headers_mut();
        let cache = match self.switches.cache {
            Cache::Allowed => "no-cache",
            Cache::NoStore => "no-store",
        };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
        if let Some(policy) = policy::header(&self.switches).and_then(|policy| policy.parse().ok()) {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        if let Some(cookie) = self.sticky.as_ref().and_then(|sticky| sticky.as_cookie().parse().ok()) {
            headers.append(header::SET_COOKIE, cookie);
        }
        response
    }
}

impl FromRequestParts<World> for Visit {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, world: &World) -> Result<Self, Response> {
        let place = site_of_host(host_of(&parts.headers)).and_then(|site| Some((site, site.environment()?)));
        let Some((site, environment)) = place else {
            return Err((StatusCode::MISDIRECTED_REQUEST, "This host is no portal.").into_response());
        };
        let (switches, sticky) = switches::of_request(&parts.uri, &parts.headers)
            .map_err(|sentence| (StatusCode::BAD_REQUEST, sentence).into_response())?;
        let session = cookies::read(&parts.headers, SESSION_COOKIE).map(Token::from);
        let (person, message) = session.as_ref().map_or((None, None), |session| {
            let mut sessions = world.sessions();
            (sessions.person(session, environment), sessions.take_message(session))
        });
        let address = parts.uri.path_and_query().map_or("/", |address| address.as_str()).to_owned();
        Ok(Self { world: world.clone(), site, environment, address, switches, person, session, message, sticky })
    }
}

/// A request to a page that requires a signed-in user.
pub struct Member {
    /// The request.
    pub visit: Visit,
    /// The user.
    pub person: Person,
}

impl FromRequestParts<World> for Member {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, world: &World) -> Result<Self, Response> {
        let visit = Visit::from_request_parts(parts, world).await?;
        match visit.person {
            Some(person) => Ok(Self { visit, person }),
            None => Err(signin::needed(&visit)),
        }
    }
}
