use super::*;
use proptest::prelude::*;
use std::path::PathBuf;
use tempfile::TempDir;

const ALICE: &str = "//Alice";

fn suri(uri: &str) -> AccountSecret {
    AccountSecret::Suri(Zeroizing::new(uri.into()))
}

fn home() -> (TempDir, PathBuf) {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("keys").join("keystore.json");
    (folder, path)
}

/// Creates a keystore and lets `change` work on its JSON.
fn changed(change: impl FnOnce(&mut serde_json::Value)) -> (TempDir, PathBuf) {
    let (folder, path) = home();
    create(&path, "right", &suri(ALICE)).unwrap();
    let mut json = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    change(&mut json);
    std::fs::write(&path, json.to_string()).unwrap();
    (folder, path)
}

#[test]
fn a_keystore_gives_back_the_keys_that_were_made() {
    let (_folder, path) = home();
    let made = create(&path, "right", &suri(ALICE)).unwrap();
    let read = open(&path, "right").unwrap();
    let alice = subxt_signer::sr25519::dev::alice().public_key();
    assert_eq!(read.account.public_key().0, alice.0);
    assert_eq!(read.device.id(), made.device.id());
    assert_eq!(read.sealing.public(), made.sealing.public());
}

#[test]
fn a_phrase_gives_the_same_account_and_another_device() {
    let phrase = new_phrase().unwrap();
    assert_eq!(phrase.split(' ').count(), 12);
    let (_first, path) = home();
    let first = create(&path, "a", &AccountSecret::Phrase(phrase.clone())).unwrap();
    let (_second, path) = home();
    let second = create(&path, "b", &AccountSecret::Phrase(phrase)).unwrap();
    assert_eq!(first.account.public_key().0, second.account.public_key().0);
    assert_ne!(first.device.id(), second.device.id());
}

#[test]
fn phrases_are_not_repeated() {
    assert_ne!(*new_phrase().unwrap(), *new_phrase().unwrap());
}

#[test]
fn a_wrong_passphrase_is_told_from_damage() {
    let (_folder, path) = home();
    create(&path, "right", &suri(ALICE)).unwrap();
    assert!(matches!(
        open(&path, "wrong"),
        Err(Error::WrongPassphrase { .. })
    ));
    assert!(matches!(
        open(&path, ""),
        Err(Error::WrongPassphrase { .. })
    ));
}

#[test]
fn a_missing_keystore_is_named() {
    let (_folder, path) = home();
    let error = open(&path, "right").unwrap_err();
    assert!(matches!(error, Error::KeystoreMissing { .. }));
    assert!(error.to_string().contains("postern init"));
}

#[test]
fn an_existing_keystore_is_never_touched() {
    let (_folder, path) = home();
    create(&path, "right", &suri(ALICE)).unwrap();
    let before = std::fs::read(&path).unwrap();
    let error = create(&path, "other", &suri("//Bob")).unwrap_err();
    assert!(matches!(error, Error::KeystoreExists { .. }));
    assert_eq!(std::fs::read(&path).unwrap(), before);
}

#[test]
fn a_bad_phrase_or_uri_leaves_no_file() {
    let (_folder, path) = home();
    let phrase = AccountSecret::Phrase(Zeroizing::new("twelve words that are not".into()));
    assert!(matches!(
        create(&path, "p", &phrase),
        Err(Error::BadPhrase(_))
    ));
    for bad in ["0x1234", "no such words //path"] {
        assert!(
            matches!(create(&path, "p", &suri(bad)), Err(Error::BadSuri(_))),
            "{bad}"
        );
    }
    assert!(!path.exists());
}

#[cfg(unix)]
#[test]
fn only_its_owner_may_read_the_file() {
    use std::os::unix::fs::PermissionsExt;
    let (_folder, path) = home();
    create(&path, "right", &suri(ALICE)).unwrap();
    assert_eq!(
        std::fs::metadata(&path).unwrap().permissions().mode() & 0o777,
        0o600
    );
}

#[test]
fn the_file_holds_neither_the_phrase_nor_the_passphrase() {
    let (_folder, path) = home();
    let keys = create(&path, "open sesame", &suri("//Very Secret")).unwrap();
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(!text.contains("Secret") && !text.contains("sesame"));
    assert!(!text.contains(&hex::encode(*keys.device.seed())));
}

#[test]
fn a_change_of_any_field_is_damage() {
    for field in ["memory_kib", "passes", "lanes"] {
        let (_folder, path) = changed(|json| json["header"][field] = 2.into());
        assert!(
            matches!(open(&path, "right"), Err(Error::KeystoreDamaged { .. })),
            "{field}"
        );
    }
    for field in ["kdf", "salt", "cipher", "nonce"] {
        let (_folder, path) = changed(|json| json["header"][field] = "00".into());
        assert!(
            matches!(open(&path, "right"), Err(Error::KeystoreDamaged { .. })),
            "{field}"
        );
    }
    for field in ["ciphertext", "checksum"] {
        let (_folder, path) = changed(|json| json[field] = "00".into());
        assert!(
            matches!(open(&path, "right"), Err(Error::KeystoreDamaged { .. })),
            "{field}"
        );
    }
}

#[test]
fn a_keystore_cannot_ask_for_all_memory() {
    let (_folder, path) = changed(|json| json["header"]["memory_kib"] = u32::MAX.into());
    let error = open(&path, "right").unwrap_err();
    assert!(error.to_string().contains("more memory"), "{error}");
}

#[test]
fn a_cut_or_an_endless_file_is_damage() {
    let (_folder, path) = home();
    create(&path, "right", &suri(ALICE)).unwrap();
    let text = std::fs::read(&path).unwrap();
    for content in [&text[..text.len() / 2], &[], &[b' '; 100_000]] {
        std::fs::write(&path, content).unwrap();
        assert!(matches!(
            open(&path, "right"),
            Err(Error::KeystoreDamaged { .. })
        ));
    }
}

#[test]
fn debug_output_shows_no_secret() {
    let (_folder, path) = home();
    let account = suri(ALICE);
    let keys = create(&path, "right", &account).unwrap();
    let shown = format!("{keys:?} {account:?}");
    assert!(!shown.contains("Alice"), "{shown}");
    assert!(
        !shown.contains(&hex::encode(*keys.sealing.to_bytes())),
        "{shown}"
    );
}

proptest! {
    #[test]
    fn no_file_makes_opening_panic(bytes: Vec<u8>) {
        let (_folder, path) = home();
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        let refused = matches!(open(&path, "right"), Err(Error::KeystoreDamaged { .. }));
        prop_assert!(refused);
    }
}
