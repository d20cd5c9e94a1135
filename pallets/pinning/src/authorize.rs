//! Judging reports before they enter the pool and before they are applied.

use crate::{
    cost,
    reports::{ensure_rising, Refusal},
    Cids, Config, Pallet, WorkerId, WorkerSignature,
};
use alloc::{vec, vec::Vec};
use codec::Encode;
use frame_support::{
    ensure,
    pallet_prelude::{TransactionSource, TransactionValidityWithRefund, ValidTransaction},
    traits::Get,
    weights::Weight,
};
use postern_primitives::{signing, BlockNumber, Cid};

/// Pool priority of heartbeats and withdrawals: before whatever people send, because full
/// blocks must not make pinners silent. There is one of each for a pinner and period.
pub const URGENT_PRIORITY: u64 = u64::MAX / 2;

/// Pool priority for each claim that an attestation brings: like acknowledgements, single
/// ones let paying transactions pass, and well-filled ones do not wait for them.
pub const PRIORITY_PER_CLAIM: u64 = 100;

const HEARTBEAT_TAG: &str = "PosternPinnerHeartbeat";
const ATTEST_TAG: &str = "PosternPinnerAttest";
const WITHDRAW_TAG: &str = "PosternPinnerWithdraw";

impl<T: Config> Pallet<T> {
    pub(crate) fn authorize_heartbeat(
        _source: TransactionSource,
        worker: &WorkerId,
        at: &BlockNumber,
        used: &u64,
        signature: &WorkerSignature,
    ) -> TransactionValidityWithRefund {
        let (post, seat) = Self::heartbeat_due(worker, *at)?;
        let fields = signing::Heartbeat { used: *used };
        Self::ensure_signed_by(worker, (signing::HEARTBEAT, *at), &fields, signature)?;
        let tag = (HEARTBEAT_TAG, post.pinner, seat.heard_at).encode();
        let validity = Self::validity(URGENT_PRIORITY, vec![tag], *at);
        Ok((validity, Weight::zero()))
    }

    pub(crate) fn authorize_attest(
        _source: TransactionSource,
        worker: &WorkerId,
        at: &BlockNumber,
        cids: &Cids,
        signature: &WorkerSignature,
    ) -> TransactionValidityWithRefund {
        ensure_rising(cids)?;
        let post = Self::may_attest(worker, *at)?;
        let fields = signing::Contents { cids };
        Self::ensure_signed_by(worker, (signing::ATTEST, *at), &fields, signature)?;
        let live = Self::live();
        let tags: Vec<_> = cids
            .iter()
            .filter(|cid| Self::attestable(cid, post.pinner, &live).is_some())
            .map(|cid| (ATTEST_TAG, post.pinner, cid).encode())
            .collect();
        ensure!(!tags.is_empty(), Refusal::NothingNew);
        let priority = PRIORITY_PER_CLAIM.saturating_mul(tags.len() as u64);
        let named = cids.len() as u32;
        let declared = cost::authorize_attest::<T>(named, T::MaxPinners::get());
        let used = cost::authorize_attest::<T>(named, Self::pinner_count());
        Ok((
            Self::validity(priority, tags, *at),
            declared.saturating_sub(used),
        ))
    }

    pub(crate) fn authorize_withdraw(
        _source: TransactionSource,
        worker: &WorkerId,
        at: &BlockNumber,
        cids: &Cids,
        signature: &WorkerSignature,
    ) -> TransactionValidityWithRefund {
        ensure_rising(cids)?;
        let post = Self::withdrawal_due(worker, *at)?;
        let fields = signing::Contents { cids };
        Self::ensure_signed_by(worker, (signing::WITHDRAW, *at), &fields, signature)?;
        let claimed = |cid: &Cid| Self::is_withdrawable(cid, post.pinner, *at);
        ensure!(cids.iter().any(claimed), Refusal::NothingNew);
        let tag = (WITHDRAW_TAG, post.pinner, post.withdrawn_at).encode();
        let validity = Self::validity(URGENT_PRIORITY, vec![tag], *at);
        Ok((validity, Weight::zero()))
    }

    fn validity(priority: u64, provides: Vec<Vec<u8>>, at: BlockNumber) -> ValidTransaction {
        ValidTransaction {
            priority,
            requires: Vec::new(),
            provides,
            // The last block that takes it included.
            longevity: u64::from(Self::expiry(at).saturating_sub(Self::now())).saturating_add(1),
            propagate: true,
        }
    }
}
