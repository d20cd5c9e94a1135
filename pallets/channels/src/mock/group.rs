//! What groups sign.

use super::*;
use crate::{Call, ChannelId, Proof};
use postern_primitives::{
    group,
    signing::{payload, Context},
};
use sp_core::{ed25519, Encode, Pair};

/// A group's key in one of its epochs.
pub fn key(seed: u8) -> ed25519::Pair {
    ed25519::Pair::from_seed(&[seed; 32])
}

/// What the purses of tests begin with.
pub const ENDOWMENT: u128 = 10_000;

/// A private channel of key 1 that keeps its posts for 30 blocks, paid for by Alice.
pub fn create_private() -> ChannelId {
    let channel = crate::NextChannel::<Test>::get();
    Rooms::create_private(
        RuntimeOrigin::signed(ALICE),
        key(1).public().0,
        30,
        ENDOWMENT,
    )
    .expect("Alice can pay");
    channel
}

pub fn prove(
    key: &ed25519::Pair,
    context: Context,
    nonce: u32,
    expires: u32,
    fields: &impl Encode,
) -> Proof {
    let (genesis, signer) = (genesis_hash().0, key.public().0);
    let bytes = payload(context, &genesis, &signer, nonce, expires, fields);
    Proof {
        nonce,
        expires,
        signature: key.sign(&bytes).0,
    }
}

/// A post of [`cid`]`(seed)` in the name of the group, good for the next block.
pub fn private_post(key: &ed25519::Pair, channel: ChannelId, nonce: u32, seed: u8) -> Call<Test> {
    private_post_with(key, channel, nonce, seed, None)
}

pub fn private_post_with(
    key: &ed25519::Pair,
    channel: ChannelId,
    nonce: u32,
    seed: u8,
    retraction: Option<[u8; 32]>,
) -> Call<Test> {
    let (cid, size) = (cid(seed), 100);
    let fields = group::Post {
        channel,
        cid,
        size,
        retraction,
    };
    let proof = prove(key, group::POST, nonce, soon(), &fields);
    Call::post_private {
        channel,
        cid,
        size,
        retraction,
        proof,
    }
}

/// A commit that names `successor`.
pub fn private_commit(
    key: &ed25519::Pair,
    channel: ChannelId,
    nonce: u32,
    successor: &ed25519::Pair,
    endowment: u128,
) -> Call<Test> {
    let (cid, size, successor) = (cid(200), 100, successor.public().0);
    let fields = group::Commit {
        channel,
        cid,
        size,
        successor,
        endowment,
    };
    let proof = prove(key, group::COMMIT, nonce, soon(), &fields);
    Call::commit {
        channel,
        cid,
        size,
        successor,
        endowment,
        proof,
    }
}

pub fn private_close(
    key: &ed25519::Pair,
    channel: ChannelId,
    nonce: u32,
    beneficiary: AccountId,
) -> Call<Test> {
    let fields = group::Close {
        channel,
        beneficiary: beneficiary.clone(),
    };
    let proof = prove(key, group::CLOSE, nonce, soon(), &fields);
    Call::close_private {
        channel,
        beneficiary,
        proof,
    }
}

fn soon() -> u32 {
    System::block_number() + 1
}
