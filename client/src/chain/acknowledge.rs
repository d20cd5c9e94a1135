//! Acknowledgements: they cost nothing and need no account.

use super::{
    types::{AccountId, Head},
    Call, Chain, ChainError, Pending,
};
use postern_primitives::signing::{self, Acknowledge, Seen};
use subxt_signer::sr25519::Keypair;

/// Blocks for which an acknowledgement is good: a few minutes, within what the chain takes.
const GOOD_FOR: u32 = 100;

impl Chain {
    /// Takes entries out of the inbox that belongs to `owner`'s key. The numbers must rise.
    ///
    /// It holds only where the block `seen` is: on a fork without it, the numbers may be
    /// those of other entries.
    ///
    /// # Errors
    /// When the pool does not take it: the entries stay, and it can be repeated.
    pub async fn acknowledge(
        &self,
        owner: &Keypair,
        sequence_numbers: &[u64],
        seen: &Head,
    ) -> Result<Pending, ChainError> {
        let account: AccountId = owner.public_key().0;
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
        let signature = owner.sign(&payload).0;
        let call = Call::acknowledge(&account, sequence_numbers, seen, expires, &signature);
        self.submit_general(&call).await
    }
}
