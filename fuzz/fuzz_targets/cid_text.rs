//! Text that somebody pastes as a CID, in any multibase.

#![no_main]

use libfuzzer_sys::fuzz_target;
use postern_primitives::Cid;

fuzz_target!(|text: &str| {
    if let Ok(cid) = text.parse::<Cid>() {
        assert_eq!(Cid::parse(text.as_bytes()), Ok(cid));
        assert_eq!(cid.to_string().parse(), Ok(cid));
    }
});
