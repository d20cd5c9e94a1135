//! What the old device shows, and does when the new one is there.

use crate::{commands::qr::drawn, output::Output, Global};
use clap::Args;
use indicatif::ProgressBar;
use postern_client::client::{Client, OfferedDevice};
use serde::Serialize;
use std::time::Duration;
use zeroize::Zeroizing;

/// How often the line that tells of waiting moves.
const TICK: Duration = Duration::from_millis(120);

/// Show a code by which a new device is added, wait for it, and have it take part in every private
/// channel.
#[derive(Args)]
pub struct Code {}

/// A code, as it is printed, once.
#[derive(Serialize)]
struct Shown {
    #[serde(serialize_with = "once")]
    code: Zeroizing<String>,
    id: String,
    expires_at: u32,
    #[serde(skip)]
    qr: Zeroizing<String>,
}

fn once<S: serde::Serializer>(code: &Zeroizing<String>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(code)
}

impl Output for Shown {
    fn text(&self) -> String {
        format!(
            "{}\n    {}\n\nType these twelve words into `postern device add` on the new device. \
             Whoever has them within the hour gets your account: show them to nobody. They are \
             good once; `postern retract {}` takes them back.",
            drawn(&self.qr),
            self.code.as_str(),
            self.id
        )
    }
}

/// A device that has come.
#[derive(Serialize)]
struct Added {
    device: String,
    /// The private channels that it is in, by their names here.
    channels: Vec<String>,
}

impl Output for Added {
    fn text(&self) -> String {
        let channels = match &self.channels[..] {
            [] => String::new(),
            channels => format!(
                "\n  It takes part in {} as soon as `postern inbox` runs there.",
                channels.join(", ")
            ),
        };
        format!("{} is a device of yours now.{channels}", self.device)
    }
}

impl Code {
    /// Runs it.
    pub(super) async fn run(self, global: &Global) -> anyhow::Result<()> {
        let client = global.client().await?;
        let offered = client.offer_device().await?;
        global.print(&Shown {
            code: offered.code.words()?,
            id: offered.id.to_string(),
            expires_at: offered.expires_at,
            qr: offered.code.qr()?,
        })?;
        tokio::select! {
            added = wait(&client, global, &offered) => global.print(&added?),
            _ = tokio::signal::ctrl_c() => {
                eprintln!(
                    "The code stays good until block {}. Once the new device is there, the next \
                     command about a private channel has it take part.",
                    offered.expires_at
                );
                Ok(())
            }
        }
    }
}

/// Waits for the device, and has it take part in everything.
async fn wait(client: &Client, global: &Global, offered: &OfferedDevice) -> anyhow::Result<Added> {
    let line = match global.json {
        true => ProgressBar::hidden(),
        false => ProgressBar::new_spinner(),
    };
    line.enable_steady_tick(TICK);
    line.set_message("waiting for the new device");
    let device = client.until_device_added(offered).await?;
    line.set_message("it is there; adding it to your private channels and conversations");
    let channels = client.match_channels().await?;
    line.finish_and_clear();
    Ok(Added {
        device: device.id.to_string(),
        channels,
    })
}
