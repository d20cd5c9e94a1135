//! What the calls and the hook cost.
//!
//! [`SubstrateWeight`] is reasoned, not measured: it counts every storage item that a call
//! can touch at worst, at the database's price, and adds a generous time for computing.
//! Items that a call reads and writes are counted as both. Proof size is left at zero,
//! since the chain is nobody's parachain. Measured weights replace the numbers without
//! changing the trait.

use core::marker::PhantomData;
use frame_support::{
    traits::Get,
    weights::{constants::WEIGHT_REF_TIME_PER_MICROS, Weight},
};
use postern_primitives::limits::MAX_PROPOSALS;

/// The weight of each call at its worst.
pub trait WeightInfo {
    /// With the longest name.
    fn create() -> Weight;
    /// With an invitation.
    fn join() -> Weight;
    /// With a vote on every open proposal.
    fn leave() -> Weight;
    /// To a full log, which two posts leave for it.
    fn post() -> Weight;
    /// By a moderator, from somebody else.
    fn retract_post() -> Weight;
    /// The worst decision: to remove a member with a vote on every open proposal.
    fn decide() -> Weight;
    /// By a moderator, an invitation by somebody else.
    fn uninvite() -> Weight;
    /// The last proposal that there is room for.
    fn propose() -> Weight;
    /// A change of a vote, by a member with a vote on every open proposal.
    fn vote() -> Weight;
    /// That removes a member with a vote on every other open proposal.
    fn close_vote() -> Weight;
    /// By somebody other than the proposer.
    fn expire() -> Weight;
    /// Whatever its key.
    fn create_private() -> Weight;
    /// By somebody else than before.
    fn fund() -> Weight;
    /// Signed by an account, so that the group's signature is verified in it.
    fn post_private() -> Weight;
    /// As a post, with a successor besides.
    fn commit() -> Weight;
    /// Signed by an account.
    fn retract_private() -> Weight;
    /// Signed by an account, in favour of a new account.
    fn close_private() -> Weight;
    /// Judging a call for a group that comes without an account.
    fn authorize_private() -> Weight;
    /// Judging a retraction that comes without an account.
    fn authorize_retraction() -> Weight;
    /// Looking at `b` blocks and taking `e` expired posts out.
    fn sweep(b: u32, e: u32) -> Weight;
    /// Taking `i` items out of closed channels, all of them posts.
    fn clear(i: u32) -> Weight;
}

/// Decoding, encoding and hashing of a handful of small items takes a few microseconds
/// in the executor; several times that.
const COMPUTE: Weight = micros(30);

/// Verifying an Ed25519 signature over a few hundred bytes, hashing included.
const SIGNATURE: Weight = micros(100);

/// Counting one reference in or out: the pin, the number of pins, the number of changes in
/// the block, the change itself.
const CONTENT: (u64, u64) = (4, 4);

/// Placing or releasing one hold: the account's holds and its balance.
const HOLD: (u64, u64) = (2, 2);

/// Moving money: two accounts.
const TRANSFER: (u64, u64) = (2, 2);

/// Counting a member out of every open proposal: each of them, and the member's votes.
const STRIKE: (u64, u64) = (MAX_PROPOSALS as u64 + 1, MAX_PROPOSALS as u64 + 1);

/// Putting a post in: post and expiry index written, its hold, its content.
const APPEND: [(u64, u64); 3] = [(1, 2), HOLD, CONTENT];

/// Taking a post out: found, read, and removed with its place in the expiry index.
const TAKE_OUT: [(u64, u64); 3] = [(2, 2), HOLD, CONTENT];

/// Reasoned weights at the runtime's database price.
pub struct SubstrateWeight<T>(PhantomData<T>);

impl<T: frame_system::Config> SubstrateWeight<T> {
    fn database(parts: &[(u64, u64)]) -> Weight {
        parts.iter().fold(COMPUTE, |sum, (reads, writes)| {
            sum.saturating_add(T::DbWeight::get().reads_writes(*reads, *writes))
        })
    }

    fn append() -> Weight {
        Self::database(&APPEND)
    }

    fn take_out() -> Weight {
        Self::database(&TAKE_OUT)
    }

    /// The channel and the signer's purse read, the channel written, the purse charged or
    /// the signature verified in the call.
    fn for_group() -> Weight {
        Self::database(&[(2, 1), TRANSFER]).saturating_add(SIGNATURE)
    }
}

impl<T: frame_system::Config> WeightInfo for SubstrateWeight<T> {
    /// Reads the name, the next number and the block number; writes the first two, the
    /// channel and the owner's membership.
    fn create() -> Weight {
        Self::database(&[(4, 4), HOLD])
    }

    /// Reads and writes channel, membership and invitation, whose deposit goes back.
    fn join() -> Weight {
        Self::database(&[(3, 3), HOLD, HOLD])
    }

    /// Reads and writes channel and membership, and strikes the member off all proposals.
    fn leave() -> Weight {
        Self::database(&[(3, 3), HOLD, STRIKE])
    }

    /// Reads channel and membership, writes the channel.
    fn post() -> Weight {
        Self::database(&[(2, 1)])
            .saturating_add(Self::append())
            .saturating_add(Self::take_out().saturating_mul(2))
    }

    /// Reads channel and membership, writes the channel.
    fn retract_post() -> Weight {
        Self::database(&[(2, 1)]).saturating_add(Self::take_out())
    }

    /// Reads two memberships and an invitation besides what leaving does.
    fn decide() -> Weight {
        Self::database(&[(5, 3), HOLD, STRIKE])
    }

    /// Reads channel, membership and invitation.
    fn uninvite() -> Weight {
        Self::database(&[(3, 1), HOLD])
    }

    /// Reads and writes the channel, reads every open proposal, and the memberships of the
    /// proposer and of whom it is about; writes the proposal.
    fn propose() -> Weight {
        Self::database(&[(u64::from(MAX_PROPOSALS) + 4, 2), HOLD])
    }

    /// Reads channel, proposal, membership and votes; writes the second and the last.
    fn vote() -> Weight {
        Self::database(&[(4, 2)])
    }

    /// As a decision, with the proposal read and removed and its deposit given back.
    fn close_vote() -> Weight {
        Self::database(&[(2, 2), HOLD]).saturating_add(Self::decide())
    }

    /// Reads and writes channel and proposal.
    fn expire() -> Weight {
        Self::database(&[(2, 2), HOLD])
    }

    /// Reads and writes the next number, writes the channel.
    fn create_private() -> Weight {
        Self::database(&[(2, 2), TRANSFER, HOLD])
    }

    /// Reads the channel.
    fn fund() -> Weight {
        Self::database(&[(1, 0), TRANSFER])
    }

    fn post_private() -> Weight {
        Self::for_group().saturating_add(Self::append())
    }

    fn commit() -> Weight {
        Self::for_group()
            .saturating_add(Self::append())
            .saturating_add(Self::create_private())
    }

    fn retract_private() -> Weight {
        Self::database(&[(2, 1), TRANSFER]).saturating_add(Self::take_out())
    }

    fn close_private() -> Weight {
        Self::for_group().saturating_add(Self::database(&[HOLD, TRANSFER]))
    }

    /// The channel, the purse and the genesis hash read, a signature verified.
    fn authorize_private() -> Weight {
        Self::database(&[(3, 0)]).saturating_add(SIGNATURE)
    }

    /// The channel, the post and the purse read.
    fn authorize_retraction() -> Weight {
        Self::database(&[(3, 0)])
    }

    /// How far the sweep is, read and written. For each block a look into the index; for
    /// each post its line of the index and its channel read, and the channel written.
    fn sweep(b: u32, e: u32) -> Weight {
        let block = T::DbWeight::get().reads(1).saturating_add(micros(10));
        let post = Self::take_out().saturating_add(T::DbWeight::get().reads_writes(2, 1));
        Self::database(&[(1, 1)])
            .saturating_add(block.saturating_mul(b.into()))
            .saturating_add(post.saturating_mul(e.into()))
    }

    /// One look for a closed channel, and into each kind of thing that it may have.
    fn clear(i: u32) -> Weight {
        let post = Self::take_out().saturating_add(T::DbWeight::get().reads(1));
        Self::database(&[(6, 1)]).saturating_add(post.saturating_mul(i.into()))
    }
}

const fn micros(micros: u64) -> Weight {
    Weight::from_parts(micros.saturating_mul(WEIGHT_REF_TIME_PER_MICROS), 0)
}
