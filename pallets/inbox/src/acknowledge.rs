//! Acknowledging, and the right to do so.
//!
//! The owner of an inbox may be a key without an account, so its authority is a signature
//! *inside* the call: over the purpose, the chain's genesis, the owner, the last block of
//! validity, a block that the owner knows, and the sequence numbers. No nonce is needed,
//! because a number is used for one entry ever and an entry can be taken out once.
//!
//! # What a fee-free transaction can do to the pool and to a block
//!
//! * It is judged by what is cheap first: the form of its arguments, the share of the block
//!   that is left, a look at the queue, the signature, and the named entries last. Without
//!   an entry in an inbox of the signer's own it fails before the signature.
//! * It must take out at least one entry, and it provides one pool tag for each that it
//!   takes out. Two transactions that name the same entry thus exclude each other, and the
//!   pool holds at most one for each entry on chain, each of which somebody has paid for.
//! * Its priority grows linearly with the entries that it takes out. A transaction can
//!   therefore only replace others in the pool by taking out more than they do together.
//! * All of them together take no more than [`Config::MaxFreeShare`] of a block. What has no
//!   room waits for the next one, as transactions do that find a block full.

use crate::{
    proof::ProofRefusal, Config, Error, Event, OwnerProof, Pallet, SequenceNumbers, WeightInfo,
};
use alloc::vec::Vec;
use frame_support::{
    dispatch::{DispatchResultWithPostInfo, PostDispatchInfo},
    ensure,
    pallet_prelude::{
        InvalidTransaction, TransactionSource, TransactionValidityError,
        TransactionValidityWithRefund, ValidTransaction,
    },
    weights::Weight,
};
use frame_system::{ensure_authorized, ensure_signed, pallet_prelude::OriginFor};
use postern_primitives::signing;
use sp_runtime::DispatchError;

/// `InvalidTransaction::Custom` code: none of the named entries is in the inbox.
pub const NOTHING_TO_ACKNOWLEDGE: u8 = 1;

/// Pool priority for each entry that an acknowledgement takes out.
///
/// A plain transfer without a tip comes to some thousands in the runtime: single
/// acknowledgements let paying transactions pass, and well-filled ones, which free the most
/// state for their length, do not wait for them.
pub const PRIORITY_PER_ENTRY: u64 = 100;

const TAG_PREFIX: &str = "PosternInbox";

/// Why an acknowledgement is refused, in a transaction's validation as in its dispatch.
#[derive(Clone, Copy)]
pub(crate) enum Refusal {
    NotRising,
    NoRoom,
    NothingToAcknowledge,
    NotOwner,
    Proof(ProofRefusal),
}

impl From<ProofRefusal> for Refusal {
    fn from(refusal: ProofRefusal) -> Self {
        Self::Proof(refusal)
    }
}

impl<T> From<Refusal> for Error<T> {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotRising => Self::SequenceNumbersNotRising,
            // Room is asked about in validation only, so the first of these is not met.
            Refusal::NoRoom | Refusal::NothingToAcknowledge => Self::NothingToAcknowledge,
            Refusal::NotOwner => Self::NotOwner,
            Refusal::Proof(refusal) => refusal.into(),
        }
    }
}

impl From<Refusal> for TransactionValidityError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::NotRising => InvalidTransaction::Call,
            Refusal::NoRoom => InvalidTransaction::ExhaustsResources,
            Refusal::NothingToAcknowledge => InvalidTransaction::Custom(NOTHING_TO_ACKNOWLEDGE),
            Refusal::NotOwner => InvalidTransaction::BadSigner,
            Refusal::Proof(refusal) => refusal.into(),
        }
        .into()
    }
}

/// What `acknowledge` weighs at most; the fee-free form checks its signature beforehand.
pub(crate) fn declared_weight<T: Config>(named: u32, with_proof: bool) -> Weight {
    T::WeightInfo::acknowledge(named).saturating_add(proof_weight::<T>(with_proof))
}

/// What `acknowledge` weighs that took so many out of those that it named.
fn found_weight<T: Config>(named: u32, taken: u32) -> Weight {
    T::WeightInfo::acknowledge(taken).saturating_add(missed_weight::<T>(named, taken))
}

/// What a call weighs besides that found so many out of the entries that it named.
pub(crate) fn missed_weight<T: Config>(named: u32, found: u32) -> Weight {
    match named.saturating_sub(found) {
        0 => Weight::zero(),
        missed => T::WeightInfo::miss(missed),
    }
}

/// What the fee-free form weighs, its judging included.
pub(crate) fn free_weight<T: Config>(named: u32, taken: u32) -> Weight {
    T::WeightInfo::authorize_acknowledge(named).saturating_add(found_weight::<T>(named, taken))
}

/// What verifying a signature inside a call weighs, if there is one.
pub(crate) fn proof_weight<T: Config>(with_proof: bool) -> Weight {
    if with_proof {
        T::WeightInfo::verify_proof()
    } else {
        Weight::zero()
    }
}

/// By whose leave an acknowledgement is dispatched.
enum Authority {
    /// The validation's, which has verified the proof already.
    Validation,
    /// The owner's signature inside, verified just now.
    Proof,
    /// The owner signs the transaction.
    Owner,
}

impl<T: Config> Pallet<T> {
    /// Judges the fee-free form.
    pub(crate) fn authorize_acknowledge(
        _source: TransactionSource,
        owner: &T::AccountId,
        sequence_numbers: &SequenceNumbers,
        proof: &Option<OwnerProof>,
    ) -> TransactionValidityWithRefund {
        let proof = proof.as_ref().ok_or(Refusal::NotOwner)?;
        let live = Self::proven_entries(owner, sequence_numbers, proof)?;
        let validity = ValidTransaction {
            priority: PRIORITY_PER_ENTRY.saturating_mul(live.len() as u64),
            requires: Vec::new(),
            provides: live
                .into_iter()
                .map(|number| Self::tag(owner, number))
                .collect(),
            // `expires` itself is the last block that takes it.
            longevity: u64::from(proof.expires.saturating_sub(Self::now())).saturating_add(1),
            propagate: true,
        };
        Ok((validity, Weight::zero()))
    }

    /// Checks the origin and takes the entries out.
    pub(crate) fn do_acknowledge(
        origin: OriginFor<T>,
        owner: T::AccountId,
        sequence_numbers: SequenceNumbers,
        proof: Option<&OwnerProof>,
    ) -> DispatchResultWithPostInfo {
        let named = sequence_numbers.len() as u32;
        let authority = Self::ensure_owner_agrees(origin, &owner, &sequence_numbers, proof)?;
        let taken = Self::take_out(owner, sequence_numbers).map_err(Error::<T>::from)?;
        if matches!(authority, Authority::Validation) {
            Self::count_free(free_weight::<T>(named, taken));
        }
        let verified = matches!(authority, Authority::Proof);
        let weight = found_weight::<T>(named, taken).saturating_add(proof_weight::<T>(verified));
        Ok(PostDispatchInfo {
            actual_weight: Some(weight),
            ..Default::default()
        })
    }

    fn ensure_owner_agrees(
        origin: OriginFor<T>,
        owner: &T::AccountId,
        sequence_numbers: &[u64],
        proof: Option<&OwnerProof>,
    ) -> Result<Authority, DispatchError> {
        // Nothing but the validation above makes this origin, and it has seen the proof.
        if ensure_authorized(origin.clone()).is_ok() {
            return Ok(Authority::Validation);
        }
        let signer = ensure_signed(origin)?;
        match proof {
            Some(proof) => {
                Self::ensure_acknowledged(owner, sequence_numbers, proof)
                    .map_err(Error::<T>::from)?;
                Ok(Authority::Proof)
            }
            None => {
                ensure!(signer == *owner, Error::<T>::NotOwner);
                Ok(Authority::Owner)
            }
        }
    }

    fn take_out(owner: T::AccountId, sequence_numbers: SequenceNumbers) -> Result<u32, Refusal> {
        ensure_rising(&sequence_numbers)?;
        let mut queue = Self::used_queue(&owner).ok_or(Refusal::NothingToAcknowledge)?;
        let mut acknowledged = sequence_numbers;
        acknowledged.retain(|number| match Self::live_entry(&owner, *number) {
            Some(entry) => {
                Self::unschedule(&owner, *number, &entry);
                Self::remove(&owner, *number, &entry, &mut queue);
                true
            }
            None => false,
        });
        ensure!(!acknowledged.is_empty(), Refusal::NothingToAcknowledge);
        Self::tighten(&owner, &mut queue);
        Self::store(&owner, queue);

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
        proof: &OwnerProof,
    ) -> Result<Vec<u64>, Refusal> {
        ensure_rising(sequence_numbers)?;
        let named = sequence_numbers.len() as u32;
        ensure!(Self::has_free_room(named), Refusal::NoRoom);
        let reachable =
            Self::used_queue(owner).is_some_and(|queue| queue.may_hold(sequence_numbers));
        ensure!(reachable, Refusal::NothingToAcknowledge);
        Self::ensure_acknowledged(owner, sequence_numbers, proof)?;
        let is_live = |number: &u64| Self::live_entry(owner, *number).is_some();
        let live: Vec<_> = sequence_numbers.iter().copied().filter(is_live).collect();
        ensure!(!live.is_empty(), Refusal::NothingToAcknowledge);
        Ok(live)
    }

    pub(crate) fn ensure_acknowledged(
        owner: &T::AccountId,
        sequence_numbers: &[u64],
        proof: &OwnerProof,
    ) -> Result<(), ProofRefusal> {
        let fields = signing::Acknowledge { sequence_numbers };
        Self::ensure_proof(owner, signing::ACKNOWLEDGE, fields, proof)
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
