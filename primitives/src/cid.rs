//! Content identifiers: one fixed binary form on chain, text accepted from people.

use crate::limits::{CID_LENGTH, MAX_CID_INPUT};
use alloc::string::{String, ToString};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};
use sp_crypto_hashing::sha2_256;

const VERSION_1: u8 = 0x01;
const SHA2_256: u8 = 0x12;
const DIGEST_LENGTH: u8 = 0x20;
/// Multibase prefix of a base32 lower-case text, the form that IPFS tools print.
const BASE32_LOWER: char = 'b';

/// A CID as a call takes it: its text (`bafk…`) or its 36 bytes.
///
/// Text is allowed so that a CID can be pasted into a wallet's form.
pub type CidInput = BoundedVec<u8, ConstU32<MAX_CID_INPUT>>;

/// How the content behind a CID is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// One block, as it is.
    Raw,
    /// A UnixFS tree of blocks.
    DagPb,
}

impl Codec {
    const fn code(self) -> u8 {
        match self {
            Self::Raw => 0x55,
            Self::DagPb => 0x70,
        }
    }

    const fn from_code(code: u64) -> Option<Self> {
        match code {
            0x55 => Some(Self::Raw),
            0x70 => Some(Self::DagPb),
            _ => None,
        }
    }
}

/// Why something is not a CID that Postern carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CidError {
    /// Longer than [`MAX_CID_INPUT`] bytes.
    TooLong,
    /// Neither the text nor the bytes of a CID.
    Malformed,
    /// A CIDv0 (`Qm…`).
    Version0,
    /// A codec other than raw or dag-pb.
    UnsupportedCodec,
    /// A hash function other than sha2-256, or a shortened hash.
    UnsupportedHash,
    /// A whole CID, and then more.
    TrailingBytes,
}

impl fmt::Display for CidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::TooLong => "the CID is too long; a CIDv1 with sha2-256 has 59 characters",
            Self::Malformed => "this is not a CID; one looks like `bafkrei…` or `bafybei…`",
            Self::Version0 => {
                "this is a version 0 CID; convert it with `ipfs cid format -v 1 -b base32`"
            }
            Self::UnsupportedCodec => "only CIDs of raw blocks and of UnixFS (dag-pb) are accepted",
            Self::UnsupportedHash => "only CIDs with a whole sha2-256 hash are accepted",
            Self::TrailingBytes => "there are bytes after the end of the CID",
        })
    }
}

impl core::error::Error for CidError {}

/// A CIDv1 over sha2-256, of a raw block or of a UnixFS tree.
///
/// Invariant: the bytes are the one canonical binary form, so two equal contents
/// under one codec have equal bytes. Every constructor and the decoder keep it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, MaxEncodedLen, TypeInfo)]
pub struct Cid([u8; CID_LENGTH]);

impl Cid {
    /// The CID of a block with this codec and sha2-256 hash.
    pub fn new(codec: Codec, digest: [u8; 32]) -> Self {
        let mut bytes = [0; CID_LENGTH];
        bytes[..4].copy_from_slice(&[VERSION_1, codec.code(), SHA2_256, DIGEST_LENGTH]);
        bytes[4..].copy_from_slice(&digest);
        Self(bytes)
    }

    /// The CID of `block` under `codec`.
    pub fn of_block(codec: Codec, block: &[u8]) -> Self {
        Self::new(codec, sha2_256(block))
    }

    /// Whether `block` is what this CID names.
    pub fn matches(&self, block: &[u8]) -> bool {
        *self.digest() == sha2_256(block)
    }

    /// Reads the text (any multibase) or the 36 bytes of a CID, and nothing after it.
    ///
    /// # Errors
    /// One [`CidError`] for each way to be wrong. Never panics, whatever the bytes.
    pub fn parse(input: &[u8]) -> Result<Self, CidError> {
        if input.len() > MAX_CID_INPUT as usize {
            return Err(CidError::TooLong);
        }
        if Self::is_binary(input) {
            return Self::parse_binary(input);
        }
        match input.first() {
            // The multihash of a CIDv0 in binary.
            Some(&SHA2_256) => Err(CidError::Version0),
            _ => core::str::from_utf8(input)
                .map_err(|_| CidError::Malformed)?
                .parse(),
        }
    }

    /// Whether [`parse`](Self::parse) takes this for the bytes of a CID and not for its text, which
    /// takes longer to read.
    pub fn is_binary(input: &[u8]) -> bool {
        input.first() == Some(&VERSION_1)
    }

    fn parse_binary(input: &[u8]) -> Result<Self, CidError> {
        // The whole input must be one CID: the upstream reader stops where the CID ends.
        let mut rest = input;
        let parsed = cid::Cid::read_bytes(&mut rest).map_err(|error| match error {
            cid::Error::InvalidCidVersion | cid::Error::InvalidCidV0Codec => CidError::Version0,
            _ => CidError::Malformed,
        })?;
        if !rest.is_empty() {
            return Err(CidError::TrailingBytes);
        }
        Self::try_from(&parsed)
    }

    /// What lies behind the CID.
    pub fn codec(&self) -> Codec {
        if self.0[1] == Codec::DagPb.code() {
            Codec::DagPb
        } else {
            Codec::Raw
        }
    }

    /// The sha2-256 hash in the CID.
    pub fn digest(&self) -> &[u8] {
        &self.0[4..]
    }

    /// The 36 bytes.
    pub fn as_bytes(&self) -> &[u8] {
        &self.0
    }

    /// The 36 bytes as a call takes them.
    pub fn to_input(&self) -> CidInput {
        // 36 bytes always fit into 96.
        BoundedVec::truncate_from(self.0.to_vec())
    }
}

impl TryFrom<&cid::Cid> for Cid {
    type Error = CidError;

    fn try_from(cid: &cid::Cid) -> Result<Self, CidError> {
        if cid.version() == cid::Version::V0 {
            return Err(CidError::Version0);
        }
        let codec = Codec::from_code(cid.codec()).ok_or(CidError::UnsupportedCodec)?;
        let hash = cid.hash();
        if hash.code() != u64::from(SHA2_256) {
            return Err(CidError::UnsupportedHash);
        }
        let digest = hash
            .digest()
            .try_into()
            .map_err(|_| CidError::UnsupportedHash)?;
        Ok(Self::new(codec, digest))
    }
}

impl FromStr for Cid {
    type Err = CidError;

    fn from_str(text: &str) -> Result<Self, CidError> {
        if text.len() > MAX_CID_INPUT as usize {
            return Err(CidError::TooLong);
        }
        if text.len() == 46 && text.starts_with("Qm") {
            return Err(CidError::Version0);
        }
        // `cid` accepts paths that end in a CID and ignores what follows one: decode
        // the base first, then hold the bytes to the strict rule.
        let (_, bytes) = cid::multibase::decode(text).map_err(|_| CidError::Malformed)?;
        match bytes.first() {
            Some(&VERSION_1) => Self::parse_binary(&bytes),
            _ => Err(CidError::Malformed),
        }
    }
}

impl From<&Cid> for cid::Cid {
    fn from(cid: &Cid) -> Self {
        // Sound by the invariant; the fallback is the identity of an empty raw block
        // rather than a panic.
        cid::Cid::try_from(cid.as_bytes()).unwrap_or_default()
    }
}

impl fmt::Display for Cid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = cid::multibase::encode(cid::multibase::Base::Base32Lower, self.0);
        debug_assert!(text.starts_with(BASE32_LOWER));
        f.write_str(&text)
    }
}

impl fmt::Debug for Cid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Decode for Cid {
    fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
        let bytes = <[u8; CID_LENGTH]>::decode(input)?;
        Self::parse(&bytes).map_err(|_| "not a CID".into())
    }
}

impl DecodeWithMemTracking for Cid {}

impl From<Cid> for String {
    fn from(cid: Cid) -> Self {
        cid.to_string()
    }
}

impl TryFrom<String> for Cid {
    type Error = CidError;

    fn try_from(text: String) -> Result<Self, CidError> {
        text.parse()
    }
}

impl serde::Serialize for Cid {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> serde::Deserialize<'de> for Cid {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests;
