//! How contacts are printed.

use crate::output::{printable, Output};
use postern_client::client::{Contact, Ruled, Safety};
use serde::Serialize;

/// The list is empty.
#[derive(Serialize)]
pub(super) struct Nobody {}

impl Output for Nobody {
    fn text(&self) -> String {
        "You have no contacts; `postern contacts add WHO` makes one.".into()
    }
}

/// Somebody is no contact any more.
#[derive(Serialize)]
pub(super) struct Gone {
    pub(super) address: String,
}

impl Output for Gone {
    fn text(&self) -> String {
        format!("{} is not among your contacts any more", self.address)
    }
}

impl Output for Contact {
    fn text(&self) -> String {
        let handle = self.handle.as_deref();
        let name = self.name.as_deref().or(handle).unwrap_or("without a name");
        let handle = handle.filter(|handle| *handle != name);
        let handle = handle.map(|handle| format!(" ({handle})"));
        let safety = match self.safety {
            Safety::Unverified => "",
            Safety::Verified => ", verified",
            Safety::Changed => ", keys changed: compare them again",
        };
        let secret = match self.conversation {
            Some(_) => ", forward secret",
            None => "",
        };
        let blocked = if self.blocked { ", blocked" } else { "" };
        let devices = self.devices.iter().map(|device| {
            let gone = if device.present { "" } else { ", gone" };
            format!("\n  device {} seen {}{gone}", device.id, device.seen_at)
        });
        format!(
            "{}{}{safety}{secret}{blocked}\n  address {}{}",
            printable(name),
            handle.unwrap_or_default(),
            self.address,
            devices.collect::<String>()
        )
    }
}

impl Output for Ruled {
    fn text(&self) -> String {
        let here = if self.blocked {
            "blocked: nothing of theirs is shown any more"
        } else {
            "not blocked"
        };
        let there = match (&self.reason, self.on_chain) {
            (Some(reason), _) => format!("; the chain's list could not be changed: {reason}"),
            (None, true) => "; the chain's list is changed".into(),
            (None, false) => String::new(),
        };
        format!("{} is {here}{there}", self.address)
    }
}
