//! What this device lets the account's other devices know.
//!
//! Letters are sealed to all devices of an account, but it has one inbox, and what is acknowledged
//! there is gone for all of them. So each device has an inbox besides, that of its own key, into
//! which the others put what it would miss: the CIDs of what they have sent, together with sending
//! it, and of what they have read, before they acknowledge it. A content stays available as long as
//! it lies in any inbox. Accounts with one device do none of this.

use super::{
    composing::{Enclosed, Outgoing},
    Client, Request,
};
use crate::{
    chain::{
        types::{AccountId, DeviceInfo, EntryInfo},
        Call,
    },
    content::Silent,
    defaults,
    sealing::{Invitation, KeyPackage, OpenError, Recipient},
    store::Unsent,
    Error, Result,
};
use postern_primitives::{limits::MAX_RECIPIENTS, BlockNumber, Cid};
use std::{
    collections::HashSet,
    sync::{MutexGuard, PoisonError},
};

/// What is known of the account's other devices.
#[derive(Debug, Default)]
pub(super) struct Others {
    /// Whether there were any when the chain was asked last.
    any: bool,
    /// What need not be passed on any more.
    passed_on: HashSet<Cid>,
}

/// Own devices that are to show what this one sends.
#[derive(Default)]
pub(super) struct Copies {
    /// Their inboxes.
    pub(super) inboxes: Vec<AccountId>,
    /// What it is sealed to.
    pub(super) devices: Vec<Recipient>,
}

impl Client {
    fn others(&self) -> MutexGuard<'_, Others> {
        self.others.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The account's other devices whose certificates are good now.
    pub(super) async fn other_devices(&self) -> Result<Vec<DeviceInfo>> {
        let mut devices = self.valid_devices().await?;
        devices.retain(|device| device.id != self.device());
        self.others().any = !devices.is_empty();
        Ok(devices)
    }

    /// Whether what was not read is left to another device.
    pub(super) fn is_for_others(&self, error: &Error) -> bool {
        matches!(error, Error::Open(OpenError::NotForThisDevice)) && self.others().any
    }

    /// Another device of the account has passed this on.
    pub(super) fn note_passed_on(&self, id: &Cid) {
        self.others().passed_on.insert(*id);
    }

    /// For how many blocks what was read is left to other devices that have read it as well.
    pub(super) async fn left_to_others(&self) -> Result<BlockNumber> {
        let others = self.other_devices().await?;
        let before = others.iter().filter(|device| device.id.0 < self.device().0);
        let before = BlockNumber::try_from(before.count()).unwrap_or(BlockNumber::MAX);
        Ok(before.saturating_mul(defaults::LEFT_TO_OTHERS))
    }

    /// The own devices that are to show a message to these accounts. Whoever writes to themselves
    /// finds it in the account's inbox.
    pub(super) async fn copies(&self, to: &[AccountId]) -> Result<Copies> {
        let mut copies = Copies::default();
        if to.contains(&self.account()) {
            return Ok(copies);
        }
        let room = (MAX_RECIPIENTS as usize).saturating_sub(to.len());
        for device in self.other_devices().await?.into_iter().take(room) {
            match self.sealed_to(&device).await {
                Ok(recipient) => {
                    copies.inboxes.push(device.public);
                    copies.devices.push(recipient);
                }
                Err(error) => {
                    tracing::warn!("your device {} will not show it: {error}", device.id);
                }
            }
        }
        Ok(copies)
    }

    /// What is sealed to so that an own device reads it.
    async fn sealed_to(&self, device: &DeviceInfo) -> Result<Recipient> {
        Ok(Recipient {
            device: device.id,
            sealing_public: self.keys_of(device).await?.sealing,
        })
    }

    /// The keys that an own device has published. One that cannot be had must not hold up for long
    /// what is done for others.
    pub(super) async fn keys_of(&self, device: &DeviceInfo) -> Result<KeyPackage> {
        let (cid, fetching) = (device.key_cid, self.key_package(device));
        tokio::time::timeout(defaults::FETCH_PATIENCE, fetching)
            .await
            .unwrap_or(Err(Error::NotAvailable { cid }))
    }

    /// Puts what this device has read into the inboxes of the others; returns the numbers of what
    /// may be acknowledged then. What cannot be passed on stays in the account's inbox, where the
    /// others find it.
    pub(super) async fn pass_on(&self, done: Vec<u64>, entries: &[EntryInfo]) -> Vec<u64> {
        if done.is_empty() {
            return done;
        }
        let read = |entry: &&EntryInfo| done.binary_search(&entry.sequence_number).is_ok();
        let read: Vec<_> = entries.iter().filter(read).collect();
        match self.pass_on_all(&read).await {
            Ok(failed) => {
                let stays = |number: &u64| {
                    let mut entries = read.iter();
                    entries.any(|one| one.sequence_number == *number && failed.contains(&one.cid))
                };
                done.into_iter().filter(|number| !stays(number)).collect()
            }
            Err(error) => {
                tracing::warn!("your other devices are not told yet what was read: {error}");
                Vec::new()
            }
        }
    }

    /// Which of these contents could not be passed on.
    async fn pass_on_all(&self, read: &[&EntryInfo]) -> Result<HashSet<Cid>> {
        let inboxes: Vec<_> = self.other_devices().await?;
        let inboxes: Vec<_> = inboxes.iter().map(|device| device.public).collect();
        let (mut failed, mut pending) = (HashSet::new(), Vec::new());
        if inboxes.is_empty() {
            return Ok(failed);
        }
        let lifetime = self.blocks(defaults::PASSED_ON_FOR);
        for entry in read {
            if !self.others().passed_on.insert(entry.cid) {
                continue;
            }
            let call = Call::send(&inboxes, &entry.cid, entry.size, lifetime);
            // All of them are on their way before the first is waited for.
            let submitted = self.chain.submit(self.signer(), &call).await;
            pending.push((entry.cid, submitted));
        }
        for (cid, submitted) in pending {
            let in_block = match submitted {
                Ok(pending) => pending.in_block().await,
                Err(error) => Err(error),
            };
            if let Err(error) = in_block {
                tracing::warn!("{cid} is not passed on to your other devices yet: {error}");
                self.others().passed_on.remove(&cid);
                failed.insert(cid);
            }
        }
        Ok(failed)
    }

    /// Gives own devices what they join a private channel with.
    pub(super) async fn invite_own(
        &self,
        devices: &[DeviceInfo],
        invitation: Vec<u8>,
    ) -> Result<()> {
        let mut sealed_to = Vec::with_capacity(devices.len());
        for device in devices {
            sealed_to.push(self.sealed_to(device).await?);
        }
        let outgoing = Outgoing {
            request: &Request::default(),
            recipients: &[self.account()],
            devices: &sealed_to,
            enclosed: Enclosed::Invitation(Invitation::Enclosed(invitation)),
            over: None,
            reply_to: None,
        };
        let content = self.publish(outgoing, &Silent).await?;
        let message = Unsent {
            id: content.cid,
            recipients: devices.iter().map(|device| device.public).collect(),
            copies: Vec::new(),
            size: content.size,
            lifetime: self.blocks(defaults::PASSED_ON_FOR),
        };
        let call = super::send::call(&message);
        let in_block = self.announce(&call, &content.cid).await?;
        self.record(message, &in_block).map(drop)
    }
}
