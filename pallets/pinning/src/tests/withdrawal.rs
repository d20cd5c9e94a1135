//! Claims that are taken back.

use super::*;
use crate::{Error, Event};

#[test]
fn a_claim_that_is_taken_back_is_gone_and_can_be_made_again() {
    run(|| {
        retain([1]);
        at_work([1]);
        attest(1, &[1]).unwrap();
        go_to(2);
        withdraw(1, &[1]).unwrap();
        let event = Event::Withdrawn {
            pinner: 0,
            cids: cids(&[1]),
        };
        System::assert_last_event(event.into());
        assert!(keepers(1).is_empty());
        attest(1, &[1]).unwrap();
        assert_eq!(keepers(1), [0]);
    });
}

#[test]
fn only_ones_own_claims_can_be_taken_back() {
    run(|| {
        retain([1]);
        at_work([1, 2]);
        attest(1, &[1]).unwrap();
        assert_eq!(withdraw(2, &[1]), refused(Error::NothingNew));
        assert_eq!(withdraw(2, &[2]), refused(Error::NothingNew));
        assert_eq!(withdraw(3, &[1]), refused(Error::UnknownWorker));
        assert_eq!(keepers(1), [0]);
    });
}

#[test]
fn one_withdrawal_is_taken_in_a_period() {
    run(|| {
        retain([1, 2]);
        at_work([1]);
        attest(1, &[1, 2]).unwrap();
        withdraw(1, &[1]).unwrap();
        go_to(PERIOD);
        assert_eq!(withdraw(1, &[2]), refused(Error::ReportTooSoon));
        go_to(1 + PERIOD);
        withdraw(1, &[2]).unwrap();
    });
}

#[test]
fn whoever_has_left_or_is_silent_may_withdraw() {
    run(|| {
        retain([1, 2]);
        at_work([1, 2]);
        attest(1, &[1]).unwrap();
        attest(2, &[1]).unwrap();
        go_to(2 + PATIENCE);
        withdraw(1, &[1]).unwrap();
        Pinning::leave(origin(2)).unwrap();
        withdraw(2, &[1]).unwrap();
        assert!(keepers(1).is_empty());
    });
}
