//! All weights of the chain's own pallets can be measured.

use crate::benchmarks;

/// The benchmarks of one pallet, by their names.
fn names(pallet: &str) -> Vec<String> {
    let (list, _) = benchmarks::metadata(false);
    let found = list
        .into_iter()
        .find(|item| item.pallet == pallet.as_bytes());
    let mut names: Vec<_> = found
        .expect("the pallet is listed")
        .benchmarks
        .into_iter()
        .map(|benchmark| String::from_utf8(benchmark.name).expect("names are text"))
        .collect();
    names.sort();
    names
}

#[test]
fn every_weight_has_a_benchmark_of_its_name() {
    for (pallet, weights) in [
        (
            "pallet_key_registry",
            include_str!("../../../pallets/key-registry/src/weights.rs"),
        ),
        (
            "pallet_inbox",
            include_str!("../../../pallets/inbox/src/weights.rs"),
        ),
        (
            "pallet_channels",
            include_str!("../../../pallets/channels/src/weights.rs"),
        ),
        (
            "pallet_pinning",
            include_str!("../../../pallets/pinning/src/weights.rs"),
        ),
        ("election", include_str!("../weights/election.rs")),
    ] {
        let declared = weights
            .split_once("pub trait WeightInfo {")
            .and_then(|(_, rest)| rest.split_once("\n}"))
            .expect("the trait is there")
            .0;
        let mut functions: Vec<_> = declared
            .lines()
            .filter_map(|line| line.trim().strip_prefix("fn "))
            .filter_map(|line| line.split_once('('))
            .map(|(name, _)| name.to_string())
            .collect();
        functions.sort();
        assert_eq!(names(pallet), functions, "{pallet}");
    }
}
