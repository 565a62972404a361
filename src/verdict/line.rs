//! The evidence in a credential's own line.

use super::asked::is_asked;
use super::command::{COMMAND, is_command};
use super::compared::{is_compared, only_looks};
use super::environment_word::{Named, is_of_title, of_key, of_name, of_title, words};
use super::evidence::{Evidence, Mentions, NEAR, length};
use super::name::NAME;
use super::product::is_own;
use crate::catalogue::vendors;
use crate::detect::scan::words_at;
use crate::detect::span::Span;
use crate::detect::statement::Statement;
use crate::sort::sort;

/// The most bytes of a line that is a statement. A minified file has everything
/// on one line.
const LINE: usize = 4096;

/// The longest table cell that is read, in bytes.
const CELL: usize = 24;

/// Members in which an object says what it is.
const TITLES: &[&str] = &["name", "title"];

/// A member that says what an object is only if its value names the portal:
/// `id: eqp-production`.
const ID: &str = "id";

/// The environment in a path with the name of a vendor's API:
/// `/eqp/production/app_id`, `Eqp:Production:AppId`.
fn of_path(path: &str) -> Named {
    let is_client = |part: &str| vendors::ALL.iter().any(|vendor| vendor.texts.clients.contains(&part));
    let is_path = path.contains('/') && path.split('/').any(is_client);
    // In .NET, unlike in the name of an image, each part begins with a capital letter.
    let is_capital = |part: &str| part.starts_with(|sign: char| sign.is_ascii_uppercase());
    let is_of_sections = path.contains(':')
        && path.split(':').all(is_capital)
        && path.split(':').any(|part| is_client(&part.to_ascii_lowercase()));
    if is_path || is_of_sections { of_name(path) } else { Named::None }
}

/// The environment in the subscripts before a value:
/// `$config['eqp']['production']['app_id'] =`.
fn of_subscripts(entry: &str) -> Named {
    let subscripts = || {
        let (head, rest) = entry.trim_start().split_once('[')?;
        let (names, end) = rest.rsplit_once(']')?;
        let is_head = |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '$' | '@' | '.' | '-' | '>');
        let is_name =
            |sign: char| sign.is_alphanumeric() || matches!(sign, '_' | '-' | '[' | ']' | '\'' | '"' | ':' | '.');
        let is_whole = !head.is_empty() && head.chars().all(is_head) && names.chars().all(is_name);
        let is_set = end.trim_start().starts_with('=') && words(end).len() <= 1;
        (is_whole && names.len() <= 2 * NAME && is_set).then_some(names)
    };
    subscripts().map_or(Named::None, |names| of_name(&names.replace(['[', ']', '\'', '"', ':'], ".")))
}

/// The last variable that is assigned in a line of a shell: `DB=x APP_ID=…`. In
/// `LOGIN="id=x secret=…"`, that is the one before the quotation mark.
fn last_variable(entry: &str) -> Option<&str> {
    let is_quote = |sign: char| matches!(sign, '"' | '\'');
    let variable = |at: usize| {
        let before = entry.get(..at)?;
        let word = before.rsplit(char::is_whitespace).next()?;
        let name = word.trim_start_matches(is_quote);
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
        let is_quoted = before.strip_suffix(word)?.matches(is_quote).count() % 2 == 1;
        (is_name && !is_quoted).then_some(name)
    };
    entry.match_indices('=').filter_map(|(at, _)| variable(at)).next_back()
}

/// Whether the words before a colon say who wrote the line, as in
/// `web-production-1: EQP_APP_ID=…`. `rest` begins with the colon. A title is
/// the value's, and so is a name with underscores.
fn is_prefix(key: &str, rest: &str) -> bool {
    let Some(rest) = rest.strip_prefix(':').filter(|rest| rest.contains(char::is_alphanumeric)) else { return false };
    let is_scheme = matches!(rest.trim_matches(|sign: char| !sign.is_alphanumeric()), "Basic" | "Bearer");
    let is_machine = key.contains(['-', '.']) && !key.contains(char::is_whitespace) || rest.starts_with(['~', '/']);
    !key.contains('_') && !is_scheme && (is_machine || !words(key).iter().all(|word| is_of_title(word)))
}

/// The environments of these cells. A word of another kind makes a cell the
/// name of something: `slack-prod` is a channel.
pub(super) fn of_cells<'t>(cells: impl Iterator<Item = &'t str>) -> Named {
    let is_title = |cell: &&str| words(cell).iter().all(|word| is_of_title(word));
    let cells = cells.map(str::trim).filter(|cell| cell.len() <= CELL).filter(is_title);
    cells.fold(Named::None, |all, cell| all.and(of_title(cell)))
}

/// The shortest part of a key, in bytes.
const VALUE: usize = 10;

/// Whether each value among the arguments has another of the same length, which
/// is its alternative: `pick(prod, ID, ID)`. An ID and its secret differ in
/// length.
fn has_alternatives(arguments: &str) -> bool {
    let values = arguments.split([',', ';']).map(|cell| cell.trim_matches(|sign: char| !sign.is_alphanumeric()));
    let has_digit = |cell: &str| cell.bytes().any(|byte| byte.is_ascii_digit());
    let is_value =
        |cell: &&str| cell.len() >= VALUE && cell.bytes().all(|byte| byte.is_ascii_alphanumeric()) && has_digit(cell);
    let mut lengths: Vec<usize> = values.filter(is_value).map(str::len).collect();
    sort(&mut lengths);
    !lengths.is_empty() && lengths.chunk_by(|one, other| one == other).all(|same| same.len() > 1)
}

/// The arguments of the call around a place, or else the whole line. Another
/// call in the same line is about something else.
fn arguments_around(text: &str, line: Span, at: usize) -> Span {
    let before = text.get(line.start..at).unwrap_or_default();
    let after = text.get(at..line.end).unwrap_or_default();
    let Some(back) = unmatched(before.bytes().rev(), *b"()") else { return line };
    let close = unmatched(after.bytes(), *b")(");
    Span { start: at - back, end: close.map_or(line.end, |close| at + close) }
}

/// The position of the first sign of this kind that its counterpart doesn't
/// precede.
fn unmatched(signs: impl Iterator<Item = u8>, [wanted, counterpart]: [u8; 2]) -> Option<usize> {
    let mut depth = 0_u32;
    for (at, sign) in signs.enumerate() {
        if sign == counterpart {
            depth += 1;
        } else if sign == wanted {
            depth = match depth.checked_sub(1) {
                Some(depth) => depth,
                None => return Some(at),
            };
        }
    }
    None
}

/// A row without the content of the lists and objects in it that don't contain
/// this place. Such a list is one value: `"allowed": ["sandbox", "production"]`.
fn without_other_groups(row: &str, at: usize) -> String {
    let mut open = Vec::new();
    let mut others: Vec<Span> = Vec::new();
    for (position, sign) in row.char_indices() {
        match sign {
            '[' | '{' => open.push(position),
            ']' | '}' => {
                let Some(start) = open.pop() else { continue };
                if at < start || position < at {
                    others.retain(|other| other.start < start);
                    others.push(Span { start, end: position + 1 });
                }
            }
            _ => {}
        }
    }
    let mut rest = String::with_capacity(row.len());
    let mut end = 0;
    for other in others {
        rest += row.get(end..other.start).unwrap_or_default();
        // No cell, whatever stands next to it.
        rest += "(x)";
        end = other.end;
    }
    rest + row.get(end..).unwrap_or_default()
}

impl Evidence<'_> {
    /// The evidence in a credential's line: its name, the key before it, the
    /// cells of its row, the variables of its command.
    pub(super) fn mentions_in_line(&self, line: &Statement, credential: Span, label: Option<Span>) -> Mentions {
        if length(line.span) > LINE {
            let names = label.map_or(Named::None, |label| of_name(label.of(self.text())));
            return Mentions { names, ..Mentions::default() };
        }
        let command = is_command(line.span.of(self.text()));
        let mut mentions = self.mentions_in(line.span, credential.start, command);
        if self.is_asked(credential) {
            return mentions;
        }
        let label = label.map_or(Named::None, |label| of_name(label.of(self.text())));
        mentions.names = match label.and(self.key_of(line.span, credential.start)) {
            Named::None => {
                let variables = if command { self.variables_in(line.span) } else { Named::None };
                let row = self
                    .statements
                    .groups(credential.start)
                    .find(|group| group.span.of(self.text()).starts_with("<tr"));
                let row = row.map_or(line.span, |row| row.span);
                let cell = match self.cell_of(row, credential.start) {
                    Named::One(_) if self.is_of_deployment(row) => Named::None,
                    named => named,
                };
                let cells = cell.and(self.column_of(row, credential.start));
                cells.and(variables).and(self.path_in(line.span))
            }
            named => named,
        };
        mentions
    }

    /// Whether the line compares or looks for a value, or uses it under a
    /// condition, so its names don't say where it is used.
    pub(super) fn is_asked(&self, credential: Span) -> bool {
        let Some(line) = self.statements.line(credential.start).map(|line| line.span) else { return false };
        let before = self.text().get(line.start..credential.start).unwrap_or_default();
        let rest = self.text().get(credential.end..line.end).unwrap_or_default();
        let call = || before.get(..before.len().checked_sub(1 + unmatched(before.bytes().rev(), *b"()")?)?);
        length(line) <= LINE && (is_compared(before, rest) || is_asked(before, rest) || call().is_some_and(only_looks))
    }

    /// The environment of the key at the start of a line, or of the last one
    /// before the value.
    fn key_of(&self, line: Span, value: usize) -> Named {
        let before = self.text().get(line.start..value).unwrap_or_default();
        let entry = before.rsplit(['{', ',', ';', '(', '\n']).next().unwrap_or(before);
        // In "10:05 Jo: production: …", the last name is the value's.
        if let Some((_, last)) = entry.trim_end().strip_suffix(':').and_then(|names| names.rsplit_once(": ")) {
            let named = of_key(last.trim());
            if last.len() <= NAME && named != Named::None {
                return named;
            }
        }
        let subscripts = of_subscripts(entry);
        if subscripts != Named::None {
            return subscripts;
        }
        let Some((key, _)) = entry.split_once(['=', ':']) else { return Named::None };
        // In `KEY.takeIf { sandbox } ?: KEY`, the condition is the first one's.
        if key.ends_with('?') {
            return Named::None;
        }
        // In `env-cmd -f .env.production EQP_APP_ID=…`, the words before the name are something else.
        let is_tight = entry.get(key.len()..).is_some_and(|rest| rest.starts_with('=')) && !key.ends_with(' ');
        if is_prefix(key, entry.get(key.len()..).unwrap_or_default()) {
            return Named::None;
        }
        let key = match last_variable(entry).filter(|_| is_tight) {
            Some(name) => name,
            None if is_tight => key.rsplit(char::is_whitespace).next().unwrap_or(key),
            None => key,
        };
        let key = key.trim_start_matches("export ").trim_matches(|sign: char| !(sign.is_alphanumeric()));
        if key.len() > NAME || key.contains("//") { Named::None } else { of_key(key) }
    }

    /// The environment of a table cell, or of an argument of a call, that
    /// contains nothing else.
    fn cell_of(&self, line: Span, credential: usize) -> Named {
        let row = line.of(self.text()).trim();
        if row.len() <= NEAR && row.contains("<td") {
            return of_cells(row.split(['<', '>']));
        }
        let signs: &[char] = if row.contains('|') {
            &['|']
        } else if row.contains('\t') {
            &['\t']
        } else {
            &[',', ';']
        };
        // In the portal's own list, a cell may be a name that a user gave a
        // key.
        let lower = row.to_ascii_lowercase();
        let is_spaced = !row.contains(signs) && row.contains("  ");
        let is_row = row.len() <= NEAR && (row.matches(signs).count() >= 2 || row.contains('\t') || is_spaced);
        let mut list_marks = vendors::ALL.iter().flat_map(|vendor| vendor.texts.list_marks);
        if !is_row || list_marks.any(|mark| lower.contains(mark)) || row.contains('\n') {
            return Named::None;
        }
        if is_spaced {
            // Columns that are aligned with spaces.
            let cells: Vec<&str> = row.split("  ").map(str::trim).filter(|cell| !cell.is_empty()).collect();
            return if cells.len() > 2 { of_cells(cells.into_iter()) } else { Named::None };
        }
        let arguments = arguments_around(self.text(), line, credential);
        let row = without_other_groups(arguments.of(self.text()), credential.saturating_sub(arguments.start));
        if length(arguments) < length(line) && has_alternatives(&row) {
            return Named::None;
        }
        let cells = row.split(signs).map(|cell| cell.trim_matches(|sign: char| !sign.is_alphanumeric()));
        of_cells(cells.filter(|cell| !cell.contains(['=', ':', '{', '(', ')'])))
    }

    /// The environment in a path of a vault or parameter store: `--name
    /// /eqp/production/app_id`.
    fn path_in(&self, line: Span) -> Named {
        if length(line) > COMMAND {
            return Named::None;
        }
        let words = line.of(self.text()).split(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '='));
        words.fold(Named::None, |all, path| all.and(of_path(path)))
    }

    /// The environment in the name or title that the objects and sections
    /// around a place give themselves: `{"name": "EQP production", …}`. The
    /// innermost that names one decides.
    pub(super) fn titled_around(&self, at: usize) -> Named {
        let groups = self.statements.groups(at).chain(self.statements.sections(at)).map(|statement| statement.span);
        let mut titled = groups.map(|span| self.title_of(span)).filter(|named| *named != Named::None);
        titled.next().unwrap_or_default()
    }

    fn title_of(&self, around: Span) -> Named {
        let titled = self.titled_by(around, TITLES);
        if titled == Named::None { self.titled_by(around, &[ID]) } else { titled }
    }

    fn titled_by(&self, around: Span, members: &[&'static str]) -> Named {
        let end = self.text().floor_char_boundary(around.end.min(around.start + NEAR));
        let start = self.text().get(around.start..end).unwrap_or_default();
        let found = members.iter().copied().flat_map(|title| words_at(start, title).map(move |at| (at, title)));
        let titles = found.filter_map(|(at, title)| {
            let is_word =
                start.get(..at)?.ends_with(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '_' | '-')));
            let value = start.get(at + title.len()..)?.trim_start_matches(['"', '\'', ' ', '\t']);
            let is_tag = title == ID && start.get(..at)?.ends_with('<');
            let value = value
                .strip_prefix("=>")
                .or_else(|| value.strip_prefix([':', '=']))
                .or_else(|| value.strip_prefix('>').filter(|_| is_tag))?;
            let value = value.trim_start_matches([' ', '\t']).trim_start_matches(['"', '\'']);
            let value = value.get(..value.find(['"', '\'', '\n', ',', '<'])?)?;
            let is_title = words(value).iter().all(|word| is_of_title(word));
            // An attribute of an element names it in a page.
            let is_attribute = || {
                start
                    .get(..at)
                    .and_then(|before| before.rfind(['<', '>']))
                    .is_some_and(|sign| start[sign..].starts_with('<'))
            };
            if title == ID && (!is_own(value) || !is_title || (!is_tag && is_attribute())) {
                return None;
            }
            // An element belongs to its parent.
            let place = (around.start + at).saturating_sub(if is_tag { 2 } else { 0 });
            let is_direct = is_word && self.statements.owner(place) == Some(around);
            is_direct.then(|| of_path(value).and(if is_title { of_title(value) } else { Named::None }))
        });
        titles.fold(Named::None, Named::and)
    }

    /// The environment in the names of a command's variables: `$SANDBOX_URL`.
    fn variables_in(&self, line: Span) -> Named {
        let command = line.of(self.text());
        let names = command.match_indices('$').filter_map(|(at, _)| {
            let name = command.get(at + 1..)?.trim_start_matches(['{', '(']);
            let end = name.find(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '_')).unwrap_or(name.len());
            let name = name.get(..end)?;
            let lower = name.to_ascii_lowercase();
            ["url", "host", "api", "endpoint", "base"].iter().any(|word| lower.contains(word)).then_some(name)
        });
        names.fold(Named::None, |all, name| all.and(of_name(name)))
    }
}

#[cfg(test)]
pub(super) mod tests {
    use crate::catalogue::Catalogue;
    use crate::catalogue::Environment::{self, Production, Sandbox};
    use crate::credential::fingerprint::{Fingerprinter, InstallationKey};
    use crate::keyring::Keyring;
    use crate::time::Timestamp;
    use crate::verdict::input::Page;
    use crate::verdict::{CheckInput, check};

    /// The destination of a known key in a text.
    pub(in crate::verdict) fn destination(text: &str) -> Option<Environment> {
        let catalogue = Catalogue::default();
        let fingerprinter = Fingerprinter::new(&InstallationKey::from_random([4; 32]));
        let report = |text: &str, keyring: &Keyring| {
            let input = CheckInput { catalogue: &catalogue, text, page: Page::None, neighbours: &[] };
            check(&input, keyring, &fingerprinter)
        };
        let mut keyring = Keyring::default();
        let pair = "App Id: AR28PM50XK App Secret: d0a4f79c3b8e1265f7c0d9b4a3e18f5602c7d8e9";
        for key in report(pair, &keyring).keys() {
            keyring.declare(key, Sandbox, None, Timestamp::from_millis(1));
        }
        let text = text.replace("$I", "AR28PM50XK").replace("$S", "d0a4f79c3b8e1265f7c0d9b4a3e18f5602c7d8e9");
        let report = report(&text, &keyring);
        assert!(!report.findings.is_empty(), "{text}");
        report.findings[0].destination.map(|to| to.environment)
    }

    #[test]
    fn words_before_an_assignment_are_not_its_name() {
        assert_eq!(destination("env-cmd -f .env.production EQP_APP_ID=$I EQP_APP_SECRET=$S npm start"), None);
        assert_eq!(destination("dotenvx run -f .env.production -- EQP_APP_ID=$I EQP_APP_SECRET=$S"), None);
        assert_eq!(destination("SANDBOX_DB=x EQP_APP_ID=$I EQP_APP_SECRET=$S npm start"), None);
        assert_eq!(destination("docker run -e SANDBOX_DB=x -e \"EQP_APP_ID=$I\" -e EQP_APP_SECRET=$S eqp"), None);
        assert_eq!(destination("export PRODUCTION_APP_ID=$I PRODUCTION_APP_SECRET=$S"), Some(Production));
        assert_eq!(destination("DB=x PRODUCTION_APP_ID=$I PRODUCTION_APP_SECRET=$S npm start"), Some(Production));
        assert_eq!(destination("SANDBOX_LOGIN=\"app_id=$I app_secret=$S\""), Some(Sandbox));
    }

    #[test]
    fn a_list_in_the_same_line_is_one_value() {
        for list in [
            "\"allowedEnvironments\":[\"sandbox\",\"production\"]",
            "\"environments\":[\"production\",\"sandbox\"]",
            "\"environment\":{\"enum\":[\"sandbox\",\"production\"]}",
            "branches: [main, production]",
            "'stages' => ['build', 'production']",
            "['main', 'production']",
            "[['main'], 'production']",
        ] {
            assert_eq!(destination(&format!("{{\"appId\":\"$I\",\"appSecret\":\"$S\",{list}}}")), None, "{list}");
            assert_eq!(destination(&format!("{{{list},\"appId\":\"$I\",\"appSecret\":\"$S\"}}")), None, "{list}");
        }
        assert_eq!(destination("[['main', 'x', 'sandbox'], ['$I', '$S', 'production']]"), Some(Production));
    }

    #[test]
    fn a_cell_or_an_argument_counts_only_if_it_says_nothing_else() {
        for text in [
            "sync.run('$I', '$S', 'slack-prod');",
            "$I,$S,prod-importer,ops",
            "$I;$S;web-prod-01;ops",
            "| prod-importer | $I | $S |",
            "nightly-sandbox\t$I\t$S",
            "run('$I', '$S'); notify('prod');",
            "notify('prod', 'ops'); run('$I', '$S');",
            "run('$I', '$S', retry, PROD_TIMEOUT);",
            "team-prod, $I, $S",
        ] {
            assert_eq!(destination(text), None, "{text}");
        }
        for (text, environment) in [
            ("new EqpClient('$I', '$S', 'production');", Production),
            ("new EqpClient('sandbox', '$I', '$S');", Sandbox),
            ("run('$I', '$S', 'production'); notify('sandbox');", Production),
            ("$I,$S,production,ops", Production),
            ("eqp-sandbox,$I,$S", Sandbox),
            ("| Production | $I | $S |", Production),
            ("| EQP sandbox | $I | $S |", Sandbox),
            ("Sandbox key\t$I\t$S", Sandbox),
            ("(production, $I, $S)", Production),
        ] {
            assert_eq!(destination(text), Some(environment), "{text}");
        }
    }
}
