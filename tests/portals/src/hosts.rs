//! Dispatches requests by host.

use crate::known::site_of_host;
use axum::Router;
use axum::extract::{Request, State};
use axum::middleware;
use axum::response::{IntoResponse as _, Response};
use axum::routing::post;
use sandbar::catalogue::Role;
use tower::ServiceExt as _;

use crate::log::{Scheme, host_of, record};
use crate::world::World;
use crate::{account, api, assets, elsewhere, pages, sites, vendor, written};

#[derive(Clone)]
struct Parts {
    portal: Router,
    account: Router,
    api: Router,
    sites: [(&'static str, Router); 6],
    vendor: Router,
    elsewhere: Router,
}

/// Everything that is served over https.
pub fn encrypted(world: &World) -> Router {
    let reports = Router::new().route("/policy-report", post(take_report)).with_state(world.clone());
    let shared = assets::router().merge(reports);
    let parts = Parts {
        portal: pages::router(world).merge(shared.clone()),
        account: account::router(world).merge(shared.clone()),
        api: api::router(world),
        sites: sites::routers(&shared),
        vendor: vendor::router().merge(shared.clone()),
        elsewhere: elsewhere::router(),
    };
    logged(Router::new().fallback(answer).with_state(parts), world, Scheme::Https)
}

/// Everything that is served over http, which no portal is.
pub fn plain(world: &World) -> Router {
    logged(elsewhere::router(), world, Scheme::Http)
}

fn logged(router: Router, world: &World, scheme: Scheme) -> Router {
    router.layer(middleware::from_fn_with_state((world.clone(), scheme), record))
}

async fn answer(State(parts): State<Parts>, request: Request) -> Response {
    if let Some(page) = written::answer(request.uri()) {
        return page;
    }
    let host = host_of(request.headers());
    let part = match site_of_host(host).map(|site| site.role) {
        Some(Role::Portal) => parts.portal,
        Some(Role::Account) => parts.account,
        Some(Role::Api) => parts.api,
        _ if vendor::site_at(host, request.uri().path()).is_some() => parts.vendor,
        _ => {
            let site = parts.sites.into_iter().find(|(name, _)| *name == host);
            site.map_or(parts.elsewhere, |(_, site)| site)
        }
    };
    part.oneshot(request).await.into_response()
}

async fn take_report(State(world): State<World>, report: String) {
    world.take_policy_report(report);
}
