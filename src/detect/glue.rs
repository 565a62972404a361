//! The characters between a label and its value.

use super::escape::color_length;

/// The characters between a label and its value: spaces, quotes of any kind,
/// punctuation, and their escaped forms.
#[derive(Default, Debug)]
pub(super) struct Glue {
    /// Whether it contains a line end.
    pub(super) newline: bool,
    /// Whether it contains a colon, an equals sign, an arrow, or a cell border.
    pub(super) separator: bool,
    /// Whether it contains a colon.
    pub(super) colon: bool,
}

impl Glue {
    /// The start of the glue that ends at `end`.
    pub(super) fn skip(&mut self, bytes: &[u8], floor: usize, end: usize) -> usize {
        let mut at = end;
        while let Some(length) = bytes.get(floor..at).and_then(|before| self.last_of(before)) {
            at -= length;
        }
        at
    }

    /// The length of the piece of glue that these bytes end with.
    fn last_of(&mut self, before: &[u8]) -> Option<usize> {
        let &last = before.last()?;
        if let b'\n' = last
            && let Some(length) = continuation(before)
        {
            return Some(length);
        }
        if last.is_ascii_alphanumeric() {
            self.escape(before)
        } else if last.is_ascii() {
            self.note(last);
            Some(1)
        } else {
            self.mark(before)
        }
    }

    fn note(&mut self, byte: u8) {
        match byte {
            b'\n' | b'\r' => self.newline = true,
            b':' => {
                self.colon = true;
                self.separator = true;
            }
            b'=' | b'>' | b'|' => self.separator = true,
            _ => {}
        }
    }

    /// The length of an escaped mark. Escaped letters and digits don't count.
    fn escape(&mut self, before: &[u8]) -> Option<usize> {
        let (digits, length) = match *before {
            [.., b'%', high, low] => ([high, low], 3),
            [.., b'\\', b'u', b'0', b'0', high, low] => ([high, low], 6),
            [.., b'\\', b'x', high, low] => ([high, low], 4),
            [.., b'\\', b'n' | b'r'] => {
                self.newline = true;
                return Some(2);
            }
            [.., b'\\', b't'] => return Some(2),
            [.., b'm'] => return color_length(before),
            _ => return None,
        };
        let byte = u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?;
        if byte.is_ascii_alphanumeric() {
            return None;
        }
        self.note(byte);
        Some(length)
    }

    /// The length of a multi-byte mark.
    fn mark(&mut self, before: &[u8]) -> Option<usize> {
        match *before {
            // No-break space, « and ».
            [.., 0xC2, 0xA0 | 0xAB | 0xBB] => Some(2),
            // General punctuation: “typographic” quotes, dashes, odd spaces, →.
            [.., 0xE2, 0x80 | 0x81 | 0x86, _] => Some(3),
            // Full-width colon and equals sign.
            [.., 0xEF, 0xBC, 0x9A | 0x9D] => {
                self.separator = true;
                Some(3)
            }
            // Other full-width and CJK marks.
            [.., 0xEF, 0xBC, 0x81..=0x8F] | [.., 0xE3, 0x80, _] => Some(3),
            _ => None,
        }
    }
}

/// The length of a line continuation with its mark: POSIX shells, the Windows
/// command prompt, PowerShell.
fn continuation(before: &[u8]) -> Option<usize> {
    let line = before.strip_suffix(b"\n")?;
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    matches!(line, [.., b'\\' | b'^'] | [.., b' ', b'`']).then(|| before.len() - line.len() + 1)
}
