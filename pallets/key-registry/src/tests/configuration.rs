use super::*;
use frame_support::traits::{Get, GetStorageVersion, Hooks, StorageVersion};
use frame_system::limits::BlockWeights;
use postern_primitives::limits::MAX_CONTENT_SIZE;

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
        KeyRegistry::integrity_test();
    });
}

#[test]
#[should_panic = "KeySize must be a size that content can have"]
fn keys_of_no_size_are_refused() {
    ExtBuilder::build_and_execute(|| {
        KeySize::set(0);
        KeyRegistry::integrity_test();
    });
}

#[test]
#[should_panic = "KeySize must be a size that content can have"]
fn keys_larger_than_any_content_are_refused() {
    ExtBuilder::build_and_execute(|| {
        KeySize::set(MAX_CONTENT_SIZE + 1);
        KeyRegistry::integrity_test();
    });
}

#[test]
#[should_panic = "MaxValidity of 0 allows no certificate"]
fn certificates_without_a_time_are_refused() {
    ExtBuilder::build_and_execute(|| {
        MaxValidity::set(0);
        KeyRegistry::integrity_test();
    });
}

#[test]
#[should_panic = "MaxProofAge of 0 allows no proof made before its block"]
fn proofs_without_a_time_are_refused() {
    ExtBuilder::build_and_execute(|| {
        MaxProofAge::set(0);
        KeyRegistry::integrity_test();
    });
}

#[test]
#[should_panic = "HandleRest of 0 gives handles no rest"]
fn handles_without_a_rest_are_refused() {
    ExtBuilder::build_and_execute(|| {
        HandleRest::set(0);
        KeyRegistry::integrity_test();
    });
}

#[test]
fn no_call_weighs_nothing_and_the_fullest_fits_a_block_many_times() {
    type Weights = weights::SubstrateWeight<Test>;
    let block = <<Test as frame_system::Config>::BlockWeights as Get<BlockWeights>>::get();
    for weight in [
        Weights::register(),
        Weights::add_device(),
        Weights::renew_device(),
        Weights::rotate_device(),
        Weights::revoke_device(),
        Weights::authorize_revoke_device(),
        Weights::claim_handle(),
        Weights::release_handle(),
        Weights::set_archive(),
        Weights::retire(),
    ] {
        assert!(weight.ref_time() > 0);
        assert!(weight.ref_time() < block.max_block.ref_time() / 100);
    }
}
