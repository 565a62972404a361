//! The sizes of the built extension, compared with their limits.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use flate2::Compression;
use flate2::write::GzEncoder;
use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::catalogue::{Environment, vendors as rows};
use sandbar::content_scripts::vendors::vendor_page_files;
use sandbar::content_scripts::{
    WARNING_FILE, card_files, frame_files, key_files, pointer_files, portal_files, question_files, stop_files,
    vendors_with_file, watched_frame_files, watched_page_files,
};
use sandbar::view::placement::{Corner, Fold, place_script};
use serde_json::json;

use crate::package::archive::{Pressed, folder, zip};

/// The limits, in bytes. Code that rarely draws anything isn't loaded with
/// every page.
///
/// What some features cost: reading page nodes only through the prototypes
/// (decision 25) 1.6 KB, and keeping the marks visible and correct 2 KB. The
/// code that is injected at the user's first action handles dialogs, editors
/// and files: 13 KB. Keeping several warnings at one field, and held texts whose
/// field changes or goes away, costs it 2.5 KB. Finding keys in frames, components and fields costs a
/// quiet page 0.5 KB, and reading them 22 KB more on pages that have some,
/// including 9 KB of words in five languages. Knowing sign-out controls by what
/// they show costs it 0.2 KB, telling a site's own controls from others 0.5 KB,
/// telling edits that were undone or refused 0.7 KB, drawing the marks that the
/// user chose 0.3 KB, repeating reports that failed 0.15 KB, and telling links to
/// chapters and filters from sign-outs and work 0.25 KB. Knowing dialogs about an
/// ended session, other devices and other accounts costs it 2 KB, and telling
/// searches, filters and what was sent, saved or refused from unsaved input 9.5
/// KB, including 2.5 KB of words in five languages. Telling this site's sign-in
/// and sign-out from others', and its banner from what is said of others, costs
/// it 1 KB.
///
/// In the background, gzipped: error messages with the name of the message and
/// its field 4.7 KB (decision 21), judging what a page shows around its values
/// 32 KB, learning other vendors' keys that don't reveal their environment, and
/// reading base64 keys that do, 5 KB, notes on portal pages 1.8 KB, copying
/// keys as an `.env` file and the expiry of session tokens 2.4 KB, keeping
/// Sandbox in a container or a private window 6.3 KB, labels and colors of
/// marks 4 KB, words for the states of a key, and for names of hosts and files,
/// about 4.5 KB, telling which key a host, an option or a name is about 5.5 KB, and telling
/// hosts that are compared, forbidden or in comments from destinations, reading
/// columns of tables, and the states of ended keys 7 KB, telling values that
/// are replaced, compared or asked about, names in paths and rows, and chosen environments 8
/// KB, and telling options that are only mentioned, or that are a program's, and
/// hosts that are refused or planned 5 KB.
///
/// In the pages: the controls that a site asks about, and the list of actions
/// that are never asked about, 2.5 KB, the facts about Sandbar in the options 1
/// KB, and keeping Sandbox separate 2 KB.
const QUIET_PAGE: usize = 44 * 1024;
/// It contains the badges of all vendors, and also draws the marks that the
/// user chose.
const VENDOR_PAGE: usize = 31 * 1024;
const EVERYTHING_INJECTED: usize = 110 * 1024;
/// Holds clicks on irreversible actions, only in Production pages.
const HOLDING: usize = 10 * 1024 + 512;
/// Reacts to the pointer near the badge, once it moves over a page.
const POINTING: usize = 3 * 1024;
/// Lets a held click through, only after a question.
const PASSING: usize = 5 * 1024;
const MODULE: usize = 1000 * 1024;
const BACKGROUND_GZIPPED: usize = 436 * 1024;
const PAGES_GZIPPED: usize = 187 * 1024;
const GLUE: usize = 32 * 1024;
/// For a package compressed with the usual settings; the shipped package is 3 %
/// smaller.
///
/// What some features cost: asking before irreversible actions 12 KB (5 KB of
/// the core, 3 KB of scripts, and messages in five languages); other vendors'
/// portals, exceptions and the last warnings another 12 KB; notes and the
/// `.env` file 10 KB; learning from other vendors 6 KB; names of sandboxes 4
/// KB; keeping Sandbox separate 16 KB; the menus, the end of the options page
/// and plural forms 3 KB; stronger marks 28 KB, of which the 121 files that
/// spell a label are 20 KB.
const PACKAGE: usize = 868 * 1024;

/// A measured size and its limit, in bytes.
pub struct Size {
    pub name: &'static str,
    pub bytes: usize,
    pub limit: usize,
}

/// Measures a built extension.
pub fn measure(dist: &Path) -> Result<Vec<Size>> {
    let read = |file: &str| fs::read(dist.join(file)).with_context(|| format!("reading {file}"));
    let sides = vendors_with_file().flat_map(|vendor| Environment::ALL.map(|environment| (vendor, environment)));
    let quiet = sides
        .map(|(vendor, environment)| {
            let files = frame_files()
                .into_iter()
                .chain(portal_files(vendor, environment))
                .chain([place_script(Corner::TopLeft, Fold::Folded)]);
            files.map(|file| read(&file).map(|bytes| bytes.len())).sum::<Result<usize>>()
        })
        .collect::<Result<Vec<_>>>()?;
    let quiet = quiet.into_iter().max().unwrap_or(0);
    let injected = card_files().into_iter().chain(key_files()).chain([WARNING_FILE.to_owned()]);
    let injected = injected.map(|file| read(&file).map(|bytes| bytes.len())).sum::<Result<usize>>()?;
    let stop = stop_files().into_iter().map(|file| read(&file).map(|bytes| bytes.len())).sum::<Result<usize>>()?;
    let pointing =
        pointer_files().into_iter().map(|file| read(&file).map(|bytes| bytes.len())).sum::<Result<usize>>()?;
    let cards = card_files();
    let passing = question_files().into_iter().filter(|file| !cards.contains(file));
    let passing = passing.map(|file| read(&file).map(|bytes| bytes.len())).sum::<Result<usize>>()?;
    // A watched site with everything: it is marked, and its pages are read for
    // keys.
    let scope = Scope::parse("watched.example").map_err(|refused| anyhow::anyhow!("{refused:?}"))?;
    let site = Watched { scope, environment: Some(Environment::Sandbox), learning: true, words: Vec::new() };
    let watched = watched_frame_files().into_iter().chain(watched_page_files(&site));
    let watched = watched.map(|file| read(&file).map(|bytes| bytes.len())).sum::<Result<usize>>()?;
    let doors = rows::OFFERED.iter().flat_map(|vendor| vendor.entered_doors().map(move |door| (vendor, door)));
    let vendors = doors
        .map(|(vendor, door)| {
            let files =
                watched_frame_files().into_iter().chain(vendor_page_files(vendor, door.host.name(), door.environments));
            files.map(|file| read(&file).map(|bytes| bytes.len())).sum::<Result<usize>>()
        })
        .collect::<Result<Vec<_>>>()?;
    let vendors = vendors.into_iter().max().unwrap_or(0);
    let gzipped = |file: &str| {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&read(file)?)?;
        anyhow::Ok(encoder.finish()?.len())
    };
    Ok(vec![
        Size { name: "content scripts of a quiet page", bytes: quiet, limit: QUIET_PAGE },
        Size { name: "content scripts with everything injected", bytes: quiet + injected, limit: EVERYTHING_INJECTED },
        Size { name: "content scripts that hold clicks in Production", bytes: stop, limit: HOLDING },
        Size { name: "content scripts that react to the pointer", bytes: pointing, limit: POINTING },
        Size { name: "content scripts that let a held click through", bytes: passing, limit: PASSING },
        Size { name: "content scripts of a watched page", bytes: watched, limit: QUIET_PAGE },
        Size { name: "content scripts of a vendor's page", bytes: vendors, limit: VENDOR_PAGE },
        Size { name: "background module", bytes: read("core/background.wasm")?.len(), limit: MODULE },
        Size { name: "background module, gzipped", bytes: gzipped("core/background.wasm")?, limit: BACKGROUND_GZIPPED },
        Size { name: "background glue", bytes: read("core/background.js")?.len(), limit: GLUE },
        Size { name: "pages module", bytes: read("core/pages.wasm")?.len(), limit: MODULE },
        Size { name: "pages module, gzipped", bytes: gzipped("core/pages.wasm")?, limit: PAGES_GZIPPED },
        Size { name: "pages glue", bytes: read("core/pages.js")?.len(), limit: GLUE },
        Size { name: "package", bytes: zip(folder(dist)?, Pressed::Usual)?.len(), limit: PACKAGE },
    ])
}

/// Goals that are below the current limits.
const WANTED: [(&str, usize); 2] = [("background module, gzipped", 210 * 1024), ("package", 220 * 1024)];

/// Writes the sizes, including the package's, to a file for the benchmark.
pub fn write(sizes: &[Size], package: &Path, into: &Path) -> Result<()> {
    let packed = fs::metadata(package).with_context(|| format!("measuring {}", package.display()))?.len();
    let wanted = |name: &str| WANTED.iter().find(|(known, _)| *known == name).map(|&(_, bytes)| bytes);
    let told = |size: &Size| json!({ "name": size.name, "bytes": size.bytes, "wanted": wanted(size.name).unwrap_or(size.limit) });
    let mut all: Vec<_> = sizes.iter().filter(|size| size.name != "package").map(told).collect();
    all.push(json!({ "name": "package", "bytes": packed, "wanted": wanted("package") }));
    fs::write(into, serde_json::to_string(&all)?).with_context(|| format!("writing {}", into.display()))
}

/// Prints the sizes.
pub fn tell(sizes: &[Size]) {
    for Size { name, bytes, limit } in sizes {
        let over = if bytes < limit { "" } else { "  ✗ too large" };
        println!("  {name}: {:.1} KB of {:.0} KB{over}", *bytes as f64 / 1024.0, *limit as f64 / 1024.0);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::dist;

    #[test]
    fn the_build_is_within_its_size_limits() {
        for Size { name, bytes, limit } in measure(&dist().join("chromium")).unwrap() {
            assert!(bytes < limit, "{name}: {bytes} bytes, and fewer than {limit} were promised");
        }
    }
}
