//! How a message is written: a version, then its fields in SCALE, nothing behind them.

use super::{Body, Message, Subject};
use crate::{
    limits::{
        MAX_FILES, MAX_FILE_NAME, MAX_MEDIA_TYPE, MAX_MESSAGE, MAX_NAME, MAX_NOTE, MAX_QUESTION,
        MAX_REACTION, MAX_RECEIPTS, MAX_TEXT,
    },
    Error, Part, Refusal, Result,
};
use codec::{DecodeAll, Encode};
use zeroize::Zeroizing;

const VERSION: u8 = 1;

impl Message {
    /// The bytes that are sealed.
    ///
    /// # Errors
    /// [`Error::TooLong`].
    pub fn to_bytes(&self) -> Result<Zeroizing<Vec<u8>>> {
        let bytes = Zeroizing::new((VERSION, self).encode());
        let whole = ("message", bytes.len(), MAX_MESSAGE);
        for (part, found, limit) in self.body.lengths().chain([whole]) {
            if found > limit {
                return Err(Error::TooLong { part, found, limit });
            }
        }
        Ok(bytes)
    }

    /// Reads a message. Strict: there is one form of each, and nothing comes behind it.
    ///
    /// # Errors
    /// [`Refusal::Malformed`] or [`Refusal::UnknownVersion`]. Never panics, whatever the bytes.
    pub fn parse(bytes: &[u8]) -> Result<Self, Refusal> {
        let malformed = Refusal::Malformed(Part::Message);
        if bytes.len() > MAX_MESSAGE {
            return Err(malformed);
        }
        let (version, mut rest) = bytes.split_first().ok_or(malformed.clone())?;
        if *version != VERSION {
            return Err(Refusal::UnknownVersion(Part::Message, *version));
        }
        let message = Self::decode_all(&mut rest).map_err(|_| malformed.clone())?;
        let too_long = message
            .body
            .lengths()
            .any(|(_, found, limit)| found > limit);
        if too_long || (VERSION, &message).encode() != bytes {
            return Err(malformed);
        }
        Ok(message)
    }
}

type Length = (&'static str, usize, usize);

impl Body {
    fn lengths(&self) -> Box<dyn Iterator<Item = Length> + '_> {
        let one = |part, found, limit| -> Box<dyn Iterator<Item = Length>> {
            Box::new([(part, found, limit)].into_iter())
        };
        match self {
            Self::Text { text, files, .. } => {
                let names = files.iter().flat_map(|file| {
                    [
                        ("name of a file", file.name.len(), MAX_FILE_NAME),
                        ("media type", file.media_type.len(), MAX_MEDIA_TYPE),
                    ]
                });
                let own = [
                    ("text", text.len(), MAX_TEXT),
                    ("list of files", files.len(), MAX_FILES),
                ];
                Box::new(own.into_iter().chain(names))
            }
            Self::Edit { text, .. } => one("text", text.len(), MAX_TEXT),
            Self::Reaction { reaction, .. } => one("reaction", reaction.len(), MAX_REACTION),
            Self::Receipt { of, .. } => one("receipt", of.len(), MAX_RECEIPTS),
            Self::Rename { name } => one("name", name.len(), MAX_NAME),
            Self::Paid { note, .. } => one("note", note.len(), MAX_NOTE),
            Self::Proposal { subject } => match subject {
                Subject::Rename(name) => one("name", name.len(), MAX_NAME),
                Subject::Question(text) => one("question", text.len(), MAX_QUESTION),
                Subject::Admit(_) | Subject::Remove(_) => Box::new(std::iter::empty()),
            },
            Self::Delete { .. }
            | Self::Vote { .. }
            | Self::Leave
            | Self::Challenge { .. }
            | Self::Answer { .. }
            | Self::Confirm { .. } => Box::new(std::iter::empty()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::message::{File, MessageRef};
    use postern_primitives::{Cid, Codec, DeviceId};
    use proptest::prelude::*;

    fn reference() -> MessageRef {
        MessageRef {
            device: DeviceId([3; 32]),
            id: [4; 16],
        }
    }

    fn file(name: &str) -> File {
        File {
            cid: Cid::of_block(Codec::Raw, b"file"),
            key: [5; 32],
            name: name.to_owned(),
            media_type: "text/plain".to_owned(),
            size: 4,
            sha256: [6; 32],
        }
    }

    fn message(body: Body) -> Message {
        Message {
            id: [1; 16],
            sent_at: 1_000,
            lifetime: Some(5_000),
            body,
        }
    }

    fn bodies() -> Vec<Body> {
        let (of, to) = (reference(), DeviceId([7; 32]));
        let (challenge, signature) = ([8; 32], [9; 64]);
        vec![
            Body::Text {
                text: "hello".into(),
                files: vec![file("a"), file("b")],
                reply_to: Some(of),
            },
            Body::Edit {
                of,
                text: "bye".into(),
            },
            Body::Delete { of },
            Body::Reaction {
                to: of,
                reaction: "\u{1f44d}".into(),
            },
            Body::Receipt {
                read: true,
                of: vec![of; 3],
            },
            Body::Rename {
                name: "friends".into(),
            },
            Body::Paid {
                to: [2; 32],
                amount: 7,
                transaction: [3; 32],
                block: 9,
                block_hash: [4; 32],
                note: "tea".into(),
            },
            Body::Leave,
            Body::Challenge {
                to,
                challenge,
                certificate: [1; 32],
            },
            Body::Answer {
                to,
                challenge,
                certificate: [1; 32],
                back: [2; 32],
                signature,
            },
            Body::Confirm {
                to,
                challenge,
                signature,
            },
            Body::Proposal {
                subject: Subject::Admit([2; 32]),
            },
            Body::Proposal {
                subject: Subject::Question("tea?".into()),
            },
            Body::Vote { on: of, aye: true },
        ]
    }

    #[test]
    fn every_kind_of_message_reads_as_it_was_written() {
        for body in bodies() {
            let message = message(body);
            let bytes = message.to_bytes().unwrap();
            assert_eq!(Message::parse(&bytes), Ok(message));
        }
    }

    #[test]
    fn missing_and_trailing_bytes_and_other_versions_are_refused() {
        for body in bodies() {
            let bytes = message(body).to_bytes().unwrap();
            assert!(Message::parse(&bytes[..bytes.len() - 1]).is_err());
            assert!(Message::parse(&[&bytes[..], &[0]].concat()).is_err());
        }
        let unknown = Refusal::UnknownVersion(Part::Message, 2);
        assert_eq!(Message::parse(&[2, 0]), Err(unknown));
        assert!(Message::parse(&[]).is_err());
    }

    #[test]
    fn what_is_too_long_is_neither_written_nor_read() {
        let long = [
            Body::text("x".repeat(MAX_TEXT + 1)),
            Body::Rename {
                name: "x".repeat(MAX_NAME + 1),
            },
            Body::Reaction {
                to: reference(),
                reaction: "x".repeat(MAX_REACTION + 1),
            },
            Body::Proposal {
                subject: Subject::Rename("x".repeat(MAX_NAME + 1)),
            },
            Body::Proposal {
                subject: Subject::Question("x".repeat(MAX_QUESTION + 1)),
            },
            Body::Receipt {
                read: false,
                of: vec![reference(); MAX_RECEIPTS + 1],
            },
            Body::Text {
                text: String::new(),
                files: vec![file(&"x".repeat(MAX_FILE_NAME + 1))],
                reply_to: None,
            },
        ];
        for body in long {
            let message = message(body);
            assert!(matches!(message.to_bytes(), Err(Error::TooLong { .. })));
            assert!(Message::parse(&(VERSION, &message).encode()).is_err());
        }
    }

    #[test]
    fn debug_shows_neither_text_nor_keys() {
        let shown = format!("{:?}", message(Body::text("secret")));
        assert!(!shown.contains("secret"), "{shown}");
    }

    proptest! {
        #[test]
        fn no_bytes_make_reading_panic(mut bytes: Vec<u8>) {
            let _ = Message::parse(&bytes);
            bytes.insert(0, VERSION);
            let _ = Message::parse(&bytes);
        }

        #[test]
        fn no_damage_makes_reading_panic(kind in 0usize..14, at: usize, to: u8) {
            let mut bytes = message(bodies().swap_remove(kind)).to_bytes().unwrap();
            let at = at % bytes.len();
            bytes[at] = to;
            if let Ok(read) = Message::parse(&bytes) {
                prop_assert_eq!(&*read.to_bytes().unwrap(), &*bytes);
            }
        }
    }
}
