//! Options that describe a program, a shop, a deployment or a ticket, and not
//! the portal that a key is for: `ENVIRONMENT=production` beside `DB_HOST`.

use std::collections::HashMap;

use super::command::COMMAND;
use super::name::split;
use super::option::Selection;
use super::product::{is_own, is_service};
use super::record::names_secret;
use crate::catalogue::vendors;
use crate::detect::statement::{Statement, Statements};

/// Words in the names of a program's settings.
const SETTINGS: &[&str] = &[
    "db",
    "database",
    "redis",
    "log",
    "logging",
    "port",
    "debug",
    "cache",
    "mailer",
    "smtp",
    "queue",
    "mysql",
    "postgres",
    "mongo",
    "mongodb",
    "rabbitmq",
    "opensearch",
    "php",
    "node",
    "runtime",
    "timezone",
    "connection",
];

/// Whole names of a program's settings, and of the fields of a ticket.
const FIELDS: &[&str] = &[
    "app_url",
    "app_name",
    "app_key",
    "shop",
    "laden",
    "boutique",
    "tienda",
    "onlineshop",
    "os",
    "browser",
    "navigateur",
    "navegador",
    "priority",
    "severity",
    "component",
    "reporter",
    "assignee",
];

/// Words in the names of variables for a program or its deployment, if the
/// portal's variables beside them have its name: `EQP_APP_ID`. In a label, they
/// may be about a person or a company: `Region: Europe`.
const VARIABLES: &[&str] =
    &["aws", "cidr", "compose", "domain", "letsencrypt", "replica", "replicas", "s3", "tz", "vpc", "workers"];

/// The same, whole.
const WHOLE: &[&str] = &["allowed_hosts", "image_tag", "instance_type"];

/// First words of the labels in a ticket, a change request or a notice.
const LABELS: &[&str] = &[
    "actual",
    "beschreibung",
    "commit",
    "descripción",
    "description",
    "descrição",
    "detected",
    "expected",
    "impact",
    "implementation",
    "omschrijving",
    "prioridad",
    "priorität",
    "prioriteit",
    "priorité",
    "rollback",
    "schritte",
    "steps",
    "summary",
    "version",
    "versie",
    "versión",
    "zusammenfassung",
];

/// Words directly before "environment" for what isn't a portal.
const OF: &[&str] = &["shop", "store", "server", "deployment", "deploy", "hosting", "system", "app"];

/// Programs whose arguments describe a deployment.
const DEPLOYS: &[&str] =
    &["docker", "docker-compose", "podman", "terraform", "tofu", "ansible", "ansible-playbook", "make", "kubectl"];

/// The most lines of a statement that are read.
const MOST: usize = 64;
/// The longest name of an object, and how far above an option its block may
/// begin, in bytes.
const FAR: usize = 800;
/// The longest name of a setting, in bytes.
const LONGEST: usize = 32;
/// The most lines above an option where its block may begin.
const ABOVE: usize = 8;

/// Which options are those of a program, a shop or a ticket.
#[derive(Default)]
pub(super) struct Programs {
    /// Whether a statement has settings of a program, by its start and the
    /// indentation of the settings.
    settings: HashMap<(usize, usize), bool>,
}

impl Programs {
    /// Whether an option with a name such as `environment` is one of these.
    pub(super) fn have(&mut self, text: &str, statements: &Statements, option: &Selection) -> bool {
        let start = statements.line_start(option.begin);
        if option.begin - start > COMMAND || is_in_own(text, statements, option.begin) {
            return false;
        }
        let before = text.get(start..option.begin).unwrap_or_default();
        is_of_other(before)
            || is_shops(text.get(option.span.end..).unwrap_or_default())
            || deploys(before)
            || is_in_block(text, start, option)
            || self.are_beside(text, statements, option.begin, before)
    }

    /// Whether the lines beside an option, with the same indentation, name other
    /// settings of a program or other fields of a ticket.
    fn are_beside(&mut self, text: &str, statements: &Statements, option: usize, before: &str) -> bool {
        let group = statements.groups(option).next();
        let section = statements.sections(option).next();
        let inner = group.into_iter().chain(section).min_by_key(|one| one.span.end - one.span.start);
        let Some(around) = inner.or_else(|| statements.block(option)).map(|one| one.span) else { return false };
        let indentation = |line: &str| line.len() - line.trim_start().len();
        let own = indentation(before);
        // "EQP environment", "Portal environment"
        let is_portals = is_own(before) || before.to_lowercase().contains("portal");
        *self.settings.entry((around.start, own)).or_insert_with(|| {
            let lines = around.of(text).lines().take(MOST).filter(|line| indentation(line) == own);
            let names: Vec<&str> = lines.clone().filter_map(name_of).collect();
            let has = |is: fn(&str) -> bool| names.iter().any(|name| is(name));
            let mut labels = lines.filter(|line| !line.trim_start().starts_with(['"', '\''])).filter_map(name_of);
            has(is_setting) || (has(is_variable) && has(is_own)) || (labels.any(is_ticket_label) && !has(names_secret))
        }) && !is_portals
    }
}

/// Whether an object, a section or a heading around an option is the portal's.
pub(super) fn is_in_own(text: &str, statements: &Statements, option: usize) -> bool {
    let around = statements.groups(option).chain(statements.sections(option)).filter_map(|one| one.name);
    let heading = statements.heading(option).and_then(|heading| heading.name);
    around.chain(heading).map(|name| name.of(text)).any(|name| name.len() <= FAR && is_own(name))
}

/// Whether the words before "environment" are for something else: "Shop
/// environment", but not "EQP server environment".
fn is_of_other(before: &str) -> bool {
    let label = before.trim_end_matches(['"', '\'', '`', '*']).trim_end();
    let last = label.rsplit(|sign: char| !sign.is_alphanumeric()).next().unwrap_or_default();
    let rest = label.strip_suffix(last).unwrap_or_default();
    before.ends_with(' ')
        && OF.iter().any(|of| of.eq_ignore_ascii_case(last))
        && !rest.contains(['=', ':'])
        && !is_own(rest)
}

fn is_shops(after: &str) -> bool {
    let after = after.trim_start_matches([' ', '\t']);
    let starts = |remark: &&str| after.get(..remark.len()).is_some_and(|start| start.eq_ignore_ascii_case(remark));
    ["(shop)", "(store)", "(server)"].iter().any(starts)
}

/// Whether a command before an option deploys something, and doesn't run the
/// portal's client or image: `docker run -e ENVIRONMENT=`, but not `docker exec
/// php eqp --env`.
fn deploys(before: &str) -> bool {
    let mut words = before.split_whitespace().skip_while(|word| matches!(*word, "$" | "-" | "sudo" | "run:" | ">"));
    let is_client = |word: &str| {
        !word.contains('=') && (is_own(word) || vendors::ALL.iter().any(|vendor| vendor.texts.clients.contains(&word)))
    };
    words.next().is_some_and(|program| DEPLOYS.contains(&program)) && !words.any(is_client)
}

/// The name in a line: `DB_HOST=…`, `"debug": true`, `| Browser | Chrome |`,
/// `**Priority**: High`.
fn name_of(line: &str) -> Option<&str> {
    let line = line.trim_start_matches(['>', '|', '-', '*', ' ', '"', '\'', '[', '`', '\t', '(']);
    let line = line.strip_prefix("export ").unwrap_or(line);
    let start = line.get(..line.floor_char_boundary(2 * LONGEST)).unwrap_or(line);
    let (name, _) = start.split_once([':', '=', '|'])?;
    Some(name.trim_end_matches([' ', '"', '\'', '*', ']', '`', '\t'])).filter(|name| name.len() <= LONGEST)
}

fn is_setting(name: &str) -> bool {
    FIELDS.contains(&name.to_ascii_lowercase().as_str()) || has_word_for_setting(name)
}

fn has_word_for_setting(name: &str) -> bool {
    let is_setting = |word: &String| SETTINGS.contains(&word.as_str()) || is_service(word);
    !name.contains(' ') && !is_own(name) && split(name).iter().any(is_setting)
}

/// Whether a heading names the file of a program's variables, and the portal's
/// are among others below it: `# .env.production`, `DB_HOST=…`, `EQP_APP_ID=…`.
pub(super) fn heads_variables(text: &str, heading: &Statement) -> bool {
    let Some(name) = heading.name.map(|name| name.of(text)).filter(|name| !is_own(name)) else { return false };
    // The sign of a comment may have taken the dot.
    let is_file =
        |word: &str| word.rsplit('/').next().is_some_and(|file| file.starts_with(".env") || file.starts_with("env."));
    // "Sandbox" is the portal's word.
    if !name.split([' ', '`', '*']).any(is_file) || name.contains("sandbox") || text.contains("env.sandbox") {
        return false;
    }
    let names: Vec<&str> = heading.span.of(text).lines().skip(1).take(MOST).filter_map(name_of).collect();
    let is_others = |name: &&str| has_word_for_setting(name) || is_variable(name);
    names.iter().any(is_others) && names.iter().any(|name| is_own(name))
}

/// Whether this is the name of a variable for a program or its deployment.
fn is_variable(name: &str) -> bool {
    let is_known = |word: &String| VARIABLES.contains(&word.as_str());
    let is_whole = || WHOLE.contains(&name.to_ascii_lowercase().as_str());
    !name.contains(' ') && !is_own(name) && !is_label(name) && (is_whole() || split(name).iter().any(is_known))
}

/// Whether a name is written like a word of prose: `Region`, not `AWS_REGION`.
fn is_label(name: &str) -> bool {
    name.starts_with(char::is_uppercase) && name.contains(char::is_lowercase)
}

/// Whether a name is a label in a ticket: `Steps to reproduce`.
fn is_ticket_label(name: &str) -> bool {
    let first = name.split([' ', '/']).next().unwrap_or(name).to_lowercase();
    is_label(name) && LABELS.contains(&first.as_str())
}

/// Whether an option is set in a block that another service's call gives it:
/// `Sentry.init do |config|`.
fn is_in_block(text: &str, line: usize, option: &Selection) -> bool {
    let path = text.get(option.begin..option.span.start).unwrap_or_default();
    let Some((object, _)) = path.split_once('.') else { return false };
    let parameter = ["|", object, "|"].concat();
    let above = text.get(text.floor_char_boundary(line.saturating_sub(FAR))..line).unwrap_or_default();
    let opens = above.lines().rev().take(ABOVE).take_while(|line| line.trim() != "end");
    let call = opens.into_iter().find(|line| line.contains(&parameter));
    let owner = call.and_then(|call| call.trim_start().split(['.', ':', ' ', '(']).next());
    owner.is_some_and(is_service)
}
