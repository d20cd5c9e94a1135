//! Configurations that cannot work are refused when the runtime is tested.

use crate::{acknowledge, course, rules, Config, Pallet, WeightInfo};
use frame_support::{dispatch::DispatchClass, traits::Get, weights::Weight};
use postern_primitives::limits::{MAX_ACKNOWLEDGED, MAX_RECIPIENTS};

impl<T: Config> Pallet<T> {
    /// Panics where a call could never be included, or nothing would ever expire.
    pub(crate) fn check_configuration() {
        Self::check_limits();
        Self::check_weights();
    }

    fn check_limits() {
        assert!(
            T::MinLifetime::get() >= 1,
            "an entry must outlive the block that sends it"
        );
        assert!(
            T::MinLifetime::get() <= T::MaxLifetime::get(),
            "no lifetime is allowed"
        );
        assert!(T::MaxQueued::get() >= 1, "no inbox can take an entry");
        assert!(T::MaxListed::get() >= 1, "no sender can be named");
        assert!(T::MaxSwept::get() >= 2, "the sweep would never catch up");
        assert!(
            T::MaxProofAge::get() >= 1,
            "no signature of an owner lives to be included"
        );
        assert!(
            T::MaxMinDeposit::get() >= T::EntryDeposit::get(),
            "demanding a deposit would change nothing"
        );
    }

    fn check_weights() {
        let weights = T::BlockWeights::get();
        let sweep = T::WeightInfo::sweep(T::MaxSwept::get(), T::MaxSwept::get());
        assert!(
            sweep.all_lte(weights.max_block / 4),
            "MaxSwept leaves blocks too little room"
        );
        assert!(
            acknowledge::free_weight::<T>(MAX_ACKNOWLEDGED, MAX_ACKNOWLEDGED)
                .all_lte(Self::free_limit()),
            "the largest fee-free `acknowledge` would wait for ever: MaxFreeShare is too small"
        );
        let Some(limit) = weights.get(DispatchClass::Normal).max_extrinsic else {
            return;
        };
        for (call, weight) in Self::largest_calls() {
            assert!(
                weight.all_lte(limit),
                "the largest `{call}` does not fit into a block"
            );
        }
    }

    fn largest_calls() -> [(&'static str, Weight); 7] {
        let rules = |change| rules::declared_weight::<T>(change, true);
        [
            ("send", course::declared_weight::<T>(MAX_RECIPIENTS, &[])),
            (
                "acknowledge",
                acknowledge::declared_weight::<T>(MAX_ACKNOWLEDGED, true)
                    .saturating_add(T::WeightInfo::authorize_acknowledge(MAX_ACKNOWLEDGED)),
            ),
            ("retract", T::WeightInfo::retract(MAX_RECIPIENTS)),
            ("reap", T::WeightInfo::reap(MAX_RECIPIENTS)),
            ("set_policy", rules(T::WeightInfo::set_policy())),
            ("allow", rules(T::WeightInfo::list())),
            ("unlist", rules(T::WeightInfo::unlist())),
        ]
    }
}
