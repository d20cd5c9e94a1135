use super::{read::Reader, show, ArgumentError};
use codec::{Compact, Decode, Encode};
use proptest::prelude::*;
use scale_info::{
    form::PortableForm, MetaType, PortableRegistry, Registry, TypeDef, TypeInfo, Variant,
};
use serde_json::{json, Value as Json};
use std::{io, path::Path};
use subxt::ext::{
    scale_encode::EncodeAsType,
    scale_value::{scale::decode_as_type, Value},
};

const ALICE: &str = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY";

#[derive(Clone, Debug, PartialEq, Encode, Decode, TypeInfo)]
struct AccountId32([u8; 32]);

#[derive(Clone, Debug, PartialEq, Encode, Decode, TypeInfo)]
enum MultiAddress {
    Id(AccountId32),
    Index(#[codec(compact)] u32),
    Raw(Vec<u8>),
}

#[derive(Clone, Debug, PartialEq, Encode, Decode, TypeInfo)]
struct Key([u8; 4]);

#[derive(Clone, Debug, PartialEq, Encode, Decode, TypeInfo)]
struct Keys {
    grandpa: Key,
    babe: Key,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode, TypeInfo)]
enum Payee {
    Staked,
    Account(AccountId32),
    Split(u8, u16),
}

#[derive(Clone, Debug, PartialEq, Encode, Decode, TypeInfo)]
enum Outer {
    Staking(Inner),
    Utility(Batches),
}

#[derive(Clone, Debug, PartialEq, Encode, Decode, TypeInfo)]
enum Inner {
    #[codec(index = 7)]
    Bond {
        #[codec(compact)]
        value: u128,
        payee: Payee,
    },
    Chill,
}

#[derive(Clone, Debug, PartialEq, Encode, Decode, TypeInfo)]
enum Batches {
    Batch { calls: Vec<Outer> },
}

#[derive(Clone, Debug, PartialEq, Encode, Decode, TypeInfo)]
struct Everything {
    address: MultiAddress,
    code: Vec<u8>,
    hash: [u8; 4],
    option: Option<u32>,
    signed: i8,
    flag: bool,
    text: String,
    pair: (u8, Key),
    unit: (),
    many: Vec<Compact<u64>>,
}

fn registry<T: TypeInfo + 'static>() -> (PortableRegistry, u32) {
    let mut registry = Registry::new();
    let id = registry.register_type(&MetaType::new::<T>()).id;
    (registry.into(), id)
}

fn files(path: &Path) -> io::Result<Vec<u8>> {
    match path.to_str() {
        Some("code.wasm") => Ok(b"\0asm".to_vec()),
        _ => Err(io::ErrorKind::NotFound.into()),
    }
}

/// Reads the one argument `it` of this type.
fn read<T: TypeInfo + 'static>(json: &Json) -> Result<Vec<u8>, ArgumentError> {
    #[derive(TypeInfo)]
    #[allow(dead_code)]
    enum Calls<T> {
        Call { it: T },
    }
    let (types, id) = registry::<Calls<T>>();
    let call = only_variant(&types, id);
    let reader = Reader {
        types: &types,
        files: &files,
    };
    let values = reader.arguments("Pallet", call, &json!({ "it": json }))?;
    let encoded = values[0].encode_as_type(call.fields[0].ty.id, &types);
    Ok(encoded.expect("what was read fits the type"))
}

fn only_variant(types: &PortableRegistry, id: u32) -> &Variant<PortableForm> {
    match types.resolve(id).map(|found| &found.type_def) {
        Some(TypeDef::Variant(choice)) => &choice.variants[0],
        _ => panic!("calls are a choice"),
    }
}

fn shown<T: TypeInfo + Encode + 'static>(value: &T) -> Json {
    let (types, id) = registry::<T>();
    let decoded: Value<u32> =
        decode_as_type(&mut &value.encode()[..], id, &types).expect("it is of its type");
    show(&types, &decoded)
}

#[track_caller]
fn reads_as<T: TypeInfo + Encode + 'static>(json: Json, value: T) {
    let read = read::<T>(&json).unwrap_or_else(|error| panic!("{json}: {error}"));
    assert_eq!(read, value.encode(), "{json}");
}

#[track_caller]
fn refused<T: TypeInfo + 'static>(json: Json, error: &str) {
    let found = read::<T>(&json).map_err(|error| error.to_string());
    assert_eq!(found, Err(error.to_owned()), "{json}");
}

fn alice() -> AccountId32 {
    let account: subxt::utils::AccountId32 = ALICE.parse().expect("an address");
    AccountId32(account.0)
}

#[test]
fn numbers_are_read_from_numbers_texts_and_amounts() {
    reads_as(json!(7), 7u8);
    reads_as(json!("7"), 7u32);
    reads_as(json!(u64::MAX), u64::MAX);
    reads_as(json!(u128::MAX.to_string()), u128::MAX);
    reads_as(json!("1.5 PST"), 1_500_000_000_000u128);
    reads_as(json!("2 PST"), Compact(2_000_000_000_000u128));
    reads_as(json!(-128), -128i8);
    reads_as(json!(i128::MIN.to_string()), i128::MIN);
}

#[test]
fn accounts_are_read_from_addresses_and_digits() {
    let digits = format!("0x{}", hex::encode(alice().0));
    for text in [ALICE, &digits] {
        reads_as(json!(text), alice());
        reads_as(json!(text), MultiAddress::Id(alice()));
    }
    reads_as(json!({ "Index": 5 }), MultiAddress::Index(5));
    reads_as(json!({ "Raw": "0x0102" }), MultiAddress::Raw(vec![1, 2]));
}

#[test]
fn bytes_are_read_from_digits_files_and_arrays() {
    reads_as(json!("0x00ff"), vec![0u8, 255]);
    reads_as(json!("0x"), Vec::<u8>::new());
    reads_as(json!("@code.wasm"), b"\0asm".to_vec());
    reads_as(json!([1, 2]), vec![1u8, 2]);
    reads_as(json!("0x01020304"), Key([1, 2, 3, 4]));
    reads_as(json!("@code.wasm"), *b"\0asm");
}

#[test]
fn records_are_read_by_name_by_position_and_from_the_bytes_of_all_of_them() {
    let keys = Keys {
        grandpa: Key([1, 2, 3, 4]),
        babe: Key([5, 6, 7, 8]),
    };
    reads_as(
        json!({"babe": "0x05060708", "grandpa": "0x01020304"}),
        keys.clone(),
    );
    reads_as(json!(["0x01020304", "0x05060708"]), keys.clone());
    reads_as(json!("0x0102030405060708"), keys);
}

#[test]
fn choices_options_and_calls_in_calls_are_read() {
    reads_as(json!("Staked"), Payee::Staked);
    reads_as(json!({ "Staked": null }), Payee::Staked);
    reads_as(json!({ "Account": ALICE }), Payee::Account(alice()));
    reads_as(json!({ "Split": [1, 2] }), Payee::Split(1, 2));
    reads_as(json!(null), None::<u8>);
    reads_as(json!(7), Some(7u8));
    let bond = Inner::Bond {
        value: 1,
        payee: Payee::Staked,
    };
    reads_as(
        json!({"Utility": {"Batch": {"calls": [
            {"Staking": {"Bond": {"value": 1, "payee": "Staked"}}},
            {"Staking": "Chill"},
            {"Staking": {"Chill": {}}},
        ]}}}),
        Outer::Utility(Batches::Batch {
            calls: vec![
                Outer::Staking(bond),
                Outer::Staking(Inner::Chill),
                Outer::Staking(Inner::Chill),
            ],
        }),
    );
}

#[test]
fn what_does_not_fit_is_refused_in_one_sentence_that_names_the_place() {
    refused::<u8>(
        json!(256),
        "`it` must be a whole number from 0 to 255, not 256",
    );
    refused::<u8>(
        json!("1 PST"),
        "`it` must be a whole number from 0 to 255, not \"1 PST\"",
    );
    refused::<i8>(
        json!(1.5),
        "`it` must be a whole number from -128 to 127, not 1.5",
    );
    refused::<u128>(
        json!("many"),
        "`it` must be a whole number, or an amount such as \"1.25 PST\", not \"many\"",
    );
    refused::<bool>(json!("true"), "`it` must be true or false, not \"true\"");
    refused::<AccountId32>(
        json!("5Grw"),
        "`it` must be an address, or \"0x\" and 64 hexadecimal digits, not \"5Grw\"",
    );
    refused::<[u8; 4]>(
        json!("0x00"),
        "`it` must be 4 bytes as \"0x…\" or \"@FILE\", not \"0x00\"",
    );
    refused::<Vec<u8>>(
        json!("hello"),
        "`it` must be bytes as \"0x…\" or \"@FILE\", not \"hello\"",
    );
    refused::<Vec<u32>>(
        json!([1, [2]]),
        "`it[1]` must be a whole number from 0 to 4294967295, not [2]",
    );
    refused::<(u8, u8)>(json!([1]), "`it` must be an array of 2, not [1]");
    refused::<Payee>(
        json!("Stash"),
        "`it` must be one of \"Staked\", {\"Account\": …}, {\"Split\": …}, not \"Stash\"",
    );
    refused::<Payee>(
        json!({ "Split": 1 }),
        "`it.Split` must be an array of 2, not 1",
    );
    refused::<Keys>(
        json!({ "babe": "0x00000000" }),
        "`it` lacks `grandpa`; its fields are grandpa, babe",
    );
    refused::<Keys>(
        json!({ "aura": 1 }),
        "`it` has no field `aura`; its fields are grandpa, babe",
    );
    refused::<Keys>(
        json!("0x00"),
        "`it` must be 8 bytes as \"0x…\" or \"@FILE\", not \"0x00\"",
    );
    refused::<Outer>(
        json!({ "Staking": { "Bond": { "value": -1, "payee": "Staked" } } }),
        "`it.Staking.Bond.value` must be a whole number, or an amount such as \"1.25 PST\", not -1",
    );
}

#[test]
fn a_file_that_cannot_be_read_is_named() {
    let error = read::<Vec<u8>>(&json!("@gone")).err();
    assert!(matches!(error, Some(ArgumentError::File { path, .. }) if path == "gone"));
}

#[test]
fn calls_nested_too_deep_are_refused() {
    let mut call = json!({ "Staking": "Chill" });
    for _ in 0..200 {
        call = json!({ "Utility": { "Batch": { "calls": [call] } } });
    }
    assert!(matches!(
        read::<Outer>(&call),
        Err(ArgumentError::Kind { .. })
    ));
}

#[test]
fn what_is_shown_is_for_people_and_can_be_read_again() {
    let all = Everything {
        address: MultiAddress::Id(alice()),
        code: vec![1, 2],
        hash: [0; 4],
        option: None,
        signed: -3,
        flag: true,
        text: "ü".into(),
        pair: (9, Key([255; 4])),
        unit: (),
        many: vec![Compact(1), Compact(2)],
    };
    let expected = json!({
        "address": ALICE,
        "code": "0x0102",
        "hash": "0x00000000",
        "option": null,
        "signed": -3,
        "flag": true,
        "text": "ü",
        "pair": [9, "0xffffffff"],
        "unit": [],
        "many": [1, 2],
    });
    assert_eq!(shown(&all), expected);
    reads_as(expected, all);
    let bond = Outer::Staking(Inner::Bond {
        value: 5,
        payee: Payee::Split(1, 2),
    });
    let expected = json!({"Staking": {"Bond": {"value": "5", "payee": {"Split": [1, 2]}}}});
    assert_eq!(shown(&bond), expected);
    reads_as(expected, bond);
}

/// JSON of any shape, among it shapes that fit a type almost.
fn any_json() -> impl Strategy<Value = Json> {
    let names = prop::sample::select(vec![
        "address", "code", "hash", "option", "signed", "flag", "text", "pair", "unit", "many",
        "Id", "Raw", "Staking", "Utility", "Batch", "Bond", "Chill", "calls", "value", "payee",
        "Split", "grandpa", "babe", "x",
    ]);
    let texts = prop_oneof![
        names.clone().prop_map(String::from),
        "0x[0-9a-f]{0,16}",
        "@[a-z.]{0,9}",
        "[0-9]{1,40}( PST)?",
        Just(ALICE.to_owned()),
        any::<String>(),
    ];
    let leaf = prop_oneof![
        Just(Json::Null),
        any::<bool>().prop_map(Json::from),
        any::<i64>().prop_map(Json::from),
        any::<u8>().prop_map(Json::from),
        any::<f64>().prop_map(Json::from),
        texts.prop_map(Json::from),
    ];
    leaf.prop_recursive(6, 48, 6, move |inner| {
        let field = (names.clone().prop_map(String::from), inner.clone());
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Json::from),
            prop::collection::vec(field, 0..10)
                .prop_map(|fields| Json::Object(fields.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn no_json_makes_the_reader_panic(json in any_json()) {
        let _ = read::<Everything>(&json);
        let _ = read::<Outer>(&json);
        let _ = read::<Keys>(&json);
        let _ = read::<MultiAddress>(&json);
        let _ = read::<Option<Payee>>(&json);
        let _ = read::<Vec<(u128, i64)>>(&json);
    }

    #[test]
    fn calls_that_are_shown_are_read_again(value: u128, one: u8, two: u16, depth in 0u8..20) {
        let bond = Inner::Bond { value, payee: Payee::Split(one, two) };
        let mut call = Outer::Staking(bond);
        for _ in 0..depth {
            call = Outer::Utility(Batches::Batch { calls: vec![call] });
        }
        prop_assert_eq!(read::<Outer>(&shown(&call)).ok(), Some(call.encode()));
    }
}
