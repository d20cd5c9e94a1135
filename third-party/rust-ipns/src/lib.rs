//! The part of the rust-ipns interface that rust-ipfs compiles against, for a
//! node that has no mutable names. See README.md in the folder above.
//!
//! [`Record`] has no values, so nothing here can run by mistake: the two ways
//! to obtain one fail, and everything that would use one is unreachable by type.

use chrono::{DateTime, Utc};
use libp2p_identity::{Keypair, PeerId};
use std::{cmp::Ordering, io, time::Duration};

/// Mutable names are not part of this build.
#[derive(Debug, thiserror::Error)]
#[error("IPNS is not part of this build of the IPFS node")]
pub struct Error;

impl From<Error> for io::Error {
    fn from(error: Error) -> Self {
        Self::new(io::ErrorKind::Unsupported, error)
    }
}

/// A signed IPNS record; no value of this type exists.
#[derive(Clone, Debug)]
pub enum Record {}

/// What a record says; no value of this type exists.
#[derive(Clone, Debug)]
pub enum Data {}

impl Data {
    /// The path that the name points to.
    pub fn value(&self) -> &[u8] {
        match *self {}
    }
}

impl Record {
    /// Always fails.
    pub fn new(
        _: &Keypair,
        _: impl AsRef<[u8]>,
        _: DateTime<Utc>,
        _: u64,
        _: Duration,
    ) -> Result<Self, Error> {
        Err(Error)
    }

    /// Always fails, so records from a DHT or a disk are ignored.
    pub fn decode(_: impl AsRef<[u8]>) -> Result<Self, Error> {
        Err(Error)
    }

    /// The record's bytes.
    pub fn encode(&self) -> Result<Vec<u8>, Error> {
        match *self {}
    }

    /// The record's counter.
    pub fn sequence(&self) -> u64 {
        match *self {}
    }

    /// The record's content.
    pub fn data(&self) -> Result<Data, Error> {
        match *self {}
    }

    /// Whether `peer` signed the record.
    pub fn verify(&self, _peer: PeerId) -> Result<(), Error> {
        match *self {}
    }

    /// Which of two records is newer.
    pub fn compare(&self, _other: &Self) -> Result<Ordering, Error> {
        match *self {}
    }
}
