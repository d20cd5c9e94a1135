//! Any call of the chain, by name.

use super::Client;
use crate::{
    chain::{json::ReadFile, InBlock, Until},
    Result,
};

impl Client {
    /// Signs a call with the account's key, submits it, and waits for a block. Arguments are
    /// as [`json`](crate::chain::json) describes them; `files` reads what `@FILE` names.
    ///
    /// # Errors
    /// When the chain has no such call, the arguments do not fit it, or the chain refuses.
    pub async fn call(
        &self,
        pallet: &str,
        call: &str,
        arguments: &serde_json::Value,
        files: ReadFile<'_>,
        until: Until,
    ) -> Result<InBlock> {
        let call = self.chain.call(pallet, call, arguments, files).await?;
        let pending = self.chain.submit(self.signer(), &call).await?;
        Ok(pending.wait(until).await?)
    }
}
