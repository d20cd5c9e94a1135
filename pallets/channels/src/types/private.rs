//! Private channels, as far as the chain knows them.

use super::{ChannelId, GroupPublic, LogState};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use postern_primitives::{group::GroupSignature, BlockNumber};
use scale_info::TypeInfo;

/// A private channel: one epoch of a group.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct PrivateChannel<Balance> {
    /// The key that writes.
    pub key: GroupPublic,
    /// The channel whose log has the commit that opened this one.
    pub predecessor: Option<ChannelId>,
    /// How many commits lie between the group's first channel and this one.
    pub epoch: u32,
    /// The block in which it was opened.
    pub created_at: BlockNumber,
    /// The last block in which it was written to, or opened.
    pub active_at: BlockNumber,
    /// For how many blocks each post is kept.
    pub retention: BlockNumber,
    /// Where its log stands.
    pub log: LogState,
    /// How many commits are in the log.
    pub commits: u32,
    /// Which signatures have been used.
    pub window: ReplayWindow,
    /// What is held from its purse.
    pub deposit: Balance,
}

/// What shows that a call comes from the group.
#[derive(
    Clone, Debug, PartialEq, Eq, Encode, Decode, DecodeWithMemTracking, MaxEncodedLen, TypeInfo,
)]
pub struct Proof {
    /// A number that no other signature of this key in this channel has used. Any of the
    /// [`LEAP`](ReplayWindow::LEAP) from the channel's `nonce` up will do; members who choose
    /// at random among them rarely meet, and choose again if they do.
    pub nonce: u32,
    /// The last block that accepts it.
    pub expires: BlockNumber,
    /// By the group's key, over `postern_primitives::signing::payload`.
    pub signature: GroupSignature,
}

/// Which nonces have been used: a sliding window as datagram protocols use it against
/// replay, so that members who know nothing of each other can sign at the same time.
///
/// Numbers below the window count as used. A number beyond it moves the window, by no more
/// than [`LEAP`](Self::LEAP), so nobody can use the numbers up at one stroke.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Encode, Decode, MaxEncodedLen, TypeInfo)]
pub struct ReplayWindow {
    /// One more than the highest number used.
    pub next: u32,
    /// Bit `i` tells whether `next - 1 - i` was used.
    pub used: u128,
}

impl ReplayWindow {
    /// How many numbers from `next` up are accepted.
    pub const LEAP: u32 = 64;

    /// Whether a number was not used and is neither too old nor too far ahead.
    pub fn accepts(&self, nonce: u32) -> bool {
        match nonce.checked_sub(self.next) {
            // The very last number is left out: `next` could not pass it.
            Some(ahead) => ahead < Self::LEAP && nonce < u32::MAX,
            None => {
                let age = self.next - 1 - nonce;
                age < u128::BITS && self.used & (1 << age) == 0
            }
        }
    }

    /// Notes that a number which is [accepted](Self::accepts) has been used.
    pub fn mark(&mut self, nonce: u32) {
        match nonce.checked_sub(self.next) {
            Some(ahead) => {
                let moved = ahead.saturating_add(1);
                self.used = self.used.checked_shl(moved).unwrap_or(0) | 1;
                self.next = nonce.saturating_add(1);
            }
            None => {
                let age = self.next - 1 - nonce;
                self.used |= 1u128.checked_shl(age).unwrap_or(0);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_number_is_accepted_once() {
        let mut window = ReplayWindow::default();
        assert!(window.accepts(0));
        window.mark(0);
        assert!(!window.accepts(0));
        assert!(window.accepts(1));
    }

    #[test]
    fn numbers_may_come_in_any_order_within_the_window() {
        let mut window = ReplayWindow::default();
        window.mark(63);
        assert!(window.accepts(0));
        assert!(window.accepts(63 + ReplayWindow::LEAP));
        assert!(!window.accepts(64 + ReplayWindow::LEAP));
        window.mark(127);
        assert!(window.accepts(0));
        window.mark(128);
        assert!(!window.accepts(0), "too old");
        assert!(window.accepts(1));
    }

    #[test]
    fn the_last_numbers_do_not_overflow() {
        let mut window = ReplayWindow {
            next: u32::MAX - 1,
            used: 0,
        };
        assert!(window.accepts(u32::MAX - 1));
        window.mark(u32::MAX - 1);
        assert!(!window.accepts(u32::MAX));
        assert!(!window.accepts(u32::MAX - 1));
    }

    proptest! {
        #[test]
        fn no_number_is_accepted_twice(nonces in prop::collection::vec(0u32..400, 0..300)) {
            let mut window = ReplayWindow::default();
            let mut used = BTreeSet::new();
            for nonce in nonces {
                if window.accepts(nonce) {
                    prop_assert!(used.insert(nonce));
                    window.mark(nonce);
                }
                prop_assert!(!window.accepts(nonce) || !used.contains(&nonce));
            }
        }
    }
}
