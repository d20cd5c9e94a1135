//! The limits of the chain agree with each other.

use super::{
    genesis::with_preset,
    transactions::{general, signed},
};
use crate::{
    configs::{Measured, RuntimeBlockLength, RuntimeBlockWeights},
    constants::{
        block::MAX_WEIGHT,
        messaging::{MAX_CHANNELS_SWEPT, MAX_LIFETIME},
        pinning::MAX_PINNERS,
        staking::{MAX_CANDIDATES, MAX_NOMINATIONS, MAX_VOTERS, REWARD_PAGE},
        time::EPOCH_SLOTS,
    },
    genesis_presets::DEV,
    AccountId, Pinning, Runtime, RuntimeCall, UncheckedExtrinsic,
};
use codec::Encode;
use frame_election_provider_support::{NposSolver, SequentialPhragmen};
use frame_support::{
    dispatch::{DispatchClass, GetDispatchInfo},
    weights::Weight,
};
use pallet_inbox::{OwnerProof, Places};
use postern_primitives::{
    limits::{MAX_ACKNOWLEDGED, MAX_ATTESTED, MAX_CID_INPUT, MAX_CONTENT_SIZE, MAX_RECIPIENTS},
    Cid, Codec,
};
use sp_core::{ed25519, sr25519};
use sp_keyring::Sr25519Keyring::Alice;
use sp_runtime::Perbill;

fn inbox(index: u32) -> AccountId {
    let mut bytes = [0; 32];
    bytes[..4].copy_from_slice(&index.to_le_bytes());
    bytes.into()
}

fn small_message() -> RuntimeCall {
    RuntimeCall::Inbox(pallet_inbox::Call::send {
        recipients: vec![inbox(1)].try_into().expect("within the bound"),
        cid: Cid::of_block(Codec::Raw, b"sealed").to_input(),
        size: 1_024,
        lifetime: MAX_LIFETIME,
    })
}

fn largest_send() -> RuntimeCall {
    let recipients: Vec<_> = (0..MAX_RECIPIENTS).map(inbox).collect();
    RuntimeCall::Inbox(pallet_inbox::Call::send {
        recipients: recipients.try_into().expect("within the bound"),
        cid: vec![b'b'; MAX_CID_INPUT as usize]
            .try_into()
            .expect("within the bound"),
        size: MAX_CONTENT_SIZE,
        lifetime: MAX_LIFETIME,
    })
}

fn largest_acknowledge() -> RuntimeCall {
    let numbers: Vec<_> = (0..u64::from(MAX_ACKNOWLEDGED)).collect();
    RuntimeCall::Inbox(pallet_inbox::Call::acknowledge {
        owner: inbox(1),
        sequence_numbers: numbers.try_into().expect("within the bound"),
        proof: Some(OwnerProof {
            seen: u32::MAX,
            expires: u32::MAX,
            signature: sr25519::Signature::default().into(),
        }),
    })
}

fn largest_clearing() -> [RuntimeCall; 2] {
    let entries: Vec<_> = (0..MAX_RECIPIENTS).map(|i| (inbox(i), u64::MAX)).collect();
    let entries = Places::try_from(entries).expect("within the bound");
    [
        pallet_inbox::Call::retract {
            entries: entries.clone(),
        },
        pallet_inbox::Call::reap { entries },
    ]
    .map(RuntimeCall::Inbox)
}

fn largest_attest() -> RuntimeCall {
    let cids: Vec<_> = (0..MAX_ATTESTED)
        .map(|n| Cid::of_block(Codec::Raw, &n.to_le_bytes()))
        .collect();
    RuntimeCall::Pinning(pallet_pinning::Call::attest {
        worker: ed25519::Public::default().into(),
        at: u32::MAX,
        cids: cids.try_into().expect("within the bound"),
        signature: ed25519::Signature::default().into(),
    })
}

/// How often an extrinsic fits into what users may fill of one block, by weight and by length.
fn times_in_a_block(extrinsic: &UncheckedExtrinsic) -> (u64, u64) {
    let weights = RuntimeBlockWeights::get();
    let normal = weights.get(DispatchClass::Normal);
    let room = normal.max_total.expect("normal transactions are limited");
    let weight = extrinsic.get_dispatch_info().total_weight() + normal.base_extrinsic;
    assert!(weight.all_lte(normal.max_extrinsic.expect("single ones as well")));
    let length = *RuntimeBlockLength::get().max.get(DispatchClass::Normal);
    (
        room.ref_time() / weight.ref_time(),
        u64::from(length) / extrinsic.encoded_size() as u64,
    )
}

#[test]
fn the_largest_calls_fit_a_block_with_room_for_others() {
    with_preset(DEV, || {
        let [retract, reap] = largest_clearing();
        for extrinsic in [
            signed(largest_send(), Alice),
            signed(largest_acknowledge(), Alice),
            signed(retract, Alice),
            signed(reap, Alice),
            general(largest_attest()),
        ] {
            let name = format!("{:?}", extrinsic.get_dispatch_info());
            let (by_weight, by_length) = times_in_a_block(&extrinsic);
            assert!(by_weight >= 2, "{name}");
            assert!(by_length >= 2, "{name}");
        }
    });
}

#[test]
fn a_block_takes_hundreds_of_messages_to_one_recipient() {
    with_preset(DEV, || {
        let (by_weight, by_length) = times_in_a_block(&signed(small_message(), Alice));
        assert!(by_weight >= 500, "{by_weight}");
        assert!(
            by_length >= by_weight,
            "bytes must not run out before time does"
        );
    });
}

/// What all hooks of one block weigh that is the worst for each of them: an election, and as
/// much to clear away as a block takes.
fn worst_hooks() -> Weight {
    use crate::constants::{messaging::MAX_SWEPT, pinning::MAX_PRUNED};
    use pallet_channels::WeightInfo as _;
    use pallet_inbox::WeightInfo as _;
    type Inbox = <Runtime as pallet_inbox::Config>::WeightInfo;
    type Channels = <Runtime as pallet_channels::Config>::WeightInfo;
    let entries = Inbox::sweep(1, MAX_SWEPT) + pallet_inbox::Pallet::<Runtime>::end_weight();
    let posts = Channels::sweep(1, MAX_CHANNELS_SWEPT).max(Channels::clear(MAX_CHANNELS_SWEPT));
    let changes = Pinning::start_weight(MAX_PRUNED);
    entries + posts + changes + election()
}

#[test]
fn the_heaviest_block_the_limits_allow_fits() {
    with_preset(DEV, || {
        let [retract, reap] = largest_clearing();
        let weights = RuntimeBlockWeights::get();
        let base = weights.base_block + weights.get(DispatchClass::Normal).base_extrinsic;
        for call in [largest_send(), largest_acknowledge(), retract, reap] {
            let largest = signed(call, Alice).get_dispatch_info().total_weight();
            let time = (worst_hooks() + base + largest).ref_time();
            assert!(time < MAX_WEIGHT.ref_time(), "{time}");
        }
    });
}

#[test]
fn the_sweep_of_a_flood_takes_a_tenth_of_a_block_or_little_more() {
    use crate::constants::messaging::MAX_SWEPT;
    use pallet_inbox::WeightInfo;
    type Weights = <Runtime as pallet_inbox::Config>::WeightInfo;
    // Each step is an entry or a block; a block more may be looked at before it stops.
    let time = Weights::sweep(1, MAX_SWEPT)
        .max(Weights::sweep(MAX_SWEPT, 0))
        .ref_time();
    assert!(time < MAX_WEIGHT.ref_time() / 8, "{time}");
}

#[test]
fn the_free_share_takes_out_more_than_the_rest_of_a_full_block_brings() {
    use crate::constants::messaging::MAX_FREE_SHARE;
    use pallet_inbox::WeightInfo;
    type Weights = <Runtime as pallet_inbox::Config>::WeightInfo;
    with_preset(DEV, || {
        let weights = RuntimeBlockWeights::get();
        let users = weights.get(DispatchClass::Normal);
        let room = users.max_total.expect("normal transactions are limited");
        let free = MAX_FREE_SHARE * room;
        let signed = signed(small_message(), Alice).get_dispatch_info();
        // To an empty inbox, which is cheapest.
        let send = Weights::send(1) + users.base_extrinsic + signed.extension_weight;
        let sent = (room - free).ref_time() / send.ref_time();
        // Readers acknowledge what they have together: ten at a time are few.
        let ten = Weights::authorize_acknowledge(10) + Weights::acknowledge(10);
        let taken = 10 * (free.ref_time() / ten.ref_time());
        assert!(taken > sent, "{sent} sent, {taken} taken out");
    });
}

#[test]
fn heartbeats_of_all_pinners_take_little_of_the_blocks_of_a_session() {
    use pallet_pinning::WeightInfo;
    type Pinning = pallet_pinning::weights::SubstrateWeight<Runtime>;
    let one = Pinning::heartbeat(MAX_PINNERS) + Pinning::authorize_heartbeat(MAX_PINNERS);
    let all = one.ref_time() * u64::from(MAX_PINNERS);
    let session = MAX_WEIGHT.ref_time() * EPOCH_SLOTS;
    assert!(all < session / 100, "{all} of {session}");
}

/// Finding the validators among as many as there can be.
fn election() -> Weight {
    type Phragmen = SequentialPhragmen<AccountId, Perbill>;
    type Staking = pallet_staking::weights::SubstrateWeight<Runtime>;
    use pallet_staking::WeightInfo;

    let solve = Phragmen::weight::<Measured>(MAX_VOTERS, MAX_CANDIDATES, MAX_NOMINATIONS);
    let gather = Staking::get_npos_voters(MAX_CANDIDATES, MAX_VOTERS - MAX_CANDIDATES)
        + Staking::get_npos_targets(MAX_CANDIDATES);
    solve + gather
}

#[test]
fn an_election_of_all_voters_leaves_most_of_its_block() {
    let time = election().ref_time();
    assert!(time < MAX_WEIGHT.ref_time() / 2, "{time}");
}

#[test]
fn a_page_of_rewards_takes_little_of_a_block() {
    use pallet_staking::WeightInfo;
    type Staking = pallet_staking::weights::SubstrateWeight<Runtime>;
    let time = Staking::payout_stakers_alive_staked(REWARD_PAGE).ref_time();
    assert!(time < MAX_WEIGHT.ref_time() / 10, "{time}");
}

#[test]
fn sweeping_channels_takes_little_of_a_block() {
    use pallet_channels::WeightInfo;
    type Channels = pallet_channels::weights::SubstrateWeight<Runtime>;
    let sweep = Channels::sweep(1, MAX_CHANNELS_SWEPT).max(Channels::clear(MAX_CHANNELS_SWEPT));
    let time = sweep.ref_time();
    assert!(time < MAX_WEIGHT.ref_time() / 8, "{time}");
}
