use anyhow::{anyhow, Result};
use std::{future::Future, time::Duration};

/// How long a condition may take before a test gives up. Generous: a busy machine is
/// no reason to fail, and a condition that holds ends the wait at once.
pub const PATIENCE: Duration = Duration::from_secs(180);

/// Between two questions.
const PAUSE: Duration = Duration::from_millis(200);

/// Asks again until `condition` gives a value.
///
/// # Errors
/// When [`PATIENCE`] has run out, naming `what` was waited for.
pub async fn until<T, F, C>(what: &str, mut condition: C) -> Result<T>
where
    F: Future<Output = Option<T>>,
    C: FnMut() -> F,
{
    let asked = async {
        loop {
            if let Some(value) = condition().await {
                return value;
            }
            tokio::time::sleep(PAUSE).await;
        }
    };
    tokio::time::timeout(PATIENCE, asked)
        .await
        .map_err(|_| anyhow!("waited {} s in vain for {what}", PATIENCE.as_secs()))
}
