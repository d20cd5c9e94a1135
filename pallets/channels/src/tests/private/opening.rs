use super::*;

#[test]
fn a_private_channel_has_a_key_a_purse_and_no_owner() {
    ExtBuilder::build_and_execute(|| {
        System::set_block_number(5);
        let channel = create_private();
        let shown = Rooms::private_channel(channel).unwrap();
        assert_eq!(shown.key, key(1).public().0);
        assert_eq!((shown.epoch, shown.predecessor), (0, None));
        assert_eq!(
            (shown.created_at, shown.active_at, shown.retention),
            (5, 5, 30)
        );
        assert_eq!(
            (shown.posts, shown.commits, shown.next, shown.nonce),
            (0, 0, 0, 0)
        );
        assert_eq!(shown.purse, Rooms::purse(channel));
        let kept = PrivateDeposit::get() + ExistentialDeposit::get();
        assert_eq!(shown.funds, ENDOWMENT - kept);
        assert_eq!(
            held(HoldReason::Channel, &shown.purse),
            PrivateDeposit::get()
        );
        assert_eq!(Balances::free_balance(ALICE), FUNDS - ENDOWMENT);
        assert_eq!(held(HoldReason::Channel, &ALICE), 0);
    });
}

#[test]
fn public_and_private_channels_share_their_numbers_and_nothing_else() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        assert_eq!(create_private(), 1);
        assert_ok!(create(ALICE, "meadow"));
        assert_eq!(Rooms::channel(1), None);
        assert_eq!(Rooms::private_channel(0), None);
        assert_noop!(join(BOB, 1), Error::<Test>::ChannelNotFound);
        assert_noop!(post(ALICE, 1, 1, 1), Error::<Test>::ChannelNotFound);
        let fund = Rooms::fund(RuntimeOrigin::signed(BOB), 0, 10);
        assert_noop!(fund, Error::<Test>::ChannelNotFound);
    });
}

#[test]
fn an_endowment_must_cover_the_deposit_and_keep_the_purse_alive() {
    ExtBuilder::build_and_execute(|| {
        let open = |amount| {
            Rooms::create_private(RuntimeOrigin::signed(ALICE), key(1).public().0, 30, amount)
        };
        let least = PrivateDeposit::get() + ExistentialDeposit::get();
        assert_eq!(Rooms::least_endowment(), least);
        assert_noop!(open(least - 1), Error::<Test>::EndowmentTooSmall);
        assert_noop!(open(FUNDS + 1), Error::<Test>::DepositUnaffordable);
        assert_ok!(open(least));
        assert_eq!(funds(0), 0);
    });
}

#[test]
fn a_retention_that_is_not_allowed_is_refused() {
    ExtBuilder::build_and_execute(|| {
        for blocks in [0, 9, 101, u32::MAX] {
            let by = RuntimeOrigin::signed(ALICE);
            let opened = Rooms::create_private(by, key(1).public().0, blocks, ENDOWMENT);
            assert_noop!(opened, Error::<Test>::RetentionBlocks);
        }
    });
}

#[test]
fn anybody_funds_a_purse() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let before = funds(channel);
        assert_ok!(Rooms::fund(RuntimeOrigin::signed(BOB), channel, 500));
        assert_eq!(funds(channel), before + 500);
        System::assert_last_event(
            Event::Funded {
                channel,
                amount: 500,
            }
            .into(),
        );
        let pauper = Rooms::fund(RuntimeOrigin::signed(PAUPER), channel, 500);
        assert_noop!(pauper, Error::<Test>::DepositUnaffordable);
        let nobody = Rooms::fund(RuntimeOrigin::none(), channel, 500);
        assert_noop!(nobody, DispatchError::BadOrigin);
    });
}

#[test]
fn a_purse_that_was_paid_into_beforehand_does_no_harm() {
    ExtBuilder::build_and_execute(|| {
        use frame_support::traits::fungible::Mutate;
        Balances::set_balance(&Rooms::purse(0), 77);
        create_private();
        let kept = PrivateDeposit::get() + ExistentialDeposit::get();
        assert_eq!(funds(0), ENDOWMENT + 77 - kept);
    });
}
