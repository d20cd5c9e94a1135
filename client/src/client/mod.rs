//! What a person does with Postern, as a library.
//!
//! A [`Client`] is one home folder, one node and one IPFS, opened once and used for any
//! number of operations.

mod admission;
mod arrival;
mod call;
mod certificate;
mod channels;
mod composing;
mod contacts;
mod doctor;
mod follow;
mod gaps;
mod groups;
mod identity;
mod linking;
mod near;
mod own_devices;
mod own_inbox;
mod pay;
mod place;
mod read;
mod reading;
mod receive;
mod retract;
mod retry;
mod send;
mod status;
mod sweep;
mod verify;
mod witness;

pub use admission::{InboxPolicy, Ruled};
pub use arrival::{Arrival, Loss, Missing, Received, ReceivedFile, Unreadable};
pub use contacts::{Contact, Safety, SeenDevice};
pub use doctor::{examine, Finding};
pub use groups::{
    has_private_channels, About, DirectName, MessageName, NotADirectName, NotAMessageName,
    PostedPrivately, PrivateChannel, PrivateFile, PrivateMember, PrivatePayment, PrivatePost,
    PrivateProposal, PrivateReaction, PrivateReceipt, PrivateSubject, ReceiptChoice,
    ReceivedInvitation, Saying, Watched,
};
pub use identity::{look_up, Who};
pub use linking::{add_device, AddedDevice, OfferedDevice};
pub use pay::{MadePayment, PaymentState, ReceivedPayment};
pub use reading::{
    account_of, download_from_channel, find_channel, list_channels, list_members, list_proposals,
    read_channel, ChannelPost,
};
pub use receive::ReceiveOptions;
pub use retract::Retracted;
pub use send::{Request, Sent};
pub use status::{Condition, Keeper, Status};

use crate::{
    chain::{types::AccountId, Chain},
    defaults,
    keystore::{self, Keys},
    store::Store,
    Error, Result,
};
use futures::{future::BoxFuture, FutureExt};
use groups::Groups;
use own_devices::Others;
use postern_ipfs::client::Client as Ipfs;
use postern_primitives::{Cid, DeviceId};
use std::{
    path::{Path, PathBuf},
    sync::Mutex,
};
use subxt_signer::sr25519::Keypair;
use witness::{People, Witness};

/// Where a client's things are.
#[derive(Clone, Debug)]
pub struct Settings {
    /// Keystore, local records and received files.
    pub home: PathBuf,
    /// The node's WebSocket address.
    pub node: String,
    /// The IPFS node's RPC.
    pub ipfs: String,
}

/// Somebody's access to Postern.
pub struct Client {
    home: PathBuf,
    keys: Keys,
    chain: Chain,
    ipfs: Ipfs,
    store: Mutex<Store>,
    people: Mutex<People>,
    groups: Mutex<Option<Groups>>,
    others: Mutex<Others>,
    /// Held while the log of a conversation of two is read or written: readers of messages, which
    /// are many at a time, may want the same one.
    pairs: tokio::sync::Mutex<()>,
}

/// What the key of the local database is derived for.
const STORE_KEY: &[u8; 16] = b"postern/dbskey/1";

impl Client {
    /// Opens the home folder and connects to the node.
    ///
    /// # Errors
    /// When there is no keystore, the passphrase is wrong, another process uses the
    /// home, or no Postern node answers. IPFS is asked only when it is needed.
    pub fn open<'a>(settings: &'a Settings, passphrase: &'a str) -> BoxFuture<'a, Result<Self>> {
        async move {
            let keys = keystore::open(&keystore_path(&settings.home), passphrase)?;
            let store = Store::open(&settings.home, &keys.device.derive(STORE_KEY))?;
            let ipfs = Ipfs::new(&settings.ipfs)?;
            let chain = Chain::connect(&settings.node).await?;
            Ok(Self {
                home: settings.home.clone(),
                keys,
                chain,
                ipfs,
                store: Mutex::new(store),
                people: Mutex::default(),
                groups: Mutex::default(),
                others: Mutex::default(),
                pairs: tokio::sync::Mutex::default(),
            })
        }
        .boxed()
    }

    /// The chain, for questions of one's own.
    pub fn chain(&self) -> &Chain {
        &self.chain
    }

    /// The IPFS node.
    pub fn ipfs(&self) -> &Ipfs {
        &self.ipfs
    }

    /// The account's public key.
    pub fn account(&self) -> AccountId {
        self.keys.account.public_key().0
    }

    /// The account's address.
    pub fn address(&self) -> String {
        address(&self.account())
    }

    /// This device.
    pub fn device(&self) -> DeviceId {
        self.keys.device.id()
    }

    /// Where received files are saved.
    pub fn files_folder(&self) -> PathBuf {
        self.home.join(defaults::FILES_FOLDER)
    }

    fn signer(&self) -> &Keypair {
        &self.keys.account
    }

    /// What letters and posts are checked against.
    fn witness(&self) -> Witness<'_> {
        Witness {
            chain: &self.chain,
            ipfs: &self.ipfs,
            people: &self.people,
        }
    }

    /// The local records. What a panicking thread left is still whole: SQLite rolls back.
    fn store(&self) -> std::sync::MutexGuard<'_, Store> {
        self.store
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Signs, submits, and waits for a block.
    async fn execute(&self, call: &crate::chain::Call) -> Result<crate::chain::InBlock> {
        let pending = self.chain.submit(self.signer(), call).await?;
        pending.in_block().await.map_err(Error::from)
    }

    /// The same for a call that names content which lies in our IPFS node: those who are to
    /// keep it can fetch it from here then.
    async fn announce(
        &self,
        call: &crate::chain::Call,
        cid: &Cid,
    ) -> Result<crate::chain::InBlock> {
        let in_block = self.execute(call).await?;
        near::introduce(&self.chain, &self.ipfs, cid).await;
        Ok(in_block)
    }
}

/// Where the keystore of a home is.
pub fn keystore_path(home: &Path) -> PathBuf {
    home.join(defaults::KEYSTORE_FILE)
}

/// SS58 address of an account, under prefix 42.
pub fn address(account: &AccountId) -> String {
    subxt::utils::AccountId32(*account).to_string()
}
