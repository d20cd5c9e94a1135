//! What pallets refer to and what the pin set counts are the same, whatever people do.

use super::{chain::call, genesis::with_preset, transactions::next_block};
use crate::{
    constants::messaging::{MAX_LIFETIME, MIN_LIFETIME},
    genesis_presets::DEV,
    AccountId, Channels, Inbox, Pinning, Runtime, System,
};
use postern_primitives::{Cid, Codec};
use proptest::prelude::*;
use sp_keyring::Sr25519Keyring::{self, Alice, Bob, Charlie, Dave};
use std::collections::BTreeMap;

const PEOPLE: [Sr25519Keyring; 4] = [Alice, Bob, Charlie, Dave];
const CONTENTS: u8 = 6;

/// The channel that the first account opens, and how many posts it keeps.
const CHANNEL: u32 = 0;
const KEPT: u32 = 4;

#[derive(Clone, Debug)]
enum Step {
    /// Somebody sends a content to some, for so many blocks beyond the shortest lifetime.
    Send {
        from: usize,
        to: Vec<usize>,
        content: u8,
        size: u64,
        beyond: u32,
    },
    /// Somebody acknowledges this of the entries that wait, by its place among them.
    Acknowledge { owner: usize, place: usize },
    /// Whoever sent this of the entries that wait for somebody takes it back.
    Retract { owner: usize, place: usize },
    /// Somebody posts a content to the channel.
    Post { from: usize, content: u8, size: u64 },
    /// The author of this of the posts that are kept takes it back.
    RetractPost { place: usize },
    /// So many blocks go by.
    Wait(u32),
}

fn step() -> impl Strategy<Value = Step> {
    let who = 0..PEOPLE.len();
    let some = prop::sample::subsequence((0..PEOPLE.len()).collect::<Vec<_>>(), 1..=3);
    let (content, size) = (0..CONTENTS, 1u64..10_000);
    prop_oneof![
        5 => (who.clone(), some, content.clone(), size.clone(), 0u32..20).prop_map(
            |(from, to, content, size, beyond)| Step::Send { from, to, content, size, beyond }
        ),
        3 => (who.clone(), 0usize..8)
            .prop_map(|(owner, place)| Step::Acknowledge { owner, place }),
        1 => (who.clone(), 0usize..8)
            .prop_map(|(owner, place)| Step::Retract { owner, place }),
        3 => (who, content, size)
            .prop_map(|(from, content, size)| Step::Post { from, content, size }),
        1 => (0..KEPT as usize).prop_map(|place| Step::RetractPost { place }),
        2 => (1u32..15).prop_map(Step::Wait),
    ]
}

fn cid(content: u8) -> Cid {
    Cid::of_block(Codec::Raw, &[content])
}

fn account(who: usize) -> AccountId {
    PEOPLE[who].to_account_id()
}

fn person(account: &AccountId) -> Sr25519Keyring {
    let person = PEOPLE.iter().find(|one| one.to_account_id() == *account);
    *person.expect("one of them")
}

/// Refused calls leave nothing behind, so it does not matter whether one is.
fn take(step: Step) {
    match step {
        Step::Send {
            from,
            to,
            content,
            size,
            beyond,
        } => {
            let recipients: Vec<_> = to.into_iter().map(account).collect();
            let send = pallet_inbox::Call::<Runtime>::send {
                recipients: recipients.try_into().expect("within the bound"),
                cid: cid(content).to_input(),
                size,
                lifetime: MIN_LIFETIME + beyond,
            };
            let _ = call(PEOPLE[from], send);
        }
        Step::Acknowledge { owner, place } => {
            let page = Inbox::entries(&account(owner), 0, 100);
            let Some(entry) = page.entries.get(place) else {
                return;
            };
            let numbers = vec![entry.sequence_number];
            let acknowledge = pallet_inbox::Call::<Runtime>::acknowledge {
                owner: account(owner),
                sequence_numbers: numbers.try_into().expect("within the bound"),
                proof: None,
            };
            call(PEOPLE[owner], acknowledge).expect("the owner may");
        }
        Step::Retract { owner, place } => {
            let page = Inbox::entries(&account(owner), 0, 100);
            let Some(entry) = page.entries.get(place) else {
                return;
            };
            let sender = person(&entry.sender);
            let entries = vec![(account(owner), entry.sequence_number)];
            let retract = pallet_inbox::Call::<Runtime>::retract {
                entries: entries.try_into().expect("within the bound"),
            };
            call(sender, retract).expect("the sender may");
        }
        Step::Post {
            from,
            content,
            size,
        } => {
            let post = pallet_channels::Call::<Runtime>::post {
                channel: CHANNEL,
                cid: cid(content).to_input(),
                size,
            };
            let _ = call(PEOPLE[from], post);
        }
        Step::RetractPost { place } => {
            let page = Channels::history(CHANNEL, 0, 100);
            let Some(post) = page.posts.get(place) else {
                return;
            };
            let author = post.author.as_ref().expect("the channel is public");
            let retract = pallet_channels::Call::<Runtime>::retract_post {
                channel: CHANNEL,
                sequence_number: post.sequence_number,
            };
            call(person(author), retract).expect("the author may");
        }
        Step::Wait(blocks) => (0..blocks).for_each(|_| next_block()),
    }
}

/// Everything in state that refers to a content, told from what the pallets store.
fn live_references() -> BTreeMap<Cid, u32> {
    let entries = pallet_inbox::Entries::<Runtime>::iter_values().map(|entry| entry.cid);
    let posts = pallet_channels::Log::<Runtime>::iter_values().map(|post| post.cid);
    let mut references = BTreeMap::new();
    for cid in entries.chain(posts) {
        *references.entry(cid).or_default() += 1;
    }
    references
}

fn check() {
    Pinning::do_try_state().expect("the pin set is in order");
    #[cfg(feature = "try-runtime")]
    {
        use frame_support::traits::{TryState, TryStateSelect};
        let now = System::block_number();
        <crate::AllPalletsWithSystem as TryState<_>>::try_state(now, TryStateSelect::All)
            .expect("every pallet is in order");
    }
    let counted: BTreeMap<_, _> = pallet_pinning::Pins::<Runtime>::iter()
        .map(|(cid, pin)| (cid, pin.references))
        .collect();
    assert_eq!(counted, live_references());
    let now = System::block_number();
    let stale = pallet_inbox::Entries::<Runtime>::iter_values().find(|e| e.expires_at <= now);
    assert!(
        stale.is_none(),
        "few entries are swept in the block they expire in"
    );
    assert!(pallet_channels::Log::<Runtime>::iter().count() <= KEPT as usize);
}

fn open_channel() {
    let name = b"everybody".to_vec();
    let mut policy = Channels::default_policy();
    policy.retention.posts = KEPT;
    let create = pallet_channels::Call::<Runtime>::create {
        name: name.try_into().expect("within the bound"),
        policy: Some(policy),
    };
    call(PEOPLE[0], create).expect("the first channel");
    for member in &PEOPLE[1..3] {
        let join = pallet_channels::Call::<Runtime>::join { channel: CHANNEL };
        call(*member, join).expect("anybody may");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn the_pin_set_is_the_set_of_live_references(
        steps in prop::collection::vec(step(), 1..80)
    ) {
        with_preset(DEV, || {
            next_block();
            open_channel();
            for step in steps {
                take(step);
                check();
            }
            // Whatever nobody acknowledged is gone in the end, and posts with their channel.
            let close = pallet_channels::Call::<Runtime>::close { channel: CHANNEL };
            call(PEOPLE[0], close).expect("the owner may");
            check();
            (0..MIN_LIFETIME + 20).for_each(|_| next_block());
            check();
            assert_eq!(Pinning::count(), 0);
        });
    }
}

#[test]
fn a_content_in_many_places_is_released_with_the_last_of_them() {
    with_preset(DEV, || {
        next_block();
        let to = |lifetime| pallet_inbox::Call::<Runtime>::send {
            recipients: vec![account(1), account(2)].try_into().expect("two"),
            cid: cid(0).to_input(),
            size: 10,
            lifetime,
        };
        call(Alice, to(MAX_LIFETIME)).expect("affordable");
        call(Dave, to(MIN_LIFETIME)).expect("affordable");
        assert_eq!(Pinning::pin(&cid(0)).map(|pin| pin.references), Some(4));
        (0..MIN_LIFETIME).for_each(|_| next_block());
        assert_eq!(Pinning::pin(&cid(0)).map(|pin| pin.references), Some(2));
        take(Step::Acknowledge { owner: 1, place: 0 });
        assert!(Pinning::pin(&cid(0)).is_some());
        take(Step::Acknowledge { owner: 2, place: 0 });
        assert!(Pinning::pin(&cid(0)).is_none());
    });
}
