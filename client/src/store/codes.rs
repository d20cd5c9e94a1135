//! How values are written into columns: as text that a person can read with `sqlite3`.

use super::Outcome;
use postern_primitives::{Cid, DeviceId};
use rusqlite::{types::Type, Row};
use std::error::Error;

impl Outcome {
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Expired => "expired",
            Self::Retracted => "retracted",
        }
    }

    /// What is not known counts as expired: it promises less.
    pub(super) fn from_code(code: &str) -> Self {
        match code {
            "delivered" => Self::Delivered,
            "retracted" => Self::Retracted,
            _ => Self::Expired,
        }
    }
}

pub(super) fn decode_cid(row: &Row<'_>, column: usize) -> rusqlite::Result<Cid> {
    decode(row, column, |text| Ok(text.parse::<Cid>()?))
}

/// Inboxes, separated by commas.
pub(super) fn encode_recipients(recipients: &[[u8; 32]]) -> String {
    let recipients: Vec<_> = recipients.iter().map(hex::encode).collect();
    recipients.join(",")
}

pub(super) fn decode_recipients(row: &Row<'_>, column: usize) -> rusqlite::Result<Vec<[u8; 32]>> {
    decode(row, column, |text| {
        text.split_terminator(',').map(bytes).collect()
    })
}

pub(super) fn decode_account(row: &Row<'_>, column: usize) -> rusqlite::Result<[u8; 32]> {
    decode(row, column, bytes)
}

/// Devices, separated by commas.
pub(super) fn encode_devices(devices: &[DeviceId]) -> String {
    let devices: Vec<_> = devices.iter().map(|device| hex::encode(device.0)).collect();
    devices.join(",")
}

pub(super) fn decode_devices(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Option<Vec<DeviceId>>> {
    let text: Option<String> = row.get(column)?;
    let list = |text: &str| {
        text.split_terminator(',')
            .map(|device| bytes(device).map(DeviceId))
            .collect()
    };
    text.map(|_| decode(row, column, list)).transpose()
}

pub(super) fn decode_hash(row: &Row<'_>, column: usize) -> rusqlite::Result<[u8; 32]> {
    decode(row, column, bytes)
}

/// SQLite has no unsigned integers; no content is that large.
pub(super) fn encode_size(size: u64) -> i64 {
    i64::try_from(size).unwrap_or(i64::MAX)
}

pub(super) fn decode_size(row: &Row<'_>, column: usize) -> rusqlite::Result<u64> {
    Ok(u64::try_from(row.get::<_, i64>(column)?).unwrap_or_default())
}

/// `owner:number`, separated by commas.
pub(super) fn encode_entries(entries: &[([u8; 32], u64)]) -> String {
    let entries: Vec<_> = entries
        .iter()
        .map(|(owner, number)| format!("{}:{number}", hex::encode(owner)))
        .collect();
    entries.join(",")
}

pub(super) fn decode_entries(
    row: &Row<'_>,
    column: usize,
) -> rusqlite::Result<Vec<([u8; 32], u64)>> {
    decode(row, column, |text| {
        let entry = |entry: &str| {
            let (owner, number) = entry.split_once(':').ok_or("an entry without a number")?;
            Ok((bytes(owner)?, number.parse()?))
        };
        text.split_terminator(',').map(entry).collect()
    })
}

type Decoded<T> = Result<T, Box<dyn Error + Send + Sync>>;

fn bytes(text: &str) -> Decoded<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text, &mut bytes)?;
    Ok(bytes)
}

fn decode<T>(
    row: &Row<'_>,
    column: usize,
    decode: impl FnOnce(&str) -> Decoded<T>,
) -> rusqlite::Result<T> {
    let text: String = row.get(column)?;
    decode(&text)
        .map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, error))
}
