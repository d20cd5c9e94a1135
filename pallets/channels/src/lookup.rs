//! What others may ask: the runtime API's answers.

use crate::{
    types::{
        BalanceOf, ChannelId, ChannelInfo, ChannelPage, InvitationInfo, MemberInfo, MemberPage,
        PostInfo, PostPage, PrivateChannelInfo, ProposalInfo, Vote,
    },
    Channels, Config, Invitations, Members, Names, Pallet, PrivateChannels, Proposals, Votes,
};
use alloc::vec::Vec;
use frame_support::traits::{
    fungible::Inspect,
    tokens::{Fortitude, Preservation},
};
use postern_primitives::{limits::MAX_PAGE, Handle};

impl<T: Config> Pallet<T> {
    /// The public channel with a number, if it is open.
    pub fn channel(id: ChannelId) -> Option<ChannelInfo<T::AccountId>> {
        Channels::<T>::get(id).map(|channel| channel.into_info(id))
    }

    /// The public channel behind a name; none if the name breaks the rules of names.
    pub fn channel_by_name(name: &[u8]) -> Option<ChannelInfo<T::AccountId>> {
        let name = Handle::parse(name).ok()?;
        Self::channel(Names::<T>::get(name)?)
    }

    /// At most `limit` public channels, and never more than [`MAX_PAGE`], behind the one with
    /// the number `after`.
    pub fn channels(after: Option<ChannelId>, limit: u32) -> ChannelPage<T::AccountId> {
        let rest = match after {
            Some(after) => Channels::<T>::iter_from(Channels::<T>::hashed_key_for(after)),
            None => Channels::<T>::iter(),
        };
        let (channels, more) = page(rest.map(|(id, channel)| channel.into_info(id)), limit);
        let last = channels.last().map(|channel| channel.id).or(after);
        ChannelPage {
            channels,
            next: last.filter(|_| more),
        }
    }

    /// At most `limit` posts of a channel, and never more than [`MAX_PAGE`], oldest first,
    /// from the number `from` on. A channel that does not exist has no posts.
    pub fn history(id: ChannelId, from: u64, limit: u32) -> PostPage<T::AccountId> {
        if !Self::exists(id) {
            return nothing();
        }
        let mut rest = Self::posts_from(id, from);
        let found: Vec<_> = rest.by_ref().take(size(limit)).collect();
        PostPage {
            posts: found.into_iter().filter_map(Self::shown).collect(),
            next: rest.next().map(|(number, _)| number),
        }
    }

    /// Posts of a channel, newest first, from the number before `before` on down, or from the
    /// last one. Looks at `limit` numbers, and never at more than [`MAX_PAGE`].
    pub fn history_back(id: ChannelId, before: Option<u64>, limit: u32) -> PostPage<T::AccountId> {
        let Some((first, end)) = Self::bounds(id) else {
            return nothing();
        };
        let start = before.unwrap_or(end).min(end);
        let stop = start.saturating_sub(size(limit) as u64).max(first);
        let posts = (stop..start)
            .rev()
            .filter_map(|number| Self::post_info(id, number))
            .collect();
        let next = (first < stop.min(start)).then_some(stop);
        PostPage { posts, next }
    }

    /// One post, if it is kept still.
    pub fn post_info(id: ChannelId, sequence_number: u64) -> Option<PostInfo<T::AccountId>> {
        let exists = Self::exists(id);
        let post = exists.then(|| Self::live_post(id, sequence_number))??;
        Some(post.into_info(sequence_number))
    }

    /// Whether an account is a member of a public channel.
    pub fn is_member(id: ChannelId, account: &T::AccountId) -> bool {
        Members::<T>::contains_key(id, account)
    }

    /// Whether an account is a moderator of a public channel.
    pub fn is_moderator(id: ChannelId, account: &T::AccountId) -> bool {
        Members::<T>::get(id, account).is_some_and(|member| member.moderator.is_some())
    }

    /// Whether an account may post to a public channel.
    pub fn can_post(id: ChannelId, account: &T::AccountId) -> bool {
        Channels::<T>::get(id)
            .is_some_and(|channel| Self::ensure_may_post(id, &channel, account).is_ok())
    }

    /// One member of a public channel.
    pub fn member(id: ChannelId, account: T::AccountId) -> Option<MemberInfo<T::AccountId>> {
        Some(Members::<T>::get(id, &account)?.into_info(account))
    }

    /// At most `limit` members of a public channel, and never more than [`MAX_PAGE`], behind
    /// `after`, who may have left.
    pub fn members(
        id: ChannelId,
        after: Option<T::AccountId>,
        limit: u32,
    ) -> MemberPage<T::AccountId> {
        let rest = match &after {
            Some(after) => {
                Members::<T>::iter_prefix_from(id, Members::<T>::hashed_key_for(id, after))
            }
            None => Members::<T>::iter_prefix(id),
        };
        let (members, more) = page(
            rest.map(|(account, member)| member.into_info(account)),
            limit,
        );
        let last = members.last().map(|member| member.account.clone());
        MemberPage {
            members,
            next: last.or(after).filter(|_| more),
        }
    }

    /// The invitation of an account to a public channel.
    pub fn invitation(
        id: ChannelId,
        account: &T::AccountId,
    ) -> Option<InvitationInfo<T::AccountId>> {
        Invitations::<T>::get(id, account).map(|invitation| invitation.into_info())
    }

    /// The open proposals of a public channel, oldest first.
    pub fn proposals(id: ChannelId) -> Vec<ProposalInfo<T::AccountId>> {
        let open = Channels::<T>::get(id).map(|channel| channel.open);
        let info = |number| Some(Proposals::<T>::get(id, number)?.into_info(number));
        open.into_iter().flatten().filter_map(info).collect()
    }

    /// What a member has said to the open proposals of a public channel.
    pub fn votes(id: ChannelId, account: &T::AccountId) -> Vec<Vote> {
        let open = Channels::<T>::get(id).map(|channel| channel.open);
        let open = open.unwrap_or_default();
        let mut votes = Votes::<T>::get(id, account).into_inner();
        votes.retain(|vote| open.contains(&vote.proposal));
        votes
    }

    /// The private channel with a number, if it is open.
    pub fn private_channel(
        id: ChannelId,
    ) -> Option<PrivateChannelInfo<T::AccountId, BalanceOf<T>>> {
        let channel = PrivateChannels::<T>::get(id)?;
        let purse = Self::purse(id);
        Some(PrivateChannelInfo {
            id,
            key: channel.key,
            predecessor: channel.predecessor,
            epoch: channel.epoch,
            created_at: channel.created_at,
            active_at: channel.active_at,
            retention: channel.retention,
            posts: channel.log.count,
            commits: channel.commits,
            next: channel.log.next,
            nonce: channel.window.next,
            funds: T::Currency::reducible_balance(
                &purse,
                Preservation::Preserve,
                Fortitude::Polite,
            ),
            purse,
        })
    }

    fn exists(id: ChannelId) -> bool {
        Self::bounds(id).is_some()
    }

    /// The least number that a post can have that is still there, and the next post's.
    fn bounds(id: ChannelId) -> Option<(u64, u64)> {
        let public = Channels::<T>::get(id).map(|channel| channel.log);
        let log = public.or_else(|| Some(PrivateChannels::<T>::get(id)?.log))?;
        Some((log.first, log.next))
    }

    fn shown((number, post): (u64, crate::types::PostOf<T>)) -> Option<PostInfo<T::AccountId>> {
        post.is_live(Self::now()).then(|| post.into_info(number))
    }
}

fn size(limit: u32) -> usize {
    limit.min(MAX_PAGE) as usize
}

/// The first items, and whether there are more.
fn page<Item>(mut items: impl Iterator<Item = Item>, limit: u32) -> (Vec<Item>, bool) {
    let found: Vec<_> = items.by_ref().take(size(limit)).collect();
    (found, items.next().is_some())
}

fn nothing<AccountId>() -> PostPage<AccountId> {
    PostPage {
        posts: Vec::new(),
        next: None,
    }
}
