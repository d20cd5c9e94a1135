//! Pinners and contents to measure with. All of it happens in block 1.

use crate::{
    Address, Addresses, Call, ChangeCount, Cids, Config, Keeper, NextPinner, Pallet, PeerId,
    PinnerNumber, PinnerOf, Pins, PrunedTo, Roster, Seat, WorkerId, WorkerSignature,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_benchmarking::v2::*;
use frame_support::{
    pallet_prelude::TransactionSource,
    traits::{
        fungible::{Inspect, Unbalanced},
        tokens::Precision,
        Authorize, Get,
    },
    BoundedVec,
};
use frame_system::pallet_prelude::BlockNumberFor;
use postern_primitives::{
    benchmarking::cid,
    limits::{MAX_ADDRESS, MAX_ADDRESSES, MAX_CONTENT_SIZE, MAX_KEEPERS, MAX_PEER_ID},
    signing::Context,
    traits::ContentStore,
    BlockNumber,
};
use sp_runtime::{traits::Saturating, RuntimeAppPublic};

/// The first block that is pruned: behind block 1, whose counters no measurement counts.
pub const PRUNED_FROM: BlockNumber = 2;

pub fn go_to<T: Config>(block: BlockNumber) {
    frame_system::Pallet::<T>::set_block_number(block.into());
}

/// Adds the first reference to content number `number`.
pub fn retain_new<T: Config>(number: u32) {
    Pallet::<T>::retain(cid(number), MAX_CONTENT_SIZE).expect("nothing else refers to it");
}

/// Makes `blocks` blocks leave the window at once.
///
/// Each has a count of changes but no changes, so passing it is one step, which reads one
/// item and removes it. No block is like that: with changes, some steps find the count
/// already read and remove a page; without, there is no count to remove. So no real step touches more.
pub fn let_leave_window<T: Config>(blocks: u32) -> BlockNumberFor<T> {
    let end = PRUNED_FROM.saturating_add(blocks);
    for block in PRUNED_FROM..end {
        ChangeCount::<T>::insert(BlockNumberFor::<T>::from(block), 0);
    }
    PrunedTo::<T>::put((BlockNumberFor::<T>::from(PRUNED_FROM), 0));
    T::ChangeWindow::get() + end.into()
}

/// An account that can spare the bond.
pub fn funded<T: Config>() -> T::AccountId {
    let account = account("pinner", 0, 0);
    let funds = T::Currency::minimum_balance()
        .saturating_mul(2u32.into())
        .saturating_add(T::Bond::get());
    T::Currency::increase_balance(&account, funds, Precision::Exact)
        .expect("the balance is small enough");
    account
}

/// A worker key of the keystore that benchmarks run with.
pub fn new_key() -> WorkerId {
    WorkerId::generate_pair(None)
}

/// Gives this many others a seat each, at work.
pub fn seat_others<T: Config>(count: u32) {
    go_to::<T>(1);
    let seats: Vec<_> = (0..count)
        .map(|pinner| Seat {
            pinner,
            heard_at: 1,
            full: false,
        })
        .collect();
    Roster::<T>::put(BoundedVec::truncate_from(seats));
    NextPinner::<T>::put(count);
}

/// The last of `count` pinners, with its key. It was not heard yet.
pub fn pinner<T: Config>(count: u32) -> (T::AccountId, WorkerId) {
    seat_others::<T>(count - 1);
    let (account, worker) = (funded::<T>(), new_key());
    Pallet::<T>::do_register(
        account.clone(),
        worker.clone(),
        longest_peer_id(),
        longest_addresses(b'a'),
        u64::MAX,
    )
    .expect("there is room, and the account has funds");
    (account, worker)
}

/// The same, at work.
pub fn pinner_at_work<T: Config>(count: u32) -> (T::AccountId, WorkerId) {
    let (account, worker) = pinner::<T>(count);
    Pallet::<T>::do_heartbeat(&worker, 1, 0).expect("it is due");
    (account, worker)
}

pub fn number_of<T: Config>(account: &T::AccountId) -> PinnerNumber {
    PinnerOf::<T>::get(account).expect("registered")
}

/// Fills content number `number` with the claims of pinners that have left.
pub fn crowd<T: Config>(number: u32) {
    Pins::<T>::mutate(cid(number), |pin| {
        let keepers = (0..MAX_KEEPERS).map(|n| Keeper {
            pinner: u32::MAX - n,
            since: 1,
        });
        if let Some(pin) = pin {
            pin.keepers = BoundedVec::truncate_from(keepers.collect());
        }
    });
}

/// The first `count` contents that are assigned to a pinner, each full of claims.
pub fn own_contents<T: Config>(pinner: PinnerNumber, count: u32) -> Cids {
    let live = Pallet::<T>::live();
    let is_own = |number: &u32| live.assigned(&cid(*number), &[]).contains(&pinner);
    let own: Vec<_> = (0..u32::MAX).filter(is_own).take(count as usize).collect();
    for number in &own {
        retain_new::<T>(*number);
        crowd::<T>(*number);
    }
    sorted(own)
}

/// Contents that a pinner claims to keep, as do as many others as there can be.
pub fn claimed_contents<T: Config>(pinner: PinnerNumber, count: u32) -> Cids {
    for number in 0..count {
        retain_new::<T>(number);
        crowd::<T>(number);
        Pins::<T>::mutate(cid(number), |pin| {
            if let Some(last) = pin.as_mut().and_then(|pin| pin.keepers.last_mut()) {
                last.pinner = pinner;
            }
        });
    }
    sorted((0..count).collect())
}

fn sorted(numbers: Vec<u32>) -> Cids {
    let mut cids: Vec<_> = numbers.into_iter().map(cid).collect();
    cids.sort();
    Cids::truncate_from(cids)
}

pub fn longest_peer_id() -> PeerId {
    PeerId::truncate_from(vec![b'z'; MAX_PEER_ID as usize])
}

/// The most and the longest addresses there can be, all of this letter.
pub fn longest_addresses(letter: u8) -> Addresses {
    let mut longest = vec![letter; MAX_ADDRESS as usize];
    longest[0] = b'/';
    let address = Address::truncate_from(longest);
    Addresses::truncate_from(vec![address; MAX_ADDRESSES as usize])
}

pub fn sign<T: Config>(
    worker: &WorkerId,
    context: Context,
    fields: &impl Encode,
) -> WorkerSignature {
    let payload = Pallet::<T>::report_payload(context, worker, 1, fields);
    worker.sign(&payload).expect("the keystore has the key")
}

/// Has a report judged as the pool does.
pub fn judge<T: Config>(call: Call<T>) {
    call.authorize(TransactionSource::External)
        .expect("reports are authorised")
        .expect("this one is good");
}
