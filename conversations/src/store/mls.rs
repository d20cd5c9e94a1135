//! Where MLS keeps its state: in rows of our own transaction.
//!
//! A group's rows belong to a *state*: the group as it is after one commit. Several states of
//! one group stand side by side, as far as the chain has not decided for good between their
//! commits. Key packages belong to no group and to no state.

use super::cipher::Cipher;
use crate::{Error, Result};
use openmls_traits::storage::{traits, StorageProvider, CURRENT_VERSION};
use rusqlite::{params, Connection, OptionalExtension};
use serde::{de::DeserializeOwned, Serialize};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

/// Number of a state; [`GLOBAL`] for what belongs to none.
pub(crate) type StateId = i64;

const GLOBAL: StateId = 0;

/// What a row holds. The numbers are stored.
#[derive(Clone, Copy)]
#[repr(u8)]
enum Slot {
    JoinConfig = 1,
    OwnLeafNodes = 2,
    ProposalRefs = 3,
    Proposal = 4,
    Tree = 5,
    InterimTranscriptHash = 6,
    Context = 7,
    ConfirmationTag = 8,
    GroupState = 9,
    MessageSecrets = 10,
    ResumptionPsks = 11,
    OwnLeafIndex = 12,
    EpochSecrets = 13,
    SignatureKeyPair = 14,
    EncryptionKeyPair = 15,
    EpochKeyPairs = 16,
    KeyPackage = 17,
    Psk = 18,
}

/// The rows of one state, and those of none.
pub(crate) struct MlsRows<'a> {
    database: &'a Connection,
    cipher: &'a Cipher,
    state: StateId,
}

impl<'a> MlsRows<'a> {
    pub(crate) fn new(database: &'a Connection, cipher: &'a Cipher, state: StateId) -> Self {
        Self {
            database,
            cipher,
            state,
        }
    }

    fn owner(&self, slot: Slot) -> StateId {
        match slot {
            Slot::SignatureKeyPair | Slot::EncryptionKeyPair | Slot::KeyPackage | Slot::Psk => {
                GLOBAL
            }
            _ => self.state,
        }
    }

    fn write(&self, slot: Slot, key: &impl Serialize, value: &impl Serialize) -> Result<()> {
        let place = place(slot, key)?;
        let value = Zeroizing::new(serde_json::to_vec(value).map_err(Error::mls)?);
        let sealed = self.cipher.seal(&place, &value)?;
        self.database
            .prepare_cached("INSERT OR REPLACE INTO mls VALUES (?1, ?2, ?3)")?
            .execute(params![self.owner(slot), place, sealed])?;
        Ok(())
    }

    fn read<T: DeserializeOwned>(&self, slot: Slot, key: &impl Serialize) -> Result<Option<T>> {
        let place = place(slot, key)?;
        let stored: Option<Vec<u8>> = self
            .database
            .prepare_cached("SELECT value FROM mls WHERE state = ?1 AND place = ?2")?
            .query_row(params![self.owner(slot), place], |row| row.get(0))
            .optional()?;
        let Some(stored) = stored else {
            return Ok(None);
        };
        let value = self.cipher.open(&place, &stored)?;
        let value = serde_json::from_slice(&value);
        Ok(Some(value.map_err(|_| Error::Damaged("a group's state"))?))
    }

    fn delete(&self, slot: Slot, key: &impl Serialize) -> Result<()> {
        self.database
            .prepare_cached("DELETE FROM mls WHERE state = ?1 AND place = ?2")?
            .execute(params![self.owner(slot), place(slot, key)?])?;
        Ok(())
    }

    /// Where the group of this state stands among the messages that it sends: the next
    /// generations of its own ratchets, for application messages and for commits. For tests,
    /// which prove with it that no generation is used twice.
    pub(crate) fn own_generations(&self, group: &impl Serialize) -> Result<Option<(u64, u64)>> {
        let Some(secrets) = self.read::<serde_json::Value>(Slot::MessageSecrets, group)? else {
            return Ok(None);
        };
        let tree = &secrets["message_secrets"]["secret_tree"];
        let own = tree["own_index"].as_u64().unwrap_or_default();
        let own = usize::try_from(own).unwrap_or_default();
        let generation = |ratchets: &str| {
            let ratchet = &tree[ratchets][own];
            let ratchet = ratchet.as_object().and_then(|kind| kind.values().next());
            ratchet.map_or(0, |ratchet| {
                ratchet["generation"].as_u64().unwrap_or_default()
            })
        };
        Ok(Some((
            generation("application_sender_ratchets"),
            generation("handshake_sender_ratchets"),
        )))
    }
}

/// Which row: the slot, and a hash of the key, of which the file then tells nothing. It is what
/// the value is bound to as well; the state is not, so that rows can be copied to another one.
fn place(slot: Slot, key: &impl Serialize) -> Result<Vec<u8>> {
    let key = serde_json::to_vec(key).map_err(Error::mls)?;
    let mut place = vec![slot as u8];
    place.extend_from_slice(&Sha256::digest(key));
    Ok(place)
}

/// Copies a state's rows to a new state.
pub(crate) fn copy_state(database: &Connection, from: StateId, to: StateId) -> Result<()> {
    database
        .prepare_cached("INSERT INTO mls SELECT ?2, place, value FROM mls WHERE state = ?1")?
        .execute([from, to])?;
    Ok(())
}

/// Deletes a state's rows.
pub(crate) fn delete_state(database: &Connection, state: StateId) -> Result<()> {
    database
        .prepare_cached("DELETE FROM mls WHERE state = ?1")?
        .execute([state])?;
    Ok(())
}

/// Methods that write one value under one key.
macro_rules! writers {
    ($($name:ident<$key:ident, $value:ident>($slot:ident);)*) => {$(
        fn $name<$key: traits::$key<CURRENT_VERSION>, $value: traits::$value<CURRENT_VERSION>>(
            &self,
            key: &$key,
            value: &$value,
        ) -> Result<()> {
            self.write(Slot::$slot, key, value)
        }
    )*};
}

/// Methods that read one value; the order of their parameters is the trait's.
macro_rules! readers {
    ($($name:ident<$first:ident, $second:ident>($key:ident -> $value:ident, $slot:ident);)*) => {$(
        fn $name<$first: traits::$first<CURRENT_VERSION>, $second: traits::$second<CURRENT_VERSION>>(
            &self,
            key: &$key,
        ) -> Result<Option<$value>> {
            self.read(Slot::$slot, key)
        }
    )*};
}

/// Methods that delete one value.
macro_rules! deleters {
    ($($name:ident<$key:ident>($slot:ident);)*) => {$(
        fn $name<$key: traits::$key<CURRENT_VERSION>>(&self, key: &$key) -> Result<()> {
            self.delete(Slot::$slot, key)
        }
    )*};
}

impl StorageProvider<CURRENT_VERSION> for MlsRows<'_> {
    type Error = Error;

    writers! {
        write_mls_join_config<GroupId, MlsGroupJoinConfig>(JoinConfig);
        write_interim_transcript_hash<GroupId, InterimTranscriptHash>(InterimTranscriptHash);
        write_context<GroupId, GroupContext>(Context);
        write_confirmation_tag<GroupId, ConfirmationTag>(ConfirmationTag);
        write_tree<GroupId, TreeSync>(Tree);
        write_message_secrets<GroupId, MessageSecrets>(MessageSecrets);
        write_resumption_psk_store<GroupId, ResumptionPskStore>(ResumptionPsks);
        write_own_leaf_index<GroupId, LeafNodeIndex>(OwnLeafIndex);
        write_group_epoch_secrets<GroupId, GroupEpochSecrets>(EpochSecrets);
        write_signature_key_pair<SignaturePublicKey, SignatureKeyPair>(SignatureKeyPair);
        write_encryption_key_pair<EncryptionKey, HpkeKeyPair>(EncryptionKeyPair);
        write_key_package<HashReference, KeyPackage>(KeyPackage);
        write_psk<PskId, PskBundle>(Psk);
    }

    readers! {
        mls_group_join_config<GroupId, MlsGroupJoinConfig>(GroupId -> MlsGroupJoinConfig, JoinConfig);
        tree<GroupId, TreeSync>(GroupId -> TreeSync, Tree);
        group_context<GroupId, GroupContext>(GroupId -> GroupContext, Context);
        interim_transcript_hash<GroupId, InterimTranscriptHash>(GroupId -> InterimTranscriptHash, InterimTranscriptHash);
        confirmation_tag<GroupId, ConfirmationTag>(GroupId -> ConfirmationTag, ConfirmationTag);
        group_state<GroupState, GroupId>(GroupId -> GroupState, GroupState);
        message_secrets<GroupId, MessageSecrets>(GroupId -> MessageSecrets, MessageSecrets);
        resumption_psk_store<GroupId, ResumptionPskStore>(GroupId -> ResumptionPskStore, ResumptionPsks);
        own_leaf_index<GroupId, LeafNodeIndex>(GroupId -> LeafNodeIndex, OwnLeafIndex);
        group_epoch_secrets<GroupId, GroupEpochSecrets>(GroupId -> GroupEpochSecrets, EpochSecrets);
        signature_key_pair<SignaturePublicKey, SignatureKeyPair>(SignaturePublicKey -> SignatureKeyPair, SignatureKeyPair);
        encryption_key_pair<HpkeKeyPair, EncryptionKey>(EncryptionKey -> HpkeKeyPair, EncryptionKeyPair);
        key_package<HashReference, KeyPackage>(HashReference -> KeyPackage, KeyPackage);
        psk<PskBundle, PskId>(PskId -> PskBundle, Psk);
    }

    deleters! {
        delete_own_leaf_nodes<GroupId>(OwnLeafNodes);
        delete_group_config<GroupId>(JoinConfig);
        delete_tree<GroupId>(Tree);
        delete_confirmation_tag<GroupId>(ConfirmationTag);
        delete_group_state<GroupId>(GroupState);
        delete_context<GroupId>(Context);
        delete_interim_transcript_hash<GroupId>(InterimTranscriptHash);
        delete_message_secrets<GroupId>(MessageSecrets);
        delete_all_resumption_psk_secrets<GroupId>(ResumptionPsks);
        delete_own_leaf_index<GroupId>(OwnLeafIndex);
        delete_group_epoch_secrets<GroupId>(EpochSecrets);
        delete_signature_key_pair<SignaturePublicKey>(SignatureKeyPair);
        delete_encryption_key_pair<EncryptionKey>(EncryptionKeyPair);
        delete_key_package<HashReference>(KeyPackage);
        delete_psk<PskId>(Psk);
    }

    fn write_group_state<
        GroupState: traits::GroupState<CURRENT_VERSION>,
        GroupId: traits::GroupId<CURRENT_VERSION>,
    >(
        &self,
        group: &GroupId,
        state: &GroupState,
    ) -> Result<()> {
        self.write(Slot::GroupState, group, state)
    }

    fn append_own_leaf_node<
        GroupId: traits::GroupId<CURRENT_VERSION>,
        LeafNode: traits::LeafNode<CURRENT_VERSION>,
    >(
        &self,
        group: &GroupId,
        leaf: &LeafNode,
    ) -> Result<()> {
        let mut leaves: Vec<serde_json::Value> =
            self.read(Slot::OwnLeafNodes, group)?.unwrap_or_default();
        leaves.push(serde_json::to_value(leaf).map_err(Error::mls)?);
        self.write(Slot::OwnLeafNodes, group, &leaves)
    }

    fn own_leaf_nodes<
        GroupId: traits::GroupId<CURRENT_VERSION>,
        LeafNode: traits::LeafNode<CURRENT_VERSION>,
    >(
        &self,
        group: &GroupId,
    ) -> Result<Vec<LeafNode>> {
        Ok(self.read(Slot::OwnLeafNodes, group)?.unwrap_or_default())
    }

    fn queue_proposal<
        GroupId: traits::GroupId<CURRENT_VERSION>,
        ProposalRef: traits::ProposalRef<CURRENT_VERSION>,
        QueuedProposal: traits::QueuedProposal<CURRENT_VERSION>,
    >(
        &self,
        group: &GroupId,
        reference: &ProposalRef,
        proposal: &QueuedProposal,
    ) -> Result<()> {
        self.write(Slot::Proposal, &(group, reference), proposal)?;
        let mut references: Vec<serde_json::Value> =
            self.read(Slot::ProposalRefs, group)?.unwrap_or_default();
        references.push(serde_json::to_value(reference).map_err(Error::mls)?);
        self.write(Slot::ProposalRefs, group, &references)
    }

    fn queued_proposal_refs<
        GroupId: traits::GroupId<CURRENT_VERSION>,
        ProposalRef: traits::ProposalRef<CURRENT_VERSION>,
    >(
        &self,
        group: &GroupId,
    ) -> Result<Vec<ProposalRef>> {
        Ok(self.read(Slot::ProposalRefs, group)?.unwrap_or_default())
    }

    fn queued_proposals<
        GroupId: traits::GroupId<CURRENT_VERSION>,
        ProposalRef: traits::ProposalRef<CURRENT_VERSION>,
        QueuedProposal: traits::QueuedProposal<CURRENT_VERSION>,
    >(
        &self,
        group: &GroupId,
    ) -> Result<Vec<(ProposalRef, QueuedProposal)>> {
        let references: Vec<ProposalRef> = self.queued_proposal_refs(group)?;
        let proposal = |reference: ProposalRef| {
            let found = self.read(Slot::Proposal, &(group, &reference))?;
            Ok((reference, found.ok_or(Error::Damaged("a proposal"))?))
        };
        references.into_iter().map(proposal).collect()
    }

    fn remove_proposal<
        GroupId: traits::GroupId<CURRENT_VERSION>,
        ProposalRef: traits::ProposalRef<CURRENT_VERSION>,
    >(
        &self,
        group: &GroupId,
        reference: &ProposalRef,
    ) -> Result<()> {
        let gone = serde_json::to_value(reference).map_err(Error::mls)?;
        let mut references: Vec<serde_json::Value> =
            self.read(Slot::ProposalRefs, group)?.unwrap_or_default();
        references.retain(|one| *one != gone);
        self.write(Slot::ProposalRefs, group, &references)?;
        self.delete(Slot::Proposal, &(group, reference))
    }

    fn clear_proposal_queue<
        GroupId: traits::GroupId<CURRENT_VERSION>,
        ProposalRef: traits::ProposalRef<CURRENT_VERSION>,
    >(
        &self,
        group: &GroupId,
    ) -> Result<()> {
        for reference in self.queued_proposal_refs::<GroupId, ProposalRef>(group)? {
            self.delete(Slot::Proposal, &(group, &reference))?;
        }
        self.delete(Slot::ProposalRefs, group)
    }

    fn write_encryption_epoch_key_pairs<
        GroupId: traits::GroupId<CURRENT_VERSION>,
        EpochKey: traits::EpochKey<CURRENT_VERSION>,
        HpkeKeyPair: traits::HpkeKeyPair<CURRENT_VERSION>,
    >(
        &self,
        group: &GroupId,
        epoch: &EpochKey,
        leaf: u32,
        pairs: &[HpkeKeyPair],
    ) -> Result<()> {
        self.write(Slot::EpochKeyPairs, &(group, epoch, leaf), &pairs)
    }

    fn encryption_epoch_key_pairs<
        GroupId: traits::GroupId<CURRENT_VERSION>,
        EpochKey: traits::EpochKey<CURRENT_VERSION>,
        HpkeKeyPair: traits::HpkeKeyPair<CURRENT_VERSION>,
    >(
        &self,
        group: &GroupId,
        epoch: &EpochKey,
        leaf: u32,
    ) -> Result<Vec<HpkeKeyPair>> {
        let pairs = self.read(Slot::EpochKeyPairs, &(group, epoch, leaf))?;
        Ok(pairs.unwrap_or_default())
    }

    fn delete_encryption_epoch_key_pairs<
        GroupId: traits::GroupId<CURRENT_VERSION>,
        EpochKey: traits::EpochKey<CURRENT_VERSION>,
    >(
        &self,
        group: &GroupId,
        epoch: &EpochKey,
        leaf: u32,
    ) -> Result<()> {
        self.delete(Slot::EpochKeyPairs, &(group, epoch, leaf))
    }
}
