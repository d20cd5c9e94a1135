//! What the owner of an inbox decides on, as it is stored and signed.

use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use scale_info::TypeInfo;

/// Whose messages an inbox takes, of senders who are neither allowed nor blocked by name.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Encode,
    Decode,
    DecodeWithMemTracking,
    MaxEncodedLen,
    TypeInfo,
)]
pub enum Senders {
    /// Everybody's.
    #[default]
    Anyone,
    /// Those of accounts with an identity that has a valid device.
    Registered,
    /// Nobody's: only those who are allowed by name.
    Listed,
}
