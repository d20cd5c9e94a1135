//! How long a session and an era of this chain are.
//!
//! Consensus keeps the length of an epoch for the whole life of a chain, while a chain for
//! development wants minutes where a real one wants hours. So the length is no constant of
//! the program: it is written once, at genesis, and no call changes it. One program then
//! serves every chain, and no upgrade can carry the wrong length into a running one, which
//! would stop it.

pub use pallet::*;

use core::marker::PhantomData;
use frame_support::traits::Get;
use sp_staking::SessionIndex;

#[frame_support::pallet]
#[allow(missing_docs)]
pub mod pallet {
    use crate::constants::{
        staking::SESSIONS_PER_ERA,
        time::{EPOCH_SLOTS, MIN_EPOCH_SLOTS},
    };
    use frame_support::pallet_prelude::*;
    use sp_staking::SessionIndex;

    const STORAGE_VERSION: StorageVersion = StorageVersion::new(1);

    #[pallet::pallet]
    #[pallet::storage_version(STORAGE_VERSION)]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: frame_system::Config {}

    /// Length where genesis said nothing, and where there is no chain: programs that read
    /// the metadata of the runtime alone.
    #[pallet::type_value]
    pub fn LongEpoch() -> u64 {
        EPOCH_SLOTS
    }

    #[pallet::type_value]
    pub fn LongEra() -> SessionIndex {
        SESSIONS_PER_ERA
    }

    /// Slots of an epoch, which is a session. Written by genesis alone.
    #[pallet::storage]
    pub type EpochSlots<T> = StorageValue<_, u64, ValueQuery, LongEpoch>;

    /// Sessions of an era. Written by genesis alone.
    #[pallet::storage]
    pub type SessionsPerEra<T> = StorageValue<_, SessionIndex, ValueQuery, LongEra>;

    #[pallet::genesis_config]
    pub struct GenesisConfig<T: Config> {
        /// Slots of an epoch, which is a session.
        pub epoch_slots: u64,
        /// Sessions of an era.
        pub sessions_per_era: SessionIndex,
        #[serde(skip)]
        pub _config: PhantomData<T>,
    }

    impl<T: Config> Default for GenesisConfig<T> {
        fn default() -> Self {
            Self {
                epoch_slots: EPOCH_SLOTS,
                sessions_per_era: SESSIONS_PER_ERA,
                _config: PhantomData,
            }
        }
    }

    #[pallet::genesis_build]
    impl<T: Config> BuildGenesisConfig for GenesisConfig<T> {
        /// # Panics
        /// When a length is out of what the rest of the runtime is made for.
        fn build(&self) {
            assert!(
                (MIN_EPOCH_SLOTS..=EPOCH_SLOTS).contains(&self.epoch_slots),
                "calendar.epochSlots must lie between {MIN_EPOCH_SLOTS} and {EPOCH_SLOTS}"
            );
            assert!(
                (1..=SESSIONS_PER_ERA).contains(&self.sessions_per_era),
                "calendar.sessionsPerEra must lie between 1 and {SESSIONS_PER_ERA}"
            );
            EpochSlots::<T>::put(self.epoch_slots);
            SessionsPerEra::<T>::put(self.sessions_per_era);
        }
    }
}

/// Slots of an epoch.
pub struct EpochLength<T>(PhantomData<T>);

impl<T: Config> Get<u64> for EpochLength<T> {
    fn get() -> u64 {
        EpochSlots::<T>::get()
    }
}

/// Sessions of an era.
pub struct EraLength<T>(PhantomData<T>);

impl<T: Config> Get<SessionIndex> for EraLength<T> {
    fn get() -> SessionIndex {
        SessionsPerEra::<T>::get()
    }
}
