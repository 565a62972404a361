//! Versions of programs and packages, as they print them.

use std::fmt;

/// A version: its numbers, the most significant first.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version(Vec<u32>);

impl Version {
    /// The first version in the output of a program, such as
    /// `Chromium 148.0.7778.167 built on Debian GNU/Linux 12`.
    pub fn in_output(output: &str) -> Option<Self> {
        output.split_whitespace().find_map(|word| Self::at_start(word.strip_prefix('v').unwrap_or(word)))
    }

    /// The version of the program in a Debian package, from the package's own
    /// version: `2:21.1.7-3+deb12u12` is 21.1.7.
    pub fn of_package(version: &str) -> Option<Self> {
        Self::at_start(version.split_once(':').map_or(version, |(_epoch, rest)| rest))
    }

    fn at_start(text: &str) -> Option<Self> {
        let end = text.find(|one: char| !one.is_ascii_digit() && one != '.').unwrap_or(text.len());
        let numbers = text.get(..end)?.trim_end_matches('.');
        numbers.split('.').map(|number| number.parse().ok()).collect::<Option<Vec<_>>>().map(Self)
    }
}

impl From<&[u32]> for Version {
    fn from(numbers: &[u32]) -> Self {
        Self(numbers.to_vec())
    }
}

impl fmt::Display for Version {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.iter().map(u32::to_string).collect::<Vec<_>>().join("."))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(text: &str) -> Version {
        Version::in_output(text).unwrap()
    }

    #[test]
    fn versions_are_read_from_what_programs_print() {
        for (output, expected) in [
            ("rustc 1.95.0 (59807616e 2026-04-14)", "1.95.0"),
            ("v20.20.2", "20.20.2"),
            ("11.19.1", "11.19.1"),
            ("Chromium 148.0.7778.167 built on Debian GNU/Linux 12 (bookworm)", "148.0.7778.167"),
            ("Mozilla Firefox 140.10.2esr", "140.10.2"),
            ("geckodriver 0.37.1 (abc 2026-01-01)\n\nThe source code of this program is ...", "0.37.1"),
            ("ShellCheck - shell script analysis tool\nversion: 0.9.0\nlicense: ...", "0.9.0"),
        ] {
            assert_eq!(version(output).to_string(), expected);
        }
        assert_eq!(Version::in_output("command not found"), None);
    }

    #[test]
    fn a_package_has_the_version_of_its_program() {
        for (package, expected) in [
            ("148.0.7778.167-1~deb12u1", "148.0.7778.167"),
            ("140.10.2esr-1~deb12u1", "140.10.2"),
            ("2:21.1.7-3+deb12u12", "21.1.7"),
        ] {
            assert_eq!(Version::of_package(package).unwrap().to_string(), expected);
        }
        assert_eq!(Version::of_package("(none)"), None);
    }

    #[test]
    fn versions_are_compared_number_by_number() {
        assert!(version("1.9.0") < version("1.10.0"));
        assert!(version("121") <= version("121.0.6167.85"));
        assert!(version("120.9") < version("121"));
    }
}
