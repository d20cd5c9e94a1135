//! What two people have said to each other over their conversation.

use super::super::{
    posts::{answered, PrivatePost},
    records::Kept,
    saying::reference,
    Client,
};
use crate::Result;
use postern_conversations::ConversationId;

impl Client {
    /// The last of what was said over the conversation with somebody, oldest first, as far as this
    /// device has it. Letters are not kept.
    ///
    /// # Errors
    /// [`Error::UnknownPerson`](crate::Error::UnknownPerson).
    pub async fn history_with(&self, who: &str, limit: u32) -> Result<Vec<PrivatePost>> {
        let with = self.lookup(who).await?.account;
        if !self.has_groups() {
            return Ok(Vec::new());
        }
        let now = self.moment().await?;
        self.with_groups(|groups| Ok(groups.records.drop_ended(now)?))?;
        let mut shown = Vec::new();
        for pair in self.with_groups(|groups| groups.pairs_with(&with))? {
            shown.extend(self.said_in(&pair.conversation, who, limit).await?);
        }
        // Where both have begun a conversation at the same time, something may be in either.
        shown.sort_by(|one, other| one.sent_at.cmp(&other.sent_at));
        let surplus = shown.len().saturating_sub(limit as usize);
        shown.drain(..surplus);
        Ok(shown)
    }

    async fn said_in(
        &self,
        id: &ConversationId,
        who: &str,
        limit: u32,
    ) -> Result<Vec<PrivatePost>> {
        let (found, names) = self.with_groups(|groups| {
            let posts = groups.records.posts(id, None, limit)?;
            let mut names = Vec::with_capacity(posts.len());
            for (_, kept) in &posts {
                let Kept::Said(said) = kept else {
                    names.push((None, None));
                    continue;
                };
                let answered = answered(said).map(|of| groups.name_of(id, &of));
                let own = groups.name_of(id, &reference(said))?;
                names.push((Some(own), answered.transpose()?));
            }
            Ok((groups.found(id, posts)?, names))
        })?;
        let shown = self.shown(id, "", found).await?.into_iter().zip(names);
        let named = shown.map(|(post, (name, answered))| PrivatePost {
            with: Some(who.into()),
            id: name,
            reply_to: answered,
            ..post
        });
        Ok(named.collect())
    }
}
