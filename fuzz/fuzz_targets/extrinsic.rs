//! Transactions as nodes get them from each other.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    postern_hostile::extrinsic(bytes);
});
