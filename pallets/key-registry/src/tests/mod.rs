//! One file a behaviour.

mod configuration;
mod handles;
mod invariants;
mod lookup;
mod registration;
mod revocation;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
