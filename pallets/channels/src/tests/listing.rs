//! Lists of channels and of members, page by page.

use super::*;
use postern_primitives::limits::MAX_PAGE;
use sp_runtime::AccountId32;
use std::collections::BTreeSet;

fn members() -> BTreeSet<AccountId> {
    let (mut seen, mut after) = (BTreeSet::new(), None);
    loop {
        let page = Rooms::members(0, after, 2);
        assert!(page.members.len() <= 2);
        for member in page.members {
            assert!(seen.insert(member.account), "a member is listed twice");
        }
        after = page.next;
        if after.is_none() {
            return seen;
        }
    }
}

#[test]
fn members_are_listed_page_by_page() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_eq!(members(), [ALICE].into());
        for member in [BOB, CAROL, DAVE] {
            assert_ok!(join(member, 0));
        }
        assert_eq!(members(), EVERYBODY.into());
        let alice = Rooms::member(0, ALICE).unwrap();
        assert!(alice.moderator && alice.joined_at == 1);
        assert_eq!(Rooms::member(0, PAUPER), None);
    });
}

#[test]
fn a_page_goes_on_behind_a_member_who_has_left() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        for member in [BOB, CAROL, DAVE] {
            assert_ok!(join(member, 0));
        }
        let all = Rooms::members(0, None, 9).members;
        let second = all
            .iter()
            .position(|member| member.account != ALICE)
            .unwrap();
        let gone = all[second].account.clone();
        assert_ok!(leave(gone.clone(), 0));
        let rest = Rooms::members(0, Some(gone), 9);
        assert_eq!(rest.members, all[second + 1..]);
        assert_eq!(rest.next, None);
    });
}

#[test]
fn no_page_of_members_is_longer_than_the_largest() {
    ExtBuilder::build_and_execute(|| {
        MaxMembers::set(MAX_PAGE + 2);
        MembershipDeposit::set(0);
        assert_ok!(create(ALICE, "garden"));
        for index in 0..=MAX_PAGE {
            let mut bytes = [200; 32];
            bytes[..4].copy_from_slice(&index.to_le_bytes());
            assert_ok!(join(AccountId32::new(bytes), 0));
        }
        let page = Rooms::members(0, None, u32::MAX);
        assert_eq!(page.members.len(), MAX_PAGE as usize);
        let rest = Rooms::members(0, page.next, u32::MAX);
        assert_eq!((rest.members.len(), rest.next), (2, None));
    });
}

#[test]
fn channels_are_listed_page_by_page_without_those_that_are_closed() {
    ExtBuilder::build_and_execute(|| {
        for name in ["one", "two", "three", "four", "five"] {
            assert_ok!(create(ALICE, name));
        }
        create_private();
        assert_ok!(leave(ALICE, 3));
        let (mut seen, mut after) = (BTreeSet::new(), None);
        loop {
            let page = Rooms::channels(after, 3);
            for channel in page.channels {
                assert!(seen.insert(channel.id));
            }
            after = page.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(seen, [0, 1, 2, 4].into());
    });
}

#[test]
fn where_there_is_nothing_lists_are_empty() {
    ExtBuilder::build_and_execute(|| {
        assert_eq!(Rooms::channels(None, 9).channels, []);
        assert_eq!(Rooms::members(0, None, 9).members, []);
        assert_eq!(Rooms::members(0, Some(ALICE), 0).next, None);
        assert_eq!(Rooms::proposals(0), []);
        assert_eq!(Rooms::votes(0, &ALICE), []);
        assert_eq!(Rooms::invitation(0, &ALICE), None);
        assert_eq!(Rooms::private_channel(0), None);
    });
}
