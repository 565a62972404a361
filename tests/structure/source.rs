//! The parsed source files, without their tests.

use std::path::{Path, PathBuf};

use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{Attribute, File, ImplItem, Item};

/// A source file.
pub struct Source {
    /// Its path in the workspace.
    pub file: String,
    /// The name of its crate, as in `use`.
    pub krate: &'static str,
    /// Its module in the crate; empty for the root.
    pub module: Vec<String>,
    /// Its text.
    pub text: String,
    /// Lines that are neither blank, nor comments, nor tests.
    pub lines_of_code: usize,
    /// Its parsed items, without tests.
    pub items: File,
}

/// The crates to check, with their folders.
const CRATES: [(&str, &str); 5] = [
    ("sandbar", "src"),
    ("values", "wasm/values/src"),
    ("webext", "wasm/webext/src"),
    ("background", "wasm/background/src"),
    ("pages", "wasm/pages/src"),
];

/// The files of the core.
pub fn core() -> Vec<Source> {
    workspace().into_iter().filter(|source| source.krate == "sandbar").collect()
}

/// The files of the core and of the crates around it.
pub fn workspace() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut sources = Vec::new();
    for (krate, folder) in CRATES {
        let mut files = Vec::new();
        collect(&root.join(folder), &mut files);
        files.sort();
        sources.extend(files.iter().map(|path| read(root, krate, &root.join(folder), path)));
    }
    let is_test = |source: &Source| source.module.last().is_some_and(|name| name == "tests");
    sources.retain(|source| !is_test(source));
    assert!(sources.len() > 80, "found {} files", sources.len());
    sources
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

fn read(root: &Path, krate: &'static str, folder: &Path, path: &Path) -> Source {
    let text = std::fs::read_to_string(path).unwrap();
    let mut items = syn::parse_file(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let inside = path.strip_prefix(folder).unwrap().with_extension("");
    let mut module: Vec<String> = inside.iter().map(|part| part.to_str().unwrap().to_owned()).collect();
    if matches!(module.last().map(String::as_str), Some("mod" | "lib")) {
        module.pop();
    }
    let tests = without_tests(&mut items);
    let is_test = |number: usize| tests.iter().any(|&(first, last)| (first..=last).contains(&number));
    let is_code = |line: &str| !line.trim().is_empty() && !line.trim_start().starts_with("//");
    let lines_of_code = text.lines().enumerate().filter(|&(index, line)| is_code(line) && !is_test(index + 1)).count();
    let file = path.strip_prefix(root).unwrap().to_str().unwrap().to_owned();
    Source { file, krate, module, text, lines_of_code, items }
}

/// Removes items that are compiled only for tests. Returns their first and last lines.
fn without_tests(file: &mut File) -> Vec<(usize, usize)> {
    let mut removed = Vec::new();
    retain(&mut file.items, &mut removed);
    removed
}

fn retain(items: &mut Vec<Item>, removed: &mut Vec<(usize, usize)>) {
    items.retain(|item| is_kept(attributes(item), item, removed));
    for item in items {
        match item {
            Item::Mod(module) => {
                if let Some((_, items)) = &mut module.content {
                    retain(items, removed);
                }
            }
            Item::Impl(block) => block.items.retain(|item| match item {
                ImplItem::Fn(function) => is_kept(&function.attrs, item, removed),
                _ => true,
            }),
            _ => {}
        }
    }
}

fn is_kept(attributes: &[Attribute], item: &impl Spanned, removed: &mut Vec<(usize, usize)>) -> bool {
    let is_test = attributes.iter().any(|attribute| {
        attribute.path().is_ident("cfg")
            && attribute.meta.require_list().is_ok_and(|list| list.tokens.to_string() == "test")
    });
    if is_test {
        removed.push((item.span().start().line, item.span().end().line));
    }
    !is_test
}

fn attributes(item: &Item) -> &[Attribute] {
    match item {
        Item::Const(item) => &item.attrs,
        Item::Enum(item) => &item.attrs,
        Item::Fn(item) => &item.attrs,
        Item::Impl(item) => &item.attrs,
        Item::Mod(item) => &item.attrs,
        Item::Static(item) => &item.attrs,
        Item::Struct(item) => &item.attrs,
        Item::Trait(item) => &item.attrs,
        Item::Type(item) => &item.attrs,
        Item::Use(item) => &item.attrs,
        _ => &[],
    }
}

impl Source {
    /// The names of the types and traits that it defines outside of functions.
    pub fn type_names(&self) -> Vec<String> {
        let name = |item: &Item| match item {
            Item::Enum(item) => Some(item.ident.to_string()),
            Item::Struct(item) => Some(item.ident.to_string()),
            Item::Trait(item) => Some(item.ident.to_string()),
            Item::Type(item) => Some(item.ident.to_string()),
            _ => None,
        };
        self.items.items.iter().filter_map(name).collect()
    }

    /// The names of the functions and methods that it defines.
    pub fn function_names(&self) -> Vec<String> {
        struct Names(Vec<String>);
        impl Visit<'_> for Names {
            fn visit_signature(&mut self, signature: &syn::Signature) {
                self.0.push(signature.ident.to_string());
                visit::visit_signature(self, signature);
            }
        }
        let mut names = Names(Vec::new());
        names.visit_file(&self.items);
        names.0
    }
}
