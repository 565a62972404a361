//! How large the result is, against what was promised.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use sandbar::badge::Placement;
use sandbar::portal::Environment;
use sandbar::scripts::{WARNING_FILE, card_files, frame_files, portal_files};

/// A measured size and its limit, in bytes.
pub struct Size {
    pub name: &'static str,
    pub bytes: usize,
    pub limit: usize,
}

/// Measures a built extension.
pub fn measure(dist: &Path) -> Result<Vec<Size>> {
    let read = |file: &str| fs::read(dist.join(file)).with_context(|| format!("reading {file}"));
    let quiet = Environment::ALL
        .into_iter()
        .map(|environment| {
            let files =
                frame_files().into_iter().chain(portal_files(environment)).chain([Placement::default().script()]);
            files.map(|file| read(&file).map(|bytes| bytes.len())).sum::<Result<usize>>()
        })
        .collect::<Result<Vec<_>>>()?;
    let quiet = quiet.into_iter().max().unwrap_or(0);
    let injected = card_files().into_iter().chain([WARNING_FILE.to_owned()]);
    let injected = injected.map(|file| read(&file).map(|bytes| bytes.len())).sum::<Result<usize>>()?;
    let mut gzipped = GzEncoder::new(Vec::new(), Compression::best());
    gzipped.write_all(&read("core.wasm")?)?;
    Ok(vec![
        Size { name: "page scripts of a quiet page", bytes: quiet, limit: 16 * 1024 },
        Size { name: "page scripts with everything injected", bytes: quiet + injected, limit: 32 * 1024 },
        Size { name: "core, gzipped", bytes: gzipped.finish()?.len(), limit: 120 * 1024 },
    ])
}

/// Prints the sizes.
pub fn tell(sizes: &[Size]) {
    for Size { name, bytes, limit } in sizes {
        println!("  {name}: {:.1} KB of {:.0} KB", *bytes as f64 / 1024.0, *limit as f64 / 1024.0);
    }
}
