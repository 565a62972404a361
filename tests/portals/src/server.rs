//! The two listeners, and the handle for tests.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use anyhow::Context as _;
use axum::Router;
use axum::serve::Listener;
use sandbar::catalogue::Environment;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

use crate::hosts;
use crate::keys::{ApiKey, ComposerKey};
use crate::log::Request;
use crate::session::Person;
use crate::tls::Identity;
use crate::world::World;

/// How long a TLS handshake may take.
const HANDSHAKE: Duration = Duration::from_secs(10);

/// The running demo portals. They stop when this is dropped.
pub struct Portals {
    https: SocketAddr,
    http: SocketAddr,
    identity: Identity,
    world: World,
    /// When it is dropped, both listeners stop.
    _running: watch::Sender<()>,
}

impl Portals {
    /// Starts both listeners on free ports of the loopback address.
    ///
    /// # Errors
    ///
    /// Returns an error if no port can be bound or no certificate can be made.
    pub async fn start() -> anyhow::Result<Self> {
        let identity = Identity::fresh()?;
        let world = World::new();
        let encrypted = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("binding the https port")?;
        let plain = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("binding the http port")?;
        let (https, http) = (encrypted.local_addr()?, plain.local_addr()?);

        let (running, stopped) = watch::channel(());
        serve(TlsListener::new(encrypted, identity.acceptor.clone(), https), hosts::encrypted(&world), stopped.clone());
        serve(plain, hosts::plain(&world), stopped);
        Ok(Self { https, http, identity, world, _running: running })
    }

    /// The address for encrypted requests.
    #[must_use]
    pub const fn https(&self) -> SocketAddr {
        self.https
    }

    /// The address for unencrypted requests.
    #[must_use]
    pub const fn http(&self) -> SocketAddr {
        self.http
    }

    /// The value for Chromium's `--host-resolver-rules`, which resolves all hosts to this program.
    #[must_use]
    pub fn host_resolver_rules(&self) -> String {
        format!("MAP *:443 {}, MAP *:80 {}, EXCLUDE localhost, EXCLUDE 127.0.0.1", self.https, self.http)
    }

    /// The value for Chromium's `--ignore-certificate-errors-spki-list`.
    #[must_use]
    pub fn spki_fingerprint(&self) -> String {
        self.identity.fingerprint.clone()
    }

    /// All requests, oldest first.
    #[must_use]
    pub fn requests(&self) -> Vec<Request> {
        self.world.requests()
    }

    /// The number of violations of the page policy that browsers have reported.
    #[must_use]
    pub fn policy_reports(&self) -> usize {
        self.world.policy_reports().len()
    }

    /// The violation reports themselves, as the browser wrote them.
    #[must_use]
    pub fn policy_report_texts(&self) -> Vec<String> {
        self.world.policy_reports()
    }

    /// A user's current API keys in this environment.
    #[must_use]
    pub fn api_keys(&self, environment: Environment, person: Person) -> Vec<ApiKey> {
        self.world.keys().api_keys(environment, person).to_vec()
    }

    /// A user's current Composer keys in this environment.
    #[must_use]
    pub fn composer_keys(&self, environment: Environment, person: Person) -> Vec<ComposerKey> {
        self.world.keys().composer_keys(environment, person).to_vec()
    }

    /// The certificate, for a client that verifies it.
    #[cfg(test)]
    pub(crate) const fn identity(&self) -> &Identity {
        &self.identity
    }
}

fn serve<L>(listener: L, app: Router, mut stopped: watch::Receiver<()>)
where
    L: Listener<Addr = SocketAddr>,
{
    tokio::spawn(async move {
        let stop = async move { while stopped.changed().await.is_ok() {} };
        axum::serve(listener, app).with_graceful_shutdown(stop).await
    });
}

/// Accepts connections after their TLS handshake. Handshakes run concurrently, because browsers
/// open connections in advance and leave them idle.
struct TlsListener {
    ready: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
    address: SocketAddr,
}

impl TlsListener {
    fn new(mut listener: TcpListener, acceptor: TlsAcceptor, address: SocketAddr) -> Self {
        let (sender, ready) = mpsc::channel(16);
        tokio::spawn(async move {
            loop {
                let (stream, peer) = tokio::select! {
                    () = sender.closed() => break,
                    accepted = Listener::accept(&mut listener) => accepted,
                };
                let (acceptor, sender) = (acceptor.clone(), sender.clone());
                tokio::spawn(async move {
                    // A client that doesn't trust the certificate closes the connection, which is
                    // fine.
                    if let Ok(Ok(stream)) = tokio::time::timeout(HANDSHAKE, acceptor.accept(stream)).await {
                        let _ = sender.send((stream, peer)).await;
                    }
                });
            }
        });
        Self { ready, address }
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.ready.recv().await {
            Some(connection) => connection,
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> std::io::Result<Self::Addr> {
        Ok(self.address)
    }
}
