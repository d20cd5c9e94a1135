//! What was measured on this runtime and belongs to no pallet of this house.

pub mod balances;
pub mod election;
pub mod extensions;
pub mod payment;
