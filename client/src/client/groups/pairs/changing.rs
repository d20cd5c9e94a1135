//! Editing, deleting and reacting to what two people have said to each other.

use super::naming::DirectName;
use crate::{
    client::{address, composing::Enclosed, Client, Request, Sent},
    content::Silent,
    Error, Result,
};
use futures::{future::BoxFuture, FutureExt};
use postern_conversations::{Body, MessageRef};

impl Client {
    /// Puts another text in the place of the one that a message of this account to somebody has.
    ///
    /// # Errors
    /// [`Error::NoSuchDirect`], [`Error::NotYourMessage`]; [`Error::NoConversation`] while
    /// messages to them go as letters; as for [`send`](Self::send).
    pub fn edit<'a>(
        &'a self,
        who: &'a str,
        name: DirectName,
        text: &'a str,
    ) -> BoxFuture<'a, Result<Sent>> {
        let text = text.to_owned();
        self.change(who, name, true, move |of| Body::Edit { of, text })
    }

    /// Has both forget a message of this account to somebody.
    ///
    /// # Errors
    /// As for [`edit`](Self::edit).
    pub fn delete<'a>(&'a self, who: &'a str, name: DirectName) -> BoxFuture<'a, Result<Sent>> {
        self.change(who, name, true, |of| Body::Delete { of })
    }

    /// Reacts to a message of a conversation, in the place of an earlier reaction; an empty one takes
    /// that back.
    ///
    /// # Errors
    /// As for [`edit`](Self::edit).
    pub fn react<'a>(
        &'a self,
        who: &'a str,
        name: DirectName,
        reaction: &'a str,
    ) -> BoxFuture<'a, Result<Sent>> {
        let reaction = reaction.to_owned();
        self.change(who, name, false, move |to| Body::Reaction { to, reaction })
    }

    fn change<'a>(
        &'a self,
        who: &'a str,
        name: DirectName,
        own_only: bool,
        body: impl FnOnce(MessageRef) -> Body + Send + 'a,
    ) -> BoxFuture<'a, Result<Sent>> {
        async move {
            self.tidy().await;
            let with = self.lookup(who).await?.account;
            let (conversation, of, is_own) = self.direct_named(&with, name)?;
            if own_only && !is_own {
                return Err(Error::NotYourMessage);
            }
            let request = Request {
                to: vec![address(&with)],
                ..Request::default()
            };
            let enclosed = Enclosed::Change {
                conversation,
                body: body(of),
                kept_for: self.time_left(&conversation, &of).await?,
            };
            let (message, _) = self.prepare(&request, enclosed, &Silent).await?;
            self.deliver(message).await
        }
        .boxed()
    }
}
