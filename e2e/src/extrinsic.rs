use crate::Node;
use futures::{future::BoxFuture, FutureExt};
use std::sync::Arc;
use subxt::{
    backend::LegacyBackend, dynamic::Value, rpcs::RpcClient, tx::DynamicPayload, OnlineClient,
    PolkadotConfig,
};
use subxt_signer::sr25519::Keypair;

/// A call by names, as any program might make it.
pub type Call = DynamicPayload<Vec<Value>>;

impl Node {
    /// Its chain, by names, as any program might read it.
    ///
    /// # Panics
    /// When it does not answer.
    pub fn chain(&self) -> BoxFuture<'_, OnlineClient<PolkadotConfig>> {
        async {
            let rpc = RpcClient::from_insecure_url(self.rpc_url()).await;
            let rpc = rpc.expect("the node answers");
            // The newer RPC gives up a transaction whenever its node falls behind for a moment.
            let backend = Arc::new(LegacyBackend::builder().build(rpc));
            let chain = OnlineClient::from_backend(backend).await;
            chain.expect("the node answers")
        }
        .boxed()
    }

    /// Signs and submits a call, and waits until a final block has it.
    ///
    /// # Panics
    /// When it cannot be submitted, or fails.
    pub fn submit<'a>(&'a self, call: &'a Call, signer: &'a Keypair) -> BoxFuture<'a, ()> {
        async {
            let chain = self.chain().await;
            let at = chain.at_current_block().await.expect("there is a block");
            at.tx()
                .sign_and_submit_then_watch_default(call, signer)
                .await
                .expect("the pool accepts it")
                .wait_for_finalized_success()
                .await
                .expect("the call succeeds");
        }
        .boxed()
    }
}
