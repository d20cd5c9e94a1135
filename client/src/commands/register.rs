use super::lookup::Person;
use crate::Global;
use clap::Args;
use std::time::Duration;

/// Put this device's certificate on chain, or renew it when it ends within a month.
#[derive(Args)]
pub struct Register {
    /// A name that others can find you by: 3 to 32 of a-z, 0-9 and inner -.
    #[arg(long, value_name = "NAME")]
    handle: Option<String>,
    /// How long the certificate is good from now on, such as 90d [default: 90d]. Renews one
    /// that is on chain already.
    #[arg(long, value_name = "TIME", value_parser = humantime::parse_duration)]
    valid_for: Option<Duration>,
}

impl Register {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let identity = client
            .register(self.handle.as_deref(), self.valid_for)
            .await?;
        let now = client.chain().moment().await?;
        global.print(&Person::new(&identity, now))
    }
}
