//! What must hold of everything that reads bytes from outside, whatever the bytes.
//!
//! One function a decoder: it takes any bytes, asserts what must hold of them, and says whether
//! the decoder took them. `tests/bounded.rs` runs all of them for seconds with every change;
//! `fuzz/` runs them for as long as somebody likes.
//!
//! | decoder | what it reads |
//! |---|---|
//! | [`cid_bytes`], [`cid_text`], [`handle`] | names that a call or a person gives |
//! | [`signed_payload`] | what keys sign for the chain, read back |
//! | [`extrinsic`], [`call`] | transactions, up to their effect on a chain |
//! | [`envelope`], [`key_package`], [`post`], [`file`], [`handover`] | contents from IPFS |
//! | [`message`], [`direct`], [`invitation`], [`member_package`] | what members of a conversation say |
#![forbid(unsafe_code)]

mod chain;
mod contents;
mod conversations;
mod extrinsics;
mod names;
mod signed;

pub use contents::{envelope, file, handover, key_package, post};
pub use conversations::{direct, invitation, member_package, message};
pub use extrinsics::{call, extrinsic, with_cid};
pub use names::{cid_bytes, cid_text, handle};
pub use signed::signed_payload;

/// Something that reads bytes from outside.
pub struct Decoder {
    /// What it is called, here and among the targets of the fuzzer.
    pub name: &'static str,
    /// Asserts what must hold, and says whether the bytes were taken.
    pub check: fn(&[u8]) -> bool,
    /// Bytes that are taken, for mutations to begin with. Some hold for this thread alone.
    pub examples: fn() -> Vec<Vec<u8>>,
}

const fn decoder(
    name: &'static str,
    check: fn(&[u8]) -> bool,
    examples: fn() -> Vec<Vec<u8>>,
) -> Decoder {
    Decoder {
        name,
        check,
        examples,
    }
}

/// All of them.
pub const DECODERS: [Decoder; 15] = [
    decoder("cid_bytes", cid_bytes, names::bytes_of_cids),
    decoder("cid_text", cid_text, names::texts_of_cids),
    decoder("handle", handle, names::handles),
    decoder("signed_payload", signed_payload, signed::payloads),
    decoder("extrinsic", extrinsic, extrinsics::transactions),
    decoder("call", call, extrinsics::calls),
    decoder("envelope", envelope, contents::envelopes),
    decoder("key_package", key_package, contents::key_packages),
    decoder("post", post, contents::posts),
    decoder("file", file, contents::files),
    decoder("handover", handover, contents::handovers),
    decoder("message", message, conversations::messages),
    decoder("direct", direct, conversations::directs),
    decoder("invitation", invitation, conversations::invitations),
    decoder(
        "member_package",
        member_package,
        conversations::member_packages,
    ),
];
