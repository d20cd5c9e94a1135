//! What the node answers over RPC besides what every Substrate node does.

mod inbox_stream;
mod pooled;

pub use pooled::PooledSends;

use crate::service::{Backend, Block, Client, Pool, SelectChain};
use inbox_stream::{InboxStream, InboxStreamApiServer};
use jsonrpsee::RpcModule;
use pallet_transaction_payment_rpc::{TransactionPayment, TransactionPaymentApiServer};
use sc_consensus_babe::BabeWorkerHandle;
use sc_consensus_babe_rpc::{Babe, BabeApiServer};
use sc_consensus_grandpa::{
    FinalityProofProvider, GrandpaJustificationStream, LinkHalf, SharedAuthoritySet,
    SharedVoterState,
};
use sc_consensus_grandpa_rpc::{Grandpa, GrandpaApiServer};
use sc_rpc::SubscriptionTaskExecutor;
use sp_keystore::KeystorePtr;
use sp_runtime::traits::{Block as BlockT, NumberFor};
use std::{error::Error, sync::Arc};
use substrate_frame_rpc_system::{System, SystemApiServer};

type Hash = <Block as BlockT>::Hash;

/// What the methods work with.
pub struct Parts {
    /// Executes the runtime.
    pub client: Arc<Client>,
    /// Transactions that wait.
    pub pool: Arc<Pool>,
    /// Which fork is best.
    pub select_chain: SelectChain,
    /// This node's keys.
    pub keystore: KeystorePtr,
    /// Knows of epochs.
    pub babe_worker: BabeWorkerHandle<Block>,
    /// Knows of finality.
    pub finality: Finality,
    /// Messages that wait in the pool.
    pub pooled: PooledSends,
}

/// What the methods about finality work with.
pub struct Finality {
    authorities: SharedAuthoritySet<Hash, NumberFor<Block>>,
    voter: SharedVoterState,
    justifications: GrandpaJustificationStream<Block>,
    proofs: Arc<FinalityProofProvider<Backend, Block>>,
}

impl Finality {
    /// From what GRANDPA's block import shares.
    pub fn new(
        backend: &Arc<Backend>,
        link: &LinkHalf<Block, Client, SelectChain>,
        voter: SharedVoterState,
    ) -> Self {
        let authorities = link.shared_authority_set().clone();
        Self {
            voter,
            justifications: link.justification_stream(),
            proofs: FinalityProofProvider::new_for_service(
                backend.clone(),
                Some(authorities.clone()),
            ),
            authorities,
        }
    }
}

impl Parts {
    /// All methods together.
    ///
    /// # Errors
    /// When two methods have one name.
    pub fn methods(
        &self,
        subscriptions: SubscriptionTaskExecutor,
    ) -> Result<RpcModule<()>, Box<dyn Error + Send + Sync>> {
        let mut module = RpcModule::new(());
        module.merge(System::new(self.client.clone(), self.pool.clone()).into_rpc())?;
        module.merge(TransactionPayment::new(self.client.clone()).into_rpc())?;
        module.merge(
            Babe::new(
                self.client.clone(),
                self.babe_worker.clone(),
                self.keystore.clone(),
                self.select_chain.clone(),
            )
            .into_rpc(),
        )?;
        module.merge(
            InboxStream::new(
                self.client.clone(),
                self.pooled.clone(),
                subscriptions.clone(),
            )
            .into_rpc(),
        )?;
        module.merge(
            Grandpa::new(
                subscriptions,
                self.finality.authorities.clone(),
                self.finality.voter.clone(),
                self.finality.justifications.clone(),
                self.finality.proofs.clone(),
            )
            .into_rpc(),
        )?;
        Ok(module)
    }
}
