//! Secrets of an epoch that are used outside of the group: access to the chain follows the epoch.

use crate::{step::Step, ConversationId, Result};
use ed25519_dalek::{Signer as _, SigningKey};
use openmls::prelude::MlsGroup;
use postern_primitives::group::{GroupPublic, GroupSignature};
use std::fmt;
use zeroize::Zeroizing;

/// The key that writes to the channel of one epoch. Erased from memory when dropped.
#[derive(Clone)]
pub struct ChannelKey(SigningKey);

impl ChannelKey {
    /// The public half, as the chain knows it.
    pub fn public(&self) -> GroupPublic {
        self.0.verifying_key().to_bytes()
    }

    /// Signs what the chain shall do in the group's name; `message` begins with the context that
    /// says what the signature is for.
    pub fn sign(&self, message: &[u8]) -> GroupSignature {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for ChannelKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ChannelKey({})", hex::encode(self.public()))
    }
}

impl Step<'_> {
    /// The key that writes to the channel of the group's epoch.
    pub(crate) fn channel_key(&self, group: &MlsGroup) -> Result<ChannelKey> {
        let seed = self.export(group, "postern channel", &[])?;
        Ok(ChannelKey(SigningKey::from_bytes(&seed)))
    }

    /// The seed of an inbox key of the current epoch that only members know, for one `purpose`.
    pub(crate) fn inbox_seed(
        &self,
        id: &ConversationId,
        purpose: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>> {
        let (_, group) = self.current(&self.active(id)?)?;
        self.export(&group, "postern inbox", purpose)
    }
}
