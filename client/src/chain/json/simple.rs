//! Accounts and simple values.

use super::error::{expected, ArgumentError, At, Result};
use crate::amount::parse_amount;
use scale_info::TypeDefPrimitive;
use serde_json::Value as Json;
use subxt::{dynamic::Value, utils::AccountId32};

/// An account, by its address or its key.
pub fn account(json: &Json, at: At<'_>) -> Result<Value> {
    let bytes = json
        .as_str()
        .and_then(|text| match text.strip_prefix("0x") {
            Some(digits) => <[u8; 32]>::try_from(hex::decode(digits).ok()?).ok(),
            None => text.parse().ok().map(|account: AccountId32| account.0),
        });
    let bytes = bytes.ok_or_else(|| {
        let fitting = "an address, or \"0x\" and 64 hexadecimal digits".into();
        expected(at, fitting, json)
    })?;
    Ok(Value::unnamed_composite([Value::from_bytes(bytes)]))
}

/// A value without parts.
pub fn simple(primitive: &TypeDefPrimitive, json: &Json, at: At<'_>) -> Result<Value> {
    use TypeDefPrimitive::{
        Bool, Char, Str, I128, I16, I256, I32, I64, I8, U128, U16, U256, U32, U64, U8,
    };
    let fitting = |what: &str| expected(at, what.into(), json);
    match primitive {
        Bool => json
            .as_bool()
            .map(Value::bool)
            .ok_or_else(|| fitting("true or false")),
        Char => json
            .as_str()
            .and_then(|text| text.parse().ok())
            .map(Value::char)
            .ok_or_else(|| fitting("one character")),
        Str => json
            .as_str()
            .map(Value::string)
            .ok_or_else(|| fitting("a text")),
        U8 => unsigned(u8::MAX.into(), json, at),
        U16 => unsigned(u16::MAX.into(), json, at),
        U32 => unsigned(u32::MAX.into(), json, at),
        U64 => unsigned(u64::MAX.into(), json, at),
        U128 => unsigned(u128::MAX, json, at),
        I8 => signed(i8::MAX.into(), json, at),
        I16 => signed(i16::MAX.into(), json, at),
        I32 => signed(i32::MAX.into(), json, at),
        I64 => signed(i64::MAX.into(), json, at),
        I128 => signed(i128::MAX, json, at),
        U256 | I256 => Err(ArgumentError::Kind { at: at.to_string() }),
    }
}

fn unsigned(most: u128, json: &Json, at: At<'_>) -> Result<Value> {
    let number = digits(json).and_then(|text| text.parse().ok());
    // Nothing but an amount is that large.
    let amount = || (most == u128::MAX).then(|| json.as_str().and_then(parse_amount))?;
    match number.or_else(amount) {
        Some(number) if number <= most => Ok(Value::u128(number)),
        _ if most == u128::MAX => {
            let fitting = "a whole number, or an amount such as \"1.25 PST\"".into();
            Err(expected(at, fitting, json))
        }
        _ => Err(expected(
            at,
            format!("a whole number from 0 to {most}"),
            json,
        )),
    }
}

fn signed(most: i128, json: &Json, at: At<'_>) -> Result<Value> {
    let least = -most - 1;
    match digits(json).and_then(|text| text.parse().ok()) {
        Some(number) if (least..=most).contains(&number) => Ok(Value::i128(number)),
        _ => Err(expected(
            at,
            format!("a whole number from {least} to {most}"),
            json,
        )),
    }
}

/// The digits of a number, whether it came as one or as text.
fn digits(json: &Json) -> Option<String> {
    match json {
        Json::Number(number) => Some(number.to_string()),
        Json::String(text) => Some(text.clone()),
        _ => None,
    }
}
