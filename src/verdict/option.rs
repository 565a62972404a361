//! Options in a text that select an environment: `environment: 'production'`,
//! `--env sandbox`, `sandbox: true`, `baseUrl: HOSTS.sandbox`.

use super::environment_word::{Named, is_api_name, of_name};
use super::key_word::called;
use super::name::split;
use super::option_path::{PathOwner, owner_of};
use super::product::is_own;
use crate::catalogue::vendor::{EnvironmentNames, TextFacts};
use crate::catalogue::{Environment, vendors};
use crate::detect::span::Span;

/// An option that selects an environment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Selection {
    pub environment: Environment,
    /// The words that select it.
    pub span: Span,
    /// Where its name begins.
    pub begin: usize,
    /// Whether its name says nothing about what it is for: `environment`, `env`.
    pub is_bare: bool,
    /// Whether it describes a program, a shop or a ticket.
    pub is_programs: bool,
    /// Whether it is only in a comment, a sentence or a message.
    pub is_mentioned: bool,
    /// Whether it is an argument, which applies only to its command.
    pub is_argument: bool,
    /// Whether it is a member of an unknown product's object.
    pub is_doubtful: bool,
}

/// Option names whose value is an environment, in lower case and without
/// separators. `NODE_ENV`, `APP_ENV` and the like are left out because they
/// describe the program, and `stage` because it describes a pipeline.
const SELECTORS: &[&str] = &[
    "portalenvironment",
    "apienvironment",
    "targetenvironment",
    "environmentscope",
    "setenvironment",
    "withenvironment",
];

/// The same, if any program, shop or form may have such an option.
const BARE: &[&str] = &["environment", "env", "umgebung", "environnement", "entorno", "omgeving"];

/// Words besides the environment in a switch such as `useSandbox` or
/// `sandbox_mode`.
const SWITCH_WORDS: &[&str] = &["is", "use", "using", "mode", "enabled", "enable", "environment", "env", "api"];

/// Words in the name of an object to choose an environment from:
/// `HOSTS.sandbox`.
const CHOICES: &[&str] = &[
    "env",
    "environment",
    "environments",
    "url",
    "urls",
    "host",
    "hosts",
    "base",
    "endpoint",
    "endpoints",
    "api",
    "server",
    "servers",
    "client",
];

/// The name of an option that many programs have. It counts only in a section
/// or a path that is named after a vendor.
pub(super) const MODE: &str = "mode";

/// The length of the longest option name and of the longest value, in bytes.
const LONGEST: usize = 64;

/// How other vendors write options.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Dialect<'d> {
    /// Words for the vendors, in lower case: `paddle` in `PADDLE_ENVIRONMENT`.
    pub vendors: &'d [&'static str],
    /// The vendors' terms for the environments.
    pub names: &'d [EnvironmentNames],
}

impl Dialect<'_> {
    fn has_option(&self, name: &str) -> bool {
        let is_option =
            |word: &&str| name.strip_prefix(*word).is_some_and(|rest| matches!(rest, "environment" | "env" | "mode"));
        (name == MODE && !self.vendors.is_empty()) || self.vendors.iter().any(is_option)
    }

    /// The environment that this word selects: `environment: 'test'`,
    /// `Environment.LIVE`.
    fn selected(&self, text: &str, span: Span) -> Option<Environment> {
        let word = span.of(text).trim_end_matches(':');
        let last = word.rsplit(['.', ':']).next().unwrap_or(word);
        let environment = called(self.names, last)?;
        let is_value = || last == word && ends_value(text, span.start, span.end);
        let is_selected = is_choice(text, span)
            || (!is_case(text, span) && is_value() && selector_before(text, span.start, self).is_some());
        is_selected.then_some(environment)
    }
}

/// Every option in a text that selects an environment, in order. Each word is
/// examined once.
pub(super) fn selections(text: &str, dialect: &Dialect<'_>) -> Vec<Selection> {
    let bytes = text.as_bytes();
    let mut selections = Vec::new();
    let mut at = 0;
    while let Some(skip) = bytes.get(at..).and_then(|rest| rest.iter().position(|&byte| is_word(byte))) {
        let start = at + skip;
        let end = start + bytes.get(start..).unwrap_or_default().iter().take_while(|&&byte| is_word(byte)).count();
        at = end;
        let span = Span { start, end };
        if end - start <= LONGEST
            && let Some(environment) = match of_name(span.of(text)) {
                Named::One(environment) => selected(text, span, environment, dialect),
                _ => dialect.selected(text, span),
            }
            && let name = selector_before(text, start, dialect).unwrap_or(span)
            && !is_in_label(text, name.start)
            && let owner = owner_of(text, name, dialect.vendors)
            && owner != PathOwner::Vendor
        {
            let is_argument = is_argument(text, span.start, dialect);
            let is_doubtful = owner == PathOwner::Unknown;
            // Other vendors' keys are beside their own options.
            let is_bare = dialect.vendors.is_empty() && is_bare(name.of(text));
            let begin = name.start.min(start);
            selections.push(Selection {
                environment,
                span,
                begin,
                is_bare,
                is_programs: false,
                is_mentioned: false,
                is_argument,
                is_doubtful,
            });
        }
    }
    selections
}

const fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.' | b':' | 0x80..)
}

/// The option, if this word is one or is its value.
fn selected(text: &str, span: Span, environment: Environment, dialect: &Dialect<'_>) -> Option<Environment> {
    let word = span.of(text).trim_end_matches(':');
    if let Some(is_on) = switch(text, span, word, dialect) {
        return Some(if is_on { environment } else { environment.other() });
    }
    if word.starts_with("--") {
        let name = folded(word);
        let is_flag = name == "sandbox"
            || is_own_flag(text, span, &name)
            || (is_environment_flag(&name) && follows_client(text, span.start));
        return (is_flag || selector_value(word, dialect).is_some()).then_some(environment);
    }
    if is_case(text, span) {
        return None;
    }
    if is_choice(text, span) || selector_value(word, dialect).is_some() {
        return Some(environment);
    }
    let is_value = of_name(word) == Named::One(environment) && folded(word).len() <= LONGEST && !word.contains('_');
    (is_value && selector_before(text, span.start, dialect).is_some() && ends_value(text, span.start, span.end))
        .then_some(environment)
}

/// Whether an option is only an environment. Build tools have `--production`
/// too.
fn is_environment_flag(name: &str) -> bool {
    matches!(name, "production" | "prod")
}

/// Whether an option is an environment of a vendor's API that a command gives
/// without a value: `--eqp-sandbox`.
fn is_own_flag(text: &str, span: Span, name: &str) -> bool {
    let after = text.get(span.end..).unwrap_or_default().trim_start_matches(' ');
    let floor = text.ceil_char_boundary(span.start.saturating_sub(LONGEST));
    let before = text.get(floor..span.start).unwrap_or_default();
    let before = before.rsplit('\n').next().unwrap_or(before);
    // In "[--eqp-sandbox]" and "(add --eqp-sandbox to try it)", it is only mentioned.
    let is_given =
        !before.contains(['#', '[', '(', '`']) && (after.is_empty() || after.starts_with(['-', '\n', '\r', '\\']));
    let mut rests = vendors::ALL.iter().filter_map(|vendor| name.strip_prefix(vendor.texts.api_name?));
    is_given && rests.any(|rest| rest == "sandbox" || is_environment_flag(rest))
}

/// Whether the command with this argument is a client for the vendor's API:
/// `eqp login --production`.
fn follows_client(text: &str, start: usize) -> bool {
    let floor = text.ceil_char_boundary(start.saturating_sub(LONGEST));
    let before = text.get(floor..start).unwrap_or_default();
    let command = before.rsplit(['\n', ';', '|', '&']).next().unwrap_or_default();
    let is_client = |word: &str| {
        let program = word.rsplit('/').next().unwrap_or(word);
        vendors::ALL.iter().any(|vendor| vendor.texts.clients.contains(&program))
    };
    command.split_whitespace().any(is_client)
}

/// Whether the option whose name or value starts here is an argument:
/// `--env=production`, `-f environment=production`.
fn is_argument(text: &str, start: usize, dialect: &Dialect<'_>) -> bool {
    let name = selector_before(text, start, dialect).map_or(start, |name| name.start);
    let floor = text.ceil_char_boundary(name.saturating_sub(LONGEST));
    let before = text.get(floor..name).unwrap_or_default();
    let last = before.trim_end_matches([' ', '"', '\'']).rsplit(char::is_whitespace).next().unwrap_or_default();
    let is_flag = |word: &str| {
        word.trim_start_matches(['"', '\''])
            .strip_prefix('-')
            .is_some_and(|flag| flag.trim_start_matches('-').starts_with(|sign: char| sign.is_ascii_alphabetic()))
    };
    // `fastlane deploy env:production`
    let begins_line =
        before.rsplit('\n').next().unwrap_or_default().trim_matches([' ', '"', '\'', '-', ',', '{']).is_empty();
    let word = text.get(start..).unwrap_or_default().split(char::is_whitespace).next().unwrap_or_default();
    // `Environment::PRODUCTION` is a constant.
    let is_pair = word
        .split_once(':')
        .is_some_and(|(name, value)| is_selector(name, dialect) && !value.is_empty() && !value.starts_with(':'));
    (is_pair && !begins_line)
        || is_flag(text.get(name..).unwrap_or_default())
        || (before.ends_with([' ', '"', '\'']) && is_flag(last))
}

/// Whether a switch is on, as in `sandbox: true`; `None` if the word isn't a
/// switch.
fn switch(text: &str, span: Span, word: &str, dialect: &Dialect<'_>) -> Option<bool> {
    let is_switch = || {
        let mut rest = folded(word);
        for known in ["sandbox", "production", "prod"] {
            rest = rest.replace(known, "");
        }
        let mut left = rest.as_str();
        let words = || {
            vendors::ALL.iter().flat_map(|vendor| vendor.texts.switch_words).chain(SWITCH_WORDS).chain(dialect.vendors)
        };
        while let Some(after) = words().find_map(|word| left.strip_prefix(word)) {
            left = after;
        }
        left.is_empty()
    };
    // An HTML attribute of a frame.
    let floor = text.ceil_char_boundary(span.start.saturating_sub(LONGEST));
    if text.get(floor..span.start)?.rsplit('<').next().is_some_and(|tag| tag.starts_with("iframe")) {
        return None;
    }
    let after = text.get(span.start + word.len()..)?;
    let value = after.get(..after.floor_char_boundary(24))?;
    let trimmed = value.trim_start_matches(['"', '\'', ' ', ']', ')', '\\']);
    let value =
        trimmed.strip_prefix("=>").or(trimmed.strip_prefix("==").map(|_| "")).or(trimmed.strip_prefix(['=', ':']))?;
    let value = value.trim_start_matches(['"', '\'', ' ', '\\']);
    let end = value.find(|sign: char| !sign.is_ascii_alphanumeric()).unwrap_or(value.len());
    let is_on = match value.get(..end)?.to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => true,
        "false" | "no" | "off" | "0" => false,
        _ => return None,
    };
    is_switch().then_some(is_on)
}

/// `HOSTS.sandbox`, `\Pay\Environment::PRODUCTION`, `Api.Env.SANDBOX`. The names
/// of files and hosts look like this too: `.env.production`, `-i
/// hosts.production`, `http://api.production/`.
fn is_choice(text: &str, span: Span) -> bool {
    let word = span.of(text).trim_end_matches(':');
    let before = text.get(..span.start).unwrap_or_default();
    let is_file = word.starts_with('.') || (before.ends_with(['/', '\\']) && !word.contains("::"));
    if is_file || ["-i ", "-f ", "--inventory ", "--file "].iter().any(|option| before.ends_with(option)) {
        return false;
    }
    if is_case(text, span) {
        return false;
    }
    let Some((of, member)) = word.rsplit_once("::").or_else(|| word.rsplit_once('.')) else { return false };
    let words = split(of);
    of_name(of) == Named::None
        && !member.is_empty()
        && split(member).len() == 1
        && words.iter().any(|word| CHOICES.contains(&word.as_str()) || is_api_name(word))
}

/// Whether a word is one case of several: `env == Environment::LIVE`,
/// `Env.PRODUCTION ? ID : ID`, `Env::Production => …`. `Rails.env.production?`
/// is a question.
fn is_case(text: &str, span: Span) -> bool {
    let is_name = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '\\' | ':' | '.');
    let floor = text.ceil_char_boundary(span.start.saturating_sub(LONGEST));
    let before = text.get(floor..span.start).unwrap_or_default().trim_end_matches(is_name).trim_end();
    let after = text.get(span.end..).unwrap_or_default().trim_start_matches([' ', ')']);
    ["==", "!="].iter().any(|sign| before.ends_with(sign) || after.starts_with(sign))
        || (after.starts_with('?') && !after.starts_with("?."))
        || after.starts_with("=>")
}

/// The value in a word that also contains its option: `env:production`.
fn selector_value<'w>(word: &'w str, dialect: &Dialect<'_>) -> Option<&'w str> {
    let (name, value) = word.trim_start_matches('-').split_once(':')?;
    is_selector(name, dialect).then_some(value).filter(|value| !value.is_empty())
}

/// The name of the option that is assigned the value at `start`. Only an
/// assignment may be in between, not a comparison.
fn selector_before(text: &str, start: usize, dialect: &Dialect<'_>) -> Option<Span> {
    let floor = text.ceil_char_boundary(start.saturating_sub(LONGEST));
    let before = text.get(floor..start).unwrap_or_default();
    let name_end = before.trim_end_matches(['"', '\'', ' ', '\t', '=', ':', '>', '`', '\\', '(', '|']);
    let between = before.get(name_end.len()..).unwrap_or_default();
    // `EQP_ENV: str = "production"`, `<key>environment</key><string>production`
    let name_end = without_type(name_end);
    let name = name_end.trim_end_matches(['"', '\'', ']', ')', ' ']);
    let name_start = name
        .rfind(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.')))
        .map_or(0, |at| at + name.get(at..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8));
    let word = name.get(name_start..).unwrap_or_default();
    let gives = between.contains([':', '=', '|', '>']) || (word.starts_with("--") && !between.is_empty());
    let compares = between.contains("==") || name_end.ends_with('!') || between.contains("!=");
    let is_call = between.contains('(');
    let is_set = between == " " && name.trim_end_matches(word).trim_end().ends_with("setx");
    ((gives || is_call || is_set) && !compares && is_selector(word.trim_start_matches('-'), dialect))
        .then_some(Span { start: floor + name_start, end: floor + name.len() })
}

/// Types in the declaration of a variable.
const TYPES: &[&str] = &["str", "string", "String", "Final", "Final[str]"];

/// The name before a type, or before the markup between key and value in a
/// property list: `EQP_ENV: str`, `<key>EQPEnv</key> <string`.
fn without_type(name: &str) -> &str {
    if let Some(key) = name.strip_suffix("<string").and_then(|rest| rest.trim_end().strip_suffix("</key>")) {
        return key;
    }
    let without = TYPES.iter().find_map(|of| name.strip_suffix(of));
    let colon = |rest: &str| rest.trim_end().strip_suffix(':').map(str::len);
    match without {
        Some(rest) => colon(rest).and_then(|length| name.get(..length)).unwrap_or(name),
        None => name,
    }
}

/// The last words of names and options whose values label what runs or what is
/// created, in lower case: `DD_TAGS`, `docker run --label`, `metadata[env]`.
const LABELS: &[&str] = &[
    "label",
    "labels",
    "tag",
    "tags",
    "attribute",
    "attributes",
    "annotation",
    "annotations",
    "metadata",
    "notes",
    "-l",
];

/// Whether labels are assigned after this text: `metadata={`, without the brace.
pub(super) fn gives_labels(before: &str) -> bool {
    let name = before.trim_end_matches(['=', ':', '>', ' ', '"', '\'']);
    let word = name.rsplit(|sign: char| !sign.is_alphanumeric()).next().unwrap_or(name);
    LABELS.iter().any(|label| label.eq_ignore_ascii_case(word))
}

/// Whether a place is in a list of labels: `DD_TAGS="team:eqp,env:production"`,
/// `--label env=production`. A label describes the program that runs or the
/// object that a request creates, not the API that is called.
fn is_in_label(text: &str, start: usize) -> bool {
    let floor = text.ceil_char_boundary(start.saturating_sub(2 * LONGEST));
    let before = text.get(floor..start).unwrap_or_default();
    let line = before.rsplit('\n').next().unwrap_or(before);
    let is_list = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '.' | '/' | ':' | '=' | ',' | ';');
    let is_quote = |sign: char| matches!(sign, '"' | '\'');
    // What stands between the name of the list and this place.
    let name = line.trim_end_matches(is_list).trim_end_matches(is_quote);
    let list = line.get(name.len()..).unwrap_or_default();
    let name = match list.split_once('=') {
        // `DD_TAGS=env:production`: the name ends where the list begins.
        Some((first, _)) if !list.starts_with(is_quote) => [name, first].concat(),
        _ => name.trim_end_matches(['=', ':', ' ', '[']).to_owned(),
    };
    let word = name.rsplit(|sign: char| !(sign.is_alphanumeric() || sign == '-')).next().unwrap_or_default();
    let word = word.strip_prefix("--").unwrap_or(word).to_ascii_lowercase();
    LABELS.contains(&word.as_str())
}

/// Whether the value ends here. In a phrase, more words belong to the value;
/// after a type, more values are alternatives.
fn ends_value(text: &str, start: usize, end: usize) -> bool {
    let rest = text.get(end..).unwrap_or_default();
    if rest.strip_prefix(['"', '\'']).is_some_and(|rest| rest.trim_start().starts_with('|')) {
        return false;
    }
    let after = rest.trim_start_matches([' ', '\t']);
    let is_phrase = after.starts_with(|sign: char| sign.is_alphanumeric() || sign == '?');
    // In `EQP_ENV=production EQP_APP_ID=…`, a space ends the value, as in a
    // shell.
    let is_assigned = text.get(..start).unwrap_or_default().ends_with('=') && after.len() < rest.len();
    !is_phrase || is_assigned
}

fn is_selector(name: &str, dialect: &Dialect<'_>) -> bool {
    // The option is the last part of a path: `services.api.environment`. That of OpenTelemetry
    // describes what runs, and so does a label.
    let (path, last) = name.rsplit_once('.').unwrap_or(("", name));
    if path.ends_with("deployment") || path.rsplit('.').next().is_some_and(|object| LABELS.contains(&object)) {
        return false;
    }
    let name = folded(last);
    let is_vendors = |texts: &TextFacts| {
        let has_api_name = texts.api_name.is_some_and(|api| name.starts_with(api)) && name.ends_with("environment");
        has_api_name || texts.environment_options.contains(&name.as_str())
    };
    SELECTORS.contains(&name.as_str())
        || BARE.contains(&name.as_str())
        || dialect.has_option(&name)
        || vendors::ALL.iter().any(|vendor| is_vendors(vendor.texts))
}

/// Whether any program may have an option with this name: `environment`,
/// `config.env`, `production`.
pub(super) fn is_bare(name: &str) -> bool {
    let last = folded(name.rsplit('.').next().unwrap_or(name));
    (BARE.contains(&last.as_str()) || is_environment_flag(&last)) && !is_own(name)
}

/// The letters and digits, in lower case.
fn folded(name: &str) -> String {
    name.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use Environment::{Production, Sandbox};
    use proptest::prelude::*;

    fn selected(text: &str) -> Vec<Environment> {
        selections(text, &Dialect::default()).iter().map(|selection| selection.environment).collect()
    }

    #[test]
    fn options_select_an_environment_in_every_way_of_writing_them() {
        for (text, environment) in [
            ("environment: 'production',", Production),
            ("\"environment\": \"sandbox\"", Sandbox),
            ("'environment' => 'production',", Production),
            ("EQP_ENVIRONMENT=sandbox", Sandbox),
            ("EQP_ENV=prod\n", Production),
            ("eqp login --env sandbox", Sandbox),
            ("eqp login --environment=production", Production),
            ("$client->setEnvironment('sandbox')", Sandbox),
            ("sandbox: true", Sandbox),
            ("'sandbox' => false,", Production),
            ("useSandbox=1", Sandbox),
            ("EQP_SANDBOX=true", Sandbox),
            ("<environment>sandbox</environment>", Sandbox),
            ("baseUrl: HOSTS.sandbox,", Sandbox),
            ("new Client(Environment.PRODUCTION)", Production),
            ("EQP::Environment::SANDBOX", Sandbox),
            ("'environment' => \\EQP\\Environment::PRODUCTION,", Production),
            ("eqp.environment=production", Production),
        ] {
            assert_eq!(selected(text), [environment], "{text}");
        }
    }

    #[test]
    fn words_elsewhere_select_nothing() {
        for text in [
            "NODE_ENV=production",
            "APP_ENV=prod",
            "mode: 'production'",
            "stage: production",
            "if (env === 'production') {",
            "environment != 'sandbox'",
            "the production environment",
            "environment: production builds only",
            "environment: isProd ? 'production' : 'sandbox'",
            "DD_TAGS=\"team:eqp,env:production\" run",
            "DD_TAGS=env:production run",
            "DD_TAGS=team:eqp,env:production run",
            "NEW_RELIC_LABELS='env:production;team:eqp' run",
            "OTEL_RESOURCE_ATTRIBUTES=deployment.environment=production",
            "resource.setAttribute('deployment.environment', 'production')",
            "docker run -l env=production -e EQP_ID=x",
            "docker run --label env=production -e EQP_ID=x",
            "docker run --label=\"env=production\" -e EQP_ID=x",
            "tags: [\"env:production\"]",
            "-d \"metadata[env]=production\"",
            "-d metadata[environment]=sandbox",
            "metadata[\"env\"] = \"sandbox\"",
            "--override payment_intent:metadata.env=production",
            "notes[environment]=sandbox",
            "env_file: .env.production",
            "cp .env.production .env",
            "import { environment } from '../environments/environment.production';",
            "ansible-playbook -i hosts.production eqp.yml",
            "HEALTH=http://api.production/health",
            "SANDBOX_APP_ID=x",
            "npm ci --production",
            "sandbox: https://example.org",
        ] {
            assert_eq!(selected(text), [], "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_makes_it_panic(text in "(sandbox|production|env|environment|[:=>\"' é.(_-]|true|\\PC){0,20}") {
            for selection in selections(&text, &Dialect::default()) {
                prop_assert!(!selection.span.of(&text).is_empty());
            }
        }
    }
}
