//! Generates the TypeScript types of messages and views, and the
//! [declared](super::declared) properties that content scripts need.

use std::collections::BTreeMap;
use std::fmt::{Debug, Write as _};

use serde::de::DeserializeOwned;
use serde_json::Value;
use ts_rs::{Config, TS};

use super::content::SAMPLES;
use super::limits::PATIENCE;
use super::*;
use crate::catalogue::watched::MAX_LABEL;
use crate::catalogue::{Environment, vendors};
use crate::content_scripts::{FieldWords, FirstView, SessionWords};
use crate::detect::keys_page::Hints;
use crate::detect::keys_page::piece::PieceKind;
use crate::generated::is_as_generated;
use crate::messages::{Counted, Text};
use crate::session::question::SECOND_CLICK_WINDOW;
use crate::session::{EndingTab, Question};
use crate::stop::words::StopWords;
use crate::time::Timestamp;
use crate::view::badge::{BadgeColors, Banner, PageBadge};
use crate::view::placement::{Corner, Fold, MarkKind, Placement, Size};
use crate::view::theme::{CHECK_MARK, ENDED_MARK, Tone, mark};
use crate::view::warning::{Item, Look, Route, RouteEnd, Urgency, Warning};

const HEAD: &str = "\
// Messages between the content scripts and the core. The Rust types with the same names document them.
// Generated from src/protocol by ./build.sh generate. Do not edit.
import type { ContentKey, ContentPlural } from \"./message-keys\";
";

/// The name and the content of a value on the wire.
fn named(value: &Value) -> (&str, &Value) {
    match value {
        Value::Object(one) => one.iter().map(|(name, rest)| (name.as_str(), rest)).next().unwrap(),
        name => (name.as_str().unwrap(), &Value::Null),
    }
}

/// The wire names of an enum, from serde's error for an unknown one.
fn names<T: DeserializeOwned + Debug>() -> Vec<String> {
    let refused = serde_json::from_str::<T>("\"?\"").unwrap_err().to_string();
    refused.split('`').skip(3).step_by(2).map(str::to_owned).collect()
}

#[test]
fn each_message_has_a_sample() {
    let samples: Vec<Value> = serde_json::from_str(SAMPLES).unwrap();
    let of = |topic: &str| -> Vec<String> {
        let all = samples.iter().map(named).filter(|(found, _)| *found == topic);
        let mut names: Vec<String> = all.map(|(_, rest)| named(rest).0.to_owned()).collect();
        names.dedup();
        names
    };
    assert_eq!(names::<Message>(), ["badge", "keys", "session", "stop"]);
    assert_eq!(of("badge"), names::<BadgeMessage>());
    assert_eq!(of("keys"), names::<KeysMessage>());
    assert_eq!(of("session"), names::<SessionMessage>());
    assert_eq!(of("stop"), names::<StopMessage>());
}

#[test]
fn what_content_scripts_may_send_again_is_what_the_messages_declare() {
    assert_eq!(
        sent_once(),
        r#"{"badge":["move","fold"],"keys":["belongs","places"],"session":["open-apart"],"stop":[]}"#
    );
}

/// The messages that must not be repeated, by topic.
fn sent_once() -> String {
    let samples: Vec<Value> = serde_json::from_str(SAMPLES).unwrap();
    let mut all: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for sample in &samples {
        let message: Message = serde_json::from_value(sample.clone()).unwrap();
        let (topic, rest) = named(sample);
        let once = all.entry(topic).or_default();
        if !message.declared().repeatable {
            once.push(named(rest).0);
        }
    }
    serde_json::to_string(&all).unwrap()
}

/// Limits and looks that content scripts share with the core.
fn constants() -> String {
    let milliseconds = |time: std::time::Duration| time.as_millis();
    let names = vendors::OFFERED.iter().filter_map(|vendor| vendor.environment_names);
    let mut marks: Vec<&str> = names.flat_map(|names| names.marks).chain(Environment::ALL.map(mark)).collect();
    marks.sort_unstable();
    marks.dedup();
    marks.push(CHECK_MARK);
    format!(
        "\n/** How many bytes of a text are examined. */\nexport const EXAMINED = {};\n\
         \n/** How long a held paste or click waits for the background, in milliseconds. */\n\
         export const PATIENCE = {};\n\
         \n/** How long another click on a sign-out control goes through without a question, in milliseconds. */\n\
         export const PASS = {};\n\
         \n/** The length of the longest label of a control that asks first. */\nexport const MAX_LABEL = {MAX_LABEL};\n\
         \n/** The marks in a title, as a regular expression, and the mark before them if the session has ended. */\n\
         export const MARKS = {:?};\nexport const ENDED_MARK = {ENDED_MARK:?};\n",
        crate::detect::find::LIMIT,
        milliseconds(PATIENCE),
        milliseconds(SECOND_CLICK_WINDOW),
        marks.join("|"),
    )
}

fn declare<T: TS>(into: &mut String) {
    // Milliseconds and counts are far below what a number holds exactly.
    let config = Config::new().with_large_int("number");
    let mut declaration = T::decl(&config);
    while let Some((before, (_, after))) =
        declaration.split_once("/**").and_then(|(before, rest)| Some((before, rest.split_once("*/")?)))
    {
        declaration = format!("{before}{after}");
    }
    let _ = write!(into, "\nexport {declaration}\n");
}

macro_rules! declare_all {
    ($text:ident: $($name:ty),* $(,)?) => {
        $(declare::<$name>(&mut $text);)*
    };
}

#[test]
fn protocol_ts_is_as_generated() {
    let mut text = HEAD.to_owned();
    declare_all!(
        text: Message, BadgeMessage, KeysMessage, Claim, Choice, AfterEnd, PageRegion, PagePiece, PieceKind, SessionMessage, PageText, TabId, Timestamp, Environment, Banner,
        PageView, LearnedView, PageBadge, BadgeColors, Placement, MarkKind, Corner, Fold, Size, Tone, Text, Counted, SessionView, EndedView, ApartOffer, ApartWay, ApartOutcome, ApartAnswer, QuestionView, Question,
        EndingTab, StopControl, StopMessage, StopView, StopQuestion, StopWords, Warning, Route, RouteEnd, Item, Urgency, Look, FirstView, Hints, SessionWords, FieldWords,
    );
    let _ = write!(
        text,
        "\n/** The messages that must not be repeated if there is no answer, by topic. */\n\
         export const SENT_ONCE: Record<string, string[]> = {};\n",
        sent_once()
    );
    let _ = write!(text, "{}", constants());
    is_as_generated("extension/content/protocol.ts", &text);
}
