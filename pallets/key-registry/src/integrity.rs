//! Configurations that cannot work are refused when the runtime is tested.

use crate::{Config, Pallet, WeightInfo};
use frame_support::{dispatch::DispatchClass, traits::Get};
use postern_primitives::limits::MAX_CONTENT_SIZE;

impl<T: Config> Pallet<T> {
    /// Panics where a call could never be included, or a rule would mean nothing.
    pub(crate) fn check_configuration() {
        assert!(
            (1..=MAX_CONTENT_SIZE).contains(&T::KeySize::get()),
            "KeySize must be a size that content can have"
        );
        assert!(
            T::MaxValidity::get() > 0,
            "MaxValidity of 0 allows no certificate"
        );
        assert!(
            T::MaxProofAge::get() > 0,
            "MaxProofAge of 0 allows no proof made before its block"
        );
        assert!(
            T::HandleRest::get() > 0,
            "HandleRest of 0 gives handles no rest"
        );

        let weights = T::BlockWeights::get();
        if let Some(limit) = weights.get(DispatchClass::Normal).max_extrinsic {
            let revoke = T::WeightInfo::revoke_device()
                .saturating_add(T::WeightInfo::authorize_revoke_device());
            for weight in [
                T::WeightInfo::register(),
                T::WeightInfo::add_device(),
                T::WeightInfo::renew_device(),
                T::WeightInfo::rotate_device(),
                revoke,
                T::WeightInfo::claim_handle(),
                T::WeightInfo::release_handle(),
                T::WeightInfo::set_archive(),
                T::WeightInfo::retire(),
            ] {
                assert!(weight.all_lte(limit), "a call does not fit into a block");
            }
        }
    }
}
