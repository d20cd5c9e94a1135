//! Renewing this device's keys in groups, so that whoever has got hold of them knows nothing of what
//! follows.
//!
//! Each device does so by a commit of its own, now and then, when it works on the group anyway. Who
//! fears for a device need not wait.

use super::{Client, Groups, PrivateChannel};
use crate::{client::certificate::millis, defaults::RENEW_KEYS_AFTER, Result};
use postern_conversations::{ConversationId, Standing};
use postern_primitives::Moment;

impl Groups {
    /// Whether it is time. A group that is new here has fresh keys.
    pub(super) fn is_renewal_due(&mut self, id: &ConversationId, now: Moment) -> Result<bool> {
        let Some(last) = self.records.renewed(id)? else {
            self.records.note_renewal(id, now)?;
            return Ok(false);
        };
        if now.saturating_sub(last) < millis(RENEW_KEYS_AFTER) || self.core.is_changing(id)? {
            return Ok(false);
        }
        Ok(self.core.summary(id)?.standing == Standing::Member)
    }
}

impl Client {
    /// Wishes that this device's keys in a group are renewed, if it is time.
    pub(super) async fn renew_if_due(&self, id: &ConversationId) -> Result<()> {
        let now = self.moment().await?;
        if self.with_groups(|groups| groups.is_renewal_due(id, now))? {
            self.wish_renewal(id, now).await?;
        }
        Ok(())
    }

    async fn wish_renewal(&self, id: &ConversationId, now: Moment) -> Result<i64> {
        let change = self.step(|core| core.renew(id)).await?;
        self.with_groups(|groups| Ok(groups.records.note_renewal(id, now)?))?;
        Ok(change)
    }

    /// Renews this device's keys in a private channel, and waits until that is final.
    ///
    /// # Errors
    /// [`Error::UnknownPrivateChannel`](crate::Error::UnknownPrivateChannel); when this device is no
    /// member, or nothing can be written.
    pub async fn renew_privately(&self, name: &str) -> Result<PrivateChannel> {
        let id = self.private_room(name)?;
        self.ready_to_say(&id).await?;
        let now = self.moment().await?;
        let change = self.wish_renewal(&id, now).await?;
        self.until_done(&id, change).await?;
        self.with_groups(|groups| groups.describe(&id))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::device::DeviceKey;
    use postern_conversations::Identity;

    #[test]
    fn keys_are_renewed_a_month_after_they_were_new() {
        let folder = tempfile::tempdir().unwrap();
        let device = DeviceKey::from_seed(&[1; 32]);
        let identity = Identity::new([2; 32], [3; 32], &device.seed());
        let mut groups = Groups::open(folder.path(), &device, identity).unwrap();
        let id = groups.core.create("room", &[], 0).unwrap();
        let month = millis(RENEW_KEYS_AFTER);
        let mut due = |now| groups.is_renewal_due(&id, now).unwrap();
        assert!(!due(1_000), "it has just come");
        assert!(!due(1_000 + month - 1));
        assert!(due(1_000 + month));
        groups.records.note_renewal(&id, 1_000 + month).unwrap();
        let mut due = |now| groups.is_renewal_due(&id, now).unwrap();
        assert!(!due(1_000 + month));
        assert!(due(1_000 + 2 * month));
        // While it is under way it is not wished for again.
        groups.core.renew(&id).unwrap();
        assert!(!groups.is_renewal_due(&id, 1_000 + 2 * month).unwrap());
    }
}
