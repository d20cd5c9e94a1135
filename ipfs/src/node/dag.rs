//! Walking trees of blocks.

use super::{
    defaults::{FETCHES_IN_FLIGHT, MAX_DAG_BLOCKS},
    error::StoreError,
    hold::Hold,
    store::Store,
};
use bytes::Bytes;
use futures::{stream::FuturesUnordered, StreamExt};
use ipld_dagpb::{PbLink, PbNode};
use postern_primitives::{Cid, CidError, Codec};
use std::collections::HashSet;

/// Where the blocks of a tree may come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reach {
    /// From disk, as far as they are there. What is missing or damaged is left out.
    Present,
    /// From disk.
    Local,
    /// From disk, or from whoever has them.
    Network,
}

/// Every block below and including `root`; all are held, and on disk when this returns.
///
/// The library's own walk is not used: it skips what it cannot load, panics on links
/// of an unexpected shape, and fetches one block at a time.
pub(super) async fn gather(
    store: &Store,
    hold: &mut Hold,
    root: Cid,
    reach: Reach,
) -> Result<HashSet<Cid>, StoreError> {
    let mut seen = HashSet::from([root]);
    let mut waiting = vec![root];
    let mut in_flight = FuturesUnordered::new();
    loop {
        while in_flight.len() < FETCHES_IN_FLIGHT {
            let Some(cid) = waiting.pop() else { break };
            hold.add(cid).await;
            in_flight.push(async move { (cid, children(store, cid, reach).await) });
        }
        let Some((cid, found)) = in_flight.next().await else {
            return Ok(seen);
        };
        match found {
            Ok(found) => waiting.extend(found.into_iter().filter(|cid| seen.insert(*cid))),
            Err(StoreError::Missing(_) | StoreError::Damaged(_)) if reach == Reach::Present => {
                seen.remove(&cid);
            }
            Err(error) => return Err(error),
        }
        if seen.len() > MAX_DAG_BLOCKS {
            return Err(StoreError::TooManyBlocks {
                root,
                limit: MAX_DAG_BLOCKS,
            });
        }
    }
}

/// Makes sure that `cid` is on disk, and returns what it links to.
async fn children(store: &Store, cid: Cid, reach: Reach) -> Result<Vec<Cid>, StoreError> {
    // A leaf's content does not matter here, and leaves are most of the bytes.
    if cid.codec() == Codec::Raw && store.has(&cid).await? {
        return Ok(Vec::new());
    }
    let block = match reach {
        Reach::Present | Reach::Local => store.read(&cid).await?,
        Reach::Network => store.fetch(&cid).await?,
    };
    links(&cid, block)
}

fn links(cid: &Cid, block: Bytes) -> Result<Vec<Cid>, StoreError> {
    pb_links(cid, block)?
        .iter()
        .map(|link| {
            normal(&link.cid).map_err(|reason| StoreError::Foreign {
                parent: *cid,
                reason,
            })
        })
        .collect()
}

fn pb_links(cid: &Cid, block: Bytes) -> Result<Vec<PbLink>, StoreError> {
    match cid.codec() {
        Codec::Raw => Ok(Vec::new()),
        Codec::DagPb => match PbNode::from_bytes(block) {
            Ok(node) => Ok(node.links),
            Err(error) => Err(StoreError::BadNode {
                cid: *cid,
                reason: error.to_string(),
            }),
        },
    }
}

/// Old trees link by CIDv0. Blocks are stored, and pins must be written, under version 1:
/// garbage collection compares the two.
pub(super) fn normal(cid: &cid::Cid) -> Result<Cid, CidError> {
    match cid.version() {
        cid::Version::V0 => Cid::try_from(&cid::Cid::new_v1(cid.codec(), *cid.hash())),
        cid::Version::V1 => Cid::try_from(cid),
    }
}

/// Bytes of the tree as its root states them, which is what Kubo's `add` reports.
pub(crate) fn stated_size(cid: &Cid, block: &Bytes) -> Result<u64, StoreError> {
    let links = pb_links(cid, block.clone())?;
    let below = links.iter().filter_map(|link| link.size);
    Ok(below.fold(block.len() as u64, u64::saturating_add))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(links: Vec<PbLink>) -> Bytes {
        PbNode { links, data: None }.into_bytes().into()
    }

    fn link(cid: cid::Cid) -> PbLink {
        PbLink {
            cid,
            name: None,
            size: Some(5),
        }
    }

    #[test]
    fn a_raw_block_links_to_nothing_whatever_its_bytes() {
        let cid = Cid::of_block(Codec::Raw, b"\x12\x00");
        assert_eq!(
            links(&cid, Bytes::from_static(b"\x12\x00")).unwrap(),
            vec![]
        );
    }

    #[test]
    fn links_by_version_0_are_followed_under_version_1() {
        let child = Cid::of_block(Codec::DagPb, b"");
        let old = cid::Cid::new_v0(*cid::Cid::from(&child).hash()).unwrap();
        let block = node(vec![link(old)]);
        let cid = Cid::of_block(Codec::DagPb, &block);
        assert_eq!(links(&cid, block).unwrap(), vec![child]);
    }

    #[test]
    fn a_link_with_another_codec_is_an_error() {
        let hash = *cid::Cid::from(&Cid::of_block(Codec::Raw, b"")).hash();
        let block = node(vec![link(cid::Cid::new_v1(0x71, hash))]);
        let cid = Cid::of_block(Codec::DagPb, &block);
        assert!(matches!(
            links(&cid, block),
            Err(StoreError::Foreign { .. })
        ));
    }

    #[test]
    fn damaged_nodes_are_errors_and_never_panics() {
        let child = cid::Cid::from(&Cid::of_block(Codec::Raw, b"leaf"));
        let good = node(vec![link(child)]);
        let cid = Cid::of_block(Codec::DagPb, &good);
        for at in 0..good.len() {
            for byte in [0x00, 0x0a, 0x12, 0x7f, 0x80, 0xff] {
                let mut bad = good.to_vec();
                bad[at] = byte;
                let _ = links(&cid, bad.into());
            }
            let _ = links(&cid, good.slice(..at));
        }
    }

    #[test]
    fn the_stated_size_is_the_root_and_what_its_links_say() {
        let child = cid::Cid::from(&Cid::of_block(Codec::Raw, b"leaf!"));
        let block = node(vec![link(child), link(child)]);
        let cid = Cid::of_block(Codec::DagPb, &block);
        assert_eq!(stated_size(&cid, &block).unwrap(), block.len() as u64 + 10);
    }
}
