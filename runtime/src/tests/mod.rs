//! What must hold of all pallets together.

mod delivery;
mod genesis;
mod limits;
mod names;
mod transactions;
