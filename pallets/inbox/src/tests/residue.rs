//! What has gone leaves nothing in chain state.

use crate::{mock::*, Entries, Expiring, NumberFloor, Queues};
use frame_support::assert_ok;
use sp_core::Encode;

/// Every key of this pallet that is stored, but for single values.
fn stored() -> usize {
    Entries::<Test>::iter_keys().count()
        + Queues::<Test>::iter_keys().count()
        + Expiring::<Test>::iter_keys().count()
        + crate::Listings::<Test>::iter_keys().count()
}

/// Bytes of state below the pallet's name, keys counted.
fn bytes() -> usize {
    let prefix = frame_support::storage::storage_prefix(b"Inbox", b"");
    let pallet = &prefix[..16];
    let mut key = pallet.to_vec();
    let mut bytes = 0;
    while let Some(next) = sp_io::storage::next_key(&key).filter(|key| key.starts_with(pallet)) {
        bytes += next.len() + sp_io::storage::get(&next).map_or(0, |value| value.len());
        key = next;
    }
    bytes
}

#[test]
fn nothing_of_an_acknowledged_message_is_left() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 3, 20);
        // Three entries, a queue, and one page of the expiry index.
        assert_eq!(stored(), 5);
        assert_ok!(acknowledge(&owner, &[0, 1, 2]));
        assert_eq!(stored(), 0);
    });
}

#[test]
fn nothing_of_a_retracted_message_is_left() {
    run(|| {
        fill(&PAUPER, 2, 20);
        assert_ok!(retract(&ALICE, &[(PAUPER, 0), (PAUPER, 1)]));
        assert_eq!(stored(), 0);
    });
}

#[test]
fn nothing_of_an_expired_message_is_left() {
    run(|| {
        fill(&PAUPER, 2, MIN_LIFETIME);
        run_to(1 + MIN_LIFETIME);
        assert_eq!(stored(), 0);
    });
}

#[test]
fn the_state_does_not_grow_with_the_inboxes_that_were_ever_used() {
    run(|| {
        let use_one = |seed: u8| {
            let owner = key(seed);
            fill(&inbox_of(&owner), 1, 20);
            let number = Inbox::queue(&inbox_of(&owner)).first;
            assert_ok!(acknowledge(&owner, &[number]));
        };
        use_one(1);
        let after_one = bytes();
        (2..100).for_each(use_one);
        assert_eq!(bytes(), after_one);
        // All that stays is one number for all inboxes.
        assert_eq!(NumberFloor::<Test>::get(), 99);
        assert_eq!(99u64.encode().len(), 8);
    });
}
