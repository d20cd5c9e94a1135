//! The worst case of each call, to be measured.

pub(crate) mod setup;

use crate::{
    ArchiveInput, Call, Config, DeviceProof, Devices, HoldReason, Identities, Pallet,
    RotationProofs,
};
use frame_benchmarking::v2::*;
use frame_support::{
    pallet_prelude::TransactionSource,
    traits::{fungible::InspectHold, Authorize},
};
use frame_system::RawOrigin;
use postern_primitives::{
    benchmarking::slowest_cid,
    limits::{MAX_CONTENT_SIZE, MAX_DEVICES},
    signing::{
        RegisterDevice, RenewDevice, RevokeDevice, RotateDevice, ADD_DEVICE, REGISTER_DEVICE,
        RENEW_DEVICE, REVOKE_DEVICE, ROTATE_DEVICE,
    },
    DeviceId,
};
use setup::*;
use sp_core::ed25519;
use sp_runtime::traits::Zero;

/// What the device of `key` says when it comes in.
fn statement<T: Config>(key: &ed25519::Public) -> RegisterDevice {
    RegisterDevice {
        public: key.0,
        key_cid: slowest_key_cid(),
        valid_until: valid_until::<T>(),
    }
}

/// The first of as many devices as there may be, and the last one's signature that it is to
/// go.
fn revocation<T: Config>(account: &T::AccountId) -> (DeviceId, DeviceProof) {
    let key = with_all_devices::<T>(account);
    let identity = Identities::<T>::get(account).expect("it was just made");
    let fields = RevokeDevice {
        device: identity.devices[0],
        by: DeviceId::of(&key.0),
    };
    let proof = DeviceProof {
        by: fields.by,
        expires: expires::<T>(),
        signature: sign::<T>(&key, REVOKE_DEVICE, account, &fields),
    };
    (fields.device, proof)
}

#[benchmarks]
mod benchmarks {
    use super::*;

    /// With a handle after its rest, as the last device that there is room for, all others
    /// expired.
    #[benchmark]
    fn register() {
        let caller: T::AccountId = whitelisted_caller();
        fund::<T>(&caller);
        with_longest_handle_rested::<T>(&account("somebody", 0, 0));
        with_expired_devices::<T>(&caller, MAX_DEVICES - 1);
        let key = new_key();
        let fields = statement::<T>(&key);
        let proof = sign::<T>(&key, REGISTER_DEVICE, &caller, &fields);

        #[extrinsic_call]
        _(
            RawOrigin::Signed(caller.clone()),
            key.0,
            slowest_cid(),
            fields.valid_until,
            expires::<T>(),
            proof,
            Some(longest_handle()),
        );

        let identity = Identities::<T>::get(&caller).expect("it was there before");
        assert_eq!(identity.devices.len(), MAX_DEVICES as usize);
        assert!(identity.handle.is_some());
    }

    /// The first of as many devices as there may be, so that all others move up, by the last
    /// one, carried by somebody else.
    #[benchmark]
    fn revoke_device() {
        let owner: T::AccountId = account("owner", 0, 0);
        fund::<T>(&owner);
        let (device, proof) = revocation::<T>(&owner);
        let carrier: T::AccountId = whitelisted_caller();

        #[extrinsic_call]
        _(RawOrigin::Signed(carrier), device, Some(proof));

        let identity = Identities::<T>::get(&owner).expect("it stays");
        assert_eq!(identity.devices.len(), MAX_DEVICES as usize - 1);
    }

    /// As before, without an account.
    #[benchmark]
    fn authorize_revoke_device() {
        let owner: T::AccountId = account("owner", 0, 0);
        fund::<T>(&owner);
        let (device, proof) = revocation::<T>(&owner);
        let call = Call::<T>::revoke_device {
            device,
            proof: Some(proof),
        };
        let verdict;

        #[block]
        {
            verdict = call.authorize(TransactionSource::External);
        }

        let (transaction, _) = verdict
            .expect("the call can be authorised")
            .expect("the proof is right");
        assert_eq!(transaction.provides.len(), 1);
    }

    /// The longest name after its rest, for the largest identity.
    #[benchmark]
    fn claim_handle() {
        let caller: T::AccountId = whitelisted_caller();
        fund::<T>(&caller);
        with_longest_handle_rested::<T>(&account("somebody", 0, 0));
        with_all_devices::<T>(&caller);

        #[extrinsic_call]
        _(RawOrigin::Signed(caller.clone()), longest_handle());

        assert_eq!(owner_of_longest_handle::<T>(), Some(caller));
    }

    /// The longest name, of the largest identity, while two others have rested.
    #[benchmark]
    fn release_handle() {
        let caller: T::AccountId = whitelisted_caller();
        fund::<T>(&caller);
        with_all_devices::<T>(&caller);
        with_rested_handles::<T>(&caller);
        Pallet::<T>::do_claim_handle(&caller, &longest_handle()).expect("the name is free");

        #[extrinsic_call]
        _(RawOrigin::Signed(caller));

        assert_eq!(owner_of_longest_handle::<T>(), None);
    }

    /// As the last device that there is room for, of which only the one before is valid.
    #[benchmark]
    fn add_device() {
        let caller: T::AccountId = whitelisted_caller();
        fund::<T>(&caller);
        with_expired_devices::<T>(&caller, MAX_DEVICES - 2);
        with_valid_device::<T>(&caller, MAX_DEVICES);
        let key = new_key();
        let fields = statement::<T>(&key);
        let proof = sign::<T>(&key, ADD_DEVICE, &caller, &fields);

        #[extrinsic_call]
        _(
            RawOrigin::Signed(caller.clone()),
            key.0,
            slowest_cid(),
            fields.valid_until,
            expires::<T>(),
            proof,
        );

        let identity = Identities::<T>::get(&caller).expect("it was there before");
        assert_eq!(identity.devices.len(), MAX_DEVICES as usize);
    }

    /// With another key object.
    #[benchmark]
    fn renew_device() {
        let caller: T::AccountId = whitelisted_caller();
        fund::<T>(&caller);
        let key = with_all_devices::<T>(&caller);
        let fields = RenewDevice {
            device: DeviceId::of(&key.0),
            key_cid: slowest_key_cid(),
            valid_until: valid_until::<T>(),
        };
        let proof = sign::<T>(&key, RENEW_DEVICE, &caller, &fields);

        #[extrinsic_call]
        _(
            RawOrigin::Signed(caller),
            fields.device,
            slowest_cid(),
            fields.valid_until,
            expires::<T>(),
            proof,
        );

        let certificate = Devices::<T>::get(fields.device).expect("it stays");
        assert_eq!(certificate.key_cid, fields.key_cid);
    }

    /// Of the last of as many devices as there may be.
    #[benchmark]
    fn rotate_device() {
        let caller: T::AccountId = whitelisted_caller();
        fund::<T>(&caller);
        let old = with_all_devices::<T>(&caller);
        let new = new_key();
        let fields = RotateDevice {
            old: DeviceId::of(&old.0),
            public: new.0,
            key_cid: slowest_key_cid(),
            valid_until: valid_until::<T>(),
        };
        let sign = |key| sign::<T>(key, ROTATE_DEVICE, &caller, &fields);
        let proofs = RotationProofs {
            expires: expires::<T>(),
            old: sign(&old),
            new: sign(&new),
        };

        #[extrinsic_call]
        _(
            RawOrigin::Signed(caller.clone()),
            fields.old,
            new.0,
            slowest_cid(),
            fields.valid_until,
            proofs,
        );

        let identity = Identities::<T>::get(&caller).expect("it stays");
        assert!(identity.devices.contains(&DeviceId::of(&new.0)));
        assert!(!identity.devices.contains(&fields.old));
    }

    /// In the place of another archive, for the largest identity.
    #[benchmark]
    fn set_archive() {
        let caller: T::AccountId = whitelisted_caller();
        fund::<T>(&caller);
        with_all_devices::<T>(&caller);
        with_archive::<T>(&caller);
        let archive = ArchiveInput {
            cid: slowest_cid(),
            size: MAX_CONTENT_SIZE,
        };

        #[extrinsic_call]
        _(RawOrigin::Signed(caller.clone()), Some(archive));

        let identity = Identities::<T>::get(&caller).expect("it stays");
        let archive = identity.archive.expect("it was just set");
        assert_eq!(archive.cid, slowest_key_cid());
    }

    /// With everything that an identity can have, while two handles have rested.
    #[benchmark]
    fn retire() {
        let caller: T::AccountId = whitelisted_caller();
        fund::<T>(&caller);
        with_all_devices::<T>(&caller);
        with_archive::<T>(&caller);
        with_rested_handles::<T>(&caller);
        Pallet::<T>::do_claim_handle(&caller, &longest_handle()).expect("the name is free");

        #[extrinsic_call]
        _(RawOrigin::Signed(caller.clone()));

        let identity = Identities::<T>::get(&caller).expect("the nonce stays");
        assert!(identity.is_retired());
        assert!(T::Currency::balance_on_hold(&HoldReason::Device.into(), &caller).is_zero());
    }

    impl_benchmark_test_suite!(Pallet, crate::mock::ExtBuilder::build(), crate::mock::Test);
}
