//! Rust values as plain JavaScript ones, and back.
//!
//! What is derived for a type is compiled for each reader and writer that it
//! meets, so theirs is the code that counts. These two ask for little of it:
//! the fields of an object are read in the order in which they are declared,
//! never by comparing names; a variant is known by its number; and an error
//! says nothing, since whoever asked says what was being read.

use std::cell::RefCell;
use std::fmt;

use js_sys::{Array, Object, Reflect};
use serde::de::value::U32Deserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};
use serde::ser::{self, Serialize, Serializer};
use wasm_bindgen::{JsCast, JsValue};

/// A value that has no such form.
#[derive(Debug)]
pub struct Unlike;

impl fmt::Display for Unlike {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("it has another form")
    }
}

impl std::error::Error for Unlike {}

impl de::Error for Unlike {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
    fn invalid_type(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }
    fn invalid_value(_: de::Unexpected<'_>, _: &dyn de::Expected) -> Self {
        Self
    }
    fn invalid_length(_: usize, _: &dyn de::Expected) -> Self {
        Self
    }
    fn unknown_variant(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn unknown_field(_: &str, _: &'static [&'static str]) -> Self {
        Self
    }
    fn missing_field(_: &'static str) -> Self {
        Self
    }
    fn duplicate_field(_: &'static str) -> Self {
        Self
    }
}

impl ser::Error for Unlike {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

type Outcome<T> = Result<T, Unlike>;

thread_local! {
    /// The names of fields and variants as JavaScript strings, by where they
    /// stand: ten thousand entries have the same few.
    static NAMES: RefCell<Vec<(usize, usize, JsValue)>> = const { RefCell::new(Vec::new()) };
}

/// Does something with a name.
fn named<R>(name: &'static str, with: impl FnOnce(&JsValue) -> R) -> R {
    with(&known(name))
}

fn known(name: &'static str) -> JsValue {
    let place = (name.as_ptr() as usize, name.len());
    NAMES.with_borrow_mut(|names| {
        let found = names.binary_search_by_key(&place, |&(start, length, _)| (start, length));
        match found.map(|index| names.get(index)) {
            Ok(Some((.., value))) => value.clone(),
            Ok(None) => JsValue::from_str(name),
            Err(index) => {
                let value = JsValue::from_str(name);
                names.insert(index, (place.0, place.1, value.clone()));
                value
            }
        }
    })
}

fn get(object: &JsValue, name: &'static str) -> JsValue {
    named(name, |name| Reflect::get(object, name)).unwrap_or(JsValue::UNDEFINED)
}

fn set(object: &JsValue, name: &'static str, value: &JsValue) {
    // Setting a property of a fresh plain object cannot fail.
    let _ = named(name, |name| Reflect::set(object, name, value));
}

/// A value to be read.
pub struct Reader(pub JsValue);

impl Reader {
    /// A whole number within these bounds, which a float holds exactly.
    fn whole(&self, least: f64, most: f64) -> Outcome<f64> {
        let number = self.0.as_f64().ok_or(Unlike)?;
        if number.trunc() == number && number >= least && number <= most { Ok(number) } else { Err(Unlike) }
    }

    fn array(self) -> Outcome<Items> {
        let array: Array = self.0.dyn_into().map_err(|_| Unlike)?;
        Ok(Items { array, next: 0 })
    }

    fn fields(self, names: &'static [&'static str]) -> Outcome<Fields> {
        if is_record(&self.0) { Ok(Fields { object: self.0, names: names.iter() }) } else { Err(Unlike) }
    }

    /// Which of these variants it is, and what belongs to it.
    fn choice(self, variants: &'static [&'static str]) -> Outcome<Choice> {
        let (name, content) = match self.0.as_string() {
            Some(name) => (name, JsValue::UNDEFINED),
            None if self.0.is_object() => {
                let keys = Object::keys(self.0.unchecked_ref::<Object>());
                let name = keys.get(0);
                let content = Reflect::get(&self.0, &name).map_err(|_| Unlike)?;
                (name.as_string().filter(|_| keys.length() == 1).ok_or(Unlike)?, content)
            }
            None => return Err(Unlike),
        };
        let number = variants.iter().position(|variant| *variant == name).ok_or(Unlike)?;
        #[allow(clippy::cast_possible_truncation, reason = "no type has so many variants")]
        Ok(Choice { number: number as u32, content: Self(content) })
    }
}

/// The largest whole number up to which a float holds each.
const EXACT: f64 = 9_007_199_254_740_991.0;

macro_rules! whole_numbers {
    ($($method:ident $visit:ident $type:ident $least:expr, $most:expr;)*) => { $(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
            let number = self.whole($least, $most)?;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole and within the bounds")]
            visitor.$visit(number as $type)
        }
    )* };
}

impl<'de> Deserializer<'de> for Reader {
    type Error = Unlike;

    /// Nothing is read whose form is not known.
    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Outcome<V::Value> {
        Err(Unlike)
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_bool(self.0.as_bool().ok_or(Unlike)?)
    }

    whole_numbers! {
        deserialize_u8 visit_u8 u8 0.0, f64::from(u8::MAX);
        deserialize_u16 visit_u16 u16 0.0, f64::from(u16::MAX);
        deserialize_u32 visit_u32 u32 0.0, f64::from(u32::MAX);
        deserialize_u64 visit_u64 u64 0.0, EXACT;
        deserialize_i32 visit_i32 i32 f64::from(i32::MIN), f64::from(i32::MAX);
        deserialize_i64 visit_i64 i64 -EXACT, EXACT;
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_string(self.0.as_string().ok_or(Unlike)?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        if self.0.is_undefined() || self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        if self.0.is_undefined() || self.0.is_null() { visitor.visit_unit() } else { Err(Unlike) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Outcome<V::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        visitor.visit_seq(self.array()?)
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, length: usize, visitor: V) -> Outcome<V::Value> {
        let items = self.array()?;
        if items.array.length() as usize == length { visitor.visit_seq(items) } else { Err(Unlike) }
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Outcome<V::Value> {
        let object: &Object = self.0.dyn_ref().filter(|_| is_record(&self.0)).ok_or(Unlike)?;
        visitor.visit_map(Entries { entries: Object::entries(object), next: 0 })
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        visitor.visit_seq(self.fields(fields)?)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Outcome<V::Value> {
        visitor.visit_enum(self.choice(variants)?)
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i128 u128 f32 f64 char bytes byte_buf unit_struct tuple_struct identifier ignored_any
    }
}

/// Whether it is an object with fields. An array is none: every field would be missing, and have its default.
fn is_record(value: &JsValue) -> bool {
    value.is_object() && !Array::is_array(value)
}

/// The items of an array.
struct Items {
    array: Array,
    next: u32,
}

impl Items {
    fn take(&mut self) -> Option<Reader> {
        let item = (self.next < self.array.length()).then(|| Reader(self.array.get(self.next)));
        self.next += 1;
        item
    }
}

impl<'de> de::SeqAccess<'de> for Items {
    type Error = Unlike;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Outcome<Option<T::Value>> {
        self.take().map(|item| seed.deserialize(item)).transpose()
    }
}

/// The fields of an object, in the order in which they are declared.
struct Fields {
    object: JsValue,
    names: std::slice::Iter<'static, &'static str>,
}

impl<'de> de::SeqAccess<'de> for Fields {
    type Error = Unlike;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Outcome<Option<T::Value>> {
        let Some(name) = self.names.next() else { return Ok(None) };
        let value = get(&self.object, name);
        let is_missing = value.is_undefined();
        match seed.deserialize(Reader(value)) {
            // An optional field is none then; another has its default, or the whole is not understood.
            Err(_) if is_missing => Ok(None),
            read => read.map(Some),
        }
    }
}

/// The entries of an object that is a map.
struct Entries {
    entries: Array,
    next: u32,
}

impl Entries {
    fn part(&self, part: u32) -> Reader {
        Reader(self.entries.get(self.next).unchecked_into::<Array>().get(part))
    }
}

impl<'de> de::MapAccess<'de> for Entries {
    type Error = Unlike;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Outcome<Option<K::Value>> {
        (self.next < self.entries.length()).then(|| seed.deserialize(self.part(0))).transpose()
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Outcome<V::Value> {
        let value = self.part(1);
        self.next += 1;
        seed.deserialize(value)
    }
}

/// A variant and what belongs to it.
struct Choice {
    number: u32,
    content: Reader,
}

impl<'de> de::EnumAccess<'de> for Choice {
    type Error = Unlike;
    type Variant = Reader;

    fn variant_seed<V: DeserializeSeed<'de>>(self, seed: V) -> Outcome<(V::Value, Reader)> {
        let number: U32Deserializer<Unlike> = self.number.into_deserializer();
        Ok((seed.deserialize(number)?, self.content))
    }
}

impl<'de> de::VariantAccess<'de> for Reader {
    type Error = Unlike;

    fn unit_variant(self) -> Outcome<()> {
        if self.0.is_undefined() { Ok(()) } else { Err(Unlike) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Outcome<T::Value> {
        seed.deserialize(self)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Outcome<V::Value> {
        self.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(self, fields: &'static [&'static str], visitor: V) -> Outcome<V::Value> {
        visitor.visit_seq(self.fields(fields)?)
    }
}

/// Writes a value: objects, not maps; `null` for what is none.
pub struct Writer;

macro_rules! numbers {
    ($($method:ident $type:ident;)*) => { $(
        #[allow(clippy::cast_precision_loss, clippy::cast_lossless, reason = "times and counts are within what a float holds exactly")]
        fn $method(self, value: $type) -> Outcome<JsValue> {
            Ok(JsValue::from_f64(value as f64))
        }
    )* };
}

impl Serializer for Writer {
    type Ok = JsValue;
    type Error = Unlike;
    type SerializeSeq = List;
    type SerializeTuple = List;
    type SerializeTupleStruct = List;
    type SerializeTupleVariant = List;
    type SerializeMap = Map;
    type SerializeStruct = Fielded;
    type SerializeStructVariant = Fielded;

    fn serialize_bool(self, value: bool) -> Outcome<JsValue> {
        Ok(value.into())
    }

    numbers! {
        serialize_i8 i8; serialize_i16 i16; serialize_i32 i32; serialize_i64 i64;
        serialize_u8 u8; serialize_u16 u16; serialize_u32 u32; serialize_u64 u64;
        serialize_f32 f32; serialize_f64 f64;
    }

    fn serialize_char(self, value: char) -> Outcome<JsValue> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Outcome<JsValue> {
        Ok(value.into())
    }

    /// No type has bytes: they travel as text.
    fn serialize_bytes(self, _: &[u8]) -> Outcome<JsValue> {
        Err(Unlike)
    }

    fn serialize_none(self) -> Outcome<JsValue> {
        Ok(JsValue::NULL)
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Outcome<JsValue> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Outcome<JsValue> {
        Ok(JsValue::NULL)
    }

    fn serialize_unit_struct(self, _: &'static str) -> Outcome<JsValue> {
        Ok(JsValue::NULL)
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome<JsValue> {
        Ok(known(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Outcome<JsValue> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Outcome<JsValue> {
        Ok(within(Some(variant), value.serialize(self)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Outcome<List> {
        Ok(List { array: Array::new(), variant: None })
    }

    fn serialize_tuple(self, _: usize) -> Outcome<List> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Outcome<List> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Outcome<List> {
        Ok(List { array: Array::new(), variant: Some(variant) })
    }

    fn serialize_map(self, _: Option<usize>) -> Outcome<Map> {
        Ok(Map { object: Object::new().into(), key: JsValue::UNDEFINED })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Outcome<Fielded> {
        Ok(Fielded { object: Object::new().into(), variant: None })
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Outcome<Fielded> {
        Ok(Fielded { object: Object::new().into(), variant: Some(variant) })
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Outcome<JsValue> {
        self.serialize_str(&value.to_string())
    }
}

/// What belongs to a variant, in an object that names it.
fn within(variant: Option<&'static str>, content: JsValue) -> JsValue {
    let Some(variant) = variant else { return content };
    let object: JsValue = Object::new().into();
    set(&object, variant, &content);
    object
}

/// An array being written.
pub struct List {
    array: Array,
    variant: Option<&'static str>,
}

impl List {
    fn push(&self, value: &(impl Serialize + ?Sized)) -> Outcome<()> {
        self.array.push(&value.serialize(Writer)?);
        Ok(())
    }

    fn done(self) -> JsValue {
        within(self.variant, self.array.into())
    }
}

macro_rules! lists {
    ($($kind:ident $method:ident;)*) => { $(
        impl ser::$kind for List {
            type Ok = JsValue;
            type Error = Unlike;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome<()> {
                self.push(value)
            }

            fn end(self) -> Outcome<JsValue> {
                Ok(self.done())
            }
        }
    )* };
}

lists! {
    SerializeSeq serialize_element;
    SerializeTuple serialize_element;
    SerializeTupleStruct serialize_field;
    SerializeTupleVariant serialize_field;
}

/// A map being written, as an object.
pub struct Map {
    object: JsValue,
    key: JsValue,
}

impl ser::SerializeMap for Map {
    type Ok = JsValue;
    type Error = Unlike;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Outcome<()> {
        self.key = key.serialize(Writer)?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome<()> {
        let value = value.serialize(Writer)?;
        Reflect::set(&self.object, &self.key, &value).map(drop).map_err(|_| Unlike)
    }

    fn end(self) -> Outcome<JsValue> {
        Ok(self.object)
    }
}

/// An object being written.
pub struct Fielded {
    object: JsValue,
    variant: Option<&'static str>,
}

macro_rules! fielded {
    ($($kind:ident)*) => { $(
        impl ser::$kind for Fielded {
            type Ok = JsValue;
            type Error = Unlike;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Outcome<()> {
                set(&self.object, name, &value.serialize(Writer)?);
                Ok(())
            }

            fn end(self) -> Outcome<JsValue> {
                Ok(within(self.variant, self.object))
            }
        }
    )* };
}

fielded! { SerializeStruct SerializeStructVariant }
