//! Names that stand for a value of their own, and don't name the next value.

use super::label_table::ends_user_option;
use super::span::Span;

const fn is_quote(byte: u8) -> bool {
    matches!(byte, b'"' | b'\'' | b'`')
}

/// Whether a name before the value at `value` is itself a value: `-u $APP_ID:…`,
/// `login(appId, "…")`, `app_id + ":…"`. `begins_line`: whether the name is the
/// first of its line.
pub(super) fn is_value_itself(bytes: &[u8], floor: usize, name: Span, value: usize, begins_line: bool) -> bool {
    let before = bytes.get(floor..name.start).unwrap_or_default();
    let between = bytes.get(name.end..value).unwrap_or_default();
    let is_closing = |byte: &u8| is_quote(*byte) || matches!(byte, b']' | b')' | b'}' | b' ');
    let closing = between.iter().take_while(|byte| is_closing(byte)).count();
    let rest = between.get(closing..).unwrap_or_default();
    // `define('APP_ID', '…')` names its value: only the quote is closed.
    let is_blank = between.get(1..closing).is_none_or(|blanks| blanks.iter().all(|&byte| byte == b' '));
    let is_key = between.first().is_some_and(|&byte| is_quote(byte)) && is_blank;
    let is_argument = rest.first() == Some(&b',') && !is_key && !begins_line;
    if is_argument || rest.first() == Some(&b'+') {
        return true;
    }
    if between.contains(&b'=') || between.contains(&b'\n') {
        return false;
    }
    let last = between.iter().rev().find(|&&byte| !is_quote(byte));
    let is_login = last == Some(&b':') && between.iter().filter(|&&byte| byte == b':').count() == 1;
    let unquoted =
        before.iter().rposition(|&byte| !is_quote(byte)).and_then(|at| before.get(..=at)).unwrap_or_default();
    let is_user = || {
        let text = str::from_utf8(unquoted).unwrap_or_default();
        ends_user_option(text) || text.ends_with("--user ") || text.ends_with("://")
    };
    match (before.last(), between.first()) {
        // `$APP_ID:…`, `"$APP_ID" "…"`
        (Some(b'$'), _) => true,
        (Some(b'{'), Some(b'}')) | (Some(b'%'), Some(b'%')) => is_login || rest.is_empty(),
        (Some(b'<'), Some(b'>')) => is_login,
        // `(app_id, env, app_secret) VALUES (…`, `$(pass app/id):…`
        (_, Some(b')')) => is_login || !between.contains(&b':'),
        _ => is_login && is_user(),
    }
}
