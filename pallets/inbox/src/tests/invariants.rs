//! Whatever people do, in whatever order, the books agree after every step.

use crate::{mock::*, Entries};
use frame_support::assert_ok;
use proptest::prelude::*;

#[derive(Clone, Debug)]
enum Step {
    Send {
        recipients: Vec<u8>,
        size: u64,
        lifetime: u32,
    },
    Acknowledge {
        owner: u8,
        numbers: Vec<u64>,
    },
    Wait {
        blocks: u32,
    },
}

fn step() -> impl Strategy<Value = Step> {
    let send = (prop::collection::vec(0..4u8, 0..4), 0..5_000u64, 0..30u32).prop_map(
        |(recipients, size, lifetime)| Step::Send {
            recipients,
            size,
            lifetime,
        },
    );
    let acknowledge =
        (0..4u8, prop::collection::btree_set(0..20u64, 0..8)).prop_map(|(owner, numbers)| {
            Step::Acknowledge {
                owner,
                numbers: numbers.into_iter().collect(),
            }
        });
    let wait = (1..8u32).prop_map(|blocks| Step::Wait { blocks });
    prop_oneof![4 => send, 3 => acknowledge, 1 => wait]
}

/// Refusals are as welcome as successes: neither may leave the books wrong.
fn take(step: Step) {
    match step {
        Step::Send {
            recipients,
            size,
            lifetime,
        } => {
            let recipients: Vec<_> = recipients.into_iter().map(|i| inbox_of(&key(i))).collect();
            let foreseen = Inbox::can_send(&ALICE, &recipients, size, lifetime).is_ok();
            let call = send_call(&recipients, "content", size, lifetime);
            let sent = dispatch(call, RuntimeOrigin::signed(ALICE)).is_ok();
            assert_eq!(sent, foreseen);
        }
        Step::Acknowledge { owner, numbers } => {
            let _ = acknowledge(&key(owner), &numbers);
        }
        Step::Wait { blocks } => run_to(System::block_number() + blocks),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_books_agree_after_every_step(steps in prop::collection::vec(step(), 1..60)) {
        run(|| {
            for step in steps {
                take(step);
                assert_ok!(Inbox::do_try_state());
            }
            run_to(System::block_number() + MAX_LIFETIME);
            assert_eq!(Entries::<Test>::iter().count(), 0);
            assert_eq!(held(&ALICE), 0);
            assert_eq!(References::of(&cid("content")), 0);
        });
    }
}
