use super::*;
use postern_primitives::{limits::MAX_CONTENT_SIZE, Cid, Codec};
use sp_runtime::DispatchError;

fn history(byte: u8, size: u64) -> ArchiveInput {
    ArchiveInput {
        cid: Cid::of_block(Codec::DagPb, &[byte]).to_input(),
        size,
    }
}

fn set(input: Option<ArchiveInput>) -> sp_runtime::DispatchResult {
    KeyRegistry::set_archive(signed(ALICE), input)
}

#[test]
fn an_archive_is_kept_found_and_paid_for_by_its_size() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(set(Some(history(1, 1025))));
        let archive = Archive {
            cid: Cid::of_block(Codec::DagPb, &[1]),
            size: 1025,
        };
        System::assert_last_event(
            Event::ArchiveSet {
                account: ALICE,
                archive,
            }
            .into(),
        );
        let identity = KeyRegistry::identity(&ALICE).unwrap();
        assert_eq!(identity.archive, Some(archive));
        assert_eq!(Content::references(&archive.cid), [1025]);
        assert_eq!(
            held(HoldReason::Archive, &ALICE),
            ArchiveDeposit::get() + 2 * KibDeposit::get()
        );
    });
}

#[test]
fn another_archive_takes_the_place_of_the_first() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(set(Some(history(1, 4096))));
        assert_ok!(set(Some(history(2, 1))));
        assert!(Content::references(&Cid::of_block(Codec::DagPb, &[1])).is_empty());
        assert_eq!(Content::references(&Cid::of_block(Codec::DagPb, &[2])), [1]);
        assert_eq!(
            held(HoldReason::Archive, &ALICE),
            ArchiveDeposit::get() + KibDeposit::get()
        );
    });
}

#[test]
fn the_same_archive_again_stays_referred_to_once() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(set(Some(history(1, 10))));
        assert_ok!(set(Some(history(1, 10))));
        assert_eq!(
            Content::references(&Cid::of_block(Codec::DagPb, &[1])),
            [10]
        );
    });
}

#[test]
fn an_archive_can_be_given_up_even_without_a_valid_device() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(set(Some(history(1, 10))));
        Now::mutate(|now| *now += 1_000);
        assert_noop!(set(Some(history(2, 10))), Error::<Test>::NotRegistered);
        assert_ok!(set(None));
        System::assert_last_event(Event::ArchiveCleared { account: ALICE }.into());
        assert_eq!(held(HoldReason::Archive, &ALICE), 0);
        assert!(Content::references(&Cid::of_block(Codec::DagPb, &[1])).is_empty());
        assert_noop!(set(None), Error::<Test>::NoArchive);
    });
}

#[test]
fn an_archive_of_nobody_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_noop!(set(Some(history(1, 10))), Error::<Test>::NotRegistered);
        assert_noop!(set(None), Error::<Test>::NotRegistered);
        assert_noop!(
            KeyRegistry::set_archive(RuntimeOrigin::none(), None),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn an_archive_has_a_size_that_content_can_have() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_noop!(set(Some(history(1, 0))), Error::<Test>::ArchiveEmpty);
        assert_noop!(
            set(Some(history(1, MAX_CONTENT_SIZE + 1))),
            Error::<Test>::ArchiveTooLarge
        );
    });
}

#[test]
fn an_archive_that_cannot_be_paid_for_or_kept_is_refused() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        assert_ok!(set(Some(history(1, 1))));
        assert_noop!(
            set(Some(history(2, MAX_CONTENT_SIZE))),
            Error::<Test>::DepositUnaffordable
        );
        ContentIsFull::set(true);
        assert_noop!(set(Some(history(2, 1))), Error::<Test>::ContentRefused);
    });
}

#[test]
fn an_archive_without_a_cid_is_refused() {
    ExtBuilder::build_and_execute(|| {
        register(ALICE, 1);
        let input = ArchiveInput {
            cid: b"history".to_vec().try_into().unwrap(),
            size: 1,
        };
        assert_noop!(set(Some(input)), Error::<Test>::CidMalformed);
    });
}
