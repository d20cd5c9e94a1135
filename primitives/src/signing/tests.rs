use super::*;
use crate::{Cid, Codec, DeviceId};
use proptest::prelude::*;

const CONTEXTS: [Context; 10] = [
    REGISTER_DEVICE,
    ADD_DEVICE,
    RENEW_DEVICE,
    ROTATE_DEVICE,
    REVOKE_DEVICE,
    ACKNOWLEDGE,
    INBOX_RULES,
    HEARTBEAT,
    ATTEST,
    WITHDRAW,
];

/// Reads `bytes` as each kind that devices sign, and says whether one of them fits. What
/// fits encodes to the same bytes again.
fn reads_as_something(bytes: &[u8]) -> bool {
    fn reads<Fields: Encode + Decode>(context: Context, bytes: &[u8]) -> bool {
        let Some(read) = Payload::<Fields>::read(context, bytes) else {
            return false;
        };
        let again = payload(
            context,
            &read.genesis,
            &read.signer,
            read.nonce,
            read.expires,
            &read.fields,
        );
        assert_eq!(again, bytes);
        true
    }
    let kinds = [
        reads::<RegisterDevice>(REGISTER_DEVICE, bytes),
        reads::<RegisterDevice>(ADD_DEVICE, bytes),
        reads::<RenewDevice>(RENEW_DEVICE, bytes),
        reads::<RotateDevice>(ROTATE_DEVICE, bytes),
        reads::<RevokeDevice>(REVOKE_DEVICE, bytes),
    ];
    let fitting = kinds.iter().filter(|fits| **fits).count();
    assert!(fitting <= 1, "bytes of one kind are those of another");
    fitting == 1
}

#[test]
fn payloads_differ_in_every_part() {
    let base = payload(ACKNOWLEDGE, &[1; 32], &[2; 32], 3, 4, &5u8);
    for other in [
        payload(REGISTER_DEVICE, &[1; 32], &[2; 32], 3, 4, &5u8),
        payload(ACKNOWLEDGE, &[9; 32], &[2; 32], 3, 4, &5u8),
        payload(ACKNOWLEDGE, &[1; 32], &[9; 32], 3, 4, &5u8),
        payload(ACKNOWLEDGE, &[1; 32], &[2; 32], 9, 4, &5u8),
        payload(ACKNOWLEDGE, &[1; 32], &[2; 32], 3, 9, &5u8),
        payload(ACKNOWLEDGE, &[1; 32], &[2; 32], 3, 4, &9u8),
    ] {
        assert_ne!(base, other);
        assert_eq!(base.len(), other.len());
    }
}

#[test]
fn every_purpose_has_a_context_of_its_own() {
    for (index, one) in CONTEXTS.iter().enumerate() {
        for other in &CONTEXTS[index + 1..] {
            assert_ne!(one, other);
        }
    }
}

#[test]
fn the_layout_of_a_payload_stays_as_it_is() {
    let fields = RevokeDevice {
        device: DeviceId([3; 32]),
        by: DeviceId([4; 32]),
    };
    let bytes = payload(REVOKE_DEVICE, &[1; 32], &[2; 32], 5, 6, &fields);
    let parts: [&[u8]; 7] = [
        b"postern/devrev/1",
        &[1; 32],
        &[2; 32],
        &[5, 0, 0, 0],
        &[6, 0, 0, 0],
        &[3; 32],
        &[4; 32],
    ];
    assert_eq!(bytes, parts.concat());
}

fn cids() -> impl Strategy<Value = Cid> {
    any::<[u8; 8]>().prop_map(|block| Cid::of_block(Codec::Raw, &block))
}

prop_compose! {
    /// The bytes of a payload of any kind.
    fn payloads()(
        kind in 0..5usize,
        genesis: [u8; 32],
        signer: [u8; 32],
        nonce: u32,
        expires: u32,
        public: [u8; 32],
        device: [u8; 32],
        key_cid in cids(),
        valid_until: u64,
    ) -> Vec<u8> {
        let sign = |context, fields: Vec<u8>| {
            let mut bytes = payload(context, &genesis, &signer, nonce, expires, &());
            bytes.extend(fields);
            bytes
        };
        let device = DeviceId(device);
        let new = RegisterDevice { public, key_cid, valid_until };
        match kind {
            0 => sign(REGISTER_DEVICE, new.encode()),
            1 => sign(ADD_DEVICE, new.encode()),
            2 => sign(RENEW_DEVICE, RenewDevice { device, key_cid, valid_until }.encode()),
            3 => sign(
                ROTATE_DEVICE,
                RotateDevice { old: device, public, key_cid, valid_until }.encode(),
            ),
            _ => sign(REVOKE_DEVICE, RevokeDevice { device, by: DeviceId(public) }.encode()),
        }
    }
}

proptest! {
    #[test]
    fn each_payload_reads_as_its_own_kind_only(bytes in payloads()) {
        prop_assert!(reads_as_something(&bytes));
    }

    #[test]
    fn a_payload_with_more_or_less_bytes_is_none(
        bytes in payloads(),
        extra: u8,
        cut in 1..16usize,
    ) {
        prop_assert!(!reads_as_something(&[&bytes[..], &[extra]].concat()));
        prop_assert!(!reads_as_something(&bytes[..bytes.len() - cut]));
    }

    #[test]
    fn a_damaged_payload_never_panics(bytes in payloads(), at: prop::sample::Index, bit in 0..8u8) {
        let mut bytes = bytes;
        let at = at.index(bytes.len());
        bytes[at] ^= 1 << bit;
        reads_as_something(&bytes);
    }

    #[test]
    fn no_bytes_at_all_panic(
        context in prop::sample::select(CONTEXTS.to_vec()),
        tail in prop::collection::vec(any::<u8>(), 0..256),
    ) {
        reads_as_something(&tail);
        reads_as_something(&[context.0.as_slice(), &tail].concat());
    }
}

#[test]
fn no_change_of_rules_is_signed_as_another() {
    let sender = [7; 32];
    let changes = [
        RulesChange::Allow(&sender),
        RulesChange::Block(&sender),
        RulesChange::Unlist(&sender),
    ];
    let signed = changes.map(|change| InboxRules { nonce: 1, change }.encode());
    assert!(signed[0] != signed[1] && signed[1] != signed[2] && signed[0] != signed[2]);
}
