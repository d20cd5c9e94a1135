//! A runtime of system, balances and inboxes.

use crate as pallet_inbox;
use crate::{Call, EntryInfo, SequenceNumbers};
use frame_support::{
    assert_ok, derive_impl, parameter_types,
    storage::unhashed,
    traits::{ConstU32, Hooks, UnfilteredDispatchable},
    weights::constants::RocksDbWeight,
};
use postern_primitives::{
    signing,
    traits::{ContentError, ContentStore},
    Cid, Codec,
};
use sp_core::{ed25519, Encode, Pair, H256};
use sp_io::TestExternalities;
use sp_keystore::{testing::MemoryKeystore, KeystoreExt};
use sp_runtime::{
    generic, traits::BlakeTwo256, AccountId32, BuildStorage, DispatchResult, MultiSignature,
};
use std::collections::BTreeMap;

pub type AccountId = AccountId32;
pub type Extension = (
    frame_system::AuthorizeCall<Test>,
    frame_system::CheckNonZeroSender<Test>,
    frame_system::CheckGenesis<Test>,
    frame_system::CheckMortality<Test>,
    frame_system::CheckNonce<Test>,
    frame_system::CheckWeight<Test>,
);
pub type Extrinsic = generic::UncheckedExtrinsic<AccountId, RuntimeCall, MultiSignature, Extension>;
type Block = generic::Block<generic::Header<u32, BlakeTwo256>, Extrinsic>;

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
    type DbWeight = RocksDbWeight;
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
pub const MAX_ACKNOWLEDGE_AGE: u32 = 50;
/// What every funded account of the mock begins with.
pub const FUNDS: u64 = 1_000_000;
pub const EXISTENTIAL_DEPOSIT: u64 = 10;

parameter_types! {
    pub const ExistentialDeposit: u64 = EXISTENTIAL_DEPOSIT;
    pub const EntryDeposit: u64 = ENTRY_DEPOSIT;
    pub const KibDeposit: u64 = KIB_DEPOSIT;
}

impl pallet_inbox::Config for Test {
    type Currency = Balances;
    type RuntimeHoldReason = RuntimeHoldReason;
    type Content = References;
    type EntryDeposit = EntryDeposit;
    type KibDeposit = KibDeposit;
    type MinLifetime = ConstU32<MIN_LIFETIME>;
    type MaxLifetime = ConstU32<MAX_LIFETIME>;
    type MaxQueued = ConstU32<MAX_QUEUED>;
    type MaxSwept = ConstU32<MAX_SWEPT>;
    type MaxAcknowledgeAge = ConstU32<MAX_ACKNOWLEDGE_AGE>;
    type WeightInfo = pallet_inbox::weights::SubstrateWeight<Test>;
}

/// Counts references in chain state, so that a failed call takes its own back.
pub struct References;

impl References {
    const MOST: u32 = 100;

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

pub const ALICE: AccountId = AccountId::new([1; 32]);
pub const BOB: AccountId = AccountId::new([2; 32]);
/// An account that is never given anything.
pub const PAUPER: AccountId = AccountId::new([9; 32]);

pub fn genesis() -> H256 {
    H256::repeat_byte(0x60)
}

/// A key that no account is known for.
pub fn key(seed: u8) -> ed25519::Pair {
    ed25519::Pair::from_seed(&[seed; 32])
}

pub fn inbox_of(key: &ed25519::Pair) -> AccountId {
    key.public().into()
}

pub fn cid(content: &str) -> Cid {
    Cid::of_block(Codec::Raw, content.as_bytes())
}

pub fn numbers(numbers: impl IntoIterator<Item = u64>) -> SequenceNumbers {
    SequenceNumbers::try_from(numbers.into_iter().collect::<Vec<_>>()).expect("few enough")
}

/// The owner's signature over an acknowledgement on this chain.
pub fn proof(key: &ed25519::Pair, sequence_numbers: &[u64], expires: u32) -> MultiSignature {
    proof_on(genesis(), key, sequence_numbers, expires)
}

pub fn proof_on(
    genesis: H256,
    key: &ed25519::Pair,
    sequence_numbers: &[u64],
    expires: u32,
) -> MultiSignature {
    let fields = signing::Acknowledge { sequence_numbers };
    let payload = signing::payload(
        signing::ACKNOWLEDGE,
        &genesis.0,
        &key.public().0,
        0,
        expires,
        &fields,
    );
    key.sign(&payload).into()
}

/// Dispatches as a block does: a failing call leaves nothing behind.
pub fn dispatch(call: Call<Test>, origin: RuntimeOrigin) -> DispatchResult {
    RuntimeCall::from(call)
        .dispatch_bypass_filter(origin)
        .map(|_| ())
        .map_err(|failed| failed.error)
}

pub fn send_call(recipients: &[AccountId], content: &str, size: u64, lifetime: u32) -> Call<Test> {
    Call::send {
        recipients: recipients.to_vec().try_into().expect("few enough"),
        cid: cid(content).to_input(),
        size,
        lifetime,
    }
}

pub fn send(
    sender: &AccountId,
    recipients: &[AccountId],
    content: &str,
    lifetime: u32,
) -> DispatchResult {
    let call = send_call(recipients, content, 1024, lifetime);
    dispatch(call, RuntimeOrigin::signed(sender.clone()))
}

/// Puts `count` entries of different content into an inbox.
pub fn fill(owner: &AccountId, count: u32, lifetime: u32) {
    for i in 0..count {
        assert_ok!(send(
            &ALICE,
            core::slice::from_ref(owner),
            &format!("content {i}"),
            lifetime
        ));
    }
}

/// Acknowledges with the owner's signature inside, in a transaction signed by [`BOB`].
pub fn acknowledge(key: &ed25519::Pair, sequence_numbers: &[u64]) -> DispatchResult {
    let expires = System::block_number() + 1;
    let signature = proof(key, sequence_numbers, expires);
    let call = acknowledge_call(&inbox_of(key), sequence_numbers, expires, Some(signature));
    dispatch(call, RuntimeOrigin::signed(BOB))
}

pub fn acknowledge_call(
    owner: &AccountId,
    sequence_numbers: &[u64],
    expires: u32,
    signature: Option<MultiSignature>,
) -> Call<Test> {
    let sequence_numbers = numbers(sequence_numbers.iter().copied());
    Call::acknowledge {
        owner: owner.clone(),
        sequence_numbers,
        expires,
        signature,
    }
}

/// Runs the hooks of every block up to `block`.
pub fn run_to(block: u32) {
    while System::block_number() < block {
        let next = System::block_number() + 1;
        System::set_block_number(next);
        Inbox::on_initialize(next);
    }
}

pub fn held(account: &AccountId) -> u64 {
    use frame_support::traits::fungible::InspectHold;
    Balances::balance_on_hold(&pallet_inbox::HoldReason::Entry.into(), account)
}

pub fn listed(entries: &[EntryInfo<AccountId>]) -> Vec<u64> {
    entries.iter().map(|entry| entry.sequence_number).collect()
}

pub fn last_event() -> RuntimeEvent {
    System::events()
        .pop()
        .expect("an event was deposited")
        .event
}
