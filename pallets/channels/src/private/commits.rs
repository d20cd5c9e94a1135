//! Commits: how a group moves on to its next key.

use super::{authority::Request, opening::Beginning};
use crate::{
    entries::Draft,
    types::{BalanceOf, ChannelId, Commit, GroupPublic, PrivateChannel, Proof},
    Config, Error, Event, Pallet, PrivateChannels, WeightInfo,
};
use frame_support::{
    ensure,
    pallet_prelude::{DispatchResult, TransactionSource, TransactionValidityWithRefund},
    traits::Get,
};
use frame_system::pallet_prelude::OriginFor;
use postern_primitives::{group, Cid};

impl<T: Config> Pallet<T> {
    pub(crate) fn authorize_commit(
        _: TransactionSource,
        channel: &ChannelId,
        cid: &Cid,
        size: &u64,
        successor: &GroupPublic,
        endowment: &BalanceOf<T>,
        proof: &Proof,
    ) -> TransactionValidityWithRefund {
        let fields = Self::commit_fields(*channel, *cid, *size, *successor, *endowment);
        Self::authorize(Self::commit_request(fields, proof))
    }

    pub(crate) fn do_commit(
        origin: OriginFor<T>,
        id: ChannelId,
        cid: Cid,
        size: u64,
        successor: GroupPublic,
        endowment: BalanceOf<T>,
        proof: Proof,
    ) -> DispatchResult {
        let fields = Self::commit_fields(id, cid, size, successor, endowment);
        let request = Self::commit_request(fields.clone(), &proof);
        Self::in_name_of_group(origin, request, |channel| {
            Self::move_on(id, channel, fields)
        })
    }

    fn move_on(
        id: ChannelId,
        mut channel: PrivateChannel<BalanceOf<T>>,
        fields: group::Commit<BalanceOf<T>>,
    ) -> DispatchResult {
        let commits = channel.commits;
        ensure!(commits < T::MaxCommits::get(), Error::<T>::TooManyCommits);
        channel.commits = commits.saturating_add(1);
        let beginning = Beginning {
            key: fields.successor,
            predecessor: Some(id),
            epoch: channel.epoch.saturating_add(1),
            retention: channel.retention,
        };
        let successor = Self::begin(&Self::purse(id), beginning, fields.endowment)
            .map_err(Self::as_purse_empty)?;
        let draft = Draft {
            author: None,
            cid: fields.cid,
            size: fields.size,
            commit: Some(Commit { successor }),
            retraction: None,
        };
        let sequence_number = Self::write(id, &mut channel, draft)?;
        PrivateChannels::<T>::insert(id, channel);
        Self::deposit_event(Event::Committed {
            channel: id,
            sequence_number,
            cid: fields.cid,
            successor,
        });
        Ok(())
    }

    fn commit_fields(
        channel: ChannelId,
        cid: Cid,
        size: u64,
        successor: GroupPublic,
        endowment: BalanceOf<T>,
    ) -> group::Commit<BalanceOf<T>> {
        group::Commit {
            channel,
            cid,
            size,
            successor,
            endowment,
        }
    }

    fn commit_request(
        fields: group::Commit<BalanceOf<T>>,
        proof: &Proof,
    ) -> Request<'_, group::Commit<BalanceOf<T>>> {
        Request {
            channel: fields.channel,
            context: group::COMMIT,
            fields,
            proof,
            weight: T::WeightInfo::commit().saturating_add(T::WeightInfo::authorize_private()),
        }
    }
}
