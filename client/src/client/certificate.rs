//! This device's certificate and its account's others: registering, renewing, revoking.

use super::Client;
use crate::{
    chain::{
        types::{DeviceInfo, IdentityInfo},
        Call,
    },
    content, defaults,
    sealing::KeyPackage,
    Error, Result,
};
use codec::Encode;
use futures::{future::BoxFuture, FutureExt};
use postern_primitives::{
    signing::{self, Context, RegisterDevice, RenewDevice},
    BlockNumber, Cid, DeviceId, Handle, Moment,
};
use std::time::Duration;

/// Blocks for which a proof of possession is good: time to get into one.
const PROOF_GOOD_FOR: u32 = 200;

/// What is to be done about this device's certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Due {
    /// There is none.
    Registration,
    /// It ends soon, or is to end at another time.
    Renewal,
    /// It is good for a while yet.
    Nothing,
}

impl Due {
    /// `wanted` says that somebody asked for another validity, or that the keys which it points
    /// to are not all that this device has.
    fn judge(certificate: Option<&DeviceInfo>, now: Moment, wanted: bool) -> Result<Self> {
        let Some(certificate) = certificate else {
            return Ok(Self::Registration);
        };
        if !certificate.is_valid_at(now) {
            return Err(Error::OwnCertificateOver);
        }
        Ok(match wanted || ends_soon(certificate, now) {
            true => Self::Renewal,
            false => Self::Nothing,
        })
    }
}

/// Whether a certificate ends within [`RENEW_WITHIN`](defaults::RENEW_WITHIN).
pub(super) fn ends_soon(certificate: &DeviceInfo, now: Moment) -> bool {
    certificate.valid_until.saturating_sub(now) <= millis(defaults::RENEW_WITHIN)
}

impl Client {
    /// Makes sure that this device has a certificate on chain that is good for a while, and
    /// its account the handle, if one is wanted.
    ///
    /// A certificate that ends soon is renewed, and so is any for which `valid_for` is given;
    /// what is as wanted already is left alone.
    ///
    /// # Errors
    /// When the handle is taken or is none, the account cannot pay, or the device's
    /// certificate is over.
    pub fn register<'a>(
        &'a self,
        handle: Option<&'a str>,
        valid_for: Option<Duration>,
    ) -> BoxFuture<'a, Result<IdentityInfo>> {
        async move {
            let handle = handle
                .map(|name| {
                    name.parse().map_err(|reason| Error::NotAName {
                        name: name.into(),
                        reason,
                    })
                })
                .transpose()?;
            let certificate = self.chain.device(&self.device()).await?;
            let now = self.chain.moment().await?;
            let wanted = valid_for.is_some() || !self.has_published(certificate.as_ref())?;
            let due = Due::judge(certificate.as_ref(), now, wanted)?;
            let valid_for = valid_for.unwrap_or(defaults::VALIDITY);
            let valid_until = now.saturating_add(millis(valid_for));
            let done = match due {
                Due::Registration => self.register_device(valid_until, handle.as_ref()).await,
                Due::Renewal => self.renew_device(valid_until).await,
                Due::Nothing => Ok(()),
            };
            done.map_err(|error| self.explain_registration(error, handle.as_ref()))?;
            self.rotate_keys().await?;
            if due == Due::Registration {
                self.begin_inbox().await?;
            }
            if due != Due::Registration {
                self.ensure_handle(handle.as_ref()).await?;
            }
            self.registered(handle.as_ref()).await
        }
        .boxed()
    }

    /// This account once it has this device and the handle, if one is wanted.
    ///
    /// Another block may have taken the place of the one that registered it. The node has that
    /// transaction in its pool again then, and brings it into a later block.
    async fn registered(&self, handle: Option<&Handle>) -> Result<IdentityInfo> {
        let (account, device) = (self.account(), self.device());
        let is_whole = |identity: &IdentityInfo| {
            let has_device = identity.devices.iter().any(|known| known.id == device);
            has_device && (handle.is_none() || identity.handle.as_ref() == handle)
        };
        for _ in 0..defaults::TAKEN_BACK_FOR {
            let identity = self.chain.identity(&account).await?;
            if let Some(identity) = identity.filter(is_whole) {
                return Ok(identity);
            }
            self.chain.next_block().await?;
        }
        Err(Error::RegistrationTakenBack)
    }

    /// The account's first device that is valid, or a further one.
    async fn register_device(&self, valid_until: Moment, handle: Option<&Handle>) -> Result<()> {
        let is_first = self.valid_devices().await?.is_empty();
        let fields = RegisterDevice {
            public: self.keys.device.public(),
            key_cid: self.publish_key(valid_until).await?,
            valid_until,
        };
        let context = match is_first {
            true => signing::REGISTER_DEVICE,
            false => signing::ADD_DEVICE,
        };
        let (expires, proof) = self.prove(context, &fields).await?;
        let call = match is_first {
            true => Call::register(&fields, expires, &proof, handle),
            false => Call::add_device(&fields, expires, &proof),
        };
        self.announce(&call, &fields.key_cid).await?;
        match is_first {
            true => Ok(()),
            false => self.ensure_handle(handle).await,
        }
    }

    /// Has the certificate point to new keys, until then.
    pub(super) async fn renew_device(&self, valid_until: Moment) -> Result<()> {
        let fields = RenewDevice {
            device: self.device(),
            key_cid: self.publish_key(valid_until).await?,
            valid_until,
        };
        let (expires, proof) = self.prove(signing::RENEW_DEVICE, &fields).await?;
        let call = Call::renew(&fields, expires, &proof);
        self.announce(&call, &fields.key_cid).await?;
        Ok(())
    }

    /// Claims a handle for an account that is registered, unless it has this one.
    async fn ensure_handle(&self, handle: Option<&Handle>) -> Result<()> {
        let Some(handle) = handle else {
            return Ok(());
        };
        let identity = self.chain.identity(&self.account()).await?;
        if identity.is_some_and(|identity| identity.handle.as_ref() == Some(handle)) {
            return Ok(());
        }
        let claimed = self.execute(&Call::claim_handle(handle)).await;
        claimed
            .map(drop)
            .map_err(|error| self.explain_registration(error, Some(handle)))
    }

    /// Puts this device's key object on IPFS, for accounts that can pay for its certificate.
    async fn publish_key(&self, valid_until: Moment) -> Result<Cid> {
        if self.chain.funds(&self.account()).await?.free == 0 {
            return Err(Error::NoFunds {
                address: self.address(),
            });
        }
        let package = KeyPackage {
            sealing: self.keys.sealing.public(),
            group: Some(self.make_key_package(valid_until)?),
        };
        let bytes = package.sign(&self.keys.device);
        let published = content::publish_block(&self.ipfs, bytes).await?;
        self.keep_package(&published.cid, &package)?;
        Ok(published.cid)
    }

    /// This device's signature for its account's next proof, and the last block that takes it.
    async fn prove(
        &self,
        context: Context,
        fields: &impl Encode,
    ) -> Result<(BlockNumber, [u8; 64])> {
        let account = self.account();
        let best = self.chain.best_block().await?;
        let expires = best.saturating_add(PROOF_GOOD_FOR);
        let payload = signing::payload(
            context,
            self.chain.genesis(),
            &account,
            self.chain.proof_nonce(&account).await?,
            expires,
            fields,
        );
        Ok((expires, self.keys.device.sign(&payload)))
    }

    /// The chain does not know what the handle was; we do.
    fn explain_registration(&self, error: Error, handle: Option<&Handle>) -> Error {
        let name = match &error {
            Error::Chain(chain) => chain.dispatch_name(),
            _ => None,
        };
        match (name, handle) {
            (Some("HandleTaken"), Some(handle)) => Error::HandleTaken {
                handle: handle.to_string(),
            },
            (Some("DepositUnaffordable"), _) => Error::NoFunds {
                address: self.address(),
            },
            _ => error,
        }
    }

    /// The devices of this account that are not revoked, in the order of the chain.
    ///
    /// # Errors
    /// When the chain cannot be asked.
    pub async fn devices(&self) -> Result<Vec<DeviceInfo>> {
        let identity = self.chain.identity(&self.account()).await?;
        Ok(identity.map_or_else(Vec::new, |identity| identity.devices))
    }

    /// Those of them whose certificates are good now.
    pub(super) async fn valid_devices(&self) -> Result<Vec<DeviceInfo>> {
        let mut devices = self.devices().await?;
        let now = self.chain.moment().await?;
        devices.retain(|device| device.is_valid_at(now));
        Ok(devices)
    }

    /// Revokes a device of this account, or this one if none is named: nobody can write to
    /// it any more, nor it to anybody.
    ///
    /// # Errors
    /// When it is not registered, belongs to somebody else, or has been revoked.
    pub async fn revoke(&self, device: Option<DeviceId>) -> Result<DeviceId> {
        let device = device.unwrap_or_else(|| self.device());
        self.execute(&Call::revoke(&device)).await?;
        Ok(device)
    }
}

pub(super) fn millis(time: Duration) -> Moment {
    Moment::try_from(time.as_millis()).unwrap_or(Moment::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_primitives::Codec;

    const DAY: Moment = 24 * 60 * 60 * 1_000;

    fn certificate(valid_until: Moment, revoked_at: Option<Moment>) -> DeviceInfo {
        DeviceInfo {
            id: DeviceId([1; 32]),
            account: [2; 32],
            public: [3; 32],
            key_cid: Cid::of_block(Codec::Raw, b"key"),
            valid_from: 0,
            valid_until,
            revoked_at,
        }
    }

    #[test]
    fn a_device_without_a_certificate_is_registered() {
        assert_eq!(Due::judge(None, 0, false).unwrap(), Due::Registration);
        assert_eq!(Due::judge(None, 0, true).unwrap(), Due::Registration);
    }

    #[test]
    fn a_certificate_is_renewed_when_it_ends_soon_or_when_asked_for() {
        let certificate = certificate(100 * DAY, None);
        let soon = 100 * DAY - millis(defaults::RENEW_WITHIN);
        let judge = |now, wanted| Due::judge(Some(&certificate), now, wanted).unwrap();
        assert_eq!(judge(0, false), Due::Nothing);
        assert_eq!(judge(soon - 1, false), Due::Nothing);
        assert_eq!(judge(soon, false), Due::Renewal);
        assert_eq!(judge(100 * DAY - 1, false), Due::Renewal);
        assert_eq!(judge(0, true), Due::Renewal);
    }

    #[test]
    fn what_is_over_cannot_be_renewed() {
        for (certificate, now) in [
            (certificate(100 * DAY, None), 100 * DAY),
            (certificate(100 * DAY, Some(DAY)), DAY),
        ] {
            let refused = Due::judge(Some(&certificate), now, true);
            assert!(matches!(refused, Err(Error::OwnCertificateOver)));
        }
    }
}
