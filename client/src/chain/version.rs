//! Which version of the chain's program calls are encoded and signed for.

use super::{AtBlock, Chain, ChainError};
use futures::{future::BoxFuture, FutureExt};
use serde_json::Value;
use subxt::{rpcs::rpc_params, utils::H256};

impl Chain {
    /// The program of the best block. A chain may be upgraded while a client runs, and then
    /// takes nothing any more that is signed for the version before.
    pub(super) fn program(&self) -> BoxFuture<'_, Result<AtBlock, ChainError>> {
        async move {
            let version: Value = self
                .request("state_getRuntimeVersion", rpc_params![])
                .await?;
            let mut program = self.program.lock().await;
            if version["specVersion"].as_u64() != Some(program.spec_version().into()) {
                let best: H256 = self.request("chain_getBlockHash", rpc_params![]).await?;
                *program =
                    self.api
                        .at_block(best)
                        .await
                        .map_err(|error| ChainError::Unreachable {
                            url: self.url.clone(),
                            reason: error.to_string(),
                        })?;
            }
            Ok(program.clone())
        }
        .boxed()
    }
}
