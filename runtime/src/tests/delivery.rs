//! A message's way through the whole pipeline of transactions.

use super::{
    genesis::with_preset,
    transactions::{general, next_block, signed},
};
use crate::{
    constants::{
        currency::UNIT,
        messaging::{ENTRY_DEPOSIT, KIB_DEPOSIT, MIN_LIFETIME},
    },
    genesis_presets::DEV,
    AccountId, Balances, Executive, Inbox, Pinning, Runtime, RuntimeCall, System,
};
use frame_support::assert_ok;
use pallet_inbox::{Entries, Expiring, OwnerProof, Queues, SendRefusal};
use postern_primitives::{
    signing::{payload, Acknowledge, Seen, ACKNOWLEDGE},
    Cid, Codec, Senders,
};
use sp_core::{ed25519, Pair};
use sp_keyring::Sr25519Keyring::{Alice, Bob};
use sp_runtime::{
    transaction_validity::{InvalidTransaction, TransactionValidityError},
    MultiSignature,
};

fn send(cid: Cid, owner: &AccountId) -> RuntimeCall {
    RuntimeCall::Inbox(pallet_inbox::Call::send {
        recipients: vec![owner.clone()].try_into().expect("within the bound"),
        cid: cid
            .as_bytes()
            .to_vec()
            .try_into()
            .expect("within the bound"),
        size: 1_000,
        lifetime: MIN_LIFETIME,
    })
}

fn acknowledge(owner: &AccountId, key: &ed25519::Pair) -> RuntimeCall {
    let expires = System::block_number() + 1;
    let numbers = vec![0];
    let genesis = System::block_hash(0).0;
    let fields = Seen {
        block: genesis,
        fields: Acknowledge {
            sequence_numbers: &numbers,
        },
    };
    let bytes = payload(ACKNOWLEDGE, &genesis, owner.as_ref(), 0, expires, &fields);
    RuntimeCall::Inbox(pallet_inbox::Call::acknowledge {
        owner: owner.clone(),
        sequence_numbers: numbers.try_into().expect("within the bound"),
        proof: Some(OwnerProof {
            seen: 0,
            expires,
            signature: MultiSignature::Ed25519(key.sign(&bytes)),
        }),
    })
}

#[test]
fn a_key_without_an_account_takes_its_message_out_and_pays_nothing() {
    with_preset(DEV, || {
        let key = ed25519::Pair::from_seed(&[7; 32]);
        let owner = AccountId::from(key.public().0);
        let cid = Cid::of_block(Codec::Raw, b"sealed");

        next_block();
        let reserved = || Balances::reserved_balance(Alice.to_account_id());
        let before = reserved();
        assert_ok!(Executive::apply_extrinsic(signed(send(cid, &owner), Alice)).expect("valid"));
        assert_eq!(reserved() - before, ENTRY_DEPOSIT + KIB_DEPOSIT);
        assert!(Pinning::pin(&cid).is_some());
        let issued = Balances::total_issuance();

        let acknowledge = acknowledge(&owner, &key);
        assert_ok!(Executive::apply_extrinsic(general(acknowledge.clone())).expect("valid"));
        assert_eq!(Inbox::queue(&owner).count, 0);
        assert_eq!(reserved(), before);
        assert!(Pinning::pin(&cid).is_none());
        let left = Entries::<Runtime>::iter_keys().count()
            + Queues::<Runtime>::iter_keys().count()
            + Expiring::<Runtime>::iter_keys().count();
        assert_eq!(left, 0, "nothing of the message is left in state");
        assert!(!System::account_exists(&owner));
        assert_eq!(Balances::total_issuance(), issued, "nobody has paid a fee");

        let again = Executive::apply_extrinsic(general(acknowledge));
        assert!(
            matches!(again, Err(TransactionValidityError::Invalid(_))),
            "{again:?}"
        );
    });
}

#[test]
fn other_calls_without_a_signature_are_refused() {
    with_preset(DEV, || {
        next_block();
        let cid = Cid::of_block(Codec::Raw, b"sealed");
        let call = send(cid, &Alice.to_account_id());
        let outcome = Executive::apply_extrinsic(general(call));
        assert_eq!(outcome, Err(InvalidTransaction::UnknownOrigin.into()));
    });
}

#[test]
fn a_message_costs_less_than_a_hundredth_of_a_token() {
    with_preset(DEV, || {
        next_block();
        let before = Balances::total_issuance();
        let cid = Cid::of_block(Codec::Raw, b"sealed");
        let call = send(cid, &Alice.to_account_id());
        assert_ok!(Executive::apply_extrinsic(signed(call, Alice)).expect("valid"));
        // Outside of a chain no block has an author, so fees are burned.
        let fee = before - Balances::total_issuance();
        assert!(fee > 0 && fee < UNIT / 100, "{fee}");
    });
}

#[test]
fn an_inbox_for_registered_senders_asks_the_registry() {
    with_preset(DEV, || {
        next_block();
        let bob = Bob.to_account_id();
        let rules = RuntimeCall::Inbox(pallet_inbox::Call::set_policy {
            owner: bob.clone(),
            senders: Senders::Registered,
            min_deposit: 0,
            proof: None,
        });
        assert_ok!(Executive::apply_extrinsic(signed(rules, Bob)).expect("valid"));
        let alice = Alice.to_account_id();
        assert_eq!(
            Inbox::can_send(&alice, std::slice::from_ref(&bob), 1_000, MIN_LIFETIME),
            Err(SendRefusal::NotRegistered { recipient: 0 })
        );
        let cid = Cid::of_block(Codec::Raw, b"sealed");
        let sent = Executive::apply_extrinsic(signed(send(cid, &bob), Alice)).expect("valid");
        let refused = pallet_inbox::Error::<Runtime>::SenderNotRegistered;
        assert_eq!(sent, Err(refused.into()));
    });
}
