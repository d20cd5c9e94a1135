//! Decisions by vote: how they are counted.
//!
//! The chain knows no member of a conversation, so a proposal is a message, and so is each vote.
//! What comes out follows from the order of the chain alone, in which all members read:
//!
//! * An account has one vote, however many devices it has; its last one counts.
//! * Votes are counted where one stands, and where a commit does. More than half of the accounts
//!   that have a device in the group there have to agree. Those who have gone by then do not
//!   count, nor do their votes.
//! * It is over when so many agree, or so many disagree that so many no longer can; and in any
//!   case [`VOTE`] after the block of the proposal, by the times of blocks. What is decided once
//!   stays so.
//! * Who has proposed it can withdraw it until then, by deleting the message.
//!
//! Whoever came later than a proposal has not got it, and counts among those who could vote.

use crate::{
    certificate::Account, identity::Member, limits::VOTE, MessageId, MessageRef, Position, Subject,
};
use codec::{Decode, Encode};
use postern_primitives::Moment;
use std::collections::{BTreeMap, BTreeSet};

/// How a vote stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It goes on.
    Open,
    /// So many agree.
    Passed,
    /// So many no longer can.
    Rejected,
    /// Its time is over.
    Expired,
    /// Who has proposed it wants it no more.
    Withdrawn,
}

/// A proposal, and how the vote on it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The message that proposes it.
    pub message: MessageRef,
    /// Where that stands.
    pub position: Position,
    /// Who has proposed it.
    pub by: Member,
    /// What.
    pub subject: Subject,
    /// Votes in blocks of this time and later do not count.
    pub ends_at: Moment,
    /// How many have a vote: now, or when it was decided.
    pub electors: u32,
    /// How many of them agree.
    pub ayes: u32,
    /// How many of them disagree.
    pub nays: u32,
    /// What has come out.
    pub outcome: Outcome,
    /// Whether nothing is left to be done about it since it has passed.
    pub is_done: bool,
}

impl Proposal {
    /// How many have to agree.
    pub fn needed(&self) -> u32 {
        self.electors / 2 + 1
    }
}

/// What a message says to a vote.
#[derive(Clone, Encode, Decode)]
pub(crate) enum Ballot {
    Proposal(Subject),
    Vote { on: MessageRef, aye: bool },
    Withdrawal { of: MessageRef },
}

/// What bears on votes.
pub(crate) enum Item {
    Said {
        by: Member,
        message: MessageId,
        ballot: Ballot,
    },
    Changed {
        added: Vec<Member>,
        removed: Vec<Member>,
    },
}

/// The same with its place and the time of its block.
pub(crate) struct Placed {
    pub(crate) position: Position,
    pub(crate) moment: Moment,
    pub(crate) item: Item,
}

/// Counts what stands in `order`, behind which these are `present`.
pub(crate) fn tally(present: &[Member], order: &[Placed], now: Moment) -> Vec<Proposal> {
    let mut count = Count {
        present: present_before(present, order),
        votes: Vec::new(),
    };
    for placed in order {
        count.take(placed);
    }
    count.finish(now)
}

fn present_before(present: &[Member], order: &[Placed]) -> BTreeSet<Member> {
    let mut before: BTreeSet<_> = present.iter().copied().collect();
    for placed in order.iter().rev() {
        if let Item::Changed { added, removed } = &placed.item {
            before.retain(|member| !added.contains(member));
            before.extend(removed);
        }
    }
    before
}

struct Count {
    present: BTreeSet<Member>,
    votes: Vec<Vote>,
}

struct Vote {
    proposal: Proposal,
    said: BTreeMap<Account, bool>,
}

impl Count {
    fn people(&self) -> BTreeSet<Account> {
        self.present.iter().map(|member| member.account).collect()
    }

    fn take(&mut self, placed: &Placed) {
        let moment = placed.moment;
        match &placed.item {
            Item::Changed { added, removed } => {
                self.present.retain(|member| !removed.contains(member));
                self.present.extend(added);
                let people = self.people();
                for vote in &mut self.votes {
                    vote.judge(&people, moment);
                }
            }
            Item::Said {
                by,
                message,
                ballot: Ballot::Proposal(subject),
            } => self.propose(*by, *message, subject, placed),
            Item::Said {
                by,
                ballot: Ballot::Vote { on, aye },
                ..
            } => {
                let people = self.people();
                if let Some(vote) = self.open(on, moment) {
                    vote.said.insert(by.account, *aye);
                    vote.judge(&people, moment);
                }
            }
            Item::Said {
                by,
                ballot: Ballot::Withdrawal { of },
                ..
            } => {
                let people = self.people();
                let open = self.open(of, moment);
                let own = open.filter(|vote| vote.proposal.by.account == by.account);
                if let Some(vote) = own {
                    vote.count(&people);
                    vote.proposal.outcome = Outcome::Withdrawn;
                }
            }
        }
    }

    fn propose(&mut self, by: Member, message: MessageId, subject: &Subject, placed: &Placed) {
        let device = by.device;
        let id = message;
        let proposal = Proposal {
            message: MessageRef { device, id },
            position: placed.position,
            by,
            subject: subject.clone(),
            ends_at: ends(placed.moment),
            electors: 0,
            ayes: 0,
            nays: 0,
            outcome: Outcome::Open,
            is_done: false,
        };
        let said = BTreeMap::new();
        self.votes.push(Vote { proposal, said });
    }

    fn open(&mut self, of: &MessageRef, at: Moment) -> Option<&mut Vote> {
        let mut votes = self.votes.iter_mut();
        let vote = votes.find(|vote| vote.proposal.message == *of);
        vote.filter(|vote| vote.is_open(at))
    }

    fn finish(self, now: Moment) -> Vec<Proposal> {
        let people = self.people();
        let finish = |mut vote: Vote| {
            if vote.proposal.outcome == Outcome::Open {
                vote.count(&people);
                if now >= vote.proposal.ends_at {
                    vote.proposal.outcome = Outcome::Expired;
                }
            }
            vote.proposal
        };
        self.votes.into_iter().map(finish).collect()
    }
}

impl Vote {
    fn is_open(&self, at: Moment) -> bool {
        self.proposal.outcome == Outcome::Open && at < self.proposal.ends_at
    }

    fn count(&mut self, people: &BTreeSet<Account>) {
        let count = |what: bool| {
            let said = self.said.iter();
            let counted = said.filter(|(who, aye)| **aye == what && people.contains(*who));
            u32::try_from(counted.count()).unwrap_or(u32::MAX)
        };
        let (ayes, nays) = (count(true), count(false));
        self.proposal.electors = u32::try_from(people.len()).unwrap_or(u32::MAX);
        (self.proposal.ayes, self.proposal.nays) = (ayes, nays);
    }

    /// Counts again, and decides it where that is enough; or notes that it is done.
    fn judge(&mut self, people: &BTreeSet<Account>, at: Moment) {
        if self.is_open(at) {
            self.count(people);
            let proposal = &mut self.proposal;
            let needed = proposal.needed();
            if proposal.ayes >= needed {
                proposal.outcome = Outcome::Passed;
            } else if proposal.electors.saturating_sub(proposal.nays) < needed {
                proposal.outcome = Outcome::Rejected;
            }
        }
        if self.proposal.outcome == Outcome::Passed {
            self.proposal.is_done |= match &self.proposal.subject {
                Subject::Admit(who) => people.contains(who),
                Subject::Remove(who) => !people.contains(who),
                // What it is called is not known here.
                Subject::Rename(_) => false,
                Subject::Question(_) => true,
            };
        }
    }
}

fn ends(proposed: Moment) -> Moment {
    let week = Moment::try_from(VOTE.as_millis()).unwrap_or(Moment::MAX);
    proposed.saturating_add(week)
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_primitives::DeviceId;

    const WEEK: Moment = 7 * 24 * 60 * 60 * 1_000;

    fn member(who: u8) -> Member {
        device(who, who)
    }

    fn device(who: u8, device: u8) -> Member {
        Member {
            account: [who; 32],
            device: DeviceId([device; 32]),
        }
    }

    fn members(who: impl IntoIterator<Item = u8>) -> Vec<Member> {
        who.into_iter().map(member).collect()
    }

    /// An order in which each item stands a second behind the one before.
    #[derive(Default)]
    struct Order(Vec<Placed>);

    impl Order {
        fn at(&mut self, moment: Moment, item: Item) {
            self.0.push(Placed {
                position: self.0.len() as u64,
                moment,
                item,
            });
        }

        fn next(&mut self, item: Item) {
            let moment = self.0.len() as u64 * 1_000;
            self.at(moment, item);
        }

        fn says(&mut self, by: Member, ballot: Ballot) {
            let message = [self.0.len() as u8; 16];
            self.next(Item::Said {
                by,
                message,
                ballot,
            });
        }

        fn proposes(&mut self, who: u8, subject: Subject) -> MessageRef {
            let id = [self.0.len() as u8; 16];
            self.says(member(who), Ballot::Proposal(subject));
            let device = member(who).device;
            MessageRef { device, id }
        }

        fn votes(&mut self, who: u8, on: MessageRef, aye: bool) {
            self.says(member(who), Ballot::Vote { on, aye });
        }

        fn changes(&mut self, added: Vec<Member>, removed: Vec<Member>) {
            self.next(Item::Changed { added, removed });
        }

        fn counted(&self, present: &[Member]) -> Proposal {
            tally(present, &self.0, 0).pop().unwrap()
        }
    }

    fn question() -> Subject {
        Subject::Question("tea?".into())
    }

    #[test]
    fn more_than_half_of_the_people_have_to_agree() {
        let mut order = Order::default();
        let on = order.proposes(1, question());
        order.votes(1, on, true);
        order.votes(2, on, true);
        let counted = order.counted(&members(1..=4));
        assert_eq!((counted.ayes, counted.needed()), (2, 3));
        assert_eq!(counted.outcome, Outcome::Open);
        order.votes(3, on, true);
        let counted = order.counted(&members(1..=4));
        assert_eq!(counted.outcome, Outcome::Passed);
        assert!(counted.is_done, "there is nothing to be done about it");
    }

    #[test]
    fn so_many_nays_that_no_majority_is_left_reject_it() {
        let mut order = Order::default();
        let on = order.proposes(1, question());
        order.votes(1, on, false);
        assert_eq!(order.counted(&members(1..=4)).outcome, Outcome::Open);
        order.votes(2, on, false);
        assert_eq!(order.counted(&members(1..=4)).outcome, Outcome::Rejected);
    }

    #[test]
    fn an_account_has_one_vote_and_its_last_one_counts() {
        let mut order = Order::default();
        let on = order.proposes(1, question());
        for voter in [device(1, 1), device(1, 7)] {
            order.says(voter, Ballot::Vote { on, aye: true });
        }
        let present = [members(1..=3), vec![device(1, 7)]].concat();
        let counted = order.counted(&present);
        assert_eq!((counted.electors, counted.ayes), (3, 1));
        order.votes(1, on, false);
        let counted = order.counted(&present);
        assert_eq!((counted.ayes, counted.nays), (0, 1));
    }

    #[test]
    fn what_was_decided_stays_so() {
        let mut order = Order::default();
        let on = order.proposes(1, question());
        order.votes(1, on, true);
        order.votes(2, on, true);
        order.votes(2, on, false);
        order.votes(3, on, false);
        let of = on;
        order.says(member(1), Ballot::Withdrawal { of });
        let counted = order.counted(&members(1..=3));
        assert_eq!((counted.ayes, counted.nays), (2, 0));
        assert_eq!(counted.outcome, Outcome::Passed);
    }

    #[test]
    fn who_has_gone_does_not_count_and_who_has_come_does() {
        let mut order = Order::default();
        let on = order.proposes(1, question());
        order.votes(4, on, true);
        order.changes(members([5]), members([4]));
        let present = members([1, 2, 3, 5]);
        let counted = order.counted(&present);
        assert_eq!((counted.electors, counted.ayes), (4, 0));
        order.votes(1, on, true);
        order.votes(2, on, true);
        assert_eq!(order.counted(&present).outcome, Outcome::Open);
        // Their going makes it a majority.
        order.changes(vec![], members([5]));
        let counted = order.counted(&members(1..=3));
        assert_eq!((counted.electors, counted.ayes), (3, 2));
        assert_eq!(counted.outcome, Outcome::Passed);
    }

    #[test]
    fn of_several_devices_the_last_takes_its_account_along() {
        let mut order = Order::default();
        let on = order.proposes(1, Subject::Remove([2; 32]));
        order.votes(1, on, true);
        order.votes(3, on, true);
        order.changes(vec![], vec![device(2, 2)]);
        let counted = order.counted(&[member(1), device(2, 8), member(3)]);
        assert!(counted.outcome == Outcome::Passed && !counted.is_done);
        order.changes(vec![], vec![device(2, 8)]);
        assert!(order.counted(&members([1, 3])).is_done);
        // Back again: it was done, and is not to be done once more.
        order.changes(members([2]), vec![]);
        assert!(order.counted(&members(1..=3)).is_done);
    }

    #[test]
    fn somebody_who_is_in_already_is_admitted() {
        let mut order = Order::default();
        let on = order.proposes(1, Subject::Admit([2; 32]));
        order.votes(1, on, true);
        assert!(!order.counted(&members([1])).is_done);
        order.changes(members([2]), vec![]);
        assert!(order.counted(&members([1, 2])).is_done);
    }

    #[test]
    fn after_a_week_of_blocks_nothing_counts_any_more() {
        let vote_at = |moment| {
            let mut order = Order::default();
            let on = order.proposes(1, question());
            let ballot = Ballot::Vote { on, aye: true };
            let (by, message) = (member(1), [9; 16]);
            order.at(
                moment,
                Item::Said {
                    by,
                    message,
                    ballot,
                },
            );
            tally(&members([1]), &order.0, 2 * WEEK).pop().unwrap()
        };
        assert_eq!(vote_at(WEEK - 1).outcome, Outcome::Passed);
        assert_eq!(vote_at(WEEK).outcome, Outcome::Expired);
        assert_eq!(vote_at(WEEK).ayes, 0);
        // Nor does a commit decide it then.
        let mut order = Order::default();
        let on = order.proposes(1, question());
        order.votes(1, on, true);
        let (added, removed) = (vec![], members([2]));
        order.at(WEEK, Item::Changed { added, removed });
        let counted = tally(&members([1]), &order.0, WEEK).pop().unwrap();
        assert_eq!(counted.outcome, Outcome::Expired);
    }

    #[test]
    fn only_who_has_proposed_it_withdraws_it() {
        let mut order = Order::default();
        let on = order.proposes(1, question());
        let of = on;
        order.says(member(2), Ballot::Withdrawal { of });
        assert_eq!(order.counted(&members(1..=3)).outcome, Outcome::Open);
        order.says(device(1, 7), Ballot::Withdrawal { of });
        order.votes(1, on, true);
        order.votes(2, on, true);
        let counted = order.counted(&members(1..=3));
        assert_eq!(counted.outcome, Outcome::Withdrawn);
        assert_eq!((counted.electors, counted.ayes), (3, 0));
    }

    #[test]
    fn votes_on_what_was_not_proposed_before_do_not_count() {
        let mut order = Order::default();
        let device = member(1).device;
        // The identifier that the proposal behind it has.
        let on = MessageRef {
            device,
            id: [1; 16],
        };
        order.votes(1, on, true);
        assert_eq!(order.proposes(1, question()), on);
        let counted = order.counted(&members([1]));
        assert_eq!((counted.ayes, counted.outcome), (0, Outcome::Open));
    }
}
