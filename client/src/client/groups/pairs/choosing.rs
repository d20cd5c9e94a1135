//! Whether a message is sealed in a conversation, and in which.

use super::super::{records::PairRecord, Client};
use crate::{chain::types::AccountId, defaults::SETTLES_WITHIN, Error, Result};
use futures::{future::BoxFuture, FutureExt};
use postern_conversations::{ConversationId, Pair};
use postern_primitives::DeviceId;
use std::collections::BTreeSet;

/// How a message is sealed.
#[derive(Debug, Default)]
pub(in super::super::super) struct Way {
    /// The conversation; a letter if there is none.
    pub(in super::super::super) conversation: Option<ConversationId>,
    /// Why it is a letter, where people had a conversation already.
    pub(in super::super::super) fallback: Option<String>,
}

impl Client {
    /// How a message is sealed to people, which these `devices` are to show: theirs, and the own
    /// other ones. Only one person alone has a conversation with us, and it is written in once all of
    /// the devices are in it.
    ///
    /// Boxed, because bringing a conversation up to date may send invitations.
    pub(in super::super::super) fn choose_way<'a>(
        &'a self,
        people: &'a [AccountId],
        devices: &'a [DeviceId],
    ) -> BoxFuture<'a, Result<Way>> {
        async move {
            match people {
                [with] => self.choose_way_to(with, devices).await,
                _ => Ok(Way::default()),
            }
        }
        .boxed()
    }

    async fn choose_way_to(&self, with: &AccountId, devices: &[DeviceId]) -> Result<Way> {
        let pairs = self.with_groups(|groups| groups.pairs_with(with))?;
        let have_come = self.with_groups(|groups| groups.conversation_with(with))?;
        let was_used = have_come.is_some() || pairs.iter().any(|pair| pair.used);
        let mut reason = None;
        for pair in pairs {
            match self.make_ready(&pair, devices).await {
                Ok(()) => {
                    return Ok(Way {
                        conversation: Some(pair.conversation),
                        fallback: None,
                    })
                }
                Err(error) => reason = Some(error.to_string()),
            }
        }
        Ok(Way {
            conversation: None,
            fallback: reason.filter(|_| was_used),
        })
    }

    /// Brings a conversation up to date, so that what is sealed in it is read by these devices, and
    /// by nobody whose certificate is over.
    async fn make_ready(&self, pair: &PairRecord, devices: &[DeviceId]) -> Result<()> {
        let id = &pair.conversation;
        if self
            .with_groups(|groups| Ok(groups.core.cursor(id)?))?
            .is_none()
        {
            // Interrupted before it was open. The message need not wait for that.
            return Err(Error::ConversationUnsettled);
        }
        let _alone = self.pairs.lock().await;
        self.catch_up(id).await?;
        let found = self.pair(id)?;
        ensure_arrived(&found, devices)?;
        let over = self.devices_that_are_over(&found, devices).await?;
        if !over.is_empty() {
            let change = self.step(|core| core.remove(id, over.clone())).await?;
            self.until_done(id, change).await?;
        }
        let settling = tokio::time::timeout(SETTLES_WITHIN, self.until_final(id));
        settling.await.unwrap_or(Err(Error::ConversationUnsettled))
    }

    /// Devices in a conversation whose certificates are not valid any more.
    async fn devices_that_are_over(
        &self,
        pair: &Pair,
        known: &[DeviceId],
    ) -> Result<Vec<DeviceId>> {
        let now = self.chain.moment().await?;
        let own = self.devices().await?;
        let own = own.iter().filter(|device| device.is_valid_at(now));
        let valid: BTreeSet<_> = own.map(|device| device.id).chain(known.to_vec()).collect();
        let present = pair.devices.iter().map(|one| one.member.device);
        Ok(present.filter(|device| !valid.contains(device)).collect())
    }

    /// Waits until what has changed last in a conversation is final.
    async fn until_final(&self, id: &ConversationId) -> Result<()> {
        let mut blocks = self.chain.best_blocks().await?;
        while !self.pair(id)?.is_final {
            self.next_block(&mut blocks).await?;
            self.sync(id).await?;
        }
        Ok(())
    }

    pub(super) fn pair(&self, id: &ConversationId) -> Result<Pair> {
        self.with_groups(|groups| Ok(groups.core.pair(id)?.unwrap_or_default()))
    }
}

/// Every one of these devices reads what is sealed in the conversation. One that was added and not
/// heard yet may have been away, or may never have found its invitation.
fn ensure_arrived(pair: &Pair, devices: &[DeviceId]) -> Result<()> {
    for device in devices {
        let mut found = pair.devices.iter();
        if !found.any(|one| one.member.device == *device && one.arrived) {
            return Err(Error::DeviceNotArrived { device: *device });
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_conversations::{Member, PairDevice};

    fn device(byte: u8, arrived: bool) -> PairDevice {
        PairDevice {
            member: Member {
                account: [1; 32],
                device: DeviceId([byte; 32]),
            },
            authenticated: false,
            arrived,
        }
    }

    #[test]
    fn a_conversation_is_written_in_once_all_devices_have_come() {
        let pair = Pair {
            devices: vec![device(1, true), device(2, false), device(3, true)],
            is_final: true,
            is_idle: true,
        };
        let ready = |devices: &[u8]| {
            let devices: Vec<_> = devices.iter().map(|one| DeviceId([*one; 32])).collect();
            ensure_arrived(&pair, &devices).is_ok()
        };
        assert!(ready(&[1]) && ready(&[1, 3]));
        assert!(!ready(&[1, 2]), "one was not heard yet");
        assert!(!ready(&[4]), "one is not in it");
    }
}
