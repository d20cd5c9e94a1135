//! Human-readable names: of people and of public channels.

use crate::limits::{MAX_HANDLE, MIN_HANDLE};
use alloc::{string::String, vec::Vec};
use codec::{Decode, DecodeWithMemTracking, Encode, MaxEncodedLen};
use core::{fmt, str::FromStr};
use scale_info::TypeInfo;
use sp_core::{bounded::BoundedVec, ConstU32};

/// Why a text is not a handle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandleError {
    /// Shorter than 3 or longer than 32 characters.
    Length,
    /// A character other than `a-z`, `0-9` and `-`.
    Character,
    /// A `-` at the start or at the end.
    Edge,
}

impl fmt::Display for HandleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Length => "a name has 3 to 32 characters",
            Self::Character => "a name has only the characters a-z, 0-9 and -",
            Self::Edge => "a name neither begins nor ends with -",
        })
    }
}

impl core::error::Error for HandleError {}

/// A name of 3 to 32 characters out of `a-z`, `0-9` and inner `-`.
///
/// Invariant: every value obeys these rules; the decoder checks them too.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Encode, MaxEncodedLen, TypeInfo)]
pub struct Handle(BoundedVec<u8, ConstU32<MAX_HANDLE>>);

impl Handle {
    /// Checks `name` against the rules.
    ///
    /// # Errors
    /// The first rule that `name` breaks.
    pub fn parse(name: &[u8]) -> Result<Self, HandleError> {
        if name.len() < MIN_HANDLE as usize {
            return Err(HandleError::Length);
        }
        let bytes: BoundedVec<_, _> = name
            .to_vec()
            .try_into()
            .map_err(|_: Vec<u8>| HandleError::Length)?;
        let allowed = |c: &u8| matches!(c, b'a'..=b'z' | b'0'..=b'9' | b'-');
        if !bytes.iter().all(allowed) {
            return Err(HandleError::Character);
        }
        if bytes.first() == Some(&b'-') || bytes.last() == Some(&b'-') {
            return Err(HandleError::Edge);
        }
        Ok(Self(bytes))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        // ASCII by the invariant.
        core::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl FromStr for Handle {
    type Err = HandleError;

    fn from_str(name: &str) -> Result<Self, HandleError> {
        Self::parse(name.as_bytes())
    }
}

impl fmt::Display for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Handle {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

impl Decode for Handle {
    fn decode<I: codec::Input>(input: &mut I) -> Result<Self, codec::Error> {
        let bytes = BoundedVec::<u8, ConstU32<MAX_HANDLE>>::decode(input)?;
        Self::parse(&bytes).map_err(|_| "not a handle".into())
    }
}

impl DecodeWithMemTracking for Handle {}

impl From<&Handle> for String {
    fn from(handle: &Handle) -> Self {
        handle.as_str().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn names_within_the_rules_are_kept_as_they_are() {
        for name in [
            "abc",
            "a-b",
            "0-9-z",
            "a--b",
            "abcdefghijklmnopqrstuvwxyz012345",
        ] {
            assert_eq!(
                name.parse::<Handle>().map(|h| String::from(&h)),
                Ok(name.into())
            );
        }
    }

    #[test]
    fn each_broken_rule_has_its_own_error() {
        for (name, error) in [
            ("", HandleError::Length),
            ("ab", HandleError::Length),
            ("abcdefghijklmnopqrstuvwxyz0123456", HandleError::Length),
            ("Anna", HandleError::Character),
            ("an na", HandleError::Character),
            ("änna", HandleError::Character),
            ("-anna", HandleError::Edge),
            ("anna-", HandleError::Edge),
        ] {
            assert_eq!(name.parse::<Handle>(), Err(error), "{name}");
        }
    }

    proptest! {
        #[test]
        fn no_name_panics_and_what_is_accepted_is_kept_as_it_is(name: Vec<u8>) {
            if let Ok(handle) = Handle::parse(&name) {
                prop_assert_eq!(handle.as_str().as_bytes(), &name[..]);
            }
        }

        #[test]
        fn names_by_the_rules_are_accepted_and_decode_as_they_encode(
            name in "[a-z0-9][a-z0-9-]{1,30}[a-z0-9]",
        ) {
            let handle: Handle = name.parse().expect("it obeys the rules");
            prop_assert_eq!(handle.as_str(), &name);
            prop_assert_eq!(Handle::decode(&mut &handle.encode()[..]), Ok(handle));
        }

        #[test]
        fn no_bytes_panic_the_decoder_and_what_decodes_obeys_the_rules(
            length in 0..40u8,
            bytes in prop::collection::vec(prop::sample::select(b"az09-A \xff".to_vec()), 0..48),
        ) {
            // With a length that fits, which random bytes rarely begin with.
            let bytes = [&[length << 2][..], &bytes].concat();
            if let Ok(handle) = Handle::decode(&mut &bytes[..]) {
                prop_assert_eq!(Handle::parse(handle.as_str().as_bytes()), Ok(handle.clone()));
                prop_assert!(bytes.starts_with(&handle.encode()));
            }
        }
    }

    #[test]
    fn bytes_that_break_the_rules_do_not_decode() {
        let encoded = b"Anna".to_vec().encode();
        assert!(Handle::decode(&mut &encoded[..]).is_err());
        let encoded = vec![b'a'; 33].encode();
        assert!(Handle::decode(&mut &encoded[..]).is_err());
    }
}
