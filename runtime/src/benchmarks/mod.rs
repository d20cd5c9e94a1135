//! The chain's own pallets, and its election, as the program that measures weights sees them.
//! The others have been measured by those who made them.

mod election;

use crate::{AllPalletsWithSystem, BlockNumber, Channels, Inbox, KeyRegistry, Pinning, Runtime};
use alloc::{string::String, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};

frame_benchmarking::define_benchmarks!(
    [pallet_key_registry, KeyRegistry]
    [pallet_inbox, Inbox]
    [pallet_channels, Channels]
    [pallet_pinning, Pinning]
    [election, election::Pallet::<Runtime>]
);

/// What can be measured, and the storage that it may touch.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
    let mut list = Vec::new();
    list_benchmarks!(list, extra);
    (list, AllPalletsWithSystem::storage_info())
}

/// The block that everything is measured in, unless the measurement itself goes on to another.
const MEASURED_IN: BlockNumber = 1;

/// Runs one benchmark. What every block touches anyway is not counted, and neither is what the
/// start of every block pays for.
pub fn dispatch(config: &BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
    let mut untold = AllPalletsWithSystem::whitelisted_storage_keys();
    for key in Pinning::counters(MEASURED_IN) {
        untold.push(key.into());
    }
    let mut batches = Vec::new();
    let parameters = (config, &untold);
    add_benchmarks!(parameters, batches);
    Ok(batches)
}
