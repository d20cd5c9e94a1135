//! Why calls are refused, in sentences for the user of a wallet.

use frame_support::pallet_macros::pallet_section;

/// The pallet's errors.
#[pallet_section]
mod errors {
    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// There is no such channel. Look a public one up by its name.
        ChannelNotFound,
        /// Another channel has this name. Choose another one.
        NameTaken,
        /// A name has 3 to 32 characters. Choose one of that length.
        NameLength,
        /// A name has only the characters a-z, 0-9 and -. Choose one without others.
        NameCharacter,
        /// A name neither begins nor ends with -. Choose another one.
        NameEdge,
        /// All channel numbers are used up. Post to an existing channel.
        TooManyChannels,
        /// The account is a member of the channel already. Nothing is left to do.
        AlreadyMember,
        /// The account is not a member of the channel. Join it first.
        NotMember,
        /// The channel has as many members as are allowed. Wait until somebody leaves.
        TooManyMembers,
        /// The owner stays while the channel has other members. Close the channel, or wait
        /// until they have left.
        OwnerMustStay,
        /// The channel takes members by invitation. Ask one of its members for one.
        NotInvited,
        /// Anybody may join the channel, so nobody is invited. Tell them its name.
        InvitationNotNeeded,
        /// The account has been invited already. It may join.
        AlreadyInvited,
        /// There is no such invitation. It was used or withdrawn.
        InvitationNotFound,
        /// Only the owner may do this. Ask them.
        NotOwner,
        /// Only a moderator may do this. Ask one of them.
        NotModerator,
        /// The account is a moderator already. Nothing is left to do.
        AlreadyModerator,
        /// The channel has as many moderators as are allowed. Dismiss one first.
        TooManyModerators,
        /// The channel's policy wants a vote on this. Propose it.
        VoteNeeded,
        /// The channel's policy lets the owner or a moderator decide this at once. Ask them.
        VoteNotNeeded,
        /// The policy keeps fewer or more posts than are allowed. Keep at least one, and no
        /// more than `MaxPosts`.
        RetentionPosts,
        /// Posts would be kept for too short or too long. Choose a number of blocks between
        /// `MinRetention` and `MaxRetention`.
        RetentionBlocks,
        /// The channel takes posts from moderators alone. Ask one of them to post.
        ModeratorsPost,
        /// The channel takes posts from members and from registered accounts. Register a
        /// device, or join.
        NotRegistered,
        /// There is no such post. It expired or was taken back.
        PostNotFound,
        /// Only the author and moderators may take a post back. Ask one of them.
        NotAuthor,
        /// A post must have content. Announce the size that the content has.
        ContentEmpty,
        /// The content is larger than one post may announce. Split it.
        ContentTooLarge,
        /// The content cannot be kept available, because too much refers to it or too much
        /// changed in this block. Try again in a later block.
        ContentRefused,
        /// The channel has as many posts as can be numbered. Open another channel.
        TooManyPosts,
        /// The CID is too long to be one. A CIDv1 with sha2-256 has 59 characters.
        CidTooLong,
        /// This is not a CID. One looks like `bafkrei…` or `bafybei…`.
        CidMalformed,
        /// This is a version 0 CID. Convert it to version 1.
        CidVersion0,
        /// The CID has a codec that Postern does not carry. Publish a raw block or UnixFS.
        CidUnsupportedCodec,
        /// The CID has another hash than a whole sha2-256. Publish with sha2-256.
        CidUnsupportedHash,
        /// There are bytes after the end of the CID. Remove them.
        CidTrailingBytes,
        /// The account cannot pay the deposit. Fund it, or free money that is held.
        DepositUnaffordable,
        /// There is no such proposal in the channel. It was closed.
        ProposalNotFound,
        /// The channel has as many open proposals as are allowed. Close one of them first.
        TooManyProposals,
        /// The account has an open proposal in the channel. Close it first.
        AlreadyProposed,
        /// Only those have a vote who could have voted when the proposal was opened. Wait for
        /// the next one.
        NotElector,
        /// The account has voted so already. Nothing is left to do.
        AlreadyVoted,
        /// Voting is over. Close the vote if it has passed, or let it expire.
        VotingEnded,
        /// The vote is not decided yet. Wait until enough have voted, or until it ends.
        VoteUndecided,
        /// The vote goes on. It can expire when voting has ended without a result.
        VotingGoesOn,
        /// The vote is decided. Close it.
        VoteDecided,
        /// The purse would begin with too little. Give it the deposit of a private channel
        /// and what an account must own at least.
        EndowmentTooSmall,
        /// The purse of the channel cannot pay for this. Fund it.
        PurseEmpty,
        /// The signature is not the group's over these very fields on this chain. Sign with
        /// the key of this channel.
        BadProof,
        /// The signature has expired. Sign again with a later `expires`.
        ProofExpired,
        /// `expires` lies more than `MaxProofAge` blocks ahead. Sign with an earlier one.
        ProofExpiresTooLate,
        /// The nonce was used, or is too far from the channel's next one. Sign again with one
        /// from there.
        NonceUsed,
        /// The secret does not take this post back. Only who posted it knows the right one.
        BadSecret,
        /// The channel has as many posts as are allowed. Wait until some expire.
        LogFull,
        /// The channel has as many commits as are allowed. Wait until some expire, or open
        /// another channel.
        TooManyCommits,
        /// The channel was in use within its time of retention. Wait until it has been silent
        /// for as long and its log is empty.
        StillInUse,
    }
}
