//! A new device of the account: the code that the old one shows, and what the new one makes of it.
//!
//! The old device puts the account's secret, sealed under the code, into an inbox that only the
//! code leads to. The new one takes it from there, and registers a key of its own. From then on
//! the old one sees it among the account's devices, and has it take part in everything.

use super::{address, keystore_path, near::near, send::call, Client, Settings};
use crate::{
    chain::{
        types::{AccountId, DeviceInfo, EntryInfo, Head, IdentityInfo},
        Chain, Pending,
    },
    content, defaults,
    keystore::{self, AccountSecret},
    sealing::DeviceCode,
    store::Unsent,
    Error, Result,
};
use futures::{future::BoxFuture, FutureExt};
use postern_ipfs::client::Client as Ipfs;
use postern_primitives::{BlockNumber, Cid, DeviceId};
use subxt_signer::sr25519::Keypair;

/// A code that waits for a new device.
#[derive(Debug)]
pub struct OfferedDevice {
    /// What is typed into the new device. To be shown once, and kept nowhere.
    pub code: DeviceCode,
    /// The package that it opens; [`Client::retract`] takes it back.
    pub id: Cid,
    /// The first block in which the code is good for nothing.
    pub expires_at: BlockNumber,
    /// The devices that the account had.
    known: Vec<DeviceId>,
}

/// What made a home a device of an account.
pub struct AddedDevice {
    /// The home, opened.
    pub client: Client,
    /// Whose device it is.
    pub identity: IdentityInfo,
}

impl Client {
    /// Makes a code by which a new device can be added, for a while and once.
    ///
    /// # Errors
    /// When this device has no valid certificate; when the account cannot pay; when IPFS or the
    /// node fails.
    pub async fn offer_device(&self) -> Result<OfferedDevice> {
        self.tidy().await;
        self.ensure_own_certificate().await?;
        let known = self.devices().await?.iter().map(|one| one.id).collect();
        let code = DeviceCode::generate()?;
        let genesis = self.chain.genesis();
        let package = code.seal(&self.keys.secret, genesis)?;
        let inbox = code.inbox(genesis)?.public_key().0;
        let (size, lifetime) = (package.len() as u64, self.blocks(defaults::CODE_LIFETIME));
        self.ensure_sendable(&[], &[inbox], size, lifetime).await?;
        let content = content::publish_block(&self.ipfs, package).await?;
        let message = Unsent {
            id: content.cid,
            recipients: vec![inbox],
            copies: Vec::new(),
            size,
            lifetime,
        };
        let in_block = self.announce(&call(&message), &content.cid).await?;
        let sent = self.record(message, &in_block)?;
        Ok(OfferedDevice {
            code,
            id: sent.id,
            expires_at: sent.expires_at,
            known,
        })
    }

    /// Waits until a device that the account did not have is registered.
    ///
    /// # Errors
    /// [`Error::DeviceCodeExpired`]; when the node cannot be asked any more.
    pub async fn until_device_added(&self, offered: &OfferedDevice) -> Result<DeviceInfo> {
        let mut blocks = self.chain.best_blocks().await?;
        loop {
            let now = self.chain.best_block().await?;
            let devices = self.valid_devices().await?;
            let is_new = |device: &DeviceInfo| !offered.known.contains(&device.id);
            if let Some(new) = devices.into_iter().find(is_new) {
                self.tidy().await;
                return Ok(new);
            }
            if now >= offered.expires_at {
                return Err(Error::DeviceCodeExpired);
            }
            self.next_block(&mut blocks).await?;
        }
    }
}

/// Makes a home a device of the account whose other device shows this code: with the account's
/// secret and keys of its own, under a passphrase; and registers it.
///
/// Should it be interrupted when the keystore is there, [`Client::register`] does the rest.
///
/// # Errors
/// [`Error::KeystoreExists`]; [`Error::NoSuchDeviceCode`];
/// [`OpenError`](crate::sealing::OpenError) when what waits under the code is not what was put
/// there; as [`Client::register`].
pub fn add_device<'a>(
    settings: &'a Settings,
    passphrase: &'a str,
    code: &'a DeviceCode,
) -> BoxFuture<'a, Result<AddedDevice>> {
    async move {
        let path = keystore_path(&settings.home);
        keystore::ensure_missing(&path)?;
        let waiting = Waiting {
            chain: Chain::connect(&settings.node).await?,
            ipfs: Ipfs::new(&settings.ipfs)?,
            code,
        };
        let (secret, found) = waiting.take().await?;
        keystore::create(&path, passphrase, &secret)?;
        // The keystore has it now. What cannot be taken out of the inbox expires.
        let taken = waiting.acknowledge(&found).await;
        let client = Client::open(settings, passphrase).await?;
        let identity = client.register(None, None).await?;
        let settled = match taken {
            Ok(pending) => pending.in_block().await.map(drop).map_err(Error::from),
            Err(error) => Err(error),
        };
        if let Err(error) = settled {
            tracing::warn!("the code stays good until it expires: {error}");
        }
        Ok(AddedDevice { client, identity })
    }
    .boxed()
}

/// What waits under a code.
struct Waiting<'a> {
    chain: Chain,
    ipfs: Ipfs,
    code: &'a DeviceCode,
}

/// Where a package was found.
struct Found {
    head: Head,
    entries: Vec<EntryInfo>,
}

impl Waiting<'_> {
    fn inbox(&self) -> Result<Keypair> {
        self.code.inbox(self.chain.genesis())
    }

    /// The account's secret. Anybody can put something into an inbox that they see on the chain,
    /// so the first one is taken that opens.
    async fn take(&self) -> Result<(AccountSecret, Found)> {
        let inbox: AccountId = self.inbox()?.public_key().0;
        let head = self.chain.best_head().await?;
        let page = self
            .chain
            .entries(&head, &inbox, 0, defaults::PACKAGES_TRIED)
            .await?;
        let entries = page.entries;
        let mut refused = None;
        for entry in &entries {
            match self.open(&entry.cid).await {
                Ok(secret) => return Ok((secret, Found { head, entries })),
                Err(error) => {
                    tracing::debug!("{} is no package of this code: {error}", entry.cid);
                    refused.get_or_insert(error);
                }
            }
        }
        Err(refused.unwrap_or(Error::NoSuchDeviceCode))
    }

    async fn open(&self, cid: &Cid) -> Result<AccountSecret> {
        let fetched = content::fetch_envelope(&self.ipfs, cid);
        let fetched = near(&self.chain, &self.ipfs, cid, fetched);
        let package = tokio::time::timeout(defaults::FETCH_PATIENCE, fetched)
            .await
            .unwrap_or(Err(Error::NotAvailable { cid: *cid }))?;
        self.code.open(&package, self.chain.genesis())
    }

    /// Takes everything out of the inbox: it is of no more use to anybody.
    async fn acknowledge(&self, found: &Found) -> Result<Pending> {
        let numbers = found.entries.iter().map(|entry| entry.sequence_number);
        let (numbers, inbox) = (numbers.collect::<Vec<_>>(), self.inbox()?);
        let taken = self.chain.acknowledge(&inbox, &numbers, &found.head);
        Ok(taken.await?)
    }
}

impl AddedDevice {
    /// The account's address.
    pub fn address(&self) -> String {
        address(&self.identity.account)
    }
}
