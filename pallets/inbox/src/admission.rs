//! Whether an inbox takes a message, and what it wants to be reserved for it.

use crate::{
    course::Course, BalanceOf, Config, Listings, Pallet, QueueOf, Rules, SendRefusal, Verdict,
};
use alloc::vec::Vec;
use core::cell::OnceCell;
use frame_support::{
    ensure,
    traits::{Get, ReservableCurrency},
};
use postern_primitives::{
    limits::{MAX_CONTENT_SIZE, MAX_RECIPIENTS},
    traits::Identities,
    BlockNumber, Senders,
};
use sp_runtime::{
    traits::{Saturating, Zero},
    SaturatedConversion,
};

const KIB: u64 = 1024;

/// What the recipients make of a message.
pub(crate) struct Admission<T: Config> {
    /// For each recipient, in their order: the inbox, and what is to be reserved for the entry.
    pub places: Vec<(QueueOf<T>, BalanceOf<T>)>,
    /// What is to be reserved altogether.
    pub deposit: BalanceOf<T>,
    /// What the message has met so far.
    pub course: Course,
}

/// A sender, whose registration is looked up once and only if somebody asks for it.
pub(crate) struct Applicant<'a, T: Config> {
    account: &'a T::AccountId,
    registered: OnceCell<bool>,
}

impl<'a, T: Config> Applicant<'a, T> {
    pub(crate) fn new(account: &'a T::AccountId) -> Self {
        Self {
            account,
            registered: OnceCell::new(),
        }
    }

    fn is_registered(&self) -> bool {
        let look_up = || T::Identities::is_registered(self.account);
        *self.registered.get_or_init(look_up)
    }
}

impl<T: Config> Pallet<T> {
    /// What sending content of `size` bytes to this many inboxes reserves of the sender
    /// at least: recipients may demand more.
    pub fn deposit(size: u64, recipients: u32) -> BalanceOf<T> {
        Self::entry_deposit(size).saturating_mul(recipients.into())
    }

    /// Whether `send` would be accepted now, and what it would reserve; the CID apart, which it
    /// judges by itself.
    ///
    /// # Errors
    /// The first reason against it.
    pub fn can_send(
        sender: &T::AccountId,
        recipients: &[T::AccountId],
        size: u64,
        lifetime: BlockNumber,
    ) -> Result<BalanceOf<T>, SendRefusal> {
        let Admission { deposit, .. } = Self::admit(sender, recipients, size, lifetime)?;
        ensure!(
            T::Reserves::can_reserve(sender, deposit),
            SendRefusal::DepositNotAffordable
        );
        Ok(deposit)
    }

    /// Whether all recipients take the message, whatever it costs the sender.
    pub(crate) fn admit(
        sender: &T::AccountId,
        recipients: &[T::AccountId],
        size: u64,
        lifetime: BlockNumber,
    ) -> Result<Admission<T>, SendRefusal> {
        Self::ensure_terms(recipients, size, lifetime)?;
        let applicant = Applicant::new(sender);
        let standard = Self::entry_deposit(size);
        let mut places = Vec::with_capacity(recipients.len());
        let mut deposit = BalanceOf::<T>::zero();
        let mut course = Course {
            recipients: recipients.len() as u32,
            ..Course::default()
        };
        for (owner, recipient) in recipients.iter().zip(0u32..) {
            let queue = Self::queue_of(owner);
            let room = queue.count < T::MaxQueued::get();
            ensure!(room, SendRefusal::QueueFull { recipient });
            if !queue.is_idle() {
                course.used = course.used.saturating_add(1);
            }
            let demanded = match &queue.rules {
                Some(rules) => {
                    course.ruled = course.ruled.saturating_add(1);
                    Self::apply_rules(&applicant, owner, rules, recipient)?
                }
                None => Zero::zero(),
            };
            let held = standard.max(demanded);
            deposit = deposit.saturating_add(held);
            places.push((queue, held));
        }
        course.looked_up = applicant.registered.get().is_some();
        Ok(Admission {
            places,
            deposit,
            course,
        })
    }

    /// What the owner demands to be reserved, if the rules let the sender in at all. Owners are
    /// no strangers to themselves.
    pub(crate) fn apply_rules(
        applicant: &Applicant<T>,
        owner: &T::AccountId,
        rules: &Rules<T::AccountId, BalanceOf<T>>,
        recipient: u32,
    ) -> Result<BalanceOf<T>, SendRefusal> {
        if applicant.account == owner {
            return Ok(Zero::zero());
        }
        match Self::verdict(owner, applicant.account, rules.listed) {
            Some(Verdict::Allowed) => return Ok(Zero::zero()),
            Some(Verdict::Blocked) => return Err(SendRefusal::Blocked { recipient }),
            None => {}
        }
        match rules.policy.senders {
            Senders::Anyone => {}
            Senders::Registered => ensure!(
                applicant.is_registered(),
                SendRefusal::NotRegistered { recipient }
            ),
            Senders::Listed => return Err(SendRefusal::NotAllowed { recipient }),
        }
        Ok(rules.policy.min_deposit)
    }

    fn verdict(owner: &T::AccountId, sender: &T::AccountId, listed: u32) -> Option<Verdict> {
        // An empty list is not worth a read.
        let listing = (listed > 0).then(|| Listings::<T>::get(owner, sender))??;
        Some(listing.verdict)
    }

    /// What can be judged by the arguments alone.
    fn ensure_terms(
        recipients: &[T::AccountId],
        size: u64,
        lifetime: BlockNumber,
    ) -> Result<(), SendRefusal> {
        ensure!(!recipients.is_empty(), SendRefusal::NoRecipients);
        ensure!(
            recipients.len() <= MAX_RECIPIENTS as usize,
            SendRefusal::TooManyRecipients
        );
        ensure!(all_differ(recipients), SendRefusal::DuplicateRecipient);
        ensure!(size > 0, SendRefusal::ContentEmpty);
        ensure!(size <= MAX_CONTENT_SIZE, SendRefusal::ContentTooLarge);
        ensure!(
            lifetime >= T::MinLifetime::get(),
            SendRefusal::LifetimeTooShort
        );
        ensure!(
            lifetime <= T::MaxLifetime::get(),
            SendRefusal::LifetimeTooLong
        );
        Ok(())
    }

    fn entry_deposit(size: u64) -> BalanceOf<T> {
        let kib: u32 = size.div_ceil(KIB).saturated_into();
        T::EntryDeposit::get().saturating_add(T::KibDeposit::get().saturating_mul(kib.into()))
    }
}

fn all_differ<AccountId: Ord>(recipients: &[AccountId]) -> bool {
    let mut sorted: Vec<_> = recipients.iter().collect();
    sorted.sort_unstable();
    sorted.windows(2).all(|pair| pair[0] != pair[1])
}
