use super::*;

#[test]
fn a_commit_opens_a_successor_with_the_next_key_and_money_of_its_own() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        let before = funds(channel);
        System::set_block_number(4);
        run(private_commit(&key(1), channel, 0, &key(2), 1_000));
        System::assert_last_event(
            Event::Committed {
                channel,
                sequence_number: 0,
                cid: cid(200),
                successor: 1,
            }
            .into(),
        );
        let next = Rooms::private_channel(1).unwrap();
        assert_eq!(next.key, key(2).public().0);
        assert_eq!((next.epoch, next.predecessor), (1, Some(channel)));
        assert_eq!((next.retention, next.created_at), (30, 4));
        assert_eq!(next.funds, 1_000 - Rooms::least_endowment());
        assert_eq!(funds(channel), before - FEE - 1_000 - post_deposit());
        let shown = Rooms::private_channel(channel).unwrap();
        assert_eq!((shown.posts, shown.commits), (1, 1));
        let commit = Rooms::history(channel, 0, 9).posts[0].commit;
        assert_eq!(commit, Some(Commit { successor: 1 }));
    });
}

#[test]
fn the_old_key_does_not_write_in_the_successor_nor_the_new_one_in_the_old_channel() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run(private_commit(&key(1), channel, 0, &key(2), 1_000));
        assert_refused(private_post(&key(1), 1, 0, 1), InvalidTransaction::BadProof);
        assert_refused(private_post(&key(2), 0, 1, 1), InvalidTransaction::BadProof);
        run(private_post(&key(2), 1, 0, 1));
    });
}

#[test]
fn a_signature_for_one_epoch_does_not_serve_in_another_although_the_nonces_begin_anew() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run(private_post(&key(1), channel, 0, 1));
        // The group commits without changing its key, which it never should.
        run(private_commit(&key(1), channel, 1, &key(1), 1_000));
        let mut replayed = private_post(&key(1), channel, 0, 1);
        if let Call::post_private { channel, .. } = &mut replayed {
            *channel = 1;
        }
        assert_refused(replayed, InvalidTransaction::BadProof);
    });
}

#[test]
fn a_commit_with_too_little_for_its_successor_does_nothing_and_is_paid_for() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        for (nonce, (endowment, error)) in [
            (
                Rooms::least_endowment() - 1,
                Error::<Test>::EndowmentTooSmall,
            ),
            (ENDOWMENT, Error::<Test>::PurseEmpty),
            (u128::MAX, Error::<Test>::PurseEmpty),
        ]
        .into_iter()
        .enumerate()
        {
            let before = funds(channel);
            let call = private_commit(&key(1), channel, nonce as u32, &key(2), endowment);
            assert_eq!(apply(call), Ok(Ok(())));
            assert_eq!(failure(), Some(error.into()));
            assert_eq!(funds(channel), before - FEE);
        }
        assert_eq!(NextChannel::<Test>::get(), 1);
        assert_eq!(Rooms::private_channel(channel).unwrap().commits, 0);
    });
}

#[test]
fn epochs_follow_one_another() {
    ExtBuilder::build_and_execute(|| {
        let mut channel = create_private();
        for epoch in 1..5u8 {
            let endowment = ENDOWMENT - 1_000 * u128::from(epoch);
            run(private_commit(
                &key(epoch),
                channel,
                0,
                &key(epoch + 1),
                endowment,
            ));
            channel = Rooms::history(channel, 0, 1).posts[0]
                .commit
                .unwrap()
                .successor;
            assert_eq!(
                Rooms::private_channel(channel).unwrap().epoch,
                u32::from(epoch)
            );
        }
        run_to(31);
        run(private_post(&key(5), channel, 0, 1));
    });
}

#[test]
fn a_commit_leaves_the_log_when_it_expires_and_is_counted_out() {
    ExtBuilder::build_and_execute(|| {
        let channel = create_private();
        run(private_commit(&key(1), channel, 0, &key(2), 1_000));
        run_to(31);
        let shown = Rooms::private_channel(channel).unwrap();
        assert_eq!((shown.posts, shown.commits), (0, 0));
        assert!(Rooms::private_channel(1).is_some());
    });
}
