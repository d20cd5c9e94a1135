//! Each way for the state to be wrong is seen.

use crate::{
    mock::*, Entries, EntryOf, Expiring, FreeWeight, Listings, Page, Queue, QueueOf, Queues, Rules,
    SequenceKey, SweptTo,
};
use frame_support::{assert_ok, weights::Weight, BoundedVec};
use sp_runtime::TryRuntimeError;

/// The first block without the older one of both entries.
const END: u32 = 21;
/// Where the expiry index names it.
const PAGE: Page = Page {
    sent_at: 1,
    number: 0,
};

fn change_entry(how: fn(&mut EntryOf<Test>)) {
    Entries::<Test>::mutate(PAUPER, SequenceKey::from(0), |entry| {
        how(entry.as_mut().expect("there are two"))
    });
}

fn change_queue(how: fn(&mut QueueOf<Test>)) {
    Queues::<Test>::mutate_extant(PAUPER, how);
}

fn change_rules(how: fn(&mut Rules<AccountId, u64>)) {
    Queues::<Test>::mutate_extant(BOB, |queue| how(queue.rules.as_mut().expect("he has some")));
}

/// What is done to the state, and what is said of it.
const FAULTS: [(&str, fn()); 20] = [
    ("a queue is not the sum of its entries", || {
        change_queue(|queue| queue.count += 1)
    }),
    ("an entry is numbered outside of its queue", || {
        let entry = Entries::<Test>::iter_values()
            .next()
            .expect("there are two");
        Entries::<Test>::insert(PAUPER, SequenceKey::from(9), entry)
    }),
    ("a queue is stored for nothing", || {
        Queues::<Test>::insert(ALICE, Queue::starting_at(0))
    }),
    ("entries have no queue", || Queues::<Test>::remove(PAUPER)),
    ("an entry is missing from the expiry index", || {
        Expiring::<Test>::remove(END, PAGE)
    }),
    ("a page of the expiry index is empty", || {
        let page = Page { number: 7, ..PAGE };
        Expiring::<Test>::insert(END, page, BoundedVec::default())
    }),
    ("the expiry index names an entry twice", || {
        assert_ok!(Expiring::<Test>::try_append(END, PAGE, (PAUPER, 0u64)));
    }),
    ("an entry was passed by the sweep", || {
        System::set_block_number(END);
        SweptTo::<Test>::put(END)
    }),
    ("an entry has no lifetime", || {
        let places = Expiring::<Test>::take(END, PAGE).expect("one expires then");
        let page = Page {
            sent_at: END,
            ..PAGE
        };
        Expiring::<Test>::insert(END, page, places);
        change_entry(|entry| entry.sent_at = END)
    }),
    ("an entry's size is out of range", || {
        change_queue(|queue| queue.bytes -= 1_024);
        change_entry(|entry| entry.size = 0)
    }),
    ("the expiry index names an entry that is not there", || {
        assert_ok!(Expiring::<Test>::try_append(END, PAGE, (PAUPER, 9u64)));
    }),
    ("rules are stored that ask for nothing", || {
        change_rules(|rules| rules.listed = 0)
    }),
    ("the rules of an inbox do not count its list", || {
        change_rules(|rules| rules.listed = 2)
    }),
    ("an inbox demands more than it may", || {
        change_rules(|rules| rules.policy.min_deposit = MAX_MIN_DEPOSIT + 1)
    }),
    ("an inbox without rules has a list", || {
        let listing = Listings::<Test>::iter_values()
            .next()
            .expect("there is one");
        Listings::<Test>::insert(PAUPER, ALICE, listing)
    }),
    ("held funds are not the sum of the deposits", || {
        change_rules(|rules| rules.deposit += 1)
    }),
    ("reserved funds do not cover the deposits", || {
        change_entry(|entry| entry.deposit += 1)
    }),
    ("an account that is gone has paid deposits", || {
        frame_system::Account::<Test>::remove(ALICE)
    }),
    ("the sweep is ahead of the chain", || {
        SweptTo::<Test>::put(2)
    }),
    (
        "fee-free acknowledgements have taken more than their share",
        || FreeWeight::<Test>::put(Weight::MAX),
    ),
];

#[test]
fn each_way_for_the_state_to_be_wrong_is_seen() {
    for (said, fault) in FAULTS {
        let chain = ExtBuilder::default().with_funded(&[ALICE, BOB]);
        chain.build().execute_with(|| {
            assert_ok!(send(&ALICE, &[PAUPER], "one", END - 1));
            assert_ok!(send(&ALICE, &[PAUPER], "two", END + 9));
            assert_ok!(allow(&BOB, &ALICE));
            assert_ok!(Inbox::do_try_state());
            fault();
            assert_eq!(Inbox::do_try_state(), Err(TryRuntimeError::from(said)));
        });
    }
}
