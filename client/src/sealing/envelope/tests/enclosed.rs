//! What goes with the words of a letter.

use super::*;
use crate::{
    defaults::MAX_INVITATION,
    sealing::{Invitation, Payment},
};

#[test]
fn a_payment_arrives_as_it_was_signed_and_cannot_be_taken_out() {
    let payment = Payment {
        transaction: [1; 32],
        block: 2,
        block_hash: [3; 32],
        amount: u128::MAX,
    };
    let sent = letter("for lunch").with_payment(Some(payment));
    let opened = bob().open(&seal_to(&sent, &[&bob()])).unwrap();
    let read = opened.verify(&alice().0.public(), &BOB, &ALICE).unwrap();
    assert_eq!(read, sent);

    // The same signature over the words alone.
    let signed = sent.sign(&GENESIS, &alice().0).unwrap();
    let mut plain = signed[..signed.len() - 32 - 4 - 32 - 16].to_vec();
    plain[0] = 1;
    let stripped = SignedLetter::parse(&plain, &GENESIS).unwrap();
    let refused = stripped.verify(&alice().0.public(), &BOB, &ALICE);
    assert_eq!(refused.unwrap_err(), OpenError::BadSignature);
}

#[test]
fn an_invitation_arrives_as_it_was_signed_and_cannot_be_taken_out() {
    let invitation = vec![7; 10_000];
    let sent = letter("").with_invitation(Some(Invitation::Enclosed(invitation.clone())));
    let opened = bob().open(&seal_to(&sent, &[&bob()])).unwrap();
    let read = opened.verify(&alice().0.public(), &BOB, &ALICE).unwrap();
    assert!(read.invitation == Some(Invitation::Enclosed(invitation)));
    assert_eq!(read, sent);

    let signed = sent.sign(&GENESIS, &alice().0).unwrap();
    let mut plain = signed[..signed.len() - 10_000 - 2].to_vec();
    plain[0] = 1;
    let stripped = SignedLetter::parse(&plain, &GENESIS).unwrap();
    let refused = stripped.verify(&alice().0.public(), &BOB, &ALICE);
    assert_eq!(refused.unwrap_err(), OpenError::BadSignature);
}

#[test]
fn an_invitation_that_fits_no_envelope_is_not_sealed() {
    let sent = letter("").with_invitation(Some(Invitation::Enclosed(vec![7; MAX_INVITATION + 1])));
    let refused = sent.sign(&GENESIS, &alice().0);
    assert!(matches!(
        refused,
        Err(SealError::TooLong {
            part: "invitation",
            ..
        })
    ));
    let largest = letter("").with_invitation(Some(Invitation::Enclosed(vec![7; MAX_INVITATION])));
    assert!(seal_to(&largest, &[&bob()]).len() <= MAX_ENVELOPE);
}

#[test]
fn an_invitation_that_is_a_file_is_no_file_of_the_letter() {
    let file = FileRef {
        cid: Cid::of_block(Codec::DagPb, b"ciphertext"),
        key: [1; 32],
        name: "invitation".into(),
        media_type: "application/octet-stream".into(),
        size: MAX_INVITATION as u64 + 1,
        sha256: [2; 32],
    };
    let sent = letter("").with_invitation(Some(Invitation::File(file)));
    let opened = bob().open(&seal_to(&sent, &[&bob()])).unwrap();
    let read = opened.verify(&alice().0.public(), &BOB, &ALICE).unwrap();
    assert!(read.files.is_empty());
    assert_eq!(read, sent);
}
