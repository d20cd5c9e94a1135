//! What nodes and clients may ask of the pin set.

use crate::{ChangePage, PinInfo, PinPage};
use postern_primitives::{BlockNumber, Cid};

sp_api::decl_runtime_apis! {
    /// The pin set, and how it changed. Pages hold at most
    /// [`MAX_PAGE`](postern_primitives::limits::MAX_PAGE) items.
    pub trait PinningApi {
        /// Size and references of a CID that must stay available.
        fn pin(cid: Cid) -> Option<PinInfo>;

        /// What changed in a block, from an index on.
        fn changes(block: BlockNumber, from: u32, limit: u32) -> ChangePage;

        /// CIDs that must stay available, after the one given.
        fn pins(after: Option<Cid>, limit: u32) -> PinPage;

        /// How many CIDs must stay available.
        fn count() -> u32;
    }
}
