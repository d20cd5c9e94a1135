//! Many small contents, and the messages that refer to them.

use crate::load::{send, Load, Signed};
use futures::{stream, StreamExt, TryStreamExt};
use postern_ipfs::client::Client;
use postern_primitives::{Cid, Codec};
use std::ops::Range;

/// Bytes of each.
pub const SIZE: usize = 1024;

/// Puts contents of these numbers into an IPFS, each different.
pub async fn put(ipfs: &Client, numbers: Range<usize>) -> anyhow::Result<Vec<Cid>> {
    let put = |number: usize| async move {
        let mut block = vec![0; SIZE];
        block[..8].copy_from_slice(&number.to_le_bytes());
        ipfs.block_put(Codec::Raw, block, false).await
    };
    Ok(stream::iter(numbers)
        .map(put)
        .buffered(16)
        .try_collect()
        .await?)
}

/// Signs a message for each, all to the same inbox.
pub async fn sign(load: &Load, cids: &[Cid]) -> anyhow::Result<Vec<Signed>> {
    let call = |cid: &Cid| send([0x77; 32], cid, SIZE as u64);
    let calls: Vec<_> = cids.iter().map(call).collect();
    load.sign(&calls).await
}
