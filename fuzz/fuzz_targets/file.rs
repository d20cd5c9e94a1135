//! Streams of sealed files.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    postern_hostile::file(bytes);
});
