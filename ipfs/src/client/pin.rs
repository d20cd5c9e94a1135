use super::{answers::PinList, Client, Error};
use crate::defaults::LOCAL_TIMEOUT;
use postern_primitives::Cid;
use std::time::Duration;

impl Client {
    /// Pins `cid` and everything below it, fetching what is missing.
    ///
    /// # Errors
    /// When not all of it arrived within `timeout`; nothing is pinned then.
    pub async fn pin_add(&self, cid: &Cid, timeout: Duration) -> Result<(), Error> {
        let request = self.request("pin/add").arg(cid).option("recursive", true);
        let answer = request
            .option("progress", false)
            .within(timeout)
            .bytes(4096)
            .await?;
        // Kubo can fail after the status line: then there is no `Pins` in the body.
        if contains(&answer, b"Pins") {
            Ok(())
        } else {
            Err(self.unexpected("pin/add", String::from_utf8_lossy(&answer)))
        }
    }

    /// Unpins `cid`. Unpinning what is not pinned is no error.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn pin_rm(&self, cid: &Cid) -> Result<(), Error> {
        match self
            .request("pin/rm")
            .arg(cid)
            .within(LOCAL_TIMEOUT)
            .bytes(4096)
            .await
        {
            Err(Error::Refused { message, .. }) if message.contains("not pinned") => Ok(()),
            answer => answer.map(drop),
        }
    }

    /// Whether `cid` is pinned with everything below it.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn is_pinned(&self, cid: &Cid) -> Result<bool, Error> {
        let request = self.request("pin/ls").arg(cid).option("type", "recursive");
        match request.within(LOCAL_TIMEOUT).json::<PinList>().await {
            Ok(list) => Ok(list.keys.keys().any(|key| key.parse() == Ok(*cid))),
            Err(Error::Refused { message, .. }) if message.contains("not pinned") => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// All that is pinned by itself and not as a part of something else. CIDs that
    /// Postern does not carry are left out.
    ///
    /// # Errors
    /// When the node cannot be asked.
    pub async fn pins(&self) -> Result<Vec<Cid>, Error> {
        let request = self.request("pin/ls").option("type", "recursive");
        let list: PinList = request.within(LOCAL_TIMEOUT).json().await?;
        Ok(list
            .keys
            .keys()
            .filter_map(|key| key.parse().ok())
            .collect())
    }
}

fn contains(haystack: &[u8], needle: &[u8]) -> bool {
    haystack
        .windows(needle.len())
        .any(|window| window == needle)
}
