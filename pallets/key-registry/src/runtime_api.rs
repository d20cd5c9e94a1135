//! What clients ask a node about people.

use crate::types::{DeviceInfo, IdentityInfo};
use alloc::vec::Vec;
use codec::Codec;
use postern_primitives::{DeviceId, Moment};

sp_api::decl_runtime_apis! {
    /// Identities, devices and handles.
    pub trait KeyRegistryApi<AccountId>
    where
        AccountId: Codec,
    {
        /// The identity of an account, if it ever registered a device.
        fn identity(account: AccountId) -> Option<IdentityInfo<AccountId>>;

        /// The identity that owns a handle; none if the name is no handle at all.
        fn identity_by_handle(name: Vec<u8>) -> Option<IdentityInfo<AccountId>>;

        /// The identities of many accounts, in their order, one answer each. Only the first
        /// 512 accounts are answered.
        fn identities(accounts: Vec<AccountId>) -> Vec<Option<IdentityInfo<AccountId>>>;

        /// A device's certificate, revoked and expired ones included.
        fn device(id: DeviceId) -> Option<DeviceInfo<AccountId>>;

        /// Whether the device had a valid certificate at the time `at`.
        fn is_valid(id: DeviceId, at: Moment) -> bool;

        /// The nonce that the account's next proof of possession must be made for.
        fn nonce(account: AccountId) -> u32;
    }
}
