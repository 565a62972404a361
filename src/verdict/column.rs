//! The environment of a value's column: `| | Sandbox | Production |` at the top
//! of a table that has one column for each.

use super::environment_word::Named;
use super::evidence::{Evidence, NEAR};
use super::line::of_cells;
use super::name::split;
use super::named_host::{HostUsage, Told};
use super::product::is_own;
use crate::detect::span::Span;

/// The most rows above a value that are read. The head of a longer table isn't
/// found.
const MOST_ROWS: usize = 64;

/// The most columns of a table.
const MOST_COLUMNS: usize = 32;

/// The longest row in HTML, whose cells have attributes, in bytes.
const ROW: usize = 4 * NEAR;

/// Words in the titles of columns about a shop or a deployment, next to a word
/// for its environment: "Shop environment", "Deployed to".
const SHOPS: &[&str] = &["shop", "store", "laden", "boutique", "tienda", "deployed", "deployment"];
/// Words for environments in titles.
const STAGES: &[&str] = &["environment", "env", "stage", "to", "umgebung", "environnement", "entorno", "omgeving"];

/// What separates the cells of a row of plain text, the surest first.
const SEPARATORS: &[char] = &['|', '\t', ';', ','];

/// Brackets around commas and semicolons are a sign of code.
const BRACKETS: &[char] = &['(', ')', '[', ']', '{', '}'];

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
        if row.len() > ROW {
            return None;
        }
        if row.contains("<td") || row.contains("<th") {
            let is_regular = !["colspan", "rowspan"].iter().any(|spans| row.contains(spans));
            return is_regular.then(|| Self { cells: cells_of_html(row, span.start), separator: None });
        }
        let separator = SEPARATORS.iter().copied().find(|&sign| row.contains(sign))?;
        let cells = cells_between(row, separator, span.start);
        let is_list = matches!(separator, ',' | ';');
        // Two words around a comma are rarely a row.
        let least = if is_list { 3 } else { 2 };
        let is_row = row.len() <= NEAR && (least..=MOST_COLUMNS).contains(&cells.len()) && !row.contains("\\|");
        (is_row && !(is_list && is_code(row))).then_some(Self { cells, separator: Some(separator) })
    }

    /// Whether this may be a row of the same table as a row below it. The first
    /// cell may be missing if it is empty.
    fn is_of_table_of(&self, row: &Self) -> bool {
        let count = self.cells.len();
        let is_shifted = row.separator == Some('\t') && count + 1 == row.cells.len();
        self.separator == row.separator && (count == row.cells.len() || is_shifted)
    }
}

fn cells_of_html(row: &str, start: usize) -> Vec<Span> {
    let is_cell = |at: &usize| {
        let name = row.get(at + 1..).unwrap_or_default();
        (name.starts_with("td") || name.starts_with("th")) && !name.starts_with("thead")
    };
    let starts: Vec<usize> = row.match_indices('<').map(|(at, _)| at).filter(is_cell).take(MOST_COLUMNS + 1).collect();
    let ends = starts.iter().skip(1).copied().chain([row.len()]);
    let cells = starts.iter().zip(ends).filter_map(|(&at, end)| {
        let open = at + row.get(at..end)?.find('>')? + 1;
        let close = row.get(open..end)?.find("</t").map_or(end, |close| open + close);
        Some(Span { start: start + open, end: start + close })
    });
    cells.collect()
}

/// The cells of a row of plain text. In `||App Id||Sandbox||`, a double line
/// marks the cells of a heading.
fn cells_between(row: &str, separator: char, start: usize) -> Vec<Span> {
    let mut cells = Vec::new();
    let mut from = 0;
    let mut is_quoted = false;
    let is_double = separator == '|' && row.trim_start().starts_with("||");
    for (at, sign) in row.char_indices() {
        is_quoted ^= sign == '"' && matches!(separator, ',' | ';');
        if sign != separator || is_quoted || cells.len() > MOST_COLUMNS {
            continue;
        }
        if !(is_double && at == from && at > 0) {
            cells.push(Span { start: start + from, end: start + at });
        }
        from = at + 1;
    }
    cells.push(Span { start: start + from, end: start + row.len() });
    cells
}

/// Whether a row has the signs of code or prose outside its quoted cells.
fn is_code(row: &str) -> bool {
    let is_list = |part: &str| part.contains(", ") || part.contains("; ") || part.split([',', ';']).any(is_code_cell);
    row.split('"').step_by(2).any(is_list)
}

/// Whether a cell has the signs of code. "App Id (10)" is a title.
fn is_code_cell(cell: &str) -> bool {
    let cell = cell.trim();
    let title = cell.strip_suffix(')').and_then(|cell| cell.split_once(" ("));
    let name = title.filter(|(_, remark)| !remark.contains(BRACKETS)).map_or(cell, |(name, _)| name);
    name.contains(BRACKETS) || name.starts_with('\'') || name.ends_with('\'')
}

impl Evidence<'_> {
    /// The environment of a value's column: what the first row of its table
    /// says, and what the rows with hosts for both environments say.
    pub(super) fn column_of(&self, line: Span, value: usize) -> Named {
        let Some(row) = TableRow::at(self.text(), line) else { return Named::None };
        let Some(column) = row.cells.iter().position(|cell| cell.start <= value && value < cell.end) else {
            return Named::None;
        };
        let above: Vec<Span> = self.rows_above(line, &row).take(MOST_ROWS).collect();
        let head = self.head_of(&above);
        let has_hosts = |row: &&Span| self.hosts_in(**row).nth(1).is_some();
        let hosts = above.iter().filter(has_hosts).filter_map(|row| TableRow::at(self.text(), *row));
        let tops = hosts.chain(head).filter_map(|top| {
            // A row of values that was copied without its empty first cell.
            let shift = row.cells.len().checked_sub(top.cells.len())?;
            let named: Vec<Named> = top.cells.iter().map(|cell| self.named_by_cell(*cell)).collect();
            let is_top = named.iter().fold(Named::None, |all, named| all.and(*named)) == Named::Both
                && !named.contains(&Named::Both);
            column.checked_sub(shift).and_then(|column| named.get(column)).copied().filter(|_| is_top)
        });
        tops.fold(Named::None, Named::and)
    }

    /// The first of the rows above a row, the nearest first, if it has no values.
    fn head_of(&self, above: &[Span]) -> Option<TableRow> {
        let head = if above.len() < MOST_ROWS { above.last() } else { None };
        let head = head.and_then(|head| TableRow::at(self.text(), *head));
        head.filter(|head| !head.cells.iter().any(|cell| self.is_value(*cell)))
    }

    /// Whether the environment in a row is that of a shop or a server: it is in
    /// a column that is named after one, or beside the name of a server.
    pub(super) fn is_of_deployment(&self, line: Span) -> bool {
        let Some(row) = TableRow::at(self.text(), line) else { return false };
        let above: Vec<Span> = self.rows_above(line, &row).take(MOST_ROWS).collect();
        let head = self.head_of(&above).filter(|head| head.cells.len() == row.cells.len());
        let Some(head) = head else { return false };
        let title_of = |title: &Span| split(title.of(self.text()).trim());
        let has = |title: &Span, words: &[&str]| title_of(title).iter().any(|word| words.contains(&word.as_str()));
        let is_stage = |title: &Span| matches!(&title_of(title)[..], [word] if STAGES.contains(&word.as_str()));
        let names = |cell: &Span| self.named_by_cell(*cell) != Named::None;
        let is_of_shop = |title: &Span| !is_own(title.of(self.text())) && has(title, SHOPS) && has(title, STAGES);
        let is_server = |(title, cell): (&Span, &Span)| {
            let content = cell.of(self.text()).to_lowercase();
            let is_portals = is_own(&content) || content.contains("portal") || content.contains("api");
            matches!(&title_of(title)[..], [word] if word == "server")
                && !names(cell)
                && !is_portals
                && content.contains(char::is_alphanumeric)
        };
        let cells = || head.cells.iter().zip(&row.cells);
        let named: Vec<&Span> = cells().filter(|(_, cell)| names(cell)).map(|(title, _)| title).collect();
        !named.is_empty()
            && (named.iter().all(|title| is_of_shop(title))
                || (named.iter().all(|title| is_stage(title)) && cells().any(is_server)))
    }

    /// Whether a cell has a value rather than a name: it begins with a digit, or
    /// assigns something.
    fn is_value(&self, cell: Span) -> bool {
        let cell = cell.of(self.text()).trim();
        cell.starts_with(|sign: char| sign.is_ascii_digit()) || cell.contains('=') && !cell.contains('<')
    }

    /// What a cell at the top names: in its words, or as a host that requests
    /// go to.
    fn named_by_cell(&self, cell: Span) -> Named {
        let content = cell.of(self.text());
        if content.contains(['?', '!']) || ["~~", "<del", "<s>"].iter().any(|mark| content.contains(mark)) {
            return Named::None;
        }
        let is_request = |usage| matches!(usage, HostUsage::Api | HostUsage::PortalAsApi);
        let hosts = self.hosts_in(cell).filter(|host| is_request(host.usage) && host.told == Told::No);
        let hosts = hosts.fold(Named::None, |all, host| all.and(host.environment.into()));
        // Markup around the words.
        let titles = content
            .split(['<', '>'])
            .map(|title| title.trim_matches(|sign: char| !(sign.is_alphanumeric() || matches!(sign, '(' | ')'))));
        of_cells(titles).and(hosts)
    }

    /// The rows of the same table above a row, the nearest first.
    fn rows_above<'e>(&'e self, line: Span, row: &'e TableRow) -> impl Iterator<Item = Span> + 'e {
        let text = self.text();
        let separator = row.separator;
        let count = move |row: Span| row.of(text).chars().filter(|sign| Some(*sign) == separator).count();
        let own = count(line);
        let fits = move |above: &Span| {
            // Counting is enough, unless a cell is quoted.
            let is_like = row.separator.is_some() && count(*above) == own;
            is_like || TableRow::at(text, *above).is_some_and(|above| above.is_of_table_of(row))
        };
        let mut end = line.start;
        std::iter::from_fn(move || {
            let before = text.get(..end)?;
            let mark = if row.separator.is_none() { "<tr" } else { "\n" };
            let before = if row.separator.is_none() { before } else { before.strip_suffix('\n')? };
            let near = before.floor_char_boundary(before.len().saturating_sub(ROW));
            let found = before.get(near..)?.rfind(mark);
            let start = match row.separator {
                None => near + found?,
                Some(_) => found.map_or(near, |at| near + at + 1),
            };
            end = start;
            let above = Span { start, end: start.max(before.trim_end_matches('\r').len()) };
            (row.separator.is_some() || !above.of(text).contains("</table")).then_some(above)
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
        (
            "<table><thead><tr><th></th><th><strong>Sandbox</strong></th><th>Production</th></tr></thead><tbody>\
             <tr><td>App Id</td><td>$I</td><td></td></tr><tr><td>App Secret</td><td>$S</td><td></td></tr></tbody></table>",
            Some(Sandbox),
        ),
        ("Feld (Pflicht);Sandbox;Production\nApp Id (10);;$I\nApp Secret (40);;$S", Some(Production)),
        ("key,sandbox,production,note\n\"App Id, main\",$I,,x\n\"App Secret, main\",$S,,x", Some(Sandbox)),
        // The rows say something else, or are of another table.
        ("ENVS = (\"dev\", \"sandbox\", \"production\")\neqp = Client(\"acme\", \"$I\", \"$S\")", None),
        ("branches: [main, sandbox, production]\nauth: [basic, $I, $S]", None),
        ("| Date | From | To |\n| 1 May | sandbox | production |\n| 2 May | $I | $S |", None),
        ("| | Sandbox? | Production? |\n|---|---|---|\n| App Id | $I | - |\n| App Secret | $S | - |", None),
        ("| | ~~Sandbox~~ | Production |\n|---|---|---|\n| App Id | $I | - |\n| App Secret | $S | - |", None),
        (
            "| | https://commercedeveloper-sandbox.adobe.com | https://commercedeveloper.adobe.com |\n|---|---|---|\n\
             | App Id | $I | - |\n| App Secret | $S | - |",
            None,
        ),
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
