//! Bytes that a call gives as a CID, and bytes that claim to be a stored one.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parity_scale_codec::{Decode, Encode};
use postern_primitives::Cid;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(cid) = Cid::parse(bytes) {
        assert_eq!(Cid::parse(cid.as_bytes()), Ok(cid));
        assert_eq!(cid.to_string().parse(), Ok(cid));
    }
    if let Ok(cid) = Cid::decode(&mut &bytes[..]) {
        assert_eq!(cid.encode(), &bytes[..cid.as_bytes().len()]);
        assert_eq!(Cid::parse(cid.as_bytes()), Ok(cid));
    }
});
