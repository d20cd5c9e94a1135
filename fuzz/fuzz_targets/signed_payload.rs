//! What keys sign for the chain, read back.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    postern_hostile::signed_payload(bytes);
});
