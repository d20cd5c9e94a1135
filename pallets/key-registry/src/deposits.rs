//! What things cost: held for as long as something is there, or paid for good.

use crate::{BalanceOf, Config, Error, HoldReason, Pallet};
use frame_support::{
    pallet_prelude::{DispatchError, DispatchResult},
    traits::{
        fungible::{Mutate, MutateHold},
        tokens::{Fortitude, Precision, Preservation},
        Get,
    },
};
use sp_runtime::{traits::Zero, Saturating};

const KIB: u64 = 1024;

impl<T: Config> Pallet<T> {
    /// What is held for an archive of this many bytes.
    pub fn archive_deposit(size: u64) -> BalanceOf<T> {
        let kib = u32::try_from(size.div_ceil(KIB)).unwrap_or(u32::MAX);
        T::ArchiveDeposit::get().saturating_add(T::KibDeposit::get().saturating_mul(kib.into()))
    }

    /// Takes the price of a record that stays for good, and destroys it.
    pub(crate) fn pay_for_record(account: &T::AccountId) -> DispatchResult {
        let price = T::RecordPrice::get();
        if price.is_zero() {
            return Ok(());
        }
        T::Currency::burn_from(
            account,
            price,
            Preservation::Preserve,
            Precision::Exact,
            Fortitude::Polite,
        )
        .map(drop)
        .map_err(Self::unaffordable)
    }

    /// Holds `amount`.
    pub(crate) fn hold(
        reason: HoldReason,
        account: &T::AccountId,
        amount: BalanceOf<T>,
    ) -> DispatchResult {
        if amount.is_zero() {
            return Ok(());
        }
        T::Currency::hold(&reason.into(), account, amount).map_err(Self::unaffordable)
    }

    /// Gives back what was held.
    ///
    /// As much of it as there is: that a hold is short is a defect, and must not keep a
    /// stolen device from being revoked.
    pub(crate) fn release(
        reason: HoldReason,
        account: &T::AccountId,
        amount: BalanceOf<T>,
    ) -> DispatchResult {
        T::Currency::release(&reason.into(), account, amount, Precision::BestEffort).map(drop)
    }

    /// Gives everything back that is held for this reason: where there is one thing at a time,
    /// whatever its price was.
    pub(crate) fn release_all(reason: HoldReason, account: &T::AccountId) -> DispatchResult {
        T::Currency::release_all(&reason.into(), account, Precision::Exact).map(drop)
    }

    /// Says in this pallet's words that the account has too little.
    fn unaffordable(error: DispatchError) -> DispatchError {
        match error {
            DispatchError::Token(_) => Error::<T>::DepositUnaffordable.into(),
            other => other,
        }
    }
}
