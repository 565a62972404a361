//! Tests that the facts about a vendor are only in its row.

use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use sandbar::catalogue::vendor::SamePage;
use sandbar::catalogue::{Vendor, vendors};
use syn::visit::{self, Visit};

use super::source::{Source, workspace};

/// Its hosts, paths, sample values and shapes, in lower case.
fn places_and_shapes(vendor: &Vendor) -> Vec<String> {
    let mut facts: Vec<&str> = Vec::new();
    facts.extend(vendor.doors.iter().map(|door| door.host.name()));
    facts.extend(vendor.profile_path);
    facts.extend(vendor.topics.iter().map(|(path, _)| *path).filter(|path| path.starts_with('/')));
    if let Some(SamePage::SwapHost { listed }) = vendor.same_page {
        facts.extend(listed.iter().flat_map(|&(one, list)| [one, list]));
    }
    facts.extend(vendor.credentials.iter().filter_map(|credential| credential.sample));
    facts.extend(vendor.marks.iter().flat_map(|mark| mark.samples));
    let shapes = vendor.credentials.iter().map(|credential| &credential.shape);
    let shapes = shapes.chain(vendor.marks.iter().map(|mark| &mark.shape));
    let patterns = shapes.filter_map(|shape| shape.pattern());
    patterns.chain(facts.into_iter().map(str::to_owned)).map(|fact| fact.to_lowercase()).collect()
}

/// The phrases in its pages, requests and error messages, and the words that only this vendor uses.
fn phrases(vendor: &Vendor) -> Vec<String> {
    let mut facts: Vec<&str> = Vec::new();
    facts.extend(vendor.sandbox_banner);
    facts.extend(vendor.user_menu);
    facts.extend(vendor.keys_pages.notices.iter().map(|(words, _)| *words));
    facts.extend(vendor.texts.usage_words.iter().map(|(_, words)| *words));
    facts.extend(vendor.texts.refusals.iter().map(|(words, _)| *words));
    facts.extend(vendor.words);
    facts.into_iter().map(str::to_lowercase).collect()
}

/// The names and literals in the code of a file, without tests and comments.
struct Code(String);

impl Code {
    fn of(source: &Source) -> String {
        let mut code = Self(String::new());
        code.visit_file(&source.items);
        code.0.to_lowercase()
    }

    fn add(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }

    fn tokens(&mut self, tokens: TokenStream) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.tokens(group.stream()),
                TokenTree::Ident(ident) => self.add(&ident.to_string()),
                TokenTree::Literal(literal) => self.add(&literal.to_string()),
                TokenTree::Punct(_) => {}
            }
        }
    }
}

impl<'a> Visit<'a> for Code {
    fn visit_attribute(&mut self, _: &'a syn::Attribute) {}

    fn visit_ident(&mut self, ident: &'a proc_macro2::Ident) {
        self.add(&ident.to_string());
    }

    fn visit_lit_str(&mut self, literal: &'a syn::LitStr) {
        self.add(&literal.value());
    }

    fn visit_lit_byte_str(&mut self, literal: &'a syn::LitByteStr) {
        self.add(&String::from_utf8_lossy(&literal.value()));
    }

    fn visit_macro(&mut self, mac: &'a syn::Macro) {
        self.tokens(mac.tokens.clone());
        visit::visit_macro(self, mac);
    }
}

/// The handwritten files of the extension.
fn extension_files() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, files: &mut Vec<(PathBuf, String)>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let is_text =
                path.extension().is_some_and(|end| ["ts", "js", "css", "html", "json"].iter().any(|it| end == *it));
            if path.is_dir() {
                collect(&path, files);
            } else if is_text {
                let text = std::fs::read_to_string(&path).unwrap();
                if !text.contains("Do not edit.") {
                    files.push((path, text));
                }
            }
        }
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = vec![(root.join("manifest.json"), std::fs::read_to_string(root.join("manifest.json")).unwrap())];
    collect(&root.join("extension"), &mut files);
    assert!(files.len() > 40, "found {} files", files.len());
    files
}

#[test]
fn only_a_vendors_row_names_its_hosts_phrases_paths_and_shapes() {
    let mut found = Vec::new();
    let sources = workspace().into_iter().filter(|source| !source.file.starts_with("src/catalogue/vendors/"));
    let code = sources.map(|source| (source.file.clone(), Code::of(&source)));
    let files = extension_files().into_iter().map(|(path, text)| (path.display().to_string(), text.to_lowercase()));
    // The path of the browser's own extensions page belongs to no vendor.
    let texts = code.chain(files).map(|(file, text)| (file, text.replace("chrome://extensions", "")));
    let texts: Vec<(String, String)> = texts.collect();
    for vendor in vendors::ALL.iter().chain(vendors::OFFERED) {
        // Many vendors' names are common words, and only the first has other phrases.
        let is_on = vendors::ALL.contains(vendor);
        for (file, text) in &texts {
            let mut facts = places_and_shapes(vendor);
            // Messages may name the vendor and the topics of its pages.
            if is_on && !file.contains("_locales") {
                facts.extend(phrases(vendor));
            }
            found.extend(facts.into_iter().filter(|fact| text.contains(fact)).map(|fact| format!("{file}: {fact}")));
        }
    }
    assert!(found.is_empty(), "facts of a vendor outside its row:\n{}", found.join("\n"));
}
