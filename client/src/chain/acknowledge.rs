//! Acknowledgements: they cost nothing and need no account.

use super::{
    types::{AccountId, Head},
    Call, Chain, ChainError, Pending,
};
use crate::device::DeviceKey;
use postern_primitives::signing::{self, Acknowledge, Seen};
use subxt_signer::sr25519::Keypair;

/// Blocks for which an acknowledgement is good: a few minutes, within what the chain takes.
const GOOD_FOR: u32 = 100;

/// The key that an inbox belongs to, of one of the kinds that its owner may sign with.
#[derive(Clone, Copy)]
pub enum InboxKey<'a> {
    /// An account's, or one without an account.
    Account(&'a Keypair),
    /// A device's.
    Device(&'a DeviceKey),
}

impl<'a> From<&'a Keypair> for InboxKey<'a> {
    fn from(key: &'a Keypair) -> Self {
        Self::Account(key)
    }
}

impl<'a> From<&'a DeviceKey> for InboxKey<'a> {
    fn from(key: &'a DeviceKey) -> Self {
        Self::Device(key)
    }
}

impl InboxKey<'_> {
    /// What names the inbox.
    pub fn public(self) -> AccountId {
        match self {
            Self::Account(key) => key.public_key().0,
            Self::Device(key) => key.public(),
        }
    }

    /// A signature, and what the chain calls its kind.
    fn sign(self, payload: &[u8]) -> (&'static str, [u8; 64]) {
        match self {
            Self::Account(key) => ("Sr25519", key.sign(payload).0),
            Self::Device(key) => ("Ed25519", key.sign(payload)),
        }
    }
}

impl Chain {
    /// Takes entries out of the inbox that belongs to `owner`'s key. The numbers must rise.
    ///
    /// It holds only where the block `seen` is: on a fork without it, the numbers may be
    /// those of other entries.
    ///
    /// # Errors
    /// When the pool does not take it: the entries stay, and it can be repeated.
    pub async fn acknowledge<'a>(
        &self,
        owner: impl Into<InboxKey<'a>>,
        sequence_numbers: &[u64],
        seen: &Head,
    ) -> Result<Pending, ChainError> {
        let owner = owner.into();
        let account = owner.public();
        let expires = self.best_block().await?.saturating_add(GOOD_FOR);
        let fields = Seen {
            block: seen.hash,
            fields: Acknowledge { sequence_numbers },
        };
        let payload = signing::payload(
            signing::ACKNOWLEDGE,
            &self.genesis,
            &account,
            0,
            expires,
            &fields,
        );
        let call = Call::acknowledge(
            &account,
            sequence_numbers,
            seen,
            expires,
            owner.sign(&payload),
        );
        self.submit_general(&call).await
    }
}
