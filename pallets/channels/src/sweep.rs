//! What goes by itself: posts that have expired, and what closed channels have left behind.
//!
//! Every post stands in `Expiring` under the first block in which it is gone. The start of a
//! block works that index off from where the last one stopped, then clears closed channels
//! with what is left of its share. A flood of either is worked off over the blocks that
//! follow; until then reads treat expired posts as gone already.

use crate::{
    types::{ChannelId, Removal},
    Closing, Config, Expiring, HoldReason, Invitations, Log, Members, Pallet, Proposals, SweptTo,
    Votes, WeightInfo, LOG_TARGET,
};
use alloc::vec::Vec;
use frame_support::{traits::Get, weights::Weight};
use postern_primitives::{BlockNumber, SequenceKey};

impl<T: Config> Pallet<T> {
    /// Works off what has expired up to block `now`, and what is closed, within `MaxSwept`.
    pub(crate) fn sweep(now: BlockNumber) -> Weight {
        let (blocks, posts) = Self::sweep_expired(now, T::MaxSwept::get());
        let left = T::MaxSwept::get()
            .saturating_sub(blocks)
            .saturating_sub(posts);
        let items = Self::sweep_closed(left);
        T::WeightInfo::sweep(blocks, posts).saturating_add(T::WeightInfo::clear(items))
    }

    /// How many blocks were looked at, and how many posts taken out: together no more than
    /// `limit`.
    fn sweep_expired(now: BlockNumber, limit: u32) -> (u32, u32) {
        let start = SweptTo::<T>::get();
        let (mut swept_to, mut left) = (start, limit);
        let (mut blocks, mut posts) = (0u32, 0u32);
        while swept_to < now && left > 0 {
            let block = swept_to.saturating_add(1);
            blocks = blocks.saturating_add(1);
            left = left.saturating_sub(1);
            let expired = Self::expire_block(block, left);
            posts = posts.saturating_add(expired);
            if expired == left {
                // There may be more under this block: the next sweep looks again.
                break;
            }
            swept_to = block;
            left = left.saturating_sub(expired);
        }
        if swept_to != start {
            SweptTo::<T>::put(swept_to);
        }
        (blocks, posts)
    }

    /// Takes out up to `limit` posts that expire at `block`; says how many.
    fn expire_block(block: BlockNumber, limit: u32) -> u32 {
        let due: Vec<_> = Expiring::<T>::iter_key_prefix(block)
            .take(limit as usize)
            .collect();
        for (channel, number) in &due {
            match Log::<T>::get(channel, SequenceKey::from(*number)) {
                Some(post) => Self::drop_post(*channel, *number, post, Removal::Expired),
                None => {
                    // A defect: the index names what is not there. It must not stop the sweep.
                    log::error!(target: LOG_TARGET, "no post {number} of channel {channel} to expire");
                    Expiring::<T>::remove(block, (channel, number));
                }
            }
        }
        due.len() as u32
    }

    /// Clears closed channels; says how many items were cleared, which is no more than
    /// `limit`. A channel of which nothing is left counts as one.
    fn sweep_closed(limit: u32) -> u32 {
        let mut left = limit;
        while left > 0 {
            let Some(channel) = Closing::<T>::iter_keys().next() else {
                break;
            };
            left = left.saturating_sub(Self::clear_channel(channel, left));
            if left > 0 {
                Closing::<T>::remove(channel);
                left = left.saturating_sub(1);
            }
        }
        limit.saturating_sub(left)
    }

    /// Clears up to `limit` items; fewer only if no more are left.
    fn clear_channel(channel: ChannelId, limit: u32) -> u32 {
        let mut left = limit;
        for clear in [
            Self::clear_proposals,
            Self::clear_members,
            Self::clear_invitations,
            Self::clear_posts,
        ] {
            left = left.saturating_sub(clear(channel, left));
        }
        limit.saturating_sub(left)
    }

    fn clear_proposals(channel: ChannelId, limit: u32) -> u32 {
        let found: Vec<_> = Proposals::<T>::iter_prefix(channel)
            .take(limit as usize)
            .collect();
        for (number, proposal) in &found {
            Self::drop_proposal(channel, *number, proposal);
        }
        found.len() as u32
    }

    fn clear_members(channel: ChannelId, limit: u32) -> u32 {
        let found: Vec<_> = Members::<T>::iter_prefix(channel)
            .take(limit as usize)
            .collect();
        for (account, membership) in &found {
            Self::give_back(HoldReason::Membership, account, membership.deposit);
            Members::<T>::remove(channel, account);
            Votes::<T>::remove(channel, account);
        }
        found.len() as u32
    }

    fn clear_invitations(channel: ChannelId, limit: u32) -> u32 {
        let found: Vec<_> = Invitations::<T>::iter_prefix(channel)
            .take(limit as usize)
            .collect();
        let count = found.len() as u32;
        for (account, invitation) in found {
            Self::drop_invitation(channel, &account, invitation);
        }
        count
    }

    fn clear_posts(channel: ChannelId, limit: u32) -> u32 {
        let found: Vec<_> = Self::posts_from(channel, 0).take(limit as usize).collect();
        let count = found.len() as u32;
        for (number, post) in found {
            Self::take_out(channel, number, post, Removal::Closed);
        }
        count
    }
}
