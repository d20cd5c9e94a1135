//! What keys sign for the chain: bytes are of one kind at most, and say one thing only.

use codec::{Decode, Encode};
use postern_primitives::{
    group::{Close, Commit, Post, CLOSE, COMMIT, POST},
    signing::{
        payload, Acknowledge, Contents, Context, Heartbeat, InboxRules, Payload, RegisterDevice,
        RenewDevice, RevokeDevice, RotateDevice, RulesChange, Seen, ACKNOWLEDGE, ADD_DEVICE,
        ATTEST, HEARTBEAT, INBOX_RULES, REGISTER_DEVICE, RENEW_DEVICE, REVOKE_DEVICE,
        ROTATE_DEVICE, WITHDRAW,
    },
    Balance, Cid, Codec, DeviceId, Senders,
};

/// What one kind of payload says, read from bytes and written as its signer writes it.
struct Kind {
    context: Context,
    reads: fn(Context, &[u8]) -> bool,
    example: fn() -> Vec<u8>,
}

const KINDS: [Kind; 13] = [
    kind(REGISTER_DEVICE, device::<RegisterDevice>, register_device),
    kind(ADD_DEVICE, device::<RegisterDevice>, register_device),
    kind(RENEW_DEVICE, device::<RenewDevice>, renew_device),
    kind(ROTATE_DEVICE, device::<RotateDevice>, rotate_device),
    kind(REVOKE_DEVICE, device::<RevokeDevice>, revoke_device),
    kind(ACKNOWLEDGE, acknowledgement, || {
        acknowledged(&([1; 32], vec![2, 3]))
    }),
    kind(INBOX_RULES, inbox_rules, || {
        ruled(&([1; 32], 2, Change::Allow([3; 32])))
    }),
    kind(HEARTBEAT, heartbeat, || beaten(&5)),
    kind(ATTEST, contents, || named(&[cid()])),
    kind(WITHDRAW, contents, || named(&[cid(), cid()])),
    kind(POST, group_post, || posted(&(1, cid(), 2, Some([3; 32])))),
    kind(COMMIT, group_commit, || {
        committed(&(1, cid(), 2, [3; 32], 4))
    }),
    kind(CLOSE, group_close, || closed(&(1, [2; 32]))),
];

const fn kind(
    context: Context,
    reads: fn(Context, &[u8]) -> bool,
    example: fn() -> Vec<u8>,
) -> Kind {
    Kind {
        context,
        reads,
        example,
    }
}

/// Payloads of every kind, and what follows the context of each, which takes a fuzzer long to
/// guess.
pub fn signed_payload(bytes: &[u8]) -> bool {
    let behind = |kind: &Kind| fits(&[kind.context.0.as_slice(), bytes].concat());
    let as_fields = KINDS.iter().filter(|kind| behind(kind)).count();
    fits(bytes) || as_fields > 0
}

fn fits(bytes: &[u8]) -> bool {
    let kinds = KINDS
        .iter()
        .filter(|kind| (kind.reads)(kind.context, bytes));
    let count = kinds.count();
    assert!(count <= 1, "bytes of one kind are those of another");
    count == 1
}

/// Reads a payload, and writes it again as whoever signs it does.
fn reads<Fields: Decode>(
    context: Context,
    bytes: &[u8],
    write: impl Fn(&Fields) -> Vec<u8>,
) -> bool {
    let Some(read) = Payload::<Fields>::read(context, bytes) else {
        return false;
    };
    let head = payload(
        context,
        &read.genesis,
        &read.signer,
        read.nonce,
        read.expires,
        &(),
    );
    assert_eq!([head, write(&read.fields)].concat(), bytes);
    true
}

fn device<Fields: Decode + Encode>(context: Context, bytes: &[u8]) -> bool {
    reads(context, bytes, Fields::encode)
}

fn acknowledgement(context: Context, bytes: &[u8]) -> bool {
    reads(context, bytes, acknowledged)
}

fn acknowledged((block, sequence_numbers): &([u8; 32], Vec<u64>)) -> Vec<u8> {
    Seen {
        block: *block,
        fields: Acknowledge { sequence_numbers },
    }
    .encode()
}

/// [`RulesChange`] as it can be read.
#[derive(Decode)]
enum Change {
    SetPolicy {
        senders: Senders,
        min_deposit: Balance,
    },
    Allow([u8; 32]),
    Block([u8; 32]),
    Unlist([u8; 32]),
}

impl Change {
    fn said(&self) -> RulesChange<'_> {
        match self {
            Self::SetPolicy {
                senders,
                min_deposit,
            } => RulesChange::SetPolicy {
                senders: *senders,
                min_deposit: *min_deposit,
            },
            Self::Allow(who) => RulesChange::Allow(who),
            Self::Block(who) => RulesChange::Block(who),
            Self::Unlist(who) => RulesChange::Unlist(who),
        }
    }
}

fn inbox_rules(context: Context, bytes: &[u8]) -> bool {
    reads(context, bytes, ruled)
}

fn ruled((block, nonce, change): &([u8; 32], u64, Change)) -> Vec<u8> {
    Seen {
        block: *block,
        fields: InboxRules {
            nonce: *nonce,
            change: change.said(),
        },
    }
    .encode()
}

fn heartbeat(context: Context, bytes: &[u8]) -> bool {
    reads(context, bytes, beaten)
}

fn beaten(used: &u64) -> Vec<u8> {
    Heartbeat { used: *used }.encode()
}

fn contents(context: Context, bytes: &[u8]) -> bool {
    reads(context, bytes, |cids: &Vec<Cid>| named(cids))
}

fn named(cids: &[Cid]) -> Vec<u8> {
    Contents { cids }.encode()
}

type PostFields = (u32, Cid, u64, Option<[u8; 32]>);

fn group_post(context: Context, bytes: &[u8]) -> bool {
    reads(context, bytes, posted)
}

fn posted(&(channel, cid, size, retraction): &PostFields) -> Vec<u8> {
    Post {
        channel,
        cid,
        size,
        retraction,
    }
    .encode()
}

type CommitFields = (u32, Cid, u64, [u8; 32], Balance);

fn group_commit(context: Context, bytes: &[u8]) -> bool {
    reads(context, bytes, committed)
}

fn committed(&(channel, cid, size, successor, endowment): &CommitFields) -> Vec<u8> {
    Commit {
        channel,
        cid,
        size,
        successor,
        endowment,
    }
    .encode()
}

fn group_close(context: Context, bytes: &[u8]) -> bool {
    reads(context, bytes, closed)
}

fn closed(&(channel, beneficiary): &(u32, [u8; 32])) -> Vec<u8> {
    Close {
        channel,
        beneficiary,
    }
    .encode()
}

fn cid() -> Cid {
    Cid::of_block(Codec::Raw, b"content")
}

fn register_device() -> Vec<u8> {
    RegisterDevice {
        public: [1; 32],
        key_cid: cid(),
        valid_until: 2,
    }
    .encode()
}

fn renew_device() -> Vec<u8> {
    RenewDevice {
        device: DeviceId([1; 32]),
        key_cid: cid(),
        valid_until: 2,
    }
    .encode()
}

fn rotate_device() -> Vec<u8> {
    RotateDevice {
        old: DeviceId([1; 32]),
        public: [2; 32],
        key_cid: cid(),
        valid_until: 3,
    }
    .encode()
}

fn revoke_device() -> Vec<u8> {
    RevokeDevice {
        device: DeviceId([1; 32]),
        by: DeviceId([2; 32]),
    }
    .encode()
}

/// One of each kind.
pub(crate) fn payloads() -> Vec<Vec<u8>> {
    let write = |kind: &Kind| {
        let head = payload(kind.context, &[7; 32], &[8; 32], 9, 10, &());
        [head, (kind.example)()].concat()
    };
    KINDS.iter().map(write).collect()
}
