//! Commits: making them, and judging those of others.
//!
//! Whether a commit is valid must come out the same for every member, whenever they look: so it
//! depends on the group before it, on its content, and on what the chain says of the devices
//! concerned at the time of the block that it is in, and on nothing else; not on any clock.

use crate::{
    certificate::Found,
    content,
    conversation::members,
    identity::Member,
    key_package::describe,
    limits::{MAX_ADDED, MAX_COMMIT, MAX_DEVICES},
    state::{Changes, State},
    step::Step,
    store::StateId,
    suite::INVITATION_EXTENSION,
    ConversationId, Error, Part, Refusal, Result,
};
use openmls::framing::errors::MessageDecryptionError;
use openmls::prelude::{
    tls_codec::{Deserialize as _, Serialize as _},
    Extension, KeyPackage, LeafNodeIndex, MergeCommitError, MlsGroup, MlsMessageIn,
    OpenMlsProvider, ProcessMessageError, ProcessedMessage, ProcessedMessageContent, Proposal,
    Sender, StagedCommit, UnknownExtension, ValidationError,
};
use postern_primitives::{Cid, Moment};

/// What a commit of ours is to do.
pub(crate) struct Plan {
    pub(crate) add: Vec<KeyPackage>,
    pub(crate) remove: Vec<LeafNodeIndex>,
    /// What those who are added find in the group's information.
    pub(crate) greeting: Vec<u8>,
}

/// A commit of ours.
pub(crate) struct Made {
    pub(crate) content: Vec<u8>,
    /// The state that it leads to.
    pub(crate) child: StateId,
    /// For those who are added.
    pub(crate) welcome: Option<Vec<u8>>,
}

impl Step<'_> {
    /// Makes a commit in a state. The state goes on as it is; the commit leads to a child of it,
    /// which waits for the chain to choose it.
    pub(crate) fn make_commit(
        &self,
        id: &ConversationId,
        parent: StateId,
        plan: Plan,
    ) -> Result<Made> {
        let provider = self.provider(parent);
        let mut group = self.group(id, parent)?;
        let wrap = self.content_key(&group)?;
        let changes = self.plan_changes(id, &group, &plan)?;
        let builder = group
            .commit_builder()
            .force_self_update(true)
            .propose_adds(plan.add)
            .propose_removals(plan.remove)
            .load_psks(provider.storage())
            .map_err(Error::mls)?;
        // The group's information, with the whole tree in it, is for those who join.
        let builder = if plan.greeting.is_empty() {
            builder.create_group_info(false)
        } else {
            let greeting = UnknownExtension(plan.greeting);
            let greeting = Extension::Unknown(INVITATION_EXTENSION, greeting);
            builder
                .create_group_info_with_extensions([greeting])
                .map_err(Error::mls)?
        };
        let bundle = builder
            .build(provider.rand(), provider.crypto(), self.identity, |_| true)
            .map_err(Error::mls)?
            .stage_commit(&provider)
            .map_err(Error::mls)?;
        let (commit, welcome, _) = bundle.contents();
        let message = commit.tls_serialize_detached().map_err(Error::mls)?;
        let welcome = welcome.map(|welcome| welcome.tls_serialize_detached());
        let welcome = welcome.transpose().map_err(Error::mls)?;
        let content = content::wrap(&wrap, &message)?;
        let digest = content::digest(&content);

        // The parent has stepped the ratchet that the commit is sealed with, and written it down.
        // Only then the child is made of it.
        let child = self.branch(id, parent, digest)?;
        group
            .clear_pending_commit(provider.storage())
            .map_err(Error::mls)?;
        let mut group = self.group(id, child)?;
        group
            .merge_pending_commit(&self.provider(child))
            .map_err(Error::mls)?;
        self.describe_state(child, &group, &changes)?;
        Ok(Made {
            content,
            child,
            welcome,
        })
    }

    fn plan_changes(&self, id: &ConversationId, group: &MlsGroup, plan: &Plan) -> Result<Changes> {
        let added = plan.add.iter().map(describe).collect::<Result<_, _>>()?;
        let present = members(group)?;
        let is_removed = |(index, _): &&(LeafNodeIndex, Member)| plan.remove.contains(index);
        let removed = present.iter().filter(is_removed).map(|(_, member)| *member);
        let changes = Changes {
            by: self.identity.member(),
            added,
            removed: removed.collect(),
            removes_self: false,
        };
        check_size(present.len(), &changes)?;
        self.check_people(id, &present, &changes)?;
        Ok(changes)
    }

    /// Reads another member's commit, and makes the state that it leads to.
    ///
    /// # Errors
    /// [`Error::Refused`] when it is not valid in this state at any time.
    pub(crate) fn read_commit(
        &self,
        id: &ConversationId,
        parent: StateId,
        content: &[u8],
    ) -> Result<State> {
        let child = self.branch(id, parent, content::digest(content))?;
        let mut group = self.group(id, child)?;
        let present = members(&group)?;
        let message = self.unwrap(&group, content)?;
        let processed = self.process(&mut group, child, &message)?;
        let by = sender(&group, &processed)?;
        let ProcessedMessageContent::StagedCommitMessage(staged) = processed.into_content() else {
            return Err(Refusal::NotAuthentic.into());
        };
        let changes = staged_changes(&group, by, &staged)?;
        check_size(present.len(), &changes)?;
        self.check_people(id, &present, &changes)?;
        group
            .merge_staged_commit(&self.provider(child), *staged)
            .map_err(|error| match error {
                MergeCommitError::StorageError(error) => error,
                _ => Refusal::NotAuthentic.into(),
            })?;
        self.describe_state(child, &group, &changes)?;
        self.state(child)
    }

    /// Whether a commit may be taken at the time of its block.
    ///
    /// # Errors
    /// [`Error::Refused`]; [`Error::LookUp`] for a device that has to be looked up first.
    pub(crate) fn judge(&self, changes: &Changes, at: Moment) -> Result<()> {
        let added = changes.added.iter().map(|(member, _)| member);
        self.ensure_looked_up([&changes.by].into_iter().chain(added))?;
        changes.by.valid(self.known, at)?;
        for (member, until) in &changes.added {
            member.valid(self.known, at)?;
            if *until <= at {
                return Err(Refusal::KeyPackageExpired(member.device).into());
            }
        }
        Ok(())
    }

    /// Asks for all look-ups that are missing at once, not for one after the other.
    pub(crate) fn ensure_looked_up<'a>(
        &self,
        members: impl IntoIterator<Item = &'a Member>,
    ) -> Result<()> {
        let missing: Vec<_> = members
            .into_iter()
            .map(|member| member.device)
            .filter(|device| self.known.certificate(device) == Found::NotLookedUp)
            .collect();
        if missing.is_empty() {
            return Ok(());
        }
        Err(Error::LookUp(missing))
    }

    /// Gives an MLS message to the group.
    pub(crate) fn process(
        &self,
        group: &mut MlsGroup,
        state: StateId,
        message: &[u8],
    ) -> Result<ProcessedMessage> {
        let malformed = || Refusal::Malformed(Part::Content);
        let message = MlsMessageIn::tls_deserialize_exact(message)
            .map_err(|_| malformed())?
            .try_into_protocol_message()
            .map_err(|_| malformed())?;
        group
            .process_message(&self.provider(state), message)
            .map_err(|error| match error {
                ProcessMessageError::StorageError(error) => error,
                ProcessMessageError::ValidationError(ValidationError::UnableToDecrypt(
                    MessageDecryptionError::SecretTreeError(_),
                )) => Refusal::KeyGone.into(),
                error => {
                    tracing::debug!(%error, "a message was refused");
                    Refusal::NotAuthentic.into()
                }
            })
    }
}

/// Who has sent a message that was processed.
pub(crate) fn sender(group: &MlsGroup, processed: &ProcessedMessage) -> Result<Member> {
    let Sender::Member(index) = processed.sender() else {
        return Err(Refusal::NotAuthentic.into());
    };
    let leaf = group.member_at(*index).ok_or(Refusal::NotAuthentic)?;
    Ok(Member::read(&leaf.credential, &leaf.signature_key)?)
}

/// What a commit of another member changes: members and keys, and nothing else.
fn staged_changes(group: &MlsGroup, by: Member, staged: &StagedCommit) -> Result<Changes> {
    let mut changes = Changes {
        by,
        added: Vec::new(),
        removed: Vec::new(),
        removes_self: staged.self_removed(),
    };
    for queued in staged.queued_proposals() {
        match queued.proposal() {
            Proposal::Add(add) => changes.added.push(describe(add.key_package())?),
            Proposal::Remove(remove) => {
                let leaf = group.member_at(remove.removed());
                let leaf = leaf.ok_or(Refusal::NotAuthentic)?;
                let member = Member::read(&leaf.credential, &leaf.signature_key)?;
                changes.removed.push(member);
            }
            _ => return Err(Refusal::ForbiddenCommit.into()),
        }
    }
    // Every commit brings a fresh path, so that it heals what may have leaked before, and that
    // who was removed has nothing in common with the epoch behind it.
    let leaf = staged
        .update_path_leaf_node()
        .ok_or(Refusal::ForbiddenCommit)?;
    if Member::read(leaf.credential(), leaf.signature_key().as_slice())? != by {
        return Err(Refusal::LeafTaken(by.device).into());
    }
    Ok(changes)
}

fn check_size(present: usize, changes: &Changes) -> Result<()> {
    if changes.added.len() > MAX_ADDED {
        let added = u32::try_from(changes.added.len()).unwrap_or(u32::MAX);
        return Err(Refusal::TooManyDevices(added).into());
    }
    let devices = (present + changes.added.len()).saturating_sub(changes.removed.len());
    if devices > MAX_DEVICES {
        let devices = u32::try_from(devices).unwrap_or(u32::MAX);
        return Err(Refusal::TooManyDevices(devices).into());
    }
    Ok(())
}

/// Refuses content that is too long or not what its CID names, as far as that can be told: for
/// a file in several blocks, whoever fetched it has checked it.
pub(crate) fn check_content(cid: &Cid, content: &[u8]) -> Result<()> {
    if content.len() > MAX_COMMIT {
        return Err(Refusal::Malformed(Part::Content).into());
    }
    if cid.codec() == postern_primitives::Codec::Raw && !cid.matches(content) {
        return Err(Error::WrongContent(*cid));
    }
    Ok(())
}
