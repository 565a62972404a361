//! A certificate for all hosts, created at each start.

use std::sync::Arc;

use crate::known::SITES;
use anyhow::Context as _;
use base64::Engine as _;
use rcgen::PublicKeyData as _;
use sha2::Digest as _;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};

/// A self-signed certificate, and what is needed to serve with it.
pub struct Identity {
    /// Accepts connections with this certificate.
    pub acceptor: TlsAcceptor,
    /// Base64 of the SHA-256 of the public key, which makes Chromium trust it.
    pub fingerprint: String,
    /// The certificate itself.
    #[cfg_attr(not(test), expect(dead_code, reason = "a browser trusts the fingerprint; a test's client needs this"))]
    pub certificate: CertificateDer<'static>,
}

impl Identity {
    /// Creates a key, and a certificate for the catalogue's hosts and their siblings.
    pub fn fresh() -> anyhow::Result<Self> {
        let issued = rcgen::generate_simple_self_signed(names()).context("making a certificate")?;
        let public = issued.signing_key.subject_public_key_info();
        let fingerprint = base64::engine::general_purpose::STANDARD.encode(sha2::Sha256::digest(public));
        let key = PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(issued.signing_key.serialize_der()));
        let certificate = issued.cert.der().clone();
        let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions()
            .context("choosing TLS versions")?
            .with_no_client_auth()
            .with_single_cert(vec![certificate.clone()], key)
            .context("using the certificate")?;
        Ok(Self { acceptor: TlsAcceptor::from(Arc::new(config)), fingerprint, certificate })
    }
}

/// Every host in the catalogue, every sibling of one, and this machine.
fn names() -> Vec<String> {
    let mut names = vec!["localhost".to_owned(), "*.test".to_owned(), "*.example.org".to_owned()];
    for site in SITES.iter() {
        names.push(site.host.clone().into_owned());
        if let Some((_, parent)) = site.host.split_once('.') {
            names.push(format!("*.{parent}"));
        }
    }
    names.sort();
    names.dedup();
    names
}
