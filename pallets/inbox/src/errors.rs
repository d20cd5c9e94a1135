//! Why a call was refused, in sentences for the user of a wallet.

use frame_support::pallet_macros::pallet_section;

/// The pallet's errors.
#[pallet_section]
mod errors {
    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The recipient list is empty; name at least one inbox.
        NoRecipients,
        /// A recipient is named twice; name each inbox once.
        DuplicateRecipient,
        /// This is not a CID; pass its text (`bafk…`, `bafy…`) or its 36 bytes.
        CidMalformed,
        /// This is a version 0 CID; convert it with `ipfs cid format -v 1 -b base32`.
        CidVersion0,
        /// The CID's codec is not accepted; use a raw block or UnixFS (dag-pb).
        CidUnsupportedCodec,
        /// The CID's hash is not accepted; use a whole sha2-256 hash.
        CidUnsupportedHash,
        /// Bytes follow the end of the CID; pass the CID alone.
        CidTrailingBytes,
        /// The announced size is 0; announce how many bytes the content has.
        ContentEmpty,
        /// The content exceeds the size limit; send it in parts.
        ContentTooLarge,
        /// The lifetime is below `MinLifetime`; choose a longer one.
        LifetimeTooShort,
        /// The lifetime exceeds `MaxLifetime`; choose a shorter one.
        LifetimeTooLong,
        /// A recipient's inbox is full; wait until its owner acknowledges or entries expire.
        QueueFull,
        /// A recipient takes messages of registered senders only; register a device first.
        SenderNotRegistered,
        /// A recipient takes messages of named senders only; ask them to allow you.
        SenderNotAllowed,
        /// A recipient has blocked you; leave them out of the recipients.
        SenderBlocked,
        /// The sender cannot spare the deposit; get more funds or send less.
        DepositNotAffordable,
        /// The content is referred to too often or too much changed in this block; send later.
        ContentNotRetained,
        /// The sequence numbers do not rise strictly; sort them and name each once.
        SequenceNumbersNotRising,
        /// None of the named entries is in the inbox any more; read the inbox again.
        NothingToAcknowledge,
        /// None of the named entries is there any more; they were read, or have expired.
        NothingToRetract,
        /// An entry is of another sender; name only those that you have sent.
        NotSender,
        /// None of the named entries has expired and still lies there; nothing is left to do.
        NothingToReap,
        /// Only the owner decides this; sign as the owner or pass the owner's signature.
        NotOwner,
        /// The signature is not the owner's over these very fields, as things stand on this
        /// chain; sign again.
        BadProof,
        /// The signature has expired; sign again with a later `expires`.
        ProofExpired,
        /// `expires` lies more than `MaxProofAge` blocks ahead; sign with an earlier one.
        ProofExpiresTooLate,
        /// The block `seen` is not a recent one of this chain; sign again after a newer one.
        SeenBlockUnknown,
        /// The demanded deposit exceeds `MaxMinDeposit`; demand less.
        MinDepositTooHigh,
        /// The sender is on the list already, in the same way; nothing is left to do.
        AlreadyListed,
        /// The sender is not on the list; nothing is left to do.
        NotListed,
        /// The inbox names as many senders as it may; take one off the list first.
        ListFull,
        /// The signer cannot spare the deposit; get more funds, or let another account sign.
        RulesNotAffordable,
    }
}
