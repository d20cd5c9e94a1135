//! Text that somebody pastes as a CID.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    postern_hostile::cid_text(bytes);
});
