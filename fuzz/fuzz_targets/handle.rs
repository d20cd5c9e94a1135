//! Names: what a call gives, and bytes that claim to be a stored one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parity_scale_codec::{Decode, Encode};
use postern_primitives::Handle;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(handle) = Handle::parse(bytes) {
        assert_eq!(handle.as_str().as_bytes(), bytes);
        assert_eq!(Handle::decode(&mut &handle.encode()[..]), Ok(handle));
    }
    if let Ok(handle) = Handle::decode(&mut &bytes[..]) {
        assert_eq!(
            Handle::parse(handle.as_str().as_bytes()),
            Ok(handle.clone())
        );
        assert!(bytes.starts_with(&handle.encode()));
    }
});
