//! What a message is charged for: what it has met, and no more.

use crate::{mock::*, Call, WeightInfo};
use frame_support::{
    assert_ok,
    dispatch::GetDispatchInfo,
    traits::UnfilteredDispatchable,
    weights::{RuntimeDbWeight, Weight},
};
use postern_primitives::Senders;

type Weights = <Test as crate::Config>::WeightInfo;

fn db() -> RuntimeDbWeight {
    <Test as frame_system::Config>::DbWeight::get()
}

/// A message to an empty inbox without rules, on a page of the expiry index that is at hand.
fn least() -> Weight {
    Weights::send(1)
}

fn to(recipient: &AccountId, lifetime: u32) -> Call<Test> {
    send_call(core::slice::from_ref(recipient), "hello", 5, lifetime)
}

/// What Alice is charged for.
fn charged(call: Call<Test>) -> Weight {
    let done = call.dispatch_bypass_filter(RuntimeOrigin::signed(ALICE));
    let weight = done.expect("it is sent").actual_weight;
    weight.expect("it says what it weighs")
}

fn somebody(seed: u8) -> AccountId {
    inbox_of(&key(seed))
}

#[test]
fn the_first_message_of_a_page_pays_for_it() {
    run(|| {
        let first = least().saturating_add(Weights::open_page());
        assert_eq!(charged(to(&somebody(1), 20)), first);
        assert_eq!(charged(to(&somebody(2), 20)), least());
        assert_eq!(charged(to(&somebody(3), 21)), first);
        run_to(2);
        assert_eq!(charged(to(&somebody(4), 19)), first);
    });
}

#[test]
fn a_message_to_an_inbox_that_holds_something_pays_for_its_queue() {
    run(|| {
        assert_ok!(send(&ALICE, &[BOB, PAUPER], "earlier", 20));
        let behind = least().saturating_add(db().reads_writes(1, 1));
        assert_eq!(charged(to(&BOB, 20)), behind);
        assert_eq!(charged(to(&BOB, 20)), behind);
        let recipients = [BOB, somebody(1)];
        let weight = charged(send_call(&recipients, "hello", 5, 20));
        let both = Weights::send(2).saturating_add(db().reads_writes(1, 1));
        assert_eq!(weight, both);
    });
}

#[test]
fn rules_and_what_they_ask_for_are_weighed_where_there_are_any() {
    run(|| {
        Registered::add(&ALICE);
        // A page at hand.
        fill(&PAUPER, 1, 20);
        assert_ok!(set_policy(&BOB, Senders::Anyone, 600));
        let queue = least().saturating_add(db().reads_writes(1, 1));
        let with_rules = queue.saturating_add(Weights::apply_rules(1));
        assert_eq!(charged(to(&BOB, 20)), with_rules);
        assert_ok!(set_policy(&BOB, Senders::Registered, 0));
        let with_look_up = with_rules.saturating_add(Weights::look_up_sender());
        assert_eq!(charged(to(&BOB, 20)), with_look_up);
    });
}

#[test]
fn a_cid_that_comes_as_text_weighs_more_than_its_bytes() {
    run(|| {
        fill(&PAUPER, 1, 20);
        let text = cid("hello").to_string().into_bytes();
        let call = Call::send {
            recipients: vec![BOB].try_into().expect("one is few enough"),
            cid: text.try_into().expect("it is short enough"),
            size: 5,
            lifetime: 20,
        };
        let weight = least().saturating_add(Weights::read_text());
        assert_eq!(charged(call), weight);
    });
}

#[test]
fn it_is_announced_as_if_it_met_everything() {
    let all = least()
        .saturating_add(db().reads_writes(1, 1))
        .saturating_add(Weights::open_page())
        .saturating_add(Weights::apply_rules(1))
        .saturating_add(Weights::look_up_sender());
    let call = to(&BOB, 20);
    assert_eq!(call.get_dispatch_info().call_weight, all);
}
