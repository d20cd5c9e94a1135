use super::*;
use postern_primitives::Handle;
use proptest::prelude::*;

#[test]
fn a_channel_has_its_name_and_its_owner_in_it() {
    ExtBuilder::build_and_execute(|| {
        System::set_block_number(7);
        assert_ok!(create(ALICE, "garden"));
        let name: Handle = "garden".parse().unwrap();
        assert_eq!(Names::<Test>::get(&name), Some(0));
        assert_eq!(
            Rooms::channel(0),
            Some(ChannelInfo {
                id: 0,
                name: name.clone(),
                owner: ALICE,
                created_at: 7,
                policy: Rooms::default_policy(),
                members: 1,
                moderators: 1,
                posts: 0,
                next: 0,
                proposals: 0,
            })
        );
        assert!(Rooms::is_moderator(0, &ALICE));
        System::assert_last_event(
            Event::Created {
                channel: 0,
                name,
                owner: ALICE,
            }
            .into(),
        );
    });
}

#[test]
fn a_channel_costs_its_deposit_and_no_membership() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_eq!(held(HoldReason::Channel, &ALICE), ChannelDeposit::get());
        assert_eq!(held(HoldReason::Membership, &ALICE), 0);
    });
}

#[test]
fn channels_are_numbered_in_order() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "first"));
        assert_ok!(create(BOB, "second"));
        assert_ok!(create(ALICE, "third"));
        let id = |name: &[u8]| Rooms::channel_by_name(name).map(|info| info.id);
        assert_eq!(id(b"first"), Some(0));
        assert_eq!(id(b"second"), Some(1));
        assert_eq!(id(b"third"), Some(2));
        assert_eq!(held(HoldReason::Channel, &ALICE), 2 * ChannelDeposit::get());
    });
}

#[test]
fn a_name_that_is_taken_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_noop!(create(BOB, "garden"), Error::<Test>::NameTaken);
    });
}

#[test]
fn each_broken_rule_of_a_name_has_its_own_error() {
    ExtBuilder::build_and_execute(|| {
        for (name, error) in [
            ("", Error::<Test>::NameLength),
            ("ab", Error::<Test>::NameLength),
            ("Garden", Error::<Test>::NameCharacter),
            ("gar den", Error::<Test>::NameCharacter),
            ("-garden", Error::<Test>::NameEdge),
            ("garden-", Error::<Test>::NameEdge),
        ] {
            assert_noop!(create(ALICE, name), error);
        }
    });
}

#[test]
fn a_channel_that_cannot_be_paid_for_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_noop!(create(PAUPER, "garden"), Error::<Test>::DepositUnaffordable);
    });
}

#[test]
fn no_channel_is_opened_when_the_numbers_are_used_up() {
    ExtBuilder::build_and_execute(|| {
        NextChannel::<Test>::put(u32::MAX);
        assert_noop!(create(ALICE, "garden"), Error::<Test>::TooManyChannels);
    });
}

#[test]
fn a_channel_of_nobody_is_refused() {
    ExtBuilder::build_and_execute(|| {
        assert_noop!(
            Rooms::create(RuntimeOrigin::none(), input("garden"), None),
            DispatchError::BadOrigin
        );
    });
}

#[test]
fn nothing_is_found_under_what_is_no_name() {
    ExtBuilder::build_and_execute(|| {
        assert_eq!(Rooms::channel(0), None);
        assert_eq!(Rooms::channel_by_name(b"garden"), None);
        assert_eq!(Rooms::channel_by_name(b"not a name"), None);
        assert_eq!(Rooms::channel_by_name(&[0; 1000]), None);
    });
}

proptest! {
    #[test]
    fn no_name_panics_and_what_is_accepted_is_found(
        name in prop::collection::vec(any::<u8>(), 0..=32),
        likely in "[a-z0-9-]{0,32}",
    ) {
        ExtBuilder::build_and_execute(|| {
            for name in [name, likely.into_bytes()] {
                let input = name.clone().try_into().unwrap();
                if Rooms::create(RuntimeOrigin::signed(ALICE), input, None).is_ok() {
                    assert!(Rooms::channel_by_name(&name).is_some());
                }
            }
        });
    }
}
