//! How private channels end: silent for long, and paid out.

use super::authority::Request;
use crate::{
    types::{BalanceOf, ChannelId, PrivateChannel, Proof},
    Config, Error, Event, HoldReason, Pallet, PrivateChannels, WeightInfo,
};
use frame_support::{
    ensure,
    pallet_prelude::{DispatchResult, TransactionSource, TransactionValidityWithRefund},
    traits::{
        fungible::{Inspect, Mutate},
        tokens::{Fortitude, Preservation},
    },
};
use frame_system::pallet_prelude::OriginFor;
use postern_primitives::group;

impl<T: Config> Pallet<T> {
    pub(crate) fn authorize_close(
        _: TransactionSource,
        channel: &ChannelId,
        beneficiary: &T::AccountId,
        proof: &Proof,
    ) -> TransactionValidityWithRefund {
        Self::authorize(Self::close_request(*channel, beneficiary.clone(), proof))
    }

    pub(crate) fn do_close_private(
        origin: OriginFor<T>,
        id: ChannelId,
        beneficiary: T::AccountId,
        proof: Proof,
    ) -> DispatchResult {
        let request = Self::close_request(id, beneficiary.clone(), &proof);
        Self::in_name_of_group(origin, request, |channel| {
            Self::pay_out(id, channel, beneficiary)
        })
    }

    fn pay_out(
        id: ChannelId,
        channel: PrivateChannel<BalanceOf<T>>,
        beneficiary: T::AccountId,
    ) -> DispatchResult {
        let silent_since = channel.active_at.saturating_add(channel.retention);
        let silent = channel.log.count == 0 && Self::now() >= silent_since;
        ensure!(silent, Error::<T>::StillInUse);
        let purse = Self::purse(id);
        Self::give_back(HoldReason::Channel, &purse, channel.deposit);
        let amount =
            T::Currency::reducible_balance(&purse, Preservation::Expendable, Fortitude::Polite);
        T::Currency::transfer(&purse, &beneficiary, amount, Preservation::Expendable)?;
        PrivateChannels::<T>::remove(id);
        Self::deposit_event(Event::PrivateClosed {
            channel: id,
            beneficiary,
            amount,
        });
        Ok(())
    }

    fn close_request(
        channel: ChannelId,
        beneficiary: T::AccountId,
        proof: &Proof,
    ) -> Request<'_, group::Close<T::AccountId>> {
        Request {
            channel,
            context: group::CLOSE,
            fields: group::Close {
                channel,
                beneficiary,
            },
            proof,
            weight: T::WeightInfo::close_private()
                .saturating_add(T::WeightInfo::authorize_private()),
        }
    }
}
