//! Names: of contents, of people and of channels.

use codec::{Decode, Encode};
use postern_primitives::{Cid, Codec, Handle};

/// What a call gives as a CID, and bytes that claim to be a stored one.
pub fn cid_bytes(bytes: &[u8]) -> bool {
    let given = Cid::parse(bytes);
    let stored = Cid::decode(&mut &bytes[..]);
    if let Ok(cid) = &given {
        is_canonical(cid);
    }
    if let Ok(cid) = &stored {
        is_canonical(cid);
        assert!(bytes.starts_with(cid.as_bytes()));
        assert_eq!(cid.encode(), cid.as_bytes());
    }
    given.is_ok() || stored.is_ok()
}

/// What somebody pastes as a CID, in any multibase.
pub fn cid_text(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else {
        return false;
    };
    let Ok(cid) = text.parse::<Cid>() else {
        return false;
    };
    is_canonical(&cid);
    assert_eq!(Cid::parse(bytes), Ok(cid));
    true
}

fn is_canonical(cid: &Cid) {
    assert_eq!(Cid::parse(cid.as_bytes()), Ok(*cid));
    assert_eq!(cid.to_string().parse(), Ok(*cid));
}

/// What a call gives as a name, and bytes that claim to be a stored one.
pub fn handle(bytes: &[u8]) -> bool {
    let given = Handle::parse(bytes);
    let stored = Handle::decode(&mut &bytes[..]);
    if let Ok(handle) = &given {
        assert_eq!(handle.as_str().as_bytes(), bytes);
        assert_eq!(
            Handle::decode(&mut &handle.encode()[..]).as_ref(),
            Ok(handle)
        );
    }
    if let Ok(handle) = &stored {
        assert_eq!(
            Handle::parse(handle.as_str().as_bytes()).as_ref(),
            Ok(handle)
        );
        assert!(bytes.starts_with(&handle.encode()));
    }
    given.is_ok() || stored.is_ok()
}

fn cids() -> [Cid; 2] {
    [Codec::Raw, Codec::DagPb].map(|codec| Cid::of_block(codec, b"content"))
}

pub(crate) fn bytes_of_cids() -> Vec<Vec<u8>> {
    let bytes = cids().map(|cid| cid.as_bytes().to_vec());
    [bytes.to_vec(), texts_of_cids()].concat()
}

pub(crate) fn texts_of_cids() -> Vec<Vec<u8>> {
    // As IPFS tools print it, and in base16, whose prefix is `f`.
    let texts = cids().map(|cid| {
        let base16 = format!("f{}", hex::encode(cid.as_bytes()));
        [cid.to_string(), base16].map(String::into_bytes)
    });
    texts.concat()
}

pub(crate) fn handles() -> Vec<Vec<u8>> {
    let given = ["abc", "a-b", "anna-of-the-sea"];
    let stored = given.map(|name| name.as_bytes().encode());
    let given = given.map(|name| name.as_bytes().to_vec());
    [given, stored].concat()
}
