//! A chain with nothing but money, a clock and this pallet.

mod requests;

pub use postern_pallet_testing::{Content, ContentIsFull};
pub use requests::*;

use crate::{self as pallet_key_registry, HandleInput, Pallet};
use frame_support::{
    derive_impl, parameter_types,
    traits::{fungible::InspectHold, Time},
};
use postern_pallet_testing as testing;
use postern_primitives::{BlockNumber, Moment};
use sp_core::H256;
use sp_io::TestExternalities;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{
    generic,
    traits::{BlakeTwo256, IdentityLookup},
    AccountId32, BuildStorage,
};

/// Everybody funded starts with this.
pub const FUNDS: u128 = 1_000;
/// Hash of block 0, which proofs cover.
pub const GENESIS: [u8; 32] = [7; 32];
pub const ALICE: AccountId32 = AccountId32::new([1; 32]);
pub const BOB: AccountId32 = AccountId32::new([2; 32]);
/// Has no money.
pub const PAUPER: AccountId32 = AccountId32::new([3; 32]);

pub type Extrinsic = testing::Transaction<Test, RuntimeCall>;
type Block = generic::Block<generic::Header<u32, BlakeTwo256>, Extrinsic>;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        KeyRegistry: pallet_key_registry,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
    type AccountId = AccountId32;
    type Lookup = IdentityLookup<AccountId32>;
    type AccountData = pallet_balances::AccountData<u128>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type Balance = u128;
    type AccountStore = System;
}

/// Where what a test may change begins.
mod initial {
    use super::{BlockNumber, Moment};

    pub const START: Moment = 1_000_000;
    pub const KEY_SIZE: u64 = 4096;
    pub const MAX_VALIDITY: Moment = 10_000;
    pub const MAX_PROOF_AGE: BlockNumber = 100;
    pub const DEVICE_DEPOSIT: u128 = 30;
    pub const HANDLE_DEPOSIT: u128 = 20;
    pub const HANDLE_REST: BlockNumber = 50;
}

parameter_types! {
    pub const RecordPrice: u128 = 3;
    pub const ArchiveDeposit: u128 = 5;
    pub const KibDeposit: u128 = 1;
    pub static DeviceDeposit: u128 = initial::DEVICE_DEPOSIT;
    pub static HandleRest: BlockNumber = initial::HANDLE_REST;
    pub static Now: Moment = initial::START;
    pub static KeySize: u64 = initial::KEY_SIZE;
    pub static MaxValidity: Moment = initial::MAX_VALIDITY;
    pub static MaxProofAge: BlockNumber = initial::MAX_PROOF_AGE;
    pub static HandleDeposit: u128 = initial::HANDLE_DEPOSIT;
}

impl pallet_key_registry::Config for Test {
    type RuntimeHoldReason = RuntimeHoldReason;
    type Currency = Balances;
    type Content = Content;
    type Time = Clock;
    type RecordPrice = RecordPrice;
    type DeviceDeposit = DeviceDeposit;
    type HandleDeposit = HandleDeposit;
    type ArchiveDeposit = ArchiveDeposit;
    type KibDeposit = KibDeposit;
    type HandleRest = HandleRest;
    type KeySize = KeySize;
    type MaxValidity = MaxValidity;
    type MaxProofAge = MaxProofAge;
    type WeightInfo = crate::weights::SubstrateWeight<Test>;
}

/// Shows [`Now`].
pub struct Clock;

impl Time for Clock {
    type Moment = Moment;

    fn now() -> Moment {
        Now::get()
    }
}

/// Starts a chain at block 1.
pub struct ExtBuilder;

impl ExtBuilder {
    /// Runs `test`, then checks every invariant.
    pub fn build_and_execute(test: impl FnOnce()) {
        Self::build_without_check(|| {
            test();
            Pallet::<Test>::do_try_state().expect("all invariants hold after a test");
        });
    }

    /// Runs `test`, which may leave a broken state behind.
    pub fn build_without_check(test: impl FnOnce()) {
        Self::build().execute_with(test);
    }

    /// The chain itself.
    pub fn build() -> TestExternalities {
        let genesis = RuntimeGenesisConfig {
            balances: pallet_balances::GenesisConfig {
                balances: vec![(ALICE, FUNDS), (BOB, FUNDS)],
                ..Default::default()
            },
            ..Default::default()
        };
        let storage = genesis.build_storage().expect("genesis is well-formed");
        reset_parameters();
        let mut ext = TestExternalities::new(storage);
        // Benchmarks sign with keys of the node they run on.
        ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
        ext.execute_with(|| {
            System::set_block_number(1);
            frame_system::BlockHash::<Test>::insert(0, H256(GENESIS));
        });
        ext
    }
}

/// Tests may share a thread, and with it what another test has set.
fn reset_parameters() {
    Now::set(initial::START);
    ContentIsFull::set(false);
    KeySize::set(initial::KEY_SIZE);
    MaxValidity::set(initial::MAX_VALIDITY);
    MaxProofAge::set(initial::MAX_PROOF_AGE);
    DeviceDeposit::set(initial::DEVICE_DEPOSIT);
    HandleDeposit::set(initial::HANDLE_DEPOSIT);
    HandleRest::set(initial::HANDLE_REST);
}

pub fn input(name: &str) -> HandleInput {
    name.as_bytes().to_vec().try_into().expect("name is short")
}

pub fn held(reason: crate::HoldReason, account: &AccountId32) -> u128 {
    Balances::balance_on_hold(&reason.into(), account)
}

pub fn free(account: &AccountId32) -> u128 {
    Balances::free_balance(account)
}

pub fn signed(account: AccountId32) -> RuntimeOrigin {
    RuntimeOrigin::signed(account)
}
