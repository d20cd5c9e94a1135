//! Safety numbers: sixty digits that two people compare.
//!
//! For each side: SHA-512 over `postern/mlssaf/1`, the account, and the public keys of the devices
//! in ascending order, 32 bytes each; then 5200 times SHA-512 over the last result and the same
//! bytes, which makes trying keys for a similar number dear. Of the first 30 bytes each five, as a
//! number whose first byte is the highest, modulo 100,000, are five digits. The number of both is
//! the two halves, the smaller one first, so that both sides see the same.

use crate::Certificate;
use sha2::{Digest, Sha512};

/// As many as in Signal's numbers, whose reasoning holds here too.
const ROUNDS: usize = 5200;

const CONTEXT: &[u8; 16] = b"postern/mlssaf/1";

/// The safety number of two people, each by the certificates of their devices: twelve groups of
/// five digits.
///
/// None if a side has no certificate, or those of several accounts.
pub fn safety_number(ours: &[Certificate], theirs: &[Certificate]) -> Option<String> {
    let mut halves = [half(ours)?, half(theirs)?];
    halves.sort_unstable();
    Some(halves.join(" "))
}

fn half(certificates: &[Certificate]) -> Option<String> {
    let account = certificates.first()?.account;
    if certificates.iter().any(|one| one.account != account) {
        return None;
    }
    let mut devices: Vec<_> = certificates.iter().map(|one| one.device).collect();
    devices.sort_unstable();
    devices.dedup();
    let input = [&CONTEXT[..], &account, &devices.concat()].concat();
    let mut hash = Sha512::digest(&input);
    for _ in 0..ROUNDS {
        hash = Sha512::new()
            .chain_update(hash)
            .chain_update(&input)
            .finalize();
    }
    let digits = |five: &[u8]| {
        let number = five
            .iter()
            .fold(0u64, |sum, byte| (sum << 8) | u64::from(*byte));
        format!("{:05}", number % 100_000)
    };
    let groups: Vec<_> = hash[..30].chunks(5).map(digits).collect();
    Some(groups.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn certificate(account: u8, device: u8) -> Certificate {
        Certificate {
            account: [account; 32],
            device: [device; 32],
            valid_from: 0,
            valid_until: 10,
            revoked_at: None,
        }
    }

    #[test]
    fn both_sides_see_the_same_number() {
        let alice = [certificate(1, 1), certificate(1, 2)];
        let bob = [certificate(2, 3)];
        let number = safety_number(&alice, &bob).unwrap();
        assert_eq!(safety_number(&bob, &alice).unwrap(), number);
        let digits = number.chars().filter(char::is_ascii_digit).count();
        assert_eq!((digits, number.len()), (60, 71));
    }

    #[test]
    fn the_order_of_devices_and_renewals_change_nothing() {
        let bob = [certificate(2, 3)];
        let one = [certificate(1, 1), certificate(1, 2)];
        let mut other = [certificate(1, 2), certificate(1, 1)];
        other[0].valid_until = 99;
        assert_eq!(safety_number(&one, &bob), safety_number(&other, &bob));
    }

    #[test]
    fn another_key_or_account_changes_the_number() {
        let bob = [certificate(2, 3)];
        let number = safety_number(&[certificate(1, 1)], &bob);
        assert_ne!(safety_number(&[certificate(1, 9)], &bob), number);
        assert_ne!(safety_number(&[certificate(9, 1)], &bob), number);
    }

    #[test]
    fn nobody_and_several_accounts_have_no_number() {
        let bob = [certificate(2, 3)];
        assert_eq!(safety_number(&[], &bob), None);
        assert_eq!(
            safety_number(&[certificate(1, 1), certificate(2, 2)], &bob),
            None
        );
    }
}
