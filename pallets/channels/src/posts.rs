//! Posting to a public channel, and taking posts back.

use crate::{
    entries::Draft,
    types::{ChannelId, ChannelOf, PostRule, Removal},
    Channels, Config, Error, Event, Members, Pallet, WeightInfo,
};
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Get, weights::Weight};
use postern_primitives::{limits::MAX_DEVICES, traits::Identities, Cid};

/// What `post` weighs. Whether somebody outside is registered is another pallet's work, which
/// no benchmark here sees: at most an identity and all of its devices are read.
pub(crate) fn weight<T: Config>() -> Weight {
    let identity = T::DbWeight::get().reads(1 + u64::from(MAX_DEVICES));
    T::WeightInfo::post().saturating_add(identity)
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_post(
        author: &T::AccountId,
        id: ChannelId,
        cid: &[u8],
        size: u64,
    ) -> DispatchResult {
        let cid = Cid::parse(cid).map_err(Error::<T>::from)?;
        let mut channel = Self::open(id)?;
        Self::ensure_may_post(id, &channel, author)?;

        let retention = channel.policy.retention;
        let draft = Draft {
            author: Some(author.clone()),
            cid,
            size,
            commit: None,
            retraction: None,
        };
        let sequence_number = Self::append(id, &mut channel.log, retention.blocks, draft)?;
        Self::displace(id, &mut channel.log, retention.posts);
        Channels::<T>::insert(id, channel);
        Self::deposit_event(Event::Posted {
            channel: id,
            sequence_number,
            author: Some(author.clone()),
            cid,
            size,
        });
        Ok(())
    }

    pub(crate) fn do_retract(
        account: &T::AccountId,
        id: ChannelId,
        sequence_number: u64,
    ) -> DispatchResult {
        Self::open(id)?;
        let post = Self::live_post(id, sequence_number).ok_or(Error::<T>::PostNotFound)?;
        let may = post.author.as_ref() == Some(account) || Self::is_moderator(id, account);
        ensure!(may, Error::<T>::NotAuthor);
        Self::drop_post(id, sequence_number, post, Removal::Retracted);
        Ok(())
    }

    pub(crate) fn ensure_may_post(
        id: ChannelId,
        channel: &ChannelOf<T>,
        author: &T::AccountId,
    ) -> Result<(), Error<T>> {
        let member = Members::<T>::get(id, author);
        match channel.policy.post {
            PostRule::Members => ensure!(member.is_some(), Error::<T>::NotMember),
            PostRule::Moderators => {
                let moderator = member.and_then(|member| member.moderator);
                ensure!(moderator.is_some(), Error::<T>::ModeratorsPost)
            }
            PostRule::Registered => ensure!(
                member.is_some() || T::Identities::is_registered(author),
                Error::<T>::NotRegistered
            ),
        }
        Ok(())
    }
}
