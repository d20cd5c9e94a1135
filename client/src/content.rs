//! Content on IPFS: publishing envelopes and files, fetching and checking them.
//!
//! A message without files is one raw block, the envelope. One with files is a UnixFS
//! directory, in which `m` is the envelope and `0`, `1`, … are the files' ciphertexts: one
//! recursive pin keeps all of it. Files of a private channel are a directory without an envelope.

mod download;
mod partial;
mod upload;

pub use download::{download_file, fetch_bytes, fetch_file, Fetched};
pub(crate) use partial::{is_partial, partial_path};
pub use upload::{media_type, upload_bytes, upload_file};

use crate::{
    defaults::{MAX_DIRECTORY, MAX_ENVELOPE, PIN_TIMEOUT},
    sealing::{file::sealed_size, FileRef},
    Error, Result,
};
use bytes::Bytes;
use ipld_dagpb::{PbLink, PbNode};
use postern_ipfs::client::Client;
use postern_primitives::{limits::MAX_CONTENT_SIZE, Cid, Codec};

/// The envelope's name in a directory. Files have numbers.
const ENVELOPE: &str = "m";

/// UnixFS says `Type = Directory` in two bytes, and a plain directory says nothing else.
const UNIXFS_DIRECTORY: &[u8] = &[0x08, 0x01];

/// Content that is on IPFS, as it is told to the chain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Published {
    /// What it is called.
    pub cid: Cid,
    /// Bytes of all its blocks.
    pub size: u64,
}

/// Told how far long transfers are.
pub trait Progress: Send + Sync {
    /// A transfer of `total` bytes begins.
    fn start(&self, name: &str, total: u64);
    /// So many more bytes are done.
    fn advance(&self, name: &str, by: u64);
    /// It is over, well or not.
    fn finish(&self, name: &str);
}

/// Tells nobody.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn start(&self, _: &str, _: u64) {}
    fn advance(&self, _: &str, _: u64) {}
    fn finish(&self, _: &str) {}
}

/// Finishes what was started, on every way out.
struct Running<'a> {
    progress: &'a dyn Progress,
    name: &'a str,
}

impl<'a> Running<'a> {
    fn start(progress: &'a dyn Progress, name: &'a str, total: u64) -> Self {
        progress.start(name, total);
        Self { progress, name }
    }

    fn advance(&self, by: u64) {
        self.progress.advance(self.name, by);
    }
}

impl Drop for Running<'_> {
    fn drop(&mut self) {
        self.progress.finish(self.name);
    }
}

/// Publishes one block: an envelope without files, a post or a key package. It stays pinned
/// in our own IPFS node.
///
/// # Errors
/// [`Error::Ipfs`].
pub async fn publish_block(ipfs: &Client, block: Vec<u8>) -> Result<Published> {
    let size = block.len() as u64;
    let cid = ipfs.block_put(Codec::Raw, block, true).await?;
    Ok(Published { cid, size })
}

/// Publishes an envelope and its uploaded files, each with its stored size, as one directory.
///
/// # Errors
/// [`Error::FileTooLarge`] when all of it is larger than the chain takes; [`Error::Ipfs`].
/// What was uploaded stays pinned then, so that nothing has to be uploaded again.
pub async fn publish_with_files(
    ipfs: &Client,
    envelope: Vec<u8>,
    files: &[(Cid, u64)],
) -> Result<Published> {
    let envelope = publish_block(ipfs, envelope).await?;
    let root = message_directory(&envelope, files);
    let parts = [files, &[(envelope.cid, envelope.size)]].concat();
    publish_directory(ipfs, root, &parts).await
}

/// Publishes uploaded files, each with its stored size, as one directory: what
/// [`files_directory`] names.
///
/// # Errors
/// As [`publish_with_files`].
pub async fn publish_files(
    ipfs: &Client,
    files: &[FileRef],
    stored: &[(Cid, u64)],
) -> Result<Published> {
    publish_directory(ipfs, directory_of(files), stored).await
}

/// The directory of the files that a message announces, which follows from what it says of them.
pub fn files_directory(files: &[FileRef]) -> Cid {
    Cid::of_block(Codec::DagPb, &directory_of(files))
}

fn directory_of<'a>(files: impl IntoIterator<Item = &'a FileRef>) -> Vec<u8> {
    let sized = files
        .into_iter()
        .map(|file| (file.cid, sealed_size(file.size)));
    directory(numbered(&sized.collect::<Vec<_>>()))
}

/// Puts a directory's block to its parts, each with its stored size.
async fn publish_directory(
    ipfs: &Client,
    root: Vec<u8>,
    parts: &[(Cid, u64)],
) -> Result<Published> {
    let stored = parts.iter().map(|(_, size)| *size);
    let size = stored.fold(root.len() as u64, u64::saturating_add);
    if size > MAX_CONTENT_SIZE {
        let (name, limit) = ("the message".into(), MAX_CONTENT_SIZE);
        return Err(Error::FileTooLarge { name, size, limit });
    }
    // Pinned from the start: garbage may be collected at any moment.
    let cid = ipfs.block_put(Codec::DagPb, root, true).await?;
    ipfs.pin_add(&cid, PIN_TIMEOUT).await?;
    // The directory's pin keeps them now. Their own would outlive it.
    for (part, _) in parts {
        if let Err(error) = ipfs.pin_rm(part).await {
            tracing::debug!("{part} stays pinned by itself: {error}");
        }
    }
    Ok(Published { cid, size })
}

/// The directory of a letter with files.
fn message_directory(envelope: &Published, files: &[(Cid, u64)]) -> Vec<u8> {
    let mut links = numbered(files);
    links.push(link(ENVELOPE.into(), &envelope.cid, envelope.size));
    directory(links)
}

fn link(name: String, cid: &Cid, size: u64) -> PbLink {
    PbLink {
        cid: cid.into(),
        name: Some(name),
        size: Some(size),
    }
}

/// Links to files, by their numbers.
fn numbered(files: &[(Cid, u64)]) -> Vec<PbLink> {
    let links = files.iter().enumerate();
    links
        .map(|(number, (cid, size))| link(number.to_string(), cid, *size))
        .collect()
}

/// A directory's block.
fn directory(links: Vec<PbLink>) -> Vec<u8> {
    // Links are put in order by name when it is encoded.
    PbNode {
        links,
        data: Some(Bytes::from_static(UNIXFS_DIRECTORY)),
    }
    .into_bytes()
}

/// Where the envelope is in a directory's block.
fn envelope_in(directory: Bytes) -> Result<Cid, &'static str> {
    if directory.len() > MAX_DIRECTORY {
        return Err("its directory is too large");
    }
    let node = PbNode::from_bytes(directory).map_err(|_| "its directory cannot be read")?;
    let link = node
        .links
        .iter()
        .find(|link| link.name.as_deref() == Some(ENVELOPE));
    let cid = link.ok_or("its directory has no envelope `m`")?.cid;
    match Cid::try_from(&cid) {
        Ok(cid) if cid.codec() == Codec::Raw => Ok(cid),
        _ => Err("its envelope is not one block"),
    }
}

/// Fetches the envelope of the message, post or key package that `cid` names. Every block is
/// checked against its CID.
///
/// # Errors
/// [`Error::Ipfs`] when it cannot be fetched or has other bytes; [`Error::NotAMessage`].
pub async fn fetch_envelope(ipfs: &Client, cid: &Cid) -> Result<Bytes> {
    let not_a_message = |reason| Error::NotAMessage { cid: *cid, reason };
    let block = ipfs.block_get(cid).await?;
    let envelope = match cid.codec() {
        Codec::Raw => block,
        Codec::DagPb => {
            ipfs.block_get(&envelope_in(block).map_err(not_a_message)?)
                .await?
        }
    };
    if envelope.len() > MAX_ENVELOPE {
        return Err(not_a_message("its envelope is too large"));
    }
    Ok(envelope)
}

#[cfg(test)]
mod tests;
