//! Who people are: identities, the devices they use, and the names they are found by.
//!
//! An identity is an account. It owns devices, and a device is a *certificate*: an Ed25519
//! key, the CID of the key object that others seal messages with, and the time within
//! which both are good. Whoever wants to write to somebody looks the certificate up here,
//! and whoever receives a message checks its signature against it.
//!
//! What can be relied on:
//!
//! - A device's key was in the hands of whoever registered it: [`Call::register`] wants a
//!   proof of possession, made for one account and good once.
//! - A [`DeviceId`](postern_primitives::DeviceId) is registered once, ever. Revoked
//!   certificates stay as tombstones, so signatures from before remain checkable and
//!   nobody can bring a revoked key back.
//! - Handles and accounts point at each other; `try_state` proves that they agree.
//! - A device's key object is retained in the [`Config::Content`] for as long as the
//!   certificate is not revoked.
//!
//! Times are milliseconds of [`Config::Time`]; a certificate is good from `valid_from`
//! inclusively until `valid_until` or `revoked_at` exclusively.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

#[cfg(feature = "runtime-benchmarks")]
mod benchmarking;
mod handles;
mod lookup;
mod registration;
mod revocation;
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
pub use types::{BalanceOf, Certificate, DeviceInfo, HandleInput, Identity, IdentityInfo};
pub use weights::WeightInfo;

/// The pallet's parts as the runtime sees them.
#[frame_support::pallet]
pub mod pallet {
    use super::*;
    use crate::registration::Registration;
    use frame_support::{
        pallet_prelude::*,
        traits::{fungible, Time},
    };
    use frame_system::pallet_prelude::*;
    use postern_primitives::{
        limits, traits::ContentStore, BlockNumber, Cid, CidInput, DeviceId, DevicePublic, Handle,
        Moment,
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

        /// Where deposits are held.
        type Currency: fungible::MutateHold<Self::AccountId, Reason = Self::RuntimeHoldReason>;

        /// Keeps the devices' key objects available.
        type Content: ContentStore;

        /// The chain's clock, by which certificates begin and end.
        type Time: Time<Moment = Moment>;

        /// Held for each device registered. It is never given back, because the
        /// certificate it pays for is never deleted.
        #[pallet::constant]
        type DeviceDeposit: Get<BalanceOf<Self>>;

        /// Held for as long as a handle is owned, so that names are not hoarded.
        #[pallet::constant]
        type HandleDeposit: Get<BalanceOf<Self>>;

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
        /// The certificates of an account's devices, revoked ones included.
        Device,
        /// The handle of an account.
        Handle,
    }

    /// Identities, devices and handles.
    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    /// Everybody who has ever registered a device.
    #[pallet::storage]
    pub type Identities<T: Config> =
        StorageMap<_, Blake2_128Concat, T::AccountId, Identity<BalanceOf<T>>>;

    /// Every certificate ever issued. Entries are never removed.
    #[pallet::storage]
    pub type Devices<T: Config> =
        StorageMap<_, Blake2_128Concat, DeviceId, Certificate<T::AccountId>>;

    /// Who owns a handle; the way back is [`Identity::handle`](crate::Identity).
    #[pallet::storage]
    pub type Handles<T: Config> = StorageMap<_, Blake2_128Concat, Handle, T::AccountId>;

    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A device was registered and is valid from now on.
        DeviceRegistered {
            /// The identity that the device belongs to.
            account: T::AccountId,
            /// The device.
            device: DeviceId,
            /// Where its key object lies.
            key_cid: Cid,
            /// When its certificate ends.
            valid_until: Moment,
        },
        /// A device was revoked: what it signs from now on is worth nothing.
        DeviceRevoked {
            /// The identity that the device belonged to.
            account: T::AccountId,
            /// The device.
            device: DeviceId,
        },
        /// A handle was taken.
        HandleClaimed {
            /// Who owns it now.
            account: T::AccountId,
            /// The name.
            handle: Handle,
        },
        /// A handle was given up.
        HandleReleased {
            /// Who owned it.
            account: T::AccountId,
            /// The name.
            handle: Handle,
        },
    }

    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The account has a device that is still valid. Revoke that device first.
        AlreadyRegistered,
        /// The account has no identity. Register a device first.
        NotRegistered,
        /// This device key has been registered before, and a key is registered only once.
        /// Make a new key.
        DeviceTaken,
        /// No device with this identifier is registered. Check the identifier.
        DeviceNotFound,
        /// The device belongs to another account. Sign with the account that registered it.
        NotDeviceOwner,
        /// The device has been revoked already. Nothing is left to do.
        AlreadyRevoked,
        /// The identity has as many devices as are allowed. Revoke an old one first.
        TooManyDevices,
        /// The certificate would have ended already. Choose a later `valid_until`.
        ValidityInPast,
        /// The certificate would last longer than `MaxValidity`. Choose an earlier
        /// `valid_until`.
        ValidityTooLong,
        /// The proof of possession expired before this block. Sign a new one.
        ProofExpired,
        /// The proof of possession expires later than `MaxProofAge` blocks from now. Sign one
        /// that expires sooner.
        ProofTooLong,
        /// The proof is not this device key's signature for this account, chain, nonce,
        /// expiry, key object and validity. Fetch the nonce and sign again.
        BadProof,
        /// The identity's nonce cannot rise any further. Register with another account.
        NonceExhausted,
        /// The account owns a handle already. Release it first.
        AlreadyHasHandle,
        /// The account owns no handle. Nothing is left to do.
        NoHandle,
        /// The handle belongs to somebody else. Choose another one.
        HandleTaken,
        /// A handle has 3 to 32 characters. Choose one of that length.
        HandleLength,
        /// A handle has only the characters a-z, 0-9 and -. Choose one without others.
        HandleCharacter,
        /// A handle neither begins nor ends with -. Choose another one.
        HandleEdge,
        /// The CID is too long to be one. A CIDv1 with sha2-256 has 59 characters.
        CidTooLong,
        /// This is not a CID. One looks like `bafkrei…`.
        CidMalformed,
        /// This is a version 0 CID. Convert it to version 1.
        CidVersion0,
        /// The CID has a codec that Postern does not carry. Publish the key as a raw block.
        CidUnsupportedCodec,
        /// The CID has another hash than a whole sha2-256. Publish the key with sha2-256.
        CidUnsupportedHash,
        /// There are bytes after the end of the CID. Remove them.
        CidTrailingBytes,
        /// A key object must be one raw block, and this CID is of a UnixFS tree. Publish the
        /// key as a raw block.
        KeyNotRawBlock,
        /// The key object cannot be kept available, because too much refers to it or too much
        /// changed in this block. Try again in a later block.
        ContentRefused,
        /// The account cannot pay the deposit. Fund it, or free money that is held.
        DepositUnaffordable,
    }

    #[pallet::hooks]
    impl<T: Config> Hooks<BlockNumberFor<T>> for Pallet<T> {
        fn integrity_test() {
            assert!(
                (1..=limits::MAX_CONTENT_SIZE).contains(&T::KeySize::get()),
                "KeySize must be a size that content can have"
            );
            assert!(
                T::MaxValidity::get() > 0,
                "MaxValidity of 0 allows no certificate"
            );
            assert!(
                T::MaxProofAge::get() > 0,
                "MaxProofAge of 0 allows no proof made before its block"
            );
        }

        #[cfg(feature = "try-runtime")]
        fn try_state(_: BlockNumberFor<T>) -> Result<(), sp_runtime::TryRuntimeError> {
            Self::do_try_state()
        }
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Registers a device for the signer, who gets an identity with the first one.
        ///
        /// The certificate is valid from the time of this block. An identity whose devices
        /// are all revoked or expired may register a new one in the same way.
        ///
        /// - `public`: the device's Ed25519 key.
        /// - `key_cid`: where the device's key object lies, a raw block.
        /// - `valid_until`: when the certificate ends, at most `MaxValidity` from now.
        /// - `expires`: the last block in which `proof` is accepted, at most `MaxProofAge`
        ///   blocks from now.
        /// - `proof`: the device key's signature over
        ///   [`signing::payload`](postern_primitives::signing::payload) with the context
        ///   [`REGISTER_DEVICE`](postern_primitives::signing::REGISTER_DEVICE), the signer, the
        ///   identity's nonce (0 for a new one) and
        ///   [`RegisterDevice`](postern_primitives::signing::RegisterDevice).
        /// - `handle`: a name to claim at once, as [`Call::claim_handle`] does.
        ///
        /// Signed by the account. Holds `DeviceDeposit` for ever, and `HandleDeposit` with a
        /// handle. Emits [`Event::DeviceRegistered`], and [`Event::HandleClaimed`] with a handle.
        ///
        /// # Errors
        /// [`Error::AlreadyRegistered`], [`Error::DeviceTaken`], [`Error::TooManyDevices`],
        /// [`Error::ValidityInPast`], [`Error::ValidityTooLong`], [`Error::ProofExpired`],
        /// [`Error::ProofTooLong`], [`Error::BadProof`], [`Error::NonceExhausted`],
        /// [`Error::KeyNotRawBlock`], [`Error::ContentRefused`], [`Error::DepositUnaffordable`],
        /// one of `Cid…` for a bad `key_cid`, and those of [`Call::claim_handle`] with a handle.
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::register())]
        pub fn register(
            origin: OriginFor<T>,
            public: DevicePublic,
            key_cid: CidInput,
            valid_until: Moment,
            expires: BlockNumber,
            proof: ed25519::Signature,
            handle: Option<HandleInput>,
        ) -> DispatchResult {
            let account = ensure_signed(origin)?;
            let registration =
                Registration::parse::<T>(public, &key_cid, valid_until, expires, proof)?;
            Self::do_register(&account, &registration)?;
            match handle {
                Some(name) => Self::do_claim_handle(&account, &name),
                None => Ok(()),
            }
        }

        /// Revokes a device of the signer, at once and for ever.
        ///
        /// The certificate stays as a tombstone and the deposit with it; the key object is no
        /// longer kept available. Expired devices may be revoked as well, which makes room.
        ///
        /// Signed by the account that owns the device. Holds nothing. Emits
        /// [`Event::DeviceRevoked`].
        ///
        /// # Errors
        /// [`Error::DeviceNotFound`], [`Error::NotDeviceOwner`], [`Error::AlreadyRevoked`].
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::revoke_device())]
        pub fn revoke_device(origin: OriginFor<T>, device: DeviceId) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_revoke_device(&account, device)
        }

        /// Takes a name that others can find the signer by.
        ///
        /// Signed by an account with an identity. Holds `HandleDeposit` until the handle is
        /// released. Emits [`Event::HandleClaimed`].
        ///
        /// # Errors
        /// [`Error::NotRegistered`], [`Error::AlreadyHasHandle`], [`Error::HandleTaken`],
        /// [`Error::HandleLength`], [`Error::HandleCharacter`], [`Error::HandleEdge`],
        /// [`Error::DepositUnaffordable`].
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::claim_handle())]
        pub fn claim_handle(origin: OriginFor<T>, name: HandleInput) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_claim_handle(&account, &name)
        }

        /// Gives the signer's handle up; anybody may claim it from now on.
        ///
        /// Signed by the account that owns the handle, who gets its deposit back. Emits
        /// [`Event::HandleReleased`].
        ///
        /// # Errors
        /// [`Error::NotRegistered`], [`Error::NoHandle`].
        #[pallet::call_index(3)]
        #[pallet::weight(T::WeightInfo::release_handle())]
        pub fn release_handle(origin: OriginFor<T>) -> DispatchResult {
            let account = ensure_signed(origin)?;
            Self::do_release_handle(&account)
        }
    }
}
