//! Who sends, and who owns the inboxes.

use super::chain::Chain;
use anyhow::anyhow;
use codec::Encode;
use frame_system::offchain::CreateAuthorizedTransaction;
use pallet_inbox::OwnerProof;
use postern_primitives::{
    signing::{payload, Acknowledge, Seen, ACKNOWLEDGE},
    Cid, Codec,
};
use postern_runtime::{
    AccountId, Address, Runtime, RuntimeCall, Signature, TxExtension, UncheckedExtrinsic, VERSION,
};
use sp_core::{sr25519, Pair, H256};
use sp_keyring::Sr25519Keyring::Bob;
use sp_runtime::{generic::SignedPayload, OpaqueExtrinsic};

/// Blocks until the entries expire: more than there will be.
const LIFETIME: u32 = 500_000;

/// Blocks until an owner's signature expires.
const PROOF_AGE: u32 = 100;

/// Bytes of a content, as most messages have them.
const SIZE: u64 = 1_024;

/// Whoever sends all the messages: Bob, whom the preset has funded.
pub struct Sender {
    genesis: H256,
    nonce: u32,
}

impl Sender {
    /// One who has sent nothing yet.
    pub fn new(genesis: H256) -> Self {
        Self { genesis, nonce: 0 }
    }

    /// An `inbox.send` of a content of its own.
    pub fn send(&mut self, recipients: Vec<AccountId>) -> anyhow::Result<OpaqueExtrinsic> {
        let recipients = recipients
            .try_into()
            .map_err(|_| anyhow!("more recipients than a call may name"))?;
        let call = RuntimeCall::Inbox(pallet_inbox::Call::send {
            recipients,
            cid: Cid::of_block(Codec::Raw, &self.nonce.to_le_bytes()).to_input(),
            size: SIZE,
            lifetime: LIFETIME,
        });
        let signed = self.sign(call);
        self.nonce += 1;
        Ok(signed.into())
    }

    fn sign(&self, call: RuntimeCall) -> UncheckedExtrinsic {
        let mut extension: TxExtension =
            <Runtime as CreateAuthorizedTransaction<RuntimeCall>>::create_extension();
        extension.6 = frame_system::CheckNonce::from(self.nonce);
        let versions = (VERSION.spec_version, VERSION.transaction_version);
        let implicit = (
            (),
            (),
            versions.0,
            versions.1,
            self.genesis,
            self.genesis,
            (),
            (),
            (),
            None,
            (),
        );
        let payload = SignedPayload::from_raw(call.clone(), extension.clone(), implicit);
        let signature = payload.using_encoded(|bytes| Bob.sign(bytes));
        UncheckedExtrinsic::new_signed(
            call,
            Address::Id(Bob.to_account_id()),
            Signature::Sr25519(signature),
            extension,
        )
    }
}

/// An inbox and its key, of which the chain knows no account.
pub struct Owner(sr25519::Pair);

impl Owner {
    /// One of many.
    pub fn numbered(number: u32) -> Self {
        let mut seed = [0x5a; 32];
        seed[..4].copy_from_slice(&number.to_le_bytes());
        Self(sr25519::Pair::from_seed(&seed))
    }

    /// Whose inbox it is.
    pub fn account(&self) -> AccountId {
        AccountId::new(self.0.public().0)
    }

    /// An acknowledgement of one entry, without a fee.
    pub fn acknowledge(&self, chain: &Chain, number: u64) -> anyhow::Result<OpaqueExtrinsic> {
        let (genesis, expires) = (chain.genesis().0, chain.head().0 + PROOF_AGE);
        let said = Seen {
            block: genesis,
            fields: Acknowledge {
                sequence_numbers: &[number],
            },
        };
        let owner = self.0.public().0;
        let said = payload(ACKNOWLEDGE, &genesis, &owner, 0, expires, &said);
        let call = RuntimeCall::Inbox(pallet_inbox::Call::acknowledge {
            owner: self.account(),
            sequence_numbers: vec![number]
                .try_into()
                .map_err(|_| anyhow!("more numbers than a call may name"))?,
            proof: Some(OwnerProof {
                seen: 0,
                expires,
                signature: Signature::Sr25519(self.0.sign(&said)),
            }),
        });
        let general =
            <Runtime as CreateAuthorizedTransaction<RuntimeCall>>::create_authorized_transaction(
                call,
            );
        Ok(general.into())
    }
}
