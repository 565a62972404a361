//! Any region of a page: one piece of text per line, in columns separated by
//! tabs. The reader never finds more keys than the region contains.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sandbar::catalogue::Environment;
use sandbar::detect::find::find;
use sandbar::detect::keys_page::piece::{Piece, PieceKind, Rect, Region};
use sandbar::detect::keys_page::{read_copied, read_region, read_sighted};
use sandbar_fuzz::catalogue;

fuzz_target!(|text: &str| {
    let catalogue = catalogue();
    let mut pieces = Vec::new();
    for (line, row) in text.lines().zip(0..) {
        for (text, column) in line.split('\t').zip(0..) {
            pieces.push(Piece {
                text,
                rect: Rect::new([i32::saturating_mul(column, 300), i32::saturating_mul(row, 20), 280, 16]),
                within: &[1],
                kind: PieceKind::Text,
                names: Vec::new(),
                headings: Vec::new(),
                is_clicked: row == 0,
            });
        }
    }
    let region = Region { headings: vec!["API keys"], chosen: Vec::new(), is_aside: false, is_keys_page: false, pieces };
    assert!(read_region(catalogue.vendors(), &region).len() <= find(text).finds.len());
    for vendor in catalogue.on() {
        let mut rows = Vec::new();
        read_sighted(vendor, &region, &mut rows);
        assert!(rows.len() <= region.pieces.len());
    }
    let _ = text.lines().next().map(|first| read_copied(&region, first, Environment::Sandbox).is_some());
});
