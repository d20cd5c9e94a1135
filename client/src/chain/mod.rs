//! The chain as a client sees it: typed questions, typed calls, and one way to submit.
//!
//! Nothing here is generated from a runtime. Questions go to the runtime APIs by name, with
//! arguments and answers in SCALE ([`types`] mirrors what they return); calls are encoded
//! by the chain's own metadata. [`Chain::connect`] refuses a chain that is not Postern.

mod acknowledge;
mod blocks;
mod calls;
pub mod channels;
mod error;
mod events;
mod general;
pub mod json;
mod queries;
mod rules;
mod submit;
mod subscriptions;
mod transfers;
pub mod types;
mod version;

pub use acknowledge::InboxKey;
pub use calls::Call;
pub use error::ChainError;
pub use events::Event;
pub use rules::{QueueInfo, RulesInfo, Verdict};
pub use submit::{InBlock, Pending, Until};
pub use subscriptions::{PooledMessage, Subscription};
pub use transfers::{Paid, Transfer};

use codec::{DecodeAll, Encode};
use futures::{future::BoxFuture, FutureExt};
use serde_json::Value;
use std::sync::Arc;
use subxt::{
    backend::LegacyBackend,
    client::{OnlineClientAtBlock, OnlineClientAtBlockImpl},
    rpcs::{rpc_params, RpcClient},
    OnlineClient, PolkadotConfig,
};
use tokio::sync::Mutex;
use types::Head;

/// Pallets without which a chain is not Postern.
const PALLETS: [&str; 4] = ["KeyRegistry", "Inbox", "Channels", "Pinning"];

/// The client's view at a block, which holds the metadata that calls are encoded by.
type AtBlock = OnlineClientAtBlock<PolkadotConfig>;

/// What a transaction is submitted and watched through.
type AtBlockImpl = OnlineClientAtBlockImpl<PolkadotConfig>;

/// A connection to a node.
///
/// What reaches deep into `subxt` returns a boxed future: the code of an `async fn` is compiled
/// wherever it is awaited, which would be in every program, and several times in each.
pub struct Chain {
    url: String,
    rpc: RpcClient,
    api: OnlineClient<PolkadotConfig>,
    /// As of the last look; [`Self::program`] looks again.
    program: Mutex<AtBlock>,
    genesis: [u8; 32],
    slot_milliseconds: u64,
    /// The last number used. Locked while the chain is asked, so that two calls submitted
    /// at the same time never get one number.
    nonce: Mutex<Option<u64>>,
}

impl Chain {
    /// Connects to the node at `url`, such as `ws://127.0.0.1:9944`.
    ///
    /// # Errors
    /// [`ChainError::Unreachable`], or [`ChainError::WrongChain`] when what answers is
    /// another chain.
    pub fn connect(url: &str) -> BoxFuture<'_, Result<Self, ChainError>> {
        async move {
            let unreachable = |reason: String| ChainError::Unreachable {
                url: url.into(),
                reason,
            };
            let rpc = RpcClient::from_insecure_url(url)
                .await
                .map_err(|error| unreachable(error.to_string()))?;
            let backend = Arc::new(LegacyBackend::builder().build(rpc.clone()));
            let api = OnlineClient::<PolkadotConfig>::from_backend(backend)
                .await
                .map_err(|error| unreachable(error.to_string()))?;
            let program = api
                .at_current_block()
                .await
                .map_err(|error| unreachable(error.to_string()))?;
            let metadata = program.metadata_ref();
            if PALLETS
                .iter()
                .any(|name| metadata.pallet_by_name(name).is_none())
            {
                return Err(ChainError::WrongChain { url: url.into() });
            }
            let genesis = api.genesis_hash().0;
            let mut chain = Self {
                url: url.into(),
                rpc,
                api,
                program: Mutex::new(program),
                genesis,
                slot_milliseconds: 0,
                nonce: Mutex::default(),
            };
            chain.slot_milliseconds = chain.slot_duration().await?;
            Ok(chain)
        }
        .boxed()
    }

    /// Where the node is.
    pub fn url(&self) -> &str {
        &self.url
    }

    /// The chain's first block: what signatures are bound to.
    pub fn genesis(&self) -> &[u8; 32] {
        &self.genesis
    }

    /// How long a block takes, in milliseconds.
    pub fn slot_milliseconds(&self) -> u64 {
        self.slot_milliseconds
    }

    /// Asks the runtime API `method`, at the best block.
    async fn ask<R: DecodeAll>(
        &self,
        method: &str,
        arguments: impl Encode,
    ) -> Result<R, ChainError> {
        let arguments = format!("0x{}", hex::encode(arguments.encode()));
        let answer: String = self
            .request("state_call", rpc_params![method, arguments])
            .await?;
        self.decode(method, &answer)
    }

    /// The same, in the state of one block.
    async fn ask_at<R: DecodeAll>(
        &self,
        head: &Head,
        method: &str,
        arguments: impl Encode,
    ) -> Result<R, ChainError> {
        let arguments = format!("0x{}", hex::encode(arguments.encode()));
        let hash = format!("0x{}", hex::encode(head.hash));
        let answer: String = self
            .request("state_call", rpc_params![method, arguments, hash])
            .await?;
        self.decode(method, &answer)
    }

    /// Reads the plain storage value below `key`, if it is set.
    async fn stored<R: DecodeAll>(&self, what: &str, key: &[u8]) -> Result<Option<R>, ChainError> {
        let key = format!("0x{}", hex::encode(key));
        let answer: Option<String> = self.request("state_getStorage", rpc_params![key]).await?;
        answer.map(|answer| self.decode(what, &answer)).transpose()
    }

    fn decode<R: DecodeAll>(&self, what: &str, answer: &str) -> Result<R, ChainError> {
        let unexpected = || ChainError::Unexpected {
            url: self.url.clone(),
            what: what.into(),
        };
        let bytes = hex::decode(answer.trim_start_matches("0x")).map_err(|_| unexpected())?;
        R::decode_all(&mut &bytes[..]).map_err(|_| unexpected())
    }

    async fn request<R: serde::de::DeserializeOwned>(
        &self,
        method: &str,
        params: subxt::rpcs::client::RpcParams,
    ) -> Result<R, ChainError> {
        let answer = self.rpc.request(method, params).await;
        answer.map_err(|error| ChainError::from_rpc(&self.url, &error))
    }

    /// Number of the block that a header describes.
    fn number(&self, header: &Value) -> Result<u32, ChainError> {
        header["number"]
            .as_str()
            .and_then(|number| u32::from_str_radix(number.trim_start_matches("0x"), 16).ok())
            .ok_or_else(|| ChainError::Unexpected {
                url: self.url.clone(),
                what: "header".into(),
            })
    }
}
