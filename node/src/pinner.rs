//! What the off-chain worker of the pinning pallet must be told, and what it reports.
//!
//! The runtime cannot see command-line flags. The node writes them into off-chain storage,
//! where the worker finds them, and reads the worker's statistics from there.

use crate::{
    ipfs,
    metrics::{PinMetrics, SpaceMetrics},
    service::Client,
};
use codec::{Decode, Encode};
use futures::StreamExt;
use pallet_pinning::{
    offchain::{keys, Finalized, Stats},
    KEY_TYPE,
};
use sc_client_api::BlockchainEvents;
use sc_service::{error::Error, SpawnTaskHandle};
use sp_blockchain::HeaderBackend;
use sp_core::{
    ed25519,
    offchain::{OffchainStorage, STORAGE_PREFIX},
};
use sp_keystore::{Keystore, KeystorePtr};
use std::sync::Arc;
use substrate_prometheus_endpoint::Registry;

/// What the worker must know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PinnerConfig {
    /// Whether this node keeps content available for others.
    pub enabled: bool,
    /// Base address of its IPFS, if it has one.
    pub ipfs_url: Option<String>,
    /// The secret of its worker key, where that is to be one that everybody knows.
    pub worker: Option<String>,
}

/// Writes the configuration for the worker and, on a pinner, shows its worker keys and goes
/// on telling it which block is final.
///
/// # Errors
/// When the node keeps no off-chain storage, its keystore cannot be used, or metrics of
/// these names exist.
pub fn start<Storage: OffchainStorage + 'static>(
    config: PinnerConfig,
    client: &Arc<Client>,
    keystore: &KeystorePtr,
    storage: Option<Storage>,
    registry: Option<&Registry>,
    spawner: &SpawnTaskHandle,
) -> Result<(), Error> {
    let mut storage =
        storage.ok_or_else(|| Error::Other("this database has no off-chain storage".into()))?;
    write_config(&mut storage, &config);
    if config.enabled {
        for key in worker_keys(&**keystore, config.worker.as_deref())? {
            log::info!(
                "this pinner signs with the worker key 0x{}; to have contents assigned to it, pass that key to `pinning.register`; until then it keeps everything",
                hex(&key.0),
            );
        }
        let metrics = registry.map(PinMetrics::register).transpose()?;
        let task = follow_finality(client.clone(), storage, metrics);
        spawner.spawn("pinner-finality", Some("pinner"), task);
        if let (Some(url), Some(registry)) = (config.ipfs_url, registry) {
            let task = ipfs::watch(url, SpaceMetrics::register(registry)?);
            spawner.spawn("pinner-space", Some("pinner"), task);
        }
    }
    Ok(())
}

/// The keys that the worker can sign with. A node without one makes one, so that nobody has
/// to; it owns nothing, so it need not be kept safe elsewhere either.
fn worker_keys(
    keystore: &dyn Keystore,
    well_known: Option<&str>,
) -> Result<Vec<ed25519::Public>, Error> {
    let keys = keystore.ed25519_public_keys(KEY_TYPE);
    if !keys.is_empty() {
        return Ok(keys);
    }
    let key = keystore
        .ed25519_generate_new(KEY_TYPE, well_known)
        .map_err(|error| Error::Other(format!("no worker key can be made: {error}")))?;
    Ok(vec![key])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Storage outlives the process, so that being off is written as well, and a lock that an
/// ended process still holds is taken away.
fn write_config(storage: &mut impl OffchainStorage, config: &PinnerConfig) {
    storage.remove(STORAGE_PREFIX, keys::LOCK);
    storage.set(STORAGE_PREFIX, keys::ENABLED, &[u8::from(config.enabled)]);
    match &config.ipfs_url {
        Some(url) => storage.set(STORAGE_PREFIX, keys::IPFS_URL, url.as_bytes()),
        None => storage.remove(STORAGE_PREFIX, keys::IPFS_URL),
    }
}

async fn follow_finality(
    client: Arc<Client>,
    mut storage: impl OffchainStorage,
    metrics: Option<PinMetrics>,
) {
    // Listens before it looks, so that no block falls between.
    let mut notifications = client.finality_notification_stream();
    let info = client.info();
    write_finalized(&mut storage, info.finalized_number, info.finalized_hash.0);
    while let Some(notification) = notifications.next().await {
        write_finalized(
            &mut storage,
            notification.header.number,
            notification.hash.0,
        );
        if let (Some(metrics), Some(stats)) = (&metrics, read_stats(&storage)) {
            metrics.show(&stats);
        }
    }
}

fn write_finalized(storage: &mut impl OffchainStorage, number: u32, hash: [u8; 32]) {
    let finalized = Finalized { number, hash };
    storage.set(STORAGE_PREFIX, keys::FINALIZED, &finalized.encode());
}

fn read_stats(storage: &impl OffchainStorage) -> Option<Stats> {
    let bytes = storage.get(STORAGE_PREFIX, keys::STATS)?;
    Stats::decode(&mut &bytes[..]).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use sp_core::offchain::storage::InMemOffchainStorage;
    use sp_keystore::testing::MemoryKeystore;

    fn get(storage: &InMemOffchainStorage, key: &[u8]) -> Option<Vec<u8>> {
        storage.get(STORAGE_PREFIX, key)
    }

    #[test]
    fn a_pinner_that_becomes_an_ordinary_node_is_switched_off() {
        let mut storage = InMemOffchainStorage::default();
        let url = "http://127.0.0.1:5001".to_string();
        write_config(
            &mut storage,
            &PinnerConfig {
                enabled: true,
                ipfs_url: Some(url.clone()),
                worker: None,
            },
        );
        assert_eq!(get(&storage, keys::ENABLED), Some(vec![1]));
        assert_eq!(get(&storage, keys::IPFS_URL), Some(url.into_bytes()));

        write_config(
            &mut storage,
            &PinnerConfig {
                enabled: false,
                ipfs_url: None,
                worker: None,
            },
        );
        assert_eq!(get(&storage, keys::ENABLED), Some(vec![0]));
        assert_eq!(get(&storage, keys::IPFS_URL), None);
    }

    #[test]
    fn the_lock_of_a_process_that_was_killed_does_not_hold_up_the_next_one() {
        let mut storage = InMemOffchainStorage::default();
        storage.set(STORAGE_PREFIX, keys::LOCK, &u64::MAX.encode());
        let config = PinnerConfig {
            enabled: true,
            ipfs_url: None,
            worker: None,
        };
        write_config(&mut storage, &config);
        assert_eq!(get(&storage, keys::LOCK), None);
    }

    #[test]
    fn a_worker_key_is_made_once() {
        let keystore = MemoryKeystore::new();
        let made = worker_keys(&keystore, None).expect("it can be made");
        assert_eq!(made.len(), 1);
        assert_eq!(
            worker_keys(&keystore, Some("//Alice")).expect("it is there"),
            made
        );
    }

    #[test]
    fn a_worker_key_that_was_inserted_is_used() {
        let keystore = MemoryKeystore::new();
        let inserted = keystore
            .ed25519_generate_new(KEY_TYPE, Some("//Pinner"))
            .expect("a seed");
        assert_eq!(
            worker_keys(&keystore, None).expect("it is there"),
            [inserted]
        );
    }

    #[test]
    fn statistics_that_do_not_decode_are_none() {
        let mut storage = InMemOffchainStorage::default();
        assert!(read_stats(&storage).is_none());
        storage.set(STORAGE_PREFIX, keys::STATS, &[1]);
        assert!(read_stats(&storage).is_none());
    }
}
