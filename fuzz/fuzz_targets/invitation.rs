//! Invitations to conversations.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    postern_hostile::invitation(bytes);
});
