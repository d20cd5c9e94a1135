//! A runtime of this pallet and balances, a chain of its blocks that can fork, and a machine
//! with an IPFS node.

mod chain;
mod ipfs;
mod pinners;

pub use chain::{Chain, Op};
pub use ipfs::{Content, Health, Ipfs};
pub use pinners::*;

use frame_support::{
    derive_impl, parameter_types,
    traits::{ConstU32, ConstU64},
    weights::constants::RocksDbWeight,
};
use frame_system::offchain::{
    CreateAuthorizedTransaction, CreateTransaction, CreateTransactionBase,
};
use postern_pallet_testing as testing;
use postern_primitives::{limits::MAX_CONTENT_SIZE, Cid, Codec};
use sp_io::TestExternalities;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{
    generic,
    traits::{BlakeTwo256, IdentityLookup},
    AccountId32, BuildStorage,
};

pub type AccountId = AccountId32;
type Extension = testing::Extension<Test>;
pub type Extrinsic = testing::Transaction<Test, RuntimeCall>;
type Block = generic::Block<generic::Header<u32, BlakeTwo256>, Extrinsic>;

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;

    #[runtime::pallet_index(1)]
    pub type Balances = pallet_balances;

    #[runtime::pallet_index(23)]
    pub type Pinning = crate;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type AccountData = pallet_balances::AccountData<u64>;
    type AccountId = AccountId;
    type Block = Block;
    type BlockHashCount = ConstU32<2_400>;
    type DbWeight = RocksDbWeight;
    type Lookup = IdentityLookup<AccountId>;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type AccountStore = System;
    type Balance = u64;
    type ExistentialDeposit = ConstU64<10>;
}

impl<C> CreateTransactionBase<C> for Test
where
    RuntimeCall: From<C>,
{
    type Extrinsic = Extrinsic;
    type RuntimeCall = RuntimeCall;
}

impl<C> CreateTransaction<C> for Test
where
    RuntimeCall: From<C>,
{
    type Extension = Extension;

    fn create_transaction(call: RuntimeCall, extension: Extension) -> Extrinsic {
        Extrinsic::new_transaction(call, extension)
    }
}

impl<C> CreateAuthorizedTransaction<C> for Test
where
    RuntimeCall: From<C>,
{
    fn create_extension() -> Extension {
        testing::extension()
    }
}

pub const BOND: u64 = 1_000;
pub const NOTICE: u32 = 50;
pub const PERIOD: u32 = 10;
/// Blocks after the last heartbeat in which a pinner still counts as at work.
pub const PATIENCE: u32 = 3 * PERIOD;
pub const MAX_SILENCE: u32 = 100;
pub const REPORT_AGE: u32 = 5;
pub const MAX_PINNERS: u32 = 8;

parameter_types! {
    pub static ChangeWindow: u32 = 100;
    pub static MaxPruned: u32 = 8;
    pub static Replicas: u32 = 2;
    pub static HeartbeatPeriod: u32 = PERIOD;
    pub static MissedHeartbeats: u32 = 3;
    pub static MaxReportAge: u32 = REPORT_AGE;
}

impl crate::Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type ChangeWindow = ChangeWindow;
    type MaxPruned = MaxPruned;
    type Replicas = Replicas;
    type MaxPinners = ConstU32<MAX_PINNERS>;
    type Bond = ConstU64<BOND>;
    type Notice = ConstU32<NOTICE>;
    type MinCapacity = ConstU64<MAX_CONTENT_SIZE>;
    type HeartbeatPeriod = HeartbeatPeriod;
    type MissedHeartbeats = MissedHeartbeats;
    type MaxSilence = ConstU32<MAX_SILENCE>;
    type MaxReportAge = MaxReportAge;
    type WeightInfo = ();
}

/// The CID of content number `n`.
pub fn cid(n: u32) -> Cid {
    Cid::of_block(Codec::Raw, &n.to_le_bytes())
}

/// The state before the first block. Accounts 1 to 12 own something.
pub fn genesis() -> TestExternalities {
    let balances = (1..=12).map(|n| (account(n), 10 * BOND)).collect();
    let config = RuntimeGenesisConfig {
        balances: pallet_balances::GenesisConfig {
            balances,
            ..Default::default()
        },
        ..Default::default()
    };
    let mut ext = TestExternalities::from(config.build_storage().expect("the genesis is sound"));
    // Benchmarks sign with keys of the node they run on.
    ext.register_extension(KeystoreExt::new(MemoryKeystore::new()));
    ext.execute_with(|| {
        frame_system::BlockHash::<Test>::insert(0, sp_core::H256(GENESIS_HASH));
    });
    ext
}

/// Hash of the first block.
pub const GENESIS_HASH: [u8; 32] = [0x60; 32];

/// Runs in block 1, and checks what must hold afterwards.
pub fn run(test: impl FnOnce()) {
    genesis().execute_with(|| {
        System::set_block_number(1);
        test();
        Pinning::do_try_state().unwrap();
    });
}
