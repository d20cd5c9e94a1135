//! The worker against an IPFS node that does what a test tells it to.

mod crowd;
mod faults;
mod follow;
mod forks;
mod logging;
mod meet;
mod model;
mod pass;
mod pinner;
mod pinners_model;
mod retries;
mod settings;
mod settle;
mod trouble;

use crate::{
    mock::{Ipfs, Op},
    offchain::{keys, Stats},
};
use postern_primitives::Cid;

/// A block's work: a reference to each of these contents.
fn retain(contents: impl IntoIterator<Item = u32>) -> Vec<Op> {
    contents
        .into_iter()
        .map(|n| Op::Retain(crate::mock::cid(n)))
        .collect()
}

/// A block's work: a reference less to each of these contents.
fn release(contents: impl IntoIterator<Item = u32>) -> Vec<Op> {
    contents
        .into_iter()
        .map(|n| Op::Release(crate::mock::cid(n)))
        .collect()
}

fn stats(ipfs: &Ipfs) -> Stats {
    ipfs.get(keys::STATS).expect("every run writes them")
}

/// The calls about one content since this was asked last.
fn calls_about(ipfs: &Ipfs, cid: &Cid) -> Vec<String> {
    let text = cid.to_string();
    let about = |call: String| call.strip_suffix(&text).map(|name| name.trim().into());
    ipfs.calls().into_iter().filter_map(about).collect()
}
