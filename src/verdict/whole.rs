//! Whether a known part will work as it is written: its partner is present,
//! nothing extra is sent with it, and the request sends it in a form that
//! works.

use super::assessed::Assessed;
use super::environment_word::{Named, of_name};
use super::pair::partner_words;
use crate::credential::{PairPosition, Part};
use crate::detect::found::{Encoding, Find};
use crate::detect::label_table::ends_user_option;

/// How far around a part its partner's name is searched for, in bytes.
const NEAR: usize = 256;

/// The length of the longest partner value, in bytes.
const VALUE: usize = 128;

/// Whether something else is in the place of its partner: nothing, a
/// placeholder, a word, another value. A reference is accepted, because it may
/// lead to the right one.
pub(super) fn has_stand_in(text: &str, one: &Assessed<'_>) -> bool {
    if one.partner.is_some() || one.find.encoding != Encoding::Plain {
        return false;
    }
    let of_login = match one.part.position() {
        Some(PairPosition::First) => password_after(text, one.find),
        Some(PairPosition::Second) => user_before(text, one.find),
        None => None,
    };
    let of_login = of_login.or_else(|| cut_after(text, one.find));
    of_login.or_else(|| partner_value(text, one)).is_some_and(|value| !is_reference(value))
}

/// The text after a login's user: `-u ID:password`.
fn password_after<'t>(text: &'t str, find: &Find) -> Option<&'t str> {
    if !is_login(text.get(..find.span.start)?) {
        return None;
    }
    word(text.get(find.span.end..)?.strip_prefix(':')?)
}

/// The next argument of a call, if a program has cut it: `login('ID',
/// '7ae05f3391c8d24...')`.
fn cut_after<'t>(text: &'t str, find: &Find) -> Option<&'t str> {
    let rest = text.get(find.span.end..)?.trim_start_matches(['"', '\'']).strip_prefix(',')?;
    word(rest.trim_start_matches(' ')).filter(|value| value.ends_with("..."))
}

/// The text before a login's password: `-u user:SECRET`.
fn user_before<'t>(text: &'t str, find: &Find) -> Option<&'t str> {
    let before = text.get(..find.span.start)?.strip_suffix(':')?;
    let floor = text.ceil_char_boundary(before.len().saturating_sub(VALUE));
    let start = before.get(floor..)?.rfind([' ', '"', '\'', '=', '/']).map_or(floor, |at| floor + at + 1);
    is_login(before.get(..start)?).then(|| before.get(start..))?
}

/// Whether a login follows: in a `curl` command or in a URL.
fn is_login(before: &str) -> bool {
    let before = before.strip_suffix(['"', '\'']).unwrap_or(before);
    ends_user_option(before) || ["-u", "--user ", "--user=", "://"].iter().any(|option| before.ends_with(option))
}

/// The value of the partner's nearest name in the same block.
fn partner_value<'t>(text: &'t str, one: &Assessed<'_>) -> Option<&'t str> {
    let label = one.find.label?;
    let start = label.start.min(one.find.span.start);
    let floor = text.ceil_char_boundary(start.saturating_sub(NEAR));
    let limit = text.floor_char_boundary(text.len().min(one.find.span.end + NEAR));
    let before = text.get(floor..start)?.rsplit("\n\n").next()?;
    let after = text.get(one.find.span.end..limit)?.split("\n\n").next()?;
    [after, before].into_iter().find_map(|around| value_of(around, one.part))
}

fn value_of(around: &str, part: Part) -> Option<&str> {
    let lower = around.to_ascii_lowercase();
    let at = partner_words(part).filter_map(|word| lower.find(word).map(|at| at + word.len())).min()?;
    let rest = around.get(at..)?;
    let name_end = rest.find(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '_'))?;
    // `APP_SECRET_VERSION` is something else, `APP_SECRET_SANDBOX` isn't.
    let suffix = rest.get(..name_end)?;
    if !suffix.is_empty() && of_name(suffix) == Named::None {
        return None;
    }
    let rest = rest.get(name_end..)?.trim_start_matches(['"', '\'', ']', ')', ' ', '\\']);
    let rest = rest.strip_prefix("=>").or_else(|| rest.strip_prefix(['=', ':']))?;
    word(rest.trim_start_matches([' ', '\t']))
}

/// The first word without its quotes; empty at the end of a line.
fn word(text: &str) -> Option<&str> {
    let quote = text.chars().next().filter(|sign| matches!(sign, '"' | '\'' | '`'));
    let inner = quote.and_then(|quote| text.strip_prefix(quote)).unwrap_or(text);
    let ends = |sign: char| match quote {
        Some(quote) => sign == quote || sign == '\n',
        None => sign.is_whitespace() || matches!(sign, '"' | '\'' | '`' | ',' | ';' | '@' | '}' | '<'),
    };
    let end = inner.find(ends).unwrap_or(inner.len());
    inner.get(..end).filter(|word| word.len() <= VALUE)
}

/// Whether a value is a reference: `$NAME`, `secrets.NAME`, `getenv("NAME")`.
/// Where a value is masked, whatever is behind the mask wasn't checked.
fn is_reference(value: &str) -> bool {
    let is_opened = value.starts_with(['$', '%', '{', '<', '(', '@', '&', '!', '#', '|', '>', '[']);
    let is_mask = value.contains("..") || is_mask(value);
    !is_mask
        && (is_opened
            || value.contains(['(', '['])
            || (value.contains('.') && !value.contains('@'))
            || value.contains("://"))
}

/// Whether a log has put this in the place of a secret: `***`, `[MASKED]`,
/// `(hidden)`.
fn is_mask(value: &str) -> bool {
    let word = value.trim_matches(|sign: char| !sign.is_ascii_alphabetic()).to_ascii_lowercase();
    let is_named = || ["mask", "hidden", "redact", "sensitive"].iter().any(|mask| word.starts_with(mask));
    !value.starts_with('$') && (word.is_empty() || is_named())
}

/// Whether a login isn't exactly `ID:SECRET`, so that something becomes part of
/// the user or the password: `-u "ID: SECRET"`, `-u 'ID:SECRET '`. A full-width
/// colon doesn't separate them anywhere.
pub(super) fn is_torn(text: &str, one: &Assessed<'_>, other: &Assessed<'_>) -> bool {
    let (first, second) = if one.index < other.index { (one, other) } else { (other, one) };
    let (start, end) = (first.find.span.start, second.find.span.end);
    let between = text.get(first.find.span.end..second.find.span.start).unwrap_or_default();
    if between == "：" {
        return true;
    }
    let before = text.get(..start).unwrap_or_default();
    // Options of their own: `--user ID --password SECRET`.
    if between.contains(char::is_alphanumeric) || first.find.encoding != Encoding::Plain {
        return false;
    }
    // A quoted argument that begins with a space.
    if let Some(quoted) = before.trim_end_matches(' ').strip_suffix(['"', '\''])
        && before.ends_with(' ')
        && is_login(quoted)
    {
        return true;
    }
    if !is_login(before) {
        return false;
    }
    // A shell joins what touches: `-u "ID":"SECRET"`.
    let is_joined = between.contains(['"', '\'']);
    let separator = between.replace(['"', '\''], "");
    let rest = text.get(end..).unwrap_or_default();
    let is_ended = match before.chars().next_back() {
        Some(quote @ ('"' | '\'')) if !is_joined => rest.trim_start_matches('\\').starts_with(quote),
        _ => !rest.starts_with([':', '.', ',']),
    };
    !matches!(separator.as_str(), ":" | ":\\\n") || !is_ended
}

/// Whether a variable gets more than the value: `ID=“…”`, `ID=<…>`, `ID="…`,
/// `ID=…,`.
pub(super) fn is_frayed(text: &str, find: &Find) -> bool {
    let floor = text.ceil_char_boundary(find.span.start.saturating_sub(VALUE));
    let before = text.get(floor..find.span.start).unwrap_or_default();
    let line = before.rfind('\n').and_then(|at| before.get(at + 1..)).or((floor == 0).then_some(before));
    let after = text.get(find.span.end..).unwrap_or_default();
    let Some((name, opening)) = line.and_then(|line| line.split_once('=')) else { return false };
    let name = name.trim_start();
    let is_set = name.starts_with("set ");
    let name = ["export ", "set "].iter().find_map(|word| name.strip_prefix(word)).unwrap_or(name);
    let is_variable =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
    // A command in the value, or another variable before this one.
    let is_other = opening.starts_with(['$', '`']) || opening.contains(char::is_alphanumeric);
    if find.encoding != Encoding::Plain || !is_variable || is_other {
        return false;
    }
    let ends = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t', '\r', '\n', ';', '&', '|', ')', '<']);
    match opening {
        "" => !ends(after) || is_followed_by_words(after),
        // The Windows command prompt keeps quotes.
        "\"" | "'" => is_set || !after.strip_prefix(opening).is_some_and(ends),
        _ => true,
    }
}

/// Whether the rest of the line is words of a page, such as those of a button:
/// "Copy", "Copied!". Commands are in lower case.
fn is_followed_by_words(after: &str) -> bool {
    let rest = after.lines().next().unwrap_or_default().trim();
    rest.starts_with(|sign: char| sign.is_ascii_uppercase()) && !rest.contains(['=', '/'])
}

/// Whether a header announces base64 but the login is plain: `-H
/// "Authorization: Basic ID:SECRET"`. A `.http` file may contain that.
pub(super) fn lacks_encoding(text: &str, one: &Assessed<'_>, other: Option<&Assessed<'_>>) -> bool {
    let start = other.map_or(one.find.span.start, |other| other.find.span.start.min(one.find.span.start));
    let before = text.get(text.ceil_char_boundary(start.saturating_sub(VALUE))..start).unwrap_or_default();
    let header = before.strip_suffix("Basic ").map(str::trim_end).and_then(|before| before.strip_suffix(':'));
    let quoted =
        header.and_then(|before| before.strip_suffix("Authorization").or(before.strip_suffix("authorization")));
    one.find.encoding == Encoding::Plain && quoted.is_some_and(|before| before.ends_with(['"', '\'']))
}

/// Whether a session token is used as a user name or password.
pub(super) fn is_token_as_login(text: &str, find: &Find) -> bool {
    let before = text.get(..find.span.start).unwrap_or_default();
    let before = before.strip_suffix(['"', '\'']).unwrap_or(before);
    let is_login = ends_user_option(before) || ["Basic ", "--user "].iter().any(|option| before.ends_with(option));
    find.part == Some(Part::Token) && is_login
}

/// Whether a space that no shell or parser removes precedes the value.
pub(super) fn has_odd_space(text: &str, find: &Find) -> bool {
    let before = text.get(..find.span.start).unwrap_or_default();
    let bare = before.trim_end_matches(|sign: char| sign.is_whitespace() && !sign.is_ascii());
    bare.len() < before.len() && (bare.ends_with('=') || bare.trim_end_matches(' ').ends_with("-u"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_may_lead_to_the_right_value_and_masks_may_not() {
        for value in
            ["$SECRET", "$1", "${{ secrets.X }}", "process.env.X", "getenv(\"X\")", "<secret>", "{{x}}", "op://a/b"]
        {
            assert!(is_reference(value), "{value}");
        }
        for value in [
            "",
            "TODO",
            "changeme",
            "xxxxxxxx",
            "sk_12345",
            "T4RX9-BN6HL",
            "tim@acme.example",
            "***",
            "39e1...",
            "••••••••233c",
            "[MASKED]",
            "(hidden)",
            "<redacted>",
            "***REDACTED***",
        ] {
            assert!(!is_reference(value), "{value}");
        }
    }

    #[test]
    fn a_word_ends_with_its_quotes_or_its_line() {
        for (text, expected) in [("\"\" ,", ""), ("'a b' c", "a b"), ("x y", "x"), ("\nnext", ""), ("p@host", "p")] {
            assert_eq!(word(text), Some(expected), "{text}");
        }
    }
}
