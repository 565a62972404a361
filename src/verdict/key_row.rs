//! The row of a table in Markdown that has a key in it, and a name in its first
//! cell: `| Live | KEY | KEY |`.

use super::environment_word::Named;
use super::evidence::NEAR;
use crate::catalogue::Environment;
use crate::detect::span::Span;

/// The most rows above a key that are read. The head of a longer table isn't
/// found.
const MOST_ROWS: usize = 64;

/// A row of a table.
pub(super) struct NamedRow<'t> {
    /// The row's place.
    pub span: Span,
    /// Its first cell.
    pub name: &'t str,
    /// The first row of the table.
    head: &'t str,
    /// The number of the value's column, not counting the first.
    column: usize,
}

impl<'t> NamedRow<'t> {
    /// The row with a value. Each value in the text is replaced by a row of the
    /// letter `x`, and only such values may precede in the row.
    pub(super) fn around(text: &'t str, value: usize) -> Option<Self> {
        let floor = text.ceil_char_boundary(value.saturating_sub(NEAR));
        let before = text.get(floor..value)?;
        let line = before.rfind('\n').map_or(0, |at| at + 1);
        let mut cells = cells_of(before.get(line..)?)?;
        let name = cells.next()?;
        let mut column = 0;
        for cell in cells {
            if !cell.bytes().all(|byte| byte == b'x') {
                return None;
            }
            column += 1;
        }
        let column = usize::checked_sub(column, 1)?;
        let start = floor + line;
        let end = value + text.get(value..)?.bytes().take(NEAR).take_while(|&byte| byte != b'\n').count();
        let above = text.get(..start)?.lines().rev().take(MOST_ROWS);
        let head = above.take_while(|row| cells_of(row).is_some()).last().unwrap_or_default();
        Some(Self { span: Span { start, end }, name, head, column })
    }

    /// The names of the columns. If the table has no head, they are values.
    pub(super) fn columns(&self) -> impl Iterator<Item = &'t str> {
        cells_of(self.head).into_iter().flatten().skip(1)
    }

    /// What the top of the value's column says, if one column is for each
    /// environment.
    pub(super) fn named_by_column(&self, named: impl Fn(&str) -> Named) -> Named {
        let columns: Vec<Named> = self.columns().map(named).collect();
        let count = |environment| columns.iter().filter(|&&of| of == Named::One(environment)).count();
        let is_refused = [self.head, self.name].iter().any(|text| {
            let text = text.to_lowercase();
            ["never", "not ", "reject", "refus", "block", "wrong"].iter().any(|word| text.contains(word))
        });
        let is_top = Environment::ALL.into_iter().all(|environment| count(environment) == 1) && !is_refused;
        columns.get(self.column).copied().filter(|_| is_top).unwrap_or_default()
    }
}

/// The cells of a row, without markup.
fn cells_of(row: &str) -> Option<impl Iterator<Item = &str>> {
    let row = row.trim_start().strip_prefix('|')?;
    Some(row.split('|').map(|cell| cell.trim_matches([' ', '\t', '`', '*'])))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<&str> {
        NamedRow::around(text, text.find('$').unwrap()).map(|row| row.name)
    }

    #[test]
    fn the_first_cell_names_the_values_in_its_row() {
        assert_eq!(name("| Live | $"), Some("Live"));
        assert_eq!(name("a\n  | **Live** | `xxxx` | `$"), Some("Live"));
        assert_eq!(name("| | xxxx | $"), Some(""));
        for text in ["Live | $", "| Live | main | $", "| Live\n$", "| $", "| Live | id: $", "$"] {
            assert_eq!(name(text).filter(|name| !name.is_empty()), None, "{text}");
        }
    }

    #[test]
    fn the_first_row_of_a_table_names_its_columns() {
        for (text, expected) in [
            ("# Keys\n\n| | Live | `Test` |\n|---|---|---|\n| a | xx | xx |\n| b | $", &["Live", "Test", ""][..]),
            ("| a | xx |\n| b | $", &["xx", ""]),
            ("Live, test:\n| b | $", &[]),
        ] {
            let row = NamedRow::around(text, text.find('$').unwrap()).unwrap();
            assert_eq!(row.columns().collect::<Vec<_>>(), expected, "{text}");
        }
    }
}
