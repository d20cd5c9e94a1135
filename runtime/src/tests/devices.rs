//! A device's way through the whole pipeline of transactions.

use super::{
    genesis::with_preset,
    transactions::{general, next_block, signed},
};
use crate::{
    constants::{currency::UNIT, identity::RECORD_PRICE},
    genesis_presets::DEV,
    AccountId, Balances, Executive, KeyRegistry, RuntimeCall, System,
};
use frame_support::assert_ok;
use pallet_key_registry::{ArchiveInput, Call, DeviceProof};
use postern_primitives::{
    signing::{
        payload, Context, RegisterDevice, RevokeDevice, ADD_DEVICE, REGISTER_DEVICE, REVOKE_DEVICE,
    },
    Cid, Codec, DeviceId, Moment,
};
use sp_core::{ed25519, Encode, Pair};
use sp_keyring::Sr25519Keyring::Dave;
use sp_runtime::transaction_validity::{InvalidTransaction, TransactionValidityError};

/// Outside of a chain time stands still.
const NOW: Moment = 0;
const VALID_UNTIL: Moment = NOW + 1_000_000;

fn key(seed: u8) -> ed25519::Pair {
    ed25519::Pair::from_seed(&[seed; 32])
}

fn device(seed: u8) -> DeviceId {
    DeviceId::of(&key(seed).public().0)
}

fn expires() -> u32 {
    System::block_number() + 10
}

fn dave() -> AccountId {
    Dave.to_account_id()
}

fn sign(seed: u8, context: Context, fields: &impl Encode) -> ed25519::Signature {
    let nonce = KeyRegistry::nonce(&dave());
    let genesis = System::block_hash(0).0;
    key(seed).sign(&payload(
        context,
        &genesis,
        dave().as_ref(),
        nonce,
        expires(),
        fields,
    ))
}

fn statement(seed: u8) -> RegisterDevice {
    RegisterDevice {
        public: key(seed).public().0,
        key_cid: Cid::of_block(Codec::Raw, &[seed]),
        valid_until: VALID_UNTIL,
    }
}

/// Dave gets a device, with a handle.
fn register(seed: u8) {
    let fields = statement(seed);
    let call = RuntimeCall::KeyRegistry(Call::register {
        public: fields.public,
        key_cid: fields.key_cid.to_input(),
        valid_until: VALID_UNTIL,
        expires: expires(),
        proof: sign(seed, REGISTER_DEVICE, &fields),
        handle: Some(b"dave".to_vec().try_into().expect("within the bound")),
    });
    assert_ok!(Executive::apply_extrinsic(signed(call, Dave)).expect("valid"));
}

/// Dave gets another device.
fn add(seed: u8) {
    let fields = statement(seed);
    let call = RuntimeCall::KeyRegistry(Call::add_device {
        public: fields.public,
        key_cid: fields.key_cid.to_input(),
        valid_until: VALID_UNTIL,
        expires: expires(),
        proof: sign(seed, ADD_DEVICE, &fields),
    });
    assert_ok!(Executive::apply_extrinsic(signed(call, Dave)).expect("valid"));
}

fn revocation(of: u8, by: u8) -> RuntimeCall {
    let fields = RevokeDevice {
        device: device(of),
        by: device(by),
    };
    RuntimeCall::KeyRegistry(Call::revoke_device {
        device: fields.device,
        proof: Some(DeviceProof {
            by: fields.by,
            expires: expires(),
            signature: sign(by, REVOKE_DEVICE, &fields),
        }),
    })
}

#[test]
fn a_laptop_revokes_a_stolen_telephone_without_the_account_and_without_a_fee() {
    with_preset(DEV, || {
        next_block();
        register(1);
        add(2);
        let issued = Balances::total_issuance();
        let call = revocation(1, 2);
        assert_ok!(Executive::apply_extrinsic(general(call.clone())).expect("valid"));
        assert!(!KeyRegistry::is_valid(device(1), NOW));
        assert!(KeyRegistry::is_valid(device(2), NOW));
        assert_eq!(Balances::total_issuance(), issued, "nobody has paid a fee");

        let again = Executive::apply_extrinsic(general(call));
        assert!(
            matches!(again, Err(TransactionValidityError::Invalid(_))),
            "{again:?}"
        );
        let by_the_stolen_one = Executive::apply_extrinsic(general(revocation(2, 1)));
        assert_eq!(by_the_stolen_one, Err(InvalidTransaction::BadSigner.into()));
    });
}

#[test]
fn retiring_gives_back_all_that_was_held() {
    with_preset(DEV, || {
        next_block();
        let before = Balances::free_balance(dave());
        let issued = Balances::total_issuance();
        register(1);
        add(2);
        let archive = ArchiveInput {
            cid: Cid::of_block(Codec::DagPb, b"history").to_input(),
            size: 1 << 20,
        };
        let archive = Call::set_archive {
            archive: Some(archive),
        };
        for call in [archive, Call::retire {}] {
            let call = RuntimeCall::KeyRegistry(call);
            assert_ok!(Executive::apply_extrinsic(signed(call, Dave)).expect("valid"));
        }
        assert_eq!(Balances::reserved_balance(dave()), 0);
        // Outside of a chain no block has an author, so fees are burned like the price.
        let paid = issued - Balances::total_issuance();
        assert_eq!(Balances::free_balance(dave()), before - paid);
        assert!(paid > 2 * RECORD_PRICE && paid < UNIT / 10, "{paid}");
        assert_eq!(crate::Pinning::count(), 0, "nothing is kept for nobody");
    });
}
