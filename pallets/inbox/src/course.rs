//! What a message weighs: what it has met, and no more.

use crate::{Config, WeightInfo};
use frame_support::{traits::Get, weights::Weight};
use postern_primitives::Cid;

/// What `send` weighs at most: when all recipients have messages and rules, one takes registered
/// senders only, and no message before it expires with it.
pub(crate) fn declared_weight<T: Config>(recipients: u32, cid: &[u8]) -> Weight {
    Course {
        recipients,
        used: recipients,
        ruled: recipients,
        looked_up: true,
        fresh_page: true,
        text: !Cid::is_binary(cid),
    }
    .weight::<T>()
}

/// What a message meets on its way.
#[derive(Clone, Copy, Default)]
pub(crate) struct Course {
    /// How many it goes to.
    pub recipients: u32,
    /// Recipients whose inboxes held something already: their queue is to be written, and if it
    /// was not stored, their only entry to be read.
    pub used: u32,
    /// Recipients who ask something of senders. Most messages meet none.
    pub ruled: u32,
    /// Whether it had to be found out if the sender is registered.
    pub looked_up: bool,
    /// Whether it is the first on its page of the expiry index.
    pub fresh_page: bool,
    /// Whether its CID came as text.
    pub text: bool,
}

impl Course {
    /// What it weighs.
    pub fn weight<T: Config>(&self) -> Weight {
        let mut weight = T::WeightInfo::send(self.recipients);
        let used = self.used.into();
        weight.saturating_accrue(T::DbWeight::get().reads_writes(used, used));
        if self.ruled > 0 {
            weight.saturating_accrue(T::WeightInfo::apply_rules(self.ruled));
        }
        if self.looked_up {
            weight.saturating_accrue(T::WeightInfo::look_up_sender());
        }
        if self.text {
            weight.saturating_accrue(T::WeightInfo::read_text());
        }
        if self.fresh_page {
            weight.saturating_accrue(T::WeightInfo::open_page());
        }
        weight
    }
}
