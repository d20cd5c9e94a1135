//! Posts of public channels: signed, for everyone to read.

use super::{
    envelope::{expect_kind, KIND_POST, VERSION},
    FileRef, OpenError, SealError,
};
use crate::{
    defaults::{MAX_ENVELOPE, MAX_FILES, MAX_FILE_NAME, MAX_MEDIA_TYPE, MAX_TEXT},
    device::{verify, DeviceKey},
};
use codec::{Decode, DecodeAll, Encode};
use postern_primitives::{DeviceId, DevicePublic, Moment};

/// Version of a post with files, which follow it. A program that does not know of them says so,
/// instead of showing the words alone.
const WITH_FILES: u8 = 2;

/// What the signature begins with, and then comes the version as a digit.
const CONTEXT: &[u8; 15] = b"postern/chpost/";

/// How errors call it.
const PART: &str = "post";

/// A post as its author signs it.
#[derive(Clone, Debug, PartialEq, Eq, Encode, Decode)]
pub struct Post {
    /// The channel it is written for.
    pub channel: u32,
    /// The account that writes.
    pub author: [u8; 32],
    /// The device of that account that signs.
    pub device: DeviceId,
    /// When it was written, by its author's clock.
    pub sent_at: Moment,
    /// The text.
    pub text: String,
    /// Files, in the order they were named. Their keys are for everybody, as the post is.
    #[codec(skip)]
    pub files: Vec<FileRef>,
}

impl Post {
    /// Its version, and the bytes that are signed.
    fn form(&self) -> (u8, Vec<u8>) {
        match self.files.is_empty() {
            true => (VERSION, self.encode()),
            false => (WITH_FILES, (self, &self.files).encode()),
        }
    }

    /// Nothing where the version says that files follow and none do: of each post there is one
    /// form.
    fn decode(version: u8, mut bytes: &[u8]) -> Option<Self> {
        if version != WITH_FILES {
            return Self::decode_all(&mut bytes).ok();
        }
        let (post, files) = <(Self, Vec<FileRef>)>::decode_all(&mut bytes).ok()?;
        (!files.is_empty()).then_some(Self { files, ..post })
    }

    fn lengths(&self) -> impl Iterator<Item = (&'static str, usize, usize)> + '_ {
        let files = self.files.iter().flat_map(|file| {
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
            ("list of files", self.files.len(), MAX_FILES),
        ]
        .into_iter()
        .chain(files)
    }
}

/// Signs a post. The result is a block to be published as it is.
///
/// # Errors
/// [`SealError::TooLong`]; [`SealError::WrongSigner`] if `device` is not the post's.
pub fn seal_post(
    post: &Post,
    genesis: &[u8; 32],
    device: &DeviceKey,
) -> Result<Vec<u8>, SealError> {
    for (part, found, limit) in post.lengths() {
        if found > limit {
            return Err(SealError::TooLong { part, found, limit });
        }
    }
    if post.device != device.id() {
        return Err(SealError::WrongSigner);
    }
    let (version, post) = post.form();
    let signature = device.sign(&signed_part(version, genesis, &post));
    Ok([&[version, KIND_POST], &signature[..], &post[..]].concat())
}

/// Reads a post of `channel`, of which nothing is proven yet.
///
/// # Errors
/// One [`OpenError`] for each way to be malformed, and [`OpenError::WrongChannel`].
pub fn open_post(bytes: &[u8], genesis: &[u8; 32], channel: u32) -> Result<SignedPost, OpenError> {
    let malformed = || OpenError::Malformed { part: PART };
    let version = version_of(bytes)?;
    let rest = bytes.get(2..).ok_or_else(malformed)?;
    let (signature, encoded) = rest.split_first_chunk::<64>().ok_or_else(malformed)?;
    let post = Post::decode(version, encoded).ok_or_else(malformed)?;
    if post.lengths().any(|(_, found, limit)| found > limit) {
        return Err(malformed());
    }
    if post.channel != channel {
        return Err(OpenError::WrongChannel {
            found: post.channel,
        });
    }
    Ok(SignedPost {
        post,
        signed: signed_part(version, genesis, encoded),
        signature: *signature,
    })
}

fn version_of(bytes: &[u8]) -> Result<u8, OpenError> {
    match *bytes {
        [WITH_FILES, KIND_POST, ..] if bytes.len() <= MAX_ENVELOPE => Ok(WITH_FILES),
        _ => expect_kind(bytes, KIND_POST).map(|()| VERSION),
    }
}

fn signed_part(version: u8, genesis: &[u8; 32], post: &[u8]) -> Vec<u8> {
    [&CONTEXT[..], &[b'0' + version], genesis, post].concat()
}

/// A post of which nothing is proven yet.
#[derive(Debug)]
pub struct SignedPost {
    post: Post,
    signed: Vec<u8>,
    signature: [u8; 64],
}

impl SignedPost {
    /// The post as it claims to be: only good for looking up its `device`.
    pub fn claimed(&self) -> &Post {
        &self.post
    }

    /// The post, if it was signed by the device of `public` and put on the chain by the
    /// account that wrote it.
    ///
    /// # Errors
    /// [`OpenError::WrongCertificate`], [`OpenError::BadSignature`] or
    /// [`OpenError::SenderMismatch`].
    pub fn verify(self, public: &DevicePublic, chain_author: &[u8; 32]) -> Result<Post, OpenError> {
        if DeviceId::of(public) != self.post.device {
            return Err(OpenError::WrongCertificate(self.post.device));
        }
        if !verify(public, &self.signed, &self.signature) {
            return Err(OpenError::BadSignature);
        }
        if self.post.author != *chain_author {
            return Err(OpenError::SenderMismatch);
        }
        Ok(self.post)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use postern_primitives::{Cid, Codec};
    use proptest::prelude::*;

    const GENESIS: [u8; 32] = [4; 32];
    const AUTHOR: [u8; 32] = [5; 32];

    fn device() -> DeviceKey {
        DeviceKey::from_seed(&[1; 32])
    }

    fn written(text: &str) -> Post {
        let (device, text) = (device().id(), text.to_owned());
        Post {
            channel: 7,
            author: AUTHOR,
            device,
            sent_at: 1_000,
            text,
            files: Vec::new(),
        }
    }

    fn with_file() -> Post {
        let file = FileRef {
            cid: Cid::of_block(Codec::DagPb, b"ciphertext"),
            key: [1; 32],
            name: "plan.pdf".into(),
            media_type: "application/pdf".into(),
            size: 3,
            sha256: [2; 32],
        };
        Post {
            files: vec![file],
            ..written("the plan")
        }
    }

    fn post() -> Vec<u8> {
        seal_post(&written("hello all"), &GENESIS, &device()).unwrap()
    }

    #[test]
    fn a_post_reads_as_it_was_written() {
        let signed = open_post(&post(), &GENESIS, 7).unwrap();
        assert_eq!(signed.claimed().device, device().id());
        let post = signed.verify(&device().public(), &AUTHOR);
        assert_eq!(post, Ok(written("hello all")));
    }

    #[test]
    fn files_of_a_post_are_signed_with_it() {
        let sealed = seal_post(&with_file(), &GENESIS, &device()).unwrap();
        let read = open_post(&sealed, &GENESIS, 7).unwrap();
        let read = read.verify(&device().public(), &AUTHOR);
        assert_eq!(read, Ok(with_file()));
        // The same signature over the words alone.
        let mut stripped = sealed.clone();
        stripped[0] = VERSION;
        stripped.truncate(2 + 64 + written("the plan").encode().len());
        let stripped = open_post(&stripped, &GENESIS, 7).unwrap();
        let refused = stripped.verify(&device().public(), &AUTHOR);
        assert_eq!(refused, Err(OpenError::BadSignature));
        let long = Post {
            files: vec![with_file().files[0].clone(); MAX_FILES + 1],
            ..written("")
        };
        let error = seal_post(&long, &GENESIS, &device()).unwrap_err();
        assert!(matches!(error, SealError::TooLong { .. }));
    }

    #[test]
    fn a_post_that_announces_files_and_has_none_is_refused() {
        let mut sealed = post();
        sealed[0] = WITH_FILES;
        sealed.push(0);
        let error = open_post(&sealed, &GENESIS, 7).unwrap_err();
        assert_eq!(error, OpenError::Malformed { part: PART });
    }

    #[test]
    fn a_post_for_another_channel_chain_or_author_is_refused() {
        let error = open_post(&post(), &GENESIS, 8).unwrap_err();
        assert_eq!(error, OpenError::WrongChannel { found: 7 });
        let elsewhere = open_post(&post(), &[9; 32], 7).unwrap();
        let error = elsewhere.verify(&device().public(), &AUTHOR).unwrap_err();
        assert_eq!(error, OpenError::BadSignature);
        let copied = open_post(&post(), &GENESIS, 7).unwrap();
        let error = copied.verify(&device().public(), &[6; 32]).unwrap_err();
        assert_eq!(error, OpenError::SenderMismatch);
    }

    #[test]
    fn a_change_of_any_byte_is_refused() {
        let original = post();
        for at in 0..original.len() {
            let mut changed = original.clone();
            changed[at] ^= 1;
            let read = open_post(&changed, &GENESIS, 7);
            let read = read.and_then(|post| post.verify(&device().public(), &AUTHOR));
            assert!(read.is_err(), "byte {at}");
        }
    }

    #[test]
    fn a_sealed_letter_is_not_a_post() {
        let error = open_post(&[1, 1, 0], &GENESIS, 7).unwrap_err();
        assert_eq!(error, OpenError::WrongKind { found: 1 });
    }

    #[test]
    fn a_text_that_is_too_long_and_a_foreign_device_are_refused() {
        let long = written(&"x".repeat(MAX_TEXT + 1));
        let error = seal_post(&long, &GENESIS, &device()).unwrap_err();
        assert!(matches!(error, SealError::TooLong { part: "text", .. }));
        let other = DeviceKey::from_seed(&[2; 32]);
        let error = seal_post(&written(""), &GENESIS, &other).unwrap_err();
        assert_eq!(error, SealError::WrongSigner);
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_panic(mut bytes: Vec<u8>) {
            prop_assert!(open_post(&bytes, &GENESIS, 7).is_err());
            bytes.splice(0..0, [VERSION, KIND_POST]);
            let _ = open_post(&bytes, &GENESIS, 7);
            bytes[0] = WITH_FILES;
            let _ = open_post(&bytes, &GENESIS, 7);
        }
    }
}
