//! Configurations that cannot work are refused when the runtime is tested.

use crate::{acknowledge, Config, Pallet, WeightInfo};
use frame_support::{dispatch::DispatchClass, traits::Get, weights::Weight};
use postern_primitives::limits::{MAX_ACKNOWLEDGED, MAX_RECIPIENTS};

impl<T: Config> Pallet<T> {
    /// Panics where a call could never be included, or nothing would ever expire.
    pub(crate) fn check_configuration() {
        assert!(
            T::MinLifetime::get() >= 1,
            "an entry must outlive the block that sends it"
        );
        assert!(
            T::MinLifetime::get() <= T::MaxLifetime::get(),
            "no lifetime is allowed"
        );
        assert!(T::MaxQueued::get() >= 1, "no inbox can take an entry");
        assert!(T::MaxSwept::get() >= 2, "the sweep would never catch up");
        assert!(
            T::MaxAcknowledgeAge::get() >= 1,
            "no acknowledgement lives to be included"
        );

        let weights = T::BlockWeights::get();
        let sweep = T::WeightInfo::sweep(T::MaxSwept::get(), T::MaxSwept::get());
        assert!(
            sweep.all_lte(weights.max_block / 4),
            "MaxSwept leaves blocks too little room"
        );
        if let Some(limit) = weights.get(DispatchClass::Normal).max_extrinsic {
            let send = T::WeightInfo::send(MAX_RECIPIENTS);
            assert!(
                send.all_lte(limit),
                "the largest `send` does not fit into a block"
            );
            let acknowledge = Self::largest_acknowledge();
            assert!(
                acknowledge.all_lte(limit),
                "the largest `acknowledge` does not fit"
            );
        }
    }

    fn largest_acknowledge() -> Weight {
        acknowledge::declared_weight::<T>(MAX_ACKNOWLEDGED, true)
            .saturating_add(T::WeightInfo::authorize_acknowledge(MAX_ACKNOWLEDGED))
    }
}
