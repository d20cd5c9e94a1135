//! A chain with nothing but money and this pallet.

use crate::{self as pallet_channels, ChannelId, NameInput, Pallet};
use frame_support::{
    derive_impl, parameter_types, storage_alias, traits::fungible::InspectHold, Blake2_128Concat,
};
use postern_primitives::{
    traits::{ContentError, ContentStore},
    Cid, Codec,
};
use sp_io::TestExternalities;
use sp_runtime::{traits::IdentityLookup, AccountId32, BuildStorage, DispatchResult};

/// Everybody funded starts with this.
pub const FUNDS: u128 = 1_000_000_000;
pub const ALICE: AccountId32 = AccountId32::new([1; 32]);
pub const BOB: AccountId32 = AccountId32::new([2; 32]);
pub const CAROL: AccountId32 = AccountId32::new([3; 32]);
/// Has no money.
pub const PAUPER: AccountId32 = AccountId32::new([4; 32]);

frame_support::construct_runtime!(
    pub enum Test {
        System: frame_system,
        Balances: pallet_balances,
        Rooms: pallet_channels,
    }
);

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlockU32<Test>;
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
    pub const MEMBERSHIP_DEPOSIT: u128 = 5;
    pub const POST_DEPOSIT_PER_KIB: u128 = 2;
    pub const MAX_MEMBERS: u32 = 3;
}

parameter_types! {
    pub const ChannelDeposit: u128 = 100;
    pub const PostDeposit: u128 = 10;
    pub static ContentIsFull: bool = false;
    pub static MembershipDeposit: u128 = initial::MEMBERSHIP_DEPOSIT;
    pub static PostDepositPerKib: u128 = initial::POST_DEPOSIT_PER_KIB;
    pub static MaxMembers: u32 = initial::MAX_MEMBERS;
}

/// Tests may share a thread, and with it what another test has set.
fn reset_parameters() {
    ContentIsFull::set(false);
    MembershipDeposit::set(initial::MEMBERSHIP_DEPOSIT);
    PostDepositPerKib::set(initial::POST_DEPOSIT_PER_KIB);
    MaxMembers::set(initial::MAX_MEMBERS);
}

impl pallet_channels::Config for Test {
    type RuntimeHoldReason = RuntimeHoldReason;
    type Currency = Balances;
    type Content = Content;
    type ChannelDeposit = ChannelDeposit;
    type MembershipDeposit = MembershipDeposit;
    type PostDeposit = PostDeposit;
    type PostDepositPerKib = PostDepositPerKib;
    type MaxMembers = MaxMembers;
    type WeightInfo = crate::weights::SubstrateWeight<Test>;
}

/// In chain state, so that it rolls back with a failing call as the real one does.
#[storage_alias(verbatim)]
type References = StorageMap<Mock, Blake2_128Concat, Cid, Vec<u64>>;

/// Remembers the size of each reference.
pub struct Content;

impl Content {
    pub fn references(cid: &Cid) -> Vec<u64> {
        References::get(cid).unwrap_or_default()
    }
}

impl ContentStore for Content {
    fn retain(cid: Cid, size: u64) -> Result<(), ContentError> {
        if ContentIsFull::get() {
            return Err(ContentError::TooMany);
        }
        References::append(cid, size);
        Ok(())
    }

    fn release(_: &Cid) {
        unreachable!("posts cannot be taken back in this version");
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
                balances: [ALICE, BOB, CAROL].map(|who| (who, FUNDS)).to_vec(),
                ..Default::default()
            },
            ..Default::default()
        };
        let storage = genesis.build_storage().expect("genesis is well-formed");
        reset_parameters();
        let mut ext = TestExternalities::new(storage);
        ext.execute_with(|| System::set_block_number(1));
        ext
    }
}

pub fn create(owner: AccountId32, name: &str) -> DispatchResult {
    Rooms::create(RuntimeOrigin::signed(owner), input(name))
}

pub fn join(account: AccountId32, channel: ChannelId) -> DispatchResult {
    Rooms::join(RuntimeOrigin::signed(account), channel)
}

pub fn leave(account: AccountId32, channel: ChannelId) -> DispatchResult {
    Rooms::leave(RuntimeOrigin::signed(account), channel)
}

/// Posts [`cid`]`(seed)`.
pub fn post(author: AccountId32, channel: ChannelId, seed: u8, size: u64) -> DispatchResult {
    Rooms::post(
        RuntimeOrigin::signed(author),
        channel,
        cid(seed).to_input(),
        size,
    )
}

pub fn cid(seed: u8) -> Cid {
    Cid::of_block(Codec::Raw, &[seed])
}

pub fn input(name: &str) -> NameInput {
    name.as_bytes().to_vec().try_into().expect("name is short")
}

pub fn held(reason: crate::HoldReason, account: &AccountId32) -> u128 {
    Balances::balance_on_hold(&reason.into(), account)
}
