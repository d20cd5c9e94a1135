//! What a device hands over to a new one.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    postern_hostile::handover(bytes);
});
