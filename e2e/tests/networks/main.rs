//! Real nodes and the real program, a file a behaviour.
//!
//! One program holds all of them, so that the test harness runs as many at once as the machine
//! has cores: each starts a network of its own, and waits for blocks more than it computes.

mod bad_input;
mod calls;
mod channels;
mod contacts;
mod devices;
mod echo_bot;
mod gaps;
mod garden;
mod interrupted;
mod introductions;
mod offline_delivery;
mod operators;
mod partition;
mod payments;
mod pinners;
mod private_channels;
mod private_keys;
mod private_messages;
mod private_partition;
mod private_receipts;
mod private_votes;
mod readme;
mod retraction;
mod several_devices;
mod slashing;
mod staking;
mod two_people;
mod two_people_messages;
mod unreadable_content;
mod upgrade;
mod validators;
mod worker_faults;
