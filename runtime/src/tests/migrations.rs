//! What later versions need in order to change the layout of state.

use super::{chain::block, genesis::with_preset};
use crate::{
    genesis_presets::{DEV, LOCAL},
    Balances, Calendar, Channels, Inbox, KeyRegistry, MultiBlockMigrations, Offences, Pinning,
    Session, Staking,
};
use frame_support::{
    migrations::MultiStepMigrator,
    traits::{GetStorageVersion, StorageVersion},
};

/// The version that is on the chain, which has to be the one that the program is made for.
fn version<P: GetStorageVersion<InCodeStorageVersion = StorageVersion>>() -> StorageVersion {
    let on_chain = P::on_chain_storage_version();
    assert_eq!(on_chain, P::in_code_storage_version());
    on_chain
}

#[test]
fn state_says_which_layout_it_has() {
    for preset in [DEV, LOCAL] {
        with_preset(preset, || {
            assert_eq!(version::<KeyRegistry>(), 1);
            assert_eq!(version::<Inbox>(), 1);
            assert_eq!(version::<Channels>(), 1);
            assert_eq!(version::<Pinning>(), 1);
            assert_eq!(version::<Calendar>(), 1);
            version::<Balances>();
            version::<Session>();
            version::<Staking>();
            version::<Offences>();
        });
    }
}

#[test]
fn no_migration_holds_up_transactions_on_a_new_chain() {
    with_preset(DEV, || {
        block(vec![]);
        assert!(!MultiBlockMigrations::ongoing());
    });
}
