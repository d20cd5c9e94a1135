//! What wallets show when a call was refused: why, and what to do about it.

use frame_support::pallet_macros::pallet_section;

/// Taken into the pallet as it stands.
#[pallet_section]
mod errors {
    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The account has a device that is valid. Add this one to it, or rotate or revoke the
        /// other one.
        AlreadyRegistered,
        /// The account has no valid device, or nothing here at all. Register a device first.
        NotRegistered,
        /// This device key has been registered before, and a key is registered only once.
        /// Make a new key.
        DeviceTaken,
        /// No device with this identifier is registered. Check the identifier.
        DeviceNotFound,
        /// The device belongs to another account. Sign with the account that registered it.
        NotDeviceOwner,
        /// The device has been revoked already. Nothing is left to do.
        AlreadyRevoked,
        /// The identity has as many devices as are allowed. Revoke an old one first.
        TooManyDevices,
        /// The certificate would have ended already. Choose a later `valid_until`.
        ValidityInPast,
        /// The certificate would last longer than `MaxValidity`. Choose an earlier
        /// `valid_until`.
        ValidityTooLong,
        /// The proof expired before this block. Sign a new one.
        ProofExpired,
        /// The proof expires later than `MaxProofAge` blocks from now. Sign one that expires
        /// sooner.
        ProofTooLong,
        /// The proof is not this device key's signature for this purpose, account, chain,
        /// nonce, expiry and these fields. Fetch the nonce and sign again.
        BadProof,
        /// The identity's nonce cannot rise any further. Register with another account.
        NonceExhausted,
        /// The account owns a handle already. Release it first.
        AlreadyHasHandle,
        /// The account owns no handle. Nothing is left to do.
        NoHandle,
        /// The handle belongs to somebody else. Choose another one.
        HandleTaken,
        /// A handle has 3 to 32 characters. Choose one of that length.
        HandleLength,
        /// A handle has only the characters a-z, 0-9 and -. Choose one without others.
        HandleCharacter,
        /// A handle neither begins nor ends with -. Choose another one.
        HandleEdge,
        /// The CID is too long to be one. A CIDv1 with sha2-256 has 59 characters.
        CidTooLong,
        /// This is not a CID. One looks like `bafkrei…`.
        CidMalformed,
        /// This is a version 0 CID. Convert it to version 1.
        CidVersion0,
        /// The CID has a codec that Postern does not carry. Publish a raw block, or a history as
        /// UnixFS.
        CidUnsupportedCodec,
        /// The CID has another hash than a whole sha2-256. Publish the content with sha2-256.
        CidUnsupportedHash,
        /// There are bytes after the end of the CID. Remove them.
        CidTrailingBytes,
        /// A key object must be one raw block, and this CID is of a UnixFS tree. Publish the
        /// key as a raw block.
        KeyNotRawBlock,
        /// The content cannot be kept available, because too much refers to it or too much
        /// changed in this block. Try again in a later block.
        ContentRefused,
        /// The account cannot pay for what it wants to keep on chain. Fund it, or free money
        /// that is held.
        DepositUnaffordable,
        /// The device has been revoked, so what it signs counts for nothing. Sign with another
        /// device, or register a new key.
        DeviceIsRevoked,
        /// The device's certificate has expired, so what it signs counts for nothing. Sign with
        /// another device, or register a new key.
        DeviceExpired,
        /// A device does not revoke itself. Sign with another device, or with the account.
        OwnRevocation,
        /// Anybody can sign for this key, so it proves nothing. Make a new key.
        WorthlessKey,
        /// Somebody gave this handle up a short time ago, and only they may take it back yet.
        /// Choose another one, or wait until it has rested.
        HandleResting,
        /// An archive has at least one byte. Say how large it is.
        ArchiveEmpty,
        /// The archive is larger than content may be. Split it, or leave old history out.
        ArchiveTooLarge,
        /// The account has no archive. Nothing is left to do.
        NoArchive,
    }
}
