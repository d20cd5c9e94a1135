//! What is left of a message once everything that it set off is over: nothing.

use super::{chain::call, genesis::with_preset, transactions::next_block};
use crate::{
    constants::{messaging::MIN_LIFETIME, pinning::CHANGE_WINDOW},
    genesis_presets::DEV,
    Inbox, Pinning, Runtime, System,
};
use frame_support::{assert_ok, traits::Hooks};
use pallet_pinning::PrunedTo;
use postern_primitives::{Cid, Codec};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use std::collections::BTreeMap;

/// All keys and values below the names of these pallets, whose state messages change.
fn state() -> BTreeMap<Vec<u8>, Vec<u8>> {
    let mut state = BTreeMap::new();
    for pallet in ["Inbox", "Pinning", "Balances"] {
        let prefix = sp_io::hashing::twox_128(pallet.as_bytes()).to_vec();
        let mut key = prefix.clone();
        while let Some(next) = sp_io::storage::next_key(&key).filter(|key| key.starts_with(&prefix))
        {
            let value = sp_io::storage::get(&next).expect("the key is there");
            state.insert(next.clone(), value.to_vec());
            key = next;
        }
    }
    state
}

/// Sends a message to Bob, who acknowledges it.
fn send_and_acknowledge() {
    let bob = Bob.to_account_id();
    let send = pallet_inbox::Call::send {
        recipients: vec![bob.clone()].try_into().expect("within the bound"),
        cid: Cid::of_block(Codec::Raw, b"sealed").to_input(),
        size: 1_000,
        lifetime: MIN_LIFETIME,
    };
    assert_ok!(call(Alice, send));
    let first = Inbox::queue(&bob).first;
    let acknowledge = pallet_inbox::Call::acknowledge {
        owner: bob,
        sequence_numbers: vec![first].try_into().expect("within the bound"),
        proof: None,
    };
    assert_ok!(call(Bob, acknowledge));
}

/// Lets the time go by for which changes of the pin set can be looked up, all at once.
fn a_day_later() {
    System::set_block_number(System::block_number() + CHANGE_WINDOW + 1);
    let now = System::block_number();
    // Each step passes one block, or removes one page.
    while PrunedTo::<Runtime>::get().0 < now - CHANGE_WINDOW {
        Pinning::on_initialize(now);
    }
}

#[test]
fn a_day_after_its_acknowledgement_not_a_byte_is_left_of_a_message() {
    with_preset(DEV, || {
        next_block();
        // What a chain writes once in its life is there from then on.
        send_and_acknowledge();
        a_day_later();
        let before = state();
        send_and_acknowledge();
        assert_ne!(state().len(), before.len(), "the changes can be looked up");
        a_day_later();
        let sizes = |state: &BTreeMap<Vec<u8>, Vec<u8>>| {
            let bytes = state.values().map(Vec::len).sum::<usize>();
            (state.keys().cloned().collect::<Vec<_>>(), bytes)
        };
        assert_eq!(sizes(&state()), sizes(&before));
    });
}
