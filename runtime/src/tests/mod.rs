//! What must hold of all pallets together.

mod accounts;
#[cfg(feature = "runtime-benchmarks")]
mod benchmarks;
mod calendar;
mod chain;
mod delivery;
mod devices;
mod documents;
mod genesis;
mod governance;
mod limits;
mod migrations;
mod names;
mod offences;
mod pin_set;
mod pinners;
mod private_channels;
mod residue;
mod rewards;
mod transactions;
mod validators;
mod voters;
