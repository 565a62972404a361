use std::collections::BTreeMap;

use proptest::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::plain::Plain;
use super::{ConvertError, read, write};

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum Message {
    Nothing,
    Alone(Timed),
    Pair(u32, String),
    Going {
        text: String,
        beside: Vec<String>,
        #[serde(default)]
        can_warn: bool,
        account: Option<String>,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct Timed {
    at: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    offset: Option<i32>,
    names: BTreeMap<String, u8>,
}

#[derive(Debug, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
struct Tab(i32);

fn read_json<T: serde::de::DeserializeOwned>(json: serde_json::Value) -> Result<T, ConvertError> {
    read(Plain::from(json))
}

fn going() -> Message {
    Message::Going { text: "a".into(), beside: vec!["b".into()], can_warn: true, account: None }
}

#[test]
fn a_value_is_written_as_plain_objects_and_lists() {
    for (message, wanted) in [
        (Message::Nothing, json!("nothing")),
        (Message::Pair(1, "x".into()), json!({ "pair": [1, "x"] })),
        (going(), json!({ "going": { "text": "a", "beside": ["b"], "canWarn": true, "account": null } })),
        (
            Message::Alone(Timed { at: 5, offset: None, names: [("n".to_owned(), 1)].into() }),
            json!({ "alone": { "at": 5, "names": { "n": 1 } } }),
        ),
    ] {
        assert_eq!(write::<Plain>(&message), Ok(Plain::from(wanted.clone())), "{wanted}");
        assert_eq!(read_json::<Message>(wanted.clone()), Ok(message), "{wanted}");
    }
    assert_eq!(write::<Plain>(&Tab(3)), Ok(Plain::Number(3.0)));
    assert_eq!(read_json::<Tab>(json!(3)), Ok(Tab(3)));
}

#[test]
fn a_field_may_be_missing_if_it_is_optional_or_has_a_default() {
    let message: Message = read_json(json!({ "going": { "text": "a", "beside": [], "unknown": 1 } })).unwrap();
    assert_eq!(message, Message::Going { text: "a".into(), beside: Vec::new(), can_warn: false, account: None });
}

#[test]
fn an_error_names_the_message_and_the_field() {
    for (json, path, expected) in [
        (json!({ "going": { "text": 5, "beside": [] } }), vec!["going", "text"], "a string"),
        (json!({ "going": { "text": "a", "beside": ["b", 1] } }), vec!["going", "beside"], "a string"),
        (json!({ "going": { "text": "a" } }), vec!["going", "beside"], "a value"),
        (json!({ "going": 5 }), vec!["going"], "an object"),
        (json!({ "going": [] }), vec!["going"], "an object"),
        (json!({ "alone": { "at": 1, "names": [] } }), vec!["alone", "names"], "an object"),
        (json!({ "alone": { "at": -1, "names": {} } }), vec!["alone", "at"], "a whole number within bounds"),
        (json!({ "alone": { "at": 0.5, "names": {} } }), vec!["alone", "at"], "a whole number within bounds"),
        (json!({ "alone": { "at": 1, "offset": "x", "names": {} } }), vec!["alone", "offset"], "a number"),
        (
            json!({ "alone": { "at": 1, "names": { "n": 256 } } }),
            vec!["alone", "names"],
            "a whole number within bounds",
        ),
        (json!({ "pair": [1] }), vec!["pair"], "a list of another length"),
        (json!({ "nothing": 1 }), vec!["nothing"], "nothing"),
        (json!("leaving"), vec![], "a known variant"),
        (json!({ "nothing": 1, "pair": 2 }), vec![], "the name of a variant, alone or as the one field of an object"),
    ] {
        assert_eq!(read_json::<Message>(json.clone()), Err(ConvertError { path, expected }), "{json}");
    }
}

#[test]
fn an_error_does_not_remember_an_earlier_one() {
    let _ = read_json::<Message>(json!({ "going": { "text": 5, "beside": [] } }));
    let error = read_json::<Timed>(json!({ "at": true, "names": {} })).unwrap_err();
    assert_eq!(error.to_string(), "at: expected a number");
}

#[test]
fn bytes_and_entries_without_a_name_have_no_form() {
    struct Bytes;
    impl Serialize for Bytes {
        fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
            serializer.serialize_bytes(b"x")
        }
    }
    #[derive(Serialize)]
    struct Holder {
        held: Bytes,
    }
    let error = write::<Plain>(&Holder { held: Bytes }).unwrap_err();
    assert_eq!((error.path, error.expected), (vec!["held"], "text instead of bytes"));
    assert!(write::<Plain>(&BTreeMap::from([(1, 2)])).is_err());
}

fn any_plain() -> impl Strategy<Value = Plain> {
    let leaf = prop_oneof![
        Just(Plain::Undefined),
        Just(Plain::Null),
        any::<bool>().prop_map(Plain::Bool),
        any::<f64>().prop_map(Plain::Number),
        prop::sample::select(vec!["going", "nothing", "x"]).prop_map(|text| Plain::Text(text.to_owned())),
    ];
    let name = prop::sample::select(vec!["going", "alone", "pair", "text", "beside", "at", "names", "canWarn"]);
    leaf.prop_recursive(4, 24, 4, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Plain::List),
            prop::collection::btree_map(name.clone(), inner, 0..4).prop_map(|fields| Plain::Object(
                fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
            )),
        ]
    })
}

proptest! {
    #[test]
    fn no_value_makes_reading_panic(value in any_plain()) {
        let _ = read::<Plain, Message>(value);
    }

    #[test]
    fn written_values_read_back_unchanged(at in 0..9_007_199_254_740_991_u64, offset in any::<Option<i32>>(), text in any::<String>()) {
        let timed = Timed { at, offset, names: [(text.clone(), 7)].into() };
        for message in [Message::Alone(timed), Message::Pair(3, text)] {
            let written: Plain = write(&message).unwrap();
            prop_assert_eq!(read::<Plain, Message>(written), Ok(message));
        }
    }
}
