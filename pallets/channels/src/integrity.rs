//! Configurations that cannot work are refused when the runtime is tested.

use crate::{Config, Pallet, WeightInfo};
use frame_support::traits::Get;
use postern_primitives::limits::MAX_CONTENT_SIZE;

impl<T: Config> Pallet<T> {
    /// Panics where a channel could never be opened, a call never be included, or nothing
    /// would ever expire.
    pub(crate) fn check_configuration() {
        assert!(
            T::MaxMembers::get() > 0,
            "MaxMembers of 0 has no room for a channel's owner"
        );
        assert!(
            T::MaxModerators::get() > 0,
            "MaxModerators of 0 has no room for a channel's owner"
        );
        assert!(
            T::MaxModerators::get() <= T::MaxMembers::get(),
            "there are more moderators than members"
        );
        assert!(T::MaxPosts::get() > 0, "no channel can keep a post");
        assert!(T::MaxCommits::get() > 0, "no group can commit");
        assert!(
            T::MinRetention::get() > 0,
            "a post must outlive the block that posts it"
        );
        assert!(
            T::MinRetention::get() <= T::MaxRetention::get(),
            "no retention is allowed"
        );
        assert!(
            T::VotingPeriod::get() > 1,
            "a vote would end before anybody can vote"
        );
        assert!(
            T::MaxProofAge::get() > 0,
            "no signature of a group lives to be included"
        );
        assert!(T::MaxSwept::get() >= 2, "the sweep would never catch up");
        assert!(
            Self::post_deposit(MAX_CONTENT_SIZE).is_ok(),
            "the deposit for the largest post does not fit into a balance"
        );
        let most = T::MaxSwept::get();
        let sweep = T::WeightInfo::sweep(most, most).max(T::WeightInfo::clear(most));
        assert!(
            sweep.all_lte(T::BlockWeights::get().max_block / 4),
            "MaxSwept leaves blocks too little room"
        );
    }
}
