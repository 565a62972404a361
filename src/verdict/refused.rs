//! Sentences about a host that a key must not, might or did once go to: "Never
//! use KEY with HOST", "Can I use KEY on HOST?", "We had sent KEY to HOST". Such
//! a host says nothing about the keys beside it. A sentence that reports a
//! failure, or asks someone to do something, does say where a key goes.

use super::command::{COMMAND, METHODS, is_command};
use super::environment_word::{of_name, words};
use super::environment_words::THINGS;
use super::named_host::key_before;
use crate::catalogue::Environment;
use crate::detect::span::Span;
use crate::detect::statement::Statements;

/// Words that refuse what follows, if it is a use.
const NEVER: &[&str] = &["never", "nie", "niemals", "jamais", "nunca", "nooit"];
/// Words that refuse what follows together, if it is a use.
const NOT: &[&[&str]] = &[&["do", "not"], &["ne", "pas"], &["no"], &["bitte", "nicht"]];
/// Words for the use of a key.
const USES: &[&str] = &[
    "use",
    "send",
    "try",
    "paste",
    "benutzen",
    "verwenden",
    "nutzen",
    "senden",
    "schicken",
    "utiliser",
    "utilisez",
    "employer",
    "envoyer",
    "usar",
    "uses",
    "utilizar",
    "enviar",
    "gebruiken",
];
/// How many words may be between a refusal and the use, at the end of German
/// sentences.
const BETWEEN: usize = 8;

/// Words right before a host that say a key isn't for it.
const NOT_FOR: &[&[&str]] = &[
    &["not", "for"],
    &["not", "valid", "for"],
    &["nicht", "für"],
    &["nicht", "gültig", "für"],
    &["pas", "pour"],
    &["pas", "valable", "pour"],
    &["no", "para"],
    &["no", "es", "válido", "para"],
];
/// Words right after a host that say it rejects the key.
const REFUSES: &[&[&str]] = &[&["does", "not", "accept"], &["n", "accepte", "pas"], &["no", "acepta"]];

/// The first words of a question whether something is right. "Why does HOST
/// refuse KEY?" reports what happened, and "Can you use KEY?" asks for it.
const ASKS: &[&[&str]] = &[
    &["can", "i"],
    &["can", "we"],
    &["may", "i"],
    &["may", "we"],
    &["should", "i"],
    &["should", "we"],
    &["does"],
    &["is"],
    &["kann", "ich"],
    &["kann", "man"],
    &["darf", "ich"],
    &["können", "wir"],
    &["puis", "je"],
    &["peut", "on"],
    &["dois", "je"],
    &["puedo"],
    &["se", "puede"],
    &["debo"],
    &["kan", "ik"],
];

/// Auxiliaries of what was so before something else.
const HAD: &[&str] = &["had", "hatte", "hatten", "avait", "avions", "había", "habíamos", "hadden"];
/// Participles for the use of a key.
const USED: &[&str] = &[
    "sent",
    "used",
    "pasted",
    "gesendet",
    "geschickt",
    "verwendet",
    "benutzt",
    "envoyé",
    "utilisé",
    "enviado",
    "usado",
    "gebruikt",
];

/// Words of a plan, before the host.
const PLANS: &[&[&str]] = &[
    &["once", "approved"],
    &["next", "week"],
    &["next", "month"],
    &["until", "then"],
    &["nächste", "woche"],
    &["semaine", "prochaine"],
    &["próxima", "semana"],
];
/// Words for something that wasn't meant.
const MISTAKES: &[&[&str]] =
    &[&["by", "accident"], &["by", "mistake"], &["aus", "versehen"], &["par", "erreur"], &["por", "error"]];

/// Words before the environment that should be used: "please use the sandbox",
/// "only for the sandbox", "instead of the sandbox".
const SHOULD: &[&str] = &[
    "use",
    "only",
    "instead",
    "nur",
    "statt",
    "nehmen",
    "nehmt",
    "utiliser",
    "seulement",
    "lieu",
    "usar",
    "solo",
    "vez",
];
/// How many words may be between such a word and the environment.
const ARTICLES: usize = 2;

/// The fewest words of a sentence.
const FEWEST: usize = 2;

/// The sentence of a line that contains a host.
fn sentence_in(text: &str, line: Span, host: Span) -> Span {
    let ends = |part: &str, at: usize, sign: char| {
        let rest = part.get(at + sign.len_utf8()..).unwrap_or_default();
        let next = rest.trim_start().chars().next();
        rest.starts_with(' ') && (sign == ';' || next.is_some_and(char::is_uppercase))
    };
    let is_end = |sign: char| matches!(sign, '.' | '!' | '?' | ';');
    let before = text.get(line.start..host.end).unwrap_or_default();
    let begin = before.char_indices().rev().find(|&(at, sign)| is_end(sign) && ends(before, at, sign));
    let after = text.get(host.end..line.end).unwrap_or_default();
    let end = after.char_indices().find(|&(at, sign)| is_end(sign) && ends(after, at, sign));
    Span {
        start: begin.map_or(line.start, |(at, sign)| line.start + at + sign.len_utf8()),
        end: end.map_or(line.end, |(at, sign)| host.end + at + sign.len_utf8()),
    }
}

/// The host itself, if its sentence refuses it, asks about it, or is about
/// another time.
pub(super) fn refused_around(text: &str, statements: &Statements, host: Span) -> Option<Span> {
    let start = statements.line_start(host.start);
    if host.start - start > COMMAND {
        return None;
    }
    let limit = text.floor_char_boundary(text.len().min(host.end + COMMAND));
    let end = host.end + text.get(host.end..limit)?.find('\n').unwrap_or(limit - host.end);
    let line = text.get(start..end)?;
    let before = text.get(start..host.start)?.trim_end_matches("://");
    let before = before.trim_end_matches(|sign: char| sign.is_ascii_alphabetic());
    let is_code = line.contains(['=', '{', '$', '|', '\\']) || METHODS.iter().any(|method| line.contains(method));
    let is_value = before.ends_with([',', '"', '\'', '\t']) || !key_before(text, host.start).is_empty();
    if is_code || is_value || is_command(line) {
        return None;
    }
    let sentence = sentence_in(text, Span { start, end }, host);
    let said = sentence.of(text).trim();
    let [until_host, after_host] = [
        words(text.get(sentence.start..host.start)?),
        words(text.get(host.end..sentence.end)?.trim_start_matches(|sign: char| !sign.is_whitespace())),
    ];
    let said_words: Vec<&str> = until_host.iter().chain(&after_host).map(String::as_str).collect();
    if said_words.len() < FEWEST {
        return None;
    }
    let (until, after) = said_words.split_at(until_host.len());
    let asks = said.ends_with('?') && ASKS.iter().any(|first| said_words.starts_with(first));
    let had = || until.iter().any(|word| HAD.contains(word)) && said_words.iter().any(|word| USED.contains(word));
    let has = |phrases: &[&[&str]], words: &[&str]| {
        phrases.iter().any(|phrase| words.windows(phrase.len()).any(|part| part == *phrase))
    };
    let is_plan = || has(PLANS, until) || has(MISTAKES, &said_words);
    (is_forbidden(&said_words)
        || asks
        || had()
        || is_plan()
        || NOT_FOR.iter().any(|words| until.ends_with(words))
        || REFUSES.iter().any(|words| after.starts_with(words))
        || names_other(text, sentence, host))
    .then_some(host)
}

/// Whether words refuse the use of something: "never use", "do not send".
fn is_forbidden(words: &[&str]) -> bool {
    let uses = |from: usize, most: usize| words.iter().skip(from).take(most).any(|word| USES.contains(word));
    let is_never = words.iter().enumerate().any(|(at, word)| NEVER.contains(word) && uses(at + 1, BETWEEN));
    let is_not = |not: &&[&str]| {
        let mut parts = words.windows(not.len()).enumerate();
        parts.any(|(at, part)| part == *not && uses(at + not.len(), 1))
    };
    is_never || NOT.iter().any(is_not)
}

/// Whether a sentence about a host says that the other environment should be
/// used: "HOST is down, use the sandbox".
fn names_other(text: &str, sentence: Span, host: Span) -> bool {
    let environment = of_name(host.of(text)).one().unwrap_or(Environment::Production);
    let rest = [text.get(sentence.start..host.start), text.get(host.end..sentence.end)];
    rest.into_iter().flatten().any(|part| {
        let words = words(part);
        let should = |at: usize| {
            let before = words.iter().take(at).rev().take(ARTICLES + 1);
            before.into_iter().any(|word| SHOULD.contains(&word.as_str()))
        };
        let is_key = |at: usize| words.get(at + 1).is_some_and(|next| THINGS.contains(&next.as_str()));
        let named = |word: &str| of_name(word).one() == Some(environment.other());
        words.iter().enumerate().any(|(at, word)| named(word) && should(at) && !is_key(at))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::named_host::with_host;

    /// Whether the sentence around the host at `$` refuses it.
    fn is_refused(text: &str) -> bool {
        let (text, statements, host) = with_host(text);
        refused_around(&text, &statements, host).is_some()
    }

    #[test]
    fn what_is_refused_asked_or_past_is_told_from_what_is_done() {
        for text in [
            "ID is not valid for https://$, only for the sandbox.",
            "Never use ID with https://$!",
            "Do not send ID to https://$",
            "Don't use ID on https://$, use KEY.",
            "ID nie gegen https://$ benutzen!",
            "Ne pas utiliser ID avec https://$ !",
            "No usar ID con https://$.",
            "Can I use ID on https://$?",
            "Does https://$ also accept ID?",
            "https://$ is down, please use the sandbox with ID",
            "Fixed: we had sent ID to https://$",
            "Cause: the job sent ID to https://$ instead of the sandbox.",
        ] {
            assert!(is_refused(text), "{text}");
        }
        for text in [
            "Please use https://$ with App Id ID.",
            "Für https://$ nehmen wir App Id ID",
            "We call https://$ with ID and get 401",
            "I cannot log in to https://$ with ID",
            "Why does https://$ refuse ID?",
            "We send the sandbox key ID to https://$",
            "Never mind. We use https://$ with ID",
            "curl https://$ # never the sandbox",
            "Can you please configure https://$ with App ID ID?",
            "Please don't share: https://$ with App ID ID",
            "Do not forget to log in to https://$ with ID",
            "No idea why I get 401 from https://$ with ID",
            "I never get a token from https://$ with ID",
            "We had to switch to https://$ with ID",
            "Use https://$ with ID, they must not be shared",
            "After testing in the sandbox we now call https://$ with ID",
            "We moved from sandbox to https://$ with ID",
            "url: https://$ # do not send to sandbox",
            "prod host never use,https://$/rest/v1,ID",
            "https://$",
        ] {
            assert!(!is_refused(text), "{text}");
        }
    }

    #[test]
    fn a_sentence_ends_before_the_next_one() {
        let text = "Once approved, change it to HOST. For now use ID; e.g. in CI.";
        let at = text.find("HOST").unwrap_or_default();
        let line = Span { start: 0, end: text.len() };
        let sentence = sentence_in(text, line, Span { start: at, end: at + 4 });
        assert_eq!(sentence.of(text), "Once approved, change it to HOST.");
        let at = text.find("ID").unwrap_or_default();
        assert_eq!(sentence_in(text, line, Span { start: at, end: at + 2 }).of(text), " For now use ID;");
    }
}
