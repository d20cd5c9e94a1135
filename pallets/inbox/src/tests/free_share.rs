//! All fee-free acknowledgements together take no more than a share of a block.

use crate::{acknowledge::free_weight, mock::*, FreeWeight};
use frame_support::{
    assert_ok,
    pallet_prelude::{InvalidTransaction, TransactionValidityError},
    traits::Hooks,
    weights::Weight,
};
use sp_core::ed25519;

const NO_ROOM: TransactionValidityError =
    TransactionValidityError::Invalid(InvalidTransaction::ExhaustsResources);

fn owner_with_entries(count: u32) -> ed25519::Pair {
    let owner = key(1);
    fill(&inbox_of(&owner), count, 30);
    owner
}

/// As if others had taken all of the share but this much.
fn leave(room: Weight) {
    FreeWeight::<Test>::put(Inbox::free_limit().saturating_sub(room));
}

/// What the test has put there by hand is no state that a block ends with.
fn end_block() {
    Inbox::on_finalize(System::block_number());
}

#[test]
fn what_is_taken_is_counted_and_forgotten_with_the_block() {
    run(|| {
        let owner = owner_with_entries(3);
        assert_ok!(apply(general(signed_by(&owner, &[0, 9], 9))));
        assert_eq!(FreeWeight::<Test>::get(), free_weight::<Test>(2, 1));
        assert_ok!(apply(general(signed_by(&owner, &[1], 9))));
        let both = free_weight::<Test>(2, 1).saturating_add(free_weight::<Test>(1, 1));
        assert_eq!(FreeWeight::<Test>::get(), both);
        end_block();
        assert!(!FreeWeight::<Test>::exists());
    });
}

#[test]
fn what_has_no_room_waits_for_the_next_block() {
    run(|| {
        let owner = owner_with_entries(3);
        let call = signed_by(&owner, &[0, 1], 9);
        let needed = free_weight::<Test>(2, 2);
        leave(needed.saturating_sub(Weight::from_parts(1, 0)));
        assert_eq!(apply(general(call.clone())), Err(NO_ROOM));
        // A smaller one still fits.
        assert_ok!(apply(general(signed_by(&owner, &[2], 9))));
        end_block();
        assert_eq!(apply(general(call)), Ok(Ok(())));
    });
}

#[test]
fn the_last_one_that_fits_is_taken() {
    run(|| {
        let owner = owner_with_entries(2);
        leave(free_weight::<Test>(2, 2));
        assert_eq!(apply(general(signed_by(&owner, &[0, 1], 9))), Ok(Ok(())));
        assert_eq!(FreeWeight::<Test>::get(), Inbox::free_limit());
    });
}

#[test]
fn the_share_is_asked_about_before_any_signature() {
    run(|| {
        let owner = owner_with_entries(1);
        leave(Weight::zero());
        let forged = acknowledge_call(&inbox_of(&owner), &[0], 9, Some(proof(&key(2), &[0], 9)));
        assert_eq!(apply(general(forged)), Err(NO_ROOM));
        end_block();
    });
}

#[test]
fn those_who_pay_are_not_held_up() {
    run(|| {
        let owner = owner_with_entries(2);
        leave(Weight::zero());
        assert_ok!(acknowledge(&owner, &[0]));
        fill(&BOB, 1, 20);
        let own = acknowledge_call(&BOB, &[0], 0, None);
        assert_ok!(dispatch(own, RuntimeOrigin::signed(BOB)));
        assert_eq!(FreeWeight::<Test>::get(), Inbox::free_limit());
        end_block();
    });
}

#[test]
fn a_block_of_nothing_but_acknowledgements_keeps_half_for_others() {
    run(|| {
        // Enough entries to fill several shares, each acknowledged by itself.
        let owners: Vec<_> = (0..=255).map(key).collect();
        let mut waiting = Vec::new();
        for owner in &owners {
            fill(&inbox_of(owner), 8, 30);
            waiting.extend((0..8).map(|number| signed_by(owner, &[number], 9)));
        }
        let mut blocks = 0;
        while !waiting.is_empty() {
            let before = waiting.len();
            waiting.retain(|call| apply(general(call.clone())) == Err(NO_ROOM));
            assert!(waiting.len() < before, "nothing fits into a block");
            assert!(FreeWeight::<Test>::get().all_lte(Inbox::free_limit()));
            blocks += 1;
            end_block();
            // The weights of the block so far, which the next one begins without.
            frame_system::BlockWeight::<Test>::kill();
        }
        assert!(blocks > 1, "the share was never used up");
    });
}
