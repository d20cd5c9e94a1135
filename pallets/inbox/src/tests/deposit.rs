use crate::mock::*;
use frame_support::assert_ok;

#[test]
fn the_deposit_counts_begun_kib_for_each_recipient() {
    run(|| {
        assert_eq!(Inbox::deposit(1, 1), ENTRY_DEPOSIT + KIB_DEPOSIT);
        assert_eq!(Inbox::deposit(1024, 1), ENTRY_DEPOSIT + KIB_DEPOSIT);
        assert_eq!(Inbox::deposit(1025, 1), ENTRY_DEPOSIT + 2 * KIB_DEPOSIT);
        assert_eq!(
            Inbox::deposit(1025, 7),
            7 * (ENTRY_DEPOSIT + 2 * KIB_DEPOSIT)
        );
        assert_eq!(Inbox::deposit(1, 0), 0);
    });
}

#[test]
fn no_size_and_no_number_of_recipients_makes_the_deposit_wrap() {
    run(|| assert!(Inbox::deposit(u64::MAX, u32::MAX) > Inbox::deposit(1 << 40, 1 << 20)));
}

#[test]
fn the_deposit_is_reserved_and_not_spent() {
    run(|| {
        assert_ok!(send(&ALICE, &[BOB, PAUPER], "hello", 20));
        assert_eq!(held(&ALICE), Inbox::deposit(1024, 2));
        assert_eq!(
            Balances::free_balance(ALICE),
            FUNDS - Inbox::deposit(1024, 2)
        );
    });
}

#[test]
fn a_refused_message_reserves_nothing() {
    run(|| {
        fill(&PAUPER, MAX_QUEUED, 20);
        let before = held(&ALICE);
        assert!(send(&ALICE, &[BOB, PAUPER], "hello", 20).is_err());
        assert_eq!(held(&ALICE), before);
    });
}

#[test]
fn an_acknowledgement_gives_back_the_deposit_of_that_entry_alone() {
    run(|| {
        let owner = key(1);
        assert_ok!(send(&ALICE, &[inbox_of(&owner), BOB], "hello", 20));
        assert_ok!(acknowledge(&owner, &[0]));
        assert_eq!(held(&ALICE), Inbox::deposit(1024, 1));
    });
}

#[test]
fn each_sender_gets_their_own_deposit_back() {
    run(|| {
        let owner = key(1);
        assert_ok!(send(&ALICE, &[inbox_of(&owner)], "from alice", 20));
        let call = send_call(&[inbox_of(&owner)], "from bob", 100_000, 20);
        assert_ok!(dispatch(call, RuntimeOrigin::signed(BOB)));
        assert_ok!(acknowledge(&owner, &[0, 1]));
        for sender in [ALICE, BOB] {
            assert_eq!(held(&sender), 0);
            assert_eq!(Balances::free_balance(sender), FUNDS);
        }
    });
}

#[test]
fn expiry_gives_the_deposit_back() {
    run(|| {
        assert_ok!(send(&ALICE, &[BOB, PAUPER], "hello", MIN_LIFETIME));
        run_to(1 + MIN_LIFETIME);
        assert_eq!(held(&ALICE), 0);
        assert_eq!(Balances::free_balance(ALICE), FUNDS);
    });
}

#[test]
fn a_deposit_that_somebody_else_took_away_does_not_keep_an_entry_from_going() {
    use frame_support::traits::ReservableCurrency;
    run(|| {
        let owner = key(1);
        assert_ok!(send(&ALICE, &[inbox_of(&owner)], "hello", 20));
        drop(Balances::slash_reserved(&ALICE, 50));
        assert_ok!(acknowledge(&owner, &[0]));
        assert_eq!(held(&ALICE), 0);
        assert_eq!(Inbox::queue(&inbox_of(&owner)).count, 0);
    });
}
