//! Messages that wait in the transaction pool, before any block has them.
//!
//! One task looks into each transaction once, however many subscribers there are, and into
//! none while there is no subscriber.

use crate::service::Pool;
use codec::{DecodeLimit, Encode};
use futures::StreamExt;
use postern_primitives::{BlockNumber, Cid};
use postern_runtime::{AccountId, Address, RuntimeCall, UncheckedExtrinsic};
use sc_transaction_pool_api::{InPoolTransaction, TransactionPool};
use sp_runtime::{generic::Preamble, OpaqueExtrinsic};
use std::sync::Arc;
use tokio::sync::broadcast;

/// Messages that a slow subscriber may be behind; it misses older ones, and sees them when
/// a block has them.
const BUFFER: usize = 1_024;

/// Calls nested deeper are not looked at: a message inside a batch is at depth four.
const DECODE_DEPTH: u32 = 16;

/// One message that waits for a block.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PooledSend {
    /// Who sends it.
    pub sender: AccountId,
    /// Names the content.
    pub cid: Cid,
    /// Bytes of the content.
    pub size: u64,
    /// Blocks that it would wait for its recipients.
    pub lifetime: BlockNumber,
    /// Whose inboxes it is for.
    pub recipients: Vec<AccountId>,
}

/// Where subscribers learn of messages in the pool.
#[derive(Clone)]
pub struct PooledSends(broadcast::Sender<Arc<PooledSend>>);

impl PooledSends {
    /// Nobody listens yet.
    pub fn new() -> Self {
        Self(broadcast::channel(BUFFER).0)
    }

    /// Messages from now on.
    pub fn subscribe(&self) -> broadcast::Receiver<Arc<PooledSend>> {
        self.0.subscribe()
    }

    /// Tells subscribers of what comes into the pool, for as long as the pool is there.
    pub async fn watch(self, pool: Arc<Pool>) {
        let mut imported = pool.import_notification_stream();
        while let Some(hash) = imported.next().await {
            if self.0.receiver_count() == 0 {
                continue;
            }
            let Some(transaction) = pool.ready_transaction(&hash) else {
                continue;
            };
            for send in sends(transaction.data()) {
                // Fails only when the last subscriber has gone meanwhile.
                let _ = self.0.send(Arc::new(send));
            }
        }
    }
}

/// The messages that a transaction would send, if it is signed.
fn sends(extrinsic: &OpaqueExtrinsic) -> Vec<PooledSend> {
    let bytes = extrinsic.encode();
    let decoded = UncheckedExtrinsic::decode_all_with_depth_limit(DECODE_DEPTH, &mut &bytes[..]);
    let Ok(UncheckedExtrinsic {
        preamble, function, ..
    }) = decoded
    else {
        return Vec::new();
    };
    let Preamble::Signed(Address::Id(sender), ..) = preamble else {
        return Vec::new();
    };
    calls(function)
        .filter_map(|call| send(&sender, call))
        .collect()
}

/// The call, or the calls of a batch.
fn calls(call: RuntimeCall) -> impl Iterator<Item = RuntimeCall> {
    use pallet_utility::Call::{batch, batch_all, force_batch};
    match call {
        RuntimeCall::Utility(batch { calls } | batch_all { calls } | force_batch { calls }) => {
            calls
        }
        call => vec![call],
    }
    .into_iter()
}

fn send(sender: &AccountId, call: RuntimeCall) -> Option<PooledSend> {
    let RuntimeCall::Inbox(pallet_inbox::Call::send {
        recipients,
        cid,
        size,
        lifetime,
    }) = call
    else {
        return None;
    };
    Some(PooledSend {
        sender: sender.clone(),
        cid: Cid::parse(&cid).ok()?,
        size,
        lifetime,
        recipients: recipients.into_inner(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use codec::Decode;
    use postern_primitives::Codec;
    use postern_runtime::{Signature, TxExtension};

    const SENDER: AccountId = AccountId::new([1; 32]);
    const OWNER: AccountId = AccountId::new([2; 32]);

    fn send_call(cid: &[u8]) -> RuntimeCall {
        RuntimeCall::Inbox(pallet_inbox::Call::send {
            recipients: vec![OWNER].try_into().expect("within the bound"),
            cid: cid.to_vec().try_into().expect("within the bound"),
            size: 7,
            lifetime: 100,
        })
    }

    /// Era, nonce, tip and metadata mode are all that extensions encode.
    fn extension() -> TxExtension {
        TxExtension::decode(&mut &[0; 4][..]).expect("four zeros are an extension")
    }

    fn signed(call: RuntimeCall) -> OpaqueExtrinsic {
        let signature = Signature::Sr25519(Default::default());
        let extrinsic =
            UncheckedExtrinsic::new_signed(call, Address::Id(SENDER), signature, extension());
        OpaqueExtrinsic::try_from_encoded_extrinsic(&extrinsic.encode()).expect("it is one")
    }

    fn expected(cid: Cid) -> PooledSend {
        PooledSend {
            sender: SENDER,
            cid,
            size: 7,
            lifetime: 100,
            recipients: vec![OWNER],
        }
    }

    #[test]
    fn a_message_is_seen_whether_its_cid_is_text_or_bytes_alone_or_in_a_batch() {
        let one = Cid::of_block(Codec::Raw, b"one");
        let two = Cid::of_block(Codec::Raw, b"two");
        let alone = signed(send_call(one.as_bytes()));
        assert_eq!(sends(&alone), [expected(one)]);

        let calls = vec![
            send_call(one.as_bytes()),
            send_call(two.to_string().as_bytes()),
        ];
        let batch = signed(RuntimeCall::Utility(pallet_utility::Call::batch { calls }));
        assert_eq!(sends(&batch), [expected(one), expected(two)]);
    }

    #[test]
    fn what_sends_nothing_is_passed_over() {
        let remark = RuntimeCall::System(frame_system::Call::remark { remark: vec![1] });
        assert!(sends(&signed(remark)).is_empty());
        assert!(sends(&signed(send_call(b"not a CID"))).is_empty());

        let unsigned = UncheckedExtrinsic::new_transaction(send_call(&[0; 36]), extension());
        let unsigned = OpaqueExtrinsic::try_from_encoded_extrinsic(&unsigned.encode());
        assert!(sends(&unsigned.expect("it is one")).is_empty());

        let garbage = OpaqueExtrinsic::from_blob(vec![0xff; 64]);
        assert!(sends(&garbage).is_empty());
    }

    #[test]
    fn batches_within_batches_are_not_followed() {
        let mut call = send_call(Cid::of_block(Codec::Raw, b"deep").as_bytes());
        for _ in 0..40 {
            call = RuntimeCall::Utility(pallet_utility::Call::batch { calls: vec![call] });
        }
        assert!(sends(&signed(call)).is_empty());
    }
}
