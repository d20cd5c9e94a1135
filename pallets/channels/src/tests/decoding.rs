//! Whatever bytes arrive as a call.

use super::*;
use codec::{Decode, Encode};
use frame_support::pallet_prelude::TransactionSource;
use frame_support::traits::{Authorize, GetCallIndex};
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn no_bytes_make_a_call_panic(
        index in prop::sample::select(Call::<Test>::get_call_indices()),
        // Small numbers first: they name channels, posts and proposals that there are.
        near in prop::collection::vec(0u8..3, 0..40),
        bytes in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        ExtBuilder::build_and_execute(|| {
            garden_of(&[BOB], Authority::MemberMajority);
            create_private();
            let _ = propose(BOB, 0, Subject::Close);
            let encoded = [&[index], &near[..], &bytes[..]].concat();
            let Ok(call) = Call::<Test>::decode(&mut &encoded[..]) else {
                return;
            };
            assert_eq!(call.encode(), encoded[..call.encoded_size()]);
            let _ = call.authorize(TransactionSource::External);
            let _ = dispatch(call, BOB);
        });
    }
}
