//! The environment of a value's column: `| | Sandbox | Production |` at the top
//! of a table that has one column for each.

use super::environment_word::Named;
use super::evidence::{Evidence, NEAR};
use super::line::of_cells;
use crate::detect::span::Span;

/// The most rows above a value that are read.
const MOST_ROWS: usize = 64;

/// The most columns of a table.
const MOST_COLUMNS: usize = 32;

/// What separates the cells of a row of plain text, the surest first.
const SEPARATORS: &[char] = &['|', '\t', ';', ','];

/// A row of a table in plain text, or in HTML.
struct TableRow {
    cells: Vec<Span>,
    separator: Option<char>,
}

impl TableRow {
    /// The row in this part of a text; `None` if it has a single cell, or its
    /// cells can't be counted.
    fn at(text: &str, span: Span) -> Option<Self> {
        let row = span.of(text);
        let is_html = row.contains("<td") || row.contains("<th");
        if row.len() > NEAR || row.contains("\\|") || row.contains("colspan") {
            return None;
        }
        let separator = SEPARATORS.iter().copied().find(|&sign| row.contains(sign)).filter(|_| !is_html);
        let cells = match separator {
            _ if is_html => {
                let starts = row.match_indices("<t").map(|(at, _)| at);
                let starts: Vec<usize> = starts
                    .filter(|&at| {
                        row.get(at + 2..).is_some_and(|rest| rest.starts_with(['d', 'h']) && !rest.starts_with("hea"))
                    })
                    .collect();
                let ends = starts.iter().skip(1).copied().chain([row.len()]);
                let cells = starts.iter().zip(ends).filter_map(|(&at, end)| {
                    let start = at + row.get(at..end)?.find('>')? + 1;
                    let close = row.get(start..end)?.find("</t").map_or(end, |close| start + close);
                    Some(Span { start: span.start + start, end: span.start + close })
                });
                cells.collect::<Vec<_>>()
            }
            Some(separator) => cells_between(row, separator, span.start),
            None => return None,
        };
        // Two words around a comma are rarely a row.
        let least = if matches!(separator, Some(',' | ';')) { 3 } else { 2 };
        (least..=MOST_COLUMNS).contains(&cells.len()).then_some(Self { cells, separator })
    }
}

/// The cells of a row of plain text. In `||App Id||Sandbox||`, a double line
/// marks the cells of a heading.
fn cells_between(row: &str, separator: char, start: usize) -> Vec<Span> {
    let mut cells = Vec::new();
    let mut from = 0;
    let is_double = separator == '|' && row.trim_start().starts_with("||");
    for (at, _) in row.match_indices(separator) {
        if is_double && at == from && at > 0 {
            from = at + 1;
            continue;
        }
        cells.push(Span { start: start + from, end: start + at });
        from = at + 1;
    }
    cells.push(Span { start: start + from, end: start + row.len() });
    cells
}

impl Evidence<'_> {
    /// The environment of a value's column, from the rows above that name both
    /// environments in different cells.
    pub(super) fn column_of(&self, line: Span, value: usize) -> Named {
        let text = self.text();
        let Some(row) = TableRow::at(text, line) else { return Named::None };
        let Some(column) = row.cells.iter().position(|cell| cell.start <= value && value < cell.end) else {
            return Named::None;
        };
        let tops = self.rows_above(line, &row).take(MOST_ROWS).filter_map(|above| {
            // A row of values that was copied without its empty first cell.
            let shift = row.cells.len() - above.cells.len();
            let named: Vec<Named> = above.cells.iter().map(|cell| self.named_by_cell(*cell)).collect();
            let is_top = named.iter().fold(Named::None, |all, named| all.and(*named)) == Named::Both;
            column.checked_sub(shift).and_then(|column| named.get(column)).copied().filter(|_| is_top)
        });
        tops.fold(Named::None, Named::and)
    }

    /// What a cell names: in its words, or as a host that receives requests.
    fn named_by_cell(&self, cell: Span) -> Named {
        let content = cell.of(self.text());
        let title = content.trim_matches(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '(' | ')')));
        let hosts = self.hosts_in(cell).fold(Named::None, |all, host| all.and(host.environment.into()));
        of_cells(std::iter::once(title)).and(hosts)
    }

    /// The rows of the same table above a row, the nearest first.
    fn rows_above<'e>(&'e self, line: Span, row: &'e TableRow) -> impl Iterator<Item = TableRow> + 'e {
        let text = self.text();
        let mut end = line.start;
        let fits = move |above: &TableRow| {
            let count = above.cells.len();
            let is_shifted = row.separator == Some('\t') && count + 1 == row.cells.len();
            above.separator == row.separator && (count == row.cells.len() || is_shifted)
        };
        std::iter::from_fn(move || {
            let before = text.get(..end)?;
            if row.separator.is_none() {
                let start = before.rfind("<tr")?;
                end = start;
                return (!before.get(start..)?.contains("</table"))
                    .then(|| TableRow::at(text, Span { start, end: before.len() }))?;
            }
            let before = before.strip_suffix('\n')?;
            let start = before.rfind('\n').map_or(0, |at| at + 1);
            let stop = before.trim_end_matches('\r').len().max(start);
            end = start;
            TableRow::at(text, Span { start, end: stop })
        })
        .take_while(fits)
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Environment::{self, Production, Sandbox};
    use crate::verdict::line::tests::destination;

    const TABLES: &[(&str, Option<Environment>)] = &[
        ("| | Sandbox | Production |\n|---|---|---|\n| App Id | $I | - |\n| App Secret | $S | - |", Some(Sandbox)),
        ("| | Sandbox | Production |\n|---|---|---|\n| App Id | - | $I |\n| App Secret | - | $S |", Some(Production)),
        ("|| ||Production||Sandbox||\n|App Id|$I| |\n|App Secret|$S| |", Some(Production)),
        ("\tSandbox\tProduction\nApp Id\t$I\t\nApp Secret\t$S\t", Some(Sandbox)),
        ("Sandbox\tProduction\nApp Id\t\t$I\nApp Secret\t\t$S", Some(Production)),
        ("key,sandbox,production\napp_id,$I,\napp_secret,$S,", Some(Sandbox)),
        ("key;production;sandbox\r\napp_id;$I;\r\napp_secret;$S;", Some(Production)),
        (
            "<table><tr><th></th><th>Sandbox</th><th>Production</th></tr><tr><td>App Id</td><td></td><td>$I</td></tr>\
             <tr><td>App Secret</td><td></td><td>$S</td></tr></table>",
            Some(Production),
        ),
        // The rows say something else, or are of another table.
        ("| | Sandbox | Production |\n\n| App Id | $I | - |\n| App Secret | $S | - |", None),
        ("| Setting | Production |\n|---|---|\n| App Id | $I |\n| App Secret | $S |", None),
        ("sandbox, production\n$I, $S", None),
        ("id,secret,sandbox,production\n$I,$S,yes,no", None),
        ("| Sandbox key | Production key | Both |\n| a \\| b | $I | $S |", None),
    ];

    #[test]
    fn the_top_of_a_column_names_the_environment_of_its_values() {
        for (text, environment) in TABLES {
            assert_eq!(destination(text), *environment, "{text}");
        }
    }
}
