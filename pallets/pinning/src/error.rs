//! Why calls are refused, in sentences for whoever made them.

use frame_support::pallet_macros::pallet_section;

#[pallet_section]
mod errors {
    /// Why a call was refused.
    #[pallet::error]
    pub enum Error<T> {
        /// The account has a pinner already; update that one, or register with another account.
        AlreadyRegistered,
        /// The account has no pinner; register one first.
        NotRegistered,
        /// There are as many pinners as may be; wait until one leaves or dismiss a silent one.
        TooManyPinners,
        /// The account cannot spare the bond; get more funds.
        BondNotAffordable,
        /// The worker key is another pinner's; use the key that your own node shows at start.
        WorkerInUse,
        /// This is not a peer id; pass the base58 text that `ipfs id` shows, like `12D3KooW…`.
        PeerIdMalformed,
        /// An address is not a multiaddress; pass texts like `/ip4/203.0.113.7/tcp/4001`.
        AddressMalformed,
        /// The capacity is below `MinCapacity`; offer more bytes.
        CapacityTooSmall,
        /// There is no such pinner; look it up again.
        UnknownPinner,
        /// The pinner is leaving; free its bond after the notice, then register anew.
        Leaving,
        /// The pinner is not leaving; call `leave` first.
        NotLeaving,
        /// The notice is not over; free the bond from the block on that leaving has shown.
        NoticeNotOver,
        /// The pinner was heard not long ago; only one that is long silent can be dismissed.
        NotSilent,
        /// No registered pinner has this worker key; register it first.
        UnknownWorker,
        /// The report is too old or something newer was heard; sign again for a later block.
        ReportTooOld,
        /// The report is about a block to come; sign for one that exists.
        ReportFromTheFuture,
        /// The last report of this kind is less than a period ago; wait.
        ReportTooSoon,
        /// The pinner is silent or has left; send a heartbeat first, or register.
        NotAtWork,
        /// The CIDs do not rise strictly; sort them and name each once.
        CidsNotRising,
        /// The report says nothing that the chain does not know; read the state again.
        NothingNew,
        /// The signature is not the worker key's over these very fields on this chain; sign again.
        BadProof,
    }
}
