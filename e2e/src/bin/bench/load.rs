//! Many extrinsics at once, prepared before the clock starts.

use anyhow::{anyhow, ensure, Context};
use futures::{stream, StreamExt, TryStreamExt};
use postern_e2e::Node;
use postern_primitives::Cid;
use std::{collections::HashSet, time::Instant};
use subxt::{
    config::DefaultExtrinsicParamsBuilder as Params,
    dynamic::{self, Value},
    rpcs::{rpc_params, RpcClient},
    tx::DynamicPayload,
    OnlineClient, PolkadotConfig,
};
use subxt_signer::sr25519::{dev, Keypair};

/// Submissions under way at once: enough to keep the node busy, few enough that each
/// connection's queue stays short.
const AT_ONCE: usize = 64;

/// Flags of a node that is put under load: its pool holds back as many extrinsics as are
/// submitted, where the default one would turn them away.
pub const POOL: [&str; 4] = ["--pool-limit", "50000", "--pool-kbytes", "100000"];

/// The accounts that the development chain has funded, apart from Alice, who validates.
pub fn senders() -> [Keypair; 5] {
    [
        dev::bob(),
        dev::charlie(),
        dev::dave(),
        dev::eve(),
        dev::ferdie(),
    ]
}

/// A call with its arguments.
pub type Call = DynamicPayload<Vec<Value>>;

/// A plain balance transfer to an account that exists.
pub fn transfer() -> Call {
    let alice = Value::unnamed_variant("Id", [Value::from_bytes(dev::alice().public_key().0)]);
    dynamic::tx(
        "Balances",
        "transfer_keep_alive",
        vec![alice, Value::u128(1)],
    )
}

/// An `inbox.send` of `cid` to one inbox.
pub fn send(to: [u8; 32], cid: &Cid, size: u64) -> Call {
    let recipients = Value::unnamed_composite([Value::from_bytes(to)]);
    let lifetime = Value::u128(100_000);
    let cid = Value::from_bytes(cid.as_bytes());
    dynamic::tx(
        "Inbox",
        "send",
        vec![recipients, cid, Value::u128(size.into()), lifetime],
    )
}

/// A connection for loads.
pub struct Load {
    api: OnlineClient<PolkadotConfig>,
    rpc: RpcClient,
}

/// What became of a load.
pub struct Outcome {
    /// Extrinsics a second that the pool accepted.
    pub accepted_per_second: f64,
    /// Extrinsics a second that went into blocks, over the blocks that were full of them.
    pub included_per_second: f64,
}

impl Load {
    /// Connects to `node`.
    pub async fn new(node: &Node) -> anyhow::Result<Self> {
        let rpc = RpcClient::from_insecure_url(node.rpc_url()).await?;
        let api = OnlineClient::from_rpc_client(rpc.clone()).await?;
        Ok(Self { api, rpc })
    }

    /// Signs the calls, dealt out to the senders in turn.
    pub async fn sign(&self, calls: &[Call]) -> anyhow::Result<Vec<String>> {
        let tx = self.api.tx().await?;
        let mut nonces = Vec::new();
        for sender in senders() {
            nonces.push(self.next_nonce(&sender).await?);
        }
        let mut signed = Vec::with_capacity(calls.len());
        for (index, call) in calls.iter().enumerate() {
            let sender = index % nonces.len();
            let params = Params::new().nonce(nonces[sender]).immortal().build();
            nonces[sender] += 1;
            let extrinsic = tx
                .create_signable_offline(call, params)?
                .sign(&senders()[sender])?;
            signed.push(format!("0x{}", hex::encode(extrinsic.encoded())));
        }
        Ok(signed)
    }

    /// The next number of an account, transactions in blocks that are not final and in the
    /// pool counted.
    async fn next_nonce(&self, account: &Keypair) -> anyhow::Result<u64> {
        let address = account.public_key().to_account_id().to_string();
        let params = rpc_params![address];
        Ok(self.rpc.request("system_accountNextIndex", params).await?)
    }

    /// The hash of an extrinsic that the pool has taken.
    async fn submit(&self, extrinsic: String) -> anyhow::Result<String> {
        let params = rpc_params![extrinsic];
        let hash = self.rpc.request("author_submitExtrinsic", params).await;
        // What is shown of this error leaves out the pool's reason.
        hash.map_err(|error| anyhow!("the pool refused an extrinsic: {error:?}"))
    }

    /// Submits all, and follows the blocks until all are in.
    pub async fn run(&self, extrinsics: Vec<String>) -> anyhow::Result<Outcome> {
        let count = extrinsics.len();
        let mut blocks = self.api.stream_best_blocks().await?;
        let begin = Instant::now();
        let submitted = async {
            let hashes: HashSet<String> = stream::iter(extrinsics)
                .map(|extrinsic| self.submit(extrinsic))
                .buffer_unordered(AT_ONCE)
                .try_collect()
                .await?;
            ensure!(hashes.len() == count, "two extrinsics were the same");
            anyhow::Ok(begin.elapsed())
        };
        let included = async {
            let mut in_blocks = Vec::new();
            let mut seen = 0;
            while seen < count {
                let block = blocks
                    .next()
                    .await
                    .context("the stream of blocks ended")??;
                let at = block.at().await?;
                let extrinsics = at.extrinsics().fetch().await?;
                let users = extrinsics
                    .iter()
                    .filter_map(Result::ok)
                    .filter(|extrinsic| extrinsic.is_signed())
                    .count();
                if users > 0 {
                    in_blocks.push((begin.elapsed(), users));
                }
                seen += users;
            }
            anyhow::Ok(in_blocks)
        };
        let (accepted, blocks) = futures::try_join!(submitted, included)?;
        Ok(Outcome {
            accepted_per_second: count as f64 / accepted.as_secs_f64(),
            included_per_second: full_rate(&blocks),
        })
    }
}

/// Between the first block and the last, which is not full, the pool was never empty.
fn full_rate(blocks: &[(std::time::Duration, usize)]) -> f64 {
    match blocks {
        [first, middle @ .., last] => {
            let inner: usize = middle.iter().map(|(_, count)| count).sum();
            let span = last.0.saturating_sub(first.0).as_secs_f64();
            (inner + last.1) as f64 / span.max(f64::MIN_POSITIVE)
        }
        _ => f64::NAN,
    }
}
