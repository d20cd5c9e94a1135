//! From a decoded value to JSON of the kind that is [read](super::read).

use super::{definition, is_byte, name};
use scale_info::{PortableRegistry, TypeDef, TypeDefPrimitive};
use serde_json::{json, Map, Value as Json};
use subxt::{
    ext::scale_value::{Composite, Primitive, Value, ValueDef, Variant},
    utils::AccountId32,
};

/// A value whose context is its type.
pub fn show(types: &PortableRegistry, value: &Value<u32>) -> Json {
    match &value.value {
        ValueDef::Primitive(primitive) => simple(primitive, is_wide(types, value.context)),
        ValueDef::BitSequence(bits) => {
            let bits = bits.iter().map(|bit| if bit { '1' } else { '0' });
            Json::String(bits.collect())
        }
        ValueDef::Variant(variant) => choice(types, value.context, variant),
        ValueDef::Composite(fields) => record(types, value.context, fields),
    }
}

fn record(types: &PortableRegistry, id: u32, fields: &Composite<u32>) -> Json {
    let bytes = match definition(types, id) {
        Some(TypeDef::Sequence(list)) => is_byte(types, list.type_param.id),
        Some(TypeDef::Array(list)) => is_byte(types, list.type_param.id),
        _ => false,
    };
    if bytes {
        return Json::String(format!("0x{}", hex::encode(all_bytes(fields))));
    }
    let list = matches!(
        definition(types, id),
        Some(TypeDef::Sequence(_) | TypeDef::Array(_) | TypeDef::Tuple(_))
    );
    match fields {
        Composite::Unnamed(values) if values.len() == 1 && !list => {
            let inner = show(types, &values[0]);
            match name(types, id) {
                Some("AccountId32") => address(&values[0]).unwrap_or(inner),
                _ => inner,
            }
        }
        fields => all(types, fields),
    }
}

fn choice(types: &PortableRegistry, id: u32, variant: &Variant<u32>) -> Json {
    let only = match &variant.values {
        Composite::Unnamed(values) if values.len() == 1 => values.first(),
        _ => None,
    };
    match (name(types, id), variant.name.as_str(), only) {
        (Some("Option"), "None", _) => Json::Null,
        (Some("Option"), "Some", Some(value)) => show(types, value),
        (Some("MultiAddress"), "Id", Some(value)) => show(types, value),
        (_, name, Some(value)) => json!({ name: show(types, value) }),
        (_, name, None) if variant.values.is_empty() => Json::String(name.into()),
        (_, name, None) => json!({ name: all(types, &variant.values) }),
    }
}

fn all(types: &PortableRegistry, fields: &Composite<u32>) -> Json {
    match fields {
        Composite::Unnamed(values) => values.iter().map(|value| show(types, value)).collect(),
        Composite::Named(values) => values
            .iter()
            .map(|(name, value)| (name.clone(), show(types, value)))
            .collect::<Map<_, _>>()
            .into(),
    }
}

fn simple(primitive: &Primitive, wide: bool) -> Json {
    match primitive {
        Primitive::Bool(is) => Json::Bool(*is),
        Primitive::Char(one) => Json::String(one.to_string()),
        Primitive::String(text) => Json::String(text.clone()),
        Primitive::U128(number) => match u64::try_from(*number) {
            Ok(number) if !wide => json!(number),
            _ => Json::String(number.to_string()),
        },
        Primitive::I128(number) => match i64::try_from(*number) {
            Ok(number) if !wide => json!(number),
            _ => Json::String(number.to_string()),
        },
        Primitive::U256(bytes) | Primitive::I256(bytes) => {
            Json::String(format!("0x{}", hex::encode(bytes)))
        }
    }
}

/// Whether numbers of this type are amounts: always text, so that a reader meets one kind.
fn is_wide(types: &PortableRegistry, id: u32) -> bool {
    match definition(types, id) {
        Some(TypeDef::Compact(compact)) => is_wide_primitive(types, compact.type_param.id),
        _ => is_wide_primitive(types, id),
    }
}

fn is_wide_primitive(types: &PortableRegistry, id: u32) -> bool {
    use TypeDefPrimitive::{I128, U128};
    let found = definition(types, id);
    matches!(found, Some(TypeDef::Primitive(U128 | I128)))
}

fn all_bytes(fields: &Composite<u32>) -> Vec<u8> {
    let bytes = fields.values().filter_map(Value::as_u128);
    bytes.filter_map(|byte| u8::try_from(byte).ok()).collect()
}

fn address(bytes: &Value<u32>) -> Option<Json> {
    let ValueDef::Composite(bytes) = &bytes.value else {
        return None;
    };
    let bytes = <[u8; 32]>::try_from(all_bytes(bytes)).ok()?;
    Some(Json::String(AccountId32(bytes).to_string()))
}
