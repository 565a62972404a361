//! Generates content scripts of one line each, with the core's facts and the
//! user's choices for the first frame.

use std::collections::BTreeMap;
use std::fs;

use anyhow::{Context, Result};
use sandbar::catalogue::{Environment, Environments, Vendor, vendors};
use sandbar::content_scripts::spelled::{
    BITS, COUNT, HAS_COLORS, IS_SANDBOX, IS_WHITE, SPELL_FILE, SPELLED_FILE, spelling_file,
};
use sandbar::content_scripts::vendors::{VENDOR_LOOKS_FILE, VENDOR_SHAPES_FILE, vendor_side_file};
use sandbar::content_scripts::{
    ACCOUNT_SITE_FILE, BROWSERS_WORDS_FILE, KEY_HINTS_FILE, KEY_SHAPES_FILE, SILENT_FILE, STOP_WORDS_FILE,
    WORD_KEYS_FILE, first_view, session_words, site_file, vendors_with_file, words_file,
};
use sandbar::detect::keys_page::{hints, sighted_pattern, value_pattern};
use sandbar::messages::fill;
use sandbar::messages::message::ENVIRONMENT_NAMED;
use sandbar::messages::message::IN_CONTENT_SCRIPTS;
use sandbar::settings::Language;
use sandbar::stop::words::stop_words;
use sandbar::view::badge::{Banner, PageBadge, named_badge, open_badge, page_badge};
use sandbar::view::placement::{Corner, Fold, Placement, Size};
use sandbar::view::theme::{HATCH, Tone, badge_shape, color, ink, mark_fill};
use serde_json::{Map, Value};

use super::graph::{Graph, Inputs, Output};
use super::icons::svg;
use super::pages::messages;

/// Builds the generated scripts in `content/`.
pub fn build(graph: &Graph) -> Result<Output> {
    let scripts = scripts()?;
    let mut inputs = Inputs::of(include_str!("first_frame.rs"));
    for (file, text) in &scripts {
        inputs = inputs.text(file, text);
    }
    graph.step("first frame", inputs, |into| {
        for (file, text) in &scripts {
            let path = into.join(file);
            fs::create_dir_all(path.parent().unwrap_or(into)).context("creating the folder for the scripts")?;
            fs::write(&path, text).with_context(|| format!("writing {file}"))?;
        }
        Ok(())
    })
}

/// The scripts, by file name.
type Scripts = BTreeMap<String, String>;

fn scripts() -> Result<Scripts> {
    let mut scripts = Scripts::new();
    let vendors = vendors_with_file().flat_map(|vendor| Environment::ALL.map(|environment| (vendor, environment)));
    for (vendor, environment) in vendors {
        let mut view = serde_json::to_value(first_view(vendor, environment))?;
        if let Some(view) = view.as_object_mut() {
            let tones = tones(environment);
            view.insert("look".into(), look(&tones).into());
            view.insert("shapes".into(), shapes(&tones));
            view.insert("icons".into(), favicons(&tones)?);
            // Only the part of the placement that the first frame needs.
            if let Some(placement) = view.get_mut("placement").and_then(Value::as_object_mut) {
                placement.retain(|name, _| !matches!(name.as_str(), "favicon" | "size" | "mark"));
            }
        }
        scripts.insert(site_file(vendor, environment), known(&serde_json::json!({ "site": view })));
    }
    vendor_scripts(&mut scripts)?;
    scripts.insert(ACCOUNT_SITE_FILE.to_owned(), known(&serde_json::json!({ "site": { "session": session_words() } })));
    scripts.insert(KEY_SHAPES_FILE.to_owned(), known(&serde_json::json!({ "values": value_pattern(vendors::ALL) })));
    let all: Vec<&Vendor> = vendors::ALL.iter().chain(vendors::OFFERED).copied().collect();
    scripts.insert(KEY_HINTS_FILE.to_owned(), known(&serde_json::json!({ "hints": hints(&all) })));
    let sighted = sighted_pattern(vendors::OFFERED);
    scripts.insert(VENDOR_SHAPES_FILE.to_owned(), known(&serde_json::json!({ "values": sighted })));
    scripts.insert(STOP_WORDS_FILE.to_owned(), known(&serde_json::json!({ "stop": stop_words() })));
    let default = Placement::DEFAULT;
    for (corner, fold) in Corner::ALL.into_iter().flat_map(|corner| Fold::ALL.map(|fold| (corner, fold))) {
        let place = serde_json::json!({ "corner": corner, "fold": fold });
        choices(&mut scripts, Placement { corner, fold, ..default }, &place);
    }
    for size in Size::ALL {
        choices(&mut scripts, Placement { size, ..default }, &serde_json::json!({ "size": size }));
    }
    for language in Language::ALL {
        scripts.insert(words_file(language), dictionary(language)?);
    }
    let keys: Vec<&str> = IN_CONTENT_SCRIPTS.iter().map(|key| key.name()).collect();
    let keys = serde_json::to_string(&keys)?;
    let dictionary =
        "(texts)=>(key,args=[])=>(texts[keys.indexOf(key)]??'').replace(/\\$(\\d)/g,(_,number)=>args[number-1]??'')";
    scripts.insert(WORD_KEYS_FILE.to_owned(), format!("{{const keys={keys};{REGISTRY}.words={dictionary}}}\n"));
    scripts.insert(BROWSERS_WORDS_FILE.to_owned(), spoken("undefined"));
    choices(&mut scripts, Placement { title: false, ..default }, &serde_json::json!({ "title": false }));
    spelling_scripts(&mut scripts);
    scripts.insert(SILENT_FILE.to_owned(), choice(&serde_json::json!({ "silent": 1 })));
    Ok(scripts)
}

/// The scripts for the pages of vendors that can be turned on: one file with
/// all looks and badges, and one file per environment, which selects the badge
/// for its host.
fn vendor_scripts(scripts: &mut Scripts) -> Result<()> {
    let tones = [Tone::Neutral, Tone::Production, Tone::Sandbox, Tone::Check];
    let badges = vendors::OFFERED.iter().map(|vendor| {
        let hosts: Vec<&str> = vendor.entered_doors().map(|door| door.host.name()).collect();
        let named = |environment| named_badge(Some(vendor.names()), environment, Banner::Pending);
        let mut doors = vendor.entered_doors().map(|door| door.environments);
        let open = doors.find(|environments| environments.only().is_none()).map(|open| open_badge(vendor, open));
        (hosts, [Some(named(Environment::Production)), Some(named(Environment::Sandbox)), open])
    });
    // A badge in few characters: its mark, the key of its message, and the
    // arguments.
    let short = |badge: PageBadge| -> Value {
        let PageBadge { mark, word, .. } = badge;
        [mark.into_owned(), word.key.name().to_owned()].into_iter().chain(word.args).collect()
    };
    let badges: Vec<Value> = badges
        .map(|(hosts, badges)| {
            let badges = badges.into_iter().map(|badge| badge.map(short));
            std::iter::once(Some(serde_json::json!(hosts))).chain(badges).collect()
        })
        .collect();
    let site = serde_json::json!({
        "look": look(&tones), "shapes": shapes(&tones), "icons": favicons(&tones)?, "badges": badges,
    });
    let side = "(index,placement)=>{const{site}=known,{hostname}=location;\
        const row=site.badges.find(([hosts])=>hosts.some((host)=>hostname.endsWith(host)));\
        const[mark,key,...args]=row[index],tone=['','production','sandbox','neutral'][index];\
        Object.assign(site,{badge:{tone,word:{key,args},mark},placement})}";
    let looks = known(&serde_json::json!({ "site": site }));
    let looks = format!("{looks}{{const known={REGISTRY};known.side={side}}}\n");
    scripts.insert(VENDOR_LOOKS_FILE.to_owned(), looks);
    let [production, sandbox] = Environment::ALL.map(Environments::Only);
    for (index, environments) in [production, sandbox, Environments::Ask].into_iter().enumerate() {
        let Placement { corner, fold, .. } = Placement::DEFAULT;
        // A title shows the environment, or nothing.
        let title = environments.only().is_some();
        let placement = literal(&serde_json::json!({ "corner": corner, "fold": fold, "title": title }));
        let script = format!("{REGISTRY}.side({},{placement});\n", index + 1);
        scripts.insert(vendor_side_file(environments).to_owned(), script);
    }
    Ok(())
}

/// The scripts that spell a label and a color that the user chose: one to
/// start, one for each number, and one that applies the result.
fn spelling_scripts(scripts: &mut Scripts) {
    let start = format!(
        "{{const left=[...Array({COUNT}).keys()],known={REGISTRY};known.bits='';\
         known.spell=(number)=>{{const at=left.indexOf(number);left.splice(at,1);\
         known.bits+=at.toString(2).padStart({BITS},0)}}}}\n"
    );
    scripts.insert(SPELL_FILE.to_owned(), start);
    for number in 0..COUNT {
        scripts.insert(spelling_file(number), format!("{REGISTRY}.spell({number})\n"));
    }
    // In a template literal.
    let [production, sandbox] = [Tone::Production, Tone::Sandbox].map(|tone| mark_fill(tone, "${hex(1)}", "${hex(4)}"));
    let word = ENVIRONMENT_NAMED.name();
    let end = format!(
        "{{const known={REGISTRY},bytes=(known.bits.match(/.{{8}}/g)??[]).map((byte)=>parseInt(byte,2)),\
         [flags]=bytes,isSandbox=flags&{IS_SANDBOX},hasColors=flags&{HAS_COLORS},\
         hex=(at)=>'#'+bytes.slice(at,at+3).map((part)=>part.toString(16).padStart(2,0)).join(''),\
         label=new TextDecoder().decode(new Uint8Array(bytes.slice(hasColors?7:1))),look={{}};\
         if(label)look.word={{key:'{word}',args:[label]}};\
         if(hasColors)look.colors={{fill:isSandbox?`{sandbox}`:`{production}`,\
         on:flags&{IS_WHITE}?'#ffffff':'#000000'}};\
         Object.assign(known.chosen??={{}},{{looks:{{[isSandbox?'sandbox':'production']:look}}}});\
         known.run?.place?.()}}\n"
    );
    scripts.insert(SPELLED_FILE.to_owned(), end);
}

/// The content script for a placement that differs from the default in one
/// aspect.
fn choices(scripts: &mut Scripts, placement: Placement, value: &Value) {
    scripts.extend(placement.scripts().into_iter().map(|file| (file, choice(value))));
}

/// A content script with the messages that web pages show, in one language.
fn dictionary(language: Language) -> Result<String> {
    let messages = messages(language.code())?;
    let text = |key: &str| {
        let entry = messages.get(key).with_context(|| format!("there is no message {key}"))?;
        let content = |name: &str| Some(entry.get("placeholders")?.get(name)?.get("content")?.as_str()?.to_owned());
        let message = entry.get("message").and_then(Value::as_str).unwrap_or_default();
        let numbers: Vec<String> = (1..=9).map(|number| format!("${number}")).collect();
        anyhow::Ok(fill(message, &content, &numbers))
    };
    let texts = IN_CONTENT_SCRIPTS.iter().map(|key| text(key.name())).collect::<Result<Vec<_>>>()?;
    let texts = serde_json::to_string(&texts)?;
    Ok(spoken(&format!("{REGISTRY}.words({texts})")))
}

/// A content script that sets the messages and redraws a page that was already
/// drawn. It redraws everything, because unchanged parts are skipped.
fn spoken(dictionary: &str) -> String {
    format!(
        "{{\n  const {{ run }} = Object.assign({REGISTRY}, {{ dictionary: {dictionary} }});\n  \
         const view = run?.view;\n  run?.place?.();\n  if (view) run.place?.(view);\n}}\n"
    )
}

/// The object that the bundles share, for scripts that may run first
/// (`extension/content/registry.ts`).
const REGISTRY: &str = "(globalThis[Symbol.for('sandbar')]??={})";

/// A content script that provides facts from the build.
fn known(facts: &Value) -> String {
    // White is the same in three digits.
    let facts = literal(facts).replace("ffffff", "fff");
    format!("Object.assign({REGISTRY},{facts});\n")
}

/// A content script that applies a choice before the first frame.
fn choice(value: &Value) -> String {
    format!("{{const known={REGISTRY};Object.assign(known.chosen??={{}},{});known.run?.place?.()}}\n", literal(value))
}

/// A value as JavaScript, in which field names need no quotes.
fn literal(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> = fields.iter().map(|(name, value)| format!("{name}:{}", literal(value))).collect();
            format!("{{{}}}", fields.join(","))
        }
        Value::Array(items) => format!("[{}]", items.iter().map(literal).collect::<Vec<_>>().join(",")),
        _ => value.to_string(),
    }
}

/// Looks as style rules: the background and the text color of a badge.
fn look(tones: &[Tone]) -> String {
    let rule = |&tone: &Tone| {
        let (name, ink) = (tone.name(), ink(tone));
        let fill = mark_fill(tone, color(tone), HATCH);
        format!(".{name}{{--fill:{fill};--on:{ink}}}")
    };
    tones.iter().map(rule).collect()
}

/// The looks for a page of this environment.
fn tones(environment: Environment) -> [Tone; 2] {
    [page_badge(environment, Banner::Pending).tone, Tone::Check]
}

/// The shapes of a badge in these looks.
fn shapes(tones: &[Tone]) -> Value {
    tones.iter().map(|&tone| (tone.name(), badge_shape(tone))).collect()
}

/// The favicons in these looks: the common start of their addresses, and the
/// rest of each.
fn favicons(tones: &[Tone]) -> Result<Value> {
    let address = |tone: Tone| {
        let svg = svg(tone)?.split_whitespace().collect::<Vec<_>>().join(" ").replace("> <", "><").replace('"', "'");
        let data = svg.replace('%', "%25").replace('#', "%23");
        anyhow::Ok((tone, format!("data:image/svg+xml,{data}")))
    };
    let addresses = tones.iter().copied().map(address).collect::<Result<Vec<_>>>()?;
    // The first difference is the color.
    let color = "fill='%23";
    let begin = addresses.first().and_then(|(_, first)| Some(first.split_once(color)?.0)).unwrap_or_default();
    let begin = format!("{begin}{color}");
    let rest: Map<String, Value> = addresses
        .iter()
        .map(|(tone, address)| (tone.name().to_owned(), address.strip_prefix(&begin).unwrap_or_default().into()))
        .collect();
    Ok(serde_json::json!({ "begin": begin, "rest": rest }))
}
