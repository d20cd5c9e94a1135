//! Every bound that the chain and its clients must agree on, with its reason.
//!
//! Amounts of money and lifetimes belong to the runtime; what is here shapes
//! types and wire formats, so changing one is a breaking change.

/// Longest text or binary form of a CID that is looked at.
///
/// A CIDv1 with sha2-256 is 59 characters in base32 and 72 in base16; longer
/// input is refused before it is decoded.
pub const MAX_CID_INPUT: u32 = 96;

/// Bytes of a CID as it is stored: version, codec, hash function, hash length, hash.
pub const CID_LENGTH: usize = 36;

/// Shortest handle. Two characters would leave too few names to be worth a market.
pub const MIN_HANDLE: u32 = 3;

/// Longest handle: fits a line of a contact list.
pub const MAX_HANDLE: u32 = 32;

/// Devices that one identity may have registered and not revoked.
pub const MAX_DEVICES: u32 = 10;

/// Inboxes that one `send` may address.
pub const MAX_RECIPIENTS: u32 = 64;

/// Entries that one `acknowledge` may name.
pub const MAX_ACKNOWLEDGED: u32 = 512;

/// Largest content, in bytes, that one entry may announce, files included (1 GiB).
pub const MAX_CONTENT_SIZE: u64 = 1 << 30;

/// Most items that one page of a runtime API returns, whatever was asked for.
pub const MAX_PAGE: u32 = 512;

/// Bytes of a pinner's IPFS peer id as text: the longest forms in use have 52 to 62.
pub const MAX_PEER_ID: u32 = 64;

/// Multiaddresses of one pinner: two transports over IPv4, IPv6 and a name, and a relay.
pub const MAX_ADDRESSES: u32 = 8;

/// Bytes of one multiaddress as text: a host name with a transport and two peer ids.
pub const MAX_ADDRESS: u32 = 192;

/// CIDs that one attestation, or one withdrawal, may name: a pinner's share of a busy
/// block, and some hundredths of a block's time where there are as many pinners as may be.
pub const MAX_ATTESTED: u32 = 64;

/// Pinners whose attestations for one CID are remembered: the replicas wanted, and those
/// that were to keep it before others came or went.
pub const MAX_KEEPERS: u32 = 8;

/// Proposals that may be open in one channel at a time: whoever leaves is taken out of the
/// count of each.
pub const MAX_PROPOSALS: u32 = 16;
