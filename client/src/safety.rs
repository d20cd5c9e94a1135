//! Safety numbers: sixty digits that two people compare, to know that nobody has given either
//! of them the keys of somebody else.
//!
//! Derived as Signal derives its own (`NumericFingerprintGenerator`), so that what was said of
//! those holds: each side's half is 5200 rounds of SHA-512 over its keys, cut to 30 digits;
//! the two halves are put together in order, so that both sides see the same. One half is 100
//! bits; the rounds make looking for other keys with the same half as dear as if it had 112.
//!
//! ```text
//! keys   = the Ed25519 keys of all devices that are not revoked, in order of their bytes
//! hash   = version u16, big endian = 1 | keys | genesis hash | account
//! 5200 x   hash = SHA-512(hash | keys)
//! half   = six times five bytes of hash, big endian, modulo 100000, as five digits
//! number = the lesser half | the greater half
//! ```
//!
//! The sealing key of a device is not in it: the device signs that one, and its key is.

use crate::chain::types::AccountId;
use postern_primitives::DevicePublic;
use sha2::{Digest, Sha512};
use std::fmt;

/// Of the derivation. A number of another version is another number.
pub const VERSION: u16 = 1;

/// As many as Signal's.
const ROUNDS: u32 = 5200;

/// Digits of one group.
const GROUP: usize = 5;

/// Groups of each side's half.
const GROUPS: usize = 6;

/// What a QR code of a number begins with.
const SCHEME: &str = "postern-safety";

/// One of the two people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Side {
    /// Their account.
    pub account: AccountId,
    /// The keys of all their devices that are not revoked.
    pub devices: Vec<DevicePublic>,
}

/// What two people compare.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SafetyNumber(String);

impl SafetyNumber {
    /// The number of two people on the chain of `genesis`.
    pub fn new(genesis: &[u8; 32], one: &Side, other: &Side) -> Self {
        let mut halves = [half(genesis, one), half(genesis, other)];
        halves.sort_unstable();
        Self(halves.concat())
    }

    /// The sixty digits, without spaces.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// The digits as they are read out: twelve groups, four in a line.
    pub fn lines(&self) -> Vec<String> {
        let digits: Vec<_> = self.0.chars().collect();
        let groups: Vec<String> = digits
            .chunks(GROUP)
            .map(|group| group.iter().collect())
            .collect();
        groups.chunks(4).map(|line| line.join(" ")).collect()
    }

    /// What the QR code holds.
    pub fn code(&self) -> String {
        format!("{SCHEME}:{VERSION}:{}", self.0)
    }

    /// Whether somebody else's digits, however they are spaced, or the content of their QR
    /// code are these.
    pub fn matches(&self, told: &str) -> bool {
        let told = told.trim();
        if told == self.code() {
            return true;
        }
        let is_spacing = |c: char| c.is_whitespace() || c == '-';
        told.chars().all(|c| c.is_ascii_digit() || is_spacing(c))
            && told.chars().filter(char::is_ascii_digit).eq(self.0.chars())
    }
}

impl fmt::Display for SafetyNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.lines().join("\n"))
    }
}

fn half(genesis: &[u8; 32], side: &Side) -> String {
    let mut devices = side.devices.clone();
    devices.sort_unstable();
    let keys = devices.concat();
    let mut hash = [&VERSION.to_be_bytes()[..], &keys, genesis, &side.account].concat();
    for _ in 0..ROUNDS {
        hash = Sha512::new()
            .chain_update(&hash)
            .chain_update(&keys)
            .finalize()
            .to_vec();
    }
    hash.chunks_exact(GROUP).take(GROUPS).map(digits).collect()
}

fn digits(group: &[u8]) -> String {
    let number = group
        .iter()
        .fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    format!("{:05}", number % 100_000)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const GENESIS: [u8; 32] = [9; 32];

    fn side(account: u8, devices: &[u8]) -> Side {
        Side {
            account: [account; 32],
            devices: devices.iter().map(|byte| [*byte; 32]).collect(),
        }
    }

    fn number(one: &Side, other: &Side) -> SafetyNumber {
        SafetyNumber::new(&GENESIS, one, other)
    }

    #[test]
    fn a_number_is_what_another_implementation_derives() {
        let (alice, bob) = (side(1, &[3]), side(2, &[5, 4]));
        let expected = "064498977454706431779173385041719293594273253242900510827687";
        assert_eq!(number(&alice, &bob).digits(), expected);
    }

    #[test]
    fn both_sides_see_the_same_whatever_order_devices_come_in() {
        let (alice, bob) = (side(1, &[3]), side(2, &[5, 4]));
        assert_eq!(number(&alice, &bob), number(&bob, &alice));
        assert_eq!(number(&alice, &bob), number(&alice, &side(2, &[4, 5])));
    }

    #[test]
    fn another_key_account_or_chain_is_another_number() {
        let (alice, bob) = (side(1, &[3]), side(2, &[4, 5]));
        let ours = number(&alice, &bob);
        for other in [
            side(2, &[4]),
            side(2, &[4, 5, 6]),
            side(2, &[4, 6]),
            side(7, &[4, 5]),
        ] {
            assert_ne!(number(&alice, &other), ours, "{other:?}");
        }
        assert_ne!(SafetyNumber::new(&[8; 32], &alice, &bob), ours);
        assert_ne!(number(&side(1, &[6]), &bob), ours);
    }

    #[test]
    fn digits_are_recognised_however_they_are_written() {
        let ours = number(&side(1, &[3]), &side(2, &[4]));
        assert!(ours.matches(ours.digits()));
        assert!(ours.matches(&ours.to_string()));
        assert!(ours.matches(&format!(
            "  {} ",
            ours.digits()[..30].to_owned() + "-" + &ours.digits()[30..]
        )));
        assert!(ours.matches(&ours.code()));
        let other = number(&side(1, &[3]), &side(2, &[6]));
        for wrong in [
            "",
            &ours.digits()[..59],
            &format!("{}0", ours.digits()),
            other.digits(),
            &other.code(),
        ] {
            assert!(!ours.matches(wrong), "{wrong}");
        }
    }

    #[test]
    fn a_number_is_read_out_in_three_lines_of_four_groups() {
        let lines = number(&side(1, &[3]), &side(2, &[4])).lines();
        assert_eq!(lines.len(), 3);
        assert!(lines.iter().all(|line| line.len() == 23));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(16))]
        #[test]
        fn no_keys_make_two_sides_disagree(
            accounts: ([u8; 32], [u8; 32]),
            mine in proptest::collection::vec(any::<[u8; 32]>(), 0..4),
            theirs in proptest::collection::vec(any::<[u8; 32]>(), 0..4),
        ) {
            let one = Side { account: accounts.0, devices: mine };
            let other = Side { account: accounts.1, devices: theirs };
            let seen = number(&one, &other);
            prop_assert_eq!(&seen, &number(&other, &one));
            prop_assert_eq!(seen.digits().len(), 60);
            prop_assert!(seen.digits().bytes().all(|byte| byte.is_ascii_digit()));
        }
    }
}
