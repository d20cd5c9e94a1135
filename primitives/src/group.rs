//! What the key of a private channel signs.
//!
//! Every member of the group derives that key from the group's secret, and signs with it
//! what the chain shall do in the group's name. The bytes are those of
//! [`signing::payload`](crate::signing::payload), with the group's key as the signer.

use crate::{signing::Context, Cid};
use codec::Encode;

/// The Ed25519 public key of a group in one of its epochs.
pub type GroupPublic = [u8; 32];

/// An Ed25519 signature by a group's key.
pub type GroupSignature = [u8; 64];

/// Content is added to the log.
pub const POST: Context = Context(b"postern/chngpo/1");

/// A commit is added to the log, and opens a successor.
pub const COMMIT: Context = Context(b"postern/chngco/1");

/// The channel is closed.
pub const CLOSE: Context = Context(b"postern/chngcl/1");

/// What a post says.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Post {
    /// The channel that it is for; one key may serve several.
    pub channel: u32,
    /// Where its content lies.
    pub cid: Cid,
    /// Bytes of the content.
    pub size: u64,
    /// `blake2_256` of the secret that takes it back.
    pub retraction: Option<[u8; 32]>,
}

/// What a commit says.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Commit<Balance> {
    /// The channel that it is for.
    pub channel: u32,
    /// Where its content lies.
    pub cid: Cid,
    /// Bytes of the content.
    pub size: u64,
    /// The key that the group has after it.
    pub successor: GroupPublic,
    /// What the successor's purse begins with.
    pub endowment: Balance,
}

/// What closing says.
#[derive(Clone, Debug, PartialEq, Eq, Encode)]
pub struct Close<AccountId> {
    /// The channel that it is for.
    pub channel: u32,
    /// Who gets what is left in the purse.
    pub beneficiary: AccountId,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::signing::{ACKNOWLEDGE, REGISTER_DEVICE};
    use std::collections::BTreeSet;

    #[test]
    fn no_two_purposes_share_a_context() {
        let contexts = [POST, COMMIT, CLOSE, ACKNOWLEDGE, REGISTER_DEVICE];
        let distinct: BTreeSet<_> = contexts.iter().map(|context| context.0).collect();
        assert_eq!(distinct.len(), contexts.len());
    }
}
