//! Reports of double blocks, on their way into the transaction pool.

use super::Proof;
use crate::service::{Block, Client};
use sc_transaction_pool_api::OffchainTransactionPoolFactory;
use sp_api::{ApiError, ApiExt, ProvideRuntimeApi};
use sp_blockchain::HeaderBackend;
use sp_consensus_babe::{BabeApi, OpaqueKeyOwnershipProof};
use std::sync::Arc;
use thiserror::Error;

/// Submits reports to the pool of this node. Pools do not pass them on: each is for the next
/// block that its own node makes.
pub struct Reports {
    client: Arc<Client>,
    pool: OffchainTransactionPoolFactory<Block>,
}

#[derive(Debug, Error)]
enum Refused {
    #[error("whose key it is cannot be proven, since neither block could be imported")]
    NoState,
    #[error("the transaction pool refused it, as it does when others have reported it already")]
    ByPool,
    #[error(transparent)]
    Api(#[from] ApiError),
}

impl Reports {
    /// Through this client and into this pool.
    pub fn new(client: Arc<Client>, pool: OffchainTransactionPoolFactory<Block>) -> Self {
        Self { client, pool }
    }

    /// Submits a report. What goes wrong is logged: nobody waits for it, and the other
    /// validators report the same.
    pub fn submit(&self, proof: Proof) {
        let (slot, offender) = (proof.slot, proof.offender.clone());
        match self.try_submit(proof) {
            Ok(()) => log::info!("Reported the two blocks of {offender} for slot {slot}"),
            Err(refused) => log::warn!(
                "The report of the two blocks of {offender} for slot {slot} was not taken: \
                 {refused}"
            ),
        }
    }

    fn try_submit(&self, proof: Proof) -> Result<(), Refused> {
        let owner = self.owner(&proof).ok_or(Refused::NoState)?;
        let best = self.client.info().best_hash;
        let mut api = self.client.runtime_api();
        api.register_extension(self.pool.offchain_transaction_pool(best));
        api.submit_report_equivocation_unsigned_extrinsic(best, proof, owner)?
            .ok_or(Refused::ByPool)
    }

    /// The proof of whose key it is, from the state of one of the two blocks: the runtime
    /// asks for the session of their slot, and the block before can belong to the session
    /// before, as the best block can to the next one.
    fn owner(&self, proof: &Proof) -> Option<OpaqueKeyOwnershipProof> {
        [&proof.second_header, &proof.first_header]
            .into_iter()
            .find_map(|header| {
                let api = self.client.runtime_api();
                let (at, offender) = (header.hash(), proof.offender.clone());
                api.generate_key_ownership_proof(at, proof.slot, offender)
                    .ok()
                    .flatten()
            })
    }
}
