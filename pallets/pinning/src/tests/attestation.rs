//! Claims to keep contents.

use super::*;
use crate::{Error, Event, Keeper};
use frame_support::{assert_noop, assert_ok};
use postern_primitives::limits::MAX_KEEPERS;

fn kept(content: u32) -> u32 {
    let replicas = Pinning::replicas(vec![cid(content)])[0].expect("in the pin set");
    assert_eq!(replicas.wanted, Replicas::get());
    replicas.kept
}

#[test]
fn attestations_of_those_who_are_to_keep_a_content_are_counted() {
    run(|| {
        retain([1]);
        at_work(1..=4);
        let to = assigned(1);
        assert_eq!(kept(1), 0);
        assert_ok!(attest(to[0], &[1]));
        assert_eq!(kept(1), 1);
        assert_ok!(attest(to[1], &[1]));
        assert_eq!(kept(1), 2);
        let assignments = Pinning::assigned(&cid(1));
        assert!(assignments.iter().all(|one| one.kept_since == Some(1)));
    });
}

#[test]
fn only_what_is_assigned_to_a_pinner_can_be_attested_by_it() {
    run(|| {
        retain([1]);
        at_work(1..=4);
        let other = (1..=4).find(|n| !assigned(1).contains(n)).unwrap();
        assert_noop!(attest(other, &[1]), Error::<Test>::NothingNew);
        assert_noop!(attest(other, &[2]), Error::<Test>::NothingNew);
    });
}

#[test]
fn a_content_is_attested_once() {
    run(|| {
        retain([1]);
        at_work([1]);
        assert_ok!(attest(1, &[1]));
        assert_noop!(attest(1, &[1]), Error::<Test>::NothingNew);
    });
}

#[test]
fn what_is_no_news_is_skipped_and_the_event_names_the_rest() {
    run(|| {
        retain([1, 2, 3]);
        at_work([1]);
        assert_ok!(attest(1, &[1]));
        assert_ok!(attest(1, &[1, 2, 99]));
        let event = Event::Attested {
            pinner: 0,
            cids: cids(&[2]),
        };
        System::assert_last_event(event.into());
    });
}

#[test]
fn cids_that_do_not_rise_are_refused() {
    run(|| {
        retain([1, 2]);
        at_work([1]);
        let mut falling = cids(&[1, 2]);
        falling.as_mut().reverse();
        let twice = vec![cid(1), cid(1)].try_into().unwrap();
        for wrong in [falling, twice] {
            let refused = Pinning::do_attest(&worker(1), 1, wrong).map_err(|refused| refused.error);
            assert_noop!(refused, Error::<Test>::CidsNotRising);
        }
        assert_noop!(attest(1, &[]), Error::<Test>::NothingNew);
    });
}

#[test]
fn a_silent_pinner_cannot_attest_and_its_claims_do_not_count() {
    run(|| {
        retain([1, 2]);
        at_work([1, 2]);
        assert_ok!(attest(1, &[1]));
        go_to(2 + PATIENCE);
        hear(2, 0).unwrap();
        assert_eq!(kept(1), 0);
        assert_noop!(attest(1, &[2]), Error::<Test>::NotAtWork);
        hear(1, 0).unwrap();
        assert_eq!(kept(1), 1, "it never said that it lost the content");
        assert_ok!(attest(1, &[2]));
    });
}

#[test]
fn a_claim_goes_with_its_content() {
    run(|| {
        retain([1]);
        at_work([1]);
        assert_ok!(attest(1, &[1]));
        Pinning::release(&cid(1));
        retain([1]);
        assert_eq!(kept(1), 0);
    });
}

#[test]
fn a_claim_stays_while_references_come_and_go() {
    run(|| {
        retain([1]);
        at_work([1]);
        assert_ok!(attest(1, &[1]));
        Pinning::retain(cid(1), 5_000).unwrap();
        Pinning::release(&cid(1));
        assert_eq!(kept(1), 1);
    });
}

#[test]
fn whoever_was_to_keep_a_content_is_struck_off_only_once_all_others_have_it() {
    run(|| {
        retain(0..100);
        at_work([1, 2]);
        let contents: Vec<_> = (0..50).collect();
        attest(1, &contents).unwrap();
        attest(2, &contents).unwrap();
        at_work([3, 4]);
        let both_new = |n: &u32| assigned(*n).iter().all(|to| *to > 2);
        let content = contents.iter().copied().find(both_new).unwrap();
        assert_ok!(attest(3, &[content]));
        assert_eq!(keepers(content), [0, 1, 2]);
        assert_eq!(kept(content), 3, "more than are wanted, while it moves");
        assert_ok!(attest(4, &[content]));
        assert_eq!(keepers(content), [2, 3]);
    });
}

#[test]
fn a_silent_keeper_is_not_struck_off_while_too_few_others_have_the_content() {
    run(|| {
        retain([1]);
        at_work([1, 2]);
        assert_ok!(attest(1, &[1]));
        go_to(2 + PATIENCE);
        hear(2, 0).unwrap();
        assert_ok!(attest(2, &[1]));
        assert_eq!(keepers(1), [0, 1]);
        assert_eq!(kept(1), 1);
    });
}

#[test]
fn claims_are_bounded_and_the_least_of_them_gives_way() {
    run(|| {
        retain([1]);
        at_work([1, 2]);
        // Long gone, and not at work.
        Pins::<Test>::mutate(cid(1), |pin| {
            let gone = (100..100 + MAX_KEEPERS).map(|pinner| Keeper { pinner, since: 1 });
            pin.as_mut().unwrap().keepers = gone.collect::<Vec<_>>().try_into().unwrap();
        });
        crate::NextPinner::<Test>::put(200);
        assert_ok!(attest(1, &[1]));
        assert_eq!(keepers(1).len(), MAX_KEEPERS as usize);
        assert!(keepers(1).contains(&0));
        assert_ok!(attest(2, &[1]));
        assert_eq!(keepers(1), [0, 1], "now nobody else is needed");
    });
}

#[test]
fn replica_counts_come_in_batches_in_order_and_are_bounded() {
    run(|| {
        retain([1, 3]);
        at_work([1]);
        attest(1, &[3]).unwrap();
        let counts = Pinning::replicas(vec![cid(1), cid(2), cid(3)]);
        let kept: Vec<_> = counts.iter().map(|one| one.map(|r| r.kept)).collect();
        assert_eq!(kept, [Some(0), None, Some(1)]);
        let page = postern_primitives::limits::MAX_PAGE as usize;
        assert_eq!(Pinning::replicas(vec![cid(1); page + 1]).len(), page);
    });
}
