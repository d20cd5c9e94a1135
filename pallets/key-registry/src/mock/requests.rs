//! What devices sign and accounts ask, right in every part until a test changes one.

use super::{input, signed, Clock, KeyRegistry, System, Test, ALICE, GENESIS};
use crate::{Call, DeviceProof, HandleInput, RotationProofs};
use codec::Encode;
use frame_support::traits::Time;
use postern_primitives::{
    signing::{
        self, Context, RegisterDevice, RenewDevice, RevokeDevice, RotateDevice, ADD_DEVICE,
        REGISTER_DEVICE, RENEW_DEVICE, REVOKE_DEVICE, ROTATE_DEVICE,
    },
    BlockNumber, Cid, CidInput, Codec, DeviceId, Moment,
};
use sp_core::{ed25519, Pair};
use sp_runtime::{AccountId32, DispatchResult};

/// What every payload has besides its fields.
#[derive(Clone)]
pub struct Terms {
    pub account: AccountId32,
    pub nonce: u32,
    pub expires: BlockNumber,
    pub genesis: [u8; 32],
}

impl Terms {
    pub fn new(account: AccountId32) -> Self {
        Self {
            nonce: KeyRegistry::nonce(&account),
            account,
            expires: System::block_number() + 10,
            genesis: GENESIS,
        }
    }

    pub fn sign(
        &self,
        key: &ed25519::Pair,
        context: Context,
        fields: &impl Encode,
    ) -> ed25519::Signature {
        key.sign(&signing::payload(
            context,
            &self.genesis,
            self.account.as_ref(),
            self.nonce,
            self.expires,
            fields,
        ))
    }
}

/// A new device.
#[derive(Clone)]
pub struct Request {
    pub terms: Terms,
    pub key: ed25519::Pair,
    pub key_cid: Cid,
    pub valid_until: Moment,
    pub handle: Option<HandleInput>,
}

impl Request {
    /// By `account`, of the device made from `seed`.
    pub fn new(account: AccountId32, seed: u8) -> Self {
        Self {
            terms: Terms::new(account),
            key: key(seed),
            key_cid: cid(seed),
            valid_until: Clock::now() + 1_000,
            handle: None,
        }
    }

    pub fn with_handle(mut self, name: &str) -> Self {
        self.handle = Some(input(name));
        self
    }

    pub fn device(&self) -> DeviceId {
        DeviceId::of(&self.key.public().0)
    }

    pub fn fields(&self) -> RegisterDevice {
        RegisterDevice {
            public: self.key.public().0,
            key_cid: self.key_cid,
            valid_until: self.valid_until,
        }
    }

    pub fn proof(&self) -> ed25519::Signature {
        self.terms.sign(&self.key, REGISTER_DEVICE, &self.fields())
    }

    pub fn adding_proof(&self) -> ed25519::Signature {
        self.terms.sign(&self.key, ADD_DEVICE, &self.fields())
    }

    /// As the first valid device.
    pub fn submit(&self) -> DispatchResult {
        self.submit_with(self.key_cid.to_input(), self.proof())
    }

    pub fn submit_with(&self, key_cid: CidInput, proof: ed25519::Signature) -> DispatchResult {
        KeyRegistry::register(
            signed(self.terms.account.clone()),
            self.key.public().0,
            key_cid,
            self.valid_until,
            self.terms.expires,
            proof,
            self.handle.clone(),
        )
    }

    /// Beside others.
    pub fn add(&self) -> DispatchResult {
        self.add_with(self.adding_proof())
    }

    pub fn add_with(&self, proof: ed25519::Signature) -> DispatchResult {
        KeyRegistry::add_device(
            signed(self.terms.account.clone()),
            self.key.public().0,
            self.key_cid.to_input(),
            self.valid_until,
            self.terms.expires,
            proof,
        )
    }
}

/// Another end and key object for the device made from a seed.
#[derive(Clone)]
pub struct Renewal {
    pub terms: Terms,
    pub key: ed25519::Pair,
    pub fields: RenewDevice,
}

impl Renewal {
    pub fn new(account: AccountId32, seed: u8) -> Self {
        Self {
            terms: Terms::new(account),
            key: key(seed),
            fields: RenewDevice {
                device: device(seed),
                key_cid: cid(seed),
                valid_until: Clock::now() + 2_000,
            },
        }
    }

    pub fn proof(&self) -> ed25519::Signature {
        self.terms.sign(&self.key, RENEW_DEVICE, &self.fields)
    }

    pub fn submit(&self) -> DispatchResult {
        self.submit_with(self.proof())
    }

    pub fn submit_with(&self, proof: ed25519::Signature) -> DispatchResult {
        KeyRegistry::renew_device(
            signed(self.terms.account.clone()),
            self.fields.device,
            self.fields.key_cid.to_input(),
            self.fields.valid_until,
            self.terms.expires,
            proof,
        )
    }
}

/// The device made from one seed in the place of that made from another.
#[derive(Clone)]
pub struct Rotation {
    pub terms: Terms,
    pub old: ed25519::Pair,
    pub new: ed25519::Pair,
    pub fields: RotateDevice,
}

impl Rotation {
    pub fn new(account: AccountId32, old: u8, new: u8) -> Self {
        Self {
            terms: Terms::new(account),
            old: key(old),
            new: key(new),
            fields: RotateDevice {
                old: device(old),
                public: key(new).public().0,
                key_cid: cid(new),
                valid_until: Clock::now() + 2_000,
            },
        }
    }

    pub fn signed_by(&self, key: &ed25519::Pair) -> ed25519::Signature {
        self.terms.sign(key, ROTATE_DEVICE, &self.fields)
    }

    pub fn submit(&self) -> DispatchResult {
        self.submit_with(self.signed_by(&self.old), self.signed_by(&self.new))
    }

    pub fn submit_with(
        &self,
        old_proof: ed25519::Signature,
        new_proof: ed25519::Signature,
    ) -> DispatchResult {
        KeyRegistry::rotate_device(
            signed(self.terms.account.clone()),
            self.fields.old,
            self.fields.public,
            self.fields.key_cid.to_input(),
            self.fields.valid_until,
            RotationProofs {
                expires: self.terms.expires,
                old: old_proof,
                new: new_proof,
            },
        )
    }
}

/// The end of one device by another.
#[derive(Clone)]
pub struct Revocation {
    pub terms: Terms,
    pub key: ed25519::Pair,
    pub fields: RevokeDevice,
}

impl Revocation {
    /// Of the device made from `seed` by that made from `by`, both of `account`.
    pub fn new(account: AccountId32, seed: u8, by: u8) -> Self {
        Self {
            terms: Terms::new(account),
            key: key(by),
            fields: RevokeDevice {
                device: device(seed),
                by: device(by),
            },
        }
    }

    pub fn proof(&self) -> DeviceProof {
        self.proof_with(self.terms.sign(&self.key, REVOKE_DEVICE, &self.fields))
    }

    pub fn proof_with(&self, signature: ed25519::Signature) -> DeviceProof {
        DeviceProof {
            by: self.fields.by,
            expires: self.terms.expires,
            signature,
        }
    }

    /// As a transaction without an account carries it.
    pub fn call(&self) -> Call<Test> {
        Call::revoke_device {
            device: self.fields.device,
            proof: Some(self.proof()),
        }
    }

    pub fn carried_by(&self, carrier: AccountId32) -> DispatchResult {
        self.carried_with(carrier, self.proof())
    }

    pub fn carried_with(&self, carrier: AccountId32, proof: DeviceProof) -> DispatchResult {
        KeyRegistry::revoke_device(signed(carrier), self.fields.device, Some(proof))
    }
}

pub fn key(seed: u8) -> ed25519::Pair {
    ed25519::Pair::from_seed(&[seed; 32])
}

/// Where the key object of the device made from `seed` lies.
pub fn cid(seed: u8) -> Cid {
    Cid::of_block(Codec::Raw, &[seed])
}

/// The device made from `seed`, registered or not.
pub fn device(seed: u8) -> DeviceId {
    DeviceId::of(&key(seed).public().0)
}

/// Registers the device made from `seed`.
pub fn register(account: AccountId32, seed: u8) -> DeviceId {
    let request = Request::new(account, seed);
    request.submit().expect("the request is right");
    request.device()
}

/// Adds the device made from `seed`.
pub fn add(account: AccountId32, seed: u8) -> DeviceId {
    let request = Request::new(account, seed);
    request.add().expect("the request is right");
    request.device()
}

/// Revokes the device made from `seed`, by its account.
pub fn revoke(account: AccountId32, seed: u8) -> DispatchResult {
    KeyRegistry::revoke_device(signed(account), device(seed), None)
}

/// Registers `ALICE` with the devices made from 1 and 2.
pub fn alice_has_two_devices() {
    register(ALICE, 1);
    add(ALICE, 2);
}
