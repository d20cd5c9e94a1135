//! Calls in each of the forms in which a transaction can bring them.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    postern_hostile::call(bytes);
});
