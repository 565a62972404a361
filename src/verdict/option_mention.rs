//! Options that a text only mentions: in a comment, in a sentence, in a message
//! that a script prints. They apply only there.

use super::command::{COMMAND, is_command};
use super::comment::{line_comment_around, marks_around};
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// Programs and functions that print a message.
const PRINTS: &[&str] = &[
    "echo ",
    "printf \"",
    "printf '",
    "print(\"",
    "print('",
    "puts \"",
    "puts '",
    "console.log(\"",
    "console.log('",
    "console.log(`",
    "Write-Host ",
    "Write-Output ",
];

/// How many words a line with an option has at least if it is a sentence.
const SENTENCE: usize = 4;

/// The comment, the sentence or the message around an option. `option` begins
/// with the option's name.
pub(super) fn mention_around(text: &str, statements: &Statements, option: Span) -> Option<Span> {
    if option.start - statements.line_start(option.start) > COMMAND {
        return None;
    }
    let rest = text.get(option.start..)?;
    // The heading of what follows may be written as a comment.
    let is_title = |before: &str| is_title(before, rest);
    let marks = || {
        let span = marks_around(text, option)?;
        let before = text.get(span.start..option.start)?;
        let line = before.trim_start_matches(|sign: char| !sign.is_alphanumeric());
        let is_struck = before.starts_with('~') || before.starts_with("<del");
        (is_struck || line.contains('\n') || !is_title(line)).then_some(span)
    };
    let line = || {
        let (span, before) = line_comment_around(text, statements, option)?;
        (!is_title(before)).then_some(span)
    };
    marks().or_else(line).or_else(|| line_around(text, statements, option))
}

/// Whether a comment has only a label and a word after it: `# Environment:
/// Production`. A commented-out option begins with a small letter, or has only
/// capitals.
fn is_title(before: &str, rest: &str) -> bool {
    let line = rest.get(..rest.floor_char_boundary(COMMAND)).unwrap_or(rest).lines().next().unwrap_or_default();
    let line = line.trim_end_matches(|sign: char| !(sign.is_alphanumeric() || sign == ')'));
    let Some((label, value)) = line.split_once(':') else { return false };
    let label = [before, label].concat();
    let is_word = |word: &str| word.trim_matches(['(', ')']).chars().all(char::is_alphabetic);
    let is_name = label.starts_with(char::is_uppercase) && label.contains(char::is_lowercase);
    is_name && label.split_whitespace().all(is_word) && value.split_whitespace().all(is_word)
}

/// The line around an option, if it is a sentence about the option, prints it,
/// or has it as a key that is turned off: `"//environment": "sandbox"`.
fn line_around(text: &str, statements: &Statements, option: Span) -> Option<Span> {
    let start = statements.line_start(option.start);
    let before = text.get(start..option.start).filter(|before| before.len() <= COMMAND)?;
    let limit = text.floor_char_boundary(text.len().min(option.end + COMMAND));
    let end = option.end + text.get(option.end..limit)?.find('\n').unwrap_or(limit - option.end);
    let (line, after) = (text.get(start..end)?, text.get(option.end..end)?);
    let is_low = text.get(option.start..)?.starts_with('_') && before.ends_with(['"', '\'']);
    let is_off = is_low || [r#""//"#, "'//"].iter().any(|mark| before.trim_start() == *mark);
    let command = before.trim_start().trim_start_matches("- ").trim_start_matches("run: ").trim_start_matches("$ ");
    let prints = PRINTS.iter().any(|print| command.starts_with(print)) && !after.contains('>');
    (is_off || prints || is_sentence(before, after) && !is_command(line)).then_some(Span { start, end })
}

/// Whether the text around an option in its line is a sentence: "Set `EQP_ENV=sandbox`
/// to try it out."
fn is_sentence(before: &str, after: &str) -> bool {
    let is_word = |word: &&str| {
        let word = word.trim_matches(|sign: char| !sign.is_alphabetic());
        !word.is_empty() && word.chars().all(|sign| sign.is_alphabetic() || matches!(sign, '\'' | '’' | '-'))
    };
    let count = |part: &str| part.split_whitespace().filter(is_word).count();
    let (first, last) = (count(before), count(after));
    let is_code = before.contains(['=', '{', '$', '|', '(', ':', '<']) || after.contains(['{', '|', '$', '<']);
    let ends_code = after.trim_end().ends_with([';', ',', '{', '\\', ':']);
    let is_quoted = before.ends_with('`');
    !is_code && !ends_code && first > 0 && (last > 1 || is_quoted) && first + last >= SENTENCE
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether the option between `«` and `»` is only mentioned.
    fn is_mentioned(text: &str) -> bool {
        let start = text.find('«').unwrap_or_default();
        let text = text.replacen('«', "", 1);
        let end = text.find('»').unwrap_or_default();
        let text = text.replacen('»', "", 1);
        mention_around(&text, &Statements::of(&text), Span { start, end }).is_some()
    }

    #[test]
    fn mentioned_options_are_told_from_ones_that_are_set() {
        for text in [
            "#«EQP_SANDBOX»=true",
            "// «environment: 'sandbox'»,",
            "// '«sandbox»' => true,",
            "/* «environment: 'sandbox'», */",
            "<!-- <«environment>production»</environment> -->",
            "; «sandbox» = true",
            "  # «sandbox»: true",
            "#export «EQP_ENV=sandbox»",
            "REM set «EQP_ENV=production»",
            "EQP_APP_ID=x # «EQP_ENV=production»",
            "~~«Environment: Production»~~",
            "Set `«EQP_SANDBOX»=true` to run against the sandbox.",
            "# Usage: «ENV=production» ./eqp.sh",
            "echo \"«Environment: production»\"",
            "  \"//«environment\": \"production»\",",
            "  \"«_environment\": \"production»\",",
        ] {
            assert!(is_mentioned(text), "{text}");
        }
        for text in [
            "# «Environment: Production»",
            "/* «Environment: Production» */",
            "<!-- «Environment: Sandbox» -->",
            "# «Environment: Sandbox» (test)",
            "Submit with «environment=sandbox» and these two keys:",
            "print(EqpClient(«environment=\"production»\",",
            "console.log(await eqp.login({ «environment: 'sandbox»',",
            "\"_id\": 4, \"«environment\": \"sandbox»\",",
            "## «Environment: Sandbox»",
            "«EQP_ENV=production» # or sandbox",
            "«environment: sandbox» # or production",
            "echo \"«EQP_ENV=production»\" >> .env",
            "export «EQP_ENV=production»",
            "public static final String «environment = \"production»\";",
            "  «sandbox»: true,",
            "Ticket 12, «Environment: Production»",
            "eqp submit --env «production» --id x",
        ] {
            assert!(!is_mentioned(text), "{text}");
        }
    }
}
