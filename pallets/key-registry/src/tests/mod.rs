//! One file a behaviour.

mod adding;
mod archive;
mod configuration;
mod handles;
mod invariants;
mod lookup;
mod model;
mod registration;
mod renewal;
mod replay;
mod retirement;
mod revocation;
mod revocation_without_fee;
mod rotation;
mod validity;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
