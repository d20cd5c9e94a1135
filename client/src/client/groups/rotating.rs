//! Another key package once one was used, and an end to the secrets of the old one.
//!
//! A device is added by the one key package in its key object, as often as somebody likes. Whoever
//! learns its secrets later, and has recorded an invitation, reads the epoch that it led to. So it
//! is exchanged as soon as this device has joined by it; its secrets stay for invitations that are
//! under way, and go then.

use super::Client;
use crate::{
    chain::types::DeviceInfo, client::certificate::millis, defaults::KEY_PACKAGE_GRACE, Result,
};
use postern_primitives::Moment;

impl Client {
    /// As [`rotate_keys`](Self::rotate_keys), for commands that are about something else.
    pub(in super::super) async fn rotate_keys_if_possible(&self) {
        if let Err(error) = self.rotate_keys().await {
            tracing::warn!("new keys are published later: {error}");
        }
    }

    /// Publishes another key package if the one that others find was used, until the certificate
    /// ends, as before; and forgets those that nobody can come with any more.
    pub(in super::super) async fn rotate_keys(&self) -> Result<()> {
        let Some(certificate) = self.chain.device(&self.device()).await? else {
            return Ok(());
        };
        let now = self.chain.moment().await?;
        if !certificate.is_valid_at(now) {
            return Ok(());
        }
        if !self.was_used(&certificate)? {
            return self.forget_old_keys(&certificate, now);
        }
        self.renew_device(certificate.valid_until).await?;
        match self.chain.device(&self.device()).await? {
            Some(certificate) => self.forget_old_keys(&certificate, now),
            None => Ok(()),
        }
    }

    fn was_used(&self, certificate: &DeviceInfo) -> Result<bool> {
        self.with_groups(|groups| {
            Ok(match groups.records.package(&certificate.key_cid)? {
                // Of an earlier version, which did not note it.
                Some(package) if package.is_empty() => true,
                Some(package) => groups.core.was_used(&package)?,
                None => false,
            })
        })
    }

    fn forget_old_keys(&self, found: &DeviceInfo, now: Moment) -> Result<()> {
        let then = now.saturating_sub(millis(KEY_PACKAGE_GRACE));
        self.with_groups(|groups| {
            groups.records.publish(&found.key_cid, now)?;
            for (cid, package) in groups.records.superseded(then)? {
                if !package.is_empty() {
                    groups.core.drop_key_package(&package)?;
                }
                groups.records.drop_package(&cid)?;
            }
            Ok(())
        })
    }
}
