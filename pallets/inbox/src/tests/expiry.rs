use crate::{mock::*, Entries, Event, Expiring, Page, SweptTo, WeightInfo};
use frame_support::{
    assert_noop, assert_ok,
    traits::{Get, Hooks},
    weights::Weight,
};
use frame_system::limits::BlockWeights;

type Weights = <Test as crate::Config>::WeightInfo;

/// What the start of a block says, which is also told what its end will take.
fn start_of_block(blocks: u32, entries: u32) -> Weight {
    Weights::sweep(blocks, entries).saturating_add(Inbox::end_weight())
}

fn stored() -> usize {
    Entries::<Test>::iter().count()
}

#[test]
fn an_entry_is_there_until_the_block_before_and_gone_in_the_block_of_its_expiry() {
    run(|| {
        assert_ok!(send(&ALICE, &[PAUPER], "hello", 7));
        run_to(7);
        assert!(Inbox::entry(&PAUPER, 0).is_some());
        assert_eq!(stored(), 1);
        run_to(8);
        assert_eq!(Inbox::entry(&PAUPER, 0), None);
        assert_eq!(stored(), 0);
        let gone = Event::Expired {
            owner: PAUPER,
            sequence_number: 0,
            cid: cid("hello"),
        };
        assert_eq!(last_event(), gone.into());
    });
}

#[test]
fn an_expired_entry_releases_its_content_and_leaves_every_index() {
    run(|| {
        assert_ok!(send(&ALICE, &[PAUPER], "hello", MIN_LIFETIME));
        assert_eq!(References::of(&cid("hello")), 1);
        run_to(1 + MIN_LIFETIME);
        assert_eq!(References::of(&cid("hello")), 0);
        assert_eq!(Expiring::<Test>::iter().count(), 0);
        let queue = Inbox::queue(&PAUPER);
        assert_eq!(
            (queue.first, queue.next, queue.count, queue.bytes),
            (1, 1, 0, 0)
        );
    });
}

#[test]
fn each_entry_lives_as_long_as_its_own_sender_chose() {
    run(|| {
        assert_ok!(send(&ALICE, &[PAUPER], "long", 30));
        assert_ok!(send(&ALICE, &[PAUPER], "short", 10));
        run_to(11);
        assert_eq!(listed(&Inbox::entries(&PAUPER, 0, 10).entries), [0]);
        run_to(31);
        assert!(Inbox::entries(&PAUPER, 0, 10).entries.is_empty());
    });
}

#[test]
fn an_acknowledged_entry_does_not_expire_again() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 2, MIN_LIFETIME);
        assert_ok!(acknowledge(&owner, &[0]));
        System::reset_events();
        run_to(20);
        let inbox_events = System::events()
            .into_iter()
            .filter(|record| matches!(record.event, RuntimeEvent::Inbox(_)));
        assert_eq!(inbox_events.count(), 1);
    });
}

#[test]
fn a_flood_that_expires_in_one_block_is_swept_over_several_and_hidden_at_once() {
    run(|| {
        let flood = 35;
        fill(&PAUPER, flood, 6);
        run_to(7);
        // One block's share has gone; the rest is stored and already invisible.
        assert_eq!(stored(), (flood - MAX_SWEPT) as usize);
        assert_eq!(Inbox::entries(&PAUPER, 0, 100).entries, []);
        assert!((0..flood.into()).all(|number| Inbox::entry(&PAUPER, number).is_none()));
        run_to(8);
        assert_eq!(stored(), 15);
        run_to(9);
        assert_eq!(stored(), 5);
        run_to(10);
        assert_eq!(stored(), 0);
        assert_eq!(SweptTo::<Test>::get(), 10);
    });
}

#[test]
fn no_block_of_a_flood_is_heavier_than_the_sweep_may_be() {
    run(|| {
        let most = start_of_block(MAX_SWEPT, MAX_SWEPT);
        let limits: BlockWeights = <Test as frame_system::Config>::BlockWeights::get();
        assert!(most.all_lte(limits.max_block / 4));
        for owner in 1..=8 {
            fill(&inbox_of(&key(owner)), MAX_QUEUED, 6);
        }
        let mut blocks = 0;
        while stored() > 0 {
            let next = System::block_number() + 1;
            System::set_block_number(next);
            assert!(Inbox::on_initialize(next).all_lte(most));
            blocks += 1;
        }
        // Five blocks pass before the first of them expires.
        assert_eq!(blocks, 5 + 8 * MAX_QUEUED / MAX_SWEPT);
    });
}

#[test]
fn a_flood_does_not_keep_later_entries_from_expiring() {
    run(|| {
        fill(&PAUPER, 35, 6);
        assert_ok!(send(&ALICE, &[BOB], "later", 7));
        run_to(8);
        assert_eq!(Inbox::entry(&BOB, 0), None);
        run_to(12);
        assert_eq!(stored(), 0);
        assert_eq!(SweptTo::<Test>::get(), 12);
    });
}

#[test]
fn what_has_expired_cannot_be_acknowledged_even_before_the_sweep() {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), MAX_SWEPT + 5, 6);
        run_to(7);
        assert_eq!(stored(), 5);
        let all: Vec<u64> = (0..u64::from(MAX_SWEPT) + 5).collect();
        let refused = acknowledge(&owner, &all);
        assert_noop!(refused, crate::Error::<Test>::NothingToAcknowledge);
    });
}

#[test]
fn the_sweep_weighs_what_it_has_done() {
    run(|| {
        System::set_block_number(2);
        assert_eq!(Inbox::on_initialize(2), start_of_block(2, 0));
        fill(&PAUPER, 3, 5);
        run_to(6);
        System::set_block_number(7);
        assert_eq!(Inbox::on_initialize(7), start_of_block(1, 3));
        System::set_block_number(8);
        assert_eq!(Inbox::on_initialize(8), start_of_block(1, 0));
    });
}

#[test]
fn a_long_pause_is_caught_up_with_in_bounded_steps() {
    run(|| {
        System::set_block_number(1_000);
        let weight = Inbox::on_initialize(1_000);
        assert_eq!(weight, start_of_block(MAX_SWEPT, 0));
        assert_eq!(SweptTo::<Test>::get(), MAX_SWEPT);
    });
}

#[test]
fn an_index_that_names_nothing_does_not_stop_the_sweep() {
    run(|| {
        let page = Page {
            sent_at: 0,
            number: 0,
        };
        assert_ok!(Expiring::<Test>::try_append(6, page, (PAUPER, 99u64)));
        assert_ok!(send(&ALICE, &[BOB], "hello", 5));
        run_to(6);
        assert_eq!(stored(), 0);
        assert_eq!(Expiring::<Test>::iter().count(), 0);
    });
}
