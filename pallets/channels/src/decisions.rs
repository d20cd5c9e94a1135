//! Who decides, and what a decision does: one place for those taken at once and for those
//! taken by vote.

use crate::{
    types::{Authority, ChannelId, ChannelOf, JoinRule, Subject, SubjectOf},
    Channels, Config, Error, Event, Invitations, Members, Pallet,
};
use frame_support::{ensure, pallet_prelude::DispatchResult, traits::Get};

impl<AccountId> Subject<AccountId> {
    /// To make an account a moderator, or one no more.
    pub fn moderator(account: AccountId, moderator: bool) -> Self {
        if moderator {
            Self::Appoint(account)
        } else {
            Self::Dismiss(account)
        }
    }
}

impl<T: Config> Pallet<T> {
    /// A decision that one person takes at once.
    pub(crate) fn do_decide(
        by: &T::AccountId,
        id: ChannelId,
        subject: SubjectOf<T>,
    ) -> DispatchResult {
        let channel = Self::open(id)?;
        Self::ensure_decides(id, &channel, by, &subject)?;
        Self::ensure_sensible(id, &channel, &subject)?;
        Self::carry_out(id, channel, subject, by)
    }

    /// Who decides on a subject, by the channel's policy.
    pub(crate) fn authority(channel: &ChannelOf<T>, subject: &SubjectOf<T>) -> Authority {
        let policy = &channel.policy;
        match subject {
            Subject::Admit(_) if policy.join == JoinRule::Invited => Authority::AnyModerator,
            Subject::Admit(_) | Subject::Remove(_) => policy.decisions.members,
            Subject::Appoint(_) | Subject::Dismiss(_) => policy.decisions.moderators,
            Subject::Policy(_) | Subject::Close => policy.decisions.policy,
        }
    }

    fn ensure_decides(
        id: ChannelId,
        channel: &ChannelOf<T>,
        by: &T::AccountId,
        subject: &SubjectOf<T>,
    ) -> Result<(), Error<T>> {
        match Self::authority(channel, subject) {
            Authority::Owner => ensure!(channel.owner == *by, Error::<T>::NotOwner),
            Authority::AnyModerator => {
                ensure!(Self::is_moderator(id, by), Error::<T>::NotModerator)
            }
            _ => return Err(Error::<T>::VoteNeeded),
        }
        Ok(())
    }

    /// Whether a decision would do something, as things are.
    pub(crate) fn ensure_sensible(
        id: ChannelId,
        channel: &ChannelOf<T>,
        subject: &SubjectOf<T>,
    ) -> Result<(), Error<T>> {
        match subject {
            Subject::Admit(account) => {
                let open_to_all = channel.policy.join == JoinRule::Anyone;
                ensure!(!open_to_all, Error::<T>::InvitationNotNeeded);
                ensure!(!Self::is_member(id, account), Error::<T>::AlreadyMember);
                let invited = Invitations::<T>::contains_key(id, account);
                ensure!(!invited, Error::<T>::AlreadyInvited);
            }
            Subject::Remove(account) => {
                ensure!(Self::is_member(id, account), Error::<T>::NotMember);
                ensure!(channel.owner != *account, Error::<T>::OwnerMustStay);
            }
            Subject::Appoint(account) => {
                let member = Members::<T>::get(id, account).ok_or(Error::<T>::NotMember)?;
                ensure!(member.moderator.is_none(), Error::<T>::AlreadyModerator);
                let room = channel.moderators < T::MaxModerators::get();
                ensure!(room, Error::<T>::TooManyModerators);
            }
            Subject::Dismiss(account) => {
                ensure!(Self::is_moderator(id, account), Error::<T>::NotModerator);
                ensure!(channel.owner != *account, Error::<T>::OwnerMustStay);
            }
            Subject::Policy(policy) => Self::ensure_policy(policy)?,
            Subject::Close => {}
        }
        Ok(())
    }

    /// Does what was decided, which is [sensible](Self::ensure_sensible). `by` took the
    /// decision or proposed it, and pays for what it stores.
    pub(crate) fn carry_out(
        id: ChannelId,
        mut channel: ChannelOf<T>,
        subject: SubjectOf<T>,
        by: &T::AccountId,
    ) -> DispatchResult {
        let event = match subject {
            Subject::Admit(account) => return Self::admit(id, account, by),
            Subject::Close => {
                Self::shut(id, channel);
                return Ok(());
            }
            Subject::Remove(account) => {
                Self::let_go(id, &mut channel, &account)?;
                Event::Removed {
                    channel: id,
                    account,
                }
            }
            Subject::Appoint(account) => {
                Self::raise(id, &mut channel, &account)?;
                Event::ModeratorSet {
                    channel: id,
                    account,
                    moderator: true,
                }
            }
            Subject::Dismiss(account) => {
                Self::lower(id, &mut channel, &account)?;
                Event::ModeratorSet {
                    channel: id,
                    account,
                    moderator: false,
                }
            }
            Subject::Policy(policy) => {
                channel.policy = policy.clone();
                Event::PolicySet {
                    channel: id,
                    policy,
                }
            }
        };
        Channels::<T>::insert(id, channel);
        Self::deposit_event(event);
        Ok(())
    }
}
