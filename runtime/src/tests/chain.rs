//! Blocks with an author and a time, so that sessions and eras go by.

use crate::{
    constants::{
        staking::FAST_SESSIONS_PER_ERA,
        time::{FAST_EPOCH_SLOTS, SLOT_MILLIS},
    },
    AccountId, Babe, Executive, Header, RuntimeCall, RuntimeOrigin, Session, System,
    UncheckedExtrinsic,
};
use frame_support::assert_ok;
use sp_consensus_babe::{
    digests::{CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest},
    Slot,
};
use sp_keyring::Sr25519Keyring;
use sp_runtime::{
    traits::{Dispatchable, Header as _},
    Digest, DigestItem, DispatchResult,
};

/// Slot of the first block: any point in time.
const FIRST_SLOT: u64 = 600_000_000;

/// What a header says of its author and its slot.
pub fn digest(slot: Slot, authority_index: u32) -> Digest {
    let claim = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
        authority_index,
        slot,
    });
    Digest {
        logs: vec![DigestItem::babe_pre_digest(claim)],
    }
}

/// Makes a block of this author, so many slots after the last one.
pub fn block_by(author: &AccountId, slots: u64, extrinsics: Vec<UncheckedExtrinsic>) {
    let index = authority_index(author);
    let slot = match *pallet_babe::CurrentSlot::<crate::Runtime>::get() {
        0 => FIRST_SLOT,
        last => last + slots,
    };
    let header = Header::new(
        System::block_number() + 1,
        Default::default(),
        Default::default(),
        System::parent_hash(),
        digest(slot.into(), index),
    );
    Executive::initialize_block(&header);
    let now = RuntimeCall::Timestamp(pallet_timestamp::Call::set {
        now: slot * SLOT_MILLIS,
    });
    let time = UncheckedExtrinsic::new_bare(now);
    for extrinsic in std::iter::once(time).chain(extrinsics) {
        assert_ok!(Executive::apply_extrinsic(extrinsic).expect("valid"));
    }
    Executive::finalize_block();
}

/// Makes a block with these transactions in the next slot. Who makes it does not matter.
pub fn block(extrinsics: Vec<UncheckedExtrinsic>) {
    block_by(&any_author(), 1, extrinsics);
}

/// Ends the session, with a block of this validator as the first of the next one.
pub fn end_session_by(author: &AccountId) {
    block_by(author, FAST_EPOCH_SLOTS, Vec::new());
}

/// Lets so many eras go by.
pub fn eras(count: u32) {
    for _ in 0..count * FAST_SESSIONS_PER_ERA {
        end_session_by(&any_author());
    }
}

/// The first validator who may make blocks: one who has offended may not.
fn any_author() -> AccountId {
    let disabled = Session::disabled_validators();
    let mut able = (0..)
        .zip(Session::validators())
        .filter(|(index, _)| !disabled.contains(index));
    let (_, author) = able.next().expect("not all are disabled");
    author
}

/// Place of a validator among those who make blocks.
pub fn authority_index(of: &AccountId) -> u32 {
    let index = Session::validators().iter().position(|one| one == of);
    index.expect("a validator of this session") as u32
}

/// Calls as an account does, outside of transactions and fees.
pub fn call(by: Sr25519Keyring, call: impl Into<RuntimeCall>) -> DispatchResult {
    let origin = RuntimeOrigin::signed(by.to_account_id());
    let outcome = call.into().dispatch(origin);
    outcome.map(drop).map_err(|refused| refused.error)
}

/// Whether BABE and the sessions agree on how many make blocks.
pub fn authorities_match_validators() -> bool {
    Babe::authorities().len() == Session::validators().len()
}
