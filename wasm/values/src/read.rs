//! Reads Rust values.

use serde::de::value::U32Deserializer;
use serde::de::{self, DeserializeSeed, Deserializer, IntoDeserializer, Visitor};

use super::error::{Unlike, inside, missing, unlike};
use super::value::Value;

type Outcome<T> = Result<T, Unlike>;

/// A value to read.
pub(crate) struct Reader<V>(pub V);

impl<V: Value> Reader<V> {
    /// A whole number in this range, which a float represents exactly.
    fn whole(&self, least: f64, most: f64) -> Outcome<f64> {
        let number = self.0.as_number().ok_or_else(|| unlike("a number"))?;
        let fits = number.trunc() == number && number >= least && number <= most;
        if fits { Ok(number) } else { Err(unlike("a whole number within bounds")) }
    }

    fn boolean(&self) -> Outcome<bool> {
        self.0.as_bool().ok_or_else(|| unlike("a boolean"))
    }

    fn text(&self) -> Outcome<String> {
        self.0.as_text().ok_or_else(|| unlike("a string"))
    }

    fn nothing(&self) -> Outcome<()> {
        if self.is_nothing() { Ok(()) } else { Err(unlike("nothing")) }
    }

    fn list_of(self, length: usize) -> Outcome<Items<V>> {
        let items = self.list()?;
        if items.list.length() as usize == length { Ok(items) } else { Err(unlike("a list of another length")) }
    }

    fn map(self) -> Outcome<Entries<V>> {
        if is_record(&self.0) { Ok(Entries { entries: self.0.entries(), next: 0 }) } else { Err(unlike("an object")) }
    }

    fn list(self) -> Outcome<Items<V>> {
        if self.0.is_list() { Ok(Items { list: self.0, next: 0 }) } else { Err(unlike("a list")) }
    }

    fn fields(self, names: &'static [&'static str]) -> Outcome<Fields<V>> {
        if is_record(&self.0) { Ok(Fields { object: self.0, names: names.iter() }) } else { Err(unlike("an object")) }
    }

    fn is_nothing(&self) -> bool {
        self.0.is_undefined() || self.0.is_null()
    }

    /// The variant, and its content.
    fn choice(self, variants: &'static [&'static str]) -> Outcome<Choice<V>> {
        const NAME: &str = "the name of a variant, alone or as the one field of an object";
        let (name, content) = match self.0.as_text() {
            Some(name) => (name, V::undefined()),
            None if self.0.is_object() => self.0.only_entry().ok_or_else(|| unlike(NAME))?,
            None => return Err(unlike(NAME)),
        };
        let number = variants.iter().position(|variant| *variant == name).ok_or_else(|| unlike("a known variant"))?;
        let name = variants.get(number).copied().unwrap_or_default();
        #[allow(clippy::cast_possible_truncation, reason = "no type has so many variants")]
        Ok(Choice { number: number as u32, content: Content { reader: Self(content), name } })
    }
}

/// The largest whole number below which a float represents every one exactly.
const EXACT: f64 = 9_007_199_254_740_991.0;

macro_rules! whole_numbers {
    ($($method:ident $visit:ident $type:ident $least:expr, $most:expr;)*) => { $(
        fn $method<T: Visitor<'de>>(self, visitor: T) -> Outcome<T::Value> {
            let number = self.whole($least, $most)?;
            #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole and within the bounds")]
            visitor.$visit(number as $type)
        }
    )* };
}

impl<'de, V: Value> Deserializer<'de> for Reader<V> {
    type Error = Unlike;

    /// A type is never guessed from a value.
    fn deserialize_any<T: Visitor<'de>>(self, _: T) -> Outcome<T::Value> {
        Err(unlike("a type that says what it expects"))
    }

    fn deserialize_bool<T: Visitor<'de>>(self, visitor: T) -> Outcome<T::Value> {
        visitor.visit_bool(self.boolean()?)
    }

    whole_numbers! {
        deserialize_u8 visit_u8 u8 0.0, f64::from(u8::MAX);
        deserialize_u16 visit_u16 u16 0.0, f64::from(u16::MAX);
        deserialize_u32 visit_u32 u32 0.0, f64::from(u32::MAX);
        deserialize_u64 visit_u64 u64 0.0, EXACT;
        deserialize_i32 visit_i32 i32 f64::from(i32::MIN), f64::from(i32::MAX);
        deserialize_i64 visit_i64 i64 -EXACT, EXACT;
    }

    fn deserialize_str<T: Visitor<'de>>(self, visitor: T) -> Outcome<T::Value> {
        self.deserialize_string(visitor)
    }

    fn deserialize_string<T: Visitor<'de>>(self, visitor: T) -> Outcome<T::Value> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<T: Visitor<'de>>(self, visitor: T) -> Outcome<T::Value> {
        if self.is_nothing() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_unit<T: Visitor<'de>>(self, visitor: T) -> Outcome<T::Value> {
        self.nothing()?;
        visitor.visit_unit()
    }

    fn deserialize_newtype_struct<T: Visitor<'de>>(self, _: &'static str, visitor: T) -> Outcome<T::Value> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<T: Visitor<'de>>(self, visitor: T) -> Outcome<T::Value> {
        visitor.visit_seq(self.list()?)
    }

    fn deserialize_tuple<T: Visitor<'de>>(self, length: usize, visitor: T) -> Outcome<T::Value> {
        visitor.visit_seq(self.list_of(length)?)
    }

    fn deserialize_map<T: Visitor<'de>>(self, visitor: T) -> Outcome<T::Value> {
        visitor.visit_map(self.map()?)
    }

    fn deserialize_struct<T: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: T,
    ) -> Outcome<T::Value> {
        visitor.visit_seq(self.fields(fields)?)
    }

    fn deserialize_enum<T: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: T,
    ) -> Outcome<T::Value> {
        visitor.visit_enum(self.choice(variants)?)
    }

    serde::forward_to_deserialize_any! {
        <T: Visitor<'de>>
        i8 i16 i128 u128 f32 f64 char bytes byte_buf unit_struct tuple_struct identifier ignored_any
    }
}

/// Whether it is an object with fields. A list isn't, although its fields would
/// all be missing and have their defaults.
fn is_record(value: &impl Value) -> bool {
    value.is_object() && !value.is_list()
}

/// The items of a list.
struct Items<V> {
    list: V,
    next: u32,
}

impl<V: Value> Items<V> {
    fn take(&mut self) -> Option<Reader<V>> {
        let item = (self.next < self.list.length()).then(|| Reader(self.list.item(self.next)));
        self.next += 1;
        item
    }
}

impl<'de, V: Value> de::SeqAccess<'de> for Items<V> {
    type Error = Unlike;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Outcome<Option<T::Value>> {
        self.take().map(|item| seed.deserialize(item)).transpose()
    }
}

/// The fields of an object, in the order of their declaration.
struct Fields<V> {
    object: V,
    names: std::slice::Iter<'static, &'static str>,
}

impl<'de, V: Value> de::SeqAccess<'de> for Fields<V> {
    type Error = Unlike;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Outcome<Option<T::Value>> {
        let Some(&name) = self.names.next() else { return Ok(None) };
        let value = self.object.field(name);
        let is_missing = value.is_undefined();
        match seed.deserialize(Reader(value)) {
            Ok(value) => Ok(Some(value)),
            Err(Unlike) => {
                if is_excused(name, is_missing) {
                    Ok(None)
                } else {
                    Err(Unlike)
                }
            }
        }
    }
}

/// Records a field that couldn't be read. A missing field is no failure yet: it
/// is `None`, or derived code has a default for it or fails.
#[cold]
#[inline(never)]
fn is_excused(name: &'static str, is_missing: bool) -> bool {
    if is_missing {
        missing(name)
    } else {
        inside(name)
    }
    is_missing
}

/// The entries of an object that is a map.
struct Entries<V> {
    entries: V,
    next: u32,
}

impl<V: Value> Entries<V> {
    fn part(&self, part: u32) -> Reader<V> {
        Reader(self.entries.item(self.next).item(part))
    }
}

impl<'de, V: Value> de::MapAccess<'de> for Entries<V> {
    type Error = Unlike;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Outcome<Option<K::Value>> {
        (self.next < self.entries.length()).then(|| seed.deserialize(self.part(0))).transpose()
    }

    fn next_value_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Outcome<T::Value> {
        let value = self.part(1);
        self.next += 1;
        seed.deserialize(value)
    }
}

/// A variant and its content.
struct Choice<V> {
    number: u32,
    content: Content<V>,
}

/// The content of a variant.
struct Content<V> {
    reader: Reader<V>,
    name: &'static str,
}

impl<'de, V: Value> de::EnumAccess<'de> for Choice<V> {
    type Error = Unlike;
    type Variant = Content<V>;

    fn variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Outcome<(T::Value, Content<V>)> {
        let number: U32Deserializer<Unlike> = self.number.into_deserializer();
        Ok((seed.deserialize(number)?, self.content))
    }
}

/// Records the variant around an error.
fn named<T>(name: &'static str, read: Outcome<T>) -> Outcome<T> {
    if read.is_err() {
        inside(name);
    }
    read
}

impl<'de, V: Value> de::VariantAccess<'de> for Content<V> {
    type Error = Unlike;

    fn unit_variant(self) -> Outcome<()> {
        if self.reader.0.is_undefined() { Ok(()) } else { named(self.name, Err(unlike("nothing"))) }
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Outcome<T::Value> {
        named(self.name, seed.deserialize(self.reader))
    }

    fn tuple_variant<T: Visitor<'de>>(self, length: usize, visitor: T) -> Outcome<T::Value> {
        named(self.name, self.reader.deserialize_tuple(length, visitor))
    }

    fn struct_variant<T: Visitor<'de>>(self, fields: &'static [&'static str], visitor: T) -> Outcome<T::Value> {
        named(self.name, self.reader.fields(fields).and_then(|fields| visitor.visit_seq(fields)))
    }
}
