//! Certificates, as the state machine asks for them.
//!
//! All members must judge an entry alike, whenever they look. They do, whichever block at or
//! behind the entry's own they look the certificates up in: the chain never moves the beginning
//! of a certificate, renews none that has expired, and keeps revoked ones with the time of their
//! revocation. The book is emptied before entries are read, so that nothing in it is older.

use crate::chain::types::DeviceInfo;
use postern_conversations::{Certificate, Certificates, Found};
use postern_primitives::DeviceId;
use std::collections::HashMap;

/// What was looked up.
#[derive(Default)]
pub(in super::super) struct Book(HashMap<DeviceId, Found>);

impl Book {
    /// Notes what the chain has for a device.
    pub(super) fn learn(&mut self, device: DeviceId, found: Option<DeviceInfo>) {
        let found = found.map_or(Found::Nothing, |found| Found::Certificate(found.into()));
        self.0.insert(device, found);
    }

    /// Forgets everything.
    pub(super) fn clear(&mut self) {
        self.0.clear();
    }
}

impl Certificates for Book {
    fn certificate(&self, device: &DeviceId) -> Found {
        self.0.get(device).cloned().unwrap_or(Found::NotLookedUp)
    }
}

impl From<DeviceInfo> for Certificate {
    fn from(found: DeviceInfo) -> Self {
        Self {
            account: found.account,
            device: found.public,
            valid_from: found.valid_from,
            valid_until: found.valid_until,
            revoked_at: found.revoked_at,
        }
    }
}
