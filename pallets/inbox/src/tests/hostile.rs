//! Bytes from strangers, as calls and as transactions: whatever they are, nothing panics and
//! the books agree afterwards.

use crate::{mock::*, Call, OwnerProof};
use codec::{DecodeLimit, Encode};
use frame_support::assert_ok;
use proptest::prelude::*;
use sp_core::ed25519;

/// Nesting that nodes accept in a call from outside.
const DEPTH: u32 = 256;

/// Does with a call all that can be done with it.
fn try_everything(call: Call<Test>) {
    let _ = validate(general(call.clone()));
    let _ = apply(general(call.clone()));
    for origin in [
        RuntimeOrigin::none(),
        RuntimeOrigin::root(),
        RuntimeOrigin::signed(ALICE),
        RuntimeOrigin::signed(PAUPER),
    ] {
        let _ = dispatch(call.clone(), origin);
    }
    assert_ok!(Inbox::do_try_state());
}

fn garbage() -> impl Strategy<Value = Vec<u8>> {
    (0..9u8, prop::collection::vec(any::<u8>(), 0..300)).prop_map(|(index, bytes)| {
        let mut call = vec![index];
        call.extend(bytes);
        call
    })
}

/// Calls that make sense, of which a byte or two will not.
fn sound_calls() -> Vec<Call<Test>> {
    let owner = key(1);
    let proof = || {
        Some(OwnerProof {
            seen: 0,
            expires: 9,
            signature: ed25519::Signature::from_raw([7; 64]).into(),
        })
    };
    vec![
        send_call(&[BOB, inbox_of(&owner)], "hello", 1_024, 20),
        signed_by(&owner, &[0, 1, 2], 9),
        Call::retract {
            entries: places(&[(inbox_of(&owner), 0), (BOB, 0)]),
        },
        Call::reap {
            entries: places(&[(inbox_of(&owner), 1)]),
        },
        Call::set_policy {
            owner: ALICE,
            senders: Default::default(),
            min_deposit: 500,
            proof: proof(),
        },
        Call::block {
            owner: ALICE,
            sender: BOB,
            proof: None,
        },
        Call::unlist {
            owner: ALICE,
            sender: BOB,
            proof: None,
        },
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn bytes_that_decode_as_a_call_are_refused_or_done(bytes in garbage()) {
        if let Ok(call) = Call::<Test>::decode_with_depth_limit(DEPTH, &mut &bytes[..]) {
            run(|| {
                fill(&inbox_of(&key(1)), 3, 20);
                try_everything(call);
            });
        }
    }

    #[test]
    fn calls_with_damaged_bytes_are_refused_or_done(
        which in 0..7usize,
        damage in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..4),
    ) {
        run(|| {
            fill(&inbox_of(&key(1)), 3, 20);
            let mut bytes = sound_calls()[which].encode();
            for (place, byte) in damage {
                let place = place.index(bytes.len());
                bytes[place] = byte;
            }
            if let Ok(call) = Call::<Test>::decode_with_depth_limit(DEPTH, &mut &bytes[..]) {
                try_everything(call);
            }
        });
    }
}
