//! What has come of a file stays until its message is over, and no longer.

use super::*;
use std::path::PathBuf;

fn path(name: &str) -> PathBuf {
    Path::new("files").join(name)
}

#[test]
fn what_is_over_is_named_until_it_is_cleared_away() {
    let (home, store) = open();
    store.keep_partial(&path("a"), &cid(1), 10).unwrap();
    store.keep_partial(&path("b"), &cid(1), 20).unwrap();
    assert_eq!(store.expired_partials(9).unwrap(), [] as [PathBuf; 0]);
    assert_eq!(store.expired_partials(10).unwrap(), [path("a")]);
    drop(store);
    let store = Store::open(home.path(), &KEY).unwrap();
    assert_eq!(store.expired_partials(20).unwrap(), [path("a"), path("b")]);
    store.forget_partial(&path("a")).unwrap();
    assert_eq!(store.expired_partials(20).unwrap(), [path("b")]);
    assert!(!store.knows_partial(&path("a")).unwrap());
    assert!(store.knows_partial(&path("b")).unwrap());
    assert_eq!(store.partials_of(&cid(1)).unwrap(), [path("b")]);
}

#[test]
fn a_file_that_is_gone_on_with_stays_as_long_as_the_message_then_says() {
    let (_home, store) = open();
    store.keep_partial(&path("a"), &cid(1), 10).unwrap();
    store.keep_partial(&path("a"), &cid(1), 30).unwrap();
    assert_eq!(store.expired_partials(10).unwrap(), [] as [PathBuf; 0]);
}
