//! Who is at work.

use super::*;
use crate::{Error, Event};
use postern_primitives::limits::MAX_CONTENT_SIZE;

fn is_live(n: u8) -> bool {
    Pinning::pinner_of(&account(n)).expect("registered").live
}

#[test]
fn a_pinner_is_at_work_from_its_first_heartbeat_until_it_has_missed_three() {
    run(|| {
        register(1).unwrap();
        assert!(!is_live(1));
        hear(1, 7).unwrap();
        assert!(is_live(1));
        let heard = Event::Heard {
            pinner: 0,
            used: 7,
            full: false,
        };
        System::assert_last_event(heard.into());
        assert_eq!(Pinning::pinner(0).unwrap().used, 7);
        go_to(1 + PATIENCE);
        assert!(is_live(1));
        go_to(2 + PATIENCE);
        assert!(!is_live(1));
        hear(1, 0).unwrap();
        assert!(is_live(1));
    });
}

#[test]
fn one_heartbeat_is_taken_in_a_period() {
    run(|| {
        at_work([1]);
        go_to(PERIOD);
        assert_eq!(hear(1, 0), refused(Error::ReportTooSoon));
        go_to(1 + PERIOD);
        assert_eq!(hear(1, 0), Ok(()));
        assert_eq!(hear(1, 0), refused(Error::ReportTooOld));
    });
}

#[test]
fn a_key_of_no_pinner_is_not_heard() {
    run(|| assert_eq!(hear(1, 0), refused(Error::UnknownWorker)));
}

#[test]
fn a_pinner_is_full_from_its_capacity_on() {
    run(|| {
        register(1).unwrap();
        for (used, full) in [
            (MAX_CONTENT_SIZE - 1, false),
            (MAX_CONTENT_SIZE, true),
            (u64::MAX, true),
            (0, false),
        ] {
            hear(1, used).unwrap();
            assert_eq!(Pinning::seat(0).unwrap().full, full, "{used}");
            go_to(System::block_number() + PERIOD);
        }
    });
}

#[test]
fn what_the_chain_looks_at_does_not_depend_on_who_is_silent() {
    run(|| {
        use super::window::start_of_block;
        use frame_support::traits::Hooks;
        at_work([1, 2, 3]);
        let weight = Pinning::on_initialize(1_000);
        assert_eq!(weight, start_of_block(8), "no sweep of pinners");
    });
}
