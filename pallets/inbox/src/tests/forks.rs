//! A signature names a block that its owner has seen: where that block is not, neither are
//! the entries that it was made for.

use crate::{mock::*, Call, Error, OwnerProof};
use frame_support::{assert_noop, assert_ok};
use postern_primitives::signing::{payload, Acknowledge, Seen, ACKNOWLEDGE};
use sp_core::{ed25519, Pair, H256};
use sp_runtime::DispatchResult;

const HERE: H256 = H256::repeat_byte(0xa1);
const ELSEWHERE: H256 = H256::repeat_byte(0xb2);

/// The owner has read number 0 in the state of block 3, whose hash was `block`.
fn read_in_block_3(key: &ed25519::Pair, block: H256) -> DispatchResult {
    let fields = Seen {
        block: block.0,
        fields: Acknowledge {
            sequence_numbers: &[0],
        },
    };
    let bytes = payload(ACKNOWLEDGE, &genesis().0, &key.public().0, 0, 9, &fields);
    let call = Call::acknowledge {
        owner: inbox_of(key),
        sequence_numbers: numbers([0]),
        proof: Some(OwnerProof {
            seen: 3,
            expires: 9,
            signature: key.sign(&bytes).into(),
        }),
    };
    dispatch(call, RuntimeOrigin::signed(BOB))
}

fn in_block_4(test: impl FnOnce(&ed25519::Pair)) {
    run(|| {
        let owner = key(1);
        fill(&inbox_of(&owner), 1, 20);
        run_to(4);
        frame_system::BlockHash::<Test>::insert(3, HERE);
        test(&owner);
    });
}

#[test]
fn where_the_block_is_the_signature_is_good() {
    in_block_4(|owner| {
        assert_ok!(read_in_block_3(owner, HERE));
    });
}

#[test]
fn an_entry_that_took_the_number_on_another_fork_is_not_acknowledged() {
    in_block_4(|owner| {
        assert_noop!(read_in_block_3(owner, ELSEWHERE), Error::<Test>::BadProof);
    });
}

#[test]
fn a_block_that_is_not_known_any_more_is_told() {
    in_block_4(|owner| {
        frame_system::BlockHash::<Test>::remove(3);
        // Not even the hash that unknown blocks seem to have helps.
        for block in [HERE, H256::zero()] {
            let refused = read_in_block_3(owner, block);
            assert_noop!(refused, Error::<Test>::SeenBlockUnknown);
        }
    });
}
