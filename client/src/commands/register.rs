use super::lookup::Person;
use crate::Global;
use clap::Args;
use postern_client::defaults;
use std::time::Duration;

/// Put this device's certificate on chain.
#[derive(Args)]
pub struct Register {
    /// A name that others can find you by: 3 to 32 of a-z, 0-9 and inner -.
    #[arg(long, value_name = "NAME")]
    handle: Option<String>,
    /// How long the certificate is good, such as 90d [default: 90d].
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    valid_for: Option<Duration>,
}

impl Register {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let valid_for = self.valid_for.unwrap_or(defaults::VALIDITY);
        let identity = client.register(self.handle.as_deref(), valid_for).await?;
        let now = client.chain().moment().await?;
        global.print(&Person::new(&identity, now))
    }
}
