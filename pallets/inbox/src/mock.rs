//! A runtime of system, balances and inboxes.

mod calls;
mod limits;
mod transactions;

pub use calls::*;
pub use limits::{
    MaxFreeShare, MaxLifetime, MaxListed, MaxMinDeposit, MaxProofAge, MaxQueued, MaxSwept,
    MinLifetime,
};
pub use transactions::*;

use crate as pallet_inbox;
use frame_support::{
    assert_ok, derive_impl, parameter_types, storage::unhashed, weights::constants::ParityDbWeight,
};
use postern_pallet_testing as testing;
use postern_primitives::{
    traits::{ContentError, ContentStore, Identities},
    Cid, Handle,
};
use sp_core::Encode;
use sp_io::TestExternalities;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{generic, traits::BlakeTwo256, AccountId32, BuildStorage};
use std::collections::BTreeMap;

pub type AccountId = AccountId32;
pub type Extrinsic = testing::Transaction<Test, RuntimeCall>;
pub type Block = generic::Block<generic::Header<u32, BlakeTwo256>, Extrinsic>;

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeHoldReason,
        RuntimeFreezeReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system::Pallet<Test>;

    #[runtime::pallet_index(1)]
    pub type Balances = pallet_balances::Pallet<Test>;

    #[runtime::pallet_index(2)]
    pub type Inbox = pallet_inbox::Pallet<Test>;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type AccountData = pallet_balances::AccountData<u64>;
    type AccountId = AccountId;
    type Block = Block;
    type DbWeight = ParityDbWeight;
    type Lookup = sp_runtime::traits::IdentityLookup<AccountId>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
    type Balance = u64;
    type ExistentialDeposit = ExistentialDeposit;
}

pub const ENTRY_DEPOSIT: u64 = 100;
pub const KIB_DEPOSIT: u64 = 3;
pub const MIN_LIFETIME: u32 = 5;
pub const MAX_LIFETIME: u32 = 1_000;
pub const MAX_QUEUED: u32 = 40;
pub const MAX_SWEPT: u32 = 10;
pub const MAX_PROOF_AGE: u32 = 50;
pub const RULES_DEPOSIT: u64 = 70;
pub const LISTING_DEPOSIT: u64 = 30;
pub const MAX_MIN_DEPOSIT: u64 = 5_000;
pub const MAX_LISTED: u32 = 4;
/// What every funded account of the mock begins with.
pub const FUNDS: u64 = 1_000_000;
pub const EXISTENTIAL_DEPOSIT: u64 = 10;

parameter_types! {
    pub const ExistentialDeposit: u64 = EXISTENTIAL_DEPOSIT;
    pub const EntryDeposit: u64 = ENTRY_DEPOSIT;
    pub const KibDeposit: u64 = KIB_DEPOSIT;
    pub const RulesDeposit: u64 = RULES_DEPOSIT;
    pub const ListingDeposit: u64 = LISTING_DEPOSIT;
}

impl pallet_inbox::Config for Test {
    type Currency = Balances;
    type Reserves = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Content = References;
    type Identities = Registered;
    type EntryDeposit = EntryDeposit;
    type KibDeposit = KibDeposit;
    type RulesDeposit = RulesDeposit;
    type ListingDeposit = ListingDeposit;
    type MaxMinDeposit = MaxMinDeposit;
    type MaxListed = MaxListed;
    type MinLifetime = MinLifetime;
    type MaxLifetime = MaxLifetime;
    type MaxQueued = MaxQueued;
    type MaxSwept = MaxSwept;
    type MaxProofAge = MaxProofAge;
    type MaxFreeShare = MaxFreeShare;
    type WeightInfo = pallet_inbox::weights::SubstrateWeight<Test>;
}

/// Counts references in chain state, so that a failed call takes its own back.
pub struct References;

impl References {
    const MOST: u32 = 1_000;

    pub fn of(cid: &Cid) -> u32 {
        unhashed::get_or_default(&Self::key(cid))
    }

    /// Makes the next `retain` fail.
    pub fn exhaust(cid: &Cid) {
        unhashed::put(&Self::key(cid), &Self::MOST);
    }

    fn key(cid: &Cid) -> Vec<u8> {
        (b"references", cid).encode()
    }
}

impl ContentStore for References {
    fn retain(cid: Cid, _size: u64) -> Result<(), ContentError> {
        let count = Self::of(&cid);
        if count >= Self::MOST {
            return Err(ContentError::TooMany);
        }
        unhashed::put(&Self::key(&cid), &(count + 1));
        Ok(())
    }

    fn release(cid: &Cid) {
        let count = Self::of(cid)
            .checked_sub(1)
            .expect("released once more than retained");
        unhashed::put(&Self::key(cid), &count);
    }
}

/// Who is registered, in chain state.
pub struct Registered;

impl Registered {
    pub fn add(account: &AccountId) {
        unhashed::put(&Self::key(account), &());
    }

    fn key(account: &AccountId) -> Vec<u8> {
        (b"registered", account).encode()
    }
}

impl Identities<AccountId> for Registered {
    fn is_registered(account: &AccountId) -> bool {
        unhashed::exists(&Self::key(account))
    }

    fn owner_of(_: &Handle) -> Option<AccountId> {
        None
    }

    #[cfg(feature = "runtime-benchmarks")]
    fn register_for_benchmark(account: &AccountId) {
        Self::add(account);
    }
}

/// Funded accounts and a genesis hash; checks every invariant after the test.
#[derive(Default)]
pub struct ExtBuilder {
    accounts: Vec<AccountId>,
}

impl ExtBuilder {
    pub fn with_funded(mut self, accounts: &[AccountId]) -> Self {
        self.accounts.extend_from_slice(accounts);
        self
    }

    pub fn execute_with(self, test: impl FnOnce()) {
        self.build().execute_with(|| {
            test();
            assert_ok!(Inbox::do_try_state());
            assert_references_are_entries();
        });
    }

    /// The chain itself, at block 1.
    pub fn build(self) -> TestExternalities {
        let balances = self
            .accounts
            .into_iter()
            .map(|account| (account, FUNDS))
            .collect();
        let storage = RuntimeGenesisConfig {
            balances: pallet_balances::GenesisConfig {
                balances,
                ..Default::default()
            },
            ..Default::default()
        }
        .build_storage()
        .expect("the genesis is sound");
        let mut ext = TestExternalities::from(storage);
        // Benchmarks sign with keys of the node they run on.
        ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
        ext.execute_with(|| {
            System::set_block_number(1);
            frame_system::BlockHash::<Test>::insert(0, genesis());
        });
        ext
    }
}

/// Every test that needs no particular accounts: [`ALICE`] and [`BOB`] can pay.
pub fn run(test: impl FnOnce()) {
    ExtBuilder::default()
        .with_funded(&[ALICE, BOB])
        .execute_with(test);
}

fn assert_references_are_entries() {
    let mut entries = BTreeMap::<Cid, u32>::new();
    for entry in pallet_inbox::Entries::<Test>::iter_values() {
        *entries.entry(entry.cid).or_default() += 1;
    }
    for (cid, count) in entries {
        assert_eq!(References::of(&cid), count, "references to {cid}");
    }
}
