//! How full the IPFS of a pinner is.

use crate::metrics::SpaceMetrics;
use postern_ipfs::client::Client;
use std::time::Duration;

/// How often it is asked: soon enough for an alarm, and seldom, because some nodes look at
/// every block that they have.
const EVERY: Duration = Duration::from_secs(60);

/// Shows how full the IPFS behind the RPC at `url` is, for as long as the node runs. While it
/// does not answer, what it said last stays.
pub async fn watch(url: String, metrics: SpaceMetrics) {
    let ipfs = match Client::new(&url) {
        Ok(ipfs) => ipfs,
        Err(error) => {
            log::warn!("the room in IPFS is not watched: {error}");
            return;
        }
    };
    loop {
        match ipfs.repo_stat().await {
            Ok(stat) => metrics.show(stat.repo_size, stat.storage_max),
            Err(error) => log::debug!("IPFS does not say how full it is: {error}"),
        }
        tokio::time::sleep(EVERY).await;
    }
}
