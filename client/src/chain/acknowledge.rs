//! Acknowledgements: general transactions that cost nothing and need no account.

use super::{
    types::{AccountId, Head},
    Call, Chain, ChainError, Pending,
};
use codec::{Compact, Encode};
use postern_primitives::signing::{self, Acknowledge, Seen};
use subxt_signer::sr25519::Keypair;

/// Blocks for which an acknowledgement is good: a few minutes, within what the chain takes.
const GOOD_FOR: u32 = 100;

/// Version 5, general: authorised by what is inside the call.
const GENERAL_V5: u8 = 0b0100_0101;

/// The version of the extensions, and what those that encode to something say: immortal,
/// nonce 0, tip 0, no metadata hash. A general transaction that nobody signs uses none.
const EXTENSIONS: [u8; 5] = [0, 0, 0, 0, 0];

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
        let program = self.program().await?;
        let tx = program.tx();
        let encoding = |error: subxt::error::ExtrinsicError| ChainError::Encoding {
            reason: error.to_string(),
        };
        let call = tx.call_data(&call.0).map_err(encoding)?;
        let transaction = tx.from_bytes(general(&call));
        Self::watch(&transaction)
            .await
            .map_err(|error| ChainError::NotTaken {
                reason: error.to_string(),
            })
    }
}

fn general(call: &[u8]) -> Vec<u8> {
    let body = [&[GENERAL_V5][..], &EXTENSIONS, call].concat();
    let length = Compact(u32::try_from(body.len()).unwrap_or(u32::MAX)).encode();
    [length, body].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_general_transaction_is_its_length_its_kind_its_extensions_and_the_call() {
        assert_eq!(general(&[7, 8]), [8 << 2, 0x45, 0, 0, 0, 0, 0, 7, 8]);
    }
}
