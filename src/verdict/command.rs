//! Commands that send a request.

use crate::catalogue::vendors;

/// A longer line is neither a handwritten command nor a comment.
pub(super) const COMMAND: usize = 1024;

/// Programs that send a request, and therefore have one destination.
pub(super) const COMMANDS: &[&str] =
    &["curl", "wget", "http", "https", "xh", "irm", "iwr", "invoke-restmethod", "invoke-webrequest"];

/// The start of a request line in a `.http` file.
pub(super) const METHODS: &[&str] = &["GET ", "POST ", "PUT ", "PATCH ", "DELETE "];

/// Whether a line runs one of them, or a vendor's own client.
pub(super) fn is_command(line: &str) -> bool {
    let words = line
        .split_whitespace()
        .take(12)
        .map(|word| word.trim_start_matches(['$', '(', '`', '"', '\'', '{', '@', '-', '+', '>']));
    words.map(str::to_ascii_lowercase).any(|word| {
        let name = word.rsplit(['=', '(', '`', '/', '"', '>']).next().unwrap_or_default();
        COMMANDS.contains(&name) || vendors::ALL.iter().any(|vendor| vendor.texts.clients.contains(&name))
    })
}
