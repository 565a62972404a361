//! Words between an option and a key: comments, titles of steps, and the key's
//! own line. They don't say where the key goes, but make the option undecided.

use super::comment::MARKS;
use super::environment_word::Named;
use super::evidence::{Evidence, NEAR, holds, of_lines};
use crate::detect::span::Span;

impl Evidence<'_> {
    /// The environments named by a key's line, and by the comments, titles and
    /// introductions between the key and the nearest option above it that
    /// applies to the key. An option in the key's line is nearer than any word.
    pub(super) fn said_nearer(&self, at: usize) -> Named {
        let Some(line) = self.statements.line(at).map(|line| line.span) else { return Named::None };
        let next = self.options.partition_point(|(option, _)| option.span.start < line.start);
        let own = self.options.get(next..).unwrap_or_default().iter();
        let mut own = own.take_while(|(option, _)| option.span.start < line.end);
        if own.any(|(_, owner)| owner.is_none_or(|owner| holds(owner, at))) {
            return Named::None;
        }
        let above = next.checked_sub(1).and_then(|last| self.options.get(last));
        let above = above.filter(|(_, owner)| owner.is_none_or(|owner| holds(owner, at)));
        let begin = above.map_or(line.start, |(option, _)| option.span.end.min(line.start));
        let between = Span { start: begin, end: line.start };
        let between = if line.start - begin > NEAR { "" } else { between.of(self.text()) };
        // The rest of the option's own line belongs to the option.
        let between = between.split_once('\n').map_or("", |(_, rest)| rest).lines();
        // A line that names both, such as a list of the values, says nothing.
        let named = between.filter(|line| introduces(line)).map(|line| of_lines(std::iter::once(line)));
        named.filter(|named| *named != Named::Both).fold(self.words_in(line), Named::and)
    }
}

/// Whether a line says what the lines below it are: a comment, the title of a
/// step, an introduction. A path or a file in it may have any name.
fn introduces(line: &str) -> bool {
    let line = line.trim();
    let comment = MARKS.iter().find_map(|mark| line.strip_prefix(mark));
    let introduction = || line.strip_suffix(':').filter(|name| !name.contains('_'));
    let said = comment.or_else(|| line.strip_prefix("- name:")).or_else(introduction);
    let is_path = |word: &str| word.trim_matches(['/', '.', ':']).contains(['/', '.']);
    said.is_some_and(|said| !said.split_whitespace().any(is_path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn introductions_are_told_from_other_lines() {
        for line in
            ["# the sandbox key until it is approved.", "// sandbox", "- name: EQP sandbox check", "sandbox key:"]
        {
            assert!(introduces(line), "{line}");
        }
        for line in ["# see docs/sandbox.md", "sandbox_hosts:", "EQP_SANDBOX_URL=x", "- run: sandbox", ""] {
            assert!(!introduces(line), "{line}");
        }
    }
}
