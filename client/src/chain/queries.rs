//! Questions, each by the name of what it asks.

use super::{
    types::{
        AccountId, Assignment, ChannelInfo, DeviceInfo, EntryInfo, EntryPage, Funds, Head,
        IdentityInfo, PinnerInfo, PostPage, Replicas, SendRefusal,
    },
    Chain, ChainError,
};
use backon::{ConstantBuilder, Retryable};
use codec::{Decode, DecodeAll};
use postern_primitives::{limits::MAX_KEEPERS, BlockNumber, Cid, DeviceId, Handle, Moment};
use serde_json::Value;
use sp_crypto_hashing::{blake2_128, twox_128};
use std::time::Duration;
use subxt::rpcs::rpc_params;

/// Pinners of one content that are looked up: as many as ever keep one at a time.
const MOST_KEEPERS: usize = MAX_KEEPERS as usize;

/// How the first block is waited for: five slots of three seconds.
const FIRST_BLOCK: ConstantBuilder = ConstantBuilder::new()
    .with_delay(Duration::from_millis(500))
    .with_max_times(30);

impl Chain {
    /// The identity of an account.
    ///
    /// # Errors
    /// Here and below: when the node cannot be asked.
    pub async fn identity(&self, account: &AccountId) -> Result<Option<IdentityInfo>, ChainError> {
        self.ask("KeyRegistryApi_identity", account).await
    }

    /// The identities of up to 512 accounts, in their order.
    pub async fn identities(
        &self,
        accounts: &[AccountId],
    ) -> Result<Vec<Option<IdentityInfo>>, ChainError> {
        self.ask("KeyRegistryApi_identities", accounts).await
    }

    /// Who owns a handle.
    pub async fn identity_by_handle(
        &self,
        handle: &Handle,
    ) -> Result<Option<IdentityInfo>, ChainError> {
        self.ask("KeyRegistryApi_identity_by_handle", handle).await
    }

    /// A device's certificate, whatever became of it.
    pub async fn device(&self, id: &DeviceId) -> Result<Option<DeviceInfo>, ChainError> {
        self.ask("KeyRegistryApi_device", id).await
    }

    /// The number that the account's next proof of possession is made for.
    pub async fn proof_nonce(&self, account: &AccountId) -> Result<u32, ChainError> {
        self.ask("KeyRegistryApi_nonce", account).await
    }

    /// Entries of an inbox from a sequence number on, as they are in the state of a block.
    pub async fn entries(
        &self,
        head: &Head,
        owner: &AccountId,
        from: u64,
        limit: u32,
    ) -> Result<EntryPage, ChainError> {
        self.ask_at(head, "InboxApi_entries", (owner, from, limit))
            .await
    }

    /// One entry, if it is neither acknowledged nor expired.
    pub async fn entry(
        &self,
        owner: &AccountId,
        sequence_number: u64,
    ) -> Result<Option<EntryInfo>, ChainError> {
        self.ask("InboxApi_entry", (owner, sequence_number)).await
    }

    /// Whether a message could be sent now, and what would be held of its sender.
    pub async fn can_send(
        &self,
        sender: &AccountId,
        recipients: &[AccountId],
        size: u64,
        lifetime: BlockNumber,
    ) -> Result<Result<u128, SendRefusal>, ChainError> {
        self.ask("InboxApi_can_send", (sender, recipients, size, lifetime))
            .await
    }

    /// Whether anything on chain refers to the content, so that pinners keep it.
    pub async fn is_wanted(&self, cid: &Cid) -> Result<bool, ChainError> {
        let pin: Option<(u64, u32)> = self.ask("PinningApi_pin", cid).await?;
        Ok(pin.is_some())
    }

    /// How many pinners keep each of these contents, and how many are to; `None` once nothing
    /// on chain refers to it. Of more than [`MAX_PAGE`], the first.
    pub async fn replicas(&self, cids: &[Cid]) -> Result<Vec<Option<Replicas>>, ChainError> {
        self.ask("PinningApi_replicas", cids).await
    }

    /// Who is to keep a content, the first to do so first; nobody once nothing on chain refers
    /// to it.
    pub async fn assigned(&self, cid: &Cid) -> Result<Vec<Assignment>, ChainError> {
        let mut assigned: Vec<Assignment> = self.ask("PinningApi_assigned", cid).await?;
        assigned.truncate(MOST_KEEPERS);
        Ok(assigned)
    }

    /// Where those are to be found who are to keep a content, as multiaddresses with a peer id;
    /// the first to keep it first.
    pub async fn keepers_addresses(&self, cid: &Cid) -> Result<Vec<String>, ChainError> {
        let mut addresses = Vec::new();
        for Assignment { pinner, .. } in self.assigned(cid).await? {
            let found: Option<PinnerInfo> = self.ask("PinningApi_pinner", pinner).await?;
            addresses.extend(found.iter().flat_map(PinnerInfo::full_addresses));
        }
        Ok(addresses)
    }

    /// A channel by its name.
    pub async fn channel(&self, name: &Handle) -> Result<Option<ChannelInfo>, ChainError> {
        self.ask("ChannelsApi_channel_by_name", name).await
    }

    /// Posts of a channel from a number on.
    pub async fn history(
        &self,
        channel: u32,
        from: u64,
        limit: u32,
    ) -> Result<PostPage, ChainError> {
        self.ask("ChannelsApi_history", (channel, from, limit))
            .await
    }

    /// Number of the best block.
    pub async fn best_block(&self) -> Result<BlockNumber, ChainError> {
        let header: Value = self.request("chain_getHeader", rpc_params![]).await?;
        self.number(&header)
    }

    /// The best block.
    pub async fn best_head(&self) -> Result<Head, ChainError> {
        let hash = self.request("chain_getBlockHash", rpc_params![]).await?;
        self.head(hash).await
    }

    /// The last block that is final.
    pub async fn finalized_head(&self) -> Result<Head, ChainError> {
        let hash = self
            .request("chain_getFinalizedHead", rpc_params![])
            .await?;
        self.head(hash).await
    }

    /// Number of the last block that is final.
    pub async fn finalized_block(&self) -> Result<BlockNumber, ChainError> {
        Ok(self.finalized_head().await?.number)
    }

    async fn head(&self, hash: String) -> Result<Head, ChainError> {
        let mut bytes = [0; 32];
        hex::decode_to_slice(hash.trim_start_matches("0x"), &mut bytes).map_err(|_| {
            ChainError::Unexpected {
                url: self.url.clone(),
                what: "block hash".into(),
            }
        })?;
        let header: Value = self.request("chain_getHeader", rpc_params![hash]).await?;
        Ok(Head {
            number: self.number(&header)?,
            hash: bytes,
        })
    }

    /// Hash of the block of this number, on the chain of the best one; `None` where the node
    /// does not have it.
    pub async fn block_hash(&self, number: BlockNumber) -> Result<Option<[u8; 32]>, ChainError> {
        let method = "chain_getBlockHash";
        let hash: Option<String> = self.request(method, rpc_params![number]).await?;
        hash.map(|hash| self.decode(method, &hash)).transpose()
    }

    /// The chain's own time. There is none before the first block, which a node that has
    /// just been started is given a few slots for.
    pub async fn moment(&self) -> Result<Moment, ChainError> {
        (|| self.moment_now())
            .retry(FIRST_BLOCK)
            .when(|error| matches!(error, ChainError::NoBlocks { .. }))
            .await
    }

    async fn moment_now(&self) -> Result<Moment, ChainError> {
        let key = [twox_128(b"Timestamp"), twox_128(b"Now")].concat();
        let now = self.stored("Timestamp.Now", &key).await?;
        now.ok_or_else(|| ChainError::NoBlocks {
            url: self.url.clone(),
        })
    }

    /// What an account owns.
    pub async fn funds(&self, account: &AccountId) -> Result<Funds, ChainError> {
        let hashed = [blake2_128(account).as_slice(), account].concat();
        let key = [&twox_128(b"System")[..], &twox_128(b"Account"), &hashed].concat();
        let found: Option<AccountInfo> = self.stored("System.Account", &key).await?;
        Ok(
            found.map_or_else(Funds::default, |account: AccountInfo| Funds {
                free: account.data.0,
                held: account.data.1,
                frozen: account.data.2,
            }),
        )
    }

    /// Whether the node is still catching up, and how many peers it has.
    pub async fn health(&self) -> Result<(bool, u64), ChainError> {
        let health: Value = self.request("system_health", rpc_params![]).await?;
        let syncing = health["isSyncing"].as_bool().unwrap_or_default();
        Ok((syncing, health["peers"].as_u64().unwrap_or_default()))
    }

    /// The next number for a transaction of the account, those in the pool counted.
    pub(super) async fn next_nonce(&self, address: &str) -> Result<u64, ChainError> {
        self.request("system_accountNextIndex", rpc_params![address])
            .await
    }

    pub(super) async fn slot_duration(&self) -> Result<u64, ChainError> {
        let configuration: Beginning<u64> = self.ask("BabeApi_configuration", ()).await?;
        Ok(configuration.0)
    }
}

#[derive(Decode)]
struct AccountInfo {
    /// Nonce, consumers, providers, sufficients.
    _counters: [u32; 4],
    /// Free, held, frozen, flags.
    data: (u128, u128, u128, u128),
}

/// The first field of an answer; what follows is of no interest.
struct Beginning<T>(T);

impl<T: Decode> DecodeAll for Beginning<T> {
    fn decode_all(input: &mut &[u8]) -> Result<Self, codec::Error> {
        T::decode(input).map(Self)
    }
}
