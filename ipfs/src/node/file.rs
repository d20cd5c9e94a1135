//! Reading a file piece by piece, blocks ahead of the reader.

use super::{
    dag::normal,
    defaults::{FETCH_TIMEOUT, READ_AHEAD},
    error::StoreError,
    store::Store,
};
use bytes::Bytes;
use futures::{future::BoxFuture, stream::FuturesUnordered, FutureExt, StreamExt};
use postern_primitives::{Cid, CidError, Codec};
use rust_ipfs::unixfs::ll::file::{
    visit::{FileVisit, IdleFileVisit},
    FileReadFailed,
};
use std::collections::{HashMap, HashSet};
use tokio::time::timeout;

/// Why a file cannot be read to its end.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    #[error("{0}")]
    Block(#[from] StoreError),
    #[error("block {0} did not arrive: context deadline exceeded")]
    Late(Cid),
    #[error("block {cid} is not part of a file: {reason}")]
    NotAFile { cid: Cid, reason: FileReadFailed },
    #[error("the file has a part that this node does not store: {0}")]
    Foreign(#[from] CidError),
}

/// A file being read. Its blocks are not held: one that is collected is fetched again.
pub(crate) struct FileReader {
    ahead: Ahead,
    first: Option<Bytes>,
    rest: Option<FileVisit>,
}

impl FileReader {
    /// Fetches the root.
    pub(crate) async fn open(store: Store, root: Cid) -> Result<Self, FileError> {
        let mut ahead = Ahead::new(store);
        let block = ahead.get(root).await?;
        let (first, rest) = match root.codec() {
            Codec::Raw => (block, None),
            Codec::DagPb => {
                let started = IdleFileVisit::default().start(&block);
                let (bytes, _, _, rest) =
                    started.map_err(|reason| FileError::NotAFile { cid: root, reason })?;
                (block.slice_ref(bytes), rest)
            }
        };
        Ok(Self {
            ahead,
            first: Some(first),
            rest,
        })
    }

    /// The next bytes, if any are left.
    pub(crate) async fn next(&mut self) -> Result<Option<Bytes>, FileError> {
        let mut piece = self.first.take().unwrap_or_default();
        while piece.is_empty() {
            let Some(visit) = self.rest.take() else {
                return Ok(None);
            };
            let cid = self.ahead.want(&visit)?;
            let block = self.ahead.get(cid).await?;
            let walked = visit.continue_walk(&block, &mut None);
            let (bytes, rest) = walked.map_err(|reason| FileError::NotAFile { cid, reason })?;
            (piece, self.rest) = (block.slice_ref(bytes), rest);
        }
        Ok(Some(piece))
    }
}

type Arrival = (Cid, Result<Bytes, FileError>);

/// Blocks that will be needed soon, on their way or here.
struct Ahead {
    store: Store,
    coming: FuturesUnordered<BoxFuture<'static, Arrival>>,
    wanted: HashSet<Cid>,
    here: HashMap<Cid, Result<Bytes, FileError>>,
}

impl Ahead {
    fn new(store: Store) -> Self {
        Self {
            store,
            coming: FuturesUnordered::new(),
            wanted: HashSet::new(),
            here: HashMap::new(),
        }
    }

    /// Asks for the blocks that `visit` needs next, and returns the very next one.
    fn want(&mut self, visit: &FileVisit) -> Result<Cid, FileError> {
        let (next, others) = visit.pending_links();
        let next = normal(next)?;
        for cid in others.take(READ_AHEAD) {
            if self.wanted.len() >= READ_AHEAD {
                break;
            }
            self.ask(normal(cid)?);
        }
        Ok(next)
    }

    fn ask(&mut self, cid: Cid) {
        if self.wanted.insert(cid) {
            let store = self.store.clone();
            let fetched = async move {
                let fetched = timeout(FETCH_TIMEOUT, store.fetch(&cid)).await;
                let fetched = fetched.map_err(|_| FileError::Late(cid));
                (cid, fetched.and_then(|block| Ok(block?)))
            };
            self.coming.push(fetched.boxed());
        }
    }

    async fn get(&mut self, cid: Cid) -> Result<Bytes, FileError> {
        self.ask(cid);
        loop {
            if let Some(block) = self.here.remove(&cid) {
                self.wanted.remove(&cid);
                return block;
            }
            match self.coming.next().await {
                Some((cid, block)) => self.here.insert(cid, block),
                None => return Err(StoreError::Missing(cid).into()),
            };
        }
    }
}
