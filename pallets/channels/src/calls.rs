//! What people do: each call checks its origin and hands over.

use frame_support::pallet_macros::pallet_section;

/// The pallet's calls.
#[pallet_section]
mod calls {
    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Opens a public channel with the signer as owner, first member and moderator.
        ///
        /// - `name`: 3 to 32 characters out of `a-z`, `0-9` and inner `-`.
        /// - `policy`: its rules; without any, everybody may join, members post, as much is
        ///   kept as is allowed, moderators decide on members and the owner on all else.
        ///
        /// Signed by the owner. Holds `ChannelDeposit` until the channel closes. Emits
        /// [`Event::Created`]. Fails with [`Error::NameTaken`], [`Error::NameLength`],
        /// [`Error::NameCharacter`], [`Error::NameEdge`], [`Error::RetentionPosts`],
        /// [`Error::RetentionBlocks`], [`Error::TooManyChannels`], [`Error::DepositUnaffordable`].
        #[pallet::call_index(0)]
        #[pallet::weight(T::WeightInfo::create())]
        pub fn create(
            origin: OriginFor<T>,
            name: NameInput,
            policy: Option<Policy>,
        ) -> DispatchResult {
            Self::do_create(&ensure_signed(origin)?, &name, policy)
        }

        /// Makes the signer a member. Reading needs no membership: the channel is public.
        ///
        /// Signed by whom the channel's policy lets join. Holds `MembershipDeposit` until the
        /// member leaves. Emits [`Event::Joined`]. Fails with [`Error::ChannelNotFound`],
        /// [`Error::AlreadyMember`], [`Error::NotInvited`], [`Error::TooManyMembers`],
        /// [`Error::DepositUnaffordable`].
        #[pallet::call_index(1)]
        #[pallet::weight(T::WeightInfo::join())]
        pub fn join(origin: OriginFor<T>, channel: ChannelId) -> DispatchResult {
            Self::do_join(&ensure_signed(origin)?, channel)
        }

        /// Ends the signer's membership. Posts stay; votes on open proposals are taken back.
        /// An owner who is alone in the channel closes it by leaving.
        ///
        /// Signed by a member, who gets the deposit back. Emits [`Event::Left`], or
        /// [`Event::Closed`]. Fails with [`Error::ChannelNotFound`], [`Error::NotMember`],
        /// [`Error::OwnerMustStay`].
        #[pallet::call_index(2)]
        #[pallet::weight(T::WeightInfo::leave())]
        pub fn leave(origin: OriginFor<T>, channel: ChannelId) -> DispatchResult {
            Self::do_leave(&ensure_signed(origin)?, channel)
        }

        /// Adds content to the end of the log and keeps it available. If the log has more
        /// posts now than the channel keeps, the oldest goes, or two while there are many.
        ///
        /// - `cid`: where the content lies, as text or as bytes.
        /// - `size`: how many bytes it takes, files included.
        ///
        /// Signed by whom the policy lets post. Holds `PostDeposit`, and `PostDepositPerKib`
        /// for each KiB begun, until the post goes. Emits [`Event::Posted`]. Fails with
        /// [`Error::ChannelNotFound`], [`Error::NotMember`], [`Error::ModeratorsPost`],
        /// [`Error::NotRegistered`], [`Error::ContentEmpty`], [`Error::ContentTooLarge`],
        /// [`Error::ContentRefused`], [`Error::TooManyPosts`], [`Error::DepositUnaffordable`],
        /// or one of `Cid…` for a bad `cid`.
        #[pallet::call_index(3)]
        #[pallet::weight(posts::weight::<T>())]
        pub fn post(
            origin: OriginFor<T>,
            channel: ChannelId,
            cid: CidInput,
            size: u64,
        ) -> DispatchResult {
            Self::do_post(&ensure_signed(origin)?, channel, &cid, size)
        }

        /// Takes a post out of the log; its number is not used again.
        ///
        /// Signed by its author, member or not, or by a moderator. The author gets the
        /// deposit back. Emits [`Event::PostRemoved`]. Fails with [`Error::ChannelNotFound`],
        /// [`Error::PostNotFound`], [`Error::NotAuthor`].
        #[pallet::call_index(4)]
        #[pallet::weight(T::WeightInfo::retract_post())]
        pub fn retract_post(
            origin: OriginFor<T>,
            channel: ChannelId,
            sequence_number: u64,
        ) -> DispatchResult {
            Self::do_retract(&ensure_signed(origin)?, channel, sequence_number)
        }

        /// Gives the channel other rules. Posts of before are kept for as long as before.
        ///
        /// Signed by who decides on the policy at once. Emits [`Event::PolicySet`]. Fails with
        /// [`Error::ChannelNotFound`], [`Error::NotOwner`], [`Error::NotModerator`],
        /// [`Error::VoteNeeded`], [`Error::RetentionPosts`], [`Error::RetentionBlocks`].
        #[pallet::call_index(5)]
        #[pallet::weight(T::WeightInfo::decide())]
        pub fn set_policy(
            origin: OriginFor<T>,
            channel: ChannelId,
            policy: Policy,
        ) -> DispatchResult {
            Self::do_decide(&ensure_signed(origin)?, channel, Subject::Policy(policy))
        }

        /// Lets an account join a channel that not everybody may join.
        ///
        /// Signed by a moderator where the policy says `Invited`, by who decides on members
        /// at once where it says `Vote`. Holds `MembershipDeposit` from the signer until the
        /// account has joined or is uninvited. Emits [`Event::Invited`]. Fails with
        /// [`Error::ChannelNotFound`], [`Error::InvitationNotNeeded`], [`Error::NotOwner`],
        /// [`Error::NotModerator`], [`Error::VoteNeeded`], [`Error::AlreadyMember`],
        /// [`Error::AlreadyInvited`], [`Error::DepositUnaffordable`].
        #[pallet::call_index(6)]
        #[pallet::weight(T::WeightInfo::decide())]
        pub fn invite(
            origin: OriginFor<T>,
            channel: ChannelId,
            account: T::AccountId,
        ) -> DispatchResult {
            Self::do_decide(&ensure_signed(origin)?, channel, Subject::Admit(account))
        }

        /// Withdraws an invitation that was not used.
        ///
        /// Signed by who invited, who was invited, or a moderator. The inviter gets the
        /// deposit back. Emits [`Event::Uninvited`]. Fails with [`Error::ChannelNotFound`],
        /// [`Error::InvitationNotFound`], [`Error::NotModerator`].
        #[pallet::call_index(7)]
        #[pallet::weight(T::WeightInfo::uninvite())]
        pub fn uninvite(
            origin: OriginFor<T>,
            channel: ChannelId,
            account: T::AccountId,
        ) -> DispatchResult {
            Self::do_uninvite(&ensure_signed(origin)?, channel, &account)
        }

        /// Ends the membership of somebody else, as [`Call::leave`] does. Where anybody may
        /// join, so may who was removed.
        ///
        /// Signed by who decides on members at once. The member gets the deposit back. Emits
        /// [`Event::Removed`]. Fails with [`Error::ChannelNotFound`], [`Error::NotOwner`],
        /// [`Error::NotModerator`], [`Error::VoteNeeded`], [`Error::NotMember`],
        /// [`Error::OwnerMustStay`].
        #[pallet::call_index(8)]
        #[pallet::weight(T::WeightInfo::decide())]
        pub fn remove_member(
            origin: OriginFor<T>,
            channel: ChannelId,
            account: T::AccountId,
        ) -> DispatchResult {
            Self::do_decide(&ensure_signed(origin)?, channel, Subject::Remove(account))
        }

        /// Makes a member a moderator, or a moderator an ordinary member.
        ///
        /// Signed by who decides on moderators at once. Emits [`Event::ModeratorSet`]. Fails
        /// with [`Error::ChannelNotFound`], [`Error::NotOwner`], [`Error::NotModerator`],
        /// [`Error::VoteNeeded`], [`Error::NotMember`], [`Error::AlreadyModerator`],
        /// [`Error::TooManyModerators`], [`Error::OwnerMustStay`].
        #[pallet::call_index(9)]
        #[pallet::weight(T::WeightInfo::decide())]
        pub fn set_moderator(
            origin: OriginFor<T>,
            channel: ChannelId,
            account: T::AccountId,
            moderator: bool,
        ) -> DispatchResult {
            let subject = Subject::moderator(account, moderator);
            Self::do_decide(&ensure_signed(origin)?, channel, subject)
        }

        /// Closes the channel for everybody. Its name is free at once; all deposits come back
        /// as its content is cleared in the blocks that follow.
        ///
        /// Signed by who decides on the policy at once. Emits [`Event::Closed`]. Fails with
        /// [`Error::ChannelNotFound`], [`Error::NotOwner`], [`Error::NotModerator`],
        /// [`Error::VoteNeeded`].
        #[pallet::call_index(10)]
        #[pallet::weight(T::WeightInfo::decide())]
        pub fn close(origin: OriginFor<T>, channel: ChannelId) -> DispatchResult {
            Self::do_decide(&ensure_signed(origin)?, channel, Subject::Close)
        }

        /// Opens a proposal, to be voted on for `VotingPeriod` blocks.
        ///
        /// Signed by a member with no other open proposal in the channel. Holds
        /// `ProposalDeposit` until it is closed. Emits [`Event::Proposed`]. Fails with
        /// [`Error::ChannelNotFound`], [`Error::NotMember`], [`Error::VoteNotNeeded`],
        /// [`Error::AlreadyProposed`], [`Error::TooManyProposals`],
        /// [`Error::DepositUnaffordable`], and as the call that would do it at once.
        #[pallet::call_index(11)]
        #[pallet::weight(T::WeightInfo::propose())]
        pub fn propose(
            origin: OriginFor<T>,
            channel: ChannelId,
            subject: SubjectOf<T>,
        ) -> DispatchResult {
            Self::do_propose(&ensure_signed(origin)?, channel, subject)
        }

        /// Votes on a proposal, or changes a vote. Closes nothing: see [`Call::close_vote`].
        ///
        /// Signed by one of its electors. Emits [`Event::Voted`]. Fails with
        /// [`Error::ChannelNotFound`], [`Error::ProposalNotFound`], [`Error::VotingEnded`],
        /// [`Error::NotMember`], [`Error::NotElector`], [`Error::AlreadyVoted`].
        #[pallet::call_index(12)]
        #[pallet::weight(T::WeightInfo::vote())]
        pub fn vote(
            origin: OriginFor<T>,
            channel: ChannelId,
            proposal: ProposalId,
            aye: bool,
        ) -> DispatchResult {
            Self::do_vote(&ensure_signed(origin)?, channel, proposal, aye)
        }

        /// Closes a vote that is decided, and does what was decided; or withdraws an
        /// undecided one.
        ///
        /// Signed by anybody; to withdraw it, by its proposer. The proposer gets the deposit
        /// back. Emits [`Event::VoteClosed`] and the event of what it does. Fails with
        /// [`Error::ChannelNotFound`], [`Error::ProposalNotFound`], [`Error::VoteUndecided`].
        #[pallet::call_index(13)]
        #[pallet::weight(T::WeightInfo::close_vote())]
        pub fn close_vote(
            origin: OriginFor<T>,
            channel: ChannelId,
            proposal: ProposalId,
        ) -> DispatchResult {
            Self::do_close_vote(&ensure_signed(origin)?, channel, proposal)
        }

        /// Clears a proposal away that was not decided in time.
        ///
        /// Signed by anybody. The proposer gets the deposit back. Emits [`Event::VoteClosed`].
        /// Fails with [`Error::ChannelNotFound`], [`Error::ProposalNotFound`],
        /// [`Error::VotingGoesOn`], [`Error::VoteDecided`].
        #[pallet::call_index(14)]
        #[pallet::weight(T::WeightInfo::expire())]
        pub fn expire(
            origin: OriginFor<T>,
            channel: ChannelId,
            proposal: ProposalId,
        ) -> DispatchResult {
            ensure_signed(origin)?;
            Self::do_expire(channel, proposal)
        }

        /// Opens a private channel that only the holders of a key write to. The signer gets
        /// no rights in it, and is seen to have paid for it.
        ///
        /// - `key`: the group's Ed25519 public key.
        /// - `retention`: for how many blocks posts are kept.
        /// - `endowment`: what moves to its purse. `PrivateDeposit` of it is held until the
        ///   channel closes, and the purse keeps what an account must own at least.
        ///
        /// Signed by anybody. Emits [`Event::PrivateCreated`] and [`Event::Funded`]. Fails with
        /// [`Error::RetentionBlocks`], [`Error::EndowmentTooSmall`], [`Error::TooManyChannels`],
        /// [`Error::DepositUnaffordable`].
        #[pallet::call_index(15)]
        #[pallet::weight(T::WeightInfo::create_private())]
        pub fn create_private(
            origin: OriginFor<T>,
            key: GroupPublic,
            retention: BlockNumber,
            endowment: BalanceOf<T>,
        ) -> DispatchResult {
            Self::do_create_private(&ensure_signed(origin)?, key, retention, endowment)
        }

        /// Moves money to the purse of a private channel. The signer has no claim to it:
        /// whoever holds the key spends it.
        ///
        /// Signed by anybody. Emits [`Event::Funded`]. Fails with [`Error::ChannelNotFound`],
        /// [`Error::DepositUnaffordable`].
        #[pallet::call_index(16)]
        #[pallet::weight(T::WeightInfo::fund())]
        pub fn fund(
            origin: OriginFor<T>,
            channel: ChannelId,
            amount: BalanceOf<T>,
        ) -> DispatchResult {
            Self::do_fund(&ensure_signed(origin)?, channel, amount)
        }

        /// Adds content to the log of a private channel, in the name of its group.
        ///
        /// - `cid`, `size`: as for [`Call::post`].
        /// - `retraction`: `blake2_256` of a secret that takes the post back, if one shall.
        /// - `proof`: the group's, over [`group::Post`](postern_primitives::group::Post).
        ///
        /// Comes as a general transaction without an account, charged to the purse; or signed
        /// by anybody, who pays the fee. The purse holds the deposit of a post. Emits
        /// [`Event::Posted`], or [`Event::PrivateCallFailed`]. Fails with
        /// [`Error::ChannelNotFound`], [`Error::ProofExpired`], [`Error::ProofExpiresTooLate`],
        /// [`Error::NonceUsed`], [`Error::BadProof`], [`Error::PurseEmpty`], [`Error::LogFull`],
        /// [`Error::ContentEmpty`], [`Error::ContentTooLarge`], [`Error::ContentRefused`].
        #[pallet::call_index(17)]
        #[pallet::weight(T::WeightInfo::post_private())]
        #[pallet::authorize(Self::authorize_post)]
        #[pallet::weight_of_authorize(T::WeightInfo::authorize_private())]
        pub fn post_private(
            origin: OriginFor<T>,
            channel: ChannelId,
            cid: Cid,
            size: u64,
            retraction: Option<[u8; 32]>,
            proof: Proof,
        ) -> DispatchResult {
            Self::do_post_private(origin, channel, cid, size, retraction, proof)
        }

        /// Adds a commit to the log of a private channel, and opens the channel in which the
        /// group goes on if its members take this commit: see [`private`].
        ///
        /// - `cid`, `size`: as for [`Call::post`].
        /// - `successor`: the key of the group after the commit.
        /// - `endowment`: what moves from this purse to the successor's, as for
        ///   [`Call::create_private`].
        /// - `proof`: the group's, over [`group::Commit`](postern_primitives::group::Commit).
        ///
        /// Comes and pays as [`Call::post_private`]. Emits [`Event::PrivateCreated`] and
        /// [`Event::Committed`], or [`Event::PrivateCallFailed`]. Fails as that call, and with
        /// [`Error::TooManyCommits`], [`Error::EndowmentTooSmall`], [`Error::TooManyChannels`].
        #[pallet::call_index(18)]
        #[pallet::weight(T::WeightInfo::commit())]
        #[pallet::authorize(Self::authorize_commit)]
        #[pallet::weight_of_authorize(T::WeightInfo::authorize_private())]
        pub fn commit(
            origin: OriginFor<T>,
            channel: ChannelId,
            cid: Cid,
            size: u64,
            successor: GroupPublic,
            endowment: BalanceOf<T>,
            proof: Proof,
        ) -> DispatchResult {
            Self::do_commit(origin, channel, cid, size, successor, endowment, proof)
        }

        /// Takes a post out of the log of a private channel. Commits cannot be taken back.
        ///
        /// - `secret`: that whose hash the post has as its `retraction`.
        ///
        /// Comes and pays as [`Call::post_private`]. The purse gets the deposit back. Emits
        /// [`Event::PostRemoved`]. Fails with [`Error::ChannelNotFound`],
        /// [`Error::PostNotFound`], [`Error::BadSecret`], [`Error::PurseEmpty`].
        #[pallet::call_index(19)]
        #[pallet::weight(T::WeightInfo::retract_private())]
        #[pallet::authorize(Self::authorize_retraction)]
        #[pallet::weight_of_authorize(T::WeightInfo::authorize_retraction())]
        pub fn retract_private(
            origin: OriginFor<T>,
            channel: ChannelId,
            sequence_number: u64,
            secret: [u8; 32],
        ) -> DispatchResult {
            Self::do_retract_private(origin, channel, sequence_number, secret)
        }

        /// Closes a private channel that has been silent for its whole time of retention.
        ///
        /// - `beneficiary`: who gets what is left in the purse.
        /// - `proof`: the group's, over [`group::Close`](postern_primitives::group::Close).
        ///
        /// Comes and pays as [`Call::post_private`]. Emits [`Event::PrivateClosed`], or
        /// [`Event::PrivateCallFailed`]. Fails as that call, and with [`Error::StillInUse`].
        #[pallet::call_index(20)]
        #[pallet::weight(T::WeightInfo::close_private())]
        #[pallet::authorize(Self::authorize_close)]
        #[pallet::weight_of_authorize(T::WeightInfo::authorize_private())]
        pub fn close_private(
            origin: OriginFor<T>,
            channel: ChannelId,
            beneficiary: T::AccountId,
            proof: Proof,
        ) -> DispatchResult {
            Self::do_close_private(origin, channel, beneficiary, proof)
        }
    }
}
