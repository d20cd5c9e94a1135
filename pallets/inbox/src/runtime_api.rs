//! What nodes and clients may ask about inboxes.
//!
//! The pallet has an inherent function of the same name for each of these.

use crate::{EntryInfo, EntryPage, QueueInfo, SendRefusal};
use alloc::vec::Vec;
use codec::Codec;
use postern_primitives::BlockNumber;

sp_api::decl_runtime_apis! {
    /// Reads of inboxes. Each is bounded, whatever is asked and whatever lies in them.
    pub trait InboxApi<AccountId, Balance>
    where
        AccountId: Codec,
        Balance: Codec,
    {
        /// Where an inbox stands; all zero for one that was never used.
        fn queue(owner: AccountId) -> QueueInfo;

        /// The entries with sequence numbers of `from` and above, at most `limit` of them
        /// and at most `MAX_PAGE`. Go on from `next` until there is none: a page may be
        /// empty before that.
        fn entries(owner: AccountId, from: u64, limit: u32) -> EntryPage<AccountId>;

        /// One entry, unless it is acknowledged or expired.
        fn entry(owner: AccountId, sequence_number: u64) -> Option<EntryInfo<AccountId>>;

        /// What sending content of `size` bytes to this many inboxes holds of the sender.
        fn deposit(size: u64, recipients: u32) -> Balance;

        /// Whether `inbox.send` would be accepted in the next block, and if not, why.
        fn can_send(
            sender: AccountId,
            recipients: Vec<AccountId>,
            size: u64,
            lifetime: BlockNumber,
        ) -> Result<(), SendRefusal>;
    }
}
