//! What devices sign, read back: bytes are of one kind at most, and say one thing only.

#![no_main]

use libfuzzer_sys::fuzz_target;
use parity_scale_codec::{Decode, Encode};
use postern_primitives::signing::{
    payload, Context, Payload, RegisterDevice, RenewDevice, RevokeDevice, RotateDevice, ADD_DEVICE,
    REGISTER_DEVICE, RENEW_DEVICE, REVOKE_DEVICE, ROTATE_DEVICE,
};

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

fn kinds(bytes: &[u8]) -> usize {
    let kinds = [
        reads::<RegisterDevice>(REGISTER_DEVICE, bytes),
        reads::<RegisterDevice>(ADD_DEVICE, bytes),
        reads::<RenewDevice>(RENEW_DEVICE, bytes),
        reads::<RotateDevice>(ROTATE_DEVICE, bytes),
        reads::<RevokeDevice>(REVOKE_DEVICE, bytes),
    ];
    kinds.iter().filter(|fits| **fits).count()
}

fuzz_target!(|bytes: &[u8]| {
    assert!(kinds(bytes) <= 1);
    // Behind each context as well, which takes a fuzzer long to guess.
    for context in [
        REGISTER_DEVICE,
        ADD_DEVICE,
        RENEW_DEVICE,
        ROTATE_DEVICE,
        REVOKE_DEVICE,
    ] {
        assert!(kinds(&[context.0.as_slice(), bytes].concat()) <= 1);
    }
});
