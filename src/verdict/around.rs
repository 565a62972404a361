//! The text around a host or an option, if the host or option applies only
//! there.

use super::command::{COMMAND, COMMANDS, METHODS, is_command};
use super::comment::comment_around;
use super::compared::compared_around;
use super::environment_word::{denies, of_name, words};
use super::name::split;
use super::named_host::{Told, key_before};
use super::option::gives_labels;
use super::refused::refused_around;
use super::remark::remark_around;
use crate::detect::host::NamedHost;
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// The comment or the sentence that mentions a host, and how the host counts
/// outside it.
pub(super) fn mention_of(text: &str, statements: &Statements, host: Span) -> Option<(Span, Told)> {
    let comment = comment_around(text, statements, host).map(|span| (span, Told::Comment));
    let sentence = || {
        let said = sentence_around(text, statements, host).or_else(|| string_around(text, statements, host));
        let said = said.filter(|span| !is_command(span.of(text)));
        said.or_else(|| bare_around(text, statements, host)).map(|span| (span, Told::Said))
    };
    let refused = refused_around(text, statements, host).map(|span| (span, Told::Said));
    let denial = || denial_around(text, statements, host).map(|span| (span, Told::No));
    let compared = || compared_around(text, statements, host).map(|span| (span, Told::Said));
    let remark = || remark_around(text, statements, host).map(|span| (span, Told::Said));
    let (span, told) = comment.or(refused).or_else(sentence).or_else(denial).or_else(remark).or_else(compared)?;
    let before = text.get(statements.line_start(host.start)..host.start).filter(|before| before.len() <= COMMAND);
    let is_denied = before.is_some_and(|before| denies(words(before).iter().map(String::as_str)));
    Some((span, if is_denied { Told::No } else { told }))
}

/// How many words a line with a host has at least if it is a sentence.
const SENTENCE: usize = 4;

/// The line around a host, if it is a sentence that mentions the host: "While
/// developing, use HOST instead." Then the host applies only there. A sentence
/// that ends with a colon introduces what follows.
fn sentence_around(text: &str, statements: &Statements, host: Span) -> Option<Span> {
    let start = statements.line_start(host.start);
    if host.start - start > COMMAND {
        return None;
    }
    let rest = text.get(host.end..).unwrap_or_default();
    let end = host.end + rest.find('\n').unwrap_or(rest.len());
    let line = text.get(start..end)?.trim();
    let before = text.get(start..host.start)?.trim_end_matches("://");
    let before = before.trim_end_matches(|sign: char| sign.is_ascii_alphabetic());
    let is_value =
        before.ends_with(['"', '\'', '=', '|']) || !key_before(text, host.start).is_empty() || ends_option(before);
    let is_code = line.contains(['=', '|', '{', '$']) || line.ends_with([':', ',', ';', '\\']);
    let is_word = |word: &&str| {
        let word = word.trim_matches(|sign: char| !sign.is_alphabetic());
        !word.is_empty() && word.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '\'' | '’' | '-'))
    };
    let is_code = is_code || heads_trace(rest);
    let is_sentence = !is_value && !is_code && line.split_whitespace().filter(is_word).count() >= SENTENCE;
    is_sentence.then_some(Span { start, end })
}

/// What a value ends with before a host, if the host is the value or a part of
/// it.
const BEFORE_VALUE: &[char] =
    &['/', ':', '=', '|', ',', ';', '>', '(', '[', '"', '\'', '`', '“', '„', '«', '@', '\\', '：'];

/// Last words of names of addresses.
const ADDRESS: &[&str] = &["host", "hostname", "url", "uri", "endpoint"];

/// Words directly before a host that requests or a login go to.
const CONNECTS: &[&str] = &["Connected to ", "machine ", "set host "];

/// The line around a host that is only a word in it: the output of `ping`, a
/// certificate, a log. What requests go to has a scheme, a name, a quotation
/// mark or a path, or is in a command.
fn bare_around(text: &str, statements: &Statements, host: Span) -> Option<Span> {
    let start = statements.line_start(host.start);
    let before = text.get(start..host.start).filter(|before| before.len() <= COMMAND)?;
    let rest = text.get(host.end..)?;
    let end = host.end + rest.find('\n').unwrap_or(rest.len());
    let line = text.get(start..end)?;
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let is_mark = |sign: char| matches!(sign, '*' | '~' | '`' | '{' | '[');
    let is_symbol = |sign: char| !sign.is_ascii() && !sign.is_alphanumeric() && !BEFORE_VALUE.contains(&sign);
    // Markup may be between a label and its value.
    let label = before.trim_end_matches(|sign: char| sign.is_whitespace() || is_mark(sign) || is_symbol(sign));
    let label = label.strip_suffix("[/b]").unwrap_or(label);
    let is_dash = [" –", " —", " -", " →"].iter().any(|dash| before.trim_end().ends_with(dash))
        && label.split_whitespace().count() <= SENTENCE
        && label.contains(char::is_alphabetic);
    let is_capital = || last.bytes().all(|byte| byte.is_ascii_uppercase());
    let is_address = split(last).last().is_some_and(|word| ADDRESS.contains(&word.as_str()))
        && (last.contains(['.', '/', ':']) || last.starts_with('@') || is_capital());
    let is_server = last == "server" && rest.trim_start_matches(":443").starts_with(';');
    let is_name = last.starts_with("--") || last.contains('_') || is_address || is_server || is_dash;
    let is_column = before.ends_with('\t') || (before.ends_with("  ") && last.ends_with(char::is_alphabetic));
    let is_value = label.ends_with(BEFORE_VALUE)
        || before.trim_end().ends_with(BEFORE_VALUE)
        || before.ends_with("%2F")
        || is_name
        || is_column;
    let has_path = rest.trim_start_matches('\\').trim_start_matches(":443").starts_with(['/', '\\', '"', '\'']);
    let connects = CONNECTS.iter().any(|words| before.ends_with(words));
    let is_request = METHODS.iter().any(|method| line.contains(method)) || is_command(line);
    // A line with nothing but a host may be the address of what is around it.
    let is_alone = !before.contains(char::is_alphanumeric);
    (!(is_value || has_path || connects || is_request || is_alone)).then_some(Span { start, end })
}

/// The line around a host, if the words directly before the host deny it: "Not
/// HOST!", "statt HOST".
fn denial_around(text: &str, statements: &Statements, host: Span) -> Option<Span> {
    let start = statements.line_start(host.start);
    let before = text.get(start..host.start).filter(|before| before.len() <= COMMAND)?;
    let before = before.trim_end_matches("://").trim_end_matches(|sign: char| sign.is_ascii_alphabetic());
    let clause = before.rsplit([',', ';', '.', ':', '=', '!', '?', '|', '(', '"', '\u{60}']).next().unwrap_or(before);
    // "Don't use HOST": an apostrophe isn't a quotation mark.
    let clause = clause.rsplit(" '").next().unwrap_or(clause);
    let rest = text.get(host.end..)?;
    let end = host.end + rest.find('\n').unwrap_or(rest.len());
    let words = words(clause);
    let last = |count: usize| words.len().checked_sub(count).and_then(|at| words.get(at)).map(String::as_str);
    // "Instead use HOST" and "rather HOST" recommend it.
    let is_instead = matches!((last(2), last(1)), (Some("instead"), Some("of")) | (Some("rather"), Some("than")))
        || (last(3), last(2)) == (Some("en"), Some("vez"));
    let is_denied = is_instead || denies(words.iter().map(String::as_str)) && last(2) != Some("nothing");
    is_denied.then_some(Span { start, end })
}

/// The string around a host, if it is a sentence that mentions the host:
/// `"description": "Tests run against HOST"`.
fn string_around(text: &str, statements: &Statements, host: Span) -> Option<Span> {
    let start = statements.line_start(host.start);
    let before = text.get(start..host.start).filter(|before| before.len() <= COMMAND)?;
    let rest = text.get(host.end..)?.lines().next()?;
    let opens = |&(at, _): &(usize, &str)| {
        before.get(..at).is_some_and(|code| code.trim_end().ends_with([':', '=', '>', ',', '[', '(', '{']))
    };
    let (at, quote) = before.rmatch_indices(['"', '\'']).find(opens)?;
    let inner = before.get(at + 1..)?;
    let end = rest.find(quote)?;
    let words = inner.split_whitespace().chain(rest.get(..end)?.split_whitespace());
    let is_word =
        |word: &&str| word.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '\'' | '’' | '-' | ',' | '.'));
    let address = inner.trim_end_matches("://").trim_end_matches(|sign: char| sign.is_ascii_alphabetic());
    let is_code = ends_option(address) || METHODS.iter().any(|method| inner.starts_with(method));
    let is_sentence = !is_code && !inner.contains(quote) && words.filter(is_word).count() >= SENTENCE - 1;
    is_sentence.then_some(Span { start: start + at, end: host.end + end })
}

/// Whether an option ends here, and its value follows: `--url `.
fn ends_option(before: &str) -> bool {
    let word = before.trim_end_matches(['"', '\'', ' ', '=']).rsplit([' ', '"', '\'']).next().unwrap_or_default();
    word.strip_prefix("--").is_some_and(|name| name.starts_with(|sign: char| sign.is_ascii_alphabetic()))
}

/// The command around a host, if it has a login of its own: `-u ID:SECRET`,
/// `-u "$PROD_ID:$PROD_SECRET"`. A variable without an environment in its name
/// may be the key elsewhere in the text.
pub(super) fn login_around(text: &str, statements: &Statements, host: &NamedHost) -> Option<Span> {
    let line = statements.line(host.span.start)?.span;
    let command = line.of(text);
    if command.len() > COMMAND || !is_command(command) {
        return None;
    }
    // In `sudo -u deploy curl …`, the user is another program's.
    let at_program = |name: &&str| {
        let ends = |&(at, _): &(usize, &str)| command.get(at + name.len()..).is_some_and(|rest| rest.starts_with(' '));
        command.match_indices(*name).find(ends).map(|(at, _)| at)
    };
    let request = command.get(COMMANDS.iter().filter_map(at_program).min()?..)?;
    let login = ["-u ", "--user ", "--user="].iter().find_map(|option| request.split_once(option))?.1;
    let (user, _) = login.trim_start_matches(['"', '\'']).split_once(':')?;
    let is_reference = user.starts_with(['$', '%', '{', '#', '!', '@', '.', '+']) || user.starts_with("<%");
    if user.is_empty() || (user.contains(char::is_whitespace) && !is_reference) {
        return None;
    }
    // The name of another environment's key doesn't make the host its own.
    let name = user.trim_matches(|sign: char| !sign.is_ascii_alphanumeric());
    (!is_reference || of_name(name) == host.site.environment().into()).then_some(line)
}

/// Whether the lines after this one are a stack trace: `#0
/// /app/src/Client.php(52): login('…')`. Then this line says which request its
/// calls made.
fn heads_trace(rest: &str) -> bool {
    let mut below = rest.lines().skip(1).map(str::trim).skip_while(|line| line.to_ascii_lowercase().contains("trace"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|digit| digit.is_ascii_digit());
    let frame = below.next().and_then(|line| line.strip_prefix('#')?.split_once(' '));
    frame.is_some_and(|(number, call)| {
        let place = call.split_once("): ").and_then(|(place, _)| place.rsplit_once('('));
        is_number(number) && place.is_some_and(|(_, line)| is_number(line))
    })
}

/// The call that has an object as a later argument: `new Client(key, {…})`.
pub(super) fn call_around(text: &str, statements: &Statements, object: Span) -> Option<Span> {
    let before = text.get(..object.start)?.trim_end();
    let call = statements.groups(object.start.checked_sub(1)?).next()?.span;
    let is_call = call.of(text).starts_with('(') && call.start < object.start && object.end < call.end;
    // `new Client(key, new Options(…))`
    let is_options = || object.of(text).starts_with('(') && before.ends_with(|sign: char| sign.is_ascii_alphanumeric());
    let is_argument = before.ends_with([',', '=', ':']) && !gives_labels(before);
    (is_call && (is_argument || is_options())).then_some(call)
}

/// The start of the element that contains only this value, such as
/// `<string>production</string>`, or else the start of the value.
pub(super) fn element_of(statements: &Statements, text: &str, value: Span) -> usize {
    let element = statements.groups(value.start).next().map(|group| group.span);
    let is_alone = |element: &Span| {
        let inner = element.of(text).split_once('>').and_then(|(_, rest)| rest.rsplit_once("</"));
        inner.is_some_and(|(inner, _)| inner.trim() == value.of(text))
    };
    element.filter(is_alone).and_then(|element| element.start.checked_sub(1)).unwrap_or(value.start)
}
