use super::*;
use crate::catalogue::Environment::{Production, Sandbox};
use crate::catalogue::vendors::ALL;
use crate::detect::keys_page::piece::Rect;

const ID: &str = "AR28PM50XD";
const SECRET: &str = "7931d0a725e76fa34ea8771387f31fa3ae84f3db";
const ID2: &str = "BR28PM50XD";
const SECRET2: &str = "6642d0a725e76fa34ea8771387f31fa3ae84f3db";
const PUBLIC: &str = "0f23456789abcdef0a23456789abcde1";
const PRIVATE: &str = "fedcba98765432a0fedcba9876543211";

fn filled(template: &str) -> String {
    // Replace longer placeholders first, because `$I2` starts with `$I`.
    template
        .replace("$I2", ID2)
        .replace("$S2", SECRET2)
        .replace("$I", ID)
        .replace("$S", SECRET)
        .replace("$U", PUBLIC)
        .replace("$V", PRIVATE)
}

/// Kind, box, path, text, and whether it was clicked.
type Drawn = (PieceKind, [i32; 4], Vec<u32>, String, bool);

/// A page as a drawing, one piece per line: `kind|left,top|path|text`. A letter
/// is 8 pixels wide and 16 high.
struct Drawing {
    texts: Vec<Drawn>,
    names: Vec<Vec<String>>,
    headings: Vec<String>,
}

impl Drawing {
    fn new(headings: &[&str], lines: &str) -> Self {
        let mut drawing = Self {
            texts: Vec::new(),
            names: Vec::new(),
            headings: headings.iter().map(|&one| one.to_owned()).collect(),
        };
        for line in lines.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let mut parts = line.splitn(4, '|');
            let kind = match parts.next().unwrap() {
                "t" => PieceKind::Text,
                "f" => PieceKind::Field,
                "c" => PieceKind::Code,
                "p" => PieceKind::Listing,
                "b" | "b!" => PieceKind::Control,
                "s" => PieceKind::Summary,
                "i" => PieceKind::Icon,
                "h" => PieceKind::Heading,
                "th" => PieceKind::Header,
                other => panic!("{other}"),
            };
            let (left, top) = parts.next().unwrap().split_once(',').unwrap();
            let path = parts.next().unwrap().split('.').filter_map(|id| id.parse().ok()).collect();
            let text = filled(parts.next().unwrap());
            let (text, name) = text.split_once(" <- ").map_or((text.as_str(), None), |(text, name)| (text, Some(name)));
            let width = i32::try_from(text.len()).unwrap() * 8;
            drawing.names.push(name.map(str::to_owned).into_iter().collect());
            let place = [left.parse().unwrap(), top.parse().unwrap(), width, 16];
            drawing.texts.push((kind, place, path, text.to_owned(), line.starts_with("b!")));
        }
        drawing
    }

    fn region(&self) -> Region<'_> {
        let pieces = self.texts.iter().zip(&self.names).map(|((kind, place, path, text, is_clicked), names)| Piece {
            text,
            rect: Rect::new(*place),
            within: path,
            kind: *kind,
            names: names.iter().map(String::as_str).collect(),
            headings: Vec::new(),
            is_clicked: *is_clicked,
        });
        Region {
            headings: self.headings.iter().map(String::as_str).collect(),
            chosen: Vec::new(),
            is_aside: false,
            is_keys_page: false,
            pieces: pieces.collect(),
        }
    }

    /// Name and values of each key, with placeholders instead of the values.
    fn read(&self) -> Vec<String> {
        let shown = |value: Option<&Secret>| {
            let all = [("$I", ID), ("$S", SECRET), ("$I2", ID2), ("$S2", SECRET2), ("$U", PUBLIC), ("$V", PRIVATE)];
            let found = all.into_iter().find(|(_, known)| value == Some(&Secret::new(known)));
            found.map_or("-", |(placeholder, _)| placeholder)
        };
        let rows = read_region(ALL, &self.region()).into_iter();
        rows.map(|row| {
            let clicked = if row.is_clicked { " clicked" } else { "" };
            let off = if row.is_off { " off" } else { "" };
            let over = if row.is_over { " over" } else { "" };
            let name = row.name.as_deref().unwrap_or("-");
            format!("{name}: {} {}{off}{over}{clicked}", shown(row.first.as_ref()), shown(row.second.as_ref()))
        })
        .collect()
    }
}

fn read(lines: &str) -> Vec<String> {
    Drawing::new(&["Manage API Keys"], lines).read()
}

#[test]
fn a_label_is_before_its_value_in_the_line() {
    assert_eq!(
        read("t|0,0|1.2|CI\nt|0,20|1.3|App Id: $I\nb|200,20|1.3|Copy\nt|0,40|1.4|App Secret: $S\nb|400,40|1.4|Copy"),
        ["CI: $I $S"]
    );
    assert_eq!(read("t|0,0|1|App Id: $I App Secret: $S"), ["-: $I $S"]);
    assert_eq!(read("t|0,0|1|CI App Id: $I App Secret: $S Copy"), ["CI: $I $S"]);
    assert_eq!(read("t|0,0|1|CI — App Id $I — App Secret $S"), ["CI: $I $S"]);
    assert_eq!(read("t|0,0|1|CI — App Id $I — App Secret 8f3a…c21b"), ["CI: $I -"]);
    assert_eq!(read("t|0,0|1|CI — App Id\nc|200,0|1.2|$I\nt|300,0|1|— App Secret\nc|500,0|1.3|$S"), ["CI: $I $S"]);
    assert_eq!(read("t|0,0|1|Search App Id $I"), [""; 0]);
    assert_eq!(
        read("t|0,0|1.2|Laptop\nt|90,0|1.3|Public: $U Private: $V\nt|900,0|1.4|Disable Delete"),
        ["Laptop: $U $V"]
    );
}

#[test]
fn a_heading_before_a_key_names_it() {
    let page = "h|0,0|1|API keys\nh|0,20|1|CI\nt|0,40|1.2|App Id: $I\nt|0,60|1.2|App Secret: $S\nh|0,80|1|Laptop\nt|0,100|1.3|App Id: $I2\nt|0,120|1.3|App Secret: $S2";
    assert_eq!(read(page), ["CI: $I $S", "Laptop: $I2 $S2"]);
}

#[test]
fn a_secret_apart_from_a_list_of_ids_belongs_to_none_of_them() {
    let list = "t|0,0|1.2.1.1|CI\nt|100,0|1.2.1.2|App Id: $I\nt|0,30|1.2.2.1|Laptop\nt|100,30|1.2.2.2|App Id: $I2";
    let dialog = "h|0,300|3|New secret for CI\nt|0,320|3.1|App Secret: $S\nb|300,320|3.1|Copy";
    let ids = ["CI: $I -", "Laptop: $I2 -"];
    assert_eq!(read(&format!("{list}\n{dialog}"))[..2], ids);
    // In a flat list, the order tells.
    let flat = "t|0,0|1.1|App Id: $I\nt|0,20|1.2|App Secret: $S\nt|0,40|1.3|App Id: $I2\nt|0,60|1.4|App Secret: $S2";
    assert_eq!(read(flat), ["-: $I $S", "-: $I2 $S2"]);
}

#[test]
fn a_secret_without_another_word_is_one_only_beside_an_id() {
    assert_eq!(read("t|0,0|1.1|App ID\nt|100,0|1.2|$I\nt|0,20|1.3|Secret\nt|100,20|1.4|$S"), ["-: $I $S"]);
    assert_eq!(read("t|0,20|1.3|Secret\nt|100,20|1.4|$S"), [""; 0]);
    assert_eq!(read("t|0,0|1.1|App ID\nt|100,0|1.2|$I\nt|0,20|1.3|Webhook Secret\nt|140,20|1.4|$S"), [""; 0]);
    assert_eq!(read("t|0,0|1.1|App ID\nt|100,0|1.2|$I\nt|0,20|1.3|Secret\nt|100,20|1.4|$U"), [""; 0]);
}

#[test]
fn a_table_may_have_one_column_for_each_key() {
    let head = "th|100,0|1.1.2|CI\nth|500,0|1.1.3|Laptop";
    let ids = "t|0,30|1.2.1|App Id\nt|100,30|1.2.2|$I\nt|500,30|1.2.3|$I2";
    let secrets = "t|0,60|1.3.1|App Secret\nt|100,60|1.3.2|$S\nt|500,60|1.3.3|$S2";
    let keys: Vec<String> = read(&format!("{head}\n{ids}\n{secrets}"));
    let values: Vec<&str> = keys.iter().filter_map(|key| key.split_once(": ")).map(|(_, values)| values).collect();
    assert_eq!(values, ["$I $S", "$I2 $S2"]);
}

#[test]
fn a_hint_may_be_between_a_label_and_its_value() {
    let field = |at: usize, label: &str, hint: &str, value: &str| {
        format!("t|0,{at}|1.{at}.1|{label}\nt|0,{}|1.{at}.2|{hint}\nc|0,{}|1.{at}.3|{value}", at + 20, at + 40)
    };
    let id = field(0, "App Id", "It identifies your application.", "$I");
    let secret = field(90, "App Secret", "Never share this value with anyone.", "$S");
    assert_eq!(read(&format!("{id}\n{secret}")), ["-: $I $S"]);
    // A sentence elsewhere is about something else.
    let apart = "t|0,0|1.1|App Id\nt|0,20|2.1|Your order was sent today.\nt|0,40|1.2|$I";
    assert_eq!(read(apart), [""; 0]);
}

#[test]
fn a_key_that_the_page_lists_as_ended_is_over() {
    for state in ["Revoked", "Status: Deleted", "Expired on May 3"] {
        let row = format!("t|0,0|1.2|CI\nt|100,0|1.2|App Id: $I\nt|300,0|1.2|App Secret: $S\nt|700,0|1.2|{state}");
        assert_eq!(read(&row), ["CI: $I $S over"], "{state}");
    }
    let drawing = Drawing::new(&["Revoked keys", "API Access Keys"], "t|0,0|1|App Id: $I App Secret: $S");
    assert_eq!(drawing.read(), ["-: $I $S over"]);
    let drawing = Drawing::new(&["API Access Keys"], "t|0,0|1|App Id: $I App Secret: $S");
    let is_over = |chosen: &[&'static str]| {
        let rows = read_region(ALL, &Region { chosen: chosen.to_vec(), ..drawing.region() });
        rows.iter().all(|row| row.is_over)
    };
    assert!(is_over(&["Revoked"]) && is_over(&["Sandbox", "Expired keys"]));
    assert!(!is_over(&["Active"]) && !is_over(&["Active and revoked keys"]) && !is_over(&[]));
}

#[test]
fn a_state_between_a_key_and_its_name_does_not_name_it() {
    for state in [
        "Active",
        "Never used",
        "Last used 3 days ago",
        "Läuft in 12 Tagen ab",
        "Bloquée",
        "Status\nt|200,0|1.2|Active",
    ] {
        let card = format!("h|0,0|1.2|Laptop\nt|90,0|1.2|{state}\nt|0,20|1.2|App Id: $I\nt|0,40|1.2|App Secret: $S");
        assert_eq!(read(&card), ["Laptop: $I $S"], "{state}");
        let row = format!("t|0,0|1.2|{state}\nt|0,20|1.2|App Id: $I\nt|0,40|1.2|App Secret: $S");
        assert_eq!(read(&row), ["-: $I $S"], "{state}");
    }
}

#[test]
fn a_label_is_above_its_value_on_the_screen_whatever_the_order_of_the_source() {
    assert_eq!(
        read("t|0,20|1.2|$I\nt|0,0|1.2|App Id\nt|0,70|1.3|$S\nt|0,50|1.3|App Secret\nb|0,90|1|Regenerate"),
        ["-: $I $S"]
    );
}

#[test]
fn a_value_is_indented_below_its_term() {
    let list = "t|0,0|1.2|App Id\nt|40,18|1.3|$I\nt|0,36|1.4|App Secret\nt|40,54|1.5|$S";
    assert_eq!(read(list), ["-: $I $S"]);
    // A Copy button makes the value's line taller.
    let buttons =
        "t|0,0|1.2|App Id\nc|40,25|1.3|$I\nb|140,18|1.3|Copy\nt|0,43|1.4|App Secret\nc|40,68|1.5|$S\nb|400,61|1.5|Copy";
    assert_eq!(read(buttons), ["-: $I $S"]);
    // In another column, or further down, a label says nothing.
    assert_eq!(read(&list.replace("40,", "80,")), [""; 0]);
    assert_eq!(read("t|0,0|1.2|App Id\nt|40,30|1.3|$I"), [""; 0]);
}

#[test]
fn a_label_is_to_the_left_of_its_value_with_an_icon_a_hint_or_a_note_between() {
    for lines in [
        "t|0,0|1|App Id\ni|60,0|1|i\nt|90,0|1|$I\nt|0,20|1|App Secret (keep it safe)\nt|300,20|1|$S",
        "t|0,0|1|App Id\nt|60,0|1|active\nt|120,0|1|$I\nt|0,20|1|App Secret\nb|90,20|1|What is this?\nt|300,20|1|$S",
        "t|0,0|1|App Id\ni|60,0|1|about the ID\nt|0,20|1|$I\nt|0,40|1|App Secret (keep it safe)\nt|0,60|1|$S",
        "t|0,0|1|App Id is: $I\nt|0,20|1|App Secret :\nt|300,20|1|$S",
    ] {
        assert_eq!(read(lines), ["-: $I $S"], "{lines}");
    }
}

#[test]
fn columns_have_headers() {
    let header = "th|0,0|1.2|Name\nth|200,0|1.2|App Id\nth|400,0|1.2|App Secret\n";
    let row = |top: i32, path: u32, name: &str, id: &str, secret: &str| {
        format!(
            "t|0,{top}|1.{path}|{name}\nt|200,{top}|1.{path}|{id}\nt|400,{top}|1.{path}|{secret}\nb|900,{top}|1.{path}|Delete\n"
        )
    };
    let table = format!("{header}{}{}", row(30, 3, "CI", "$I", "$S"), row(200, 4, "Laptop", "$I2", "$S2"));
    assert_eq!(read(&table), ["CI: $I $S", "Laptop: $I2 $S2"]);
    // The same with elements that have no role.
    assert_eq!(read(&table.replace("th|", "t|")), ["CI: $I $S", "Laptop: $I2 $S2"]);
    assert_eq!(Drawing::new(&["Keys of the nightly job"], &table).read().len(), 2);
}

#[test]
fn fields_are_named_by_their_markup() {
    assert_eq!(read("f|0,0|1.2|$I <- App Id\nf|0,40|1.3|$S <- App Secret"), ["-: $I $S"]);
    assert_eq!(read("f|0,0|1.2|$I <- Anwendungs-ID\nf|0,40|1.3|$S <- Anwendungsgeheimnis"), ["-: $I $S"]);
}

#[test]
fn a_value_in_code_counts_alone_and_nothing_else_in_code_does() {
    assert_eq!(read("t|0,0|1|App Id:\nc|90,0|1|$I\nt|0,20|1|App Secret:\nc|120,20|1|$S"), ["-: $I $S"]);
    assert_eq!(read("c|0,0|1|App Id: $I\nc|0,20|1|App Secret: $S"), [""; 0]);
}

#[test]
fn an_id_is_learned_alone_while_its_secret_is_masked() {
    let row =
        "t|0,0|1.2|App Id: $I\nt|300,0|1.2|App Secret:\nt|400,0|1.2.3|••••••••••••\nb|500,0|1.2|Show\nb|550,0|1.2|Copy";
    assert_eq!(read(row), ["-: $I -"]);
    assert_eq!(read(&row.replace("••••••••••••", "$S")), ["-: $I $S"]);
    assert_eq!(read("t|0,0|1|App Id: $I\nt|0,20|1|App Secret: ••••••••"), ["-: $I -"]);
    assert_eq!(read("t|0,0|1|App Id: $I App Secret: ••••••••9f3c"), ["-: $I -"]);
    // The second key's secret isn't paired with the first key.
    let flat = "t|0,0|1|App Id: $I\nt|0,20|1|App Secret:\nt|120,20|1|••••••\nt|0,40|1|App Id: $I2\nt|0,60|1|App Secret:\nt|120,60|1|$S2";
    assert_eq!(read(flat), ["-: $I -", "-: $I2 $S2"]);
    let turned = "t|0,0|1|App Secret:\nt|120,0|1|••••••\nt|0,20|1|App Id: $I\nt|0,40|1|App Secret:\nt|120,40|1|$S2\nt|0,60|1|App Id: $I2";
    assert_eq!(read(turned), ["-: $I -", "-: $I2 $S2"]);
}

#[test]
fn parts_that_could_belong_to_two_keys_are_learned_without_a_partner() {
    let read = read("t|0,0|1|App Id: $I\nt|0,20|1|App Id: $I2\nt|0,40|1|App Secret: $S\nt|0,60|1|App Secret: $S2");
    assert_eq!(read, ["-: $I -", "-: $I2 -", "-: - $S", "-: - $S2"]);
}

#[test]
fn prose_is_not_read() {
    for text in [
        "See the guide: “App Id: $I, App Secret: $S”.",
        "We use App Id: $I and it does not work",
        "Set the App Id to $I",
        "Ada says: App Id: $I, App Secret: $S",
        "commit $S",
        "curl -u '$I:$S' https://developer-api.magento.com/",
    ] {
        assert_eq!(read(&format!("t|0,0|1|{text}\nb|0,20|1|Copy")), [""; 0], "{text}");
    }
}

#[test]
fn files_with_a_visibility_are_no_keys() {
    let table = "th|0,0|1|File\nth|100,0|1|Visibility\nth|200,0|1|MD5\nt|0,20|1.2|a.zip\nt|100,20|1.2|Public\nt|200,20|1.2|$U\nt|0,40|1.3|b.zip\nt|100,40|1.3|Private\nt|200,40|1.3|$V\nb|600,40|1.3|Copy";
    assert_eq!(read(table), [""; 0]);
    assert_eq!(read(&table.replace("MD5", "Fingerprint")), [""; 0]);
    assert_eq!(read(&table.replace("th|", "t|")), [""; 0]);
}

#[test]
fn a_list_of_keys_has_a_heading_or_controls() {
    let values = "t|0,0|1|App Id: $I\nt|0,20|1|App Secret: $S\n";
    let read = |headings: &[&str], more: &str| Drawing::new(headings, &format!("{values}{more}")).read().len();
    assert_eq!(read(&["Ticket 4711"], ""), 0);
    assert_eq!(read(&["Dashboard"], ""), 0);
    assert_eq!(read(&["API keys not working"], ""), 0);
    assert_eq!(read(&["Dashboard"], "b|300,0|1|Copy"), 0);
    assert_eq!(read(&["Dashboard"], "b|300,0|1|Copy\nb|500,20|1|Copy"), 1);
    assert_eq!(read(&["Dashboard"], "b|300,0|1|Copy\nb|500,20|1|Copy\nb|0,40|1|Reply"), 0);
    assert_eq!(read(&["API keys"], "b|0,40|1|Reply"), 0);
    assert_eq!(read(&["Dashboard"], "b|0,40|1|Régénérer"), 1);
    assert_eq!(read(&["Dashboard"], "b|0,40|1|Delete"), 0);
    assert_eq!(read(&["Dashboard"], "b|0,40|1|Copy link to comment"), 0);
    assert_eq!(read(&["CI", "API keys"], ""), 1);
    assert_eq!(read(&["API keys", "Ticket 4711"], "b|0,40|1|Regenerate"), 0);
    assert_eq!(read(&["Issue a new API key", "API keys"], ""), 1);
    assert_eq!(read(&["Issue 12", "API keys"], ""), 0);
    for heading in ["API keys for staging", "Create an API key", "API-Schlüssel erstellen", "Clés d’API pour Ada"] {
        assert_eq!(read(&[heading], ""), 0, "{heading}");
        assert_eq!(read(&[heading], "b|0,40|1|Regenerate"), 1, "{heading}");
        assert_eq!(read(&[heading, "API keys"], ""), 1, "{heading}");
    }
}

#[test]
fn a_page_without_headings_lists_keys_if_its_address_says_so() {
    let drawing = Drawing::new(&["Developer Portal"], "t|0,0|1|App Id: $I\nt|0,20|1|App Secret: $S\nb|0,40|1|Delete");
    let region = drawing.region();
    assert_eq!(read_region(ALL, &region).len(), 0);
    let mut region = Region { is_keys_page: true, ..region };
    assert_eq!(read_region(ALL, &region).len(), 1);
    region.pieces.iter_mut().for_each(|piece| piece.headings = vec!["Notes"]);
    assert_eq!(read_region(ALL, &region).len(), 0);
}

#[test]
fn a_notice_that_a_key_was_made_is_enough_below_the_heading_of_a_form() {
    let values = "t|0,20|1|App Id: $I\nt|0,40|1|App Secret: $S";
    let read =
        |text: &str| Drawing::new(&["Create API Access Key"], &format!("t|0,0|1.2|{text}\n{values}")).read().len();
    assert_eq!(read("Your new key is ready."), 1);
    assert_eq!(read("Once your key is ready, copy it."), 0);
    assert_eq!(read("Name"), 0);
}

#[test]
fn blocks_of_code_need_more_than_copy_buttons() {
    let page = "t|0,0|1|App Id:\np|90,0|1.2|$I\nb|300,0|1|Copy\nt|0,20|1|App Secret:\np|120,20|1.3|$S\nb|500,20|1|Copy";
    let read = |headings: &[&str], page: &str| Drawing::new(headings, page).read().len();
    assert_eq!(read(&["Get started"], page), 0);
    assert_eq!(read(&["Get started"], &page.replace("p|", "c|")), 1);
    assert_eq!(read(&["API keys"], page), 1);
    assert_eq!(read(&["Get started"], &format!("{page}\nb|0,40|1|Regenerate")), 1);
}

#[test]
fn values_below_an_author_are_no_list() {
    let values = "t|0,20|1|App Id: $I\nt|0,40|1|App Secret: $S";
    for author in ["Posted by Ada", "Ada wrote:", "Ada, 3 days ago", "Ada Lovelace · 2 hours ago", "Ada schrieb:"] {
        assert_eq!(read(&format!("t|0,0|1|{author}\n{values}")), [""; 0], "{author}");
    }
    for note in ["Created 3 days ago", "Last used 2 hours ago", "3 days ago", "Created by Ada"] {
        assert_eq!(read(&format!("t|0,0|1|{note}\n{values}")).len(), 1, "{note}");
    }
    let list = format!("t|0,0|1|CI · 3 days ago\n{values}\nb|0,60|1|Regenerate");
    assert_eq!(read(&list).len(), 1);
}

#[test]
fn samples_are_not_learned() {
    assert_eq!(
        read("t|0,0|1|App Id: AQ17NZ49WC\nt|0,20|1|App Secret: 8820c99614d65f923df7660276f20e029d73e2ca"),
        [""; 0]
    );
}

#[test]
fn a_comment_is_not_read() {
    let drawing = Drawing::new(&["API keys"], "t|0,0|1|App Id: $I\nt|0,20|1|App Secret: $S\nb|300,0|1|Copy");
    let region = drawing.region();
    assert_eq!(read_region(ALL, &region).len(), 1);
    assert_eq!(read_region(ALL, &Region { is_aside: true, ..region }).len(), 0);
}

#[test]
fn a_click_ends_the_key_of_its_row() {
    let rows = "t|0,0|1.2|CI\nt|90,0|1.2|App Id: $I\nt|0,20|1.2|App Secret: $S\nb|500,0|1.2|Delete\nt|0,40|1.3|Laptop\nt|90,40|1.3|App Id: $I2\nt|0,60|1.3|App Secret: $S2\nb!|500,40|1.3|Delete";
    assert_eq!(read(rows), ["CI: $I $S", "Laptop: $I2 $S2 clicked"]);
    let flat = "t|0,0|1|App Id: $I\nt|0,20|1|App Secret: $S\nb!|0,40|1|Delete\nt|0,60|1|App Id: $I2\nt|0,80|1|App Secret: $S2\nb|0,100|1|Delete";
    assert_eq!(read(flat), ["-: $I $S clicked", "-: $I2 $S2"]);
}

#[test]
fn a_key_that_is_switched_off_is_known_by_its_control_or_its_state() {
    assert_eq!(
        read("t|0,0|1.2|Old (Disabled)\nt|90,0|1.2|Public: $U Private: $V\nb|900,0|1.2|Enable"),
        ["Old: $U $V off"]
    );
    assert_eq!(read("t|0,0|1.2|Old\nt|90,0|1.2|Public: $U Private: $V\nt|900,0|1.2|Disabled"), ["Old: $U $V off"]);
    assert_eq!(read("t|0,0|1.2|Old\nt|90,0|1.2|Public: $U Private: $V\nb|900,0|1.2|Disable"), ["Old: $U $V"]);
}

#[test]
fn a_hidden_value_that_is_copied_is_named_by_the_label_beside_its_button() {
    let page = |headings: &[&str], label: &str| {
        let lines = format!("t|0,0|1.2|{label}\nt|120,0|1.2.3|••••••••\nb!|220,0|1.2|Copy");
        let drawing = Drawing::new(headings, &lines);
        read_copied(&drawing.region(), SECRET, Production).map(|(part, _)| part)
    };
    assert_eq!(page(&["API keys"], "App Secret:"), Some(Part::ApplicationSecret));
    assert_eq!(page(&["API keys"], "Geheimnis der App"), Some(Part::ApplicationSecret));
    assert_eq!(page(&["API keys"], "App Id:"), None);
    assert_eq!(page(&["Ticket 12"], "App Secret:"), None);
    assert_eq!(page(&["Sandbox keys"], "App Secret:"), None);
    assert_eq!(page(&["Production keys"], "App Secret:"), Some(Part::ApplicationSecret));
}

#[test]
fn labels_are_to_the_right_where_text_runs_from_right_to_left() {
    let drawing =
        Drawing::new(&["API keys"], "t|600,0|1.2|App Id\nt|500,0|1.2|$I\nt|600,20|1.3|App Secret\nt|200,20|1.3|$S");
    let mut region = drawing.region();
    for piece in &mut region.pieces {
        piece.rect = piece.rect.mirrored();
    }
    let rows = read_region(ALL, &region);
    assert!(
        matches!(&rows[..], [row] if row.first == Some(Secret::new(ID)) && row.second == Some(Secret::new(SECRET)))
    );
}

#[test]
fn each_value_is_under_its_own_headings() {
    let drawing = Drawing::new(&["API keys"], "t|0,0|1.2|App Id: $I\nt|0,20|1.2|App Secret: $S");
    let mut region = drawing.region();
    for (heading, count) in [("Ticket 12", 0), ("API keys", 1)] {
        region.pieces.iter_mut().for_each(|piece| piece.headings = vec![heading]);
        assert_eq!(read_region(ALL, &region).len(), count, "{heading}");
    }
}

#[test]
fn an_example_is_not_learned() {
    let values = "t|0,40|1|App Id: $I\nt|0,60|1|App Secret: $S";
    assert_eq!(read(&format!("t|0,0|2|For example:\n{values}")), [""; 0]);
    assert_eq!(read(&format!("t|0,0|2|Ein Beispiel für einen Schlüssel\n{values}")), [""; 0]);
    assert_eq!(read(&format!("t|0,0|2|It looks like this:\n{values}")), [""; 0]);
    assert_eq!(read(&format!("t|0,0|2|Ein Schlüssel sieht so aus:\n{values}")), [""; 0]);
    assert_eq!(read(&format!("t|0,0|2|Example app\n{values}")), ["Example app: $I $S"]);
}

#[test]
fn values_among_sentences_are_no_list() {
    let values = "t|0,20|1.2|App Id: $I\nt|0,40|1.2|App Secret: $S";
    assert_eq!(read(&format!("t|0,0|1.2|Our build does not work any more.\n{values}")), [""; 0]);
    assert_eq!(read(&format!("t|0,0|1.3|Our build does not work any more.\n{values}")), ["-: $I $S"]);
}

#[test]
fn a_cell_that_spans_both_rows_of_a_key_keeps_them_together() {
    let rows = "th|0,20|1.2.3|Shop builds\nth|200,0|1.2.3|Public\nt|300,0|1.2.3.4|$U\nt|700,20|1.2.3.5|2026-03-02\nb|900,20|1.2.3.6|Disable\nth|200,20|1.2.7|Private\nt|300,20|1.2.7.8|$V";
    assert_eq!(read(rows).len(), 1);
    // One cell per row shows that this is a file table.
    assert_eq!(read(&rows.replace("t|700,20|", "t|700,0|")).len(), 1);
    assert_eq!(read(&format!("{}\nt|700,20|1.2.7.9|2026-03-04", rows.replace("t|700,20|", "t|700,0|"))), [""; 0]);
}

#[test]
fn the_control_that_opens_a_keys_section_names_the_key() {
    let values = "t|0,20|1.2.3|App Id: $I\nt|0,40|1.2.3|App Secret: $S\nb|0,60|1.2|Delete";
    assert_eq!(read(&format!("s|0,0|1.2|CI\n{values}")), ["CI: $I $S"]);
    assert_eq!(read(&format!("s|0,0|1.2|Show keys\n{values}")), ["-: $I $S"]);
    assert_eq!(read("s|0,0|1.2|App Id\nc|0,20|1.2|$I\ns|0,40|1.3|App Secret\nc|0,60|1.3|$S"), ["-: $I $S"]);
}

#[test]
fn a_name_is_to_the_left_of_the_values_whatever_the_order_of_the_source() {
    let header = "t|200,0|1.2|App Id\nt|400,0|1.2|App Secret\nt|0,0|1.2|Name\n";
    let row = "t|400,20|1.3.4|$S\nb|800,20|1.3.4|Delete\nt|200,20|1.3.4|$I\nt|0,20|1.3.4|CI";
    assert_eq!(read(&format!("{header}{row}")), ["CI: $I $S"]);
}

#[test]
fn an_id_beside_another_services_key_is_not_learned() {
    let card =
        |label: &str| format!("t|0,0|1.2.3|Application ID\nt|0,20|1.2.3|{label}\nt|200,0|1.2.4|$I\nt|200,20|1.2.4|$U");
    assert_eq!(read(&card("Search API Key")), [""; 0]);
    assert_eq!(read(&card("Checksum")), ["-: $I -"]);
    // A label in another part of the page says nothing about this key.
    let apart = "t|0,0|1.2|App Id: $I\nt|0,40|1.3|App Id: $I2\nt|0,60|1.3|Search API Key\nt|200,60|1.3|$U";
    assert_eq!(read(apart), ["-: $I -"]);
}

#[test]
fn a_conversation_beside_the_list_is_not_read() {
    let values = "t|0,0|1.2|App Id: $I\nt|0,20|1.2|App Secret: $S";
    let read = |lines: &str| Drawing::new(&["Support", "API keys"], lines).read();
    assert_eq!(read(values), [""; 0]);
    // A key with that name has controls.
    assert_eq!(read(&format!("{values}\nb|0,40|1.2|Regenerate")).len(), 1);
}

#[test]
fn a_page_may_say_which_environment_a_key_is_from() {
    let of = |headings: &[&str], lines: &str| {
        let rows = read_region(ALL, &Drawing::new(headings, lines).region());
        rows.into_iter().map(|row| row.environment).collect::<Vec<_>>()
    };
    let values = "t|0,20|1.2|App Id: $I\nt|0,40|1.2|App Secret: $S";
    assert_eq!(of(&["API keys"], values), [None]);
    assert_eq!(of(&["Sandbox", "API keys"], values), [Some(Sandbox)]);
    // The nearest heading counts.
    assert_eq!(of(&["Production", "Sandbox keys"], values), [Some(Production)]);
    assert_eq!(of(&["Production pipeline", "API keys"], values), [None]);
    assert_eq!(of(&["Sandbox account API keys"], values), [Some(Sandbox)]);
    assert_eq!(of(&["Sandbox account", "API keys"], values), [None]);
    assert_eq!(of(&["Sandbox account key", "API keys"], values), [None]);
    assert_eq!(of(&["API keys"], &format!("{values}\nt|0,60|1.2|Environment: Production")), [Some(Production)]);
    assert_eq!(of(&["API keys"], &format!("{values}\nt|0,60|1.2|Environment\nt|90,60|1.2|Sandbox")), [Some(Sandbox)]);
    let column = "t|0,20|1.2|App Id\nt|90,20|1.2|$I <- Sandbox\nt|0,40|1.2|App Secret\nt|90,40|1.2|$S <- Sandbox";
    assert_eq!(of(&["API keys"], column), [Some(Sandbox)]);
    let rows = |one: &str, other: &str| {
        let row = |top: i32, path: u32, environment: &str, id: &str, secret: &str| {
            format!(
                "t|0,{top}|1.{path}|CI\nt|60,{top}|1.{path}|{environment} <- Environment\nt|200,{top}|1.{path}|{id} <- App Id\nt|400,{top}|1.{path}|{secret} <- App Secret\n"
            )
        };
        of(&["API keys"], &format!("{}{}", row(20, 3, one, "$I", "$S"), row(40, 4, other, "$I2", "$S2")))
    };
    assert_eq!(rows("Sandbox", "Production"), [Some(Sandbox), Some(Production)]);
    assert_eq!(of(&["API keys"], &values.replace("App", "Sandbox App")), [Some(Sandbox)]);
    let shown = format!("{values}\nb|500,40|1.2|Hide");
    assert_eq!(of(&["Sandbox connection", "Settings"], &shown), [Some(Sandbox)]);
    assert_eq!(of(&["Sandbox sync", "API keys"], &shown), [None]);
    // Without the label, it is the key's name.
    assert_eq!(of(&["API keys"], &format!("t|0,0|1.2|Production\n{values}")), [None]);
    // Beside the name, it is a mark.
    assert_eq!(of(&["API keys"], &format!("t|0,0|1.2|CI\nt|24,0|1.2|Sandbox\n{values}")), [Some(Sandbox)]);
    assert_eq!(of(&["API keys"], &format!("t|0,0|1.2|Sandbox\nt|64,0|1.2|CI\n{values}")), [None]);
    assert_eq!(of(&["API keys"], &format!("t|0,0|1.2|Project\nt|120,0|1.2|Sandbox\n{values}")), [None]);
    // Two parts with different titles.
    let other = "t|0,120|1.3|App Id: $I2\nt|0,140|1.3|App Secret: $S2";
    let parts =
        |one: &str, two: &str| of(&["API keys"], &format!("t|0,0|1.2|{one}\n{values}\nt|0,100|1.3|{two}\n{other}"));
    assert_eq!(parts("Sandbox", "Production"), [Some(Sandbox), Some(Production)]);
    assert_eq!(parts("Sandbox", "CI"), [None, None]);
}

#[test]
fn a_column_of_environments_has_no_names() {
    let lines =
        "t|0,20|1.2|CI\nt|60,20|1.2|Sandbox <- Environment\nt|200,20|1.2|$I <- App Id\nt|400,20|1.2|$S <- App Secret";
    let rows = read_region(ALL, &Drawing::new(&["API keys"], lines).region());
    assert_eq!(rows.iter().map(|row| row.name.as_deref()).collect::<Vec<_>>(), [Some("CI")]);
    assert_eq!(
        read("t|0,0|1.2|CI\nt|24,0|1.2|Sandbox\nt|0,20|1.2|App Id: $I\nt|0,40|1.2|App Secret: $S"),
        ["CI: $I $S"]
    );
}

#[test]
fn a_name_is_read_from_the_column_for_names() {
    let heads = "th|0,0|1.2|Name\nth|100,0|1.2|Owner\nth|200,0|1.2|App Id\nth|400,0|1.2|App Secret";
    let row = "t|0,40|1.3|CI\nt|100,40|1.3|Ann Lee\nt|200,40|1.3|$I\nt|400,40|1.3|$S";
    assert_eq!(read(&format!("{heads}\n{row}")), ["CI: $I $S"]);
    assert_eq!(read(&format!("{}\n{row}", heads.replace("Name", "Group"))), ["Ann Lee: $I $S"]);
}

#[test]
fn a_name_with_a_word_for_an_environment_leaves_a_key_in_its_own() {
    let of = |headings: &[&str], lines: &str| {
        let rows = read_region(ALL, &Drawing::new(headings, lines).region());
        rows.into_iter().map(|row| (row.environment, row.name)).collect::<Vec<_>>()
    };
    let shown =
        "t|0,20|1.2|App Id: $I\nb|200,20|1.2|Copy\nt|0,40|1.2|App Secret: $S\nb|400,40|1.2|Copy\nb|0,60|1.2|Regenerate";
    for headings in [
        &["API Credentials", "Production Bay Ltd"][..],
        &["Sandbox Games GmbH"],
        &["Prod server", "API Credentials"],
        &["Sandbox mirror", "Zugangsdaten"],
        &["Production Bay Ltd – Developer Portal"],
    ] {
        assert_eq!(of(headings, shown), [(None, None)], "{headings:?}");
    }
    let named = of(&["API Credentials"], &format!("h|0,0|1.2|Prod server\n{shown}"));
    assert_eq!(named, [(None, Some("Prod server".to_owned()))]);
    for headings in [&["Sandbox", "Credentials"][..], &["Sandbox credentials"], &["Inloggegevens voor Sandbox"]] {
        assert_eq!(of(headings, shown), [(Some(Sandbox), None)], "{headings:?}");
    }
}

#[test]
fn a_list_of_keys_may_be_called_credentials() {
    let values = "t|0,20|1.2|App Id: $I\nt|0,40|1.2|App Secret: $S";
    for heading in
        ["API Credentials", "Manage Credentials", "Zugangsdaten", "Vos identifiants d’API", "API-inloggegevens"]
    {
        assert_eq!(Drawing::new(&[heading], values).read(), ["-: $I $S"], "{heading}");
    }
    for heading in ["AWS credentials", "How to rotate credentials", "Lost credentials", "Credentials of our database"] {
        assert!(Drawing::new(&[heading], values).read().is_empty(), "{heading}");
    }
}

#[test]
fn a_key_that_is_called_a_key_has_a_name() {
    let row = |cells: &str| format!("{cells}\nt|300,0|1.2.9|App Id: $I App Secret: $S");
    assert_eq!(read(&row("t|0,0|1.2.3|2026-03-01\nt|90,0|1.2.4|CI key")), ["CI key: $I $S"]);
    assert_eq!(read(&row("t|0,0|1.2.3|Jenkins key")), ["Jenkins key: $I $S"]);
    assert_eq!(read(&row("t|0,0|1.2.3|Key name: Deploy key")), ["Deploy key: $I $S"]);
    assert_eq!(read(&row("t|0,0|1.2.3|Turkey shop")), ["Turkey shop: $I $S"]);
    let headed = "h|0,0|1|API keys\nh|0,20|1|CI key\nt|0,40|1.2|App Id: $I\nt|0,60|1.2|App Secret: $S";
    assert_eq!(read(headed), ["CI key: $I $S"]);
    for heading in ["Your API key", "Manage API Keys", "Access key details"] {
        assert_eq!(read(&row(&format!("h|0,0|1.2.3|{heading}"))), ["-: $I $S"], "{heading}");
        assert_eq!(read(&row(&format!("t|0,0|1.2.3|CI\nh|0,0|1.2.3|{heading}"))), ["CI: $I $S"], "{heading}");
    }
}

#[test]
fn a_log_about_keys_is_no_list_of_keys() {
    let log = "th|0,0|1.2|Event\nth|200,0|1.3|Details\nt|0,40|2.2|key.created\nt|200,40|2.3|App Id: $I";
    assert_eq!(Drawing::new(&["API key activity"], log).read(), [""; 0]);
    assert_eq!(Drawing::new(&["History", "Manage API Keys"], log).read(), [""; 0]);
    let key = "h|0,0|1.1|Audit\nt|0,40|1.2|App Id: $I\nt|0,60|1.3|App Secret: $S\nb|0,80|1.4|Regenerate";
    assert_eq!(Drawing::new(&["Audit", "Manage API Keys"], key).read(), ["Audit: $I $S"]);
}

#[test]
fn a_label_for_the_time_of_an_end_is_no_end_without_a_time() {
    let row = |state: &str| format!("t|0,0|1.2|App Id: $I\nt|0,20|1.2|App Secret: $S\n{state}");
    for state in [
        "t|0,40|1.2|Deleted at\nt|0,60|1.2|Last used\nt|80,60|1.2|today",
        "t|0,40|1.2|Revoked at\nt|80,40|1.2|Empty",
        "t|0,40|1.2|Revoked\nt|80,40|1.2|n/a",
        "t|0,40|1.2|Revoked\nt|80,40|1.2|Not revoked",
        "t|0,40|1.2|Expired:\nt|80,40|1.2|None",
    ] {
        assert_eq!(read(&row(state)), ["-: $I $S"], "{state}");
    }
    for state in ["t|0,40|1.2|Revoked at\nt|80,40|1.2|May 3, 2026", "t|0,40|1.2|Expired:\nt|80,40|1.2|2 days ago"] {
        assert_eq!(read(&row(state)), ["-: $I $S over"], "{state}");
    }
}

#[test]
fn the_state_of_one_key_says_nothing_about_the_next_one() {
    let flat = "t|0,0|1|CI\nt|100,0|1|App Id: $I\nt|300,0|1|App Secret: $S\nt|800,0|1|Revoked\n\
                t|0,40|1|Shop\nt|100,40|1|App Id: $I2\nt|300,40|1|App Secret: $S2\nt|800,40|1|Active";
    assert_eq!(read(flat), ["CI: $I $S over", "Shop: $I2 $S2"]);
    let list = "t|0,0|1|CI\nt|0,20|1|App Id: $I\nt|0,40|1|App Secret: $S\nt|0,60|1|Revoked\n\
                t|0,80|1|Shop\nt|0,100|1|App Id: $I2\nt|0,120|1|App Secret: $S2\nt|0,140|1|Active";
    assert_eq!(read(list), ["CI: $I $S over", "Shop: $I2 $S2"]);
    let cards = "t|0,0|1.2|CI\nt|0,20|1.2|App Id: $I\nt|0,40|1.2|App Secret: $S\n\
                 t|600,0|1.3|Old\nt|700,20|1.3|Revoked\nt|600,20|1.3|App Id: $I2\nt|600,40|1.3|App Secret: $S2";
    assert_eq!(read(cards), ["CI: $I $S", "Old: $I2 $S2 over"]);
    // In the middle of a row with two lines.
    let row = |top: i32, path: u32, number: &str, state: &str| {
        let (middle, bottom) = (top + 20, top + 40);
        format!(
            "t|0,{middle}|1.{path}.1|CI\nt|90,{top}|1.{path}.2|App Id: $I{number}\n\
             t|90,{bottom}|1.{path}.2|App Secret: $S{number}\nt|900,{middle}|1.{path}.3|{state}"
        )
    };
    let rows = [row(0, 3, "", "Revoked"), row(100, 4, "2", "Active")].join("\n");
    assert_eq!(read(&rows), ["CI: $I $S over", "CI: $I2 $S2"]);
}

#[test]
fn a_state_beside_the_name_above_the_values_is_the_keys() {
    let card = |top: i32, path: u32, id: &str, state: &str| {
        let [low, lower] = [top + 30, top + 50];
        format!(
            "h|0,{top}|{path}.1|CI\nt|80,{top}|{path}.1|{state}\nt|0,{low}|{path}.2|App Id: $I{id}\nt|0,{lower}|{path}.2|App Secret: $S{id}"
        )
    };
    let [own, other] = [card(0, 3, "", "Revoked"), card(200, 4, "2", "Active")];
    assert_eq!(read(&own), ["CI: $I $S over"]);
    assert_eq!(read(&format!("{own}\n{other}")), ["CI: $I $S over", "CI: $I2 $S2"]);
    let badge = "h|0,0|1.1|CI\nh|80,0|1.1|Revoked\nt|0,30|1.2|App Id: $I\nt|0,50|1.2|App Secret: $S";
    assert_eq!(read(badge), ["CI: $I $S over"]);
    for name in ["CI (revoked)", "CI – expired"] {
        let row = format!("t|0,0|1.1|{name}\nt|200,0|1.2|App Id: $I\nt|400,0|1.3|App Secret: $S");
        let rows = read(&row);
        assert!(rows.iter().all(|row| row.ends_with("$I $S over")), "{rows:?}");
    }
    // Someone who was deleted, a part for other keys, and a count are no states.
    for state in ["Created by Jane Doe (deleted)", "Revoked: 0"] {
        let row = format!("t|0,0|1.1|App Id: $I\nt|0,20|1.1|App Secret: $S\nt|0,40|1.1|{state}");
        assert_eq!(read(&row), ["-: $I $S"], "{state}");
    }
    assert_eq!(read("t|0,0|1|App Id: $I\nt|0,20|1|App Secret: $S\nh|0,60|1|Revoked"), ["-: $I $S"]);
    // A filter above the only key isn't beside its name.
    let filter = "t|0,0|1|Revoked\nt|0,30|1.2|App Id: $I\nt|0,50|1.2|App Secret: $S";
    assert_eq!(read(filter), ["-: $I $S"]);
}

#[test]
fn a_state_in_a_large_card_is_read() {
    let card = |top: i32, path: u32, id: &str, state: &str| {
        let more: String = (0..50).map(|at| format!("\nt|300,{}|{path}.3|Permission", top + 20 * at)).collect();
        format!(
            "t|0,{top}|{path}.2|App Id: $I{id}\nt|0,{}|{path}.2|App Secret: $S{id}\nt|0,{}|{path}.2|{state}{more}",
            top + 20,
            top + 40
        )
    };
    let cards = [card(0, 3, "", "Revoked"), card(1200, 4, "2", "Active")].join("\n");
    assert_eq!(read(&cards), ["-: $I $S over", "-: $I2 $S2"]);
}

#[test]
fn the_name_of_a_key_may_be_like_a_topic() {
    let key = "h|0,0|1.1|Ticket sync\nt|0,30|1.2|App Id: $I\nt|0,50|1.2|App Secret: $S";
    let with_control = format!("{key}\nb|0,80|1.3|Regenerate");
    assert_eq!(Drawing::new(&["Ticket sync", "API Access Keys"], &with_control).read(), ["Ticket sync: $I $S"]);
    assert_eq!(Drawing::new(&["Ticket sync", "API Access Keys"], key).read(), [""; 0]);
    for topic in ["Tickets", "Comments", "Ticket 4711"] {
        assert_eq!(Drawing::new(&[topic, "API Access Keys"], &with_control).read(), [""; 0], "{topic}");
    }
}

#[test]
fn a_switch_in_another_part_of_the_page_does_not_disable_a_key() {
    let key = "t|0,0|1.2|App Id: $I\nt|0,20|1.2|App Secret: $S\nb|0,40|1.2|Disable";
    assert_eq!(read(key), ["-: $I $S"]);
    assert_eq!(read(&format!("{key}\nh|0,80|1.3|Two-step login\nb|0,100|1.3|Enable")), ["-: $I $S"]);
    assert_eq!(read(&key.replace("Disable", "Enable")), ["-: $I $S off"]);
}

#[test]
fn a_choice_above_a_list_says_which_environment_its_keys_are_from() {
    let drawing = Drawing::new(&["API keys"], "t|0,0|1|App Id: $I\nt|0,20|1|App Secret: $S");
    let said = |chosen: &[&'static str]| {
        let region = Region { chosen: chosen.to_vec(), ..drawing.region() };
        read_region(ALL, &region)[0].environment
    };
    assert_eq!(said(&[]), None);
    assert_eq!(said(&["Sandbox"]), Some(Sandbox));
    assert_eq!(said(&["10", "Production keys"]), Some(Production));
    assert_eq!(said(&["Sandbox", "Production"]), None);
    assert_eq!(said(&["Sandbox Games GmbH"]), None);
    assert_eq!(said(&["Sandbox mode"]), Some(Sandbox));
}

#[test]
fn another_column_may_be_between_an_app_id_and_its_secret() {
    let heads = "th|0,0|1.2|Name\nth|100,0|1.2|App Id\nth|300,0|1.2|Created\nth|500,0|1.2|Secret";
    let row = "t|0,40|1.3|CI\nt|100,40|1.3|$I\nt|300,40|1.3|3 May 2026\nt|500,40|1.3|$S";
    assert_eq!(read(&format!("{heads}\n{row}")), ["CI: $I $S"]);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    const WORDS: &[&str] = &[
        "File",
        "Public",
        "Private",
        "MD5",
        "module.zip",
        "Name",
        "Created",
        "3 MB",
        "main",
        "Secret santa",
        "Id",
        "Ben",
        "Fixed the build.",
        "1.4.2",
        "",
        "-",
        "Copy",
        "…",
    ];

    fn drawn(texts: &[(usize, usize, i32, i32, u32)], values: &[&str]) -> Vec<String> {
        let texts = texts.iter().map(|&(word, value, left, top, path)| {
            let text = if value < values.len() { values[value] } else { WORDS[word % WORDS.len()] };
            let kind = if text == "Copy" { "b" } else { "t" };
            format!("{kind}|{left},{top}|1.{path}|{text}")
        });
        let lines: Vec<String> = texts.collect();
        Drawing::new(&["API keys"], &lines.join("\n")).read()
    }

    proptest! {
        #[test]
        fn api_keys_without_their_labels_are_never_read(
            texts in prop::collection::vec((0_usize..40, 0_usize..8, 0..900_i32, 0..400_i32, 0_u32..4), 0..30),
        ) {
            prop_assert!(drawn(&texts, &["$I", "$S", "$I $S", "$S: $I"]).is_empty());
        }

        #[test]
        fn a_checksum_below_its_header_is_never_read(
            texts in prop::collection::vec((0_usize..40, 9_usize..10, 0..300_i32, 20..400_i32, 2_u32..6), 0..20),
            tops in prop::collection::vec(20..400_i32, 1..8),
        ) {
            let rows: Vec<String> = tops.iter().enumerate().map(|(row, top)| {
                let value = if row % 2 == 0 { "$U" } else { "$V" };
                format!("t|400,{top}|1.{row}|{value}")
            }).collect();
            let others = texts.iter().map(|&(word, _, left, top, path)| format!("t|{left},{top}|1.{path}|{}", WORDS[word % WORDS.len()]));
            let lines: Vec<String> = others.chain(rows).collect();
            let found = read(&format!("th|400,0|1|MD5\n{}", lines.join("\n")));
            prop_assert_eq!(found, Vec::<String>::new());
        }
    }
}
