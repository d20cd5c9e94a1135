//! People are remembered as the user sorts them, and no longer than that.

use super::*;
use postern_primitives::DeviceId;

const DAVE: [u8; 32] = [4; 32];

fn named(name: &str) -> Person {
    Person {
        account: DAVE,
        name: Some(name.into()),
        contact: true,
        ..Person::default()
    }
}

#[test]
fn of_a_stranger_nothing_is_kept() {
    let (_home, store) = open();
    assert_eq!(store.person(&DAVE).unwrap().standing(), Standing::Stranger);
    store.remember(&named("Dave")).unwrap();
    assert_eq!(store.person(&DAVE).unwrap().standing(), Standing::Known);
    let nobody = Person {
        account: DAVE,
        ..Person::default()
    };
    store.remember(&nobody).unwrap();
    assert_eq!(store.contacts().unwrap(), []);
    assert_eq!(store.person_named("Dave").unwrap(), None);
}

#[test]
fn who_is_blocked_stays_so_whatever_else_they_are() {
    let (_home, store) = open();
    let blocked = Person {
        blocked: true,
        ..named("Dave")
    };
    store.remember(&blocked).unwrap();
    store.mark_written(&[DAVE]).unwrap();
    assert_eq!(store.person(&DAVE).unwrap().standing(), Standing::Blocked);
}

#[test]
fn whom_one_has_written_to_is_known_and_not_listed() {
    let (_home, store) = open();
    store.mark_written(&[DAVE, [5; 32]]).unwrap();
    store.mark_written(&[DAVE]).unwrap();
    assert_eq!(store.person(&DAVE).unwrap().standing(), Standing::Known);
    assert_eq!(store.contacts().unwrap(), []);
}

#[test]
fn a_name_leads_to_one_person_in_whatever_case_it_is_typed() {
    let (_home, store) = open();
    store.remember(&named("Dave")).unwrap();
    assert_eq!(store.person_named("dAVE").unwrap(), Some(named("Dave")));
    let other = Person {
        account: [5; 32],
        ..named("dave")
    };
    assert!(matches!(store.remember(&other), Err(Error::Database(_))));
}

#[test]
fn devices_are_new_once_and_go_with_their_owner() {
    let (_home, store) = open();
    let (one, two) = (DeviceId([1; 32]), DeviceId([2; 32]));
    store.remember(&named("Dave")).unwrap();
    assert_eq!(store.see_devices(&DAVE, &[one], 10).unwrap(), [one]);
    assert_eq!(store.see_devices(&DAVE, &[one, two], 20).unwrap(), [two]);
    let verified = Person {
        verified: Some(vec![one, two]),
        ..named("David")
    };
    store.remember(&verified).unwrap();
    assert_eq!(store.person(&DAVE).unwrap(), verified);
    assert_eq!(store.devices_seen(&DAVE).unwrap(), [(one, 10), (two, 20)]);
    store
        .remember(&Person {
            account: DAVE,
            ..Person::default()
        })
        .unwrap();
    assert_eq!(store.devices_seen(&DAVE).unwrap(), []);
}

#[test]
fn who_writes_back_is_remembered_among_those_who_are_known() {
    let (_home, store) = open();
    store.mark_answered(&DAVE).unwrap();
    assert!(!store.person(&DAVE).unwrap().answered, "a stranger");
    store.mark_written(&[DAVE]).unwrap();
    assert!(!store.person(&DAVE).unwrap().answered, "not since then");
    store.mark_answered(&DAVE).unwrap();
    assert!(store.person(&DAVE).unwrap().answered);
    // What else is made of them changes nothing of it.
    store.remember(&named("Dave")).unwrap();
    assert!(store.person(&DAVE).unwrap().answered);
}
