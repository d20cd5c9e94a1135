//! One file for each thing that people count on.

mod acknowledge;
mod authorization;
mod deposit;
mod expiry;
mod invariants;
mod reading;
mod refused_send;
mod send;
