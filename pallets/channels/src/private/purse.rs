//! Purses: accounts that only the key of a channel spends from.

use crate::{
    types::{BalanceOf, ChannelId},
    Config, Error, Pallet,
};
use frame_support::{
    pallet_prelude::{DispatchError, DispatchResult},
    traits::{
        fungible::{Balanced, Inspect, Mutate},
        tokens::{Fortitude, Precision, Preservation},
        Get, OnUnbalanced,
    },
    weights::{Weight, WeightToFee},
};
use sp_runtime::traits::{AccountIdConversion, Saturating, Zero};

impl<T: Config> Pallet<T> {
    /// The account that pays for a private channel. Nobody has its secret.
    pub fn purse(id: ChannelId) -> T::AccountId {
        T::PalletId::get().into_sub_account_truncating(id)
    }

    /// What a purse must begin with at least: the deposit, and what no account goes below.
    pub fn least_endowment() -> BalanceOf<T> {
        T::PrivateDeposit::get().saturating_add(T::Currency::minimum_balance())
    }

    /// What is charged for a call that weighs this much.
    pub(crate) fn fee(weight: Weight) -> BalanceOf<T> {
        T::Fee::weight_to_fee(&weight)
    }

    pub(crate) fn can_pay(id: ChannelId, amount: BalanceOf<T>) -> bool {
        let purse = Self::purse(id);
        amount.is_zero()
            || amount
                <= T::Currency::reducible_balance(&purse, Preservation::Preserve, Fortitude::Polite)
    }

    pub(crate) fn charge(id: ChannelId, amount: BalanceOf<T>) -> DispatchResult {
        let charged = T::Currency::withdraw(
            &Self::purse(id),
            amount,
            Precision::Exact,
            Preservation::Preserve,
            Fortitude::Polite,
        )
        .map_err(Self::as_purse_empty)?;
        T::OnFee::on_unbalanced(charged);
        Ok(())
    }

    /// Moves money from an account to a purse.
    pub(crate) fn move_to_purse(
        from: &T::AccountId,
        id: ChannelId,
        amount: BalanceOf<T>,
    ) -> DispatchResult {
        T::Currency::transfer(from, &Self::purse(id), amount, Preservation::Preserve)
            .map(|_| ())
            .map_err(|error| match error {
                DispatchError::Token(_) | DispatchError::Arithmetic(_) => {
                    Error::<T>::DepositUnaffordable.into()
                }
                other => other,
            })
    }

    /// Says in this pallet's words that it was a purse which had too little.
    pub(crate) fn as_purse_empty(error: DispatchError) -> DispatchError {
        let unaffordable: DispatchError = Error::<T>::DepositUnaffordable.into();
        match error {
            DispatchError::Token(_) | DispatchError::Arithmetic(_) => Error::<T>::PurseEmpty.into(),
            error if error == unaffordable => Error::<T>::PurseEmpty.into(),
            other => other,
        }
    }
}
