//! Finds validators that make two blocks for one slot, and reports them.
//!
//! BABE's own import looks for them too, but what it reports does not hold: it passes on
//! headers without their seals, and in the first slot of a session it proves whose key it
//! is by the session before. So its search is [kept still](inherents_for_import), and
//! [`Watched`] does the work in front of it.

mod reports;
mod seen;
#[cfg(test)]
mod tests;

pub(super) use reports::Reports;

use super::{partial::inherents_now, Block};
use sc_client_api::AuxStore;
use sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult};
use sc_consensus_babe::{
    find_pre_digest, BabeConfiguration, BabeIntermediate, BabeLink, Epoch, INTERMEDIATE_KEY,
};
use sc_consensus_epochs::SharedEpochChanges;
use seen::Seen;
use sp_consensus::BlockOrigin;
use sp_consensus_babe::{
    inherents::InherentDataProvider as SlotProvider, AuthorityId, EquivocationProof, Slot, KEY_TYPE,
};
use sp_core::ByteArray;
use sp_keystore::KeystorePtr;
use sp_runtime::traits::Block as BlockT;
use sp_timestamp::InherentDataProvider as TimestampProvider;
use std::sync::Arc;

type Header = <Block as BlockT>::Header;

/// Two sealed headers of one author for one slot.
pub(super) type Proof = EquivocationProof<Header>;

/// What BABE's import is told of the time. To check a block it needs the time alone; the
/// slot is there for its own search for double blocks, which at slot 0 takes every block
/// for one of the future and passes over it.
pub(super) fn inherents_for_import() -> (SlotProvider, TimestampProvider) {
    let never = SlotProvider::new(Slot::from(0));
    (never, TimestampProvider::from_system_time())
}

/// A block import that looks at every block before the one behind it takes the block.
///
/// It stands in front of BABE's: what BABE has verified is known by what it has left with the
/// block, and the import takes that away.
pub struct Watched<Import, Store> {
    import: Import,
    watch: Arc<Watch<Store>>,
}

impl<Import, Store> Watched<Import, Store> {
    /// Looks at the blocks that `import` is given.
    pub(super) fn new(import: Import, watch: Watch<Store>) -> Self {
        let watch = Arc::new(watch);
        Self { import, watch }
    }
}

impl<Import: Clone, Store> Clone for Watched<Import, Store> {
    fn clone(&self) -> Self {
        Self {
            import: self.import.clone(),
            watch: self.watch.clone(),
        }
    }
}

#[async_trait::async_trait]
impl<Import, Store> BlockImport<Block> for Watched<Import, Store>
where
    Import: BlockImport<Block> + Send + Sync,
    Store: AuxStore + Send + Sync,
{
    type Error = Import::Error;

    async fn check_block(
        &self,
        block: BlockCheckParams<Block>,
    ) -> Result<ImportResult, Self::Error> {
        self.import.check_block(block).await
    }

    async fn import_block(
        &self,
        block: BlockImportParams<Block>,
    ) -> Result<ImportResult, Self::Error> {
        let offence = self.watch.offence(&block);
        let outcome = self.import.import_block(block).await;
        // Only now is there the state of a block of this slot, in whose session the
        // author's key is proven. A block that was refused is an offence all the same.
        if let Some(proof) = offence {
            (self.watch.report)(proof);
        }
        outcome
    }
}

/// What is needed to know an offence, and where it goes.
pub(super) struct Watch<Store> {
    seen: Seen<Store>,
    epochs: SharedEpochChanges<Block, Epoch>,
    config: BabeConfiguration,
    keystore: KeystorePtr,
    report: Box<dyn Fn(Proof) + Send + Sync>,
}

impl<Store: AuxStore> Watch<Store> {
    /// Remembers in `store` what it has seen; whoever holds none of the keys in `keystore`
    /// is reported.
    pub fn new(
        store: Arc<Store>,
        link: &BabeLink<Block>,
        keystore: KeystorePtr,
        report: impl Fn(Proof) + Send + Sync + 'static,
    ) -> Self {
        Self {
            seen: Seen::new(store),
            epochs: link.epoch_changes().clone(),
            config: link.config().clone(),
            keystore,
            report: Box::new(report),
        }
    }

    /// The proof that the author of this block has made another one for its slot, if it has
    /// and is somebody else.
    fn offence(&self, block: &BlockImportParams<Block>) -> Option<Proof> {
        // Others have seen what happened long before this node came.
        if block.origin == BlockOrigin::NetworkInitialSync {
            return None;
        }
        let header = block.post_header();
        let (slot, author) = self.slot_and_author(block, &header)?;
        let (now, _) = inherents_now(self.config.slot_duration());
        let proof = self.seen.contradiction(now.slot(), slot, &header, &author);
        let proof = proof.unwrap_or_else(|error| {
            log::warn!("Cannot tell whether {author} made two blocks for slot {slot}: {error}");
            None
        })?;
        let [first, second] = [&proof.first_header, &proof.second_header].map(Header::hash);
        if self.is_own(&author) {
            log::warn!(
                "Another node makes blocks with the keys of this one, as {first:?} and \
                 {second:?} for slot {slot}. Stop one of the two: a validator that makes \
                 two blocks for one slot loses stake."
            );
            return None;
        }
        log::warn!("{author} made two blocks for slot {slot}: {first:?} and {second:?}");
        Some(proof)
    }

    /// Whose turn the block says it was. None for blocks that BABE does not verify, such as
    /// those that come with a proof of finality.
    fn slot_and_author(
        &self,
        block: &BlockImportParams<Block>,
        header: &Header,
    ) -> Option<(Slot, AuthorityId)> {
        let verified = block.get_intermediate::<BabeIntermediate<Block>>(INTERMEDIATE_KEY);
        let epoch = &verified.ok()?.epoch_descriptor;
        let claim = find_pre_digest::<Block>(header).ok()?;
        let epochs = self.epochs.shared_data();
        let epoch = epochs.viable_epoch(epoch, |slot| Epoch::genesis(&self.config, slot))?;
        let index = usize::try_from(claim.authority_index()).ok()?;
        let (author, _) = epoch.as_ref().authorities.get(index)?;
        Some((claim.slot(), author.clone()))
    }

    fn is_own(&self, author: &AuthorityId) -> bool {
        self.keystore.has_keys(&[(author.to_raw_vec(), KEY_TYPE)])
    }
}
