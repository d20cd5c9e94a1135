//! Who keeps contents from the first block on.

use super::*;
use crate::{Founder, GenesisConfig, Pinners};
use frame_support::traits::BuildGenesisConfig;
use postern_primitives::limits::{MAX_ADDRESSES, MAX_CONTENT_SIZE, MAX_PEER_ID};
use sp_core::Pair;

const ADDRESS: &str = "/ip4/127.0.0.1/tcp/4001";

fn founder(n: u8) -> Founder<AccountId> {
    let peer_id = String::from_utf8(peer_id().into()).expect("base58");
    let addresses = vec![ADDRESS.into()];
    let worker = key(n).public();
    (account(n), worker, peer_id, addresses, MAX_CONTENT_SIZE)
}

fn build(pinners: Vec<Founder<AccountId>>) {
    GenesisConfig::<Test> { pinners }.build();
}

#[test]
fn pinners_of_the_first_block_are_as_if_they_had_registered() {
    run(|| {
        build(vec![founder(2), founder(1)]);
        assert_eq!((number(2), number(1)), (0, 1));
        let of_genesis = Pinners::<Test>::get(0).expect("it is registered");
        assert_eq!(of_genesis.addresses.to_vec(), [ADDRESS.as_bytes().to_vec()]);
        assert_eq!((of_genesis.bond, of_genesis.worker), (BOND, worker(2)));
    });
}

#[test]
#[should_panic(expected = "AlreadyRegistered")]
fn a_chain_does_not_begin_with_a_pinner_twice() {
    run(|| build(vec![founder(1), founder(1)]));
}

#[test]
#[should_panic(expected = "a text is too long")]
fn a_chain_does_not_begin_with_an_endless_peer_id() {
    run(|| {
        let mut long = founder(1);
        long.2 = "1".repeat(MAX_PEER_ID as usize + 1);
        build(vec![long]);
    });
}

#[test]
#[should_panic(expected = "too many addresses")]
fn a_chain_does_not_begin_with_more_addresses_than_fit() {
    run(|| {
        let mut many = founder(1);
        many.3 = vec![ADDRESS.into(); MAX_ADDRESSES as usize + 1];
        build(vec![many]);
    });
}
