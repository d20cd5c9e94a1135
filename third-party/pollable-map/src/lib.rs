//! pollable-map 0.2 under the version number that rust-ipfs 0.16 asks for. See
//! README.md in the folder above.
pub use upstream::*;
