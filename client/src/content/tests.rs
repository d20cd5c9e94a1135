use super::*;
use proptest::prelude::*;

fn cid(codec: Codec, byte: u8) -> Cid {
    Cid::of_block(codec, &[byte])
}

fn root(files: usize) -> (Published, Bytes) {
    let envelope = Published {
        cid: cid(Codec::Raw, 1),
        size: 100,
    };
    let files: Vec<_> = (0..files)
        .map(|n| (cid(Codec::DagPb, n as u8), n as u64))
        .collect();
    (envelope, message_directory(&envelope, &files).into())
}

fn links(links: &[(&str, Cid)]) -> Bytes {
    let link = |(name, cid): &(&str, Cid)| PbLink {
        cid: cid.into(),
        name: Some((*name).into()),
        size: None,
    };
    PbNode {
        links: links.iter().map(link).collect(),
        data: None,
    }
    .into_bytes()
    .into()
}

#[test]
fn the_envelope_is_found_in_the_directory() {
    for files in [0, 1, 12, crate::defaults::MAX_FILES] {
        let (envelope, root) = root(files);
        assert_eq!(envelope_in(root), Ok(envelope.cid), "{files} files");
    }
}

#[test]
fn the_directory_of_files_follows_from_what_a_message_says_of_them() {
    let file = |byte, size| FileRef {
        cid: cid(Codec::DagPb, byte),
        key: [byte; 32],
        name: "name".into(),
        media_type: String::new(),
        size,
        sha256: [0; 32],
    };
    let files = [file(1, 10), file(2, 20)];
    let root = directory_of(&files);
    assert_eq!(files_directory(&files), Cid::of_block(Codec::DagPb, &root));
    let node = PbNode::from_bytes(root.into()).unwrap();
    let linked: Vec<_> = node.links.iter().map(|link| link.cid).collect();
    assert_eq!(linked, files.each_ref().map(|file| (&file.cid).into()));
    assert!(envelope_in(directory_of(&files).into()).is_err());
    assert_ne!(files_directory(&files), files_directory(&files[..1]));
}

#[test]
fn the_directory_is_one_that_other_tools_list() {
    let (_, root) = root(11);
    let node = PbNode::from_bytes(root).unwrap();
    assert_eq!(node.data.as_deref(), Some(UNIXFS_DIRECTORY));
    let names: Vec<_> = node
        .links
        .iter()
        .filter_map(|link| link.name.as_deref())
        .collect();
    let expected = ["0", "1", "10", "2", "3", "4", "5", "6", "7", "8", "9", "m"];
    assert_eq!(names, expected);
}

#[test]
fn a_directory_that_is_no_message_says_why() {
    let raw = cid(Codec::Raw, 1);
    assert!(envelope_in(links(&[("a", raw)]))
        .unwrap_err()
        .contains("no envelope"));
    let tree = cid(Codec::DagPb, 1);
    assert!(envelope_in(links(&[("m", tree)]))
        .unwrap_err()
        .contains("one block"));
    assert!(envelope_in(Bytes::from_static(b"nonsense"))
        .unwrap_err()
        .contains("read"));
    let large = Bytes::from(vec![0; MAX_DIRECTORY + 1]);
    assert!(envelope_in(large).unwrap_err().contains("large"));
}

proptest! {
    #[test]
    fn no_bytes_make_reading_a_directory_panic(bytes: Vec<u8>) {
        let _ = envelope_in(bytes.into());
    }

    #[test]
    fn no_change_of_a_directory_makes_reading_it_panic(at: usize, to: u8, end: usize) {
        let (_, root) = root(3);
        let mut bytes = root.to_vec();
        let at = at % bytes.len();
        bytes[at] = to;
        bytes.truncate(end % (bytes.len() + 1));
        let _ = envelope_in(bytes.into());
    }
}
