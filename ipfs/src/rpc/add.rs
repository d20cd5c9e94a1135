//! `add`: files become trees of blocks.

use super::{
    answer::{text, Answer, Failure},
    args::Args,
    call::Call,
    form::{missing, File},
};
use crate::node::{
    dag::{stated_size, Reach},
    defaults::{CHUNK, MAX_FILES},
    Hold, Store,
};
use postern_primitives::Cid;
use rust_ipfs::{
    unixfs::ll::file::adder::{Chunker, FileAdder},
    Block,
};
use serde::Serialize;

/// Options that would lead to another CID or another kind of answer.
const UNSUPPORTED: &[(&str, &[&str])] = &[
    ("chunker", &["size-262144"]),
    ("cid-version", &["1"]),
    ("hash", &["sha2-256"]),
    ("inline", &["false"]),
    ("nocopy", &["false"]),
    ("only-hash", &["false"]),
    ("to-files", &[]),
    ("trickle", &["false"]),
    ("wrap-with-directory", &["false"]),
];

struct Options {
    pin: bool,
    raw_leaves: bool,
}

/// One line of the answer.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Line<'a> {
    name: &'a str,
    hash: Cid,
    size: String,
}

pub(super) async fn add(call: Call) -> Result<Answer, Failure> {
    let options = Options::read(&call.args)?;
    let (store, _, mut form) = call.form().await?;
    let mut lines = Vec::new();
    let mut files = 0;
    while let Some(file) = form.next().await? {
        files += 1;
        if files > MAX_FILES {
            return Err(Failure::error(format!(
                "more than {MAX_FILES} files in one request"
            )));
        }
        let name = file.name.clone();
        let (cid, size) = add_file(&store, file, &options).await?;
        let name = if name.is_empty() {
            cid.to_string()
        } else {
            name
        };
        let line = Line {
            name: &name,
            hash: cid,
            size: size.to_string(),
        };
        serde_json::to_writer(&mut lines, &line).map_err(Failure::error)?;
        lines.push(b'\n');
    }
    if files == 0 {
        return Err(missing());
    }
    Ok(text("application/json", lines))
}

impl Options {
    fn read(args: &Args) -> Result<Self, Failure> {
        for (name, harmless) in UNSUPPORTED {
            args.unsupported(name, harmless)?;
        }
        Ok(Self {
            pin: args.flag("pin", true)?,
            raw_leaves: args.flag("raw-leaves", true)?,
        })
    }
}

/// Stores a file while it arrives; a few chunks of it are in memory at a time.
async fn add_file(
    store: &Store,
    mut file: File<'_>,
    options: &Options,
) -> Result<(Cid, u64), Failure> {
    let mut adder = FileAdder::builder()
        .with_chunker(Chunker::Size(CHUNK))
        .with_cid_version(cid::Version::V1)
        .with_raw_leaves(options.raw_leaves)
        .build();
    // From the first block until the pin, none of them must be collected.
    let mut hold = store.hold();
    // A file of exactly one chunk is complete before the adder is told to finish.
    let mut root = None;
    while let Some(chunk) = file.chunk().await? {
        let mut rest = &chunk[..];
        while !rest.is_empty() {
            let (made, taken) = adder.push(rest);
            let made = blocks(made)?;
            root = made.last().cloned().or(root);
            write(store, &mut hold, made).await?;
            // It always takes something; a stuck adder must not spin.
            rest = rest.get(taken.max(1)..).unwrap_or_default();
        }
    }
    let last = blocks(adder.finish())?;
    let root = last
        .last()
        .cloned()
        .or(root)
        .ok_or_else(|| Failure::error("the file led to no block"))?;
    let cid = Cid::try_from(root.cid())?;
    let size = stated_size(&cid, root.inner_data())?;
    write(store, &mut hold, last).await?;
    if options.pin {
        store.pin(cid, Reach::Local).await?;
    }
    Ok((cid, size))
}

async fn write(store: &Store, hold: &mut Hold, made: Vec<Block>) -> Result<(), Failure> {
    for block in &made {
        hold.add(Cid::try_from(block.cid())?).await;
    }
    Ok(store.write(made).await?)
}

fn blocks(made: impl Iterator<Item = (cid::Cid, Vec<u8>)>) -> Result<Vec<Block>, Failure> {
    made.map(|(cid, bytes)| Block::new(cid, bytes))
        .collect::<Result<_, _>>()
        .map_err(Failure::error)
}
