//! The right to act for a group, judged for the transaction pool and in a block alike.

use crate::{
    types::{BalanceOf, ChannelId, PrivateChannel, Proof},
    Config, Error, Event, Pallet, PrivateChannels,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_support::{
    ensure,
    pallet_prelude::{
        DispatchResult, InvalidTransaction, TransactionValidityError,
        TransactionValidityWithRefund, ValidTransaction,
    },
    storage::with_storage_layer,
    traits::Get,
    weights::Weight,
};
use frame_system::{
    ensure_authorized, ensure_signed,
    pallet_prelude::{BlockNumberFor, OriginFor},
};
use postern_primitives::{
    signing::{payload, Context},
    BlockNumber,
};
use sp_core::ed25519;
use sp_runtime::traits::{Verify, Zero};

/// `InvalidTransaction::Custom` code: there is no such private channel.
pub const CHANNEL_NOT_FOUND: u8 = 1;

/// `InvalidTransaction::Custom` code: there is no such post, or nothing takes it back.
pub const POST_NOT_FOUND: u8 = 2;

/// Pool priority of a call that a purse pays for. A plain transfer without a tip comes to some
/// thousands in the runtime: both pay the same, so neither waits for long.
pub const PRIORITY: u64 = 1_000;

/// Calls of one channel that the pool holds at most. Its purse may be able to pay for no more
/// than one of them, so this bounds what can be asked of a node for the price of a channel.
pub const LANES: u32 = 32;

const TAG_PREFIX: &str = "PosternChannels";

/// Why a call for a group is refused, in a transaction's validation as in its dispatch.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Refusal {
    ChannelNotFound,
    ProofExpired,
    ProofExpiresTooLate,
    NonceUsed,
    PurseEmpty,
    BadProof,
    PostNotFound,
    BadSecret,
}

impl<T> From<Refusal> for Error<T> {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::ChannelNotFound => Self::ChannelNotFound,
            Refusal::ProofExpired => Self::ProofExpired,
            Refusal::ProofExpiresTooLate => Self::ProofExpiresTooLate,
            Refusal::NonceUsed => Self::NonceUsed,
            Refusal::PurseEmpty => Self::PurseEmpty,
            Refusal::BadProof => Self::BadProof,
            Refusal::PostNotFound => Self::PostNotFound,
            Refusal::BadSecret => Self::BadSecret,
        }
    }
}

impl From<Refusal> for TransactionValidityError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::ChannelNotFound => InvalidTransaction::Custom(CHANNEL_NOT_FOUND),
            Refusal::PostNotFound => InvalidTransaction::Custom(POST_NOT_FOUND),
            Refusal::ProofExpired | Refusal::NonceUsed => InvalidTransaction::Stale,
            Refusal::ProofExpiresTooLate => InvalidTransaction::Future,
            Refusal::PurseEmpty => InvalidTransaction::Payment,
            Refusal::BadProof | Refusal::BadSecret => InvalidTransaction::BadProof,
        }
        .into()
    }
}

/// What a group wants, and what shows that it does.
pub(crate) struct Request<'a, Fields> {
    pub(crate) channel: ChannelId,
    pub(crate) context: Context,
    pub(crate) fields: Fields,
    pub(crate) proof: &'a Proof,
    /// What the call weighs.
    pub(crate) weight: Weight,
}

impl<T: Config> Pallet<T> {
    /// Judges a call that comes without an account.
    pub(crate) fn authorize<Fields: Encode>(
        request: Request<Fields>,
    ) -> TransactionValidityWithRefund {
        Self::judge(&request, Self::fee(request.weight))?;
        let Proof { nonce, expires, .. } = *request.proof;
        // `expires` itself is the last block that takes it.
        let longevity = u64::from(expires.saturating_sub(Self::now())).saturating_add(1);
        let tag = (TAG_PREFIX, request.channel, 0u8, nonce % LANES).encode();
        Ok((validity(tag, longevity), Weight::zero()))
    }

    /// What the pool is told of a call that takes a post back. It can be taken back once.
    pub(crate) fn retraction_validity(
        channel: ChannelId,
        sequence_number: u64,
        longevity: BlockNumber,
    ) -> ValidTransaction {
        let tag = (TAG_PREFIX, channel, 1u8, sequence_number).encode();
        validity(tag, longevity.into())
    }

    /// Does what a group wants: charged to the purse if nobody signed for it, and paid for by
    /// the signer otherwise.
    pub(crate) fn in_name_of_group<Fields: Encode>(
        origin: OriginFor<T>,
        request: Request<Fields>,
        act: impl FnOnce(PrivateChannel<BalanceOf<T>>) -> DispatchResult,
    ) -> DispatchResult {
        let (id, nonce) = (request.channel, request.proof.nonce);
        // Nothing but the judgement above makes this origin, and it has seen the proof.
        if ensure_authorized(origin.clone()).is_ok() {
            let channel = Self::marked(Self::private(id)?, nonce);
            Self::charge(id, Self::fee(request.weight))?;
            PrivateChannels::<T>::insert(id, channel.clone());
            Self::attempt(id, || act(channel));
            return Ok(());
        }
        ensure_signed(origin)?;
        let channel = Self::judge(&request, Zero::zero()).map_err(Error::<T>::from)?;
        act(Self::marked(channel, nonce))
    }

    /// Does what was paid for already: were its failure the failure of the call, the purse
    /// would have its money back and the call could be tried again and again.
    pub(crate) fn attempt(id: ChannelId, act: impl FnOnce() -> DispatchResult) {
        if let Err(error) = with_storage_layer(act) {
            Self::deposit_event(Event::PrivateCallFailed { channel: id, error });
        }
    }

    /// The private channel behind a number.
    pub(crate) fn private(id: ChannelId) -> Result<PrivateChannel<BalanceOf<T>>, Error<T>> {
        PrivateChannels::<T>::get(id).ok_or(Error::<T>::ChannelNotFound)
    }

    /// The channel, if its group agrees and its purse has what is charged. Cheap first.
    pub(crate) fn judge<Fields: Encode>(
        request: &Request<Fields>,
        charge: BalanceOf<T>,
    ) -> Result<PrivateChannel<BalanceOf<T>>, Refusal> {
        let proof = request.proof;
        let now = Self::now();
        ensure!(now <= proof.expires, Refusal::ProofExpired);
        ensure!(
            proof.expires - now <= T::MaxProofAge::get(),
            Refusal::ProofExpiresTooLate
        );
        let channel = PrivateChannels::<T>::get(request.channel).ok_or(Refusal::ChannelNotFound)?;
        ensure!(channel.window.accepts(proof.nonce), Refusal::NonceUsed);
        ensure!(Self::can_pay(request.channel, charge), Refusal::PurseEmpty);
        let signed = payload(
            request.context,
            &Self::genesis(),
            &channel.key,
            proof.nonce,
            proof.expires,
            &request.fields,
        );
        let signature = ed25519::Signature::from_raw(proof.signature);
        let key = ed25519::Public::from_raw(channel.key);
        ensure!(signature.verify(&signed[..], &key), Refusal::BadProof);
        Ok(channel)
    }

    /// The hash of the first block, which `frame_system` never forgets.
    pub(crate) fn genesis() -> [u8; 32] {
        frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()).into()
    }

    fn marked(
        mut channel: PrivateChannel<BalanceOf<T>>,
        nonce: u32,
    ) -> PrivateChannel<BalanceOf<T>> {
        channel.window.mark(nonce);
        channel
    }
}

fn validity(tag: Vec<u8>, longevity: u64) -> ValidTransaction {
    ValidTransaction {
        priority: PRIORITY,
        requires: Vec::new(),
        provides: vec![tag],
        longevity,
        propagate: true,
    }
}
