//! How a device becomes a member: what it is invited with, and joining.
//!
//! ```text
//! version u8 = 1 or 2 | suite u16 | log u64 | first position u64 | name | length u32 | MLS Welcome
//! ```
//!
//! Version 2 is one to a conversation of two people ([`crate::pair`]), which has no name.
//!
//! The Welcome is sealed by MLS to the key packages of those who are invited, and the group's
//! information in it is signed by the inviter. There, in an extension, is the *greeting*: the
//! inviter's certificate and a fresh challenge, with which both authenticate each other. What lies
//! around the Welcome is known only when the commit is final: where to read on, and what the
//! conversation is called by then. Whoever hands it over seals all of it as a letter.

use crate::{
    commit::Plan,
    conversation::{members, Conversation, Standing},
    identity::Member,
    limits::{MAX_INVITATION, MAX_NAME},
    outbox::{Welcome as Waiting, Wish},
    state::Changes,
    step::Step,
    store::{random, to_sql},
    suite::{create_config, join_config, INVITATION_EXTENSION, SUITE_NUMBER},
    Body, ConversationId, Error, Event, LogId, Message, Part, Position, Refusal, Result,
};
use codec::{Decode, DecodeAll, Encode};
use openmls::prelude::{
    tls_codec::Deserialize as _, GroupId, JoinBuilder, MlsGroup, ProcessedWelcome, StagedWelcome,
    Welcome, WelcomeError,
};
use postern_primitives::{DeviceId, Moment};

/// Version of a greeting in a channel.
const VERSION: u8 = 1;

/// Version of a greeting in a conversation of two, which tells who has come.
const TO_TWO: u8 = 2;

/// Version of an invitation to what its members call a channel.
pub(crate) const TO_CHANNEL: u8 = 1;

/// Version of one to a conversation of two. A program that knows none says so, instead of taking it
/// for a channel.
pub(crate) const TO_PAIR: u8 = 2;

/// What an inviter says to those who are added.
struct Greeting {
    challenge: [u8; 32],
    certificate: [u8; 32],
    /// In a conversation of two, the devices that the inviter has heard: what they have said in the
    /// log before is nothing that a newcomer can read.
    arrived: Option<Vec<DeviceId>>,
}

impl Greeting {
    fn read(bytes: &[u8]) -> Result<Self, Refusal> {
        let malformed = || Refusal::Malformed(Part::Invitation);
        let (version, mut rest) = bytes.split_first().ok_or_else(malformed)?;
        let (challenge, certificate, arrived) = match *version {
            VERSION => <([u8; 32], [u8; 32])>::decode_all(&mut rest)
                .map(|(challenge, certificate)| (challenge, certificate, None)),
            TO_TWO => <([u8; 32], [u8; 32], Vec<DeviceId>)>::decode_all(&mut rest)
                .map(|(challenge, certificate, arrived)| (challenge, certificate, Some(arrived))),
            other => return Err(Refusal::UnknownVersion(Part::Invitation, other)),
        }
        .map_err(|_| malformed())?;
        Ok(Self {
            challenge,
            certificate,
            arrived,
        })
    }

    fn to_bytes(&self) -> Vec<u8> {
        let Self {
            challenge,
            certificate,
            arrived,
        } = self;
        match arrived {
            None => (VERSION, challenge, certificate).encode(),
            Some(arrived) => (TO_TWO, challenge, certificate, arrived).encode(),
        }
    }
}

pub(crate) fn encode(
    version: u8,
    begins: (LogId, Position),
    name: &str,
    welcome: &[u8],
) -> Vec<u8> {
    let length = u32::try_from(welcome.len()).unwrap_or(u32::MAX);
    let mut bytes = (version, SUITE_NUMBER, begins, name, length).encode();
    bytes.extend_from_slice(welcome);
    bytes
}

/// An invitation, read.
struct Invitation {
    to_pair: bool,
    begins: (LogId, Position),
    name: String,
    welcome: Welcome,
}

fn decode(bytes: &[u8]) -> Result<Invitation, Refusal> {
    let malformed = || Refusal::Malformed(Part::Invitation);
    if bytes.len() > MAX_INVITATION {
        return Err(malformed());
    }
    let version = *bytes.first().ok_or_else(malformed)?;
    let to_pair = match version {
        TO_CHANNEL => false,
        TO_PAIR => true,
        other => return Err(Refusal::UnknownVersion(Part::Invitation, other)),
    };
    let mut rest = bytes;
    let (_, suite, begins, name, length) =
        <(u8, u16, (LogId, Position), String, u32)>::decode(&mut rest).map_err(|_| malformed())?;
    if suite != SUITE_NUMBER {
        return Err(Refusal::UnknownSuite(Part::Invitation, suite));
    }
    if usize::try_from(length).ok() != Some(rest.len()) || name.len() > MAX_NAME {
        return Err(malformed());
    }
    let welcome = Welcome::tls_deserialize_exact(rest).map_err(|_| malformed())?;
    Ok(Invitation {
        to_pair,
        begins,
        name,
        welcome,
    })
}

/// What the conversation is called that an invitation is for, as whoever sent it says. Whether
/// the rest of it holds is known when it is [joined](crate::Conversations::join) with.
///
/// # Errors
/// [`Refusal::Malformed`], [`Refusal::UnknownVersion`] or [`Refusal::UnknownSuite`]. Never
/// panics, whatever the bytes.
pub fn invited_to(invitation: &[u8]) -> Result<String, Refusal> {
    decode(invitation).map(|found| found.name)
}

/// Whether an invitation is one to a conversation of two people, as whoever sent it says.
///
/// # Errors
/// As [`invited_to`].
pub fn invites_to_pair(invitation: &[u8]) -> Result<bool, Refusal> {
    decode(invitation).map(|found| found.to_pair)
}

impl Step<'_> {
    /// The greeting for devices that are about to be added, with a challenge that they answer.
    pub(crate) fn greet(&self, id: &ConversationId, added: &[Member]) -> Result<Vec<u8>> {
        let challenge = random()?;
        if added.is_empty() {
            return Ok(Vec::new());
        }
        for member in added {
            self.add_challenge(id, member, &challenge)?;
        }
        let own = self.identity.member().certificate(self.known)?;
        let arrived = match self.is_pair(id)? {
            true => Some(self.arrived(id)?),
            false => None,
        };
        Ok(Greeting {
            challenge,
            certificate: own.digest(),
            arrived,
        }
        .to_bytes())
    }

    /// Begins a conversation with the devices of these key packages. They are members from the
    /// beginning: nobody else is there yet whose commit could come first.
    pub(crate) fn create(
        &self,
        name: &str,
        packages: &[Vec<u8>],
        now: Moment,
    ) -> Result<ConversationId> {
        self.begin(Some(name), packages, now)
    }

    /// As [`create`](Self::create); without a name, a conversation of two people.
    pub(crate) fn begin(
        &self,
        name: Option<&str>,
        packages: &[Vec<u8>],
        now: Moment,
    ) -> Result<ConversationId> {
        let id = ConversationId(random()?);
        let mut conversation = Conversation {
            id,
            current: 0,
            next: 0,
            final_to: 0,
            standing: Standing::Member,
        };
        self.add_conversation(&conversation)?;
        if name.is_none() {
            self.make_pair(&id)?;
        }
        let name = name.unwrap_or_default();
        let root = self.add_state(&id, None)?;
        let group = MlsGroup::new_with_group_id(
            &self.provider(root),
            self.identity,
            &create_config(),
            GroupId::from_slice(&id.0),
            self.identity.credential(),
        )
        .map_err(Error::mls)?;
        let by = self.identity.member();
        let changes = Changes {
            by,
            added: Vec::new(),
            removed: Vec::new(),
            removes_self: false,
        };
        self.describe_state(root, &group, &changes)?;
        self.note_name(&id, &by, name, 0)?;
        conversation.current = root;
        if !packages.is_empty() {
            conversation.current = self.begin_with(&id, root, packages, name, now)?;
        }
        self.save_conversation(&conversation)?;
        Ok(id)
    }

    fn begin_with(
        &self,
        id: &ConversationId,
        root: i64,
        packages: &[Vec<u8>],
        name: &str,
        now: Moment,
    ) -> Result<i64> {
        let mut added = Vec::new();
        let mut add = Vec::new();
        for bytes in packages {
            let package = self.read_key_package(bytes, now)?;
            let (member, _) = crate::key_package::describe(&package)?;
            member.valid(self.known, now)?;
            added.push(member);
            add.push(package);
        }
        let plan = Plan {
            add,
            remove: Vec::new(),
            greeting: self.greet(id, &added)?,
        };
        let made = self.make_commit(id, root, plan)?;
        self.database.execute(
            "UPDATE states SET parent = NULL WHERE id = ?1",
            [made.child],
        )?;
        self.drop_state(root)?;
        let waiting = Waiting {
            to: added,
            welcome: made.welcome.unwrap_or_default(),
            begins: None,
            name: name.to_owned(),
        };
        self.add_wish(id, &Wish::Invite(waiting))?;
        Ok(made.child)
    }

    /// The first log is open.
    pub(crate) fn log_opened(&self, id: &ConversationId, log: LogId) -> Result<()> {
        let conversation = self.active(id)?;
        if self.state(conversation.current)?.begins.is_none() {
            self.set_begins(conversation.current, Some((log, 0)))?;
            self.begin_invitations(id, log)?;
        }
        Ok(())
    }

    /// Becomes a member.
    pub(crate) fn join(&self, bytes: &[u8], now: Moment) -> Result<ConversationId> {
        let Invitation {
            to_pair,
            begins,
            name,
            welcome,
        } = decode(bytes)?;
        let used = welcome.clone();
        // Reads and uses up a key package, which is in no state; and no group yet.
        let opened = ProcessedWelcome::new_from_welcome(&self.provider(0), &join_config(), welcome)
            .map_err(refuse)?;
        // One for single use is gone by now.
        self.note_use(&used)?;
        let information = opened.unverified_group_info();
        let id = <[u8; 32]>::try_from(information.group_id().as_slice())
            .map_err(|_| Refusal::Malformed(Part::Invitation))?;
        let id = ConversationId(id);
        let greeting = information
            .extensions()
            .unknown(INVITATION_EXTENSION)
            .ok_or(Refusal::Malformed(Part::Invitation))?;
        let greeting = Greeting::read(&greeting.0)?;

        let mut conversation = Conversation {
            id,
            current: 0,
            next: begins.1,
            final_to: begins.1,
            standing: Standing::Member,
        };
        self.make_room(&conversation)?;
        if to_pair {
            self.make_pair(&id)?;
        }
        let state = self.add_state(&id, None)?;
        let provider = self.provider(state);
        let staged = JoinBuilder::new(&provider, opened)
            .skip_lifetime_validation()
            .build()
            .map_err(refuse)?;
        let by = self.check_inviter(&staged, &greeting, now)?;
        let group = staged.into_group(&provider).map_err(refuse)?;
        let changes = Changes {
            by,
            added: Vec::new(),
            removed: Vec::new(),
            removes_self: false,
        };
        self.check_members(&group)?;
        let present = members(&group)?;
        self.check_people(&id, &present, &changes)?;
        self.note_arrival(&id, &by)?;
        for (_, member) in present {
            let arrived = greeting.arrived.iter().flatten();
            if arrived.into_iter().any(|device| *device == member.device) {
                self.note_arrival(&id, &member)?;
            }
        }
        self.describe_state(state, &group, &changes)?;
        self.set_begins(state, Some(begins))?;
        conversation.current = state;
        self.save_conversation(&conversation)?;
        self.note_name(&id, &by, &name, begins.1)?;
        self.tell(&id, &Event::Joined { by, name })?;
        self.answer(&id, &by, &greeting.challenge, now)?;
        Ok(id)
    }

    /// Whoever was removed and is invited again begins anew.
    fn make_room(&self, conversation: &Conversation) -> Result<()> {
        match self.find_conversation(&conversation.id)? {
            None => self.add_conversation(conversation),
            Some(old) if old.standing == Standing::Member => Err(Error::AlreadyMember),
            Some(old) => {
                self.begin_anew(&old)?;
                self.save_conversation(conversation)
            }
        }
    }

    fn check_inviter(
        &self,
        staged: &StagedWelcome,
        greeting: &Greeting,
        now: Moment,
    ) -> Result<Member> {
        let leaf = staged.welcome_sender().map_err(Error::mls)?;
        let by = Member::read(leaf.credential(), leaf.signature_key().as_slice())?;
        let certificate = by.valid(self.known, now)?;
        if certificate.digest() != greeting.certificate {
            return Err(Refusal::CertificateChanged(by.device).into());
        }
        Ok(by)
    }

    /// Every member must be who they say they are. Whether they are still valid is not asked:
    /// they were when they came, and what they write is looked at when they write it.
    fn check_members(&self, group: &MlsGroup) -> Result<()> {
        let present = members(group)?;
        self.ensure_looked_up(present.iter().map(|(_, member)| member))?;
        for (_, member) in &present {
            member.certificate(self.known)?;
        }
        let own = self.identity.member();
        if !present.iter().any(|(_, member)| *member == own) {
            return Err(Refusal::NotForThisDevice.into());
        }
        Ok(())
    }

    /// Notes the name that a conversation has before its position `first`.
    fn note_name(
        &self,
        id: &ConversationId,
        by: &Member,
        name: &str,
        first: Position,
    ) -> Result<()> {
        let message = Message {
            id: random()?,
            sent_at: 0,
            lifetime: None,
            body: Body::Rename {
                name: name.to_owned(),
            },
        };
        message.to_bytes()?;
        self.note(id, by, &message, Some(to_sql(first) - 1))
    }
}

fn refuse(error: WelcomeError<Error>) -> Error {
    match error {
        WelcomeError::StorageError(error) => error,
        WelcomeError::NoMatchingKeyPackage | WelcomeError::JoinerSecretNotFound => {
            Refusal::NotForThisDevice.into()
        }
        error => {
            tracing::debug!(%error, "an invitation was refused");
            Refusal::NotAuthentic.into()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn no_bytes_make_reading_an_invitation_panic(bytes: Vec<u8>) {
            prop_assert!(decode(&bytes).is_err());
            for version in [TO_CHANNEL, TO_PAIR] {
                let _ = decode(&encode(version, (1, 2), "name", &bytes));
            }
        }

        #[test]
        fn no_bytes_make_reading_a_greeting_panic(mut bytes: Vec<u8>) {
            let _ = Greeting::read(&bytes);
            bytes.insert(0, VERSION);
            let _ = Greeting::read(&bytes);
            bytes[0] = TO_TWO;
            let _ = Greeting::read(&bytes);
        }
    }

    #[test]
    fn a_greeting_reads_as_it_was_written_and_nothing_behind_it() {
        for arrived in [None, Some(vec![DeviceId([3; 32]), DeviceId([4; 32])])] {
            let greeting = Greeting {
                challenge: [1; 32],
                certificate: [2; 32],
                arrived,
            };
            let bytes = greeting.to_bytes();
            assert_eq!(Greeting::read(&bytes).unwrap().to_bytes(), bytes);
            assert!(Greeting::read(&[&bytes[..], &[0]].concat()).is_err());
        }
    }
}
