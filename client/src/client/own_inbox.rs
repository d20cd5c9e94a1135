//! The inbox of this device: what the account's other devices let it know.
//!
//! See `own_devices.rs` for what they put there. What anybody else does is acknowledged unread.

use super::{
    groups::is_over_conversation,
    read::{Announcement, Opened, Outcome},
    receive::numbers,
    witness::ensure_valid,
    Arrival, Client, ReceiveOptions, Received,
};
use crate::{
    chain::types::{EntryInfo, Head},
    content::Progress,
    defaults,
    sealing::{self, Letter, OpenError},
    Error, Result,
};
use futures::{stream, StreamExt};
use postern_conversations::Error::UnknownEpoch;
use postern_primitives::{limits::MAX_ACKNOWLEDGED, Cid};
use std::collections::{BTreeMap, HashSet};

/// What an entry of this device's inbox turned out to be.
pub(super) enum Own {
    /// Something that another device has sent.
    Sent(Box<Received>),
    /// Something that another device has read; nothing is to be shown if it is not sealed to this
    /// one, or its sender is blocked here.
    PassedOn(Option<Box<Received>>),
    /// An invitation, which was accepted; or something that was shown before.
    Nothing,
}

impl Own {
    /// What is to be shown.
    pub(super) fn into_received(self) -> Option<Received> {
        match self {
            Self::Sent(received) | Self::PassedOn(Some(received)) => Some(*received),
            Self::PassedOn(None) | Self::Nothing => None,
        }
    }
}

impl Announcement {
    /// Of an entry of this device's inbox.
    pub(super) fn own(entry: &EntryInfo) -> Self {
        Self {
            own: true,
            ..Self::from(entry)
        }
    }
}

impl Client {
    /// What lies in this device's inbox in a block.
    pub(super) async fn list_own(&self, head: &Head) -> Result<Vec<EntryInfo>> {
        self.list_inbox(head, &self.keys.device.public()).await
    }

    /// Reads what the other devices have put there, and acknowledges it unless it is to be kept.
    /// How much of it was in the account's inbox once and never seen there by this device, where
    /// `listed` lies now.
    pub(super) async fn receive_own(
        &self,
        head: &Head,
        listed: &[EntryInfo],
        options: &ReceiveOptions,
        progress: &dyn Progress,
        show: &mut (dyn FnMut(Arrival) + Send),
    ) -> Result<u64> {
        // Who they are is known from here on.
        self.other_devices().await?;
        let inbox = self.list_own(head).await?;
        let (own, foreign): (Vec<_>, Vec<_>) = inbox
            .into_iter()
            .partition(|entry| entry.sender == self.account());
        let mut done = numbers(&foreign);
        let mut places: BTreeMap<Cid, Vec<u64>> = BTreeMap::new();
        let mut announced = Vec::with_capacity(own.len());
        for entry in &own {
            let numbers = places.entry(entry.cid).or_default();
            if numbers.is_empty() {
                announced.push(Announcement::own(entry));
            }
            numbers.push(entry.sequence_number);
        }
        let seen: HashSet<_> = listed.iter().map(|entry| entry.cid).collect();
        let mut unseen = 0u64;
        let mut reading = stream::iter(announced)
            .map(|announced| async move {
                let read = self.read_own(&announced, options, progress).await;
                (announced.cid, read)
            })
            .buffered(defaults::FETCHES_AT_ONCE);
        while let Some((cid, read)) = reading.next().await {
            if matches!(&read, Ok(Own::PassedOn(_))) && !seen.contains(&cid) {
                unseen += u64::from(!self.store().is_waiting(&cid)?);
            }
            let outcome: Outcome = read.map(Own::into_received);
            match self.present(&cid, outcome, show) {
                Ok(()) => done.extend(places.remove(&cid).unwrap_or_default()),
                Err(unreadable) => show(Arrival::Unreadable(unreadable)),
            }
        }
        done.sort_unstable();
        if !options.keep {
            let newest = own.iter().chain(&foreign).map(|entry| entry.sent_at).max();
            let seen = self.seen(*head, newest.unwrap_or_default()).await?;
            self.acknowledge_own(&done, &seen).await;
        }
        Ok(unseen)
    }

    /// Takes rising numbers out of this device's inbox. Nobody waits for it: what is not taken is
    /// acknowledged the next time, and not shown again.
    pub(super) async fn acknowledge_own(&self, numbers: &[u64], seen: &Head) {
        for batch in numbers.chunks(MAX_ACKNOWLEDGED as usize) {
            let taken = self.chain.acknowledge(&self.keys.device, batch, seen).await;
            if let Err(error) = taken {
                tracing::warn!("{} entries are not acknowledged yet: {error}", batch.len());
            }
        }
    }

    /// Reads one entry.
    pub(super) async fn read_own(
        &self,
        announced: &Announcement,
        options: &ReceiveOptions,
        progress: &dyn Progress,
    ) -> Result<Own> {
        self.note_passed_on(&announced.cid);
        if self.was_shown(&announced.cid) {
            return Ok(Own::Nothing);
        }
        let Some(opened) = self.open_own(announced).await? else {
            self.store().mark_shown(&announced.cid)?;
            return Ok(Own::PassedOn(None));
        };
        let letter = &opened.letter;
        let is_own = letter.from == self.account();
        if let Some(invitation) = letter.enclosed_invitation().filter(|_| is_own) {
            self.join_with_own(invitation).await?;
            self.store().mark_shown(&announced.cid)?;
            return Ok(Own::Nothing);
        }
        if !is_own && self.is_blocked(&letter.from) {
            self.store().mark_shown(&announced.cid)?;
            return Ok(Own::PassedOn(None));
        }
        if is_own {
            // What they answer is no request.
            self.store().mark_written(&letter.recipients)?;
        }
        if self.is_pair_invitation(announced, letter).await? {
            return Ok(Own::PassedOn(None));
        }
        let received = self.take_in(announced, opened, options, progress);
        let received = Box::new(received.await?);
        Ok(match is_own {
            true => Own::Sent(received),
            false => Own::PassedOn(Some(received)),
        })
    }

    /// The letter of an entry, believed; none if it is not sealed to this device, which was not
    /// there yet when it was written.
    async fn open_own(&self, announced: &Announcement) -> Result<Option<Opened>> {
        let envelope = self.witness().fetch(&announced.cid).await?;
        if is_over_conversation(&envelope) {
            return match self.open_over(announced, &envelope).await {
                Err(Error::Conversation(UnknownEpoch)) => Ok(None),
                opened => opened.map(Some),
            };
        }
        let genesis = self.chain.genesis();
        let opened = sealing::open(&envelope, genesis, self.device(), &self.keys.sealing);
        let signed = match opened {
            Err(OpenError::NotForThisDevice) => return Ok(None),
            opened => opened?,
        };
        let claimed = signed.claimed();
        let (certificate, handle) = self.witness().certificate(&claimed.device).await?;
        if certificate.account != claimed.from {
            return Err(Error::NotTheirDevice);
        }
        if claimed.from == self.account() {
            self.witness()
                .ensure_valid_then(&certificate, claimed.sent_at, announced.sent_at)
                .await?;
        } else {
            // When it came into a block, the device that passes it on has looked at.
            ensure_valid(&certificate, claimed.sent_at)?;
        }
        let letter = signed.verify_own(&certificate.public, &self.account())?;
        let letter = self.with_invitation_fetched(&announced.cid, letter).await?;
        Ok(Some(Opened {
            letter,
            handle: handle.map(|handle| handle.to_string()),
            over: None,
        }))
    }

    /// Whom a letter was sent to, if another device of this account has sent it: by handles, or
    /// addresses.
    pub(super) async fn sent_to(&self, letter: &Letter) -> Result<Option<Vec<String>>> {
        if letter.from != self.account() || letter.device == self.device() {
            return Ok(None);
        }
        let mut names = Vec::with_capacity(letter.recipients.len());
        for account in &letter.recipients {
            names.push(self.name_of(account).await?);
        }
        Ok(Some(names))
    }
}
