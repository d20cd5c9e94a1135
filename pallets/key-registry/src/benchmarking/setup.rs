//! Identities as large as they can be, and what their devices sign.

use crate::{
    types::CertificateOf, Archive, Certificate, Config, Devices, HandleInput, Handles, HoldReason,
    Identities, Pallet,
};
use codec::Encode;
use frame_support::traits::{
    fungible::{Inspect, Unbalanced},
    tokens::Precision,
    Get, Time,
};
use frame_system::pallet_prelude::BlockNumberFor;
use postern_primitives::{
    benchmarking::{cid, slowest_cid},
    limits::{MAX_CONTENT_SIZE, MAX_DEVICES, MAX_HANDLE},
    signing::{self, Context},
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

/// Number of the content that an archive lies in; devices' key objects have lower ones.
const ARCHIVE: u32 = 1_000;

/// Gives the account money for every deposit. The total issuance does not matter here.
pub fn fund<T: Config>(account: &T::AccountId) {
    let devices = T::RecordPrice::get()
        .saturating_add(T::DeviceDeposit::get())
        .saturating_mul(MAX_DEVICES.saturating_add(1).into());
    let funds = T::Currency::minimum_balance()
        .saturating_mul(2u32.into())
        .saturating_add(devices)
        .saturating_add(T::HandleDeposit::get())
        .saturating_add(Pallet::<T>::archive_deposit(MAX_CONTENT_SIZE).saturating_mul(2u32.into()));
    T::Currency::increase_balance(account, funds, Precision::Exact)
        .expect("the balance is small enough");
}

/// Gives `account` so many devices that have expired. All of them must be looked at to tell
/// that none is valid.
pub fn with_expired_devices<T: Config>(account: &T::AccountId, count: u32) {
    for index in 0..count {
        let mut public = [0; 32];
        public[..4].copy_from_slice(&index.to_le_bytes());
        list::<T>(
            account,
            certificate::<T>(account, public, index, Zero::zero()),
        );
    }
}

/// Gives `account` as many devices as there may be, of which only the last one is valid, and
/// returns that one's key.
pub fn with_all_devices<T: Config>(account: &T::AccountId) -> ed25519::Public {
    with_expired_devices::<T>(account, MAX_DEVICES - 1);
    with_valid_device::<T>(account, MAX_DEVICES)
}

/// Gives `account` a valid device.
pub fn with_valid_device<T: Config>(account: &T::AccountId, index: u32) -> ed25519::Public {
    let key = ed25519::Public::generate_pair(KEY_TYPE, None);
    list::<T>(
        account,
        certificate::<T>(account, key.0, index, valid_until::<T>()),
    );
    key
}

fn certificate<T: Config>(
    account: &T::AccountId,
    public: [u8; 32],
    index: u32,
    valid_until: Moment,
) -> CertificateOf<T> {
    Certificate {
        account: account.clone(),
        public,
        key_cid: cid(index),
        valid_from: Moment::zero(),
        valid_until,
        revoked_at: None,
        deposit: T::DeviceDeposit::get(),
    }
}

/// Stores a certificate with all that belongs to it.
fn list<T: Config>(account: &T::AccountId, certificate: CertificateOf<T>) {
    let device = DeviceId::of(&certificate.public);
    let mut identity = Identities::<T>::get(account).unwrap_or_default();
    identity
        .devices
        .try_push(device)
        .expect("no more devices than are allowed");
    Identities::<T>::insert(account, identity);
    Pallet::<T>::hold(HoldReason::Device, account, certificate.deposit).expect("it is funded");
    T::Content::retain(certificate.key_cid, T::KeySize::get()).expect("few things are retained");
    Devices::<T>::insert(device, certificate);
}

/// Gives `account` the largest archive.
pub fn with_archive<T: Config>(account: &T::AccountId) {
    let archive = Archive {
        cid: cid(ARCHIVE),
        size: MAX_CONTENT_SIZE,
    };
    Pallet::<T>::do_set_archive(account, archive).expect("it is funded");
}

/// Lets handles rest, the longest ones there are, and their rest be over.
pub fn with_rested_handles<T: Config>(account: &T::AccountId) {
    for letter in [b'x', b'y'] {
        let name = [letter; MAX_HANDLE as usize];
        Pallet::<T>::do_claim_handle(account, &name).expect("the name is free");
        Pallet::<T>::do_release_handle(account).expect("it was just claimed");
    }
    let over = block::<T>().saturating_add(T::HandleRest::get());
    frame_system::Pallet::<T>::set_block_number(over.into());
}

/// The longest name there is.
pub fn longest_handle() -> HandleInput {
    HandleInput::truncate_from([b'a'; MAX_HANDLE as usize].to_vec())
}

pub fn owner_of_longest_handle<T: Config>() -> Option<T::AccountId> {
    let handle = Handle::parse(&longest_handle()).expect("it obeys the rules");
    Handles::<T>::get(handle)
}

/// Lets the longest name rest for somebody else's account, and its rest be over.
pub fn with_longest_handle_rested<T: Config>(somebody: &T::AccountId) {
    fund::<T>(somebody);
    with_valid_device::<T>(somebody, 2 * MAX_DEVICES);
    Pallet::<T>::do_claim_handle(somebody, &longest_handle()).expect("the name is free");
    Pallet::<T>::do_release_handle(somebody).expect("it was just claimed");
    let over = block::<T>().saturating_add(T::HandleRest::get());
    frame_system::Pallet::<T>::set_block_number(over.into());
}

/// A key that no device has.
pub fn new_key() -> ed25519::Public {
    ed25519::Public::generate_pair(KEY_TYPE, None)
}

/// What [`slowest_cid`] says.
pub fn slowest_key_cid() -> Cid {
    Cid::parse(&slowest_cid()).expect("it is one")
}

/// The furthest end that a certificate may have.
pub fn valid_until<T: Config>() -> Moment {
    T::Time::now().saturating_add(T::MaxValidity::get())
}

/// The last block that a proof may be for.
pub fn expires<T: Config>() -> BlockNumber {
    block::<T>().saturating_add(T::MaxProofAge::get())
}

fn block<T: Config>() -> BlockNumber {
    frame_system::Pallet::<T>::block_number().saturated_into()
}

/// The signature of `key` for the account's next proof.
pub fn sign<T: Config>(
    key: &ed25519::Public,
    context: Context,
    account: &T::AccountId,
    fields: &impl Encode,
) -> ed25519::Signature {
    let payload = signing::payload(
        context,
        &frame_system::Pallet::<T>::block_hash(BlockNumberFor::<T>::zero()).into(),
        account.as_ref(),
        Pallet::<T>::nonce(account),
        expires::<T>(),
        fields,
    );
    key.sign(KEY_TYPE, &payload)
        .expect("the key is in the keystore")
}
