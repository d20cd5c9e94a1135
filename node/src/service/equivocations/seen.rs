//! Who made which block for which slot.

use super::{Header, Proof};
use sc_client_api::AuxStore;
use sc_consensus_slots::check_equivocation;
use sp_consensus_babe::{check_equivocation_proof, AuthorityId, Slot};
use std::sync::{Arc, Mutex, PoisonError};

/// The first block of each author for each of the latest slots; between one and two
/// thousand slots are kept, across restarts.
pub struct Seen<Store> {
    store: Arc<Store>,
    /// An import of a block from the network and one of a block of this node can come
    /// together; neither may write over what the other has noted.
    turn: Mutex<()>,
}

impl<Store: AuxStore> Seen<Store> {
    pub fn new(store: Arc<Store>) -> Self {
        let turn = Mutex::default();
        Self { store, turn }
    }

    /// Notes a sealed header, unless its author has made another one for the slot; then the
    /// two of them are the proof.
    ///
    /// # Errors
    /// When the store fails.
    pub fn contradiction(
        &self,
        now: Slot,
        slot: Slot,
        header: &Header,
        author: &AuthorityId,
    ) -> sp_blockchain::Result<Option<Proof>> {
        let _turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let proof = check_equivocation(&*self.store, now, slot, header, author)?;
        // The runtime asks the same: what it would refuse is not worth a report.
        Ok(proof.filter(|proof| check_equivocation_proof(proof.clone())))
    }
}
