//! The door: every method is one step.

use crate::{
    certificate::Certificates,
    conversation::{members, Cursor},
    entries::{Entry, Gaps},
    outbox::{Wish, Work},
    secrets::ChannelKey,
    step::{Groups, Step},
    store::{self, Cipher, MlsRows},
    Body, ConversationId, Error, Event, EventId, Identity, KeyPackages, LogId, Member, MessageId,
    Position, Result, Standing,
};
use openmls::prelude::GroupId;
use openmls_libcrux_crypto::CryptoProvider;
use postern_primitives::{Cid, DeviceId, Moment};
use rusqlite::{Connection, TransactionBehavior};
use std::{fmt, path::Path};
use zeroize::Zeroizing;

/// All conversations of one device.
pub struct Conversations<C> {
    database: Connection,
    cipher: Cipher,
    crypto: CryptoProvider,
    identity: Identity,
    known: C,
    groups: Groups,
}

/// How a conversation stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Summary {
    /// What it is called.
    pub name: String,
    /// Whether this device takes part.
    pub standing: Standing,
    /// The group's epoch.
    pub epoch: u64,
    /// The same for all members of an epoch who agree on everything before it, and for nobody
    /// else. Empty where this device is no member.
    pub authenticator: Vec<u8>,
    /// The devices in it, and whether each has answered a challenge of ours.
    pub members: Vec<(Member, bool)>,
    /// The first position that is not known to be final.
    pub final_to: Position,
}

impl<C> fmt::Debug for Conversations<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Conversations({:?})", self.identity)
    }
}

impl<C: Certificates> Conversations<C> {
    /// Opens the database at `path`, or makes it. One process at a time: what two would do to
    /// one ratchet cannot be undone.
    ///
    /// # Errors
    /// [`Error::WrongKey`], [`Error::DatabaseVersion`], [`Error::Database`].
    pub fn open(path: &Path, key: &[u8; 32], identity: Identity, known: C) -> Result<Self> {
        let cipher = Cipher::new(key);
        let database = store::open(path, &cipher)?;
        let crypto = CryptoProvider::new().map_err(|e| Error::Randomness(e.to_string()))?;
        Ok(Self {
            database,
            cipher,
            crypto,
            identity,
            known,
            groups: Groups::default(),
        })
    }

    /// Who this device is.
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// What certificates are looked up in.
    pub fn known(&mut self) -> &mut C {
        &mut self.known
    }

    /// One transaction: all of it, or nothing.
    pub(crate) fn step<T>(&mut self, work: impl FnOnce(&Step<'_>) -> Result<T>) -> Result<T> {
        let done = self.transact(work);
        if done.is_err() {
            self.groups.clear();
        }
        done
    }

    fn transact<T>(&mut self, work: impl FnOnce(&Step<'_>) -> Result<T>) -> Result<T> {
        let transaction = self
            .database
            .transaction_with_behavior(TransactionBehavior::Immediate)?;
        let done = work(&Step {
            database: &transaction,
            cipher: &self.cipher,
            crypto: &self.crypto,
            identity: &self.identity,
            known: &self.known,
            groups: &self.groups,
        })?;
        transaction.commit()?;
        Ok(done)
    }

    /// Makes key packages, to be published for those who want to add this device.
    ///
    /// # Errors
    /// [`Error::TooLong`] for too many at once.
    pub fn key_packages(&mut self, wanted: KeyPackages) -> Result<Vec<Vec<u8>>> {
        self.step(|step| step.make_key_packages(wanted))
    }

    /// Begins a conversation with the devices of these key packages, those of one's own other
    /// devices among them.
    ///
    /// # Errors
    /// [`Error::Refused`] for a key package or a certificate that does not hold;
    /// [`Error::LookUp`].
    pub fn create(
        &mut self,
        name: &str,
        packages: &[Vec<u8>],
        now: Moment,
    ) -> Result<ConversationId> {
        self.step(|step| step.create(name, packages, now))
    }

    /// The conversation's first log is open, as [`Work::OpenLog`] asked for, and final.
    ///
    /// # Errors
    /// [`Error::UnknownConversation`].
    pub fn log_opened(&mut self, id: &ConversationId, log: LogId) -> Result<()> {
        self.step(|step| step.log_opened(id, log))
    }

    /// Becomes a member by an invitation.
    ///
    /// # Errors
    /// [`Error::Refused`] if it is not for this device or its inviter is not to be believed;
    /// [`Error::LookUp`]; [`Error::AlreadyMember`].
    pub fn join(&mut self, invitation: &[u8], now: Moment) -> Result<ConversationId> {
        self.step(|step| step.join(invitation, now))
    }

    /// Wants devices to be added. The change's number comes back in [`Event::Done`] or
    /// [`Event::Failed`].
    ///
    /// # Errors
    /// [`Error::NotMember`], [`Error::Full`]; [`Error::Refused`] and [`Error::LookUp`] as for
    /// [`create`](Self::create).
    pub fn add(&mut self, id: &ConversationId, packages: Vec<Vec<u8>>, now: Moment) -> Result<i64> {
        self.step(|step| {
            step.active(id)?;
            if packages.is_empty() {
                return Err(Error::NobodyMeant);
            }
            for package in &packages {
                let package = step.read_key_package(package, now)?;
                let (member, _) = crate::key_package::describe(&package)?;
                member.valid(step.known, now)?;
            }
            step.wish(id, &Wish::Add(packages))
        })
    }

    /// Wants devices to be removed.
    ///
    /// # Errors
    /// [`Error::NobodyMeant`] when none of them is another member; [`Error::NotMember`].
    pub fn remove(&mut self, id: &ConversationId, devices: Vec<DeviceId>) -> Result<i64> {
        let own = self.identity.device();
        self.step(|step| {
            let (_, group) = step.current(&step.active(id)?)?;
            let present = members(&group)?;
            let meant = |device: &DeviceId| {
                *device != own && present.iter().any(|(_, member)| member.device == *device)
            };
            if !devices.iter().any(meant) {
                return Err(Error::NobodyMeant);
            }
            step.wish(id, &Wish::Remove(devices))
        })
    }

    /// Wants this device's keys in the group to be renewed, so that who may have learned them
    /// knows nothing of what follows.
    ///
    /// # Errors
    /// [`Error::NotMember`].
    pub fn renew(&mut self, id: &ConversationId) -> Result<i64> {
        self.step(|step| {
            step.active(id)?;
            step.wish(id, &Wish::Renew)
        })
    }

    /// Whether a change that this device wants is in no block yet.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn is_changing(&mut self, id: &ConversationId) -> Result<bool> {
        self.step(|step| step.has_change(id))
    }

    /// Says something. It is sealed when [`work`](Self::work) is asked for, and again when a
    /// commit comes before it.
    ///
    /// # Errors
    /// [`Error::TooLong`], [`Error::NotMember`], [`Error::Full`].
    pub fn say(
        &mut self,
        id: &ConversationId,
        body: Body,
        lifetime: Option<u64>,
        now: Moment,
    ) -> Result<MessageId> {
        self.step(|step| step.say(id, body, lifetime, now))
    }

    /// Leaves with all devices of this account: another member will remove them. Once the wish is
    /// final, nothing of the conversation is kept here.
    ///
    /// # Errors
    /// [`Error::NotMember`].
    pub fn leave(&mut self, id: &ConversationId, now: Moment) -> Result<MessageId> {
        self.say(id, Body::Leave, None, now)
    }

    /// Asks a member to prove who they are.
    ///
    /// # Errors
    /// [`Error::NobodyMeant`] for somebody who is no member.
    pub fn challenge(&mut self, id: &ConversationId, to: &DeviceId, now: Moment) -> Result<()> {
        self.step(|step| {
            let (_, group) = step.current(&step.active(id)?)?;
            let present = members(&group)?;
            let (_, member) = present
                .iter()
                .find(|(_, member)| member.device == *to)
                .ok_or(Error::NobodyMeant)?;
            step.challenge(id, member, now)
        })
    }

    /// The devices that challenges were given to, in an invitation or since, and that have not
    /// answered yet.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn challenged(&mut self, id: &ConversationId) -> Result<Vec<DeviceId>> {
        self.step(|step| step.challenged(id))
    }

    /// What is to be done for a conversation now; at most `limit` messages of it. It is written
    /// down before it is handed over, and handed over again, as it is, until it is done.
    ///
    /// # Errors
    /// [`Error::NotMember`]; [`Error::LookUp`].
    pub fn work(&mut self, id: &ConversationId, limit: u32, now: Moment) -> Result<Vec<Work>> {
        self.step(|step| step.work(id, limit, now))
    }

    /// An invitation of [`Work::Invite`] was handed over.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn invited(&mut self, number: i64) -> Result<()> {
        self.step(|step| step.drop_wish(number))
    }

    /// The chain has included an entry. Its content may come later, by [`deliver`](Self::deliver).
    ///
    /// # Errors
    /// [`Error::WrongLog`] when the conversation goes on elsewhere; [`Error::Conflict`] when
    /// something else was there and was not retracted; [`Error::Full`] when too much waits;
    /// [`Error::LookUp`] for a device to be looked up before. Nothing has changed then.
    pub fn include(
        &mut self,
        id: &ConversationId,
        entry: &Entry,
        content: Option<&[u8]>,
    ) -> Result<()> {
        self.step(|step| step.include(id, entry, content))
    }

    /// IPFS has delivered the content of an entry. Tells whether it was missing.
    ///
    /// # Errors
    /// [`Error::WrongContent`]; else as [`include`](Self::include).
    pub fn deliver(&mut self, id: &ConversationId, cid: &Cid, content: &[u8]) -> Result<bool> {
        self.step(|step| step.deliver(id, cid, content))
    }

    /// The chain has taken back what was at this position and behind it.
    ///
    /// # Errors
    /// [`Error::AlreadyFinal`].
    pub fn retract(&mut self, id: &ConversationId, from: Position) -> Result<()> {
        self.step(|step| step.retract(id, from))
    }

    /// What is before this position is final.
    ///
    /// # Errors
    /// [`Error::UnknownConversation`].
    pub fn finalize(&mut self, id: &ConversationId, to: Position) -> Result<()> {
        self.step(|step| step.finalize(id, to))
    }

    /// The log that a conversation is written to now, and what writes to it; none before the first
    /// one is open. For contents that messages announce: the core skips what is no raw block.
    ///
    /// # Errors
    /// [`Error::NotMember`].
    pub fn writes_to(&mut self, id: &ConversationId) -> Result<Option<(LogId, ChannelKey)>> {
        self.step(|step| {
            let (state, group) = step.current(&step.active(id)?)?;
            let key = step.channel_key(&group)?;
            Ok(state.begins.map(|(log, _)| (log, key)))
        })
    }

    /// Where to go on reading; none before the first log is open.
    ///
    /// # Errors
    /// [`Error::NotMember`].
    pub fn cursor(&mut self, id: &ConversationId) -> Result<Option<Cursor>> {
        self.step(|step| step.cursor(id))
    }

    /// What is missing.
    ///
    /// # Errors
    /// [`Error::NotMember`].
    pub fn gaps(&mut self, id: &ConversationId) -> Result<Gaps> {
        self.step(|step| step.gaps(id))
    }

    /// What has happened and was not [taken](Self::taken), the oldest first.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn events(&mut self, limit: u32) -> Result<Vec<(EventId, ConversationId, Event)>> {
        self.step(|step| step.events(limit))
    }

    /// Events up to this one are in the caller's hands for good.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn taken(&mut self, up_to: EventId) -> Result<()> {
        self.step(|step| step.forget_events(up_to))
    }

    /// All conversations, in the order in which they came.
    ///
    /// # Errors
    /// [`Error::Database`].
    pub fn list(&mut self) -> Result<Vec<ConversationId>> {
        self.step(|step| step.conversations())
    }

    /// How a conversation stands.
    ///
    /// # Errors
    /// [`Error::UnknownConversation`].
    pub fn summary(&mut self, id: &ConversationId) -> Result<Summary> {
        self.step(|step| {
            let conversation = step.conversation(id)?;
            let mut summary = Summary {
                name: step.name(id, None)?,
                standing: conversation.standing,
                epoch: 0,
                authenticator: Vec::new(),
                members: Vec::new(),
                final_to: conversation.final_to,
            };
            if conversation.standing == Standing::Member {
                let (_, group) = step.current(&conversation)?;
                summary.epoch = group.epoch().as_u64();
                summary.authenticator = group.epoch_authenticator().as_slice().to_vec();
                for (_, member) in members(&group)? {
                    let authenticated = step.is_authenticated(id, &member.device)?;
                    summary.members.push((member, authenticated));
                }
            }
            Ok(summary)
        })
    }

    /// The seed of a key that only members know and that changes with every epoch, for one
    /// `purpose`: to watch inboxes under, so that whoever is removed watches in vain.
    ///
    /// # Errors
    /// [`Error::NotMember`].
    pub fn inbox_seed(
        &mut self,
        id: &ConversationId,
        purpose: &[u8],
    ) -> Result<Zeroizing<[u8; 32]>> {
        self.step(|step| step.inbox_seed(id, purpose))
    }

    /// For tests: this device's next generations in the current epoch, for messages and for
    /// commits, and that epoch's authenticator.
    #[doc(hidden)]
    pub fn own_generations(&mut self, id: &ConversationId) -> Result<(Vec<u8>, u64, u64)> {
        self.step(|step| {
            let conversation = step.active(id)?;
            let (state, group) = step.current(&conversation)?;
            let rows = MlsRows::new(step.database, step.cipher, state.id);
            let found = rows.own_generations(&GroupId::from_slice(&id.0))?;
            let (messages, commits) = found.unwrap_or_default();
            Ok((
                group.epoch_authenticator().as_slice().to_vec(),
                messages,
                commits,
            ))
        })
    }
}
