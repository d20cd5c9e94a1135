//! Calls, encoded by the chain's metadata: those of the four pallets, and any other.

use super::{
    json::{ReadFile, Reader},
    types::{AccountId, Head},
    Chain, ChainError,
};
use postern_primitives::{
    signing::{RegisterDevice, RenewDevice},
    BlockNumber, Cid, DeviceId, Handle,
};
use subxt::{
    dynamic::{tx, Value},
    tx::DynamicPayload,
};

/// A call with its arguments.
pub struct Call(pub(super) DynamicPayload<Vec<Value>>);

impl Call {
    pub(super) fn new(pallet: &str, name: &str, arguments: Vec<Value>) -> Self {
        Self(tx(pallet, name, arguments))
    }

    /// Registers a device, with a handle if one is wanted.
    pub fn register(
        new: &RegisterDevice,
        expires: BlockNumber,
        proof: &[u8; 64],
        handle: Option<&Handle>,
    ) -> Self {
        let handle = handle.map(|handle| Value::from_bytes(handle.as_str()));
        let mut arguments = Self::new_device(new, expires, proof);
        arguments.push(option(handle));
        Self::new("KeyRegistry", "register", arguments)
    }

    /// Registers a device for an account that has a valid one.
    pub fn add_device(new: &RegisterDevice, expires: BlockNumber, proof: &[u8; 64]) -> Self {
        let arguments = Self::new_device(new, expires, proof);
        Self::new("KeyRegistry", "add_device", arguments)
    }

    fn new_device(new: &RegisterDevice, expires: BlockNumber, proof: &[u8; 64]) -> Vec<Value> {
        vec![
            Value::from_bytes(new.public),
            Value::from_bytes(new.key_cid.as_bytes()),
            Value::u128(new.valid_until.into()),
            Value::u128(expires.into()),
            Value::from_bytes(proof),
        ]
    }

    /// Gives a device's certificate another end and key object.
    pub fn renew(renewed: &RenewDevice, expires: BlockNumber, proof: &[u8; 64]) -> Self {
        let arguments = vec![
            Value::from_bytes(renewed.device.0),
            Value::from_bytes(renewed.key_cid.as_bytes()),
            Value::u128(renewed.valid_until.into()),
            Value::u128(expires.into()),
            Value::from_bytes(proof),
        ];
        Self::new("KeyRegistry", "renew_device", arguments)
    }

    /// Revokes a device of the account that signs.
    pub fn revoke(device: &DeviceId) -> Self {
        let arguments = vec![Value::from_bytes(device.0), option(None)];
        Self::new("KeyRegistry", "revoke_device", arguments)
    }

    /// Claims a handle.
    pub fn claim_handle(handle: &Handle) -> Self {
        let arguments = vec![Value::from_bytes(handle.as_str())];
        Self::new("KeyRegistry", "claim_handle", arguments)
    }

    /// Puts a CID into inboxes.
    pub fn send(recipients: &[AccountId], cid: &Cid, size: u64, lifetime: BlockNumber) -> Self {
        let recipients = recipients.iter().map(Value::from_bytes);
        let arguments = vec![
            Value::unnamed_composite(recipients),
            Value::from_bytes(cid.as_bytes()),
            Value::u128(size.into()),
            Value::u128(lifetime.into()),
        ];
        Self::new("Inbox", "send", arguments)
    }

    /// Takes entries out of an inbox by the owner's signature, of a kind, which covers a block.
    pub(super) fn acknowledge(
        owner: &AccountId,
        sequence_numbers: &[u64],
        seen: &Head,
        expires: BlockNumber,
        (kind, signature): (&str, [u8; 64]),
    ) -> Self {
        let numbers = sequence_numbers
            .iter()
            .map(|number| Value::u128((*number).into()));
        let signature = Value::unnamed_variant(kind, [Value::from_bytes(signature)]);
        let proof = Value::named_composite([
            ("seen", Value::u128(seen.number.into())),
            ("expires", Value::u128(expires.into())),
            ("signature", signature),
        ]);
        let arguments = vec![
            Value::from_bytes(owner),
            Value::unnamed_composite(numbers),
            option(Some(proof)),
        ];
        Self::new("Inbox", "acknowledge", arguments)
    }

    /// Takes entries back: inboxes, with the numbers that the entries have there.
    pub fn retract(entries: &[(AccountId, u64)]) -> Self {
        let entries = entries.iter().map(|(owner, number)| {
            Value::unnamed_composite([Value::from_bytes(owner), Value::u128((*number).into())])
        });
        Self::new("Inbox", "retract", vec![Value::unnamed_composite(entries)])
    }

    /// Opens a channel with the rules that the chain gives to new ones.
    pub fn create_channel(name: &Handle) -> Self {
        let arguments = vec![Value::from_bytes(name.as_str()), option(None)];
        Self::new("Channels", "create", arguments)
    }

    /// Joins a channel.
    pub fn join_channel(channel: u32) -> Self {
        Self::new("Channels", "join", vec![Value::u128(channel.into())])
    }

    /// Leaves a channel.
    pub fn leave_channel(channel: u32) -> Self {
        Self::new("Channels", "leave", vec![Value::u128(channel.into())])
    }

    /// Posts to a channel.
    pub fn post(channel: u32, cid: &Cid, size: u64) -> Self {
        let arguments = vec![
            Value::u128(channel.into()),
            Value::from_bytes(cid.as_bytes()),
            Value::u128(size.into()),
        ];
        Self::new("Channels", "post", arguments)
    }
}

fn option(value: Option<Value>) -> Value {
    match value {
        Some(value) => Value::unnamed_variant("Some", [value]),
        None => Value::unnamed_variant("None", []),
    }
}

impl Chain {
    /// Any call that the chain has, with arguments as [`json`](super::json) describes them.
    ///
    /// # Errors
    /// [`ChainError::UnknownPallet`], [`ChainError::UnknownCall`], [`ChainError::Argument`].
    pub async fn call(
        &self,
        pallet: &str,
        name: &str,
        arguments: &serde_json::Value,
        files: ReadFile<'_>,
    ) -> Result<Call, ChainError> {
        let program = self.program().await?;
        let metadata = program.metadata_ref();
        let unknown = || ChainError::UnknownPallet {
            name: pallet.into(),
            known: list(metadata.pallets().map(|one| one.name())),
        };
        let found = metadata.pallet_by_name(pallet).ok_or_else(unknown)?;
        let variant = found.call_variant_by_name(name);
        let variant = variant.ok_or_else(|| ChainError::UnknownCall {
            pallet: pallet.into(),
            name: name.into(),
            known: list(
                found
                    .call_variants()
                    .unwrap_or_default()
                    .iter()
                    .map(|one| &one.name),
            ),
        })?;
        let types = metadata.types();
        let arguments = Reader { types, files }.arguments(pallet, variant, arguments)?;
        Ok(Call::new(pallet, name, arguments))
    }
}

fn list(names: impl Iterator<Item = impl AsRef<str>>) -> String {
    let names: Vec<_> = names.map(|name| name.as_ref().to_owned()).collect();
    match names.is_empty() {
        true => "none".into(),
        false => names.join(", "),
    }
}
