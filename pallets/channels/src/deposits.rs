//! What things cost, and how it is held.

use crate::{types::BalanceOf, Config, Error, HoldReason, Pallet, LOG_TARGET};
use frame_support::{
    pallet_prelude::{DispatchError, DispatchResult},
    traits::{fungible::MutateHold, tokens::Precision, Get},
};
use sp_runtime::{
    traits::{CheckedAdd, CheckedMul, Zero},
    ArithmeticError,
};

const KIB: u64 = 1024;

impl<T: Config> Pallet<T> {
    /// What is held for a post whose content takes `size` bytes.
    ///
    /// # Errors
    /// When the amount does not fit into a balance.
    pub fn post_deposit(size: u64) -> Result<BalanceOf<T>, ArithmeticError> {
        u32::try_from(size.div_ceil(KIB))
            .ok()
            .and_then(|kib| T::PostDepositPerKib::get().checked_mul(&kib.into()))
            .and_then(|by_size| by_size.checked_add(&T::PostDeposit::get()))
            .ok_or(ArithmeticError::Overflow)
    }

    /// Holds `amount`, and says in this pallet's words when the account has too little.
    pub(crate) fn hold(
        reason: HoldReason,
        account: &T::AccountId,
        amount: BalanceOf<T>,
    ) -> DispatchResult {
        if amount.is_zero() {
            return Ok(());
        }
        T::Currency::hold(&reason.into(), account, amount).map_err(|error| match error {
            DispatchError::Token(_) => Error::<T>::DepositUnaffordable.into(),
            other => other,
        })
    }

    /// Gives back what was held.
    ///
    /// Never fails, because the start of a block gives deposits back too: were it impossible,
    /// that would be a defect, which is reported and survived.
    pub(crate) fn give_back(reason: HoldReason, account: &T::AccountId, amount: BalanceOf<T>) {
        if amount.is_zero() {
            return;
        }
        let released = T::Currency::release(&reason.into(), account, amount, Precision::Exact);
        if let Err(error) = released {
            log::error!(
                target: LOG_TARGET,
                "a deposit of {account:?} cannot be given back: {error:?}"
            );
        }
    }
}
