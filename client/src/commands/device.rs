use super::lookup::Device as Certificate;
use crate::{output::Output, Global};
use clap::{Args, Subcommand};
use postern_primitives::DeviceId;
use serde::Serialize;

/// The devices of this account.
#[derive(Subcommand)]
pub enum Device {
    /// Show those that are not revoked.
    List,
    /// Revoke one, for good: nobody can write to it any more, nor it to anybody.
    Revoke(Revoke),
}

/// Which one to revoke.
#[derive(Args)]
pub struct Revoke {
    /// Its identifier, as `postern device list` shows it [default: this device].
    #[arg(value_name = "DEVICE", value_parser = identifier)]
    device: Option<DeviceId>,
}

/// Reads what a [`DeviceId`] is shown as.
fn identifier(text: &str) -> Result<DeviceId, &'static str> {
    let mut id = [0; 32];
    text.strip_prefix("0x")
        .and_then(|digits| hex::decode_to_slice(digits, &mut id).ok())
        .map(|()| DeviceId(id))
        .ok_or("a device is named by 0x and 64 hexadecimal digits")
}

#[derive(Serialize)]
struct Listed {
    #[serde(flatten)]
    certificate: Certificate,
    this: bool,
}

impl Output for Listed {
    fn text(&self) -> String {
        let this = if self.this { " (this device)" } else { "" };
        format!("{}{this}", self.certificate.text())
    }
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
            Self::List => {
                let now = client.chain().moment().await?;
                for device in client.devices().await? {
                    global.print(&Listed {
                        certificate: Certificate::new(&device, now),
                        this: device.id == client.device(),
                    })?;
                }
                Ok(())
            }
            Self::Revoke(which) => {
                let device = client.revoke(which.device).await?.to_string();
                global.print(&Revoked {
                    device,
                    revoked: true,
                })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_named_as_it_is_shown() {
        let id = DeviceId([0xab; 32]);
        let shown = id.to_string();
        assert_eq!(identifier(&shown), Ok(id));
        for text in [
            "",
            "0x",
            &shown[2..],
            &shown[..65],
            &format!("{shown}ab"),
            "0xzz",
        ] {
            assert!(identifier(text).is_err(), "{text}");
        }
    }
}
