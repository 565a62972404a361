//! Runs the demo portals until they are interrupted, and prints how to open them.

use demo_portals::Portals;
use sandbar::catalogue::{Catalogue, Role};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let portals = Portals::start().await?;
    println!("https on {}, plain http on {}", portals.https(), portals.http());
    println!("\nOpen a browser on them with\n");
    println!("  chromium --user-data-dir=\"$(mktemp -d)\" --disable-quic --no-first-run \\");
    println!("    --ignore-certificate-errors-spki-list={} \\", portals.spki_fingerprint());
    println!("    --host-resolver-rules=\"{}\" \\", portals.host_resolver_rules());
    let catalogue = Catalogue::default();
    let sites = catalogue.sites().filter(|site| site.role == Role::Portal);
    let mut hosts = sites.map(|site| &*site.host).peekable();
    while let Some(host) = hosts.next() {
        println!("    https://{host}/{}", if hosts.peek().is_some() { " \\" } else { "" });
    }
    println!("\nInterrupt (Ctrl+C) to stop.");
    tokio::signal::ctrl_c().await?;
    Ok(())
}
