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
fn no_call_weighs_nothing_and_the_fullest_fits_a_block_many_times() {
    type Weights = weights::SubstrateWeight<Test>;
    let block = <<Test as frame_system::Config>::BlockWeights as Get<BlockWeights>>::get();
    for weight in [
        Weights::create(),
        Weights::join(),
        Weights::leave(),
        Weights::post(),
    ] {
        assert!(weight.ref_time() > 0);
        assert!(weight.ref_time() < block.max_block.ref_time() / 100);
    }
}
