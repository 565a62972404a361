//! The arguments of `build.sh test`.

use std::num::NonZeroU32;

use anyhow::{Context, Result, bail};

/// The arguments of `build.sh test`.
#[derive(Debug, PartialEq, Eq)]
pub struct Request<'a> {
    /// Parts of test paths. Only matching tests run; without any, all tests
    /// run.
    pub names: Vec<&'a str>,
    /// The number of runs of each group of tests.
    pub repeat: u32,
    /// Whether browser tests run in Firefox.
    pub firefox: bool,
}

impl<'a> Request<'a> {
    /// Parses the arguments.
    ///
    /// # Errors
    ///
    /// Returns an error for an unknown option, or if there is no number after
    /// `--repeat`.
    pub fn read(arguments: &[&'a str]) -> Result<Self> {
        let mut request = Self { names: Vec::new(), repeat: 1, firefox: false };
        let mut arguments = arguments.iter().copied();
        while let Some(argument) = arguments.next() {
            match argument {
                "--firefox" => request.firefox = true,
                "--repeat" => {
                    let number = arguments.next().and_then(|number| number.parse::<NonZeroU32>().ok());
                    request.repeat = number.context("--repeat needs a number: how often each group runs")?.get();
                }
                "" => bail!("the name of a test is empty"),
                option if option.starts_with('-') => {
                    bail!("`test` has no option {option}: usage: ./build.sh test [--firefox] [--repeat N] [NAME ...]")
                }
                name => request.names.push(name),
            }
        }
        Ok(request)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_and_names_come_in_any_order() {
        let all = Request { names: vec![], repeat: 1, firefox: false };
        assert_eq!(Request::read(&[]).unwrap(), all);
        let some = Request { names: vec!["badges::every", "popup"], repeat: 3, firefox: true };
        assert_eq!(Request::read(&["badges::every", "--repeat", "3", "popup", "--firefox"]).unwrap(), some);
    }

    #[test]
    fn unknown_arguments_are_refused() {
        for wrong in [&["--repeat"][..], &["--repeat", "0"], &["--repeat", "popup"], &["--fast"], &["--"], &[""]] {
            assert!(Request::read(wrong).is_err(), "{wrong:?}");
        }
    }
}
