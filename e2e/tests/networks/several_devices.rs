//! Several devices of one account: each sees everything, and one that is revoked sees nothing more.

use crate::{
    garden::{accepts, does, every, texts},
    two_people::in_conversation,
};
use postern_client::{
    chain::{Call, Chain},
    client::keystore_path,
    content::publish_block,
    keystore::{self, AccountSecret},
    sealing::DeviceCode,
};
use postern_e2e::{becomes, until, Following, Network, Node, Person};
use postern_ipfs::client::Client as Ipfs;
use postern_primitives::Cid;
use serde_json::Value;
use std::path::PathBuf;

/// Writes a code where `device add` reads it.
fn written(network: &Network, code: &str) -> PathBuf {
    let path = network.path().join("code");
    std::fs::write(&path, code).expect("a file can be written");
    path
}

/// Adds a home as a device, by a code.
async fn adds(network: &Network, new: &Person, code: &str) -> Value {
    let path = written(network, code);
    let path = path.to_str().expect("the path is text");
    new.must(&["device", "add", "--code-file", path]).await
}

/// Tries the same, and fails so.
async fn is_refused(network: &Network, new: &Person, code: &str, saying: &str) {
    let path = written(network, code);
    let path = path.to_str().expect("the path is text");
    new.fails(&["device", "add", "--code-file", path], saying)
        .await;
}

/// A device of somebody that was added by the code which another one has shown; and the code.
async fn second_device(
    network: &Network,
    node: &Node,
    of: &Person,
    name: &str,
) -> (Person, String) {
    let offering = Following::device_code(of);
    let code = until("a code", || async { offering.field("code").next() }).await;
    let new = network.person(name, node);
    adds(network, &new, &code).await;
    until("the old device to see it", || async {
        offering.field("device").next()
    })
    .await;
    (new, code)
}

/// The number of devices that somebody sees of another one in the channel `garden`.
async fn devices_in_garden(person: &Person, of: &str) -> usize {
    let outcome = person.run(&["channel", "members", "garden"]).await;
    let member = outcome.json.iter().find(|member| member["handle"] == of);
    let devices = member.and_then(|member| member["devices"].as_array());
    devices.map_or(0, Vec::len)
}

/// Reads until a message has come; all that was shown.
async fn reads(person: &Person) -> Vec<Value> {
    until("a message", || async {
        let shown = person.run(&["inbox"]).await.json;
        (!shown.is_empty()).then_some(shown)
    })
    .await
}

async fn inboxes_are_empty(node: &Node) {
    until("everything to be acknowledged", || async {
        (node.entries_in_state("Inbox", "Entries").await == 0).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_device_that_is_added_by_a_code_takes_part_in_channels_until_it_is_revoked() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    does(&charlie, "channel create garden --private").await;
    does(&charlie, "channel invite garden dave").await;
    accepts(&dave).await;
    does(&charlie, "channel post garden before").await;

    let (laptop, code) = second_device(&network, &node, &charlie, "laptop").await;
    let own = laptop.must(&["whoami"]).await;
    assert_eq!(
        (&own["handle"], &own["registered"]),
        (&"charlie".into(), &true.into())
    );
    assert_ne!(own["device"], charlie.must(&["whoami"]).await["device"]);
    // The code is good once, and a home is a device of one account.
    let other = network.person("other", &node);
    is_refused(&network, &other, &code, "nothing waits under this code").await;
    is_refused(&network, &laptop, &code, "already holds a keystore").await;

    until("the laptop to be in the channel", || async {
        laptop.must(&["inbox"]).await;
        let channels = every(&laptop, "channel list", "channel").await;
        (channels == ["garden"]).then_some(())
    })
    .await;
    assert_eq!(devices_in_garden(&dave, "charlie").await, 2);
    does(&laptop, "channel post garden from-the-laptop").await;
    does(&charlie, "channel post garden from-the-desk").await;
    let since = ["from-the-laptop", "from-the-desk"];
    assert_eq!(texts(&laptop).await, since, "and nothing from before");
    for person in [&charlie, &dave] {
        assert_eq!(texts(person).await, [&["before"], &since[..]].concat());
    }
    // What is opened on one device is there on the other.
    does(&laptop, "channel create shed --private").await;
    until("the other device to be in it", || async {
        charlie.must(&["inbox"]).await;
        let channels = every(&charlie, "channel list", "channel").await;
        (channels == ["garden", "shed"]).then_some(())
    })
    .await;
    inboxes_are_empty(&node).await;

    let id = own["device"].as_str().expect("a device has an identifier");
    let revoked = charlie.must(&["device", "revoke", id]).await;
    assert_eq!(revoked["removed_from"], Value::from(vec!["garden", "shed"]));
    assert_eq!(devices_in_garden(&dave, "charlie").await, 1);
    does(&charlie, "channel post garden later").await;
    let post = ["channel", "post", "garden", "still here?"];
    laptop.fails(&post, "revoked").await;
    assert_eq!(texts(&laptop).await, since);
    assert_eq!(
        texts(&dave).await,
        ["before", "from-the-laptop", "from-the-desk", "later"]
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn letters_are_read_on_every_device_and_what_one_sends_the_others_show() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let (laptop, _) = second_device(&network, &node, &charlie, "laptop").await;

    // Whoever comes first leaves it for the other, and nothing is missed.
    let sent = dave.must(&["send", "charlie", "one"]).await;
    let id = sent["id"].as_str().expect("send prints an id");
    let shown = reads(&charlie).await;
    assert_eq!((shown.len(), &shown[0]["text"]), (1, &"one".into()));
    becomes(&dave, id, "delivered").await;
    let shown = reads(&laptop).await;
    assert_eq!((shown.len(), &shown[0]["text"]), (1, &"one".into()));
    assert_eq!(
        (&shown[0]["handle"], &shown[0]["to"]),
        (&"dave".into(), &Value::Null)
    );
    dave.must(&["send", "charlie", "two"]).await;
    for device in [&laptop, &charlie] {
        let shown = reads(device).await;
        assert_eq!((shown.len(), &shown[0]["text"]), (1, &"two".into()));
    }

    let note = network.path().join("note.txt");
    std::fs::write(&note, "by the shed").expect("a file can be written");
    let note = note.to_str().expect("the path is text");
    let sent = charlie
        .must(&["send", "dave", "three", "--file", note])
        .await;
    assert_eq!(sent["recipients"].as_array().map(Vec::len), Some(1));
    let shown = reads(&laptop).await;
    assert_eq!((shown.len(), &shown[0]["text"]), (1, &"three".into()));
    assert_eq!(shown[0]["to"], Value::from(vec!["dave"]));
    assert_eq!(shown[0]["request"], false);
    let path = shown[0]["files"][0]["path"].as_str().expect("a path");
    let read = std::fs::read_to_string(path).expect("the file is there");
    assert_eq!(read, "by the shed");
    assert_eq!(reads(&dave).await[0]["text"], "three");

    // Without a code, by the account's secret: the same path.
    let phone = network.person("phone", &node);
    phone.must(&["init", "--suri", "//Charlie"]).await;
    phone.must(&["register"]).await;
    assert_eq!(phone.run(&["device", "list"]).await.json.len(), 3);
    let following = [&laptop, &charlie].map(Following::begin);
    dave.must(&["send", "charlie", "four"]).await;
    for device in &following {
        until("the message to be shown", || async {
            (device.texts() == ["four"]).then_some(())
        })
        .await;
    }
    assert_eq!(reads(&phone).await[0]["text"], "four");
    until("everything to be acknowledged", || async {
        // What it has read itself the others may have passed on to it as well.
        phone.must(&["inbox"]).await;
        (node.entries_in_state("Inbox", "Entries").await == 0).then_some(())
    })
    .await;
    drop(following);
    for device in [&charlie, &laptop, &phone] {
        let shown = device.run(&["inbox"]).await.json;
        assert!(shown.is_empty(), "{shown:?}");
    }

    // What nobody has read is missed on each of them that looks while something lies behind it.
    let sent = dave.must(&["send", "charlie", "five"]).await;
    let id = sent["id"].as_str().expect("send prints an id");
    dave.must(&["send", "charlie", "six"]).await;
    dave.must(&["retract", id]).await;
    for device in [&charlie, &laptop, &phone] {
        let shown = device.run(&["inbox", "--keep"]).await.json;
        assert_eq!(shown.len(), 2, "{shown:?}");
        assert!(shown.iter().any(|one| one["reason"] == "unknown"));
        assert!(shown.iter().any(|one| one["text"] == "six"));
    }
}

/// The only message that waits, which came over a conversation.
async fn reads_secretly(person: &Person) -> Value {
    let shown = reads(person).await;
    assert_eq!(shown.len(), 1, "{shown:?}");
    assert_eq!(shown[0]["forward_secret"], true, "{shown:?}");
    shown[0].clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_conversation_of_two_goes_over_all_devices_of_both_until_they_are_revoked() {
    let network = Network::new();
    let node = network.pinner().await;
    let [charlie, dave] = in_conversation(&network, &node).await;
    let conversation = dave.must(&["contacts"]).await["conversation"].clone();
    let (laptop, _) = second_device(&network, &node, &charlie, "laptop").await;
    laptop.must(&["contacts", "add", "dave"]).await;
    until("the laptop to be in the conversation", || async {
        laptop.must(&["inbox"]).await;
        let found = laptop.must(&["contacts"]).await["conversation"].clone();
        (found == conversation).then_some(())
    })
    .await;

    // What one device says the other shows, and what is said to them both read.
    let sent = charlie.must(&["send", "dave", "from the desk"]).await;
    let id = sent["id"].as_str().expect("send prints an id");
    for (person, to) in [(&dave, Value::Null), (&laptop, vec!["dave"].into())] {
        let shown = reads_secretly(person).await;
        assert_eq!(
            (&shown["text"], &shown["to"]),
            (&"from the desk".into(), &to)
        );
    }
    charlie.must(&["edit", "dave", id, "from my desk"]).await;
    for person in [&dave, &laptop] {
        assert_eq!(reads_secretly(person).await["edits"], id);
    }
    for (person, with) in [(&dave, "charlie"), (&laptop, "dave"), (&charlie, "dave")] {
        let said = person.run(&["history", with]).await.texts();
        assert!(said.contains(&"from my desk".to_owned()), "{said:?}");
        assert!(!said.contains(&"from the desk".to_owned()), "{said:?}");
    }
    dave.must(&["send", "charlie", "to both"]).await;
    for device in [&charlie, &laptop] {
        assert_eq!(reads_secretly(device).await["text"], "to both");
    }
    laptop.must(&["send", "dave", "from the laptop"]).await;
    for (person, to) in [(&dave, Value::Null), (&charlie, vec!["dave"].into())] {
        let shown = reads_secretly(person).await;
        assert_eq!(
            (&shown["text"], &shown["to"]),
            (&"from the laptop".into(), &to)
        );
    }
    // Those who had no part in inviting each other ask for a proof by themselves.
    until("dave and the laptop to have proven their keys", || async {
        laptop.must(&["send", "dave", "ping"]).await;
        let to_dave = reads_secretly(&dave).await;
        dave.must(&["send", "charlie", "pong"]).await;
        let to_laptop = reads_secretly(&laptop).await;
        let proven = [&to_dave, &to_laptop].map(|shown| shown["authenticated"] == true);
        (proven == [true, true]).then_some(())
    })
    .await;
    charlie.must(&["inbox"]).await;
    inboxes_are_empty(&node).await;

    let id = laptop.must(&["whoami"]).await["device"].clone();
    let id = id.as_str().expect("a device has an identifier");
    charlie.must(&["device", "revoke", id]).await;
    dave.must(&["send", "charlie", "to the desk alone"]).await;
    laptop
        .fails(&["send", "dave", "still here?"], "revoked")
        .await;
    let shown = laptop.run(&["inbox", "--keep"]).await;
    assert!(shown.texts().is_empty(), "{shown:?}");
    assert_eq!(reads_secretly(&charlie).await["text"], "to the desk alone");
}

/// Puts a content under a code, for as short as the chain takes.
async fn puts(node: &Node, of: &Person, code: &DeviceCode, content: Vec<u8>) {
    let keys = keystore::open(&keystore_path(of.home()), of.passphrase()).expect("it opens");
    let chain = Chain::connect(&node.rpc_url()).await.expect("a node");
    let ipfs = Ipfs::new(&node.ipfs_url()).expect("an address");
    let published = publish_block(&ipfs, content).await.expect("IPFS takes it");
    let inbox = code.inbox(chain.genesis()).expect("a key");
    let (cid, size): (Cid, u64) = (published.cid, published.size);
    let call = Call::send(&[inbox.public_key().0], &cid, size, SHORTEST);
    let pending = chain.submit(&keys.account, &call).await.expect("taken");
    pending.in_block().await.expect("it is in a block");
}

/// Blocks for which the chain keeps an entry at least: a minute.
const SHORTEST: u32 = 20;

#[tokio::test(flavor = "multi_thread")]
async fn a_code_that_is_wrong_taken_back_expired_or_misused_adds_no_device() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let other = network.person("other", &node);
    let chain = Chain::connect(&node.rpc_url()).await.expect("a node");
    let words = |code: &DeviceCode| code.words().expect("a code has words").to_string();
    let secret = AccountSecret::Suri("//Charlie".to_owned().into());
    let seal = |code: &DeviceCode| code.seal(&secret, chain.genesis()).expect("it is sealed");

    // Standard input is empty.
    other.fails(&["device", "add"], "not a code").await;
    is_refused(&network, &other, "open sesame", "not a code").await;
    let [fresh, misused, damaged, expired] =
        std::array::from_fn(|_| DeviceCode::generate().expect("randomness"));
    let nothing = "nothing waits under this code";
    is_refused(&network, &other, &words(&fresh), nothing).await;

    let offering = Following::device_code(&charlie);
    let code = until("a code", || async { offering.field("code").next() }).await;
    let id = offering.field("id").next().expect("it can be taken back");
    drop(offering);
    charlie.must(&["retract", &id]).await;
    is_refused(&network, &other, &code, nothing).await;

    puts(&node, &charlie, &expired, seal(&expired)).await;
    let sent_in = node.entries_in_state("Inbox", "Entries").await;
    assert_eq!(sent_in, 1);
    puts(&node, &charlie, &damaged, seal(&fresh)).await;
    is_refused(&network, &other, &words(&damaged), "not made with it").await;
    let mut cut = seal(&damaged);
    cut[0] = 2;
    puts(&node, &charlie, &misused, cut).await;
    is_refused(&network, &other, &words(&misused), "has version 2").await;
    until("the code to expire", || async {
        (node.entries_in_state("Inbox", "Entries").await == 0).then_some(())
    })
    .await;
    is_refused(&network, &other, &words(&expired), nothing).await;
    assert!(!keystore_path(other.home()).exists());

    // Somebody else was faster, and is not believed.
    puts(&node, &charlie, &fresh, b"not a package".to_vec()).await;
    puts(&node, &charlie, &fresh, seal(&fresh)).await;
    adds(&network, &other, &words(&fresh)).await;
    assert_eq!(other.run(&["device", "list"]).await.json.len(), 2);
    inboxes_are_empty(&node).await;
}
