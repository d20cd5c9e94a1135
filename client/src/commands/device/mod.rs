//! The devices of an account.

mod add;
mod code;

use super::lookup::Device as Certificate;
use crate::{output::Output, Global};
use clap::{Args, Subcommand};
use postern_primitives::DeviceId;
use serde::Serialize;

/// The devices of this account.
#[derive(Subcommand)]
pub enum Device {
    /// Show a code by which a new device is added, wait for it, and have it take part in every
    /// private channel.
    Code(code::Code),
    /// Make this home a device of an account, by the code that another device of it shows.
    Add(add::Add),
    /// Show those that are not revoked.
    List,
    /// Revoke one, for good: nobody can write to it any more, nor it to anybody. It is removed from
    /// every private channel.
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
    /// The private channels that it is not in any more, by their names here.
    removed_from: Vec<String>,
}

impl Output for Revoked {
    fn text(&self) -> String {
        let channels = match &self.removed_from[..] {
            [] => String::new(),
            channels => format!("; it is in none of {} any more", channels.join(", ")),
        };
        format!("revoked device {}{channels}", self.device)
    }
}

impl Device {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        match self {
            Self::Code(command) => command.run(global).await,
            Self::Add(command) => command.run(global).await,
            Self::List => {
                let client = global.client().await?;
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
                let client = global.client().await?;
                let device = client.revoke(which.device).await?;
                let channels = match device != client.device() {
                    true => client.match_channels().await?,
                    false => Vec::new(),
                };
                global.print(&Revoked {
                    device: device.to_string(),
                    revoked: true,
                    removed_from: channels,
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
