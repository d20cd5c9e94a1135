//! One file a behaviour.

mod closing;
mod configuration;
mod creation;
mod history;
mod invariants;
mod membership;
mod posting;

use crate::{mock::*, *};
use frame_support::{assert_noop, assert_ok};
use sp_runtime::DispatchError;
