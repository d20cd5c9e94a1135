//! What the pallet tells the world.

use frame_support::pallet_macros::pallet_section;

/// Taken into the pallet as it stands.
#[pallet_section]
mod events {
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
            /// The device that asked for it (itself in a rotation); none if the account did.
            by: Option<DeviceId>,
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
            /// Who owned it, and may take it back.
            account: T::AccountId,
            /// The name.
            handle: Handle,
            /// The first block in which anybody may claim it.
            rests_until: BlockNumber,
        },
        /// A device's certificate has another end or another key object.
        DeviceRenewed {
            /// The identity that the device belongs to.
            account: T::AccountId,
            /// The device.
            device: DeviceId,
            /// Where its key object lies from now on.
            key_cid: Cid,
            /// When its certificate ends from now on.
            valid_until: Moment,
        },
        /// A device has taken another one's place. [`Event::DeviceRevoked`] of the old one
        /// and [`Event::DeviceRegistered`] of the new one came before.
        DeviceRotated {
            /// The identity that both belong to.
            account: T::AccountId,
            /// The device that went.
            old: DeviceId,
            /// The device that came.
            new: DeviceId,
        },
        /// An account's encrypted history lies somewhere new.
        ArchiveSet {
            /// Whose history.
            account: T::AccountId,
            /// Where.
            archive: Archive,
        },
        /// An account's encrypted history is no longer kept.
        ArchiveCleared {
            /// Whose history.
            account: T::AccountId,
        },
        /// An account has ended everything that it had here; events of each thing came before.
        Retired {
            /// Who.
            account: T::AccountId,
        },
    }
}
