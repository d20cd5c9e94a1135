//! Private channels with real people: who is in reads and writes, and nobody else does.

use crate::garden::{accepts, does, every, handles, invitation, texts};
use postern_client::{
    chain::{Call, Chain},
    client::keystore_path,
    content::{fetch_envelope, publish_block, publish_with_files, upload_bytes},
    keystore,
    sealing::{self, Invitation, KeyPackage, Letter, Recipient},
};
use postern_e2e::{until, Network, Node, Person};
use postern_ipfs::client::Client as Ipfs;
use postern_primitives::Cid;
use serde_json::Value;

#[tokio::test(flavor = "multi_thread")]
async fn three_people_talk_and_who_is_removed_reads_and_writes_no_more() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let eve = network.member("eve", &node).await;

    let made = does(&charlie, "channel create garden --private").await;
    assert_eq!(
        (&made["standing"], &made["members"]),
        (&"member".into(), &1.into())
    );
    charlie
        .fails(&["channel", "create", "garden", "--private"], "already")
        .await;
    does(&charlie, "channel post garden alone").await;
    does(&charlie, "channel invite garden dave").await;
    let letter = invitation(&dave).await;
    assert_eq!(letter["request"], true, "charlie is a stranger to dave");
    assert_eq!(letter["invitation"]["channel"], "garden");
    let id = letter["id"].as_str().expect("an identifier");
    let next = letter["invitation"]["next"].as_str();
    assert_eq!(next, Some(&*format!("postern channel join {id}")));
    does(&dave, &format!("channel join {id}")).await;

    // Any member invites. Each reads what was said since they came.
    does(&dave, "channel post garden hello").await;
    does(&dave, "channel invite garden eve").await;
    accepts(&eve).await;
    does(&eve, "channel post garden three").await;
    assert_eq!(texts(&charlie).await, ["alone", "hello", "three"]);
    assert_eq!(texts(&dave).await, ["hello", "three"]);
    assert_eq!(texts(&eve).await, ["three"]);
    for person in [&charlie, &dave, &eve] {
        assert_eq!(handles(person).await, ["charlie", "dave", "eve"]);
        assert_eq!(every(person, "channel list", "channel").await, ["garden"]);
    }
    // Who invites and who was invited prove to each other that they are there.
    for (person, other) in [(&charlie, "dave"), (&dave, "charlie"), (&dave, "eve")] {
        until("both to be authenticated", || async {
            let outcome = person.run(&["channel", "members", "garden"]).await;
            let mut members = outcome.json.iter();
            let member = members.find(|one| one["handle"] == other);
            (member.expect("they are in")["authenticated"] == true).then_some(())
        })
        .await;
    }
    // Nobody else finds it.
    let stranger = network.person("stranger", &node);
    assert!(every(&stranger, "channel list", "channel").await.is_empty());
    stranger
        .fails(&["channel", "history", "garden"], "no channel `garden`")
        .await;

    does(&charlie, "channel remove garden eve").await;
    does(&charlie, "channel post garden later").await;
    eve.fails(
        &["channel", "post", "garden", "still here?"],
        "not a member",
    )
    .await;
    assert_eq!(texts(&eve).await, ["three"]);
    assert_eq!(every(&eve, "channel list", "standing").await, ["removed"]);
    assert_eq!(texts(&dave).await, ["hello", "three", "later"]);
    assert_eq!(handles(&dave).await, ["charlie", "dave"]);

    // Who was removed can come back, and does not read what was said meanwhile.
    does(&charlie, "channel invite garden eve").await;
    accepts(&eve).await;
    does(&charlie, "channel post garden again").await;
    assert_eq!(texts(&eve).await, ["three", "again"]);

    // Who leaves keeps nothing; another member's next command takes them off the list.
    does(&dave, "channel leave garden").await;
    assert!(every(&dave, "channel list", "channel").await.is_empty());
    until("dave to be gone", || async {
        (handles(&charlie).await == ["charlie", "eve"]).then_some(())
    })
    .await;
    does(&eve, "channel post garden two").await;
    let last = every(&charlie, "channel history garden --limit 1", "text").await;
    assert_eq!(last, ["two"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn two_members_who_invite_at_the_same_moment_both_succeed() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let eve = network.member("eve", &node).await;
    let ferdie = network.member("ferdie", &node).await;
    does(&charlie, "channel create garden --private").await;
    does(&charlie, "channel invite garden dave").await;
    accepts(&dave).await;

    tokio::join!(
        does(&charlie, "channel invite garden eve"),
        does(&dave, "channel invite garden ferdie")
    );
    accepts(&eve).await;
    accepts(&ferdie).await;
    does(&ferdie, "channel post garden everybody?").await;
    for person in [&charlie, &dave, &eve, &ferdie] {
        assert_eq!(handles(person).await, ["charlie", "dave", "eve", "ferdie"]);
        assert_eq!(texts(person).await, ["everybody?"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_command_that_was_killed_is_finished_when_it_is_repeated() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let node = &node;
    let opened = || node.entries_in_state("Channels", "PrivateChannels");
    let posted = || node.entries_in_state("Channels", "Log");

    // The channel is in a block, and not final.
    let create = ["channel", "create", "garden", "--private"];
    charlie
        .killed_when(&create, || async { opened().await == 1 })
        .await;
    let made = charlie.run(&create).await;
    assert!(made.code == Some(0) || made.stderr.contains("already"));
    assert_eq!(opened().await, 1, "one was opened and paid for");

    // The commit is in a block, and the invitation not handed over.
    let invite = ["channel", "invite", "garden", "dave"];
    charlie
        .killed_when(&invite, || async { opened().await == 2 })
        .await;
    let invited = charlie.run(&invite).await;
    assert!(invited.code == Some(0) || invited.stderr.contains("already"));
    accepts(&dave).await;
    assert_eq!(opened().await, 2, "one commit was enough");

    // The post is in a block, and the program did not hear of it.
    let before = posted().await;
    charlie
        .killed_when(&["channel", "post", "garden", "once"], || async {
            posted().await > before
        })
        .await;
    for person in [&charlie, &dave] {
        until("the post to be read", || async {
            (texts(person).await == ["once"]).then_some(())
        })
        .await;
    }
}

/// A letter that invites with these bytes, by a program that may lie.
async fn invites_with(node: &Node, inviter: &Person, invited: &str, bytes: Vec<u8>) {
    let enclosed = Invitation::Enclosed(bytes);
    sends_invitation(node, inviter, invited, enclosed, &[]).await;
}

/// The same with a file beside the letter, as where it would not fit.
async fn invites_with_file(node: &Node, inviter: &Person, invited: &str, bytes: Vec<u8>) {
    let ipfs = Ipfs::new(&node.ipfs_url()).expect("an address");
    let uploaded = upload_bytes(&ipfs, "invitation", bytes).await;
    let (file, size) = uploaded.expect("IPFS takes it");
    let beside = [(file.cid, size)];
    sends_invitation(node, inviter, invited, Invitation::File(file), &beside).await;
}

async fn sends_invitation(
    node: &Node,
    inviter: &Person,
    invited: &str,
    invitation: Invitation,
    beside: &[(Cid, u64)],
) {
    let keys = keystore::open(&keystore_path(inviter.home()), inviter.passphrase())
        .expect("the keystore opens");
    let chain = Chain::connect(&node.rpc_url()).await.expect("a node");
    let ipfs = Ipfs::new(&node.ipfs_url()).expect("an address");
    let handle = invited.parse().expect("a handle");
    let invited = chain.identity_by_handle(&handle).await.expect("an answer");
    let invited = invited.expect("somebody registered");
    let device = &invited.devices[0];
    let package = fetch_envelope(&ipfs, &device.key_cid).await.expect("keys");
    let recipient = Recipient {
        device: device.id,
        sealing_public: KeyPackage::parse(&package, &device.public)
            .expect("their keys")
            .sealing,
    };
    let letter = Letter::new(
        keys.account.public_key().0,
        keys.device.id(),
        vec![invited.account],
        chain.moment().await.expect("a time"),
        String::new(),
        vec![],
    )
    .expect("randomness")
    .with_invitation(Some(invitation));
    let envelope = sealing::seal(&letter, chain.genesis(), &keys.device, &[recipient])
        .expect("a letter that fits");
    let content = match beside {
        [] => publish_block(&ipfs, envelope).await,
        files => publish_with_files(&ipfs, envelope, files).await,
    };
    let content = content.expect("IPFS takes it");
    let call = Call::send(&[invited.account], &content.cid, content.size, 1000);
    let pending = chain.submit(&keys.account, &call).await.expect("a place");
    pending.in_block().await.expect("a block");
}

/// The invitation in a letter to somebody.
async fn opened(node: &Node, person: &Person, letter: &str) -> Vec<u8> {
    let keys = keystore::open(&keystore_path(person.home()), person.passphrase())
        .expect("the keystore opens");
    let chain = Chain::connect(&node.rpc_url()).await.expect("a node");
    let ipfs = Ipfs::new(&node.ipfs_url()).expect("an address");
    let cid = letter.parse().expect("a CID");
    let envelope = fetch_envelope(&ipfs, &cid).await.expect("a letter");
    let letter = sealing::open(&envelope, chain.genesis(), keys.device.id(), &keys.sealing)
        .expect("it is for this device");
    let invitation = letter.claimed().enclosed_invitation();
    invitation.expect("it invites").clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_fits_no_letter_is_joined_by_as_a_file() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    does(&charlie, "channel create garden --private").await;
    does(&charlie, "channel invite garden dave").await;
    let letter = invitation(&dave).await;
    let letter = letter["id"].as_str().expect("an identifier");
    let bytes = opened(&node, &dave, letter).await;

    // Nothing of it is a file of the message.
    invites_with_file(&node, &charlie, "dave", bytes).await;
    let as_file = invitation(&dave).await;
    assert_eq!(as_file["files"], Value::Array(vec![]));
    let as_file = as_file["id"].as_str().expect("an identifier");
    assert_ne!(as_file, letter);
    let joined = dave.must(&["channel", "join", as_file]).await;
    assert_eq!(joined["standing"], "member");
    does(&dave, "channel post garden hello").await;
    assert_eq!(texts(&charlie).await, ["hello"]);
    assert_eq!(texts(&dave).await, ["hello"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_that_is_garbage_or_used_or_for_somebody_else_lets_nobody_in() {
    let network = Network::new();
    let node = network.pinner().await;
    let charlie = network.member("charlie", &node).await;
    let dave = network.member("dave", &node).await;
    let eve = network.member("eve", &node).await;
    does(&charlie, "channel create garden --private").await;
    charlie
        .fails(
            &["channel", "invite", "garden", "nobody-here"],
            "nobody-here",
        )
        .await;
    does(&charlie, "channel invite garden dave").await;
    let letter = accepts(&dave).await;
    let bytes = opened(&node, &dave, &letter).await;
    dave.fails(&["channel", "join", &letter], "no invitation")
        .await;
    charlie
        .fails(&["channel", "invite", "garden", "dave"], "already")
        .await;

    // Once more, to who is in.
    invites_with(&node, &charlie, "dave", bytes.clone()).await;
    let again = invitation(&dave).await;
    let again = again["id"].as_str().expect("an identifier");
    dave.fails(&["channel", "join", again], "already").await;

    // To somebody else, by a member who passes on what was for them.
    invites_with(&node, &dave, "eve", bytes.clone()).await;
    let passed_on = invitation(&eve).await;
    let passed_on = passed_on["id"].as_str().expect("an identifier");
    eve.fails(&["channel", "join", passed_on], "not for this device")
        .await;

    // What is no invitation is reported, and offered to nobody.
    let mut cut = bytes;
    cut.truncate(cut.len() - 1);
    for bytes in [vec![], vec![9; 100], cut] {
        invites_with(&node, &charlie, "eve", bytes).await;
    }
    let outcome = eve.run(&["inbox"]).await;
    let errors = outcome
        .json
        .iter()
        .filter_map(|line| line["error"].as_str());
    assert_eq!(errors.count(), 3, "{outcome:?}");
    assert!(every(&eve, "channel list", "channel").await.is_empty());
    assert_eq!(handles(&dave).await, ["charlie", "dave"]);
    dave.fails(
        &["channel", "remove", "garden", "eve"],
        "not in the channel",
    )
    .await;
    dave.fails(&["channel", "remove", "garden", "dave"], "channel leave")
        .await;
}
