//! Key packages by which somebody is added to a conversation.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    postern_hostile::member_package(bytes);
});
