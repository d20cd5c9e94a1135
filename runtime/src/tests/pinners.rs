//! Pinners through the whole pipeline of transactions.

use super::{
    genesis::with_preset,
    transactions::{general, next_block, signed},
};
use crate::{
    configs::HeartbeatPeriod,
    constants::{
        pinning::{BOND, MIN_CAPACITY, MIN_HEARTBEAT_PERIOD},
        time::{EPOCH_SLOTS, FAST_EPOCH_SLOTS},
    },
    genesis_presets::DEV,
    AccountId, Balances, Executive, Pinning, RuntimeCall, RuntimeHoldReason, System,
};
use frame_support::{
    assert_ok,
    traits::{fungible::InspectHold, Get},
};
use pallet_pinning::{WorkerId, KEY_TYPE};
use postern_primitives::{
    signing::{payload, Contents, Context, Heartbeat, ATTEST, HEARTBEAT},
    traits::ContentStore,
    BlockNumber, Cid, Codec,
};
use sp_core::{ed25519, Pair};
use sp_keyring::Sr25519Keyring::Alice;

fn key() -> ed25519::Pair {
    ed25519::Pair::from_seed(&[7; 32])
}

fn sign(
    context: Context,
    at: BlockNumber,
    fields: &impl codec::Encode,
) -> pallet_pinning::WorkerSignature {
    let age = crate::constants::pinning::MAX_REPORT_AGE;
    let (genesis, public) = (System::block_hash(0).0, key().public().0);
    let bytes = payload(context, &genesis, &public, at, at + age, fields);
    key().sign(&bytes).into()
}

fn register() -> RuntimeCall {
    let peer_id = b"12D3KooWEyoppNCUx8Yx66oV9fJnriXwCcXwDDUA2kj6vnc6iDEp".to_vec();
    RuntimeCall::Pinning(pallet_pinning::Call::register {
        worker: WorkerId::from(key().public()),
        peer_id: peer_id.try_into().expect("within the bound"),
        addresses: Default::default(),
        capacity: MIN_CAPACITY,
    })
}

#[test]
fn a_machine_without_funds_reports_and_a_sender_sees_how_many_keep_the_content() {
    with_preset(DEV, || {
        next_block();
        let cid = Cid::of_block(Codec::Raw, b"sealed");
        assert_ok!(Pinning::retain(cid, 1_000));
        assert_ok!(Executive::apply_extrinsic(signed(register(), Alice)).expect("valid"));
        let reason = RuntimeHoldReason::Pinning(pallet_pinning::HoldReason::Pinner);
        let held = Balances::balance_on_hold(&reason, &Alice.to_account_id());
        assert_eq!(held, BOND);

        let issued = Balances::total_issuance();
        let at = System::block_number();
        let worker = WorkerId::from(key().public());
        let heartbeat = RuntimeCall::Pinning(pallet_pinning::Call::heartbeat {
            worker: worker.clone(),
            at,
            used: 0,
            signature: sign(HEARTBEAT, at, &Heartbeat { used: 0 }),
        });
        assert_ok!(Executive::apply_extrinsic(general(heartbeat)).expect("valid"));
        let attest = RuntimeCall::Pinning(pallet_pinning::Call::attest {
            worker,
            at,
            cids: vec![cid].try_into().expect("one"),
            signature: sign(ATTEST, at, &Contents { cids: &[cid] }),
        });
        assert_ok!(Executive::apply_extrinsic(general(attest)).expect("valid"));
        assert_eq!(Balances::total_issuance(), issued, "nobody has paid a fee");
        assert!(!System::account_exists(&AccountId::from(key().public().0)));
        let replicas = Pinning::replicas(vec![cid])[0].expect("in the pin set");
        assert_eq!((replicas.kept, replicas.wanted), (1, 3));
    });
}

#[test]
fn pinners_are_heard_once_in_a_session_and_no_more_than_once_in_a_minute() {
    with_preset(DEV, || {
        let fast = BlockNumber::try_from(FAST_EPOCH_SLOTS).expect("short");
        assert_eq!(HeartbeatPeriod::get(), fast.max(MIN_HEARTBEAT_PERIOD));
        crate::calendar::EpochSlots::<crate::Runtime>::put(EPOCH_SLOTS);
        assert_eq!(u64::from(HeartbeatPeriod::get()), EPOCH_SLOTS);
        crate::calendar::EpochSlots::<crate::Runtime>::put(5);
        assert_eq!(HeartbeatPeriod::get(), MIN_HEARTBEAT_PERIOD);
    });
}

#[test]
fn worker_keys_have_a_kind_of_their_own() {
    assert_eq!(KEY_TYPE.0, *b"pinr");
}
