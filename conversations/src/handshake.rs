//! Authenticating each other, with fresh challenges from both sides.
//!
//! 1. *Challenge*, from one to the other: in the invitation, or as a message to a member at any
//!    time. It carries the challenger's certificate.
//! 2. *Answer*: a signature by the device over the challenge, and a challenge back.
//! 3. *Confirmation*: a signature over that.
//!
//! What is signed:
//!
//! ```text
//! context, 16 bytes | genesis 32 | conversation 32 | challenger's device 32 | signer's device 32
//!   | challenge 32 | signer's certificate 32 | challenge back 32 (of an answer only)
//! ```
//!
//! Each side keeps the challenges that it has given until they are answered, once. An answer to
//! another one was replayed; a signature that names other devices, another conversation or another
//! chain was swapped; a certificate that has expired or was revoked is refused as every message
//! under it is. Each has its own error.

use crate::{
    identity::{verify, Member},
    limits::MAX_CHALLENGES,
    outbox::Wish,
    step::Step,
    store::{from_sql, random},
    Body, Certificate, ConversationId, Error, Event, Message, Refusal, Result,
};
use codec::Encode;
use postern_primitives::{DeviceId, Moment};
use rusqlite::{params, OptionalExtension};

const ANSWER: &[u8; 16] = b"postern/mlsans/1";
const CONFIRM: &[u8; 16] = b"postern/mlscon/1";

const PLACE: &[u8] = b"challenges";

/// What is signed, in the order of its bytes.
#[derive(Encode)]
pub(crate) struct Signed {
    pub(crate) genesis: [u8; 32],
    pub(crate) conversation: ConversationId,
    pub(crate) challenger: DeviceId,
    pub(crate) signer: DeviceId,
    pub(crate) challenge: [u8; 32],
    pub(crate) certificate: [u8; 32],
}

impl Signed {
    pub(crate) fn answer(&self, back: &[u8; 32]) -> Vec<u8> {
        (ANSWER, self, back).encode()
    }

    pub(crate) fn confirmation(&self) -> Vec<u8> {
        (CONFIRM, self).encode()
    }
}

impl Step<'_> {
    /// Keeps a challenge that is given to `member`.
    pub(crate) fn add_challenge(
        &self,
        id: &ConversationId,
        member: &Member,
        challenge: &[u8; 32],
    ) -> Result<()> {
        let open: i64 = self
            .database
            .prepare_cached("SELECT count(*) FROM challenges WHERE conversation = ?1")?
            .query_row([id.0], |row| row.get(0))?;
        if from_sql(open) >= MAX_CHALLENGES {
            // The oldest is the least likely to be answered still.
            self.database.execute(
                "DELETE FROM challenges WHERE id =
                    (SELECT min(id) FROM challenges WHERE conversation = ?1)",
                [id.0],
            )?;
        }
        let sealed = self.seal(PLACE, challenge)?;
        self.database
            .prepare_cached(
                "INSERT INTO challenges (conversation, device, sealed) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![id.0, member.device.0, sealed])?;
        Ok(())
    }

    /// Gives a challenge to a member.
    pub(crate) fn challenge(&self, id: &ConversationId, to: &Member, now: Moment) -> Result<()> {
        let challenge = random()?;
        self.add_challenge(id, to, &challenge)?;
        let certificate = self.own_certificate()?.digest();
        let body = Body::Challenge {
            to: to.device,
            challenge,
            certificate,
        };
        self.reply(id, body, now)
    }

    /// Answers a challenge, and gives one back.
    pub(crate) fn answer(
        &self,
        id: &ConversationId,
        to: &Member,
        challenge: &[u8; 32],
        now: Moment,
    ) -> Result<()> {
        let back = random()?;
        self.add_challenge(id, to, &back)?;
        let signed = self.signed_by_us(id, to, challenge)?;
        let body = Body::Answer {
            to: to.device,
            challenge: *challenge,
            certificate: signed.certificate,
            back,
            signature: self.identity.sign(&signed.answer(&back)),
        };
        self.reply(id, body, now)
    }

    /// Says a part of a handshake, if there is room: others must not be able to hold up what we
    /// read by asking for answers. A handshake can be begun again at any time.
    fn reply(&self, id: &ConversationId, body: Body, now: Moment) -> Result<()> {
        if !self.has_room(id)? {
            return Ok(());
        }
        let message = Message {
            id: random()?,
            sent_at: now,
            lifetime: None,
            body,
        };
        self.add_wish(id, &Wish::Say(message)).map(|_| ())
    }

    /// Takes part in a handshake with a member whose certificate is valid. What others say to
    /// each other is passed over.
    pub(crate) fn shake(
        &self,
        id: &ConversationId,
        from: &Member,
        theirs: &Certificate,
        body: &Body,
        at: Moment,
    ) -> Result<()> {
        match body {
            Body::Challenge { to, .. } | Body::Answer { to, .. } | Body::Confirm { to, .. }
                if *to != self.identity.device() => {}
            Body::Challenge {
                challenge,
                certificate,
                ..
            } => {
                expect_certificate(theirs, certificate)?;
                self.answer(id, from, challenge, at)?;
            }
            Body::Answer {
                challenge,
                certificate,
                back,
                signature,
                ..
            } => {
                expect_certificate(theirs, certificate)?;
                let signed = self.signed_by(id, theirs, challenge);
                self.accept(id, from, challenge, &signed.answer(back), theirs, signature)?;
                self.confirm(id, from, back, at)?;
            }
            Body::Confirm {
                challenge,
                signature,
                ..
            } => {
                let signed = self.signed_by(id, theirs, challenge);
                self.accept(
                    id,
                    from,
                    challenge,
                    &signed.confirmation(),
                    theirs,
                    signature,
                )?;
            }
            _ => {}
        }
        Ok(())
    }

    fn confirm(
        &self,
        id: &ConversationId,
        to: &Member,
        challenge: &[u8; 32],
        now: Moment,
    ) -> Result<()> {
        let signed = self.signed_by_us(id, to, challenge)?;
        let body = Body::Confirm {
            to: to.device,
            challenge: *challenge,
            signature: self.identity.sign(&signed.confirmation()),
        };
        self.reply(id, body, now)
    }

    /// Uses a challenge up, if the signature answers it.
    fn accept(
        &self,
        id: &ConversationId,
        from: &Member,
        challenge: &[u8; 32],
        signed: &[u8],
        theirs: &Certificate,
        signature: &[u8; 64],
    ) -> Result<()> {
        let open = self
            .find_challenge(id, from, challenge)?
            .ok_or(Refusal::ChallengeNotOpen(from.device))?;
        if !verify(&theirs.device, signed, signature) {
            return Err(Refusal::ChallengeNotSigned(from.device).into());
        }
        self.database
            .execute("DELETE FROM challenges WHERE id = ?1", [open])?;
        self.database.execute(
            "INSERT OR IGNORE INTO authenticated VALUES (?1, ?2)",
            params![id.0, from.device.0],
        )?;
        self.tell(id, &Event::Authenticated { member: *from })
    }

    fn find_challenge(
        &self,
        id: &ConversationId,
        from: &Member,
        challenge: &[u8; 32],
    ) -> Result<Option<i64>> {
        let mut query = self.database.prepare_cached(
            "SELECT id, sealed FROM challenges WHERE conversation = ?1 AND device = ?2",
        )?;
        let rows = query.query_map(params![id.0, from.device.0], |row| {
            Ok((row.get(0)?, row.get::<_, Vec<u8>>(1)?))
        })?;
        for row in rows {
            let (number, sealed) = row?;
            if self.open::<[u8; 32]>(PLACE, &sealed)? == *challenge {
                return Ok(Some(number));
            }
        }
        Ok(None)
    }

    pub(crate) fn challenged(&self, id: &ConversationId) -> Result<Vec<DeviceId>> {
        let mut query = self
            .database
            .prepare_cached("SELECT DISTINCT device FROM challenges WHERE conversation = ?1")?;
        let rows = query.query_map([id.0], |row| row.get(0).map(DeviceId))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    pub(crate) fn is_authenticated(&self, id: &ConversationId, device: &DeviceId) -> Result<bool> {
        let found: Option<i64> = self
            .database
            .prepare_cached("SELECT 1 FROM authenticated WHERE conversation = ?1 AND device = ?2")?
            .query_row(params![id.0, device.0], |row| row.get(0))
            .optional()?;
        Ok(found.is_some())
    }

    fn own_certificate(&self) -> Result<Certificate> {
        self.identity.member().certificate(self.known)
    }

    fn signed_by_us(
        &self,
        id: &ConversationId,
        challenger: &Member,
        challenge: &[u8; 32],
    ) -> Result<Signed> {
        Ok(Signed {
            genesis: self.identity.genesis(),
            conversation: *id,
            challenger: challenger.device,
            signer: self.identity.device(),
            challenge: *challenge,
            certificate: self.own_certificate()?.digest(),
        })
    }

    fn signed_by(&self, id: &ConversationId, signer: &Certificate, challenge: &[u8; 32]) -> Signed {
        Signed {
            genesis: self.identity.genesis(),
            conversation: *id,
            challenger: self.identity.device(),
            signer: signer.id(),
            challenge: *challenge,
            certificate: signer.digest(),
        }
    }
}

fn expect_certificate(theirs: &Certificate, named: &[u8; 32]) -> Result<(), Error> {
    if theirs.digest() == *named {
        Ok(())
    } else {
        Err(Refusal::CertificateChanged(theirs.id()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Certificates, Conversations, Found, Identity};

    const CHALLENGE: [u8; 32] = [1; 32];
    const BACK: [u8; 32] = [2; 32];

    struct Known(Vec<Certificate>);

    impl Certificates for Known {
        fn certificate(&self, device: &DeviceId) -> Found {
            let found = self.0.iter().find(|one| one.id() == *device);
            found.cloned().map_or(Found::Nothing, Found::Certificate)
        }
    }

    fn identity(who: u8) -> Identity {
        Identity::new([who; 32], [4; 32], &[who; 32])
    }

    fn certificate(who: u8) -> Certificate {
        Certificate {
            account: [who; 32],
            device: identity(who).public(),
            valid_from: 0,
            valid_until: 10,
            revoked_at: None,
        }
    }

    fn answer(signed: &Signed) -> Body {
        Body::Answer {
            to: identity(1).device(),
            challenge: CHALLENGE,
            certificate: certificate(2).digest(),
            back: BACK,
            signature: identity(2).sign(&signed.answer(&BACK)),
        }
    }

    /// Alice has challenged Bob; what she makes of answers.
    #[test]
    fn an_answer_counts_once_and_only_as_it_was_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("db");
        let known = Known(vec![certificate(1), certificate(2)]);
        let mut alice = Conversations::open(&path, &[0; 32], identity(1), known).unwrap();
        let id = alice.create("", &[], 0).unwrap();
        let (bob, theirs) = (identity(2).member(), certificate(2));
        alice
            .step(|step| {
                step.add_challenge(&id, &bob, &CHALLENGE)?;
                let signed = || step.signed_by(&id, &theirs, &CHALLENGE);
                let swapped = [
                    Signed {
                        challenger: DeviceId([7; 32]),
                        ..signed()
                    },
                    Signed {
                        conversation: ConversationId([7; 32]),
                        ..signed()
                    },
                    Signed {
                        genesis: [7; 32],
                        ..signed()
                    },
                    Signed {
                        challenge: [7; 32],
                        ..signed()
                    },
                ];
                let shake = |body: &Body| step.attempt(|| step.shake(&id, &bob, &theirs, body, 1));
                for signed in swapped {
                    let refused = shake(&answer(&signed))?;
                    assert_eq!(refused, Err(Refusal::ChallengeNotSigned(bob.device)));
                    assert!(!step.is_authenticated(&id, &bob.device)?);
                }
                assert_eq!(shake(&answer(&signed()))?, Ok(()));
                assert!(step.is_authenticated(&id, &bob.device)?);
                let replayed = shake(&answer(&signed()))?;
                assert_eq!(replayed, Err(Refusal::ChallengeNotOpen(bob.device)));
                Ok(())
            })
            .unwrap();
    }
}
