//! Query parameters by which a test changes a portal page.
//!
//! `?slow=2000&banner=missing` applies to one page. With `&sticky=1`, the switches are kept for
//! this host until `?sticky=0`; a page's own query takes precedence. An unknown value is an error
//! rather than a default, so that a test with a typo fails.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::http::{HeaderMap, Uri};
use serde::Deserialize;

use crate::cookies;

/// The cookie with a host's sticky switches.
const COOKIE: &str = "demo_switches";

/// The longest delay.
const LONGEST: Duration = Duration::from_secs(30);

/// A delay, in milliseconds on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub struct Delay(u64);

impl Delay {
    /// The time to wait, limited to the longest delay.
    pub fn duration(self) -> Duration {
        Duration::from_millis(self.0).min(LONGEST)
    }

    /// The same in milliseconds.
    pub const fn millis(self) -> u64 {
        self.0
    }
}

/// Declares a choice: its values with their names in the query. The first one is the default.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident { $(#[$first_doc:meta])* $first:ident = $first_word:literal, $($(#[$value_doc:meta])* $value:ident = $word:literal,)* }) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
        pub enum $name {
            $(#[$first_doc])* #[default] #[serde(rename = $first_word)] $first,
            $($(#[$value_doc])* #[serde(rename = $word)] $value,)*
        }
    };
}

choice! {
    /// The page policy (`Content-Security-Policy`).
    Policy {
        /// Only the portal's own files, nothing inline.
        Strict = "strict",
        /// The header is left out.
        None = "none",
        /// `default-src 'none'`, with only what the page needs.
        Frozen = "frozen",
    }
}

choice! {
    /// How a script removes the page and builds it again.
    Rebuild {
        /// Not at all.
        Never = "0",
        /// Replaces the children of the root and the body.
        Replace = "1",
        /// Writes the document again.
        Write = "write",
        /// Also removes every unknown child of the root.
        Hostile = "hostile",
    }
}

choice! {
    /// Where and how the sandbox banner is shown.
    Banner {
        /// On sandbox pages, in the first bytes.
        Right = "right",
        /// Nowhere.
        Missing = "missing",
        /// On production pages instead of sandbox pages.
        Misplaced = "misplaced",
        /// On sandbox pages, 700 ms after the page has loaded.
        Late = "late",
        /// On sandbox pages, with its text split into several elements.
        Split = "split",
        /// Right, and every page also quotes its text in an article, a listing and a text field.
        Quoted = "quoted",
    }
}

choice! {
    /// The page's icon.
    Icon {
        /// A link to the portal's own icon.
        Own = "own",
        /// No link at all.
        None = "none",
        /// A link to another site's icon, which the policy allows in this case.
        CrossOrigin = "crossorigin",
    }
}

choice! {
    /// How lists of keys are marked up.
    Markup {
        /// `table`.
        Table = "table",
        /// Nested `ul`.
        List = "list",
        /// `dl`.
        Definitions = "dl",
        /// Read-only `input`s with `label`s.
        Inputs = "inputs",
        /// `div`s that a script fills in after a delay.
        Cards = "cards",
        /// Tables in the cells of a table, an old layout technique.
        Nested = "nested",
        /// A grid of `div`s with roles, with its secrets masked until they are revealed.
        Grid = "grid",
        /// Components with open and closed shadow roots.
        Components = "components",
        /// Read-only fields in a view that a class opens.
        Modal = "modal",
        /// In German, each label after its value in the source and above it on the screen.
        Translated = "translated",
        /// In a frame.
        Framed = "framed",
        /// Lines of a paragraph, with icons and hints between label and value.
        Lines = "lines",
    }
}

choice! {
    /// The markup of the whole page.
    Shell {
        /// The demo's own markup.
        Own = "own",
        /// Sections that open one at a time, in another language.
        Accordion = "accordion",
        /// Components with slots, and a drawer.
        Drawer = "drawer",
        /// Keys as a file to copy.
        Envfile = "envfile",
        /// Values in groups of characters, secrets masked.
        Groups = "groups",
        /// Tables for everything.
        Ledger = "ledger",
        /// Rows placed by a script, with cells in another order.
        Rows = "rows",
        /// Labels in one column, values in another.
        Split = "split",
        /// Tabs.
        Tabs = "tabs",
        /// Secrets shown once.
        Wizard = "wizard",
    }
}

choice! {
    /// The language, in markup that has several.
    Language {
        /// French.
        French = "fr",
        /// Spanish.
        Spanish = "es",
        /// Dutch.
        Dutch = "nl",
    }
}

choice! {
    /// The kind of sign-out control.
    SignOut {
        /// A link.
        Link = "link",
        /// A button in a form that posts.
        Form = "form",
        /// An element that calls the server, and then navigates to the landing page.
        Script = "script",
        /// A button that calls the server, and then re-renders the page in place.
        Spa = "spa",
    }
}

choice! {
    /// How the page asks before a key is replaced or deleted.
    Confirm {
        /// On a separate page.
        Page = "page",
        /// In a dialog on the same page.
        Dialog = "dialog",
    }
}

choice! {
    /// Whether the page shows the signs of a signed-out page and those of a signed-in page.
    SignedOut {
        /// One or the other.
        Clear = "clear",
        /// Both.
        Ambiguous = "ambiguous",
    }
}

choice! {
    /// A feature that is on or off.
    Flag {
        /// Not.
        Off = "0",
        /// There.
        On = "1",
    }
}

choice! {
    /// Whether the page changes its own title and icon after a click.
    Title {
        /// No.
        Fixed = "fixed",
        /// It has buttons for that.
        Changing = "changing",
    }
}

choice! {
    /// Whether the user menu is open.
    Menu {
        /// Closed until it is clicked.
        Closed = "closed",
        /// Open from the start.
        Open = "open",
    }
}

choice! {
    /// Whether the browser may keep the page in the back/forward cache.
    Cache {
        /// It may.
        Allowed = "allowed",
        /// `no-store`.
        NoStore = "no-store",
    }
}

/// All switches of one page.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Switches {
    /// The page policy.
    pub policy: Policy,
    /// Delays a stylesheet that blocks painting, and an image.
    pub slow: Option<Delay>,
    /// Delays only an image: the page is painted immediately and finishes loading late.
    pub slowimage: Option<Delay>,
    /// Delays a script that blocks parsing.
    pub slowscript: Option<Delay>,
    /// Removes the page and builds it again.
    pub rebuild: Rebuild,
    /// The sandbox banner.
    pub banner: Banner,
    /// Buttons that change title and icon.
    pub title: Title,
    /// The page's icon.
    pub icon: Icon,
    /// Navigation without loading.
    pub spa: Flag,
    /// Markup of key lists.
    pub markup: Markup,
    /// The make of the whole page.
    pub shell: Shell,
    /// Its language.
    pub language: Language,
    /// Draws key lists by script after this time.
    pub late: Option<Delay>,
    /// Shows Sign In and Sign Out at the same time.
    pub signedout: SignedOut,
    /// The kind of the sign-out control.
    pub signout: SignOut,
    /// How questions about keys are asked.
    pub confirm: Confirm,
    /// The user menu.
    pub menu: Menu,
    /// The back/forward cache.
    pub cache: Cache,
}

/// The requested change to the host's sticky switches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sticky(String);

impl Sticky {
    /// The `Set-Cookie` value for it.
    pub fn as_cookie(&self) -> &str {
        &self.0
    }
}

type Pairs = BTreeMap<String, String>;

/// The switches of a request, and the change to the sticky ones.
///
/// # Errors
///
/// Returns a message for the author of the address.
pub fn of_request(uri: &Uri, headers: &HeaderMap) -> Result<(Switches, Option<Sticky>), String> {
    let asked = pairs(uri.query().unwrap_or_default())?;
    let (kept, sticky) = match asked.get("sticky").map(String::as_str) {
        None => (cookies::read(headers, COOKIE).map(pairs).transpose()?.unwrap_or_default(), None),
        Some("0") => (Pairs::new(), Some(Sticky(cookies::clear(COOKIE)))),
        Some("1") => {
            let keep: Pairs = asked.iter().filter(|(name, _)| *name != "sticky").map(owned).collect();
            (Pairs::new(), Some(Sticky(cookies::set(COOKIE, &encode(&keep)?))))
        }
        Some(other) => return Err(format!("sticky is 1 or 0, not {other}")),
    };
    let all: Pairs = kept.into_iter().chain(asked).collect();
    let switches = serde_urlencoded::from_str(&encode(&all)?).map_err(|error| format!("unknown switch: {error}"))?;
    Ok((switches, sticky))
}

fn pairs(query: &str) -> Result<Pairs, String> {
    serde_urlencoded::from_str(query).map_err(|error| format!("unreadable query: {error}"))
}

fn encode(pairs: &Pairs) -> Result<String, String> {
    serde_urlencoded::to_string(pairs).map_err(|error| format!("unwritable switches: {error}"))
}

fn owned((name, value): (&String, &String)) -> (String, String) {
    (name.clone(), value.clone())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(uri: &str, cookie: Option<&str>) -> Result<(Switches, Option<Sticky>), String> {
        let mut headers = HeaderMap::new();
        if let Some(cookie) = cookie {
            headers.insert("cookie", format!("{COOKIE}={cookie}").parse().unwrap());
        }
        of_request(&uri.parse().unwrap(), &headers)
    }

    #[test]
    fn a_page_without_switches_has_the_strict_policy() {
        let (switches, sticky) = read("/extensions/?page=2", None).unwrap();
        assert_eq!((switches.policy, sticky), (Policy::Strict, None));
    }

    #[test]
    fn every_switch_is_read() {
        let (switches, _) =
            read("/?policy=none&slow=2000&rebuild=write&banner=split&spa=1&markup=dl&late=50", None).unwrap();
        assert_eq!(switches.policy, Policy::None);
        assert_eq!(switches.slow.map(Delay::millis), Some(2000));
        assert_eq!(switches.rebuild, Rebuild::Write);
        assert_eq!(switches.banner, Banner::Split);
        assert_eq!(switches.spa, Flag::On);
        assert_eq!(switches.markup, Markup::Definitions);
    }

    #[test]
    fn a_misspelled_switch_is_an_error() {
        assert!(read("/?policy=stict", None).is_err());
        assert!(read("/?slow=soon", None).is_err());
        assert!(read("/?sticky=yes", None).is_err());
    }

    #[test]
    fn sticky_switches_are_kept_and_a_pages_own_win() {
        let (_, sticky) = read("/?markup=list&policy=none&sticky=1", None).unwrap();
        let cookie = sticky.unwrap().as_cookie().to_owned();
        let kept = cookie.split_once('=').unwrap().1.split(';').next().unwrap().to_owned();
        let (switches, _) = read("/?markup=dl", Some(&kept)).unwrap();
        assert_eq!((switches.markup, switches.policy), (Markup::Definitions, Policy::None));
    }

    #[test]
    fn sticky_0_clears_them() {
        let (switches, sticky) = read("/?sticky=0", Some("policy=none")).unwrap();
        assert_eq!(switches, Switches::default());
        assert!(sticky.unwrap().as_cookie().contains("Max-Age=0"));
    }
}
