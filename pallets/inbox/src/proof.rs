//! The owner's agreement by a signature inside the call.

use crate::{Config, Error, OwnerProof, Pallet};
use codec::Encode;
use frame_support::{ensure, pallet_prelude::InvalidTransaction, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use postern_primitives::{
    signing::{self, Context, Seen},
    BlockNumber,
};
use sp_core::crypto::AccountId32;
use sp_runtime::traits::{Verify, Zero};

/// Why a signature is not accepted.
#[derive(Clone, Copy)]
pub(crate) enum ProofRefusal {
    Bad,
    Expired,
    ExpiresTooLate,
    SeenBlockUnknown,
}

impl<T> From<ProofRefusal> for Error<T> {
    fn from(refusal: ProofRefusal) -> Self {
        match refusal {
            ProofRefusal::Bad => Self::BadProof,
            ProofRefusal::Expired => Self::ProofExpired,
            ProofRefusal::ExpiresTooLate => Self::ProofExpiresTooLate,
            ProofRefusal::SeenBlockUnknown => Self::SeenBlockUnknown,
        }
    }
}

impl From<ProofRefusal> for InvalidTransaction {
    fn from(refusal: ProofRefusal) -> Self {
        match refusal {
            ProofRefusal::Bad => Self::BadProof,
            ProofRefusal::Expired => Self::Stale,
            ProofRefusal::ExpiresTooLate => Self::Future,
            // What a mortal transaction gets whose block is not there.
            ProofRefusal::SeenBlockUnknown => Self::AncientBirthBlock,
        }
    }
}

impl<T: Config> Pallet<T> {
    /// Whether the owner has signed `fields` for `context`. What is cheap comes first.
    pub(crate) fn ensure_proof(
        owner: &T::AccountId,
        context: Context,
        fields: impl Encode,
        proof: &OwnerProof,
    ) -> Result<(), ProofRefusal> {
        let now = Self::now();
        ensure!(now <= proof.expires, ProofRefusal::Expired);
        ensure!(
            proof.expires - now <= T::MaxProofAge::get(),
            ProofRefusal::ExpiresTooLate
        );
        let block = Self::hash_of(proof.seen).ok_or(ProofRefusal::SeenBlockUnknown)?;
        let payload = signing::payload(
            context,
            &Self::genesis(),
            owner.as_ref(),
            0,
            proof.expires,
            &Seen { block, fields },
        );
        let signer = AccountId32::new(*owner.as_ref());
        let is_signed = proof.signature.verify(&payload[..], &signer);
        ensure!(is_signed, ProofRefusal::Bad);
        Ok(())
    }

    /// The hash of the first block, which `frame_system` never forgets.
    pub(crate) fn genesis() -> [u8; 32] {
        frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()).into()
    }

    /// The hash of a recent block of this very chain, or of the first one.
    fn hash_of(block: BlockNumber) -> Option<[u8; 32]> {
        let known = frame_system::BlockHash::<T>::contains_key(BlockNumberFor::<T>::from(block));
        known
            .then(|| frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::from(block)).into())
    }
}
