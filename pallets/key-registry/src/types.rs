//! What is stored, what the runtime API answers, and how bad input becomes an error.

use crate::{Config, Error};
use alloc::vec::Vec;
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use frame_support::traits::fungible;
use postern_primitives::{
    limits, BlockNumber, Cid, CidError, CidInput, DeviceId, DevicePublic, Handle, HandleError,
    Moment,
};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ed25519, ConstU32};

/// An amount of the currency that deposits are held in.
pub type BalanceOf<T> =
    <<T as Config>::Currency as fungible::Inspect<<T as frame_system::Config>::AccountId>>::Balance;

/// A certificate as this chain stores it.
pub type CertificateOf<T> = Certificate<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// A handle as a call takes it, before its rules are checked.
pub type HandleInput = BoundedVec<u8, ConstU32<{ limits::MAX_HANDLE }>>;

/// What an account has registered.
///
/// It stays when the account retires, with nothing but the nonce in it: were that to begin
/// again, what was signed before could be used again.
#[derive(Clone, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Identity {
    /// How many proofs have been accepted; the next proof is made for this number.
    pub nonce: u32,
    /// The devices that are not revoked, in the order they were registered. A rotated one
    /// leaves its place to the one that follows it.
    pub devices: BoundedVec<DeviceId, ConstU32<{ limits::MAX_DEVICES }>>,
    /// The name that the account is found by.
    pub handle: Option<Handle>,
    /// Where the account's encrypted history lies.
    pub archive: Option<Archive>,
}

impl Identity {
    /// Whether nothing is left but the nonce.
    pub fn is_retired(&self) -> bool {
        self.devices.is_empty() && self.handle.is_none() && self.archive.is_none()
    }
}

/// A device, who vouches for it, and when.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Certificate<AccountId, Balance> {
    /// The identity that registered the device.
    pub account: AccountId,
    /// The device's key.
    pub public: DevicePublic,
    /// Where the key object lies that messages to this device are sealed with. It is kept
    /// available until the certificate is revoked.
    pub key_cid: Cid,
    /// When the certificate began.
    pub valid_from: Moment,
    /// When it ends.
    pub valid_until: Moment,
    /// When it was ended early.
    pub revoked_at: Option<Moment>,
    /// What is held for it; nothing once it is revoked.
    pub deposit: Balance,
}

impl<AccountId, Balance> Certificate<AccountId, Balance> {
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

/// Where somebody's encrypted history lies.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub struct Archive {
    /// Names the content.
    pub cid: Cid,
    /// Announced size of the content, in bytes, with everything below it.
    pub size: u64,
}

/// An archive as a call takes it, before its CID is read.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct ArchiveInput {
    /// Names the content: the text or the 36 bytes of a CIDv1 over sha2-256.
    pub cid: CidInput,
    /// Size of the content, in bytes, with everything below it.
    pub size: u64,
}

/// A device's signature under the revocation of another one.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct DeviceProof {
    /// The device that signs: a valid one of the same identity.
    pub by: DeviceId,
    /// The last block in which the signature is accepted.
    pub expires: BlockNumber,
    /// Over [`signing::payload`](postern_primitives::signing::payload) with the context
    /// [`REVOKE_DEVICE`](postern_primitives::signing::REVOKE_DEVICE).
    pub signature: ed25519::Signature,
}

/// The signatures under a rotation, both over the same bytes:
/// [`signing::payload`](postern_primitives::signing::payload) with the context
/// [`ROTATE_DEVICE`](postern_primitives::signing::ROTATE_DEVICE).
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub struct RotationProofs {
    /// The last block in which they are accepted.
    pub expires: BlockNumber,
    /// The old key's.
    pub old: ed25519::Signature,
    /// The new key's.
    pub new: ed25519::Signature,
}

/// A handle that was given up and that nobody else may have yet.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Rest<AccountId> {
    /// Who gave it up, and may take it back.
    pub owner: AccountId,
    /// The first block in which anybody may claim it.
    pub until: BlockNumber,
    /// Its place in the queue of handles at rest.
    pub ticket: u64,
}

/// Where the queue of handles at rest begins and ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct Tickets {
    /// The oldest ticket that may still be in use.
    pub first: u64,
    /// The ticket that is given out next.
    pub next: u64,
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
    /// Where its encrypted history lies.
    pub archive: Option<Archive>,
}

/// Whether a handle can be had, as the runtime API answers it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, TypeInfo)]
pub enum HandleState<AccountId> {
    /// Whoever is registered may claim it.
    Free,
    /// Somebody has it.
    Taken {
        /// Who.
        owner: AccountId,
    },
    /// Somebody gave it up, and nobody else may have it yet.
    Resting {
        /// Who gave it up, and may take it back.
        owner: AccountId,
        /// The first block in which anybody may claim it.
        until: BlockNumber,
    },
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
