//! What the program that measures weights sees: the chain's own pallets, its election, and what
//! of the SDK stands around every call or is what such calls are compared with. The rest has
//! been measured by those who made it.

mod election;

use crate::{
    AccountId, AllPalletsWithSystem, Authorship, Balances, BlockNumber, Channels, Hash, Inbox,
    KeyRegistry, Pinning, Runtime, Session, System, TransactionPayment,
};
use alloc::{string::String, vec, vec::Vec};
use frame_benchmarking::{BenchmarkBatch, BenchmarkConfig, BenchmarkList};
use frame_support::traits::{StorageInfo, StorageInfoTrait, WhitelistedStorageKeys};
use frame_system_benchmarking::extensions::Pallet as Extensions;
use sp_consensus_babe::digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest};
use sp_runtime::{Digest, DigestItem};

frame_benchmarking::define_benchmarks!(
    [pallet_key_registry, KeyRegistry]
    [pallet_inbox, Inbox]
    [pallet_channels, Channels]
    [pallet_pinning, Pinning]
    [election, election::Pallet::<Runtime>]
    [frame_system_extensions, Extensions::<Runtime>]
    [pallet_transaction_payment, TransactionPayment]
    [pallet_balances, Balances]
);

impl frame_system_benchmarking::Config for Runtime {}
impl pallet_transaction_payment::BenchmarkConfig for Runtime {
    /// Gives the block an author, who gets the fee.
    fn setup_benchmark_environment() {
        let claim = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
            authority_index: 0,
            slot: 0.into(),
        });
        let digest = Digest {
            logs: vec![DigestItem::babe_pre_digest(claim)],
        };
        System::initialize(&MEASURED_IN, &Hash::default(), &digest);
        assert_eq!(Authorship::author(), author());
    }
}

/// Who makes the block that is measured in.
fn author() -> Option<AccountId> {
    Session::validators().into_iter().next()
}

/// What can be measured, and the storage that it may touch.
pub fn metadata(extra: bool) -> (Vec<BenchmarkList>, Vec<StorageInfo>) {
    let mut list = Vec::new();
    list_benchmarks!(list, extra);
    (list, AllPalletsWithSystem::storage_info())
}

/// The block that everything is measured in, unless the measurement itself goes on to another.
const MEASURED_IN: BlockNumber = 1;

/// Runs one benchmark. What every block touches anyway is not counted, and neither is what the
/// start of every block pays for, nor what is measured apart.
pub fn dispatch(config: &BenchmarkConfig) -> Result<Vec<BenchmarkBatch>, String> {
    let mut untold = AllPalletsWithSystem::whitelisted_storage_keys();
    let counters = Pinning::counters(MEASURED_IN);
    // All fees of a block go to one account.
    let author = author().map(frame_system::Account::<Runtime>::hashed_key_for);
    let page = Inbox::page_at_hand(MEASURED_IN);
    let more = counters.into_iter().chain(author).chain([page]);
    untold.extend(more.map(Into::into));
    let mut batches = Vec::new();
    let parameters = (config, &untold);
    add_benchmarks!(parameters, batches);
    Ok(batches)
}
