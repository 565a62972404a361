//! Finds the statements around a place in a text.
//!
//! A text is read once, in time linear in its length, into four layers that
//! don't have to nest: lines with their continuation lines, groups in brackets
//! or tags, sections below a key or heading, and blocks between blank lines. A
//! place can be in one line, one block, and several nested groups and sections.

mod form;
mod group;
mod line;
mod section;

use super::span::Span;
use crate::sort::sort_by_key;
use form::DEPTH;
pub(crate) use form::{Form, Statement};
use group::groups;
use line::{blocks, lines};
use section::sections;

/// All statements of a text.
#[derive(Debug, Default)]
pub(crate) struct Statements {
    lines: Vec<Statement>,
    groups: Tree,
    sections: Tree,
    headings: Tree,
    blocks: Vec<Statement>,
    /// The offset of each line's start.
    starts: Vec<usize>,
    /// The same in the text that line numbers refer to, if that is another.
    numbered: Option<Vec<usize>>,
    /// The lines that a patch removes.
    removed: Vec<Span>,
}

/// The statements of one layer, which may be nested.
#[derive(Debug, Default)]
struct Tree {
    /// In order of their starts.
    nodes: Vec<Statement>,
    /// The parent of each node.
    parents: Vec<Option<usize>>,
}

impl Tree {
    /// Builds the tree. The nodes must be in order of their starts.
    fn new(mut nodes: Vec<Statement>) -> Self {
        sort_by_key(&mut nodes, |node| (node.span.start, std::cmp::Reverse(node.span.end)));
        let mut parents = Vec::with_capacity(nodes.len());
        let mut open: Vec<usize> = Vec::new();
        for (index, node) in nodes.iter().enumerate() {
            let ended = |open: &usize| nodes.get(*open).is_none_or(|around| around.span.end <= node.span.start);
            while open.last().is_some_and(ended) {
                open.pop();
            }
            parents.push(open.last().copied());
            open.push(index);
        }
        Self { nodes, parents }
    }

    /// The nodes around a place, innermost first.
    fn around(&self, at: usize) -> impl Iterator<Item = &Statement> {
        let before = self.nodes.partition_point(|node| node.span.start <= at);
        let mut next = before.checked_sub(1);
        let mut steps = 0;
        std::iter::from_fn(move || {
            // After a long row of closed groups, none of them contains the
            // place, so go up through the few parents.
            while let Some(index) = next {
                let node = self.nodes.get(index)?;
                next = self.parents.get(index).copied().flatten();
                steps += 1;
                if node.span.end > at {
                    return Some(node);
                }
                if steps > 4 * DEPTH {
                    return None;
                }
            }
            None
        })
    }
}

impl Statements {
    /// Reads a text.
    pub(crate) fn of(text: &str) -> Self {
        let starts = line_starts(text);
        let groups = groups(text);
        let read = sections(text, &starts);
        Self {
            lines: lines(text),
            groups: Tree::new(groups),
            sections: Tree::new(read.sections),
            headings: Tree::new(read.headings),
            blocks: blocks(text, &starts),
            removed: Some(removed(text, &starts))
                .filter(|lines| !lines.is_empty())
                .unwrap_or_else(|| removed_words(text)),
            starts,
            numbered: None,
        }
    }

    /// Makes line numbers refer to this text, which has the same length.
    pub(crate) fn number_lines_of(&mut self, text: &str) {
        self.numbered = Some(line_starts(text));
    }

    /// The number of the line at this offset, starting at 1.
    pub(crate) fn line_number(&self, at: usize) -> usize {
        self.numbered.as_ref().unwrap_or(&self.starts).partition_point(|&start| start <= at)
    }

    /// The offset of the start of the line at this offset.
    pub(crate) fn line_start(&self, at: usize) -> usize {
        let before = self.starts.partition_point(|&start| start <= at);
        before.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or_default()
    }

    /// The line at this offset, with its continuation lines.
    pub(crate) fn line(&self, at: usize) -> Option<&Statement> {
        at_place(&self.lines, at)
    }

    /// The groups around a place, innermost first.
    pub(crate) fn groups(&self, at: usize) -> impl Iterator<Item = &Statement> {
        self.groups.around(at).take(DEPTH)
    }

    /// The sections around a place, innermost first.
    pub(crate) fn sections(&self, at: usize) -> impl Iterator<Item = &Statement> {
        self.sections.around(at).take(DEPTH)
    }

    /// The heading above a place, with the lines below it.
    pub(crate) fn heading(&self, at: usize) -> Option<&Statement> {
        self.headings.around(at).next()
    }

    /// The block at this offset.
    pub(crate) fn block(&self, at: usize) -> Option<&Statement> {
        at_place(&self.blocks, at)
    }

    /// Whether a patch removes the line at this offset.
    pub(crate) fn is_removed(&self, at: usize) -> bool {
        let before = self.removed.partition_point(|line| line.start <= at);
        before.checked_sub(1).and_then(|index| self.removed.get(index)).is_some_and(|line| at < line.end)
    }

    /// The smallest group or section around a place, which an option there
    /// applies to. `None` means the whole text.
    pub(crate) fn owner(&self, at: usize) -> Option<Span> {
        let group = self.groups(at).next().map(|node| node.span);
        let section = self.sections(at).next().map(|node| node.span);
        match (group, section) {
            (Some(group), Some(section)) => Some(if length(group) <= length(section) { group } else { section }),
            (one, other) => one.or(other),
        }
    }
}

fn line_starts(text: &str) -> Vec<usize> {
    std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect()
}

const fn length(span: Span) -> usize {
    span.end - span.start
}

fn at_place(statements: &[Statement], at: usize) -> Option<&Statement> {
    let before = statements.partition_point(|statement| statement.span.start <= at);
    statements.get(before.checked_sub(1)?).filter(|statement| at < statement.span.end)
}

/// How many removed lines of a patch without a header are compared with the
/// added ones.
const MOST_REMOVED: usize = 16;

/// The lines that a patch removes; empty if the text is no patch.
fn removed(text: &str, starts: &[usize]) -> Vec<Span> {
    let line = |index: usize| {
        let start = starts.get(index).copied().unwrap_or(text.len());
        let end = starts.get(index + 1).copied().unwrap_or(text.len());
        (Span { start, end }, text.get(start..end).unwrap_or_default())
    };
    let marks = ["@@ ", "diff --git ", "*** Begin Patch"];
    let has_mark = || (0..starts.len()).any(|index| marks.iter().any(|mark| line(index).1.starts_with(mark)));
    // A patch without a header is recognized by a name that one line removes
    // and the next one adds.
    let name = |text: &str, mark: char| {
        let assigned = text.strip_prefix(mark)?.trim_start();
        let end = assigned.find(['=', ':'])?;
        assigned.get(..end).map(|name| name.trim().trim_matches(['"', '\'']).to_owned()).filter(|name| !name.is_empty())
    };
    let replaces = || {
        let removed: Vec<_> =
            (0..starts.len()).filter_map(|index| name(line(index).1, '-')).take(MOST_REMOVED).collect();
        let added = || (0..starts.len()).filter_map(|index| name(line(index).1, '+'));
        !removed.is_empty() && added().any(|name| removed.contains(&name))
    };
    let is_patch = has_mark() || replaces();
    if !is_patch {
        return Vec::new();
    }
    let lines = (0..starts.len()).map(line);
    lines.filter(|(_, text)| text.starts_with('-') && !text.starts_with("--- ")).map(|(span, _)| span).collect()
}

/// The most bytes of words that a diff shows as removed.
const REMOVED_WORDS: usize = 128;

/// The words that `git diff --word-diff` shows as removed: `[-old-]{+new+}`.
/// Empty if the text has none that are replaced.
fn removed_words(text: &str) -> Vec<Span> {
    let bytes = text.as_bytes();
    let ends = memchr::memmem::find_iter(bytes, b"-]{+");
    let span = |end: usize| {
        let floor = end.saturating_sub(REMOVED_WORDS);
        let start = floor + bytes.get(floor..end)?.windows(2).rposition(|mark| mark == b"[-")?;
        let is_in_line = !bytes.get(start..end)?.contains(&b'\n');
        is_in_line.then_some(Span { start, end })
    };
    let mut words: Vec<Span> = ends.filter_map(span).collect();
    if words.is_empty() {
        words = replaced(bytes);
    }
    words
}

/// The words that commands of `sed` replace: `s/old/new/`.
fn replaced(bytes: &[u8]) -> Vec<Span> {
    let old = |at: usize| {
        let start = at + 3;
        let (mark, rest) = (bytes.get(at + 2)?, bytes.get(start..)?);
        let begins = matches!(bytes.get(at), Some(b' ' | b'\'' | b'"' | b';')) && matches!(mark, b'/' | b'#' | b'|');
        let ends = |from: usize| rest.get(from..)?.iter().take(REMOVED_WORDS).position(|byte| byte == mark);
        let length = begins.then(|| ends(0))??;
        ends(length + 1).map(|_| Span { start, end: start + length })
    };
    memchr::memchr_iter(b's', bytes).filter_map(|at| old(at.checked_sub(1)?)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn around<'t>(text: &'t str, value: &str) -> Vec<(Form, &'t str)> {
        let at = text.find(value).unwrap();
        let statements = Statements::of(text);
        let named = |statement: &Statement| (statement.form, statement.name.map_or("", |name| name.of(text)));
        statements.groups(at).chain(statements.sections(at)).chain(statements.heading(at)).map(named).collect()
    }

    #[test]
    fn every_object_and_section_around_a_value_is_known_by_its_name() {
        for (text, expected) in [
            (
                r#"{"sandbox": {"appId": "$"}, "production": {}}"#,
                vec![(Form::Group, r#""sandbox": "#), (Form::Group, "")],
            ),
            (
                "return [\n  'sandbox' => [\n    'id' => '$',\n  ],\n];",
                vec![(Form::Group, "'sandbox' => "), (Form::Group, "return ")],
            ),
            ("sandbox:\n  eqp:\n    id: $\nproduction:\n", vec![(Form::Section, "eqp"), (Form::Section, "sandbox")]),
            ("[production]\nx=1\n[eqp.sandbox]\nid = $\n", vec![(Form::Section, "eqp.sandbox")]),
            ("<sandbox><id>$</id></sandbox>", vec![(Form::Group, "id"), (Form::Group, "sandbox")]),
            ("Sandbox:\nApp Id: $\n", vec![(Form::Heading, "Sandbox")]),
            ("# a (b\n$\n", vec![]),
        ] {
            let found = around(text, "$");
            let found: Vec<_> =
                found.into_iter().filter(|(form, _)| *form != Form::Heading || text.starts_with("Sandbox")).collect();
            assert_eq!(found, expected, "{text}");
        }
    }

    #[test]
    fn lines_are_counted_from_one() {
        let statements = Statements::of("a\nb\n\nc");
        assert_eq!([0, 1, 2, 4, 5].map(|at| statements.line_number(at)), [1, 1, 2, 3, 4]);
        let mut statements = Statements::of("a \nb\nc");
        statements.number_lines_of("a\\nb\nc");
        assert_eq!([0, 3, 5].map(|at| statements.line_number(at)), [1, 1, 2]);
    }

    #[test]
    fn a_patch_removes_lines_and_a_list_does_not() {
        let patch = "@@ -1 +1 @@\n-old\n+new\n";
        assert!(Statements::of(patch).is_removed(13) && !Statements::of(patch).is_removed(19));
        assert!(!Statements::of("-old\n-older\n").is_removed(2));
    }

    proptest! {
        #[test]
        fn every_statement_is_inside_the_text_and_holds_its_place(text in "([a-z\\[\\]{}()<>/:\"'=#\\\\;&|\n -]|sandbox|é|<x>|</x>|\n\n|\n  ){0,60}") {
            let statements = Statements::of(&text);
            for at in 0..text.len() {
                let groups = statements.groups(at).chain(statements.sections(at)).chain(statements.heading(at));
                let all: Vec<_> = groups.chain(statements.line(at)).chain(statements.block(at)).collect();
                for statement in all {
                    prop_assert!(statement.span.start <= at && at < statement.span.end && statement.span.end <= text.len());
                    prop_assert!(statement.name.is_none_or(|name| text.get(name.start..name.end).is_some()));
                }
                prop_assert!(statements.line_number(at) >= 1);
            }
        }
    }
}
