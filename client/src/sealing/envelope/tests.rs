mod enclosed;

use super::*;
use crate::defaults::{MAX_FILES, MAX_TEXT};
use crate::sealing::FileRef;
use postern_primitives::{limits::MAX_RECIPIENTS, Cid, Codec};
use proptest::prelude::*;

const GENESIS: [u8; 32] = [4; 32];
const ALICE: [u8; 32] = [10; 32];
const BOB: [u8; 32] = [11; 32];
const CAROL: [u8; 32] = [12; 32];

/// A device and its sealing key.
struct Device(DeviceKey, SealingSecret);

impl Device {
    fn new(seed: u8) -> Self {
        let sealing = SealingSecret::from_bytes(&[seed; 32]).unwrap();
        Self(DeviceKey::from_seed(&[seed; 32]), sealing)
    }

    fn as_recipient(&self) -> Recipient {
        Recipient {
            device: self.0.id(),
            sealing_public: self.1.public(),
        }
    }

    fn open(&self, envelope: &[u8]) -> Result<SignedLetter, OpenError> {
        open(envelope, &GENESIS, self.0.id(), &self.1)
    }
}

fn alice() -> Device {
    Device::new(1)
}

fn bob() -> Device {
    Device::new(2)
}

fn carol() -> Device {
    Device::new(3)
}

fn letter(text: &str) -> Letter {
    Letter::new(ALICE, alice().0.id(), vec![BOB], 1_000, text.into(), vec![]).unwrap()
}

fn seal_to(letter: &Letter, to: &[&Device]) -> Vec<u8> {
    let to: Vec<_> = to.iter().map(|device| device.as_recipient()).collect();
    seal(letter, &GENESIS, &alice().0, &to).unwrap()
}

/// Seals content that was not signed by this crate's rules.
fn seal_content(content: &[u8], to: &Device) -> Vec<u8> {
    let key = [8; 32];
    let mut envelope = open_slots(&key, &GENESIS, &[to.as_recipient()]).unwrap();
    let payload = Payload {
        msg: content,
        aad: &envelope,
    };
    let ciphertext = cipher(&key).encrypt(&nonce(), payload).unwrap();
    envelope.extend_from_slice(&ciphertext);
    envelope
}

fn file(name: &str) -> FileRef {
    FileRef {
        cid: Cid::of_block(Codec::Raw, b"x"),
        key: [1; 32],
        name: name.into(),
        media_type: "text/plain".into(),
        size: 1,
        sha256: [2; 32],
    }
}

#[test]
fn a_recipient_reads_what_was_written() {
    let mut letter = letter("hello");
    letter.files.push(file("a.txt"));
    let opened = bob().open(&seal_to(&letter, &[&bob()])).unwrap();
    assert_eq!(opened.claimed(), &letter);
    let verified = opened.verify(&alice().0.public(), &BOB, &ALICE);
    assert_eq!(verified, Ok(letter));
}

#[test]
fn every_device_of_several_opens_the_same_letter() {
    let letter = letter("hello");
    let envelope = seal_to(&letter, &[&alice(), &bob(), &carol()]);
    for device in [alice(), bob(), carol()] {
        assert_eq!(device.open(&envelope).unwrap().claimed(), &letter);
    }
}

#[test]
fn a_device_that_it_is_not_sealed_to_cannot_open_it() {
    let envelope = seal_to(&letter("hello"), &[&bob()]);
    assert_eq!(
        carol().open(&envelope).unwrap_err(),
        OpenError::NotForThisDevice
    );
}

#[test]
fn a_letter_of_another_chain_does_not_open() {
    let to = [bob().as_recipient()];
    let envelope = seal(&letter("hello"), &[9; 32], &alice().0, &to).unwrap();
    assert_eq!(
        bob().open(&envelope).unwrap_err(),
        OpenError::NotForThisDevice
    );
}

#[test]
fn a_letter_passed_on_to_somebody_else_is_refused_by_them() {
    let opened = bob().open(&seal_to(&letter("hello"), &[&bob()])).unwrap();
    // Bob cannot sign for Alice, so he seals the bytes that she signed.
    let signed = &opened_content(&opened);
    let forged = seal_content(&padding::pad(signed).unwrap(), &carol());
    let opened = carol().open(&forged).unwrap();
    let refused = opened.verify(&alice().0.public(), &CAROL, &ALICE);
    assert_eq!(refused, Err(OpenError::NotAddressedToUs));
}

fn opened_content(opened: &SignedLetter) -> Vec<u8> {
    // Ed25519 is deterministic: signing again gives what Bob found in the envelope.
    opened
        .claimed()
        .sign(&GENESIS, &alice().0)
        .unwrap()
        .to_vec()
}

#[test]
fn a_letter_sent_once_more_by_somebody_else_is_refused() {
    let opened = bob().open(&seal_to(&letter("hello"), &[&bob()])).unwrap();
    let refused = opened.verify(&alice().0.public(), &BOB, &CAROL);
    assert_eq!(refused, Err(OpenError::SenderMismatch));
}

#[test]
fn what_another_own_device_passes_on_was_written_by_the_account_or_to_it() {
    let envelope = seal_to(&letter("hello"), &[&bob(), &carol()]);
    let open = |device: Device| device.open(&envelope).unwrap();
    let (public, written) = (alice().0.public(), open(bob()).claimed().clone());
    for account in [ALICE, BOB] {
        assert_eq!(
            open(bob()).verify_own(&public, &account),
            Ok(written.clone())
        );
    }
    assert_eq!(
        open(carol()).verify_own(&public, &CAROL),
        Err(OpenError::NotAddressedToUs)
    );
    assert_eq!(
        open(bob()).verify_own(&carol().0.public(), &BOB),
        Err(OpenError::WrongCertificate(alice().0.id()))
    );
    let forged = Letter {
        text: "goodbye".into(),
        ..letter("hello")
    };
    let signed = opened_content(&open(bob()));
    let content = [&signed[..65], &forged.encode()[..]].concat();
    let forged = seal_content(&padding::pad(&content).unwrap(), &bob());
    assert_eq!(
        bob().open(&forged).unwrap().verify_own(&public, &BOB),
        Err(OpenError::BadSignature)
    );
}

#[test]
fn a_letter_under_another_devices_certificate_is_refused() {
    let opened = bob().open(&seal_to(&letter("hello"), &[&bob()])).unwrap();
    let refused = opened.verify(&carol().0.public(), &BOB, &ALICE);
    assert_eq!(refused, Err(OpenError::WrongCertificate(alice().0.id())));
}

#[test]
fn a_change_of_any_signed_field_breaks_the_signature() {
    let original = letter("hello");
    let changes: [fn(&mut Letter); 6] = [
        |letter| letter.from = CAROL,
        |letter| letter.recipients.push(CAROL),
        |letter| letter.sent_at += 1,
        |letter| letter.nonce[0] ^= 1,
        |letter| letter.text.push('!'),
        |letter| letter.files.push(file("b.txt")),
    ];
    let signed = original.sign(&GENESIS, &alice().0).unwrap();
    for change in changes {
        let mut changed = original.clone();
        change(&mut changed);
        let content = [&signed[..65], &changed.encode()[..]].concat();
        let forged = seal_content(&padding::pad(&content).unwrap(), &bob());
        let opened = bob().open(&forged).unwrap();
        assert_eq!(
            opened.verify(&alice().0.public(), &BOB, &ALICE),
            Err(OpenError::BadSignature)
        );
    }
}

#[test]
fn a_change_of_any_part_of_the_envelope_is_refused() {
    let envelope = seal_to(&letter("hello"), &[&bob()]);
    let slots = 5;
    let ciphertext = slots + SLOT;
    for (at, error) in [
        (
            0,
            Some(OpenError::UnknownVersion {
                part: PART,
                found: 0,
            }),
        ),
        (1, Some(OpenError::WrongKind { found: 0 })),
        (
            2,
            Some(OpenError::UnknownSuite {
                part: PART,
                found: 0,
            }),
        ),
        (4, None),
        (slots, Some(OpenError::NotForThisDevice)),
        (slots + 1100, Some(OpenError::NotForThisDevice)),
        (slots + ENCAPSULATED, Some(OpenError::NotForThisDevice)),
        (ciphertext - 1, Some(OpenError::NotForThisDevice)),
        (ciphertext, Some(OpenError::Damaged)),
        (envelope.len() - 1, Some(OpenError::Damaged)),
    ] {
        let mut changed = envelope.clone();
        changed[at] ^= 1;
        let found = bob().open(&changed).unwrap_err();
        assert!(
            error.is_none_or(|error| error == found),
            "byte {at}: {found:?}"
        );
    }
}

#[test]
fn a_slot_taken_away_damages_the_content() {
    let envelope = seal_to(&letter("hello"), &[&bob(), &carol()]);
    let mut cut = envelope.clone();
    cut[4] = Compact(1u32).encode()[0];
    cut.drain(5 + SLOT..5 + 2 * SLOT);
    assert_eq!(bob().open(&cut).unwrap_err(), OpenError::Damaged);
}

#[test]
fn missing_and_trailing_bytes_are_refused() {
    let envelope = seal_to(&letter("hello"), &[&bob()]);
    for end in [0, 1, 4, 5, 100, 5 + SLOT, envelope.len() - 1] {
        assert!(bob().open(&envelope[..end]).is_err(), "{end}");
    }
    let longer = [&envelope[..], &[0]].concat();
    assert_eq!(bob().open(&longer).unwrap_err(), OpenError::Damaged);
}

#[test]
fn sealed_nonsense_is_malformed_and_not_a_panic() {
    for content in [&b""[..], &[0; 512], &[1; 512], &[255; 600]] {
        let error = bob().open(&seal_content(content, &bob())).unwrap_err();
        assert_eq!(error, OpenError::Malformed { part: "message" });
    }
    let newer = padding::pad(&[5, 0, 0]).unwrap();
    let error = bob().open(&seal_content(&newer, &bob())).unwrap_err();
    assert_eq!(
        error,
        OpenError::UnknownVersion {
            part: "message",
            found: 5
        }
    );
}

#[test]
fn texts_of_one_bucket_make_envelopes_of_one_size() {
    let size = |text: &str| seal_to(&letter(text), &[&bob()]).len();
    assert_eq!(size(""), size(&"x".repeat(200)));
    assert!(size("") < size(&"x".repeat(500)));
}

#[test]
fn a_letter_to_nobody_or_signed_by_another_device_is_not_sealed() {
    let failed = |letter: &Letter, device: &Device, to: &[Recipient]| match seal(
        letter, &GENESIS, &device.0, to,
    )
    .unwrap_err()
    {
        crate::Error::Seal(error) => error,
        other => panic!("{other}"),
    };
    let to = [bob().as_recipient()];
    assert_eq!(failed(&letter(""), &alice(), &[]), SealError::NoRecipients);
    assert_eq!(failed(&letter(""), &carol(), &to), SealError::WrongSigner);
    let mut to_nobody = letter("");
    to_nobody.recipients.clear();
    assert_eq!(failed(&to_nobody, &alice(), &to), SealError::NoRecipients);
    let crowd = vec![bob().as_recipient(); MAX_SLOTS + 1];
    assert!(matches!(
        failed(&letter(""), &alice(), &crowd),
        SealError::TooManyDevices {
            limit: MAX_SLOTS,
            ..
        }
    ));
}

#[test]
fn parts_that_are_too_long_are_named() {
    let to = [bob().as_recipient()];
    type Change = fn(&mut Letter);
    let changes: [(&str, Change); 4] = [
        ("text", |letter| letter.text = "x".repeat(MAX_TEXT + 1)),
        ("list of files", |letter| {
            letter.files = vec![file("a"); MAX_FILES + 1]
        }),
        ("name of a file", |letter| {
            letter.files = vec![file(&"a".repeat(256))]
        }),
        ("list of recipients", |letter| {
            letter.recipients = vec![BOB; 65]
        }),
    ];
    for (expected, change) in changes {
        let mut letter = letter("");
        change(&mut letter);
        match seal(&letter, &GENESIS, &alice().0, &to) {
            Err(crate::Error::Seal(SealError::TooLong { part, .. })) => assert_eq!(part, expected),
            other => panic!("{expected}: {other:?}"),
        }
    }
}

#[test]
fn the_largest_letter_fits_into_a_block() {
    let mut letter = letter(&"x".repeat(MAX_TEXT));
    letter.recipients = vec![BOB; MAX_RECIPIENTS as usize];
    letter.files = (0..MAX_FILES).map(|_| file(&"a".repeat(255))).collect();
    let content = padding::pad(&letter.sign(&GENESIS, &alice().0).unwrap()).unwrap();
    assert!(5 + 3 + MAX_SLOTS * SLOT + content.len() + 16 <= MAX_ENVELOPE);
}

#[test]
fn debug_output_shows_neither_text_nor_keys() {
    let mut letter = letter("a secret text");
    letter.files.push(file("private name"));
    let shown = format!("{letter:?} {:?}", bob().1);
    assert!(
        !shown.contains("secret text") && !shown.contains("private name"),
        "{shown}"
    );
    assert!(!shown.contains("[1, 1, 1"), "{shown}");
}

proptest! {
    #[test]
    fn no_bytes_make_opening_panic(mut bytes: Vec<u8>) {
        let bob = bob();
        prop_assert!(bob.open(&bytes).is_err());
        bytes.splice(0..0, HEADER.encode());
        prop_assert!(bob.open(&bytes).is_err());
    }

    #[test]
    fn no_sealed_bytes_make_parsing_panic(content: Vec<u8>) {
        let _ = SignedLetter::parse(&content, &GENESIS);
        for version in [1, 2, 3] {
            let known = [&[version; 65], &content[..]].concat();
            let _ = SignedLetter::parse(&known, &GENESIS);
        }
    }
}
