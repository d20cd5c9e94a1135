//! IPFS for Postern: a client of Kubo's RPC, and an embedded node that answers it.
//!
//! Whoever needs content speaks the same words to an embedded node and to a real Kubo:
//! POST requests below `/api/v0`. The [`client`] trusts neither: a block that does not
//! match its CID is an error, not content.

pub mod client;
pub mod defaults;
#[cfg(feature = "node")]
pub mod node;
#[cfg(feature = "node")]
mod rpc;
