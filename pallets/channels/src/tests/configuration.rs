use super::*;
use frame_support::traits::{Get, GetStorageVersion, Hooks, StorageVersion};
use frame_system::limits::BlockWeights;

#[test]
fn the_storage_version_is_one() {
    assert_eq!(
        Pallet::<Test>::in_code_storage_version(),
        StorageVersion::new(1)
    );
}

#[test]
fn a_sound_configuration_is_accepted() {
    ExtBuilder::build_and_execute(|| {
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "MaxMembers of 0 has no room for a channel's owner"]
fn channels_without_room_for_the_owner_are_refused() {
    ExtBuilder::build_and_execute(|| {
        MaxMembers::set(0);
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "the deposit for the largest post does not fit into a balance"]
fn deposits_beyond_any_balance_are_refused() {
    ExtBuilder::build_and_execute(|| {
        PostDepositPerKib::set(u128::MAX / 2);
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "no channel can keep a post"]
fn channels_that_keep_nothing_are_refused() {
    ExtBuilder::build_and_execute(|| {
        MaxPosts::set(0);
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "there are more moderators than members"]
fn more_moderators_than_members_are_refused() {
    ExtBuilder::build_and_execute(|| {
        MaxModerators::set(MaxMembers::get() + 1);
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "MaxModerators of 0 has no room for a channel's owner"]
fn channels_without_a_moderator_are_refused() {
    ExtBuilder::build_and_execute(|| {
        MaxModerators::set(0);
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "no group can commit"]
fn groups_that_never_commit_are_refused() {
    ExtBuilder::build_and_execute(|| {
        MaxCommits::set(0);
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "no retention is allowed"]
fn a_retention_that_is_never_allowed_is_refused() {
    ExtBuilder::build_and_execute(|| {
        MinRetention::set(MaxRetention::get() + 1);
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "a post must outlive the block that posts it"]
fn a_retention_of_no_blocks_is_refused() {
    ExtBuilder::build_and_execute(|| {
        MinRetention::set(0);
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "a vote would end before anybody can vote"]
fn votes_without_time_are_refused() {
    ExtBuilder::build_and_execute(|| {
        VotingPeriod::set(1);
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "no signature of a group lives to be included"]
fn signatures_without_time_are_refused() {
    ExtBuilder::build_and_execute(|| {
        MaxProofAge::set(0);
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "the sweep would never catch up"]
fn a_sweep_that_stands_still_is_refused() {
    ExtBuilder::build_and_execute(|| {
        MaxSwept::set(1);
        Rooms::integrity_test();
    });
}

#[test]
#[should_panic = "MaxSwept leaves blocks too little room"]
fn a_sweep_that_fills_blocks_is_refused() {
    ExtBuilder::build_and_execute(|| {
        MaxSwept::set(u32::MAX);
        Rooms::integrity_test();
    });
}

#[test]
fn no_call_weighs_nothing_and_the_fullest_fits_a_block_many_times() {
    type Weights = weights::SubstrateWeight<Test>;
    let block = <<Test as frame_system::Config>::BlockWeights as Get<BlockWeights>>::get();
    for weight in [
        Weights::create(),
        Weights::join(),
        Weights::leave(),
        Weights::post(),
        Weights::retract_post(),
        Weights::decide(),
        Weights::uninvite(),
        Weights::propose(),
        Weights::vote(),
        Weights::close_vote(),
        Weights::expire(),
        Weights::create_private(),
        Weights::fund(),
        Weights::post_private(),
        Weights::commit(),
        Weights::retract_private(),
        Weights::close_private(),
    ] {
        assert!(weight.ref_time() > 0);
        assert!(weight.ref_time() < block.max_block.ref_time() / 100);
    }
}
