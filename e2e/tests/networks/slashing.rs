//! A validator that signs two blocks for one slot is found out by the others, and pays.

use postern_e2e::{agree, eve_and_ferdie, reads, until, Network, Node, PATIENCE};
use subxt::{
    client::Blocks,
    dynamic::{At, Value},
    ext::scale_decode::DecodeAsFields,
    OnlineClientAtBlock, PolkadotConfig,
};
use subxt_signer::sr25519::{dev, Keypair};

/// What the chain calls this offence, in sixteen bytes.
const TWO_BLOCKS: [u8; 16] = *b"babe:equivocatio";

/// Billionths of its stake that one of four validators loses: (3 * 1 / 4)^2 of it.
const LOSS: u32 = 562_500_000;

type Moment = OnlineClientAtBlock<PolkadotConfig>;

type Account = [u8; 32];

async fn stake(of: &Keypair, at: &Moment) -> u128 {
    let key = vec![Value::from_bytes(of.public_key().0)];
    let ledger = at.storage().fetch(("Staking", "Ledger"), key).await;
    let ledger = ledger.expect("a validator has a bond").decode();
    let ledger: Value<_> = ledger.expect("the metadata describes it");
    let active = ledger.at("active").and_then(|amount| amount.as_u128());
    active.expect("a bond has an amount")
}

/// The fields of the events of this name in a block.
async fn told<F: DecodeAsFields>(at: &Moment, pallet: &str, event: &str) -> Vec<F> {
    let events = at.events().fetch().await.expect("a block has events");
    events
        .iter()
        .map(|one| one.expect("the metadata describes it"))
        .filter(|one| (one.pallet_name(), one.event_name()) == (pallet, event))
        .map(|one| {
            one.decode_fields_unchecked_as()
                .expect("it has these fields")
        })
        .collect()
}

/// The first final block from now on that has a report of an offence, and what kinds it has.
async fn first_offence(blocks: &mut Blocks<PolkadotConfig>) -> (Moment, Vec<[u8; 16]>) {
    let search = async {
        while let Some(block) = blocks.next().await {
            let block = block.expect("the node goes on");
            let at = block.at().await.expect("it has what it announces");
            let offences: Vec<([u8; 16], Vec<u8>)> = told(&at, "Offences", "Offence").await;
            if !offences.is_empty() {
                let kinds = offences.into_iter().map(|(kind, _slot)| kind);
                return (at, kinds.collect());
            }
        }
        panic!("the chain ended without an offence");
    };
    let found = tokio::time::timeout(PATIENCE, search).await;
    found.expect("an offence is reported")
}

#[tokio::test(flavor = "multi_thread")]
async fn a_validator_that_runs_twice_is_reported_by_the_others_and_slashed() {
    let network = Network::new();
    let nodes = network.validators().await;
    agree(&nodes).await;
    let (eve, ferdie) = eve_and_ferdie(&network, &nodes[0], &nodes[1]).await;
    let chain = nodes[0].chain().await;
    let before = chain.at_current_block().await.expect("there is a block");
    let dave = dev::dave();
    let bond = stake(&dave, &before).await;
    let mut blocks = chain
        .stream_blocks()
        .await
        .expect("the node tells of blocks");

    // It has Dave's keys and all blocks of the other, and does not vote: so nothing but its
    // blocks can be held against Dave.
    let flags = [
        "--dave",
        "--no-grandpa",
        "--unsafe-force-node-key-generation",
    ];
    let twin = network.joins("twin", &nodes, &flags).await;
    eve.must(&["send", "ferdie", "while one contradicts itself"])
        .await;

    let (verdict, kinds) = first_offence(&mut blocks).await;
    // Two slots of his may be reported in one block.
    assert!(kinds.iter().all(|kind| *kind == TWO_BLOCKS), "{kinds:?}");
    let account: Account = dave.public_key().0;
    let reported: Vec<(Account, u32, u32)> = told(&verdict, "Staking", "SlashReported").await;
    assert!(!reported.is_empty());
    for (who, loss, _era) in reported {
        assert_eq!((who, loss), (account, LOSS));
    }
    let loss = bond * u128::from(LOSS) / 1_000_000_000;
    let slashed: Vec<(Account, u128)> = told(&verdict, "Staking", "Slashed").await;
    assert_eq!(slashed, [(account, loss)]);
    assert_eq!(stake(&dave, &verdict).await, bond - loss);
    let disabled: Vec<(Account,)> = told(&verdict, "Session", "ValidatorDisabled").await;
    assert_eq!(disabled, [(account,)]);

    // The others have reported it; the two of them have only noticed each other.
    let has_reported = |node: &Node| node.log().contains("Reported the two blocks");
    assert!(nodes[..3].iter().any(has_reported));
    for node in [&nodes[3], &twin] {
        until("the one to notice the other", || async {
            let warning = "Another node makes blocks with the keys of this one";
            node.log().contains(warning).then_some(())
        })
        .await;
        assert!(!has_reported(node));
    }

    agree(&nodes).await;
    assert_eq!(reads(&ferdie).await, ["while one contradicts itself"]);
    let again = ferdie.run(&["inbox"]).await;
    assert_eq!((again.code, again.json.len()), (Some(0), 0), "{again:?}");
}
