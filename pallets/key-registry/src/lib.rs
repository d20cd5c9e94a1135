//! Who people are: identities, the devices they use, and the names they are found by.
//!
//! An identity is an account. It owns devices, and a device is a *certificate*: an Ed25519
//! key, the CID of the key object that others seal messages with, and the time within
//! which both are good. Whoever wants to write to somebody looks the certificate up here,
//! and whoever receives a message checks its signature against it.
//!
//! What can be relied on:
//!
//! - A device's key was in the hands of whoever registered it: whatever brings in or changes
//!   a key wants a proof of possession, made for one purpose, chain and account, good once
//!   and for a while.
//! - What a device signs counts only while its certificate is valid, and nothing that an
//!   expired or revoked one signs is accepted here.
//! - A [`DeviceId`](postern_primitives::DeviceId) is registered once, ever. Revoked
//!   certificates stay as tombstones, so signatures from before remain checkable and
//!   nobody can bring a revoked key back.
//! - Handles and accounts point at each other; `try_state` proves that they agree. A handle
//!   that was given up rests before anybody else can have it.
//! - A device's key object is retained in the [`Config::Content`] for as long as the
//!   certificate is not revoked, an archive for as long as it is set.
//!
//! # What is paid for good, and what is held
//!
//! A tombstone stays in state for ever, whatever becomes of its account. A deposit cannot pay
//! for that: either [`Call::retire`] could not give it back, or state would grow for
//! nothing. So each device costs [`Config::RecordPrice`] once, and that is destroyed: whoever
//! takes a place in state for good pays everybody who keeps it. What can go again (a key
//! object that is kept, a handle, an archive) holds a deposit for as long as it is there.
//!
//! A handle at rest holds nothing either. Each one that comes to rest clears up to two that
//! have rested, so that no more of them stay in state than rest at one time.
//!
//! Times are milliseconds of [`Config::Time`]; a certificate is good from `valid_from`
//! inclusively until `valid_until` or `revoked_at` exclusively.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod archive;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod calls;
mod certificates;
mod deposits;
mod errors;
mod events;
mod handles;
mod integrity;
mod lookup;
mod proofs;
mod registration;
mod renewal;
mod retirement;
pub mod revocation;
pub mod runtime_api;
mod types;
pub mod weights;

#[cfg(any(test, feature = "try-runtime"))]
mod try_state;

#[cfg(test)]
mod mock;
#[cfg(test)]
mod tests;

pub use pallet::*;
pub use types::{
    Archive, ArchiveInput, BalanceOf, Certificate, CertificateOf, DeviceInfo, DeviceProof,
    HandleInput, HandleState, Identity, IdentityInfo, Rest, RotationProofs, Tickets,
};
pub use weights::WeightInfo;

use frame_support::pallet_macros::import_section;

/// The pallet's parts as the runtime sees them.
#[import_section(calls::calls)]
#[import_section(errors::errors)]
#[import_section(events::events)]
#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use crate::certificates::{parse_key_cid, NewDevice};
    use frame_support::{
        pallet_prelude::*,
        traits::{fungible, Time},
    };
    use frame_system::pallet_prelude::*;
    use postern_primitives::{
        signing::RenewDevice, traits::ContentStore, BlockNumber, Cid, CidInput, DeviceId,
        DevicePublic, Handle, Moment,
    };
    use sp_core::ed25519;

    // Named, because the prelude has a hasher of that name.
    use crate::Identity;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    /// What the pallet needs of the runtime.
    ///
    /// Account and block hash must be 32 bytes, because a proof of possession covers them.
    #[pallet::config]
    pub trait Config:
        frame_system::Config<
        RuntimeEvent: From<Event<Self>>,
        AccountId: AsRef<[u8; 32]>,
        Hash: Into<[u8; 32]>,
    >
    {
        /// The runtime's name for why money is held.
        type RuntimeHoldReason: From<HoldReason>;

        /// Where deposits are held and prices are paid.
        type Currency: fungible::Mutate<Self::AccountId>
            + fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

        /// Keeps the devices' key objects and the archives available.
        type Content: ContentStore;

        /// The chain's clock, by which certificates begin and end.
        type Time: Time<Moment = Moment>;

        /// Destroyed for each device registered: the price of a certificate that is never
        /// deleted.
        #[pallet::constant]
        type RecordPrice: Get<BalanceOf<Self>>;

        /// Held for each device until it is revoked.
        #[pallet::constant]
        type DeviceDeposit: Get<BalanceOf<Self>>;

        /// Held for as long as a handle is owned, so that names are not hoarded.
        #[pallet::constant]
        type HandleDeposit: Get<BalanceOf<Self>>;

        /// Held for as long as an archive is kept, whatever its size.
        #[pallet::constant]
        type ArchiveDeposit: Get<BalanceOf<Self>>;

        /// Held besides for each begun KiB of an archive.
        #[pallet::constant]
        type KibDeposit: Get<BalanceOf<Self>>;

        /// For how many blocks only its last owner may have a handle that was given up, so
        /// that those who know it notice before it is somebody else's.
        #[pallet::constant]
        type HandleRest: Get<BlockNumber>;

        /// Bytes that a key object is counted as when it is retained. Clients must
        /// not publish a larger one.
        #[pallet::constant]
        type KeySize: Get<u64>;

        /// The longest time, in milliseconds, that a certificate may be issued for: a
        /// lost device that nobody revokes must end some day.
        #[pallet::constant]
        type MaxValidity: Get<Moment>;

        /// How many blocks ahead a proof of possession may expire, so that none
        /// lies about for long.
        #[pallet::constant]
        type MaxProofAge: Get<BlockNumber>;

        /// What the calls cost.
        type WeightInfo: WeightInfo;
    }

    /// Why this pallet holds money.
    #[pallet::composite_enum]
    pub enum HoldReason {
        /// The devices of an account.
        Device,
        /// The handle of an account.
        Handle,
        /// The archive of an account.
        Archive,
    }

    /// Identities, devices and handles.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// Everybody who has ever registered a device. Entries are never removed.
    #[pallet::storage]
    pub type Identities<T: Config> = StorageMap<_, Blake2_128Concat, T::AccountId, Identity>;

    /// Every certificate ever issued. Entries are never removed.
    #[pallet::storage]
    pub type Devices<T: Config> = StorageMap<_, Blake2_128Concat, DeviceId, CertificateOf<T>>;

    /// Who owns a handle; the way back is [`Identity::handle`](crate::Identity).
    #[pallet::storage]
    pub type Handles<T: Config> = StorageMap<_, Blake2_128Concat, Handle, T::AccountId>;

    /// Handles that were given up. One stays here after its rest until it is claimed, or
    /// another one comes to rest.
    #[pallet::storage]
    pub type RestingHandles<T: Config> =
        StorageMap<_, Blake2_128Concat, Handle, Rest<T::AccountId>>;

    /// The handles at rest in the order they were given up. A ticket is used once; claimed
    /// handles leave gaps.
    #[pallet::storage]
    pub type RestQueue<T: Config> = StorageMap<_, Twox64Concat, u64, Handle>;

    /// Where [`RestQueue`] begins and ends.
    #[pallet::storage]
    pub type RestTickets<T: Config> = StorageValue<_, Tickets, ValueQuery>;

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            Self::check_configuration();
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }
}
