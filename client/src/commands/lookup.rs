use crate::{output::Output, Global};
use chrono::DateTime;
use clap::Args;
use postern_client::{
    chain::{
        types::{DeviceInfo, IdentityInfo},
        Chain,
    },
    client::{address, look_up},
};
use serde::Serialize;

/// Look somebody up by handle or address.
#[derive(Args)]
pub struct Lookup {
    /// Handle or address.
    who: String,
}

/// Somebody's identity, as it is printed.
#[derive(Serialize)]
pub(super) struct Person {
    address: String,
    handle: Option<String>,
    devices: Vec<Device>,
}

/// A certificate, as it is printed.
#[derive(Serialize)]
pub(super) struct Device {
    id: String,
    key: String,
    valid_from: Option<String>,
    valid_until: Option<String>,
    valid: bool,
}

impl Person {
    pub(super) fn new(identity: &IdentityInfo, now: u64) -> Self {
        Self {
            address: address(&identity.account),
            handle: identity.handle.as_ref().map(ToString::to_string),
            devices: identity
                .devices
                .iter()
                .map(|device| Device::new(device, now))
                .collect(),
        }
    }
}

impl Device {
    pub(super) fn new(device: &DeviceInfo, now: u64) -> Self {
        Self {
            id: device.id.to_string(),
            key: device.key_cid.to_string(),
            valid_from: date(device.valid_from),
            valid_until: date(device.valid_until),
            valid: device.is_valid_at(now),
        }
    }
}

fn date(moment: u64) -> Option<String> {
    let time = DateTime::from_timestamp_millis(i64::try_from(moment).ok()?)?;
    Some(time.format("%Y-%m-%dT%H:%M:%SZ").to_string())
}

impl Output for Device {
    fn text(&self) -> String {
        let state = if self.valid {
            "valid until"
        } else {
            "not valid; ended"
        };
        let end = self.valid_until.as_deref().unwrap_or("an unknown time");
        format!("device {} {state} {end}", self.id)
    }
}

impl Output for Person {
    fn text(&self) -> String {
        let name = self.handle.as_deref().unwrap_or("without a handle");
        let devices = self.devices.iter();
        let devices = devices.map(|device| format!("\n  {}", device.text()));
        format!(
            "{name}\n  address {}{}",
            self.address,
            devices.collect::<String>()
        )
    }
}

impl Lookup {
    /// Runs it.
    pub async fn run(self, global: &Global) -> anyhow::Result<()> {
        let chain = Chain::connect(&global.node).await?;
        let identity = look_up(&chain, &self.who).await?;
        let now = chain.moment().await?;
        global.print(&Person::new(&identity, now))
    }
}
