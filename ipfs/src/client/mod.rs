//! A client of Kubo's RPC: about ten calls, each bounded in size and time.
//!
//! ```no_run
//! # async fn example() -> Result<(), postern_ipfs::client::Error> {
//! use postern_ipfs::client::Client;
//! use postern_primitives::Codec;
//!
//! let ipfs = Client::new("http://127.0.0.1:5001")?;
//! let cid = ipfs.block_put(Codec::Raw, b"hello".to_vec(), true).await?;
//! assert_eq!(ipfs.block_get(&cid).await?.as_ref(), b"hello");
//! # Ok(())
//! # }
//! ```

mod answers;
mod block;
mod error;
mod file;
mod peers;
mod pin;
mod request;

pub use answers::{Added, BlockStat, Identity, RepoStat, Version};
pub use error::Error;
pub use file::Content;

use crate::defaults::CONNECT_TIMEOUT;
use reqwest::Url;

/// A connection to one IPFS node. Cheap to clone; connections are pooled.
#[derive(Clone, Debug)]
pub struct Client {
    base: Url,
    http: reqwest::Client,
}

impl Client {
    /// Will speak to the RPC at `url`, for example `http://127.0.0.1:5001`. Does not
    /// connect yet.
    ///
    /// # Errors
    /// [`Error::BadUrl`] unless it is an `http` URL: the RPC is the administration of a
    /// node, and belongs on this machine or behind a tunnel.
    pub fn new(url: &str) -> Result<Self, Error> {
        let bad = || Error::BadUrl { url: url.into() };
        let base = Url::parse(url).map_err(|_| bad())?;
        if base.scheme() != "http" || base.host_str().is_none() {
            return Err(bad());
        }
        let http = reqwest::Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            // The RPC is never behind the proxy of a browser.
            .no_proxy()
            .build()
            .map_err(|error| Error::Setup(error.to_string()))?;
        Ok(Self { base, http })
    }

    /// The URL as it was given.
    pub fn url(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }
}
