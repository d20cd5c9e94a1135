//! What the runtime must not decide.

use crate::{Config, Pallet};
use frame_support::traits::Get;
use postern_primitives::limits::{MAX_CONTENT_SIZE, MAX_KEEPERS};

impl<T: Config> Pallet<T> {
    /// # Panics
    /// When the configuration contradicts itself.
    pub(crate) fn check_configuration() {
        assert!(
            T::ChangeWindow::get() > 0u32.into(),
            "ChangeWindow must not be 0"
        );
        assert!(T::MaxPruned::get() > 1, "MaxPruned must be more than 1");
        assert!(
            (1..=MAX_KEEPERS).contains(&T::Replicas::get()),
            "Replicas must lie between 1 and MAX_KEEPERS, or claims that count have no room"
        );
        assert!(
            T::MaxPinners::get() >= T::Replicas::get(),
            "MaxPinners must not be less than Replicas"
        );
        assert!(
            T::MinCapacity::get() >= MAX_CONTENT_SIZE,
            "MinCapacity must hold the largest content"
        );
        assert!(
            T::HeartbeatPeriod::get() > 0,
            "HeartbeatPeriod must not be 0"
        );
        assert!(
            T::MissedHeartbeats::get() > 1,
            "MissedHeartbeats must be more than 1"
        );
        assert!(
            (1..=T::HeartbeatPeriod::get()).contains(&T::MaxReportAge::get()),
            "MaxReportAge must lie between 1 and HeartbeatPeriod"
        );
        let patience = T::HeartbeatPeriod::get().saturating_mul(T::MissedHeartbeats::get());
        assert!(
            T::MaxSilence::get() > patience,
            "MaxSilence must be longer than it takes to count as silent"
        );
    }
}
