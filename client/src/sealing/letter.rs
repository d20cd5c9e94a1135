//! What is inside an envelope: a letter and its writer's signature.

use super::{FileRef, OpenError, SealError};
use crate::{
    defaults::{MAX_FILES, MAX_FILE_NAME, MAX_INVITATION, MAX_MEDIA_TYPE, MAX_TEXT},
    device::{fill_random, verify, DeviceKey},
    Result,
};
use codec::{Decode, DecodeAll, Encode};
use postern_primitives::{limits::MAX_RECIPIENTS, BlockNumber, DeviceId, DevicePublic, Moment};
use std::fmt;
use zeroize::Zeroizing;

/// Of a letter of words and files.
const PLAIN: u8 = 1;

/// Of one that names a payment, which follows the letter. A program that does not know of
/// payments says so, instead of showing the words without it.
const WITH_PAYMENT: u8 = 2;

/// Of one that invites to a private channel, with what its reader joins with behind it.
const WITH_INVITATION: u8 = 3;

/// Of one whose invitation is a file: that of a large channel fits no envelope.
const WITH_INVITATION_FILE: u8 = 4;

const VERSIONS: [u8; 4] = [PLAIN, WITH_PAYMENT, WITH_INVITATION, WITH_INVITATION_FILE];

/// What the signature begins with, and then comes the version as a digit.
const CONTEXT: &[u8; 15] = b"postern/letter/";

/// How errors call it.
const PART: &str = "message";

/// A message as its writer signs it.
#[derive(Clone, PartialEq, Eq, Encode, Decode)]
pub struct Letter {
    /// The account that writes.
    pub from: [u8; 32],
    /// The device of that account that signs.
    pub device: DeviceId,
    /// Every account it is written to.
    pub recipients: Vec<[u8; 32]>,
    /// When it was written, by its writer's clock.
    pub sent_at: Moment,
    /// Makes two equal letters different, so that sending a text twice is two messages.
    pub nonce: [u8; 16],
    /// The text. Empty if there are only files.
    pub text: String,
    /// Files, in the order they were named.
    pub files: Vec<FileRef>,
    /// A payment that the writer says to have made to the one recipient.
    #[codec(skip)]
    pub payment: Option<Payment>,
    /// What its reader joins a private channel with. A letter has this or a payment, not both.
    #[codec(skip)]
    pub invitation: Option<Invitation>,
}

/// What a private channel is joined with, as a letter has it.
#[derive(Clone, PartialEq, Eq)]
pub enum Invitation {
    /// In the letter, up to [`MAX_INVITATION`] bytes.
    Enclosed(Vec<u8>),
    /// On IPFS, as files are.
    File(FileRef),
}

/// A payment as its payer describes it. Only the chain proves that it was made.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Payment {
    /// Hash of the transaction.
    pub transaction: [u8; 32],
    /// The final block that it is in.
    pub block: BlockNumber,
    /// That block's hash.
    pub block_hash: [u8; 32],
    /// How much, in the smallest unit.
    pub amount: u128,
}

impl Letter {
    /// A letter with a fresh nonce.
    ///
    /// # Errors
    /// When the system has no randomness.
    pub fn new(
        from: [u8; 32],
        device: DeviceId,
        recipients: Vec<[u8; 32]>,
        sent_at: Moment,
        text: String,
        files: Vec<FileRef>,
    ) -> Result<Self> {
        let mut nonce = [0; 16];
        fill_random(&mut nonce)?;
        Ok(Self {
            from,
            device,
            recipients,
            sent_at,
            nonce,
            text,
            files,
            payment: None,
            invitation: None,
        })
    }

    /// The same letter, naming a payment.
    pub fn with_payment(mut self, payment: Option<Payment>) -> Self {
        self.payment = payment;
        self
    }

    /// The same letter, inviting to a private channel.
    pub fn with_invitation(mut self, invitation: Option<Invitation>) -> Self {
        self.invitation = invitation;
        self
    }

    /// The invitation, if there is one and it is in the letter.
    pub fn enclosed_invitation(&self) -> Option<&Vec<u8>> {
        match &self.invitation {
            Some(Invitation::Enclosed(invitation)) => Some(invitation),
            Some(Invitation::File(_)) | None => None,
        }
    }

    /// Its version, and the bytes that are signed.
    fn form(&self) -> (u8, Zeroizing<Vec<u8>>) {
        let (version, bytes) = match (&self.payment, &self.invitation) {
            (None, None) => (PLAIN, self.encode()),
            (Some(payment), _) => (WITH_PAYMENT, (self, payment).encode()),
            (None, Some(Invitation::Enclosed(invitation))) => {
                (WITH_INVITATION, (self, invitation).encode())
            }
            (None, Some(Invitation::File(file))) => (WITH_INVITATION_FILE, (self, file).encode()),
        };
        (version, Zeroizing::new(bytes))
    }

    /// The bytes that are padded and encrypted.
    pub(super) fn sign(
        &self,
        genesis: &[u8; 32],
        device: &DeviceKey,
    ) -> Result<Zeroizing<Vec<u8>>, SealError> {
        if self.device != device.id() {
            return Err(SealError::WrongSigner);
        }
        for (part, found, limit) in self.lengths() {
            if found > limit {
                return Err(SealError::TooLong { part, found, limit });
            }
        }
        if self.recipients.is_empty() {
            return Err(SealError::NoRecipients);
        }
        let (version, letter) = self.form();
        let signature = device.sign(&signed_part(version, genesis, &letter));
        Ok(Zeroizing::new(
            [&[version], &signature[..], &letter[..]].concat(),
        ))
    }

    fn lengths(&self) -> impl Iterator<Item = (&'static str, usize, usize)> + '_ {
        let invitation = match &self.invitation {
            Some(Invitation::File(file)) => Some(file),
            _ => None,
        };
        let files = self.files.iter().chain(invitation).flat_map(|file| {
            [
                ("name of a file", file.name.len(), MAX_FILE_NAME),
                (
                    "media type of a file",
                    file.media_type.len(),
                    MAX_MEDIA_TYPE,
                ),
            ]
        });
        [
            ("text", self.text.len(), MAX_TEXT),
            (
                "list of recipients",
                self.recipients.len(),
                MAX_RECIPIENTS as usize,
            ),
            ("list of files", self.files.len(), MAX_FILES),
            (
                "invitation",
                self.enclosed_invitation().map_or(0, Vec::len),
                MAX_INVITATION,
            ),
        ]
        .into_iter()
        .chain(files)
    }
}

impl fmt::Debug for Letter {
    /// Text and keys stay out of logs.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Letter")
            .field("device", &self.device)
            .field("sent_at", &self.sent_at)
            .field("text", &format_args!("{} bytes", self.text.len()))
            .field("files", &self.files)
            .finish_non_exhaustive()
    }
}

fn signed_part(version: u8, genesis: &[u8; 32], letter: &[u8]) -> Zeroizing<Vec<u8>> {
    Zeroizing::new([&CONTEXT[..], &[b'0' + version], genesis, letter].concat())
}

fn decode(version: u8, mut bytes: &[u8]) -> Result<Letter, OpenError> {
    let malformed = |_| OpenError::Malformed { part: PART };
    match version {
        PLAIN => Letter::decode_all(&mut bytes).map_err(malformed),
        WITH_PAYMENT => <(Letter, Payment)>::decode_all(&mut bytes)
            .map(|(letter, payment)| letter.with_payment(Some(payment)))
            .map_err(malformed),
        WITH_INVITATION => <(Letter, Vec<u8>)>::decode_all(&mut bytes)
            .map(|(letter, bytes)| letter.with_invitation(Some(Invitation::Enclosed(bytes))))
            .map_err(malformed),
        WITH_INVITATION_FILE => <(Letter, FileRef)>::decode_all(&mut bytes)
            .map(|(letter, file)| letter.with_invitation(Some(Invitation::File(file))))
            .map_err(malformed),
        found => Err(OpenError::UnknownVersion { part: PART, found }),
    }
}

/// A letter out of an opened envelope, of which nothing is proven yet.
///
/// Opening needs only the recipient's key. To believe it, look up the certificate that it
/// [claims](Self::claimed) and [verify](Self::verify).
#[derive(Debug)]
pub struct SignedLetter {
    letter: Letter,
    /// Exactly what was signed: the letter as it came, not as we would encode it.
    signed: Zeroizing<Vec<u8>>,
    signature: [u8; 64],
}

impl SignedLetter {
    pub(super) fn parse(content: &[u8], genesis: &[u8; 32]) -> Result<Self, OpenError> {
        let malformed = OpenError::Malformed { part: PART };
        let (version, rest) = content.split_first().ok_or_else(|| malformed.clone())?;
        if !VERSIONS.contains(version) {
            let found = *version;
            return Err(OpenError::UnknownVersion { part: PART, found });
        }
        let (signature, bytes) = rest
            .split_first_chunk::<64>()
            .ok_or_else(|| malformed.clone())?;
        let letter = decode(*version, bytes)?;
        if letter.lengths().any(|(_, found, limit)| found > limit) {
            return Err(malformed);
        }
        Ok(Self {
            letter,
            signed: signed_part(*version, genesis, bytes),
            signature: *signature,
        })
    }

    /// The letter as it claims to be: only good for looking up its `device`.
    pub fn claimed(&self) -> &Letter {
        &self.letter
    }

    /// The letter, if it was signed by the device of `public`, written to `own_account`, and
    /// put into the inbox by the account that wrote it.
    ///
    /// The caller has looked up the certificate of the [claimed](Self::claimed) device, and
    /// made sure that it belongs to the claimed account and was valid at `sent_at`.
    ///
    /// # Errors
    /// [`OpenError::WrongCertificate`], [`OpenError::BadSignature`],
    /// [`OpenError::NotAddressedToUs`] or [`OpenError::SenderMismatch`].
    pub fn verify(
        self,
        public: &DevicePublic,
        own_account: &[u8; 32],
        chain_sender: &[u8; 32],
    ) -> Result<Letter, OpenError> {
        let letter = self.verify_signature(public)?;
        if !letter.recipients.contains(own_account) {
            return Err(OpenError::NotAddressedToUs);
        }
        if letter.from != *chain_sender {
            return Err(OpenError::SenderMismatch);
        }
        Ok(letter)
    }

    /// The same of a letter that another device of `own_account` passes on, which has read it or
    /// sent it: the account is its writer or among its recipients. The caller has made sure that
    /// the account itself has put it on the chain.
    ///
    /// # Errors
    /// [`OpenError::WrongCertificate`], [`OpenError::BadSignature`] or
    /// [`OpenError::NotAddressedToUs`].
    pub fn verify_own(
        self,
        public: &DevicePublic,
        own_account: &[u8; 32],
    ) -> Result<Letter, OpenError> {
        let letter = self.verify_signature(public)?;
        if letter.from != *own_account && !letter.recipients.contains(own_account) {
            return Err(OpenError::NotAddressedToUs);
        }
        Ok(letter)
    }

    fn verify_signature(self, public: &DevicePublic) -> Result<Letter, OpenError> {
        if DeviceId::of(public) != self.letter.device {
            return Err(OpenError::WrongCertificate(self.letter.device));
        }
        if !verify(public, &self.signed, &self.signature) {
            return Err(OpenError::BadSignature);
        }
        Ok(self.letter)
    }
}
