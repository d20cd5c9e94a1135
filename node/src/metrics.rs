//! What Prometheus shows besides the metrics of any Substrate node.

use pallet_pinning::offchain::Stats;
use substrate_prometheus_endpoint::{register, Counter, Gauge, PrometheusError, Registry, U64};

/// How far a pinner is.
pub struct PinMetrics {
    wanted: Gauge<U64>,
    retrying: Gauge<U64>,
    settled: Gauge<U64>,
    bytes: Gauge<U64>,
    attesting: Gauge<U64>,
    attested: Counter<U64>,
    kept: Counter<U64>,
    released: Counter<U64>,
    failed: Counter<U64>,
}

impl PinMetrics {
    /// Registers the metrics.
    ///
    /// # Errors
    /// When a metric of one of these names exists.
    pub fn register(registry: &Registry) -> Result<Self, PrometheusError> {
        let gauge = |name: &str, help: &str| register(Gauge::<U64>::new(name, help)?, registry);
        let counter = |name: &str, help: &str| register(Counter::<U64>::new(name, help)?, registry);
        Ok(Self {
            wanted: gauge("postern_pins_wanted", "CIDs that are to be kept here")?,
            bytes: gauge(
                "postern_pins_bytes",
                "Bytes of the contents that are kept here, as announced",
            )?,
            attesting: gauge(
                "postern_pins_attesting",
                "Pins that the chain does not know of yet",
            )?,
            attested: counter(
                "postern_pins_attested_total",
                "Pins that the chain has come to know of",
            )?,
            retrying: gauge(
                "postern_pins_retrying",
                "Pins that failed and are tried again",
            )?,
            settled: gauge(
                "postern_pins_settled_block",
                "Last final block whose changes this pinner has worked off",
            )?,
            kept: counter("postern_pins_kept_total", "Pins added")?,
            released: counter("postern_pins_released_total", "Pins removed")?,
            failed: counter("postern_pins_failed_total", "Attempts to pin that failed")?,
        })
    }

    /// Shows these statistics. The worker counts on over restarts, and so does this.
    pub fn show(&self, stats: &Stats) {
        self.wanted.set(stats.wanted.into());
        self.retrying.set(stats.retrying.into());
        self.settled.set(stats.cursor.into());
        self.bytes.set(stats.bytes);
        self.attesting.set(stats.attesting.into());
        for (counter, total) in [
            (&self.attested, stats.attested),
            (&self.kept, stats.kept),
            (&self.released, stats.released),
            (&self.failed, stats.failed),
        ] {
            counter.inc_by(total.saturating_sub(counter.get()));
        }
    }
}

/// How full the IPFS of a pinner is.
pub struct SpaceMetrics {
    used: Gauge<U64>,
    quota: Gauge<U64>,
}

impl SpaceMetrics {
    /// Registers the metrics.
    ///
    /// # Errors
    /// When a metric of one of these names exists.
    pub fn register(registry: &Registry) -> Result<Self, PrometheusError> {
        let gauge = |name: &str, help: &str| register(Gauge::<U64>::new(name, help)?, registry);
        Ok(Self {
            used: gauge("postern_ipfs_bytes", "Bytes that this pinner's IPFS holds")?,
            quota: gauge(
                "postern_ipfs_quota_bytes",
                "Bytes that this pinner's IPFS may hold",
            )?,
        })
    }

    /// Shows how much is used of what may be.
    pub fn show(&self, used: u64, quota: u64) {
        self.used.set(used);
        self.quota.set(quota);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counters_follow_the_worker_and_never_go_back() {
        let metrics = PinMetrics::register(&Registry::new()).expect("no other metrics exist");
        let stats = |kept| Stats {
            kept,
            ..Stats::default()
        };
        for (kept, shown) in [(3, 3), (3, 3), (5, 5), (1, 5)] {
            metrics.show(&stats(kept));
            assert_eq!(metrics.kept.get(), shown);
        }
    }
}
