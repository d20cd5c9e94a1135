//! A chain with nothing but money and this pallet.

mod actions;
mod group;
mod neighbours;

pub use actions::*;
pub use group::*;
pub use neighbours::*;

use crate::{self as pallet_channels, Pallet};
use frame_support::{
    derive_impl, parameter_types,
    traits::Hooks,
    weights::{constants::RocksDbWeight, Weight, WeightToFee},
    PalletId,
};
use postern_pallet_testing as testing;
use sp_core::H256;
use sp_io::TestExternalities;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{
    generic,
    traits::{BlakeTwo256, IdentityLookup},
    AccountId32, BuildStorage,
};

pub type AccountId = AccountId32;

/// Everybody funded starts with this.
pub const FUNDS: u128 = 1_000_000_000;
pub const ALICE: AccountId = AccountId32::new([1; 32]);
pub const BOB: AccountId = AccountId32::new([2; 32]);
pub const CAROL: AccountId = AccountId32::new([3; 32]);
pub const DAVE: AccountId = AccountId32::new([4; 32]);
/// Has no money.
pub const PAUPER: AccountId = AccountId32::new([9; 32]);
pub const EVERYBODY: [AccountId; 4] = [ALICE, BOB, CAROL, DAVE];

pub type Extrinsic = testing::Transaction<Test, RuntimeCall>;
type Block = generic::Block<generic::Header<u32, BlakeTwo256>, Extrinsic>;

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        Rooms: pallet_channels,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = Block;
    type AccountId = AccountId;
    type Lookup = IdentityLookup<AccountId>;
    type AccountData = pallet_balances::AccountData<u128>;
    type DbWeight = RocksDbWeight;
}

#[derive_impl(pallet_balances::config_preludes::TestDefaultConfig)]
impl pallet_balances::Config for Test {
    type Balance = u128;
    type AccountStore = System;
    type ExistentialDeposit = ExistentialDeposit;
}

/// Where what a test may change begins.
mod initial {
    pub const MEMBERSHIP_DEPOSIT: u128 = 5;
    pub const POST_DEPOSIT_PER_KIB: u128 = 2;
    pub const MAX_MEMBERS: u32 = 30;
    pub const MAX_MODERATORS: u32 = 3;
    pub const MAX_POSTS: u32 = 1_000;
    pub const MAX_COMMITS: u32 = 3;
    pub const MIN_RETENTION: u32 = 10;
    pub const MAX_RETENTION: u32 = 100;
    pub const VOTING_PERIOD: u32 = 20;
    pub const MAX_PROOF_AGE: u32 = 50;
    pub const MAX_SWEPT: u32 = 10;
}

/// What each call without an account is charged.
pub const FEE: u128 = 7;

parameter_types! {
    pub const Purses: PalletId = PalletId(*b"test/chn");
    pub const ExistentialDeposit: u128 = 3;
    pub const ChannelDeposit: u128 = 100;
    pub const ProposalDeposit: u128 = 20;
    pub const PostDeposit: u128 = 10;
    pub const PrivateDeposit: u128 = 40;
    pub static Registered: Vec<AccountId> = vec![];
    pub static MembershipDeposit: u128 = initial::MEMBERSHIP_DEPOSIT;
    pub static PostDepositPerKib: u128 = initial::POST_DEPOSIT_PER_KIB;
    pub static MaxMembers: u32 = initial::MAX_MEMBERS;
    pub static MaxModerators: u32 = initial::MAX_MODERATORS;
    pub static MaxPosts: u32 = initial::MAX_POSTS;
    pub static MaxCommits: u32 = initial::MAX_COMMITS;
    pub static MinRetention: u32 = initial::MIN_RETENTION;
    pub static MaxRetention: u32 = initial::MAX_RETENTION;
    pub static VotingPeriod: u32 = initial::VOTING_PERIOD;
    pub static MaxProofAge: u32 = initial::MAX_PROOF_AGE;
    pub static MaxSwept: u32 = initial::MAX_SWEPT;
}

/// Tests may share a thread, and with it what another test has set.
fn reset_parameters() {
    ContentIsFull::set(false);
    Registered::set(vec![]);
    MembershipDeposit::set(initial::MEMBERSHIP_DEPOSIT);
    PostDepositPerKib::set(initial::POST_DEPOSIT_PER_KIB);
    MaxMembers::set(initial::MAX_MEMBERS);
    MaxModerators::set(initial::MAX_MODERATORS);
    MaxPosts::set(initial::MAX_POSTS);
    MaxCommits::set(initial::MAX_COMMITS);
    MinRetention::set(initial::MIN_RETENTION);
    MaxRetention::set(initial::MAX_RETENTION);
    VotingPeriod::set(initial::VOTING_PERIOD);
    MaxProofAge::set(initial::MAX_PROOF_AGE);
    MaxSwept::set(initial::MAX_SWEPT);
}

impl pallet_channels::Config for Test {
    type RuntimeHoldReason = RuntimeHoldReason;
    type Currency = Balances;
    type Content = Content;
    type Identities = Registry;
    type PalletId = Purses;
    type Fee = Fee;
    type OnFee = ();
    type ChannelDeposit = ChannelDeposit;
    type MembershipDeposit = MembershipDeposit;
    type ProposalDeposit = ProposalDeposit;
    type PostDeposit = PostDeposit;
    type PostDepositPerKib = PostDepositPerKib;
    type PrivateDeposit = PrivateDeposit;
    type MaxMembers = MaxMembers;
    type MaxModerators = MaxModerators;
    type MaxPosts = MaxPosts;
    type MaxCommits = MaxCommits;
    type MinRetention = MinRetention;
    type MaxRetention = MaxRetention;
    type VotingPeriod = VotingPeriod;
    type MaxProofAge = MaxProofAge;
    type MaxSwept = MaxSwept;
    type WeightInfo = crate::weights::SubstrateWeight<Test>;
}

pub struct Fee;

impl WeightToFee for Fee {
    type Balance = u128;

    fn weight_to_fee(_: &Weight) -> u128 {
        FEE
    }
}

/// Starts a chain at block 1.
pub struct ExtBuilder;

impl ExtBuilder {
    /// Runs `test`, then checks every invariant.
    pub fn build_and_execute(test: impl FnOnce()) {
        Self::build_without_check(|| {
            test();
            check();
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
                balances: EVERYBODY.map(|who| (who, FUNDS)).to_vec(),
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
            frame_system::BlockHash::<Test>::insert(0, genesis_hash());
        });
        ext
    }
}

/// Every invariant, and that no reference to a content is left that no post has.
pub fn check() {
    Pallet::<Test>::do_try_state().expect("all invariants hold");
    let posts = crate::Log::<Test>::iter_values().count();
    assert_eq!(Content::total(), posts, "references are posts");
}

pub fn genesis_hash() -> H256 {
    H256::repeat_byte(0x60)
}

/// Runs the hooks of every block up to `block`.
pub fn run_to(block: u32) {
    while System::block_number() < block {
        let next = System::block_number() + 1;
        System::set_block_number(next);
        Rooms::on_initialize(next);
    }
}
