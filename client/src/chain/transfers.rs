//! Transfers of money: making one, and checking one that somebody claims to have made.

use super::{
    types::{AccountId, Head},
    Call, Chain, ChainError,
};
use codec::{Decode, DecodeAll};
use subxt::{config::substrate::H256, dynamic::Value};

/// A transfer that somebody claims to have made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Who paid.
    pub from: AccountId,
    /// Who was paid.
    pub to: AccountId,
    /// How much, in the smallest unit.
    pub amount: u128,
    /// The block that it is in.
    pub block: Head,
    /// Hash of the transaction.
    pub transaction: [u8; 32],
}

/// What the chain says of a transfer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paid {
    /// It was made, in a final block.
    Final,
    /// It was made, in a block that may still be retracted.
    InBlock,
    /// It was not made, or not so.
    Refuted,
    /// This node cannot tell: it does not have that block, or no longer its state.
    Unknown,
}

impl Call {
    /// Pays somebody without letting the account that pays go.
    pub fn transfer(to: &AccountId, amount: u128) -> Self {
        let to = Value::unnamed_variant("Id", [Value::from_bytes(to)]);
        let arguments = vec![to, Value::u128(amount)];
        Self::new("Balances", "transfer_keep_alive", arguments)
    }
}

impl Chain {
    /// What an account has to keep to go on existing.
    ///
    /// # Errors
    /// [`ChainError::Encoding`] when the chain does not say.
    pub async fn existential_deposit(&self) -> Result<u128, ChainError> {
        let program = self.program().await?;
        program
            .metadata_ref()
            .pallet_by_name("Balances")
            .and_then(|pallet| pallet.constant_by_name("ExistentialDeposit"))
            .and_then(|constant| u128::decode_all(&mut constant.value()).ok())
            .ok_or_else(|| ChainError::Encoding {
                reason: "it names no existential deposit".into(),
            })
    }

    /// Looks for a transfer in the block that it is claimed to be in. Only what the chain
    /// recorded of that very transaction counts.
    ///
    /// # Errors
    /// When the node cannot be asked at all.
    pub async fn check_transfer(&self, claimed: &Transfer) -> Result<Paid, ChainError> {
        // In this order a block in between makes it less sure, not more.
        let last = self.finalized_head().await?.number;
        let is_final = claimed.block.number <= last;
        match self.block_hash(claimed.block.number).await? {
            Some(hash) if hash == claimed.block.hash => {}
            Some(_) if is_final => return Ok(Paid::Refuted),
            _ => return Ok(Paid::Unknown),
        }
        Ok(match self.is_recorded(claimed).await {
            Some(true) if is_final => Paid::Final,
            Some(true) => Paid::InBlock,
            Some(false) => Paid::Refuted,
            None => Paid::Unknown,
        })
    }

    /// Whether the transaction is in the block, and made the transfer there; nothing where the
    /// node has forgotten what happened in the block.
    async fn is_recorded(&self, claimed: &Transfer) -> Option<bool> {
        let at = self.api.at_block(H256(claimed.block.hash)).await.ok()?;
        let extrinsics = at.extrinsics().fetch().await.ok()?;
        // One that cannot be read is not one that this program makes.
        let found = extrinsics
            .iter()
            .filter_map(Result::ok)
            .find(|extrinsic| extrinsic.hash().0 == claimed.transaction);
        let Some(found) = found else {
            return Some(false);
        };
        let events = found.events().await.ok()?;
        let recorded = events.iter().filter_map(Result::ok).any(|event| {
            event.pallet_name() == "Balances"
                && event.event_name() == "Transfer"
                && is_transfer(event.field_bytes(), claimed)
        });
        Some(recorded)
    }
}

/// `Balances.Transfer { from, to, amount }`.
fn is_transfer(mut fields: &[u8], claimed: &Transfer) -> bool {
    <(AccountId, AccountId, u128)>::decode(&mut fields)
        .is_ok_and(|found| found == (claimed.from, claimed.to, claimed.amount))
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Encode;

    #[test]
    fn a_transfer_counts_for_who_made_it_to_whom_and_how_much() {
        let claimed = Transfer {
            from: [1; 32],
            to: [2; 32],
            amount: 500,
            block: Head {
                number: 7,
                hash: [7; 32],
            },
            transaction: [8; 32],
        };
        let event = |from: u8, to: u8, amount: u128| ([from; 32], [to; 32], amount).encode();
        assert!(is_transfer(&event(1, 2, 500), &claimed));
        for other in [event(3, 2, 500), event(1, 3, 500), event(1, 2, 499), vec![]] {
            assert!(!is_transfer(&other, &claimed));
        }
    }
}
