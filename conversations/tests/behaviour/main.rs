//! What conversations do, one behaviour a file.

#[path = "../common/mod.rs"]
mod common;

mod authentication;
mod crashes;
mod invitations;
mod largest;
mod members;
mod messages;
mod order;
mod pairs;
mod races;
mod removal;
mod retractions;
mod rotation;
mod votes;
