//! What a group writes without an account, through the whole pipeline of transactions.

use super::{
    genesis::with_preset,
    transactions::{general, next_block, signed},
};
use crate::{
    constants::{
        currency::UNIT,
        messaging::{ENTRY_DEPOSIT, KIB_DEPOSIT, MIN_RETENTION, PRIVATE_CALL_LENGTH},
    },
    genesis_presets::DEV,
    Balances, Channels, Executive, Pinning, Runtime, RuntimeCall, System, TransactionPayment,
};
use codec::Encode;
use frame_support::{assert_ok, dispatch::GetDispatchInfo};
use pallet_channels::{Call, Proof};
use postern_primitives::{group, signing::payload, Cid, Codec};
use sp_core::{ed25519, Pair};
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

fn key() -> ed25519::Pair {
    ed25519::Pair::from_seed(&[7; 32])
}

fn content() -> Cid {
    Cid::of_block(Codec::Raw, b"sealed for a group")
}

/// Opens channel 0, paid for by Alice.
fn open() {
    let call = RuntimeCall::Channels(Call::create_private {
        key: key().public().0,
        retention: MIN_RETENTION,
        endowment: UNIT,
    });
    assert_ok!(Executive::apply_extrinsic(signed(call, Alice)).expect("valid"));
}

fn prove(context: postern_primitives::signing::Context, fields: &impl Encode) -> Proof {
    let expires = System::block_number() + 1;
    let genesis = System::block_hash(0).0;
    let bytes = payload(context, &genesis, &key().public().0, 0, expires, fields);
    Proof {
        nonce: 0,
        expires,
        signature: key().sign(&bytes).0,
    }
}

fn post() -> RuntimeCall {
    let fields = group::Post {
        channel: 0,
        cid: content(),
        size: 1_000,
        retraction: Some([1; 32]),
    };
    RuntimeCall::Channels(Call::post_private {
        channel: 0,
        cid: fields.cid,
        size: fields.size,
        retraction: fields.retraction,
        proof: prove(group::POST, &fields),
    })
}

fn commit() -> RuntimeCall {
    let fields = group::Commit {
        channel: 0,
        cid: content(),
        size: 1_000,
        successor: [2; 32],
        endowment: UNIT / 2,
    };
    RuntimeCall::Channels(Call::commit {
        channel: 0,
        cid: fields.cid,
        size: fields.size,
        successor: fields.successor,
        endowment: fields.endowment,
        proof: prove(group::COMMIT, &fields),
    })
}

#[test]
fn a_group_posts_without_an_account_and_its_purse_pays() {
    with_preset(DEV, || {
        next_block();
        open();
        let funds = || Channels::private_channel(0).expect("it is open").funds;
        let (before, issued) = (funds(), Balances::total_issuance());
        let transaction = general(post());
        assert_ok!(Executive::apply_extrinsic(transaction.clone()).expect("valid"));

        let posts = Channels::history(0, 0, 9).posts;
        assert_eq!((posts.len(), posts[0].author.clone()), (1, None));
        assert!(Pinning::pin(&content()).is_some());
        // Outside of a chain no block has an author, so the fee is burned.
        let fee = issued - Balances::total_issuance();
        assert!(fee > 0 && fee < UNIT / 100, "{fee}");
        assert_eq!(funds(), before - fee - ENTRY_DEPOSIT - KIB_DEPOSIT);

        let again = Executive::apply_extrinsic(transaction);
        let stale = TransactionValidityError::Invalid(InvalidTransaction::Stale);
        assert_eq!(again, Err(stale));
    });
}

#[test]
fn a_purse_pays_no_less_than_an_account_would_for_the_same_work() {
    use pallet_channels::WeightInfo;
    type Weights = pallet_channels::weights::SubstrateWeight<Runtime>;
    with_preset(DEV, || {
        next_block();
        open();
        let before = Balances::total_issuance();
        assert_ok!(Executive::apply_extrinsic(general(post())).expect("valid"));
        let charged = before - Balances::total_issuance();

        let transaction = signed(post(), Alice);
        let mut info = transaction.get_dispatch_info();
        // Of what surrounds a call, an account's nonce and balance are none of a purse's.
        info.extension_weight = Weights::authorize_private();
        let length = transaction.encoded_size() as u32;
        assert!(charged >= TransactionPayment::compute_fee(length, &info, 0));
    });
}

#[test]
fn no_call_of_a_group_is_longer_than_its_fee_counts() {
    with_preset(DEV, || {
        next_block();
        for call in [post(), commit()] {
            let length = general(call.clone()).encoded_size();
            assert!(length <= PRIVATE_CALL_LENGTH as usize, "{length}");
        }
    });
}

#[test]
fn other_calls_of_channels_without_a_signature_are_refused() {
    with_preset(DEV, || {
        next_block();
        open();
        let call = RuntimeCall::Channels(Call::fund {
            channel: 0,
            amount: UNIT,
        });
        let outcome = Executive::apply_extrinsic(general(call));
        assert_eq!(outcome, Err(InvalidTransaction::UnknownOrigin.into()));
    });
}
