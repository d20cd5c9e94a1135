//! Random sequences of whatever people can do, against a model that is as simple as can be:
//! plain lists, recounted from nothing at each step.

use super::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// One thing that somebody does, or a block that goes by.
#[derive(Clone, Debug)]
enum Step {
    Join(AccountId),
    Leave(AccountId),
    Post(AccountId, u8),
    Retract(AccountId, u64),
    Keep(u32, u32),
    Moderate(AccountId, bool),
    Propose(AccountId, Subject<AccountId>),
    Vote(AccountId, u32, bool),
    CloseVote(AccountId, u32),
    Expire(u32),
    Blocks(u32),
}

/// What channel 0 should be.
#[derive(Default)]
struct Model {
    /// Members, each with the number of the event by which they came.
    members: BTreeMap<AccountId, u64>,
    moderators: BTreeMap<AccountId, u64>,
    /// Number, author, and the block in which it goes.
    posts: Vec<(u64, AccountId, u32)>,
    next: u64,
    keep: (u32, u32),
    proposals: BTreeMap<u32, Proposed>,
    next_proposal: u32,
    clock: u64,
}

struct Proposed {
    proposer: AccountId,
    subject: Subject<AccountId>,
    opened: u64,
    ends_at: u32,
    /// Every vote that was given, by whom and when they had come.
    votes: BTreeMap<AccountId, (u64, bool)>,
}

impl Model {
    fn tick(&mut self) -> u64 {
        self.clock += 1;
        self.clock
    }

    /// Who has a vote on it, recounted: all proposals here are voted on by members.
    fn electors(&self, proposed: &Proposed) -> BTreeSet<&AccountId> {
        let there = |(_, came): &(&AccountId, &u64)| **came < proposed.opened;
        self.members
            .iter()
            .filter(there)
            .map(|(account, _)| account)
            .collect()
    }

    /// Electors, ayes, nays: of those votes whose voters never went away.
    fn tally(&self, proposed: &Proposed) -> (u32, u32, u32) {
        let stayed = |account: &AccountId, came: u64| self.members.get(account) == Some(&came);
        let count = |aye: bool| {
            let votes = proposed.votes.iter();
            votes
                .filter(|(account, (came, said))| *said == aye && stayed(account, *came))
                .count()
        };
        let electors = self.electors(proposed).len();
        (electors as u32, count(true) as u32, count(false) as u32)
    }

    fn verdict(&self, number: u32) -> Option<bool> {
        let (electors, ayes, nays) = self.tally(&self.proposals[&number]);
        match (2 * ayes > electors, 2 * nays >= electors) {
            (true, _) => Some(true),
            (_, true) => Some(false),
            _ => None,
        }
    }

    fn forget(&mut self, now: u32) {
        self.posts.retain(|(_, _, until)| now < *until);
    }
}

fn anybody() -> impl Strategy<Value = AccountId> {
    prop::sample::select(EVERYBODY.to_vec())
}

fn step() -> impl Strategy<Value = Step> {
    let subject = prop_oneof![
        anybody().prop_map(Subject::Remove),
        anybody().prop_map(Subject::Appoint),
        anybody().prop_map(Subject::Dismiss),
    ];
    prop_oneof![
        3 => anybody().prop_map(Step::Join),
        2 => anybody().prop_map(Step::Leave),
        5 => (anybody(), 0u8..6).prop_map(|(who, seed)| Step::Post(who, seed)),
        2 => (anybody(), 0u64..12).prop_map(|(who, number)| Step::Retract(who, number)),
        1 => (1u32..5, 10u32..20).prop_map(|(posts, blocks)| Step::Keep(posts, blocks)),
        1 => (anybody(), any::<bool>()).prop_map(|(who, yes)| Step::Moderate(who, yes)),
        4 => (anybody(), subject).prop_map(|(who, subject)| Step::Propose(who, subject)),
        8 => (anybody(), 0u32..6, prop::bool::weighted(0.7))
            .prop_map(|(who, proposal, aye)| Step::Vote(who, proposal, aye)),
        3 => (anybody(), 0u32..6).prop_map(|(who, proposal)| Step::CloseVote(who, proposal)),
        1 => (0u32..6).prop_map(Step::Expire),
        2 => (1u32..9).prop_map(Step::Blocks),
    ]
}

/// Does a step on the chain and, if it was accepted, in the model. Returns whether the model
/// agrees on that.
fn take(step: Step, model: &mut Model) -> bool {
    let now = System::block_number();
    let member = |model: &Model, who: &AccountId| model.members.contains_key(who);
    match step {
        Step::Join(who) => {
            let expected = !member(model, &who);
            if expected {
                let came = model.tick();
                model.members.insert(who.clone(), came);
            }
            join(who, 0).is_ok() == expected
        }
        Step::Leave(who) => {
            // The owner closes the channel by leaving alone, which ends the game.
            if who == ALICE {
                return true;
            }
            let expected = model.members.remove(&who).is_some();
            model.moderators.remove(&who);
            leave(who, 0).is_ok() == expected
        }
        Step::Post(who, seed) => {
            let expected = member(model, &who);
            if expected {
                model
                    .posts
                    .push((model.next, who.clone(), now + model.keep.1));
                model.next += 1;
                for _ in 0..2 {
                    if model.posts.len() > model.keep.0 as usize {
                        model.posts.remove(0);
                    }
                }
            }
            post(who, 0, seed, 1).is_ok() == expected
        }
        Step::Retract(who, number) => {
            let at = model.posts.iter().position(|(is, author, _)| {
                *is == number && (*author == who || model.moderators.contains_key(&who))
            });
            if let Some(at) = at {
                model.posts.remove(at);
            }
            retract(who, 0, number).is_ok() == at.is_some()
        }
        Step::Keep(posts, blocks) => {
            model.keep = (posts, blocks);
            set_policy(ALICE, 0, rules(posts, blocks)).is_ok()
        }
        Step::Moderate(who, yes) => {
            let expected = member(model, &who)
                && who != ALICE
                && model.moderators.contains_key(&who) != yes
                && (!yes || model.moderators.len() < MaxModerators::get() as usize);
            if expected && yes {
                let came = model.tick();
                model.moderators.insert(who.clone(), came);
            } else if expected {
                model.moderators.remove(&who);
            }
            let by = RuntimeOrigin::signed(ALICE);
            Rooms::set_moderator(by, 0, who, yes).is_ok() == expected
        }
        Step::Propose(who, subject) => {
            let proposed = propose(who.clone(), 0, subject.clone()).is_ok();
            let busy = model.proposals.values().any(|open| open.proposer == who);
            if proposed {
                let opened = model.tick();
                let ends_at = now + VotingPeriod::get();
                let entry = Proposed {
                    proposer: who.clone(),
                    subject,
                    opened,
                    ends_at,
                    votes: BTreeMap::new(),
                };
                model.proposals.insert(model.next_proposal, entry);
                model.next_proposal += 1;
            }
            !proposed || (member(model, &who) && !busy)
        }
        Step::Vote(who, number, aye) => {
            let came = model.members.get(&who).copied();
            let expected = match (model.proposals.get_mut(&number), came) {
                (Some(open), Some(came)) if came < open.opened && now < open.ends_at => {
                    open.votes.insert(who.clone(), (came, aye)) != Some((came, aye))
                }
                _ => false,
            };
            vote(who, 0, number, aye).is_ok() == expected
        }
        Step::CloseVote(who, number) => {
            let Some(open) = model.proposals.get(&number) else {
                return close_vote(who, 0, number).is_err();
            };
            let verdict = model.verdict(number);
            let expected = verdict.is_some() || open.proposer == who;
            let subject = open.subject.clone();
            if expected {
                model.proposals.remove(&number);
            }
            if verdict == Some(true) {
                carry_out(subject, model);
            }
            close_vote(who, 0, number).is_ok() == expected
        }
        Step::Expire(number) => {
            let open = model.proposals.get(&number);
            let over = open.is_some_and(|open| now >= open.ends_at);
            let expected = over && model.verdict(number).is_none();
            if expected {
                model.proposals.remove(&number);
            }
            Rooms::expire(RuntimeOrigin::signed(DAVE), 0, number).is_ok() == expected
        }
        Step::Blocks(count) => {
            run_to(now + count);
            true
        }
    }
}

fn carry_out(subject: Subject<AccountId>, model: &mut Model) {
    match subject {
        Subject::Remove(who) if who != ALICE => {
            model.members.remove(&who);
            model.moderators.remove(&who);
        }
        Subject::Appoint(who) => {
            let room = model.moderators.len() < MaxModerators::get() as usize;
            if room && model.members.contains_key(&who) && !model.moderators.contains_key(&who) {
                let came = model.tick();
                model.moderators.insert(who, came);
            }
        }
        Subject::Dismiss(who) if who != ALICE => {
            model.moderators.remove(&who);
        }
        _ => {}
    }
}

/// Moderators are set by the owner at once and by a vote as well.
fn rules(posts: u32, blocks: u32) -> Policy {
    policy(|policy| {
        policy.retention = Retention { posts, blocks };
        policy.decisions.members = Authority::MemberMajority;
    })
}

fn assert_agrees(model: &mut Model) {
    model.forget(System::block_number());
    check();
    let info = Rooms::channel(0).expect("the owner stays");
    assert_eq!(info.members as usize, model.members.len());
    assert_eq!(info.moderators as usize, model.moderators.len());
    for account in EVERYBODY {
        assert_eq!(
            Rooms::is_member(0, &account),
            model.members.contains_key(&account)
        );
        assert_eq!(
            Rooms::is_moderator(0, &account),
            model.moderators.contains_key(&account)
        );
    }
    let shown = Rooms::history(0, 0, u32::MAX).posts;
    let shown: Vec<_> = shown
        .into_iter()
        .map(|post| (post.sequence_number, post.author))
        .collect();
    let expected: Vec<_> = model
        .posts
        .iter()
        .map(|(n, who, _)| (*n, Some(who.clone())))
        .collect();
    assert_eq!(shown, expected);
    let open = Rooms::proposals(0);
    assert_eq!(open.len(), model.proposals.len());
    for info in open {
        let expected = model.tally(&model.proposals[&info.id]);
        assert_eq!((info.electors, info.ayes, info.nays), expected);
        assert_eq!(info.verdict, model.verdict(info.id));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_people_do_the_channel_is_what_the_model_says(
        steps in prop::collection::vec(step(), 1..80),
    ) {
        ExtBuilder::build_and_execute(|| {
            let mut model = Model { keep: (4, 15), ..Model::default() };
            assert_ok!(create(ALICE, "garden"));
            assert_ok!(set_policy(ALICE, 0, rules(4, 15)));
            let came = model.tick();
            model.members.insert(ALICE, came);
            model.moderators.insert(ALICE, came);
            for step in steps {
                let said = format!("{step:?}");
                assert!(take(step, &mut model), "{said}");
                assert_agrees(&mut model);
            }
            assert_ok!(Rooms::close(RuntimeOrigin::signed(ALICE), 0));
            run_to(System::block_number() + 10);
            for account in EVERYBODY {
                assert_eq!(Balances::free_balance(account), FUNDS, "all deposits are back");
            }
        });
    }

    #[test]
    fn whatever_groups_do_no_money_is_lost_and_every_reference_is_a_post(
        steps in prop::collection::vec((0u8..5, 1u8..4, 0u32..3, 0u32..200, 0u128..3_000), 1..60),
    ) {
        ExtBuilder::build_and_execute(|| {
            create_private();
            let before = Balances::total_issuance();
            for (kind, seed, channel, nonce, amount) in steps {
                let by = key(seed);
                let call = match kind {
                    0 => private_post(&by, channel, nonce, seed),
                    1 => private_commit(&by, channel, nonce, &key(seed + 1), amount),
                    2 => private_close(&by, channel, nonce, CAROL),
                    3 => Call::fund { channel, amount },
                    _ => {
                        run_to(System::block_number() + nonce % 40);
                        continue;
                    }
                };
                let _ = dispatch(call, BOB);
                check();
            }
            assert_eq!(Balances::total_issuance(), before);
        });
    }
}
