//! Limits, sizes and lifetimes of conversations, each with its reason.
//!
//! What decides whether a commit or a message is valid must be the same for all members, so
//! changing such a limit changes the protocol; those are marked.

use std::time::Duration;

/// Longest text in bytes, as in letters. Longer ones travel as a file. Part of the protocol.
pub const MAX_TEXT: usize = 128 * 1024;

/// Longest name of a conversation in bytes: fits a line of a list. Part of the protocol.
pub const MAX_NAME: usize = 128;

/// Longest reaction in bytes: an emoji of several code points. Part of the protocol.
pub const MAX_REACTION: usize = 64;

/// Longest note of a payment in bytes. Part of the protocol.
pub const MAX_NOTE: usize = 1024;

/// Longest question that is voted on in bytes, as a note. Part of the protocol.
pub const MAX_QUESTION: usize = 1024;

/// For how long is voted on a proposal, by the times of blocks: as long as in public channels.
/// Part of the protocol.
pub const VOTE: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// Files that one message may announce. Part of the protocol.
pub const MAX_FILES: usize = 32;

/// Longest name of a file in bytes: what common file systems take. Part of the protocol.
pub const MAX_FILE_NAME: usize = 255;

/// Longest media type in bytes (RFC 6838 allows 127 for each half). Part of the protocol.
pub const MAX_MEDIA_TYPE: usize = 127;

/// Messages that one receipt may name: as many as a long absence gathers in one read.
/// Part of the protocol.
pub const MAX_RECEIPTS: usize = 256;

/// Largest encoded message: [`MAX_TEXT`] or [`MAX_FILES`] with everything around it.
/// Part of the protocol.
pub const MAX_MESSAGE: usize = MAX_TEXT + 4 * 1024;

/// Largest content of a post. Bitswap carries blocks of 2 MiB, Kubo's `block put` takes 1 MiB
/// without being asked twice. Part of the protocol.
pub const MAX_POST: usize = 1024 * 1024;

/// Largest content of a commit. The first path after 750 devices were added at once is sealed
/// to each of them, 1.2 KiB a device, and the key packages that a commit adds are in it, 2.7 KiB
/// a device. It travels as a UnixFS file beyond a block. Part of the protocol.
pub const MAX_COMMIT: usize = 4 * 1024 * 1024;

/// Largest invitation: the tree of [`MAX_DEVICES`] devices at about 3 KiB with its inner nodes,
/// and a secret of 1.3 KiB for each device that is added.
pub const MAX_INVITATION: usize = 8 * 1024 * 1024;

/// Devices of one conversation: 250 people with 3 devices each, and some to spare. Part of
/// the protocol.
pub const MAX_DEVICES: usize = 1024;

/// Devices that one commit may add, so that it stays within [`MAX_COMMIT`]. Part of the protocol.
pub const MAX_ADDED: usize = 768;

/// Largest key package: two X-Wing keys of 1216 bytes, three signatures, a credential.
pub const MAX_KEY_PACKAGE: usize = 8 * 1024;

/// Key packages that are made at once: one for each invitation until the device is back.
pub const MAX_KEY_PACKAGES: usize = 256;

/// How long a key package is good: as long as a certificate is, unless the caller asks for less.
pub const KEY_PACKAGE_LIFETIME: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// Entries of one conversation that wait for an earlier one, or for the content of a commit.
/// The chain still has what does not fit; it is asked again.
pub const MAX_WAITING: u64 = 1024;

/// Contents of one conversation that are kept until their place in the order is reached, in
/// bytes.
pub const MAX_WAITING_BYTES: u64 = 64 * 1024 * 1024;

/// For how many final epochs the keys of an earlier one are kept because contents of it are still
/// missing. What has not come by then is given up and reported; waiting longer would keep keys
/// longer.
pub const KEPT_EPOCHS: u64 = 4;

/// For how long the keys of an epoch that has ended are kept in a conversation of two: a message
/// waits in an inbox for a month at most, by the chain's rules, and one that could not be sent at
/// once comes later by as much as its sender is without a network.
pub const WAITING_FOR: Duration = Duration::from_secs(60 * 24 * 60 * 60);

/// Epochs that have ended whose keys are kept in a conversation of two. Epochs change there with
/// people's devices: whoever was away finds no more changes than these, and a state takes some tens
/// of kilobytes.
pub const ENDED_EPOCHS: u32 = 16;

/// Messages and commits that wait for being included, in one conversation.
pub const MAX_OUTBOX: u64 = 4096;

/// Events that wait for the caller, in all conversations. Nothing is received beyond: rather
/// than lose an event, the core says that the caller has to take some.
pub const MAX_JOURNAL: u64 = 65_536;

/// Messages of one sender that may come out of order. The chain orders them, but a sender's
/// messages may be included in another order than they were sealed in, and contents may be late.
/// Part of the protocol.
pub const OUT_OF_ORDER: u32 = 1024;

/// Messages of one sender in one epoch that may be missing before one that comes. Part of the
/// protocol.
pub const SKIPPED: u32 = 4096;

/// Identifiers of messages that were read and then lost their place, kept so that they are
/// not shown twice when their sender seals them again.
pub const MAX_UNPLACED: u64 = 4096;

/// Challenges of one conversation that wait for an answer.
pub const MAX_CHALLENGES: u64 = 4096;

/// Proposals, votes and withdrawals of one conversation that are kept: what 250 people say to a
/// dozen of proposals. The oldest go for those that come; who pushes them out has paid for as many
/// posts.
pub const MAX_BALLOTS: u64 = 4096;

/// Votes and withdrawals of one conversation that are kept though they are about no proposal that
/// is known: its content may come later.
pub const MAX_STRAY_BALLOTS: u64 = 256;
