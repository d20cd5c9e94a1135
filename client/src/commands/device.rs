use crate::{output::Output, Global};
use clap::Subcommand;
use serde::Serialize;

/// This device's certificate.
#[derive(Subcommand)]
pub enum Device {
    /// Revoke it, for good: nobody can write to this device any more.
    Revoke,
}

#[derive(Serialize)]
struct Revoked {
    device: String,
    revoked: bool,
}

impl Output for Revoked {
    fn text(&self) -> String {
        format!("revoked device {}", self.device)
    }
}

impl Device {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        match self {
            Self::Revoke => {
                let device = client.revoke().await?.to_string();
                global.print(&Revoked {
                    device,
                    revoked: true,
                })
            }
        }
    }
}
