//! What happened in inboxes.

use frame_support::pallet_macros::pallet_section;

/// The pallet's events.
#[pallet_section]
mod events {
    /// What happened in inboxes.
    #[pallet::event]
    #[pallet::generate_deposit(pub(crate) fn deposit_event)]
    pub enum Event<T: Config> {
        /// Content was put into inboxes.
        Sent {
            /// Whose deposit is held.
            sender: T::AccountId,
            /// Names the content.
            cid: Cid,
            /// The inboxes, each with the sequence number that the entry has there.
            entries: Places<T::AccountId>,
            /// The first block in which the entries are gone.
            expires_at: BlockNumber,
        },
        /// The owner has taken entries out of an inbox.
        Acknowledged {
            /// Whose inbox it is.
            owner: T::AccountId,
            /// The entries that were taken out; of those named, the ones that were there.
            sequence_numbers: SequenceNumbers,
        },
        /// The sender has taken entries back.
        Retracted {
            /// Who had sent them.
            sender: T::AccountId,
            /// The entries that were taken back; of those named, the ones that were there.
            entries: Places<T::AccountId>,
        },
        /// An entry was cleared out of an inbox after its lifetime.
        Expired {
            /// Whose inbox it was in.
            owner: T::AccountId,
            /// Which entry it was.
            sequence_number: u64,
            /// Names the content.
            cid: Cid,
        },
        /// The owner has decided whose messages an inbox takes.
        PolicySet {
            /// Whose inbox it is.
            owner: T::AccountId,
            /// Whose messages it takes.
            senders: Senders,
            /// What a stranger's entry has to hold at least.
            min_deposit: BalanceOf<T>,
        },
        /// The owner has named a sender.
        SenderListed {
            /// Whose inbox it is.
            owner: T::AccountId,
            /// Who was named.
            sender: T::AccountId,
            /// Whether their messages are taken or refused.
            verdict: Verdict,
        },
        /// The owner has taken a sender off the list.
        SenderUnlisted {
            /// Whose inbox it is.
            owner: T::AccountId,
            /// Who is a stranger again.
            sender: T::AccountId,
        },
    }
}
