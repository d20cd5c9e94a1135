//! What nodes and clients may ask of the pin set and of pinners.

use crate::{
    Assignment, ChangePage, PinInfo, PinPage, PinnerInfo, PinnerNumber, PinnerPage, Replicas,
    WorkerId,
};
use alloc::vec::Vec;
use codec::Codec;
use postern_primitives::{BlockNumber, Cid};

sp_api::decl_runtime_apis! {
    /// The pin set, how it changed, and who keeps it. Pages hold at most
    /// [`MAX_PAGE`](postern_primitives::limits::MAX_PAGE) items.
    #[api_version(1)]
    pub trait PinningApi<AccountId, Balance>
    where
        AccountId: Codec,
        Balance: Codec,
    {
        /// Size and references of a CID that must stay available.
        fn pin(cid: Cid) -> Option<PinInfo>;

        /// What changed in a block, from an index on.
        fn changes(block: BlockNumber, from: u32, limit: u32) -> ChangePage;

        /// CIDs that must stay available, after the one given.
        fn pins(after: Option<Cid>, limit: u32) -> PinPage;

        /// How many CIDs must stay available.
        fn count() -> u32;

        /// How many pinners keep each of these CIDs, in their order; nothing for those that
        /// need not stay available. More than a page of them are not looked at.
        fn replicas(cids: Vec<Cid>) -> Vec<Option<Replicas>>;

        /// Who is to keep a CID, the highest in rank first.
        fn assigned(cid: Cid) -> Vec<Assignment>;

        /// What of the next `limit` pins after the one given is assigned to a pinner. A page
        /// can be empty and have a next one.
        fn assignments(pinner: PinnerNumber, after: Option<Cid>, limit: u32) -> PinPage;

        /// What is known of a pinner, until its bond is freed.
        fn pinner(pinner: PinnerNumber) -> Option<PinnerInfo<AccountId, Balance>>;

        /// The pinner that an account registered.
        fn pinner_of(account: AccountId) -> Option<PinnerInfo<AccountId, Balance>>;

        /// The pinner that a worker key signs for.
        fn pinner_by_worker(worker: WorkerId) -> Option<PinnerInfo<AccountId, Balance>>;

        /// Pinners that have not left, from a number on.
        fn pinners(from: PinnerNumber, limit: u32) -> PinnerPage<AccountId, Balance>;

        /// What registering a pinner holds.
        fn bond() -> Balance;
    }
}
