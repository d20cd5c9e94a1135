//! A bounded run of every decoder: any bytes, mutations of bytes that it takes, and the inputs
//! that have crashed chains.

use postern_hostile::{call, cid_bytes, cid_text, with_cid, Decoder, DECODERS};
use proptest::{
    collection::vec,
    prelude::*,
    sample::Index,
    test_runner::{Config, TestRunner},
};
use std::{collections::BTreeSet, fs, path::Path};

/// Pallets of the chain, and more calls than any of them has.
const PALLETS: u8 = 24;
const CALLS: u8 = 48;

/// Runs `check` on so many inputs.
fn run<S: Strategy>(cases: u32, inputs: S, check: impl Fn(S::Value)) {
    let config = Config {
        cases,
        failure_persistence: None,
        ..Config::default()
    };
    let run = TestRunner::new(config).run(&inputs, |input| {
        check(input);
        Ok(())
    });
    run.unwrap_or_else(|failure| panic!("{failure}"));
}

fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    vec(any::<u8>(), 0..300)
}

/// One change at a place in the bytes.
#[derive(Clone, Copy, Debug)]
enum Change {
    Set(u8),
    Insert(u8),
    Remove,
    Cut,
    Double,
}

fn change() -> impl Strategy<Value = Change> {
    prop_oneof![
        any::<u8>().prop_map(Change::Set),
        any::<u8>().prop_map(Change::Insert),
        Just(Change::Remove),
        Just(Change::Cut),
        Just(Change::Double),
    ]
}

fn apply(bytes: &mut Vec<u8>, (place, change): (Index, Change)) {
    let place = place.index(bytes.len() + 1);
    match change {
        Change::Insert(byte) => bytes.insert(place, byte),
        Change::Cut => bytes.truncate(place),
        Change::Double => bytes.extend_from_within(place..),
        Change::Remove if place < bytes.len() => {
            bytes.remove(place);
        }
        Change::Set(byte) if place < bytes.len() => bytes[place] = byte,
        Change::Remove | Change::Set(_) => {}
    }
}

/// Bytes that are taken, changed in a few places.
fn almost_valid(decoder: &Decoder) -> impl Strategy<Value = Vec<u8>> {
    let examples = prop::sample::select((decoder.examples)());
    let changes = vec((any::<Index>(), change()), 1..4);
    (examples, changes).prop_map(|(mut bytes, changes)| {
        for change in changes {
            apply(&mut bytes, change);
        }
        bytes
    })
}

/// The named decoders, each with so many inputs of both kinds.
fn bounded(names: &[&str], cases: u32) {
    for name in names {
        let decoder = DECODERS
            .iter()
            .find(|one| one.name == *name)
            .expect("it is in the list");
        let check = |bytes: Vec<u8>| {
            (decoder.check)(&bytes);
        };
        run(cases, any_bytes(), check);
        run(cases, almost_valid(decoder), check);
    }
}

#[test]
fn every_decoder_takes_its_examples() {
    for decoder in &DECODERS {
        for (number, example) in (decoder.examples)().iter().enumerate() {
            assert!((decoder.check)(example), "{} {number}", decoder.name);
        }
    }
}

#[test]
fn every_decoder_is_a_target_of_the_fuzzer_and_nothing_else_is() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/fuzz_targets");
    let files = fs::read_dir(folder).expect("the targets are beside this crate");
    let targets: BTreeSet<_> = files
        .map(|file| file.expect("it can be read").path())
        .map(|path| path.file_stem().map(|stem| stem.to_os_string()))
        .collect();
    let decoders = DECODERS.iter().map(|one| Some(one.name.into()));
    assert_eq!(targets, decoders.collect::<BTreeSet<_>>());
}

#[test]
fn no_bytes_break_what_reads_names() {
    bounded(&["cid_bytes", "cid_text", "handle"], 20_000);
}

#[test]
fn no_bytes_are_two_kinds_of_signed_payload() {
    bounded(&["signed_payload"], 10_000);
}

#[test]
fn no_bytes_break_what_reads_transactions() {
    bounded(&["extrinsic", "call"], 2_000);
}

#[test]
fn no_arguments_break_any_call() {
    let calls = (0..PALLETS, 0..CALLS, any_bytes());
    run(20_000, calls, |(pallet, number, arguments)| {
        call(&[&[pallet, number][..], &arguments].concat());
    });
}

#[test]
fn no_bytes_break_what_reads_contents() {
    bounded(&["key_package", "post", "file", "handover"], 2_000);
    bounded(&["envelope"], 500);
}

#[test]
fn no_bytes_break_what_reads_conversations() {
    bounded(&["message", "direct"], 5_000);
    bounded(&["invitation", "member_package"], 500);
}

/// In binary, in text, and as the argument of a call.
fn refused_in_every_form(bytes: &[u8]) {
    assert!(!cid_bytes(bytes), "{bytes:?}");
    let text = format!("f{}", hex::encode(bytes)).into_bytes();
    assert!(!cid_text(&text), "{bytes:?}");
    for argument in [bytes.to_vec(), text] {
        // It is a call like any other, and fails when it is dispatched.
        if let Some(bytes) = with_cid(argument) {
            call(&bytes);
        }
    }
}

#[test]
fn varints_that_never_end_are_refused_wherever_a_cid_is_read() {
    let eleven_bytes = [&[0xff; 10][..], &[0x01]].concat();
    let endless = [vec![0xff; 30], vec![0x80; 30], vec![0x80; 3], eleven_bytes];
    for end in endless {
        for place in [&[][..], &[0x01], &[0x01, 0x55], &[0x01, 0x55, 0x12]] {
            refused_in_every_form(&[place, &end].concat());
        }
    }
}

#[test]
fn multihashes_that_lie_about_their_length_are_refused_wherever_a_cid_is_read() {
    let lengths: [&[u8]; 6] = [
        &[0xff, 0xff, 0xff, 0xff, 0x0f],
        &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
        &[0x40],
        &[0x21],
        &[0x1f],
        &[0x00],
    ];
    for length in lengths {
        for digest in [&[][..], &[7; 20], &[7; 32]] {
            refused_in_every_form(&[&[0x01, 0x55, 0x12], length, digest].concat());
        }
    }
}
