use crate::{output::Output, Global};
use clap::Args;
use serde::Serialize;

/// Show whose keystore this is.
#[derive(Args)]
pub struct Whoami {}

#[derive(Serialize)]
struct OwnIdentity {
    address: String,
    handle: Option<String>,
    device: String,
    registered: bool,
}

impl Output for OwnIdentity {
    fn text(&self) -> String {
        let registered = if self.registered {
            ""
        } else {
            " (not registered: `postern register`)"
        };
        format!(
            "{}\n  address {}\n  device  {}{registered}",
            self.handle.as_deref().unwrap_or("without a handle"),
            self.address,
            self.device
        )
    }
}

impl Whoami {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let identity = client.chain().identity(&client.account()).await?;
        let device = client.device();
        let registered = identity
            .as_ref()
            .is_some_and(|i| i.devices.iter().any(|known| known.id == device));
        global.print(&OwnIdentity {
            address: client.address(),
            handle: identity
                .and_then(|identity| identity.handle)
                .map(|name| name.to_string()),
            device: device.to_string(),
            registered,
        })
    }
}
