//! Bytes that a call gives as a CID, and bytes that claim to be a stored one.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    postern_hostile::cid_bytes(bytes);
});
