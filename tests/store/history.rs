//! Random histories: the events of a worker, and the calls that fail.

use sandbar::app::import_export::export;
use sandbar::app::{CookieStore, Event, Sender, State};
use sandbar::catalogue::Environment;
use sandbar::catalogue::watched::{Scope, Watched};
use sandbar::credential::fingerprint::{Fingerprint, Fingerprinter, InstallationKey};
use sandbar::credential::secret::Secret;
use sandbar::detect::keys_page::piece::PieceKind;
use sandbar::protocol::{
    BadgeMessage, Choice, Claim, ExtensionPageMessage, KeyringUndo, KeysMessage, Message, PagePiece, PageRegion,
    SessionMessage, StopControl, StopMessage, TabId,
};
use sandbar::settings::Settings;
use sandbar::settings::policy::Policy;
use sandbar::stop::NeverAsked;
use sandbar::time::Timestamp;
use sandbar::view::badge::Banner;
use sandbar::worker::names::ENTRY_PREFIX;
use serde_json::json;

use crate::platform::Disk;

/// Keys of a vendor that can be turned on. They don't reveal their environment.
const SERVER_KEYS: [&str; 2] = ["Mid-server-t7Kq2Zx9wB4mN6pRs8Jd3vF5", "Mid-server-h2Lw8Yc4nQ6rT9bXs3Gk7mV1"];
const VENDOR_PORTALS: [&str; 2] = [
    "https://dashboard.midtrans.com/settings/config_info",
    "https://dashboard.sandbox.midtrans.com/settings/config_info",
];

/// A managed policy: none, one that watches a site, or one that turns a vendor on.
fn policy(dice: &mut Dice) -> Policy {
    let scope = Scope::parse("managed.example.com").unwrap();
    let site = Watched { scope, environment: Some(environment(dice)), learning: false, words: Vec::new() };
    match dice.below(3) {
        0 => Policy::default(),
        1 => Policy { watched: vec![site], ..Policy::default() },
        _ => Policy { vendors: vec!["midtrans".to_owned()], ..Policy::default() },
    }
}

/// Numbers from a seed (SplitMix64).
pub struct Dice(u64);

impl Dice {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below this one.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.roll() % limit as u64) as usize
    }

    pub fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn pick<T: Copy>(&mut self, values: &[T]) -> T {
        values[self.below(values.len())]
    }
}

/// Pairs of an ID and a secret.
pub const PAIRS: [[&str; 2]; 4] = [
    ["AR28PM50XD", "7931d0a725e76fa34ea8771387f31fa3ae84f3db"],
    ["BR28PM50XD", "6642d0a725e76fa34ea8771387f31fa3ae84f3db"],
    ["CQ17NZ49WC", "8820c99614d65f923df7660276f20e029d73e2ca"],
    ["DQ17NZ49WC", "9920c99614d65f923df7660276f20e029d73e2ca"],
];
const ADDRESSES: [&str; 3] = ["ci.example.com/team", "wiki.example.com", "build.example.org"];
const PORTALS: [&str; 2] =
    ["https://commercedeveloper.adobe.com/account/apikeys", "https://commercedeveloper-sandbox.adobe.com/extensions"];

/// A page with a submission.
const VERSIONS: &str = "https://commercedeveloper.adobe.com/extensions/versions/gift-notes";

pub fn rows(pairs: &[[&str; 2]]) -> String {
    pairs.iter().map(|[id, secret]| format!("CI\nApp Id: {id}\nApp Secret: {secret}\n\n")).collect()
}

/// A keys page with these lines from top to bottom. The last control was clicked.
pub fn page_of(lines: &str) -> PageRegion {
    let pieces = lines.lines().zip(0..).map(|(line, index): (&str, i32)| {
        let is_control = ["Copy", "Delete"].contains(&line);
        PagePiece {
            text: line.to_owned().into(),
            at: [0, index * 20, 400, 16],
            within: vec![1],
            kind: if is_control { PieceKind::Control } else { PieceKind::Text },
            names: Vec::new(),
            under: Vec::new(),
            clicked: is_control,
        }
    });
    PageRegion { headings: vec!["API keys".to_owned().into()], pieces: pieces.collect(), ..PageRegion::default() }
}

pub fn listed(lines: &str, account: Option<String>, notice: Option<&str>, loaded_at: Timestamp) -> KeysMessage {
    KeysMessage::Listed {
        loaded_at,
        account,
        regions: vec![page_of(lines)],
        notices: notice.map(str::to_owned).into_iter().collect(),
        after_end: None,
    }
}

pub fn sender(tab: i32, url: &str, store: &str) -> Sender {
    Sender::page(TabId(tab), url, CookieStore(store.to_owned()))
}

fn environment(dice: &mut Dice) -> Environment {
    dice.pick(&[Environment::Production, Environment::Sandbox])
}

/// A stored keyring entry, if there is one.
fn stored_key(dice: &mut Dice, disk: &Disk) -> Fingerprint {
    let known: Vec<_> = disk.durable.keys().filter_map(|name| name.strip_prefix(ENTRY_PREFIX)).collect();
    let unknown = Fingerprinter::new(&InstallationKey::from_random([3; 32])).of(&Secret::new("unknown"));
    if known.is_empty() { unknown } else { Fingerprint::from_text(dice.pick(&known)).unwrap_or(unknown) }
}

/// The export of another computer.
pub fn foreign(pairs: &[[&str; 2]], environment: Environment) -> State {
    let fingerprinter = Fingerprinter::new(&InstallationKey::from_random([9; 32]));
    let keys = sandbar::app::Keys { fingerprinter: Some(fingerprinter), complete: true, ..Default::default() };
    let mut state = State { keys, ..State::default() };
    let remember = ExtensionPageMessage::Remember { text: rows(pairs).into(), environment };
    sandbar::app::step(&mut state, Event::ExtensionPage(remember), Timestamp::from_millis(5));
    state
}

/// Cookie store IDs of Firefox containers.
const CONTAINERS: [&str; 2] = ["firefox-container-3", "firefox-container-7"];

/// A random event.
pub fn event(dice: &mut Dice, disk: &mut Disk, before: &Option<KeyringUndo>, now: Timestamp) -> Event {
    let first = dice.below(PAIRS.len());
    let some = &PAIRS[first..first + 1 + dice.below(PAIRS.len() - first)];
    let tab = dice.below(3) as i32;
    let url = dice.pick(&PORTALS);
    let store = dice.pick(&["0", "0", "1"]);
    let keys = |message| Event::Message(sender(tab, url, store), Message::Keys(message));
    let session = |message| Event::Message(sender(tab, url, store), Message::Session(message));
    let ask = Event::ExtensionPage;
    match dice.below(43) {
        0 | 1 => {
            let mut settings = Settings { sync: dice.one_in(2), sync_keyring: dice.one_in(2), ..Settings::default() };
            settings.learning = !dice.one_in(4);
            settings.production.title = dice.one_in(2);
            ask(ExtensionPageMessage::Choose(settings))
        }
        2 | 3 => {
            let scope = Scope::parse(dice.pick(&ADDRESSES)).unwrap();
            let environment = if dice.one_in(2) { Some(environment(dice)) } else { None };
            Event::Watch(Watched { scope, environment, learning: dice.one_in(2), words: Vec::new() }, Vec::new())
        }
        4 => Event::Unwatch(Scope::parse(dice.pick(&ADDRESSES)).unwrap(), Vec::new()),
        5 | 6 => ask(ExtensionPageMessage::Remember { text: rows(some).into(), environment: environment(dice) }),
        7 => ask(ExtensionPageMessage::Forget { key: stored_key(dice, disk) }),
        8 => ask(ExtensionPageMessage::Rename {
            key: stored_key(dice, disk),
            name: Some(format!("name {}", dice.below(9))),
        }),
        9 => ask(ExtensionPageMessage::Relocate { key: stored_key(dice, disk), environment: environment(dice) }),
        10 if dice.one_in(3) => ask(ExtensionPageMessage::ForgetAll),
        10..=12 => {
            let account = if dice.one_in(3) { None } else { Some("Ada".to_owned()) };
            let notice = dice.one_in(2).then_some("The API Access Key has been deleted successfully.");
            keys(listed(&rows(some), account, notice, now))
        }
        13 => {
            let around = page_of(&format!("{}Delete", rows(&some[..1])));
            keys(KeysMessage::EndClicked { loaded_at: now, around })
        }
        14 => keys(KeysMessage::Copied { text: some[0][1].to_owned().into(), around: page_of("App Secret\nCopy") }),
        15 => Event::Import(export(&foreign(some, environment(dice))).into(), Vec::new()),
        16 => match before {
            Some(before) => ask(ExtensionPageMessage::Restore(before.clone())),
            None => ask(ExtensionPageMessage::Problems),
        },
        17 => {
            let url = dice.pick(&[url, VERSIONS]);
            let banner = dice.pick(&[Banner::Pending, Banner::Shown]);
            let seen = BadgeMessage::Seen { loaded_at: now, banner };
            Event::Message(sender(tab, url, store), Message::Badge(seen))
        }
        18 | 19 => session(SessionMessage::Seen {
            loaded_at: now,
            visible: vec![dice.pick(&["Sign Out", "Sign In"]).to_string()],
            hidden: Vec::new(),
            sign_in_form: dice.one_in(4),
            settled: true,
            unsaved: dice.below(3) as u32,
        }),
        20 => session(SessionMessage::Begun { loaded_at: now, at: now }),
        21 => Event::CookieRemoved {
            store: CookieStore(store.to_owned()),
            host: ".magento.com".to_owned(),
            http_only: true,
        },
        26 => keys(KeysMessage::Belongs {
            text: rows(some).into(),
            beside: Vec::new(),
            labels: Vec::new(),
            claim: match dice.below(4) {
                0 => Claim::Undo,
                1 => Claim::Fine,
                _ => environment(dice).into(),
            },
        }),
        28 => Event::ContainerOpened(CookieStore(dice.pick(&CONTAINERS).to_owned())),
        // Sometimes one of the stores that have ledgers.
        29 => Event::ContainerRemoved(CookieStore(dice.pick(&["0", CONTAINERS[0], CONTAINERS[1]]).to_owned())),
        22 => Event::Closed(TabId(tab)),
        27 => {
            // Rarely turned off for long, because nothing else happens there in the meantime.
            let host = "commercedeveloper.adobe.com".to_owned();
            Event::TurnOff { host, off: dice.one_in(3), open: Vec::new() }
        }
        23 => {
            let host = "commercedeveloper.adobe.com".to_owned();
            ask(ExtensionPageMessage::Pause { host, on: dice.one_in(2) })
        }
        24 => {
            // Another computer watches a site, or stops watching it.
            let name = format!("watched:{}", dice.pick(&ADDRESSES));
            let address = name.trim_start_matches("watched:").to_owned();
            let item = match dice.one_in(3) {
                true => json!({ "at": now, "by": "elsewhere", "gone": true }),
                false => json!({ "at": now, "by": "elsewhere", "value": { "address": address, "environment": null } }),
            };
            disk.synced.insert(name, item.to_string());
            Event::AreaChanged
        }
        30 | 31 => Event::TurnVendor { id: "midtrans".to_owned(), on: !dice.one_in(3), open: Vec::new() },
        32 => {
            let key = format!("Server Key\n{}\n", dice.pick(&SERVER_KEYS));
            let listed = Message::Keys(listed(&key, None, None, now));
            Event::Message(sender(tab, dice.pick(&VENDOR_PORTALS), store), listed)
        }
        33 => match dice.one_in(2) {
            true => ask(ExtensionPageMessage::ForgetKeysOf { vendor: "midtrans".to_owned() }),
            false => ask(ExtensionPageMessage::NameSandbox {
                host: "dashboard.sandbox.midtrans.com".to_owned(),
                label: dice.pick(&["", "uat", "old"]).to_owned(),
            }),
        },
        34 | 41 | 42 => {
            let control =
                StopControl { labels: vec![dice.pick(&["Delete", "Regenerate"]).to_owned()], is_in_row: true };
            let message = match dice.below(6) {
                0 => StopMessage::Never(control),
                1 => StopMessage::Quiet,
                2 => StopMessage::Offered { yes: dice.one_in(2) },
                // The first submission is offered to be asked about.
                _ => StopMessage::Passed(StopControl { labels: vec!["Submit".to_owned()], is_in_row: false }),
            };
            Event::Message(sender(tab, dice.pick(&[PORTALS[0], VERSIONS]), store), Message::Stop(message))
        }
        35 => {
            let note = dice.pick(&["noteSandboxReviews", "notePractice"]).to_owned();
            match dice.one_in(2) {
                true => ask(ExtensionPageMessage::AskAgain(NeverAsked::note(&note))),
                false => Event::Message(sender(tab, url, store), Message::Badge(BadgeMessage::HideNote { note })),
            }
        }
        36 | 37 => keys(KeysMessage::Going { text: rows(some).into(), beside: Vec::new(), labels: Vec::new() }),
        38 => match dice.below(3) {
            0 => keys(KeysMessage::Chose { choice: dice.pick(&[Choice::Removed, Choice::Kept]) }),
            1 => ask(ExtensionPageMessage::ClearCatches),
            _ => keys(KeysMessage::CopiedShown { text: some[0][1].to_owned().into() }),
        },
        39 => Event::Managed(policy(dice), Vec::new()),
        40 => match dice.one_in(4) {
            true => ask(ExtensionPageMessage::ClearSync),
            false => Event::SitesRefused(vec![dice.pick(&ADDRESSES).to_owned()]),
        },
        _ => {
            let message = match dice.below(3) {
                0 => BadgeMessage::IconRefused,
                1 => BadgeMessage::Move,
                _ => BadgeMessage::Fold,
            };
            Event::Message(sender(tab, url, store), Message::Badge(message))
        }
    }
}
