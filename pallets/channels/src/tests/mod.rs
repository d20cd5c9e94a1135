//! One file a behaviour; those of private channels in a folder of their own.

mod closing;
mod configuration;
mod creation;
mod decisions;
mod decoding;
mod history;
mod invariants;
mod invitations;
mod listing;
mod membership;
mod model;
mod posting;
mod private;
mod proposals;
mod retention;
mod retracting;
mod votes;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use postern_primitives::SequenceKey;
use sp_runtime::DispatchError;

fn logged(channel: ChannelId, number: u64) -> Option<PostOf<Test>> {
    Log::<Test>::get(channel, SequenceKey::from(number))
}

fn numbers(page: &PostPage<AccountId>) -> Vec<u64> {
    page.posts.iter().map(|post| post.sequence_number).collect()
}
