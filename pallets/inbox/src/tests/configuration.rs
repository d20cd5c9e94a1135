use crate::mock::*;
use frame_support::traits::{GetStorageVersion, Hooks, StorageVersion};
use sp_runtime::Perbill;

#[test]
fn the_storage_version_is_one() {
    assert_eq!(Inbox::in_code_storage_version(), StorageVersion::new(1));
}

#[test]
fn a_sound_configuration_is_accepted() {
    Inbox::integrity_test();
}

#[test]
#[should_panic = "an entry must outlive the block that sends it"]
fn entries_without_a_lifetime_are_refused() {
    MinLifetime::set(0);
    Inbox::integrity_test();
}

#[test]
#[should_panic = "no lifetime is allowed"]
fn a_shortest_lifetime_beyond_the_longest_is_refused() {
    MinLifetime::set(MAX_LIFETIME + 1);
    Inbox::integrity_test();
}

#[test]
#[should_panic = "no inbox can take an entry"]
fn inboxes_without_room_are_refused() {
    MaxQueued::set(0);
    Inbox::integrity_test();
}

#[test]
#[should_panic = "no sender can be named"]
fn lists_without_room_are_refused() {
    MaxListed::set(0);
    Inbox::integrity_test();
}

#[test]
#[should_panic = "the sweep would never catch up"]
fn a_sweep_that_only_keeps_pace_is_refused() {
    MaxSwept::set(1);
    Inbox::integrity_test();
}

#[test]
#[should_panic = "MaxSwept leaves blocks too little room"]
fn a_sweep_that_fills_blocks_is_refused() {
    MaxSwept::set(100_000);
    Inbox::integrity_test();
}

#[test]
#[should_panic = "no signature of an owner lives to be included"]
fn signatures_without_a_time_are_refused() {
    MaxProofAge::set(0);
    Inbox::integrity_test();
}

#[test]
#[should_panic = "demanding a deposit would change nothing"]
fn demands_that_cannot_rise_above_the_ordinary_deposit_are_refused() {
    MaxMinDeposit::set(ENTRY_DEPOSIT - 1);
    Inbox::integrity_test();
}

#[test]
#[should_panic = "MaxFreeShare is too small"]
fn a_free_share_that_the_largest_acknowledgement_exceeds_is_refused() {
    MaxFreeShare::set(Perbill::from_parts(1));
    Inbox::integrity_test();
}
