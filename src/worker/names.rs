//! The names of stored items in `storage.local` and `storage.session`. No other
//! module contains one.

/// The version of the durable storage schema.
pub const SCHEMA: u32 = 1;
/// The schema version.
pub const SCHEMA_KEY: &str = "schema";
/// The user's settings.
pub const SETTINGS_KEY: &str = "settings";
/// The key that fingerprints are computed with.
pub const INSTALLATION_KEY: &str = "installation-key";
/// The installation keys of other computers.
pub const IMPORTED_KEYS: &str = "imported-keys";
/// The prefix of keyring entries. The fingerprint follows.
pub const ENTRY_PREFIX: &str = "key:";
/// The hosts that refuse a marked favicon.
pub const REFUSED_ICONS_KEY: &str = "refused-icons";
/// The watched sites whose scripts the browser refuses.
pub const REFUSED_SITES_KEY: &str = "refused-sites";
/// The names of items that were set aside because they could not be read.
pub const UNREADABLE_KEY: &str = "unreadable";
/// The key that was copied last.
pub const LAST_COPIED_KEY: &str = "last-copied";
/// The last warnings.
pub const CATCHES_KEY: &str = "catches";
/// The paused hosts.
pub const PAUSES_KEY: &str = "pauses";
/// The prefix of tabs. The tab's ID follows.
pub const TAB_PREFIX: &str = "tab:";
/// The prefix of pages with a session. The tab's ID follows.
pub const PAGE_PREFIX: &str = "page:";
/// The prefix of ledgers. The cookie store's ID follows.
pub const LEDGER_PREFIX: &str = "ledger:";
/// The sites that the user watches.
pub const WATCHED_KEY: &str = "watched";
/// The hosts of portals where the user turned Sandbar off.
pub const OFF_KEY: &str = "off";
/// The actions that the user never wants to be asked about.
pub const NEVER_ASKED_KEY: &str = "never-asked";
/// The hosts where nothing is asked for a while.
pub const QUIET_KEY: &str = "quiet";
/// Whether the user was asked where keys are pasted.
pub const PLACES_OFFERED_KEY: &str = "places-offered";
/// Whether Sandbar has offered to ask before submissions.
pub const SUBMISSIONS_OFFERED_KEY: &str = "submissions-offered";
/// The container that was created for Sandbox.
pub const CONTAINER_KEY: &str = "container";
/// The versions of synced items.
pub const STAMPS_KEY: &str = "synced";
/// The managed policy that was last applied.
pub const POLICY_KEY: &str = "policy";
/// The cookie stores whose ledgers have processed the browser start.
pub const AWAKE_KEY: &str = "awake";
/// The prefix of unreadable items that were set aside. The item's name and the
/// time follow.
pub const UNREADABLE_PREFIX: &str = "unreadable:";
