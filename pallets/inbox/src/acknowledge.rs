//! Acknowledging, and the right to do so.
//!
//! The owner of an inbox may be a key without an account, so its authority is a signature
//! *inside* the call: over the purpose, the chain's genesis, the owner, the last block of
//! validity and the sequence numbers. No nonce is needed, because a number is used for one
//! entry ever and an entry can be taken out once.
//!
//! # What a fee-free transaction can do to the pool
//!
//! * It is judged by what is cheap first: the form of its arguments, one read of the
//!   queue, the signature, and the named entries last. Without an entry in an inbox of the
//!   signer's own it fails at the second step.
//! * It must take out at least one entry, and it provides one pool tag for each that it
//!   takes out. Two transactions that name the same entry thus exclude each other, and the
//!   pool holds at most one for each entry on chain, each of which somebody has paid for.
//! * Its priority grows linearly with the entries that it takes out. A transaction can
//!   therefore only replace others in the pool by taking out more than they do together.

use crate::{Config, Error, Event, Pallet, Queues, SequenceNumbers, WeightInfo};
use alloc::vec::Vec;
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
    ensure,
    pallet_prelude::{
        InvalidTransaction, TransactionSource, TransactionValidityError,
        TransactionValidityWithRefund, ValidTransaction,
    },
    traits::Get,
    weights::Weight,
};
use frame_system::{
    ensure_authorized, ensure_signed,
    pallet_prelude::{BlockNumberFor, OriginFor},
};
use postern_primitives::{signing, BlockNumber};
use sp_core::crypto::AccountId32;
use sp_runtime::{
    traits::{Verify, Zero},
    DispatchError, MultiSignature,
};

/// `InvalidTransaction::Custom` code: none of the named entries is in the inbox.
pub const NOTHING_TO_ACKNOWLEDGE: u8 = 1;

/// Pool priority for each entry that an acknowledgement takes out.
///
/// A plain transfer without a tip comes to some thousands in the runtime: single
/// acknowledgements let paying transactions pass, and well-filled ones, which free the most
/// state for their length, do not wait for them.
pub const PRIORITY_PER_ENTRY: u64 = 100;

const TAG_PREFIX: &str = "PosternInbox";

/// A signature and the last block in which it is accepted.
pub(crate) type Proof<'a> = (BlockNumber, &'a MultiSignature);

/// Why an acknowledgement is refused, in a transaction's validation as in its dispatch.
#[derive(Clone, Copy)]
pub(crate) enum Refusal {
    NotRising,
    NothingToAcknowledge,
    NotOwner,
    BadProof,
    ProofExpired,
    ProofExpiresTooLate,
}

impl<T> From<Refusal> for Error<T> {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotRising => Self::SequenceNumbersNotRising,
            Refusal::NothingToAcknowledge => Self::NothingToAcknowledge,
            Refusal::NotOwner => Self::NotOwner,
            Refusal::BadProof => Self::BadProof,
            Refusal::ProofExpired => Self::ProofExpired,
            Refusal::ProofExpiresTooLate => Self::ProofExpiresTooLate,
        }
    }
}

impl From<Refusal> for TransactionValidityError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotRising => InvalidTransaction::Call,
            Refusal::NothingToAcknowledge => InvalidTransaction::Custom(NOTHING_TO_ACKNOWLEDGE),
            Refusal::NotOwner => InvalidTransaction::BadSigner,
            Refusal::BadProof => InvalidTransaction::BadProof,
            Refusal::ProofExpired => InvalidTransaction::Stale,
            Refusal::ProofExpiresTooLate => InvalidTransaction::Future,
        }
        .into()
    }
}

/// What `acknowledge` weighs at most; the fee-free form checks its signature beforehand.
pub(crate) fn declared_weight<T: Config>(named: u32, with_proof: bool) -> Weight {
    T::WeightInfo::acknowledge(named, named).saturating_add(proof_weight::<T>(with_proof))
}

fn proof_weight<T: Config>(with_proof: bool) -> Weight {
    if with_proof {
        T::WeightInfo::verify_proof()
    } else {
        Weight::zero()
    }
}

impl<T: Config> Pallet<T> {
    /// Judges the fee-free form.
    pub(crate) fn authorize_acknowledge(
        _source: TransactionSource,
        owner: &T::AccountId,
        sequence_numbers: &SequenceNumbers,
        expires: &BlockNumber,
        signature: &Option<MultiSignature>,
    ) -> TransactionValidityWithRefund {
        let signature = signature.as_ref().ok_or(Refusal::NotOwner)?;
        let live = Self::proven_entries(owner, sequence_numbers, (*expires, signature))?;
        let validity = ValidTransaction {
            priority: PRIORITY_PER_ENTRY.saturating_mul(live.len() as u64),
            requires: Vec::new(),
            provides: live
                .into_iter()
                .map(|number| Self::tag(owner, number))
                .collect(),
            // `expires` itself is the last block that takes it.
            longevity: u64::from(expires.saturating_sub(Self::now())).saturating_add(1),
            propagate: true,
        };
        Ok((validity, Weight::zero()))
    }

    /// Checks the origin and takes the entries out.
    pub(crate) fn do_acknowledge(
        origin: OriginFor<T>,
        owner: T::AccountId,
        sequence_numbers: SequenceNumbers,
        proof: Option<Proof>,
    ) -> DispatchResultWithPostInfo {
        let named = sequence_numbers.len() as u32;
        let verified = Self::ensure_owner_agrees(origin, &owner, &sequence_numbers, proof)?;
        let acknowledged = Self::take_out(owner, sequence_numbers).map_err(Error::<T>::from)?;
        let weight = T::WeightInfo::acknowledge(named, acknowledged)
            .saturating_add(proof_weight::<T>(verified));
        Ok(PostDispatchInfo {
            actual_weight: Some(weight),
            ..Default::default()
        })
    }

    /// Whether a signature had to be verified for it.
    fn ensure_owner_agrees(
        origin: OriginFor<T>,
        owner: &T::AccountId,
        sequence_numbers: &[u64],
        proof: Option<Proof>,
    ) -> Result<bool, DispatchError> {
        // Nothing but the validation above makes this origin, and it has seen the proof.
        if ensure_authorized(origin.clone()).is_ok() {
            return Ok(false);
        }
        let signer = ensure_signed(origin)?;
        match proof {
            Some(proof) => {
                Self::ensure_proof(owner, sequence_numbers, proof).map_err(Error::<T>::from)?;
                Ok(true)
            }
            None => {
                ensure!(signer == *owner, Error::<T>::NotOwner);
                Ok(false)
            }
        }
    }

    fn take_out(owner: T::AccountId, sequence_numbers: SequenceNumbers) -> Result<u32, Refusal> {
        ensure_rising(&sequence_numbers)?;
        let mut queue = Queues::<T>::get(&owner);
        let mut acknowledged = sequence_numbers;
        acknowledged.retain(|number| match Self::live_entry(&owner, *number) {
            Some(entry) => {
                Self::remove(&owner, *number, &entry, &mut queue);
                true
            }
            None => false,
        });
        ensure!(!acknowledged.is_empty(), Refusal::NothingToAcknowledge);
        Self::tighten(&owner, &mut queue);
        Queues::<T>::insert(&owner, queue);

        let count = acknowledged.len() as u32;
        Self::deposit_event(Event::Acknowledged {
            owner,
            sequence_numbers: acknowledged,
        });
        Ok(count)
    }

    /// The named entries that there are, if the owner agrees that they go. Cheap first.
    fn proven_entries(
        owner: &T::AccountId,
        sequence_numbers: &[u64],
        proof: Proof,
    ) -> Result<Vec<u64>, Refusal> {
        ensure_rising(sequence_numbers)?;
        let reachable = Queues::<T>::get(owner).may_hold(sequence_numbers);
        ensure!(reachable, Refusal::NothingToAcknowledge);
        Self::ensure_proof(owner, sequence_numbers, proof)?;
        let is_live = |number: &u64| Self::live_entry(owner, *number).is_some();
        let live: Vec<_> = sequence_numbers.iter().copied().filter(is_live).collect();
        ensure!(!live.is_empty(), Refusal::NothingToAcknowledge);
        Ok(live)
    }

    pub(crate) fn ensure_proof(
        owner: &T::AccountId,
        sequence_numbers: &[u64],
        (expires, signature): Proof,
    ) -> Result<(), Refusal> {
        let now = Self::now();
        ensure!(now <= expires, Refusal::ProofExpired);
        ensure!(
            expires - now <= T::MaxAcknowledgeAge::get(),
            Refusal::ProofExpiresTooLate
        );
        let payload = signing::payload(
            signing::ACKNOWLEDGE,
            &Self::genesis(),
            owner.as_ref(),
            0,
            expires,
            &signing::Acknowledge { sequence_numbers },
        );
        let signer = AccountId32::new(*owner.as_ref());
        ensure!(signature.verify(&payload[..], &signer), Refusal::BadProof);
        Ok(())
    }

    /// The hash of the first block, which `frame_system` never forgets.
    pub(crate) fn genesis() -> [u8; 32] {
        frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()).into()
    }

    fn tag(owner: &T::AccountId, sequence_number: u64) -> Vec<u8> {
        codec::Encode::encode(&(TAG_PREFIX, owner, sequence_number))
    }
}

/// Rising numbers name each entry once, and can be compared with a queue by their ends.
fn ensure_rising(sequence_numbers: &[u64]) -> Result<(), Refusal> {
    let rising = sequence_numbers.windows(2).all(|pair| pair[0] < pair[1]);
    ensure!(rising, Refusal::NotRising);
    ensure!(!sequence_numbers.is_empty(), Refusal::NothingToAcknowledge);
    Ok(())
}
