use super::{
    answers::{BlockStat, PutAnswer},
    Client, Error,
};
use crate::defaults::{FETCH_TIMEOUT, LOCAL_TIMEOUT, MAX_BLOCK};
use bytes::Bytes;
use postern_primitives::{Cid, Codec};
use reqwest::multipart::{Form, Part};

impl Client {
    /// Stores one block, pinned if `pin`, and returns its CID.
    ///
    /// # Errors
    /// [`Error::TooLarge`] above 2 MiB; [`Error::WrongContent`] when the node reports
    /// another CID than the block has.
    pub async fn block_put(&self, codec: Codec, block: Vec<u8>, pin: bool) -> Result<Cid, Error> {
        if block.len() as u64 > MAX_BLOCK {
            return Err(Error::TooLarge { limit: MAX_BLOCK });
        }
        let cid = Cid::of_block(codec, &block);
        let name = match codec {
            Codec::Raw => "raw",
            Codec::DagPb => "dag-pb",
        };
        let answer: PutAnswer = self
            .request("block/put")
            .option("cid-codec", name)
            .option("mhtype", "sha2-256")
            .option("pin", pin)
            .body(Form::new().part("data", Part::bytes(block).file_name("block")))
            .within(LOCAL_TIMEOUT)
            .json()
            .await?;
        if answer.key.parse() == Ok(cid) {
            Ok(cid)
        } else {
            Err(Error::WrongContent { cid })
        }
    }

    /// Fetches one block, from whoever has it.
    ///
    /// # Errors
    /// [`Error::WrongContent`] when the bytes are not those that `cid` names;
    /// [`Error::Timeout`] or [`Error::Refused`] when nobody reachable has it.
    pub async fn block_get(&self, cid: &Cid) -> Result<Bytes, Error> {
        let block = self
            .request("block/get")
            .arg(cid)
            .within(FETCH_TIMEOUT)
            .bytes(MAX_BLOCK)
            .await?;
        if cid.matches(&block) {
            Ok(block)
        } else {
            Err(Error::WrongContent { cid: *cid })
        }
    }

    /// The size of a block, which is fetched if it is not here.
    ///
    /// # Errors
    /// As for [`block_get`](Self::block_get).
    pub async fn block_stat(&self, cid: &Cid) -> Result<BlockStat, Error> {
        self.request("block/stat")
            .arg(cid)
            .within(FETCH_TIMEOUT)
            .json()
            .await
    }
}
