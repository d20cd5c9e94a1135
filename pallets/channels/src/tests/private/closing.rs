use super::*;

fn close(channel: ChannelId, nonce: u32) -> DispatchResult {
    dispatch(private_close(&key(1), channel, nonce, CAROL), BOB)
}

#[test]
fn a_silent_channel_is_closed_and_its_purse_paid_out() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run(private_post(&key(1), channel, 0, 1));
        run_to(31);
        let purse = Rooms::purse(channel);
        let whole = Balances::total_balance(&purse);
        run(private_close(&key(1), channel, 1, CAROL));
        assert_eq!(Rooms::private_channel(channel), None);
        assert_eq!(Balances::free_balance(CAROL), FUNDS + whole - FEE);
        assert_eq!(Balances::total_balance(&purse), 0);
        System::assert_last_event(
            Event::PrivateClosed {
                channel,
                beneficiary: CAROL,
                amount: whole - FEE,
            }
            .into(),
        );
    });
}

#[test]
fn a_channel_that_was_written_to_is_not_closed_before_its_whole_retention() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run_to(20);
        run(private_post(&key(1), channel, 0, 1));
        run_to(49);
        assert_eq!(close(channel, 1), Err(Error::<Test>::StillInUse.into()));
        run_to(50);
        assert_ok!(close(channel, 1));
    });
}

#[test]
fn a_new_channel_is_not_closed_before_anybody_can_have_used_it() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run_to(30);
        assert_eq!(close(channel, 0), Err(Error::<Test>::StillInUse.into()));
        run_to(31);
        assert_ok!(close(channel, 0));
    });
}

#[test]
fn a_retraction_does_not_make_a_channel_silent_earlier_nor_later() {
    ExtBuilder::build_and_execute(|| {
        use frame_support::Hashable;
        let (channel, secret) = (create_private(), [5; 32]);
        run_to(11);
        let hash = Some(secret.blake2_256());
        run(private_post_with(&key(1), channel, 0, 1, hash));
        run_to(15);
        run(Call::retract_private {
            channel,
            sequence_number: 0,
            secret,
        });
        run_to(40);
        assert_eq!(close(channel, 1), Err(Error::<Test>::StillInUse.into()));
        run_to(41);
        assert_ok!(close(channel, 1));
    });
}

#[test]
fn expired_posts_that_wait_for_the_sweep_put_closing_off() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run(private_post(&key(1), channel, 0, 1));
        System::set_block_number(40);
        assert_eq!(close(channel, 1), Err(Error::<Test>::StillInUse.into()));
        run_to(44);
        assert_ok!(close(channel, 1));
    });
}

#[test]
fn who_gets_what_is_left_needs_no_account_before() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run_to(31);
        run(private_close(&key(1), channel, 0, PAUPER));
        assert_eq!(Balances::free_balance(PAUPER), ENDOWMENT - FEE);
    });
}

#[test]
fn a_closed_channel_takes_nothing_and_its_number_is_not_used_again() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run_to(31);
        assert_ok!(close(channel, 0));
        let fund = Rooms::fund(RuntimeOrigin::signed(BOB), channel, 10);
        assert_noop!(fund, Error::<Test>::ChannelNotFound);
        assert!(validate(private_post(&key(1), channel, 1, 1)).is_err());
        assert_eq!(create_private(), 1);
    });
}

#[test]
fn a_successor_outlives_its_predecessor() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run(private_commit(&key(1), channel, 0, &key(2), 1_000));
        run_to(31);
        assert_ok!(close(channel, 1));
        run(private_post(&key(2), 1, 0, 1));
        let shown = Rooms::private_channel(1).unwrap();
        assert_eq!(shown.predecessor, Some(channel));
    });
}
