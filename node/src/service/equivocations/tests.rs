use super::{Block, Header, Proof, Seen, Watch, Watched};
use futures::executor::block_on;
use sc_client_api::in_mem::Blockchain;
use sc_consensus::{BlockCheckParams, BlockImport, BlockImportParams, ImportResult};
use sc_consensus_babe::{
    BabeConfiguration, BabeIntermediate, CompatibleDigestItem, PreDigest, SecondaryPlainPreDigest,
    INTERMEDIATE_KEY,
};
use sc_consensus_epochs::{EpochChanges, SharedEpochChanges, ViableEpochDescriptor};
use sp_consensus::{BlockOrigin, Error};
use sp_consensus_babe::{check_equivocation_proof, AllowedSlots, Slot, KEY_TYPE};
use sp_core::H256;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie};
use sp_keystore::{testing::MemoryKeystore, Keystore};
use sp_runtime::{traits::Header as _, DigestItem};
use std::sync::{Arc, Mutex};

type Store = Blockchain<Block>;

const AUTHORITIES: [Sr25519Keyring; 2] = [Alice, Bob];

fn config() -> BabeConfiguration {
    BabeConfiguration {
        slot_duration: 3_000,
        epoch_length: 20,
        c: (1, 4),
        authorities: AUTHORITIES.map(|who| (who.public().into(), 1)).to_vec(),
        randomness: [0; 32],
        allowed_slots: AllowedSlots::PrimaryAndSecondaryPlainSlots,
    }
}

/// The slot that it was when the test began.
fn this_slot() -> Slot {
    let (now, _) = super::inherents_now(config().slot_duration());
    now.slot()
}

/// A block whose content is `state`, as it is after BABE has taken its seal off.
fn block(author: Sr25519Keyring, slot: Slot, state: u8) -> BlockImportParams<Block> {
    sealed_by(author, author, slot, state)
}

fn sealed_by(
    signer: Sr25519Keyring,
    author: Sr25519Keyring,
    slot: Slot,
    state: u8,
) -> BlockImportParams<Block> {
    let index = AUTHORITIES.iter().position(|one| *one == author);
    let claim = PreDigest::SecondaryPlain(SecondaryPlainPreDigest {
        authority_index: index.map_or(u32::MAX, |index| index as u32),
        slot,
    });
    let mut header = Header::new(
        1,
        H256::zero(),
        H256::repeat_byte(state),
        H256::zero(),
        Default::default(),
    );
    header.digest_mut().push(DigestItem::babe_pre_digest(claim));
    let seal = signer.sign(header.hash().as_bytes()).into();
    let mut block = BlockImportParams::new(BlockOrigin::NetworkBroadcast, header);
    block.post_digests.push(DigestItem::babe_seal(seal));
    let epoch_descriptor = ViableEpochDescriptor::UnimportedGenesis(slot);
    let verified = BabeIntermediate::<Block> { epoch_descriptor };
    block.insert_intermediate(INTERMEDIATE_KEY, verified);
    block
}

/// What stands behind the watch: takes every block, or none, and notes their hashes.
#[derive(Clone, Default)]
struct Import {
    taken: Arc<Mutex<Vec<H256>>>,
    refuses: bool,
}

#[async_trait::async_trait]
impl BlockImport<Block> for Import {
    type Error = Error;

    async fn check_block(&self, _: BlockCheckParams<Block>) -> Result<ImportResult, Error> {
        Ok(ImportResult::KnownBad)
    }

    async fn import_block(&self, block: BlockImportParams<Block>) -> Result<ImportResult, Error> {
        if self.refuses {
            return Err(Error::ClientImport("refused".into()));
        }
        self.taken.lock().unwrap().push(block.post_hash());
        Ok(ImportResult::AlreadyInChain)
    }
}

#[derive(Default)]
struct Case {
    store: Arc<Store>,
    keystore: MemoryKeystore,
    import: Import,
    reported: Arc<Mutex<Vec<Proof>>>,
}

impl Case {
    /// Imports the blocks by a node that has just been started.
    fn import(&self, blocks: impl IntoIterator<Item = BlockImportParams<Block>>) {
        let reported = self.reported.clone();
        let watched = Watched::new(
            self.import.clone(),
            Watch {
                seen: Seen::new(self.store.clone()),
                epochs: SharedEpochChanges::<Block, _>::new(EpochChanges::new()),
                config: config(),
                keystore: Arc::new(self.keystore.clone()),
                report: Box::new(move |proof| reported.lock().unwrap().push(proof)),
            },
        );
        for block in blocks {
            let outcome = block_on(watched.import_block(block));
            assert_eq!(outcome.is_err(), self.import.refuses);
        }
    }

    fn reports(&self) -> Vec<Proof> {
        self.reported.lock().unwrap().clone()
    }
}

#[test]
fn two_blocks_of_one_author_for_one_slot_are_reported_with_their_seals() {
    let (case, slot) = (Case::default(), this_slot());
    let blocks = [block(Alice, slot, 1), block(Alice, slot, 2)];
    let hashes = blocks.each_ref().map(BlockImportParams::post_hash);
    case.import(blocks);

    let reports = case.reports();
    assert_eq!(reports.len(), 1);
    let proof = reports[0].clone();
    assert_eq!(
        (proof.slot, &proof.offender),
        (slot, &Alice.public().into())
    );
    let proven = [&proof.first_header, &proof.second_header].map(Header::hash);
    assert_eq!(proven, hashes);
    assert!(check_equivocation_proof(proof));
    assert_eq!(*case.import.taken.lock().unwrap(), hashes);
}

#[test]
fn a_block_that_comes_twice_is_no_offence() {
    let (case, slot) = (Case::default(), this_slot());
    let sealed = block(Alice, slot, 1);
    let mut again = BlockImportParams::new(sealed.origin, sealed.header.clone());
    again.post_digests = sealed.post_digests.clone();
    let epoch_descriptor = ViableEpochDescriptor::UnimportedGenesis(slot);
    again.insert_intermediate(
        INTERMEDIATE_KEY,
        BabeIntermediate::<Block> { epoch_descriptor },
    );
    case.import([sealed, again]);
    assert_eq!(case.reports(), []);
}

#[test]
fn blocks_for_different_slots_are_no_offence() {
    let (case, slot) = (Case::default(), this_slot());
    case.import([block(Alice, slot - 1.into(), 1), block(Alice, slot, 2)]);
    assert_eq!(case.reports(), []);
}

#[test]
fn blocks_of_different_authors_for_one_slot_are_no_offence() {
    let (case, slot) = (Case::default(), this_slot());
    case.import([block(Alice, slot, 1), block(Bob, slot, 2)]);
    assert_eq!(case.reports(), []);
}

#[test]
fn a_block_that_its_author_has_not_sealed_proves_nothing() {
    let (case, slot) = (Case::default(), this_slot());
    case.import([block(Alice, slot, 1), sealed_by(Bob, Alice, slot, 2)]);
    assert_eq!(case.reports(), []);

    // Nor does it hide one that proves something.
    case.import([block(Alice, slot, 3)]);
    assert_eq!(case.reports().len(), 1);
}

#[test]
fn a_block_of_nobody_in_the_epoch_is_left_to_the_import() {
    let (case, slot) = (Case::default(), this_slot());
    case.import([block(Charlie, slot, 1), block(Charlie, slot, 2)]);
    assert_eq!(case.reports(), []);
    assert_eq!(case.import.taken.lock().unwrap().len(), 2);
}

#[test]
fn a_validator_does_not_report_itself() {
    let (case, slot) = (Case::default(), this_slot());
    let seed = Alice.to_seed();
    let own = case.keystore.sr25519_generate_new(KEY_TYPE, Some(&seed));
    assert_eq!(own.unwrap(), Alice.public());
    let mut own = block(Alice, slot, 1);
    own.origin = BlockOrigin::Own;
    case.import([own, block(Alice, slot, 2)]);
    assert_eq!(case.reports(), []);

    case.import([block(Bob, slot, 1), block(Bob, slot, 2)]);
    assert_eq!(case.reports().len(), 1);
}

#[test]
fn what_was_seen_before_a_restart_is_remembered() {
    let (case, slot) = (Case::default(), this_slot());
    case.import([block(Alice, slot, 1)]);
    case.import([block(Alice, slot, 2)]);
    assert_eq!(case.reports().len(), 1);
}

#[test]
fn a_block_that_the_import_refuses_is_an_offence_all_the_same() {
    let slot = this_slot();
    let mut case = Case::default();
    case.import.refuses = true;
    case.import([block(Alice, slot, 1), block(Alice, slot, 2)]);
    assert_eq!(case.reports().len(), 1);
}

#[test]
fn blocks_of_the_past_are_not_looked_at_while_a_node_syncs() {
    let (case, slot) = (Case::default(), this_slot());
    case.import([1, 2].map(|state| {
        let mut block = block(Alice, slot, state);
        block.origin = BlockOrigin::NetworkInitialSync;
        block
    }));
    assert_eq!(case.reports(), []);
}

#[test]
fn blocks_that_babe_has_not_verified_are_not_looked_at() {
    let (case, slot) = (Case::default(), this_slot());
    case.import([1, 2].map(|state| {
        let mut block = block(Alice, slot, state);
        block.intermediates.clear();
        block
    }));
    assert_eq!(case.reports(), []);
    assert_eq!(case.import.taken.lock().unwrap().len(), 2);
}
