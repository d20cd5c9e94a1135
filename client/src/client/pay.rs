//! Paying somebody, and checking what others claim to have paid.

use super::{composing::Enclosed, Client, Request, Sent};
use crate::{
    chain::{
        types::{AccountId, Head},
        Call, Paid, Transfer, Until,
    },
    content::Silent,
    sealing::{Letter, Payment},
    Error, Result,
};
use postern_primitives::{BlockNumber, Cid};
use serde::Serialize;

/// What is known of a payment that a message names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentState {
    /// The sender says so, and this node cannot tell: it does not have the block, or no longer
    /// what happened in it.
    Claimed,
    /// It is in a block that may still be retracted.
    InBlock,
    /// It is in a final block.
    Final,
    /// It is not true: the chain has no such payment, or another message named it before.
    Refuted,
}

/// A payment that came with a message.
#[derive(Clone, Debug, Serialize)]
pub struct ReceivedPayment {
    /// How much, in the smallest unit, as text: JSON numbers are too small for it.
    pub amount: String,
    /// Hash of the transaction.
    pub transaction: String,
    /// The block that it is in.
    pub block: BlockNumber,
    /// What the chain says of it.
    pub state: PaymentState,
}

/// A payment that was made.
#[derive(Clone, Debug)]
pub struct MadePayment {
    /// Who was paid.
    pub to: AccountId,
    /// The payment, as the message names it.
    pub payment: Payment,
    /// The message that tells the recipient.
    pub message: Sent,
}

impl Client {
    /// Pays somebody, waits until that is final, and sends them a message that says so.
    ///
    /// Final before the message is written: the message names the block, and a block that is
    /// retracted would make a lie of it.
    ///
    /// # Errors
    /// Before anything is paid: as for [`send`](Self::send), [`Error::PaysSelf`],
    /// [`Error::PaysNothing`], [`Error::TooLittle`]. After that, [`Error::PaidUntold`].
    pub async fn pay(&self, who: &str, amount: u128, note: &str) -> Result<MadePayment> {
        self.tidy().await;
        let (to, _) = self.recipient(who).await?;
        if to == self.account() {
            return Err(Error::PaysSelf);
        }
        if amount == 0 {
            return Err(Error::PaysNothing);
        }
        let request = Request {
            to: vec![who.into()],
            text: note.into(),
            ..Request::default()
        };
        self.ensure_message_would_go(&request, &[to]).await?;
        self.ensure_affordable(amount).await?;
        let pending = self
            .chain
            .submit(self.signer(), &Call::transfer(&to, amount))
            .await?;
        let made = pending.wait(Until::Final).await?;
        let payment = Payment {
            transaction: made.transaction,
            block: made.block,
            block_hash: made.hash,
            amount,
        };
        let untold = |reason: Error| Error::PaidUntold {
            block: made.block,
            transaction: format!("0x{}", hex::encode(made.transaction)),
            reason: Box::new(reason),
        };
        let (message, fallback) = self
            .prepare(&request, Enclosed::Payment(payment.clone()), &Silent)
            .await
            .map_err(untold)?;
        let message = self.deliver(message).await.map_err(untold)?;
        let message = Sent {
            fallback,
            ..message
        };
        Ok(MadePayment {
            to,
            payment,
            message,
        })
    }

    /// Whether so much can be spared: what is frozen cannot be spent, and the account has to
    /// go on. The fee is little beside that, and the chain asks for it.
    async fn ensure_affordable(&self, amount: u128) -> Result<()> {
        let funds = self.chain.funds(&self.account()).await?;
        let spendable = funds.spendable(self.chain.existential_deposit().await?);
        if amount < spendable {
            return Ok(());
        }
        let (amount, spendable) = (crate::amount(amount), crate::amount(spendable));
        Err(Error::TooLittle { amount, spendable })
    }

    /// What the chain says of the payment that a letter names, if it names one.
    pub(super) async fn check_payment(
        &self,
        id: &Cid,
        letter: &Letter,
    ) -> Result<Option<ReceivedPayment>> {
        let Some(payment) = &letter.payment else {
            return Ok(None);
        };
        // What another device of this account has sent tells of a payment to its recipient.
        let is_own = letter.from == self.account();
        let paid = letter.recipients.first().filter(|_| is_own).copied();
        let claimed = Transfer {
            from: letter.from,
            to: paid.unwrap_or_else(|| self.account()),
            amount: payment.amount,
            block: Head {
                number: payment.block,
                hash: payment.block_hash,
            },
            transaction: payment.transaction,
        };
        let state = match self.chain.check_transfer(&claimed).await? {
            Paid::Unknown => PaymentState::Claimed,
            Paid::Refuted => PaymentState::Refuted,
            // One payment counts for one message.
            _ if !self.store().count_payment(&payment.transaction, id)? => PaymentState::Refuted,
            Paid::InBlock => PaymentState::InBlock,
            Paid::Final => PaymentState::Final,
        };
        Ok(Some(ReceivedPayment {
            amount: payment.amount.to_string(),
            transaction: format!("0x{}", hex::encode(payment.transaction)),
            block: payment.block,
            state,
        }))
    }

    /// The message of a payment is looked at before the payment is made.
    async fn ensure_message_would_go(&self, request: &Request, to: &[AccountId]) -> Result<()> {
        let size = u64::try_from(request.text.len()).unwrap_or(u64::MAX);
        let lifetime = self.blocks(crate::defaults::LIFETIME);
        self.ensure_sendable(&request.to, to, size.max(1), lifetime)
            .await?;
        self.ensure_own_certificate().await
    }
}
