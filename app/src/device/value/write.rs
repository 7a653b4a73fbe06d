//! From a typed value to a tree.

use domain::json::Json;
use serde::Serialize;
use serde::ser::{self, Impossible};
use std::collections::BTreeMap;
use std::fmt;

/// It can't be told.
#[derive(Debug)]
pub(super) struct Untold;

impl fmt::Display for Untold {
    fn fmt(&self, _: &mut fmt::Formatter<'_>) -> fmt::Result {
        Ok(())
    }
}
impl std::error::Error for Untold {}
impl ser::Error for Untold {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Untold
    }
}

/// The tree of a value.
pub(super) fn write<T: Serialize>(value: &T) -> Option<Json> {
    value.serialize(Writer).ok()
}

struct Writer;

type Told = Result<Json, Untold>;

impl ser::Serializer for Writer {
    type Ok = Json;
    type Error = Untold;
    type SerializeSeq = Items;
    type SerializeTuple = Items;
    type SerializeTupleStruct = Impossible<Json, Untold>;
    type SerializeTupleVariant = Impossible<Json, Untold>;
    type SerializeMap = Members;
    type SerializeStruct = Members;
    type SerializeStructVariant = Impossible<Json, Untold>;

    fn serialize_bool(self, truth: bool) -> Told {
        Ok(Json::Bool(truth))
    }
    fn serialize_i8(self, int: i8) -> Told {
        Ok(Json::Int(int.into()))
    }
    fn serialize_i16(self, int: i16) -> Told {
        Ok(Json::Int(int.into()))
    }
    fn serialize_i32(self, int: i32) -> Told {
        Ok(Json::Int(int.into()))
    }
    fn serialize_i64(self, int: i64) -> Told {
        Ok(Json::Int(int))
    }
    fn serialize_u8(self, int: u8) -> Told {
        Ok(Json::Int(int.into()))
    }
    fn serialize_u16(self, int: u16) -> Told {
        Ok(Json::Int(int.into()))
    }
    fn serialize_u32(self, int: u32) -> Told {
        Ok(Json::Int(int.into()))
    }
    fn serialize_u64(self, int: u64) -> Told {
        i64::try_from(int).map(Json::Int).map_err(|_| Untold)
    }
    fn serialize_f32(self, _: f32) -> Told {
        Err(Untold)
    }
    fn serialize_f64(self, _: f64) -> Told {
        Err(Untold)
    }
    fn serialize_char(self, letter: char) -> Told {
        Ok(Json::Text(letter.into()))
    }
    fn serialize_str(self, text: &str) -> Told {
        Ok(Json::Text(text.to_owned()))
    }
    fn serialize_bytes(self, _: &[u8]) -> Told {
        Err(Untold)
    }
    fn serialize_none(self) -> Told {
        Ok(Json::Null)
    }
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Told {
        value.serialize(self)
    }
    fn serialize_unit(self) -> Told {
        Ok(Json::Null)
    }
    fn serialize_unit_struct(self, _: &'static str) -> Told {
        Ok(Json::Null)
    }
    fn serialize_unit_variant(self, _: &'static str, _: u32, word: &'static str) -> Told {
        Ok(Json::from(word))
    }
    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, value: &T) -> Told {
        value.serialize(self)
    }
    fn serialize_newtype_variant<T: Serialize + ?Sized>(self, _: &'static str, _: u32, _: &'static str, _: &T) -> Told {
        Err(Untold)
    }
    fn serialize_seq(self, _: Option<usize>) -> Result<Items, Untold> {
        Ok(Items(Vec::new()))
    }
    fn serialize_tuple(self, _: usize) -> Result<Items, Untold> {
        Ok(Items(Vec::new()))
    }
    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Untold> {
        Err(Untold)
    }
    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Untold> {
        Err(Untold)
    }
    fn serialize_map(self, _: Option<usize>) -> Result<Members, Untold> {
        Ok(Members::default())
    }
    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Members, Untold> {
        Ok(Members::default())
    }
    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Untold> {
        Err(Untold)
    }
}

struct Items(Vec<Json>);

impl ser::SerializeSeq for Items {
    type Ok = Json;
    type Error = Untold;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Untold> {
        self.0.push(value.serialize(Writer)?);
        Ok(())
    }
    fn end(self) -> Told {
        Ok(Json::List(self.0))
    }
}
impl ser::SerializeTuple for Items {
    type Ok = Json;
    type Error = Untold;
    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Untold> {
        ser::SerializeSeq::serialize_element(self, value)
    }
    fn end(self) -> Told {
        Ok(Json::List(self.0))
    }
}

#[derive(Default)]
struct Members {
    map: BTreeMap<String, Json>,
    name: String,
}

impl ser::SerializeMap for Members {
    type Ok = Json;
    type Error = Untold;
    fn serialize_key<T: Serialize + ?Sized>(&mut self, name: &T) -> Result<(), Untold> {
        let Json::Text(name) = name.serialize(Writer)? else { return Err(Untold) };
        self.name = name;
        Ok(())
    }
    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Untold> {
        let value = value.serialize(Writer)?;
        self.map.insert(std::mem::take(&mut self.name), value);
        Ok(())
    }
    fn end(self) -> Told {
        Ok(Json::Map(self.map))
    }
}
impl ser::SerializeStruct for Members {
    type Ok = Json;
    type Error = Untold;
    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Untold> {
        let value = value.serialize(Writer)?;
        self.map.insert(name.to_owned(), value);
        Ok(())
    }
    fn end(self) -> Told {
        Ok(Json::Map(self.map))
    }
}
