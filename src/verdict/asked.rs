//! Values that code only looks for or rejects, or uses under a condition. The
//! names in such a line don't say where the value is used.

use super::environment_word::{Named, of_name};
use super::name::split;

/// The first words of functions that answer a question about a value:
/// `isLiveKey("…")`.
const ASKS: &[&str] = &["is", "has"];
/// Words in the names of functions that change one text to another.
const CHANGES: &[&str] = &["replace", "substitute", "translate"];
/// Words in the names of what must not be used.
const FORBIDDEN: &[&str] = &[
    "forbidden",
    "forbid",
    "blocked",
    "blocklist",
    "denied",
    "deny",
    "denylist",
    "blacklist",
    "blacklisted",
    "banned",
    "disallowed",
    "disallow",
    "reject",
    "rejected",
];
/// Programs that look for a text.
const SEARCHES: &[&str] = &["grep", "egrep", "fgrep", "rg", "findstr"];

/// Whether a value is only looked for, rejected or used under a condition.
/// `before` and `rest` are the texts around it in its line.
pub(super) fn is_asked(before: &str, rest: &str) -> bool {
    is_queried(before)
        || is_search(before)
        || is_in_question(before)
        || is_forbidden(before)
        || is_refuted(before)
        || is_conditional(before, rest)
}

/// `SELECT … WHERE prod_app_id = 'VALUE'`
fn is_queried(before: &str) -> bool {
    let lower = before.to_ascii_lowercase();
    let Some((query, condition)) = lower.rsplit_once(" where ") else { return false };
    ["select ", "update ", "delete from "].iter().any(|verb| query.contains(verb))
        && (condition.contains('=') || condition.contains(" in (") || condition.contains(" like "))
}

/// Whether a value is in the condition of a query that changes nothing, or
/// deletes: `DELETE FROM keys WHERE app_id = 'VALUE'`.
pub(super) fn is_selected(before: &str) -> bool {
    let lower = before.to_ascii_lowercase();
    let query = lower.rsplit(';').next().unwrap_or(&lower);
    is_queried(query) && !query.contains(['|']) && !["update ", "insert "].iter().any(|verb| query.contains(verb))
}

/// Whether a value is in a list of what must not be used: `BLOCKED_IDS=x,VALUE`.
/// The name of the list is before the last sign of an assignment.
pub(super) fn forbids(before: &str) -> bool {
    let is_item =
        |sign: char| sign.is_ascii_alphanumeric() || matches!(sign, '"' | '\'' | '`' | ' ' | ',' | '[' | '{' | '(');
    let assigned = before.trim_end_matches(is_item);
    let Some(name) = assigned.strip_suffix(['=', ':']) else { return false };
    let name = name.trim_end_matches(['"', '\'', ' ']);
    let last = name.rsplit(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '{' | ',')).next();
    // "Access denied: VALUE" is a sentence.
    let is_sentence =
        assigned.ends_with(':') && name.trim_start_matches(['-', ' ', '\t']).contains(char::is_whitespace);
    let opens_list = before.get(assigned.len()..).is_some_and(|items| items.contains(['[', '{', '(']));
    !is_sentence && last.is_some_and(|name| is_of_forbidden(name) && (opens_list || names_several(name)))
}

/// Whether a name is one of several things: `blocked_ids`, `REJECT_LIST`.
pub(super) fn names_several(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    name.ends_with('s') || name.ends_with("list")
}

/// `grep -rn "NAME=VALUE" .`
fn is_search(before: &str) -> bool {
    let command = before.rsplit(['|', ';', '&', '(', '`']).next().unwrap_or(before);
    let command = command.trim_start_matches([' ', '$', '%', '>']);
    let command = command.strip_prefix("git ").unwrap_or(command);
    SEARCHES.contains(&command.split_whitespace().next().unwrap_or_default()) && command.contains(' ')
}

/// `expect(isProductionId("VALUE"))`, `text.replace("VALUE", …)`: the value is
/// the first argument. In SQL, `REPLACE(column, 'VALUE', …)`.
fn is_in_question(before: &str) -> bool {
    let code = before.trim_end_matches(['"', '\'', '`']);
    let (code, is_second) = match code.trim_end().strip_suffix(',') {
        Some(code) => (code.trim_end_matches(|sign: char| sign.is_alphanumeric() || sign == '_'), true),
        None => (code, false),
    };
    let Some(call) = code.strip_suffix('(') else { return false };
    let name = call.rsplit(|sign: char| !(sign.is_alphanumeric() || sign == '_')).next().unwrap_or_default();
    match is_second {
        true => name.eq_ignore_ascii_case("replace") && !call.contains('.'),
        false => is_of_question(name) || split(name).iter().any(|word| CHANGES.contains(&word.as_str())),
    }
}

/// `assertNotSame('VALUE', …)`, `assert_not_equal(config.id, 'VALUE')`
fn is_refuted(before: &str) -> bool {
    let calls = before.split('(').map(|call| call.rsplit(|sign: char| !(sign.is_alphanumeric() || sign == '_')).next());
    let is_refuted = |name: &str| {
        let name = name.to_ascii_lowercase().replace('_', "");
        name.strip_prefix("assertnot")
            .is_some_and(|rest| ["same", "equal", "contain", "in"].iter().any(|word| rest.starts_with(word)))
    };
    before.contains('(') && calls.flatten().any(is_refuted)
}

/// `forbidden['production'] = ['VALUE']`: the name directly before the value.
fn is_forbidden(before: &str) -> bool {
    let code = before.trim_end_matches(['"', '\'', '`', ' ', '[', '{', '(']);
    let Some(name) = code.strip_suffix(['=', ':']) else { return false };
    let name = name.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default();
    name.split(['[', ']', '"', '\'', '.']).any(is_of_forbidden)
}

/// Whether a name is that of something that must not be used.
pub(super) fn is_of_forbidden(name: &str) -> bool {
    split(name).iter().any(|word| FORBIDDEN.contains(&word.as_str()))
}

/// Whether a name of a group has a word for a question, or for something that
/// must not be used: `forbidden['production']`.
pub(super) fn has_question(name: &str) -> bool {
    name.split(|sign: char| !(sign.is_alphanumeric() || sign == '_')).any(is_of_question)
}

/// Whether this is the name of a function that asks about its argument, or of
/// something that must not be used.
fn is_of_question(name: &str) -> bool {
    let words = split(name);
    let asks = words.len() > 1 && words.first().is_some_and(|word| ASKS.contains(&word.as_str()));
    asks || is_of_forbidden(name)
}

/// `"VALUE" if debug else "VALUE"`, `isTest ? "VALUE" : "VALUE"`: one of two
/// values in quotes. A condition that names an environment says more than the
/// rest of the line.
fn is_conditional(before: &str, rest: &str) -> bool {
    let Some(quote) = before.chars().next_back().filter(|sign| matches!(sign, '"' | '\'' | '`')) else { return false };
    let code = before.trim_end_matches(quote).trim_end();
    let after = rest.split_once(quote).map_or("", |(value, after)| if value.contains(' ') { "" } else { after });
    let is_quoted = |text: &str| text.trim_start().starts_with(quote);
    let ends_quoted = |text: &str| text.trim_end().ends_with(quote);
    let is_first = || {
        let python = after.strip_prefix(" if ").and_then(|rest| rest.split_once(" else "));
        let ternary = code.ends_with('?').then(|| after.trim_start().strip_prefix(':')).flatten();
        python.is_some_and(|(_, other)| is_quoted(other)) || ternary.is_some_and(is_quoted)
    };
    let is_second = || {
        let python = code.strip_suffix(" else").and_then(|code| code.rsplit_once(" if "));
        let ternary = code.strip_suffix(':').filter(|code| code.contains(" ? "));
        python.is_some_and(|(other, _)| ends_quoted(other)) || ternary.is_some_and(ends_quoted)
    };
    code.contains('=') && !names_condition(code, after) && (is_first() || is_second())
}

/// Whether the condition in a line of code names an environment.
fn names_condition(code: &str, after: &str) -> bool {
    let modifier = |of: &str| {
        let (_, condition) = of.split_once(" if ")?;
        Some(condition.split(" else ").next().unwrap_or(condition).to_owned())
    };
    let asked = || code.rsplit_once(" ? ").map(|(of, _)| of).or(code.strip_suffix(" ?"));
    let ternary = || asked().map(|of| of.rsplit('=').next().unwrap_or(of).to_owned());
    let condition = modifier(after).or_else(|| modifier(code)).or_else(ternary);
    condition.is_some_and(|condition| of_name(&condition) != Named::None && !condition.contains('!'))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the value is only asked about. `$` is a placeholder for it.
    fn asked(text: &str) -> bool {
        text.split_once('$').is_some_and(|(before, rest)| is_asked(before, rest))
    }

    #[test]
    fn lists_of_what_must_not_be_used_are_told_from_messages() {
        for before in ["BLOCKED_IDS=x1,", "  rejected: [\"", "{\"blocked\": [\"x1\", \"", "denylist = {'"] {
            assert!(forbids(before), "{before}");
        }
        for before in ["Access denied: ", "BLOCKED_BY=x EQP_APP_ID=", "blocked: true, id: ", "app_id: "] {
            assert!(!forbids(before), "{before}");
        }
    }

    #[test]
    fn questions_and_conditions_are_told_from_uses() {
        for text in [
            "assert isProduction('$') == false",
            "expect(isLiveKey(\"$\")).toBe(false)",
            "config.replace('$', 'x')",
            "UPDATE x SET value = REPLACE(value, '$', 'x')",
            "SELECT * FROM keys WHERE prod_app_id = '$'",
            "grep -rn \"PROD_APP_ID=$\" .",
            "cat .env | grep PROD_APP_ID=$",
            "prod_denylist = {\"$\"}",
            "forbidden['production'] = ['$']",
            "live_key = \"$\" if debug else \"x\"",
            "live_key = \"x\" if debug else \"$\"",
            "const prodAppId = isTest ? '$' : 'x';",
            "const prodAppId = isTest ? 'x' : '$';",
            "self.assertNotEqual('$', config['eqp/production/app_id'])",
            "self.assert_not_equal(config.production_id, '$')",
        ] {
            assert!(asked(text), "{text}");
        }
        for text in [
            "PROD_APP_ID=$",
            "loginToProduction('$')",
            "is('$')",
            "Use production id `$` if you deploy",
            "production: { id: '$' }",
            "Where do I put production App Id $",
            "prod_app_id = \"$\" if is_production else \"x\"",
            "issueProductionToken('$')",
            "config.replace('__PROD_APP_ID__', '$')",
            "require_auth(prod_app_id='$')",
            "expect_production_login('$')",
            "Access denied: PROD_APP_ID=$",
            "Our submission was rejected. Production App Id: $",
            "PROD_APP_ID = args.id if args.id else \"$\"",
            "const prodAppId = override ? override : '$';",
            "Set PROD_APP_ID=\"$\" if the variable is missing",
            "This is where PROD_APP_ID=$ comes from",
            "# ag Acme: PROD_APP_ID=$",
            "if ($prod) { $id = '$'; }",
        ] {
            assert!(!asked(text), "{text}");
        }
    }
}
