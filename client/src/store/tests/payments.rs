//! A payment counts for one message.

use super::*;

#[test]
fn a_payment_counts_for_the_message_that_named_it_first() {
    let (home, store) = open();
    assert!(store.count_payment(&[1; 32], &cid(1)).unwrap());
    assert!(store.count_payment(&[2; 32], &cid(2)).unwrap());
    drop(store);
    let store = Store::open(home.path(), &KEY).unwrap();
    // Read again, it is the same message.
    assert!(store.count_payment(&[1; 32], &cid(1)).unwrap());
    assert!(!store.count_payment(&[1; 32], &cid(2)).unwrap());
}
