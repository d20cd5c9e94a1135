//! What can go wrong, as it is told to the user: what happened and what to do next.

use crate::sealing::{OpenError, SealError};
use postern_primitives::Cid;
use std::{io, path::PathBuf};

/// A result of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything that the client can fail with.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file or folder cannot be used.
    #[error("`{path}` cannot be used ({source}); check that it exists and that you may use it")]
    File {
        /// Which one.
        path: PathBuf,
        /// Why.
        #[source]
        source: io::Error,
    },
    /// The operating system has no randomness.
    #[error("the system's random numbers are not available ({0}); try again after a restart")]
    Randomness(String),

    /// There is a keystore already.
    #[error("`{path}` already holds a keystore; use it, or choose another --home")]
    KeystoreExists {
        /// Where.
        path: PathBuf,
    },
    /// There is no keystore.
    #[error("there is no keystore at `{path}`; create one with `postern init`")]
    KeystoreMissing {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// The keystore is whole, but the passphrase does not open it.
    #[error("the passphrase does not open the keystore `{path}`; try again")]
    WrongPassphrase {
        /// Which keystore.
        path: PathBuf,
    },
    /// The keystore is not what was written.
    #[error("the keystore `{path}` is damaged ({reason}); restore it from a copy, or run `postern init --phrase-file` with your twelve words in another --home")]
    KeystoreDamaged {
        /// Which keystore.
        path: PathBuf,
        /// What is wrong with it.
        reason: String,
    },
    /// The recovery phrase is not one.
    #[error("this is not a recovery phrase ({0}); it has twelve words of the English BIP-39 list, in order")]
    BadPhrase(String),
    /// The secret URI is not one.
    #[error("this is not a secret URI ({0}); one looks like `//Alice` or `twelve words //path`")]
    BadSuri(String),

    /// What was typed is no code for a new device.
    #[error("this is not a code for a new device ({0}); it is twelve words, in the order in which `postern device code` shows them")]
    NotADeviceCode(String),
    /// Nothing waits under a code.
    #[error("nothing waits under this code: it was used, has expired, or is of another chain; `postern device code` on your other device makes a new one")]
    NoSuchDeviceCode,
    /// Nobody has used a code.
    #[error("the code has expired, and no new device has used it; `postern device code` makes another one")]
    DeviceCodeExpired,

    /// Another process works in the same home.
    #[error("another `postern` is using `{path}`; wait until it ends, or choose another --home")]
    HomeInUse {
        /// Which home.
        path: PathBuf,
    },
    /// The local database failed.
    #[error("the local database failed ({0}); move `postern.db` away to start with an empty one")]
    Database(#[from] rusqlite::Error),
    /// The local database was written by another version.
    #[error("the local database has version {found}, this program knows {known}; use the `postern` that wrote it, or move `postern.db` away to start with an empty one")]
    DatabaseVersion {
        /// Version in the file.
        found: u32,
        /// The version that is known.
        known: u32,
    },

    /// A letter or a post cannot be sealed.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// A letter, post, key package or file cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),

    /// IPFS failed.
    #[error(transparent)]
    Ipfs(#[from] postern_ipfs::client::Error),
    /// Nobody delivers the content in time.
    #[error("nobody reachable has the content of {cid} at the moment; it stays in the inbox, try again later")]
    NotAvailable {
        /// Its CID.
        cid: Cid,
    },
    /// What the CID names is not a message.
    #[error("{cid} is not a message of Postern: {reason}; ask its sender to send it again")]
    NotAMessage {
        /// Its CID.
        cid: Cid,
        /// What was expected of it.
        reason: &'static str,
    },
    /// A file does not fit.
    #[error(
        "`{name}` with {size} bytes is too large; at most {limit} bytes can be sent in one message"
    )]
    FileTooLarge {
        /// Its name.
        name: String,
        /// Its size.
        size: u64,
        /// The limit.
        limit: u64,
    },
    /// What was given as a file is a folder or a device.
    #[error("`{path}` is not a file; pack a folder into an archive to send it")]
    NotAFile {
        /// What was given.
        path: PathBuf,
    },
    /// The chain did not do what was asked.
    #[error(transparent)]
    Chain(#[from] crate::chain::ChainError),
    /// The chain would refuse the message.
    #[error(transparent)]
    Refused(#[from] crate::chain::types::SendRefusal),
    /// A recipient would refuse the message.
    #[error("`{who}` does not take the message: {reason}")]
    RefusedBy {
        /// Handle or address.
        who: String,
        /// Why.
        reason: crate::chain::types::SendRefusal,
    },
    /// The account owns nothing.
    #[error(
        "the account {address} has no funds for the deposit and the fee; send it some PST first"
    )]
    NoFunds {
        /// Whose.
        address: String,
    },
    /// Neither a handle nor an address.
    #[error("`{name}` is not a name: {reason}")]
    NotAName {
        /// What was given.
        name: String,
        /// Which rule it breaks.
        reason: postern_primitives::HandleError,
    },
    /// Somebody else has the handle.
    #[error("the handle `{handle}` is taken; choose another one")]
    HandleTaken {
        /// Which one.
        handle: String,
    },
    /// Nobody is registered so.
    #[error(
        "nobody is registered as `{who}`; check the name, or ask them to run `postern register`"
    )]
    UnknownPerson {
        /// Handle or address.
        who: String,
    },
    /// Not on the list of contacts.
    #[error("`{who}` is not among your contacts; `postern contacts add {who}` puts them there")]
    NotAContact {
        /// Name, handle or address.
        who: String,
    },
    /// The user has blocked them.
    #[error("you have blocked `{who}`; `postern contacts unblock {who}` takes that back")]
    IsBlocked {
        /// Name, handle or address.
        who: String,
    },
    /// A contact cannot be called so.
    #[error("a contact's name has 1 to {limit} characters; choose another one")]
    BadContactName {
        /// The most characters.
        limit: usize,
    },
    /// Somebody else is called so.
    #[error("you call {address} `{name}` already; choose another name")]
    ContactNameTaken {
        /// The name.
        name: String,
        /// Whose it is.
        address: String,
    },
    /// The safety number that somebody sees is another one.
    #[error("this is not your safety number with `{who}`: somebody may have given one of you other keys; compare again in person, and tell them nothing secret until it is the same")]
    SafetyNumberDiffers {
        /// Name, handle or address.
        who: String,
    },
    /// Every device of theirs is revoked.
    #[error("every certificate of `{who}` is revoked; ask them to register again")]
    Revoked {
        /// Handle or address.
        who: String,
    },
    /// Every certificate of theirs is over.
    #[error("the certificate of `{who}` has expired; ask them to register again")]
    Expired {
        /// Handle or address.
        who: String,
    },
    /// This device has no certificate.
    #[error("this device is not registered; run `postern register` first")]
    NotRegistered,
    /// The chain went another way than through the block that had the registration.
    #[error("the chain has taken the registration back, and not made it again so far; run `postern register` once more")]
    RegistrationTakenBack,
    /// This device's certificate is over.
    #[error("this device's certificate is revoked or has expired; make a new keystore in another --home and register it")]
    OwnCertificateOver,
    /// A letter names a device that was never registered.
    #[error("the sender's device {device} is not registered; nobody vouches for it")]
    UnknownDevice {
        /// Which one.
        device: postern_primitives::DeviceId,
    },
    /// A letter names a device of somebody else.
    #[error(
        "the device that signed it belongs to another account than the one it names; it is forged"
    )]
    NotTheirDevice,
    /// A letter was signed by a device that was revoked by then, or before it came into a block.
    #[error("the sender's device had been revoked when it was sent; whoever has it may not be them: ask them by another way")]
    SenderRevoked,
    /// A letter was signed before its device's certificate began, or when it had expired.
    #[error("the sender's certificate was not valid when it was signed; ask them to register and send it again")]
    SenderExpired,
    /// There is nothing in the message.
    #[error("there is nothing to send; write a text or attach a file with --file")]
    NothingToSend,
    /// The payer is the recipient.
    #[error("that is your own account; name somebody else to pay")]
    PaysSelf,
    /// The amount is zero.
    #[error("there is nothing to pay; name an amount above 0 PST")]
    PaysNothing,
    /// The account cannot pay so much.
    #[error("{amount} cannot be paid: {spendable} can be spent, the fee included; `postern balance` shows what is held")]
    TooLittle {
        /// What was to be paid.
        amount: String,
        /// What can be spent.
        spendable: String,
    },
    /// The payment was made, and its message failed.
    #[error("the payment is made, in block {block} as {transaction}; do not pay again. The message that tells of it failed: {reason}")]
    PaidUntold {
        /// The block.
        block: postern_primitives::BlockNumber,
        /// Hash of the transaction.
        transaction: String,
        /// Why the recipient was not told.
        reason: Box<Error>,
    },
    /// Uploaded, but not sent.
    #[error("{reason} - the message {id} is uploaded and kept; `postern send --retry` sends it, `postern retract {id}` gives it up")]
    Unsent {
        /// Its identifier.
        id: Cid,
        /// Why it was not sent.
        reason: Box<Error>,
    },
    /// It was not sent from this home.
    #[error("no message {id} was sent from here; its identifier is what `postern send` printed")]
    UnknownMessage {
        /// What was asked for.
        id: Cid,
    },
    /// It has been read, or its time is over.
    #[error("the message {id} cannot be taken back any more; `postern status {id}` tells what became of it")]
    TooLateToRetract {
        /// Its identifier.
        id: Cid,
    },
    /// A text that is not a CID.
    #[error("`{text}` is not the CID of a message: {reason}")]
    NotACid {
        /// What was given.
        text: String,
        /// What is wrong with it.
        reason: postern_primitives::CidError,
    },
    /// The channel has no such proposal.
    #[error(
        "there is no such proposal any more; `postern channel vote NAME` lists those that are open"
    )]
    UnknownProposal,
    /// Nobody votes on it any more.
    #[error("the vote on it is over; `postern channel settle NAME NUMBER` does what was decided")]
    VoteOver,
    /// The vote goes on.
    #[error("the vote on it goes on until {ends_at}; only who has proposed it can withdraw it")]
    VoteGoesOn {
        /// When it ends.
        ends_at: String,
    },
    /// A private channel does not decide on that.
    #[error("a private channel has neither moderators nor rules, and closes when its last member leaves; propose to admit or remove somebody, to rename it, or ask something")]
    NotDecidedPrivately,
    /// A public channel does not decide on that.
    #[error("a public channel keeps its name, and votes on members, moderators, rules and closing only; ask in a post")]
    NotDecidedPublicly,
    /// A private channel's keys or state.
    #[error(transparent)]
    Conversation(#[from] postern_conversations::Error),
    /// A device that is added to a conversation, and was not heard there.
    #[error("device {device} has not come into the conversation yet")]
    DeviceNotArrived {
        /// Which.
        device: postern_primitives::DeviceId,
    },
    /// A change of a conversation does not become final.
    #[error("the conversation has changed, and the chain does not make that final at the moment")]
    ConversationUnsettled,
    /// A message of a kind that this version does not show.
    #[error("this version does not show messages of this kind; use a newer `postern`")]
    UnknownBody,
    /// The user is in a private channel of this name.
    #[error("you are in a private channel `{name}` already; choose another name")]
    PrivateNameTaken {
        /// The name.
        name: String,
    },
    /// The user is in no private channel of this name.
    #[error("you are in no private channel `{name}`; `postern channel list` shows those that you are in")]
    UnknownPrivateChannel {
        /// The name.
        name: String,
    },
    /// No invitation came in this letter, or it was used.
    #[error("no invitation {id} waits here; `postern inbox` shows those that come")]
    NoInvitation {
        /// The letter.
        id: Cid,
    },
    /// None of their devices can be added to a private channel.
    #[error("`{who}` cannot be invited to a private channel yet; ask them to run `postern register` with this version")]
    NoGroupKeys {
        /// Name, handle or address.
        who: String,
    },
    /// They are in the channel.
    #[error("`{who}` is in the channel already")]
    AlreadyInChannel {
        /// Name, handle or address.
        who: String,
    },
    /// They are not in the channel.
    #[error("`{who}` is not in the channel; `postern channel members` lists who is")]
    NotInChannel {
        /// Name, handle or address.
        who: String,
    },
    /// There is no such message, or it was deleted.
    #[error("there is no such message in `{channel}`; `postern channel history {channel}` shows those that there are")]
    NoSuchMessage {
        /// The channel.
        channel: String,
    },
    /// A message without files.
    #[error("there are no files in that message; `postern channel history` shows which have some")]
    NoFiles,
    /// There is no such message in the conversation with somebody.
    #[error("there is no such message in your conversation; `postern history` shows what there is, and letters cannot be named")]
    NoSuchDirect,
    /// Messages to somebody go as letters, or over another conversation.
    #[error("this can be said over your conversation only, in which nothing can be sealed at the moment{}; send a message, and try again", .reason.as_ref().map(|reason| format!(" ({reason})")).unwrap_or_default())]
    NoConversation {
        /// Why, if it is known.
        reason: Option<String>,
    },
    /// Somebody edits or deletes what they have not written.
    #[error("it is about a message that its sender has not written")]
    NotTheirMessage,
    /// Only who has said something may change it.
    #[error("only who has written a message can edit or delete it; a reaction or a reply says something about it")]
    NotYourMessage,
    /// Nobody removes themselves.
    #[error("that is your own account; `postern channel leave` leaves the channel")]
    RemovesSelf,
    /// A commit whose content nobody delivers.
    #[error("nobody reachable has the content of a change of this channel, without which nothing behind it can be read or written; try again later")]
    ChannelBlocked,
    /// The chain has no such private channel any more.
    #[error("the log of this private channel is closed on the chain; open another channel and invite its members")]
    ChannelClosed,
    /// No channel has this name.
    #[error("there is no channel `{name}`; `postern channel create {name}` opens it")]
    UnknownChannel {
        /// Its name.
        name: String,
    },
}

impl Error {
    /// For `map_err` on anything done with `path`.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
