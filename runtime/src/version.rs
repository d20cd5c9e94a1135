use crate::apis;
use alloc::borrow::Cow;
use sp_version::RuntimeVersion;

/// Version of the runtime. `spec_version` rises with every change of behaviour,
/// `transaction_version` with every change of how transactions are encoded.
#[cfg(not(feature = "rehearsal"))]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: Cow::Borrowed("postern"),
    impl_name: Cow::Borrowed("postern"),
    authoring_version: 1,
    spec_version: 3,
    impl_version: 1,
    apis: apis::RUNTIME_API_VERSIONS,
    transaction_version: 3,
    system_version: 1,
};

/// Version of a runtime that comes after every other: see [`crate::rehearsal`].
#[cfg(feature = "rehearsal")]
#[sp_version::runtime_version]
pub const VERSION: RuntimeVersion = RuntimeVersion {
    spec_name: Cow::Borrowed("postern"),
    impl_name: Cow::Borrowed("postern"),
    authoring_version: 1,
    spec_version: 1_000_000,
    impl_version: 1,
    apis: apis::RUNTIME_API_VERSIONS,
    transaction_version: 3,
    system_version: 1,
};
