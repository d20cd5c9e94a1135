//! Who signed what: certificates by the chain, contents by IPFS. Needs no keystore.

use super::near::near;
use crate::{
    chain::{
        types::{AccountId, DeviceInfo},
        Chain,
    },
    content, defaults, Error, Result,
};
use bytes::Bytes;
use postern_ipfs::client::Client as Ipfs;
use postern_primitives::{BlockNumber, Cid, DeviceId, Handle, Moment};
use std::{
    collections::HashMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

/// What was looked up. A certificate's revocation matters to what is signed after it, so
/// this is kept for one operation only.
#[derive(Default)]
pub(super) struct People {
    /// Certificates, and the handles of those who own them.
    certificates: HashMap<DeviceId, (DeviceInfo, Option<Handle>)>,
    /// The devices that their owners have now.
    devices: HashMap<AccountId, Vec<DeviceId>>,
    /// A block and the chain's time in it.
    clock: Option<(BlockNumber, Moment)>,
}

/// Looks up what letters and posts are checked against.
#[derive(Clone, Copy)]
pub(super) struct Witness<'a> {
    pub(super) chain: &'a Chain,
    pub(super) ipfs: &'a Ipfs,
    pub(super) people: &'a Mutex<People>,
}

impl Witness<'_> {
    /// An envelope or a post, if it is to be had at the moment.
    pub(super) async fn fetch(&self, cid: &Cid) -> Result<Bytes> {
        let fetched = content::fetch_envelope(self.ipfs, cid);
        let fetched = near(self.chain, self.ipfs, cid, fetched);
        tokio::time::timeout(defaults::FETCH_PATIENCE, fetched)
            .await
            .unwrap_or(Err(Error::NotAvailable { cid: *cid }))
    }

    /// A device's certificate and its owner's handle.
    pub(super) async fn certificate(&self, id: &DeviceId) -> Result<(DeviceInfo, Option<Handle>)> {
        let known = self.people().certificates.get(id).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let device = self
            .chain
            .device(id)
            .await?
            .ok_or(Error::UnknownDevice { device: *id })?;
        let identity = self.chain.identity(&device.account).await?;
        let (handle, devices) = identity.map_or_else(Default::default, |identity| {
            let devices = super::contacts::devices_of(&identity);
            (identity.handle, devices)
        });
        let found = (device, handle);
        let mut people = self.people();
        people.devices.insert(found.0.account, devices);
        people.certificates.insert(*id, found.clone());
        Ok(found)
    }

    /// The devices that somebody has now of whom a certificate was looked up.
    pub(super) fn devices_of(&self, account: &AccountId) -> Vec<DeviceId> {
        let people = self.people();
        people.devices.get(account).cloned().unwrap_or_default()
    }

    /// Makes sure that a certificate was good when its device signed, and still was when
    /// that came into a block.
    ///
    /// When it was signed is only claimed: whoever has stolen a device's key can sign with
    /// a date before the revocation. They cannot put it into a block of before.
    pub(super) async fn ensure_valid_then(
        &self,
        certificate: &DeviceInfo,
        claimed: Moment,
        block: BlockNumber,
    ) -> Result<()> {
        let recorded = self.moment_of(block).await?;
        [claimed, recorded]
            .iter()
            .try_for_each(|at| ensure_valid(certificate, *at))
    }

    /// The latest time at which a past block can have been made: had every slot since then
    /// been used, and the block been made at the end of its own. Skipped slots make this
    /// later than it was, so a letter from shortly before a revocation may be refused, and
    /// none from after it is believed.
    pub(super) async fn moment_of(&self, block: BlockNumber) -> Result<Moment> {
        let known = self.people().clock;
        let (best, now) = match known {
            Some(clock) => clock,
            None => {
                // In this order a block in between makes it later, not earlier.
                let best = self.chain.best_block().await?;
                let clock = (best, self.chain.moment().await?);
                self.people().clock = Some(clock);
                clock
            }
        };
        let slots = u64::from(best.saturating_sub(block)).saturating_sub(1);
        Ok(now.saturating_sub(slots.saturating_mul(self.chain.slot_milliseconds())))
    }

    /// Asks the chain again about everybody.
    pub(super) fn forget_people(&self) {
        *self.people() = People::default();
    }

    fn people(&self) -> MutexGuard<'_, People> {
        self.people.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Makes sure that a sender's certificate was good at a time.
pub(super) fn ensure_valid(certificate: &DeviceInfo, at: Moment) -> Result<()> {
    if certificate.is_valid_at(at) {
        return Ok(());
    }
    match certificate.revoked_at.is_some_and(|revoked| revoked <= at) {
        true => Err(Error::SenderRevoked),
        false => Err(Error::SenderExpired),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_primitives::Codec;

    #[test]
    fn a_revoked_and_an_expired_sender_are_refused_each_for_its_own_reason() {
        let certificate = |revoked_at| DeviceInfo {
            id: DeviceId([1; 32]),
            account: [2; 32],
            public: [3; 32],
            key_cid: Cid::of_block(Codec::Raw, b"key"),
            valid_from: 10,
            valid_until: 20,
            revoked_at,
        };
        let at = |revoked_at, at| ensure_valid(&certificate(revoked_at), at);
        assert!(at(None, 10).is_ok() && at(None, 19).is_ok() && at(Some(15), 14).is_ok());
        for moment in [9, 20] {
            assert!(matches!(at(None, moment), Err(Error::SenderExpired)));
        }
        for moment in [15, 19, 20] {
            assert!(matches!(at(Some(15), moment), Err(Error::SenderRevoked)));
        }
    }
}
