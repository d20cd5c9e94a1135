//! Proposals and votes, as they are kept until they are counted: by [`crate::votes`], from the
//! beginning, whenever somebody asks. Contents come in any order and blocks are taken back, so
//! nothing is counted before.

use crate::{
    conversation::{members, Conversation},
    entries::{Entry, Progress},
    identity::Member,
    limits::{MAX_BALLOTS, MAX_STRAY_BALLOTS, VOTE},
    state::Changes,
    step::Step,
    store::{from_sql, to_sql},
    votes::{tally, Ballot, Item, Placed, Proposal},
    Body, Certificates, ConversationId, Conversations, Message, MessageRef, Position, Result,
    Subject,
};
use codec::Encode;
use postern_primitives::{DeviceId, Moment};
use rusqlite::{params, Row};

const PLACE: &[u8] = b"ballots";
const TURNOVER: &[u8] = b"turnover";

impl<C: Certificates> Conversations<C> {
    /// What has been proposed in a conversation since this device came, in the order of the
    /// chain, and how the votes stand. What is older than twice [`VOTE`] may be forgotten.
    ///
    /// # Errors
    /// [`NotMember`](crate::Error::NotMember).
    pub fn proposals(&mut self, id: &ConversationId, now: Moment) -> Result<Vec<Proposal>> {
        self.step(|step| step.proposals(id, now))
    }
}

impl Step<'_> {
    fn proposals(&self, id: &ConversationId, now: Moment) -> Result<Vec<Proposal>> {
        let (_, group) = self.current(&self.active(id)?)?;
        let present: Vec<_> = members(&group)?.into_iter().map(|(_, one)| one).collect();
        let mut order = self.ballots(id)?;
        order.extend(self.turnover(id)?);
        order.sort_by_key(|placed| placed.position);
        let mut proposals = tally(&present, &order, now);
        let name = self.name(id, None)?;
        for proposal in &mut proposals {
            proposal.is_done |= matches!(&proposal.subject, Subject::Rename(to) if *to == name);
        }
        Ok(proposals)
    }

    /// Keeps what a message says to a vote, if it does.
    pub(crate) fn note_ballot(
        &self,
        id: &ConversationId,
        from: &Member,
        message: &Message,
        position: Option<i64>,
    ) -> Result<()> {
        let (ballot, about) = match &message.body {
            Body::Proposal { subject } => (Ballot::Proposal(subject.clone()), None),
            Body::Vote { on, aye } => (Ballot::Vote { on: *on, aye: *aye }, Some(*on)),
            Body::Delete { of } => (Ballot::Withdrawal { of: *of }, Some(*of)),
            _ => return Ok(()),
        };
        let ballot = (from.account, ballot);
        self.database
            .prepare_cached(
                "INSERT OR REPLACE INTO ballots
                    (conversation, device, message, about, position, moment, sealed)
                 VALUES (?1, ?2, ?3, ?4, ?5,
                    (SELECT moment FROM entries WHERE conversation = ?1 AND position = ?5), ?6)",
            )?
            .execute(params![
                id.0,
                from.device.0,
                message.id,
                about.map(|about: MessageRef| about.encode()),
                position,
                self.seal(PLACE, &ballot)?
            ])?;
        self.database
            .prepare_cached(
                "DELETE FROM ballots WHERE id IN
                    (SELECT id FROM ballots WHERE conversation = ?1
                     ORDER BY id DESC LIMIT -1 OFFSET ?2)",
            )?
            .execute(params![id.0, to_sql(MAX_BALLOTS)])?;
        Ok(())
    }

    /// A message has a place, for the first time or again.
    pub(crate) fn place_ballot(
        &self,
        id: &ConversationId,
        from: &Member,
        message: &[u8; 16],
        position: Position,
    ) -> Result<()> {
        self.database
            .prepare_cached(
                "UPDATE ballots SET position = ?4, moment =
                    (SELECT moment FROM entries WHERE conversation = ?1 AND position = ?4)
                 WHERE conversation = ?1 AND device = ?2 AND message = ?3",
            )?
            .execute(params![id.0, from.device.0, message, to_sql(position)])?;
        Ok(())
    }

    /// Keeps who has come and gone with a commit.
    pub(crate) fn note_turnover(
        &self,
        id: &ConversationId,
        entry: &Entry,
        changes: &Changes,
    ) -> Result<()> {
        let added = changes.added.iter().map(|(member, _)| *member);
        let turnover: (Vec<Member>, _) = (added.collect(), &changes.removed);
        if turnover.0.is_empty() && turnover.1.is_empty() {
            return Ok(());
        }
        self.database
            .prepare_cached("INSERT OR REPLACE INTO turnover VALUES (?1, ?2, ?3, ?4)")?
            .execute(params![
                id.0,
                to_sql(entry.position),
                to_sql(entry.moment),
                self.seal(TURNOVER, &turnover)?
            ])?;
        Ok(())
    }

    fn ballots(&self, id: &ConversationId) -> Result<Vec<Placed>> {
        let mut query = self.database.prepare_cached(
            "SELECT position, moment, sealed, device, message FROM ballots
             WHERE conversation = ?1 AND position IS NOT NULL AND moment IS NOT NULL",
        )?;
        let mut rows = query.query([id.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (position, moment, sealed) = placed(row)?;
            let (account, ballot) = self.open(PLACE, &sealed)?;
            let device = DeviceId(row.get(3)?);
            let item = Item::Said {
                by: Member { account, device },
                message: row.get(4)?,
                ballot,
            };
            found.push(Placed {
                position,
                moment,
                item,
            });
        }
        Ok(found)
    }

    fn turnover(&self, id: &ConversationId) -> Result<Vec<Placed>> {
        let mut query = self.database.prepare_cached(
            "SELECT position, moment, sealed FROM turnover WHERE conversation = ?1",
        )?;
        let mut rows = query.query([id.0])?;
        let mut found = Vec::new();
        while let Some(row) = rows.next()? {
            let (position, moment, sealed) = placed(row)?;
            let (added, removed) = self.open(TURNOVER, &sealed)?;
            let item = Item::Changed { added, removed };
            found.push(Placed {
                position,
                moment,
                item,
            });
        }
        Ok(found)
    }

    /// Forgets proposals that have been over for as long as they were open, what is about no
    /// proposal, and who came and went before the first one that is left.
    pub(crate) fn settle_ballots(&self, conversation: &Conversation, to: Position) -> Result<()> {
        let id = conversation.id.0;
        let kept = to_sql(Moment::try_from(2 * VOTE.as_millis()).unwrap_or(Moment::MAX));
        self.database
            .prepare_cached(
                "DELETE FROM ballots WHERE conversation = ?1 AND position < ?2 AND about IS NULL
                    AND moment + ?3 <= (SELECT max(moment) FROM entries
                                        WHERE conversation = ?1 AND position < ?2)",
            )?
            .execute(params![id, to_sql(to), kept])?;
        self.database
            .prepare_cached(
                "DELETE FROM ballots WHERE conversation = ?1 AND position < ?2
                    AND about IS NOT NULL AND NOT EXISTS
                        (SELECT 1 FROM ballots AS proposed WHERE proposed.conversation = ?1
                         AND proposed.about IS NULL
                         AND proposed.device = substr(ballots.about, 1, 32)
                         AND proposed.message = substr(ballots.about, 33))
                    AND id NOT IN
                        (SELECT id FROM ballots WHERE conversation = ?1 AND about IS NOT NULL
                         ORDER BY id DESC LIMIT ?3)",
            )?
            .execute(params![id, to_sql(to), to_sql(MAX_STRAY_BALLOTS)])?;
        self.database
            .prepare_cached(
                "DELETE FROM turnover WHERE conversation = ?1 AND position < ?2
                    AND position < coalesce((SELECT min(position) FROM ballots
                        WHERE conversation = ?1 AND about IS NULL), ?2)
                    AND position < coalesce((SELECT min(position) FROM entries
                        WHERE conversation = ?1 AND standing = ?3), ?2)",
            )?
            .execute(params![id, to_sql(to), Progress::Missing.code()])?;
        Ok(())
    }
}

fn placed(row: &Row<'_>) -> rusqlite::Result<(Position, Moment, Vec<u8>)> {
    Ok((from_sql(row.get(0)?), from_sql(row.get(1)?), row.get(2)?))
}
