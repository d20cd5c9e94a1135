//! The worst case of counting references, and of the hook, to be measured.

use crate::{ChangeCount, Config, Pallet, Pins, PrunedTo};
use frame_benchmarking::v2::*;
use frame_support::traits::{Get, Hooks};
use frame_system::pallet_prelude::BlockNumberFor;
use postern_primitives::{benchmarking::cid, limits::MAX_CONTENT_SIZE, traits::ContentStore};

/// Adds the first reference to content number `number`.
fn retain_new<T: Config>(number: u32) {
    Pallet::<T>::retain(cid(number), MAX_CONTENT_SIZE).expect("nothing else refers to it");
}

/// Makes `blocks` blocks leave the window at once.
///
/// Each has a count of changes but no changes, so passing it is one step, which reads one
/// item and removes it. No block is like that: with changes, some steps find the count
/// already read; without, there is none to remove. So no real step touches more.
fn let_leave_window<T: Config>(blocks: u32) -> BlockNumberFor<T> {
    for block in 0..blocks {
        ChangeCount::<T>::insert(BlockNumberFor::<T>::from(block), 0);
    }
    T::ChangeWindow::get() + blocks.into()
}

#[benchmarks]
mod benchmarks {
    use super::*;

    /// The first reference, in a block that has changes already.
    #[benchmark]
    fn retain() {
        frame_system::Pallet::<T>::set_block_number(1u32.into());
        retain_new::<T>(0);

        #[block]
        {
            retain_new::<T>(1);
        }

        assert!(Pins::<T>::contains_key(cid(1)));
    }

    /// The last reference, in a block that has changes already.
    #[benchmark]
    fn release() {
        frame_system::Pallet::<T>::set_block_number(1u32.into());
        retain_new::<T>(0);

        #[block]
        {
            Pallet::<T>::release(&cid(0));
        }

        assert!(!Pins::<T>::contains_key(cid(0)));
    }

    /// This many steps.
    #[benchmark]
    fn prune(s: Linear<0, { T::MaxPruned::get() }>) {
        let now = let_leave_window::<T>(s);

        #[block]
        {
            Pallet::<T>::on_initialize(now);
        }

        assert_eq!(PrunedTo::<T>::get(), (s.into(), 0));
    }

    impl_benchmark_test_suite!(
        Pallet,
        sp_io::TestExternalities::default(),
        crate::mock::Test
    );
}
