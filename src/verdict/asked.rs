//! Values that code only looks for or rejects, or uses under a condition. The
//! names in such a line don't say where the value is used.

use super::environment_word::{Named, of_name};
use super::name::split;

/// The first words of functions that answer a question about a value, or demand
/// something of it: `isLiveKey("…")`, `assertTest("…")`.
const ASKS: &[&str] = &["is", "has", "assert", "require", "reject", "deny", "forbid", "expect"];
/// Words in the names of functions that change one text to another.
const CHANGES: &[&str] = &["replace", "substitute", "translate"];
/// Words in the names of what must not be used.
const FORBIDDEN: &[&str] =
    &["forbidden", "blocked", "blocklist", "denied", "denylist", "blacklist", "banned", "disallowed", "rejected"];
/// Programs that look for a text.
const SEARCHES: &[&str] = &["grep", "egrep", "fgrep", "rg", "ag", "ack", "findstr"];

/// Whether a value is only looked for, rejected or used under a condition.
/// `before` and `rest` are the texts around it in its line.
pub(super) fn is_asked(before: &str, rest: &str) -> bool {
    is_queried(before)
        || is_search(before)
        || is_in_question(before)
        || is_forbidden(before)
        || is_conditional(before, rest)
}

/// `SELECT … WHERE prod_app_id = 'VALUE'`
fn is_queried(before: &str) -> bool {
    let lower = before.to_ascii_lowercase();
    let condition = lower.rsplit_once("where ").filter(|(rest, _)| rest.is_empty() || rest.ends_with([' ', '"', '\'']));
    condition.is_some_and(|(_, of)| of.contains('=') || of.contains(" in (") || of.contains(" like "))
}

/// `grep -rn "NAME=VALUE" .`
fn is_search(before: &str) -> bool {
    let command = before.rsplit(['|', ';', '&', '(', '`']).next().unwrap_or(before);
    let command = command.trim_start_matches([' ', '$', '#', '%', '>']);
    let command = command.strip_prefix("git ").unwrap_or(command);
    SEARCHES.contains(&command.split_whitespace().next().unwrap_or_default()) && command.contains(' ')
}

/// `expect(isProductionId("VALUE"))`, `text.replace("VALUE", …)`
fn is_in_question(before: &str) -> bool {
    let mut depth = 0_u32;
    for (at, sign) in before.char_indices().rev() {
        match sign {
            ')' => depth += 1,
            '(' if depth > 0 => depth -= 1,
            '(' => {
                let call = before.get(..at).unwrap_or_default();
                let name = call.rsplit(|sign: char| !(sign.is_alphanumeric() || sign == '_')).next();
                let name = name.unwrap_or_default();
                return is_of_question(name) || split(name).iter().any(|word| CHANGES.contains(&word.as_str()));
            }
            _ => {}
        }
    }
    false
}

/// `forbidden['production'] = ['VALUE']`
fn is_forbidden(before: &str) -> bool {
    let names = before.split(|sign: char| sign.is_whitespace() || matches!(sign, '=' | ':' | '(' | '[' | '.'));
    before.contains(['=', ':', '(', '[']) && names.take(8).any(is_of_forbidden)
}

fn is_of_forbidden(name: &str) -> bool {
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

/// `"VALUE" if debug else "VALUE"`, `isTest ? "VALUE" : "VALUE"`. A condition
/// that names an environment says more than the rest of the line.
fn is_conditional(before: &str, rest: &str) -> bool {
    let Some(quote) = before.chars().next_back().filter(|sign| matches!(sign, '"' | '\'' | '`')) else { return false };
    let code = before.trim_end_matches(quote).trim_end();
    let after = rest.split_once(quote).map_or("", |(value, after)| if value.contains(' ') { "" } else { after });
    let is_assigned = code.contains('=');
    let is_ternary = || (code.contains(" ? ") && code.ends_with(':')) || code.ends_with(" ?");
    let is_modified = || [" if ", " unless "].iter().any(|word| after.starts_with(word));
    is_assigned && !names_condition(code, after) && (is_modified() || code.ends_with(" else") || is_ternary())
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

    /// Whether the value, which `$` stands for, is asked about.
    fn asked(text: &str) -> bool {
        text.split_once('$').is_some_and(|(before, rest)| is_asked(before, rest))
    }

    #[test]
    fn questions_and_conditions_are_told_from_uses() {
        for text in [
            "assert isProduction('$') == false",
            "expect(isLiveKey(\"$\")).toBe(false)",
            "assertThrows(() => requireLiveKey(\"$\"))",
            "config.replace('x', '$')",
            "SELECT * FROM keys WHERE prod_app_id = '$'",
            "grep -rn \"PROD_APP_ID=$\" .",
            "cat .env | grep PROD_APP_ID=$",
            "prod_denylist = {\"$\"}",
            "forbidden['production'] = ['$']",
            "live_key = \"$\" if debug else \"x\"",
            "live_key = \"x\" if debug else \"$\"",
            "const prodAppId = isTest ? '$' : 'x';",
            "const prodAppId = isTest ? 'x' : '$';",
            "prod_app_id = '$' if Rails.env.test?",
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
            "if ($prod) { $id = '$'; }",
        ] {
            assert!(!asked(text), "{text}");
        }
    }
}
