//! What happened, as clients and explorers see it.

use frame_support::pallet_macros::pallet_section;

/// The pallet's events.
#[pallet_section]
mod events {
    /// What happened.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// A channel was opened, with its owner as the first member.
        Created {
            /// The channel.
            channel: ChannelId,
            /// What it is found by.
            name: Handle,
            /// Who opened it.
            owner: T::AccountId,
        },
        /// Somebody joined a channel.
        Joined {
            /// The channel.
            channel: ChannelId,
            /// The new member.
            account: T::AccountId,
        },
        /// Somebody left a channel.
        Left {
            /// The channel.
            channel: ChannelId,
            /// Who is a member no more.
            account: T::AccountId,
        },
        /// A public channel is gone. Its name is free; what was in it is cleared bit by bit.
        Closed {
            /// The channel.
            channel: ChannelId,
            /// What it was found by.
            name: Handle,
            /// Who had opened it.
            owner: T::AccountId,
        },
        /// Something was posted to a channel.
        Posted {
            /// The channel.
            channel: ChannelId,
            /// The post's place in the channel.
            sequence_number: u64,
            /// Who posted it; none in a private channel.
            author: Option<T::AccountId>,
            /// Where its content lies.
            cid: Cid,
            /// How many bytes the content takes.
            size: u64,
        },
        /// A post is gone.
        PostRemoved {
            /// The channel.
            channel: ChannelId,
            /// The post's place in the channel.
            sequence_number: u64,
            /// Where its content lay.
            cid: Cid,
            /// Why it is gone.
            removal: Removal,
        },
        /// Somebody may join a channel that not everybody may join.
        Invited {
            /// The channel.
            channel: ChannelId,
            /// Who may join.
            account: T::AccountId,
            /// Whose deposit is held for it.
            inviter: T::AccountId,
        },
        /// An invitation was withdrawn or declined.
        Uninvited {
            /// The channel.
            channel: ChannelId,
            /// Who may not join any more.
            account: T::AccountId,
        },
        /// A member was removed by decision.
        Removed {
            /// The channel.
            channel: ChannelId,
            /// Who is a member no more.
            account: T::AccountId,
        },
        /// A member was made a moderator, or one no more.
        ModeratorSet {
            /// The channel.
            channel: ChannelId,
            /// The member.
            account: T::AccountId,
            /// Whether the member is a moderator now.
            moderator: bool,
        },
        /// A channel has other rules.
        PolicySet {
            /// The channel.
            channel: ChannelId,
            /// The rules.
            policy: Policy,
        },
        /// A proposal was opened.
        Proposed {
            /// The channel.
            channel: ChannelId,
            /// The proposal's number in the channel.
            proposal: ProposalId,
            /// What it would do.
            subject: SubjectOf<T>,
            /// Who opened it.
            proposer: T::AccountId,
            /// The first block in which nobody votes any more.
            ends_at: BlockNumber,
        },
        /// A member has voted, or changed a vote.
        Voted {
            /// The channel.
            channel: ChannelId,
            /// The proposal.
            proposal: ProposalId,
            /// Who voted.
            account: T::AccountId,
            /// Whether the member agrees.
            aye: bool,
            /// How many agree now.
            ayes: u32,
            /// How many disagree now.
            nays: u32,
        },
        /// A proposal is closed.
        VoteClosed {
            /// The channel.
            channel: ChannelId,
            /// The proposal.
            proposal: ProposalId,
            /// What became of it.
            outcome: Outcome,
        },
        /// A private channel was opened, by an account or by a commit.
        PrivateCreated {
            /// The channel.
            channel: ChannelId,
            /// The key that writes.
            key: GroupPublic,
            /// The channel whose log has the commit that opened it.
            predecessor: Option<ChannelId>,
        },
        /// A private channel's purse was given money.
        Funded {
            /// The channel.
            channel: ChannelId,
            /// How much.
            amount: BalanceOf<T>,
        },
        /// A commit is in the log of a private channel.
        Committed {
            /// The channel.
            channel: ChannelId,
            /// The commit's place in the channel.
            sequence_number: u64,
            /// Where its content lies.
            cid: Cid,
            /// The channel that it opened.
            successor: ChannelId,
        },
        /// A call that came without an account was paid for by the purse, and did nothing.
        PrivateCallFailed {
            /// The channel.
            channel: ChannelId,
            /// Why.
            error: DispatchError,
        },
        /// A private channel is gone.
        PrivateClosed {
            /// The channel.
            channel: ChannelId,
            /// Who got what was left in the purse.
            beneficiary: T::AccountId,
            /// How much that was.
            amount: BalanceOf<T>,
        },
    }
}
