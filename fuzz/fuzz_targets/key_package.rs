//! Sealing keys under their devices' signatures.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    postern_hostile::key_package(bytes);
});
