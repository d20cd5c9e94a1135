//! One way to submit: signed here, numbered here, watched until it is in a block.

use super::{AtBlockImpl, Call, Chain, ChainError};
use futures::{future::BoxFuture, FutureExt};
use postern_primitives::BlockNumber;
use subxt::{
    config::DefaultExtrinsicParamsBuilder as Params,
    extrinsics::ExtrinsicEvents,
    metadata::ArcMetadata,
    tx::{SubmittableTransaction, TransactionInBlock, TransactionProgress, TransactionStatus},
    PolkadotConfig,
};
use subxt_signer::sr25519::Keypair;

/// Tries with a fresh number when the counted one has been overtaken.
const NONCE_TRIES: u32 = 3;

/// A transaction that the pool has taken.
pub struct Pending {
    progress: TransactionProgress<PolkadotConfig, AtBlockImpl>,
}

/// How long a transaction is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Until {
    /// Until a best block has it; another block may still take that one's place.
    InBlock,
    /// Until a final block has it.
    Final,
}

/// A transaction that is in a block, and succeeded.
pub struct InBlock {
    /// Number of the block.
    pub block: BlockNumber,
    /// Its hash: another fork has another block of this number.
    pub hash: [u8; 32],
    /// Hash of the transaction.
    pub transaction: [u8; 32],
    /// What the transaction caused, as the block has it.
    pub(crate) raw: ExtrinsicEvents<PolkadotConfig>,
    /// What it is decoded by.
    pub(super) metadata: ArcMetadata,
}

impl Chain {
    /// Signs and submits a call; returns as soon as the pool has taken it.
    ///
    /// Numbers are counted here, so calls can follow one another without waiting for
    /// blocks.
    ///
    /// # Errors
    /// [`ChainError::NoFunds`], [`ChainError::NotTaken`]; nothing has happened then.
    pub fn submit<'a>(
        &'a self,
        signer: &'a Keypair,
        call: &'a Call,
    ) -> BoxFuture<'a, Result<Pending, ChainError>> {
        async move {
            let address = signer.public_key().to_account_id().to_string();
            let mut tries = NONCE_TRIES;
            loop {
                let (nonce, is_counted) = self.take_nonce(&address).await?;
                let outcome = self.submit_numbered(signer, call, nonce, &address).await;
                if outcome.is_err() {
                    // The number was not used; the chain knows the next one.
                    self.forget_nonce().await;
                }
                tries -= 1;
                // Another device of the account may have used what was counted here, and nodes do
                // not always say that this was the reason.
                let may_be_stale = |error: &ChainError| {
                    error.is_stale_nonce()
                        || is_counted && matches!(error, ChainError::NotTaken { .. })
                };
                match outcome {
                    Err(error) if may_be_stale(&error) && tries > 0 => continue,
                    outcome => return outcome,
                }
            }
        }
        .boxed()
    }

    async fn submit_numbered(
        &self,
        signer: &Keypair,
        call: &Call,
        nonce: u64,
        address: &str,
    ) -> Result<Pending, ChainError> {
        let failed = |error| ChainError::from_submission(&error, address);
        let params = Params::new().nonce(nonce).immortal().build();
        let mut signable = self
            .program()
            .await?
            .tx()
            .create_signable_offline(&call.0, params)
            .map_err(failed)?;
        let transaction = signable.sign(signer).map_err(failed)?;
        Self::watch(&transaction).await.map_err(failed)
    }

    pub(super) fn watch(
        transaction: &SubmittableTransaction<PolkadotConfig, AtBlockImpl>,
    ) -> BoxFuture<'_, Result<Pending, subxt::error::ExtrinsicError>> {
        async move {
            let progress = transaction.submit_and_watch().await?;
            Ok(Pending { progress })
        }
        .boxed()
    }

    /// The next number, and whether it was counted here.
    async fn take_nonce(&self, address: &str) -> Result<(u64, bool), ChainError> {
        let mut last = self.nonce.lock().await;
        let (nonce, is_counted) = match *last {
            Some(last) => (last.saturating_add(1), true),
            None => (self.next_nonce(address).await?, false),
        };
        *last = Some(nonce);
        Ok((nonce, is_counted))
    }

    async fn forget_nonce(&self) {
        *self.nonce.lock().await = None;
    }
}

impl Pending {
    /// Waits until the transaction is in a best block.
    ///
    /// # Errors
    /// As [`Self::wait`].
    pub async fn in_block(self) -> Result<InBlock, ChainError> {
        self.wait(Until::InBlock).await
    }

    /// Waits until the transaction is where `until` says.
    ///
    /// # Errors
    /// [`ChainError::Dispatch`] when it failed there, [`ChainError::NotTaken`] when the pool
    /// dropped it, [`ChainError::Lost`] when the node no longer tells what becomes of it.
    pub fn wait(mut self, until: Until) -> BoxFuture<'static, Result<InBlock, ChainError>> {
        async move {
            let lost = |reason: String| ChainError::Lost { reason };
            while let Some(status) = self.progress.next().await {
                match status.map_err(|error| lost(error.to_string()))? {
                    TransactionStatus::InFinalizedBlock(found) => {
                        return InBlock::new(&found).await
                    }
                    TransactionStatus::InBestBlock(found) if until == Until::InBlock => {
                        return InBlock::new(&found).await;
                    }
                    TransactionStatus::Error { message }
                    | TransactionStatus::Invalid { message }
                    | TransactionStatus::Dropped { message } => {
                        return Err(ChainError::NotTaken { reason: message });
                    }
                    _ => {}
                }
            }
            Err(lost("it stopped reporting".into()))
        }
        .boxed()
    }
}

impl InBlock {
    async fn new(
        found: &TransactionInBlock<PolkadotConfig, AtBlockImpl>,
    ) -> Result<Self, ChainError> {
        let lost = |reason: String| ChainError::Lost { reason };
        let raw = found
            .wait_for_success()
            .await
            .map_err(|error| ChainError::from(&error))?;
        let at = found.at().await.map_err(|error| lost(error.to_string()))?;
        Ok(Self {
            block: u32::try_from(at.block_number()).unwrap_or(u32::MAX),
            hash: found.block_hash().0,
            transaction: found.extrinsic_hash().0,
            raw,
            metadata: at.metadata(),
        })
    }
}
