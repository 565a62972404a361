//! Finds all tests in the source files, so that names can be matched without
//! compiling.

use std::fs;
use std::iter::Peekable;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree, token_stream};
use serde_json::Value;

use crate::project::{asked, command};

/// The kind of a test target in Cargo.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    Library,
    Binary,
    Integration,
}

/// A test target: sources that Cargo compiles to one test program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    pub package: String,
    pub kind: Kind,
    pub name: String,
    /// The file with its root module.
    pub root: PathBuf,
}

/// A test.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Test {
    pub package: String,
    pub kind: Kind,
    /// The name of its target.
    pub target: String,
    /// Its path of modules and function, as test programs print it.
    pub path: String,
    /// Whether its file uses the location of the built extension.
    pub reads_build: bool,
}

/// The packages of the workspace, and their test targets.
#[derive(Debug, Default)]
pub struct Workspace {
    pub targets: Vec<Target>,
    /// The packages without tests, which only compile for WebAssembly.
    pub untested: Vec<String>,
}

impl Workspace {
    /// Asks Cargo for the packages.
    ///
    /// # Errors
    ///
    /// Returns an error if Cargo fails, or if its output has an unexpected
    /// form.
    pub fn read() -> Result<Self> {
        let metadata = ["metadata", "--no-deps", "--offline", "--locked", "--format-version", "1"];
        let answer = asked(&mut command("cargo", &metadata)).context("`cargo metadata` failed")?;
        Self::from_metadata(&serde_json::from_str(&answer).context("reading the answer of `cargo metadata`")?)
    }

    fn from_metadata(metadata: &Value) -> Result<Self> {
        let mut workspace = Self::default();
        for package in array(metadata, "packages")? {
            let name = text(package, "name")?;
            let before = workspace.targets.len();
            for target in array(package, "targets")?.iter().filter(|target| target["test"] == true) {
                let kind = match array(target, "kind")?.first().and_then(Value::as_str) {
                    Some("bin") => Kind::Binary,
                    Some("test") => Kind::Integration,
                    Some("lib") => Kind::Library,
                    other => return Err(anyhow!("the tests of a target of kind {other:?} in {name}")),
                };
                let root = PathBuf::from(text(target, "src_path")?);
                let target = Target { package: name.to_owned(), kind, name: text(target, "name")?.to_owned(), root };
                workspace.targets.push(target);
            }
            if workspace.targets.len() == before {
                workspace.untested.push(name.to_owned());
            }
        }
        Ok(workspace)
    }

    /// All tests, in source order.
    ///
    /// # Errors
    ///
    /// Returns an error if a source file is missing or isn't valid Rust.
    pub fn tests(&self) -> Result<Vec<Test>> {
        let mut tests = Vec::new();
        for target in &self.targets {
            let folder = target.root.parent().context("the folder of a target")?;
            Module { target, folder: folder.to_owned(), path: String::new() }.scan_file(&target.root, &mut tests)?;
        }
        Ok(tests)
    }
}

fn array<'a>(value: &'a Value, member: &str) -> Result<&'a Vec<Value>> {
    value.get(member).and_then(Value::as_array).with_context(|| format!("`{member}` in the answer of `cargo metadata`"))
}

fn text<'a>(value: &'a Value, member: &str) -> Result<&'a str> {
    value.get(member).and_then(Value::as_str).with_context(|| format!("`{member}` in the answer of `cargo metadata`"))
}

/// A module to scan.
struct Module<'a> {
    target: &'a Target,
    /// The folder with the files of its child modules.
    folder: PathBuf,
    /// Its path, with `::` after each part.
    path: String,
}

/// The file that the tokens come from.
struct Source<'a> {
    file: &'a Path,
    reads_build: bool,
}

impl Module<'_> {
    fn scan_file(&self, file: &Path, tests: &mut Vec<Test>) -> Result<()> {
        let source = fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
        let tokens: TokenStream = source
            .parse()
            .map_err(|error| anyhow!("{error}"))
            .with_context(|| format!("parsing {}", file.display()))?;
        let source = Source { file, reads_build: calls(tokens.clone(), "dist") };
        self.scan(tokens, &source, tests)
    }

    /// Scans the items in a module. Tokens are enough, and unlike a parsed file
    /// they include the items inside a macro's braces.
    fn scan(&self, tokens: TokenStream, source: &Source, tests: &mut Vec<Test>) -> Result<()> {
        let mut tokens = tokens.into_iter().peekable();
        let mut attributes = Vec::new();
        while let Some(token) = tokens.next() {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '#' => {
                    attributes.extend(next_group(&mut tokens, Delimiter::Bracket).map(|group| group.stream()));
                }
                TokenTree::Ident(word) if word == "mod" => {
                    let name = tokens.next().context("the name of a module")?.to_string();
                    match next_group(&mut tokens, Delimiter::Brace) {
                        Some(body) => self.child(&name, self.folder.join(&name)).scan(body.stream(), source, tests)?,
                        None => self.scan_child_file(&name, &attributes, source, tests)?,
                    }
                    attributes.clear();
                }
                TokenTree::Ident(word) if word == "fn" => {
                    if let Some(TokenTree::Ident(name)) = tokens.peek()
                        && attributes.iter().any(is_test)
                    {
                        tests.push(self.test(&name.to_string(), source));
                    }
                    attributes.clear();
                }
                TokenTree::Ident(word) if word == "proptest" => {
                    if tokens.next_if(|next| next.to_string() == "!").is_some()
                        && let Some(body) = next_group(&mut tokens, Delimiter::Brace)
                    {
                        self.scan(body.stream(), source, tests)?;
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == ';' => attributes.clear(),
                TokenTree::Group(group) if group.delimiter() == Delimiter::Brace => attributes.clear(),
                _ => {}
            }
        }
        Ok(())
    }

    fn test(&self, name: &str, source: &Source) -> Test {
        Test {
            package: self.target.package.clone(),
            kind: self.target.kind,
            target: self.target.name.clone(),
            path: format!("{}{name}", self.path),
            reads_build: source.reads_build,
        }
    }

    fn child(&self, name: &str, folder: PathBuf) -> Module<'_> {
        Module { target: self.target, folder, path: format!("{}{name}::", self.path) }
    }

    fn scan_child_file(
        &self,
        name: &str,
        attributes: &[TokenStream],
        source: &Source,
        tests: &mut Vec<Test>,
    ) -> Result<()> {
        if let Some(path) = attributes.iter().find_map(path_attribute) {
            let file = source.file.parent().context("the folder of a file")?.join(path);
            let folder = file.parent().context("the folder of a module")?.to_owned();
            return self.child(name, folder).scan_file(&file, tests);
        }
        let folder = self.folder.join(name);
        let file = self.folder.join(format!("{name}.rs"));
        let file = if file.is_file() { file } else { folder.join("mod.rs") };
        self.child(name, folder).scan_file(&file, tests)
    }
}

fn next_group(tokens: &mut Peekable<token_stream::IntoIter>, delimiter: Delimiter) -> Option<Group> {
    let is_wanted = |token: &TokenTree| matches!(token, TokenTree::Group(group) if group.delimiter() == delimiter);
    match tokens.next_if(is_wanted) {
        Some(TokenTree::Group(group)) => Some(group),
        _ => None,
    }
}

/// Whether this attribute makes a function a test: its path ends with `test`.
fn is_test(attribute: &TokenStream) -> bool {
    let path = attribute.clone().into_iter().take_while(|token| !matches!(token, TokenTree::Group(_)));
    path.last().is_some_and(|token| matches!(token, TokenTree::Ident(word) if word == "test"))
}

/// The file name in `#[path = "…"]`.
fn path_attribute(attribute: &TokenStream) -> Option<String> {
    let tokens: Vec<TokenTree> = attribute.clone().into_iter().collect();
    match tokens.as_slice() {
        [TokenTree::Ident(word), _, TokenTree::Literal(file)] if word == "path" => {
            Some(file.to_string().trim_matches('"').to_owned())
        }
        _ => None,
    }
}

/// Whether the tokens contain a call of this function.
fn calls(tokens: TokenStream, function: &str) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let found = match token {
            TokenTree::Ident(word) => {
                word == function
                    && matches!(tokens.peek(), Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis)
            }
            TokenTree::Group(group) => calls(group.stream(), function),
            _ => false,
        };
        if found {
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::process::Command;

    use super::*;

    fn scanned(files: &[(&str, &str)]) -> Vec<(String, bool)> {
        let folder = tempfile::tempdir().unwrap();
        for (name, source) in files {
            let file = folder.path().join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, source).unwrap();
        }
        let root = folder.path().join(files[0].0);
        let target = Target { package: "package".to_owned(), kind: Kind::Library, name: "target".to_owned(), root };
        let tests = Workspace { targets: vec![target], untested: vec![] }.tests().unwrap();
        tests.into_iter().map(|test| (test.path, test.reads_build)).collect()
    }

    fn paths(files: &[(&str, &str)]) -> Vec<String> {
        scanned(files).into_iter().map(|(path, _)| path).collect()
    }

    #[test]
    fn the_scan_finds_what_this_program_of_tests_lists() {
        let output = Command::new(std::env::current_exe().unwrap()).arg("--list").output().unwrap();
        let output = String::from_utf8(output.stdout).unwrap();
        let listed: BTreeSet<_> =
            output.lines().filter_map(|line| line.strip_suffix(": test")).map(str::to_owned).collect();
        let workspace = Workspace::read().unwrap();
        let here = workspace.tests().unwrap().into_iter().filter(|test| test.package == env!("CARGO_PKG_NAME"));
        assert_eq!(here.map(|test| test.path).collect::<BTreeSet<_>>(), listed);
    }

    #[test]
    fn an_attribute_makes_a_function_a_test() {
        let source = r##"
            //! A file.
            #![allow(dead_code)]
            /// Says "#[test] fn no() {}".
            #[test] fn plain() {}
            #[test] #[allow(unused)] pub(crate) fn more_attributes() {}
            #[tokio::test(flavor = "multi_thread")] async fn asynchronous() -> Result<(), ()> { Ok(()) }
            #[cfg(test)] fn helper() {}
            #[doc = "test"] fn documented() {}
            // #[test] fn comment() {}
            const TEXT: &str = "#[test] fn text() {}";
            #[test] const OTHER: fn(u8) = helper; fn after() { #[test] fn inside() {} }
            proptest! { #![proptest_config(config())] #[test] fn property(x in 0..3) {} }
        "##;
        assert_eq!(paths(&[("lib.rs", source)]), ["plain", "more_attributes", "asynchronous", "property"]);
    }

    #[test]
    fn a_path_has_the_modules_of_blocks_and_files() {
        let leaf = "#[test] fn leaf() {}";
        let files = [
            (
                "src/main.rs",
                r#"#[path = "../elsewhere/mod.rs"] mod moved; mod one; #[cfg(test)] mod two; mod block { mod three; }"#,
            ),
            ("elsewhere/mod.rs", "mod beside;"),
            ("elsewhere/beside.rs", leaf),
            ("src/one.rs", "mod tests { #[test] fn leaf() {} } mod below;"),
            ("src/one/below.rs", leaf),
            ("src/two/mod.rs", "mod below;"),
            ("src/two/below.rs", leaf),
            ("src/block/three.rs", leaf),
        ];
        let expected =
            ["moved::beside::leaf", "one::tests::leaf", "one::below::leaf", "two::below::leaf", "block::three::leaf"];
        assert_eq!(paths(&files), expected);
    }

    #[test]
    fn a_test_in_a_file_that_asks_for_the_build_reads_it() {
        let files = [
            ("lib.rs", "mod reads; mod names;"),
            ("reads.rs", "#[test] fn one() { read(&dist().join(\"chromium\")); }"),
            ("names.rs", "#[test] fn two() { assert!(\"dist()\", dist); }"),
        ];
        assert_eq!(scanned(&files), [("reads::one".to_owned(), true), ("names::two".to_owned(), false)]);
    }
}
