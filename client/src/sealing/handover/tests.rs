use super::*;
use crate::sealing::vectors::vector;
use proptest::prelude::*;

const GENESIS: [u8; 32] = [9; 32];

fn code() -> DeviceCode {
    DeviceCode(Zeroizing::new(std::array::from_fn(|index| index as u8)))
}

fn secret() -> AccountSecret {
    AccountSecret::Suri(Zeroizing::new("//Alice".into()))
}

fn package() -> Vec<u8> {
    code().seal(&secret(), &GENESIS).unwrap()
}

/// Why a package does not open.
fn refused(code: &DeviceCode, package: &[u8], genesis: &[u8; 32]) -> OpenError {
    match code.open(package, genesis) {
        Err(Error::Open(error)) => error,
        other => panic!("it should be refused: {other:?}"),
    }
}

#[test]
fn keys_and_package_are_made_as_the_page_says() {
    assert_eq!(*code().words().unwrap(), vector("code.words"));
    let key = |purpose| hex::encode(*code().derive(&GENESIS, purpose).unwrap());
    assert_eq!(key(INBOX), vector("code.inbox"));
    assert_eq!(key(SEALING), vector("code.key"));
    let nonce = std::array::from_fn(|index| index as u8);
    let package = code().seal_with(&secret(), &GENESIS, nonce).unwrap();
    assert_eq!(hex::encode(package), vector("code.package"));
}

#[test]
fn what_is_handed_over_makes_the_same_account() {
    let phrase = crate::keystore::new_phrase().unwrap();
    for given in [secret(), AccountSecret::Phrase(phrase)] {
        let package = code().seal(&given, &GENESIS).unwrap();
        let taken = code().open(&package, &GENESIS).unwrap();
        assert_eq!(*taken.to_bytes(), *given.to_bytes());
    }
}

#[test]
fn packages_have_one_length_and_never_the_same_bytes() {
    let phrase = AccountSecret::Phrase(crate::keystore::new_phrase().unwrap());
    let other = code().seal(&phrase, &GENESIS).unwrap();
    assert_eq!(other.len(), package().len());
    assert_ne!(package(), package());
}

#[test]
fn a_code_reads_as_it_is_shown_and_as_people_type() {
    let words = code().words().unwrap();
    assert_eq!(words.split(' ').count(), 12);
    let typed = format!("  {}\n", words.to_uppercase().replace(' ', "  "));
    for text in [&**words, &typed, &code().qr().unwrap()] {
        assert_eq!(*DeviceCode::parse(text).unwrap().0, *code().0, "{text}");
    }
}

#[test]
fn what_is_no_code_is_refused() {
    let words = code().words().unwrap();
    let long = Mnemonic::from_entropy(&[7; 32]).unwrap().to_string();
    let (_, less) = words.split_once(' ').unwrap();
    let mistyped = words.replacen("abandon", "zebra", 1);
    for text in ["", "sesame", less, &long, &mistyped] {
        let refused = DeviceCode::parse(text);
        assert!(matches!(refused, Err(Error::NotADeviceCode(_))), "{text}");
    }
}

#[test]
fn another_code_and_another_chain_have_another_inbox_and_do_not_open_it() {
    let other = DeviceCode::generate().unwrap();
    let inbox = |code: &DeviceCode, genesis| code.inbox(genesis).unwrap().public_key().0;
    assert_ne!(inbox(&code(), &GENESIS), inbox(&other, &GENESIS));
    assert_ne!(inbox(&code(), &GENESIS), inbox(&code(), &[8; 32]));
    let unopened = OpenError::NotOfThisCode;
    assert_eq!(refused(&other, &package(), &GENESIS), unopened);
    assert_eq!(refused(&code(), &package(), &[8; 32]), unopened);
}

#[test]
fn a_change_of_any_byte_is_refused() {
    let package = package();
    for at in 0..package.len() {
        let mut changed = package.clone();
        changed[at] ^= 1;
        refused(&code(), &changed, &GENESIS);
    }
}

#[test]
fn other_versions_kinds_and_suites_are_named() {
    let with = |at: usize, to| {
        let mut changed = package();
        changed[at] = to;
        refused(&code(), &changed, &GENESIS)
    };
    assert!(matches!(
        with(0, 2),
        OpenError::UnknownVersion { found: 2, .. }
    ));
    assert_eq!(with(1, 1), OpenError::WrongKind { found: 1 });
    assert!(matches!(
        with(2, 7),
        OpenError::UnknownSuite { found: 7, .. }
    ));
}

#[test]
fn missing_and_trailing_bytes_are_refused() {
    let package = package();
    for length in [0, 1, HEADER, HEADER + NONCE, package.len() - 1] {
        refused(&code(), &package[..length], &GENESIS);
    }
    let longer = [&package[..], &[0]].concat();
    assert_eq!(
        refused(&code(), &longer, &GENESIS),
        OpenError::NotOfThisCode
    );
}

#[test]
fn what_is_sealed_and_no_secret_is_refused() {
    let nonce = XNonce::default();
    let seal = |content: &[u8]| {
        let padded = padding::pad(content).unwrap();
        let payload = Payload {
            msg: &padded,
            aad: &header(),
        };
        let cipher = code().cipher(&GENESIS).unwrap();
        let sealed = cipher.encrypt(&nonce, payload).unwrap();
        [&header()[..], &nonce, &sealed].concat()
    };
    let secret = secret().to_bytes();
    assert!(code().open(&seal(&secret), &GENESIS).is_ok());
    let trailing = [&secret[..], &[0]].concat();
    let no_phrase = codec::Encode::encode(&(true, "no twelve words"));
    for content in [&[][..], &[1], &trailing, &no_phrase] {
        let error = refused(&code(), &seal(content), &GENESIS);
        assert!(matches!(error, OpenError::Malformed { .. }), "{error:?}");
    }
}

proptest! {
    #[test]
    fn no_bytes_make_opening_panic(mut bytes: Vec<u8>) {
        prop_assert!(code().open(&bytes, &GENESIS).is_err());
        bytes.splice(0..0, header());
        prop_assert!(code().open(&bytes, &GENESIS).is_err());
    }

    #[test]
    fn no_text_makes_reading_a_code_panic(text: String) {
        prop_assert!(DeviceCode::parse(&text).is_err());
    }
}

#[test]
fn debug_shows_nothing() {
    assert_eq!(format!("{:?}", code()), "DeviceCode(…)");
}
