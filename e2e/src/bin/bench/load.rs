//! Many extrinsics at once, signed here.

use anyhow::{anyhow, ensure, Context};
use futures::{stream, StreamExt, TryStreamExt};
use postern_e2e::Node;
use postern_primitives::{Cid, Codec};
use std::{
    collections::HashSet,
    time::{Duration, Instant},
};
use subxt::{
    client::{OnlineClientAtBlock, OnlineClientAtBlockImpl},
    config::DefaultExtrinsicParamsBuilder as Params,
    dynamic::{self, Value},
    rpcs::{rpc_params, RpcClient},
    tx::{DynamicPayload, TransactionsClient},
    utils::H256,
    OnlineClient, PolkadotConfig,
};
use subxt_signer::sr25519::{dev, Keypair};

/// Submissions under way at once: enough to keep the nodes busy, few enough that each
/// connection's queue stays short.
pub const AT_ONCE: usize = 64;

/// Flags of a node that is put under load: its pool holds back as many extrinsics as are
/// submitted, where the default one would turn them away. A tenth of it is for those that wait for
/// an earlier one of their account, which at worst are all but one.
pub const POOL: [&str; 4] = ["--pool-limit", "500000", "--pool-kbytes", "500000"];

/// Blocks in a row without any extrinsic of a load after which the rest is taken for lost: more
/// than an election and the submission of the next ones take.
const IDLE_AT_MOST: u32 = 20;

/// What an account is endowed with: fees and deposits of thousands of messages.
const ENDOWMENT: u128 = 100 * 10u128.pow(12);

/// The accounts that the presets have funded, apart from Alice, who validates.
fn well_known() -> Vec<Keypair> {
    vec![
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
    pay("transfer_keep_alive", &dev::alice(), 1)
}

/// A transfer that makes an account, with what thousands of messages cost.
pub fn endow(account: &Keypair) -> Call {
    pay("transfer_allow_death", account, ENDOWMENT)
}

fn pay(call: &str, to: &Keypair, amount: u128) -> Call {
    let to = Value::unnamed_variant("Id", [Value::from_bytes(to.public_key().0)]);
    dynamic::tx("Balances", call, vec![to, Value::u128(amount)])
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

/// An `inbox.send` with a content and an inbox of its own.
pub fn message(index: usize) -> Call {
    let cid = Cid::of_block(Codec::Raw, &index.to_le_bytes());
    let mut inbox = [0x5a; 32];
    inbox[..8].copy_from_slice(&index.to_le_bytes());
    send(inbox, &cid, 1024)
}

/// Connections for loads, and accounts that sign them.
pub struct Load {
    api: OnlineClient<PolkadotConfig>,
    nodes: Vec<RpcClient>,
    accounts: Vec<Keypair>,
}

/// An extrinsic for one of the nodes: the same one for all of an account, in their order.
pub struct Signed {
    node: usize,
    /// What it will be found by in its block.
    pub hash: H256,
    extrinsic: String,
}

/// Signs one call after the other, for all accounts in turn.
pub struct Signer<'a> {
    load: &'a Load,
    tx: TransactionsClient<PolkadotConfig, OnlineClientAtBlockImpl<PolkadotConfig>>,
    nonces: Vec<u64>,
    signed: usize,
}

/// What became of a load.
pub struct Outcome {
    /// Extrinsics a second that the pool accepted.
    pub accepted_per_second: f64,
    /// Extrinsics a second that went into blocks, over the blocks that were full of them.
    pub included_per_second: f64,
}

impl Load {
    /// Connects to these nodes, of which there is at least one. The well-known accounts sign.
    pub async fn new(nodes: &[Node]) -> anyhow::Result<Self> {
        let mut connected = Vec::with_capacity(nodes.len());
        for node in nodes {
            connected.push(RpcClient::from_insecure_url(node.rpc_url()).await?);
        }
        let first = connected.first().context("a load needs a node")?;
        Ok(Self {
            api: OnlineClient::from_rpc_client(first.clone()).await?,
            nodes: connected,
            accounts: well_known(),
        })
    }

    /// Signs with these accounts from now on.
    pub fn hand_over(&mut self, accounts: Vec<Keypair>) {
        self.accounts = accounts;
    }

    /// Begins to sign with the numbers that the accounts have now.
    pub async fn signer(&self) -> anyhow::Result<Signer<'_>> {
        let mut nonces = Vec::with_capacity(self.accounts.len());
        for account in &self.accounts {
            nonces.push(self.next_nonce(account).await?);
        }
        Ok(Signer {
            load: self,
            tx: self.api.tx().await?,
            nonces,
            signed: 0,
        })
    }

    /// Signs all of these calls.
    pub async fn sign(&self, calls: &[Call]) -> anyhow::Result<Vec<Signed>> {
        let mut signer = self.signer().await?;
        calls.iter().map(|call| signer.sign(call)).collect()
    }

    /// The next number of an account, transactions in blocks that are not final and in the
    /// pool counted.
    async fn next_nonce(&self, account: &Keypair) -> anyhow::Result<u64> {
        let address = account.public_key().to_account_id().to_string();
        let params = rpc_params![address];
        let next = self.nodes[0].request("system_accountNextIndex", params);
        Ok(next.await?)
    }

    /// The hash of an extrinsic that the pool has taken.
    pub async fn submit(&self, signed: Signed) -> anyhow::Result<String> {
        let params = rpc_params![signed.extrinsic];
        let node = &self.nodes[signed.node];
        let hash = node.request("author_submitExtrinsic", params).await;
        // What is shown of this error leaves out the pool's reason.
        hash.map_err(|error| anyhow!("the pool refused an extrinsic: {error:?}"))
    }

    /// Submits all, and follows the blocks until all are in.
    pub async fn run(&self, extrinsics: Vec<Signed>) -> anyhow::Result<Outcome> {
        let count = extrinsics.len();
        // The stream begins with the best block of before, and may show one block twice.
        let mut waiting: HashSet<H256> = extrinsics.iter().map(|one| one.hash).collect();
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
            let (mut in_blocks, mut idle) = (Vec::new(), 0u32);
            let mut parent = Duration::ZERO;
            while !waiting.is_empty() {
                let block = blocks
                    .next()
                    .await
                    .context("the stream of blocks ended")??;
                let at = block.at().await?;
                let extrinsics = at.extrinsics().fetch().await?;
                let found = extrinsics
                    .iter()
                    .filter_map(Result::ok)
                    .filter(|extrinsic| waiting.remove(&extrinsic.hash()))
                    .count();
                let moment = Duration::from_millis(moment_of(&at).await?);
                if found > 0 {
                    in_blocks.push((moment.saturating_sub(parent), found));
                    idle = 0;
                } else {
                    idle += 1;
                }
                parent = moment;
                let missing = waiting.len();
                ensure!(
                    idle < IDLE_AT_MOST,
                    "{missing} of {count} extrinsics came into no block"
                );
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

impl Signer<'_> {
    /// Signs a call for the next account.
    pub fn sign(&mut self, call: &Call) -> anyhow::Result<Signed> {
        let account = self.signed % self.nonces.len();
        let params = Params::new().nonce(self.nonces[account]).immortal().build();
        let extrinsic = self
            .tx
            .create_signable_offline(call, params)?
            .sign(&self.load.accounts[account])?;
        self.nonces[account] += 1;
        self.signed += 1;
        Ok(Signed {
            node: account % self.load.nodes.len(),
            hash: extrinsic.hash(),
            extrinsic: format!("0x{}", hex::encode(extrinsic.encoded())),
        })
    }
}

/// When a block was made, by the clock of its author, in milliseconds.
pub async fn moment_of(at: &OnlineClientAtBlock<PolkadotConfig>) -> anyhow::Result<u64> {
    let now = dynamic::storage::<(), u64>("Timestamp", "Now");
    Ok(at.storage().fetch(now, ()).await?.decode()?)
}

/// What the blocks between the first and the last took in their time, of which both may not have
/// been full. Each has the time since its parent, by the clock of its author: when blocks are seen
/// says more of this machine. A block that an election takes whole is not among them.
fn full_rate(blocks: &[(Duration, usize)]) -> f64 {
    match blocks {
        [_, full @ .., _] => {
            let taken: usize = full.iter().map(|(_, count)| count).sum();
            let time: Duration = full.iter().map(|(time, _)| *time).sum();
            taken as f64 / time.as_secs_f64().max(f64::MIN_POSITIVE)
        }
        _ => f64::NAN,
    }
}
