//! A runtime of this pallet alone, a chain of its blocks that can fork, and an IPFS node.

mod chain;
mod ipfs;

pub use chain::{Chain, Op};
pub use ipfs::{Content, Health, Ipfs};

use frame_support::{derive_impl, parameter_types, traits::ConstU32};
use postern_primitives::{Cid, Codec};

#[frame_support::runtime]
mod runtime {
    #[runtime::runtime]
    #[runtime::derive(
        RuntimeCall,
        RuntimeEvent,
        RuntimeError,
        RuntimeOrigin,
        RuntimeFreezeReason,
        RuntimeHoldReason,
        RuntimeSlashReason,
        RuntimeLockId,
        RuntimeTask
    )]
    pub struct Test;

    #[runtime::pallet_index(0)]
    pub type System = frame_system;

    #[runtime::pallet_index(23)]
    pub type Pinning = crate;
}

#[derive_impl(frame_system::config_preludes::TestDefaultConfig)]
impl frame_system::Config for Test {
    type Block = frame_system::mocking::MockBlockU32<Test>;
    type BlockHashCount = ConstU32<2_400>;
}

parameter_types! {
    pub static ChangeWindow: u32 = 100;
    pub static MaxPruned: u32 = 8;
}

impl crate::Config for Test {
    type ChangeWindow = ChangeWindow;
    type MaxPruned = MaxPruned;
    type WeightInfo = ();
}

/// The CID of content number `n`.
pub fn cid(n: u32) -> Cid {
    Cid::of_block(Codec::Raw, &n.to_le_bytes())
}
