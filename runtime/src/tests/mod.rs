//! What must hold of all pallets together.

#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
mod delivery;
mod genesis;
mod limits;
mod names;
mod transactions;
