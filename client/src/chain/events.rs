//! What a transaction caused.

use super::{json::show, ChainError, InBlock};
use scale_info::PortableRegistry;
use serde::Serialize;
use serde_json::Value as Json;
use subxt::{
    error::DispatchError,
    ext::{
        scale_encode::EncodeAsType,
        scale_value::{scale::decode_as_type, Value, ValueDef},
    },
};

/// Something that a pallet reports.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Event {
    /// Which pallet.
    pub pallet: String,
    /// The event's name.
    pub event: String,
    /// Its fields, as [`json`](super::json) describes them.
    pub fields: Json,
}

/// A decoded event: pallet, name, fields with their names if they have any.
type Decoded = (String, String, Vec<(Option<String>, Value<u32>)>);

impl InBlock {
    /// What the transaction caused, in order.
    ///
    /// # Errors
    /// [`ChainError::Encoding`] when the metadata does not fit the events.
    pub fn events(&self) -> Result<Vec<Event>, ChainError> {
        let types = self.metadata.types();
        let events = self.decoded()?.into_iter();
        Ok(events
            .map(|(pallet, event, fields)| Event {
                pallet,
                event,
                fields: shown(types, fields),
            })
            .collect())
    }

    /// Why a call within the call failed, if one did: a batch, a proxy or a multisig
    /// succeeds all the same, and reports what it could not do.
    ///
    /// # Errors
    /// As [`Self::events`].
    pub fn failed_inside(&self) -> Result<Option<ChainError>, ChainError> {
        let types = self.metadata.types();
        let events = self.decoded()?;
        let mut values = events.iter().flat_map(|(.., fields)| fields);
        let Some((id, failure)) = values.find_map(|(_, value)| failure(types, value)) else {
            return Ok(None);
        };
        let unclear = |reason: String| ChainError::Encoding { reason };
        let bytes = failure
            .encode_as_type(id, types)
            .map_err(|error| unclear(error.to_string()))?;
        let error = DispatchError::decode_from(&bytes[..], self.metadata.clone())
            .map_err(|error| unclear(error.to_string()))?;
        Ok(Some(ChainError::Inside {
            block: self.block,
            reason: Box::new(ChainError::from(&error)),
        }))
    }

    fn decoded(&self) -> Result<Vec<Decoded>, ChainError> {
        let unclear = |reason: String| ChainError::Encoding { reason };
        let types = self.metadata.types();
        let mut all = Vec::new();
        for event in self.raw.iter() {
            let event = event.map_err(|error| unclear(error.to_string()))?;
            let (pallet, name) = (event.pallet_name(), event.event_name());
            let variant = self
                .metadata
                .pallet_by_name(pallet)
                .and_then(|found| found.event_variant_by_index(event.event_index()))
                .ok_or_else(|| unclear(format!("the event {pallet}.{name} is unknown")))?;
            let mut bytes = event.field_bytes();
            let mut fields = Vec::new();
            for field in &variant.fields {
                let value = decode_as_type(&mut bytes, field.ty.id, types)
                    .map_err(|error| unclear(error.to_string()))?;
                fields.push((field.name.clone(), value));
            }
            all.push((pallet.into(), name.into(), fields));
        }
        Ok(all)
    }
}

fn shown(types: &PortableRegistry, fields: Vec<(Option<String>, Value<u32>)>) -> Json {
    let named = fields.iter().all(|(name, _)| name.is_some());
    let fields = fields.into_iter();
    match named {
        true => Json::Object(
            fields
                .map(|(name, value)| (name.unwrap_or_default(), show(types, &value)))
                .collect(),
        ),
        false => fields.map(|(_, value)| show(types, &value)).collect(),
    }
}

/// The first error of a call anywhere in a value, with its type.
fn failure<'a>(types: &PortableRegistry, value: &'a Value<u32>) -> Option<(u32, &'a Value<u32>)> {
    if super::json::name(types, value.context) == Some("DispatchError") {
        return Some((value.context, value));
    }
    let mut inner = match &value.value {
        ValueDef::Composite(fields) => fields.values(),
        ValueDef::Variant(variant) => variant.values.values(),
        ValueDef::Primitive(_) | ValueDef::BitSequence(_) => return None,
    };
    inner.find_map(|value| failure(types, value))
}
