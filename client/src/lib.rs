//! Sealed messages over Postern: the library behind the program `postern`.
//!
//! [`client::Client`] is where to begin: it opens a home folder, connects to a node and to
//! IPFS, and sends, receives and follows.
//!
//! | module | what it knows |
//! |---|---|
//! | [`client`] | what a person does |
//! | [`chain`] | the node: questions, calls, submitting |
//! | [`content`] | IPFS: publishing, fetching, checking |
//! | [`sealing`] | cryptography: letters, posts, files, key packages |
//! | [`safety`] | the number by which two people compare their keys |
//! | [`keystore`], [`store`] | the home folder |

mod amount;
pub mod chain;
pub mod client;
pub mod content;
pub mod defaults;
pub mod device;
pub mod error;
mod home;
pub mod keystore;
pub mod safety;
pub mod sealing;
pub mod store;

pub use amount::{amount, parse_amount, read_amount};
pub use error::{Error, Result};
