//! One file for each thing that people count on.

mod acknowledge;
mod authorization;
mod configuration;
mod deposit;
mod expiry;
mod flood;
mod forks;
mod free_share;
mod hostile;
mod invariants;
mod lists;
mod numbering;
mod owners_signature;
mod policy;
mod reading;
mod reap;
mod refused_send;
mod residue;
mod retract;
mod schedule;
mod send;
mod try_state;
mod weight_of_send;
