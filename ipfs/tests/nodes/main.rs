//! The embedded node as others meet it: by its RPC and over the network. One program holds all
//! of it, because linking an IPFS node takes a minute.

mod common;
mod contract;
mod damage;
mod private_network;
mod quota;
mod strangers;
mod streams;
mod two_nodes;
