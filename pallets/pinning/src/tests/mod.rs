mod assignment;
mod attestation;
mod authorization;
mod genesis;
mod heartbeat;
mod leaving;
mod model;
mod pin_set;
mod pinners_model;
mod queries;
mod registration;
mod window;
mod withdrawal;
mod worker;

use crate::{mock::*, Pins};
use postern_primitives::traits::ContentStore;

/// Brings these contents into the pin set.
fn retain(contents: impl IntoIterator<Item = u32>) {
    for n in contents {
        Pinning::retain(cid(n), 100).unwrap();
    }
}

/// Numbers of the pinners whose claims to keep a content the chain knows.
fn keepers(content: u32) -> Vec<u32> {
    let pin = Pins::<Test>::get(cid(content)).expect("in the pin set");
    let mut keepers: Vec<_> = pin.keepers.iter().map(|keeper| keeper.pinner).collect();
    keepers.sort_unstable();
    keepers
}

/// Goes on to block `number`.
fn go_to(number: u32) {
    System::set_block_number(number);
}
