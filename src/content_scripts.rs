//! Which content scripts run where.
//!
//! The manifest's static scripts are generated from this module. Scripts that
//! depend on settings are registered from it; the whole list is recomputed each
//! time.

mod page_scripts;
pub mod spelled;
pub mod vendors;

use crate::catalogue::vendors as rows;
use crate::catalogue::watched::Watched;
use crate::catalogue::{Catalogue, Environment, Role, Site, Vendor};
use crate::settings::{Language, Settings};
use crate::view::badge::{Banner, page_badge};
use crate::view::placement::Placement;
use page_scripts::{LEARNING_FILE, MARKED_FILE, is_of_whole_host};
use spelled::look_files;
use vendors::{add_vendor_patterns, add_vendor_scripts};

pub use page_scripts::{FieldWords, FirstView, PageScripts, SessionWords, session_words, watched_frame_files};

/// Patterns for the values that a page is searched for.
pub const KEY_SHAPES_FILE: &str = "content/key-shapes.js";

/// Patterns for the words around such values.
pub const KEY_HINTS_FILE: &str = "content/key-hints.js";

/// Reads keys. Injected into a frame once a value is found there.
const KEYS_FILE: &str = "content/keys.js";

/// The files that read keys.
#[must_use]
pub fn key_files() -> Vec<String> {
    vec![KEY_HINTS_FILE.to_owned(), KEYS_FILE.to_owned()]
}

/// Checks what is pasted or typed and finds key values, in every frame of a
/// portal page. It also starts the content scripts of its frame; the other
/// files join that run. On the account site, the account file does this.
pub const FRAME_FILE: &str = "content/frame.js";

/// Marks a portal page and reports what it shows.
const PORTAL_FILE: &str = "content/portal.js";

/// What the content scripts need to know about the account site.
pub const ACCOUNT_SITE_FILE: &str = "content/site-account.js";

/// Reports what a page of the account site shows. It draws nothing.
const ACCOUNT_FILE: &str = "content/account.js";

/// Draws notices about a session, and holds a click until the user answers its
/// question. Injected when a page first needs it.
pub const CARDS_FILE: &str = "content/cards.js";

/// Reports a page of a watched site that has no environment.
const WATCHED_FILE: &str = "content/watched.js";

/// Draws warnings. Injected when a frame first needs it.
pub const WARNING_FILE: &str = "content/warning.js";

/// Code shared by the files that draw on the page. Injected before them.
pub const DRAWING_FILE: &str = "content/drawing.js";

/// Holds clicks on irreversible actions. Injected into Production pages.
const STOP_FILE: &str = "content/stop.js";

/// Lets held clicks through. Injected with the first question.
const PASS_FILE: &str = "content/pass.js";

/// Moves the badge where the pointer drags it, and makes it see-through near
/// the pointer. Injected when the pointer first moves over a page.
const POINTER_FILE: &str = "content/pointer.js";

/// The files for a page over which the pointer moves.
#[must_use]
pub fn pointer_files() -> Vec<String> {
    vec![POINTER_FILE.to_owned()]
}

/// The words on the controls of irreversible actions.
pub const STOP_WORDS_FILE: &str = "content/stop-words.js";

/// The files that hold clicks on irreversible actions.
#[must_use]
pub fn stop_files() -> Vec<String> {
    vec![STOP_WORDS_FILE.to_owned(), STOP_FILE.to_owned()]
}

/// The files that ask about a held click.
#[must_use]
pub fn question_files() -> Vec<String> {
    vec![DRAWING_FILE.to_owned(), PASS_FILE.to_owned(), CARDS_FILE.to_owned()]
}

/// Draws chips. Injected into frames of watched sites, together with the
/// warnings.
const CHIP_FILE: &str = "content/chip.js";

/// The files that draw warnings.
#[must_use]
pub fn warning_files(on_portal: bool) -> Vec<String> {
    let files: &[&str] =
        if on_portal { &[DRAWING_FILE, WARNING_FILE] } else { &[DRAWING_FILE, CHIP_FILE, WARNING_FILE] };
    files.iter().map(|&file| file.to_owned()).collect()
}

/// Turns on *Check before pasting* before anything can be pasted into a frame.
pub const STRICT_FILE: &str = "content/strict.js";

/// Starts a page of a paused site without warnings.
pub const SILENT_FILE: &str = "content/silent.js";

/// Switches a page back to the browser's language.
pub const BROWSERS_WORDS_FILE: &str = "content/words-browser.js";

/// The message keys, in the order of the texts in each language file.
pub const WORD_KEYS_FILE: &str = "content/word-keys.js";

/// The files that put a chosen language into a frame, in order.
#[must_use]
pub fn words_files(language: Language) -> [String; 2] {
    [WORD_KEYS_FILE.to_owned(), words_file(language)]
}

/// The file with the texts in this language.
#[must_use]
pub fn words_file(language: Language) -> String {
    format!("content/words-{}.js", language.code())
}

/// The match pattern of a site: https, only this host, any port and path.
#[must_use]
pub fn match_pattern(site: &Site) -> String {
    format!("https://{}/*", site.host)
}

/// The built-in sites that Sandbar requests access to and runs on.
pub fn entered_sites(catalogue: &Catalogue) -> impl Iterator<Item = &Site> {
    catalogue.sites().filter(|site| site.is_entered() && site.is_built_in())
}

/// The match patterns of the portals of this environment among `sites`.
fn portals_of<'c>(sites: impl Iterator<Item = &'c Site>, environment: Environment) -> Vec<String> {
    sites
        .filter(|site| site.role == Role::Portal && site.environment() == Some(environment))
        .map(match_pattern)
        .collect()
}

/// The vendors of these sites, without duplicates.
fn vendors_of<'c>(sites: impl Iterator<Item = &'c Site>) -> Vec<&'static Vendor> {
    let mut vendors = Vec::new();
    for Site { vendor, .. } in sites {
        if !vendors.contains(vendor) {
            vendors.push(vendor);
        }
    }
    vendors
}

fn portal_patterns(catalogue: &Catalogue, environment: Environment) -> Vec<String> {
    portals_of(catalogue.sites(), environment)
}

/// The file with the environment and the vendor's facts for a page's first
/// frame. Vendors added by policy use the same file as watched sites, because
/// nothing is known about their pages.
#[must_use]
pub fn site_file(vendor: &Vendor, environment: Environment) -> String {
    let environment = environment.name();
    match rows::by_id(vendor.id) {
        Some(vendor) => format!("content/site-{}-{environment}.js", vendor.id),
        None => format!("content/site-{environment}.js"),
    }
}

/// The vendors with their own file, and the one for all other pages.
pub fn vendors_with_file() -> impl Iterator<Item = &'static Vendor> {
    rows::ALL.iter().copied().chain([&rows::ADDED])
}

/// The content of that file.
#[must_use]
pub fn first_view(vendor: &Vendor, environment: Environment) -> FirstView {
    FirstView {
        badge: page_badge(environment, Banner::Pending),
        placement: Placement::DEFAULT,
        banner: vendor.sandbox_banner,
        session: session_words(),
    }
}

/// All files for a portal page of this environment, in order.
#[must_use]
pub fn portal_files(vendor: &Vendor, environment: Environment) -> Vec<String> {
    vec![site_file(vendor, environment), PORTAL_FILE.to_owned()]
}

/// The files for every frame of a portal page, in order.
#[must_use]
pub fn frame_files() -> Vec<String> {
    vec![KEY_SHAPES_FILE.to_owned(), FRAME_FILE.to_owned()]
}

/// The manifest's scripts: one entry for all frames of all portals, one for the
/// pages of each environment, and one for the account site.
#[must_use]
pub fn static_scripts(catalogue: &Catalogue) -> Vec<PageScripts> {
    let portals = |environment| portals_of(entered_sites(catalogue), environment);
    let frames = PageScripts {
        except: Vec::new(),
        id: "frames".into(),
        matches: Environment::ALL.into_iter().flat_map(portals).collect(),
        js: frame_files(),
        all_frames: true,
    };
    let pages = vendors_of(entered_sites(catalogue)).into_iter().flat_map(|vendor| {
        let sites = move || entered_sites(catalogue).filter(move |site| site.vendor == vendor);
        Environment::ALL.map(|environment| PageScripts {
            except: Vec::new(),
            id: format!("{}-{}", vendor.id, environment.name()).into(),
            matches: portals_of(sites(), environment),
            js: portal_files(vendor, environment),
            all_frames: false,
        })
    });
    let account = PageScripts {
        except: Vec::new(),
        id: "account".into(),
        matches: entered_sites(catalogue).filter(|site| site.role == Role::Account).map(match_pattern).collect(),
        js: account_files(),
        all_frames: false,
    };
    std::iter::once(frames).chain(pages).chain([account]).collect()
}

/// The same for portals that were added to the catalogue and are not in the
/// manifest.
fn added_scripts(catalogue: &Catalogue) -> Vec<PageScripts> {
    let added = || catalogue.sites().filter(|site| !site.is_built_in());
    let matches = |environment| portals_of(added(), environment);
    let frames = PageScripts {
        except: Vec::new(),
        id: "added".into(),
        matches: Environment::ALL.into_iter().flat_map(matches).collect(),
        js: frame_files(),
        all_frames: true,
    };
    let pages = vendors_of(added()).into_iter().flat_map(|vendor| {
        let sites = move || added().filter(move |site| site.vendor == vendor);
        Environment::ALL.map(|environment| {
            let of = if *vendor == rows::ADDED { String::new() } else { format!("-{}", vendor.id) };
            PageScripts {
                except: Vec::new(),
                id: format!("added{of}-{}", environment.name()).into(),
                matches: portals_of(sites(), environment),
                js: portal_files(vendor, environment),
                all_frames: false,
            }
        })
    });
    std::iter::once(frames).chain(pages).filter(|scripts| !scripts.matches.is_empty()).collect()
}

/// All files for a page of the account site, in order.
#[must_use]
pub fn account_files() -> Vec<String> {
    vec![ACCOUNT_SITE_FILE.to_owned(), ACCOUNT_FILE.to_owned()]
}

/// The files that draw notices about a session.
#[must_use]
pub fn card_files() -> Vec<String> {
    vec![DRAWING_FILE.to_owned(), CARDS_FILE.to_owned()]
}

/// The files for the top frame of a page of this watched site, in order.
#[must_use]
pub fn watched_page_files(site: &Watched) -> Vec<String> {
    let Some(environment) = site.environment else { return vec![WATCHED_FILE.to_owned()] };
    let files: &[&str] = if site.learns() { &[KEY_SHAPES_FILE, MARKED_FILE, LEARNING_FILE] } else { &[MARKED_FILE] };
    std::iter::once(site_file(&rows::ADDED, environment)).chain(files.iter().map(|&file| file.to_owned())).collect()
}

/// Scripts for all frames of the pages with these patterns: those of whole
/// hosts, and those of paths, where frames without an address aren't entered.
fn in_all_frames(
    ids: [&'static str; 2],
    matches: Vec<String>,
    files: Vec<String>,
) -> impl Iterator<Item = PageScripts> {
    let (hosts, paths): (Vec<_>, Vec<_>) = matches.into_iter().partition(|pattern| is_of_whole_host(pattern));
    ids.into_iter().zip([hosts, paths]).filter(|(_, matches)| !matches.is_empty()).map(move |(id, matches)| {
        PageScripts { id: id.into(), matches, except: Vec::new(), js: files.clone(), all_frames: true }
    })
}

/// Prefix of the script IDs of a watched site. Its address follows.
const WATCHED_ID: &str = "watched:";
/// Suffix of the IDs of the scripts for the top frame.
const PAGE_ID: &str = "#page";

/// The watched address in a script ID; `None` for other IDs.
#[must_use]
pub fn watched_address(id: &str) -> Option<&str> {
    let address = id.strip_prefix(WATCHED_ID)?;
    Some(address.strip_suffix(PAGE_ID).unwrap_or(address))
}

/// The input for the registered scripts.
#[derive(Debug, Clone)]
pub struct Chosen<'a> {
    /// The known sites.
    pub catalogue: &'a Catalogue,
    /// The effective settings.
    pub settings: &'a Settings,
    /// The paused hosts.
    pub paused: Vec<&'a str>,
    /// The watched sites.
    pub watched: Vec<&'a Watched>,
}

/// The scripts to register in addition to the manifest's: those of added
/// portals and watched sites, and those that apply a setting to a page before
/// it starts. A setting at its default needs none.
#[must_use]
pub fn chosen_scripts(chosen: &Chosen<'_>) -> Vec<PageScripts> {
    let Chosen { catalogue, settings, paused, watched } = chosen;
    let everywhere = || -> Vec<String> {
        let portals = Environment::ALL.into_iter().flat_map(|environment| portal_patterns(catalogue, environment));
        let mut all: Vec<String> = portals.chain(watched.iter().flat_map(|site| site.scope.patterns())).collect();
        add_vendor_patterns(catalogue, None, &mut all);
        all
    };
    let sites = watched.iter().flat_map(|site| {
        let (address, matches) = (site.scope.address(), site.scope.patterns());
        // A page belongs to one site: the one on its host with the longest
        // matching path.
        let deeper = watched.iter().filter(|other| other.scope != site.scope && site.scope.contains(&other.scope));
        let except: Vec<String> = deeper.flat_map(|other| other.scope.patterns()).collect();
        // Browsers run scripts by ID or in list order, so the frame scripts
        // come first.
        let frames = PageScripts {
            id: format!("{WATCHED_ID}{address}").into(),
            matches: matches.clone(),
            except: except.clone(),
            js: watched_frame_files(),
            all_frames: true,
        };
        let page = PageScripts {
            id: format!("{WATCHED_ID}{address}{PAGE_ID}").into(),
            matches,
            except,
            js: watched_page_files(site),
            all_frames: false,
        };
        [frames, page]
    });
    let paused: Vec<String> = paused.iter().map(|host| format!("https://{host}/*")).collect();
    let silent = (!paused.is_empty()).then(|| PageScripts {
        except: Vec::new(),
        id: "silent".into(),
        matches: paused,
        js: vec![SILENT_FILE.to_owned()],
        all_frames: false,
    });
    let strict = settings
        .strict_paste
        .then(|| in_all_frames(["strict", "strict-below"], everywhere(), vec![STRICT_FILE.to_owned()]));
    let placements = Environment::ALL
        .into_iter()
        .map(|environment| PageScripts {
            except: Vec::new(),
            id: environment.name().into(),
            matches: marked_patterns(catalogue, watched, environment),
            js: mark_files(settings, environment),
            all_frames: false,
        })
        .filter(|scripts| !scripts.js.is_empty());
    let words = settings
        .language
        .map(|language| in_all_frames(["words", "words-below"], everywhere(), words_files(language).into()));
    let mut scripts = added_scripts(catalogue);
    add_vendor_scripts(catalogue, &mut scripts);
    scripts.extend(
        sites.chain(words.into_iter().flatten()).chain(strict.into_iter().flatten()).chain(silent).chain(placements),
    );
    scripts
}

/// The files with the user's choices for the marks of this environment.
fn mark_files(settings: &Settings, environment: Environment) -> Vec<String> {
    let mut files = settings.placement(environment).scripts();
    files.extend(look_files(environment, settings.looks.at(environment)));
    files
}

/// Match patterns of the pages that are marked as this environment.
fn marked_patterns(catalogue: &Catalogue, watched: &[&Watched], environment: Environment) -> Vec<String> {
    let sites = watched.iter().filter(|site| site.environment == Some(environment));
    let mut patterns = portal_patterns(catalogue, environment);
    patterns.extend(sites.flat_map(|site| site.scope.patterns()));
    add_vendor_patterns(catalogue, Some(environment), &mut patterns);
    patterns
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::AddedPortals;
    use crate::view::placement::{Corner, Fold, MarkKind};

    /// The built-in sites of the first vendor only.
    fn first_vendor() -> Catalogue {
        Catalogue::new(&rows::ALL[..1], &[])
    }

    #[test]
    fn scripts_enter_the_portals_and_the_account_site_and_nothing_else() {
        let mut matches: Vec<_> =
            static_scripts(&first_vendor()).into_iter().flat_map(|scripts| scripts.matches).collect();
        matches.sort();
        matches.dedup();
        assert_eq!(
            matches,
            [
                "https://account.magento.com/*",
                "https://commercedeveloper-sandbox.adobe.com/*",
                "https://commercedeveloper.adobe.com/*",
                "https://developer-stg.magento.com/*",
                "https://developer.magento.com/*",
            ]
        );
    }

    fn chosen(settings: &Settings, watched: &[Watched]) -> Vec<PageScripts> {
        chosen_in(&Catalogue::default(), settings, watched)
    }

    fn chosen_in(catalogue: &Catalogue, settings: &Settings, watched: &[Watched]) -> Vec<PageScripts> {
        chosen_scripts(&Chosen { catalogue, settings, paused: Vec::new(), watched: watched.iter().collect() })
    }

    fn watched(address: &str, environment: Option<Environment>, learning: bool) -> Watched {
        Watched {
            scope: crate::catalogue::watched::Scope::parse(address).unwrap(),
            environment,
            learning,
            words: Vec::new(),
        }
    }

    #[test]
    fn a_watched_site_is_registered_for_its_pages_alone() {
        let scripts = chosen(&Settings::default(), &[watched("ci.example.com/team", None, true)]);
        let ids: Vec<_> = scripts.iter().map(|scripts| (&*scripts.id, scripts.all_frames)).collect();
        assert_eq!(ids, [("watched:ci.example.com/team", true), ("watched:ci.example.com/team#page", false)]);
        for scripts in scripts {
            assert!(scripts.matches.iter().all(|pattern| pattern.starts_with("https://ci.example.com/team")));
            assert!([watched_frame_files(), vec![WATCHED_FILE.to_owned()]].contains(&scripts.js), "{scripts:?}");
        }
    }

    #[test]
    fn a_site_within_another_is_left_to_itself() {
        let sites = ["ci.example.com", "ci.example.com/team", "ci.example.com/teams"]
            .map(|address| watched(address, None, false));
        let scripts = chosen(&Settings::default(), &sites);
        let except = |id: &str| scripts.iter().find(|scripts| scripts.id == id).unwrap().except.len();
        assert_eq!((except("watched:ci.example.com"), except("watched:ci.example.com#page")), (6, 6));
        assert_eq!((except("watched:ci.example.com/team"), except("watched:ci.example.com/teams")), (0, 0));
    }

    #[test]
    fn a_watched_site_of_an_environment_is_marked_and_learned_from_if_that_is_wanted() {
        for learning in [false, true] {
            let site = watched("ci.example.com", Some(Environment::Sandbox), learning);
            let files = watched_page_files(&site);
            assert_eq!(files.last().map(String::as_str), Some(if learning { LEARNING_FILE } else { MARKED_FILE }));
        }
    }

    #[test]
    fn choices_reach_watched_sites_too() {
        let settings = Settings { strict_paste: true, ..Settings::default() };
        let site = watched("ci.example.com", None, false);
        let scripts = chosen_in(&first_vendor(), &settings, &[site]);
        let strict = scripts.iter().find(|scripts| scripts.id == "strict").unwrap();
        assert!(strict.matches.contains(&"https://ci.example.com/*".to_owned()) && strict.matches.len() == 5);
    }

    #[test]
    fn a_site_below_a_path_costs_the_others_no_frame() {
        let settings = Settings { strict_paste: true, language: Some(Language::De), ..Settings::default() };
        let site = watched("ci.example.com/team", None, false);
        let scripts = chosen_in(&first_vendor(), &settings, &[site]);
        for (id, is_entered) in [("strict", true), ("words", true), ("strict-below", false), ("words-below", false)] {
            let scripts = scripts.iter().find(|scripts| scripts.id == id).unwrap();
            assert_eq!(scripts.enters_made_frames(), is_entered, "{id}");
            assert_eq!(scripts.matches.iter().any(|pattern| pattern.contains("/team")), !is_entered, "{id}");
        }
    }

    #[test]
    fn added_portals_get_what_the_manifest_gives_to_the_others() {
        let catalogue = Catalogue::with_added(&[AddedPortals {
            production: "portal.example".into(),
            sandbox: "portal-sandbox.example".into(),
            production_api: vec!["api.example".into()],
            sandbox_api: Vec::new(),
            vendor: Some("adobe-commerce".into()),
        }]);
        let settings = Settings { strict_paste: true, ..Settings::default() };
        let scripts = chosen_in(&catalogue, &settings, &[]);
        let fixed = static_scripts(&Catalogue::default());
        assert_eq!(static_scripts(&catalogue), fixed);
        let ids: Vec<_> = scripts.iter().map(|scripts| &*scripts.id).collect();
        assert_eq!(ids, ["added", "added-adobe-commerce-production", "added-adobe-commerce-sandbox", "strict"]);
        assert_eq!(scripts[0].matches, ["https://portal.example/*", "https://portal-sandbox.example/*"]);
        assert_eq!(scripts[2].matches, ["https://portal-sandbox.example/*"]);
        for (added, fixed) in scripts.iter().zip(&fixed).take(3) {
            assert_eq!((&added.js, added.all_frames), (&fixed.js, fixed.all_frames));
        }
        assert!(scripts[3].matches.contains(&"https://portal.example/*".to_owned()));
    }

    #[test]
    fn the_default_placement_registers_nothing() {
        assert_eq!(chosen(&Settings::default(), &[]), []);
    }

    #[test]
    fn a_chosen_language_is_spoken_in_every_frame() {
        let settings = Settings { language: Some(Language::De), ..Settings::default() };
        let scripts = chosen(&settings, &[]);
        assert_eq!(scripts.len(), 1);
        assert_eq!(
            (scripts[0].js.as_slice(), scripts[0].all_frames),
            (["content/word-keys.js".to_owned(), "content/words-de.js".to_owned()].as_slice(), true)
        );
    }

    #[test]
    fn a_chosen_placement_is_registered_for_its_environment_alone() {
        let sandbox = Placement { corner: Corner::TopLeft, fold: Fold::Folded, title: false, ..Placement::default() };
        let settings = Settings { sandbox, ..Settings::default() };
        let scripts = chosen(&settings, &[]);
        assert_eq!(scripts.len(), 1);
        assert_eq!(scripts[0].id, "sandbox");
        assert_eq!(scripts[0].js, ["content/place-top-left-folded.js", "content/title-unmarked.js"]);
    }

    #[test]
    fn a_mark_and_its_look_are_registered_for_the_first_frame() {
        let mut settings = Settings::default();
        settings.production.mark = MarkKind::Bar;
        settings.looks.set_label(Environment::Production, "LIVE");
        settings.sandbox.mark = MarkKind::Frame;
        let [production, sandbox] = &chosen(&settings, &[])[..] else { panic!("two environments") };
        // A bar's badge is at the top.
        let (mark, look) = production.js.split_at(2);
        assert_eq!(mark, ["content/mark-bar.js", "content/place-top-right-open.js"]);
        assert_eq!(look, look_files(Environment::Production, settings.looks.at(Environment::Production)));
        assert_eq!(sandbox.js, ["content/mark-frame.js"]);
        assert!(!production.all_frames && !sandbox.all_frames);
    }
}
