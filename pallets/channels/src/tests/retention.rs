use super::*;

fn keep(posts: u32, blocks: u32) -> Policy {
    policy(|policy| policy.retention = Retention { posts, blocks })
}

fn garden_that_keeps(posts: u32, blocks: u32) {
    assert_ok!(create(ALICE, "garden"));
    assert_ok!(set_policy(ALICE, 0, keep(posts, blocks)));
}

#[test]
fn a_post_goes_at_the_block_in_which_it_expires_and_its_deposit_comes_back() {
    ExtBuilder::build_and_execute(|| {
        garden_that_keeps(9, 10);
        assert_ok!(post(ALICE, 0, 1, 1));
        run_to(10);
        assert!(logged(0, 0).is_some());
        run_to(11);
        assert!(logged(0, 0).is_none());
        assert_eq!(held(HoldReason::Post, &ALICE), 0);
        assert_eq!(Rooms::channel(0).unwrap().posts, 0);
        System::assert_last_event(
            Event::PostRemoved {
                channel: 0,
                sequence_number: 0,
                cid: cid(1),
                removal: Removal::Expired,
            }
            .into(),
        );
    });
}

#[test]
fn a_post_beyond_the_count_displaces_the_oldest() {
    ExtBuilder::build_and_execute(|| {
        garden_that_keeps(2, 10);
        for seed in 0..5 {
            assert_ok!(post(ALICE, 0, seed, 1));
        }
        assert_eq!(numbers(&Rooms::history(0, 0, 9)), [3, 4]);
        let one = PostDeposit::get() + PostDepositPerKib::get();
        assert_eq!(held(HoldReason::Post, &ALICE), 2 * one);
        assert_eq!(Rooms::channel(0).unwrap().posts, 2);
    });
}

#[test]
fn posts_that_were_taken_back_do_not_count() {
    ExtBuilder::build_and_execute(|| {
        garden_that_keeps(2, 10);
        for seed in 0..2 {
            assert_ok!(post(ALICE, 0, seed, 1));
        }
        assert_ok!(retract(ALICE, 0, 1));
        assert_ok!(post(ALICE, 0, 2, 1));
        assert_eq!(numbers(&Rooms::history(0, 0, 9)), [0, 2]);
        assert_ok!(post(ALICE, 0, 3, 1));
        assert_eq!(numbers(&Rooms::history(0, 0, 9)), [2, 3]);
    });
}

#[test]
fn a_log_shrinks_by_one_with_each_post_after_the_count_was_lowered() {
    ExtBuilder::build_and_execute(|| {
        garden_that_keeps(9, 20);
        for seed in 0..6 {
            assert_ok!(post(ALICE, 0, seed, 1));
        }
        assert_ok!(set_policy(ALICE, 0, keep(3, 20)));
        assert_eq!(Rooms::channel(0).unwrap().posts, 6);
        let after_posting = |seed| {
            assert_ok!(post(ALICE, 0, seed, 1));
            Rooms::channel(0).unwrap().posts
        };
        assert_eq!([6, 7, 8, 9].map(after_posting), [5, 4, 3, 3]);
        assert_eq!(numbers(&Rooms::history(0, 0, 9)), [7, 8, 9]);
    });
}

#[test]
fn how_long_a_post_is_kept_is_decided_when_it_is_posted() {
    ExtBuilder::build_and_execute(|| {
        garden_that_keeps(9, 10);
        assert_ok!(post(ALICE, 0, 1, 1));
        assert_ok!(set_policy(ALICE, 0, keep(9, 50)));
        assert_ok!(post(ALICE, 0, 2, 1));
        run_to(11);
        assert_eq!(numbers(&Rooms::history(0, 0, 9)), [1]);
        run_to(51);
        assert!(numbers(&Rooms::history(0, 0, 9)).is_empty());
    });
}

#[test]
fn a_flood_that_expires_at_once_is_swept_over_several_blocks() {
    ExtBuilder::build_and_execute(|| {
        garden_that_keeps(50, 10);
        for seed in 0..25 {
            assert_ok!(post(ALICE, 0, seed, 1));
        }
        run_to(10);
        let mut left = vec![];
        for block in 11..=14 {
            run_to(block);
            check();
            left.push(Log::<Test>::iter_prefix_values(0).count());
            assert!(Rooms::history(0, 0, 9).posts.is_empty());
        }
        // Ten steps a block, of which one looks at the block itself.
        assert_eq!(left, [16, 7, 0, 0]);
        assert_eq!(SweptTo::<Test>::get(), 14);
    });
}

#[test]
fn the_sweep_weighs_what_it_does_and_never_more_than_it_may() {
    ExtBuilder::build_and_execute(|| {
        use frame_support::traits::Hooks;
        type Weights = weights::SubstrateWeight<Test>;
        garden_that_keeps(50, 10);
        for seed in 0..25 {
            assert_ok!(post(ALICE, 0, seed, 1));
        }
        run_to(10);
        let idle = Weights::sweep(1, 0) + Weights::clear(0);
        assert_eq!(SweptTo::<Test>::get(), 10);
        System::set_block_number(11);
        let busy = Rooms::on_initialize(11);
        assert_eq!(busy, Weights::sweep(1, 9) + Weights::clear(0));
        assert!(busy.all_gt(idle) || busy.ref_time() > idle.ref_time());
    });
}

#[test]
fn after_a_long_gap_the_sweep_catches_up_step_by_step() {
    ExtBuilder::build_and_execute(|| {
        garden_that_keeps(50, 10);
        assert_ok!(post(ALICE, 0, 1, 1));
        System::set_block_number(40);
        let mut looked = vec![];
        for block in 41..=46 {
            run_to(block);
            looked.push(SweptTo::<Test>::get());
        }
        assert_eq!(looked.last(), Some(&46));
        assert!(looked.windows(2).all(|pair| pair[1] - pair[0] <= 10));
        assert!(logged(0, 0).is_none());
    });
}

#[test]
fn each_impossible_retention_has_its_own_error() {
    ExtBuilder::build_and_execute(|| {
        assert_ok!(create(ALICE, "garden"));
        let too_many = MaxPosts::get() + 1;
        for (posts, blocks, error) in [
            (0, 10, Error::<Test>::RetentionPosts),
            (too_many, 10, Error::<Test>::RetentionPosts),
            (1, 9, Error::<Test>::RetentionBlocks),
            (1, 101, Error::<Test>::RetentionBlocks),
        ] {
            let rules = keep(posts, blocks);
            assert_noop!(set_policy(ALICE, 0, rules.clone()), error);
            let created =
                Rooms::create(RuntimeOrigin::signed(ALICE), input("another"), Some(rules));
            assert!(created.is_err());
        }
        assert_ok!(set_policy(ALICE, 0, keep(MaxPosts::get(), 100)));
        assert_ok!(set_policy(ALICE, 0, keep(1, 10)));
    });
}
