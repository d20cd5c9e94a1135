//! Posting in the name of a group, and taking such posts back.

use super::authority::{Refusal, Request};
use crate::{
    entries::Draft,
    types::{BalanceOf, ChannelId, PostOf, Proof, Removal},
    Config, Error, Event, Pallet, PrivateChannel, PrivateChannels, WeightInfo,
};
use frame_support::{
    ensure,
    pallet_prelude::{
        DispatchError, DispatchResult, TransactionSource, TransactionValidityWithRefund,
    },
    traits::Get,
    weights::Weight,
    Hashable,
};
use frame_system::{ensure_authorized, ensure_signed, pallet_prelude::OriginFor};
use postern_primitives::{group, Cid};

impl<T: Config> Pallet<T> {
    pub(crate) fn authorize_post(
        _: TransactionSource,
        channel: &ChannelId,
        cid: &Cid,
        size: &u64,
        retraction: &Option<[u8; 32]>,
        proof: &Proof,
    ) -> TransactionValidityWithRefund {
        Self::authorize(Self::post_request(
            *channel,
            *cid,
            *size,
            *retraction,
            proof,
        ))
    }

    pub(crate) fn do_post_private(
        origin: OriginFor<T>,
        id: ChannelId,
        cid: Cid,
        size: u64,
        retraction: Option<[u8; 32]>,
        proof: Proof,
    ) -> DispatchResult {
        let request = Self::post_request(id, cid, size, retraction, &proof);
        let draft = Draft {
            author: None,
            cid,
            size,
            commit: None,
            retraction,
        };
        Self::in_name_of_group(origin, request, |mut channel| {
            let posts = channel.log.count.saturating_sub(channel.commits);
            ensure!(posts < T::MaxPosts::get(), Error::<T>::LogFull);
            let sequence_number = Self::write(id, &mut channel, draft)?;
            PrivateChannels::<T>::insert(id, channel);
            Self::deposit_event(Event::Posted {
                channel: id,
                sequence_number,
                author: None,
                cid,
                size,
            });
            Ok(())
        })
    }

    /// Adds an entry to the log of a private channel. The caller stores `channel`.
    pub(super) fn write(
        id: ChannelId,
        channel: &mut PrivateChannel<BalanceOf<T>>,
        draft: Draft<T::AccountId>,
    ) -> Result<u64, DispatchError> {
        channel.active_at = Self::now();
        Self::append(id, &mut channel.log, channel.retention, draft)
    }

    /// Judges a retraction that comes without an account. The secret is its own authority:
    /// whoever has seen it on its way can do no more with it than what it was sent for.
    pub(crate) fn authorize_retraction(
        _: TransactionSource,
        channel: &ChannelId,
        sequence_number: &u64,
        secret: &[u8; 32],
    ) -> TransactionValidityWithRefund {
        let post = Self::retractable(*channel, *sequence_number, secret)?;
        let affordable = Self::can_pay(*channel, Self::retraction_fee());
        ensure!(affordable, Refusal::PurseEmpty);
        let longevity = post.expires_at.saturating_sub(Self::now());
        let validity = Self::retraction_validity(*channel, *sequence_number, longevity);
        Ok((validity, Weight::zero()))
    }

    pub(crate) fn do_retract_private(
        origin: OriginFor<T>,
        id: ChannelId,
        sequence_number: u64,
        secret: [u8; 32],
    ) -> DispatchResult {
        let unpaid = ensure_authorized(origin.clone()).is_ok();
        if !unpaid {
            ensure_signed(origin)?;
        }
        let post = Self::retractable(id, sequence_number, &secret).map_err(Error::<T>::from)?;
        if unpaid {
            Self::charge(id, Self::retraction_fee())?;
        }
        Self::drop_post(id, sequence_number, post, Removal::Retracted);
        Ok(())
    }

    /// The post, if this secret takes it back.
    fn retractable(
        id: ChannelId,
        sequence_number: u64,
        secret: &[u8; 32],
    ) -> Result<PostOf<T>, Refusal> {
        let is_private = PrivateChannels::<T>::contains_key(id);
        ensure!(is_private, Refusal::ChannelNotFound);
        let post = Self::live_post(id, sequence_number).ok_or(Refusal::PostNotFound)?;
        let right = post.retraction == Some(secret.blake2_256());
        ensure!(right, Refusal::BadSecret);
        Ok(post)
    }

    fn retraction_fee() -> BalanceOf<T> {
        let call = T::WeightInfo::retract_private();
        Self::fee(call.saturating_add(T::WeightInfo::authorize_retraction()))
    }

    fn post_request(
        channel: ChannelId,
        cid: Cid,
        size: u64,
        retraction: Option<[u8; 32]>,
        proof: &Proof,
    ) -> Request<'_, group::Post> {
        let fields = group::Post {
            channel,
            cid,
            size,
            retraction,
        };
        Request {
            channel,
            context: group::POST,
            fields,
            proof,
            weight: T::WeightInfo::post_private()
                .saturating_add(T::WeightInfo::authorize_private()),
        }
    }
}
