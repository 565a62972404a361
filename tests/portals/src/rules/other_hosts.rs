use crate::known::SITES;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use base64::Engine as _;
use http_body_util::BodyExt as _;
use sandbar::catalogue::{Environment, Role};
use tower::ServiceExt as _;

use crate::Person;
use crate::hosts;
use crate::testing::Browser;
use crate::world::World;

async fn ask_for_token(world: &World, host: &str, id: &str, secret: &str) -> (StatusCode, serde_json::Value) {
    let pair = base64::engine::general_purpose::STANDARD.encode(format!("{id}:{secret}"));
    let request = Request::post("/rest/v1/app/session/token")
        .header("host", host)
        .header("authorization", format!("Basic {pair}"))
        .header("content-type", "application/json")
        .body(Body::from(r#"{"grant_type":"session","expires_in":7200}"#))
        .unwrap();
    let (head, body) = hosts::encrypted(world).oneshot(request).await.unwrap().into_parts();
    (head.status, serde_json::from_slice(&body.collect().await.unwrap().to_bytes()).unwrap())
}

#[tokio::test]
async fn an_api_answers_to_keys_of_its_environment_only() {
    let world = World::new();
    for site in SITES.iter().filter(|site| site.role == Role::Api) {
        for environment in Environment::ALL {
            let key = world.keys().api_keys(environment, Person::Ada)[0].clone();
            let (status, answer) = ask_for_token(&world, &site.host, &key.id, &key.secret).await;
            if site.environment() == Some(environment) {
                assert_eq!(status, 200);
                assert_eq!(answer["mage_id"], Person::Ada.mage_id());
                assert_eq!(answer["ust"].as_str().unwrap().len(), 45);
                assert_eq!(answer["expires_in"], 7200);
            } else {
                assert_eq!(status, 401, "{}", site.host);
                assert_eq!(answer["code"], 401);
                assert!(answer["message"].is_string());
            }
        }
    }
}

#[tokio::test]
async fn look_alikes_and_strangers_get_the_plain_page() {
    let mut browser = Browser::new(&World::new());
    for host in ["commercedeveloper.adobe.com.example.org", "www.developer.magento.com", "example.org", "127.0.0.1:9"] {
        let page = browser.open(host, "/account/apikeys").await;
        assert!(page.text.contains("<title>Some other site</title>"), "{host}");
        assert!(browser.open(host, "/favicon.ico").await.status.is_success());
    }
}

#[tokio::test]
async fn without_encryption_there_is_no_portal() {
    for site in SITES.iter() {
        let request = Request::get("/").header("host", &*site.host).body(Body::empty()).unwrap();
        let response = hosts::plain(&World::new()).oneshot(request).await.unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        assert!(String::from_utf8_lossy(&body).contains("Some other site"));
    }
}
