//! What is stored, what the runtime API answers, and how bad input becomes an error.

use crate::{Config, Error};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::fungible;
use postern_primitives::{
    limits, Cid, CidError, DeviceId, DevicePublic, Handle, HandleError, Moment,
};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

/// An amount of the currency that deposits are held in.
pub type BalanceOf<T> =
    <<T as Config>::Currency as fungible::Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// A handle as a call takes it, before its rules are checked.
pub type HandleInput = BoundedVec<u8, ConstU32<{ limits::MAX_HANDLE }>>;

/// What an account has registered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Identity<Balance> {
    /// How many proofs have been accepted; the next proof is made for this number.
    pub nonce: u32,
    /// The devices that are not revoked, in the order they were registered.
    pub devices: BoundedVec<DeviceId, ConstU32<{ limits::MAX_DEVICES }>>,
    /// The name that the account is found by.
    pub handle: Option<Handle>,
    /// What is held for devices, revoked ones included. The handle's deposit is apart.
    pub deposit: Balance,
}

/// A device, who vouches for it, and when.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Certificate<AccountId> {
    /// The identity that registered the device.
    pub account: AccountId,
    /// The device's key.
    pub public: DevicePublic,
    /// Where the key object lies that messages to this device are sealed with.
    pub key_cid: Cid,
    /// When the certificate began.
    pub valid_from: Moment,
    /// When it ends.
    pub valid_until: Moment,
    /// When it was ended early.
    pub revoked_at: Option<Moment>,
}

impl<AccountId> Certificate<AccountId> {
    /// Whether what the device signed at the time `at` is good.
    pub fn is_valid_at(&self, at: Moment) -> bool {
        let revoked = self.revoked_at.is_some_and(|revoked_at| revoked_at <= at);
        self.valid_from <= at && at < self.valid_until && !revoked
    }

    /// The certificate with its device's identifier, as the runtime API answers it.
    pub fn into_info(self, id: DeviceId) -> DeviceInfo<AccountId> {
        DeviceInfo {
            id,
            account: self.account,
            public: self.public,
            key_cid: self.key_cid,
            valid_from: self.valid_from,
            valid_until: self.valid_until,
            revoked_at: self.revoked_at,
        }
    }
}

/// A device as the runtime API answers it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DeviceInfo<AccountId> {
    /// The hash of its key.
    pub id: DeviceId,
    /// The identity that registered it.
    pub account: AccountId,
    /// Its key.
    pub public: DevicePublic,
    /// Where its key object lies.
    pub key_cid: Cid,
    /// When its certificate began.
    pub valid_from: Moment,
    /// When its certificate ends.
    pub valid_until: Moment,
    /// When it was revoked.
    pub revoked_at: Option<Moment>,
}

/// An identity as the runtime API answers it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct IdentityInfo<AccountId> {
    /// The account.
    pub account: AccountId,
    /// The name it is found by.
    pub handle: Option<Handle>,
    /// Its devices that are not revoked. They may have expired: see `valid_until`.
    pub devices: Vec<DeviceInfo<AccountId>>,
}

impl<T> From<CidError> for Error<T> {
    fn from(error: CidError) -> Self {
        match error {
            CidError::TooLong => Self::CidTooLong,
            CidError::Malformed => Self::CidMalformed,
            CidError::Version0 => Self::CidVersion0,
            CidError::UnsupportedCodec => Self::CidUnsupportedCodec,
            CidError::UnsupportedHash => Self::CidUnsupportedHash,
            CidError::TrailingBytes => Self::CidTrailingBytes,
        }
    }
}

impl<T> From<HandleError> for Error<T> {
    fn from(error: HandleError) -> Self {
        match error {
            HandleError::Length => Self::HandleLength,
            HandleError::Character => Self::HandleCharacter,
            HandleError::Edge => Self::HandleEdge,
        }
    }
}
