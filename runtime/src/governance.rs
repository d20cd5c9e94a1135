//! What the validators decide together is done with the rights of root.
//!
//! This chain has no superuser. Whoever holds more than two thirds of the seats could run
//! any other program from the next block on, and nobody would be left to object; so the same
//! majority, and no smaller one, may change this program on chain, in the open. The council
//! is the validators of the session; see `configs/governance.rs`.

pub use pallet::*;

#[frame_support::pallet]
#[allow(missing_docs)]
pub mod pallet {
    use crate::constants::governance::ENACT_WEIGHT;
    use alloc::boxed::Box;
    use frame_support::{
        dispatch::{GetDispatchInfo, PostDispatchInfo},
        pallet_prelude::*,
        traits::UnfilteredDispatchable,
    };
    use frame_system::{pallet_prelude::*, RawOrigin};

    #[pallet::pallet]
    pub struct Pallet<T>(_);

    #[pallet::config]
    pub trait Config: frame_system::Config {
        /// Any call of the chain.
        type RuntimeCall: Parameter
            + UnfilteredDispatchable<RuntimeOrigin = Self::RuntimeOrigin>
            + GetDispatchInfo;

        /// Who decides.
        type EnactOrigin: EnsureOrigin<Self::RuntimeOrigin>;
    }

    #[pallet::call]
    impl<T: Config> Pallet<T> {
        /// Does `call` with the rights of root: upgrades the program, changes how many
        /// validators there are, and whatever else no account may do alone.
        ///
        /// Only the council may, by a motion for which more than two thirds of its seats
        /// have voted: propose this call there. The event of the motion says how `call`
        /// ended. It costs the fee of closing the motion.
        #[pallet::call_index(0)]
        #[pallet::weight({
            let inner = call.get_dispatch_info();
            (inner.call_weight.saturating_add(ENACT_WEIGHT), inner.class)
        })]
        pub fn enact(
            origin: OriginFor<T>,
            call: Box<<T as Config>::RuntimeCall>,
        ) -> DispatchResultWithPostInfo {
            T::EnactOrigin::ensure_origin(origin)?;
            let PostDispatchInfo { actual_weight, .. } =
                call.dispatch_bypass_filter(RawOrigin::Root.into())?;
            Ok(actual_weight
                .map(|weight| weight.saturating_add(ENACT_WEIGHT))
                .into())
        }
    }
}
