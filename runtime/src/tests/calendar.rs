//! How long sessions and eras are.

use super::{
    chain::{block, block_by, end_session_by},
    genesis::{with_patched_preset, with_preset},
};
use crate::{
    calendar::{EpochLength, EraLength},
    configs::BondingSlots,
    constants::{
        staking::{BONDING_ERAS, FAST_SESSIONS_PER_ERA, SESSIONS_PER_ERA},
        time::{EPOCH_SLOTS, FAST_EPOCH_SLOTS},
    },
    genesis_presets::{DEV, LOCAL},
    Babe, Runtime, Session,
};
use frame_support::traits::Get;
use serde_json::json;

fn lengths() -> (u64, u32) {
    (EpochLength::<Runtime>::get(), EraLength::<Runtime>::get())
}

#[test]
fn presets_have_short_sessions_and_eras() {
    for preset in [DEV, LOCAL] {
        with_preset(preset, || {
            assert_eq!(lengths(), (FAST_EPOCH_SLOTS, FAST_SESSIONS_PER_ERA));
            assert_eq!(Babe::current_epoch().duration, FAST_EPOCH_SLOTS);
        });
    }
}

#[test]
fn a_chain_that_names_no_lengths_has_long_ones() {
    sp_io::TestExternalities::default().execute_with(|| {
        assert_eq!(lengths(), (EPOCH_SLOTS, SESSIONS_PER_ERA));
    });
}

#[test]
fn a_network_of_ones_own_chooses_within_limits() {
    let patch = json!({ "calendar": { "epochSlots": 50, "sessionsPerEra": 6 } });
    with_patched_preset(LOCAL, patch, || {
        assert_eq!(lengths(), (50, 6));
        assert_eq!(BondingSlots::get(), 50 * 6 * u64::from(BONDING_ERAS));
    });
}

#[test]
#[should_panic(expected = "calendar.epochSlots must lie between 5 and 200")]
fn sessions_of_four_slots_are_refused() {
    with_patched_preset(LOCAL, json!({ "calendar": { "epochSlots": 4 } }), || {});
}

#[test]
#[should_panic(expected = "calendar.sessionsPerEra must lie between 1 and 36")]
fn eras_without_sessions_are_refused() {
    with_patched_preset(LOCAL, json!({ "calendar": { "sessionsPerEra": 0 } }), || {});
}

#[test]
fn a_session_ends_with_its_last_slot() {
    with_preset(DEV, || {
        block(vec![]);
        let alice = Session::validators().remove(0);
        block_by(&alice, FAST_EPOCH_SLOTS - 1, vec![]);
        assert_eq!(Session::current_index(), 0);
        block_by(&alice, 1, vec![]);
        assert_eq!(Session::current_index(), 1);
        end_session_by(&alice);
        assert_eq!(Session::current_index(), 2);
    });
}
