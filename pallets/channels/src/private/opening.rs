//! How private channels begin, and how they are paid for.

use crate::{
    types::{BalanceOf, ChannelId, GroupPublic, LogState, PrivateChannel, ReplayWindow},
    Config, Error, Event, HoldReason, Pallet, PrivateChannels,
};
use frame_support::{
    ensure,
    pallet_prelude::{DispatchError, DispatchResult},
    traits::Get,
};
use postern_primitives::BlockNumber;

/// A private channel that is about to begin.
pub(super) struct Beginning {
    pub(super) key: GroupPublic,
    pub(super) predecessor: Option<ChannelId>,
    pub(super) epoch: u32,
    pub(super) retention: BlockNumber,
}

impl<T: Config> Pallet<T> {
    pub(crate) fn do_create_private(
        payer: &T::AccountId,
        key: GroupPublic,
        retention: BlockNumber,
        endowment: BalanceOf<T>,
    ) -> DispatchResult {
        Self::ensure_retention(retention)?;
        let beginning = Beginning {
            key,
            predecessor: None,
            epoch: 0,
            retention,
        };
        let channel = Self::begin(payer, beginning, endowment)?;
        Self::deposit_event(Event::Funded {
            channel,
            amount: endowment,
        });
        Ok(())
    }

    pub(crate) fn do_fund(
        payer: &T::AccountId,
        channel: ChannelId,
        amount: BalanceOf<T>,
    ) -> DispatchResult {
        Self::private(channel)?;
        Self::move_to_purse(payer, channel, amount)?;
        Self::deposit_event(Event::Funded { channel, amount });
        Ok(())
    }

    /// Opens a channel with money from `payer`.
    pub(super) fn begin(
        payer: &T::AccountId,
        beginning: Beginning,
        endowment: BalanceOf<T>,
    ) -> Result<ChannelId, DispatchError> {
        let least = Self::least_endowment();
        ensure!(endowment >= least, Error::<T>::EndowmentTooSmall);
        let id = Self::take_number()?;
        Self::move_to_purse(payer, id, endowment)?;
        let deposit = T::PrivateDeposit::get();
        Self::hold(HoldReason::Channel, &Self::purse(id), deposit)?;

        let now = Self::now();
        let Beginning {
            key,
            predecessor,
            epoch,
            retention,
        } = beginning;
        let channel = PrivateChannel {
            key,
            predecessor,
            epoch,
            created_at: now,
            active_at: now,
            retention,
            log: LogState::default(),
            commits: 0,
            window: ReplayWindow::default(),
            deposit,
        };
        PrivateChannels::<T>::insert(id, channel);
        Self::deposit_event(Event::PrivateCreated {
            channel: id,
            key,
            predecessor,
        });
        Ok(id)
    }
}
