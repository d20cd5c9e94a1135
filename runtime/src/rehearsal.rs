//! A later version to rehearse an upgrade with: this one, but for a migration that goes
//! through every entry of every inbox.
//!
//! The feature `rehearsal` makes it. No node is built with that; `upgrade-rehearsal` builds
//! its code beside that of the real runtime, for tests of real networks.

use crate::{constants::migrations::MAX_CURSOR, Runtime};
use alloc::vec::Vec;
use frame_support::{
    migrations::{SteppedMigration, SteppedMigrationError},
    storage::unhashed,
    traits::{ConstU32, Get},
    weights::WeightMeter,
    BoundedVec,
};
use pallet_inbox::Entries;

/// Under this key the migration counts what it has gone through.
pub const COUNTER: &[u8] = b":postern:rehearsal:";

/// Reads each entry of an inbox and writes it back, one a step.
pub struct RewriteEntries;

impl SteppedMigration for RewriteEntries {
    /// The key of the last entry.
    type Cursor = BoundedVec<u8, ConstU32<{ MAX_CURSOR / 2 }>>;
    type Identifier = [u8; 17];

    fn id() -> Self::Identifier {
        *b"postern-rehearsal"
    }

    fn step(
        cursor: Option<Self::Cursor>,
        meter: &mut WeightMeter,
    ) -> Result<Option<Self::Cursor>, SteppedMigrationError> {
        let required = <Runtime as frame_system::Config>::DbWeight::get().reads_writes(2, 2);
        if meter.try_consume(required).is_err() {
            return Err(SteppedMigrationError::InsufficientWeight { required });
        }
        let mut entries = match cursor {
            Some(last) => Entries::<Runtime>::iter_from(last.into_inner()),
            None => Entries::<Runtime>::iter(),
        };
        let Some((owner, number, entry)) = entries.next() else {
            return Ok(None);
        };
        Entries::<Runtime>::insert(owner, number, entry);
        unhashed::put(COUNTER, &(unhashed::get_or_default::<u32>(COUNTER) + 1));
        let last: Vec<u8> = entries.last_raw_key().into();
        last.try_into()
            .map(Some)
            .map_err(|_| SteppedMigrationError::Failed)
    }
}
