//! What was measured on this runtime and belongs to no pallet of this house.

pub mod election;
