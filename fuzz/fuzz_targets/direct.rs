//! Messages beside the log of a conversation of two.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    postern_hostile::direct(bytes);
});
