//! Limits, sizes and costs of the client, each with its reason.
//!
//! What the chain enforces is in [`postern_primitives::limits`]; what is here shapes the
//! content that the chain never sees.

use postern_primitives::{
    limits::{MAX_DEVICES, MAX_RECIPIENTS},
    BlockNumber,
};
use std::time::Duration;

/// Largest envelope. Bitswap carries blocks of 2 MiB, Kubo's `block put` takes 1 MiB
/// without being asked twice.
pub const MAX_ENVELOPE: usize = 1024 * 1024;

/// Devices that one letter can be sealed to: every device of every recipient. Their slots
/// take up to 730 KiB of an envelope and leave room for [`MAX_TEXT`] and the files' names.
pub const MAX_SLOTS: usize = MAX_RECIPIENTS as usize * MAX_DEVICES as usize;

/// Longest text of a letter or a post, in bytes. Longer ones travel as a file.
pub const MAX_TEXT: usize = 128 * 1024;

/// Files that one letter may announce.
pub const MAX_FILES: usize = 32;

/// Longest name of a file in bytes: what common file systems take.
pub const MAX_FILE_NAME: usize = 255;

/// Longest media type in bytes (RFC 6838 allows 127 for each half; real ones are short).
pub const MAX_MEDIA_TYPE: usize = 127;

/// Largest directory block of a message with files: [`MAX_FILES`] links of about 60 bytes,
/// with room to spare.
pub const MAX_DIRECTORY: usize = 64 * 1024;

/// Largest key object: an X-Wing key of 1216 bytes, an MLS key package of about 2.7 KiB with
/// two more of them, a signature and a header. It is what the chain counts for one.
pub const MAX_KEY_PACKAGE: usize = 4 * 1024;

/// Largest invitation to a private channel that goes into an envelope, beside the slots of one
/// person's devices: that of a group of about 300 devices. Larger ones are files.
pub const MAX_INVITATION: usize = 900 * 1024;

/// Plaintext bytes in one chunk of a file's stream: large enough that the 16-byte tags cost
/// nothing, small enough to be held in memory many times.
pub const FILE_CHUNK: usize = 64 * 1024;

/// Argon2id memory in KiB. RFC 9106, second recommended option: 64 MiB.
pub const ARGON2_MEMORY: u32 = if cfg!(test) { 64 } else { 64 * 1024 };

/// Argon2id passes, of the same option; about 0.2 s on a small machine.
pub const ARGON2_PASSES: u32 = if cfg!(test) { 1 } else { 3 };

/// Argon2id lanes. One: the implementation does not run lanes in parallel, so more would
/// only help an attacker who does.
pub const ARGON2_LANES: u32 = 1;

/// What a keystore may ask for when it is opened: a tampered file must not be able to
/// exhaust memory (1 GiB) or time.
pub const MAX_ARGON2_MEMORY: u32 = 1024 * 1024;

/// As [`MAX_ARGON2_MEMORY`], for passes.
pub const MAX_ARGON2_PASSES: u32 = 64;

/// As [`MAX_ARGON2_MEMORY`], for lanes.
pub const MAX_ARGON2_LANES: u32 = 16;

/// Largest keystore file that is read.
pub const MAX_KEYSTORE: u64 = 64 * 1024;

/// How long pinning a message's directory may take: all of it is in the same IPFS node
/// already, so this is for a slow disk.
pub const PIN_TIMEOUT: Duration = Duration::from_secs(60);

/// How often a running upload reports how far it is.
pub const PROGRESS_INTERVAL: Duration = Duration::from_millis(100);

/// Folder below the user's own for keystore and records.
pub const HOME_FOLDER: &str = ".postern";

/// The keystore in a home.
pub const KEYSTORE_FILE: &str = "keystore.json";

/// What this installation remembers, in a home.
pub const STORE_FILE: &str = "postern.db";

/// The keys of this device's private channels in a home.
pub const GROUPS_FILE: &str = "conversations.db";

/// What was said in private channels, in a home.
pub const RECORDS_FILE: &str = "channels.db";

/// Where received files are saved in a home.
pub const FILES_FOLDER: &str = "files";

/// Where a node's RPC listens unless told otherwise.
pub const NODE_URL: &str = "ws://127.0.0.1:9944";

/// How long a message waits for its recipients: a fortnight's holiday.
pub const LIFETIME: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// How long a certificate is good: a quarter, so that lost devices do not stay valid long.
pub const VALIDITY: Duration = Duration::from_secs(90 * 24 * 60 * 60);

/// How long before its end a certificate is renewed: a month, because what has expired
/// cannot be, and people go on holidays.
pub const RENEW_WITHIN: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Blocks in which a registration comes back that another fork has taken out of its block: the pool
/// offers it to the next one, and a few of those may be full or of that fork's end as well.
pub const TAKEN_BACK_FOR: u32 = 10;

/// How long a code for a new device is good: time to walk over to it and install `postern`.
pub const CODE_LIFETIME: Duration = Duration::from_secs(60 * 60);

/// Entries of a code's inbox that are looked at. The first is what was put there, unless somebody
/// saw that in the pool and was faster.
pub const PACKAGES_TRIED: u32 = 16;

/// How long what one device passes on waits for the account's others: a little less than the
/// month that the chain takes.
pub const PASSED_ON_FOR: Duration = Duration::from_secs(28 * 24 * 60 * 60);

/// Blocks that a device which follows its inbox leaves to each of the account's other devices with
/// a lesser identifier, before it passes on and acknowledges what that one may have read as well:
/// time for that to come into blocks, so that one does it and not all.
pub const LEFT_TO_OTHERS: BlockNumber = 4;

/// Contents that are fetched at the same time: enough to hide the latency of each, few
/// enough for the connections that an IPFS node takes.
pub const FETCHES_AT_ONCE: usize = 32;

/// How long the envelope of one message may take to arrive. Pinners that have it deliver it
/// in milliseconds; whoever announces content that does not exist delays what was sent in
/// the same block by no more than this.
pub const FETCH_PATIENCE: Duration = Duration::from_secs(15);

/// How long a content of a private channel is not asked for again that did not arrive in that time:
/// as long, so that half of the time is left for what does.
pub const MISSED_FOR: Duration = FETCH_PATIENCE;

/// Files in the home folder that one look for leftovers goes through: a user's whole
/// collection, most likely, in the time of a blink.
pub const LOOKED_THROUGH: usize = 10_000;

/// Longest name that a user can give to a contact, in characters: a full name fits a line.
pub const MAX_CONTACT_NAME: usize = 64;

/// After how long a fetch is helped by connecting to those who keep the content: connected
/// ones answer within milliseconds.
pub const APPROACH_AFTER: Duration = Duration::from_millis(300);

/// How long sending waits for connections with those who are to keep what was sent: a dial
/// takes a few round trips, and those that are there already answer at once.
pub const INTRODUCED_WITHIN: Duration = Duration::from_secs(2);

/// Addresses of pinners that are tried for one content: three of them, with a handful each.
pub const APPROACHED: usize = 24;

/// How long a file may take at least, and the bytes a second beyond that: a mobile line far
/// out. Whoever sends a byte a minute must not hold up an inbox for ever. What has come stays,
/// so the next attempt goes on from there.
pub const FILE_PATIENCE: Duration = Duration::from_secs(120);

/// See [`FILE_PATIENCE`].
pub const SLOWEST_LINE: u64 = 16 * 1024;

/// How long posts of private channels are kept: as long as a certificate is good. Whoever has
/// been away for longer has no certificate any more, and is invited again.
pub const PRIVATE_RETENTION: Duration = VALIDITY;

/// How long the secrets of a key package are kept once others find another one: an invitation that
/// was made with it just before waits in the inbox for [`LIFETIME`], and a week more if whoever has
/// made it was interrupted, or whoever got it thinks about it. Nobody joins by it after that.
pub const KEY_PACKAGE_GRACE: Duration = Duration::from_secs(21 * 24 * 60 * 60);

/// How long a device leaves its keys in a group as they are: a month. Whoever has got hold of them
/// reads on for no longer, and of 750 devices 25 a day commit, of which everybody reads each.
pub const RENEW_KEYS_AFTER: Duration = Duration::from_secs(30 * 24 * 60 * 60);

/// Devices that `channel verify` asks at once: each takes three posts, and who is not asked is the
/// next time. Of 750 devices every pair is a quarter of a million.
pub const ASKED_AT_ONCE: usize = 8;

/// How long a message waits for a change of its conversation to be final before it goes as a letter:
/// finality takes about ten seconds, and a network that stands still must not hold it up.
pub const SETTLES_WITHIN: Duration = Duration::from_secs(60);

/// How long what cannot be opened yet waits for an invitation that is read at the same time.
pub const JOINS_WITHIN: Duration = Duration::from_secs(1);

/// What the purse of a private channel is filled with when it is opened, and again when it is
/// nearly empty: 1 PST, which pays for hundreds of posts. All members spend it, so not more.
pub const PURSE_FILL: u128 = 1_000_000_000_000;

/// Below this a purse is filled before anything is paid out of it: 0.2 PST, of which a commit
/// leaves [`PURSE_LEFT`] and gives the rest to the next epoch's.
pub const PURSE_FLOOR: u128 = PURSE_FILL / 5;

/// What stays in the purse of an epoch when a commit moves on: fee and deposit of that commit,
/// and of those that others make at the same moment, 0.05 PST.
pub const PURSE_LEFT: u128 = PURSE_FILL / 20;

/// Channels that may have been opened since one of ours was begun and not heard of, among which
/// it is looked for.
pub const OPENINGS: usize = 1_000;

/// Messages of one private channel that are on their way at a time.
pub const POSTED_AT_ONCE: u32 = 16;

/// Posts that `channel history` shows unless told otherwise.
pub const HISTORY: u32 = 50;

/// Largest file that an argument of a call can name: no block holds more. What it holds takes
/// about fifty times as much memory while the call is encoded.
pub const MAX_ARGUMENT_FILE: u64 = 4 * 1024 * 1024;

/// Channels that `channel list` shows unless told otherwise.
pub const LISTED: usize = 100;
