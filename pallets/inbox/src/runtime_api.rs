//! What nodes and clients may ask about inboxes.
//!
//! The pallet has an inherent function of the same name for each of these.

use crate::{EntryInfo, EntryPage, ListingPage, QueueInfo, RulesInfo, SendRefusal};
use alloc::vec::Vec;
use codec::Codec;
use postern_primitives::BlockNumber;

sp_api::decl_runtime_apis! {
    /// Reads of inboxes. Each is bounded, whatever is asked and whatever lies in them.
    #[api_version(1)]
    pub trait InboxApi<AccountId, Balance>
    where
        AccountId: Codec,
        Balance: Codec,
    {
        /// Where an inbox stands.
        fn queue(owner: AccountId) -> QueueInfo;

        /// The entries with sequence numbers of `from` and above, at most `limit` of them
        /// and at most `MAX_PAGE`. Go on from `next` until there is none: a page may be
        /// empty before that.
        fn entries(owner: AccountId, from: u64, limit: u32) -> EntryPage<AccountId>;

        /// One entry, unless it is acknowledged, retracted or expired.
        fn entry(owner: AccountId, sequence_number: u64) -> Option<EntryInfo<AccountId>>;

        /// What sending content of `size` bytes to this many inboxes holds of the sender at
        /// least: recipients may demand more.
        fn deposit(size: u64, recipients: u32) -> Balance;

        /// Whether `inbox.send` would be accepted in the next block, and what it would hold
        /// of the sender; and if it would not, why.
        fn can_send(
            sender: AccountId,
            recipients: Vec<AccountId>,
            size: u64,
            lifetime: BlockNumber,
        ) -> Result<Balance, SendRefusal>;

        /// What an inbox asks of senders.
        fn rules(owner: AccountId) -> RulesInfo<Balance>;

        /// Senders whom an inbox names, after `after` in the order of storage; at most `limit`
        /// of them and at most `MAX_PAGE`. Go on after `next` until there is none.
        fn listings(
            owner: AccountId,
            after: Option<AccountId>,
            limit: u32,
        ) -> ListingPage<AccountId>;

        /// Entries that have expired and are not swept yet, for `inbox.reap`; at most `limit`
        /// of them and at most `MAX_PAGE`.
        fn overdue(limit: u32) -> Vec<(AccountId, u64)>;
    }
}
