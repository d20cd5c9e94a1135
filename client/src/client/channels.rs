//! Public channels: anybody reads, members post, posts are signed by devices.

use super::{receive::iso8601, Client};
use crate::{
    chain::{
        types::{ChannelInfo, PostInfo},
        Call,
    },
    content, defaults, sealing, Error, Result,
};
use futures::{stream, StreamExt};
use postern_primitives::{Cid, Handle};
use serde::Serialize;

/// A post, as far as it could be read.
#[derive(Clone, Debug, Serialize)]
pub struct ChannelPost {
    /// The channel.
    pub channel: String,
    /// Its place there.
    pub sequence_number: u64,
    /// Its identifier.
    pub id: Cid,
    /// Address of the author.
    pub from: String,
    /// Handle of the author.
    pub handle: Option<String>,
    /// When it was posted, by the author's clock.
    pub sent_at: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

impl Client {
    /// Finds a channel.
    ///
    /// # Errors
    /// [`Error::UnknownChannel`].
    pub async fn channel(&self, name: &str) -> Result<ChannelInfo> {
        let handle = channel_name(name)?;
        let found = self.chain.channel(&handle).await?;
        found.ok_or_else(|| Error::UnknownChannel { name: name.into() })
    }

    /// Opens a public channel.
    ///
    /// # Errors
    /// When the name is taken or is none, or the deposit cannot be paid.
    pub async fn create_channel(&self, name: &str) -> Result<ChannelInfo> {
        self.execute(&Call::create_channel(&channel_name(name)?))
            .await?;
        self.channel(name).await
    }

    /// Joins a channel, so as to post to it.
    ///
    /// # Errors
    /// When there is no such channel, or the account is in it already.
    pub async fn join_channel(&self, name: &str) -> Result<ChannelInfo> {
        let channel = self.channel(name).await?;
        self.execute(&Call::join_channel(channel.id)).await?;
        Ok(channel)
    }

    /// Leaves a channel.
    ///
    /// # Errors
    /// When the account is not in it, or owns it and may not leave.
    pub async fn leave_channel(&self, name: &str) -> Result<ChannelInfo> {
        let channel = self.channel(name).await?;
        self.execute(&Call::leave_channel(channel.id)).await?;
        Ok(channel)
    }

    /// Posts a text for everybody to read.
    ///
    /// # Errors
    /// When the account is not a member; nothing was posted then.
    pub async fn post(&self, name: &str, text: &str) -> Result<Cid> {
        let channel = self.channel(name).await?;
        let sent_at = self.chain.moment().await?.max(super::send::local_moment());
        let post = sealing::Post {
            channel: channel.id,
            author: self.account(),
            device: self.device(),
            sent_at,
            text: text.into(),
        };
        let bytes = sealing::seal_post(&post, self.chain.genesis(), &self.keys.device)?;
        let content = content::publish_block(&self.ipfs, bytes).await?;
        self.execute(&Call::post(channel.id, &content.cid, content.size))
            .await?;
        Ok(content.cid)
    }

    /// Posts of a channel from a number on, oldest first; what cannot be read says why.
    ///
    /// # Errors
    /// When there is no such channel.
    pub async fn history(&self, name: &str, from: u64, limit: u32) -> Result<Vec<ChannelPost>> {
        let channel = self.channel(name).await?;
        self.forget_people();
        let mut posts = Vec::new();
        let mut next = Some(from);
        while let Some(from) = next {
            let left = limit.saturating_sub(u32::try_from(posts.len()).unwrap_or(u32::MAX));
            if left == 0 {
                break;
            }
            let page = self.chain.history(channel.id, from, left).await?;
            next = page.next;
            posts.extend(page.posts);
        }
        let posts = stream::iter(posts).map(|post| self.read_post(&channel, post));
        Ok(posts.buffered(defaults::FETCHES_AT_ONCE).collect().await)
    }

    async fn read_post(&self, channel: &ChannelInfo, info: PostInfo) -> ChannelPost {
        let opened = self.open_post(channel, &info).await;
        let mut shown = ChannelPost {
            channel: channel.name.to_string(),
            sequence_number: info.sequence_number,
            id: info.cid,
            from: super::address(&info.author),
            handle: None,
            sent_at: None,
            text: None,
            error: None,
        };
        match opened {
            Ok((post, handle)) => {
                shown.handle = handle.map(|handle| handle.to_string());
                shown.sent_at = Some(iso8601(post.sent_at));
                shown.text = Some(post.text);
            }
            Err(error) => {
                shown.error = Some(format!("the post {} cannot be read: {error}", info.cid));
            }
        }
        shown
    }

    async fn open_post(
        &self,
        channel: &ChannelInfo,
        info: &PostInfo,
    ) -> Result<(sealing::Post, Option<Handle>)> {
        let bytes = self.fetch(&info.cid).await?;
        let signed = sealing::open_post(&bytes, self.chain.genesis(), channel.id)?;
        let (device, sent_at) = (signed.claimed().device, signed.claimed().sent_at);
        let (certificate, handle) = self.certificate(&device).await?;
        if certificate.account != info.author {
            return Err(Error::NotTheirDevice);
        }
        self.ensure_valid_then(&certificate, sent_at, info.posted_at)
            .await?;
        let post = signed.verify(&certificate.public, &info.author)?;
        Ok((post, handle))
    }
}

fn channel_name(name: &str) -> Result<Handle> {
    name.parse().map_err(|reason| Error::NotAName {
        name: name.into(),
        reason,
    })
}
