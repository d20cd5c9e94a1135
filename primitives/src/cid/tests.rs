use super::*;
use proptest::prelude::*;

/// `ipfs add --cid-version=1` of "hello\n".
const HELLO: &str = "bafkreicysg23kiwv34eg2d7qweipxwosdo2py4ldv42nbauguluen5v6am";

fn multihash(code: u64, digest: &[u8]) -> cid::multihash::Multihash<64> {
    cid::multihash::Multihash::wrap(code, digest).expect("digest fits 64 bytes")
}

#[test]
fn text_and_bytes_of_one_cid_are_the_same() {
    let cid = Cid::of_block(Codec::Raw, b"hello\n");
    assert_eq!(cid.to_string(), HELLO);
    assert_eq!(Cid::parse(HELLO.as_bytes()), Ok(cid));
    assert_eq!(Cid::parse(cid.as_bytes()), Ok(cid));
    assert_eq!(Cid::decode(&mut &cid.encode()[..]), Ok(cid));
}

#[test]
fn each_way_to_be_wrong_has_its_own_error() {
    let good = Cid::of_block(Codec::DagPb, b"x");
    let mut long = good.as_bytes().to_vec();
    long.push(0);
    let cbor = cid::Cid::new_v1(0x71, multihash(0x12, &[7; 32])).to_bytes();
    let sha512 = cid::Cid::new_v1(0x55, multihash(0x13, &[7; 64])).to_bytes();
    let short = cid::Cid::new_v1(0x55, multihash(0x12, &[7; 20])).to_bytes();
    let cases: [(&[u8], CidError); 10] = [
        (b"", CidError::Malformed),
        (b"not a cid", CidError::Malformed),
        (
            b"QmYwAPJzv5CZsnA625s3Xf2nemtYgPpHdWEz79ojWnPbdG",
            CidError::Version0,
        ),
        (&[&[0x12, 0x20][..], &[7; 32]].concat(), CidError::Version0),
        (&long, CidError::TrailingBytes),
        (&cbor, CidError::UnsupportedCodec),
        (&sha512, CidError::UnsupportedHash),
        (&short, CidError::UnsupportedHash),
        (&good.as_bytes()[..35], CidError::Malformed),
        (&[0x01; 97], CidError::TooLong),
    ];
    for (input, error) in cases {
        assert_eq!(Cid::parse(input), Err(error), "{input:?}");
    }
}

#[test]
fn text_with_something_after_the_cid_is_refused() {
    assert!(Cid::parse(format!("{HELLO}aa").as_bytes()).is_err());
    assert!(Cid::parse(format!("{HELLO} ").as_bytes()).is_err());
    assert!(Cid::parse(format!("/ipfs/{HELLO}").as_bytes()).is_err());
}

/// In binary, in text, and as a stored CID.
fn refused_in_every_form(bytes: &[u8]) {
    assert!(Cid::parse(bytes).is_err(), "{bytes:?}");
    for base in [
        cid::multibase::Base::Base32Lower,
        cid::multibase::Base::Base58Btc,
        cid::multibase::Base::Base16Lower,
    ] {
        let text = cid::multibase::encode(base, bytes);
        assert!(Cid::parse(text.as_bytes()).is_err(), "{text}");
        assert!(text.parse::<Cid>().is_err(), "{text}");
    }
    let mut stored = bytes.to_vec();
    stored.resize(CID_LENGTH, 0);
    assert!(Cid::decode(&mut &stored[..]).is_err(), "{stored:?}");
}

/// The first class of input that has crashed a chain: numbers that never end, or do not fit
/// into 64 bits, in each place of a CID where a number stands.
#[test]
fn varints_without_end_are_refused() {
    for end in [
        &[0xff; 30][..],
        &[0x80; 30],
        &[0x80, 0x80, 0x80, 0x80, 0x00],
    ] {
        for place in [&[0x01][..], &[0x01, 0x55], &[0x01, 0x55, 0x12]] {
            refused_in_every_form(&[place, end].concat());
        }
        refused_in_every_form(end);
    }
    let eleven_bytes = [&[0xff; 10][..], &[0x01]].concat();
    refused_in_every_form(&[&[0x01, 0x55][..], &eleven_bytes, &[7; 20]].concat());
}

/// The second class: a multihash that claims more, or less, digest than there is.
#[test]
fn multihashes_that_lie_about_their_length_are_refused() {
    let huge: [&[u8]; 6] = [
        &[0xff, 0xff, 0xff, 0xff, 0x0f],
        &[0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
        &[0x40],
        &[0x21],
        &[0x1f],
        &[0x00],
    ];
    for length in huge {
        refused_in_every_form(&[&[0x01, 0x55, 0x12][..], length].concat());
        refused_in_every_form(&[&[0x01, 0x55, 0x12][..], length, &[7; 20]].concat());
    }
}

proptest! {
    #[test]
    fn no_input_panics_and_what_is_accepted_is_canonical(input: Vec<u8>) {
        if let Ok(cid) = Cid::parse(&input) {
            prop_assert_eq!(Cid::parse(cid.as_bytes()), Ok(cid));
            prop_assert_eq!(cid.to_string().parse(), Ok(cid));
        }
    }

    #[test]
    fn bytes_that_begin_like_a_cid_never_panic(
        head in prop::sample::select(vec![vec![1u8], vec![1, 0x55], vec![1, 0x70, 0x12], vec![1, 0x55, 0x12, 0x20]]),
        tail in prop::collection::vec(any::<u8>(), 0..64),
    ) {
        let input = [head, tail].concat();
        if let Ok(cid) = Cid::parse(&input) {
            prop_assert_eq!(cid.as_bytes(), &input[..]);
        }
    }

    #[test]
    fn every_block_matches_its_own_cid_only(a: Vec<u8>, b: Vec<u8>) {
        let cid = Cid::of_block(Codec::Raw, &a);
        prop_assert!(cid.matches(&a));
        prop_assert_eq!(cid.matches(&b), a == b);
    }
}
