//! How a device comes in: checks, proof of possession, deposit.

use crate::{
    types::{BalanceOf, Certificate, Identity},
    Config, Devices, Error, Event, HoldReason, Identities, Pallet,
};
use frame_support::{
    ensure,
    pallet_prelude::{DispatchError, DispatchResult},
    traits::{fungible::MutateHold, Get, Time},
};
use frame_system::pallet_prelude::BlockNumberFor;
use postern_primitives::{
    signing::{self, RegisterDevice},
    traits::ContentStore,
    BlockNumber, Cid, CidInput, Codec, DeviceId, DevicePublic, Moment,
};
use sp_core::ed25519;
use sp_runtime::{
    traits::{CheckedAdd, SaturatedConversion, Zero},
    ArithmeticError,
};

/// A wish to register a device, with its CID understood and nothing else checked.
pub(crate) struct Registration {
    public: DevicePublic,
    key_cid: Cid,
    valid_until: Moment,
    expires: BlockNumber,
    proof: ed25519::Signature,
}

impl Registration {
    /// Reads `key_cid`, which must be of a raw block: pinning a tree would keep
    /// content of any size for the price of a key.
    pub(crate) fn parse<T>(
        public: DevicePublic,
        key_cid: &CidInput,
        valid_until: Moment,
        expires: BlockNumber,
        proof: ed25519::Signature,
    ) -> Result<Self, Error<T>> {
        let key_cid = Cid::parse(key_cid)?;
        ensure!(key_cid.codec() == Codec::Raw, Error::<T>::KeyNotRawBlock);
        Ok(Self {
            public,
            key_cid,
            valid_until,
            expires,
            proof,
        })
    }

    fn certificate<AccountId>(&self, account: AccountId, now: Moment) -> Certificate<AccountId> {
        Certificate {
            account,
            public: self.public,
            key_cid: self.key_cid,
            valid_from: now,
            valid_until: self.valid_until,
            revoked_at: None,
        }
    }
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_register(account: &T::AccountId, new: &Registration) -> DispatchResult {
        let now = T::Time::now();
        let device = DeviceId::of(&new.public);
        let mut identity = Identities::<T>::get(account).unwrap_or_default();

        Self::ensure_validity(new.valid_until, now)?;
        ensure!(
            !Self::has_valid_device(&identity, now),
            Error::<T>::AlreadyRegistered
        );
        ensure!(!Devices::<T>::contains_key(device), Error::<T>::DeviceTaken);
        Self::ensure_proof(account, identity.nonce, new)?;

        Self::admit(&mut identity, device)?;
        Self::hold(HoldReason::Device, account, T::DeviceDeposit::get())?;
        T::Content::retain(new.key_cid, T::KeySize::get())
            .map_err(|_| Error::<T>::ContentRefused)?;

        Identities::<T>::insert(account, identity);
        Devices::<T>::insert(device, new.certificate(account.clone(), now));
        Self::deposit_event(Event::DeviceRegistered {
            account: account.clone(),
            device,
            key_cid: new.key_cid,
            valid_until: new.valid_until,
        });
        Ok(())
    }

    /// Whether one of the identity's devices is valid now.
    pub(crate) fn has_valid_device(identity: &Identity<BalanceOf<T>>, now: Moment) -> bool {
        identity
            .devices
            .iter()
            .any(|device| Self::is_valid(*device, now))
    }

    /// Holds `amount`, and says in this pallet's words when the account has too little.
    pub(crate) fn hold(
        reason: HoldReason,
        account: &T::AccountId,
        amount: BalanceOf<T>,
    ) -> DispatchResult {
        if amount.is_zero() {
            return Ok(());
        }
        T::Currency::hold(&reason.into(), account, amount).map_err(|error| match error {
            DispatchError::Token(_) => Error::<T>::DepositUnaffordable.into(),
            other => other,
        })
    }

    fn ensure_validity(valid_until: Moment, now: Moment) -> Result<(), Error<T>> {
        // Not `now + MaxValidity`, which could overflow.
        let length = valid_until
            .checked_sub(now)
            .filter(|length| *length > 0)
            .ok_or(Error::<T>::ValidityInPast)?;
        ensure!(length <= T::MaxValidity::get(), Error::<T>::ValidityTooLong);
        Ok(())
    }

    /// Dear, so it comes after everything that can be looked up.
    fn ensure_proof(account: &T::AccountId, nonce: u32, new: &Registration) -> DispatchResult {
        let block = frame_system::Pallet::<T>::block_number().saturated_into::<BlockNumber>();
        let age = new
            .expires
            .checked_sub(block)
            .ok_or(Error::<T>::ProofExpired)?;
        ensure!(age <= T::MaxProofAge::get(), Error::<T>::ProofTooLong);

        let fields = RegisterDevice {
            public: new.public,
            key_cid: new.key_cid,
            valid_until: new.valid_until,
        };
        let payload = signing::payload(
            signing::REGISTER_DEVICE,
            &frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()).into(),
            account.as_ref(),
            nonce,
            new.expires,
            &fields,
        );
        let key = ed25519::Public::from_raw(new.public);
        ensure!(
            sp_io::crypto::ed25519_verify(&new.proof, &payload, &key),
            Error::<T>::BadProof
        );
        Ok(())
    }

    /// Writes the device into the identity and uses the nonce up.
    fn admit(identity: &mut Identity<BalanceOf<T>>, device: DeviceId) -> DispatchResult {
        identity
            .devices
            .try_push(device)
            .map_err(|_| Error::<T>::TooManyDevices)?;
        identity.nonce = identity
            .nonce
            .checked_add(1)
            .ok_or(Error::<T>::NonceExhausted)?;
        identity.deposit = identity
            .deposit
            .checked_add(&T::DeviceDeposit::get())
            .ok_or(ArithmeticError::Overflow)?;
        Ok(())
    }
}
