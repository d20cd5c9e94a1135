//! Private channels: written to in the name of a group, by a key that its members share.
//!
//! The chain knows a private channel's key, its log, and its *purse*, an account of its own
//! that pays for everything. It knows no member and no author: whoever holds the key
//! writes, and everybody who writes looks the same. Invitations go through inboxes, so
//! nothing here shows that somebody was invited. What an observer does see is when the group
//! writes and commits, how much, and which accounts put money into its purse.
//!
//! # Calls without an account
//!
//! [`Call::post_private`](crate::Call::post_private) and its like come as general
//! transactions. Their authority is a signature by the channel's key inside the call, over
//! purpose, chain, key, nonce, last block of validity and all arguments, the channel's number
//! among them. The purse is charged what an account would pay for a transaction of
//! that weight. What such transactions can do to a node is bounded:
//!
//! * They are judged by what is cheap first: dates, one read of the channel, the nonce, the
//!   purse's balance, and the signature last.
//! * A nonce is accepted once, within a sliding [window](crate::ReplayWindow). Members pick
//!   nonces at random and need not know of each other.
//! * Modulo [`LANES`], the nonce is the transaction's tag in the pool: two with one tag exclude
//!   each other, so the pool holds no more than that many for each channel, each of which
//!   somebody has left a deposit for.
//! * A call that was let in has been paid for. If it turns out to be impossible, it does
//!   nothing, says so in [`Event::PrivateCallFailed`](crate::Event::PrivateCallFailed), and
//!   keeps the money and the nonce; nothing is tried again for free.
//!
//! The same calls may be signed by any account, which pays the fee instead of the purse. That
//! is the way in when the purse is empty: fund it and call, in one batch.
//!
//! # One key, one channel: how groups move on
//!
//! A group's key changes with every epoch: whoever was removed must not write any more. A
//! channel never changes its key. A [`commit`](crate::Call::commit), signed by the key
//! of the old epoch, adds a CID to the old log *and opens a successor*: a channel of its own
//! with the key of the new epoch and a purse of its own, endowed from the old one. Members
//! read the old log in order, take the first commit that is valid in the group's own
//! rules, and go on in its successor. All other commits, and all that is written in the old
//! channel behind the one that they took, they skip.
//!
//! ## Why no commit shuts another one out
//!
//! The chain cannot check a ciphertext. To it all holders of a key are one, and a commit by
//! somebody malicious looks as good as any: it may name a key that nobody else knows. So
//! the chain neither judges commits nor lets one of them use the epoch up. Were the first
//! commit to retire the old key, or the last one before some deadline, whoever is quick
//! or patient could lock the others out. Here:
//!
//! * *A member, or one who is being removed,* can add commits that are not valid. Others skip
//!   them; theirs is accepted before and after. The order of the log, which nobody can change
//!   afterwards, decides between valid ones, and a commit cannot be taken back or displaced.
//! * *Somebody who was removed* does not know the successor's key, so cannot write there or
//!   spend its purse. With the old key they can still write in the old channel, out of
//!   what is left in the old purse or out of their own, and nobody reads it.
//! * *Filling the log:* posts and commits are counted apart, so posts never keep a commit
//!   out. There can be [`MaxCommits`](crate::Config::MaxCommits) commits; each costs a fee, a
//!   deposit for its place, and the endowment of a successor, all of it locked for the time
//!   of retention. Whoever pays that has delayed one group, which opens another channel
//!   and invites its members there through their inboxes.
//! * *Closing* takes a log that is empty and a whole time of retention without a post or a
//!   commit. Nobody can take a channel away from members who write, nor from those who
//!   have been offline for less than that, and still need its commits to follow.
//! * *Taking posts back* takes a secret that only the author of the post knows, so one
//!   member cannot take another's back.
//!
//! What any holder of a key *can* do is spend its purse: write nonsense, endow a channel of
//! their own, or close a silent channel in favour of themselves. A purse is petty cash. Keep
//! little in it, endow successors with nearly all of it, and fund the channel that the group
//! uses. Since each epoch has a purse of its own, money that is given after a quarrel is
//! out of reach for whom the quarrel was with.

mod authority;
mod closing;
mod commits;
mod opening;
mod posts;
mod purse;

pub use authority::{CHANNEL_NOT_FOUND, LANES, POST_NOT_FOUND, PRIORITY};
