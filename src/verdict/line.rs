//! The evidence in a credential's own line.

use super::around::COMMAND;
use super::environment_word::{Named, of_key, of_label, of_name, of_title};
use super::evidence::{Evidence, Mentions, NEAR, is_command, length};
use super::named_host::NAME;
use crate::catalogue::vendors;
use crate::detect::span::Span;
use crate::detect::statement::Statement;

/// The most bytes of a line that is a statement. A minified file has everything
/// on one line.
const LINE: usize = 4096;

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
        let label = label.map_or(Named::None, |label| of_name(label.of(self.text())));
        mentions.names = match label.and(self.key_of(line.span, credential.start)) {
            Named::None => {
                let variables = if command { self.variables_in(line.span) } else { Named::None };
                let row = self
                    .statements
                    .groups(credential.start)
                    .find(|group| group.span.of(self.text()).starts_with("<tr"));
                let row = row.map_or(line.span, |row| row.span);
                self.cell_of(row).and(variables).and(self.path_in(line.span))
            }
            named => named,
        };
        mentions
    }

    /// The environment of the key at the start of a line, or of the last one
    /// before the value.
    fn key_of(&self, line: Span, value: usize) -> Named {
        let before = self.text().get(line.start..value).unwrap_or_default();
        let entry = before.rsplit(['{', ',', ';', '(', '\n']).next().unwrap_or(before);
        let Some((key, _)) = entry.split_once(['=', ':']) else { return Named::None };
        let key = key.trim_start_matches("export ").trim_matches(|sign: char| !(sign.is_alphanumeric()));
        if key.len() > NAME || key.contains("//") { Named::None } else { of_key(key) }
    }

    /// The environment of a table cell that contains nothing else.
    fn cell_of(&self, line: Span) -> Named {
        let row = line.of(self.text()).trim();
        if row.len() <= NEAR && row.contains("<td") {
            let cells = row.split(['<', '>']).map(str::trim).filter(|cell| cell.len() <= 24);
            return cells.fold(Named::None, |all, cell| all.and(of_title(cell)));
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
        let is_row = row.len() <= NEAR && (row.matches(signs).count() >= 2 || row.contains('\t'));
        let mut list_marks = vendors::ALL.iter().flat_map(|vendor| vendor.texts.list_marks);
        if !is_row || list_marks.any(|mark| lower.contains(mark)) || row.contains('\n') {
            return Named::None;
        }
        let cells = row.split(signs).map(|cell| cell.trim_matches(|sign: char| !sign.is_alphanumeric()));
        cells
            .filter(|cell| cell.len() <= 24 && !cell.contains(['=', ':', '{']))
            .fold(Named::None, |all, cell| all.and(of_label(cell)))
    }

    /// The environment in a path of a vault or parameter store: `--name
    /// /eqp/production/app_id`.
    fn path_in(&self, line: Span) -> Named {
        if length(line) > COMMAND {
            return Named::None;
        }
        let words = line.of(self.text()).split(|sign: char| sign.is_whitespace() || matches!(sign, '"' | '\'' | '='));
        let is_client = |part: &str| vendors::ALL.iter().any(|vendor| vendor.texts.clients.contains(&part));
        let is_path = |word: &&str| word.contains('/') && word.split('/').any(is_client);
        words.filter(is_path).fold(Named::None, |all, path| all.and(of_name(path)))
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
