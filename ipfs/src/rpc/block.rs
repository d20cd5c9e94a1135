//! `block/get`, `block/put`, `block/stat`: single blocks.

use super::{
    answer::{json, text, Answer, Failure},
    args::Args,
    call::Call,
    form::missing,
};
use crate::{defaults::MAX_BLOCK, node::dag::Reach};
use postern_primitives::{Cid, Codec};
use rust_ipfs::Block;
use serde::Serialize;

/// Answer of `block/put` and `block/stat`.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Stat {
    key: Cid,
    size: usize,
}

pub(super) async fn get(call: Call) -> Result<Answer, Failure> {
    let cid = call.args.cid()?;
    let block = call.store.fetch(&cid).await?;
    Ok(text("application/octet-stream", block))
}

pub(super) async fn stat(call: Call) -> Result<Answer, Failure> {
    let cid = call.args.cid()?;
    let block = call.store.fetch(&cid).await?;
    json(&Stat {
        key: cid,
        size: block.len(),
    })
}

pub(super) async fn put(call: Call) -> Result<Answer, Failure> {
    let codec = codec(&call.args)?;
    let pin = call.args.flag("pin", false)?;
    let (store, _, mut form) = call.form().await?;
    let file = form.next().await?.ok_or_else(missing)?;
    let bytes = file.within(MAX_BLOCK as usize).await?;
    let size = bytes.len();
    let key = Cid::of_block(codec, &bytes);

    let mut hold = store.hold();
    hold.add(key).await;
    let block = Block::new(cid::Cid::from(&key), bytes).map_err(Failure::error)?;
    store.write(vec![block]).await?;
    if pin {
        store.pin(key, Reach::Local).await?;
    }
    json(&Stat { key, size })
}

fn codec(args: &Args) -> Result<Codec, Failure> {
    args.unsupported("mhtype", &["sha2-256"])?;
    args.unsupported("mhlen", &["-1", "32"])?;
    args.unsupported("format", &[])?;
    match args.option("cid-codec") {
        None | Some("raw") => Ok(Codec::Raw),
        Some("dag-pb") => Ok(Codec::DagPb),
        Some(other) => Err(Failure::error(format!(
            "codec `{other}` is not supported; use raw or dag-pb"
        ))),
    }
}
