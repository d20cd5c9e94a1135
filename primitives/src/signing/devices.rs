//! What devices sign for the key registry, kind by kind.
//!
//! In all of them the payload's signer is the account, and its nonce the counter of the
//! account's identity.

use super::Context;
use crate::{Cid, DeviceId, DevicePublic, Moment};
use codec::{Decode, Encode};

/// A device proves that it holds its key when it becomes the first valid one of its
/// identity. Fields: [`RegisterDevice`].
pub const REGISTER_DEVICE: Context = Context(b"postern/device/1");

/// A device proves that it holds its key when it comes to others. Fields: [`RegisterDevice`].
pub const ADD_DEVICE: Context = Context(b"postern/devadd/1");

/// A device agrees to its certificate's new end and key object. Fields: [`RenewDevice`].
pub const RENEW_DEVICE: Context = Context(b"postern/devren/1");

/// An old and a new key agree that the new one takes the old one's place; both sign the
/// same bytes. Fields: [`RotateDevice`].
pub const ROTATE_DEVICE: Context = Context(b"postern/devrot/1");

/// A device revokes another one of its identity. Fields: [`RevokeDevice`].
pub const REVOKE_DEVICE: Context = Context(b"postern/devrev/1");

/// What a new device says, besides whose it is.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RegisterDevice {
    /// The device's public key.
    pub public: DevicePublic,
    /// Where its sealing key lies.
    pub key_cid: Cid,
    /// When its certificate ends.
    pub valid_until: Moment,
}

/// What a device says that is renewed.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RenewDevice {
    /// The device, which signs.
    pub device: DeviceId,
    /// Where its sealing key lies from now on.
    pub key_cid: Cid,
    /// When its certificate ends from now on.
    pub valid_until: Moment,
}

/// What an old and a new device say, both of which sign.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RotateDevice {
    /// The device that goes.
    pub old: DeviceId,
    /// The public key of the device that comes.
    pub public: DevicePublic,
    /// Where the new device's sealing key lies.
    pub key_cid: Cid,
    /// When the new device's certificate ends.
    pub valid_until: Moment,
}

/// What a device says that revokes another one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct RevokeDevice {
    /// The device that is revoked.
    pub device: DeviceId,
    /// The device that signs.
    pub by: DeviceId,
}
