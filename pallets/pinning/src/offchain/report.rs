//! Telling the chain: that this machine is at work, what it keeps, what it lost.

use super::{
    duty::{Duty, Office},
    ledger, Run, Stop,
};
use crate::{Call, Cids, Config, Pallet, Pins, WorkerSignature};
use alloc::vec::Vec;
use codec::Encode;
use frame_support::traits::Get;
use frame_system::offchain::{CreateTransactionBase, SubmitTransaction};
use postern_primitives::{
    limits::MAX_ATTESTED,
    signing::{self, Context},
    BlockNumber, Cid,
};
use sp_runtime::RuntimeAppPublic;

/// Attestations that are submitted in a run, at most: 1,024 contents, some hundredths of a
/// block where there are few pinners.
const MAX_ATTESTATIONS: usize = 16;

impl<T: Config> Run<T> {
    /// Nothing, on a node without a registered pinner.
    pub(super) fn report(&mut self) -> Result<(), Stop> {
        // Taken out for as long as the rest of the run is changed by its counsel.
        let duty = core::mem::replace(&mut self.duty, Duty::Everything);
        let outcome = match &duty {
            Duty::Everything => Ok(()),
            Duty::Pinner(office) => self.report_of(office),
        };
        self.duty = duty;
        outcome
    }

    fn report_of(&mut self, office: &Office) -> Result<(), Stop> {
        self.report_heartbeat(office)?;
        self.report_attestations(office);
        self.report_withdrawal(office);
        Ok(())
    }

    /// Only if the IPFS node works: a pinner that cannot serve should count as silent.
    fn report_heartbeat(&mut self, office: &Office) -> Result<(), Stop> {
        let Some(seat) = office.seat else {
            return Ok(());
        };
        let due = seat.heard_at == 0
            || self.now >= seat.heard_at.saturating_add(T::HeartbeatPeriod::get());
        if !due || self.is_under_way(self.claims.heartbeat, seat.heard_at) {
            return Ok(());
        }
        self.kubo.check_alive()?;
        let used = ledger::total().bytes;
        let fields = signing::Heartbeat { used };
        if let Some(signature) = self.sign(office, signing::HEARTBEAT, &fields) {
            self.submit(Call::heartbeat {
                worker: office.worker.clone(),
                at: self.now,
                used,
                signature,
            });
            self.claims.heartbeat = self.now;
        }
        Ok(())
    }

    fn report_attestations(&mut self, office: &Office) {
        let at_work = office.seat.as_ref().is_some_and(Pallet::<T>::is_live);
        let due = self.attestations_due(office);
        if !at_work {
            return;
        }
        for cids in due.chunks(MAX_ATTESTED as usize).take(MAX_ATTESTATIONS) {
            let Ok(named) = Cids::try_from(cids.to_vec()) else {
                return;
            };
            let fields = signing::Contents { cids };
            let Some(signature) = self.sign(office, signing::ATTEST, &fields) else {
                return;
            };
            let submitted = self.submit(Call::attest {
                worker: office.worker.clone(),
                at: self.now,
                cids: named,
                signature,
            });
            if !submitted {
                return;
            }
            self.claims.submitted(cids, self.now);
        }
    }

    /// What is still to be attested, besides what may be in the pool. The rest is forgotten.
    fn attestations_due(&mut self, office: &Office) -> Vec<Cid> {
        let mut due = Vec::new();
        for (cid, submitted) in self.claims.attesting() {
            let Some(pin) = Pins::<T>::get(cid) else {
                self.claims.forget(&cid);
                continue;
            };
            if pin.keeper(office.post.pinner).is_some() {
                self.stats.attested += 1;
                self.claims.forget(&cid);
            } else if self.is_under_way(submitted, 0) {
                // A block may take it yet.
            } else if office.is_assigned(&cid, &pin) {
                due.push(cid);
            } else {
                self.claims.forget(&cid);
            }
        }
        due
    }

    fn report_withdrawal(&mut self, office: &Office) {
        let last = office.post.withdrawn_at;
        let due = last == 0 || self.now >= last.saturating_add(T::HeartbeatPeriod::get());
        if !due || self.is_under_way(self.claims.withdrawal, last) {
            return;
        }
        let mut cids = self.claims.withdrawing();
        cids.retain(|cid| {
            let claimed = Pallet::<T>::is_withdrawable(cid, office.post.pinner, self.now);
            if !claimed {
                self.claims.forget(cid);
            }
            claimed
        });
        cids.truncate(MAX_ATTESTED as usize);
        let fields = signing::Contents { cids: &cids };
        let signature = match cids.is_empty() {
            true => None,
            false => self.sign(office, signing::WITHDRAW, &fields),
        };
        let (Some(signature), Ok(cids)) = (signature, Cids::try_from(cids)) else {
            return;
        };
        self.submit(Call::withdraw {
            worker: office.worker.clone(),
            at: self.now,
            cids,
            signature,
        });
        self.claims.withdrawal = self.now;
    }

    /// Whether what was submitted on a block may still be applied: the chain has heard
    /// nothing of the kind since, and it is not too old. Another one would only be refused.
    fn is_under_way(&self, submitted: BlockNumber, heard: BlockNumber) -> bool {
        let oldest = self.now.saturating_sub(T::MaxReportAge::get());
        submitted > heard && (oldest..=self.now).contains(&submitted)
    }

    fn sign(
        &self,
        office: &Office,
        context: Context,
        fields: &impl Encode,
    ) -> Option<WorkerSignature> {
        let worker = &office.worker;
        let payload = Pallet::<T>::report_payload(context, worker, self.now, fields);
        worker.sign(&payload)
    }

    /// Whether the pool took it.
    fn submit(&self, call: Call<T>) -> bool {
        let call = <T as CreateTransactionBase<Call<T>>>::RuntimeCall::from(call);
        let transaction = T::create_authorized_transaction(call);
        SubmitTransaction::<T, Call<T>>::submit_transaction(transaction).is_ok()
    }
}
