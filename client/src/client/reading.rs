//! Reading public channels: anybody does, without a keystore.

use super::{
    near::near,
    read::iso8601,
    witness::{People, Witness},
    PrivateFile, ReceivedFile, Who,
};
use crate::{
    chain::{
        channels::{MemberInfo, ProposalInfo},
        types::{AccountId, ChannelInfo, PostInfo},
        Chain,
    },
    content::{download_file, Progress},
    defaults, sealing, Error, Result,
};
use futures::{stream, StreamExt};
use postern_ipfs::client::Client as Ipfs;
use postern_primitives::{limits::MAX_PAGE, Cid, Handle};
use serde::Serialize;
use std::{path::Path, sync::Mutex};

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
    pub from: Option<String>,
    /// Handle of the author.
    pub handle: Option<String>,
    /// When it was posted, by the author's clock.
    pub sent_at: Option<String>,
    /// The text.
    pub text: Option<String>,
    /// Its files.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<PrivateFile>,
    /// Why it could not be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub error: Option<String>,
}

/// Finds a public channel.
///
/// # Errors
/// [`Error::UnknownChannel`].
pub async fn find_channel(chain: &Chain, name: &str) -> Result<ChannelInfo> {
    let found = chain.channel(&channel_name(name)?).await?;
    found.ok_or_else(|| Error::UnknownChannel { name: name.into() })
}

/// Up to `limit` public channels, by their names.
///
/// # Errors
/// When the node cannot be asked.
pub async fn list_channels(chain: &Chain, limit: usize) -> Result<Vec<ChannelInfo>> {
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = chain.channels(after, MAX_PAGE).await?;
        found.extend(page.channels);
        after = page.next;
        if after.is_none() || found.len() >= limit {
            break;
        }
    }
    found.truncate(limit);
    found.sort_unstable_by(|one, other| one.name.cmp(&other.name));
    Ok(found)
}

/// All members of a channel with their handles, those who joined first at the front.
///
/// # Errors
/// When there is no such channel, or the node cannot be asked.
pub async fn list_members(chain: &Chain, name: &str) -> Result<Vec<(MemberInfo, Option<Handle>)>> {
    let channel = find_channel(chain, name).await?;
    let (mut found, mut after) = (Vec::new(), None);
    loop {
        let page = chain.members(channel.id, after, MAX_PAGE).await?;
        let accounts: Vec<_> = page.members.iter().map(|member| member.account).collect();
        let identities = chain.identities(&accounts).await?;
        let handles = identities.into_iter().map(|identity| identity?.handle);
        found.extend(page.members.into_iter().zip(handles));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    found.sort_unstable_by_key(|(member, _)| (member.joined_at, member.account));
    Ok(found)
}

/// The open proposals of a channel.
///
/// # Errors
/// When there is no such channel, or the node cannot be asked.
pub async fn list_proposals(chain: &Chain, name: &str) -> Result<Vec<ProposalInfo>> {
    let channel = find_channel(chain, name).await?;
    Ok(chain.proposals(channel.id).await?)
}

/// The account behind a handle or an address; an address need not be registered.
///
/// # Errors
/// [`Error::UnknownPerson`] when nobody has the handle.
pub async fn account_of(chain: &Chain, who: &str) -> Result<AccountId> {
    match who.parse()? {
        Who::Account(account) => Ok(account),
        Who::Handle(handle) => {
            let found = chain.identity_by_handle(&handle).await?;
            let identity = found.ok_or_else(|| Error::UnknownPerson { who: who.into() })?;
            Ok(identity.account)
        }
    }
}

/// Posts of a channel, oldest first: from a number on, or without one the last ones. What
/// cannot be read says why.
///
/// # Errors
/// When there is no such channel, or the node cannot be asked.
pub async fn read_channel(
    chain: &Chain,
    ipfs: &Ipfs,
    name: &str,
    from: Option<u64>,
    limit: u32,
) -> Result<Vec<ChannelPost>> {
    let channel = find_channel(chain, name).await?;
    let posts = match from {
        Some(from) => posts_from(chain, channel.id, from, limit).await?,
        None => last_posts(chain, channel.id, limit).await?,
    };
    let people = Mutex::new(People::default());
    let witness = Witness {
        chain,
        ipfs,
        people: &people,
    };
    let posts = stream::iter(posts).map(|post| witness.read_post(&channel, post));
    Ok(posts.buffered(defaults::FETCHES_AT_ONCE).collect().await)
}

/// Fetches the files of a post into a folder, and says where each is now. What was interrupted goes
/// on where it was.
///
/// # Errors
/// [`Error::UnknownChannel`]; [`Error::NoSuchMessage`]; [`Error::NoFiles`]; when the post cannot be
/// believed, or its files not be had or not be written.
pub async fn download_from_channel(
    chain: &Chain,
    ipfs: &Ipfs,
    name: &str,
    number: u64,
    folder: &Path,
    progress: &dyn Progress,
) -> Result<Vec<ReceivedFile>> {
    let channel = find_channel(chain, name).await?;
    let mut posts = posts_from(chain, channel.id, number, 1).await?;
    posts.retain(|post| post.sequence_number == number);
    let info = posts.pop().ok_or_else(|| Error::NoSuchMessage {
        channel: name.into(),
    })?;
    let people = Mutex::new(People::default());
    let witness = Witness {
        chain,
        ipfs,
        people: &people,
    };
    let (post, _) = witness.open_post(&channel, &info).await?;
    if post.files.is_empty() {
        return Err(Error::NoFiles);
    }
    let mut saved = Vec::with_capacity(post.files.len());
    for file in &post.files {
        let saving = download_file(ipfs, file, folder, progress);
        saved.push(ReceivedFile {
            name: file.name.clone(),
            size: file.size,
            path: near(chain, ipfs, &info.cid, saving).await?,
        });
    }
    Ok(saved)
}

async fn posts_from(chain: &Chain, channel: u32, from: u64, limit: u32) -> Result<Vec<PostInfo>> {
    let (mut posts, mut next) = (Vec::new(), Some(from));
    while let (Some(from), left @ 1..) = (next, left(limit, &posts)) {
        let page = chain.history(channel, from, left).await?;
        next = page.next;
        posts.extend(page.posts);
    }
    Ok(posts)
}

async fn last_posts(chain: &Chain, channel: u32, limit: u32) -> Result<Vec<PostInfo>> {
    let (mut posts, mut before) = (Vec::new(), None);
    while let left @ 1.. = left(limit, &posts) {
        let page = chain.history_back(channel, before, left).await?;
        posts.extend(page.posts);
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    posts.reverse();
    Ok(posts)
}

fn left(limit: u32, posts: &[PostInfo]) -> u32 {
    limit.saturating_sub(u32::try_from(posts.len()).unwrap_or(u32::MAX))
}

impl Witness<'_> {
    async fn read_post(&self, channel: &ChannelInfo, info: PostInfo) -> ChannelPost {
        let opened = self.open_post(channel, &info).await;
        let mut shown = ChannelPost {
            channel: channel.name.to_string(),
            sequence_number: info.sequence_number,
            id: info.cid,
            from: info.author.as_ref().map(super::address),
            handle: None,
            sent_at: None,
            text: None,
            files: Vec::new(),
            error: None,
        };
        match opened {
            Ok((post, handle)) => {
                shown.handle = handle.map(|handle| handle.to_string());
                shown.sent_at = Some(iso8601(post.sent_at));
                shown.text = Some(post.text);
                shown.files = post.files.iter().map(PrivateFile::from).collect();
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
        if Some(certificate.account) != info.author {
            return Err(Error::NotTheirDevice);
        }
        self.ensure_valid_then(&certificate, sent_at, info.posted_at)
            .await?;
        let post = signed.verify(&certificate.public, &certificate.account)?;
        Ok((post, handle))
    }
}

pub(super) fn channel_name(name: &str) -> Result<Handle> {
    name.parse().map_err(|reason| Error::NotAName {
        name: name.into(),
        reason,
    })
}
