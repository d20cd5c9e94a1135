//! General transactions: what authorises them is inside the call, so nobody signs for them and
//! no account is needed.

use super::{Call, Chain, ChainError, Pending};
use codec::{Compact, Encode};
use futures::{future::BoxFuture, FutureExt};

/// Version 5, general: authorised by what is inside the call.
const GENERAL_V5: u8 = 0b0100_0101;

/// The version of the extensions, and what those that encode to something say: immortal,
/// nonce 0, tip 0, no metadata hash. A general transaction that nobody signs uses none.
const EXTENSIONS: [u8; 5] = [0, 0, 0, 0, 0];

impl Chain {
    /// Submits a call that carries its own authority; returns as soon as the pool has taken it.
    ///
    /// # Errors
    /// [`ChainError::NotTaken`]; nothing has happened then.
    pub fn submit_general<'a>(
        &'a self,
        call: &'a Call,
    ) -> BoxFuture<'a, Result<Pending, ChainError>> {
        async move {
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
        .boxed()
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
