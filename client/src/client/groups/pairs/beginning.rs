//! Beginning conversations with people whom the user knows, and doing what is left to be done.

use super::super::Client;
use crate::{
    chain::types::{AccountId, DeviceInfo},
    Result,
};
use futures::{future::BoxFuture, FutureExt};
use postern_conversations::{ConversationId, Member, Pair, PairDevice};
use postern_primitives::DeviceId;

impl Client {
    /// After something was sent: begins a conversation with the recipient if there is none yet and
    /// one is due, adds devices that are new, or goes on with what was interrupted. It waits for
    /// finality then, about ten seconds, and calls `begins` before. The message is on its way
    /// already, so nobody has to wait for it.
    ///
    /// A conversation is due with a single person, who is a contact or has written back, and all of
    /// whose devices can be added to groups. The account's other devices take part in it.
    ///
    /// # Errors
    /// When it is not done. The next message to them, or `inbox`, goes on with it.
    pub fn converse<'a>(
        &'a self,
        recipients: &'a [AccountId],
        begins: &'a (dyn Fn() + Send + Sync),
    ) -> BoxFuture<'a, Result<()>> {
        async move {
            match recipients {
                [with] if *with != self.account() => self.converse_with(with, begins).await,
                _ => Ok(()),
            }
        }
        .boxed()
    }

    async fn converse_with(
        &self,
        with: &AccountId,
        begins: &(dyn Fn() + Send + Sync),
    ) -> Result<()> {
        self.join_waiting().await?;
        let pairs = self.with_groups(|groups| groups.pairs_with(with))?;
        if let Some(pair) = pairs.first() {
            return self.complete(&pair.conversation, with, begins).await;
        }
        if !self.is_conversation_due(with)? {
            return Ok(());
        }
        let Some(mut packages) = self.packages_for_pair(with, &[]).await? else {
            return Ok(());
        };
        packages.extend(self.own_packages(&[]).await?);
        begins();
        let _alone = self.pairs.lock().await;
        let now = self.moment().await?;
        let id = self.step(|core| core.create_pair(&packages, now)).await?;
        self.with_groups(|groups| Ok(groups.records.keep_pair(&id, with)?))?;
        let errors = self.catch_up(&id).await?;
        errors.into_iter().next().map_or(Ok(()), Err)
    }

    fn is_conversation_due(&self, with: &AccountId) -> Result<bool> {
        let person = self.store().person(with)?;
        Ok(!person.blocked && (person.contact || person.written && person.answered))
    }

    /// Adds the devices of both that are not in a conversation yet, asks those for a proof that have
    /// given none, and does what is left of it.
    async fn complete(
        &self,
        id: &ConversationId,
        with: &AccountId,
        begins: &(dyn Fn() + Send + Sync),
    ) -> Result<()> {
        let found = self.pair(id)?;
        let present: Vec<_> = found.devices.iter().map(|one| one.member.device).collect();
        // This device was removed: the other side begins anew, or nobody does.
        if present.is_empty() {
            return Ok(());
        }
        let packages = self.packages_for_pair(with, &present).await?;
        let mut packages = packages.unwrap_or_default();
        packages.extend(self.own_packages(&present).await?);
        let unproven = self.unproven(id, &found)?;
        if packages.is_empty() && unproven.is_empty() && found.is_idle {
            return Ok(());
        }
        let _alone = self.pairs.lock().await;
        if packages.is_empty() {
            if !found.is_final {
                begins();
            }
            self.ask(id, &unproven).await?;
            let errors = self.catch_up(id).await?;
            return errors.into_iter().next().map_or(Ok(()), Err);
        }
        begins();
        let now = self.moment().await?;
        let change = self
            .step(|core| core.add(id, packages.clone(), now))
            .await?;
        self.until_done(id, change).await
    }

    /// The devices that have not proven to this one that they hold their keys, and were not asked.
    /// Who invites and who is invited ask each other by that; others have to do it here.
    fn unproven(&self, id: &ConversationId, found: &Pair) -> Result<Vec<Member>> {
        let asked = self.with_groups(|groups| Ok(groups.core.challenged(id)?))?;
        let is_due = |one: &&PairDevice| !one.authenticated && !asked.contains(&one.member.device);
        let due = found.devices.iter().filter(is_due);
        Ok(due.map(|one| one.member).collect())
    }

    /// Key packages of the devices of somebody that are valid and not among the `present`; none
    /// where one of them cannot be added, which then could not read what is sealed.
    async fn packages_for_pair(
        &self,
        with: &AccountId,
        present: &[DeviceId],
    ) -> Result<Option<Vec<Vec<u8>>>> {
        let now = self.chain.moment().await?;
        let theirs = self.chain.identity(with).await?;
        let theirs = theirs.map_or_else(Vec::new, |identity| identity.devices);
        let is_wanted =
            |device: &&DeviceInfo| device.is_valid_at(now) && !present.contains(&device.id);
        let mut packages = Vec::new();
        for device in theirs.iter().filter(is_wanted) {
            match self.key_package(device).await?.group {
                Some(package) => packages.push(package),
                None => return Ok(None),
            }
        }
        Ok(Some(packages))
    }

    /// What those who read do for conversations: joining where they are invited, answering, going
    /// on with what was interrupted. What cannot be done is left to the next time.
    pub(in super::super::super) async fn tend_conversations(&self) {
        if let Err(error) = self.tend().await {
            tracing::warn!("not all is done for your conversations: {error}");
        }
    }

    async fn tend(&self) -> Result<()> {
        if !self.has_groups() {
            return Ok(());
        }
        let now = self.moment().await?;
        self.with_groups(|groups| Ok(groups.core.forget_ended(now)?))?;
        self.join_waiting().await?;
        for pair in self.with_groups(super::Groups::pairs)? {
            let id = &pair.conversation;
            let is_due = self.with_groups(|groups| groups.is_renewal_due(id, now))?;
            if is_due || !self.pair(id)?.is_idle {
                let _alone = self.pairs.lock().await;
                self.catch_up_if_possible(id).await?;
            }
        }
        Ok(())
    }
}
