//! From JSON to the value that the chain's metadata asks for.

use super::{
    definition,
    error::{expected, ArgumentError, At, Result},
    is_byte, name,
    simple::{account, simple},
    wrapped,
};
use scale_info::{form::PortableForm, Field, PortableRegistry, TypeDef, Variant};
use serde_json::{Map, Value as Json};
use std::{io, path::Path};
use subxt::dynamic::Value;

/// How deep arguments and types may be nested: a batch of multisigs of proxies takes ten or
/// so levels, and JSON itself is read no deeper than this.
const MAX_DEPTH: usize = 128;

/// How the bytes behind `@FILE` are read.
pub type ReadFile<'a> = &'a dyn Fn(&Path) -> io::Result<Vec<u8>>;

/// Reads arguments by these types.
pub struct Reader<'a> {
    /// The types of the chain.
    pub types: &'a PortableRegistry,
    /// What `@FILE` reads.
    pub files: ReadFile<'a>,
}

impl Reader<'_> {
    /// The arguments of a call, by position.
    ///
    /// # Errors
    /// When they do not fit it.
    pub fn arguments(
        &self,
        pallet: &str,
        call: &Variant<PortableForm>,
        json: &Json,
    ) -> Result<Vec<Value>> {
        self.fields(&call.fields, json, At::Call(pallet, &call.name))
    }

    /// Fields with names take an object or an array, fields without names an array.
    fn fields(
        &self,
        fields: &[Field<PortableForm>],
        json: &Json,
        at: At<'_>,
    ) -> Result<Vec<Value>> {
        let named = fields.iter().all(|field| field.name.is_some());
        match json {
            Json::Null if fields.is_empty() => Ok(Vec::new()),
            Json::Object(given) if named => self.by_name(fields, given, at),
            Json::Array(given) if given.len() == fields.len() => fields
                .iter()
                .zip(given)
                .enumerate()
                .map(|(index, (field, json))| match &field.name {
                    Some(name) => self.value(field.ty.id, json, At::Field(&at, name)),
                    None => self.value(field.ty.id, json, At::Item(&at, index)),
                })
                .collect(),
            _ if named => Err(expected(
                at,
                format!("an object with {}", known(fields)),
                json,
            )),
            _ => Err(expected(at, format!("an array of {}", fields.len()), json)),
        }
    }

    fn by_name(
        &self,
        fields: &[Field<PortableForm>],
        given: &Map<String, Json>,
        at: At<'_>,
    ) -> Result<Vec<Value>> {
        let names = || fields.iter().filter_map(|field| field.name.as_deref());
        if let Some(field) = given.keys().find(|key| !names().any(|name| name == *key)) {
            return Err(ArgumentError::Unknown {
                at: at.to_string(),
                field: field.clone(),
                known: known(fields),
            });
        }
        fields
            .iter()
            .map(|field| {
                let name = field.name.as_deref().unwrap_or_default();
                let json = given.get(name).ok_or_else(|| ArgumentError::Missing {
                    at: at.to_string(),
                    field: name.into(),
                    known: known(fields),
                })?;
                self.value(field.ty.id, json, At::Field(&at, name))
            })
            .collect()
    }

    /// The value of type `id`, in exactly its structure.
    fn value(&self, id: u32, json: &Json, at: At<'_>) -> Result<Value> {
        let kind = || ArgumentError::Kind { at: at.to_string() };
        if at.depth() > MAX_DEPTH {
            return Err(kind());
        }
        match (definition(self.types, id).ok_or_else(kind)?, json) {
            (TypeDef::Composite(_), _) if name(self.types, id) == Some("AccountId32") => {
                account(json, at)
            }
            (TypeDef::Composite(record), _) => self.record(id, &record.fields, json, at),
            (TypeDef::Variant(choice), _) => match name(self.types, id) {
                Some("Option") if json.is_null() => Ok(Value::unnamed_variant("None", [])),
                Some("Option") => self.variant(&choice.variants, "Some", json, at),
                Some("MultiAddress") if json.is_string() => {
                    self.variant(&choice.variants, "Id", json, at)
                }
                _ => self.choice(&choice.variants, json, at),
            },
            (TypeDef::Sequence(list), _) => self.list(list.type_param.id, None, json, at),
            (TypeDef::Array(list), _) => {
                self.list(list.type_param.id, Some(list.len as usize), json, at)
            }
            (TypeDef::Tuple(tuple), Json::Null) if tuple.fields.is_empty() => {
                Ok(Value::unnamed_composite([]))
            }
            (TypeDef::Tuple(tuple), Json::Array(given)) if given.len() == tuple.fields.len() => {
                let values = tuple.fields.iter().zip(given).enumerate();
                values
                    .map(|(index, (field, json))| self.value(field.id, json, At::Item(&at, index)))
                    .collect::<Result<Vec<_>>>()
                    .map(Value::unnamed_composite)
            }
            (TypeDef::Tuple(tuple), _) => {
                let length = tuple.fields.len();
                Err(expected(at, format!("an array of {length}"), json))
            }
            (TypeDef::Compact(compact), _) => {
                self.value(compact.type_param.id, json, At::Inside(&at))
            }
            (TypeDef::Primitive(primitive), _) => simple(primitive, json, at),
            (TypeDef::BitSequence(_), _) => Err(kind()),
        }
    }

    fn record(
        &self,
        id: u32,
        fields: &[Field<PortableForm>],
        json: &Json,
        at: At<'_>,
    ) -> Result<Value> {
        if let Some(inner) = wrapped(fields) {
            return Ok(Value::unnamed_composite([self.value(
                inner,
                json,
                At::Inside(&at),
            )?]));
        }
        // Session keys come from a node as the bytes of all of them.
        let values = match (json, self.byte_length(id, 0)) {
            (Json::String(text), Some(length)) if text.starts_with("0x") => {
                self.fields(fields, &self.cut(fields, text, length, at)?, at)?
            }
            _ => self.fields(fields, json, at)?,
        };
        let named = fields.iter().all(|field| field.name.is_some()) && !fields.is_empty();
        if !named {
            return Ok(Value::unnamed_composite(values));
        }
        let names = fields.iter().filter_map(|field| field.name.clone());
        Ok(Value::named_composite(names.zip(values)))
    }

    /// How many bytes a type is, if it is nothing but a certain number of bytes.
    fn byte_length(&self, id: u32, depth: usize) -> Option<usize> {
        if depth > MAX_DEPTH {
            return None;
        }
        match definition(self.types, id)? {
            TypeDef::Array(array) if is_byte(self.types, array.type_param.id) => {
                Some(array.len as usize)
            }
            TypeDef::Composite(record) => record.fields.iter().try_fold(0usize, |sum, field| {
                sum.checked_add(self.byte_length(field.ty.id, depth + 1)?)
            }),
            _ => None,
        }
    }

    /// The bytes of a record, cut into those of its fields.
    fn cut(
        &self,
        fields: &[Field<PortableForm>],
        text: &str,
        length: usize,
        at: At<'_>,
    ) -> Result<Json> {
        let wrong = || expected(at, bytes_of(Some(length)), &Json::String(text.into()));
        let all = hex::decode(&text[2..]).map_err(|_| wrong())?;
        if all.len() != length {
            return Err(wrong());
        }
        let mut rest = all.as_slice();
        fields
            .iter()
            .map(|field| {
                let length = self.byte_length(field.ty.id, 0).unwrap_or_default();
                let (own, after) = rest.split_at_checked(length).ok_or_else(wrong)?;
                rest = after;
                Ok(Json::String(format!("0x{}", hex::encode(own))))
            })
            .collect()
    }

    fn choice(&self, variants: &[Variant<PortableForm>], json: &Json, at: At<'_>) -> Result<Value> {
        let (chosen, fields) = match json {
            Json::String(name) => (Some(name), &Json::Null),
            Json::Object(given) if given.len() == 1 => match given.iter().next() {
                Some((name, fields)) => (Some(name), fields),
                None => (None, &Json::Null),
            },
            _ => (None, &Json::Null),
        };
        let exists = |name: &&String| variants.iter().any(|variant| variant.name == **name);
        match chosen.filter(exists) {
            Some(name) => self.variant(variants, name, fields, at),
            None => Err(expected(at, one_of(variants), json)),
        }
    }

    fn variant(
        &self,
        variants: &[Variant<PortableForm>],
        name: &str,
        json: &Json,
        at: At<'_>,
    ) -> Result<Value> {
        let found = variants.iter().find(|variant| variant.name == name);
        let variant = found.ok_or_else(|| ArgumentError::Kind { at: at.to_string() })?;
        // Options and addresses are written as what they hold.
        let further = match name {
            "Some" | "Id" => At::Inside(&at),
            name => At::Field(&at, name),
        };
        if let Some(inner) = wrapped(&variant.fields) {
            return Ok(Value::unnamed_variant(
                name,
                [self.value(inner, json, further)?],
            ));
        }
        let values = self.fields(&variant.fields, json, further)?;
        let named = variant.fields.iter().filter_map(|field| field.name.clone());
        if values.is_empty() || named.clone().count() < values.len() {
            return Ok(Value::unnamed_variant(name, values));
        }
        Ok(Value::named_variant(name, named.zip(values)))
    }

    fn list(&self, item: u32, length: Option<usize>, json: &Json, at: At<'_>) -> Result<Value> {
        let bytes = is_byte(self.types, item);
        let found = match json {
            Json::String(text) if bytes => Value::from_bytes(self.bytes(text, length, at)?),
            Json::Array(given) if length.is_none_or(|length| length == given.len()) => {
                let values = given.iter().enumerate();
                let values =
                    values.map(|(index, json)| self.value(item, json, At::Item(&at, index)));
                Value::unnamed_composite(values.collect::<Result<Vec<_>>>()?)
            }
            _ if bytes => return Err(expected(at, bytes_of(length), json)),
            _ => {
                let length = length
                    .map(|length| format!(" of {length}"))
                    .unwrap_or_default();
                return Err(expected(at, format!("an array{length}"), json));
            }
        };
        Ok(found)
    }

    fn bytes(&self, text: &str, length: Option<usize>, at: At<'_>) -> Result<Vec<u8>> {
        let bytes =
            match (text.strip_prefix('@'), text.strip_prefix("0x")) {
                (Some(path), _) => (self.files)(Path::new(path)).map(Some).map_err(|source| {
                    ArgumentError::File {
                        at: at.to_string(),
                        path: path.into(),
                        source,
                    }
                })?,
                (None, Some(digits)) => hex::decode(digits).ok(),
                (None, None) => None,
            };
        bytes
            .filter(|bytes| length.is_none_or(|length| length == bytes.len()))
            .ok_or_else(|| expected(at, bytes_of(length), &Json::String(text.into())))
    }
}

fn bytes_of(length: Option<usize>) -> String {
    let of = length
        .map(|length| format!("{length} "))
        .unwrap_or_default();
    format!("{of}bytes as \"0x…\" or \"@FILE\"")
}

fn known(fields: &[Field<PortableForm>]) -> String {
    let names = fields.iter().filter_map(|field| field.name.as_deref());
    match names.collect::<Vec<_>>().join(", ") {
        none if none.is_empty() => "none".into(),
        names => names,
    }
}

fn one_of(variants: &[Variant<PortableForm>]) -> String {
    let names = variants
        .iter()
        .map(|variant| match variant.fields.is_empty() {
            true => format!("\"{}\"", variant.name),
            false => format!("{{\"{}\": …}}", variant.name),
        });
    format!("one of {}", names.collect::<Vec<_>>().join(", "))
}
