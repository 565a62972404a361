//! The import graph: which file imports which, by `use`, by a path in code, or by a path in a
//! macro.
//!
//! A re-exported name leads to the module that re-exports it, and from there to the one that
//! defines it. Declaring a module isn't an import.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{TokenStream, TokenTree};
use syn::visit::{self, Visit};
use syn::{Item, ItemMod, ItemUse, UseTree};

use super::source::Source;

/// A module: its crate and its path in it.
type Module = (String, Vec<String>);

/// The import cycles between files, each with its imports.
pub fn cycles(sources: &[Source]) -> Vec<String> {
    let imports = imports(sources);
    let reachable: BTreeMap<&str, BTreeSet<&str>> =
        imports.keys().map(|&file| (file, reachable(&imports, file))).collect();
    let mut circles: BTreeSet<BTreeSet<&str>> = BTreeSet::new();
    for (file, others) in &reachable {
        if others.contains(file) {
            circles.insert(others.iter().copied().filter(|other| reachable[other].contains(file)).collect());
        }
    }
    let lines = |circle: BTreeSet<&str>| {
        let within = circle.iter().flat_map(|&file| {
            imports[file].iter().filter(|(to, _)| circle.contains(*to)).map(move |(to, names)| {
                format!("{file} -> {to}: {}", names.iter().cloned().collect::<Vec<_>>().join(", "))
            })
        });
        within.collect::<Vec<_>>().join("\n")
    };
    circles.into_iter().map(lines).collect()
}

type Imports<'s> = BTreeMap<&'s str, BTreeMap<&'s str, BTreeSet<String>>>;

fn reachable<'s>(imports: &Imports<'s>, from: &str) -> BTreeSet<&'s str> {
    let mut found = BTreeSet::new();
    let mut next: Vec<&str> = imports[from].keys().copied().collect();
    while let Some(file) = next.pop() {
        if found.insert(file) {
            next.extend(imports[file].keys());
        }
    }
    found
}

fn imports(sources: &[Source]) -> Imports<'_> {
    let files: BTreeMap<Module, &str> =
        sources.iter().map(|source| ((source.krate.to_owned(), source.module.clone()), source.file.as_str())).collect();
    let mut imports = Imports::new();
    for source in sources {
        let mut collector = Collector {
            files: &files,
            here: (source.krate.to_owned(), source.module.clone()),
            aliases: BTreeMap::new(),
            paths: Vec::new(),
        };
        // Names first, because a path may start with a name that is imported further down.
        for item in &source.items.items {
            if let Item::Use(item) = item {
                collector.use_tree(&item.tree, &mut Vec::new());
            }
        }
        collector.visit_file(&source.items);
        let edges = imports.entry(source.file.as_str()).or_default();
        for (module, name) in collector.paths {
            let file = files[&module];
            if file != source.file {
                edges.entry(file).or_default().insert(name);
            }
        }
    }
    imports
}

struct Collector<'f> {
    files: &'f BTreeMap<Module, &'f str>,
    here: Module,
    /// Imported names, with their paths from a crate's root.
    aliases: BTreeMap<String, (String, Vec<String>)>,
    /// Imports from a module by name.
    paths: Vec<(Module, String)>,
}

impl Collector<'_> {
    /// The path from a crate's root; `None` if it leads out of the workspace or to a name in this
    /// module.
    fn absolute(&self, path: &[String]) -> Option<(String, Vec<String>)> {
        let (krate, module) = &self.here;
        let (first, rest) = path.split_first()?;
        let (krate, mut at) = match first.as_str() {
            "crate" => (krate.clone(), Vec::new()),
            "self" => self.here.clone(),
            "super" => (krate.clone(), module[..module.len() - 1].to_vec()),
            name if ["sandbar", "values", "webext"].contains(&name) && name != krate => (name.to_owned(), Vec::new()),
            name => {
                let child = (krate.clone(), [module.as_slice(), &[name.to_owned()]].concat());
                match self.aliases.get(name) {
                    Some(alias) => alias.clone(),
                    None if self.files.contains_key(&child) => child,
                    None => return None,
                }
            }
        };
        for part in rest {
            match part.as_str() {
                "super" => drop(at.pop()),
                part => at.push(part.to_owned()),
            }
        }
        Some((krate, at))
    }

    /// Records the file that a path leads to.
    fn note(&mut self, path: &[String]) {
        let Some((krate, mut at)) = self.absolute(path) else { return };
        let mut name = at.last().cloned().unwrap_or_default();
        while !self.files.contains_key(&(krate.clone(), at.clone())) {
            match at.pop() {
                Some(part) => name = part,
                None => return,
            }
        }
        self.paths.push(((krate, at), name));
    }

    fn use_tree(&mut self, tree: &UseTree, before: &mut Vec<String>) {
        match tree {
            UseTree::Path(path) => {
                before.push(path.ident.to_string());
                self.use_tree(&path.tree, before);
                before.pop();
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| self.use_tree(tree, before)),
            UseTree::Glob(_) => self.note(before),
            UseTree::Name(name) if name.ident == "self" => self.import(before.clone(), before.last().cloned()),
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                self.import([before.as_slice(), std::slice::from_ref(&name)].concat(), Some(name));
            }
            UseTree::Rename(rename) => {
                let path = [before.as_slice(), &[rename.ident.to_string()]].concat();
                self.import(path, Some(rename.rename.to_string()));
            }
        }
    }

    fn import(&mut self, path: Vec<String>, name: Option<String>) {
        self.note(&path);
        if let (Some(absolute), Some(name)) = (self.absolute(&path), name) {
            self.aliases.insert(name, absolute);
        }
    }

    /// Finds the paths in the tokens of a macro.
    fn tokens(&mut self, tokens: TokenStream) {
        let mut path: Vec<String> = Vec::new();
        let mut colons = 0;
        for token in tokens {
            match token {
                TokenTree::Ident(ident) => {
                    if colons != 2 {
                        self.note_if_long(&path);
                        path.clear();
                    }
                    path.push(ident.to_string());
                    colons = 0;
                }
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Group(group) => {
                    self.note_if_long(&path);
                    path.clear();
                    colons = 0;
                    self.tokens(group.stream());
                }
                _ => {
                    self.note_if_long(&path);
                    path.clear();
                    colons = 0;
                }
            }
        }
        self.note_if_long(&path);
    }

    fn note_if_long(&mut self, path: &[String]) {
        if path.len() > 1 {
            self.note(path);
        }
    }
}

impl<'a> Visit<'a> for Collector<'_> {
    fn visit_item_use(&mut self, item: &'a ItemUse) {
        self.use_tree(&item.tree, &mut Vec::new());
    }

    fn visit_item_mod(&mut self, item: &'a ItemMod) {
        assert!(item.content.is_none(), "a module in a file of another: {}", item.ident);
    }

    fn visit_visibility(&mut self, _: &'a syn::Visibility) {}

    fn visit_attribute(&mut self, _: &'a syn::Attribute) {}

    fn visit_path(&mut self, path: &'a syn::Path) {
        let names: Vec<String> = path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        self.note(&names);
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'a syn::Macro) {
        self.tokens(mac.tokens.clone());
    }
}
