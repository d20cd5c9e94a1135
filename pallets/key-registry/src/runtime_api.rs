//! What clients ask a node about people.

use crate::types::{DeviceInfo, HandleState, IdentityInfo};
use alloc::vec::Vec;
use codec::Codec;
use postern_primitives::{DeviceId, Moment};

sp_api::decl_runtime_apis! {
    /// Identities, devices and handles.
    ///
    /// Questions in batches are answered in their order, one answer each; only the first 512
    /// of a batch are answered.
    #[api_version(1)]
    pub trait KeyRegistryApi<AccountId>
    where
        AccountId: Codec,
    {
        /// The identity of an account, if it ever registered a device.
        fn identity(account: AccountId) -> Option<IdentityInfo<AccountId>>;

        /// The identity that owns a handle; none if the name is no handle at all.
        fn identity_by_handle(name: Vec<u8>) -> Option<IdentityInfo<AccountId>>;

        /// The identity that registered a device, revoked and expired ones included.
        fn identity_by_device(id: DeviceId) -> Option<IdentityInfo<AccountId>>;

        /// As `identity`, of many accounts.
        fn identities(accounts: Vec<AccountId>) -> Vec<Option<IdentityInfo<AccountId>>>;

        /// As `identity_by_handle`, of many names.
        fn identities_by_handle(names: Vec<Vec<u8>>) -> Vec<Option<IdentityInfo<AccountId>>>;

        /// As `identity_by_device`, of many devices.
        fn identities_by_device(ids: Vec<DeviceId>) -> Vec<Option<IdentityInfo<AccountId>>>;

        /// A device's certificate, revoked and expired ones included.
        fn device(id: DeviceId) -> Option<DeviceInfo<AccountId>>;

        /// As `device`, of many devices.
        fn devices(ids: Vec<DeviceId>) -> Vec<Option<DeviceInfo<AccountId>>>;

        /// Whether the device had a valid certificate at the time `at`, in milliseconds
        /// since 1970. A certificate is good from `valid_from` inclusively until
        /// `valid_until` or `revoked_at` exclusively.
        fn is_valid(id: DeviceId, at: Moment) -> bool;

        /// The nonce that the account's next proof must be made for.
        fn nonce(account: AccountId) -> u32;

        /// Whether a handle can be had; none if the name is no handle at all.
        fn handle_state(name: Vec<u8>) -> Option<HandleState<AccountId>>;
    }
}
