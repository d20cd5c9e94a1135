//! What a group wants done, until nothing is left.

use super::{is_over, writing::Writing, Client};
use crate::{chain::ChainError, defaults::POSTED_AT_ONCE, Error, Result};
use futures::StreamExt;
use postern_conversations::{ConversationId, Standing, Work};
use std::collections::HashSet;

/// Times that what could not be paid for is tried again behind somebody's commit.
const OVERTAKEN: u32 = 4;

impl Client {
    /// Reads what is new, and does what the group wants done, until nothing is left: each step may
    /// lead to another. Invitations that could not be handed over stay, and are told.
    ///
    /// # Errors
    /// [`Error::ChannelBlocked`] while nothing can be written.
    pub(super) async fn catch_up(&self, id: &ConversationId) -> Result<Vec<Error>> {
        let mut kept_back = HashSet::new();
        let mut errors = Vec::new();
        let mut overtaken = 0;
        loop {
            self.sync(id).await?;
            let mut work = self.work(id).await?;
            work.retain(|task| !matches!(task, Work::Invite { id, .. } if kept_back.contains(id)));
            if work.is_empty() {
                return Ok(errors);
            }
            for task in work {
                // What would be posted behind it in the same log is void.
                let is_commit = matches!(task, Work::Commit { .. });
                match self.perform(id, task).await {
                    Ok(Ok(())) => {}
                    Ok(Err((number, error))) => {
                        kept_back.insert(number);
                        errors.push(error);
                    }
                    // Another member's commit has moved the purse on, and is to be read first.
                    Err(Error::Chain(reason))
                        if reason.dispatch_name() == Some("PurseEmpty")
                            && overtaken < OVERTAKEN =>
                    {
                        tracing::debug!("the group has gone on meanwhile: {reason}");
                        overtaken += 1;
                        break;
                    }
                    Err(error) => return Err(error),
                }
                if is_commit {
                    break;
                }
            }
        }
    }

    /// As [`catch_up`](Self::catch_up) for those who only read: what cannot be done is left to
    /// the next time.
    pub(super) async fn catch_up_if_possible(&self, id: &ConversationId) -> Result<()> {
        match self.catch_up(id).await {
            Ok(errors) => {
                for error in errors {
                    tracing::warn!("an invitation is not handed over yet: {error}");
                }
                Ok(())
            }
            Err(error) => {
                tracing::warn!("not all is done for the channel: {error}");
                self.sync(id).await
            }
        }
    }

    async fn work(&self, id: &ConversationId) -> Result<Vec<Work>> {
        let blocked = match self.with_groups(|groups| Ok(groups.core.gaps(id)?.blocked)) {
            Ok(blocked) => blocked,
            Err(error) if is_over(&error) => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        if blocked {
            // What would be written now would stand behind what nobody can read.
            return Err(Error::ChannelBlocked);
        }
        self.match_own_devices(id).await?;
        self.renew_if_due(id).await?;
        let now = self.moment().await?;
        let work = self.step(|core| core.work(id, POSTED_AT_ONCE, now)).await;
        match work {
            Err(error) if is_over(&error) => Ok(Vec::new()),
            work => work,
        }
    }

    /// Does one thing. The inner error is of an invitation, with its number: whoever cannot be
    /// reached must not hold up the others.
    async fn perform(
        &self,
        id: &ConversationId,
        task: Work,
    ) -> Result<std::result::Result<(), (i64, Error)>> {
        match task {
            Work::OpenLog { key } => self.open_log(id, &key).await?,
            Work::Post {
                log, content, key, ..
            } => {
                let to = Writing::post(log, key);
                self.write(to, content).await?;
            }
            Work::Commit {
                log,
                content,
                key,
                successor,
            } => {
                let to = Writing::commit(log, key, successor);
                self.write(to, content).await?;
            }
            Work::Invite {
                id: number,
                to,
                invitation,
            } => {
                if let Err(error) = self.hand_over(&to, invitation).await {
                    return Ok(Err((number, error)));
                }
                self.with_groups(|groups| {
                    groups.handed_over += 1;
                    Ok(groups.core.invited(number)?)
                })?;
            }
        }
        Ok(Ok(()))
    }

    /// Waits until a change that was wanted is final, whoever has made it.
    ///
    /// # Errors
    /// Why it will not happen; or why an invitation that follows from it was not handed over.
    pub(super) async fn until_done(&self, id: &ConversationId, change: i64) -> Result<()> {
        let mut blocks = self.chain.best_blocks().await?;
        loop {
            let errors = self.catch_up(id).await?;
            let outcome = self.with_groups(|groups| Ok(groups.outcomes.remove(&change)))?;
            match outcome {
                Some(None) => return errors.into_iter().next().map_or(Ok(()), Err),
                Some(Some(reason)) => return Err(postern_conversations::Error::from(reason).into()),
                None if self.standing(id)? != Standing::Member => {
                    return Err(postern_conversations::Error::NotMember.into());
                }
                None => self.next_block(&mut blocks).await?,
            }
        }
    }

    /// Waits until everything that is read by now is final, and what follows from it is done.
    ///
    /// # Errors
    /// Why an invitation was not handed over.
    pub(super) async fn until_settled(&self, id: &ConversationId) -> Result<()> {
        let mut blocks = self.chain.best_blocks().await?;
        let cursor = self.with_groups(|groups| Ok(groups.core.cursor(id)?))?;
        let end = cursor.map_or(0, |cursor| cursor.next);
        loop {
            let errors = self.catch_up(id).await?;
            if self.with_groups(|groups| Ok(groups.core.summary(id)?.final_to >= end))? {
                return errors.into_iter().next().map_or(Ok(()), Err);
            }
            self.next_block(&mut blocks).await?;
        }
    }

    /// Waits until this device has left, or was removed.
    pub(super) async fn until_gone(&self, id: &ConversationId) -> Result<()> {
        let mut blocks = self.chain.best_blocks().await?;
        loop {
            self.catch_up(id).await?;
            if self.standing(id)? != Standing::Member {
                return Ok(());
            }
            self.next_block(&mut blocks).await?;
        }
    }

    fn standing(&self, id: &ConversationId) -> Result<Standing> {
        self.with_groups(|groups| Ok(groups.core.summary(id)?.standing))
    }

    /// Waits for another best block.
    pub(in super::super) async fn next_block(
        &self,
        blocks: &mut crate::chain::Subscription<'_, postern_primitives::BlockNumber>,
    ) -> Result<()> {
        match blocks.next().await {
            Some(block) => Ok(block.map(drop)?),
            None => Err(ChainError::Lost {
                reason: "it tells of no more blocks".into(),
            }
            .into()),
        }
    }
}
