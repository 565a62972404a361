//! Writes Rust values.

use std::fmt;
use std::marker::PhantomData;

use serde::ser::{self, Serialize, Serializer};

use super::error::{Unlike, inside, unlike};
use super::value::Value;

type Outcome<T> = Result<T, Unlike>;

/// Writes a value, with structs and maps as plain objects, and `None` as
/// `null`.
pub(crate) struct Writer<V>(PhantomData<V>);

impl<V> Writer<V> {
    pub(crate) const fn new() -> Self {
        Self(PhantomData)
    }
}

macro_rules! numbers {
    ($($method:ident $type:ident;)*) => { $(
        #[allow(clippy::cast_precision_loss, clippy::cast_lossless, reason = "times and counts are within what a float holds exactly")]
        fn $method(self, value: $type) -> Outcome<V> {
            Ok(V::from_number(value as f64))
        }
    )* };
}

impl<V: Value> Serializer for Writer<V> {
    type Ok = V;
    type Error = Unlike;
    type SerializeSeq = List<V>;
    type SerializeTuple = List<V>;
    type SerializeTupleStruct = List<V>;
    type SerializeTupleVariant = List<V>;
    type SerializeMap = Map<V>;
    type SerializeStruct = Fielded<V>;
    type SerializeStructVariant = Fielded<V>;

    fn serialize_bool(self, value: bool) -> Outcome<V> {
        Ok(V::from_bool(value))
    }

    numbers! {
        serialize_i8 i8; serialize_i16 i16; serialize_i32 i32; serialize_i64 i64;
        serialize_u8 u8; serialize_u16 u16; serialize_u32 u32; serialize_u64 u64;
        serialize_f32 f32; serialize_f64 f64;
    }

    fn serialize_char(self, value: char) -> Outcome<V> {
        self.serialize_str(value.encode_utf8(&mut [0; 4]))
    }

    fn serialize_str(self, value: &str) -> Outcome<V> {
        Ok(V::from_text(value))
    }

    /// No type contains bytes; they cross as text.
    fn serialize_bytes(self, _: &[u8]) -> Outcome<V> {
        Err(unlike("text instead of bytes"))
    }

    fn serialize_none(self) -> Outcome<V> {
        Ok(V::null())
    }

    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Outcome<V> {
        value.serialize(self)
    }

    fn serialize_unit(self) -> Outcome<V> {
        Ok(V::null())
    }

    fn serialize_unit_struct(self, _: &'static str) -> Outcome<V> {
        Ok(V::null())
    }

    fn serialize_unit_variant(self, _: &'static str, _: u32, variant: &'static str) -> Outcome<V> {
        Ok(V::from_name(variant))
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Outcome<V> {
        value.serialize(self)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        variant: &'static str,
        value: &T,
    ) -> Outcome<V> {
        Ok(within(Some(variant), value.serialize(self)?))
    }

    fn serialize_seq(self, _: Option<usize>) -> Outcome<List<V>> {
        Ok(List { list: V::new_list(), variant: None })
    }

    fn serialize_tuple(self, _: usize) -> Outcome<List<V>> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Outcome<List<V>> {
        self.serialize_seq(None)
    }

    fn serialize_tuple_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Outcome<List<V>> {
        Ok(List { list: V::new_list(), variant: Some(variant) })
    }

    fn serialize_map(self, _: Option<usize>) -> Outcome<Map<V>> {
        Ok(Map { object: V::new_object(), key: V::undefined() })
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Outcome<Fielded<V>> {
        Ok(Fielded { object: V::new_object(), variant: None })
    }

    fn serialize_struct_variant(self, _: &'static str, _: u32, variant: &'static str, _: usize) -> Outcome<Fielded<V>> {
        Ok(Fielded { object: V::new_object(), variant: Some(variant) })
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Outcome<V> {
        self.serialize_str(&value.to_string())
    }
}

/// The content of a variant, in an object with the variant's name.
fn within<V: Value>(variant: Option<&'static str>, content: V) -> V {
    let Some(variant) = variant else { return content };
    let mut object = V::new_object();
    object.set_field(variant, content);
    object
}

/// A list being written.
pub(crate) struct List<V> {
    list: V,
    variant: Option<&'static str>,
}

impl<V: Value> List<V> {
    fn push(&mut self, value: &(impl Serialize + ?Sized)) -> Outcome<()> {
        self.list.push(value.serialize(Writer::new())?);
        Ok(())
    }

    fn done(self) -> V {
        within(self.variant, self.list)
    }
}

macro_rules! lists {
    ($($kind:ident $method:ident;)*) => { $(
        impl<V: Value> ser::$kind for List<V> {
            type Ok = V;
            type Error = Unlike;

            fn $method<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome<()> {
                self.push(value)
            }

            fn end(self) -> Outcome<V> {
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
pub(crate) struct Map<V> {
    object: V,
    key: V,
}

impl<V: Value> ser::SerializeMap for Map<V> {
    type Ok = V;
    type Error = Unlike;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Outcome<()> {
        self.key = key.serialize(Writer::new())?;
        Ok(())
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Outcome<()> {
        let value = value.serialize(Writer::new())?;
        let key = std::mem::replace(&mut self.key, V::undefined());
        if self.object.set_entry(key, value) { Ok(()) } else { Err(unlike("a string as the key of an entry")) }
    }

    fn end(self) -> Outcome<V> {
        Ok(self.object)
    }
}

/// An object being written.
pub(crate) struct Fielded<V> {
    object: V,
    variant: Option<&'static str>,
}

macro_rules! fielded {
    ($($kind:ident)*) => { $(
        impl<V: Value> ser::$kind for Fielded<V> {
            type Ok = V;
            type Error = Unlike;

            fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Outcome<()> {
                match value.serialize(Writer::new()) {
                    Ok(value) => self.object.set_field(name, value),
                    Err(Unlike) => {
                        inside(name);
                        return Err(Unlike);
                    }
                }
                Ok(())
            }

            fn end(self) -> Outcome<V> {
                Ok(within(self.variant, self.object))
            }
        }
    )* };
}

fielded! { SerializeStruct SerializeStructVariant }
