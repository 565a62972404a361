//! Names of hosts that aren't the vendor's.

use crate::catalogue::vendors;

/// The section of Composer's configuration with user names and passwords.
pub(super) const COMPOSER_CONFIG: &str = "http-basic";

/// What a Composer login in a command is for: the host in `composer config
/// http-basic.repo.magento.com`.
pub(super) fn logs_in_to(command: &str) -> Option<&str> {
    let (_, host) = command.split_once(COMPOSER_CONFIG)?;
    let host = host.trim_start_matches('.');
    host.split(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-'))).next()
}

/// Whether this is a whole host name, and not a vendor's.
pub(super) fn is_other_host(name: &str) -> bool {
    let mut doors = vendors::ALL.iter().flat_map(|vendor| vendor.doors);
    is_host_name(name) && !doors.any(|door| door.host.name().eq_ignore_ascii_case(name))
}

/// Whether a word is a host name rather than a number or a file name.
pub(super) fn is_host_name(word: &str) -> bool {
    let Some((before, top)) = word.rsplit_once('.') else { return false };
    let is_file = ["json", "php", "js", "ts", "yml", "yaml", "xml", "py", "md", "env", "txt", "sh"].contains(&top);
    before.len() > 2
        && (2..=16).contains(&top.len())
        && top.chars().all(char::is_alphabetic)
        && before.contains(['.', '-'])
        && !is_file
}
