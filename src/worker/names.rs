//! The names of stored items: the one place where a name in `storage.local` or
//! `storage.session` is written.

/// The version of the durable storage schema.
pub const SCHEMA: u32 = 1;
/// The schema version.
pub const SCHEMA_KEY: &str = "schema";
/// The user's settings.
pub const SETTINGS_KEY: &str = "settings";
/// The key that fingerprints are taken under.
pub const INSTALLATION_KEY: &str = "installation-key";
/// The installation keys of other computers.
pub const IMPORTED_KEYS: &str = "imported-keys";
/// Before the fingerprint of a keyring entry.
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
/// Before a tab's number.
pub const TAB_PREFIX: &str = "tab:";
/// Before the number of a tab whose page has a session.
pub const PAGE_PREFIX: &str = "page:";
/// Before the name of a cookie store.
pub const LEDGER_PREFIX: &str = "ledger:";
/// The sites that the user watches.
pub const WATCHED_KEY: &str = "watched";
/// The hosts of portals on which the user turned Sandbar off.
pub const OFF_KEY: &str = "off";
/// The actions about which the user never wants to be asked.
pub const NEVER_ASKED_KEY: &str = "never-asked";
/// The hosts where nothing is asked for a while.
pub const QUIET_KEY: &str = "quiet";
/// Whether the user was asked where keys are pasted.
pub const PLACES_OFFERED_KEY: &str = "places-offered";
/// Whether the user was offered to be asked before submissions.
pub const SUBMISSIONS_OFFERED_KEY: &str = "submissions-offered";
/// The container that was made for Sandbox.
pub const CONTAINER_KEY: &str = "container";
/// The versions of synced items.
pub const STAMPS_KEY: &str = "synced";
/// The managed policy that was applied last.
pub const POLICY_KEY: &str = "policy";
/// The cookie stores whose ledger knows of the browser's start.
pub const AWAKE_KEY: &str = "awake";
/// Before the name of an item whose value was set aside because it could not
/// be read; the time follows.
pub const UNREADABLE_PREFIX: &str = "unreadable:";
