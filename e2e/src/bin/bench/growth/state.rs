//! What lies in state because of messages.

use super::chain::{Chain, Changes};
use sp_crypto_hashing::twox_128;
use std::ops::{AddAssign, Sub};

/// Pallets whose state messages change.
pub const PALLETS: [&str; 3] = ["Inbox", "Pinning", "Balances"];

/// Bytes of a key that names a pallet and a value of it. Longer ones lie in a map.
const VALUE_KEY: usize = 32;

/// Entries of maps, and bytes of their keys and values. Single values, which a chain writes once
/// in its life, are no message's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Footprint {
    /// How many keys there are.
    pub keys: i64,
    /// Bytes of keys and values.
    pub bytes: i64,
}

impl AddAssign for Footprint {
    fn add_assign(&mut self, other: Self) {
        self.keys += other.keys;
        self.bytes += other.bytes;
    }
}

impl Sub for Footprint {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            keys: self.keys - other.keys,
            bytes: self.bytes - other.bytes,
        }
    }
}

fn of(key: &[u8], value: Option<&[u8]>) -> Footprint {
    value.map_or(Footprint::default(), |value| Footprint {
        keys: 1,
        bytes: (key.len() + value.len()) as i64,
    })
}

fn is_of_messages(key: &[u8]) -> bool {
    let prefixes = PALLETS.map(|pallet| twox_128(pallet.as_bytes()));
    key.len() > VALUE_KEY && prefixes.iter().any(|prefix| key.starts_with(prefix))
}

/// All that there is after the last block.
pub fn whole(chain: &Chain) -> anyhow::Result<Footprint> {
    let mut sum = Footprint::default();
    for pallet in PALLETS {
        for (key, value) in chain.below(&twox_128(pallet.as_bytes()))? {
            if is_of_messages(&key) {
                sum += of(&key, Some(&value));
            }
        }
    }
    Ok(sum)
}

/// What a block adds that comes next.
pub fn added(chain: &Chain, changes: &Changes) -> anyhow::Result<Footprint> {
    let mut sum = Footprint::default();
    for (key, new) in &changes.main_storage_changes {
        if is_of_messages(key) {
            let old = chain.storage(key)?;
            sum += of(key, new.as_deref()) - of(key, old.as_deref());
        }
    }
    Ok(sum)
}
