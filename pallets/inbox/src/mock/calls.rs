//! People, what they sign, and what they call.

use super::{Balances, Inbox, RuntimeCall, RuntimeEvent, RuntimeOrigin, System, Test};
use crate::{Call, EntryInfo, HoldReason, OwnerProof, Places, SequenceNumbers};
use frame_support::{
    assert_ok,
    traits::{fungible::InspectHold, Hooks, UnfilteredDispatchable},
};
use postern_primitives::{
    signing::{self, RulesChange, Seen},
    Cid, Codec, Senders,
};
use sp_core::{ed25519, Pair, H256};
use sp_runtime::{AccountId32, DispatchResult, MultiSignature};

type AccountId = AccountId32;

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
    let fields = Seen {
        block: genesis.0,
        fields: signing::Acknowledge { sequence_numbers },
    };
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

/// The owner's signature over a change of rules, made for the nonce that is due.
pub fn rules_proof(key: &ed25519::Pair, change: RulesChange) -> OwnerProof {
    let nonce = Inbox::rules(&inbox_of(key)).nonce;
    let expires = System::block_number() + 1;
    let fields = Seen {
        block: genesis().0,
        fields: signing::InboxRules { nonce, change },
    };
    let owner = key.public().0;
    let payload = signing::payload(
        signing::INBOX_RULES,
        &genesis().0,
        &owner,
        0,
        expires,
        &fields,
    );
    OwnerProof {
        seen: 0,
        expires,
        signature: key.sign(&payload).into(),
    }
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
        proof: signature.map(|signature| OwnerProof {
            seen: 0,
            expires,
            signature,
        }),
    }
}

pub fn retract(sender: &AccountId, entries: &[(AccountId, u64)]) -> DispatchResult {
    let call = Call::retract {
        entries: places(entries),
    };
    dispatch(call, RuntimeOrigin::signed(sender.clone()))
}

pub fn places(entries: &[(AccountId, u64)]) -> Places<AccountId> {
    entries.to_vec().try_into().expect("few enough")
}

/// The owner, an account, decides in a transaction of their own.
pub fn set_policy(owner: &AccountId, senders: Senders, min_deposit: u64) -> DispatchResult {
    let call = Call::set_policy {
        owner: owner.clone(),
        senders,
        min_deposit,
        proof: None,
    };
    dispatch(call, RuntimeOrigin::signed(owner.clone()))
}

pub fn allow(owner: &AccountId, sender: &AccountId) -> DispatchResult {
    let call = Call::allow {
        owner: owner.clone(),
        sender: sender.clone(),
        proof: None,
    };
    dispatch(call, RuntimeOrigin::signed(owner.clone()))
}

pub fn block(owner: &AccountId, sender: &AccountId) -> DispatchResult {
    let call = Call::block {
        owner: owner.clone(),
        sender: sender.clone(),
        proof: None,
    };
    dispatch(call, RuntimeOrigin::signed(owner.clone()))
}

pub fn unlist(owner: &AccountId, sender: &AccountId) -> DispatchResult {
    let call = Call::unlist {
        owner: owner.clone(),
        sender: sender.clone(),
        proof: None,
    };
    dispatch(call, RuntimeOrigin::signed(owner.clone()))
}

/// Runs the hooks of every block up to `block`.
pub fn run_to(block: u32) {
    while System::block_number() < block {
        Inbox::on_finalize(System::block_number());
        let next = System::block_number() + 1;
        System::set_block_number(next);
        Inbox::on_initialize(next);
    }
}

/// What is reserved for the account's entries.
pub fn held(account: &AccountId) -> u64 {
    Balances::reserved_balance(account) - held_for_rules(account)
}

/// What is held for the rules that the account has paid for.
pub fn held_for_rules(account: &AccountId) -> u64 {
    Balances::balance_on_hold(&HoldReason::Rules.into(), account)
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

/// How many entries the expiry index names.
pub fn scheduled() -> usize {
    let pages = crate::Expiring::<Test>::iter_values();
    pages.map(|places| places.len()).sum()
}
