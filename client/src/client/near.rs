//! Going to where a content is kept.
//!
//! IPFS nodes exchange content with those that they are connected to. Who keeps a content,
//! and where they are to be found, is on chain: so nobody has to be searched for.

use crate::{
    chain::Chain,
    defaults::{APPROACHED, APPROACH_AFTER, INTRODUCED_WITHIN},
};
use futures::{
    future::{select, Either},
    stream, StreamExt,
};
use postern_ipfs::client::Client as Ipfs;
use postern_primitives::Cid;
use std::{
    convert::Infallible,
    future::{pending, Future},
    pin::pin,
};

/// Waits for a fetch of what belongs to `cid`, and if that does not come at once, has the own
/// IPFS node connect to those who keep it.
pub(super) async fn near<T>(
    chain: &Chain,
    ipfs: &Ipfs,
    cid: &Cid,
    fetching: impl Future<Output = T>,
) -> T {
    let approaching = async {
        tokio::time::sleep(APPROACH_AFTER).await;
        approach(chain, ipfs, cid).await;
        pending::<Infallible>().await
    };
    match select(pin!(fetching), pin!(approaching)).await {
        Either::Left((fetched, _)) => fetched,
        Either::Right((never, _)) => match never {},
    }
}

/// Has the own IPFS node connect to those who are to keep what was just announced, so that they
/// can fetch it from here. Not for long: whoever is slow to answer may still come later.
pub(super) async fn introduce(chain: &Chain, ipfs: &Ipfs, cid: &Cid) {
    let approaching = approach(chain, ipfs, cid);
    if tokio::time::timeout(INTRODUCED_WITHIN, approaching)
        .await
        .is_err()
    {
        tracing::debug!("not everybody who is to keep {cid} was reached in time");
    }
}

/// Connects to all at the same time. Those that cannot be reached are no error: one is enough.
async fn approach(chain: &Chain, ipfs: &Ipfs, cid: &Cid) {
    let addresses = match chain.keepers_addresses(cid).await {
        Ok(addresses) => addresses,
        Err(error) => {
            tracing::debug!("who keeps {cid} is not known: {error}");
            return;
        }
    };
    let connecting = addresses.iter().take(APPROACHED).map(|address| async move {
        if let Err(error) = ipfs.swarm_connect(address).await {
            tracing::debug!("{address} is not reached: {error}");
        }
    });
    let connecting: Vec<_> = connecting.collect();
    stream::iter(connecting)
        .for_each_concurrent(APPROACHED, |connecting| connecting)
        .await;
}
