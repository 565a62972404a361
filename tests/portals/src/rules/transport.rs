use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::known::SITES;
use sandbar::catalogue::{Environment, Generation};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::testing::portal;
use crate::{Portals, Scheme};

async fn get(portals: &Portals, host: &'static str, address: &str) -> anyhow::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(portals.identity().certificate.clone())?;
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = TcpStream::connect(portals.https()).await?;
    let mut stream = TlsConnector::from(Arc::new(config)).connect(ServerName::try_from(host)?, stream).await?;
    let request =
        format!("GET {address} HTTP/1.1\r\nHost: {host}\r\nSec-Fetch-Site: none\r\nConnection: close\r\n\r\n");
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[tokio::test]
async fn every_host_of_the_catalogue_is_served_with_a_certificate_that_names_it() {
    let portals = Portals::start().await.unwrap();
    for site in SITES.iter() {
        assert!(get(&portals, &site.host, "/").await.unwrap().starts_with("HTTP/1.1 200"), "{}", site.host);
    }
}

#[tokio::test]
async fn requests_are_written_down_with_what_the_browser_says_of_them() {
    let portals = Portals::start().await.unwrap();
    let host = portal(Environment::Sandbox, Generation::Current);
    get(&portals, host, "/support/?spa=1").await.unwrap();
    let requests = portals.requests();
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!((request.scheme, request.host.as_str(), request.method.as_str()), (Scheme::Https, host, "GET"));
    assert_eq!((request.path.as_str(), request.query.as_deref()), ("/support/", Some("spa=1")));
    assert_eq!((request.fetch_site.as_deref(), request.fetch_dest.as_deref()), (Some("none"), None));
}

#[tokio::test]
async fn a_silent_connection_keeps_nobody_waiting() {
    let portals = Portals::start().await.unwrap();
    let _silent = TcpStream::connect(portals.https()).await.unwrap();
    assert!(get(&portals, &SITES[0].host, "/").await.is_ok());
}

#[tokio::test]
async fn a_slow_part_is_slow_and_the_page_that_names_it_is_not() {
    let portals = Portals::start().await.unwrap();
    let host = portal(Environment::Sandbox, Generation::Current);
    let start = Instant::now();
    let page = get(&portals, host, "/?slow=1500").await.unwrap();
    assert!(start.elapsed() < Duration::from_millis(1000));
    assert!(page.contains("/assets/slow/style.css?ms=1500") && page.contains("/assets/slow/picture.svg?ms=1500"));
    get(&portals, host, "/assets/slow/style.css?ms=300").await.unwrap();
    assert!(start.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn nothing_is_served_any_more_once_the_portals_are_dropped() {
    let portals = Portals::start().await.unwrap();
    let address = portals.https();
    drop(portals);
    for _ in 0..50 {
        if TcpStream::connect(address).await.is_err() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("still listening on {address}");
}
