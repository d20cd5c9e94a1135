//! Whatever people do, in whatever order, chain state is what a plain model of it says.

mod model;

use crate::{mock::*, Call, Entries, Queues};
use frame_support::assert_ok;
use model::{Model, Place, PEOPLE};
use postern_primitives::{signing::RulesChange, Senders};
use proptest::prelude::*;

/// What somebody does. People are numbers; contents as well.
#[derive(Clone, Debug)]
pub enum Step {
    Send {
        sender: u8,
        recipients: Vec<u8>,
        content: u8,
        size: u64,
        lifetime: u32,
    },
    Acknowledge {
        owner: u8,
        numbers: Vec<u64>,
    },
    Retract {
        sender: u8,
        places: Vec<Place>,
    },
    Reap {
        places: Vec<Place>,
    },
    SetPolicy {
        owner: u8,
        senders: Senders,
        min_deposit: u64,
    },
    List {
        owner: u8,
        sender: u8,
        allowed: bool,
    },
    Unlist {
        owner: u8,
        sender: u8,
    },
    Wait {
        blocks: u32,
    },
}

fn person() -> impl Strategy<Value = u8> {
    0..PEOPLE
}

/// Numbers near those that are in use: the model turns them into real ones.
fn places() -> impl Strategy<Value = Vec<Place>> {
    prop::collection::vec((person(), 0..6u64), 0..5)
}

fn senders() -> impl Strategy<Value = Senders> {
    prop_oneof![
        Just(Senders::Anyone),
        Just(Senders::Registered),
        Just(Senders::Listed)
    ]
}

fn step() -> impl Strategy<Value = Step> {
    let recipients = prop::collection::vec(person(), 0..4);
    let send = (person(), recipients, 0..3u8, 0..5_000u64, 0..30u32).prop_map(
        |(sender, recipients, content, size, lifetime)| Step::Send {
            sender,
            recipients,
            content,
            size,
            lifetime,
        },
    );
    let numbers = prop::collection::btree_set(0..6u64, 0..5);
    let acknowledge = (person(), numbers).prop_map(|(owner, numbers)| Step::Acknowledge {
        owner,
        numbers: numbers.into_iter().collect(),
    });
    let retract =
        (person(), places()).prop_map(|(sender, places)| Step::Retract { sender, places });
    let reap = places().prop_map(|places| Step::Reap { places });
    let set_policy =
        (person(), senders(), 0..6_000u64).prop_map(|(owner, senders, min_deposit)| {
            Step::SetPolicy {
                owner,
                senders,
                // Often nothing, so that rules go as well.
                min_deposit: min_deposit.saturating_sub(3_000),
            }
        });
    let list =
        (person(), person(), any::<bool>()).prop_map(|(owner, sender, allowed)| Step::List {
            owner,
            sender,
            allowed,
        });
    let unlist = (person(), person()).prop_map(|(owner, sender)| Step::Unlist { owner, sender });
    let wait = (1..8u32).prop_map(|blocks| Step::Wait { blocks });
    prop_oneof![
        8 => send,
        5 => acknowledge,
        2 => retract,
        1 => reap,
        1 => set_policy,
        1 => list,
        1 => unlist,
        2 => wait,
    ]
}

/// Does it on the chain; says whether it was accepted.
fn take(step: &Step) -> bool {
    let done = match step {
        Step::Send {
            sender,
            recipients,
            content,
            size,
            lifetime,
        } => {
            let (sender, recipients) = (owner(*sender), owners(recipients));
            let foreseen = Inbox::can_send(&sender, &recipients, *size, *lifetime);
            let before = held(&sender);
            let call = send_call(&recipients, &content.to_string(), *size, *lifetime);
            let sent = dispatch(call, RuntimeOrigin::signed(sender.clone()));
            assert_eq!(sent.is_ok(), foreseen.is_ok(), "{foreseen:?}");
            if let Ok(deposit) = foreseen {
                assert_eq!(held(&sender), before + deposit);
            }
            sent
        }
        Step::Acknowledge { owner, numbers } => acknowledge(&key(*owner), numbers),
        Step::Retract { sender, places } => retract(&owner(*sender), &real(places)),
        Step::Reap { places } => {
            let entries = crate::mock::places(&real(places));
            dispatch(Call::reap { entries }, RuntimeOrigin::signed(BOB))
        }
        // Every other one by a signature inside, at another's expense.
        Step::SetPolicy {
            owner: who,
            senders,
            min_deposit,
        } if who % 2 == 0 => {
            let change = RulesChange::SetPolicy {
                senders: *senders,
                min_deposit: (*min_deposit).into(),
            };
            let call = Call::set_policy {
                owner: owner(*who),
                senders: *senders,
                min_deposit: *min_deposit,
                proof: Some(rules_proof(&key(*who), change)),
            };
            dispatch(call, RuntimeOrigin::signed(BOB))
        }
        Step::SetPolicy {
            owner: who,
            senders,
            min_deposit,
        } => set_policy(&owner(*who), *senders, *min_deposit),
        Step::List {
            owner: who,
            sender,
            allowed: true,
        } => allow(&owner(*who), &owner(*sender)),
        Step::List {
            owner: who, sender, ..
        } => block(&owner(*who), &owner(*sender)),
        Step::Unlist { owner: who, sender } => unlist(&owner(*who), &owner(*sender)),
        Step::Wait { blocks } => {
            run_to(System::block_number() + blocks);
            Ok(())
        }
    };
    done.is_ok()
}

fn owner(person: u8) -> AccountId {
    inbox_of(&key(person))
}

fn owners(people: &[u8]) -> Vec<AccountId> {
    people.iter().copied().map(owner).collect()
}

fn real(places: &[Place]) -> Vec<(AccountId, u64)> {
    places
        .iter()
        .map(|(person, number)| (owner(*person), *number))
        .collect()
}

/// Chain state as the model has it.
fn assert_agrees(model: &Model) {
    for person in 0..PEOPLE {
        let account = owner(person);
        let read: Vec<_> = Inbox::entries(&account, 0, 512).entries;
        let read: Vec<_> = read
            .into_iter()
            .map(|entry| (entry.sequence_number, entry.cid, entry.expires_at))
            .collect();
        assert_eq!(read, model.readable(person), "inbox of {person}");
        assert_eq!(held(&account), model.held(person), "deposits of {person}");
        let next = Inbox::queue(&account).next;
        assert!(next >= model.highest(person), "numbers of {person}");
    }
    for content in 0..3u8 {
        let references = References::of(&cid(&content.to_string()));
        assert_eq!(references, model.references(content), "content {content}");
    }
    assert_ok!(Inbox::do_try_state());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn state_is_what_the_model_says_after_every_step(
        steps in prop::collection::vec(step(), 1..80),
    ) {
        let people: Vec<_> = (0..PEOPLE).map(owner).collect();
        let funded = [&people[..], &[BOB]].concat();
        ExtBuilder::default().with_funded(&funded).execute_with(|| {
            Registered::add(&owner(0));
            let mut model = Model::default();
            for step in steps {
                let step = model.aim(step);
                let accepted = take(&step);
                assert_eq!(accepted, model.take(&step), "{step:?}");
                assert_agrees(&model);
            }
            // Everything ends some day, and whoever paid has it all back.
            run_to(System::block_number() + MAX_LIFETIME);
            model.forget_rules(|owner, sender| take(&Step::Unlist { owner, sender }));
            for owner in 0..PEOPLE {
                take(&Step::SetPolicy { owner, senders: Senders::Anyone, min_deposit: 0 });
            }
            assert_eq!(Entries::<Test>::iter().count() + Queues::<Test>::iter().count(), 0);
            for account in funded {
                assert_eq!(Balances::free_balance(account), FUNDS);
            }
        });
    }
}
