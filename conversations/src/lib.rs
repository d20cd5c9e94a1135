//! Conversations: MLS groups (RFC 9420) over the order that a chain gives them.
//!
//! This crate is a state machine without network or chain. Its caller tells it what the chain has
//! ordered, taken back and made final, and what IPFS has delivered; it asks in return for what is
//! to be done ([`Work`]) and tells what has happened ([`Event`]). All of it is kept in one SQLite
//! file, encrypted, and every call is one transaction: a process may die at any point, and what was
//! asked for is asked for again, what was told is told again.
//!
//! | question | where |
//! |---|---|
//! | Who is a device? | `identity.rs`, `certificate.rs`, `key_package.rs`, `rotation.rs` |
//! | How does somebody come in? | `invitation.rs`, [`handshake`] |
//! | What can be said? | `message/` |
//! | What is decided by vote? | [`votes`], `ballots.rs` |
//! | What lies on IPFS? | `content.rs` |
//! | What does a commit change, and is it valid? | `commit.rs`, `state.rs` |
//! | What when the chain orders, turns, settles? | `order.rs`, `finality.rs` |
//! | What is to be done? | `outbox.rs` |
//! | What do two people say to each other? | `pair/` |
//! | What is stored, and how? | `store/` |
//!
//! # Two people
//!
//! ```
//! use postern_conversations::{
//!     Body, Certificate, Certificates, Conversations, Entry, Event, Found, Identity, KeyPackages,
//!     Work,
//! };
//! use postern_primitives::DeviceId;
//!
//! /// The chain's certificates, as the caller has looked them up.
//! #[derive(Clone)]
//! struct Known(Vec<Certificate>);
//!
//! impl Certificates for Known {
//!     fn certificate(&self, device: &DeviceId) -> Found {
//!         let found = self.0.iter().find(|one| one.id() == *device);
//!         found.cloned().map_or(Found::Nothing, Found::Certificate)
//!     }
//! }
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let folder = tempfile::tempdir()?;
//! let (genesis, now) = ([0; 32], 1_760_000_000_000);
//! let identities = [1, 2].map(|who| Identity::new([who; 32], genesis, &[who; 32]));
//! let certificates = identities.iter().map(|one| Certificate {
//!     account: one.account(),
//!     device: one.public(),
//!     valid_from: now,
//!     valid_until: now + 1,
//!     revoked_at: None,
//! });
//! let known = Known(certificates.collect());
//! let [alice, bob] = identities;
//! let mut alice = Conversations::open(&folder.path().join("a"), &[7; 32], alice, known.clone())?;
//! let mut bob = Conversations::open(&folder.path().join("b"), &[8; 32], bob, known)?;
//!
//! // Bob publishes key packages; Alice begins a conversation with one of them.
//! let package = bob.key_packages(KeyPackages::single_use(1, now))?;
//! let id = alice.create("tea", &package, now)?;
//!
//! // She is asked to open a channel, and then to invite him.
//! assert!(matches!(&alice.work(&id, 10, now)?[..], [Work::OpenLog { .. }]));
//! alice.log_opened(&id, 5)?;
//! for work in alice.work(&id, 10, now)? {
//!     if let Work::Invite { invitation, .. } = work {
//!         bob.join(&invitation, now)?;
//!     }
//! }
//!
//! // What she says is a content for IPFS; once the chain has its CID, Bob reads it.
//! alice.say(&id, Body::text("See you at eight."), None, now)?;
//! for work in alice.work(&id, 10, now)? {
//!     if let Work::Post { cid, content, log, .. } = work {
//!         let entry = Entry { position: 0, log, cid, successor: None, moment: now };
//!         bob.include(&id, &entry, Some(&content))?;
//!     }
//! }
//! let read = bob.events(10)?.into_iter().any(|(_, _, event)| match event {
//!     Event::Message(message) => message.body == Body::text("See you at eight."),
//!     _ => false,
//! });
//! assert!(read);
//! # Ok(())
//! # }
//! ```
//!
//! # Trade-offs
//! - **A commit makes a new state and changes none.** The chain may take a commit back, and include
//!   another one or the same one again. States stand side by side until that is final, each with
//!   ratchets that only go forward, so no turn of the chain makes a key be used twice. It costs a
//!   copy of the group for each commit, and the keys of an epoch live until its end is final.
//! - **Invitations wait for finality.** Whoever is added hears of it some seconds later, and never
//!   of an epoch that the chain then leaves aside. A new conversation need not wait.
//! - **Forward secrecy within an epoch** is MLS's: a message's key goes when it is read. Content
//!   that does not come keeps its key for at most [`limits::KEPT_EPOCHS`] epochs.
//! - **What two people say waits in an inbox**, beside the log, perhaps for a month. The state of an
//!   epoch that has ended is kept that long ([`limits::WAITING_FOR`]), and of at most
//!   [`limits::ENDED_EPOCHS`] epochs. Of what was read the keys are gone all the same: those that are
//!   left open only what is still unread.
//! - **A member can hold the group up** with a commit whose content nobody has: nobody can tell
//!   whether it is valid. The others begin another conversation without that member.
//! - **Whoever has the file and its key** can put an old copy in its place, which this crate cannot
//!   notice: a copy of the database must never be worked with. Devices do not share states.
#![forbid(unsafe_code)]

mod ballots;
mod certificate;
mod changes;
mod commit;
mod content;
mod conversation;
mod conversations;
mod entries;
mod error;
mod event;
mod finality;
pub mod handshake;
mod identity;
mod invitation;
mod key_package;
pub mod limits;
mod message;
mod notice;
mod order;
mod outbox;
mod pair;
mod post;
mod rotation;
mod secrets;
mod settling;
mod state;
mod step;
mod store;
mod suite;
#[cfg(test)]
mod vectors;
pub mod votes;

pub use certificate::{Account, Certificate, CertificateFault, Certificates, Found};
pub use conversation::{Cursor, Standing};
pub use conversations::{Conversations, Summary};
pub use entries::{Entry, Gaps, Successor};
pub use error::{Error, Part, Refusal, Result};
pub use event::{Event, EventId, Received};
pub use identity::{Identity, Member};
pub use invitation::{invited_to, invites_to_pair};
pub use key_package::KeyPackages;
pub use message::{Body, File, Message, MessageId, MessageRef, Subject};
pub use outbox::Work;
pub use pair::{Direct, Pair, PairDevice};
pub use secrets::ChannelKey;
pub use store::Cipher;
pub use votes::{Outcome, Proposal};

use codec::{Decode, Encode};
use std::fmt;

/// A place in the order that the chain gives to a conversation: 0 for the first entry of its first
/// log, and on without gaps. Behind the commit that the group takes, counting goes on with the
/// first entry of that commit's successor.
pub type Position = u64;

/// A channel of the chain: the log of one epoch.
pub type LogId = u64;

/// A conversation: the group's identifier in MLS, random.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Encode, Decode)]
pub struct ConversationId(pub [u8; 32]);

impl fmt::Display for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&hex::encode(&self.0[..8]))
    }
}

impl fmt::Debug for ConversationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
