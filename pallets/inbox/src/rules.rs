//! Whose messages an inbox takes, as its owner decides.
//!
//! The owner may be a key without an account, whereas rules take state that somebody has to
//! pay for. So the owner decides, and whoever signs the transaction pays: the deposits are
//! held of the signer, each remembers its payer, and goes back there with its rule. A key's
//! owner lets a friend or a second account of their own sign.
//!
//! A signature inside a call is good once: it covers the nonce of the rules, which every
//! change raises, also one by the owner's own transaction. Rules that go take their nonce
//! with them; those that come later begin at [`NonceFloor`], beyond all that went. A
//! signature for an inbox without rules may thus be overtaken by others' rules that go, and
//! has to be made again.

use crate::{
    acknowledge::proof_weight, BalanceOf, Config, Error, Event, HoldReason, Listing, ListingOf,
    ListingPage, Listings, NonceFloor, OwnerProof, Pallet, Policy, Queues, Rules, RulesInfo,
    Verdict,
};
use alloc::vec::Vec;
use frame_support::{
    dispatch::DispatchResult,
    ensure,
    traits::{fungible::MutateHold, Get},
    weights::Weight,
};
use frame_system::{ensure_signed, pallet_prelude::OriginFor};
use postern_primitives::{
    limits::MAX_PAGE,
    signing::{self, InboxRules, RulesChange},
};
use sp_runtime::{
    traits::{SaturatedConversion, Zero},
    ArithmeticError, DispatchError,
};

type RulesOf<T> = Rules<<T as frame_system::Config>::AccountId, BalanceOf<T>>;

/// What a change of rules weighs, with the signature inside if there is one.
pub(crate) fn declared_weight<T: Config>(change: Weight, with_proof: bool) -> Weight {
    change.saturating_add(proof_weight::<T>(with_proof))
}

impl<T: Config> Pallet<T> {
    /// What an inbox asks of senders.
    pub fn rules(owner: &T::AccountId) -> RulesInfo<BalanceOf<T>> {
        match Queues::<T>::get(owner).and_then(|queue| queue.rules) {
            Some(rules) => RulesInfo::new(rules.policy, rules.listed, rules.nonce),
            None => RulesInfo::new(Policy::default(), 0, NonceFloor::<T>::get()),
        }
    }

    /// Senders whom an inbox names, after `after` in the order of storage; at most `limit`,
    /// which is taken as 1 to [`MAX_PAGE`].
    pub fn listings(
        owner: &T::AccountId,
        after: Option<T::AccountId>,
        limit: u32,
    ) -> ListingPage<T::AccountId> {
        let limit = limit.clamp(1, MAX_PAGE) as usize;
        let stored = match after {
            Some(after) => {
                Listings::<T>::iter_prefix_from(owner, Listings::<T>::hashed_key_for(owner, after))
            }
            None => Listings::<T>::iter_prefix(owner),
        };
        let mut stored = stored.map(|(sender, listing)| (sender, listing.verdict));
        let senders: Vec<_> = stored.by_ref().take(limit).collect();
        let last = senders.last().map(|(sender, _)| sender.clone());
        ListingPage {
            senders,
            next: stored.next().and(last),
        }
    }

    pub(crate) fn do_set_policy(
        origin: OriginFor<T>,
        owner: T::AccountId,
        policy: Policy<BalanceOf<T>>,
        proof: Option<&OwnerProof>,
    ) -> DispatchResult {
        let acceptable = policy.min_deposit <= T::MaxMinDeposit::get();
        ensure!(acceptable, Error::<T>::MinDepositTooHigh);
        let change = RulesChange::SetPolicy {
            senders: policy.senders,
            min_deposit: policy.min_deposit.saturated_into(),
        };
        let signer = ensure_signed(origin)?;
        Self::change_rules(&signer, &owner, change, proof, |rules| {
            rules.policy = policy;
            Ok(())
        })?;
        Self::deposit_event(Event::PolicySet {
            owner,
            senders: policy.senders,
            min_deposit: policy.min_deposit,
        });
        Ok(())
    }

    pub(crate) fn do_list(
        origin: OriginFor<T>,
        owner: T::AccountId,
        sender: T::AccountId,
        verdict: Verdict,
        proof: Option<&OwnerProof>,
    ) -> DispatchResult {
        let change = match verdict {
            Verdict::Allowed => RulesChange::Allow(sender.as_ref()),
            Verdict::Blocked => RulesChange::Block(sender.as_ref()),
        };
        let signer = ensure_signed(origin)?;
        Self::change_rules(&signer, &owner, change, proof, |rules| {
            let listing = match Listings::<T>::get(&owner, &sender) {
                Some(listing) => {
                    ensure!(listing.verdict != verdict, Error::<T>::AlreadyListed);
                    Listing { verdict, ..listing }
                }
                None => Self::new_listing(rules, signer.clone(), verdict)?,
            };
            Listings::<T>::insert(&owner, &sender, listing);
            Ok(())
        })?;
        Self::deposit_event(Event::SenderListed {
            owner,
            sender,
            verdict,
        });
        Ok(())
    }

    fn new_listing(
        rules: &mut RulesOf<T>,
        payer: T::AccountId,
        verdict: Verdict,
    ) -> Result<ListingOf<T>, DispatchError> {
        ensure!(rules.listed < T::MaxListed::get(), Error::<T>::ListFull);
        rules.listed = rules.listed.saturating_add(1);
        let deposit = T::ListingDeposit::get();
        Self::hold_for_rules(&payer, deposit)?;
        Ok(Listing {
            verdict,
            payer,
            deposit,
        })
    }

    pub(crate) fn do_unlist(
        origin: OriginFor<T>,
        owner: T::AccountId,
        sender: T::AccountId,
        proof: Option<&OwnerProof>,
    ) -> DispatchResult {
        let change = RulesChange::Unlist(sender.as_ref());
        let signer = ensure_signed(origin)?;
        Self::change_rules(&signer, &owner, change, proof, |rules| {
            let listing = Listings::<T>::take(&owner, &sender).ok_or(Error::<T>::NotListed)?;
            Self::give_back(&listing.payer, listing.deposit);
            rules.listed = rules.listed.saturating_sub(1);
            Ok(())
        })?;
        Self::deposit_event(Event::SenderUnlisted { owner, sender });
        Ok(())
    }

    /// Makes a change that the owner agrees to. Needs a storage layer around it.
    ///
    /// Rules are stored while they ask for something: the signer of the first one pays for
    /// them, and has the deposit back with the last.
    fn change_rules(
        signer: &T::AccountId,
        owner: &T::AccountId,
        change: RulesChange,
        proof: Option<&OwnerProof>,
        apply: impl FnOnce(&mut RulesOf<T>) -> DispatchResult,
    ) -> DispatchResult {
        let mut queue = Self::queue_of(owner);
        let stored = queue.rules.take();
        let is_new = stored.is_none();
        let mut rules = stored.unwrap_or_else(|| Rules {
            policy: Policy::default(),
            listed: 0,
            nonce: NonceFloor::<T>::get(),
            payer: signer.clone(),
            deposit: T::RulesDeposit::get(),
        });
        Self::ensure_rules_are_the_owners(signer, owner, rules.nonce, change, proof)?;
        rules.nonce = rules
            .nonce
            .checked_add(1)
            .ok_or(ArithmeticError::Overflow)?;
        apply(&mut rules)?;

        if rules.are_void() {
            NonceFloor::<T>::mutate(|floor| *floor = rules.nonce.max(*floor));
            if !is_new {
                Self::give_back(&rules.payer, rules.deposit);
            }
        } else {
            if is_new {
                Self::hold_for_rules(&rules.payer, rules.deposit)?;
            }
            queue.rules = Some(rules);
        }
        Self::store(owner, queue);
        Ok(())
    }

    fn ensure_rules_are_the_owners(
        signer: &T::AccountId,
        owner: &T::AccountId,
        nonce: u64,
        change: RulesChange,
        proof: Option<&OwnerProof>,
    ) -> Result<(), Error<T>> {
        match proof {
            Some(proof) => {
                let fields = InboxRules { nonce, change };
                Ok(Self::ensure_proof(
                    owner,
                    signing::INBOX_RULES,
                    fields,
                    proof,
                )?)
            }
            None => {
                ensure!(signer == owner, Error::<T>::NotOwner);
                Ok(())
            }
        }
    }

    fn hold_for_rules(payer: &T::AccountId, deposit: BalanceOf<T>) -> DispatchResult {
        if deposit.is_zero() {
            return Ok(());
        }
        let held = T::Currency::hold(&HoldReason::Rules.into(), payer, deposit);
        held.map_err(|error| match error {
            DispatchError::Token(_) => Error::<T>::RulesNotAffordable.into(),
            other => other,
        })
    }
}
