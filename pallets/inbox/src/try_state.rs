//! What must hold of chain state after every block.

use crate::{
    BalanceOf, Config, Entries, Expiring, FreeWeight, HoldReason, Listings, Pallet, Queue, Queues,
    SequenceKey, SweptTo,
};
use alloc::collections::{BTreeMap, BTreeSet};
use frame_support::{
    ensure,
    traits::{fungible::InspectHold, Get, ReservableCurrency},
};
use postern_primitives::limits::MAX_CONTENT_SIZE;
use sp_runtime::{traits::Saturating, TryRuntimeError};

/// What is owed to accounts.
type Owed<T> = BTreeMap<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

impl<T: Config> Pallet<T> {
    /// Queues, entries, the expiry index, rules and deposits agree with each other.
    pub(crate) fn do_try_state() -> Result<(), TryRuntimeError> {
        Self::check_queues()?;
        Self::check_entries()?;
        Self::check_expiring()?;
        Self::check_rules()?;
        Self::check_deposits()?;
        ensure!(
            SweptTo::<T>::get() <= Self::now(),
            "the sweep is ahead of the chain"
        );
        ensure!(
            FreeWeight::<T>::get().all_lte(Self::free_limit()),
            "fee-free acknowledgements have taken more than their share"
        );
        Ok(())
    }

    /// Every queue is the sum of its entries, `first` is exact, and none is stored for nothing.
    fn check_queues() -> Result<(), TryRuntimeError> {
        for (owner, queue) in Queues::<T>::iter() {
            let mut sum = Queue {
                start: queue.start,
                rules: queue.rules.clone(),
                ..Queue::starting_at(queue.next)
            };
            for (key, entry) in Entries::<T>::iter_prefix(&owner) {
                let sequence_number = u64::from(key);
                ensure!(
                    (queue.start..queue.next).contains(&sequence_number),
                    "an entry is numbered outside of its queue"
                );
                sum.first = sum.first.min(sequence_number);
                sum.count = sum.count.saturating_add(1);
                sum.bytes = sum.bytes.saturating_add(entry.size);
            }
            ensure!(queue == sum, "a queue is not the sum of its entries");
            ensure!(
                !queue.is_idle() && !queue.follows_from_entry(),
                "a queue is stored for nothing"
            );
        }
        Ok(())
    }

    /// Every entry has a queue or is the only one, and expires in a block that is still to be swept.
    fn check_entries() -> Result<(), TryRuntimeError> {
        let swept_to = SweptTo::<T>::get();
        for (owner, _, entry) in Entries::<T>::iter() {
            ensure!(
                Queues::<T>::contains_key(&owner)
                    || Entries::<T>::iter_key_prefix(&owner).count() == 1,
                "entries have no queue"
            );
            ensure!(
                entry.expires_at > swept_to,
                "an entry was passed by the sweep"
            );
            ensure!(entry.sent_at < entry.expires_at, "an entry has no lifetime");
            ensure!(
                (1..=MAX_CONTENT_SIZE).contains(&entry.size),
                "an entry's size is out of range"
            );
        }
        Ok(())
    }

    /// Every entry stands in the expiry index once, on its page, and nothing else does.
    fn check_expiring() -> Result<(), TryRuntimeError> {
        let mut indexed = BTreeSet::new();
        for (block, page, places) in Expiring::<T>::iter() {
            ensure!(!places.is_empty(), "a page of the expiry index is empty");
            for (owner, sequence_number) in places {
                let entry = Entries::<T>::get(&owner, SequenceKey::from(sequence_number));
                let agrees = entry.is_some_and(|e| (e.expires_at, e.page()) == (block, page));
                ensure!(agrees, "the expiry index names an entry that is not there");
                ensure!(
                    indexed.insert((owner, sequence_number)),
                    "the expiry index names an entry twice"
                );
            }
        }
        ensure!(
            indexed.len() == Entries::<T>::iter_keys().count(),
            "an entry is missing from the expiry index"
        );
        Ok(())
    }

    /// Rules ask for something within the limits, count their lists, and own every listing.
    fn check_rules() -> Result<(), TryRuntimeError> {
        for (owner, queue) in Queues::<T>::iter() {
            let Some(rules) = queue.rules else { continue };
            let listed = Listings::<T>::iter_key_prefix(&owner).count();
            ensure!(!rules.are_void(), "rules are stored that ask for nothing");
            ensure!(
                listed == rules.listed as usize && rules.listed <= T::MaxListed::get(),
                "the rules of an inbox do not count its list"
            );
            ensure!(
                rules.policy.min_deposit <= T::MaxMinDeposit::get(),
                "an inbox demands more than it may"
            );
        }
        for owner in Listings::<T>::iter_keys().map(|(owner, _)| owner) {
            let has_rules = Queues::<T>::get(owner).is_some_and(|queue| queue.rules.is_some());
            ensure!(has_rules, "an inbox without rules has a list");
        }
        Ok(())
    }

    /// What is held of each account is the sum of what it has paid for rules, and what is reserved
    /// covers its entries besides: others reserve, too.
    fn check_deposits() -> Result<(), TryRuntimeError> {
        let (mut for_entries, mut for_rules) = (Owed::<T>::new(), Owed::<T>::new());
        for entry in Entries::<T>::iter_values() {
            owe::<T>(&mut for_entries, entry.sender, entry.deposit);
        }
        for rules in Queues::<T>::iter_values().filter_map(|queue| queue.rules) {
            owe::<T>(&mut for_rules, rules.payer, rules.deposit);
        }
        for listing in Listings::<T>::iter_values() {
            owe::<T>(&mut for_rules, listing.payer, listing.deposit);
        }
        let reason = HoldReason::Rules.into();
        for account in frame_system::Account::<T>::iter_keys() {
            let rules = for_rules.remove(&account).unwrap_or_default();
            ensure!(
                T::Currency::balance_on_hold(&reason, &account) == rules,
                "held funds are not the sum of the deposits"
            );
            let entries = for_entries.remove(&account).unwrap_or_default();
            ensure!(
                T::Reserves::reserved_balance(&account) >= entries.saturating_add(rules),
                "reserved funds do not cover the deposits"
            );
        }
        ensure!(
            for_rules.is_empty() && for_entries.is_empty(),
            "an account that is gone has paid deposits"
        );
        Ok(())
    }
}

fn owe<T: Config>(owed: &mut Owed<T>, account: T::AccountId, deposit: BalanceOf<T>) {
    let sum = owed.entry(account).or_default();
    *sum = sum.saturating_add(deposit);
}
