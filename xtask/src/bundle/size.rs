//! How large the result is, against what was promised.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result, bail};
use flate2::Compression;
use flate2::write::GzEncoder;
use sandbar::badge::Placement;
use sandbar::portal::Environment;
use sandbar::scripts::portal_files;

/// The limits, in bytes. What is drawn rarely is not loaded with every page.
const PAGE_SCRIPTS: usize = 12 * 1024;
const CORE_GZIPPED: usize = 120 * 1024;

/// A measured size and its limit, in bytes.
pub struct Size {
    pub name: &'static str,
    pub bytes: usize,
    pub limit: usize,
}

/// Measures a built extension.
pub fn measure(dist: &Path) -> Result<Vec<Size>> {
    let read = |file: &str| fs::read(dist.join(file)).with_context(|| format!("reading {file}"));
    let page_scripts = Environment::ALL
        .into_iter()
        .map(|environment| {
            let files = portal_files(environment).into_iter().chain([Placement::default().script()]);
            files.map(|file| read(&file).map(|bytes| bytes.len())).sum::<Result<usize>>()
        })
        .collect::<Result<Vec<_>>>()?;
    let mut gzipped = GzEncoder::new(Vec::new(), Compression::best());
    gzipped.write_all(&read("core.wasm")?)?;
    Ok(vec![
        Size { name: "page scripts", bytes: page_scripts.into_iter().max().unwrap_or(0), limit: PAGE_SCRIPTS },
        Size { name: "core, gzipped", bytes: gzipped.finish()?.len(), limit: CORE_GZIPPED },
    ])
}

/// Prints the sizes.
pub fn tell(sizes: &[Size]) {
    for Size { name, bytes, limit } in sizes {
        println!("  {name}: {:.1} KB of {:.0} KB", *bytes as f64 / 1024.0, *limit as f64 / 1024.0);
    }
}

/// Fails when one is at its limit or over.
pub fn hold(sizes: &[Size]) -> Result<()> {
    match sizes.iter().find(|size| size.bytes >= size.limit) {
        Some(Size { name, bytes, limit }) => bail!("{name}: {bytes} bytes, and fewer than {limit} were promised"),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::dist;

    #[test]
    fn what_was_built_is_within_its_limits() {
        hold(&measure(&dist("chromium")).unwrap()).unwrap();
    }

    #[test]
    fn a_size_at_its_limit_fails() {
        hold(&[Size { name: "part", bytes: 9, limit: 10 }]).unwrap();
        hold(&[Size { name: "part", bytes: 10, limit: 10 }]).unwrap_err();
    }
}
