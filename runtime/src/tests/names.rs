//! What other programs rely on by name or number, and must never change by accident.

use crate::{AllPalletsWithSystem, RuntimeCall, SessionKeys, TxExtension, VERSION};
use frame_support::traits::PalletsInfoAccess;
use sp_crypto_hashing::blake2_64;
use sp_runtime::traits::{OpaqueKeys, TransactionExtension};

#[test]
fn pallets_keep_their_indices_and_names() {
    let mut pallets: Vec<_> = AllPalletsWithSystem::infos()
        .into_iter()
        .map(|pallet| (pallet.index, pallet.name))
        .collect();
    pallets.sort_unstable();
    assert_eq!(
        pallets,
        [
            (0, "System"),
            (1, "Babe"),
            (2, "Timestamp"),
            (3, "Authorship"),
            (4, "Balances"),
            (5, "TransactionPayment"),
            (6, "VoterList"),
            (7, "Staking"),
            (8, "Historical"),
            (9, "Offences"),
            (10, "Session"),
            (11, "Grandpa"),
            (12, "Utility"),
            (13, "AuthorityDiscovery"),
            (14, "Proxy"),
            (15, "Multisig"),
            (16, "MultiBlockMigrations"),
            (17, "Calendar"),
            (18, "Council"),
            (19, "Governance"),
            (20, "KeyRegistry"),
            (21, "Inbox"),
            (22, "Channels"),
            (23, "Pinning"),
        ]
    );
}

#[test]
fn the_apis_of_the_four_pallets_are_there_in_version_1() {
    for name in ["KeyRegistryApi", "InboxApi", "ChannelsApi", "PinningApi"] {
        let version = VERSION.api_version(&blake2_64(name.as_bytes()));
        assert_eq!(version, Some(1), "{name}");
    }
}

#[test]
fn transaction_extensions_keep_their_order() {
    let names: Vec<_> = <TxExtension as TransactionExtension<RuntimeCall>>::metadata()
        .into_iter()
        .map(|extension| extension.identifier)
        .collect();
    assert_eq!(
        names,
        [
            "AuthorizeCall",
            "CheckNonZeroSender",
            "CheckSpecVersion",
            "CheckTxVersion",
            "CheckGenesis",
            "CheckMortality",
            "CheckNonce",
            "CheckWeight",
            "ChargeTransactionPayment",
            "CheckMetadataHash",
            "WeightReclaim",
        ]
    );
}

#[test]
fn session_keys_keep_their_kinds_and_order() {
    let kinds: Vec<_> = SessionKeys::key_ids().iter().map(|kind| kind.0).collect();
    assert_eq!(kinds, [*b"gran", *b"babe", *b"audi"]);
}
