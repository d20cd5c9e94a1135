//! The worst case of each call, to be measured.

use crate::{
    Call, Certificate, Config, Devices, HandleInput, Handles, Identities, Identity, Pallet,
};
use frame_benchmarking::v2::*;
use frame_support::traits::{
    fungible::{Inspect, Unbalanced},
    tokens::Precision,
    Get, Time,
};
use frame_system::{pallet_prelude::BlockNumberFor, RawOrigin};
use postern_primitives::{
    benchmarking::{cid, slowest_cid},
    limits::{MAX_DEVICES, MAX_HANDLE},
    signing::{self, RegisterDevice},
    traits::ContentStore,
    BlockNumber, Cid, DeviceId, Handle, Moment,
};
use sp_core::{crypto::KeyTypeId, ed25519};
use sp_runtime::{
    app_crypto::RuntimePublic,
    traits::{SaturatedConversion, Saturating, Zero},
};

/// Where the keystore that benchmarks run with keeps the keys of devices.
const KEY_TYPE: KeyTypeId = KeyTypeId(*b"bnch");

/// The signer, with money for every deposit. The total issuance does not matter here.
fn funded_account<T: Config>() -> T::AccountId {
    let account = whitelisted_caller();
    let funds = T::Currency::minimum_balance()
        .saturating_mul(2u32.into())
        .saturating_add(T::DeviceDeposit::get())
        .saturating_add(T::HandleDeposit::get());
    T::Currency::increase_balance(&account, funds, Precision::Exact)
        .expect("the balance is small enough");
    account
}

/// Gives `account` an identity with this many devices, none of which is valid. All of them
/// must be looked at to tell so.
fn with_expired_devices<T: Config>(account: &T::AccountId, count: u32) {
    let mut identity = Identity::default();
    for index in 0..count {
        let device = expired_device::<T>(account, index);
        identity
            .devices
            .try_push(device)
            .expect("no more devices than are allowed");
    }
    Identities::<T>::insert(account, identity);
}

/// A certificate that ended the moment that it began.
fn expired_device<T: Config>(account: &T::AccountId, index: u32) -> DeviceId {
    let key_cid = cid(index);
    let mut public = [0; 32];
    public[..4].copy_from_slice(&index.to_le_bytes());
    let device = DeviceId::of(&public);
    let certificate = Certificate {
        account: account.clone(),
        public,
        key_cid,
        valid_from: Moment::zero(),
        valid_until: Moment::zero(),
        revoked_at: None,
    };
    Devices::<T>::insert(device, certificate);
    T::Content::retain(key_cid, T::KeySize::get()).expect("few things are retained");
    device
}

/// The longest name there is.
fn longest_handle() -> HandleInput {
    HandleInput::truncate_from([b'a'; MAX_HANDLE as usize].to_vec())
}

fn owner_of_longest_handle<T: Config>() -> Option<T::AccountId> {
    let handle = Handle::parse(&longest_handle()).expect("it obeys the rules");
    Handles::<T>::get(handle)
}

/// A new device's proof of possession, and its key.
fn new_device<T: Config>(
    account: &T::AccountId,
    valid_until: Moment,
    expires: BlockNumber,
) -> (ed25519::Public, ed25519::Signature) {
    let key = ed25519::Public::generate_pair(KEY_TYPE, None);
    let payload = signing::payload(
        signing::REGISTER_DEVICE,
        &frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()).into(),
        account.as_ref(),
        Pallet::<T>::nonce(account),
        expires,
        &RegisterDevice {
            public: key.0,
            key_cid: Cid::parse(&slowest_cid()).expect("it is one"),
            valid_until,
        },
    );
    let proof = key
        .sign(KEY_TYPE, &payload)
        .expect("the key was just generated");
    (key, proof)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    /// With a handle, as the last device that there is room for, all others expired.
    #[benchmark]
    fn register() {
        let account = funded_account::<T>();
        with_expired_devices::<T>(&account, MAX_DEVICES - 1);
        let valid_until = T::Time::now().saturating_add(T::MaxValidity::get());
        let block: BlockNumber = frame_system::Pallet::<T>::block_number().saturated_into();
        let expires = block.saturating_add(T::MaxProofAge::get());
        let (key, proof) = new_device::<T>(&account, valid_until, expires);

        #[extrinsic_call]
        _(
            RawOrigin::Signed(account.clone()),
            key.0,
            slowest_cid(),
            valid_until,
            expires,
            proof,
            Some(longest_handle()),
        );

        let identity = Identities::<T>::get(&account).expect("it was there before");
        assert_eq!(identity.devices.len(), MAX_DEVICES as usize);
        assert!(identity.handle.is_some());
    }

    /// The first of as many devices as there may be, so that all others move up.
    #[benchmark]
    fn revoke_device() {
        let account = funded_account::<T>();
        with_expired_devices::<T>(&account, MAX_DEVICES);
        let identity = Identities::<T>::get(&account).expect("it was just made");
        let device = identity.devices[0];

        #[extrinsic_call]
        _(RawOrigin::Signed(account.clone()), device);

        let identity = Identities::<T>::get(&account).expect("it stays");
        assert_eq!(identity.devices.len(), MAX_DEVICES as usize - 1);
    }

    /// The longest name, for the largest identity.
    #[benchmark]
    fn claim_handle() {
        let account = funded_account::<T>();
        with_expired_devices::<T>(&account, MAX_DEVICES);

        #[extrinsic_call]
        _(RawOrigin::Signed(account.clone()), longest_handle());

        assert_eq!(owner_of_longest_handle::<T>(), Some(account));
    }

    /// The longest name, of the largest identity.
    #[benchmark]
    fn release_handle() {
        let account = funded_account::<T>();
        with_expired_devices::<T>(&account, MAX_DEVICES);
        Pallet::<T>::do_claim_handle(&account, &longest_handle()).expect("the name is free");

        #[extrinsic_call]
        _(RawOrigin::Signed(account));

        assert_eq!(owner_of_longest_handle::<T>(), None);
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder::build(), crate::mock::Test);
}
