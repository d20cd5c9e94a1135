//! What devices sign, and how it is checked.

use crate::{Config, Error, Identity, Pallet};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::{ensure, traits::Get};
use frame_system::pallet_prelude::BlockNumberFor;
use postern_primitives::{
    signing::{self, Context},
    BlockNumber, DevicePublic,
};
use sp_core::ed25519;
use sp_runtime::traits::{SaturatedConversion, Zero};

impl<T: Config> Pallet<T> {
    /// The current block; in a runtime API, the block whose state is asked.
    pub(crate) fn block() -> BlockNumber {
        frame_system::Pallet::<T>::block_number().saturated_into()
    }

    /// The bytes that must have been signed for the next proof of the account's identity.
    pub(crate) fn payload<Fields: Encode>(
        context: Context,
        account: &T::AccountId,
        identity: &Identity,
        expires: BlockNumber,
        fields: &Fields,
    ) -> Result<Vec<u8>, Error<T>> {
        let age = expires
            .checked_sub(Self::block())
            .ok_or(Error::<T>::ProofExpired)?;
        ensure!(age <= T::MaxProofAge::get(), Error::<T>::ProofTooLong);
        Ok(signing::payload(
            context,
            &Self::genesis(),
            account.as_ref(),
            identity.nonce,
            expires,
            fields,
        ))
    }

    /// Dear, so it comes after everything that can be looked up.
    pub(crate) fn ensure_signed_by(
        public: &DevicePublic,
        payload: &[u8],
        signature: &ed25519::Signature,
    ) -> Result<(), Error<T>> {
        ensure!(verifies(public, payload, signature), Error::<T>::BadProof);
        Ok(())
    }

    /// Makes sure that a key which comes in is somebody's, and that they agree.
    ///
    /// There are points of the curve for which anybody can make signatures (those of small
    /// order). What such a "key" signs proves nothing, so it is told by a signature that no
    /// secret went into.
    pub(crate) fn ensure_possession(
        public: &DevicePublic,
        payload: &[u8],
        proof: &ed25519::Signature,
    ) -> Result<(), Error<T>> {
        Self::ensure_signed_by(public, payload, proof)?;
        ensure!(
            !verifies(public, payload, &nobodys_signature()),
            Error::<T>::WorthlessKey
        );
        Ok(())
    }

    /// A proof that was accepted is not accepted again.
    pub(crate) fn use_nonce(identity: &mut Identity) -> Result<(), Error<T>> {
        identity.nonce = identity
            .nonce
            .checked_add(1)
            .ok_or(Error::<T>::NonceExhausted)?;
        Ok(())
    }

    /// The hash of the first block, which `frame_system` never forgets.
    fn genesis() -> [u8; 32] {
        frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()).into()
    }
}

fn verifies(public: &DevicePublic, payload: &[u8], signature: &ed25519::Signature) -> bool {
    let key = ed25519::Public::from_raw(*public);
    sp_io::crypto::ed25519_verify(signature, payload, &key)
}

/// The neutral point and the number zero: good for every message under a key of small
/// order, and for none under any other.
fn nobodys_signature() -> ed25519::Signature {
    let mut bytes = [0; 64];
    bytes[0] = 1;
    ed25519::Signature::from_raw(bytes)
}
